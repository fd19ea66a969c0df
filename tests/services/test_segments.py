"""The life stages of the tiny bank side by side, and that nobody else sees them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args

import duckdb
import pytest

from lobby.data.catalog import load_catalog
from lobby.data.desk import open_desk
from lobby.data.settings import Settings
from lobby.data.warehouse import Warehouse
from lobby.domain.errors import AccessRefused
from lobby.domain.segments import may_offer
from lobby.domain.viewer import Role, Viewer
from lobby.services import segments
from lobby.services.segments import Cell, Elsewhere, Move, Target
from lobby.services.sources import Sources
from tests.built import build_at

HEAD_OFFICE = Viewer("H1", "Zhou", "head_office", None, frozenset(), "test")
MANAGER = Viewer("G1", "Wang", "manager", "b1", frozenset(), "test")
OTHERS = sorted(set(get_args(Role)) - {"head_office", "manager"})
MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)


def names(sources: Sources, viewer: Viewer, target: Target) -> list[str]:
    return [one.customer_id for one in segments.targeted(sources, viewer, target, "a visit").people]


def test_head_office_sees_the_people_of_the_bank_and_a_manager_those_of_the_branch(sources: Sources) -> None:
    bank, branch = (segments.board(sources, viewer) for viewer in (HEAD_OFFICE, MANAGER))
    assert {one.segment.code: one.customers for one in bank.stages} == {
        "minor": 1, "business_owner": 3, "elderly_saver": 1, "pre_retire": 1,
        "mortgage_family": 1, "unknown": 3,
    }  # fmt: skip
    assert {one.segment.code: one.customers for one in branch.stages} == {
        "minor": 1, "business_owner": 2, "elderly_saver": 1, "mortgage_family": 1, "unknown": 2,
    }  # fmt: skip
    assert (bank.customers, branch.customers) == (10, 7)  # neither the firm nor who died
    assert (bank.stage("elderly_saver").assets, bank.stage("elderly_saver").mobile) == (
        Decimal("212345.67"),
        Decimal(0),
    )


def test_a_cell_counts_who_holds_whom_it_fits_and_who_lacks_it(sources: Sources) -> None:
    found = segments.board(sources, HEAD_OFFICE)
    assert found.knows_products
    owners, elderly = found.stage("business_owner"), found.stage("elderly_saver")
    assert owners.cells["loan_biz"] == Cell("loan_biz", holding=1, fitting=3, open=2, is_offered=True)
    assert owners.cells["ins_annuity"] == Cell("ins_annuity", 1, 1, 0, is_offered=True)
    assert owners.share("loan_biz") == Decimal(1) / 3
    # An R3 product fits c01 by its own conditions; this life stage is offered nothing above R2.
    assert elderly.cells["wmp_plus"] == Cell("wmp_plus", 0, 0, 0, is_offered=False)


@pytest.mark.parametrize(
    ("segment", "kind", "risk", "is_offered"),
    [
        ("elderly_saver", "wealth", "R2", True),
        ("elderly_saver", "wealth", "R3", False),
        ("elderly_saver", "loan", None, False),
        ("elderly_saver", "deposit", None, True),
        ("mature_worker", "fund", "R5", True),
        ("minor", "card", None, False),
    ],
)
def test_what_a_life_stage_is_never_offered_is_no_white_space(
    sources: Sources, segment: str, kind: str, risk: str | None, is_offered: bool
) -> None:
    assert may_offer(sources.catalog.segment(segment), kind, risk) is is_offered


def test_what_they_use_elsewhere_and_need_now_is_told_by_weight(sources: Sources) -> None:
    found = segments.board(sources, HEAD_OFFICE)
    assert found.stage("business_owner").elsewhere == (
        Elsewhere("示例他行", "bank", 1, Decimal("8000.00")),
        Elsewhere("示例银行", "bank", 1, Decimal("200.00")),
    )
    assert [one.destination for one in found.stage("unknown").elsewhere] == ["alipay", "wechat"]
    assert found.stage("elderly_saver").needs == {"MED2": 1, "TRG2": 1}


def test_white_space_is_what_the_policy_calls_so(sources: Sources) -> None:
    found = segments.board(sources, HEAD_OFFICE)
    assert segments.gaps(sources, found) == ()  # fewer than 30 lack anything
    policy = replace(sources.catalog.policy, white_customers=2, white_share=Decimal("0.33"))
    wide = replace(sources, catalog=replace(sources.catalog, policy=policy))
    open_ones = {(one.stage.segment.code, one.cell.product): one.cell for one in segments.gaps(wide, found)}
    assert open_ones["business_owner", "fund_bond"].open == 3
    assert ("business_owner", "loan_biz") not in open_ones  # one of the three has it
    assert ("unknown", "cc_inst") not in open_ones  # fits one only


def test_a_list_is_of_those_who_may_be_approached_and_in_the_audit_first(sources: Sources) -> None:
    assert names(sources, HEAD_OFFICE, Target("unknown", "all")) == ["c09", "c02"]  # c11 refused marketing
    assert names(sources, HEAD_OFFICE, Target("pre_retire", "holding", "wmp_30d")) == ["c07"]
    assert names(sources, HEAD_OFFICE, Target("pre_retire", "open", "wmp_30d")) == []
    assert names(sources, HEAD_OFFICE, Target("pre_retire", "open", "wmp_cash")) == ["c07"]
    assert names(sources, MANAGER, Target("pre_retire", "all")) == []  # c07 is of another branch
    (person,) = segments.targeted(sources, HEAD_OFFICE, Target("elderly_saver", "all"), "a visit").people
    assert person.name_masked == "王**"
    (last,) = sources.desk.audited(1, action="segment")
    assert dict(last["details"]) == {"asked": "segment_list", "segment": "elderly_saver", "side": "all"}


def test_a_list_names_so_many_and_says_how_many_there_are(sources: Sources) -> None:
    policy = replace(sources.catalog.policy, target_rows=1)
    short = replace(sources, catalog=replace(sources.catalog, policy=policy))
    found = segments.targeted(short, HEAD_OFFICE, Target("unknown", "all"), "a visit")
    assert ([one.customer_id for one in found.people], found.customers) == (["c09"], 2)


def test_an_idea_is_in_the_audit(sources: Sources) -> None:
    found = segments.board(sources, HEAD_OFFICE)
    gap = segments.idea(sources, HEAD_OFFICE, found, "pre_retire", "pension_acc")
    assert (gap.stage.customers, gap.cell.open) == (1, 1)
    (last,) = sources.desk.audited(1, action="segment")
    told = {"asked": "segment_idea", "segment": "pre_retire", "product": "pension_acc"}
    assert dict(last["details"]) == told


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_any_of_it(sources: Sources, role: Role) -> None:
    viewer = Viewer("X1", "Sun", role, "b1", frozenset(), "test")
    found = segments.board(sources, HEAD_OFFICE)
    for ask in (
        lambda: segments.board(sources, viewer),
        lambda: segments.targeted(sources, viewer, Target("unknown", "all")),
        lambda: segments.idea(sources, viewer, found, "unknown", "dep_term"),
    ):
        with pytest.raises(AccessRefused):
            ask()
    assert len(sources.desk.audited(9, action="refused")) == 3
    assert len(sources.desk.audited(9, action="segment")) == 1


@pytest.fixture
def moved(tmp_path: Path) -> Iterator[Sources]:
    """The tiny bank after a quarter in which two were of another life stage."""
    (tmp_path / "history").mkdir()
    with duckdb.connect() as con:
        con.execute("create table line (customer_id varchar, as_of date, segment varchar)")
        for customer, segment in (("c01", "pre_retire"), ("c07", "pre_retire"), ("c09", "mature_worker")):
            con.execute("insert into line values (?, '2026-09-30', ?)", [customer, segment])
        con.execute(f"copy line to '{tmp_path}/history/2026-09.parquet'")
    build_at(tmp_path)
    warehouse, desk = Warehouse(tmp_path), open_desk(tmp_path, lambda: MOMENT)
    yield Sources(warehouse, desk, load_catalog(), Settings(home=tmp_path), lambda: MOMENT)
    desk.close()
    warehouse.close()


def test_movement_is_told_since_the_last_quarter(moved: Sources, sources: Sources) -> None:
    found = segments.board(moved, HEAD_OFFICE)
    assert found.moved_since == date(2026, 9, 30)
    assert found.moves == (
        Move("mature_worker", "unknown", 1),
        Move("pre_retire", "elderly_saver", 1),
        Move("pre_retire", "pre_retire", 1),
    )
    assert names(moved, HEAD_OFFICE, Target("elderly_saver", "moved", before="pre_retire")) == ["c01"]
    assert names(moved, HEAD_OFFICE, Target("elderly_saver", "moved", before="minor")) == []
    assert segments.board(sources, HEAD_OFFICE).moved_since is None


def test_nobody_under_age_is_on_a_list(sources: Sources) -> None:
    assert names(sources, HEAD_OFFICE, Target("minor", "all")) == []

"""A push from its draft to its lists: two people, a fixed split, the people of the funnel, nobody else."""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from lobby.data import desk_campaigns, desk_consents
from lobby.data.desk import Happening
from lobby.data.desk_consents import Said
from lobby.domain.campaigns import Campaign, Plan, arm_of
from lobby.domain.errors import AccessRefused, EntryRefused
from lobby.domain.viewer import Role, Viewer
from lobby.services import campaigns
from lobby.services.fitting import fitting
from lobby.services.leads import todays_leads
from lobby.services.outbound import as_text, write_list
from lobby.services.since import since
from lobby.services.sources import Sources

MAKER = Viewer("h1", "Zhou", "head_office", None, frozenset(), "test")
CHECKER = Viewer("h2", "Qian", "head_office", None, frozenset(), "test")
MANAGER = Viewer("s3", "Wu", "manager", "b1", frozenset(), "test")
ENDS = date(2026, 12, 20)
OTHERS = sorted(set(get_args(Role)) - {"head_office", "manager"})

pytestmark = pytest.mark.both_stores


@pytest.fixture
def owned(sources: Sources) -> Plan:
    """A plan for the whole bank, owned by somebody who works there."""
    owner = next(iter(campaigns.owners(sources, None)))
    return Plan("Autumn", "dep_term", None, None, None, owner, ENDS, 10, ("app", "sms", "phone"))


def started(sources: Sources, plan: Plan, number: str = "k1") -> Campaign:
    drafted = campaigns.draft(sources, MAKER, plan, number, sources.now())
    assert drafted.state(sources.now().date()) == "drafted"
    return campaigns.take(sources, CHECKER, number, 1, "started", sources.now())


def members(sources: Sources, number: str = "k1") -> dict[str, str]:
    return {
        customer: arm
        for arm in ("treated", "control")
        for customer in desk_campaigns.members(sources.desk, number, arm)  # type: ignore[arg-type]
    }


def test_a_draft_offers_nothing_and_a_second_person_starts_it(sources: Sources, owned: Plan) -> None:
    campaigns.draft(sources, MAKER, owned, "k1", sources.now())
    assert members(sources) == {}
    with pytest.raises(AccessRefused) as refused:
        campaigns.take(sources, MAKER, "k1", 1, "started", sources.now())
    assert refused.value.code == "two_people_needed"
    campaigns.take(sources, CHECKER, "k1", 1, "started", sources.now())
    passing = {one.customer_id for one in fitting(sources, "dep_term", sources.now()) if one.stage is None}
    control = {customer for customer, arm in members(sources).items() if arm == "control"}
    assert members(sources).keys() == passing | control  # the control group itself now leaves at `allowed`
    assert [row["result"] for row in sources.desk.audited(9, action="campaign")] == ["started", "drafted"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "  "}, "campaign_name"),
        ({"owner_staff_id": ""}, "campaign_owner"),
        ({"owner_staff_id": "nobody"}, "campaign_owner"),
        ({"ends_on": date(2026, 11, 20)}, "campaign_end"),
        ({"ends_on": date(2027, 2, 21)}, "campaign_too_long"),
        ({"control_percent": 0}, "campaign_control"),
        ({"control_percent": 11}, "campaign_control"),
        ({"product_code": "no_such"}, "unknown_subject"),
    ],
)
def test_nothing_starts_without_an_owner_an_end_and_a_control_group(
    sources: Sources, owned: Plan, changed: dict[str, object], code: str
) -> None:
    with pytest.raises(EntryRefused) as refused:
        campaigns.draft(sources, MAKER, replace(owned, **changed), "k1", sources.now())  # type: ignore[arg-type]
    assert refused.value.code == code
    assert desk_campaigns.campaigns(sources.desk) == ()


def test_the_last_day_that_may_be_named_is_taken(sources: Sources, owned: Plan) -> None:
    latest = replace(owned, ends_on=date(2027, 2, 20))
    assert campaigns.draft(sources, MAKER, latest, "k1", sources.now()).plan == latest


def test_the_split_is_the_same_whenever_asked_and_another_in_each_campaign() -> None:
    people = [f"c{number}" for number in range(20_000)]
    first = {one: arm_of("lobby", "k1", one, 10) for one in people}
    assert first == {one: arm_of("lobby", "k1", one, 10) for one in people}
    assert abs(Counter(first.values())["control"] - 2_000) < 150
    second = {one: arm_of("lobby", "k2", one, 10) for one in people}
    both = sum(first[one] == second[one] == "control" for one in people)
    assert abs(both - 200) < 60  # one in a hundred: the draws know nothing of each other


def test_the_preview_counts_the_stages_and_asks_for_enough(sources: Sources, owned: Plan) -> None:
    seen = campaigns.preview(sources, MAKER, owned, "k1", Decimal("0.05"), sources.now())
    stages = Counter(one.stage for one in fitting(sources, "dep_term", sources.now()))
    assert seen.asked == 12
    assert seen.fitting == stages[None]
    assert dict(seen.left) == {stage: count for stage, count in stages.items() if stage is not None}
    assert seen.needed > 1_000
    branch = replace(owned, branch_id="b1", segment="unknown")
    assert campaigns.preview(sources, MANAGER, branch, "k1", Decimal("0.05"), sources.now()).asked < 12


def test_who_is_in_the_control_group_is_offered_the_product_nowhere(sources: Sources, owned: Plan) -> None:
    number = next(  # a draw in which c01 is left without
        f"k{one}" for one in range(99) if arm_of("lobby", f"k{one}", "c01", 10) == "control"
    )
    started(sources, owned, number)
    assert members(sources, number)["c01"] == "control"
    changed = since(sources, MANAGER, "c01", sources.now())
    assert changed.kept_back == {"dep_term"}
    (other, *_) = (one for one, arm in members(sources, number).items() if arm == "treated")
    assert since(sources, MANAGER, other, sources.now()).kept_back == frozenset()
    at = {one.customer_id: one.stage for one in fitting(sources, "dep_term", sources.now())}
    assert at["c01"] == "allowed"
    after = sources.now() + timedelta(days=31)
    assert since(sources, MANAGER, "c01", after).kept_back == frozenset()
    campaigns.take(sources, MAKER, number, 2, "stopped", sources.now())
    assert since(sources, MANAGER, "c01", sources.now()).kept_back == frozenset()


def test_the_treated_are_leads_of_their_branch_until_it_ends(sources: Sources, owned: Plan) -> None:
    def of_campaign() -> set[str]:
        leads = todays_leads(sources, MANAGER, sources.now())
        return {one.customer_id for one in leads if "campaign" in one.sources}

    assert of_campaign() == set()
    started(sources, owned)
    here = set(desk_campaigns.members(sources.desk, "k1", "treated", "b1"))
    assert here
    assert of_campaign() == here - {"c01"} == {"c02", "c09"}  # c01 is being left in peace
    refusing = "c02"
    said = Said("marketing", "any", False, None, "zh_Hans", sources.now().date())
    desk_consents.keep(
        sources.desk, "c1", said, Happening(MANAGER, "consent", customer_id=refusing, visit_id="v")
    )
    assert of_campaign() == {"c09"}
    campaigns.take(sources, MAKER, "k1", 2, "stopped", sources.now())
    assert of_campaign() == set()


def test_a_list_for_a_channel_names_who_consents_there_masked_and_in_the_audit(
    sources: Sources, owned: Plan, tmp_path: Path
) -> None:
    started(sources, owned)
    sources = replace(sources, settings=sources.settings.model_copy(update={"home": tmp_path}))
    treated = set(desk_campaigns.members(sources.desk, "k1", "treated"))
    written = write_list(sources, MAKER, "k1", "app", sources.now())
    rows = list(csv.DictReader(written.path.read_text(encoding="utf-8-sig").splitlines()))
    assert written.count == len(rows)
    assert {row["customer_id"] for row in rows} <= treated
    assert written.count + written.left_out == len(treated)
    assert all("*" in row["name_masked"] for row in rows)
    assert written.path.stat().st_mode & 0o777 == 0o600
    (last,) = sources.desk.audited(1, action="export")
    assert (last["result"], last["details"]["rows"]) == ("outbound", len(rows))
    assert last["details"]["drafted_by"] != last["details"]["started_by"]
    person = rows[0]["customer_id"]
    said = Said("marketing", "app", False, None, "zh_Hans", sources.now().date())
    desk_consents.keep(
        sources.desk, "c1", said, Happening(MANAGER, "consent", customer_id=person, visit_id="v")
    )
    again = write_list(sources, MAKER, "k1", "app", sources.now() + timedelta(seconds=1))
    assert again.count == written.count - 1
    campaigns.take(sources, MAKER, "k1", 2, "stopped", sources.now())
    with pytest.raises(AccessRefused):
        write_list(sources, MAKER, "k1", "app", sources.now())


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "＝1", "\t1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"
    assert as_text("王**") == "王**"


def test_of_two_who_take_the_same_step_one_is_told(sources: Sources, owned: Plan) -> None:
    started(sources, owned)
    with pytest.raises(AccessRefused) as refused:
        campaigns.take(sources, CHECKER, "k1", 1, "started", sources.now())
    assert refused.value.code == "campaign_moved_on"
    assert len(desk_campaigns.find(sources.desk, "k1").steps) == 2  # type: ignore[union-attr]


def test_a_manager_runs_those_of_the_branch_alone(sources: Sources, owned: Plan) -> None:
    with pytest.raises(AccessRefused):
        campaigns.draft(sources, MANAGER, owned, "k1", sources.now())
    with pytest.raises(AccessRefused):
        campaigns.draft(sources, MANAGER, replace(owned, branch_id="b2"), "k1", sources.now())
    owner = next(iter(campaigns.owners(sources, "b1")))
    own = replace(owned, branch_id="b1", owner_staff_id=owner)
    campaigns.draft(sources, MANAGER, own, "k1", sources.now())
    campaigns.take(sources, CHECKER, "k1", 1, "started", sources.now())
    assert {
        one.branch_id
        for one in fitting(sources, "dep_term", sources.now())
        if one.customer_id in members(sources)
    } == {"b1"}
    assert len(sources.desk.audited(9, action="refused")) == 2


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_or_runs_one(sources: Sources, owned: Plan, role: Role) -> None:
    viewer = Viewer("x1", "Sun", role, "b1", frozenset(), "test")
    asks: list[Callable[[], object]] = [
        lambda: campaigns.board(sources, viewer, sources.now()),
        lambda: campaigns.preview(sources, viewer, owned, "k1", Decimal("0.05"), sources.now()),
        lambda: campaigns.draft(sources, viewer, owned, "k1", sources.now()),
    ]
    for ask in asks:
        with pytest.raises(AccessRefused):
            ask()
    assert desk_campaigns.campaigns(sources.desk) == ()


def test_open_screens_hear_of_every_step(sources: Sources, owned: Plan) -> None:
    told = [desk_campaigns.token(sources.desk)]
    campaigns.draft(sources, MAKER, owned, "k1", sources.now())
    told.append(desk_campaigns.token(sources.desk))
    campaigns.take(sources, CHECKER, "k1", 1, "started", sources.now())
    told.append(desk_campaigns.token(sources.desk))
    assert len(set(told)) == 3

"""What the server sends to the tablet of each role, read off the websocket and not off the screen."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from lobby.data.catalog_access import load_access
from lobby.data.desk import open_desk
from lobby.ui.session import wall_clock
from tests.browser.bank import own_home, served
from tests.desk_stores import direct
from tests.tablet import Tablet

TINY = Path(__file__).parent / "data" / "tiny"
STAFF = {  # role → number and name in the tiny bank
    "lobby": ("s1", "何晓"),
    "adviser": ("s2", "马驰"),
    "manager": ("s3", "郭静"),
    "head_office": ("s5", "高远"),
    "risk": ("s6", "梁正"),
    "auditor": ("s7", "宋清"),
}
CUSTOMER = "c01"
ACCESS = load_access()
FOLDS = {  # fold → the service behind it
    "year": "year.year_in_review",
    "network": "network.network",
    "keeping": "keeping.keeping",
    "credit": "advice.credit_signs",
    "external": "advice.external_facts",
}
SIGNS = {  # column → what reaches a tablet of it when this customer is opened and every part unfolded
    "gender": "女士",
    "risk_rating": "测评 C2",
    "care_needs": "引导入座",
    "phone": "电话 138****1234",
    "id_number_last4": "证件尾号 ****",
    "asset_time_deposit": "定期 20万档 · 11-20",
    "assets_by_month": "24 个月走势",
    "cards": "卡尾号：1001",
    "cities": "城市：示例市",
    "active_weekdays": "常在 周三",
    "destinations_365d": "转往 微信",
    "spent_by_method_365d": "微信 1千以下",
    "spent_by_category_365d": "超市 1千以下",
    "pension_amount": "10 日养老金 4千档",
    "last_branch_visit_on": "最近到店：11-05",
    "segment": "稳健储蓄",
    "loyalty_index": "65.9",
    "loyalty_parts": "平均 5 分（满分 5）",
    "churn_level": "没有预警",
    "reach_state": "信息不足",
    "count_late_24m": "还款记录：没有贷款",
    "income_months_6m": "收入稳定性：月数不足",
    "occupation": "retired",
}
UNTOLD = ("城东区", "widowed", "junior", "is_control")  # of columns that reach nobody


@dataclass
class Seen:
    """What one role was sent: page by page, the folds of the customer, and everything together."""

    pages: dict[str, bytes]
    folds: set[str]
    marks: dict[str, str]


def walk(url: str, role: str) -> Seen:
    """Sign in, open a customer with a reason where one is needed, unfold everything, see every page."""
    with closing(Tablet(url)) as tablet:
        sign_in(tablet, role)
        tablet.type("search", CUSTOMER)
        if "reason" in tablet.ids:
            tablet.type("reason", "asked at our counter")
            if "give_reason" in tablet.ids:
                tablet.press("give_reason")
        tablet.press(f"open_{CUSTOMER}")
        folds = {key.removeprefix("fold_") for key in tablet.ids if key.startswith("fold_")}
        for opened in ("reveal_assets", *(f"fold_{fold}" for fold in sorted(folds))):
            tablet.open(opened)
        seen = {"all before": b"".join(tablet.told)}
        for page in sorted(tablet.pages):
            tablet.told.clear()
            tablet.go(page)
            seen[page or "board"] = b"".join(tablet.told)
        return Seen(seen, folds, marks_of(tablet))


def marks_of(tablet: Tablet) -> dict[str, str]:
    """The pages of this person's menu, with the mark by which each is asked for."""
    return {page or "board": mark for page, mark in tablet.pages.items()}


def sign_in(tablet: Tablet, role: str) -> None:
    tablet.choose("staff", STAFF[role][1])
    tablet.press("sign_in")


@dataclass
class Walked:
    """Every role's walk over one server, and what its desk store has after them."""

    url: str
    home: Path
    seen: dict[str, Seen]


@pytest.fixture(scope="module")
def walked(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    home = own_home(tiny_home, tmp_path_factory.mktemp("roles"))
    with served(home) as server:
        yield Walked(server.url, home, {role: walk(server.url, role) for role in STAFF})


def people() -> list[dict[str, str]]:
    with (TINY / "customer.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == "person"]


def read(sent: bytes) -> str:
    """As the browser reads it: without the signs that keep Markdown from being Markdown."""
    return sent.decode("utf-8", "replace").replace("\\", "")


def whole(seen: Seen) -> str:
    return read(b"\n".join(seen.pages.values()))


@pytest.mark.parametrize("role", STAFF)
def test_gdpr_5_asvs_14_2_6_jrt_0171_display_no_name_and_no_number_is_sent_whole(
    walked: Walked, role: str
) -> None:
    told = whole(walked.seen[role])
    secrets = {row[column] for row in people() for column in ("name", "phone", "id_number") if row[column]}
    assert len(secrets) > 25
    assert [
        secret for secret in sorted(secrets) if re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", told)
    ] == []
    assert "王**" in told


@pytest.mark.parametrize("role", STAFF)
def test_pipl_6_the_pages_and_parts_sent_to_a_role_are_those_of_the_policy(walked: Walked, role: str) -> None:
    seen = walked.seen[role]
    assert set(seen.marks) == {page for page, roles in ACCESS.pages.items() if role in roles}
    expected = {fold for fold, service in FOLDS.items() if role in ACCESS.entries[service].reach}
    assert seen.folds & set(FOLDS) == expected


@pytest.mark.parametrize("role", STAFF)
def test_pipl_6_gdpr_5_the_columns_sent_to_a_role_are_those_of_the_policy(walked: Walked, role: str) -> None:
    told = read(walked.seen[role].pages["all before"])
    sent = {column for column, sign in SIGNS.items() if sign in told}
    assert sent == {column for column in SIGNS if role in ACCESS.columns[column]}
    assert [word for word in UNTOLD if word in told] == []


def test_pipl_6_each_group_of_roles_has_a_column_whose_sending_is_looked_at() -> None:
    assert {ACCESS.columns[column] for column in SIGNS} == set(ACCESS.columns.values()) - {frozenset()}


def test_jrt_0171_display_a_whole_value_is_sent_once_its_reason_is_in_the_audit_and_not_before(
    walked: Walked,
) -> None:
    phone = b"13800001234"
    with closing(Tablet(walked.url)) as tablet:
        sign_in(tablet, "adviser")
        tablet.type("search", CUSTOMER)
        tablet.press(f"open_{CUSTOMER}")
        tablet.open("reveal_assets")
        for field in ("amounts", "phone"):
            tablet.press(f"what_{field}_assets")
        assert phone not in b"".join(tablet.told)
        tablet.press(str(tablet.key("why_verify_assets_")))
        assert phone in b"".join(tablet.told)
        assert revealed(walked.home) == [("s2", CUSTOMER, {"field": "phone", "why": "verify"})]
        tablet.press("hide_revealed")
        tablet.told.clear()
        tablet.look()
        assert phone not in b"".join(tablet.told)


@pytest.mark.parametrize("role", STAFF)
def test_f45_every_page_says_who_looks_and_when(walked: Walked, role: str) -> None:
    mark = re.compile(rf"{STAFF[role][0]} · \d{{4}}-\d\d-\d\d \d\d:\d\d")
    sent = walked.seen[role].pages.items()
    assert [page for page, told in sent if not mark.search(read(told))] == []


def test_f2_nothing_of_another_branch_is_sent_after_it_was_shown_there(walked: Walked) -> None:
    """Head office and audit read everywhere in the same process; the lists of b1 name no customer of b2."""
    for role in ("lobby", "adviser", "manager"):
        told = b"\n".join(
            sent for page, sent in walked.seen[role].pages.items() if page not in ("all before", "customer")
        )
        assert re.findall(rb"(?<![a-z0-9])(?:c03|c07|c08)(?![0-9])", told) == []


def test_f54_a_page_of_another_role_is_neither_sent_nor_silently_asked_for(walked: Walked) -> None:
    forged = {page: mark for seen in walked.seen.values() for page, mark in seen.marks.items()}
    with closing(Tablet(walked.url)) as tablet:
        sign_in(tablet, "lobby")
        others = sorted(set(forged) - set(marks_of(tablet)))
        assert others == [
            "branch",
            "data",
            "leads",
            "products",
            "results",
            "risk",
            "scenarios",
            "segments",
            "team",
        ]
        for page in others:
            tablet.page = forged[page]
            tablet.look()
            assert tablet.key("search") == "search"  # the board instead
    assert sorted(refused(walked.home)) == [f"page.{page}" for page in others]


def test_f54_a_widget_that_was_not_drawn_does_nothing(walked: Walked) -> None:
    """A press with the mark of another person's button is nobody's press."""
    with closing(Tablet(walked.url)) as manager, closing(Tablet(walked.url)) as lobby:
        for tablet, role in ((manager, "manager"), (lobby, "lobby")):
            sign_in(tablet, role)
        manager.go("leads")
        drawn = {key: mark for key, mark in manager.ids.items() if key not in lobby.ids}
        before = actions(walked.home)
        for key, mark in drawn.items():
            lobby.ids[key] = mark
            lobby.press(key)
        assert len(drawn) > 3
        done = actions(walked.home)[: len(actions(walked.home)) - len(before)]
        assert set(done) <= {"refused"}  # the press itself, once the page has settled


@direct
def refused(home: Path) -> list[str]:
    desk = open_desk(home, wall_clock)
    rows = desk.audited(500, action="refused", staff_id="s1")
    desk.close()
    return [row["details"]["asked"] for row in rows]


@direct
def revealed(home: Path) -> list[tuple[str, str, object]]:
    desk = open_desk(home, wall_clock)
    rows = desk.audited(9, action="reveal")
    desk.close()
    return [(row["staff_id"], row["customer_id"], row["details"]) for row in rows]


@direct
def actions(home: Path) -> list[str]:
    """What the audit says was done, the newest first."""
    desk = open_desk(home, wall_clock)
    found = [row["action"] for row in desk.audited(10_000)]
    desk.close()
    return found

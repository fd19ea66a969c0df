"""Finding a customer on the tiny bank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from lobby.data.desk import Happening, append
from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.finding import find
from lobby.services.sources import Sources
from lobby.services.views import Findings, Hit

SignIn = Callable[[str], Viewer]
INJECTIONS = (
    "' or 1=1 --", "'; drop table portrait; --", "1; select 1", "\" or \"\"=\"", "%", "%%", "%%%%", "_",
    "__", "____", "张%", "张_", "*", "**", "?", "[a-z]*", "\\", "\\\\", "$1", "$customer_id", ":name", "?1",
    "@@version", "union select * from staff", "'||(select name from portrait)||'", "zw' --",
    "c01' or 'a'='a", "c0%", "c__", "\x00", "张\x00伟", "zw\x00", "\x1b[31m", "\ud800", "张\udfff伟",
    "\ud83d", "\x7f\x7f", "\x85x\x00", "<script>alert(1)</script>", "![t](http://host.example)", "$$x^2$$",
    "{{7*7}}", "${jndi}", "../../etc/passwd", "read_csv('/etc/passwd')", "pragma database_list",
    "0x31323334", "1e3", "ＮＵＬＬ", "NULL", "none", "true",
)  # fmt: skip


def ids(found: Findings) -> list[str]:
    return [hit.customer_id for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张伟", ["c11", "c12"]),
        (" 张 伟 ", ["c11", "c12"]),
        ("张　伟", ["c11", "c12"]),
        ("zw", ["c11", "c12"]),
        ("ＺＷ", ["c11", "c12"]),
        ("zhangwei", ["c11", "c12"]),
        ("zhang", ["c11", "c12"]),
        ("8888", ["c11", "c12"]),
        ("８８８８", ["c11", "c12"]),
        ("王秀兰", ["c01"]),
        ("wxl", ["c01"]),
        ("c05", ["c05"]),
        ("C05", ["c05"]),
        ("13800001234", ["c01"]),
        ("+86 138 0000 1234", ["c01"]),
        ("000000198505050005", ["c05"]),
        ("阿依古丽", ["c09"]),
    ],
)
def test_the_own_branch_is_found_by_name_initials_tail_and_number(
    sources: Sources, signed_in: SignIn, now: datetime, text: str, expected: list[str]
) -> None:
    assert ids(find(sources, signed_in("s1"), text, now=now)) == expected


def test_f7_namesakes_stand_side_by_side_with_what_tells_them_apart(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    found = find(sources, signed_in("s1"), "张伟", now=now)
    assert found == Findings(
        "found",
        (
            Hit("c11", "张*", "b1", "30-39", ("8888", "1010")),
            Hit("c12", "张*", "b1", "50-59", ("8888", "1010")),
        ),
    )


@pytest.mark.parametrize("text", ["", " ", "z", "张", "7", "88", "888", "８８"])
def test_too_little_says_type_more_and_gives_no_count(
    sources: Sources, signed_in: SignIn, now: datetime, text: str
) -> None:
    assert find(sources, signed_in("s1"), text, now=now) == Findings("type_more")


@pytest.mark.parametrize("text", ["c03", "13500002345", "000000198001200003", "c99", "13999999999"])
def test_another_branch_and_nobody_look_alike_until_a_reason_is_given(
    sources: Sources, signed_in: SignIn, now: datetime, text: str
) -> None:
    assert find(sources, signed_in("s1"), text, now=now) == Findings("reason_needed")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("c03", ["c03"]), ("13500002345", ["c03"]), ("000000198001200003", ["c03"]), ("c99", []), ("cjg", [])],
)
def test_with_a_reason_a_whole_number_finds_elsewhere_and_a_name_does_not(
    sources: Sources, signed_in: SignIn, now: datetime, text: str, expected: list[str]
) -> None:
    found = find(sources, signed_in("s1"), text, reason="card left at our counter", now=now)
    assert ids(found) == expected
    assert found.state == ("found" if expected else "none")


@pytest.mark.parametrize("staff_id", ["s5", "s6", "s7"])
def test_bank_wide_roles_find_by_whole_number_and_reason_only(
    sources: Sources, signed_in: SignIn, now: datetime, staff_id: str
) -> None:
    viewer = signed_in(staff_id)
    assert find(sources, viewer, "张伟", now=now) == Findings("none")
    assert find(sources, viewer, "8888", now=now) == Findings("none")
    assert find(sources, viewer, "c01", now=now) == Findings("reason_needed")
    assert ids(find(sources, viewer, "c01", reason="case 17", now=now)) == ["c01"]


def test_f46_of_200_injections_each_is_a_text_that_finds_nobody(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    """Alone, behind a name, behind a number, and in the widths that are read as one."""
    viewer = signed_in("s1")
    texts = [f"{begin}{text}" for begin in ("", "某某", "x9", "ＯＲ ") for text in INJECTIONS]
    assert len(texts) >= 200
    for text in texts:
        assert find(sources, viewer, text, now=now).hits == ()
    for text in INJECTIONS:
        assert find(sources, viewer, text, reason=text, now=now).hits == ()
    assert ids(find(sources, viewer, "c01", now=now)) == ["c01"]


def test_every_search_is_audited_without_what_was_typed(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    find(sources, signed_in("s1"), "张伟", reason=" asked\nat the counter", now=now)
    listed, row = sources.desk.audited(2)
    assert (listed["action"], listed["details"]["list"]) == ("list", "search")
    assert (row["action"], row["result"], row["staff_id"]) == ("search", "ok", "s1")
    assert row["details"] == {"read_as": ["word"]}
    assert row["reason"] == "asked at the counter"
    assert row["customer_id"] is None


def test_f43_trying_tail_after_tail_is_stopped(sources: Sources, signed_in: SignIn, now: datetime) -> None:
    viewer = signed_in("s1")
    with sources.desk.writing() as connection:
        for _ in range(599):
            append(connection, sources.clock(), Happening(viewer, "search"))
    assert find(sources, viewer, "0001", now=now) == Findings("none")
    with pytest.raises(AccessRefused) as refused:
        find(sources, viewer, "0002", now=now)
    assert refused.value.code == "search_limit"
    assert sources.desk.audited(1)[0]["action"] == "refused"

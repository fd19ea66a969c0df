"""The small loan's card: for whom the build found it fitting, and only where the funnel lets it pass."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lobby.domain.viewer import Viewer
from lobby.services.loan_card import LoanCard
from tests.deciding import decide
from tests.portraits import ADVISER, AS_OF, CATALOG, LOBBY, NOW, contact, portrait

FITS: dict[str, Any] = {"fits_small_loan": True, "count_transactions_365d": 40}


def shown(viewer: Viewer = LOBBY, **changed: Any) -> LoanCard | None:
    return decide(portrait(**(FITS | changed)), CATALOG, viewer, NOW, "zh_Hans").loan_card


@pytest.mark.parametrize("viewer", [LOBBY, ADVISER])
def test_it_asks_first_and_ends_with_the_forced_notice(viewer: Viewer) -> None:
    card = shown(viewer)
    assert card is not None
    assert card.ask.endswith("用不上就不借。")
    assert (len(card.steps), len(card.documents)) == (5, 3)
    assert card.notices == (CATALOG.notices["N4"].text["zh_Hans"],)
    assert "单利" in card.terms


@pytest.mark.parametrize(
    "changed",
    [
        {"fits_small_loan": False},
        {"has_marketing_consent": False},
        {"is_control": True},
        {"has_open_complaint": True},
        {"deceased": True},
        {"has_overdue_loan": True},
        {"birth_date": AS_OF - timedelta(days=366 * 60), "age": 60},
        {"birth_date": AS_OF - timedelta(days=365 * 17), "age": 17, "segment": "minor"},
        {"segment": "campus_starter"},
        {"segment": "elderly_saver"},
        {"contacts": [contact("declined", AS_OF - timedelta(days=5), "loan_small")]},
        {"contacts": [contact("no_answer", AS_OF - timedelta(days=day)) for day in range(6)]},
        {"candidates": []},
    ],
    ids=[
        "not fitting", "no consent", "control group", "complaint", "dead", "overdue", "60", "under age",
        "student", "elderly", "declined lately", "talked to too often", "no candidate",
    ],
)  # fmt: skip
def test_who_is_not_shown_it(changed: dict[str, Any]) -> None:
    assert shown() is not None
    assert shown(**changed) is None


@pytest.mark.parametrize("role", ["teller", "head_office", "risk", "auditor"])
def test_it_is_the_lobbys_to_show(role: Any) -> None:
    assert shown(Viewer("S9", "Wu", role, "B1")) is None


def test_a_case_of_the_risk_desk_holds_it_back_too() -> None:
    found = decide(portrait(**FITS), CATALOG, LOBBY, NOW, "en", is_held_back=True)
    assert found.loan_card is None

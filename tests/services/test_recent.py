"""What happened lately: told once, strongest first; what must never be said is shown to few."""

from dataclasses import replace
from datetime import date

import pytest

from lobby.services.customer import recent
from tests.deciding import decide
from tests.portraits import ADVISER, CATALOG, LOBBY, NOW, happening, portrait

CUSTOMER = portrait(
    events=[
        happening("possible_scam", strength=1.0),
        happening("salary_stopped", {"last_on": "2026-09-05", "months": 12}, strength=0.8),
        happening("deposit_maturing"),
        happening("large_inflow", {"channel": "online"}, strength=0.6),
        happening("large_inflow", {"channel": "mobile"}, strength=0.5),
        happening("card_paid_late", {"due_on": "2026-11-01"}, strength=0.5),
        happening("rating_expiring", {"due_on": "2026-12-01"}, strength=0.5, amount=None),
        happening("birthday", {"birthday_on": "2026-11-22"}, strength=0.3, amount=None),
    ],
    risk_rated_on=date(2025, 12, 1),
    risk_expires_on=date(2026, 12, 1),
)


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("lobby", ["large_inflow", "birthday", "rating_expiring"]),
        ("teller", ["large_inflow", "birthday", "rating_expiring"]),
        ("auditor", ["large_inflow", "birthday", "rating_expiring"]),
        ("adviser", ["salary_stopped", "large_inflow", "card_paid_late", "birthday", "rating_expiring"]),
        ("manager", ["salary_stopped", "large_inflow", "card_paid_late", "birthday", "rating_expiring"]),
    ],
)
def test_what_happened_lately(role, codes):
    viewer = replace(LOBBY, role=role)
    decision = decide(CUSTOMER, CATALOG, viewer, NOW, "zh_Hans")
    assert [one.code for one in recent(CATALOG, viewer, decision)] == codes


def test_the_strongest_of_a_kind_is_told_with_its_stage():
    decision = decide(CUSTOMER, CATALOG, ADVISER, NOW, "zh_Hans")
    told = next(one for one in recent(CATALOG, ADVISER, decision) if one.code == "large_inflow")
    assert (told.facts["channel"], told.stage) == ("online", "need_arises")


def test_what_is_never_said_stays_off_the_line_that_everybody_hears():
    decision = decide(CUSTOMER, CATALOG, LOBBY, NOW, "zh_Hans")
    assert decision.say_first.code == "maturity"
    assert "工资" not in decision.say_first.text
    assert "信用卡" not in decision.say_first.text

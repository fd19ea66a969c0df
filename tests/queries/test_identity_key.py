"""The tokens machines know a customer by: what is blocked, past or without a number stands for nobody."""

from __future__ import annotations

from tests.portraits import AS_OF
from tests.queries.one_mart import rows_of


def test_blocked_cards_past_appointments_and_empty_numbers_stand_for_nobody() -> None:
    found = rows_of(
        "identity_key",
        customer=[
            {"customer_id": "C1", "id_number": "11010119900101001x", "home_branch_id": "B1"},
            {"customer_id": "C2", "id_number": "", "home_branch_id": "B1"},
            {"customer_id": "C3", "home_branch_id": "B1"},
        ],
        card=[
            {"card_id": "K1", "account_id": "A1", "customer_id": "C1"},
            {"card_id": "K2", "account_id": "A1", "customer_id": "C1", "blocked": True},
        ],
        appointment=[
            {"appointment_id": "P1", "customer_id": "C1", "branch_id": "B1", "starts_at": f"{AS_OF} 09:00"},
            {"appointment_id": "P0", "customer_id": "C1", "branch_id": "B1", "starts_at": "2026-01-05 09:00"},
        ],
    )
    assert [(row["customer_id"], row["kind"], row["key"]) for row in found] == [
        ("C1", "appointment", "P1"),
        ("C1", "card", "K1"),
    ]

"""Lifting a mask: what of a customer is shown masked, and why somebody needs to see it whole."""

from __future__ import annotations

from typing import Literal, get_args

Field = Literal["amounts", "name", "phone", "id_number_last4", "birth_date"]
Why = Literal["asked", "verify", "correct", "owner", "other"]

FIELDS: tuple[Field, ...] = get_args(Field)
OFFERED: tuple[Why, ...] = ("asked", "verify", "correct")  # a tap each; `owner` is the customer's own press
OTHER: Why = "other"  # in one's own words

"""May this use be made of the customer's data right now? One question, asked again at every reading."""

from __future__ import annotations

from typing import Literal

from lobby.domain.portrait import Portrait

Purpose = Literal["marketing", "profiling", "partner_data", "face"]


def has_consent(portrait: Portrait, purpose: Purpose) -> bool:
    """Whether the customer lets the bank do this, as the feed's last consents say."""
    held: bool = getattr(portrait, f"has_{purpose}_consent")
    return held

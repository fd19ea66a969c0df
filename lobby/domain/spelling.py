"""The nearest valid name, for errors that help."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """The valid name that looks most like `name`, or None when nothing is close."""
    found = get_close_matches(name, list(valid), n=1, cutoff=0.5)
    return found[0] if found else None


def hint(name: str, valid: Iterable[str]) -> str:
    """A sentence naming the nearest valid name, or all of them when nothing is close."""
    names = sorted(valid)
    close = nearest(name, names)
    return f"Did you mean '{close}'?" if close else f"Valid: {', '.join(names)}."

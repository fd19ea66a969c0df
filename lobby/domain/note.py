"""May this line of note be kept: short, no number that names a person or an account, nothing sensitive?"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from lobby.domain.wording import Wording, forbidden_words

Fault = Literal["note_long", "note_number", "note_sensitive", "note_promise"]

FEWEST_DIGITS = 11  # a mobile number; card and identity numbers are longer, amounts shorter
SPOKEN_DIGITS = str.maketrans(
    "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸两兩", "0012345678912345678923622"
)
DATE_OR_TIME = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[:：]\d{2}")
DIGITS = re.compile(r"\d(?:[\s\-_.·/()]*\d)*")


def one_line(text: str) -> str:
    """The note as it is kept: one printable line without spaces at its ends."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def note_fault(text: str, longest: int, sensitive: Wording, wording: Wording) -> Fault | None:
    """The first thing to change in a note of at most `longest` signs, None when it may be kept."""
    if len(text) > longest:
        return "note_long"
    if holds_number(text):
        return "note_number"
    if forbidden_words(text, sensitive):
        return "note_sensitive"
    return "note_promise" if forbidden_words(text, wording) else None


def holds_number(text: str) -> bool:
    """Is there a phone, card or identity number in it, however it is spaced, in figures or spoken?"""
    folded = unicodedata.normalize("NFKC", text).translate(SPOKEN_DIGITS)
    undated = DATE_OR_TIME.sub(" | ", folded)
    return any(
        sum(sign.isdigit() for sign in found[0]) >= FEWEST_DIGITS for found in DIGITS.finditer(undated)
    )

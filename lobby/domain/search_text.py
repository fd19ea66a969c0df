"""What was typed into the search box; spaces and full width are forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

PHONE = re.compile(r"(?:\+|00)?86(1\d{10})$")
DIGITS = re.compile(r"[+0-9-]+$")
NUMBER = re.compile(r"[0-9A-Za-z+_.-]+$")
TAIL_DIGITS = 4
PHONE_DIGITS = 11
UNPRINTABLE = frozenset({"Cc", "Cs", "Cn", "Co"})


@dataclass(frozen=True)
class Typed:
    """`word`: a name; `letters`: pinyin or initials; `tail`: four digits; `numbers`: whole numbers.

    What the text cannot be is None; `is_short` when only a whole number could be so little.
    """

    word: str | None
    letters: str | None
    tail: str | None
    numbers: tuple[str, ...]
    is_short: bool

    def may_be_whole(self, forms: Collection[tuple[int, bool]]) -> bool:
        """May it be a whole phone or id number, or a customer number of one of these forms?

        A form is a length, and whether such numbers begin with a digit.
        """
        return any(
            len(number) >= PHONE_DIGITS or (len(number), number[0].isdigit()) in forms
            for number in self.numbers
            if any(sign.isdigit() for sign in number)
        )


def bare(text: str) -> str:
    """`text` in one width, without spaces and invisible signs; empty when it holds what nobody can type."""
    signs = [(sign, unicodedata.category(sign)) for sign in unicodedata.normalize("NFKC", text)]
    if any(kind in UNPRINTABLE and not sign.isspace() for sign, kind in signs):
        return ""
    return "".join(sign for sign, kind in signs if not sign.isspace() and kind != "Cf")


def read(text: str, min_characters: int, min_digits: int) -> Typed:
    """What `text` may be; nothing at all when it holds control characters or broken signs."""
    typed = bare(text)
    is_digits = typed.isascii() and typed.isdigit()
    is_untypable = not typed and bool(text.strip())
    is_short = len(typed) < (min_digits if is_digits else min_characters) and not is_untypable
    is_number = bool(NUMBER.match(typed))
    is_letters = typed.isascii() and typed.isalpha()
    return Typed(
        word=None if is_short or is_digits else typed.casefold() or None,
        letters=typed.casefold() if is_letters and not is_short else None,
        tail=typed if is_digits and len(typed) == TAIL_DIGITS else None,
        numbers=spellings(typed) if is_number else (),
        is_short=is_short,
    )


def spellings(typed: str) -> tuple[str, ...]:
    """The ways a whole number is kept: as typed, in either case, digits alone, without the country."""
    digits = typed.replace("-", "")
    phone = PHONE.match(digits)
    written = [typed, typed.upper(), typed.lower()]
    written += [digits] if DIGITS.match(typed) else []
    written += [phone[1]] if phone else []
    return tuple(dict.fromkeys(written))

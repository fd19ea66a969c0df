"""Is a sentence free of the words that must not be said, however they are disguised?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from lobby.domain.catalogue import Wording


def bare(text: str) -> str:
    """The letters and digits of `text` in one width and case: spaces, signs and pictures split no word."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")


def forbidden_words(text: str, wording: Wording) -> tuple[str, ...]:
    """The forbidden words `text` contains, outside of the allowed phrases; empty when it may be said."""
    stripped = bare(text)
    for phrase in _longest_first(wording.allowed):
        stripped = stripped.replace(bare(phrase), "\n")
    return tuple(word for word in wording.forbidden if bare(word) in stripped)


def _longest_first(phrases: Iterable[str]) -> list[str]:
    return sorted(phrases, key=len, reverse=True)

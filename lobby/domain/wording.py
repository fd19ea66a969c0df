"""Is a sentence free of the words that must not be said, however they are disguised?"""

from __future__ import annotations

import unicodedata
from functools import cache

from lobby.domain.catalogue import Wording


def bare(text: str) -> str:
    """The letters and digits of `text` in one width and case: spaces, signs and pictures split no word."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")


def forbidden_words(text: str, wording: Wording) -> tuple[str, ...]:
    """The forbidden words `text` contains, outside of the allowed phrases; empty when it may be said."""
    stripped = bare(text)
    for phrase in sorted(_bare_all(wording.allowed), key=len, reverse=True):
        stripped = stripped.replace(phrase, "\n")
    pairs = zip(wording.forbidden, _bare_all(wording.forbidden), strict=True)
    return tuple(word for word, sought in pairs if sought in stripped)


@cache
def _bare_all(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(bare(word) for word in words)

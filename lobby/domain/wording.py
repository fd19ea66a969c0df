"""Is a sentence free of the words that must not be said, however they are disguised?

Found in any width, case or script, split by spaces, signs, pictures or invisible characters, written with
look-alikes, in pinyin or with pinyin in between. Left alone: what is denied ("不保本", "not risk-free"), what
a customer is quoted with, the names of laws, and the allowed phrases.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

CLAUSE_END = re.compile(r"[，。；：！？…,.;:!?\n]")
SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?:\s|$)")
LAW = re.compile(r"《[^》]*(?:条例|办法|法|规定|通知|指引|准则)》")
NEAR_WORDS = 8
QUOTED = r"“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』|‘[^’]*’"
ANNOTATION = "[a-z]{0,6}"
BETWEEN = r"(?:(?![.!?;:,]\s)[^a-z\n])*"  # any sign, but no end of a clause
FIGURE = "#"  # in a forbidden word: any number, in digits or in signs
NUMBER = "[0-9零一二两三四五六七八九十百千万点分之几]{1,8}"
ANOTHER = "某"  # stands for a forbidden word before the one that is looked at


@dataclass(frozen=True, eq=False)
class Wording:
    """Words that must not be said, and what makes one of them harmless.

    A word of letters a to z stands alone; with * it is the beginning of one; # is a number. `same`: sign →
    the sign it is read as; `latin`: the same in words of letters; `sounds`: sign → its syllables. `denials`
    stand before the word, with nothing but `fillers` in between, `refutals` after it; `double` only look so;
    `quoting`, a regular expression, stands before a customer's own words.
    """

    forbidden: tuple[str, ...]
    allowed: tuple[str, ...]
    same: Mapping[str, str] = field(default_factory=dict)
    latin: Mapping[str, str] = field(default_factory=dict)
    sounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    denials: tuple[str, ...] = ()
    double: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    refutals: tuple[str, ...] = ()
    quoting: str | None = None

    @cached_property
    def words(self) -> tuple[Sought, ...]:
        """The forbidden words, ready to be looked for."""
        return tuple(Sought(word, self) for word in self.forbidden)

    @cached_property
    def in_one_script(self) -> Mapping[int, str]:
        """`same` for translating a whole text."""
        return {ord(sign): read for sign, read in self.same.items()}

    @cached_property
    def as_letters(self) -> Mapping[int, str]:
        """`latin` for translating a whole text."""
        return {ord(sign): letter for sign, letter in self.latin.items()}

    def heard_in(self, squeezed: str) -> frozenset[str]:
        """The signs of which a syllable stands among the letters a to z of a text."""
        if not squeezed:
            return frozenset()
        return frozenset(
            sign for sign, sounds in self.sounds.items() if any(sound in squeezed for sound in sounds)
        )

    @cached_property
    def harmless(self) -> tuple[str, ...]:
        """The letters of the allowed phrases, the longest first."""
        return tuple(sorted((letters(folded(one, self)) for one in self.allowed), key=len, reverse=True))

    @cached_property
    def quotation(self) -> re.Pattern[str]:
        """A customer's own words, in quotation marks and introduced as such."""
        return re.compile(rf"(?:{self.quoting})\s*[:：,，]?\s*(?:{QUOTED})")

    @cached_property
    def before(self) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
        """What only looks like a denial; a denial; a chain of them that reaches to the end of the text."""
        double, denials, fillers = (alternatives(part) for part in (self.double, self.denials, self.fillers))
        link = rf"(?:{denials})(?:{fillers}|\s)*"
        return (
            re.compile(double),
            re.compile(denials),
            re.compile(rf"(?:{link})*(?:{link})(?:{ANOTHER}|{fillers}|\s)*$"),
        )


class Sought:
    """One forbidden word: how it is spelt in the catalogue, and the pattern of all its spellings."""

    def __init__(self, word: str, wording: Wording) -> None:
        self.word = word.removesuffix("*")
        plain = folded(word, wording)
        self.is_latin = plain.isascii()
        written = plain.translate(wording.as_letters) if self.is_latin else plain
        self.signs = FIGURE.join(letters(part) for part in written.split(FIGURE))
        self.needed = frozenset(self.signs) - {FIGURE}
        parts = [
            sign if self.is_latin else "|".join((sign + ANNOTATION, *wording.sounds.get(sign, ())))
            for sign in self.signs
        ]
        parts = [NUMBER if part.startswith(FIGURE) else part for part in parts]
        end = "" if word.endswith("*") else "(?![a-z])"
        edge = ("(?<![a-z])", end) if self.is_latin else ("", "")
        between = BETWEEN if self.is_latin else ""
        self.pattern = re.compile(edge[0] + between.join(f"(?:{part})" for part in parts) + edge[1])

    def hits(self, stripped: str, places: list[int], spaced: str) -> Iterator[tuple[Sought, int, int]]:
        """Each place of the whole text where the word stands."""
        for found in self.pattern.finditer(spaced if self.is_latin else stripped):
            begin, end = found.start(), found.end()
            if not self.is_latin:
                begin, end = places[begin], places[end - 1] + 1
            yield self, begin, end

    def may_stand_in(self, signs: frozenset[str], squeezed: str) -> bool:
        """A cheap look before the pattern: is every sign of it there, written or as a syllable?"""
        return self.signs in squeezed if self.is_latin else self.needed <= signs


def forbidden_words(text: str, wording: Wording) -> tuple[str, ...]:
    """The forbidden words `text` contains; empty when it may be said, or noted down."""
    said = without_quotations(folded(text, wording), wording)
    latin = said.translate(wording.as_letters)
    stripped, places = _stripped(said)
    squeezed = "".join(sign for sign in latin if "a" <= sign <= "z")
    signs = frozenset(stripped) | wording.heard_in(squeezed)
    sought = [word for word in wording.words if word.may_stand_in(signs, squeezed)]
    if not sought:
        return ()
    for phrase in wording.harmless:
        stripped = stripped.replace(phrase, "\n" * len(phrase))
    crossed = {place for place, sign in zip(places, stripped, strict=True) if sign == "\n"}
    spaced = "".join("\n" if place in crossed else sign for place, sign in enumerate(latin))
    found = [hit for word in sought for hit in word.hits(stripped, places, spaced)]
    spans = [(begin, end) for _, begin, end in found]
    bad = {
        word
        for word, begin, end in found
        if not is_denied(_without(spans, said, begin), wording) and not is_refuted(said[end:], wording)
    }
    return tuple(word.word for word in sought if word in bad)


def is_denied(before: str, wording: Wording) -> bool:
    """Is a word denied by what stands before it: by an odd number of denials in a chain right before it?"""
    if not wording.denials:
        return False
    clause = CLAUSE_END.split(before)[-1]
    near = " ".join(clause.split()[-NEAR_WORDS:]) + " " if clause.isascii() else letters(clause)
    double, denial, chain = wording.before
    reaching = chain.search(double.sub("\n", near))
    return reaching is not None and len(denial.findall(reaching[0])) % 2 == 1


def is_refuted(after: str, wording: Wording) -> bool:
    """Does the rest of the sentence say that it is a lie?"""
    rest = SENTENCE_END.split(after)[0]
    return any(refutal in rest for refutal in wording.refutals)


def folded(text: str, wording: Wording) -> str:
    """`text` in one width, case and script, without marks on its letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if plain.isascii():
        return plain
    unmarked = "".join(
        sign for sign in unicodedata.normalize("NFD", plain) if unicodedata.category(sign) != "Mn"
    )
    return unmarked.translate(wording.in_one_script)


def without_quotations(text: str, wording: Wording) -> str:
    """`text` without a customer's own words and without the names of laws."""
    lawful = LAW.sub("\n", text)
    return wording.quotation.sub("\n", lawful) if wording.quoting else lawful


def letters(text: str) -> str:
    """The letters and digits of `text`: spaces, signs and pictures split no word."""
    return _stripped(text)[0]


def alternatives(words: tuple[str, ...]) -> str:
    """A pattern of any of the words, the longest first; those of letters a to z stand alone."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in ordered)


def _stripped(text: str) -> tuple[str, list[int]]:
    """The letters and digits, and where each stands in `text`."""
    places = [place for place, sign in enumerate(text) if unicodedata.category(sign)[0] in "LN"]
    return "".join(text[place] for place in places), places


def _without(spans: list[tuple[int, int]], said: str, end: int) -> str:
    """`said` up to `end`, each forbidden word in it crossed out."""
    before = said[:end]
    for first, last in spans:
        if last <= end:
            before = before[:first] + ANOTHER + " " * (last - first - 1) + before[last:]
    return before

"""Every word, amount and date on the screen, in the viewer's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from functools import cache
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent, get_currency_symbol

from lobby.domain.viewer import LANGUAGES, Language

LOCALES = Path(__file__).parents[1] / "locales"
WAN = Decimal(10_000)
YI = Decimal(100_000_000)
SEPARATOR = " · "
JOINER = "\u2060"
NO_BREAK = "\u00a0"
READ_ANYWHERE = re.compile(r"https?(?=://)|www(?=\.)|[-.\w+](?=@)|:(?=material|streamlit:)", re.IGNORECASE)
MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]()<>#+-.!|$~:&"})


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Every key with its words in `language`, read once from `lobby/locales/<language>.po`."""
    with (LOCALES / f"{language}.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}


def first_guess(browser_locale: str | None) -> Language:
    """The language to greet a browser in: its own if we have it, else 简体中文."""
    asked = (browser_locale or "").replace("_", "-").lower()
    if asked.startswith("zh"):
        parts = asked.split("-")
        is_traditional = "hans" not in parts and any(part in ("hant", "tw", "hk", "mo") for part in parts)
        return "zh_Hant" if is_traditional else "zh_Hans"
    return "en" if asked else "zh_Hans"


def plain(value: str) -> str:
    """`value` with every sign that Markdown reads escaped, so that a name stays a name.

    Addresses and icons are read even where they are escaped: a sign without width parts them.
    """
    return READ_ANYWHERE.sub(rf"\g<0>{JOINER}", value).translate(MARKDOWN)


def unbroken(words: str) -> str:
    """`words` as one piece that no line breaks."""
    return JOINER.join(words.replace(" ", NO_BREAK))


def inset(value: str) -> str:
    """`plain(value)` for between two signs of bold type, which Markdown does not see beside a bracket."""
    return f"{JOINER}{plain(value)}{JOINER}"


@dataclass(frozen=True)
class Words:
    """The words of one language; amounts in the feed's currency, dates seen from `as_of`.

    With `is_masked` amounts are shown in bands, with `is_hidden` not at all.
    `products` holds the name of each product by its code.
    """

    language: Language
    currency: str = "CNY"
    as_of: date | None = None
    is_masked: bool = True
    is_hidden: bool = False
    products: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, key: str, **values: object) -> str:
        """The words of `key` with its placeholders filled; a key without words is shown as it is."""
        return catalogue(self.language).get(key, key).format(**values)

    def has(self, key: str) -> bool:
        """Is there a word for `key`?"""
        return key in catalogue(self.language)

    def placeholders(self, key: str) -> frozenset[str]:
        """The names of the values that the words of `key` need."""
        return frozenset(
            name for _, name, _, _ in Formatter().parse(catalogue(self.language).get(key, "")) if name
        )

    def code(self, family: str, code: object) -> str:
        """The word for a code of `family`, such as `kind.time_deposit`; an unknown code is shown as it is."""
        if family == "product":
            return self.products.get(str(code), str(code))
        key = f"{family}.{code}"
        return self(key) if self.has(key) else str(code)

    def codes(self, family: str, codes: tuple[str, ...]) -> str:
        """The words for several codes, separated by dots."""
        return SEPARATOR.join(self.code(family, code) for code in codes)

    @property
    def locale(self) -> Locale:
        """Babel's locale for dates and numbers."""
        return Locale.parse(self.language)

    @property
    def is_chinese(self) -> bool:
        """Are numbers counted by 万 and 亿?"""
        return self.language != "en"

    def day(self, on: date | None) -> str:
        """A date as people say it: month and day, with the year when it is another one."""
        if on is None:
            return self("word.unknown")
        with_year = self.as_of is not None and on.year != self.as_of.year
        if self.is_chinese:
            return format_date(on, "yyyy-MM-dd" if with_year else "MM-dd", self.locale)
        return format_date(on, "d MMM yyyy" if with_year else "d MMM", self.locale)

    def long_day(self, on: date) -> str:
        """A date in full, for a heading."""
        return format_date(on, "long", self.locale)

    def month(self, on: date) -> str:
        """A month on an axis."""
        return format_date(on, "M月" if self.is_chinese else "MMM", self.locale)

    def clock(self, at: datetime) -> str:
        """A time of day."""
        return format_time(at, "HH:mm", locale=self.locale)

    def second(self, at: datetime) -> str:
        """A time of day to the second."""
        return format_time(at, "HH:mm:ss", locale=self.locale)

    def moment(self, at: datetime) -> str:
        """A day and a time of day."""
        return f"{self.day(at.date())} {self.clock(at)}"

    def masked(self, name_masked: str | None, customer_id: str) -> str:
        """What a customer is called on the screen: without a name by the number's tail."""
        return name_masked or self("customer.nameless", tail=customer_id[-4:])

    def count(self, number: int) -> str:
        """A number of things."""
        return format_decimal(number, locale=self.locale)

    def share(self, part: Decimal) -> str:
        """A share as a percentage without decimals; a change carries its sign."""
        return format_percent(part, format="#,##0%", locale=self.locale)

    def amount(self, value: Decimal | None) -> str:
        """Money as this viewer may see it now: in bands, or exact."""
        if value is None:
            return self("word.not_supplied")
        if self.is_hidden:
            return self("amount.hidden")
        return self.band(value) if self.is_masked else self.money(value)

    def money(self, value: Decimal) -> str:
        """Money: ¥ with 万 and 亿 in Chinese, thousands in English; the feed's currency."""
        size = abs(value)
        if self.is_chinese and size >= WAN:
            unit, name = (YI, "amount.yi") if size >= YI else (WAN, "amount.wan")
            return self._sign(value) + self._symbol() + self._short(size / unit) + self(name)
        return self._sign(value) + self._symbol() + self._short(size)

    def exact(self, value: Decimal) -> str:
        """Money to the cent."""
        return self._sign(value) + self._symbol() + format_decimal(abs(value), "#,##0.00", locale=self.locale)

    def band(self, value: Decimal) -> str:
        """Money rounded down to its leading digit: 204,512 is 20万档, 4,820 is 4千档."""
        size = abs(value)
        if size == 0:
            return self("amount.none")
        if size < 1000:
            return self._sign(value) + self("amount.below", amount=self._mark(Decimal(1000)))
        step = Decimal(10) ** (len(str(int(size))) - 1)
        floor = (size / step).to_integral_value(ROUND_DOWN) * step
        return self._sign(value) + self("amount.band", amount=self._mark(floor))

    def _mark(self, value: Decimal) -> str:
        prefix = "" if self.currency == "CNY" and self.is_chinese else self._symbol()
        if not self.is_chinese:
            return prefix + format_decimal(value, locale=self.locale)
        for unit, name in ((YI, "amount.yi"), (WAN, "amount.wan"), (Decimal(1000), "amount.qian")):
            if value >= unit:
                return prefix + self._short(value / unit) + self(name)
        return prefix + self._short(value)

    def _short(self, value: Decimal) -> str:
        return format_decimal(value, "#,##0.##", locale=self.locale)

    def _symbol(self) -> str:
        symbol = get_currency_symbol(self.currency, locale=self.locale)
        return "¥" if self.currency == "CNY" else f"{symbol} " if symbol.isalpha() else symbol

    def _sign(self, value: Decimal) -> str:
        return "−" if value < 0 else ""


def words(language: Language) -> Words:
    """The words of `language` before anything of a feed is known."""
    return Words(language)


def check() -> None:
    """Read every language now, so that a broken catalogue stops the start and not a page."""
    for language in LANGUAGES:
        catalogue(language)

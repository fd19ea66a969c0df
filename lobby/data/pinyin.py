"""How Chinese names are read: one reading per sign, and the surnames that are read in a way of their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

SURNAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "澹台": "tan tai", "单于": "chan yu",
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge", "区": "ou", "朴": "piao",
    "乐": "yue", "翟": "zhai", "缪": "miao", "员": "yun", "繁": "po", "召": "shao", "种": "chong",
    "折": "she", "黑": "he", "秘": "bi", "覃": "qin", "隗": "wei", "郇": "xun", "洗": "xian", "祭": "zhai",
    "卜": "bu", "佴": "nai",
}  # fmt: skip


def sign_reading(sign: str) -> tuple[str, str, str, str, bool]:
    """(sign, plain, reading, initial, is_letter): one width, small letters; spaces and marks read as nothing.

    `plain` is how the search box writes it (NFKC, case folded); `is_letter` marks letters that form a word.
    """
    from pypinyin import Style, lazy_pinyin  # its dictionaries take a third of a second to load

    plain = "".join(part for part in unicodedata.normalize("NFKC", sign).casefold() if not part.isspace())
    spoken = "".join(lazy_pinyin(plain, style=Style.NORMAL)) if plain else ""
    if spoken == plain:
        unmarked = unicodedata.normalize("NFD", plain)
        spoken = "".join(part for part in unmarked if part.isascii() and part.isalnum())
    is_letter = plain.isalpha() and unicodedata.name(sign, "").startswith(("LATIN", "FULLWIDTH LATIN"))
    return sign, plain, spoken.replace("ü", "v").lower(), spoken[:1].lower(), is_letter


def sign_readings(signs: Iterable[str]) -> list[tuple[str, str, str, str, bool]]:
    """One reading per sign; invisible signs read as nothing."""
    return [sign_reading(sign) for sign in signs]


def surname_readings() -> list[tuple[str, str, str]]:
    """(surname, reading, initials) of the surnames that are not read as their signs alone are."""
    return [
        (surname, reading.replace(" ", ""), "".join(part[0] for part in reading.split()))
        for surname, reading in SURNAMES.items()
    ]

"""What a typed text may be."""

import pytest

from lobby.domain.search_text import Typed, bare, read


def typed(text: str) -> Typed:
    return read(text, min_characters=2, min_digits=4)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("张伟", "张伟"),
        (" 张 伟 ", "张伟"),
        ("张\u3000伟", "张伟"),
        ("张\u200b伟", "张伟"),
        ("ＺＷ", "zw"),
        ("𠮷田", "𠮷田"),
        ("%%", "%%"),
        ("a_", "a_"),
        ("张", None),
        ("z", None),
        ("", None),
        ("张\x00伟", None),
        ("张\ud800伟", None),
    ],
)
def test_a_name_is_read_in_one_width_without_spaces(text: str, word: str | None) -> None:
    assert typed(text).word == word


@pytest.mark.parametrize(
    ("text", "letters"),
    [("zw", "zw"), ("ZhangWei", "zhangwei"), ("z w", "zw"), ("z", None), ("z1", None), ("张w", None)],
)
def test_only_letters_are_pinyin_or_initials(text: str, letters: str | None) -> None:
    assert typed(text).letters == letters


@pytest.mark.parametrize(
    ("text", "tail", "is_short"),
    [
        ("1234", "1234", False),
        ("１２３４", "1234", False),
        ("12 34", "1234", False),
        ("123", None, True),
        ("12345", None, False),
        ("1234x", None, False),
    ],
)
def test_four_digits_are_a_tail(text: str, tail: str | None, is_short: bool) -> None:
    assert (typed(text).tail, typed(text).is_short) == (tail, is_short)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("c000001", ("c000001", "C000001")),
        ("+86 138 0000 0001", ("+8613800000001", "13800000001")),
        ("13800000001", ("13800000001",)),
        ("0571-0000006", ("0571-0000006", "05710000006")),
        ("7", ("7",)),
        ("张伟", ()),
        ("' or 1=1", ()),
    ],
)
def test_a_whole_number_is_tried_in_its_spellings(text: str, numbers: tuple[str, ...]) -> None:
    assert typed(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("C000001", True),
        ("C00001", False),
        ("13800000001", True),
        ("1234567", False),
        ("1234", False),
        ("zhangwei", False),
        ("王小明", False),
    ],
)
def test_a_whole_number_is_as_long_as_such_numbers_are(text: str, may_be: bool) -> None:
    assert typed(text).may_be_whole({(7, False), (8, False)}) is may_be


def test_what_nobody_can_type_is_nothing() -> None:
    assert bare("a\x00b") == bare("\ud800") == ""
    assert typed("\x00\x01\x02") == Typed(None, None, None, (), False)
    assert typed("").is_short
    assert typed(" ").is_short

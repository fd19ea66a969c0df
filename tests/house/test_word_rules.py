"""Each rule about words catches its fault in a small bad sample, and finds none in the good one."""

import pytest

from tests.house import word_rules
from tests.house.word_rules import Used

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
GOOD = PO + 'msgid "customer.say_first"\nmsgstr "{name} 您好"\n\nmsgid "kind.fund"\nmsgstr "基金"\n'


def test_locales_that_agree_have_no_fault() -> None:
    assert word_rules.locale_faults({"zh_Hans": GOOD, "en": GOOD}) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgid "kind.fund"\nmsgstr "基金"\n', "", "en: no kind.fund"),
        ('msgstr "基金"', 'msgstr ""', "en: kind.fund is empty"),
        ("{name}", "{person}", "customer.say_first: placeholders differ between the languages"),
        ("{name}", "", "customer.say_first: placeholders differ between the languages"),
    ],
)
def test_locales_that_differ_are_caught(old: str, new: str, fault: str) -> None:
    assert word_rules.locale_faults({"zh_Hans": GOOD, "en": GOOD.replace(old, new)}) == [fault]


def test_a_key_given_twice_is_caught() -> None:
    assert word_rules.locale_faults({"en": GOOD + '\nmsgid "kind.fund"\nmsgstr "fund"\n'}) == [
        "en: kind.fund twice"
    ]


def test_a_key_that_is_a_sentence_is_caught() -> None:
    assert word_rules.locale_faults({"en": PO + 'msgid "Hello"\nmsgstr "Hello"\n'}) == [
        "Hello is not a dotted key"
    ]


def test_named_and_composed_keys_are_found() -> None:
    used = word_rules.used_in(
        't("customer.say_first")\nt(f"error.{code}.title")\nt.code("kind", kind)\nf"{x}.y"\n'
    )
    assert used == Used(frozenset({"customer.say_first"}), frozenset({"error.", "kind."}))


def test_a_key_without_words_and_words_without_use_are_caught() -> None:
    known = {"customer.say_first", "kind.fund", "board.title"}
    named = frozenset({"customer.say_last", "customer.parquet", "lobby.cli"})
    assert word_rules.missing_keys(named, known) == ["customer.say_last"]
    assert word_rules.missing_keys(frozenset({"board.title"}), known) == []
    used = Used(frozenset({"customer.say_first"}), frozenset({"kind."}))
    assert word_rules.unused_keys(used, known, {"fund"}) == ["board.title"]
    assert word_rules.unused_keys(used, known, {"bond"}) == ["board.title", "kind.fund"]


def test_catalogue_words_that_lack_a_language_are_caught() -> None:
    good = {"zh_Hans": "{n} 天", "zh_Hant": "{n} 天", "en": "{n} days"}
    assert list(word_rules.catalogue_faults({"talk": [{"text": good}]})) == []
    assert list(word_rules.catalogue_faults({"name": {**good, "en": ""}})) == [
        "name: no en",
        "name: placeholders differ between the languages",
    ]
    assert list(word_rules.catalogue_faults({"talk": [{"text": {"en": "days"}}]})) == [
        "talk[0].text: no zh_Hans",
        "talk[0].text: no zh_Hant",
    ]

"""A sentence is given only the facts that may be heard where it is said."""

import pytest

from lobby.domain.errors import CatalogError
from lobby.services.talk import read_aloud, say, spoken_language
from tests.portraits import CATALOG

FACTS = {"ticket": "A037", "aum": 200_000, "segment": "elderly_saver"}


def test_a_fact_is_put_in_where_it_may_be_heard():
    assert say("您好，{{ ticket }}", "public", FACTS, CATALOG) == "您好，A037"
    assert say("{{ aum }}", "seated", FACTS, CATALOG) == "200000"


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("{{ aum }}", "public"),
        ("{{ segment }}", "seated"),
        ("{{ segment }}", "public"),
        ("{{ ticket }}", "never"),
        ("{{ nothing }}", "seated"),
        ("{{ ticket.__class__.__mro__ }}", "public"),
        ("{{ ticket.append(1) }}", "public"),
    ],
)
def test_anything_else_is_refused(sentence, level):
    with pytest.raises(CatalogError) as caught:
        say(sentence, level, FACTS, CATALOG)
    assert caught.value.code == "template"
    assert "200000" not in str(caught.value)


@pytest.mark.parametrize(
    ("own", "shown", "spoken"),
    [
        (None, "zh_Hans", "zh_Hans"),
        ("", "en", "en"),
        ("zh", "zh_Hant", "zh_Hant"),
        ("zh", "en", "zh_Hans"),
        ("zh-TW", "zh_Hans", "zh_Hant"),
        ("zh_Hant", "en", "zh_Hant"),
        ("zh-CN", "zh_Hant", "zh_Hans"),
        ("en-GB", "zh_Hans", "en"),
        ("cs", "en", "en"),
    ],
)
def test_the_customers_language_is_spoken_when_it_is_one_of_ours(own, shown, spoken):
    assert spoken_language(own, shown) == spoken


@pytest.mark.parametrize(
    ("own", "shown", "said"),
    [
        ("zh-CN", "zh_Hant", "zh_Hant"),
        ("zh-TW", "zh_Hans", "zh_Hans"),
        ("zh-TW", "en", "zh_Hant"),
        ("en", "zh_Hant", "en"),
        (None, "zh_Hans", "zh_Hans"),
    ],
)
def test_what_is_read_aloud_stands_in_the_script_of_who_reads(own, shown, said):
    assert read_aloud(own, shown) == said

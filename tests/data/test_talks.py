"""The conversations keep the rules, and one that breaks a rule does not load."""

import re
import shutil
from pathlib import Path

import pytest

from lobby.data.catalog import CATALOG_FOLDER, load_catalog
from lobby.data.catalog_tables import read_toml
from lobby.data.catalog_talks import check_talk, read_talk, rules_of, talk_faults
from lobby.domain.errors import CatalogError
from lobby.domain.talk_rules import sentences
from lobby.domain.talks import Talk, Topic, fitting
from lobby.domain.viewer import LANGUAGES
from lobby.domain.wording import forbidden_words
from tests.portraits import CATALOG

CORPUS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "talks_corpus.tsv").read_text(encoding="utf-8").splitlines()
]
FORBIDDEN = [text for verdict, text in CORPUS if verdict == "forbidden"]
FINE = [text for verdict, text in CORPUS if verdict == "fine"]
TALKS = sorted(CATALOG.talks)


def test_f10_wealth_4_the_corpus_is_judged_without_a_miss_and_almost_without_a_false_alarm():
    missed = [text for text in FORBIDDEN if not forbidden_words(text, CATALOG.wording)]
    alarms = {text: found for text in FINE if (found := forbidden_words(text, CATALOG.wording))}
    print(
        f"forbidden {len(FORBIDDEN)}, missed {len(missed)}; fine {len(FINE)}, false alarms {len(alarms)}",
        *missed,
        *alarms.items(),
        sep="\n",
    )
    assert len(FORBIDDEN) >= 120
    assert len(FINE) >= 80
    assert len(CORPUS) == len(FORBIDDEN) + len(FINE) == len(set(CORPUS))
    assert missed == []
    assert len(alarms) < 0.02 * len(FINE)


def test_every_sign_of_a_forbidden_word_has_its_syllable():
    signs = {sign for word in CATALOG.wording.forbidden for sign in word if "一" <= sign <= "鿿"}
    assert signs - CATALOG.wording.sounds.keys() == set()


def test_there_are_thirty_conversations_and_more():
    assert len(TALKS) >= 30
    assert {talk.kind for talk in CATALOG.talks.values()} == {"service", "offer"}


@pytest.mark.parametrize("code", TALKS)
def test_a_talk_is_whole_and_keeps_the_rules(code):
    talk = CATALOG.talks[code]
    assert list(talk_faults(talk, CATALOG)) == []
    assert len(talk.objections) >= 3
    assert {"long", "next"} <= talk.speech.keys()
    assert "short" in talk.speech or all("line" in when.codes for when in talk.whens)
    for sentence in sentences(talk):
        assert set(sentence.words) == set(LANGUAGES)
        assert all(text.strip() for text in sentence.words.values())
        if not sentence.is_quoted:
            assert not any(
                re.search("系统(看|显示|查)|系統(看|顯示|查)", text) for text in sentence.words.values()
            )
            assert not any(re.search(r"[¥￥$]|\d万|\d萬", text) for text in sentence.words.values())


@pytest.mark.parametrize("code", TALKS)
def test_every_way_into_a_talk_leads_to_a_talk(code):
    for when in CATALOG.talks[code].whens:
        for key, codes in when.codes.items():
            for one in codes:
                topic = Topic({**when.codes, key: (one,)}, renews=when.renews, may_offer=True)
                assert fitting(CATALOG.talks.values(), topic, frozenset({"product"})) is not None


def test_every_product_has_a_talk_beside_its_notices():
    for product in CATALOG.products.values():
        topic = Topic({"line": (product.code,)}, may_offer=True)
        talk = fitting(CATALOG.talks.values(), topic, frozenset())
        assert talk is not None, product.code
        assert talk.kind == "offer"


def test_the_traditional_text_is_no_simplified_one():
    for talk in CATALOG.talks.values():
        for sentence in sentences(talk):
            simplified = set("们这个银转账户单证话时过还没么") - set("個")
            assert not simplified & set(sentence.words["zh_Hant"]), (talk.code, sentence.place)


BREAKAGES = [
    ("wealth", "先说明白：", "先说明白，这款保 本：", "forbidden_word", ["wealth", "保本"]),
    ("wealth", "先說明白：", "先說明白，零風險：", "forbidden_word", ["zh_Hant", "零风险"]),
    ("wealth", "To be clear: ", "To be clear, it is risk-free: ", "forbidden_word", ["en", "risk-free"]),
    ("wealth", "先说明白：", "{{ nonsense }}先说明白：", "unknown_fact", ["nonsense"]),
    ("wealth", "先说明白：", "{{ segment }}先说明白：", "speak_level", ["segment"]),
    ("wealth", "先说明白：", "{{ asset_wealth }}先说明白：", "amount_spoken", ["asset_wealth"]),
    ("wealth", "先说明白：", "先说明白：" + "长" * 120, "too_long", ["short"]),
    ("mobile_bank", "等号这会儿", "{{ aum }}等号这会儿", "speak_level", ["first", "aum"]),
    ("mobile_bank", "等号这会儿", "{{ risk_rating }}等号这会儿", "speak_level", ["first", "risk_rating"]),
    ("mobile_bank", "手机上查余额，", "手机上买基金，", "notice", ["short", "N2"]),
    ("mobile_bank", "手机上查余额，", "给孩子开户，", "private", ["short", "孩子"]),
    ("wealth", '"wmp_cash"', '"wmp_cahs"', "catalog_name", ["wmp_cahs"]),
    ("wealth", 'notices = ["N1"]', 'notices = ["N9"]', "catalog_name", ["N9"]),
    ("wealth", 'kind = "offer"', 'kind = "sale"', "catalog_name", ["kind", "sale"]),
    ("wealth", "[question]", "[questions]", "catalog_key", ["questions"]),
    ("wealth", "[next]", "[young.next]", "catalog_value", ["next"]),
    ("wealth", "[service]", "[young.service]", "catalog_value", ["service"]),
    ("wealth", "answer.en", "answer.fr", "catalog_language", ["objection 1", "en"]),
    ("wealth", "[[when]]", "[[whenever]]", "catalog_value", ["when"]),
]


@pytest.mark.parametrize(("code", "right", "wrong", "fault", "named"), BREAKAGES)
def test_f10_wealth_4_a_broken_talk_does_not_load_and_says_why(tmp_path, code, right, wrong, fault, named):
    text = (CATALOG_FOLDER / "talks" / f"{code}.toml").read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / f"{code}.toml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        check_talk(read_talk(read_toml(tmp_path, f"talks/{code}.toml")), CATALOG)
    assert caught.value.code == fault
    assert all(name in str(caught.value) for name in [f"talks/{code}.toml", *named])


def test_a_catalogue_with_a_broken_talk_or_first_line_does_not_load(tmp_path):
    folder = shutil.copytree(CATALOG_FOLDER, tmp_path / "catalog")
    for name, right in (("talks/gold.toml", "会涨也会跌"), ("first_lines.toml", "您慢慢坐")):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(right, "稳赚", 1), encoding="utf-8")
        with pytest.raises(CatalogError, match="稳赚"):
            load_catalog(folder)
        (folder / name).write_text(text, encoding="utf-8")


def test_two_objections_are_too_few(tmp_path):
    text = (CATALOG_FOLDER / "talks" / "gold.toml").read_text(encoding="utf-8")
    cut = text[: text.rindex("[[objection]]")]
    (tmp_path / "gold.toml").write_text(cut, encoding="utf-8")
    with pytest.raises(CatalogError, match="at least 3"):
        read_talk(read_toml(tmp_path, "gold.toml"))


def test_what_only_a_question_allows_is_allowed_after_one():
    asked = rules_of(CATALOG).asked
    assert {"asked_about", "MED1", "TRV3"} <= asked
    assert not asked & {"WED1", "idle_balance"}


def offers() -> list[Talk]:
    return [talk for talk in CATALOG.talks.values() if talk.kind == "offer"]


@pytest.mark.parametrize("talk", offers(), ids=lambda talk: talk.code)
def test_an_offer_names_the_products_it_is_for(talk):
    lines = {line for when in talk.whens for line in when.codes.get("line", ())}
    assert all(when.codes.get("line") for when in talk.whens)
    assert lines <= CATALOG.products.keys()

"""Words that must not be said are found however they are disguised."""

import pytest

from lobby.domain.wording import forbidden_words
from tests.portraits import CATALOG


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("这款保本", "保本"),
        ("这款保 本", "保本"),
        ("这款保·本", "保本"),
        ("这款保😀本", "保本"),
        ("保\u200b收\u200b益", "保收益"),
        ("零風險", "零风险"),
        ("Ｒｉｓｋ－ｆｒｅｅ", "risk-free"),
        ("RISK FREE", "risk-free"),
        ("BaoBen 理财", "保本"),
        ("跟存款一样放心", "跟存款一样"),
        ("利息比存款高", "利息比存款高"),
        ("只涨不跌", "只涨不跌"),
        ("今天不买就没了", "今天不买就没了"),
        ("不查征信，秒批", "不查征信"),
    ],
)
def test_f10_wealth_4_a_forbidden_word_is_found(sentence, found):
    assert found in forbidden_words(sentence, CATALOG.wording)


@pytest.mark.parametrize(
    "sentence",
    [
        "存款依照《存款保险条例》享受相应保障。",
        "理财非存款、产品有风险、投资须谨慎。",
        "基金不是存款，可能亏损。",
        "过往业绩不代表未来表现。",
        "权限您来定，随时能关。",
    ],
)
def test_what_may_be_said_is_left_alone(sentence):
    assert forbidden_words(sentence, CATALOG.wording) == ()

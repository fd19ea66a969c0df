"""The figures behind the order: one fold away, only where the service gave them, gone before company."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from lobby.domain.levers import Lever
from lobby.domain.propensity import Propensity
from lobby.domain.viewer import Language
from lobby.services.views import Arithmetic
from lobby.ui.arithmetic import lines
from lobby.ui.text import Words
from tests.ui.fakes import FakeHouse
from tests.ui.test_customer import open_customer, words_of

OpenApp = Callable[..., AppTest]
LEVER = Lever(Decimal("1.2"), date(2026, 11, 1), date(2026, 12, 31), "dep_cd")
TOLD = Arithmetic(Propensity(Decimal("0.1042"), 1200, 96), 3, Decimal("0.70"), (LEVER,), Decimal("0.262584"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh_Hans",
            [
                "意愿概率 0.1042：谈过 1,200 次，有兴趣 96 次；次数少时向本行平均靠拢",
                "× 价值 3，本行评定 1 至 5",
                "× 契合 0.7，各项理由的权重之和",
                "× 行内权重 1.2，12-31 止",
                "= **0.2626，由高到低排列**",
            ],
        ),
        (
            "en",
            [
                "Propensity 0.1042: 1,200 talks, 96 met interest; "
                "few talks are drawn towards the bank's mean",
                "× Value 3, set by the bank from 1 to 5",
                "× Fit 0.7, the weights of its reasons together",
                "× The bank's own weight 1.2, until 31 Dec",
                "= **0.2626, the highest first**",
            ],
        ),
    ],
)
def test_each_factor_and_their_product(language: Language, said: list[str]) -> None:
    told = lines(Words(language, as_of=date(2026, 11, 20)), TOLD)
    assert [line.replace("\\", "") for line in told] == said


def test_a_bank_without_contacts_says_so() -> None:
    told = lines(Words("en"), Arithmetic(None, 3, Decimal("0.7"), (), Decimal("2.1")))
    assert told[0].replace("\\", "") == "Propensity: no contacts supplied, counted as 1"


def test_it_opens_on_demand_and_leaves_before_company(open_app: OpenApp, house: FakeHouse) -> None:
    house.arithmetic = TOLD
    app = open_customer(open_app)
    assert "意愿概率" not in words_of(app)
    app.session_state["fold_arithmetic_dep_cd"] = True
    app.run()
    assert "意愿概率 0\\.1042" in words_of(app)
    app.session_state["has_company"] = True
    app.run()
    assert "意愿概率" not in words_of(app)
    assert "为什么排在这里" not in [one.label for one in app.expander]


def test_without_the_figures_there_is_no_fold(open_app: OpenApp) -> None:
    app = open_customer(open_app)
    assert "为什么排在这里" not in [one.label for one in app.expander]

"""The pages of a manager about the own people and the own branch, and that nobody else has them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from lobby.domain.viewer import LANGUAGES, Language, Role, Viewer
from lobby.services.sources import Sources
from lobby.ui.branch_view import drawn
from lobby.ui.text import words
from tests.ui.conftest import words_of
from tests.ui.fakes import HEAD_OFFICE

pytestmark = pytest.mark.usefixtures("sources")
OpenApp = Callable[..., AppTest]
MANAGER = Viewer("s3", "王颖", "manager", "b1", frozenset(), "test")


def test_a_manager_sees_the_team_by_name_and_once_in_the_audit(open_app: OpenApp, sources: Sources) -> None:
    app = open_app("team", viewer=MANAGER)
    (table,) = app.table
    names = list(table.value["同事"])
    assert names == sorted(names)
    shown = words_of(app)
    assert "不作排名" in shown
    assert "谈话还太少" in shown
    assert "-badge" not in shown
    app.run()
    assert len(sources.desk.audited(9, action="team")) == 1


def test_head_office_chooses_a_branch_and_a_manager_has_the_own(open_app: OpenApp) -> None:
    app = open_app("branch", viewer=HEAD_OFFICE)
    app.selectbox(key="branch_chosen").set_value("b1").run()
    shown = words_of(app)
    assert "城东区" in shown
    assert "社区网点" in shown
    assert "按数据里的网点服务计数" in shown
    assert "机器占 100%" in shown
    own = open_app("branch", viewer=MANAGER)
    assert "城东区" in words_of(own)
    assert "branch_chosen" not in [one.key for one in own.selectbox]


def test_the_busiest_businesses_are_drawn_by_name_and_nothing_is_lost() -> None:
    few = {name: [Decimal(1), Decimal(0)] for name in "abcdef"}
    assert drawn(words("en"), few) == few
    many = {name: [Decimal(9 - place), Decimal(place)] for place, name in enumerate("abcdefgh")}
    shown = drawn(words("en"), many)
    assert list(shown) == ["a", "b", "c", "d", "e", "The rest"]
    assert shown["The rest"] == [Decimal(9), Decimal(18)]


@pytest.mark.parametrize("page", ["team", "branch"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_speak_every_language(open_app: OpenApp, page: str, language: Language) -> None:
    shown = words_of(open_app(page, viewer=MANAGER, language=language))
    assert [word for word in ("team.", "branch.", "branch_kind.") if word in shown] == []


@pytest.mark.parametrize("role", sorted(set(get_args(Role)) - {"manager", "head_office"}))
@pytest.mark.parametrize("page", ["team", "branch"])
def test_no_other_role_has_them(open_app: OpenApp, page: str, role: Role, sources: Sources) -> None:
    open_app(page, viewer=Viewer("S9", "李敏", role, "b1", frozenset(), "test"))
    assert sources.desk.audited(1, action=page) == ()

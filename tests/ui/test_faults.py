"""A mistake of ours on any page: calm words and a code, and nothing of what was inside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.navigation.page import StreamlitPage
from streamlit.testing.v1 import AppTest

from lobby.domain.viewer import Role, Viewer
from tests.ui.conftest import APP, words_of

OpenApp = Callable[..., AppTest]
ROLES: dict[str, Role] = {
    "board": "lobby", "customer": "adviser", "mine": "teller", "leads": "manager", "results": "manager",
    "products": "head_office", "segments": "head_office", "scenarios": "head_office", "team": "manager",
    "branch": "manager", "risk": "risk", "data": "auditor",
}  # fmt: skip


@pytest.mark.parametrize("page", sorted(ROLES))
def test_asvs_16_5_1_f50_a_page_that_fails_says_a_code_and_nothing_of_a_customer(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    def fail(self: StreamlitPage) -> None:
        raise ValueError(f"{self.url_path}: 张三 13800138000 6222020000001234")

    monkeypatch.setattr(StreamlitPage, "run", fail)
    shown = words_of(open_app(page, viewer=Viewer("S001", "李敏", ROLES[page], "B01", device="test")))
    assert "程序出了一点问题" in shown
    assert "L-" in shown
    assert not any(text in shown for text in ("张三", "13800138000", "1234", "ValueError", "Traceback"))


def test_every_page_is_among_them() -> None:
    assert set(ROLES) == {path.stem for path in (APP.parent / "pages").glob("*.py")}

"""Presses of what nobody was shown: told of once, and nothing that an honest page can do is told of."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from lobby.api import presses
from lobby.api.presses import SETTLED_SECONDS, Offered
from lobby.ui.pressed import pressed

OPEN, LEAD = f"$$ID-{'a' * 32}-open_c01", f"$$ID-{'b' * 32}-take_lead_c09"


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def drawn(*ids: str) -> bytes:
    return b"\x0a\x20".join(one.encode() for one in ids)


def pressing(*ids: str) -> bytes:
    asked = BackMsg()
    states = [WidgetState(id=one, trigger_value=True) for one in ids]
    asked.rerun_script.widget_states.widgets.extend(states)
    return asked.SerializeToString()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def offered(clock: Clock) -> Offered:
    """A websocket on which one button was drawn, long enough ago."""
    begun = Offered(pressed, clock)
    begun.drew(drawn(OPEN))
    clock.now += SETTLED_SECONDS
    return begun


def test_f54_a_press_of_a_button_that_was_never_drawn_is_told_of_once(offered: Offered) -> None:
    assert list(offered.forged(pressing(LEAD, OPEN))) == ["take_lead_c"]
    assert list(offered.forged(pressing(LEAD))) == []


def test_f54_what_has_vanished_since_it_was_drawn_is_no_forgery(offered: Offered) -> None:
    for _ in range(3):
        offered.drew(drawn(LEAD))
    assert list(offered.forged(pressing(OPEN, LEAD))) == []


def test_f54_what_another_websocket_drew_is_let_go_by_while_a_browser_may_show_it(
    offered: Offered, clock: Clock
) -> None:
    clock.now -= 0.1
    assert list(offered.forged(pressing(LEAD))) == []
    clock.now += 0.1
    assert list(offered.forged(pressing(LEAD))) == ["take_lead_c"]
    assert list(Offered(pressed, clock).forged(pressing(LEAD))) == []  # nothing was drawn here yet


def test_f54_a_value_that_is_no_press_and_what_is_no_message_are_none(offered: Offered) -> None:
    asked = BackMsg()
    typed, let_go = WidgetState(id=LEAD, string_value="x"), WidgetState(id=LEAD, trigger_value=False)
    asked.rerun_script.widget_states.widgets.extend([typed, let_go])
    for heard in (
        asked.SerializeToString(),
        b"",
        b"\xff" * 40,
        BackMsg(load_git_info=True).SerializeToString(),
    ):
        assert list(offered.forged(heard)) == []


@pytest.mark.parametrize(
    "made_up", ["", "x" * 5000, "$$ID-1-open", "张三 13800001234", f"$$ID-{'c' * 32}-13800001234"]
)
def test_f49_f54_of_an_id_that_somebody_made_up_nothing_is_repeated(offered: Offered, made_up: str) -> None:
    assert list(offered.forged(pressing(made_up))) == ["unnamed"]


def test_a_page_that_draws_without_end_is_no_longer_judged(
    offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presses, "MOST", 3)
    offered.drew(drawn(*(f"$$ID-{number:032x}-row" for number in range(5))))
    assert list(offered.forged(pressing(LEAD))) == []

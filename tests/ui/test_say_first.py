"""The talk under the line said first: three lengths, what the customer may say, and its forced notices."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lobby.domain.talks import Length
from lobby.services.views import Conversation, Line
from tests.ui.conftest import words_of
from tests.ui.fakes import FakeHouse

OpenApp = Callable[..., AppTest]


def conversation(begin_with: Length = "first", meaning: str | None = None) -> Conversation:
    return Conversation(
        code="deposit_maturing",
        about="到期安排",
        said={
            "short": Line("short", "您有一笔存款快到期了。", meaning),
            "long": Line("long", "先看这笔钱接下来要派什么用场。"),
            "question": Line("question", "这笔钱半年里有要用的地方吗？"),
            "service": Line("service", "先留出要用的钱。"),
            "next": Line("next", "到柜台办。", "At the counter." if meaning else None),
        },
        objections=((Line("says", "等到期那天我再来"), Line("answer", "可以的，您方便就行。")),),
        notices=("存款依照《存款保险条例》享受相应保障。",),
        begin_with=begin_with,
    )


def opened(open_app: OpenApp, **more: object) -> AppTest:
    return open_app("customer", customer_id="C0000001", **more)


def presses(app: AppTest) -> dict[str, bool]:
    return {
        str(one.key): one.proto.type == "primary" for one in app.button if str(one.key).startswith("talk_")
    }


def test_the_first_line_stands_alone_until_more_is_asked(open_app: OpenApp, house: FakeHouse) -> None:
    house.talk = conversation()
    app = opened(open_app)

    assert presses(app) == {"talk_first": True, "talk_short": False, "talk_long": False}
    assert "您有一项业务近期要处理" in words_of(app)
    assert "您有一笔存款快到期了" not in words_of(app)
    assert "客户说" not in words_of(app)


def test_thirty_seconds_say_the_need_the_question_and_the_notice(open_app: OpenApp, house: FakeHouse) -> None:
    house.talk = conversation()
    app = opened(open_app)
    app.button(key="talk_short").click().run()

    shown = words_of(app)
    assert presses(app) == {"talk_first": False, "talk_short": True, "talk_long": False}
    for words in ("落座", "到期安排", "您有一笔存款快到期了", "半年里有要用", "存款保险条例", "到柜台办"):
        assert words in shown
    assert "先留出要用的钱" not in shown
    assert "先看这笔钱" not in shown


def test_two_minutes_add_the_service_and_keep_the_notice(open_app: OpenApp, house: FakeHouse) -> None:
    house.talk = conversation()
    app = opened(open_app)
    app.button(key="talk_long").click().run()

    for words in ("先看这笔钱", "先留出要用的钱", "存款保险条例"):
        assert words in words_of(app)


def test_objections_are_made_when_their_fold_is_opened(open_app: OpenApp, house: FakeHouse) -> None:
    house.talk = conversation()
    app = opened(open_app)
    app.button(key="talk_long").click().run()
    assert "等到期那天我再来" not in words_of(app)

    app.session_state["fold_objections"] = True
    app.run()

    assert "等到期那天我再来" in words_of(app)
    assert "可以的，您方便就行" in words_of(app)


@pytest.mark.parametrize("begin_with", ["first", "short", "long"])
def test_the_wait_chooses_until_somebody_does(
    open_app: OpenApp, house: FakeHouse, begin_with: Length
) -> None:
    house.talk = conversation(begin_with)
    app = opened(open_app)
    assert presses(app)[f"talk_{begin_with}"]

    app.button(key="talk_first").click().run()

    assert presses(app)["talk_first"]


def test_what_is_said_in_another_language_is_told_in_the_screens_own(
    open_app: OpenApp, house: FakeHouse
) -> None:
    house.talk = conversation("short", meaning="One of your deposits matures soon.")
    shown = words_of(opened(open_app, language="en")).replace("\\", "")

    assert "您有一笔存款快到期了" in shown
    assert "One of your deposits matures soon." in shown
    assert "At the counter." in shown
    assert "到柜台办" not in shown


def test_without_a_talk_there_is_nothing_to_choose(open_app: OpenApp, house: FakeHouse) -> None:
    app = opened(open_app)

    assert presses(app) == {}
    assert "您有一项业务近期要处理" in words_of(app)

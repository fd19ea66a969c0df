"""The gate before the real Streamlit: stolen ids, forged headers, restarts, and who is thrown out."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from lobby.cli import STOPPED, app, exit_code
from tests.browser.bank import Server, own_home, served
from tests.desk_stores import rows_of
from tests.tablet import Tablet

WITHIN_SECONDS = 5
DATA = ("/media/x", "/export/x", "/component/x", "/live", "/_stcore/host-config", "/_stcore/health")


@pytest.fixture(scope="module")
def server(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(own_home(tiny_home, tmp_path_factory.mktemp("gate"))) as running:
        yield running


@pytest.fixture
def tablet(server: Server) -> Iterator[Tablet]:
    """Somebody is signed in on it, and a customer is open."""
    with closing(Tablet(server.url)) as tablet:
        tablet.press("sign_in")
        tablet.type("search", "c01")
        tablet.press("open_c01")
        assert tablet.key("fold_services")
        yield tablet


@pytest.fixture
def lobby(server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """A command of this installation, in another process than the server: this one."""
    monkeypatch.setenv("LOBBY_HOME", str(server.home))
    return lambda *arguments: exit_code(app, arguments)


def audited(server: Server) -> tuple[str, str]:
    ((action, result),) = rows_of(
        f"sqlite:///{server.home}/desk.sqlite",
        "select action, result from audit order by sequence desc limit 1",
    )
    return str(action), str(result)


def until_closed(tablet: Tablet) -> float:
    """How long it takes until the server hangs up, in seconds."""
    began = time.monotonic()
    with suppress(ConnectionClosed):
        while True:
            tablet.way.recv(timeout=WITHIN_SECONDS)
    return time.monotonic() - began


def test_f5_a_stolen_streamlit_session_is_a_new_one_for_whoever_did_not_sign_in(
    server: Server, tablet: Tablet
) -> None:
    with closing(Tablet(server.url, session_id=tablet.session_id)) as thief:
        assert thief.session_id != tablet.session_id
        assert thief.key("sign_in")
        assert not thief.key("fold_services")
    tablet.look()
    assert tablet.key("fold_services")
    with closing(Tablet(server.url, held=tablet.cookies, session_id=tablet.session_id)) as again:
        assert again.session_id == tablet.session_id
        assert again.key("search")
        assert not again.key("lift")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"Origin": None}, 403),
        ({"Origin": "http://evil.test"}, 403),
        ({"Host": "evil.test"}, 403),
        ({"Cookie": "", "X-Lobby-Session": "held", "X-Forwarded-User": "s1"}, 403),
        ({"Cookie": "", "X-Lobby-Direct": "yes", "X-Lobby-Device": "held"}, 403),
    ],
)
def test_f51_on_the_bare_port_a_websocket_of_nobody_is_refused(
    server: Server, tablet: Tablet, said: dict[str, str | None], status: int
) -> None:
    ((held,),) = rows_of(
        f"sqlite:///{server.home}/desk.sqlite",
        "select session_id from session where ended_at is null and staff_id is not null limit 1",
    )
    headers = {"Origin": server.url, "Cookie": tablet.cookies} | said
    with socket.create_connection(("127.0.0.1", server.port)) as way, pytest.raises(InvalidStatus) as refused:
        connect(
            f"ws://{headers.pop('Host', None) or server.url.removeprefix('http://')}/_stcore/stream",
            sock=way,
            additional_headers={
                name: str(held) if value == "held" else value for name, value in headers.items() if value
            },
        )
    assert refused.value.response.status_code == status


def test_asvs_14_3_2_f4_nothing_that_is_answered_may_be_kept_and_nothing_is_without_a_session(
    server: Server, tablet: Tablet
) -> None:
    with httpx.Client(base_url=server.url) as nobody:
        answers = [nobody.get(path) for path in DATA]
    assert [one.status_code for one in answers] == [401] * len(DATA)
    somebody = [
        httpx.get(f"{server.url}{path}", headers={"Cookie": tablet.cookies})
        for path in DATA
        if path != "/live"
    ]
    assert [one.status_code for one in somebody] == [404, 404, 404, 200, 200]
    page = httpx.get(server.url)
    assert {one.headers["cache-control"] for one in [*answers, *somebody, page]} == {"no-store"}


def test_asvs_7_4_2_f44_a_person_or_a_tablet_is_signed_out_from_outside(
    server: Server, tablet: Tablet, lobby: Callable[..., int]
) -> None:
    assert lobby("sessions", "end") == STOPPED
    assert lobby("sessions", "end", "--staff", "s1") == 0
    assert until_closed(tablet) < WITHIN_SECONDS
    assert audited(server) == ("sign_out", "ended")
    assert httpx.get(f"{server.url}/live", headers={"Cookie": tablet.cookies}).status_code == 401


def test_f53_asvs_7_4_2_who_left_is_signed_out_and_does_not_come_in_again(
    server: Server, tablet: Tablet, lobby: Callable[..., int]
) -> None:
    lobby("staff", "block", "s1")
    try:
        assert until_closed(tablet) < WITHIN_SECONDS
        assert audited(server) == ("sign_out", "left")
        with closing(Tablet(server.url)) as again:
            again.press("sign_in")
            assert rows_of(
                f"sqlite:///{server.home}/desk.sqlite",
                "select count(*) from session where staff_id = 's1' and ended_at is null",
            ) == [(0,)]
    finally:
        lobby("staff", "block", "s1", "--undo")


def test_f36_a_session_outlasts_a_restart_and_begins_behind_the_curtain(
    server: Server, tablet: Tablet
) -> None:
    server.kill()
    server.start()
    with closing(Tablet(server.url, held=tablet.cookies, session_id=tablet.session_id)) as again:
        assert again.key("lift")
        assert not again.key("fold_services")
        again.press("lift")
        assert again.key("search")


def test_f44_a_page_that_a_press_may_end_has_its_link_before_what_is_pressed(
    server: Server, tablet: Tablet
) -> None:
    """Otherwise nothing on it hears of the end where the session is over before the page is whole."""
    with closing(Tablet(server.url)) as nobody:
        assert next(iter(nobody.ids)) == "live"
    with closing(Tablet(server.url, held=tablet.cookies)) as again:
        assert again.key("lift")
        assert next(iter(again.ids)) == "live"

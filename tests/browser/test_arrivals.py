"""An arrival a machine announces is drawn at once on the tablet of that branch, and how soon is told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import duckdb
import pytest

from lobby.commands.simulate_day import Sender, sender_to
from lobby.domain.signing import ApiKey
from lobby.services.rehearsal import Event
from tests.browser.at_the_desk import sign_in
from tests.browser.bank import Server, own_home, served
from tests.browser.engines import TEXT, Browser, there, until

pytestmark = pytest.mark.browser

KEY = ApiKey("queue-1", "the-secret-of-one-run-of-the-tests")
MANAGER = "select branch_id, name from staff where role = 'manager' order by staff_id limit 1"
OTHERS = "select branch_id from branch where branch_id <> $branch_id order by branch_id limit 1"
DRAWN = "!!document.querySelector('.st-key-arrival_{}')"
NUMBERS = count(1)


@pytest.fixture(scope="module")
def server(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = own_home(bank, tmp_path_factory.mktemp("served"))
    with served(home, LOBBY_API_KEYS=f"{KEY.key_id}:{KEY.secret}") as running:
        yield running


@pytest.fixture(scope="module")
def sender(server: Server) -> Sender:
    return sender_to(server.url, KEY, is_remote_allowed=False)


@pytest.fixture(scope="module")
def places(server: Server) -> tuple[str, str, str]:
    """The branch of a manager, the manager's name, and another branch."""
    (portrait,) = (server.home / "portraits").glob("portrait-*.duckdb")
    with duckdb.connect(str(portrait), read_only=True) as con:
        ((branch_id, name),) = con.execute(MANAGER).fetchall()
        ((other,),) = con.execute(OTHERS, {"branch_id": branch_id}).fetchall()
    return branch_id, name, other


def test_who_is_announced_is_drawn_on_the_board_and_the_manager_sees_how_soon(
    browser: Browser, server: Server, sender: Sender, places: tuple[str, str, str]
) -> None:
    branch_id, name, other = places
    browser.open(server.url)
    sign_in(browser, name)
    until(browser, there(".st-key-arrival_filters"))
    number = next(NUMBERS)
    here = Event(0, branch_id, number, "arrived", {"source": "queue", "ticket": f"A{number}"})
    elsewhere = Event(0, other, number, "arrived", {"source": "queue", "ticket": f"B{number}"})
    assert [sender.send(one) for one in (elsewhere, here)] == ["arrived", "arrived"]
    until(browser, DRAWN.format(sender.id_of(here)))
    assert not browser.value(DRAWN.format(sender.id_of(elsewhere)))
    browser.press("a[href$='/leads']")
    until(browser, f"{TEXT}.includes('到店上屏')")

"""A walk over the real server with what must not be told in every field: its log holds none of it."""

from __future__ import annotations

import csv
import json
import re
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.browser.bank import Server, own_home, served
from tests.tablet import Tablet

TINY = Path(__file__).parent / "data" / "tiny"
CUSTOMERS = ("c01", "c02")
CANARIES = ('Canary\n{"event": "forged"}', "13911112222", "110101199001011237", "6222020200112233", "金丝雀")
PERSONAL = ("name", "id_number", "phone")
OPENED = re.compile(r"open_(?!c\d)|reveal|fold_|rows_|side|company|done_service|interested_|undo_")
SERVING = "Lobby is served at"
KEY = f"m:{'k' * 32}"
PROCESSES = Path("/proc")


@dataclass(frozen=True)
class Heard:
    """The lines of the log, and what the list of processes shows of the server."""

    log: list[str]
    shown: str


def known() -> list[str]:
    """What the bank knows of these customers, of each kind that must not be told."""
    with (TINY / "customer.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["customer_id"] in CUSTOMERS]
    return [row[column] for row in rows for column in PERSONAL if row[column]]


@pytest.fixture(scope="module")
def heard(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """What is known of the server while a person and a machine said and asked all of that."""
    home = own_home(tiny_home, tmp_path_factory.mktemp("log"))
    (home / "keys").write_text(KEY)
    with served(home, LOBBY_API_KEYS_FILE=str(home / "keys")) as server:
        process = PROCESSES / str(server.process.pid)
        shown = b"".join((process / name).read_bytes() for name in ("cmdline", "environ"))
        for text in CANARIES:
            send(server, text, "localhost")
            send(server, text, quote(text)[:40])
        for customer_id in CUSTOMERS:
            with closing(Tablet(server.url)) as tablet:
                tablet.press("sign_in")
                walk(tablet, customer_id)
    return Heard((home / "serve.log").read_text(encoding="utf-8").splitlines(), shown.decode())


def send(server: Server, text: str, host: str) -> None:
    """What nobody signed, to paths and with headers and a body that hold `text`."""
    headers = {"Host": host, "X-Lobby-Key": quote(text), "Cookie": f"lobby_device={quote(text)}"}
    for path in ("/api/arrivals", f"/{quote(text)}", f"/export/{quote(text)}", f"/?customer={quote(text)}"):
        with closing(HTTPConnection("127.0.0.1", server.port, timeout=30)) as way:
            way.request("POST", path, json.dumps({"customer_id": text}), headers)
            assert way.getresponse().status >= 400


def walk(tablet: Tablet, customer_id: str) -> None:
    """Search for much, open a customer and press whatever opens more of them."""
    for text in (*CANARIES, *known(), customer_id):
        tablet.type("search", text)
    tablet.press(f"open_{customer_id}")
    pressed = [key for key in tablet.ids if OPENED.match(key)]
    assert len(pressed) > 5
    for key in pressed:
        if key in tablet.ids:
            (tablet.open if key.startswith("fold_") else tablet.press)(key)


def test_f49_every_line_is_one_object_of_known_fields(heard: Heard) -> None:
    told = [json.loads(line) for line in heard.log if not line.startswith(SERVING)]
    assert {"request_refused", "message_refused"} <= {one["event"] for one in told}
    assert "forged" not in {one["event"] for one in told}


def test_f49_asvs_14_2_1_nothing_of_a_customer_is_in_the_log(heard: Heard) -> None:
    whole = "\n".join(heard.log)
    words = {word for text in (*CANARIES, *known()) for word in text.splitlines()}
    spelt = {*words, *(json.dumps(word)[1:-1] for word in words), *map(quote, words), *CUSTOMERS}
    assert len(spelt) > 20
    assert [word for word in sorted(spelt) if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", whole)] == []


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="this machine does not list its processes in /proc")
def test_f59_the_list_of_processes_shows_no_secret(heard: Heard) -> None:
    assert "LOBBY_API_KEYS_FILE" in heard.shown
    assert "k" * 32 not in heard.shown

"""A walk over the real server with what must not be told in every field: its log holds none of it."""

from __future__ import annotations

import csv
import json
import re
from contextlib import closing
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


def known() -> list[str]:
    """What the bank knows of these customers, of each kind that must not be told."""
    with (TINY / "customer.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["customer_id"] in CUSTOMERS]
    return [row[column] for row in rows for column in PERSONAL if row[column]]


@pytest.fixture(scope="module")
def log(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines that the server wrote while a person and a machine said and asked all of that."""
    home = own_home(tiny_home, tmp_path_factory.mktemp("log"))
    with served(home, LOBBY_API_KEYS=KEY) as server:
        for text in CANARIES:
            send(server, text, "localhost")
            send(server, text, quote(text)[:40])
        for customer_id in CUSTOMERS:
            with closing(Tablet(server.url)) as tablet:
                tablet.press("sign_in")
                walk(tablet, customer_id)
    return (home / "serve.log").read_text(encoding="utf-8").splitlines()


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


def test_f49_every_line_is_one_object_of_known_fields(log: list[str]) -> None:
    told = [json.loads(line) for line in log if not line.startswith(SERVING)]
    assert {"request_refused", "message_refused"} <= {one["event"] for one in told}
    assert "forged" not in {one["event"] for one in told}


def test_f49_asvs_14_2_1_nothing_of_a_customer_is_in_the_log(log: list[str]) -> None:
    whole = "\n".join(log)
    words = {word for text in (*CANARIES, *known()) for word in text.splitlines()}
    spelt = {*words, *(json.dumps(word)[1:-1] for word in words), *map(quote, words), *CUSTOMERS}
    assert len(spelt) > 20
    assert [word for word in sorted(spelt) if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", whole)] == []

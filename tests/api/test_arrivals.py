"""What machines announce: signed, once, within their rights; and never a word of who is a customer."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.types import Message

from lobby.api.arrivals import Machines
from lobby.api.signing import BODY_BYTES
from lobby.data import desk_consents
from lobby.data.desk import Happening
from lobby.data.desk_consents import Said
from lobby.data.settings import Settings
from lobby.domain.viewer import Viewer
from lobby.services.arrivals import ArrivalLine, todays_arrivals
from lobby.services.sources import Sources
from lobby.ui.session import wall_clock
from tests.conftest import ID_HASH_KEY, ROOT
from tests.logged import logged
from tests.machines import served
from tests.services.conftest import Watch

pytestmark = pytest.mark.both_stores

SECRETS = {name: f"{name}-secret-of-at-least-32-letters" for name in ("all", "east", "faces", "next")}
RIGHTS = {"all": "", "east": ":b1:queue+card", "faces": "::face", "next": ""}
KEYS = " ".join(f"{name}:{SECRETS[name]}{rights}" for name, rights in RIGHTS.items())
NUMBERS = {"nonce": 0}


@dataclass
class Sender:
    """A machine that signs, and the answers it got; `woken` counts the changes screens were woken for."""

    sources: Sources
    woken: int = 0

    def __post_init__(self) -> None:
        self.app = Starlette(routes=Machines(self.sources, self.wake).routes)

    def wake(self) -> None:
        self.woken += 1

    def signed(
        self, path: str, body: bytes, key: str = "all", secret: str = "", at: datetime | None = None
    ) -> dict[str, str]:
        """The headers as the documents say, made without any of Lobby's code."""
        NUMBERS["nonce"] += 1
        timestamp = str(int((at or self.sources.clock()).timestamp()))
        nonce = f"nonce-{NUMBERS['nonce']:016}"
        text = f"LOBBY-HMAC-SHA256\nPOST\n{path}\n{timestamp}\n{nonce}\n{sha256(body).hexdigest()}"
        signature = hmac.new((secret or SECRETS.get(key, "x")).encode(), text.encode(), sha256).hexdigest()
        return {
            "X-Lobby-Key": key,
            "X-Lobby-Timestamp": timestamp,
            "X-Lobby-Nonce": nonce,
            "X-Lobby-Signature": signature,
        }

    def send(self, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        sent: list[Message] = []
        scope = {
            "type": "http", "method": "POST", "path": path, "query_string": b"", "client": ("127.0.0.1", 5),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "server": ("localhost", 8501), "scheme": "http",
        }  # fmt: skip

        async def receive() -> Message:
            return {"type": "http.request", "body": body}

        async def send(message: Message) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        said = b"".join(message.get("body", b"") for message in sent[1:])
        return sent[0]["status"], json.loads(said)

    def post(self, path: str, key: str = "all", **fields: Any) -> tuple[int, dict[str, Any]]:
        body = json.dumps({name: value for name, value in fields.items() if value is not None}).encode()
        return self.send(path, body, self.signed(path, body, key))

    def arrival(self, key: str = "all", **fields: Any) -> tuple[int, dict[str, Any]]:
        told = {"arrival_id": "m1", "source": "queue", "branch_id": "b1", "arrived_at": self.now()}
        return self.post("/api/arrivals", key, **(told | fields))

    def queue(self, key: str = "all", **fields: Any) -> tuple[int, dict[str, Any]]:
        told = {"message_id": "q1", "branch_id": "b1", "ticket": "A037", "state": "called"}
        return self.post("/api/queue", key, **(told | {"happened_at": self.now()} | fields))

    def now(self) -> str:
        return self.sources.clock().isoformat()


def codes(*answers: tuple[int, dict[str, Any]]) -> list[tuple[int, str]]:
    return [(status, said.get("code", "taken")) for status, said in answers]


@pytest.fixture
def sender(sources: Sources) -> Sender:
    settings = Settings(home=sources.settings.home, api_keys=SecretStr(KEYS))
    return Sender(replace(sources, settings=settings))


@pytest.fixture
def board(
    sources: Sources, signed_in: Callable[[str], Viewer], now: datetime
) -> Callable[[], list[ArrivalLine]]:
    return lambda: list(todays_arrivals(sources, signed_in("s1"), now))


Board = Callable[[], list[ArrivalLine]]


def test_an_arrival_is_taken_and_screens_are_woken(sender: Sender, board: Board) -> None:
    assert sender.arrival(ticket=" a０37 ", business_type="transfer") == (202, {"id": "m1", "taken": True})
    (line,) = board()
    assert (line.arrival.ticket, line.arrival.business_type, line.who, sender.woken) == (
        "A037",
        "transfer",
        None,
        1,
    )


@pytest.mark.parametrize(
    ("token", "known_by"),
    [
        ({"card_id": "k01"}, "card"),
        ({"customer_id": "c01"}, "number"),
        ({"appointment_id": "ap1"}, "appointment"),
        ({"id_hash": hmac.new(ID_HASH_KEY.encode(), b"000000195503080001", "sha256").hexdigest()}, "id_hash"),
        ({"card_id": "k01", "appointment_id": "ap1"}, "card"),
    ],
)
def test_each_token_tells_who_it_is(
    sender: Sender, board: Board, token: dict[str, str], known_by: str
) -> None:
    assert sender.arrival(**token)[0] == 202
    (line,) = board()
    assert (line.arrival.customer_id, line.arrival.identified_by) == ("c01", known_by)
    assert line.who is not None
    assert line.who.name_masked == "王**"


@pytest.mark.parametrize(
    "token",
    [
        {"card_id": "k99"},
        {"card_id": "c01"},
        {"customer_id": "c99"},
        {"id_hash": "0" * 64},
        {"appointment_id": "ap9"},
        {"card_id": "k01", "customer_id": "c02"},
    ],
)
def test_a_stranger_is_welcome_and_answered_like_a_customer(
    sender: Sender, board: Board, token: dict[str, str]
) -> None:
    assert sender.arrival(**token) == sender.arrival(arrival_id="m1", **token)
    known = sender.arrival(arrival_id="m2", customer_id="c01")
    assert known == (202, {"id": "m2", "taken": True})
    assert [line.arrival.customer_id for line in board()] == [None, "c01"]


def test_the_same_message_again_is_the_same_and_another_under_its_id_is_refused(
    sender: Sender, board: Board
) -> None:
    assert sender.arrival(ticket="A037") == sender.arrival(ticket="A037")
    assert codes(sender.arrival(ticket="A038")) == [(409, "key_reused")]
    assert [line.arrival.ticket for line in board()] == ["A037"]


def test_the_queue_goes_on_by_ticket(sender: Sender, board: Board, watch: Watch) -> None:
    sender.arrival(ticket="A037", customer_id="c01")
    watch.pass_by(minutes=4)
    called = sender.now()
    assert sender.queue(happened_at=called) == (202, {"id": "q1", "taken": True})
    assert sender.queue(happened_at=called) == (202, {"id": "q1", "taken": True})
    assert [(line.arrival.state, line.minutes) for line in board()] == [("called", 4)]
    assert codes(
        sender.queue(happened_at=called, state="left"),
        sender.queue(message_id="q2", ticket="Z999"),
        sender.queue(message_id="q3", state="served"),
        sender.queue(message_id="q4", state="called"),
    ) == [(409, "key_reused"), (404, "unknown_ticket"), (202, "taken"), (409, "already_over")]
    assert [line.is_here for line in board()] == [False]


def test_what_is_not_signed_by_a_key_is_refused_before_it_is_read(
    sender: Sender, board: Board, watch: Watch
) -> None:
    path, body = "/api/arrivals", json.dumps({"arrival_id": "m1"}).encode()
    right = sender.signed(path, body)
    late = sender.signed(path, body, at=watch.now - timedelta(seconds=301))
    early = sender.signed(path, body, at=watch.now + timedelta(seconds=301))
    refused = [
        sender.send(path, body, {}),
        sender.send(path, body, sender.signed(path, body, key="nobody")),
        sender.send(path, body, right | {"X-Lobby-Signature": "0" * 64}),
        sender.send(path, body, right | {"X-Lobby-Signature": "é"}),
        sender.send(path, body + b" ", right),
        sender.send("/api/queue", body, right),
        sender.send(path, body, right | {"X-Lobby-Nonce": "another-nonce-of-16"}),
        sender.send(path, body, right | {"X-Lobby-Nonce": "short"}),
        sender.send(path, body, right | {"X-Lobby-Timestamp": "²"}),
        sender.send(path, body, sender.signed(path, body, key="east", secret=SECRETS["all"])),
        sender.send(path, body, late),
        sender.send(path, body, early),
    ]
    assert codes(*refused) == [
        (401, "unknown_key"), (401, "unknown_key"), (401, "bad_signature"), (401, "bad_signature"),
        (401, "bad_signature"), (401, "bad_signature"), (401, "bad_signature"), (401, "bad_headers"),
        (401, "bad_headers"), (401, "bad_signature"), (401, "late"), (401, "late"),
    ]  # fmt: skip
    assert (board(), sender.sources.desk.audited(9, action="refused"), sender.woken) == ([], (), 0)


def test_a_message_sent_twice_word_for_word_is_a_replay(sender: Sender, board: Board, watch: Watch) -> None:
    path = "/api/arrivals"
    told = {"arrival_id": "m1", "source": "queue", "branch_id": "b1", "arrived_at": sender.now()}
    body = json.dumps(told).encode()
    headers = sender.signed(path, body)
    assert codes(sender.send(path, body, headers), sender.send(path, body, headers)) == [
        (202, "taken"),
        (401, "replayed"),
    ]
    watch.pass_by(seconds=300)
    restarted = Sender(sender.sources)
    assert codes(restarted.send(path, body, headers)) == [(401, "replayed")]
    watch.pass_by(seconds=1)
    assert codes(restarted.send(path, body, headers)) == [(401, "late")]
    assert len(board()) == 1
    assert [row["result"] for row in sender.sources.desk.audited(9, action="refused")] == ["replayed"] * 2


@pytest.mark.parametrize(
    ("key", "said", "expected"),
    [
        ("east", {}, (202, "taken")),
        ("next", {"branch_id": "b2"}, (202, "taken")),
        ("east", {"branch_id": "b2"}, (403, "branch_not_allowed")),
        ("east", {"branch_id": "b9"}, (403, "branch_not_allowed")),
        ("east", {"source": "app"}, (403, "source_not_allowed")),
        ("all", {"branch_id": "b9"}, (422, "unknown_branch")),
        ("all", {"arrived_at": "2026-11-20T01:05:01Z"}, (422, "wrong_time")),
        ("all", {"arrived_at": "2026-11-19T21:00:00Z"}, (422, "wrong_time")),
        ("all", {"arrived_at": "2026-11-20T09:05:00+08:00"}, (202, "taken")),
        ("all", {"arrived_at": "2026-11-20T01:00:00"}, (422, "bad_fields")),
        ("all", {"source": "staff"}, (422, "bad_fields")),
        ("all", {"ticket": "A" * 33}, (422, "bad_fields")),
        ("all", {"ticket": "A\x00"}, (422, "bad_fields")),
        ("all", {"phone_13800138000": "x"}, (422, "bad_fields")),
        ("all", {"arrival_id": None}, (422, "bad_fields")),
        ("all", {"arrival_id": "张三"}, (422, "bad_fields")),
        ("all", {"source": "face", "customer_id": "c01"}, (403, "face_off")),
    ],
)
def test_what_a_key_may_say(
    sender: Sender, board: Board, key: str, said: dict[str, Any], expected: tuple[int, str]
) -> None:
    answer = sender.arrival(key, **said)
    assert codes(answer) == [expected]
    shown = json.dumps(answer[1], ensure_ascii=False)
    assert not any(text in shown for text in ("13800138000", "张三", "c01"))
    if expected[0] != 202:
        assert (board(), sender.woken) == ([], 0)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'"' + b"x" * 99])
def test_what_is_no_message_is_told_so(sender: Sender, body: bytes) -> None:
    status, said = sender.send("/api/arrivals", body, sender.signed("/api/arrivals", body))
    assert (status, said["code"]) in [(400, "no_json"), (422, "bad_fields")]


def test_a_large_body_is_refused_unread(sender: Sender) -> None:
    most = b" " * BODY_BYTES
    assert codes(
        sender.send("/api/arrivals", most + b" ", {}),
        sender.send("/api/arrivals", most, sender.signed("/api/arrivals", most)),
    ) == [(413, "too_large"), (400, "no_json")]


def test_face_19_a_face_announces_only_who_lets_it_once_it_is_switched_on(
    sender: Sender, board: Board
) -> None:
    policy = replace(sender.sources.catalog.policy, face_arrivals=True)
    catalog = replace(sender.sources.catalog, policy=policy)
    sender = Sender(replace(sender.sources, catalog=catalog))
    asked = {"key": "faces", "source": "face"}
    answers = [
        sender.arrival(arrival_id=f"m{number}", customer_id=customer_id, **asked)
        for number, customer_id in enumerate(["c01", "c99", None])
    ]
    assert [status for status, _ in answers] == [202, 202, 202]
    assert board() == []
    refused = sender.sources.desk.audited(9, action="refused")
    assert [(row["result"], row["customer_id"]) for row in refused] == [("no_face_consent", "c01")]
    say_face(sender.sources, is_granted=True)
    assert sender.arrival(customer_id="c01", **asked) == (202, {"id": "m1", "taken": True})
    assert [(line.arrival.customer_id, line.arrival.identified_by) for line in board()] == [("c01", "face")]
    say_face(sender.sources, is_granted=False)
    sender.arrival(arrival_id="m9", customer_id="c01", **asked)
    assert len(board()) == 1


def say_face(sources: Sources, *, is_granted: bool) -> None:
    staff = Viewer("s1", "何晓", "lobby", "b1", device="ipad-1")
    said = Said("face", "any", is_granted, "face 1", "zh_Hans", sources.clock().date())
    happening = Happening(staff, "consent", customer_id="c01", visit_id="v1")
    desk_consents.keep(sources.desk, f"said-{is_granted}", said, happening)


def test_ids_alone_reach_the_audit_and_nothing_the_log(
    sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sender.arrival(ticket="A037", card_id="k01", id_hash="f" * 64)
    sender.queue()
    sender.arrival(arrival_id="m2", branch_id="王秀兰")
    kept = json.dumps([dict(row) for row in sender.sources.desk.audited(9)], default=str, ensure_ascii=False)
    written = str([told for told in logged(caplog) if told["of"].startswith("lobby")])
    for secret in ("k01", "f" * 64, "王", "A037", SECRETS["all"]):
        assert secret not in kept
        assert secret not in written
    assert [row["action"] for row in sender.sources.desk.audited(9)] == ["refused", "arrival_step", "arrival"]


def test_the_document_names_every_route_field_and_refusal(sender: Sender) -> None:
    sent: list[Message] = []

    async def ask() -> None:
        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/api/openapi.json", "headers": []}
        await sender.app(scope, lambda: None, send)  # type: ignore[arg-type,return-value]

    asyncio.run(ask())
    said = json.loads(sent[1]["body"])
    assert list(said["paths"]) == ["/api/arrivals", "/api/queue", "/api/handoffs"]
    assert set(said["components"]["schemas"]) == {"ArrivalMessage", "QueueMessage", "Taken", "Refusal"}
    fields = said["components"]["schemas"]["ArrivalMessage"]["properties"]
    assert {"card_id", "customer_id", "id_hash", "appointment_id", "business_type", "ticket"} <= set(fields)
    assert "LOBBY-HMAC-SHA256" in said["info"]["description"]


def test_the_example_of_the_readme_is_taken_as_it_stands(sender: Sender, watch: Watch) -> None:
    lacking = [name for name in ("curl", "openssl") if shutil.which(name) is None]
    if lacking:
        pytest.skip(f"the example needs {lacking}")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```sh\n(body=.*?)```", readme, re.DOTALL)
    watch.now = wall_clock()
    with served(sender.app) as url:
        said = {"URL": url, "KEY": "east", "SECRET": SECRETS["east"], "BRANCH": "b1"}
        answer = subprocess.run(
            ["sh", "-c", example], env={**os.environ, **said}, capture_output=True, timeout=30, check=True
        )
    assert json.loads(answer.stdout) == {"id": "q-17", "taken": True}

"""`lobby simulate-day`: a day of arrivals, sent to a running server as machines send them."""

from __future__ import annotations

import json
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Annotated
from urllib.parse import urlsplit

import typer

from lobby.commands.composition import answer, opened, wall_clock
from lobby.domain.as_json import Json
from lobby.domain.errors import SettingsError
from lobby.domain.signing import ApiKey, signature, signed_text
from lobby.services.rehearsal import OPEN, Event, rehearsed_day

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANSWER_SECONDS = 30


@dataclass
class Sender:
    """Signs and sends over one connection; ids begin with `run`, so that a day can be sent again."""

    connection: HTTPConnection
    key: ApiKey
    run: str

    def send(self, event: Event) -> str:
        """What was said where it was taken, else with the code of the refusal."""
        code = self.post(*self.message(event))
        return f"{event.said}: {code}" if code else event.said

    def message(self, event: Event) -> tuple[str, bytes]:
        """Where it goes, and what it says; sent a second time it is the same message."""
        name, path = ("arrival", "/api/arrivals") if event.said == "arrived" else ("message", "/api/queue")
        told = {
            f"{name}_id": self.id_of(event),
            "branch_id": event.branch_id,
            "arrived_at" if event.said == "arrived" else "happened_at": wall_clock().isoformat(),
            **({} if event.said == "arrived" else {"state": event.said}),
            **event.fields,
        }
        return path, json.dumps(told).encode()

    def post(self, path: str, body: bytes) -> str | None:
        """Send it, signed anew: None where it was taken, else the code of the refusal."""
        try:
            self.connection.request("POST", path, body, self.signed(path, body))
            said = json.loads(self.connection.getresponse().read())
        except (OSError, HTTPException, ValueError):
            self.connection.close()
            return "no_answer"
        code: str | None = said.get("code")
        return code

    def id_of(self, event: Event) -> str:
        """The message's own id."""
        return f"{self.run}-{event.branch_id}-{event.number}-{event.said}"

    def signed(self, path: str, body: bytes) -> Mapping[str, str]:
        timestamp, nonce = str(int(wall_clock().timestamp())), secrets.token_hex(16)
        text = signed_text("POST", path, timestamp, nonce, body)
        return {
            "X-Lobby-Key": self.key.key_id,
            "X-Lobby-Timestamp": timestamp,
            "X-Lobby-Nonce": nonce,
            "X-Lobby-Signature": signature(self.key.secret, text),
        }


def run(
    url: Annotated[str, typer.Option(help="The server.")] = "http://127.0.0.1:8501",
    key: Annotated[
        str | None, typer.Option(help="The id of the key, of LOBBY_API_KEYS; else the first.")
    ] = None,
    arrivals: Annotated[int, typer.Option(min=1, max=20_000, help="How many people come.")] = 1500,
    branches: Annotated[int, typer.Option(min=1, max=200, help="To how many branches.")] = 6,
    seed: Annotated[int, typer.Option(help="The same day for the same seed.")] = 7,
    speed: Annotated[float, typer.Option(min=1, help="So many times faster than the clock.")] = 60,
    remote: Annotated[bool, typer.Option(help="Also to a server that is not this machine.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Send a day of arrivals, and what the queue makes of them, to a running server; print what was sent."""
    with opened() as sources:
        sender = sender_to(url, chosen(sources.settings.machine_keys(), key), is_remote_allowed=remote)
        events = rehearsed_day(sources, seed, branches, arrivals)
    print(f"{len(events)} messages, {8 * 60 / speed:.0f} minutes", file=sys.stderr)
    counted = Counter((event.branch_id, sender.send(event)) for event in paced(events, speed))
    answer(summary(counted), as_json)


def chosen(keys: Mapping[str, ApiKey], key_id: str | None) -> ApiKey:
    """The key to sign with, the same as the server has."""
    found = keys.get(key_id) if key_id else next(iter(keys.values()), None)
    if found is None:
        raise SettingsError(
            "no_such_key", "LOBBY_API_KEYS has no such key.", "Set it for the server and for this command."
        )
    return found


def sender_to(url: str, key: ApiKey, *, is_remote_allowed: bool) -> Sender:
    """A sender to this server; an invented day does not go to another machine by mistake."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise SettingsError("bad_url", "The server's address is http://HOST:PORT.", "Check --url.")
    if parts.hostname not in LOOPBACK and not is_remote_allowed:
        raise SettingsError(
            "not_this_machine", "This server is another machine.", "Say --remote if that is meant."
        )
    connection = HTTPConnection(parts.hostname, parts.port or 80, timeout=ANSWER_SECONDS)
    return Sender(connection, key, f"sim-{int(wall_clock().timestamp())}")


def paced(events: tuple[Event, ...], speed: float) -> Iterator[Event]:
    """Each event when its time has come, counted from the opening; at once when the sender is late."""
    began = time.monotonic()
    for event in events:
        wait = (event.minute - OPEN) * 60 / speed - (time.monotonic() - began)
        if wait > 0:
            time.sleep(wait)
        yield event


def summary(counted: Counter[tuple[str, str]]) -> Json:
    """By branch: how many of each message were taken, and how many were refused for what."""
    branches = sorted({branch_id for branch_id, _ in counted})
    return {
        name: {what: count for (branch_id, what), count in sorted(counted.items()) if branch_id == name}
        for name in branches
    }

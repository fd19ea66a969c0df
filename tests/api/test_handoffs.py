"""`GET /api/handoffs`: for who signs, once a nonce, and of the key's own branches."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from pydantic import SecretStr
from starlette.applications import Starlette

from lobby.api.handoffs import Handoffs
from lobby.services.sources import Sources
from tests.api.test_guard import answer_of

SECRET = "east-secret-of-at-least-32-letters"


def ask(sources: Sources, **changed: str) -> tuple[int, dict[str, Any]]:
    keys = SecretStr(f"east:{SECRET}:b1:handoff")
    settings = sources.settings.model_copy(update={"api_keys": keys})
    app = Starlette(routes=Handoffs(replace(sources, settings=settings)).routes)
    timestamp, nonce = str(int(sources.clock().timestamp())), changed.get("nonce", "nonce-0000000001")
    empty = sha256(b"").hexdigest()
    text = f"LOBBY-HMAC-SHA256\nGET\n/api/handoffs\n{timestamp}\n{nonce}\n{empty}"
    signed = hmac.new(changed.get("secret", SECRET).encode(), text.encode(), sha256).hexdigest()
    headers = {
        "x-lobby-key": "east", "x-lobby-timestamp": timestamp, "x-lobby-nonce": nonce,
        "x-lobby-signature": signed,
    }  # fmt: skip
    answer = answer_of(app, "/api/handoffs", headers)
    return answer.status, json.loads(answer.text)


def test_who_signs_is_told_of_the_own_branches_and_a_replay_is_not(sources: Sources) -> None:
    status, told = ask(sources)
    assert status == 200
    assert [one["customer_id"] for one in told["handoffs"]] == ["c02", "c11"]
    assert told["handoffs"][1]["missing_document"] == "income_certificate"
    assert (ask(sources)[0], ask(sources)[1]["code"]) == (401, "replayed")
    assert len(sources.desk.audited(9, action="export")) == 1


def test_a_wrong_signature_tells_nothing(sources: Sources) -> None:
    status, told = ask(sources, secret="another-secret-of-at-least-32-letters")
    assert (status, told["code"]) == (401, "bad_signature")
    assert sources.desk.audited(9, action="export") == ()

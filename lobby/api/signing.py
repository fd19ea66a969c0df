"""Who sends a message: its size, its key, its time and its signature, before anything in it is read.

The headers are `X-Lobby-Key`, `X-Lobby-Timestamp`, `X-Lobby-Nonce` and `X-Lobby-Signature`; what is signed
stands in `lobby/domain/signing.py`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from lobby.domain.errors import MessageRefused
from lobby.domain.signing import ApiKey, is_signed, signed_text

log = logging.getLogger("lobby.api")

HEADERS = ("x-lobby-key", "x-lobby-timestamp", "x-lobby-nonce", "x-lobby-signature")
BODY_BYTES = 4096
NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True)
class Gate:
    """Lets a signed message in once: `keys` are those of now, `use_nonce` refuses what a key used before."""

    keys: Callable[[], Mapping[str, ApiKey]]
    clock: Callable[[], datetime]
    window_seconds: int
    use_nonce: Callable[[ApiKey, str], object]

    async def body_of(self, request: Request) -> bytes:
        """The whole body; one that is too large is not read to its end."""
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > BODY_BYTES:
                raise MessageRefused(
                    "too_large", f"The body has more than {BODY_BYTES} bytes.", "Send one message at a time."
                )
        return bytes(body)

    def key_of(self, request: Request, body: bytes) -> ApiKey:
        """The key that signed this message, now and for the first time; else MessageRefused."""
        key_id, timestamp, nonce, given = (request.headers.get(name, "") for name in HEADERS)
        key = self.keys().get(key_id)
        if key is None:
            raise unsigned("unknown_key", "X-Lobby-Key: no such key.", "Ask the bank for the key's id.")
        if not timestamp.isascii() or not timestamp.isdigit() or not NONCE.fullmatch(nonce):
            raise unsigned(
                "bad_headers",
                "X-Lobby-Timestamp or X-Lobby-Nonce is missing or malformed.",
                "Whole seconds since 1970; 16 to 64 letters, digits, - and _.",
            )
        if abs(self.clock().timestamp() - int(timestamp)) > self.window_seconds:
            raise unsigned(
                "late", f"X-Lobby-Timestamp is more than {self.window_seconds} seconds off.", "Set the clock."
            )
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if not is_signed(key.secret, signed_text(request.method, path, timestamp, nonce, body), given):
            raise unsigned(
                "bad_signature", "X-Lobby-Signature does not fit.", "Sign as in the OpenAPI document."
            )
        self.use_nonce(key, nonce)
        return key


def unsigned(code: str, message: str, hint: str) -> MessageRefused:
    """The refusal of who could not show a key; told to the log, and nothing of the message."""
    log.warning("message_refused", extra={"code": code})
    return MessageRefused(code, message, hint)

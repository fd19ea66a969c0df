"""How machines sign what they send, and how an id number is told without being told: HMAC-SHA-256.

What is signed is one text of six lines, each but the last ended by a line feed: the word
`LOBBY-HMAC-SHA256`, the method, the path, the time (whole seconds since 1970 in UTC), the nonce (any text of
16 to 64 letters, digits, `-` and `_` that this key never sent before) and the SHA-256 of the body in
lower-case hex. The signature is the HMAC of that text with the key's secret, in lower-case hex.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from hashlib import sha256

SCHEME = "LOBBY-HMAC-SHA256"
BLOCK = 64


@dataclass(frozen=True)
class ApiKey:
    """One sender's key; without `branches` or `sources` it may speak for every one of them."""

    key_id: str
    secret: str = field(repr=False)
    branches: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    def allows_branch(self, branch_id: str) -> bool:
        return not self.branches or branch_id in self.branches

    def allows_source(self, source: str) -> bool:
        return not self.sources or source in self.sources


def signed_text(method: str, path: str, timestamp: str, nonce: str, body: bytes) -> str:
    """The canonical text of one message."""
    return "\n".join((SCHEME, method, path, timestamp, nonce, sha256(body).hexdigest()))


def signature(secret: str, text: str) -> str:
    """The signature of a canonical text."""
    return hmac.new(secret.encode(), text.encode(), sha256).hexdigest()


def is_signed(secret: str, text: str, given: str) -> bool:
    """Is `given` the signature? Compared in the same time whatever it is."""
    return hmac.compare_digest(signature(secret, text).encode(), given.encode())


def pads(secret: str) -> tuple[bytes, bytes]:
    """The inner and the outer block of an HMAC key, for who has SHA-256 only: RFC 2104."""
    key = secret.encode()
    block = (sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    return bytes(sign ^ 0x36 for sign in block), bytes(sign ^ 0x5C for sign in block)

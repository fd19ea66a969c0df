"""Inputs nobody would think of, drawn by a seed: texts, numbers in disguise, broken JSON, wrong fields."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from lobby.api import openapi
from tests.payloads import payloads

SIGNS = (
    "abcXYZ019 _-%*?'\"\\;:<>()[]{}$&|=+@#~`.,/张伟王０１９ＡＢ　𠮷😀é\u200b\u202e\ud83d\udc00\x00\x07\n\t\r"
)
KNOWN = (
    "c01", "c03", "c99", "13800001234", "13500002345", "000000198001200003", "8888", "张伟", "zw", "A037",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**30, [], {}, [[]], {"a": 1}, "", " ", "x" * 5000, "\x00", "\ud800",
)  # fmt: skip


def texts(lot: Random) -> Iterator[str]:
    """Signs at random, payloads, what is known, and what is known with signs in it."""
    listed = payloads()
    while True:
        drawn = "".join(lot.choices(SIGNS, k=lot.choice((0, 1, 2, 4, 11, 18, 60, 300))))
        known = lot.choice(KNOWN)
        place = lot.randrange(len(known) + 1)
        yield drawn
        yield lot.choice(listed)
        yield known[:place] + drawn[:3] + known[place:]
        yield known + lot.choice(listed)


def messages(lot: Random, valid: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """A path of our own description and a body for it: a valid one with faults put in, or no JSON at all."""
    drawn = texts(lot)
    described = openapi.document()
    posts = {path: fields_of(described, path) for path, by in described["paths"].items() if "post" in by}
    while True:
        path = lot.choice(sorted(posts))
        body = dict(valid[path])
        for _ in range(lot.randrange(1, 4)):
            name = lot.choice((*posts[path], "more"))
            body[name] = lot.choice((next(drawn), lot.choice(VALUES), next(drawn)[:40]))
            if lot.random() < 0.1:
                body.pop(lot.choice(sorted(body)))
        told = json.dumps(body).encode()
        if lot.random() < 0.2:
            cut = lot.randrange(len(told) + 1)
            told = told[:cut] + bytes(lot.choices(range(256), k=lot.randrange(20))) + told[cut + 2 :]
        yield path, told


def fields_of(described: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """The names of the fields that a message to this path may have."""
    content = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    name = content["schema"]["$ref"].rpartition("/")[2]
    return tuple(sorted(described["components"]["schemas"][name]["properties"]))

"""Who may read `/metrics`: with a key who holds it, without one this machine alone."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from lobby.api.guard import Guard
from lobby.api.metrics import Metrics
from tests.api.test_guard import MARK, answer_of

KEY = "k" * 32


def app(key: str | None) -> Starlette:
    figures = Metrics(lambda: b"lobby_look_ups_total 1\n# EOF\n", "application/openmetrics-text", key, MARK)
    return Starlette(
        routes=[Route("/metrics", figures.answer)],
        middleware=[Middleware(Guard, hosts=("localhost",), is_local=True, mark=MARK)],
    )


@pytest.mark.parametrize(
    ("key", "peer", "headers", "status"),
    [
        (None, "127.0.0.1", {}, 200),
        (None, "10.0.0.7", {}, 404),
        (None, "127.0.0.1", {"x-forwarded-for": "10.0.0.7"}, 404),
        (None, "10.0.0.7", {MARK: "yes"}, 404),
        (KEY, "10.0.0.7", {"authorization": f"Bearer {KEY}"}, 200),
        (KEY, "127.0.0.1", {}, 404),
        (KEY, "10.0.0.7", {"authorization": f"Bearer {KEY}x"}, 404),
        (KEY, "10.0.0.7", {"authorization": KEY}, 404),
        (KEY, "10.0.0.7", {"authorization": "Bearer ä"}, 404),
    ],
)
def test_the_figures_are_told_to_whom_they_are_for(
    key: str | None, peer: str, headers: dict[str, str], status: int
) -> None:
    answer = answer_of(app(key), "/metrics", headers, peer)
    assert answer.status == status
    assert ("look_ups" in answer.text) == (status == 200)
    assert answer.headers["cache-control"] == "no-store"

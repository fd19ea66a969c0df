"""`GET /metrics`: figures for a monitoring system in OpenMetrics, for who holds the key.

Without a key they are told on this machine alone. Everybody else hears what an unknown path hears.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response


@dataclass(frozen=True)
class Metrics:
    """The route; `mark` is the header of a request straight from this machine."""

    scrape: Callable[[], bytes]
    content_type: str
    key: str | None
    mark: str

    async def answer(self, request: Request) -> Response:
        """The figures as they are now."""
        if not self.is_open(request):
            return PlainTextResponse("Not Found", status_code=404)
        return Response(await run_in_threadpool(self.scrape), headers={"content-type": self.content_type})

    def is_open(self, request: Request) -> bool:
        """With a key, for `Authorization: Bearer KEY` alone."""
        if self.key is None:
            return request.headers.get(self.mark) == "yes"
        given = request.headers.get("authorization", "").encode()
        return compare_digest(given, f"Bearer {self.key}".encode())

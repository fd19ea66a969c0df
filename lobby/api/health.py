"""`/healthz`: the process answers; `/readyz`: what it stands on."""

from __future__ import annotations

import time
from asyncio import Lock
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

Readiness = Callable[[], Mapping[str, Any]]
HELD_SECONDS = 1.0  # to look waits for the disk, and anybody may ask


async def healthz(request: Request) -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"})


class Ready:
    """The route `/readyz`: 200 while customers can be looked up, else 503; figures without customer data."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness
        self._found: Mapping[str, Any] = {}
        self._looked_at = float("-inf")
        self._lock = Lock()

    async def answer(self, request: Request) -> JSONResponse:
        """What was found within the last second; `degraded` serves, and says why somebody should look."""
        async with self._lock:
            if time.monotonic() - self._looked_at >= HELD_SECONDS:
                self._found = await run_in_threadpool(self._readiness)
                self._looked_at = time.monotonic()
            found = self._found
        return JSONResponse(found, status_code=503 if found["status"] == "unavailable" else 200)

"""`/healthz`: the process answers; `/readyz`: what it stands on."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

Readiness = Callable[[], Mapping[str, Any]]


async def healthz(request: Request) -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"})


class Ready:
    """The route `/readyz`: 200 while customers can be looked up, else 503; figures without customer data."""

    def __init__(self, readiness: Readiness) -> None:
        self.readiness = readiness

    async def answer(self, request: Request) -> JSONResponse:
        """Ask anew each time; `degraded` still serves, and says why somebody should look."""
        found = await run_in_threadpool(self.readiness)
        return JSONResponse(found, status_code=503 if found["status"] == "unavailable" else 200)

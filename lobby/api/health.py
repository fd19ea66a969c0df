"""`/healthz`: the process answers; `/readyz`: a portrait is served and the desk can be written."""

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
    """The route `/readyz`: 200 when customers can be looked up, else 503; figures without customer data."""

    def __init__(self, readiness: Readiness) -> None:
        self.readiness = readiness

    async def answer(self, request: Request) -> JSONResponse:
        """Ask for the portrait's age and the desk."""
        found = dict(await run_in_threadpool(self.readiness))
        is_ready = found.get("portrait") is not None and found.get("is_desk_writable") is True
        told = {"status": "ready" if is_ready else "degraded", **found}
        return JSONResponse(told, status_code=200 if is_ready else 503)

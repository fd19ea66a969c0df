"""`GET /export/{token}`: a file that was made for this browser, once, and only straight on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lobby.api.devices import device_in
from lobby.services.downloads import Downloads

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Exports:
    """Gives out what waits; `mark` is the header of a request straight from this machine."""

    waiting: Downloads
    clock: Callable[[], datetime]
    mark: str

    async def answer(self, request: Request) -> Response:
        """The file, or 404 for everybody and everything else alike."""
        token, device = str(request.path_params["token"]), device_in(request.scope)
        is_direct = request.headers.get(self.mark) == "yes"
        found = self.waiting.fetch(token, device, self.clock()) if is_direct else None
        if found is None:
            return PlainTextResponse("gone", status_code=404)
        named = {"content-disposition": f'attachment; filename="{found.name}"'}
        return Response(found.content, media_type=SHEET, headers=named)

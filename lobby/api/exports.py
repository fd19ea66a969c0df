"""`GET /export/{token}`: a file that was made for this browser, once, and only straight on this machine."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lobby.api.devices import device_in
from lobby.domain.errors import DeskError
from lobby.services import exports
from lobby.services.sources import Sources

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Exports:
    """Gives out what waits; `mark` is the header of a request straight from this machine."""

    sources: Sources
    mark: str

    async def answer(self, request: Request) -> Response:
        """The file, or 404 for everybody and everything else alike."""
        token, device = str(request.path_params["token"]), device_in(request.scope)
        found = None
        if request.headers.get(self.mark) == "yes":
            with suppress(DeskError):
                found = await asyncio.to_thread(exports.fetch, self.sources, token, device)
        if found is None:
            return PlainTextResponse("gone", status_code=404)
        named = {"content-disposition": f'attachment; filename="{found.name}"'}
        return Response(found.content, media_type=SHEET, headers=named)

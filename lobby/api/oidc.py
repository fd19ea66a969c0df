"""Sign-in with the bank's identity provider: Streamlit's login does it, a session of ours comes of it.

Streamlit (Authlib) checks signature, issuer, audience, nonce and time of the token. What it would keep in a
cookie for 30 days is taken from its answer, looked up among the staff, and given to no browser.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from lobby.api.cookies import cookie_given
from lobby.api.devices import device_in
from lobby.api.door import START, Door
from lobby.domain.errors import AccessRefused, DeskError
from lobby.domain.sessions import Provider
from lobby.services import signing_in
from lobby.services.sources import Sources

LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
PATHS = (START, LOGIN, CALLBACK)
CLAIMS_COOKIE = "_streamlit_user"
NAME = "default"  # Streamlit's name for the only provider
SCOPE = "openid email profile"


def secrets_of(provider: Provider, cookie_secret: str) -> Mapping[str, Any]:
    """What Streamlit wants to know of the provider, kept in memory alone.

    It always proves that a code was its own (PKCE), and always has people prove who they are, however lately
    somebody else did.
    """
    return {
        "auth": {
            "redirect_uri": f"{provider.address}{CALLBACK}",
            "cookie_secret": cookie_secret,
            "client_id": provider.client_id,
            "client_secret": provider.client_secret,
            "server_metadata_url": f"{provider.issuer}/.well-known/openid-configuration",
            "client_kwargs": {"scope": SCOPE, "prompt": "login", "code_challenge_method": "S256"},
        }
    }


@dataclass(frozen=True)
class SignIn:
    """The paths of a sign-in; the gate lets nobody in by them who is not in the staff table."""

    sources: Sources
    provider: Provider
    door: Door

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin a sign-in, pass it on to Streamlit, or turn what comes back into a session."""
        try:
            answer = await self.answer(app, scope, receive)
        except DeskError:
            answer = self.door.page(scope, "no_desk", 503)
        await answer(scope, receive, send)

    async def answer(self, app: ASGIApp, scope: Scope, receive: Receive) -> Response:
        device = device_in(scope)
        if await asyncio.to_thread(signing_in.is_locked, self.sources, device):
            return self.door.page(scope, "locked", 429)
        if scope["path"] == START:
            return RedirectResponse(f"{LOGIN}?provider={encode_provider_token(NAME)}", 302)
        status, headers = await asked(app, scope, receive)
        if scope["path"] == LOGIN:
            if status != 302 or not headers.get("location", "").startswith(("https://", "http://")):
                return self.door.page(scope, "no_provider", 502)
            return with_cookies(RedirectResponse(headers["location"], 302), headers)
        return await self.came_back(scope, headers, device)

    async def came_back(self, scope: Scope, headers: Headers, device: str | None) -> Response:
        """The page with a session for who the provider says it is, or why there is none."""
        claims = claims_in(headers)
        if claims is None or str(claims.get("iss")).rstrip("/") != self.provider.issuer:
            if b"code=" in scope["query_string"]:
                await asyncio.to_thread(signing_in.note_bad_token, self.sources, device)
            return with_cookies(self.door.page(scope, "bad_token", 403), headers)
        try:
            begun = await asyncio.to_thread(signing_in.admit, self.sources, claims, device)
        except AccessRefused as refused:
            return with_cookies(self.door.page(scope, refused.code, 403), headers)
        answer = with_cookies(self.door.onward(scope), headers)
        answer.headers.append("set-cookie", cookie_given(begun.token, scope))
        return answer


async def asked(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[int, Headers]:
    """Status and headers of Streamlit's own answer; its page is dropped."""
    begun: list[Message] = []

    async def hear(message: Message) -> None:
        if message["type"] == "http.response.start":
            begun.append(message)

    await app(scope, receive, hear)
    return begun[0]["status"], Headers(raw=begun[0]["headers"])


def claims_in(headers: Headers) -> Mapping[str, object] | None:
    """The claims that Streamlit found to hold and signed, None where it found none."""
    given = {name: one.value for name, one in cookies_given(headers) if one.value}

    def signed(name: str) -> bytes | None:
        value = given.get(name)
        return value and decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))

    found = get_cookie_with_chunks(signed, CLAIMS_COOKIE)
    claims: Mapping[str, object] | None = json.loads(found) if found else None
    return claims


def with_cookies(answer: Response, headers: Headers) -> Response:
    """`answer`, which lets the browser keep or forget what the sign-in needs, and nothing of who signs in."""
    for line in headers.getlist("set-cookie"):
        if not line.startswith(CLAIMS_COOKIE):
            answer.headers.append("set-cookie", line)
    return answer


def cookies_given(headers: Headers) -> Sequence[tuple[str, Any]]:
    return [pair for line in headers.getlist("set-cookie") for pair in SimpleCookie(line).items()]

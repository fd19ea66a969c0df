"""The cookies of a request, and the one that holds a session: no page reads it and no other site sends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

from lobby.api.guard import is_own_name

SESSION = "lobby_session"
SECURE_SESSION = f"__Host-{SESSION}"  # a browser takes it only over TLS, for this host and every path


def cookies_in(scope: Scope) -> Mapping[str, str]:
    """Every cookie of a request by its name."""
    return cookie_parser("; ".join(sent(scope)))


def without_cookies(scope: Scope, is_dropped: Callable[[str], bool]) -> list[tuple[bytes, bytes]]:
    """The headers of a request without the cookies that are to be dropped."""
    parts = [part.strip() for line in sent(scope) for part in line.split(";")]
    kept = "; ".join(part for part in parts if not is_dropped(part.partition("=")[0].strip()))
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"cookie"]
    return [*headers, (b"cookie", kept.encode("latin-1"))] if kept else headers


def token_in(scope: Scope) -> str | None:
    """What the browser holds for its session; over TLS only the cookie that was given over TLS."""
    return cookies_in(scope).get(name_in(scope))


def cookie_given(token: str, scope: Scope) -> str:
    """The cookie that gives a browser its session, gone when the browser is closed."""
    return f"{name_in(scope)}={token}; Path=/; HttpOnly; SameSite=Strict"  # Secure where the guard says so


def name_in(scope: Scope) -> str:
    return SESSION if is_own_name(Headers(scope=scope)) else SECURE_SESSION


def sent(scope: Scope) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"cookie"]

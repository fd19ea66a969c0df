"""The cookies of a request, and giving one that no page can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from starlette.requests import cookie_parser
from starlette.types import Scope

SESSION = "lobby_session"
SECURE_SESSION = f"__Host-{SESSION}"  # a browser takes it only over TLS, for this host and every path
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


def cookies_in(scope: Scope) -> Mapping[str, str]:
    """Every cookie of a request by its name."""
    return cookie_parser("; ".join(sent(scope)))


def without_cookies(scope: Scope, is_dropped: Callable[[str], bool]) -> list[tuple[bytes, bytes]]:
    """The headers of a request without the cookies that are to be dropped."""
    parts = [part.strip() for line in sent(scope) for part in line.split(";")]
    kept = "; ".join(part for part in parts if not is_dropped(part.partition("=")[0].strip()))
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"cookie"]
    return [*headers, (b"cookie", kept.encode("latin-1"))] if kept else headers


def is_loopback(scope: Scope) -> bool:
    """Does the browser reach this server as its own machine, where a connection without TLS is allowed?"""
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"host"]
    return bool(hosts) and urlsplit(f"//{hosts[0]}").hostname in LOOPBACK_NAMES


def cookie(name: str, value: str, *attributes: str, is_secure: bool) -> str:
    """A `Set-Cookie` that only a browser sees, over TLS only where `is_secure`."""
    secure = ("Secure",) if is_secure else ()
    return "; ".join((f"{name}={value}", "Path=/", "HttpOnly", *attributes, *secure))


def token_in(scope: Scope) -> str | None:
    """What the browser holds for its session; over TLS only the cookie that was given over TLS."""
    return cookies_in(scope).get(SESSION if is_loopback(scope) else SECURE_SESSION)


def cookie_given(token: str, scope: Scope) -> str:
    """The cookie that gives a browser its session, gone when the browser is closed."""
    is_secure = not is_loopback(scope)
    return cookie(SECURE_SESSION if is_secure else SESSION, token, "SameSite=Strict", is_secure=is_secure)


def sent(scope: Scope) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"cookie"]

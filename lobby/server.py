"""The server: Streamlit's app with our guard before it and our routes beside it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from lobby.api.arrivals import Machines
from lobby.api.devices import Devices
from lobby.api.door import Door, Say
from lobby.api.exports import Exports
from lobby.api.gate import Gate, Open
from lobby.api.guard import LOOPBACK, Guard
from lobby.api.handoffs import Handoffs
from lobby.api.health import Ready, healthz
from lobby.api.live import Pulse
from lobby.api.metrics import Metrics
from lobby.api.oidc import SignIn, secrets_of
from lobby.api.requests import Requests
from lobby.api.sessions import SessionRoutes
from lobby.domain.sessions import Provider
from lobby.services import sessions
from lobby.services.metrics import CONTENT_TYPE, Meter, scraped
from lobby.services.sources import Sources
from lobby.services.watching import Watching
from lobby.ui.demo import DEVICE_HEADER, DIRECT_HEADER, SESSION_HEADER
from lobby.ui.errors import on_script_error
from lobby.ui.live_link import HTML_LANGUAGES
from lobby.ui.pressed import pressed
from lobby.ui.text import first_guess
from lobby.ui.text import words as words_of

ROOT = Path(__file__).parents[1]
LOCAL_HOSTS = ("localhost", *LOOPBACK)
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 compared with, never bound to by itself
SECRET_VARIABLE = "STREAMLIT_SERVER_COOKIE_SECRET"  # noqa: S105 the variable's name
SECRET_BYTES = 32
GRACE_SECONDS = 2
HAPPENING_SECONDS = 2
Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]


def app(
    *,
    boot: str,
    host: str,
    hosts: Iterable[str],
    watching: Watching,
    readiness: Callable[[], Mapping[str, Any]],
    provider: Provider | None = None,
    happens: Callable[[], bool] | None = None,
    script: Path = ROOT / "app.py",
) -> st.App:
    """The whole ASGI app: `watching` knows what open pages must hear, `readiness` what `/readyz` says.

    At `provider` staff sign in; without one there is the demo sign-in alone.
    `happens` is asked again and again for what happens in an invented bank, and says whether anything did.
    """
    pulse, sources = Pulse(watching.look, watching.seen, boot), watching.sources
    opened = Open(partial(sessions.sweep, sources))
    work: list[Work] = [pulse.watch, opened.watch]
    if happens is not None:
        work.append(partial(go_on, happens, pulse))
    known = {*LOCAL_HOSTS, *hosts, *(() if host in EVERY_ADDRESS else (host,))}
    return st.App(
        script,
        secrets=None if provider is None else secrets_of(provider, config.get_option("server.cookieSecret")),
        lifespan=lambda _: at_work(work),
        routes=[
            Route("/healthz", healthz),
            Route("/readyz", Ready(readiness).answer),
            Route("/metrics", metrics(watching).answer),
            Route("/live", pulse.answer),
            Route("/live/seen", pulse.acknowledge, methods=["POST"]),
            Route("/export/{token}", Exports(sources, DIRECT_HEADER).answer),
            *SessionRoutes(sources, SESSION_HEADER).routes,
            *Machines(sources, pulse.wake).routes,
            *Handoffs(sources).routes,
        ],
        middleware=before_each_request(sources, opened, known, host in LOCAL_HOSTS, provider),
        on_script_error=on_script_error,
    )


def metrics(watching: Watching) -> Metrics:
    """What `/metrics` tells of the sources that are watched, and to whom."""
    sources = watching.sources
    key = sources.settings.metrics_secret()
    return Metrics(scraped(Meter(sources, sources.now, watching.speed)), CONTENT_TYPE, key, DIRECT_HEADER)


def before_each_request(
    sources: Sources, opened: Open, hosts: Iterable[str], is_local: bool, provider: Provider | None
) -> Sequence[Middleware]:
    """What a request passes before Streamlit, the outermost first."""
    door = Door(words, DIRECT_HEADER)
    sign_in = None if provider is None else SignIn(sources, provider, door)
    return (
        Middleware(Requests),
        Middleware(Guard, hosts=hosts, is_local=is_local, mark=DIRECT_HEADER),
        Middleware(Devices, header=DEVICE_HEADER),
        Middleware(
            Gate,
            sources=sources,
            opened=opened,
            header=SESSION_HEADER,
            door=door,
            pressed=pressed,
            sign_in=sign_in,
        ),
    )


def words(locale: str) -> tuple[str, Say]:
    """The language and the words in which a browser of this locale is greeted."""
    language = first_guess(locale)
    return HTML_LANGUAGES[language], words_of(language)


@contextlib.asynccontextmanager
async def at_work(work: Sequence[Work]) -> AsyncIterator[None]:
    """What goes on beside the requests, as long as the block lasts."""
    tasks = [asyncio.create_task(each()) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def go_on(happens: Callable[[], bool], pulse: Pulse) -> None:
    """Let happen what happens, until cancelled."""
    while True:
        if await asyncio.to_thread(happens):
            pulse.wake()
        await asyncio.sleep(HAPPENING_SECONDS)


def configure(host: str, port: int, hosts: Iterable[str], home: Path) -> None:
    """Tell Streamlit where it stands; everything else is in `.streamlit/config.toml`."""
    config._main_script_path = str(ROOT / "app.py")
    PagesManager.uses_pages_directory = False  # a page runs from app.py's list only, never by its own address
    known = [*("localhost", "127.0.0.1", "[::1]"), *hosts, *(() if host in EVERY_ADDRESS else (host,))]
    for name, value in {
        "server.address": host,
        "server.port": port,
        "server.allowedHosts": known,
        "server.cookieSecret": cookie_secret(home),
        "server.trustedUserHeaders": {SESSION_HEADER: "session"},  # a page's state is of one session of ours
    }.items():
        config.set_option(name, value)


def cookie_secret(home: Path) -> str:
    """The key that signs cookies: of the environment, else made once and kept readable by this user only."""
    given = os.environ.get(SECRET_VARIABLE)
    if given:
        return given
    file = home / "cookie_secret"
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(handle, "w") as opened:
        opened.write(secrets.token_hex(SECRET_BYTES))
    return file.read_text().strip()


def run(asgi: st.App, host: str, port: int) -> None:
    """Serve until stopped; forwarded headers are never believed.

    What is loaded by now stays for good and is left out of every garbage collection.
    """
    gc.collect()
    gc.freeze()
    uvicorn.run(
        asgi,
        host=host,
        port=port,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        ws_per_message_deflate=False,
        log_config=None,
        ws_max_size=config.get_option("server.maxMessageSize") * 1024 * 1024,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )

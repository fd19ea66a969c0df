"""`lobby serve`: the screen, on this machine unless HOST says otherwise."""

import os
from collections.abc import Callable
from functools import partial
from typing import Annotated
from urllib.parse import urlsplit

import typer

from lobby.data.desk_check import check_whole
from lobby.data.settings import Settings
from lobby.services.audit_copy import Shipping
from lobby.services.readiness import readiness
from lobby.services.sample_day import SampleDay
from lobby.services.sources import Sources


def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on; HOST or LOBBY_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; PORT or LOBBY_PORT.")] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A host name under which browsers may reach the server.")
    ] = None,
    sample_day: Annotated[
        bool, typer.Option(help="Let people come into the branches of an invented bank; of no other.")
    ] = False,
) -> None:
    """Serve the screen until stopped, and print where."""
    from lobby import server  # Streamlit takes a second to import; the other commands do without
    from lobby.ui import live_link, session, text

    settings = Settings()
    address = host or os.environ.get("HOST") or settings.host
    number = port or int(os.environ.get("PORT") or settings.port)
    text.check()
    if settings.desk_address() is None:
        check_whole(settings.home, settings.backups, is_full=False)
    house = session.house()
    shown = "localhost" if address in server.EVERY_ADDRESS else address
    url = f"http://{f'[{shown}]' if ':' in shown else shown}:{number}"
    provider = settings.provider(url)
    hosts = [*(allow_host or ()), *filter(None, [urlsplit(settings.url).hostname])]
    server.configure(address, number, hosts, settings.home)
    app = server.app(
        boot=live_link.boot(),
        host=address,
        hosts=hosts,
        watching=house.watching,
        readiness=lambda: readiness(house.sources, house.now),
        provider=provider,
        happens=partial(happen, beside(house.sources, sample_day)),
    )
    print(f"Lobby is served at {url}", flush=True)
    server.run(app, address, number)


def beside(sources: Sources, sample_day: bool) -> tuple[Callable[[], bool], ...]:
    """What goes on beside the requests: the audit is sent outside, and people come into an invented bank."""
    shipping = (Shipping(sources).go_on,) if sources.settings.audit_sink is not None else ()
    return (*shipping, SampleDay(sources).tell) if sample_day else shipping


def happen(each: tuple[Callable[[], bool], ...]) -> bool:
    """Let every one go on for a moment; did anything happen that pages must hear of?"""
    return sum(one() for one in each) > 0

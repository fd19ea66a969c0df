"""A tablet without a screen, many to a process: it taps and hears what comes, as Streamlit's front end does.

Its live link is the page's own: what the board's ear asks for is made anew as the ear would.
"""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ANSWER_SECONDS = 120
EAR = "ear_board"
OVER = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass(frozen=True)
class Widget:
    """Where a press goes: the element's id, and the fragment it makes anew alone."""

    element_id: str
    fragment_id: str


@dataclass
class Tablet:
    """One browser's session on one server."""

    url: str
    widgets: dict[str, Widget] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    page: str = ""
    drawn: dict[str, float] = field(default_factory=dict)
    cached: dict[str, ForwardMsg] = field(default_factory=dict)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    cookie: str = ""

    async def start(self) -> None:
        """Load the page, and have it made for the first time."""
        self.cookie = await asyncio.to_thread(cookie_of, self.url)
        self.way: ClientConnection = await connect(
            f"{self.url.replace('http', 'ws', 1)}/_stcore/stream",
            origin=self.url,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": self.cookie},
            compression=None,
            max_size=None,
            max_queue=None,
            ping_interval=None,
            open_timeout=ANSWER_SECONDS,
            proxy=None,
        )
        await self.run(BackMsg())

    async def press(self, key: str) -> dict[str, float]:
        """Press a button; when each keyed container, and the `end`, was there, in seconds of the clock."""
        return await self.say(key, trigger=True)

    async def type(self, key: str, text: str) -> dict[str, float]:
        """Type into a field or choose from a list."""
        return await self.say(key, text=text)

    async def touch(self) -> None:
        """Say that somebody is there, as the live link does."""
        told = {"Cookie": self.cookie, "Origin": self.url}
        asked = urllib.request.Request(f"{self.url}/session/touch", b"", told)  # noqa: S310 our own address
        with await asyncio.to_thread(urllib.request.urlopen, asked, timeout=ANSWER_SECONDS):
            pass

    async def go(self, page: str) -> dict[str, float]:
        """To another page by its name in the address."""
        self.page = self.pages[page]
        return await self.run(BackMsg())

    async def say(self, key: str, *, trigger: bool = False, text: str = "") -> dict[str, float]:
        widget = self.widgets[key]
        asked = BackMsg()
        asked.rerun_script.fragment_id = widget.fragment_id
        state = asked.rerun_script.widget_states.widgets.add()
        state.id = widget.element_id
        if trigger:
            state.trigger_value = True
        else:
            state.string_value = text
        return await self.run(asked)

    async def hear(self, topic: str, token: str) -> dict[str, float] | None:
        """What the ear does with news; nothing where the page has no ear."""
        ear = self.widgets.get(EAR)
        if ear is None:
            return None
        asked = BackMsg()
        asked.rerun_script.fragment_id = ear.fragment_id
        state = asked.rerun_script.widget_states.widgets.add()
        state.id = f"$$STREAMLIT_INTERNAL_KEY_{ear.element_id}__events"
        state.json_trigger_value = json.dumps([{"event": "changed", "value": f"{topic} {token}"}])
        return await self.run(asked)

    async def run(self, asked: BackMsg) -> dict[str, float]:
        """Have the script run, and wait for its end."""
        async with self.one_at_a_time, asyncio.timeout(ANSWER_SECONDS):
            asked.rerun_script.page_script_hash = self.page
            await self.way.send(asked.SerializeToString())
            self.drawn, is_whole = {}, not asked.rerun_script.fragment_id
            while True:
                heard = self.known(await self.way.recv())
                kind = heard.WhichOneof("type")
                if kind == "delta":
                    self.see(heard)
                elif kind == "new_session":
                    self.page = heard.new_session.page_script_hash
                    if is_whole:
                        self.widgets = {}
                elif kind == "navigation":
                    self.page = heard.navigation.page_script_hash
                    self.pages = {
                        one.url_pathname: one.page_script_hash for one in heard.navigation.app_pages
                    }
                elif kind == "script_finished":
                    if heard.script_finished in OVER:
                        return self.drawn | {"end": time.monotonic()}
                    is_whole = True

    def known(self, received: bytes | str) -> ForwardMsg:
        heard = ForwardMsg()
        heard.ParseFromString(received if isinstance(received, bytes) else received.encode())
        if heard.WhichOneof("type") == "ref_hash":
            return self.cached[heard.ref_hash]
        if heard.hash:
            self.cached[heard.hash] = heard
        return heard

    def see(self, heard: ForwardMsg) -> None:
        if heard.delta.WhichOneof("type") == "add_block":
            name = heard.delta.add_block.id
        else:
            element = heard.delta.new_element
            kind = element.WhichOneof("type")
            shown = getattr(element, kind) if kind else None
            name = str(getattr(shown, "id", ""))
            if kind == "selectbox" and name.endswith("-staff"):
                self.options = list(element.selectbox.options)
            if name.count("-") > 1:
                self.widgets[name.split("-", 2)[2]] = Widget(name, heard.delta.fragment_id)
        if name.count("-") > 1:
            self.drawn[name.split("-", 2)[2]] = time.monotonic()

    async def close(self) -> None:
        with suppress(OSError):
            await self.way.close()


def cookie_of(url: str) -> str:
    """The cookies that the page gives a browser."""
    with urllib.request.urlopen(url, timeout=ANSWER_SECONDS) as page:  # noqa: S310 our own address
        given = SimpleCookie("; ".join(page.headers.get_all("set-cookie") or []))
    return "; ".join(f"{name}={one.value}" for name, one in given.items())


async def listen(url: str, cookie: str, branch_id: str, told: asyncio.Queue[tuple[str, str]]) -> None:
    """The live link of one tablet: every topic and token it is told, until cancelled."""
    host = urlsplit(url)
    reader, writer = await asyncio.open_connection(host.hostname, host.port)
    asked = (f"GET /live?branch={branch_id} HTTP/1.1", f"Host: {host.netloc}", f"Cookie: {cookie}", "", "")
    writer.write("\r\n".join(asked).encode())
    try:
        while line := await reader.readline():
            if line.startswith(b"data: ") and b" " in line[6:].strip():
                topic, token = line[6:].decode().split()
                told.put_nowait((topic, token))
    finally:
        writer.close()

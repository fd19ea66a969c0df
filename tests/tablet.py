"""A tablet without a screen: over a WebSocket it speaks to the real server as Streamlit's front end does."""

from __future__ import annotations

import re
import ssl
import urllib.request
from http.cookies import SimpleCookie
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Button_pb2 import Button
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

WAIT_SECONDS = 30
NO_TOKEN = "PLACEHOLDER_AUTH_TOKEN"


class Tablet:
    """One browser's session: what the page shows by the keys of its widgets, and the presses on it.

    `held` are the cookies of a browser on which somebody has signed in; with `session_id` it asks for that
    session's page. `told` is all that the server sent, message by message.
    """

    def __init__(
        self, url: str, context: ssl.SSLContext | None = None, held: str = "", session_id: str = ""
    ) -> None:
        asked = urllib.request.Request(url, headers={"Cookie": held})  # noqa: S310 our own address
        with urllib.request.urlopen(asked, timeout=WAIT_SECONDS, context=context) as page:  # noqa: S310
            cookies = SimpleCookie("; ".join(page.headers.get_all("set-cookie") or []))
        given = [f"{name}={one.value}" for name, one in cookies.items()]
        self.url, self.context = url, context
        self.cookies = "; ".join([held, *given] if held else given)
        self.ids: dict[str, str] = {}
        self.drawn: dict[str, Any] = {}
        self.pages: dict[str, str] = {}
        self.page = ""
        self.opened: set[str] = set()
        self.typed: dict[str, str] = {}
        self.cached: dict[str, ForwardMsg] = {}
        self.told: list[bytes] = []
        self.session_id = session_id
        self.way = self._way()
        self.look()

    def come_back(self) -> None:
        """Connect anew as a browser does by itself, naming the session that it had, and have its page."""
        self.way.close()
        self.way = self._way()
        self.look()

    def press(self, key: str) -> None:
        """Press the button whose key this is, and have the page that it makes."""
        self._run(WidgetState(id=self.ids[key], trigger_value=True))

    def type(self, key: str, text: str) -> None:
        """Type into a field; it says so from then on."""
        self.typed[self.ids[key]] = text
        self.look()

    def choose(self, key: str, beginning: str) -> None:
        """Choose from a list what begins so."""
        self.type(key, next(one for one in self.drawn[key].options if one.startswith(beginning)))

    def go(self, page: str) -> None:
        """To another page by its name in the address."""
        self.page = self.pages[page]
        self.look()

    def open(self, key: str) -> None:
        """Unfold what stays folded until then; it stays open."""
        self.opened.add(self.ids[key])
        self.look()

    def key(self, pattern: str) -> str | None:
        """The first key on the page that begins so."""
        return next((key for key in self.ids if re.match(pattern, key)), None)

    def says(self, key: str) -> str:
        """What stands in a text field."""
        field = self.drawn[key]
        return str(field.value if field.set_value else self.typed.get(field.id, field.default))

    def look(self) -> None:
        """Have the page made anew."""
        self._run()

    def buttons(self) -> tuple[str, ...]:
        """The ids of every button on the page."""
        return tuple(one.id for one in self.drawn.values() if isinstance(one, Button))

    def touch(self, *buttons: str) -> None:
        """Press buttons that a page had, at once, whether or not the one there now has them."""
        self._run(*(WidgetState(id=one, trigger_value=True) for one in buttons))

    def close(self) -> None:
        self.way.close()

    def _way(self) -> ClientConnection:
        named = ["streamlit", NO_TOKEN, self.session_id] if self.session_id else ["streamlit"]
        return connect(
            f"{self.url.replace('http', 'ws', 1)}/_stcore/stream",
            origin=self.url,  # type: ignore[arg-type]
            subprotocols=named,  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookies},
            max_size=None,
            legacy=True,
            ssl=self.context,
        )

    def _run(self, *changed: WidgetState) -> None:
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.page
        opened = (WidgetState(id=one, bool_value=True) for one in sorted(self.opened))
        typed = (WidgetState(id=one, string_value=text) for one, text in self.typed.items())
        asked.rerun_script.widget_states.widgets.extend([*opened, *typed, *changed])
        self.way.send(asked.SerializeToString())
        self.ids, self.drawn = {}, {}
        while True:
            heard = self._heard()
            kind = heard.WhichOneof("type")
            if kind == "new_session":
                self.ids, self.drawn, self.page = {}, {}, heard.new_session.page_script_hash
                self.session_id = heard.new_session.initialize.session_id
            elif kind == "delta":
                self._see(heard)
            elif kind == "navigation":
                self.page = heard.navigation.page_script_hash
                self.pages = {one.url_pathname: one.page_script_hash for one in heard.navigation.app_pages}
            elif kind == "script_finished" and heard.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                self.typed = {one: text for one, text in self.typed.items() if one in self.ids.values()}
                return

    def _heard(self) -> ForwardMsg:
        heard = ForwardMsg()
        sent = self.way.recv(timeout=WAIT_SECONDS)
        self.told.append(bytes(sent))  # type: ignore[arg-type]
        heard.ParseFromString(sent)
        if heard.WhichOneof("type") == "ref_hash":
            return self.cached[heard.ref_hash]
        if heard.hash:
            self.cached[heard.hash] = heard
        return heard

    def _see(self, heard: ForwardMsg) -> None:
        drawn = heard.delta.new_element if heard.delta.HasField("new_element") else heard.delta.add_block
        kind = drawn.WhichOneof("type")
        shown = getattr(drawn, kind) if kind else None
        name = getattr(shown, "id", "")
        if name:
            key = name.split("-", 2)[2]
            self.ids[key], self.drawn[key] = name, shown

"""A network between browsers and the server that goes away when it is told to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Literal

Cut = Literal["reset", "held", "dead"]
AT_ONCE = 65536


class Network:
    """What lies between: while it is cut nothing passes, and new connections lead nowhere.

    By `reset` whoever has a connection is told at once that it is gone. Otherwise nobody is told anything:
    what was `held` is delivered late, and what is `dead` never is, as when a tablet comes back elsewhere.
    """

    def __init__(self, server_port: int, door: socket.socket) -> None:
        self.server_port = server_port
        self.door = door
        self.url = f"http://127.0.0.1:{door.getsockname()[1]}"
        self.open: set[socket.socket] = set()
        self.dead: set[socket.socket] = set()
        self.how: Cut = "reset"
        self.is_up = threading.Event()
        self.is_up.set()

    def cut(self, how: Cut) -> None:
        """Let nothing pass from now on."""
        self.how = how
        self.is_up.clear()
        if how == "reset":
            for one in tuple(self.open):
                hang_up(one)

    def mend(self) -> None:
        """Let everything pass again."""
        if self.how == "dead":
            self.dead |= self.open
        self.is_up.set()

    def admit(self) -> None:
        """Take connections in until the door is closed."""
        with suppress(OSError):
            while True:
                browser, _ = self.door.accept()
                threading.Thread(target=self.join, args=(browser,), daemon=True).start()

    def join(self, browser: socket.socket) -> None:
        """Connect a browser with the server, once there is a network, until one of them hangs up."""
        if not self.is_up.is_set() and self.how == "reset":
            browser.close()
            return
        self.open.add(browser)
        self.is_up.wait()
        if browser in self.dead:
            return
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.server_port)) as server:
            self.open.add(server)
            back = threading.Thread(target=self.carry, args=(server, browser), daemon=True)
            back.start()
            self.carry(browser, server)
            back.join()
        self.open -= {browser, server}
        browser.close()

    def carry(self, said: socket.socket, heard: socket.socket) -> None:
        """Take what one says to the other, until it hangs up; what is dead says and hears nothing more."""
        with suppress(OSError):
            while told := said.recv(AT_ONCE):
                self.is_up.wait()
                if said not in self.dead:
                    heard.sendall(told)
        if said not in self.dead:
            hang_up(heard)


def hang_up(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


@contextmanager
def network(server_port: int) -> Iterator[Network]:
    """A network to the server on this port, on a port of its own."""
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        between = Network(server_port, door)
        threading.Thread(target=between.admit, daemon=True).start()
        yield between
        between.cut("reset")
        between.is_up.set()
        hang_up(door)

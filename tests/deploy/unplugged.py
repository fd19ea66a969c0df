"""The whole of Lobby where there is no network but the machine's own: a build, the server, and every page.

Run as `unshare --net --map-root-user python -m tests.deploy.unplugged HOME`; prints what it saw as JSON. The
browser is in a network of its own, from which one way leads to the server: what it asks for is not Lobby's.
"""

from __future__ import annotations

import fcntl
import json
import re
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from lobby.domain.viewer import Role, Viewer
from lobby.services.permission import pages_of
from tests.browser.at_the_desk import LINK, addresses, broken_policies, sign_in, turn_to
from tests.browser.bank import LOBBY, ROOT, Server, environment
from tests.browser.engines import STILL, Browser, started, there, until
from tests.deploy.proxies import pour

SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1
FARAWAY = (("192.0.2.1", 443), ("2001:db8::1", 443))  # addresses for documents; nobody has them
STAFF: Mapping[str, Role] = {"郭静": "manager", "高远": "head_office", "梁正": "risk", "宋清": "auditor"}
TOLD = "document.querySelector('[data-testid=stMain]').innerText.length"
ICONS = "document.fonts.check('16px \"Material Symbols Rounded\"')"


def raise_loopback() -> None:
    """A new network has the machine's own interface, and has it down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh", b"lo", IFF_UP))


def attempts() -> int:
    """How often anything in this network asked for a way out that is not there, as the kernel counts it."""
    heads, counts = (
        line.split() for line in Path("/proc/net/snmp").read_text().splitlines() if line.startswith("Ip:")
    )
    six = re.search(r"^Ip6OutNoRoutes\s+(\d+)", Path("/proc/net/snmp6").read_text(), re.MULTILINE)
    return int(counts[heads.index("OutNoRoutes")]) + int(six[1] if six else 0)


def is_counted() -> bool:
    """Is an attempt counted, whatever the protocol?"""
    before = attempts()
    for address in FARAWAY:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
            with socket.socket(family, kind) as faraway:
                faraway.connect_ex(address)
    return attempts() - before >= len(FARAWAY)


def built(home: Path) -> int:
    """Build the tiny bank's portrait; the exit code."""
    command = [*LOBBY, "build", "--feed", str(ROOT / "tests" / "data" / "tiny")]
    return subprocess.run(
        command, cwd=ROOT, env=environment(home), capture_output=True, check=False
    ).returncode


def pages_seen(browser: Browser, url: str) -> list[str]:
    """Open every page of every role; the names of those that told something."""
    seen = set()
    for name, role in STAFF.items():
        count = len(pages_of(Viewer(name, name, role, None)))
        browser.open(url)
        sign_in(browser, name)
        until(browser, f"{there(LINK)} && {STILL}")
        links = addresses(browser)
        assert len(links) == count
        for link in links:
            turn_to(browser, link)
            until(
                browser, f"location.href.startsWith('{link}'.replace(/\\/$/, '')) && {STILL} && {TOLD} > 20"
            )
            seen.add(link.rpartition("/")[2] or "board")
    return sorted(seen)


def hand_on(door: socket.socket, family: int, address: str | tuple[str, int]) -> None:
    """Whoever comes to the door is led to the address, until the process ends."""

    def carry(client: socket.socket) -> None:
        with client, socket.socket(family) as server, suppress(OSError):
            server.connect(address)
            back = threading.Thread(target=pour, args=(server, client, bytearray()), daemon=True)
            back.start()
            pour(client, server, bytearray())
            back.join()

    def admit() -> None:
        while True:
            threading.Thread(target=carry, args=(door.accept()[0],), daemon=True).start()

    threading.Thread(target=admit, daemon=True).start()


def browse(port: int, way: str) -> dict[str, Any]:
    """What a browser sees that reaches nothing but the server, by the way of a socket in the file system."""
    raise_loopback()
    hand_on(socket.create_server(("127.0.0.1", port)), socket.AF_UNIX, way)
    with started("chromium") as browser:
        return {
            "pages": pages_seen(browser, f"http://127.0.0.1:{port}"),
            "has_icons": until(browser, ICONS),
            "foreign": browser.foreign,
            "broken": broken_policies(browser),
        }


def serve(home: Path) -> dict[str, Any]:
    """Build, serve and have every page looked at; what was seen, and how often a way out was asked for."""
    raise_loopback()
    counted, before = is_counted(), attempts()
    code = built(home)
    server, way = Server(home), str(home / "way")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(way)
        door.listen()
        hand_on(door, socket.AF_INET, ("127.0.0.1", server.port))
        command = ["unshare", "--net", sys.executable, "-m", "tests.deploy.unplugged", str(server.port), way]
        try:
            seen = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        finally:
            server.stop()
    return {"is_counted": counted, "build": code, "attempts": attempts() - before, **json.loads(seen.stdout)}


if __name__ == "__main__":
    match sys.argv[1:]:
        case [home]:
            print(json.dumps(serve(Path(home))))
        case [port, way]:
            print(json.dumps(browse(int(port), way)))

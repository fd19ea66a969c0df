"""nginx and Caddy of `docs/deploy` on this machine, with papers of their own, before a real server."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from lobby.api import devices
from lobby.api.cookies import SECURE_SESSION
from lobby.data.settings import Settings
from lobby.domain.signing import signature, signed_text
from lobby.services import sessions, staff
from lobby.services.sources import Sources, open_sources
from lobby.ui.session import wall_clock
from tests.browser.bank import Server, free_port

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
NAME = "lobby.example"
KEY_ID, SECRET = "east", "east-secret-of-at-least-32-letters"
DEVICE = "tablet-one-1"
START_SECONDS = 10
WAIT_SECONDS = 20
AT_ONCE = 65536
NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
NGINX = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Papers:
    """A throw-away authority for the server's name, another for tablets, and certificates of both."""

    folder: Path

    def make(self, *tablets: str) -> None:
        """Make all of them; `tablets` are the names of tablets."""
        self.authority("ca")
        self.authority("tablets")
        self.certificate("lobby", "ca", "-addext", f"subjectAltName=DNS:{NAME}")
        self.certificate("stranger", "ca")
        for tablet in tablets:
            self.certificate(tablet, "tablets")

    def authority(self, name: str) -> None:
        self.request(name, name)

    def certificate(self, name: str, by: str, *more: str) -> None:
        signed_by = ["-CA", str(self.folder / f"{by}.pem"), "-CAkey", str(self.folder / f"{by}.key")]
        self.request(name, NAME, *signed_by, *more)

    def request(self, name: str, subject: str, *more: str) -> None:
        files = ["-keyout", str(self.folder / f"{name}.key"), "-out", str(self.folder / f"{name}.pem")]
        command = ["openssl", "req", "-x509", *NEW_KEY, "-subj", f"/CN={subject}", *files, *more]
        subprocess.run(command, check=True, capture_output=True, timeout=START_SECONDS)

    def context(self, holder: str | None = None) -> ssl.SSLContext:
        """What somebody with this certificate, or with none, trusts and shows."""
        context = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        if holder is not None:
            context.load_cert_chain(self.folder / f"{holder}.pem", self.folder / f"{holder}.key")
        return context


@dataclass
class Overheard:
    """What a proxy says to the server behind it, letter by letter."""

    server_port: int
    port: int = 0
    said: bytearray = field(default_factory=bytearray)

    def carry(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(("127.0.0.1", self.server_port)) as server:
            back = threading.Thread(target=pour, args=(server, client, bytearray()), daemon=True)
            back.start()
            pour(client, server, self.said)
            back.join()

    @contextmanager
    def listening(self) -> Iterator[Overheard]:
        """Stand between proxy and server during the block."""
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = door.getsockname()[1]

            def admit() -> None:
                with suppress(OSError):
                    while True:
                        client, _ = door.accept()
                        threading.Thread(target=self.carry, args=(client,), daemon=True).start()

            threading.Thread(target=admit, daemon=True).start()
            yield self
            door.shutdown(socket.SHUT_RDWR)


def pour(source: socket.socket, target: socket.socket, kept: bytearray) -> None:
    """Hand on what comes until one of them hangs up."""
    with suppress(OSError):
        while told := source.recv(AT_ONCE):
            kept += told
            target.sendall(told)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def beside(server: Server) -> Iterator[Sources]:
    """Another process on the desk store of a server: this one."""
    sources = open_sources(
        Settings(home=server.home, desk_url=server.settings.get("LOBBY_DESK_URL")), wall_clock
    )
    try:
        yield sources
    finally:
        sources.close()


def signed_in(sources: Sources, device: str = DEVICE) -> tuple[str, str]:
    """The session in which the first of the staff has signed in on a tablet, and that tablet's cookies."""
    begun = sessions.begin(sources, staff.viewer(sources, "s1", device))
    return begun.session.session_id, f"{devices.COOKIE}={device}; {SECURE_SESSION}={begun.token}"


@dataclass(frozen=True)
class Proxy:
    """A running proxy: its ports, its papers, what it says to the server; `held` are a tablet's cookies."""

    kind: str
    port: int
    plain_port: int
    papers: Papers
    overheard: Overheard
    held: str

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.port}"

    def connected(
        self, holder: str | None = "tablet", context: ssl.SSLContext | None = None
    ) -> ssl.SSLSocket:
        """A connection of whoever holds this certificate."""
        plain = socket.create_connection(("127.0.0.1", self.port), WAIT_SECONDS)
        return (context or self.papers.context(holder)).wrap_socket(plain, server_hostname=NAME)

    def live(self, holder: str, held: str) -> ssl.SSLSocket:
        """The live link of this tablet, of whose branch everything is told."""
        way = self.connected(holder)
        way.sendall(
            f"GET /live?branch=b1 HTTP/1.1\r\nHost: {NAME}:{self.port}\r\nCookie: {held}\r\n\r\n".encode()
        )
        return way

    def ask(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        holder: str | None = "tablet",
        method: str = "GET",
        body: bytes | None = None,
    ) -> HTTPResponse:
        """The answer to one request, read to its end."""
        connection = HTTPConnection(NAME, self.port)
        with closing(connection):
            connection.sock = self.connected(holder)
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            answer.read()
        return answer


def missing(kind: str) -> str | None:
    """What this machine lacks to run the proxy."""
    return next((name for name in (kind, "openssl") if shutil.which(name) is None), None)


def site(kind: str, papers: Papers, port: int, plain_port: int, servers: list[int]) -> str:
    """The file of `docs/deploy` with this machine's ports and papers in it, and nothing else changed."""
    text = (DEPLOY / {"nginx": "nginx.conf", "caddy": "Caddyfile"}[kind]).read_text(encoding="utf-8")
    behind = [f"127.0.0.1:{one}" for one in servers]
    changed = {
        "nginx": {
            "listen 80;": f"listen 127.0.0.1:{plain_port};",
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "server 127.0.0.1:8501;": " ".join(f"server {one};" for one in behind),
        },
        "caddy": {
            "\tadmin off\n": f"\tadmin off\n\thttp_port {plain_port}\n\thttps_port {port}\n",
            f"\n{NAME} {{\n": f"\n{NAME} {{\n\tbind 127.0.0.1\n",
            "reverse_proxy 127.0.0.1:8501 {": f"reverse_proxy {' '.join(behind)} {{",
        },
    }[kind]
    for old, new in {"/etc/lobby/tls": str(papers.folder), **changed}.items():
        assert old in text
        text = text.replace(old, new)
    return text


@contextmanager
def running(kind: str, folder: Path, papers: Papers, server: Server, *more: Server) -> Iterator[Proxy]:
    """A proxy before this server (and `more`, which share its desk store), until the block ends."""
    port, plain_port = free_port(), free_port()
    with ExitStack() as stack:
        overheard = stack.enter_context(Overheard(server.port).listening())
        behind = [overheard.port, *(one.port for one in more)]
        (folder / "site.conf").write_text(site(kind, papers, port, plain_port, behind))
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder))
        command = {
            "nginx": ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")],
            "caddy": ["caddy", "run", "--config", str(folder / "site.conf"), "--adapter", "caddyfile"],
        }[kind]
        log = stack.enter_context((folder / "log").open("wb"))
        own = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
        process = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=log)
        stack.callback(process.wait, START_SECONDS)
        stack.callback(process.kill)
        wait_for(port, process, folder / "log")
        with beside(server) as sources:
            held = signed_in(sources)[1]
        yield Proxy(kind, port, plain_port, papers, overheard, held)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until somebody listens there."""
    pause = threading.Event()
    for _ in range(START_SECONDS * 20):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        pause.wait(0.05)
    raise RuntimeError(log.read_text())


def leads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy's name is this machine."""
    real = socket.getaddrinfo

    def found(host: str | bytes | None, *rest: object, **more: object) -> object:
        return real("127.0.0.1" if host == NAME else host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", found)


def signed(path: str, body: bytes) -> dict[str, str]:
    """The headers with which a machine sends this message."""
    timestamp, nonce = str(int(wall_clock().timestamp())), secrets.token_hex(16)
    text = signed_text("POST", path, timestamp, nonce, body)
    return {
        "X-Lobby-Key": KEY_ID,
        "X-Lobby-Timestamp": timestamp,
        "X-Lobby-Nonce": nonce,
        "X-Lobby-Signature": signature(SECRET, text),
    }

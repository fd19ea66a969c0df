"""The place outside to which the audit is sent as it is written: a file, or a syslog server by RFC 5424.

Numbers and codes only: no name, no amount, nothing that anybody typed. What is sent has the hash of each row,
so that the copy can be held against the desk store: `lobby audit verify --against`.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lobby.domain.errors import SettingsError

SENT = (
    "sequence", "happened_at", "staff_id", "role", "branch_id", "device", "action", "result", "customer_id",
    "visit_id", "hash",
)  # fmt: skip
SECONDS = 5.0
PRIORITY = 13 * 8 + 6  # log audit, informational
SYSLOG_PORT = 514
BYTES_AT_ONCE = 4096

Send = Callable[[Sequence[Mapping[str, Any]]], None]


def sink_of(address: str) -> Send:
    """What sends rows to `address`; it raises OSError where they may not have arrived."""
    parts = urlsplit(address)
    try:
        host, port = parts.hostname or "", parts.port or SYSLOG_PORT
    except ValueError:
        host, port = "", 0
    if parts.scheme in ("syslog", "syslog+tcp") and host:
        return lambda rows: to_stream((host, port), rows)
    if parts.scheme == "syslog+udp" and host:
        return lambda rows: to_datagrams((host, port), rows)
    if parts.scheme == "syslog+unix" and parts.path:
        return lambda rows: to_socket(parts.path, rows)
    if not parts.scheme and address:
        return lambda rows: to_file(Path(address), rows)
    raise SettingsError(
        "audit_sink_malformed",
        "LOBBY_AUDIT_SINK names no file and no syslog server.",
        "Write a path, or syslog+tcp://HOST:PORT, syslog+udp://HOST:PORT or syslog+unix:///PATH.",
    )


def line_of(row: Mapping[str, Any]) -> str:
    """One row as JSON on one line, whatever is in it."""
    told = {name: row[name] for name in SENT}
    return json.dumps({**told, "happened_at": timestamp(row["happened_at"])}, separators=(",", ":"))


def timestamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def message_of(row: Mapping[str, Any]) -> bytes:
    """One row as a message of RFC 5424."""
    header = f"<{PRIORITY}>1 {timestamp(row['happened_at'])} {socket.gethostname() or '-'} lobby - audit -"
    return f"{header} {line_of(row)}".encode("ascii")


def to_file(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add lines to a file of our own and wait for the disk; a line cut off by a kill is ended first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{line_of(row)}\n" for row in rows).encode("ascii")
    with os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+b", buffering=0) as file:
        end = file.seek(0, os.SEEK_END)
        is_cut = end > 0 and os.pread(file.fileno(), 1, end - 1) != b"\n"
        whole = b"\n" + text if is_cut else text
        while whole:
            whole = whole[file.write(whole) :]
        os.fsync(file.fileno())


def to_stream(address: tuple[str, int], rows: Sequence[Mapping[str, Any]]) -> None:
    """Messages counted by octets over TCP; they have arrived once the server hangs up."""
    with socket.create_connection(address, timeout=SECONDS) as stream:
        stream.sendall(b"".join(b"%d %s" % (len(said), said) for said in map(message_of, rows)))
        stream.shutdown(socket.SHUT_WR)
        while stream.recv(BYTES_AT_ONCE):
            pass


def to_datagrams(address: tuple[str, int], rows: Sequence[Mapping[str, Any]]) -> None:
    """One datagram a row: UDP tells of no loss, which `lobby audit verify --against` finds."""
    family, kind, protocol, _, where = socket.getaddrinfo(*address, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as sender:
        for row in rows:
            sender.sendto(message_of(row), where)


def to_socket(path: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """One datagram a row to the machine's own log daemon."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.settimeout(SECONDS)
        sender.connect(path)
        for row in rows:
            sender.send(message_of(row))

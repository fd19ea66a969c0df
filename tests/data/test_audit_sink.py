"""The audit's copy outside: in order, at least once, over a sink that fails and a server that restarts."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lobby.data.audit_sink import sink_of
from lobby.data.desk import Desk, Happening
from lobby.data.desk_audit_check import heads_in, verify
from lobby.data.desk_shipping import Lag, lag, require_sent, ship
from lobby.domain.errors import DeskError, SettingsError
from lobby.domain.viewer import Viewer
from tests.desk_stores import DeskStore, Watch

VIEWER = Viewer("S01", "林示例", "lobby", "B01", frozenset({"wm"}), "ipad-1", "tester")
PERSONAL = ("林示例", "tester", "the neighbour", "王", "13800001234")
RFC5424 = re.compile(r"<110>1 2026-11-20T01:00:0\d\.000000Z \S+ lobby - audit - (\{.*\})")


@pytest.fixture
def desk(store: DeskStore, watch: Watch) -> Iterator[Desk]:
    """A desk store with four rows of audit that hold more than may leave."""
    opened = store.open(watch)
    for number in range(1, 5):
        watch.pass_by(seconds=1)
        about = {"of": "王 13800001234"}
        opened.record(Happening(VIEWER, "open", "ok", f"C{number}", "v1", "the neighbour\n<110>1 -", about))
    yield opened
    opened.close()


def sequences(lines: Sequence[str]) -> list[int]:
    return [json.loads(line)["sequence"] for line in lines]


def test_f55_every_row_is_in_the_file_in_order_and_verifies_against_it(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "outside" / "audit.jsonl"
    assert ship(desk, str(file), sink_of(str(file))) == 4
    assert ship(desk, str(file), sink_of(str(file))) == 0
    desk.record(Happening(VIEWER, "search"))
    assert ship(desk, str(file), sink_of(str(file))) == 1
    text = file.read_text()
    assert sequences(text.splitlines()) == [1, 2, 3, 4, 5]
    assert json.loads(text.splitlines()[0]) == {
        "sequence": 1, "happened_at": "2026-11-20T01:00:01.000000Z", "staff_id": "S01", "role": "lobby",
        "branch_id": "B01", "device": "ipad-1", "action": "open", "result": "ok", "customer_id": "C1",
        "visit_id": "v1", "hash": next(iter(heads_in(file))).hash,
    }  # fmt: skip
    assert [word for word in PERSONAL if word in text or json.dumps(word)[1:-1] in text] == []
    assert file.stat().st_mode & 0o777 == 0o600
    assert verify(desk, heads_in(file)).breaks == ()


def test_a_sink_that_fails_keeps_nobody_waiting_and_gets_everything_later(desk: Desk) -> None:
    sent: list[int] = []

    def fails(rows: Sequence[Mapping[str, Any]]) -> None:
        sent.append(rows[0]["sequence"])
        raise ConnectionResetError

    with pytest.raises(OSError):
        ship(desk, "sink", fails)
    desk.record(Happening(VIEWER, "search"))
    assert lag(desk, "sink") == Lag(5, desk.audited(9, customer_id="C1")[0]["happened_at"])
    assert ship(desk, "sink", lambda rows: sent.extend(row["sequence"] for row in rows)) == 5
    assert sent == [1, 1, 2, 3, 4, 5]
    assert lag(desk, "sink") == Lag(0, None)


def test_a_restarted_server_goes_on_after_what_was_sent(desk: Desk, store: DeskStore, watch: Watch) -> None:
    sent: list[int] = []
    send = lambda rows: sent.extend(row["sequence"] for row in rows)  # noqa: E731 what the sink is
    ship(desk, "sink", send)
    again = store.open(watch)
    again.record(Happening(VIEWER, "search"))
    assert ship(again, "sink", send) == 1
    assert sent == [1, 2, 3, 4, 5]
    again.close()


def test_a_line_cut_off_by_a_kill_is_ended_and_sent_again(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    file.write_text('{"sequence":1,"hap')
    ship(desk, str(file), sink_of(str(file)))
    assert [one.sequence for one in heads_in(file)] == [1, 2, 3, 4]


def test_where_the_bank_wants_the_copy_first_nothing_is_written_while_it_is_behind(
    desk: Desk, watch: Watch
) -> None:
    desk.before_writing = lambda: require_sent(desk, "sink", timedelta(seconds=60))
    desk.record(Happening(VIEWER, "search"))
    watch.pass_by(seconds=60)
    with pytest.raises(DeskError) as refused:
        desk.record(Happening(VIEWER, "search"))
    assert refused.value.code == "audit_sink_behind"
    assert len(desk.audited(99)) == 5
    assert ship(desk, "sink", lambda rows: None) == 5
    desk.record(Happening(VIEWER, "search"))
    assert len(desk.audited(99)) == 6


def test_syslog_over_tcp_counts_octets_and_has_arrived_once_the_server_hangs_up(desk: Desk) -> None:
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            client, _ = server.accept()
            with client:
                while part := client.recv(100):
                    received.append(part)

        thread = threading.Thread(target=serve)
        thread.start()
        address = f"syslog+tcp://127.0.0.1:{server.getsockname()[1]}"
        assert ship(desk, address, sink_of(address)) == 4
        thread.join()
    messages, rest = [], b"".join(received)
    while rest:
        size, _, rest = rest.partition(b" ")
        messages.append(rest[: int(size)].decode())
        rest = rest[int(size) :]
    found = [RFC5424.fullmatch(message) for message in messages]
    assert sequences([one[1] for one in found if one]) == [1, 2, 3, 4]
    with pytest.raises(OSError):
        ship(desk, "gone", sink_of(address))


def test_syslog_over_udp_and_a_unix_socket_sends_a_datagram_a_row(desk: Desk, tmp_path: Path) -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as unix,
    ):
        udp.bind(("127.0.0.1", 0))
        unix.bind(str(tmp_path / "log"))
        for listener, address in (
            (udp, f"syslog+udp://127.0.0.1:{udp.getsockname()[1]}"),
            (unix, f"syslog+unix://{tmp_path}/log"),
        ):
            listener.settimeout(5)
            assert ship(desk, address, sink_of(address)) == 4
            found = [RFC5424.fullmatch(listener.recv(4096).decode()) for _ in range(4)]
            assert sequences([one[1] for one in found if one]) == [1, 2, 3, 4]


@pytest.mark.parametrize("address", ["", "http://logs", "syslog+tcp://", "syslog+unix://", "syslog://h:x"])
def test_an_address_that_names_nothing_is_refused(address: str) -> None:
    with pytest.raises(SettingsError) as refused:
        sink_of(address)
    assert refused.value.code == "audit_sink_malformed"

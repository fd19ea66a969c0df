"""A damaged desk store: refused at the start, put back by one command, and what is missing is named."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lobby.cli import app, exit_code
from lobby.commands.composition import wall_clock
from lobby.data.desk import Happening, open_desk
from lobby.data.desk_audit_check import heads_in, verify
from lobby.data.desk_check import check_whole, newest_backup
from lobby.domain.errors import DeskError
from lobby.domain.viewer import Viewer

SEARCH = Happening(Viewer("s1", "何晓", "lobby", "b1", device="ipad-1"), "search")
PAGE = 4096
MOST_MINUTES = 15
MILLION = """
with recursive number (n) as (select 1 union all select n + 1 from number where n < {rows})
insert into audit
    (happened_at, staff_id, role, branch_id, device, action, result, customer_id, details, hash)
select
    '2026-11-20 01:00:00.000000', 's' || n % 200, 'lobby', 'b' || n % 6, 'ipad-' || n % 200, 'open', 'ok',
    'c' || n % 100000, '{{}}', hex(n)
from number
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk store, and where its backups go."""
    monkeypatch.setenv("LOBBY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOBBY_BACKUPS", str(tmp_path / "backups"))
    open_desk(tmp_path / "home", wall_clock).close()
    return tmp_path / "home"


def record(home: Path, count: int) -> list[dict[str, Any]]:
    """Have so many searches acknowledged; what names each row of the audit then, as it is sent outside."""
    with closing(open_desk(home, wall_clock)) as desk:
        for _ in range(count):
            desk.record(SEARCH)
    return [vars(head) for head in heads_in(home / "desk.sqlite")]


def damage(home: Path, seed: int = 1) -> None:
    """Write what means nothing over a page; which one is drawn by lot."""
    file, chance = home / "desk.sqlite", random.Random(seed)
    pages = file.stat().st_size // PAGE
    with file.open("r+b") as opened:
        opened.seek(PAGE * chance.randrange(1, pages))
        opened.write(chance.randbytes(PAGE))


def backup(capsys: pytest.CaptureFixture[str]) -> Path:
    assert exit_code(app, ["backup", "--json"]) == 0
    return Path(json.loads(capsys.readouterr().out)["file"])


def test_f32_a_page_that_means_nothing_is_found_before_anything_is_served(home: Path, tmp_path: Path) -> None:
    record(home, 50)
    whole = (home / "desk.sqlite").read_bytes()
    for seed in range(20):
        damage(home, seed)
        with pytest.raises(DeskError) as refused:
            check_whole(home, None, is_full=False)
        assert refused.value.code == "desk_damaged"
        (home / "desk.sqlite").write_bytes(whole)
        check_whole(home, None, is_full=True)
    check_whole(tmp_path / "nowhere", None, is_full=True)
    assert not (tmp_path / "nowhere").exists()


def test_f32_what_was_backed_up_comes_back_and_the_copy_outside_names_the_rest(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(home, 50)
    saved = backup(capsys)
    shipped = record(home, 7)
    (tmp_path / "audit.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in shipped))
    damage(home)

    assert exit_code(app, ["serve"]) == 4
    told = capsys.readouterr().err
    assert told.startswith("desk_damaged: ")
    assert told.endswith(f"Bring back the last backup: lobby restore {saved}.\n")
    assert exit_code(app, ["restore", str(saved)]) == 0
    assert newest_backup(home / "backups") is None
    with closing(open_desk(home, wall_clock)) as desk:
        assert len(desk.audited(99)) == 50
        assert verify(desk).breaks == ()
        missing = verify(desk, heads_in(tmp_path / "audit.jsonl")).breaks
        assert [(one.kind, one.first) for one in missing] == [("missing", row) for row in range(51, 58)]


@pytest.mark.proof
def test_f32_soc2_a_drill_with_a_million_rows_is_over_in_a_quarter_of_an_hour(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(home / "desk.sqlite")) as desk, desk:
        desk.execute(MILLION.format(rows=10**6))
    began, cpu = time.monotonic(), [time.process_time()]
    saved = backup(capsys)
    cpu.append(time.process_time())
    damage(home)
    assert exit_code(app, ["serve"]) == 4
    cpu.append(time.process_time())
    assert exit_code(app, ["restore", str(saved)]) == 0
    cpu.append(time.process_time())
    took = time.monotonic() - began
    with closing(open_desk(home, wall_clock)) as desk:
        assert desk.audited(1)[0]["sequence"] == 10**6
    steps = ("backed up", "refused", "put back")
    told = ", ".join(f"{name} {b - a:.1f}" for name, a, b in zip(steps, cpu, cpu[1:], strict=False))
    size = saved.stat().st_size // 2**20
    with capsys.disabled():
        print(f"\n1,000,000 rows, {size} MiB, CPU seconds: {told}; {took:.0f} s by the clock")
    assert took < MOST_MINUTES * 60

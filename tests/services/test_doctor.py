"""Each check of `lobby doctor`: well, and not well."""

from __future__ import annotations

import os
import shutil
import sqlite3
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from lobby.commands.composition import wall_clock
from lobby.data import machine
from lobby.data.desk import Happening, open_desk
from lobby.data.desk_backup import back_up
from lobby.data.home import Home
from lobby.data.manifest import read_manifest, write_manifest
from lobby.data.settings import Settings
from lobby.domain.catalogue import Catalog
from lobby.domain.errors import CatalogError
from lobby.domain.viewer import Viewer
from lobby.services import doctor_machine
from lobby.services.doctor import Check, Finding, Patient, examine
from lobby.services.doctor_desk import CHECKS

SEARCH = Happening(Viewer("s1", "何晓", "lobby", "b1", device="ipad-1"), "search")
SECRET = SecretStr("k" * 32)


@pytest.fixture(scope="module")
def well(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portrait, a desk store with one row and a backup of it, for its owner alone."""
    folder = tmp_path_factory.mktemp("well")
    shutil.copytree(tiny_home, folder / "home", ignore=shutil.ignore_patterns("desk.sqlite*"))
    (folder / "backups").mkdir()
    with closing(open_desk(folder / "home", wall_clock)) as desk:
        desk.record(SEARCH)
        back_up(desk, folder / "backups")
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return folder


@pytest.fixture
def patient(well: Path, catalog: Catalog, tmp_path: Path) -> Patient:
    """An installation that is well."""
    shutil.copytree(well, tmp_path, dirs_exist_ok=True)
    settings = Settings(home=tmp_path / "home", backups=tmp_path / "backups")
    own = replace(catalog, policy=replace(catalog.policy, disk_free_share=Decimal(0)))
    return Patient(settings, lambda: own, "127.0.0.1", wall_clock(), storage_encrypts=True)


def found(patient: Patient, name: str, **changed: Any) -> Finding:
    """What one check says where these settings are others."""
    settings = patient.settings.model_copy(update=changed)
    (told,) = examine(replace(patient, settings=settings), {name: CHECKS[name]}).values()
    return told


def states(patient: Patient) -> Mapping[str, str]:
    return {name: one.state for name, one in examine(patient, CHECKS).items()}


def test_owasp_2025_an_installation_that_is_well_fails_nowhere(patient: Patient) -> None:
    assert {name: state for name, state in states(patient).items() if state == "fail"} == {}
    assert {name for name, state in states(patient).items() if state == "warn"} <= {
        "clock",
        "programs",
        "audit copy",
    }
    assert len(CHECKS) >= 15


def test_to_be_examined_changes_nothing(patient: Patient, tmp_path: Path) -> None:
    def rows() -> list[Any]:
        with closing(sqlite3.connect(patient.home / "desk.sqlite")) as desk:
            return desk.execute("select count(*), max(sequence) from audit").fetchall()

    before = rows()
    examine(patient, CHECKS)
    assert rows() == before
    nowhere = replace(patient, settings=Settings(home=tmp_path / "nowhere"))
    examine(nowhere, CHECKS)
    assert not (tmp_path / "nowhere").exists()


def test_f59_what_others_may_read_is_named(patient: Patient) -> None:
    assert found(patient, "files").state == "ok"
    desk = patient.home / "desk.sqlite"
    desk.chmod(0o640)
    told = found(patient, "files")
    assert (told.state, str(desk) in told.said, told.hint) == (
        "fail",
        True,
        f"chmod -R go-rwx {patient.home}",
    )


def test_f59_a_secret_is_in_a_file_of_its_own_and_in_no_environment(patient: Patient, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("k" * 32)
    key.chmod(0o600)
    assert found(patient, "secrets", metrics_key_file=key).state == "ok"
    key.chmod(0o644)
    told = found(patient, "secrets", metrics_key_file=key)
    assert (told.state, told.hint) == ("fail", f"chmod 600 {key}")
    assert found(patient, "secrets", api_keys_file=tmp_path / "none").state == "fail"
    told = found(patient, "secrets", metrics_key=SECRET)
    assert (told.state, "LOBBY_METRICS_KEY" in told.said, "k" * 32 in told.said) == ("warn", True, False)


@pytest.mark.parametrize(
    ("host", "state"),
    [("127.0.0.1", "ok"), ("::1", "ok"), ("localhost", "ok"), ("::", "fail"), ("10.0.0.7", "fail")],
)
def test_jrt_0171_transport_plain_http_outside_this_machine_fails(
    patient: Patient, host: str, state: str
) -> None:
    assert found(replace(patient, host=host), "way in").state == state


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("postgresql://u:p@/lobby?host=/run/postgresql", "ok"),
        ("postgresql://u:p@127.0.0.1/lobby", "ok"),
        ("postgresql://u:p@db.example/lobby", "fail"),
        ("postgresql://u:p@db.example/lobby?sslmode=require", "fail"),
        ("postgresql://u:p@db.example/lobby?sslmode=verify-full", "ok"),
    ],
)
def test_jrt_0171_transport_the_way_to_a_database_is_proven(patient: Patient, url: str, state: str) -> None:
    assert found(patient, "way in", desk_url=SecretStr(url)).state == state


class Answer(BaseHTTPRequestHandler):
    hsts: str | None = "max-age=31536000"
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        if self.hsts:
            self.send_header("strict-transport-security", self.hsts)
        self.end_headers()

    def log_message(self, *said: object) -> None:
        """Says nothing."""


@contextmanager
def proxy(folder: Path, answer: type[Answer], oldest: ssl.TLSVersion) -> Iterator[str]:
    """The address of a server that speaks TLS from `oldest` on."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = oldest
    server = HTTPServer(("127.0.0.1", 0), answer)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    running = threading.Thread(target=server.serve_forever, args=(0.05,))
    running.start()
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    running.join()
    server.server_close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of localhost, signed by itself."""
    if shutil.which("openssl") is None:
        pytest.skip("a certificate cannot be made without openssl")
    folder = tmp_path_factory.mktemp("tls")
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    more = ["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run([*make.split(), *more], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize(
    ("answer", "oldest", "is_trusted", "said"),
    [
        (Answer, ssl.TLSVersion.TLSv1_2, True, "speaks TLS 1.2 or newer alone, with HSTS"),
        (Answer, ssl.TLSVersion.TLSv1_2, False, "TLS with localhost fails"),
        (Answer, ssl.TLSVersion.TLSv1_1, True, "takes TLS older than 1.2"),
        (
            type("Bare", (Answer,), {"hsts": None}),
            ssl.TLSVersion.TLSv1_2,
            True,
            "no Strict-Transport-Security",
        ),
        (type("Strange", (Answer,), {"status": 400}), ssl.TLSVersion.TLSv1_2, True, "answers 400"),
    ],
)
def test_jrt_0171_transport_what_stands_before_lobby_speaks_tls_with_hsts(
    patient: Patient, certificate: Path, monkeypatch: pytest.MonkeyPatch, answer: type[Answer],
    oldest: ssl.TLSVersion, is_trusted: bool, said: str,
) -> None:  # fmt: skip
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    with proxy(certificate, answer, oldest) as url:
        told = found(replace(patient, url=url), "outside")
    assert said in told.said
    assert told.state == ("ok" if said.startswith("speaks") else "fail")


def test_jrt_0171_transport_an_address_in_the_clear_or_without_an_answer_fails(patient: Patient) -> None:
    assert found(replace(patient, url="http://lobby.example"), "outside").state == "fail"
    assert found(replace(patient, url="https://127.0.0.1:9"), "outside").state == "fail"
    assert found(patient, "outside").state == "ok"


@pytest.mark.parametrize(
    ("found_as", "says_so", "state"),
    [("encrypted", False, "ok"), ("plain", False, "fail"), ("unknown", False, "warn"), ("plain", True, "ok")],
)
def test_jrt_0171_transport_an_open_volume_fails_and_what_cannot_be_told_is_said(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, found_as: str, says_so: bool, state: str
) -> None:
    monkeypatch.setattr(machine, "encryption_of", lambda folder: found_as)
    assert found(replace(patient, storage_encrypts=says_so), "volume").state == state


@pytest.mark.parametrize(("off", "state"), [(0.004, "ok"), (31.0, "warn"), (None, "warn")])
def test_f25_a_clock_that_nothing_keeps_is_told(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, off: float | None, state: str
) -> None:
    monkeypatch.setattr(machine, "clock_error_seconds", lambda: off)
    assert found(patient, "clock").state == state


def test_f25_a_clock_before_the_newest_row_fails(patient: Patient) -> None:
    assert found(patient, "desk writes").state == "ok"
    told = found(replace(patient, now=patient.now - timedelta(seconds=40)), "desk writes")
    assert (told.state, told.hint) == ("fail", "Set the clock.")


def test_f30_a_disk_that_is_nearly_full_is_told(patient: Patient, catalog: Catalog) -> None:
    full = replace(catalog, policy=replace(catalog.policy, disk_free_share=Decimal("1.01")))
    assert found(patient, "disk").state == "ok"
    assert found(replace(patient, catalog=lambda: full), "disk").state == "warn"


def test_a_package_of_another_version_is_told(
    patient: Patient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.lock"
    monkeypatch.setattr(doctor_machine, "LOCK", lock)
    lock.write_text(f"duckdb=={doctor_machine.version('duckdb')} \\\n    --hash=sha256:0\n")
    assert found(patient, "programs").state == "ok"
    lock.write_text("duckdb==0.1\nno-such-package==1.0\n")
    told = found(patient, "programs")
    assert told.state == "warn"
    assert "no-such-package missing instead of 1.0" in told.said
    monkeypatch.setattr(doctor_machine, "OLDEST_SQLITE", (9, 0, 0))
    assert found(patient, "programs").state == "fail"


def broken() -> Catalog:
    raise CatalogError("catalog_value", "policy.toml: 'adult_age' is missing.")


def test_a_catalogue_that_cannot_be_read_fails_with_what_rests_on_it(patient: Patient) -> None:
    told = {name: found(replace(patient, catalog=broken), name) for name in ("catalogue", "disk", "files")}
    assert {name: one.state for name, one in told.items()} == {
        "catalogue": "fail", "disk": "fail", "files": "ok",
    }  # fmt: skip
    assert "adult_age" in told["catalogue"].said


def test_a_setting_that_cannot_be_read_fails(patient: Patient) -> None:
    assert found(patient, "settings", api_keys=SecretStr(f"m:{'k' * 32}")).state == "ok"
    told = found(patient, "settings", api_keys=SecretStr("m:short"))
    assert (told.state, told.said.split(":")[0]) == ("fail", "api_key_malformed")
    assert "short" not in told.said
    assert found(patient, "settings", metrics_key=SecretStr("short")).state == "fail"


def test_a_bank_that_is_not_invented_has_an_identity_provider(patient: Patient) -> None:
    assert found(patient, "sign-in").state == "ok"
    named = {"oidc_issuer": "https://id.example", "oidc_client_id": "lobby", "oidc_client_secret": SECRET}
    home = Home(patient.home)
    write_manifest(home, replace(read_manifest(home, "20261120-1"), demo=False))
    assert found(patient, "sign-in", **named).said == "Staff sign in at https://id.example."
    assert found(patient, "sign-in").state == "fail"
    told = found(patient, "sign-in", oidc_issuer="https://id.example")
    assert (told.state, told.said.split(":")[0]) == ("fail", "oidc_incomplete")
    home.manifest("20261120-1").write_text("{}")
    told = found(patient, "sign-in")
    assert (told.state, told.said.split(":")[0]) == ("fail", "manifest_unreadable")


def flip(path: Path, place: int) -> None:
    whole = bytearray(path.read_bytes())
    whole[place] ^= 0x55
    path.write_bytes(whole)


def test_f12_a_portrait_that_is_not_whole_fails(patient: Patient, tmp_path: Path) -> None:
    assert found(patient, "portrait").state == "ok"
    (file,) = (patient.home / "portraits").glob("portrait-*.duckdb")
    flip(file, file.stat().st_size // 2)
    assert found(patient, "portrait").state == "fail"
    assert found(patient, "portrait", home=tmp_path / "nowhere").said == "No portrait is served."


def test_f34_a_desk_store_of_another_lobby_is_told(patient: Patient) -> None:
    assert found(patient, "desk schema").state == "ok"
    for revision, state in (("0001", "warn"), ("9999", "fail")):
        with closing(sqlite3.connect(patient.home / "desk.sqlite")) as desk, desk:
            desk.execute("update alembic_version set version_num = ?", (revision,))
        assert found(patient, "desk schema").state == state


def test_f32_a_desk_store_that_is_not_whole_names_the_backup_to_put_back(patient: Patient) -> None:
    assert found(patient, "desk file").state == "ok"
    file = patient.home / "desk.sqlite"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    told = found(patient, "desk file")
    (backup,) = (patient.settings.backups or Path()).glob("*.sqlite")
    assert (told.state, told.hint) == ("fail", f"Bring back the last backup: lobby restore {backup}.")


def test_f31_a_desk_store_that_takes_no_writes_fails(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lobby.services.doctor_desk.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(patient.home / "desk.sqlite", isolation_level=None)) as holder:
        holder.execute("begin immediate")
        assert found(patient, "desk writes").state == "fail"
    assert found(patient, "desk writes").state == "ok"


def test_a_backup_that_is_missing_or_old_is_told(patient: Patient, tmp_path: Path) -> None:
    assert found(patient, "backups").state == "ok"
    assert found(patient, "backups", backups=None).state == "warn"
    assert found(patient, "backups", backups=tmp_path / "nothing").state == "fail"
    assert found(replace(patient, now=patient.now + timedelta(hours=25)), "backups").state == "fail"
    (backup,) = (tmp_path / "backups").glob("*.sqlite")
    backup.write_bytes(b"<html>")
    assert found(patient, "backups").state == "fail"


def copied_without_its_log(patient: Patient) -> None:
    """Have three more rows acknowledged and backed up; then the file alone is copied, and its log is not."""
    file = patient.home / "desk.sqlite"
    with closing(open_desk(patient.home, wall_clock)) as desk:
        for _ in range(3):
            desk.record(SEARCH)
        back_up(desk, patient.home.parent / "backups")
        alone = file.read_bytes()
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    file.write_bytes(alone)


def test_f33_a_log_left_behind_in_copying_is_told_by_what_a_backup_has(patient: Patient) -> None:
    assert found(patient, "backups").state == "ok"
    copied_without_its_log(patient)
    told = found(patient, "backups")
    assert told.state == "fail"
    assert told.said.startswith("The desk store ends with row 1 of the audit; desk-")
    assert told.said.endswith(" has them until 4.")


def test_f33_a_log_left_behind_in_copying_is_told_by_the_copy_outside(
    patient: Patient, tmp_path: Path
) -> None:
    sink = tmp_path / "audit.jsonl"
    assert found(patient, "audit copy").state == "warn"
    assert found(patient, "audit copy", audit_sink="syslog+tcp://log.example:514").state == "ok"
    sink.write_text('{"sequence":1,"hash":"h"}\n{"sequence":2,"ha')
    assert found(patient, "audit copy", audit_sink=str(sink)).state == "ok"
    sink.write_text("".join(f'{{"sequence":{number},"hash":"h"}}\n' for number in range(1, 5)))
    told = found(patient, "audit copy", audit_sink=str(sink))
    assert (told.state, told.said) == (
        "fail", f"The desk store ends with row 1 of the audit; {sink} has them until 4.",
    )  # fmt: skip


def test_f33_the_log_of_another_file_is_told(patient: Patient) -> None:
    file = patient.home / "desk.sqlite"
    log = file.with_name(f"{file.name}-wal")
    with closing(open_desk(patient.home, wall_clock)) as desk:
        desk.record(SEARCH)
        old = log.read_bytes()
    with closing(open_desk(patient.home, wall_clock)) as desk:
        for _ in range(3):
            desk.record(SEARCH)
        back_up(desk, patient.home.parent / "backups")
    assert found(patient, "backups").state == found(patient, "desk file").state == "ok"
    log.write_bytes(old)
    assert "fail" in {found(patient, name).state for name in ("backups", "desk file", "desk schema")}


CRYPT = "CRYPT-LUKS2-0123-home"


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ({"dm-1": CRYPT}, "encrypted"),
        ({"dm-1": "LVM-abc", "below": CRYPT}, "encrypted"),
        ({"dm-1": "LVM-abc", "below": ""}, "plain"),
        ({"dm-1": ""}, "plain"),
        ({}, "unknown"),
    ],
)
def test_a_volume_is_encrypted_where_every_device_below_it_is(
    tmp_path: Path, kinds: Mapping[str, str], state: str
) -> None:
    system, mounts = tmp_path / "block", tmp_path / "mountinfo"
    system.mkdir()
    mounts.write_text(f"1 0 0:31 / / rw - btrfs {tmp_path / 'nowhere'} rw\n")
    device = tmp_path.stat().st_dev
    top = system / f"{os.major(device)}:{os.minor(device)}"
    for name, kind in kinds.items():
        block = top if name == "dm-1" else top / "slaves" / name
        (block / "dm").mkdir(parents=True)
        (block / "dm" / "uuid").write_text(kind)
    assert machine.encryption_of(tmp_path / "not" / "yet", system, mounts) == state


def test_what_the_kernel_says_of_the_clock_is_a_number_or_nothing() -> None:
    off = machine.clock_error_seconds()
    assert off is None or off >= 0


def test_a_check_that_cannot_be_made_has_failed(patient: Patient) -> None:
    def closed(patient: Patient) -> Finding:
        raise PermissionError("/secret/王秀兰")

    checks: dict[str, Check] = {"closed": closed}
    told = examine(patient, checks)["closed"]
    assert (told.state, "王" in told.said) == ("fail", False)

"""Which file of the folder holds which table, and which of its columns the contract knows."""

import csv
import difflib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lobby.data.feed.contract import BY_NAME, TABLES, Table
from lobby.data.feed.encoding import CHUNK, open_bytes
from lobby.data.feed.report import Findings, Place

Format = Literal["csv", "parquet"]

ENDINGS: tuple[tuple[str, Format], ...] = ((".parquet", "parquet"), (".csv", "csv"), (".csv.gz", "csv"))
NOT_TABLES = frozenset({"truth"})

# Words of a column's name, in any script, that say it holds what must never leave its system (JR/T 0171 C3).
FORBIDDEN_WORDS = frozenset(
    {
        "password", "passwd", "passcode", "pwd", "pin", "pincode", "pinblock", "cvv", "cvv2", "cvc", "cvc2",
        "cvn", "cvn2", "track", "track1", "track2", "track3", "magstripe", "fingerprint", "fingerprints",
        "faceprint", "voiceprint", "iris", "retina", "biometric", "biometrics", "biometry",
    }
)  # fmt: skip
FORBIDDEN_PARTS = re.compile(
    r"password|cvv|fingerprint|faceprint|voiceprint|biometric"
    r"|(face|palm|vein)_?(id|image|template|feature|vector|embedding|scan|data)"
    r"|密码|口令|指纹|人脸|面部特征|虹膜|声纹|磁道|生物特征|验证码|安全码"
)
PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]{0,39}")


@dataclass(frozen=True)
class TableFiles:
    """Where one table stands: one CSV, one Parquet file or the parts of a folder."""

    feed_dir: Path
    table: Table
    form: Format
    paths: tuple[Path, ...]

    @property
    def name(self) -> str:
        """How reports call the place: the file's or the folder's name."""
        return self.paths[0].name if len(self.paths) == 1 else self.table.name


def find_tables(feed_dir: Path, findings: Findings) -> dict[str, TableFiles]:
    """The files of every table that is there; missing, doubled and unknown ones are noted."""
    found: dict[str, TableFiles] = {}
    for table in TABLES:
        files = _forms_of(feed_dir, table)
        if len(files) > 1:
            places = tuple(Place(one.name) for one in files)
            findings.add("table_repeated", table.name, len(files), examples=places)
        elif files and not files[0].paths:
            findings.add("file_unreadable", table.name, detail="The folder holds no Parquet part.")
        elif files:
            found[table.name] = files[0]
        elif not table.optional:
            findings.add(
                "table_missing", table.name, detail=f"No {table.name}.csv, .csv.gz, .parquet or folder."
            )
    _note_unknown_files(feed_dir, findings)
    return found


def csv_header(path: Path, encoding: str) -> list[str]:
    """The names of the first record; empty for an empty file."""
    with open_bytes(path) as source:
        text = source.read(CHUNK).decode(encoding, errors="ignore").removeprefix("\ufeff")
    return next(csv.reader(io.StringIO(text, newline="")), [])


def known_columns(files: TableFiles, header: Sequence[str], findings: Findings) -> list[str | None] | None:
    """For each column of the file its name in the contract or None; None altogether where the table stops."""
    table = files.table
    names = [name.strip().lower() for name in header]
    known = {column.name for column in table.columns}
    place = (Place(files.name),)
    forbidden = [name for name in names if name not in known and is_forbidden(name)]
    missing = [column.name for column in table.columns if column.required and column.name not in names]
    repeated = sorted({name for name in names if name in known and names.count(name) > 1})
    for name in missing:
        near = difflib.get_close_matches(name, [name for name in names if name not in known], n=1)
        hint = f"Is it {near[0]}?" if near and PLAIN_NAME.fullmatch(near[0]) else ""
        findings.add("column_missing", table.name, column=name, examples=place, detail=hint)
    for name in repeated:
        findings.add("column_repeated", table.name, column=name, examples=place)
    if forbidden:
        findings.add(
            "column_forbidden", table.name, len(forbidden), examples=place, detail=", ".join(forbidden)
        )
    unknown = [_tellable(name, place) for place, name in enumerate(names, start=1) if name not in known]
    if set(names) & known:
        findings.add("column_unknown", table.name, len(unknown), examples=place, detail=", ".join(unknown))
    if missing or repeated or forbidden:
        return None
    return [name if name in known else None for name in names]


def is_forbidden(name: str) -> bool:
    """Whether a column's name says password, PIN, CVV, track data or a biometric."""
    words = re.split(r"[^a-z0-9]+", name.lower())
    return bool(FORBIDDEN_WORDS.intersection(words)) or FORBIDDEN_PARTS.search(name.lower()) is not None


def _tellable(name: str, place: int) -> str:
    """A column's name as a report may show it: a file without a header would have data there."""
    return name if PLAIN_NAME.fullmatch(name) else f"column {place}"


def _forms_of(feed_dir: Path, table: Table) -> list[TableFiles]:
    forms = [
        TableFiles(feed_dir, table, form, (feed_dir / f"{table.name}{ending}",))
        for ending, form in ENDINGS
        if (feed_dir / f"{table.name}{ending}").is_file()
    ]
    folder = feed_dir / table.name
    if folder.is_dir():
        forms.append(TableFiles(feed_dir, table, "parquet", tuple(sorted(folder.glob("*.parquet")))))
    return forms


def _note_unknown_files(feed_dir: Path, findings: Findings) -> None:
    for path in sorted(feed_dir.iterdir()):
        name = path.name.partition(".")[0]
        is_data = path.is_dir() or any(path.name.endswith(ending) for ending, _ in ENDINGS)
        if is_data and name and name not in BY_NAME and name not in NOT_TABLES:
            near = difflib.get_close_matches(name.lower(), list(BY_NAME), n=1)
            hint = f"Is it {near[0]}?" if near else ""
            findings.add("file_unknown", name, examples=(Place(path.name),), detail=hint)

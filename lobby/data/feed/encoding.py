"""The text of a CSV: strict UTF-8 (with or without mark) or GB18030, never guessed beyond that."""

import codecs
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal, cast

Encoding = Literal["utf-8", "gb18030"]

CHUNK = 1 << 20
MIXED_SHARE = 0.01
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_THREE_BYTES = re.compile(rb"[\xe1-\xef][\x80-\xbf][\x80-\xbf]")


class UndecodableError(Exception):
    """The file is neither UTF-8 nor GB18030, or mixes the two; `line` is the first that fails (1-based)."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def open_bytes(path: Path) -> BinaryIO:
    """The file's bytes, unpacked where its name ends in .gz."""
    return cast(BinaryIO, gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def encoding_of(path: Path) -> Encoding:
    """The encoding in which the whole file decodes strictly; UndecodableError without one."""
    if _decodes(path, "utf-8"):
        return "utf-8"
    mixed, line = _mixed_lines(path)
    if mixed or not _decodes(path, "gb18030"):
        raise UndecodableError(line)
    return "gb18030"


def transcode(path: Path, encoding: Encoding, target: Path) -> None:
    """Write the file's text to `target` as UTF-8, chunk by chunk."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with open_bytes(path) as source, target.open("wb") as out:
        for chunk in _chunks(source):
            out.write(decoder.decode(chunk).encode("utf-8"))
        out.write(decoder.decode(b"", final=True).encode("utf-8"))


def _decodes(path: Path, encoding: Encoding) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with open_bytes(path) as source:
        try:
            for chunk in _chunks(source):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _mixed_lines(path: Path) -> tuple[bool, int]:
    """Whether lines of UTF-8 stand among lines that are not, and the first line that is not."""
    beyond, valid, first = 0, 0, 0
    with open_bytes(path) as source:
        for number, line in enumerate(source, start=1):
            if not _BEYOND_ASCII.search(line):
                continue
            beyond += 1
            try:
                line.decode("utf-8")
                valid += bool(_THREE_BYTES.search(line))
            except UnicodeDecodeError:
                first = first or number
    return valid > MIXED_SHARE * beyond, first


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk

"""The text of a CSV: strict UTF-8 (with or without mark) or GB18030, never guessed beyond that."""

import codecs
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal, cast

Encoding = Literal["utf-8", "gb18030"]

CHUNK = 1 << 20
UNPACKED_TIMES = 200  # text of a bank packs 5 to 30 times, what is made to fill a disk 1,000 times
UNPACKED_FREE = 64 * CHUNK
MIXED_SHARE = 0.01
GLUED_SHARE = 0.5
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_GLUED = re.compile(r"[a-z][^\x00-\x7f]{1,2}[a-z]|(^|[,\"])[^\x00-\x7f]{1,2}[a-z]")
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
    foreign, line = _foreign_lines(path)
    if foreign or not _decodes(path, "gb18030"):
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
            for chunk in _chunks(source, path.stat().st_size * UNPACKED_TIMES + UNPACKED_FREE):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _foreign_lines(path: Path) -> tuple[bool, int]:
    """Whether the file is not GB18030 though it may decode as it, and its first line that is not UTF-8.

    Lines of UTF-8 among the others say that encodings are mixed; Chinese signs glued to small Latin letters
    (Dvořák as Dvo 狖 k) say that it is another encoding altogether.
    """
    beyond, valid, glued, first = 0, 0, 0, 0
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
                glued += bool(_GLUED.search(line.decode("gb18030", errors="replace")))
    return valid > MIXED_SHARE * beyond or glued > GLUED_SHARE * beyond, first


def _chunks(source: BinaryIO, at_most: int | None = None) -> Iterator[bytes]:
    """The bytes piece by piece; OSError where a packed file holds so much more than it weighs."""
    while chunk := source.read(CHUNK):
        if at_most is not None and source.tell() > at_most:
            raise gzip.BadGzipFile("unfolds to more than a feed's text does")
        yield chunk

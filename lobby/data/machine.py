"""What the machine itself says: how full its disk is, who keeps its clock, whether a volume is encrypted."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Encryption = Literal["encrypted", "plain", "unknown"]
SYSTEM = Path("/sys/dev/block")
MOUNTS = Path("/proc/self/mountinfo")
CLOCK_ERROR = 5  # TIME_ERROR of adjtimex(2): nothing keeps this clock
NO_DISK = 0  # the major number of file systems without a block device of their own


@dataclass(frozen=True)
class Disk:
    """The disk that a folder lies on, in bytes."""

    total: int
    free: int

    @property
    def free_share(self) -> float:
        return self.free / self.total if self.total else 0.0


class Timex(ctypes.Structure):
    """The beginning of `struct timex`; the kernel fills in more than is asked for here."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("rest", ctypes.c_char * 512),
    )


def disk_of(folder: Path) -> Disk:
    """The disk of the nearest folder that there is."""
    usage = shutil.disk_usage(nearest(folder))
    return Disk(usage.total, usage.free)


def nearest(folder: Path) -> Path:
    """The folder, or where it is not made yet the nearest one above it."""
    return next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())


def clock_error_seconds() -> float | None:
    """By how much the clock may be off at most, as the kernel knows it; None where nothing keeps it."""
    if sys.platform != "linux":
        return None
    told = Timex()
    kept = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(told))
    return None if kept in (-1, CLOCK_ERROR) else told.maxerror / 1_000_000


def encryption_of(folder: Path, system: Path = SYSTEM, mounts: Path = MOUNTS) -> Encryption:
    """Whether dm-crypt (LUKS) lies below the folder; unknown where no block device is to be seen."""
    try:
        device = device_of(nearest(folder), mounts)
    except OSError:
        return "unknown"
    block = system / device
    return "unknown" if not block.exists() else "encrypted" if is_crypt(block) else "plain"


def device_of(folder: Path, mounts: Path) -> str:
    """The number of the block device of a folder, as in /sys; of btrfs and its like, of what is mounted."""
    number = folder.stat().st_dev
    if os.major(number) != NO_DISK:
        return f"{os.major(number)}:{os.minor(number)}"
    mounted = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    path = folder.resolve()
    holding = [parts for parts in mounted if path.is_relative_to(parts[4])]
    source = Path(max(holding, key=lambda parts: len(parts[4]))[-2])
    device = source.stat().st_rdev
    return f"{os.major(device)}:{os.minor(device)}"


def is_crypt(block: Path) -> bool:
    """Is it a dm-crypt device, or does it lie on such ones alone?"""
    kind = block / "dm" / "uuid"
    if kind.exists() and kind.read_text(encoding="ascii").startswith("CRYPT-"):
        return True
    below = sorted((block / "slaves").glob("*"))
    return bool(below) and all(is_crypt(one) for one in below)

"""Times and digests by which it is known whether a file or folder is as it was; nothing that takes time is imported."""

from __future__ import annotations

import hashlib
import os
import stat
import time

Stamp = tuple[int, int, int, int]
"""size_bytes, mtime_ns, ctime_ns, inode; `UNSURE` where only the bytes can tell."""
UNSURE: Stamp = (0, 0, 0, 0)
ABSENT: Stamp = (-1, -1, -1, -1)
"""The stamp of what is not there."""
_TICK_NS = 50_000_000
"""More than a tick of the clocks by which Linux and macOS stamp files."""
_COARSE_NS = 2_000_000_000
"""More than a tick where times have no more than milliseconds: FAT, some network drives."""


def trusted(status: os.stat_result) -> Stamp:
    """The stamp of what is about to be read; `UNSURE` where it changed so shortly before that it may change in the same tick."""
    changed_ns = max(status.st_mtime_ns, status.st_ctime_ns)
    tick_ns = _TICK_NS if status.st_ctime_ns % 1_000_000 else _COARSE_NS
    if changed_ns > time.time_ns() - tick_ns:
        return UNSURE
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def stamp_of(path: str) -> Stamp:
    """Size, times and inode of a file or folder, links followed."""
    try:
        status = os.stat(path)  # noqa: PTH116 - ten thousands of these
    except (OSError, ValueError):
        return ABSENT
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def bytes_digest(data: bytes) -> bytes:
    """The digest of a file's bytes, 16 bytes."""
    return hashlib.blake2b(data, digest_size=16).digest()


def content_digest(path: str, status: os.stat_result) -> bytes:
    """The digest of a file's bytes or of what a folder lists; raises OSError."""
    if stat.S_ISDIR(status.st_mode):
        return names_digest(path)
    with open(path, "rb") as file:  # noqa: PTH123
        return bytes_digest(file.read())


def names_digest(folder: str) -> bytes:
    """The digest of the names in a folder; raises OSError."""
    with os.scandir(folder) as entries:
        lines = sorted(
            f"{entry.name}\0{'d' if entry.is_dir() else 'f'}{os.readlink(entry.path) if entry.is_symlink() else ''}"  # noqa: PTH115
            for entry in entries
        )
    return bytes_digest("\n".join(lines).encode("utf-8", "surrogateescape"))

"""Files and folders as they were when they were read, and whether they still are."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

Stamp = tuple[int, int, int, int]
"""size_bytes, mtime_ns, ctime_ns, inode; `UNSURE` where only the bytes can tell."""
UNSURE: Stamp = (0, 0, 0, 0)
_YOUNG_NS = 2_000_000_000
"""What changed so shortly before it was read may change again within the same tick of the clock."""


class Seen(msgspec.Struct, array_like=True):
    """A file or folder as it was when it was read."""

    path: str
    """Below the site's folder, as it was named; links in it are followed."""
    stamp: Stamp
    digest: bytes
    """Of the bytes of a file, of the names in a folder; empty where it could not be read."""

    def holds(self, site: str) -> bool:
        """Whether it is still the same; by its bytes or names where its times do not tell."""
        path = f"{site}/{self.path}"
        try:
            status = os.stat(path)  # noqa: PTH116 - ten thousands of these
        except (OSError, ValueError):
            return not self.digest
        if self.stamp == (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino):
            return True
        try:
            if _digest(path, status) != self.digest:
                return False
        except OSError:
            return False
        self.stamp = _trusted(status)
        return True


def look(site: str, path: str) -> Seen:
    """A file or folder as it is now; the times are taken before the bytes are read."""
    full = f"{site}/{path}"
    try:
        status = os.stat(full)  # noqa: PTH116
        return Seen(path, _trusted(status), _digest(full, status))
    except (OSError, ValueError):
        return Seen(path, UNSURE, b"")


def stamp(path: str) -> Stamp:
    """The times of a file that is about to be read; raises OSError."""
    return _trusted(os.stat(path))  # noqa: PTH116


def bytes_digest(data: bytes) -> bytes:
    """The digest of a file's bytes, 16 bytes."""
    return hashlib.blake2b(data, digest_size=16).digest()


def folders(site: str, folder: str) -> Iterator[Seen]:
    """A folder with those in it, as they are now."""
    yield look(site, folder)
    try:
        with os.scandir(f"{site}/{folder}") as entries:
            below = sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("."))
    except OSError:
        return
    for name in below:
        yield from folders(site, f"{folder}/{name}")


def _trusted(status: os.stat_result) -> Stamp:
    if max(status.st_mtime_ns, status.st_ctime_ns) > time.time_ns() - _YOUNG_NS:
        return UNSURE
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _digest(path: str, status: os.stat_result) -> bytes:
    if stat.S_ISDIR(status.st_mode):
        return _names_digest(path)
    with open(path, "rb") as file:  # noqa: PTH123
        return bytes_digest(file.read())


def _names_digest(folder: str) -> bytes:
    with os.scandir(folder) as entries:
        lines = sorted(
            f"{entry.name}\0{'d' if entry.is_dir() else 'f'}{os.readlink(entry.path) if entry.is_symlink() else ''}"  # noqa: PTH115
            for entry in entries
        )
    return bytes_digest("\n".join(lines).encode("utf-8", "surrogateescape"))

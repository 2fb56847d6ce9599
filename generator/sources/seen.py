"""Files and folders as they were when they were read, and whether they still are."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import msgspec

from generator.sources.stamps import UNSURE, Stamp, content_digest, trusted

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNLISTED = b"\0"
"""Stands for the digest of a folder whose times tell: when they change, it counts as changed."""
_ALONE = 2
"""Links to a folder that has no folders in it, where the file system counts those; others say 1."""


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
        now = trusted(status)
        try:
            if content_digest(path, status) != self.digest:
                return False
        except OSError:
            return False
        self.stamp = now
        return True


def glimpse(site: str, path: str) -> Seen:
    """A file as it is now, its bytes apart: whoever reads them puts their digest in."""
    try:
        return Seen(path, stamp(f"{site}/{path}"), b"")
    except (OSError, ValueError):
        return Seen(path, UNSURE, b"")


def look(site: str, path: str) -> Seen:
    """A file or folder as it is now; the times are taken before the bytes are read."""
    full = f"{site}/{path}"
    try:
        status = os.stat(full)  # noqa: PTH116
        now = trusted(status)
        listed = now == UNSURE or not stat.S_ISDIR(status.st_mode)
        return Seen(path, now, content_digest(full, status) if listed else _UNLISTED)
    except (OSError, ValueError):
        return Seen(path, UNSURE, b"")


def stamp(path: str) -> Stamp:
    """The times of a file that is about to be read; raises OSError."""
    return trusted(os.stat(path))  # noqa: PTH116


def folders(site: str, folder: str) -> Iterator[Seen]:
    """A folder with those in it, as they are now."""
    yield look(site, folder)
    try:
        if os.stat(f"{site}/{folder}").st_nlink == _ALONE:  # noqa: PTH116
            return
        with os.scandir(f"{site}/{folder}") as entries:
            below = sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("."))
    except OSError:
        return
    for name in below:
        yield from folders(site, f"{folder}/{name}")

"""Whether a build would do nothing: looked up in one small file, with nothing imported that takes time.

The file is written by a build that changed nothing, and tells the times of all that went in and of all that came out.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from array import array
from typing import TYPE_CHECKING, Any

from generator.build.day import today as build_day
from generator.build.version import program_version

if TYPE_CHECKING:
    from collections.abc import Iterable

Stamp = tuple[int, int, int, int]
"""size_bytes, mtime_ns, ctime_ns, inode."""
_MAGIC = b"creditroll unchanged 1\n"
_NAME = "unchanged"
ABSENT: Stamp = (-1, -1, -1, -1)
"""The stamp of what is not there."""


def folder_name(target: str, drafts: bool, preview: bool, portable: bool) -> str:
    """The folder below .cache/builds/ in which the state of builds of one kind into one folder lies."""
    return hashlib.blake2b(f"{target} {drafts} {preview} {portable}".encode(), digest_size=8).hexdigest()


def stamp_of(path: str) -> Stamp:
    """Size, times and inode of a file or folder, links followed."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return ABSENT
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def note_unchanged(
    folder: str, said: dict[str, Any], stamps: Iterable[tuple[str, Stamp]], *, day: str, next_day: str, timezone: str
) -> None:
    """The present state noted, for `unchanged` to find; `said` is what a build that does nothing answers."""
    paths: list[str] = []
    numbers = array("q")
    for path, stamp in stamps:
        paths.append(path)
        numbers.extend(stamp)
    head = {"version": program_version(), "day": day, "next_day": next_day, "timezone": timezone, "said": said}
    names = "\0".join(paths).encode("utf-8", "surrogateescape")
    data = b"".join((json.dumps(head).encode(), b"\n", str(len(names)).encode(), b"\n", names, numbers.tobytes()))
    temporary = f"{folder}/{_NAME}.tmp"
    with contextlib.suppress(OSError):
        with open(temporary, "wb") as file:  # noqa: PTH123
            file.write(_MAGIC + _sum(data) + data)
        os.replace(temporary, f"{folder}/{_NAME}")  # noqa: PTH105


def unchanged(site: str, target: str, *, today: str, drafts: bool, portable: bool) -> dict[str, Any] | None:
    """What a build would answer, if it would do nothing; None where it has to be tried."""
    folder = f"{site}/.cache/builds/{folder_name(target, drafts, drafts, portable)}"
    try:
        with open(f"{folder}/{_NAME}", "rb") as file:  # noqa: PTH123
            data = file.read()
        start = len(_MAGIC) + 16
        if data[: len(_MAGIC)] != _MAGIC or data[len(_MAGIC) : start] != _sum(data[start:]):
            return None
        line, length, rest = data[start:].split(b"\n", 2)
        head = json.loads(line)
        names, numbers = rest[: int(length)], array("q")
        numbers.frombytes(rest[int(length) :])
        paths = names.decode("utf-8", "surrogateescape").split("\0")
        day = today or build_day(head["timezone"])
        if head["version"] != program_version() or not head["day"] <= day or (head["next_day"] and day >= head["next_day"]):
            return None
        if not _same(paths, numbers):
            return None
        said: dict[str, Any] = head["said"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return said


def _same(paths: list[str], numbers: array[int]) -> bool:
    look = os.stat
    sizes, modified, changed, inodes = numbers[0::4], numbers[1::4], numbers[2::4], numbers[3::4]
    for path, size, mtime_ns, ctime_ns, inode in zip(paths, sizes, modified, changed, inodes, strict=True):
        try:
            status = look(path)
        except OSError:
            if size == -1:
                continue
            return False
        if status.st_mtime_ns != mtime_ns or status.st_ctime_ns != ctime_ns or status.st_size != size or status.st_ino != inode:
            return False
    return True


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()

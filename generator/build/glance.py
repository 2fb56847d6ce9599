"""What has changed since the last build, looked up in one small file, with nothing imported that takes time.

The file tells the times of all that went into a site and of all that came out; it is written after each build.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from array import array
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.build.day import today as build_day
from generator.build.version import program_version
from generator.sources.stamps import ABSENT, UNSURE, Stamp, content_digest, trusted

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

_MAGIC = b"creditroll glance 1\n"
_NAME = "glance"
_NUMBERS = 5
"""For each path: size_bytes, mtime_ns, ctime_ns, inode, and whose it is."""
_SHARED_FROM = 20_000
"""From so many paths on a second process looks at half of them: each look is a call of the system."""
OUTPUT, ROOT, WORLD = -1, -2, -3
"""Whose a path is: what is published; what decides which manifests there are; the theme. From 0 on: of a manifest."""


class Noted(NamedTuple):
    """A path as it was when it was read or written."""

    path: str
    stamp: Stamp
    whose: int
    digest: bytes = b""
    """Where the stamp is `UNSURE`; without it the path counts as changed."""


class Glance(NamedTuple):
    """A site and its output folder as they are now, compared with how the last build left them."""

    said: dict[str, Any]
    """What a build answers that has nothing to do."""
    manifests: frozenset[str]
    """Those of which something has changed."""
    roots: bool
    """Whether there may be other manifests, or another configuration."""
    world: bool
    """Whether something of the theme has changed."""
    record: Stamp
    """Of the record of what is published."""
    paths: list[str]
    numbers: array[int]
    sources: list[str]
    """The manifests, as they are counted."""
    digests: dict[str, str]
    """Of paths with unsure stamps, by whose they are and what they are."""

    @property
    def unchanged(self) -> bool:
        """Whether a build would do nothing."""
        return not self.manifests and not self.world and not self.roots


def folder_name(target: str, drafts: bool, preview: bool, portable: bool) -> str:
    """The folder below .cache/builds/ in which the state of builds of one kind into one folder lies."""
    return hashlib.blake2b(f"{target} {drafts} {preview} {portable}".encode(), digest_size=8).hexdigest()


def note(folder: str, head: dict[str, Any], sources: list[str], noted: Iterable[Noted]) -> None:
    """The present state noted, for the next glance; in `head`: said, day, next_day, timezone, record."""
    paths: list[str] = []
    numbers = array("q")
    digests: dict[str, str] = {}
    _add(noted, paths, numbers, digests)
    _write(folder, head, sources, paths, numbers, digests)


def note_again(
    folder: str, head: dict[str, Any], glance: Glance, sources: list[str], noted: Iterable[Noted], outputs: Container[str]
) -> None:
    """The state of the last glance noted again, with these paths instead of all that is known of whoever they belong to.

    Of what is published only `outputs` are replaced. `sources` are those of the glance, nothing in the place of those that are
    no more, then new ones.
    """
    noted = list(noted)
    again = {one.whose for one in noted} - {OUTPUT}
    again |= {number for number, source in enumerate(sources) if not source}
    owners = glance.numbers[4::_NUMBERS]
    dropped = [
        number for number, whose in enumerate(owners) if whose in again or (whose == OUTPUT and glance.paths[number] in outputs)
    ]
    paths: list[str] = []
    numbers = array("q")
    start = 0
    for end in (*dropped, len(glance.paths)):
        paths += glance.paths[start:end]
        numbers += glance.numbers[start * _NUMBERS : end * _NUMBERS]
        start = end + 1
    digests = glance.digests
    for number in dropped:
        digests.pop(_named(glance.paths[number], owners[number]), None)
    _add(noted, paths, numbers, digests)
    _write(folder, head, sources, paths, numbers, digests)


def _add(noted: Iterable[Noted], paths: list[str], numbers: array[int], digests: dict[str, str]) -> None:
    known: set[tuple[str, int]] = set()
    for path, stamp, whose, digest in noted:
        if (path, whose) in known:
            continue
        known.add((path, whose))
        if stamp == UNSURE:
            digests[_named(path, whose)] = digest.hex()
        paths.append(path)
        numbers.extend(stamp)
        numbers.append(whose)


def _named(path: str, whose: int) -> str:
    """A path among those with unsure stamps."""
    return f"{whose} {path}"


def _write(
    folder: str, head: dict[str, Any], sources: list[str], paths: list[str], numbers: array[int], digests: dict[str, str]
) -> None:
    more = {"version": program_version(), "sources": sources, "digests": digests}
    names = "\0".join(paths).encode("utf-8", "surrogateescape")
    data = b"".join((json.dumps(head | more).encode(), b"\n", str(len(names)).encode(), b"\n", names, numbers.tobytes()))
    temporary = f"{folder}/{_NAME}.tmp"
    with contextlib.suppress(OSError):
        with open(temporary, "wb") as file:  # noqa: PTH123
            file.write(_MAGIC + _sum(data) + data)
        os.replace(temporary, f"{folder}/{_NAME}")  # noqa: PTH105


def glance(site: str, target: str, *, today: str, drafts: bool, portable: bool) -> Glance | None:
    """A glance at everything; None where that does not tell what has changed, and all must be looked at."""
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
        unsure = len(head["digests"])
        changed = _looked_at(paths, numbers, head["digests"])
        if not changed and len(head["digests"]) < unsure:
            _write(folder, head, head["sources"], paths, numbers, head["digests"])
        owners = {numbers[number * _NUMBERS + 4] for number in changed}
        if OUTPUT in owners:
            return None
        manifests = frozenset(head["sources"][owner] for owner in owners if owner >= 0)
        size, modified, when, inode = head["record"]
        record = (size, modified, when, inode)
        seen = (head["said"], manifests, ROOT in owners, WORLD in owners, record)
        return Glance(*seen, paths, numbers, head["sources"], head["digests"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _looked_at(paths: list[str], numbers: array[int], digests: dict[str, str]) -> list[int]:
    """The numbers of the paths that are not as they were; of many, a second process looks at half."""
    count = len(paths)
    if count < _SHARED_FROM or not hasattr(os, "fork"):
        return _changed(range(count), paths, numbers, digests)
    half = count // 2
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        code = 1
        try:
            with os.fdopen(writing, "w") as answer:
                json.dump(_changed(range(half, count), paths, numbers, digests), answer)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    found = _changed(range(half), paths, numbers, digests)
    with os.fdopen(reading) as answer:
        told = answer.read()
    _, status = os.waitpid(process, 0)
    # What the other one found is looked at again, since what it has learned of times is lost with it.
    return found + _changed(json.loads(told) if not status else range(half, count), paths, numbers, digests)


def _changed(chosen: Iterable[int], paths: list[str], numbers: array[int], digests: dict[str, str]) -> list[int]:
    """Those of the chosen paths that are not as they were; times that have become sure are written down."""
    look = os.stat
    found: list[int] = []
    for number in chosen:
        path, start = paths[number], number * _NUMBERS
        size, mtime_ns, ctime_ns, inode, whose = numbers[start : start + _NUMBERS]
        try:
            status = look(path)
        except (OSError, ValueError):
            if size != ABSENT[0]:
                found.append(number)
            continue
        if (
            status.st_mtime_ns == mtime_ns
            and status.st_ctime_ns == ctime_ns
            and status.st_size == size
            and status.st_ino == inode
        ):
            continue
        name = _named(path, whose)
        if inode or not _holds(path, status, digests.get(name)):
            found.append(number)
        elif (stamp := trusted(status)) != UNSURE:
            numbers[start : start + 4] = array("q", stamp)
            del digests[name]
    return found


def _holds(path: str, status: os.stat_result, digest: str | None) -> bool:
    """Whether something that was too young for its times to tell is still what it was."""
    try:
        return bool(digest) and content_digest(path, status).hex() == digest
    except OSError:
        return False


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()

"""What we wrote into an output folder last time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from generator.files.paths import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

STATE = ".creditroll"
"""The folder of record inside an output folder: never served, deployed or compared."""

Stat = tuple[int, int, int]
"""mtime_ns, ctime_ns, inode; `UNKNOWN` where only bytes can tell whether a file is still what we wrote."""
UNKNOWN: Stat = (0, 0, 0)

Entry = tuple[str, int, int, int, int]
"""digest, size_bytes, mtime_ns, ctime_ns, inode."""

_MAGIC = b"creditroll record 1\n"
_CHUNK_BYTES = 1 << 20


class Staged(NamedTuple):
    """What became of one output: small, so that worker processes can hand it to their parent."""

    path: str
    digest: str
    size_bytes: int
    changed: bool
    """Whether the bytes wait in the staging folder; else they are published already."""
    stat: Stat = UNKNOWN

    def entry(self) -> Entry:
        """The line of the record for it."""
        return (self.digest, self.size_bytes, *self.stat)


class Known(NamedTuple):
    """The record of an output folder, with what its file was when that was last read or written."""

    stat: Stat
    entries: Mapping[str, Entry]

    def stands(self, base: str) -> bool:
        """Whether nobody has written another one since."""
        try:
            return self.stat == stat_of(os.lstat(f"{base}/{STATE}/record"))
        except OSError:
            return False


class Ledger(msgspec.Struct, array_like=True):
    """The record of own files; with steps to do it is a journal, of which the record is made when they are done."""

    entries: dict[str, Entry]
    first: dict[str, Entry] = {}
    """Own files in the way of the moves: deleted before them."""
    moves: list[str] = []
    """Staged files, in the order of their publication."""
    last: dict[str, Entry] = {}
    """Own files that are no longer wanted: deleted at the end."""
    over: bool = False
    """Whether all other entries are as in the record that is there."""
    whole: list[str] = []
    """Files and folders that wait under their own names, and are moved at once into an empty output folder."""


class DamagedError(Exception):
    """A ledger that is cut, changed or not ours."""


_DECODER = msgspec.msgpack.Decoder(Ledger)


def read_ledger(path: str) -> Ledger | None:
    """The ledger at a path, or None where there is none; raises DamagedError."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW), "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return None
    head = len(_MAGIC) + 16
    if data[: len(_MAGIC)] != _MAGIC or _checksum(data[head:]) != data[len(_MAGIC) : head]:
        raise DamagedError
    try:
        return _DECODER.decode(memoryview(data)[head:])
    except msgspec.MsgspecError as error:
        raise DamagedError from error


def write_ledger(path: str, ledger: Ledger, *, sync: bool) -> int:
    """The ledger in its file, whole or not at all; returns the time of writing by the file system's clock (ns)."""
    data = msgspec.msgpack.encode(ledger)
    temporary = path + ".tmp"
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        with os.fdopen(descriptor, "wb", buffering=0):
            write_all(descriptor, _MAGIC + _checksum(data) + data)
            if sync:
                os.fsync(descriptor)
            written_ns = os.fstat(descriptor).st_mtime_ns
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        remove(temporary)
        raise
    if sync:
        sync_folder(os.path.dirname(path))  # noqa: PTH120
    return written_ns


def sync_folder(path: str) -> None:
    """The names in a folder, on the disk; some file systems cannot, which is no harm."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """All bytes written, however many steps the kernel takes."""
    written = os.write(descriptor, data)
    if written != len(data):
        rest = memoryview(data)[written:]
        while rest:
            rest = rest[os.write(descriptor, rest) :]


def remove(path: str) -> None:
    """No file at the path."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(path)  # noqa: PTH108


def stat_of(status: os.stat_result) -> Stat:
    """The part of a file's status by which a change is noticed."""
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def matches(status: os.stat_result, entry: Entry) -> bool:
    """Whether a file's status says that it is still what the entry tells."""
    return (
        entry[4] == status.st_ino
        and entry[2] == status.st_mtime_ns
        and entry[3] == status.st_ctime_ns
        and entry[1] == status.st_size
        and stat.S_ISREG(status.st_mode)
    )


def holds(path: str, status: os.stat_result, wanted_digest: str, size_bytes: int) -> bool:
    """Whether a file has just these bytes, by reading it."""
    if not stat.S_ISREG(status.st_mode) or status.st_size != size_bytes:
        return False
    try:
        return file_digest(path) == wanted_digest
    except OSError:
        return False


def file_digest(path: str) -> str:
    """The digest of a file's bytes; never follows a link."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        data = file.read(_CHUNK_BYTES)
        if len(data) < _CHUNK_BYTES:
            more = file.read(_CHUNK_BYTES)
            if not more:
                return digest(data)
            data += more
        summed = hashlib.blake2b(data, digest_size=16)
        while data := file.read(_CHUNK_BYTES):
            summed.update(data)
        return summed.hexdigest()


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()

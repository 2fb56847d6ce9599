"""What pure slow functions returned, remembered across runs."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
import stat
import struct
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")

_KIND = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAGIC = b"CRM1"
_HEADER = struct.Struct(">4sQ16s")
"""Format with its version, length of the data, checksum of key and data."""
_BATCH = 2000
_CACHE_KIB = 16_384
"""Keys are spread over the whole file: with less, SQLite would read much of it for each batch."""
_DAY_S = 86_400
_LIVE_WITHOUT = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM}
)
"""Errors of SQLite that do not mean that the file is damaged; the low byte of the code."""


class Memo:
    """A folder that may be deleted at any time: whatever is wrong with it costs time, never a result.

    `bytes` is for few large results, each a file; `struct` for many small ones, a database for each kind.
    A key names the content and the recipe, versions included. Safe in threads; after a fork each process
    has its own connections, so a worker calls `flush` before it ends. `afresh` makes every struct once again and
    remembers the new one; encoded media are believed all the same.
    """

    def __init__(self, folder: Path, *, afresh: bool = False) -> None:
        self._afresh = afresh
        self._made: set[tuple[str, str]] = set()
        """What was made again since all is to be made afresh."""
        self._folder = folder
        self._process = os.getpid()
        self._lock = threading.RLock()
        self._tables: dict[str, _Table] = {}
        self._inherited: list[object] = []

    def found(self, kind: str, key: str) -> bytes | None:
        """The entry for `bytes`, or nothing."""
        return _read(self._path(kind, key), kind, key)

    def bytes(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """What `make` returns, or returned in an earlier run for this kind and key."""
        path = self._path(kind, key)
        data = _read(path, kind, key)
        if data is None:
            data = make()
            _write(path, kind, key, data)
        return data

    def holds(self, kind: str, key: str) -> bool:
        """Whether there is an entry for `bytes`; whether it is whole shows when it is read."""
        return Path(self._path(kind, key)).is_file()

    def put(self, kind: str, key: str, value: object) -> None:
        """A value for `struct` that is remembered instead of another."""
        self._table(kind).put(key, msgspec.msgpack.encode(value))

    def struct(self, kind: str, key: str, shape: type[Value], make: Callable[[], Value]) -> Value:
        """As `bytes`, for a value that msgspec can decode as `shape`; written by `flush`.

        Of threads that ask at once, one makes it while the others wait; `make` must not ask for the same.
        """
        table = self._table(kind)
        table.begin(key)
        try:
            data = table.get(key) if not self._afresh or (kind, key) in self._made else None
            if data is not None:
                with contextlib.suppress(msgspec.MsgspecError):
                    return msgspec.msgpack.decode(data, type=shape)
            value = make()
            table.put(key, msgspec.msgpack.encode(value))
            if self._afresh:
                self._made.add((kind, key))
            return value
        finally:
            table.end(key)

    def flush(self) -> None:
        """Everything remembered so far written down; where that cannot be, it is forgotten."""
        with self._mine():
            for table in self._tables.values():
                table.flush()

    def close(self) -> None:
        """As `flush`, with the databases closed; the memo may be used again."""
        with self._mine():
            for table in self._tables.values():
                table.close()
            self._tables.clear()

    def trim(self, max_bytes: int) -> None:
        """At most so many bytes kept: files not used for longest go first; databases too large by themselves go whole."""
        self.close()
        found: list[tuple[float, int, str]] = []
        for below, _, names in os.walk(self._folder):
            for name in names:
                path = f"{below}/{name}"
                with contextlib.suppress(OSError):
                    status = os.lstat(path)
                    newest = time.time() if name.endswith(_Table.SUFFIXES) else status.st_mtime
                    found.append((newest, status.st_size, path))
        excess = sum(size for _, size, _ in found) - max_bytes
        for _, size, path in sorted(found):
            if excess <= 0:
                break
            with contextlib.suppress(OSError):
                Path(path).unlink()
                excess -= size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _path(self, kind: str, key: str) -> str:
        _check(kind)
        name = _name(key).hex()
        return f"{self._folder}/{kind}/{name[:2]}/{name[2:]}"

    def _table(self, kind: str) -> _Table:
        with self._mine():
            table = self._tables.get(kind)
            if table is None:
                _check(kind)
                table = self._tables[kind] = _Table(self._folder, kind)
            return table

    def _mine(self) -> threading.RLock:
        """The lock of this process; what a fork inherited is left alone, because closing it would harm the parent."""
        if self._process != os.getpid():
            self._inherited.append((self._tables, self._lock))
            self._tables = {}
            self._lock = threading.RLock()
            self._process = os.getpid()
        return self._lock


class _Table:
    """One kind of small results in one SQLite file; every error is a miss."""

    SUFFIXES = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal")

    def __init__(self, folder: Path, kind: str) -> None:
        self._kind = kind
        self._stem = folder / kind
        self._path = Path(f"{self._stem}{self.SUFFIXES[0]}")
        self._lock = threading.RLock()
        self._turn = threading.Condition(self._lock)
        self._making: set[str] = set()
        self._pending: dict[str, bytes] = {}
        self._connection: sqlite3.Connection | None = None
        self._usable = True

    def begin(self, key: str) -> None:
        """The key is this thread's until `end`; others wait."""
        with self._turn:
            while key in self._making:
                self._turn.wait()
            self._making.add(key)

    def end(self, key: str) -> None:
        """Others may have the key."""
        with self._turn:
            self._making.discard(key)
            self._turn.notify_all()

    def get(self, key: str) -> bytes | None:
        """The data for a key, if it is there and whole."""
        with self._lock:
            if key in self._pending:
                return self._pending[key]
            try:
                connection = self._connect(create=False)
                row = (
                    None
                    if connection is None
                    else connection.execute("SELECT data FROM memo WHERE key = ?", (_name(key),)).fetchone()
                )
            except (sqlite3.Error, OSError, ValueError, OverflowError) as error:
                self._mend(error)
                return None
        if row is None or not isinstance(row[0], bytes) or len(row[0]) < 16:
            return None
        data = row[0][16:]
        return data if row[0][:16] == _checksum(self._kind, key, data) else None

    def put(self, key: str, data: bytes) -> None:
        """The data will be written with the next batch."""
        with self._lock:
            self._pending[key] = data
            if len(self._pending) >= _BATCH:
                self.flush()

    def flush(self) -> None:
        """The batch written in one transaction, with one more attempt after a damaged file is deleted."""
        with self._lock:
            rows = sorted((_name(key), _checksum(self._kind, key, data) + data) for key, data in self._pending.items())
            self._pending.clear()
            for _ in range(2 if rows else 0):
                try:
                    connection = self._connect(create=True)
                    if connection is None:
                        return
                    with connection:
                        connection.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?)", rows)
                except (sqlite3.Error, OSError, ValueError, OverflowError) as error:
                    self._mend(error)
                else:
                    return

    def close(self) -> None:
        """Everything written and the file closed."""
        with self._lock:
            self.flush()
            self._disconnect()

    def _connect(self, *, create: bool) -> sqlite3.Connection | None:
        if self._connection is not None or not self._usable:
            return self._connection
        try:
            ordinary = stat.S_ISREG(self._path.lstat().st_mode)
        except FileNotFoundError:
            if not create:
                return None
            self._delete()  # a log without its database would be read into the new one
            self._path.parent.mkdir(parents=True, exist_ok=True)
        else:
            if not ordinary:
                self._delete()
        self._connection = sqlite3.connect(self._path, timeout=5, check_same_thread=False)
        self._connection.execute("PRAGMA trusted_schema=OFF")
        self._connection.execute("PRAGMA synchronous=OFF")  # first, or a new file would wait for the disk
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        self._connection.execute("CREATE TABLE IF NOT EXISTS memo (key BLOB PRIMARY KEY, data BLOB) WITHOUT ROWID")
        return self._connection

    def _mend(self, error: Exception) -> None:
        """After an error: a damaged or foreign file is deleted, one that cannot be used is left alone for this run."""
        self._disconnect()
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return
        if isinstance(error, OSError) or (code is not None and code & 0xFF in _LIVE_WITHOUT):
            self._usable = False
        elif isinstance(error, sqlite3.Error):
            self._delete()

    def _delete(self) -> None:
        try:
            for suffix in self.SUFFIXES:
                Path(f"{self._stem}{suffix}").unlink(missing_ok=True)
        except OSError:
            self._usable = False

    def _disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None


def _check(kind: str) -> None:
    if not _KIND.fullmatch(kind):
        raise ValueError(f"not a kind of memory: {kind!r}")


def _name(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=20).digest()


def _checksum(kind: str, key: str, data: bytes) -> bytes:
    summed = hashlib.blake2b(f"{kind}\0{len(key)}\0{key}".encode("utf-8", "surrogatepass"), digest_size=16)
    summed.update(data)
    return summed.digest()


def _read(path: str, kind: str, key: str) -> bytes | None:
    """The data of an entry's file, or None unless it is an ordinary, whole file for this key."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size < _HEADER.size:
                return None
            magic, length_bytes, summed = _HEADER.unpack(file.read(_HEADER.size))
            if magic != _MAGIC or status.st_size != _HEADER.size + length_bytes:
                return None
            data = file.read()
    except (OSError, struct.error):
        return None
    if summed != _checksum(kind, key, data):
        return None
    if time.time() - status.st_mtime > _DAY_S:
        with contextlib.suppress(OSError):
            os.utime(path)  # so that `trim` knows what is still used
    return data


def _write(path: str, kind: str, key: str, data: bytes) -> None:
    """The entry on the disk, whole or not at all; a cache that cannot be written is no harm."""
    temporary = f"{path}.{os.getpid()}-{threading.get_ident()}.tmp"
    with contextlib.suppress(OSError):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
            with os.fdopen(os.open(temporary, flags, 0o666), "wb") as file:
                file.write(_HEADER.pack(_MAGIC, len(data), _checksum(kind, key, data)))
                file.write(data)
            try:
                Path(temporary).rename(path)
            except IsADirectoryError:
                Path(path).rmdir()
                Path(temporary).rename(path)
        finally:
            Path(temporary).unlink(missing_ok=True)

"""What the last build knew, in one SQLite file for each output folder; whatever is wrong with it, it is forgotten whole."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from generator.sources.stamps import ABSENT, Stamp, stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_FAULTS = (sqlite3.Error, OSError, ValueError, OverflowError, msgspec.MsgspecError)
_CHECK_BYTES = 4
_CACHE_KIB = 16_384


class Token(msgspec.Struct, frozen=True):
    """By what it is known that store and output folder belong together, and that nobody has changed either since."""

    version: str
    """Of the program and of what it is made with."""
    store: Stamp
    record: Stamp


class Rows(NamedTuple):
    """Rows of one kind."""

    keys: Iterable[str]
    encode: Callable[[str], bytes | None]
    """The data of one; nothing where there is to be no row."""


class LostError(Exception):
    """A row cannot be read: nothing in the store can be trusted."""


class Store:
    """Rows by kind and key. Reading raises LostError; writing that fails leaves no store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = str(folder / "state.sqlite3")
        self._token = folder / "token.json"
        self._connection: sqlite3.Connection | None = None
        self._stamp = ABSENT
        """Of the file as it was when it was last found to belong, or saved."""
        self._process = os.getpid()
        self._inherited: list[sqlite3.Connection] = []

    def belongs(self, version: str, record: Path) -> bool:
        """Whether it was saved after the build that wrote this record, by this version of the program."""
        try:
            token = msgspec.json.decode(self._token.read_bytes(), type=Token)
        except _FAULTS:
            return False
        self._stamp = token.store
        return (
            token.version == version
            and self.stands()
            and token.record == stamp_of(str(record))
            and ABSENT not in (token.store, token.record)
        )

    def stands(self) -> bool:
        """Whether nobody else has written to it, or deleted it, since it belonged."""
        return self._stamp == stamp_of(self._path)

    def row(self, kind: str, key: str) -> bytes | None:
        """One row, or nothing where there is none."""
        try:
            found = self._open().execute("SELECT data FROM rows WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        except _FAULTS as error:
            raise LostError from error
        return None if found is None else _checked(kind, key, found[0])

    def rows(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """All rows of a kind."""
        try:
            for key, data in self._open().execute("SELECT key, data FROM rows WHERE kind = ?", (kind,)):
                yield key, _checked(kind, key, data)
        except _FAULTS as error:
            raise LostError from error

    def keys(self, kind: str) -> list[str]:
        """The keys of a kind."""
        try:
            return [key for (key,) in self._open().execute("SELECT key FROM rows WHERE kind = ?", (kind,))]
        except _FAULTS as error:
            raise LostError from error

    def save(self, rows: Mapping[str, Rows], *, afresh: bool, version: str, record: Path) -> bool:
        """Rows written, those without data deleted, all others kept unless `afresh`; in this order: rows, then the token.

        Afresh they are encoded one by one as they are written. Returns whether there is a store.
        """
        if not afresh and not self.stands():
            self.delete()
            return False
        parts = rows if afresh else {kind: _encoded(kind_rows) for kind, kind_rows in rows.items()}
        with contextlib.suppress(OSError):
            self._token.unlink(missing_ok=True)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self.close()
            if afresh:
                self.delete()
            connection = self._open(to_read=False)
            gone: list[tuple[str, str]] = []
            with connection:
                connection.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", _in_order(parts, gone))
                connection.executemany("DELETE FROM rows WHERE kind = ? AND key = ?", gone)
            self.close()
            self._stamp = stamp_of(self._path)
            token = Token(version, self._stamp, stamp_of(str(record)))
            temporary = self._token.with_suffix(".tmp")
            temporary.write_bytes(msgspec.json.encode(token))
            temporary.replace(self._token)
        except _FAULTS:
            self.delete()
            return False
        return True

    def delete(self) -> None:
        """Nothing is left of it."""
        self.close()
        for name in (self._path, f"{self._path}-journal", f"{self._path}-wal", f"{self._path}-shm"):
            with contextlib.suppress(OSError):
                Path(name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._token.unlink(missing_ok=True)

    def close(self) -> None:
        """The file closed; it is opened again when it is needed."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def _open(self, *, to_read: bool = True) -> sqlite3.Connection:
        if self._process != os.getpid():  # a fork has a connection of its own; closing its parent's would harm that
            self._inherited += [self._connection] if self._connection is not None else []
            self._connection, self._process = None, os.getpid()
        if self._connection is None:
            self._connection = sqlite3.connect(self._path, timeout=5, check_same_thread=False)
            self._connection.execute("PRAGMA trusted_schema=OFF")
            self._connection.execute("PRAGMA synchronous=OFF")
            self._connection.execute("PRAGMA journal_mode=MEMORY")
            self._connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS rows (kind TEXT, key TEXT, data BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID"
            )
            if to_read:
                self._connection.execute("BEGIN")  # one lock for all rows instead of one for each
        return self._connection


def _encoded(rows: Rows) -> Rows:
    """The same with all data at hand."""
    found = {key: rows.encode(key) for key in rows.keys}
    return Rows(found, found.__getitem__)


def _in_order(parts: Mapping[str, Rows], gone: list[tuple[str, str]]) -> Iterator[tuple[str, str, bytes]]:
    """All rows in the order of the file, or each would be looked for in another place; `gone` gets those without data."""
    for kind in sorted(parts):
        keys, encode = parts[kind]
        for key in sorted(keys):
            data = encode(key)
            if data is None:
                gone.append((kind, key))
            else:
                yield kind, key, _sum(kind, key, data) + data


def _sum(kind: str, key: str, data: bytes) -> bytes:
    name = zlib.crc32(f"{kind}\0{key}\0".encode("utf-8", "surrogatepass"))
    return zlib.crc32(data, name).to_bytes(_CHECK_BYTES, "big")


def _checked(kind: str, key: str, data: bytes) -> bytes:
    if data[:_CHECK_BYTES] != _sum(kind, key, data[_CHECK_BYTES:]):
        raise LostError
    return data[_CHECK_BYTES:]

"""Encoded values that wait for the store in a file without a name, so that they need no memory and forks need not copy them."""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.tracking import Key


class Values:
    """Bytes by key; only the process that made it may put some. In memory where there is no room for them elsewhere."""

    def __init__(self) -> None:
        self._file = -1
        self._places: dict[Key, tuple[int, int] | bytes] = {}
        self._end = 0

    def put(self, key: Key, data: bytes) -> None:
        """The value from now on."""
        self._places[key] = data
        with contextlib.suppress(OSError):
            if self._file < 0:
                self._file, name = tempfile.mkstemp(prefix="creditroll-")
                os.unlink(name)  # noqa: PTH108
            if os.pwrite(self._file, data, self._end) == len(data):
                self._places[key] = (self._end, len(data))
                self._end += len(data)

    def get(self, key: Key) -> bytes | None:
        """The value, or nothing."""
        place = self._places.get(key)
        if place is None or isinstance(place, bytes):
            return place
        start, length = place
        return os.pread(self._file, length, start)

    def discard(self, key: Key) -> None:
        """No value from now on."""
        self._places.pop(key, None)

    def __iter__(self) -> Iterator[Key]:
        """The keys."""
        return iter(self._places)

    def __del__(self) -> None:
        """The file goes with it."""
        if self._file >= 0:
            os.close(self._file)

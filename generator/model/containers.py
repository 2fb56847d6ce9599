"""How the parts of media files lie in their bytes."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from generator.model.media import MediaError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_PARTS: Final = 100_000


def boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Each box between two places: its kind, where its content begins, where it ends; raises MediaError where it is cut."""
    for _ in range(_MOST_PARTS):
        if end - start < 8:
            return
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1 and end - start >= 16:
            (size,), head = struct.unpack_from(">Q", data, start + 8), 16
        elif size == 0:
            size = end - start
        if size < head:
            if end < len(data):  # a container inside may end with zeros: QuickTime does
                return
            raise MediaError("bad-media", "the film is damaged", "Export it again.")
        if start + size > end:
            raise MediaError("bad-media", "the film is cut short", "Copy or export it again.")
        yield kind, start + head, start + size
        start += size


def elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Each EBML element between two places: its id, where its content begins, where it ends; raises MediaError where cut.

    An element of unknown length (a live recording) reaches to the end of what holds it.
    """
    for _ in range(_MOST_PARTS):
        if start >= end:
            return
        id_bytes = 9 - data[start].bit_length()
        size_at = start + id_bytes
        size_bytes = 9 - data[size_at].bit_length() if size_at < end else 9
        if id_bytes > 4 or size_bytes > 8 or size_at + size_bytes > end:
            raise MediaError("bad-media", "the film is damaged or cut short", "Export it again.")
        name = int.from_bytes(data[start:size_at])
        content = size_at + size_bytes
        full = (1 << 7 * size_bytes) - 1
        size = int.from_bytes(data[size_at:content]) & full
        last = end if size == full else content + size
        if last > end:
            raise MediaError("bad-media", "the film is cut short", "Copy or export it again.")
        yield name, content, last
        start = last


def id3_size(data: bytes) -> int:
    """Bytes taken by the ID3v2 tag at the beginning, 0 without one; source: id3.org, ID3v2.4.0, 3.1."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size + (10 if data[5] & 0x10 else 0)

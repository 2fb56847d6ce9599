"""Films without metadata, every byte of picture and sound at its old place."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from generator.model.containers import boxes, elements
from generator.model.media import MediaError

if TYPE_CHECKING:
    from collections.abc import Iterator

_NESTS: Final = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex", b"edts"})
_TOLD: Final = frozenset({b"udta", b"meta", b"uuid", b"XMP_", b"cprt"})
_SEGMENT, _INFO, _TAGS, _ATTACHMENTS = 0x18538067, 0x1549A966, 0x1254C367, 0x1941A469
_VOID: Final = 0xEC
_INFO_KEPT: Final = frozenset({0x2AD7B1, 0x4489, 0x4D80, 0x5741})  # scale, duration, and two names that must be there
_NAMES: Final = frozenset({0x4D80, 0x5741})  # MuxingApp, WritingApp


def strip_mp4(data: bytes) -> bytes:
    """The MP4 or QuickTime file with all user data, metadata and their tracks turned into free space of the same size.

    Telemetry of cameras (GPS in tracks with the handler `meta`) is overwritten where it lies; times of creation are zero.
    Source: ISO 14496-12, 8.10.1 (udta), 8.11.1 (meta), 8.1.2 (free), 8.7 (sample tables).
    """
    changed = bytearray(data)
    _strip_boxes(data, changed, 0, len(data))
    return bytes(changed)


def _strip_boxes(data: bytes, changed: bytearray, start: int, end: int) -> None:
    for kind, inner, last in boxes(data, start, end):
        if kind in _TOLD:
            _free(data, changed, start, inner, last)
        elif kind in {b"mvhd", b"tkhd", b"mdhd"} and inner < last:
            size = 16 if data[inner] == 1 else 8
            changed[inner + 4 : inner + 4 + size] = bytes(size)
        elif kind == b"trak" and _handler(data, inner, last) == b"meta":
            for place, size in _samples(data, inner, last):
                if 0 <= place <= len(data):
                    changed[place : place + size] = bytes(min(size, len(data) - place))
            _free(data, changed, start, inner, last)
        elif kind in _NESTS:
            _strip_boxes(data, changed, inner, last)
        start = last


def _free(data: bytes, changed: bytearray, start: int, inner: int, last: int) -> None:
    changed[start + 4 : start + 8] = b"free"
    if data[start : start + 4] == b"\0\0\0\0":  # a box of “the rest of the file” stays one
        changed[start : start + 4] = struct.pack(">I", min(last - start, 0xFFFFFFFF))
    changed[inner:last] = bytes(last - inner)


def _handler(data: bytes, start: int, end: int) -> bytes:
    for kind, inner, last in boxes(data, start, end):
        if kind == b"mdia":
            return _handler(data, inner, last)
        if kind == b"hdlr":
            return data[inner + 8 : inner + 12]
    return b""


def _samples(data: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Place and size of each sample of a track, from its sample tables."""
    table: dict[bytes, int] = {}
    spans = [(start, end)]
    for first, last in spans:
        for kind, inner, inner_end in boxes(data, first, last):
            if kind in {b"mdia", b"minf", b"stbl"}:
                spans.append((inner, inner_end))
            table.setdefault(kind, inner)
    offsets = table.get(b"stco", table.get(b"co64"))
    if offsets is None or not {b"stsz", b"stsc"} <= table.keys():
        return
    width = 4 if b"stco" in table else 8
    same, count = struct.unpack_from(">II", data, table[b"stsz"] + 4)
    (chunks,) = struct.unpack_from(">I", data, offsets + 4)
    (runs,) = struct.unpack_from(">I", data, table[b"stsc"] + 4)
    if max(runs * 12, chunks * width, 0 if same else count * 4) > len(data):
        raise MediaError("bad-media", "the film is damaged", "Export it again.")
    steps = [struct.unpack_from(">II", data, table[b"stsc"] + 8 + 12 * run) for run in range(runs)]
    sample, run = 0, 0
    for chunk in range(chunks):
        while run + 1 < len(steps) and steps[run + 1][0] <= chunk + 1:
            run += 1
        place = int.from_bytes(data[offsets + 8 + chunk * width :][:width])
        for _ in range(min(steps[run][1], count - sample) if steps else 0):
            size = same or struct.unpack_from(">I", data, table[b"stsz"] + 12 + 4 * sample)[0]
            yield place, size
            place += size
            sample += 1


def strip_webm(data: bytes) -> bytes:
    """The WebM with tags, attachments, title, date and program names overwritten; source: RFC 9559, 5.1.2, 5.1.6, 5.1.8."""
    changed = bytearray(data)
    outer = 0
    for name, start, end in elements(data, 0, len(data)):
        if name == _SEGMENT:
            at = start
            for part, inner, last in elements(data, start, end):
                if part in {_TAGS, _ATTACHMENTS}:
                    _void(changed, at, last)
                elif part == _INFO:
                    _strip_info(data, changed, inner, last)
                at = last
        outer = end
    return bytes(changed[:outer])


def _strip_info(data: bytes, changed: bytearray, start: int, end: int) -> None:
    at = start
    for part, inner, last in elements(data, start, end):
        if part in _NAMES:
            changed[inner:last] = b"creditroll".ljust(last - inner, b"\0")[: last - inner]
        elif part not in _INFO_KEPT:
            _void(changed, at, last)
        at = last


def _void(changed: bytearray, start: int, end: int) -> None:
    """Overwrites an element with empty space of the same size; source: RFC 8794, 11.3.2."""
    size = end - start
    if size < 2:
        return
    length = bytes([0x80 | size - 2]) if size < 129 else (1 << 56 | size - 9).to_bytes(8)
    changed[start:end] = bytes([_VOID]) + length + bytes(size - 1 - len(length))

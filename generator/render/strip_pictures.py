"""Pictures without metadata, their pixels untouched."""

from __future__ import annotations

import struct
from typing import Final

from generator.model.containers import boxes
from generator.model.media import MediaError
from generator.render.rights import riff_chunk

_PNG_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)
_WEBP_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_LOOPS: Final = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})
_BARE_MARKERS: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def strip_jpeg(data: bytes) -> bytes:
    """The JPEG with its tables, scans, colour profile and colour transform only; what follows its end is gone too.

    Source: ITU T.81, B.1.1 (markers), JFIF 1.02, ICC.1 B.4.
    """
    kept = [b"\xff\xd8"]
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise MediaError("bad-media", "the JPEG is damaged", "Export it again.")
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker == 0xD9:
            break
        if marker in _BARE_MARKERS:
            at += 2
            continue
        (size,) = struct.unpack_from(">H", data, at + 2)
        payload = data[at + 4 : at + 2 + size]
        at += 2 + size
        if marker == 0xE0 and payload.startswith(b"JFIF\0") and len(payload) >= 14:
            payload = payload[:12] + b"\0\0"  # no thumbnail
        elif 0xE0 <= marker <= 0xEF or marker == 0xFE:
            is_profile = marker == 0xE2 and payload.startswith(b"ICC_PROFILE\0")
            if not is_profile and not (marker == 0xEE and payload.startswith(b"Adobe")):
                continue
        kept.append(struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload)
        if marker == 0xDA:
            end = _scan_end(data, at)
            kept.append(data[at:end])
            at = end
    return b"".join([*kept, b"\xff\xd9"])


def _scan_end(data: bytes, at: int) -> int:
    """Where the first marker behind a scan stands; stuffed zeros, restarts and fill bytes belong to the scan."""
    while 0 <= (at := data.find(b"\xff", at)) < len(data) - 1:
        if data[at + 1] == 0xFF:
            at += 1
        elif data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        else:
            return at
    return len(data)


def strip_png(data: bytes) -> bytes:
    """The PNG with the chunks that show something only; source: PNG Third Edition, 11."""
    kept = [data[:8]]
    at = 8
    while at + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        if kind in _PNG_KEPT:
            kept.append(data[at : at + 12 + size])
        at += 12 + size
        if kind == b"IEND":
            break
    return b"".join(kept)


def strip_webp(data: bytes) -> bytes:
    """The WebP without EXIF, XMP and unknown chunks; source: RFC 9649, 2.7."""
    kept: list[bytes] = []
    at, end = 12, min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while at + 8 <= end:
        kind, size = struct.unpack_from("<4sI", data, at)
        payload = data[at + 8 : at + 8 + size]
        if kind == b"VP8X":
            payload = bytes([payload[0] & ~0x0C]) + payload[1:]
        if kind in _WEBP_KEPT:
            kept.append(riff_chunk(kind, payload))
        at += 8 + size + size % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def strip_gif(data: bytes) -> bytes:
    """The GIF without comments, plain text and application data other than its loop; source: GIF89a, 17 to 27."""
    at = 13 + (3 * 2 ** ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    kept = [data[:at]]
    while at < len(data) and data[at] != 0x3B:
        start = at
        if data[at] == 0x2C:
            packed = data[at + 9]
            at += 11 + (3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0)  # one byte of code size
            keep = True
        elif data[at] == 0x21:
            label = data[at + 1]
            keep = label == 0xF9 or (label == 0xFF and data[at + 3 : at + 14] in _LOOPS)
            at += 2
        else:
            raise MediaError("bad-media", "the GIF is damaged", "Export it again.")
        while data[at]:
            at += data[at] + 1
        at += 1
        if keep:
            kept.append(data[start:at])
    return b"".join([*kept, b";"])


def strip_avif(data: bytes) -> bytes:
    """The AVIF with its Exif and XMP items overwritten by zeros, renamed so that no reader looks for them.

    Source: ISO 14496-12, 8.11.3 (iloc), 8.11.6 (iinf).
    """
    changed = bytearray(data)
    meta = next(((start + 4, end) for kind, start, end in boxes(data, 0, len(data)) if kind == b"meta"), None)
    if meta is None:
        raise MediaError("bad-media", "the AVIF is damaged", "Export it again.")
    parts = {kind: (start, end) for kind, start, end in boxes(data, *meta)}
    secret: set[int] = set()
    start, end = parts[b"iinf"]
    for kind, inner, _ in boxes(data, start + (8 if data[start] else 6), end):
        wide = data[inner] == 3
        at = inner + (10 if wide else 8)
        if kind == b"infe" and data[at : at + 4] in {b"Exif", b"mime", b"uri "}:
            secret.add(int.from_bytes(data[inner + 4 : at - 2]))
            changed[at : at + 4] = b"free"
    for method, place, size in _places(data, parts[b"iloc"][0], secret):
        first = place + (parts[b"idat"][0] if method == 1 else 0)
        changed[first : first + size] = bytes(max(0, min(size, len(data) - first)))
    for kind, inner, last in boxes(data, 0, len(data)):
        if kind in {b"uuid", b"udta"}:
            changed[inner:last] = bytes(last - inner)
            changed[data.rfind(kind, 0, inner) :][:4] = b"free"
    return bytes(changed)


def _places(data: bytes, at: int, wanted: set[int]) -> list[tuple[int, int, int]]:
    """Method, offset and size of each extent of the wanted items, from the content of an item location box."""
    version, sizes, more = data[at], data[at + 4], data[at + 5]
    offset_n, length_n, base_n, index_n = sizes >> 4, sizes & 15, more >> 4, more & 15 if version else 0
    at += 6

    def number(size: int) -> int:
        nonlocal at
        at += size
        if at > len(data):
            raise MediaError("bad-media", "the AVIF is damaged", "Export it again.")
        return int.from_bytes(data[at - size : at])

    found: list[tuple[int, int, int]] = []
    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(base_n)
        for _ in range(number(2)):
            number(index_n)
            place, size = base + number(offset_n), number(length_n)
            if item in wanted:
                found.append((method, place, size))
    return found

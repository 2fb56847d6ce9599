"""Sound files without tags, their samples untouched."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from generator.model.containers import id3_size
from generator.model.media import MediaError
from generator.render.rights import riff_chunk

if TYPE_CHECKING:
    from generator.model.media import Rights

_WAV_KEPT: Final = frozenset({b"fmt ", b"fact", b"data", b"ds64"})
_FLAC_KEPT: Final = frozenset({0, 3})  # STREAMINFO, SEEKTABLE
_VENDOR: Final = b"creditroll"


def strip_mp3(data: bytes, rights: Rights | None = None) -> bytes:
    """The MP3's frames behind an ID3v2.3 tag that holds the rights; without rights, the frames alone.

    Source: id3.org, ID3v2.3.0, 4.2.1 and 4.3.1; APEv2 and Lyrics3 at the end are known by their footers.
    """
    return _id3(rights) + _bare_mpeg(data)


def strip_aac(data: bytes, _rights: Rights | None = None) -> bytes:
    """The AAC stream without the tags around it."""
    return _bare_mpeg(data)


def _bare_mpeg(data: bytes) -> bytes:
    start, end = 0, len(data)
    while size := id3_size(data[start : start + 10]):
        start += size
    while True:
        before = end
        if data[max(start, end - 128) : end][:3] == b"TAG":
            end -= 128
        if data[max(start, end - 227) : end][:4] == b"TAG+":
            end -= 227
        if data[max(start, end - 10) : end][:3] == b"3DI":
            tag = b"ID3" + data[end - 7 : end]
            end -= id3_size(tag[:10]) + (0 if tag[5] & 0x10 else 10)
        if data[max(start, end - 9) : end] == b"LYRICS200" and data[end - 15 : end - 9].isdigit():
            end -= 15 + int(data[end - 15 : end - 9])
        if data[max(start, end - 32) : end][:8] == b"APETAGEX":
            size, _, flags = struct.unpack_from("<III", data, end - 20)
            end -= size + (32 if flags >> 31 else 0)
        if end == before:
            break
        if end < start:
            raise MediaError("bad-media", "the tags of the MP3 are damaged", "Export it again.")
    return data[start:end]


def _id3(rights: Rights | None) -> bytes:
    if rights is None:
        return b""
    frames = b""
    for name, text in ((b"TIT2", rights.title), (b"TPE1", rights.creator), (b"TCOP", rights.copyright)):
        if text:
            body = b"\x01\xff\xfe" + text.encode("utf-16-le", "ignore")
            frames += name + struct.pack(">IH", len(body), 0) + body
    for name, url in ((b"WCOP", rights.license_url), (b"WOAF", rights.web_statement)):
        if url:
            body = url.encode("latin-1", "ignore")
            frames += name + struct.pack(">IH", len(body), 0) + body
    if not frames:
        return b""
    size = bytes(len(frames) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + frames


def _comments(rights: Rights | None, vendor: bytes = _VENDOR) -> bytes:
    """A Vorbis comment block with the rights; source: Vorbis I, 5.2.1 (without framing bit)."""
    pairs = []
    if rights is not None:
        pairs = [
            ("TITLE", rights.title),
            ("ARTIST", rights.creator),
            ("COPYRIGHT", rights.copyright),
            ("LICENSE", rights.license_url),
            ("CONTACT", rights.web_statement),
        ]
    fields = [f"{name}={text}".encode("utf-8", "ignore") for name, text in pairs if text]
    packed = b"".join(struct.pack("<I", len(field)) + field for field in fields)
    return struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", len(fields)) + packed


def strip_flac(data: bytes, rights: Rights | None = None) -> bytes:
    """The FLAC's frames behind its stream information, seek table and a comment block with the rights.

    Source: RFC 9639, 8.1 (metadata block header).
    """
    at = id3_size(data[:10])
    if data[at : at + 4] != b"fLaC":
        raise MediaError("bad-media", "the FLAC file is damaged", "Export it again.")
    at += 4
    blocks: list[tuple[int, bytes]] = []
    last = False
    while not last and at + 4 <= len(data):
        last, kind, size = bool(data[at] & 0x80), data[at] & 0x7F, int.from_bytes(data[at + 1 : at + 4])
        if kind in _FLAC_KEPT:
            blocks.append((kind, data[at + 4 : at + 4 + size]))
        at += 4 + size
    end = len(data) - 128 if data[-128:-125] == b"TAG" else len(data)
    blocks.append((4, _comments(rights)))
    heads = [
        bytes([kind | (0x80 if number == len(blocks) else 0)]) + len(block).to_bytes(3) + block
        for number, (kind, block) in enumerate(blocks, 1)
    ]
    return b"".join([b"fLaC", *heads, data[at:end]])


def strip_wav(data: bytes, rights: Rights | None = None) -> bytes:
    """The WAV with its format and samples, followed by the rights; what other chunks said is gone."""
    kept: list[bytes] = []
    at = 12
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        if kind in _WAV_KEPT:
            kept.append(
                data[at : at + 8 + size + size % 2] if size == 0xFFFFFFFF else riff_chunk(kind, data[at + 8 : at + 8 + size])
            )
        at += 8 + size + size % 2
    facts = [(b"INAM", rights.title), (b"IART", rights.creator), (b"ICOP", rights.copyright)] if rights else []
    info = b"".join(riff_chunk(name, text.encode("utf-8", "ignore") + b"\0") for name, text in facts if text)
    if info and data[:4] == b"RIFF":
        kept.append(riff_chunk(b"LIST", b"INFO" + info))
    body = b"WAVE" + b"".join(kept)
    size_field = data[4:8] if data[:4] == b"RF64" else struct.pack("<I", min(len(body), 0xFFFFFFFF))
    return data[:4] + size_field + body


def strip_ogg(data: bytes, rights: Rights | None = None) -> bytes:
    """The Ogg file with its comment packets rewritten in place: the rights, filled up with blanks to the same size.

    Vorbis, Opus, Theora, Speex and FLAC in Ogg are known; other streams stay as they are. A packet too small for the rights
    holds none. Source: RFC 3533, 6 (pages), RFC 7845, 5.2, Vorbis I 5, Theora 6.3, FLAC-to-Ogg mapping 1.0.
    """
    changed = bytearray(data)
    for first, spans in _header_packets(data):
        packet = b"".join(data[start:end] for _, start, end in spans)
        new = _replaced(first, packet, rights)
        if new is None:
            continue
        at = 0
        for page, start, end in spans:
            changed[start:end] = new[at : at + end - start]
            at += end - start
            _sign_page(changed, page)
    return bytes(changed)


_Span = tuple[int, int, int]  # page, first byte, end
_MOST_HEADERS: Final = 8


def _header_packets(data: bytes) -> list[tuple[bytes, list[_Span]]]:
    """The first packets after each stream's first, each with that first packet's beginning and where its pieces lie."""
    firsts: dict[int, bytes] = {}
    counts: dict[int, int] = {}
    pieces: dict[int, list[_Span]] = {}
    found: list[tuple[bytes, list[_Span]]] = []
    at = 0
    while (at := data.find(b"OggS", at)) >= 0 and at + 27 <= len(data):
        serial, count = struct.unpack_from("<I", data, at + 14)[0], data[at + 26]
        lacing = data[at + 27 : at + 27 + count]
        page, start = at, at + 27 + count
        at = start + sum(lacing)
        if data[page + 5] & 2:  # a stream begins (again, in chained files)
            firsts[serial], counts[serial], pieces[serial] = data[start : start + 8], 0, []
        elif counts.get(serial, _MOST_HEADERS) >= _MOST_HEADERS:
            continue
        end = start
        for size in lacing:
            end += size
            if size < 255:
                pieces[serial].append((page, start, end))
                if counts[serial]:
                    found.append((firsts[serial], pieces[serial]))
                counts[serial] += 1
                pieces[serial], start = [], end
        if start < end:
            pieces[serial].append((page, start, end))
    return found


def _replaced(first: bytes, packet: bytes, rights: Rights | None) -> bytes | None:
    """What stands for a header packet from now on, of the same length; None where it may stay."""
    for start in (b"\x03vorbis", b"\x81theora", b"OpusTags"):
        if packet.startswith(start) and first[:1] != b"\x7f":
            end = b"\x01" if start == b"\x03vorbis" else b""
            return start + _filled(len(packet) - len(start) - len(end), rights) + end
    if first.startswith(b"Speex") and len(packet) >= 8 and len(packet) == _comment_size(packet):
        return _filled(len(packet), rights)
    if first.startswith(b"\x7fFLAC") and len(packet) >= 4 and packet[0] != 0xFF:
        if packet[0] & 0x7F == 4:
            return packet[:4] + _filled(len(packet) - 4, rights)
        if packet[0] & 0x7F in {2, 6}:  # APPLICATION, PICTURE: become padding
            return bytes([packet[0] & 0x80 | 1]) + packet[1:4] + bytes(len(packet) - 4)
    return None


def _comment_size(packet: bytes) -> int:
    at = 8 + int.from_bytes(packet[:4], "little")
    if at > len(packet):
        return -1
    for _ in range(struct.unpack_from("<I", packet, at - 4)[0]):
        if at + 4 > len(packet):
            return -1
        at += 4 + int.from_bytes(packet[at : at + 4], "little")
    return at


def _filled(size: int, rights: Rights | None) -> bytes:
    """A comment block of exactly that size: blanks follow the vendor's name."""
    for held in (rights, None):
        space = size - len(_comments(held, b""))
        if space >= 0:
            return _comments(held, _VENDOR.ljust(space)[:space])
    raise MediaError("bad-media", "the tags of the Ogg file are damaged", "Export it again.")


def _sign_page(data: bytearray, page: int) -> None:
    """Writes the checksum of one page; source: RFC 3533, 6 (CRC-32 with polynomial 0x04c11db7, not reflected)."""
    count = data[page + 26]
    end = page + 27 + count + sum(data[page + 27 : page + 27 + count])
    data[page + 22 : page + 26] = bytes(4)
    crc = 0
    for byte in data[page:end]:
        crc = crc << 8 & 0xFFFFFFFF ^ _CRC[crc >> 24 ^ byte]
    data[page + 22 : page + 26] = struct.pack("<I", crc)


def _crc_row(value: int) -> int:
    crc = value << 24
    for _ in range(8):
        crc = crc << 1 & 0xFFFFFFFF ^ (0x04C11DB7 if crc >> 31 else 0)
    return crc


_CRC: Final = tuple(_crc_row(value) for value in range(256))

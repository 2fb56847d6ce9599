"""Who holds the rights, written into pictures without touching their pixels."""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from generator.model.media import MediaError

if TYPE_CHECKING:
    from generator.model.media import Rights

_LONGEST_TEXT: Final = 2000
_XML_FORBIDS: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ARTIST, _COPYRIGHT, _ASCII = 0x013B, 0x8298, 2
_XMP_IN_JPEG: Final = b"http://ns.adobe.com/xap/1.0/\0"
_VP8X_ALPHA, _VP8X_EXIF, _VP8X_XMP = 0x10, 0x08, 0x04


def write_rights(data: bytes, rights: Rights | None) -> bytes:
    """The same picture with EXIF and XMP that hold the rights, nothing else; expects a picture without metadata.

    JPEG, PNG and WebP are known by their first bytes; anything else, and a picture without rights, is returned as it is.
    Source: Exif 2.32 in APP1 (JPEG), PNG Third Edition 11.3.3 and 11.3.4.5 (eXIf, iTXt), RFC 9649 2.7 (WebP).
    """
    exif, xmp = (exif_block(rights), xmp_packet(rights)) if rights else (b"", b"")
    if not xmp:
        return data
    if data.startswith(b"\xff\xd8"):
        return _into_jpeg(data, exif, xmp)
    if data.startswith(b"\x89PNG"):
        return _into_png(data, exif, xmp)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _into_webp(data, exif, xmp)
    return data


def exif_block(rights: Rights) -> bytes:
    """A TIFF structure with Artist and Copyright, as UTF-8; empty where neither is known."""
    texts = [(_ARTIST, _clean(rights.creator)), (_COPYRIGHT, _clean(rights.copyright))]
    fields = [(tag, text.encode() + b"\0") for tag, text in texts if text]
    if not fields:
        return b""
    start = 8 + 2 + 12 * len(fields) + 4
    entries, values = b"", b""
    for tag, value in fields:
        if len(value) <= 4:
            place = value.ljust(4, b"\0")
        else:
            place = struct.pack("<I", start + len(values))
            values += value + b"\0" * (len(value) % 2)
        entries += struct.pack("<HHI", tag, _ASCII, len(value)) + place
    return b"II*\0" + struct.pack("<IH", 8, len(fields)) + entries + b"\0\0\0\0" + values


def xmp_packet(rights: Rights) -> bytes:
    """An XMP packet with the rights; empty where none are known.

    Source: XMP Specification Part 2 (dc, xmpRights, photoshop); ccREL (cc:license).
    """
    creator, notice, credit = _clean(rights.creator), _clean(rights.copyright), _clean(rights.credit_line)
    statement, licence, title = _clean(rights.web_statement), _clean(rights.license_url), _clean(rights.title)
    parts = (
        creator and f"<dc:creator><rdf:Seq><rdf:li>{escape(creator)}</rdf:li></rdf:Seq></dc:creator>",
        title and f"<dc:title>{_any_language(title)}</dc:title>",
        notice and f"<dc:rights>{_any_language(notice)}</dc:rights><xmpRights:Marked>True</xmpRights:Marked>",
        statement and f"<xmpRights:WebStatement>{escape(statement)}</xmpRights:WebStatement>",
        licence and f"<cc:license rdf:resource={quoteattr(licence)}/>",
        credit and f"<photoshop:Credit>{escape(credit)}</photoshop:Credit>",
    )
    if not any(parts):
        return b""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:cc="http://creativecommons.org/ns#"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
        f"{''.join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="r"?>'
    ).encode()


def _any_language(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _clean(text: str) -> str:
    return _XML_FORBIDS.sub("", text).strip()[:_LONGEST_TEXT]


def _into_jpeg(data: bytes, exif: bytes, xmp: bytes) -> bytes:
    segments = b"".join(
        b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload
        for payload in ((b"Exif\0\0" + exif) if exif else b"", _XMP_IN_JPEG + xmp)
        if payload
    )
    # JFIF asks to be the very first segment, Exif too: readers take both in this order.
    at = 2
    if data[2:4] == b"\xff\xe0":
        at = 4 + struct.unpack_from(">H", data, 4)[0]
    return data[:at] + segments + data[at:]


def _into_png(data: bytes, exif: bytes, xmp: bytes) -> bytes:
    chunks = png_chunk(b"eXIf", exif) if exif else b""
    chunks += png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp)
    at = 8 + 12 + struct.unpack_from(">I", data, 8)[0]  # after IHDR
    return data[:at] + chunks + data[at:]


def png_chunk(kind: bytes, payload: bytes) -> bytes:
    """One PNG chunk with its length and checksum."""
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def riff_chunk(kind: bytes, payload: bytes) -> bytes:
    """One RIFF chunk, padded to an even length."""
    return kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def _into_webp(data: bytes, exif: bytes, xmp: bytes) -> bytes:
    body = data[12:]
    flags = _VP8X_XMP | (_VP8X_EXIF if exif else 0)
    if body[:4] == b"VP8X":
        body = body[:8] + bytes([body[8] | flags]) + body[9:]
    else:
        width_px, height_px, alpha = _webp_size(body)
        flags |= _VP8X_ALPHA if alpha else 0
        size = (width_px - 1).to_bytes(3, "little") + (height_px - 1).to_bytes(3, "little")
        body = riff_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + size) + body
    body += (riff_chunk(b"EXIF", exif) if exif else b"") + riff_chunk(b"XMP ", xmp)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _webp_size(body: bytes) -> tuple[int, int, bool]:
    """Width, height and alpha of a simple WebP, from its only chunk; source: RFC 9649 2.5 and 3.4, RFC 6386 9.1."""
    if body[:4] == b"VP8 " and body[11:14] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", body, 14)
        return width & 0x3FFF, height & 0x3FFF, False
    if body[:4] == b"VP8L" and body[8:9] == b"\x2f":
        (bits,) = struct.unpack_from("<I", body, 9)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)
    raise MediaError("bad-media", "the WebP picture is damaged", "Export it again.")

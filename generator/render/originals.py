"""Published copies of original files, without what they tell about the lives of their makers."""

from __future__ import annotations

import contextlib
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from generator.model.media import MediaError
from generator.model.pictures import UNREADABLE, decode, frame_count, open_picture, orientation
from generator.render import strip_archives, strip_films, strip_pictures, strip_sounds
from generator.render.images import upright
from generator.render.rights import write_rights
from generator.render.svg import clean_svg

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.media import Rights

RECIPE: Final = "originals-2"
"""To be raised with every change here that changes bytes; a part of the key under which copies are remembered."""

_PICTURES: Final[dict[str, Callable[[bytes], bytes]]] = {
    "image/jpeg": strip_pictures.strip_jpeg,
    "image/png": strip_pictures.strip_png,
    "image/webp": strip_pictures.strip_webp,
    "image/gif": strip_pictures.strip_gif,
    "image/avif": strip_pictures.strip_avif,
}
_SOUNDS: Final[dict[str, Callable[[bytes, Rights | None], bytes]]] = {
    "audio/mpeg": strip_sounds.strip_mp3,
    "audio/aac": strip_sounds.strip_aac,
    "audio/flac": strip_sounds.strip_flac,
    "audio/ogg": strip_sounds.strip_ogg,
    "video/ogg": strip_sounds.strip_ogg,
    "audio/wav": strip_sounds.strip_wav,
}
_FILMS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "video/mp4": strip_films.strip_mp4,
    "audio/mp4": strip_films.strip_mp4,
    "video/quicktime": strip_films.strip_mp4,
    "video/webm": strip_films.strip_webm,
    "audio/webm": strip_films.strip_webm,
}


def clean_original(data: bytes, mime: str, rights: Rights | None = None, *, documents: bool = False) -> bytes:
    """The same work in bytes that tell nothing but the work and its rights; `mime` is what the probe found.

    Pixels and samples stay as they are, but a picture that its camera noted as turned is encoded again upright (JPEG and WebP
    at quality 95, PNG without loss). Rights are written into JPEG, PNG, WebP, MP3, FLAC, Ogg and WAV. PDFs lose their
    information, XMP and what the photographs in them say of cameras and places where `documents` is true. Of ZIP files and EPUBs
    the pictures in them are cleaned. Other kinds come back unchanged.

    Raises MediaError: `bad-media` where the structure is damaged, `unsupported-media` for TIFF and BMP, which are published
    as PNG copies only.
    """
    if mime in {"image/tiff", "image/bmp"}:
        raise MediaError("unsupported-media", "TIFF and BMP originals are not published", "Their PNG copy is.")
    try:
        if mime in _PICTURES:
            return write_rights(_PICTURES[mime](_turned(data, mime)), rights)
        if mime in _SOUNDS:
            return _SOUNDS[mime](data, rights)
        if mime in _FILMS:
            return _FILMS[mime](data)
        if mime == "image/svg+xml":
            return clean_svg(data)
        if mime == "application/pdf" and documents:
            return _strip_pdf(data)
        if mime in {"application/zip", "application/epub+zip"}:
            return strip_archives.strip_archive(data, clean_original)
    except UNREADABLE as error:
        raise MediaError("bad-media", "the file is damaged: its parts do not fit together", "Export it again.") from error
    return data


def _turned(data: bytes, mime: str) -> bytes:
    """The picture upright; the same bytes where it already is, or moves (browsers do not turn animations)."""
    formats = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
    if mime not in formats:
        return data
    picture = open_picture(data)
    if mime == "image/png":
        decode(picture)  # eXIf may stand behind the pixels
    if orientation(picture) == 1 or frame_count(picture) > 1:
        return data
    profile = picture.info.get("icc_profile")
    turned = upright(picture)
    turned.info = {}
    written = BytesIO()
    options: dict[str, object] = {"icc_profile": profile} if isinstance(profile, bytes) else {}
    if mime == "image/jpeg":
        options |= {"quality": 95, "subsampling": 0, "progressive": True, "optimize": True}
    elif mime == "image/webp":
        options |= {"quality": 95, "method": 4}
    turned.save(written, formats[mime], **options)
    return written.getvalue()


def _strip_pdf(data: bytes) -> bytes:
    """The PDF without author, producer, dates and XMP, whatever object holds them."""
    import pypdf
    from pypdf.generic import DictionaryObject, StreamObject

    try:
        reader = pypdf.PdfReader(BytesIO(data), strict=False)
        writer = pypdf.PdfWriter(clone_from=reader)
        writer.metadata = None
        objects: list[Any] = writer._objects  # noqa: SLF001  the only way to reach objects of all kinds
        for number, found in enumerate(objects):
            if not isinstance(found, DictionaryObject):
                continue
            for key in ("/Metadata", "/PieceInfo", "/LastModified"):
                found.pop(key, None)
            if found.get("/Type") == "/Metadata":
                objects[number] = None
            elif isinstance(found, StreamObject) and found.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
                with contextlib.suppress(MediaError):
                    found._data = strip_pictures.strip_jpeg(found._data)  # noqa: SLF001  its bytes as they are, not decoded
        written = BytesIO()
        writer.write(written)
    except pypdf.errors.PyPdfError as error:
        raise MediaError("bad-media", "the PDF is damaged", "Export it again.") from error
    return written.getvalue()

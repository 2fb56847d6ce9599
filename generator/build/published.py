"""Published copies of original files: their bytes, and how long these are."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from generator.files import digest
from generator.model.media import INSIDE, STILL, EncodingSpec, Measured, MediaError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from generator.memo import Memo
    from generator.model.media import Measure, Probe, RenditionSpec, Rights
    from generator.model.site import EncodedFile

ENCODED: Final = "recordings"
"""Where the memory keeps what was encoded."""
COPIES: Final = "pictures"
"""Where the memory keeps smaller copies of pictures."""


class _Measured(NamedTuple):
    size_bytes: int
    sha256: str


def copy_key(source_digest: str, spec: RenditionSpec, rights: Rights | None) -> str:
    """Under which a copy of a picture is remembered; only AVIF is encoded with who made it, others are told afterwards."""
    import PIL

    from generator.render.images import RECIPE

    inside = rights if spec.format == "avif" else None
    return digest(f"{RECIPE}|{PIL.__version__}|{source_digest}|{spec!r}|{inside!r}".encode())


def source_bytes(site: Path, source: str, memo: Memo) -> bytes:
    """The bytes of a file of the content, or of the picture that is inside one. Raises OSError."""
    film, still, size = source.partition(STILL)
    if still:
        return _still(site, film, size, memo)
    data = (site / source.removesuffix(INSIDE)).read_bytes()
    if not source.endswith(INSIDE):
        return data
    from generator.model.insides import picture_inside
    from generator.model.pdf_page import pdf_drawer

    return memo.bytes("insides", digest(f"{pdf_drawer()}|{digest(data)}".encode()), lambda: picture_inside(data) or b"")


def _still(site: Path, source: str, size: str, memo: Memo) -> bytes:
    """A good frame of a film, upright, in a size as 1280x720."""
    from generator.model.media import encoding_key
    from generator.render.av import encode, encoder_version
    from generator.sources.probe import probe

    data = (site / source).read_bytes()
    width, _, height = size.partition("x")
    spec = EncodingSpec(form="frame", width_px=int(width), height_px=int(height))
    found = probe(data, source)
    return memo.bytes(ENCODED, encoding_key(encoder_version(), found.digest, spec), lambda: encode(data, found.mime, spec))


def encoded_copy(site: Path, recipe: EncodedFile, memo: Memo) -> bytes:
    """An encoding as it is published, with who made it written in. Raises MediaError."""
    from generator.render.av import encode, tagged

    path = str(site / recipe.source)
    data = memo.bytes(ENCODED, recipe.key, lambda: encode(path, recipe.mime, recipe.spec))
    rights = recipe.rights
    match recipe.spec.form:
        case "measure":
            from generator.render.waveform import waveform

            return waveform(msgspec.msgpack.decode(data, type=Measured).peaks)
        case "opus" | "mp3":
            return published_copy(data, {"opus": "audio/ogg", "mp3": "audio/mpeg"}[recipe.spec.form], rights)
        case "sprite":
            return published_copy(data, "image/jpeg", rights)
        case "aac" | "h264" | "vp9" | "av1" if rights is not None:
            mime = {"aac": "audio/mp4", "h264": "video/mp4"}.get(recipe.spec.form, "video/webm")
            return tagged(data, mime, _tags(rights))
        case _:
            return data


def converted_captions(data: bytes) -> bytes:
    """SubRip captions as WebVTT."""
    from generator.model.cues import converted_srt

    return converted_srt(data.decode("utf-8-sig", "replace")).encode()


def _tags(rights: Rights) -> dict[str, str]:
    """Rights as FFmpeg names them."""
    told = {
        "title": rights.title,
        "artist": rights.creator,
        "copyright": rights.copyright,
        "comment": " ".join(filter(None, (rights.license_url, rights.web_statement))),
    }
    return {name: text for name, text in told.items() if text}


def published_copy(data: bytes, mime: str, rights: Rights | None, *, documents: bool = False) -> bytes:
    """An original as it is published, with everything private taken out. Raises MediaError."""
    if mime == "image/svg+xml":
        from generator.render.svg import clean_svg

        return clean_svg(data)
    from generator.render.originals import clean_original

    return clean_original(data, mime, rights, documents=documents)


def measurer(site: Path, memo: Memo) -> Measure:
    """Says size and SHA-256 of published copies; what it said is remembered by content."""
    said: dict[str, _Measured] = {}

    def measure(source: str, probe: Probe, rights: Rights | None, documents: bool) -> tuple[int, str]:
        from generator.render.originals import RECIPE

        key = digest(f"{RECIPE}|{probe.digest}|{probe.mime}|{rights!r}|{documents}".encode())

        def make() -> _Measured:
            copy = published_copy(source_bytes(site, source, memo), probe.mime, rights, documents=documents)
            return _Measured(len(copy), hashlib.sha256(copy).hexdigest())

        if key not in said:
            try:
                said[key] = memo.struct("published", key, _Measured, make)
            except (MediaError, OSError):
                return probe.size_bytes, ""  # whoever publishes it says what is wrong
        return said[key]

    return measure


def copy_measurer(site: Path, memo: Memo) -> Callable[[EncodedFile], tuple[int, str]]:
    """Says size and SHA-256 of published encodings; what it said is remembered by recipe."""
    said: dict[str, _Measured] = {}

    def measure(recipe: EncodedFile) -> tuple[int, str]:
        from generator.render.originals import RECIPE

        key = digest(f"{RECIPE}|{recipe.key}|{recipe.rights!r}".encode())

        def make() -> _Measured:
            copy = encoded_copy(site, recipe, memo)
            return _Measured(len(copy), hashlib.sha256(copy).hexdigest())

        if key not in said:
            try:
                said[key] = memo.struct("published", key, _Measured, make)
            except (MediaError, OSError):
                return 0, ""  # whoever publishes it says what is wrong
        return said[key]

    return measure

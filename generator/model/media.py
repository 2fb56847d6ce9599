"""Media files as facts: what a file is, who holds its rights, which smaller copies of it are wanted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from generator.model.site import EncodedFile

Kind = Literal["image", "audio", "video", "document", "text", "archive", "other"]
PictureFormat = Literal["webp", "jpeg", "png", "avif", "gif"]
MediaCode = Literal["not-encoded", "bad-media", "media-too-large", "unsupported-media", "empty-file", "disguised-file"]
EncodingForm = Literal["opus", "mp3", "aac", "h264", "vp9", "av1", "measure", "frame", "sprite"]
Box = tuple[float, float, float, float]

PIXEL_LIMIT: Final = 60_000_000
"""Most pixels a picture may have: 240 MB decoded, below the limit at which Pillow warns."""

SIDE_LIMIT_PX: Final[dict[PictureFormat, int]] = {"webp": 16_383, "jpeg": 65_500, "png": 65_500, "avif": 65_500, "gif": 65_500}
"""Longest side each format can hold; none is allowed to be longer than JPEG's."""

PICTURE_MIMES: Final[dict[PictureFormat, str]] = {
    "webp": "image/webp",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "avif": "image/avif",
    "gif": "image/gif",
}


STILL: Final = "//still-"
"""After the path of a film: its good frame, followed by the size that is wanted."""
INSIDE: Final = "//cover"
"""Ends the source of a picture that is inside of another file: "content/projects/tides/tides.epub//cover"."""


class MediaError(Exception):
    """A media file that cannot be published: `code` names the problem, `message` says it, `hint` says what to do."""

    def __init__(self, code: MediaCode, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code: MediaCode = code
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[MediaError], tuple[MediaCode, str, str]]:
        """As another process can make it again."""
        return MediaError, (self.code, self.message, self.hint)


class Probe(Struct, frozen=True, kw_only=True):
    """What a media file's own bytes say about it.

    `digest` is BLAKE2b of the bytes, 16 bytes in hexadecimal. `width_px` and `height_px` are upright: as seen after the
    rotation that a camera noted. `colour` is the most common colour as `#rrggbb`, `alpha` is true only where a pixel really is
    transparent. `preview` is a WebP copy of at most 16 pixels a side in Base64, upright, empty for what is transparent. What the
    bytes do not tell is None.
    """

    kind: Kind
    mime: str
    size_bytes: int
    digest: str
    width_px: int | None = None
    height_px: int | None = None
    duration_s: float | None = None
    codecs: tuple[str, ...] = ()
    """How pictures and sound are stored, as the file names it: "avc1", "mp4a", "V_VP9", "flac"; pictures first."""
    channels: int | None = None
    rate_hz: int | None = None
    begins_at_once: bool = True
    """False for a film whose directory stands at the end: a browser must have all of it before it can play."""
    pages: int | None = None
    animated: bool = False
    alpha: bool = False
    colour: str | None = None
    preview: str = ""


class Line(Struct, frozen=True):
    """One line of a table of contents; `depth` counts from 0."""

    label: str
    depth: int = 0


class Book(Struct, frozen=True):
    """Title, description as plain text, table of contents; what the file does not say is empty."""

    title: str = ""
    description: str = ""
    contents: tuple[Line, ...] = ()


class Rights(Struct, frozen=True, kw_only=True):
    """What is written into published copies; an empty text is left out.

    Source: IPTC Photo Metadata Standard 2023.1 (Creator, Credit Line, Copyright Notice, Web Statement of Rights).
    """

    creator: str = ""
    credit_line: str = ""
    copyright: str = ""
    license_url: str = ""
    web_statement: str = ""
    title: str = ""


class EncodingSpec(Struct, frozen=True, kw_only=True):
    """What is wanted of a recording or a film: a copy in another form, its measures, a poster, thumbnails.

    A `sprite` has `count` pictures in rows of `columns`, one for each `every_s` seconds.
    """

    form: EncodingForm
    kbps: int = 0
    width_px: int = 0
    height_px: int = 0
    every_s: float = 0
    count: int = 0
    columns: int = 0


def encoding_key(version: str, source_digest: str, spec: EncodingSpec) -> str:
    """What an encoding is made of: the encoder's version, the source, the recipe."""
    return hashlib.blake2b(f"{version}|{source_digest}|{spec!r}".encode(), digest_size=16).hexdigest()


class Measured(Struct, frozen=True, kw_only=True):
    """What a recording sounds like; `loudness_lufs` and `true_peak_dbtp` are None for silence. Source: EBU R 128."""

    duration_s: float
    loudness_lufs: float | None
    range_lu: float
    true_peak_dbtp: float | None
    peaks: tuple[int, ...]
    """Heights of the waveform's bars, 0 to 100."""


class Encoder(Struct):
    """What encodes: its version, empty where there is none; which encodings are not to be had, by key, with the reason."""

    version: str = ""
    missing: dict[str, str] = {}
    measure: Callable[[EncodedFile], tuple[int, str]] | None = None
    """Size in bytes and SHA-256, in hexadecimal, of a copy as it is published; None where nothing is made."""


class RenditionSpec(Struct, frozen=True, kw_only=True):
    """One copy of a picture that is wanted: size, format, part.

    `crop` is left, top, right, bottom in shares of the upright picture. `animated` keeps all frames in WebP and GIF; else the
    first frame stands for the picture.
    """

    width_px: int
    height_px: int
    format: PictureFormat
    crop: Box | None = None
    animated: bool = False
    enlarge: bool = False
    """True where exactly this size is wanted, of a smaller picture too."""


Measure = Callable[[str, Probe, Rights | None, bool], tuple[int, str]]
"""Size in bytes and SHA-256, in hexadecimal, of the published copy of a source file; an empty text where it is not known.

The last argument is true where a document loses what it says of itself.
"""

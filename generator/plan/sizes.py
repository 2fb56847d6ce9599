"""Sizes, lengths and kinds of files in words for readers."""

import math
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

_UNITS: Final = ("kilobyte", "megabyte", "gigabyte", "terabyte")

_TYPES: Final[dict[str, str]] = {
    "application/epub+zip": "EPUB",
    "application/gzip": "GZ",
    "application/json": "JSON",
    "application/pdf": "PDF",
    "application/x-7z-compressed": "7Z",
    "application/x-tar": "TAR",
    "application/zip": "ZIP",
    "audio/aac": "AAC",
    "audio/flac": "FLAC",
    "audio/mp4": "M4A",
    "audio/mpeg": "MP3",
    "audio/ogg": "Ogg",
    "audio/opus": "Opus",
    "audio/wav": "WAV",
    "audio/webm": "WebM",
    "audio/x-wav": "WAV",
    "image/avif": "AVIF",
    "image/gif": "GIF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/svg+xml": "SVG",
    "image/tiff": "TIFF",
    "image/webp": "WebP",
    "text/csv": "CSV",
    "text/html": "HTML",
    "text/markdown": "Markdown",
    "text/vtt": "WebVTT",
    "video/mp4": "MP4",
    "video/ogg": "Ogg",
    "video/quicktime": "MOV",
    "video/webm": "WebM",
    "video/x-matroska": "MKV",
}


def size_text(size_bytes: int, locale: str) -> str:
    """A file's size as people of that language write it: "1.2 MB", "1,2 Mo"; a kilobyte has 1000 bytes.

    `locale` is a BCP 47 tag; one that is not known is taken as English.
    """
    from babel.units import format_unit  # late: it loads the languages' data

    known = _known_locale(locale)
    if size_bytes < 1000:
        return format_unit(size_bytes, "digital-byte", "long", locale=known)
    number = float(size_bytes)
    for unit in _UNITS:
        number /= 1000
        digits = 1 if number < 9.95 else 0
        rounded = round(number, digits)
        if rounded < 1000 or unit == _UNITS[-1]:
            text = format_unit(rounded, f"digital-{unit}", "short", format="#,##0.#", locale=known)
            return text.replace("Byte", "B")  # CLDR's Portuguese has "MByte", which nobody writes
    raise AssertionError  # the last unit takes all


def length_s(durations_s: Sequence[float]) -> float:
    """How long a work with these recordings is: all of them, or the one beside which the others are extras."""
    total_s, longest_s = sum(durations_s), max(durations_s, default=0.0)
    return longest_s if longest_s > 2 / 3 * total_s else total_s


def duration_text(seconds: float) -> str:
    """A length or a moment as a player shows it: "3:05", "1:02:03"; rounded to the nearest second."""
    whole_s = max(0, math.floor(seconds + 0.5))
    minutes, rest_s = divmod(whole_s, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest_s:02}" if hours else f"{minutes}:{rest_s:02}"


def span(at: str) -> tuple[float, float | None]:
    """Where a time or a range such as 1:00-1:20 begins and ends, in seconds; a time by itself has no end."""
    moments = [_moment(piece) for piece in re.split("[-\u2013]", at, maxsplit=1) if piece.strip()]
    return (moments or [0.0])[0], moments[1] if len(moments) > 1 else None


def _moment(text: str) -> float:
    total = 0.0
    for piece in text.strip().split(":"):
        total = total * 60 + float(piece or 0)
    return total


def type_name(mime: str, name: str) -> str:
    """The short name of a file's type: "PDF", "MP3"; from the file's ending where the type has no name of its own."""
    known = _TYPES.get(mime.partition(";")[0].strip().lower())
    if known:
        return known
    ending = PurePosixPath(name).suffix[1:]
    return ending.upper() if ending.isascii() and ending.isalnum() and len(ending) <= 5 else ""


def _known_locale(tag: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(tag, sep="-"))
    except (UnknownLocaleError, ValueError):
        language = tag.partition("-")[0]
        return _known_locale(language) if language != tag else "en"

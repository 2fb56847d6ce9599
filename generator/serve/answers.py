"""Which file of the preview folder answers a request."""

from __future__ import annotations

import os
import re
import stat
from typing import BinaryIO, NamedTuple
from urllib.parse import quote, unquote

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_HOME = "index.html"
_TEXT = "; charset=utf-8"
_TYPES = {
    "atom": "application/atom+xml", "avif": "image/avif", "bib": "text/x-bibtex" + _TEXT, "css": "text/css" + _TEXT,
    "csv": "text/csv" + _TEXT, "epub": "application/epub+zip", "flac": "audio/flac", "gif": "image/gif",
    "html": "text/html" + _TEXT, "ico": "image/x-icon", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "js": "text/javascript" + _TEXT, "json": "application/json", "m4a": "audio/mp4", "m4v": "video/mp4",
    "md": "text/markdown" + _TEXT, "mov": "video/quicktime", "mp3": "audio/mpeg", "mp4": "video/mp4",
    "oga": "audio/ogg", "ogg": "audio/ogg", "ogv": "video/ogg", "opml": "text/x-opml" + _TEXT, "opus": "audio/ogg",
    "pdf": "application/pdf", "png": "image/png", "srt": "application/x-subrip", "svg": "image/svg+xml",
    "txt": "text/plain" + _TEXT, "vcf": "text/vcard" + _TEXT, "vtt": "text/vtt" + _TEXT, "wasm": "application/wasm",
    "wav": "audio/wav", "webm": "video/webm", "webmanifest": "application/manifest+json", "webp": "image/webp",
    "woff2": "font/woff2", "xml": "application/xml", "zip": "application/zip",
}  # fmt: skip
"""By the ending of the name; the machine's own table is not asked, because it differs between machines."""


class Folder(NamedTuple):
    """A folder that was asked for without its final slash."""

    address: str
    """Where it is, as a path that may stand in a header."""


class Unsatisfiable(NamedTuple):
    """A range that lies beyond the end of the file."""

    size_bytes: int


class Part(NamedTuple):
    """Bytes `first` to `last`, both included."""

    first: int
    last: int


def answer(root: str, path: str, prefix: str) -> str | Folder | None:
    """The file for the path of a URL, the folder it should have named, or nothing.

    `root` is the preview folder without links in it; `prefix` is the path of the site's own address, below which
    everything stands a second time: the 404 page and redirects name it.
    """
    tried = [path]
    if prefix != "/" and (path + "/").startswith(prefix):
        tried.insert(0, "/" + path[len(prefix) :])
    for one in tried:
        segments = _segments(one)
        if segments is None:
            continue
        is_folder = one.endswith("/")
        if not is_folder and segments and (found := _file(root, *segments)) is not None:
            return found
        home = _file(root, *segments, _HOME)
        if home is None:
            continue
        if is_folder and path.endswith("/"):
            return home
        return Folder(quote(unquote(path)) + "/")
    return None


def media_type(file: str) -> str:
    """What a browser is told that a file is."""
    return _TYPES.get(file.rpartition(".")[2].lower(), "application/octet-stream")


def open_file(file: str) -> BinaryIO | None:
    """An ordinary file, open; nothing for a link, a pipe or what has just gone."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "rb")


def part(header: str | None, size_bytes: int) -> Part | Unsatisfiable | None:
    """The one range that a request asks for; nothing where the whole file is the answer.

    Several ranges, other units and what is misspelt are answered with the whole file, as the source allows.
    Source: RFC 9110, 14.2.
    """
    match = _RANGE.fullmatch((header or "").replace(" ", "").lower())
    if match is None or match[1] == match[2] == "":
        return None
    if not match[1]:
        wanted = min(int(match[2]), size_bytes)
        return Part(size_bytes - wanted, size_bytes - 1) if wanted else Unsatisfiable(size_bytes)
    first = int(match[1])
    last = int(match[2]) if match[2] else size_bytes - 1
    if match[2] and last < first:
        return None
    return Part(first, min(last, size_bytes - 1)) if first < size_bytes else Unsatisfiable(size_bytes)


def _segments(path: str) -> list[str] | None:
    """The names in a URL's path; nothing where one of them could lead anywhere else, or is hidden."""
    if not path.startswith("/"):
        return None
    try:
        names = [unquote(name, errors="strict") for name in path[1:].removesuffix("/").split("/")] if path != "/" else []
    except UnicodeDecodeError:
        return None
    for name in names:
        if not name or (name.startswith(".") and name != ".well-known") or any(sign in name for sign in "/\\\0"):
            return None
    return names


def _file(root: str, *names: str) -> str | None:
    """The path of an ordinary file that is reached without any link."""
    path = "/".join((root, *names))
    try:
        real = os.path.realpath(path)
        ordinary = stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return None
    return path if ordinary and real == path else None

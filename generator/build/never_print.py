"""Names that must never appear again, looked for in everything that is about to be written."""

from __future__ import annotations

import functools
import html
import io
import re
import unicodedata
import zipfile
import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from generator.errors import Place, Problem
from generator.files import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.site import Output
    from generator.sources.settings import NeverPrint

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(
    r"</?(?:br|p|div|li|td|th|tr|dt|dd|h[1-6]|w:p|w:tab|w:br|a:p|a:br|text:p|text:s|tspan)\b[^>]*>", re.IGNORECASE
)
_FOLD = re.compile("\r?\n[ \t]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t"})
_SPACE = re.compile(r"[\s_\-+.]+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BINARY_BYTES = 1 << 18
_MEMBER_BYTES = 20_000_000
_MEMBERS = 100_000
_DEPTH = 3
"""Of ZIP files in one another."""
_TEXT = (
    ".html",
    ".json",
    ".xml",
    ".atom",
    ".svg",
    ".txt",
    ".css",
    ".js",
    ".vtt",
    ".vcf",
    ".csv",
    ".bib",
    ".ris",
    ".webmanifest",
    ".opml",
    ".md",
)


class Watch:
    """The list, ready to be looked for; `key` changes with it."""

    def __init__(self, entries: tuple[NeverPrint, ...]) -> None:
        names = {folded(name) for entry in entries for name in entry.names if folded(name)}
        self.key = digest("\n".join(sorted(names)).encode()) if names else ""
        self._pattern = (
            re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names, key=len, reverse=True)))
            if names
            else None
        )

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return self._pattern is not None

    def problems(self, output: Output, data: bytes) -> Iterator[Problem]:
        """An error for each place of one output in which a name of the list stands; the name itself is not repeated."""
        for where in self.found(output.path, data):
            message = f"/{output.path} would print a name that must never appear again, in {where}"
            hint = "see private/never-print.yaml; an old id that holds such a name is written {id: ..., silent: true}"
            yield Problem(Place(output.source or "private/never-print.yaml"), "never-print", message, hint)

    def found(self, path: str, data: bytes, depth: int = 0) -> Iterator[str]:
        """Where in one file a name of the list stands: its path, its text, a member; `depth` is how deep it lies in others."""
        if self._in(path):
            yield "its address"
        if path.endswith(_TEXT) or _is_text(data):
            text = _text(data)
            if self._in(text) or (path.endswith((".vcf", ".ics")) and self._in(_FOLD.sub("", text))):
                yield "its text"
        elif data[:4] in (b"PK\x03\x04", b"PK\x05\x06") and depth < _DEPTH:
            yield from self._members(data, depth)
        elif data[:5] == b"%PDF-":
            if self._in(_pdf_text(data)):
                yield "the text of the PDF"
        else:
            edge = data if len(data) <= 2 * _BINARY_BYTES else data[:_BINARY_BYTES] + b"\0" + data[-_BINARY_BYTES:]
            if (
                self._in(edge.decode("utf-8", "replace"))
                or self._in(edge.decode("utf-16-le", "replace"))
                or self._in(edge.decode("utf-16-be", "replace"))
            ):
                yield "its metadata"

    def _members(self, data: bytes, depth: int) -> Iterator[str]:
        """Where in a ZIP or EPUB a name of the list stands; where it cannot be opened, its bytes are looked at."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if self._in(archive.comment.decode("utf-8", "replace")):
                    yield "its comment"
                for number, member in enumerate(archive.infolist()[:_MEMBERS], 1):
                    if self._in(member.filename) or self._in(member.comment.decode("utf-8", "replace")):
                        yield f"the name of {number}. member"
                    if any(list(self.found("", piece, depth + 1)) for piece in _pieces(archive, member)):
                        yield "a file inside it"
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
            if self._in(data[:_MEMBER_BYTES].decode("utf-8", "replace")):
                yield "its bytes"

    def _in(self, text: str) -> bool:
        if self._pattern is None or not text:
            return False
        decoded = html.unescape(unquote(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)))
        if self._pattern.search(folded(decoded)):
            return True
        if "<" not in decoded:
            return False
        return bool(self._pattern.search(folded(_TAG.sub("", _BREAK.sub(" ", decoded)))))


def _is_text(data: bytes) -> bool:
    """Whether a file is text, whatever its name."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    start = data[:8192]
    return b"\0" not in start and start[:5] != b"%PDF-" and start[:2] != b"PK" and sum(byte < 9 for byte in start) == 0


def _text(data: bytes) -> str:
    """What a text says, as UTF-8 or as its first two bytes tell."""
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What is in a member, as far as it can be read; a long one in pieces that overlap."""
    if member.flag_bits & 1:
        return
    try:
        with archive.open(member) as file:
            piece = file.read(_MEMBER_BYTES)
            while piece:
                yield piece
                more = file.read(_MEMBER_BYTES)
                piece = piece[-1000:] + more if more else b""
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, zlib.error):
        return


@functools.lru_cache(maxsize=64)
def folded(text: str) -> str:
    """Text in which two spellings of a name meet: NFKC, case, accents, white space."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", _UNSEEN.sub("", plain).casefold())
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_STROKES)
    return _SPACE.sub(" ", plain.casefold()).strip()


def _titles(outline: list[Any], depth: int = 0) -> Iterator[str]:
    """The entries of a PDF's table of contents."""
    for one in outline if depth < 50 else ():
        if isinstance(one, list):
            yield from _titles(one, depth + 1)
        else:
            yield one.title or ""


def _pdf_text(data: bytes) -> str:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), password="" if b"/Encrypt" in data else None)
        pages = [page.extract_text() for page in reader.pages]
        pages += [
            str(note.get_object().get(key, ""))
            for page in reader.pages
            for note in page.annotations or ()
            for key in ("/Contents", "/T")
        ]
        pages += [str(title) for title in _titles(reader.outline)]
        facts = [str(value) for value in (reader.metadata or {}).values()]
        xmp = reader.root_object.get("/Metadata")
        if xmp is not None:
            facts.append(xmp.get_object().get_data().decode("utf-8", "replace"))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return data.decode("latin-1")
    return "\n".join(pages + facts)

"""Names that must never appear again, looked for in everything that is about to be written."""

from __future__ import annotations

import functools
import html
import io
import re
import unicodedata
import zipfile
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator.errors import Place, Problem
from generator.files import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.site import Output
    from generator.sources.settings import NeverPrint

_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[\s_\-+.]+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BINARY_BYTES = 1 << 18
_MEMBER_BYTES = 20_000_000
_MEMBERS = 5_000
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

    def found(self, path: str, data: bytes) -> Iterator[str]:
        """Where in one file a name of the list stands: its path, its text, a member of it."""
        if self._in(path):
            yield "its address"
        if path.endswith(_TEXT):
            if self._in(data.decode("utf-8", "replace")):
                yield "its text"
        elif data[:4] == b"PK\x03\x04":
            yield from self._members(data)
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

    def _members(self, data: bytes) -> Iterator[str]:
        """Where in a ZIP or EPUB a name of the list stands; where it cannot be opened, its bytes are looked at."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if self._in(archive.comment.decode("utf-8", "replace")):
                    yield "its comment"
                for number, member in enumerate(archive.infolist()[:_MEMBERS], 1):
                    if self._in(member.filename) or self._in(member.comment.decode("utf-8", "replace")):
                        yield f"the name of {number}. member"
                    if self._in(_member_text(archive, member)):
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
        return "<" in decoded and bool(self._pattern.search(folded(_TAG.sub("", decoded))))


def _member_text(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    """What a member says, as far as it can be read."""
    if member.flag_bits & 1:
        return ""
    try:
        with archive.open(member) as file:
            return file.read(_MEMBER_BYTES).decode("utf-8", "replace")
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, zlib.error):
        return ""


@functools.lru_cache(maxsize=64)
def folded(text: str) -> str:
    """Text in which two spellings of a name meet: NFKC, case, accents, white space."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain.casefold()) if not unicodedata.combining(letter))
    return _SPACE.sub(" ", plain.casefold()).strip()


def _pdf_text(data: bytes) -> str:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        pages = [page.extract_text() for page in reader.pages[:2000]]
        facts = [str(value) for value in (reader.metadata or {}).values()]
        xmp = reader.root_object.get("/Metadata")
        if xmp is not None:
            facts.append(xmp.get_object().get_data().decode("utf-8", "replace"))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return data.decode("latin-1")
    return "\n".join(pages + facts)

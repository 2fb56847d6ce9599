"""Documents, archives, texts: what their outermost layer says."""

from __future__ import annotations

import logging
import re
import struct
from io import BytesIO
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from generator.model.books import check_archive
from generator.model.media import MediaError
from generator.model.pictures import UNREADABLE

if TYPE_CHECKING:
    from generator.model.media import Probe

TEXT_MIMES: Final = {
    "txt": "text/plain",
    "text": "text/plain",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "csv": "text/csv",
    "json": "application/json",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "bib": "application/x-bibtex",
    "fountain": "text/plain",
    "abc": "text/plain",
    "ly": "text/plain",
}
_PACKED: Final = (
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"BZh", "application/x-bzip2"),
)
_MOST_PAGES: Final = 100_000
_MOST_MEMBERS: Final = 100_000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read_pdf(data: bytes, seed: Probe) -> Probe:
    """The facts of a PDF: how many pages it claims to have; the page tree is never walked.

    Raises MediaError `bad-media` where the end of the file or its catalogue is missing, `unsupported-media` where it asks for
    a password. Source: ISO 32000-1, 7.5.5 (trailer), 7.7.3 (page tree).
    """
    if b"%%EOF" not in data[-4096:]:
        raise MediaError("bad-media", "the PDF is cut short: its end is missing", "Export it again.")
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs every fault of a file that it can read
    try:
        reader = pypdf.PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise MediaError("unsupported-media", "the PDF asks for a password", "Save it without one.")
        pages = int(reader.root_object["/Pages"].get_object()["/Count"])  # type: ignore[index, arg-type, unused-ignore]
    except (pypdf.errors.PyPdfError, *UNREADABLE) as error:
        raise MediaError("bad-media", "the PDF is damaged", "Export it again.") from error
    if not 0 < pages <= _MOST_PAGES:
        raise MediaError("bad-media", f"the PDF says that it has {pages} pages", "Export it again.")
    return replace(seed, kind="document", mime="application/pdf", pages=pages)


def is_epub(data: bytes) -> bool:
    """Whether the first member of a ZIP file is the type mark of EPUB; source: EPUB 3.3, 4.2 (OCF ZIP container)."""
    return data[30:58] == b"mimetypeapplication/epub+zip"


def read_zip(data: bytes, seed: Probe) -> Probe:
    """The facts of a ZIP file or EPUB, from its directory; no member is ever unpacked.

    Raises MediaError: `bad-media` where the directory is missing, a name leads out of the archive or an EPUB has no container,
    `media-too-large` above 100,000 members or where unpacking it would fill a disk.
    """
    import zipfile

    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or end + 22 > len(data):
        raise MediaError("bad-media", "the ZIP file is cut short: its directory is missing", "Pack it again.")
    size, start = struct.unpack_from("<II", data, end + 12)
    if 0xFFFFFFFF not in {size, start} and size // 46 > _MOST_MEMBERS:
        raise MediaError("media-too-large", "the ZIP file has more than 100,000 members", "Split it.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            check_archive(archive, len(data), "EPUB" if is_epub(data) else "ZIP file")
    except (zipfile.BadZipFile, NotImplementedError, *UNREADABLE) as error:
        raise MediaError("bad-media", "the ZIP file is damaged", "Pack it again.") from error
    if not is_epub(data):
        return replace(seed, kind="archive", mime="application/zip")
    if "META-INF/container.xml" not in names:
        raise MediaError("bad-media", "the EPUB is damaged: META-INF/container.xml is missing", "Export it again.")
    return replace(seed, kind="document", mime="application/epub+zip")


def is_text(data: bytes) -> bool:
    """Whether the bytes are UTF-8 without control characters; no signature counts then where the name says text."""
    try:
        return _CONTROL.search(data.decode("utf-8-sig")) is None
    except UnicodeDecodeError:
        return False


def read_text(data: bytes, seed: Probe, extension: str) -> Probe:
    """The facts of a file without a signature: a text where it is UTF-8, else something that can only be downloaded.

    Raises MediaError `bad-media` where the name says text and the bytes do not, or a `.vtt` lacks its first word.
    """
    packed = next((mime for start, mime in _PACKED if data.startswith(start)), None)
    if packed and extension not in TEXT_MIMES:
        return replace(seed, kind="archive", mime=packed)
    if not is_text(data):
        if extension in TEXT_MIMES:
            raise MediaError("bad-media", "the text is not UTF-8", "Save it as UTF-8.")
        return seed
    is_vtt = re.match(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)", data) is not None
    if extension == "vtt" and not is_vtt:
        raise MediaError("bad-media", "the first line of a .vtt file has to be WEBVTT", "Convert the captions to WebVTT.")
    mime = "text/vtt" if is_vtt else TEXT_MIMES.get(extension, "text/plain")
    return replace(seed, kind="text", mime=mime)

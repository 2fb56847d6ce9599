"""What an EPUB says of itself, read from its bytes; nothing is ever unpacked to the disk."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import unquote, urlsplit

from generator.model.media import Book, Line, MediaError
from generator.model.pictures import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTAINER: Final = "META-INF/container.xml"
_TEXT_LIMIT_BYTES: Final = 4_000_000
_PICTURE_LIMIT_BYTES: Final = 60_000_000
_TOTAL_LIMIT_BYTES: Final = {"EPUB": 1_000_000_000, "ZIP file": 20_000_000_000}
_RATIO_LIMIT: Final = 200
"""Most that a whole archive may unpack to, in its own sizes: texts reach 10, silence and blank pictures more."""
_HARMLESS_BYTES: Final = 100_000_000
_MOST_LINES: Final = 500
_DEEPEST: Final = 6
_LONGEST: Final = 2000
_BLOCKS: Final = re.compile(r"<(?:/?(?:p|div|li|ul|ol|h[1-6])\b|br)[^<>]{0,2000}>", re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^<>]{0,2000}>")


def check_archive(archive: zipfile.ZipFile, size_bytes: int, what: Literal["EPUB", "ZIP file"]) -> None:
    """Raises MediaError where unpacking an archive would hurt: names that lead out of it, more bytes than anybody wants.

    Source: EPUB 3.3, 4.1.4 (file names), 4.2.2 (OCF ZIP container).
    """
    total = 0
    for member in archive.infolist():
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name) or "\0" in member.orig_filename:
            message = f"the {what} has a member whose name leads out of it: {member.filename[:100]!r}"
            raise MediaError("bad-media", message, "Pack it again with names that stay inside.")
        total += member.file_size
    if total > _TOTAL_LIMIT_BYTES[what] or total > max(_RATIO_LIMIT * size_bytes, _HARMLESS_BYTES):
        message = f"the {what} would unpack to {total / 1_000_000:,.0f} MB"
        raise MediaError("media-too-large", message, "Nobody could open it; pack only what is needed.")


def read_book(data: bytes) -> Book:
    """What an EPUB says of itself; an EPUB that cannot be understood says nothing.

    Source: EPUB 3.3, 5 (package document), 7 (navigation document); OPF 2.0.1, 2.4.1 (NCX).
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            package, folder = _package(archive)
            if package is None:
                return Book()
            title = _first(package, ".//{*}metadata/{*}title")
            description = _first(package, ".//{*}metadata/{*}description")
            return Book(title=title, description=plain_text(description), contents=tuple(_contents(archive, package, folder)))
    except (zipfile.BadZipFile, NotImplementedError, MediaError, *UNREADABLE):
        return Book()


def epub_cover(data: bytes) -> bytes | None:
    """The bytes of an EPUB's cover picture; None where it has none.

    Source: EPUB 3.3, D.6.2 (cover-image); `meta name="cover"` of OPF 2 as most programs write it.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            package, folder = _package(archive)
            if package is None:
                return None
            entries = package.findall(".//{*}manifest/{*}item")
            named = next(
                (one.get("content") for one in package.findall(".//{*}metadata/{*}meta") if one.get("name") == "cover"), None
            )
            wanted = [one for one in entries if "cover-image" in (one.get("properties") or "").split()]
            wanted += [one for one in entries if named and named in {one.get("id"), one.get("href")}]
            for entry in wanted:
                if (entry.get("media-type") or "").startswith("image/") and (name := _inside(folder, entry.get("href"))):
                    return _member(archive, name, _PICTURE_LIMIT_BYTES)
    except (zipfile.BadZipFile, NotImplementedError, MediaError, *UNREADABLE):
        pass
    return None


def package_document(archive: zipfile.ZipFile) -> Any:
    """The root of the package document; None where the container names none. Raises as reading an archive does."""
    return _package(archive)[0]


def _package(archive: zipfile.ZipFile) -> tuple[Any, str]:
    """The root of the package document with its folder; None where the container names none."""
    container = _xml(archive, _CONTAINER)
    root = container.find(".//{*}rootfile") if container is not None else None
    name = _inside("", root.get("full-path")) if root is not None else ""
    return (_xml(archive, name), posixpath.dirname(name)) if name else (None, "")


def _contents(archive: zipfile.ZipFile, package: Any, folder: str) -> Iterator[Line]:
    entries = package.findall(".//{*}manifest/{*}item")
    navigation = next((one for one in entries if "nav" in (one.get("properties") or "").split()), None)
    if navigation is not None and (name := _inside(folder, navigation.get("href"))):
        document = _xml(archive, name)
        for nav in document.iter("{*}nav") if document is not None else ():
            kind = next((value for key, value in nav.attrib.items() if key.rpartition("}")[2] == "type"), "")
            if "toc" in kind.split():
                found = list(_list(nav.find("{*}ol"), 0))[:_MOST_LINES]
                yield from found
                if found:
                    return
    ncx = next((one for one in entries if one.get("media-type") == "application/x-dtbncx+xml"), None)
    if ncx is not None and (name := _inside(folder, ncx.get("href"))):
        document = _xml(archive, name)
        root = document.find("{*}navMap") if document is not None else None
        yield from list(_points(root, 0))[:_MOST_LINES]


def _list(ordered: Any, depth: int) -> Iterator[Line]:
    """The lines of a navigation document's list. Source: EPUB 3.3, 7.3."""
    if ordered is None or depth >= _DEEPEST:
        return
    for point in ordered.findall("{*}li"):
        label = next((child for child in point if child.tag.rpartition("}")[2] in {"a", "span"}), None)
        if label is not None and (text := _text(label)):
            yield Line(text, depth)
        yield from _list(point.find("{*}ol"), depth + 1)


def _points(parent: Any, depth: int) -> Iterator[Line]:
    """The lines of an NCX."""
    if parent is None or depth >= _DEEPEST:
        return
    for point in parent.findall("{*}navPoint"):
        if text := _first(point, "{*}navLabel/{*}text"):
            yield Line(text, depth)
        yield from _points(point, depth + 1)


def _xml(archive: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    data = _member(archive, name, _TEXT_LIMIT_BYTES)
    if data is None:
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(data, parser)


def _member(archive: zipfile.ZipFile, name: str, limit_bytes: int) -> bytes | None:
    """A member's bytes; None where there is none, or where it is larger than it may be, whatever the directory says."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.file_size > limit_bytes or info.flag_bits & 1:
        return None
    with archive.open(info) as member:
        data = member.read(limit_bytes + 1)
    return data if len(data) <= limit_bytes else None


def _inside(folder: str, href: str | None) -> str:
    """The name of the member that an address leads to; nothing where it leads out of the archive."""
    if not href:
        return ""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return ""
    name = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    return "" if name.startswith(("/", "..")) else name


def _first(root: Any, path: str) -> str:
    found = root.find(path)
    return _text(found) if found is not None else ""


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())[:_LONGEST]


def plain_text(text: str) -> str:
    """A description without the HTML that many programs write into it."""
    return " ".join(html.unescape(_TAGS.sub("", _BLOCKS.sub(" ", html.unescape(text)))).split())

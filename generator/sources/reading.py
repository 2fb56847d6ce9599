"""One reading of a site's sources: what every reader shares while problems are gathered."""

from __future__ import annotations

import mimetypes
import os
import re
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from generator.errors import Problem, Severity, did_you_mean
from generator.files import PathError, digest, inside
from generator.model.anthology import MediaFile, Picture, Prose
from generator.model.manifest import LicenceEntry, PictureEntry
from generator.model.media import INSIDE, Book
from generator.model.registries import Licence
from generator.model.slugs import slug, stem
from generator.sources.entries import focus_point
from generator.sources.probed import PROBE_RECIPE, Probed, probed, remembered
from generator.sources.prose import Prose as ReadProse
from generator.sources.prose import ProseError, read_prose
from generator.sources.seen import Seen, stamp
from generator.sources.stamps import bytes_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.anthology import KeyPath
    from generator.model.config import Config
    from generator.model.registries import Registries
    from generator.sources.document import Document

T = TypeVar("T")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_PROSE_RECIPE = "prose-2"
_BOOK_RECIPE = "book-1"


class Remember(Protocol):
    """What slow pure functions returned before, by kind, key and type; see memo.py for the one that lasts."""

    def struct(self, kind: str, key: str, type_: type[T], make: Callable[[], T]) -> T:
        """The remembered value, or what `make` returns."""
        ...


class Known(msgspec.Struct, frozen=True):
    """The ids there are, known from file names before a manifest is read."""

    projects: frozenset[str] = frozenset()
    contributors: frozenset[str] = frozenset()


class Reading:
    """The site's folder, its configuration, the ids there are, and the problems found so far."""

    def __init__(self, site: Path, config: Config, registries: Registries, known: Known, remember: Remember) -> None:
        self.site = site
        self.content = site / "content"
        self._content_there = self.content.resolve()
        self.config = config
        self.registries = registries
        self.known = known
        self.remember = remember
        self.problems: list[Problem] = []
        self.opened: dict[str, Seen] = {}
        """What was opened since somebody emptied it, by the path that was named."""
        self._files: dict[str, MediaFile] = {}

    def bytes(self, document: Document, name: str, path: KeyPath) -> tuple[str, bytes] | None:
        """Source path and bytes of a file named in a manifest; a problem where it cannot be opened."""
        relative = _beside(document.source, name)
        named = f"content/{relative}"
        try:
            file = inside(self.content, relative)
            when = stamp(str(file))
            data = file.read_bytes()
        except PathError as error:
            hint = error.hint
            if error.code == "missing-file":
                hint = did_you_mean(name, file_names(self.site / PurePosixPath(document.source).parent)) or hint
            self.problems.append(document.problem(path, error.code, error.message, hint))
            return None
        except OSError as error:
            self.problems.append(document.problem(path, "missing-file", f'"{name}" cannot be read: {error.strerror}'))
            return None
        there, found = os.fspath(self._content_there), os.fspath(file)
        source = found[len(there) + 1 :] if found.startswith(f"{there}/") else file.relative_to(self._content_there).as_posix()
        self.opened[named] = Seen(named, when, bytes_digest(data))
        return f"content/{source}", data

    def file(self, document: Document, name: str, path: KeyPath, kinds: tuple[str, ...] = ()) -> MediaFile | None:
        """A file that may be published, probed; a problem where it is not what it should be."""
        opened = self.bytes(document, name, path)
        if opened is None:
            return None
        source, data = opened
        found = self._files.get(source)
        if found is None:
            looked = remembered(self.remember, data, name)
            if looked.probe is None:
                self.problems.append(document.problem(path, looked.code, f'"{name}": {looked.message}', looked.hint))
                return None
            found = self._files[source] = MediaFile(
                source=source, name=published_name(name, looked.probe.mime), probe=looked.probe
            )
        if kinds and found.probe.kind not in kinds:
            wanted = " or ".join({"image": "a picture"}.get(kind, kind) for kind in kinds)
            key = found.probe.kind if found.probe.kind in ("image", "audio", "video", "document", "text") else "file"
            hint = f"Name it under {key}: instead." if len(path) > 1 and path[-1] in kinds else ""
            self.problems.append(document.problem(path, "bad-media", f'"{name}" is {found.probe.mime}, not {wanted}', hint))
            return None
        return found

    def picture(self, document: Document, entry: str | PictureEntry | None, path: KeyPath, what: str) -> Picture | None:
        """A picture with its alt text; a warning where that is missing."""
        if entry is None:
            return None
        if isinstance(entry, str):
            entry = PictureEntry(file=entry)
            where = path
        else:
            where = (*path, "file")
        file = self.file(document, entry.file, where, ("image",))
        if file is None:
            return None
        self.want_alt(document, path, entry.alt, what, decorative=entry.decorative)
        return Picture(
            file=file, alt=entry.alt or "", decorative=entry.decorative, focus=focus_point(entry.focus), credit=entry.credit or ""
        )

    def inside_picture(self, document: Document, name: str, path: KeyPath) -> Picture | None:
        """The cover of an EPUB, the first page of a PDF; nothing where there is none, or what draws pages is not installed."""
        opened = self.bytes(document, name, path)
        if opened is None:
            return None
        from generator.model.insides import picture_inside
        from generator.model.pdf_page import pdf_drawer

        source, data = opened[0] + INSIDE, opened[1]
        key = f"{PROBE_RECIPE}-{pdf_drawer()}-{digest(data)}-{INSIDE}"

        def make() -> Probed:
            picture = picture_inside(data)
            return probed(picture, "cover") if picture else Probed()

        found = self.remember.struct("probe", key, Probed, make)
        if found.probe is None or found.probe.kind != "image":
            return None
        ending = found.probe.mime.rpartition("/")[2].replace("jpeg", "jpg").replace("svg+xml", "svg")
        file = MediaFile(source, published_name(f"{PurePosixPath(name).stem}-cover.{ending}", found.probe.mime), found.probe)
        return Picture(file=file, decorative=True)

    def book(self, document: Document, name: str, path: KeyPath) -> Book:
        """What an EPUB says of itself; nothing of other files."""
        opened = self.bytes(document, name, path)
        if opened is None:
            return Book()
        from generator.model.books import read_book

        return self.remember.struct("book", f"{_BOOK_RECIPE}-{digest(opened[1])}", Book, lambda: read_book(opened[1]))

    def want_alt(self, document: Document, path: KeyPath, alt: str | None, what: str, *, decorative: bool) -> None:
        """A warning where a picture has no alt text."""
        if not alt and not decorative:
            hint = "add alt: what the picture shows, or decorative: true"
            self.problems.append(
                document.problem(
                    path, "missing-alt", f"{what} has no alt text; people who do not see it get nothing", hint, Severity.WARNING
                )
            )

    def prose(
        self, document: Document, text: str, path: KeyPath, prefix: str, *, heading_base: int = 3, source: str = ""
    ) -> Prose | None:
        """A rich text, read; notes on what was dropped become warnings."""
        settings = self.config.markdown
        extensions = tuple(settings.extensions)
        recipe = _PROSE_RECIPE if settings.engine == "python-markdown" else f"{_PROSE_RECIPE}-{settings.engine}"
        key = f"{recipe}-{digest(text.encode())}-{heading_base}-{prefix}-{'.'.join(extensions)}-{settings.remote_images}"
        try:
            read = self.remember.struct(
                "prose",
                key,
                ReadProse,
                lambda: read_prose(
                    text,
                    engine=settings.engine,
                    extensions=extensions,
                    remote_images=settings.remote_images,
                    heading_base=heading_base,
                    prefix=prefix,
                ),
            )
        except ProseError as error:
            self.problems.append(document.problem(path, "bad-text", f"{source or 'the text'} {error}"))
            return None
        for note in read.notes:
            self.problems.append(
                document.problem(path, "text-note", f"{source + ': ' if source else ''}{note}", severity=Severity.WARNING)
            )
        pictures = {}
        folder = PurePosixPath(source).relative_to(PurePosixPath(document.source).parent).parent if source else PurePosixPath()
        for name in read.images:
            if (file := self.file(document, str(folder / name), path, ("image",))) is not None:
                pictures[name] = file
        return Prose(html=read.html, text=read.text, words=read.words, title=read.title, pictures=pictures, links=read.links)

    def text_file(
        self, document: Document, name: str | None, path: KeyPath, prefix: str, *, heading_base: int = 3
    ) -> Prose | None:
        """A Markdown file named in a manifest, read."""
        if not name:
            return None
        if not name.lower().endswith((".md", ".txt", ".markdown")):
            self.problems.append(document.problem(path, "bad-text", f'"{name}" is no text; texts are .md or .txt files'))
            return None
        opened = self.bytes(document, name, path)
        if opened is None:
            return None
        source, data = opened
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            message = f"{source} is not UTF-8: line {line} has a byte that no text has"
            self.problems.append(document.problem(path, "not-utf8", message, "save it as UTF-8"))
            return None
        if not text.strip():
            self.problems.append(document.problem(path, "empty-file", f'"{name}" is empty'))
            return None
        return self.prose(document, text, path, prefix, heading_base=heading_base, source=source)

    def licences(self, document: Document, entries: object, path: KeyPath) -> tuple[Licence, ...]:
        """The licences a manifest names; a problem for each that is in no registry."""
        if entries is None:
            return ()
        found = []
        for number, entry in enumerate(entries if isinstance(entries, list) else [entries]):
            if isinstance(entry, LicenceEntry):
                found.append(Licence(id=slug(entry.name), name=entry.name, short=entry.name, url=entry.url or ""))
                continue
            licence = self.registries.licence(entry)
            if licence is not None:
                found.append(licence)
                continue
            known = [item.spdx or item.short for item in self.registries.licences.values()]
            hint = did_you_mean(entry, known) or "add it to licences: in config.yaml, or write {name: ..., url: ...} here"
            where = (*path, number) if isinstance(entries, list) else path
            self.problems.append(document.problem(where, "unknown-licence", f'"{entry}" is no licence of the registry', hint))
        return tuple(found)

    def contributor(self, document: Document, text: str, path: KeyPath, doing: str) -> bool:
        """Whether the id is known; a problem where it is not."""
        if text in self.known.contributors:
            return True
        near = did_you_mean(text, self.known.contributors)
        hint = f"{near} New people: creditroll new contributor {slug(text)}".strip()
        self.problems.append(document.problem(path, "unknown-contributor", f'"{text}" is {doing} but nobody has that id', hint))
        return False

    def project(self, document: Document, text: str, path: KeyPath, doing: str) -> bool:
        """Whether a project has the id; a problem where none has."""
        if text in self.known.projects:
            return True
        hint = did_you_mean(text, self.known.projects)
        self.problems.append(document.problem(path, "unknown-project", f'"{text}" is {doing} but no project has that id', hint))
        return False

    def language(self, text: str | None) -> str:
        """A language, or the site's."""
        return text or self.config.site.language


def _beside(source: str, name: str) -> str:
    """The path below content/ of a file named in a manifest."""
    if _PLAIN_NAME.fullmatch(name):
        return f"{source.rpartition('/')[0]}/{name}".removeprefix("content/")
    return str((PurePosixPath(source).parent / name).relative_to("content"))


def published_name(name: str, mime: str) -> str:
    """The name a file is published under: what is readable of it, dot, ending; its folder tells two of one name apart."""
    path = PurePosixPath(unicodedata.normalize("NFC", name))
    ending = (
        path.suffix.lower()
        if path.suffix[1:].isascii() and path.suffix[1:].isalnum()
        else (mimetypes.guess_extension(mime) or ".bin")
    )
    return f"{stem(path.stem.replace('.', '-'))[:60].strip('-') or 'file'}{ending}"


def file_names(folder: Path) -> list[str]:
    """The files of a folder and of the folders in it, as a manifest would name them."""
    found = (
        [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*"))[:500] if path.is_file()]
        if folder.is_dir()
        else []
    )
    return [name for name in found if not name.endswith(".yaml")]

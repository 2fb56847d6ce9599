"""The media of a project: each item with its files, texts, tracks."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import did_you_mean
from generator.model.anthology import Chapter, MediaItem, Picture, Source
from generator.model.manifest import MEDIA_KINDS, IframeEntry, MediaEntry
from generator.model.media import Book
from generator.model.slugs import natural_key, slug
from generator.sources.captions import read_chapters, read_tracks
from generator.sources.document import read_document
from generator.sources.entries import focus_point, identifiers, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.anthology import KeyPath, MediaFile
    from generator.model.manifest import SourceEntry
    from generator.sources.document import Document
    from generator.sources.reading import Reading

RESERVED_ITEMS = frozenset({"credits", "feed", "index", "project", "page", "oembed"})
_EVERYWHERE = frozenset({"id", "title", "summary", "language", "license", "identifiers", "credits", "made_from"})
_ONLY = {
    "video": {"poster", "captions", "transcript", "chapters", "download"},
    "audio": {"poster", "captions", "transcript", "lyrics", "chapters", "download"},
    "image": {"alt", "decorative", "focus", "download"},
    "images": {"alts", "reading", "download"},
    "text": {"writing", "download"},
    "document": {"poster", "download"},
    "embed": {"poster", "transcript"},
    "file": set(),
    "section": set(),
}
_FILES = {"video": ("video",), "audio": ("audio",), "image": ("image",), "document": ("document",)}


def read_media(reading: Reading, document: Document, entries: Sequence[MediaEntry]) -> tuple[MediaItem, ...]:
    """All media items of a project, with ids that are unique in it."""
    items: list[MediaItem] = []
    taken: dict[str, int] = {}
    for number, entry in enumerate(entries):
        item = _item(reading, document, entry, ("media", number), taken)
        if item is not None:
            taken[item.id] = number
            items.append(item)
    return tuple(items)


def read_sources(reading: Reading, document: Document, entries: Sequence[SourceEntry], path: KeyPath) -> tuple[Source, ...]:
    """The works something was made from."""
    found = []
    for number, entry in enumerate(entries):
        where = (*path, number)
        relation = reading.registries.relation(entry.relation)
        if relation is None:
            known = did_you_mean(entry.relation, reading.registries.relations)
            known = known or f"known: {', '.join(reading.registries.relations)}."
            hint = f"{known} New ones: {{made_from: ..., led_to: ...}} under relations: in config.yaml"
            reading.problems.append(
                document.problem((*where, "relation"), "unknown-relation", f'"{entry.relation}" is no relation', hint)
            )
            continue
        if entry.project is None and entry.url is None and entry.title is None:
            hint = "name a project here, or a title and url elsewhere"
            reading.problems.append(document.problem(where, "missing-key", "this says not what it was made from", hint))
            continue
        if entry.project and not reading.project(document, entry.project, (*where, "project"), "named as a source"):
            continue
        licences = reading.licences(document, entry.license, (*where, "license"))
        found.append(
            Source(
                project=entry.project or "",
                url=entry.url or "",
                title=entry.title or "",
                by=entry.by or "",
                relation=relation,
                licence=licences[0] if licences else None,
                permission=entry.permission or "",
                note=entry.note or "",
            )
        )
    return tuple(found)


def _item(reading: Reading, document: Document, entry: MediaEntry, path: KeyPath, taken: dict[str, int]) -> MediaItem | None:
    kinds = [kind for kind in MEDIA_KINDS if getattr(entry, kind)]
    if len(kinds) != 1:
        if kinds:
            message = f"one media item is one thing, but this is {' and '.join(kinds)}"
            reading.problems.append(document.problem((*path, kinds[1]), "two-kinds", message, "make two items of it", key=True))
        elif not any(_written(document, (*path, kind)) for kind in MEDIA_KINDS):
            hint = f"give one of: {', '.join(MEDIA_KINDS)}"
            reading.problems.append(document.problem(path, "no-kind", "this media item names no file", hint))
        return None
    kind = kinds[0]
    _misplaced(reading, document, entry, kind, path)
    value = getattr(entry, kind)
    item_id = _item_id(reading, document, entry, kind, value, path, taken)
    file: MediaFile | None = None
    pictures: tuple[Picture, ...] = ()
    text = None
    if kind in ("video", "audio", "image", "document", "file"):
        file = reading.file(document, value, (*path, kind), _FILES.get(kind, ()))
        if file is None:
            return None
    if kind == "image" and file is not None:
        name = PurePosixPath(value).name
        reading.want_alt(document, (*path, "image"), entry.alt, f'"{name}"', decorative=entry.decorative)
        pictures = (Picture(file=file, alt=entry.alt or "", decorative=entry.decorative, focus=focus_point(entry.focus)),)
    elif kind == "images":
        pictures = _glob(reading, document, entry, path)
        if not pictures:
            return None
    elif kind == "text":
        text = reading.text_file(document, value, (*path, "text"), f"t-{item_id}-")
        if text is None:
            return None
        if entry.download:
            file = reading.file(document, value, (*path, "text"))
    poster = reading.picture(document, entry.poster, (*path, "poster"), "the poster")
    book = Book()
    if kind == "document":
        poster = poster or reading.inside_picture(document, value, (*path, kind))
        book = reading.book(document, value, (*path, kind))
    url, frame = (value.iframe, True) if isinstance(value, IframeEntry) else (value if kind == "embed" else "", False)
    duration_s = file.probe.duration_s if file is not None else None
    chapters, chapters_file = _chapters(reading, document, entry, path, duration_s)
    tracks, cues = read_tracks(reading, document, entry, path, duration_s)
    title = entry.title or (text.title if text else None) or (value if kind == "section" else book.title)
    return MediaItem(
        id=item_id,
        kind=kind,  # type: ignore[arg-type]
        title=title or "",
        summary=entry.summary or book.description,
        contents=book.contents,
        file=file,
        pictures=pictures,
        reading=entry.reading or "ltr",
        text=text,
        writing=entry.writing or "horizontal",
        url=url,
        frame=frame,
        poster=poster,
        tracks=tracks,
        cues=() if entry.transcript or kind not in ("audio", "video") else cues,
        transcript=reading.text_file(document, entry.transcript, (*path, "transcript"), f"s-{item_id}-", heading_base=4),
        lyrics=reading.text_file(document, entry.lyrics, (*path, "lyrics"), f"l-{item_id}-", heading_base=4),
        chapters=chapters,
        chapters_file=chapters_file,
        download=kind in ("document", "file") if entry.download is None else entry.download,
        language=entry.language or "",
        licences=reading.licences(document, entry.license, (*path, "license")),
        identifiers=identifiers(entry.identifiers, person=False),
        made_from=read_sources(reading, document, entry.made_from, (*path, "made_from")),
    )


def _written(document: Document, path: KeyPath) -> bool:
    """Whether a value stands there, be it one that was refused."""
    node, found = document.node(path)
    return found and node is not None and node.value not in ("", "~")


def _misplaced(reading: Reading, document: Document, entry: MediaEntry, kind: str, path: KeyPath) -> None:
    given = {name for name in entry.__struct_fields__ if getattr(entry, name) not in (None, False, [])}
    for name in sorted(given - _EVERYWHERE - _ONLY[kind] - {kind}):
        places = [other for other, allowed in _ONLY.items() if name in allowed]
        hint = f"it goes with {', '.join(places)}"
        reading.problems.append(
            document.problem((*path, name), "misplaced-key", f'"{name}" says nothing about {kind}', hint, key=True)
        )


def _item_id(
    reading: Reading,
    document: Document,
    entry: MediaEntry,
    kind: str,
    value: str | IframeEntry,
    path: KeyPath,
    taken: dict[str, int],
) -> str:
    if entry.id:
        if entry.id in taken or entry.id in RESERVED_ITEMS:
            why = "is the site's own" if entry.id in RESERVED_ITEMS else "is taken by an item above"
            code = "reserved-id" if entry.id in RESERVED_ITEMS else "duplicate-id"
            reading.problems.append(document.problem((*path, "id"), code, f'"{entry.id}" {why}', "choose another id"))
        return entry.id
    text = value.iframe if isinstance(value, IframeEntry) else value
    if kind == "images":
        wished = slug(str(PurePosixPath(text).parent).replace(".", "") or "pages")
    elif kind in ("embed", "section"):
        wished = slug(entry.title or (text if kind == "section" else "embed"))
    else:
        name = PurePosixPath(text).stem
        wished = slug(name.replace(".", "-") if kind == "text" else name)  # story.en.md
    wished = wished[:60].strip("-") or kind
    candidate, number = wished, 1
    while candidate in taken or candidate in RESERVED_ITEMS:
        number += 1
        candidate = f"{wished}-{number}"
    return candidate


def _glob(reading: Reading, document: Document, entry: MediaEntry, path: KeyPath) -> tuple[Picture, ...]:
    pattern = entry.images or ""
    folder = reading.site / PurePosixPath(document.source).parent
    where = (*path, "images")
    try:
        found = sorted((file.relative_to(folder).as_posix() for file in folder.glob(pattern) if file.is_file()), key=natural_key)
    except (ValueError, NotImplementedError, IndexError):
        reading.problems.append(document.problem(where, "bad-path", f'"{pattern}" is no pattern of files beside the manifest'))
        return ()
    if not found:
        reading.problems.append(document.problem(where, "missing-file", f'no file is named like "{pattern}"'))
        return ()
    alts = _alts(reading, document, entry, path)
    pictures = []
    for name in found:
        file = reading.file(document, name, where, ("image",))
        alt = alts.get(name) or alts.get(PurePosixPath(name).name) or ""
        if file is not None:
            reading.want_alt(document, where, alt, f'"{name}"', decorative=False)
            pictures.append(Picture(file=file, alt=alt))
    return tuple(pictures)


def _alts(reading: Reading, document: Document, entry: MediaEntry, path: KeyPath) -> dict[str, str]:
    if not entry.alts:
        return {}
    opened = reading.bytes(document, entry.alts, (*path, "alts"))
    return texts(read_document(opened[1], opened[0]), reading.problems) if opened else {}


def _chapters(
    reading: Reading, document: Document, entry: MediaEntry, path: KeyPath, duration_s: float | None
) -> tuple[tuple[Chapter, ...], MediaFile | None]:
    if not entry.chapters:
        return (), None
    if isinstance(entry.chapters, list):
        return tuple(Chapter(start_s=seconds(chapter.at), title=chapter.title) for chapter in entry.chapters), None
    return read_chapters(reading, document, entry.chapters, (*path, "chapters"), duration_s)


def seconds(text: str) -> float:
    """Seconds of a time such as 1:23 or 0:01:23.5."""
    total = 0.0
    for piece in text.split(":"):
        total = total * 60 + float(piece)
    return total

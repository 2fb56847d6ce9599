"""The files of a work as feeds name them, with every copy there is of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.feed import Enclosure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import MediaItem, Project
    from generator.plan.shelf import Shelf

_PICTURES = 50
"""Pictures of one item in a feed: a comic may have hundreds."""


def enclosures(shelf: Shelf, project: Project) -> tuple[Enclosure, ...]:
    """Everything of a work that can be taken along: recordings first, then documents, then pictures."""
    found = [one for item in project.media for one in _files(shelf, project, item)]
    order = {"audio": 0, "video": 0, "image": 2}
    return tuple(sorted(found, key=lambda one: order.get(one.mime.partition("/")[0], 1)))


def _files(shelf: Shelf, project: Project, item: MediaItem) -> Iterator[Enclosure]:
    if item.pictures:
        yield from _pictures(shelf, project, item)
    elif item.file is not None and item.kind in ("audio", "video"):
        yield from _recorded(shelf, project, item)
    elif item.file is not None and item.kind in ("document", "file"):
        size_bytes, sha256 = shelf.pictures.measured(item.file)
        yield Enclosure(
            url=shelf.config.site.url + shelf.pictures.file(item.file),
            size_bytes=size_bytes,
            mime=item.file.probe.mime,
            title=item.title or item.file.name,
            description=item.summary,
            language=item.language,
            item=item.id,
            sha256=sha256,
        )


def _recorded(shelf: Shelf, project: Project, item: MediaItem) -> Iterator[Enclosure]:
    assert item.file is not None
    site = shelf.config.site.url
    poster = shelf.recordings.poster(item)
    small = shelf.pictures.social(poster) if poster is not None else None
    for one in shelf.recordings.files(item):
        yield Enclosure(
            url=site + one.path,
            size_bytes=one.size_bytes,
            mime=one.mime,
            duration_s=item.file.probe.duration_s or 0.0,
            width_px=one.width_px,
            height_px=one.height_px,
            title=item.title or project.title,
            description=item.summary,
            language=item.language,
            item=item.id,
            sha256=one.sha256,
            thumbnail=site + small[0] if small is not None else "",
        )


def _pictures(shelf: Shelf, project: Project, item: MediaItem) -> Iterator[Enclosure]:
    site = shelf.config.site.url
    for number, picture in enumerate(item.pictures[:_PICTURES], 1):
        size_bytes, sha256 = shelf.pictures.measured(picture.file)
        probe = picture.file.probe
        address = shelf.pictures.whole(picture.file)
        yield Enclosure(
            url=site + address,
            size_bytes=size_bytes,
            mime=probe.mime if address == shelf.pictures.file(picture.file) else f"image/{'png' if probe.alpha else 'jpeg'}",
            width_px=probe.width_px or 0,
            height_px=probe.height_px or 0,
            title=item.title or project.title,
            description=picture.alt or item.summary,
            language=item.language,
            item=item.id if len(item.pictures) == 1 else f"{item.id} {number}",
            sha256=sha256,
        )

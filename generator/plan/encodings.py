"""The files of a work as machines are told of them, and what readers need to take them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.plan import urls
from generator.plan.facts import ClipFacts, CopyFacts, EncodingFacts
from generator.plan.feeds import moment
from generator.plan.shelf import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import MediaFile, MediaItem, Project
    from generator.plan.shelf import Shelf

_PICTURES = 50
"""Pictures of one item: each has a page that says more."""


def encodings(shelf: Shelf, project: Project, thumbnail: str, posters: dict[str, str]) -> tuple[EncodingFacts, ...]:
    """Every file that a work's page shows or offers; `posters` are pictures by item id, `thumbnail` stands in for the others."""
    found: list[EncodingFacts] = []
    for item in project.media:
        found += _item(shelf, project, item, posters.get(item.id) or thumbnail)
    return tuple(found)


def _item(shelf: Shelf, project: Project, item: MediaItem, thumbnail: str) -> Iterator[EncodingFacts]:
    site = shelf.config.site
    licences = item.licences or project.licences
    for file, copies, alt in _files(shelf, item):
        rights = shelf.rights(file.source)
        best = copies[0]
        yield EncodingFacts(
            kind=item.kind,
            url=best.url,
            mime=best.mime,
            name=item.title or project.title,
            description=item.summary or alt or project.summary or _described(project),
            duration_s=file.probe.duration_s or 0.0,
            width_px=best.width_px,
            height_px=best.height_px,
            size_bytes=best.size_bytes,
            sha256=best.sha256,
            thumbnail=thumbnail,
            uploaded=moment(project.released, site.timezone) if project.released else "",
            licence=next((licence.url for licence in licences), ""),
            creator=rights.creator if rights is not None else "",
            credit_text=rights.credit_line if rights is not None else "",
            copyright_notice=rights.copyright if rights is not None else "",
            page=site.url + urls.project(project.id),
            language=item.language or project.language,
            captions=tuple((site.url + shelf.recordings.captions_address(track.file), track.language) for track in item.tracks),
            clips=_clips(shelf, project, item),
            copies=copies[1:],
        )


def _files(shelf: Shelf, item: MediaItem) -> Iterator[tuple[MediaFile, tuple[CopyFacts, ...], str]]:
    """Each file of an item with the forms it is published in, the one for everybody first, and what it shows."""
    site = shelf.config.site.url
    if item.file is not None and item.kind in ("audio", "video"):
        yield item.file, tuple(CopyFacts(site + one[0], *one[1:]) for one in shelf.recordings.files(item)), ""
        return
    pairs = [(item.file, "")] if item.file is not None else [(one.file, one.alt) for one in item.pictures[:_PICTURES]]
    for file, alt in pairs:
        size_bytes, summed = shelf.pictures.measured(file)
        probe = file.probe
        whole = site + shelf.pictures.whole(file)
        yield file, (CopyFacts(whole, probe.mime, probe.width_px or 0, probe.height_px or 0, size_bytes, summed),), alt


def _described(project: Project) -> str:
    return excerpt(project.description.text) if project.description is not None else project.title


def _clips(shelf: Shelf, project: Project, item: MediaItem) -> tuple[ClipFacts, ...]:
    """The chapters of a film; each lasts until the next."""
    if item.kind != "video" or not item.chapters or item.file is None:
        return ()
    page = shelf.config.site.url + urls.project(project.id)
    ends = [*(chapter.start_s for chapter in item.chapters[1:]), item.file.probe.duration_s or 0.0]
    return tuple(
        ClipFacts(chapter.title, f"{page}#t={chapter.start_s:g}&id={item.id}", chapter.start_s, end)
        for chapter, end in zip(item.chapters, ends, strict=True)
    )


def accessibility(project: Project) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Modes, features and hazards of a work. Source: schema.org accessibility vocabulary, W3C."""
    modes: dict[str, None] = {}
    features: dict[str, None] = {}
    for item in project.media:
        if item.kind in ("video", "image", "images"):
            modes["visual"] = None
        if item.kind in ("video", "audio"):
            modes["auditory"] = None
        if item.kind in ("text", "document"):
            modes["textual"] = None
        for track in item.tracks:
            features["audioDescription" if track.kind == "descriptions" else "captions"] = None
        if item.transcript is not None or item.lyrics is not None:
            features["transcript"] = None
        if item.pictures and all(picture.alt or picture.decorative for picture in item.pictures):
            features["alternativeText"] = None
    notes = " ".join(project.content_notes).casefold()
    hazards = ("flashing",) if "flash" in notes or "strobe" in notes else ()
    return tuple(modes), tuple(features), hazards

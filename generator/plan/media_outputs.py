"""The published media: pictures in all sizes, recordings, films, documents; nothing else of the content is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from generator.model.anthology import Picture
from generator.model.site import MEDIA, Output, SocialPicture
from generator.plan import urls
from generator.plan.credited import first_cover
from generator.plan.podcasts import artwork, in_podcast

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from generator.model.anthology import Prose
    from generator.model.tracking import Key
    from generator.plan.shelf import Shelf

Record = TypeVar("Record")
_TITLES = 9
"""Titles of someone's works, of which a drawn picture shows the first that it can."""


def pictures_of(shelf: Shelf, among: Collection[Key] | None = None) -> Iterator[Picture]:
    """Covers, pictures, posters, portraits: everything of which there are smaller copies, but for pictures in texts.

    `among` are facts; where it is given, the pictures of the records in it alone.
    """
    release = shelf.release

    def some(kind: str, records: Mapping[str, Record]) -> Iterator[Record]:
        if among is None:
            return iter(records.values())
        keys = sorted(key.partition(" ")[2] for key in among if key.startswith(f"{kind} "))
        return (records[key] for key in keys if key in records)

    for project in some("project", release.projects):
        yield from (cover for cover in (project.cover,) if cover is not None)
        for item in project.media:
            yield from item.pictures
            yield from (poster for poster in (item.poster,) if poster is not None)
    for person in some("person", release.contributors):
        yield from (portrait for portrait in (person.portrait,) if portrait is not None)
    for collection in some("collection", release.collections):
        yield from (cover for cover in (collection.cover,) if cover is not None)


def project_media(shelf: Shelf, key: str) -> Iterator[Output]:
    """Every file that a work's pages show or offer."""
    project = shelf.project(key)
    pictures = shelf.pictures
    if project.cover is not None:
        yield from pictures.outputs(project.cover)
    if in_podcast(shelf, project) and (square := artwork(shelf, shelf.likeness(project))) is not None:
        yield square
    yield from _prose(shelf, project.description)
    for item in project.media:
        for picture in item.pictures:
            yield from pictures.outputs(picture)
        if item.file is not None and item.kind != "image":
            yield pictures.original(item.file)
        if item.poster is not None:
            yield from pictures.outputs(item.poster)
        yield from shelf.recordings.outputs(item)
        for track in item.tracks:
            yield shelf.recordings.captions(track.file)
        for prose in (item.text, item.transcript, item.lyrics):
            yield from _prose(shelf, prose)
    if address := drawn(shelf, "project", key):
        cover = project.cover
        recipe = SocialPicture(
            cover=cover.file.source if cover is not None else "",
            title=project.title,
            byline=tuple(dict.fromkeys(person.name for byline in shelf.bylines(project) for person in byline.people)),
            site=shelf.config.site.title,
            focus=cover.focus if cover is not None else (0.5, 0.5),
        )
        yield Output(address, MEDIA, recipe, project.source)


def contributor_media(shelf: Shelf, key: str) -> Iterator[Output]:
    """Someone's portrait and the pictures of their text."""
    person = shelf.published.contributors[key]
    if person.portrait is not None:
        yield from shelf.pictures.outputs(person.portrait, face=True)
    yield from _prose(shelf, person.bio)
    if key in shelf.published.shown and (address := drawn(shelf, "contributor", key)):
        works = [shelf.brief(work) for work in shelf.index(f"by {key}")[:_TITLES]]
        cover = person.portrait or first_cover(shelf, key)
        recipe = SocialPicture(
            cover=cover.file.source if cover is not None else "",
            title=person.name,
            byline=tuple(work.title for work in works),
            site=shelf.config.site.title,
            focus=cover.focus if cover is not None else (0.5, 0.5),
        )
        yield Output(address, MEDIA, recipe, person.source)


def collection_media(shelf: Shelf, key: str) -> Iterator[Output]:
    """A collection's cover and the pictures of its introduction."""
    collection = shelf.published.collections[key]
    if collection.cover is not None:
        yield from shelf.pictures.outputs(collection.cover)
    yield from _prose(shelf, collection.introduction)
    if address := drawn(shelf, "collection", key):
        recipe = SocialPicture(
            cover=collection.cover.file.source if collection.cover is not None else "",
            title=collection.title,
            byline=(collection.summary,) if collection.summary else (),
            site=shelf.config.site.title,
        )
        yield Output(address, MEDIA, recipe, collection.source)


def page_media(shelf: Shelf, key: str) -> Iterator[Output]:
    """The pictures of one of the site's own texts."""
    yield from _prose(shelf, shelf.published.pages[key].text)


def _prose(shelf: Shelf, prose: Prose | None) -> Iterator[Output]:
    if prose is None:
        return
    for file in prose.pictures.values():
        yield from shelf.pictures.outputs(Picture(file=file), original=True)


def drawn(shelf: Shelf, kind: str, record_id: str) -> str:
    """The address of a drawn social picture, or nothing where they are not drawn."""
    if shelf.config.takeaways.social_pictures != "drawn":
        return ""
    address = {"project": urls.project, "contributor": urls.contributor, "collection": urls.collection}[kind]
    return f"{address(record_id)}social.jpg"

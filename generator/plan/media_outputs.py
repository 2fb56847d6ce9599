"""The published media: pictures in all sizes, recordings, films, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.anthology import MediaFile, Picture
from generator.model.site import MEDIA, Output, SocialPicture
from generator.plan import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import Project, Prose
    from generator.plan.shelf import Shelf


def media_outputs(shelf: Shelf) -> Iterator[Output]:
    """Every media file that a published page shows or offers; nothing else of the content is ever published."""
    pictures = shelf.pictures
    published = shelf.published
    for project in (*published.projects.values(), *published.unlisted.values()):
        if project.cover is not None:
            yield from pictures.outputs(project.cover)
        yield from prose_outputs(shelf, project.description)
        for item in project.media:
            for picture in item.pictures:
                yield from pictures.outputs(picture)
            if item.file is not None and item.kind != "image":
                yield pictures.original(item.file)
            if item.poster is not None:
                yield from pictures.outputs(item.poster)
            for track in item.tracks:
                yield pictures.original(track.file)
            for prose in (item.text, item.transcript, item.lyrics):
                yield from prose_outputs(shelf, prose)
    for person in published.contributors.values():
        if person.portrait is not None:
            yield from pictures.outputs(person.portrait, face=True)
        yield from prose_outputs(shelf, person.bio)
    for collection in published.collections.values():
        if collection.cover is not None:
            yield from pictures.outputs(collection.cover)
        yield from prose_outputs(shelf, collection.introduction)
    for page in published.pages.values():
        yield from prose_outputs(shelf, page.text)


def prose_outputs(shelf: Shelf, prose: Prose | None) -> Iterator[Output]:
    """The pictures of a text."""
    if prose is None:
        return
    for file in prose.pictures.values():
        yield from shelf.pictures.outputs(Picture(file=file), original=True)


def text_picture(shelf: Shelf, file: MediaFile) -> str:
    """The address that a picture has in a text."""
    return shelf.pictures.file(file)


def drawn(shelf: Shelf, kind: str, record_id: str) -> str:
    """The address of a drawn social picture, or nothing where they are not drawn."""
    if shelf.config.takeaways.social_pictures != "drawn":
        return ""
    return {"project": urls.project, "contributor": urls.contributor, "collection": urls.collection}[kind](
        record_id
    ) + "social.jpg"


def social_outputs(shelf: Shelf) -> Iterator[Output]:
    """Drawn pictures for social networks, where the configuration asks for them."""
    if shelf.config.takeaways.social_pictures != "drawn":
        return
    title = shelf.config.site.title
    for project in (*shelf.published.projects.values(), *shelf.published.unlisted.values()):
        cover = project.cover
        recipe = SocialPicture(
            cover=cover.file.source if cover is not None else "",
            title=project.title,
            byline=_byline(shelf, project),
            site=title,
            focus=cover.focus if cover is not None else (0.5, 0.5),
        )
        yield Output(drawn(shelf, "project", project.id), MEDIA, recipe, project.source)
    for key in sorted(shelf.published.shown):
        person = shelf.published.contributors[key]
        works = [shelf.published.projects[work] for work in shelf.works.get(key, {})]
        cover = person.portrait or next((work.cover for work in works if work.cover is not None), None)
        recipe = SocialPicture(
            cover=cover.file.source if cover is not None else "",
            title=person.name,
            byline=", ".join(work.title for work in works[:3]),
            site=title,
            focus=cover.focus if cover is not None else (0.5, 0.5),
        )
        yield Output(drawn(shelf, "contributor", key), MEDIA, recipe, person.source)
    for collection in shelf.published.collections.values():
        recipe = SocialPicture(
            cover=collection.cover.file.source if collection.cover is not None else "",
            title=collection.title,
            byline=collection.summary,
            site=title,
        )
        yield Output(drawn(shelf, "collection", collection.id), MEDIA, recipe, collection.source)


def _byline(shelf: Shelf, project: Project) -> str:
    return ", ".join(person.name for byline in shelf.bylines(project) for person in byline.people)

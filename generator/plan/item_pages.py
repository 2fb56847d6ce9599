"""The pages of single pictures, chapters and versions of a text below their work."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from generator.plan import urls
from generator.plan.media_views import media_view
from generator.plan.texts import Chapter, chapters, versions_of
from generator.plan.views import Anchor, ItemPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.model.anthology import MediaItem, Picture, Project
    from generator.plan.shelf import Shelf


class Leaf(NamedTuple):
    """One page: its address, its name, its versions in other languages, how its view is made."""

    address: str
    title: str
    others: tuple[tuple[str, str], ...]
    make: Callable[[], ItemPage]


def item_pages(shelf: Shelf, project: Project) -> list[Leaf]:
    """Every page below a work that shows one thing of it."""
    return [*_texts(shelf, project), *_gallery(shelf, project), *_comics(shelf, project), *_transcripts(shelf, project)]


def text_versions(project: Project) -> tuple[tuple[str, str], ...]:
    """Language and address of the versions of a work's only text, but for the one on the work's page."""
    parts = chapters(project)
    anchors = versions_of(project, parts, parts[0]) if len(parts) == 1 else []
    return tuple((item.language or project.language, address) for item, address in anchors[1:])


def _texts(shelf: Shelf, project: Project) -> list[Leaf]:
    """A page for each chapter in each of its languages; the main version of a work's only text stands on the work's page."""
    found = []
    parts = chapters(project)
    for number, chapter in enumerate(parts):
        if len(parts) == 1 and len(chapter.versions) == 1:
            continue
        anchors = versions_of(project, parts, chapter)
        others = tuple((item.language or project.language, address) for item, address in anchors) if len(anchors) > 1 else ()
        for item, address in anchors:
            if address != urls.project(project.id):
                make = _text_maker(shelf, project, parts, number, item)
                found.append(Leaf(address, _title(item, number), others, make))
    return found


def _text_maker(shelf: Shelf, project: Project, parts: Sequence[Chapter], number: int, item: MediaItem) -> Callable[[], ItemPage]:
    def nearest(chapter: Chapter) -> MediaItem:
        return next((one for one in chapter.versions if one.language == item.language), chapter.versions[0])

    def anchor(position: int) -> Anchor | None:
        if not 0 <= position < len(parts):
            return None
        other = nearest(parts[position])
        return Anchor(label=_title(other, position), href=urls.item(project.id, other.id), current=position == number)

    def make() -> ItemPage:
        listed = [anchor(position) for position in range(len(parts))] if len(parts) > 1 else []
        return ItemPage(
            card=shelf.card(project.id),
            item=media_view(shelf, project, item),
            previous=anchor(number - 1),
            next=anchor(number + 1),
            position=number + 1,
            of=len(parts),
            chapters=tuple(one for one in listed if one is not None),
        )

    return make


def _gallery(shelf: Shelf, project: Project) -> list[Leaf]:
    items = [item for item in project.media if item.kind == "image"]
    if len(items) < 2:
        return []

    def maker(number: int) -> Callable[[], ItemPage]:
        def anchor(position: int) -> Anchor | None:
            if not 0 <= position < len(items):
                return None
            return Anchor(label=_title(items[position], position), href=urls.item(project.id, items[position].id))

        def make() -> ItemPage:
            view = media_view(shelf, project, items[number])
            return ItemPage(
                card=shelf.card(project.id),
                item=view,
                picture=view.pictures[0] if view.pictures else None,
                previous=anchor(number - 1),
                next=anchor(number + 1),
                position=number + 1,
                of=len(items),
            )

        return make

    return [Leaf(urls.item(project.id, item.id), _title(item, number), (), maker(number)) for number, item in enumerate(items)]


def _comics(shelf: Shelf, project: Project) -> list[Leaf]:
    """A page for each picture of the items that have several."""
    return [
        Leaf(
            urls.leaf(project.id, item.id, number + 1),
            _page_title(shelf, item, number),
            (),
            _page_maker(shelf, project, item, number),
        )
        for item in project.media
        if item.kind == "images"
        for number in range(len(item.pictures))
    ]


def _transcripts(shelf: Shelf, project: Project) -> list[Leaf]:
    """A page for each recording or film that has captions alone: its player, with all that is said below."""

    def maker(item: MediaItem) -> Callable[[], ItemPage]:
        return lambda: ItemPage(card=shelf.card(project.id), item=replace(media_view(shelf, project, item), href=""))

    return [
        Leaf(
            urls.item(project.id, item.id),
            f"{item.title or project.title} · {shelf.say('Transcript')}",
            (),
            maker(item),
        )
        for item in project.media
        if item.cues
    ]


def _page_maker(shelf: Shelf, project: Project, item: MediaItem, number: int) -> Callable[[], ItemPage]:
    def anchor(position: int) -> Anchor | None:
        if not 0 <= position < len(item.pictures):
            return None
        return Anchor(label=_page_title(shelf, item, position), href=urls.leaf(project.id, item.id, position + 1))

    def make() -> ItemPage:
        view = media_view(shelf, project, item)
        return ItemPage(
            card=shelf.card(project.id),
            item=replace(view, title=_page_title(shelf, item, number), pictures=view.pictures[number : number + 1], kind="image"),
            picture=view.pictures[number],
            previous=anchor(number - 1),
            next=anchor(number + 1),
            position=number + 1,
            of=len(item.pictures),
        )

    return make


def _page_title(shelf: Shelf, item: MediaItem, number: int) -> str:
    page = " ".join((shelf.say("Page"), str(number + 1)))
    return f"{item.title}, {page}" if item.title else page


def _title(item: MediaItem, position: int) -> str:
    return item.title or (_alt(item.pictures[0]) if item.pictures else "") or str(position + 1)


def _alt(picture: Picture) -> str:
    return "" if picture.decorative else picture.alt

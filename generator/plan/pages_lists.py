"""The outputs of lists of works: all of them, of mediums, roles, tags, years, cut into pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.later import later
from generator.model.site import INDEXES, Output, TemplatePage
from generator.plan import list_views, urls, words
from generator.plan.describe import list_json_ld, list_metas
from generator.plan.feeds import feed_outputs
from generator.plan.heads import feed_anchors, feed_links
from generator.plan.views import Anchor, IndexPage, ListPage, WaysView
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.config import FeedFormat
    from generator.plan.heads import Heads
    from generator.plan.shelf import Shelf
    from generator.plan.views import PageHead, View

Feeds = tuple[tuple[str, str, str], ...]
FAMILIES = {"works": "projects/", "medium": "medium/", "role": "roles/", "tag": "tags/", "year": "years/"}
"""Kinds of lists with the addresses they lie below."""


def list_path(kind: str, key: str) -> str:
    """The address of a list."""
    return f"{FAMILIES[kind]}{key}/" if key else FAMILIES[kind]


def list_name(kind: str, key: str) -> str:
    """The list in the index of the anthology."""
    return f"{kind} {key}" if key else kind


def list_page(shelf: Shelf, heads: Heads, kind: str, key: str, number: str) -> Iterator[Output]:
    """One page of a list of works; number 0 is its own address."""
    path = list_path(kind, key)
    one = list_views.slice_of(shelf, list_name(kind, key), path, number)
    label, introduction = labelled(shelf, kind, key)
    trail = _trail(shelf, kind, label, path)
    feeds = list_feeds(shelf, kind, key, label)
    own = one.cut.number == 0

    def make() -> tuple[PageHead, View]:
        title = label if own else list_views.page_title(shelf, label, one.cut.number)
        head = heads.head(
            one.cut.path,
            "list",
            title,
            trail=trail,
            feeds=feeds,
            metas=later(list_metas, shelf, one.cut.path, title),
            json_ld=later(list_json_ld, shelf, one.cut.path, title, trail, one.works),
            previous=one.cut.pager.newer if one.cut.pager else "",
            following=one.cut.pager.older if one.cut.pager else "",
        )
        view = ListPage(
            heading=label,
            introduction=introduction,
            cards=tuple(shelf.card(work) for work in one.works),
            total=one.total,
            pager=one.cut.pager,
            ways=list_views.ways(shelf) if own and kind == "works" else (),
            feeds=feed_links(feeds) if own else (),
        )
        return head, view

    yield Output(urls.file(one.cut.path), INDEXES, TemplatePage("list.html", make), indexed=True)


def list_feed(shelf: Shelf, kind: str, key: str) -> Iterator[Output]:
    """The feeds of one list; that of all works is the site's."""
    label, _ = labelled(shelf, kind, key)
    path = list_path(kind, key)
    name = f"{label}: {shelf.config.site.title}"
    yield from feed_outputs(shelf, path, _formats(shelf, kind), kind, key, name, lambda: shelf.index(list_name(kind, key)))


def site_feed(shelf: Shelf) -> Iterator[Output]:
    """The feeds of everything that is no part of something else."""
    site = shelf.config.site

    def wholes() -> Iterator[str]:
        return (key for key in shelf.index("works") if not shelf.brief(key).is_part)

    yield from feed_outputs(shelf, "", shelf.config.feeds.site, "site", "", site.title, wholes, description=site.tagline)


def list_feeds(shelf: Shelf, kind: str, key: str, label: str) -> Feeds:
    """Format, path, title of the feeds that a list's page names."""
    title = shelf.config.site.title
    if kind == "works":
        return feed_anchors("", shelf.config.feeds.site, title)
    return feed_anchors(list_path(kind, key), _formats(shelf, kind), f"{label}: {title}")


def index_page(shelf: Shelf, heads: Heads, kind: str) -> Iterator[Output]:
    """All mediums, roles, tags or years."""
    path = FAMILIES[kind]
    heading = _headings(shelf)[kind]
    groups = _groups(shelf, kind)

    def make() -> tuple[PageHead, View]:
        head = heads.head(
            path,
            "index",
            heading,
            trail=((heading, path),),
            metas=later(list_metas, shelf, path, heading),
            json_ld=later(list_json_ld, shelf, path, heading, ((heading, path),)),
        )
        return head, IndexPage(heading=heading, groups=groups)

    yield Output(urls.file(path), INDEXES, TemplatePage("index.html", make), indexed=True)


@made("labelled")
def labelled(shelf: Shelf, kind: str, key: str) -> tuple[str, str]:
    """What a list is called, with a sentence on it."""
    match kind:
        case "medium":
            return list_views.plural_name(shelf, key), ""
        case "tag":
            return list_views.tag_name(shelf, key), ""
        case "year":
            return key, ""
        case "role":
            role, count = next((role, count) for role, count in shelf.roles() if role.slug == key)
            return role.name, shelf.say("Credited to %(people)s.").replace("%(people)s", shelf.count(count, "person", "people"))
        case _:
            return shelf.say("Works"), ""


def _headings(shelf: Shelf) -> dict[str, str]:
    return {"medium": shelf.say("Mediums"), "role": shelf.say("Roles"), "tag": shelf.say("Tags"), "year": shelf.say("Years")}


def _trail(shelf: Shelf, kind: str, label: str, path: str) -> tuple[tuple[str, str], ...]:
    if kind == "works":
        return ((label, path),)
    return ((_headings(shelf)[kind], FAMILIES[kind]), (label, path))


def _formats(shelf: Shelf, kind: str) -> Sequence[FeedFormat]:
    feeds = shelf.config.feeds
    return {"medium": feeds.mediums, "role": feeds.roles, "tag": feeds.tags, "year": feeds.years}[kind]


def _groups(shelf: Shelf, kind: str) -> tuple[WaysView, ...]:
    match kind:
        case "role":
            return list_views.role_groups(shelf)
        case "tag":
            groups: dict[str, list[Anchor]] = {}
            for anchor in list_views.tag_anchors(shelf):
                groups.setdefault(words.letter(anchor.label), []).append(anchor)
            return tuple(WaysView(heading=letter, links=tuple(links)) for letter, links in groups.items())
        case _:
            anchors = list_views.mediums(shelf) if kind == "medium" else list_views.years(shelf)
            return (WaysView(heading="", links=anchors),) if anchors else ()

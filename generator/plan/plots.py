"""The site in plots: small groups of outputs that are made of the same facts, each with a key like "work lantern"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.feed import Feed
from generator.plan import pages_site
from generator.plan.catalogues import catalogue_files
from generator.plan.changes import change_outputs
from generator.plan.credited import list_plots
from generator.plan.feeds import NO_DATE, entry, roles_url
from generator.plan.list_views import numbered_pages
from generator.plan.media_outputs import collection_media, contributor_media, page_media, project_media
from generator.plan.opds import medium_catalogue
from generator.plan.pages_collections import collection, collections
from generator.plan.pages_lists import FAMILIES, index_page, list_feed, list_name, list_page, site_feed
from generator.plan.pages_machine import feeds_page, small_files
from generator.plan.pages_people import contributor, contributor_list
from generator.plan.pages_works import withdrawn, work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model.config import Config
    from generator.model.site import Output
    from generator.model.tracking import Key
    from generator.plan.heads import Heads
    from generator.plan.release import Release
    from generator.plan.shelf import Shelf

MEDIA = "media"
"""How the keys of plots begin that are made of pictures, recordings, films."""
SPECIAL = frozenset({"sitemap", "assets", "plugins"})
"""Plots that are made when all others are."""
_ORDER = ("project", "work", "withdrawn", "contributor", "collection", "page")
_INDEXES = ("medium", "role", "tag", "year")
_SINGLE = {
    "home": "home",
    "search": "search",
    "search-index": "search",
    "changes": "changes",
    "not-found": "not-found",
    "feeds": "feeds",
    "small-files": "",
}
"""Plots of one page, with the kind of page."""


def media_plots(release: Release) -> Iterator[Key]:
    """Every plot of media files, in the order of their making."""
    yield from (f"{MEDIA} project {key}" for key in sorted(release.projects))
    yield from (f"{MEDIA} contributor {key}" for key in sorted(release.contributors))
    yield from (f"{MEDIA} collection {key}" for key in release.collections)
    yield from (f"{MEDIA} page {key}" for key in release.pages)


def page_plots(release: Release, config: Config, makes: tuple[str, ...]) -> Iterator[Key]:
    """Every other plot of which the theme makes something; feeds are made as the configuration says."""
    postings = release.postings
    records = (
        ("work", "project", sorted(release.projects)),
        ("withdrawn", "project", sorted(release.withdrawn)),
        ("contributor", "contributor", sorted(release.shown)),
        ("collection", "collection", release.collections),
        ("page", "pages", release.pages),
    )
    for name, kind, keys in records:
        if kind in makes:
            yield from (f"{name} {key}" for key in keys)
    if "contributor" in makes:
        for key in sorted(release.shown):
            yield from list_plots(release, config, makes, key)
    cards, lines = config.pagination.cards, config.pagination.lines
    for kind in FAMILIES:
        for key in sorted(postings.names(kind)) if kind != "works" else ("",):
            yield f"list-feed {kind} {key}" if key else "site-feed"
            pages = numbered_pages(postings.count(list_name(kind, key)), cards)
            if (kind if key else "projects") in makes:
                yield from (f"list {kind} {key} {number}" for number in range(pages + 1))
    yield from (f"index {kind}" for kind in _INDEXES if f"{kind}s" in makes)
    if "collections" in makes:
        yield from (f"collections {number}" for number in range(numbered_pages(len(release.collections), cards) + 1))
    if "contributors" in makes:
        yield from (f"people {number}" for number in range(1, max(1, -(-len(release.shown) // lines)) + 1))
    yield "catalogues"
    if config.catalogues.opds:
        yield from (f"opds {key}" for key in sorted(postings.names("medium")))
    yield from (name for name, kind in _SINGLE.items() if not kind or kind in makes)


def in_order(keys: Iterable[Key], *, media: bool) -> list[Key]:
    """Those of media files, or all others but what is made when all else is, in the order of their making."""
    chosen = [key for key in keys if key.startswith(f"{MEDIA} ") == media and key not in SPECIAL]
    ranks = {name: rank for rank, name in enumerate(_ORDER)}

    def rank(key: Key) -> tuple[int, str]:
        words = key.split(" ", 2)
        return ranks.get(words[1] if media else words[0], len(ranks)), key

    return sorted(chosen, key=rank)


def make_shared(shelf: Shelf, works: Iterable[str]) -> Feed:
    """Makes what many plots show of these works, before the plots are divided among processes: else each would make it.

    Returned is a feed of everything, with no entries where there are no feeds; it is not published.
    """
    feeds, site = shelf.config.feeds, shelf.config.site
    entries = []
    announced = any((feeds.site, feeds.contributors, feeds.collections, feeds.mediums, feeds.tags, feeds.roles, feeds.years))
    listed = set(shelf.index("works"))
    for key in works:
        shelf.card(key)
        if key in listed:
            shelf.credits(key)
            if announced and shelf.brief(key).released:
                entries.append(entry(shelf, key))
    return Feed(
        id=site.url,
        title=site.title,
        link=site.url,
        self_url=site.url,
        language=site.language,
        updated=NO_DATE,
        entries=tuple(entries),
        roles_url=roles_url(shelf),
        podcast=False,
    )


def outputs_of(key: Key, shelf: Shelf, heads: Heads) -> Iterator[Output]:
    """The outputs of one plot; whatever is read on the way is noted by the shelf."""
    match key.split(" "):
        case ["media", "project", name]:
            return project_media(shelf, name)
        case ["media", "contributor", name]:
            return contributor_media(shelf, name)
        case ["media", "collection", name]:
            return collection_media(shelf, name)
        case ["media", "page", name]:
            return page_media(shelf, name)
        case ["work", name]:
            return work(shelf, heads, name)
        case ["withdrawn", name]:
            return withdrawn(shelf, heads, name)
        case ["contributor", name]:
            return contributor(shelf, heads, name)
        case ["contributor-list", name, kind, slug, number]:
            return contributor_list(shelf, heads, name, kind, slug, number)
        case ["collection", name]:
            return collection(shelf, heads, name)
        case ["page", name]:
            return pages_site.text_page(shelf, heads, name)
        case ["list", kind, name, number]:
            return list_page(shelf, heads, kind, name, number)
        case ["list-feed", kind, name]:
            return list_feed(shelf, kind, name)
        case ["opds", medium]:
            return medium_catalogue(shelf, medium)
        case ["index", kind]:
            return index_page(shelf, heads, kind)
        case ["collections", number]:
            return collections(shelf, heads, number)
        case ["people", number]:
            return pages_site.people_page(shelf, heads, number)
        case [name]:
            return _single(name, shelf, heads)
        case _:
            raise KeyError(key)


def _single(name: str, shelf: Shelf, heads: Heads) -> Iterator[Output]:
    match name:
        case "home":
            return pages_site.home(shelf, heads)
        case "site-feed":
            return site_feed(shelf)
        case "search":
            return pages_site.search(shelf, heads)
        case "search-index":
            return pages_site.search_index(shelf)
        case "catalogues":
            return catalogue_files(shelf)
        case "changes":
            return change_outputs(shelf)
        case "not-found":
            return pages_site.not_found(shelf, heads)
        case "feeds":
            return feeds_page(shelf, heads)
        case "small-files":
            return small_files(shelf)
        case _:
            raise KeyError(name)

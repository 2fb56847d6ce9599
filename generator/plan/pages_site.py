"""The outputs that there is one of: home, people A to Z, search, the site's own texts, what is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.later import later
from generator.model.site import FEEDS, INDEXES, PAGES, DataFile, Output, TemplatePage
from generator.plan import list_views, urls
from generator.plan.data import search_data
from generator.plan.describe import list_json_ld, list_metas
from generator.plan.heads import feed_anchors
from generator.plan.opds import MIME as OPDS_TYPE
from generator.plan.opds import ROOT as OPDS
from generator.plan.redirects import page_redirects
from generator.plan.shelf import excerpt
from generator.plan.views import Anchor, NotFoundPage, SearchPage, TextPageView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.plan.heads import Heads
    from generator.plan.shelf import Shelf
    from generator.plan.views import PageHead, View


def home(shelf: Shelf, heads: Heads) -> Iterator[Output]:
    """/"""
    site = shelf.config.site

    def make() -> tuple[PageHead, View]:
        head = heads.head(
            "",
            "home",
            site.title,
            description=site.tagline or "",
            feeds=feed_anchors("", shelf.config.feeds.site, site.title),
            also=((OPDS_TYPE, OPDS, "OPDS"),) if shelf.config.catalogues.opds else (),
            metas=later(list_metas, shelf, "", site.title),
            json_ld=later(list_json_ld, shelf, "", site.title, ()),
        )
        return head, list_views.home_page(shelf)

    yield Output("index.html", INDEXES, TemplatePage("home.html", make), indexed=True)


def people_page(shelf: Shelf, heads: Heads, number: str) -> Iterator[Output]:
    """/contributors/ or one of its further pages; the first is number 1."""
    path = "contributors/"
    order = shelf.people()
    cut = list_views.straight_cuts(path, len(order), shelf.config.pagination.lines)[int(number) - 1]
    trail = ((shelf.say("People"), path),)

    def make() -> tuple[PageHead, View]:
        title = shelf.say("People") if cut.number == 1 else list_views.page_title(shelf, shelf.say("People"), cut.number)
        head = heads.head(
            cut.path,
            "contributors",
            title,
            trail=trail,
            metas=later(list_metas, shelf, cut.path, title),
            json_ld=later(list_json_ld, shelf, cut.path, title, trail),
            previous=cut.pager.newer if cut.pager else "",
            following=cut.pager.older if cut.pager else "",
        )
        return head, list_views.contributors_page(shelf, order, cut, list_views.letters(shelf))

    yield Output(urls.file(cut.path), INDEXES, TemplatePage("contributors.html", make), indexed=True)


def search(shelf: Shelf, heads: Heads) -> Iterator[Output]:
    """/search/"""
    path = "search/"

    def make() -> tuple[PageHead, View]:
        trail = ((shelf.say("Search"), path),)
        head = heads.head(
            path,
            "search",
            shelf.say("Search"),
            trail=trail,
            metas=later(list_metas, shelf, path, shelf.say("Search")),
            json_ld=later(list_json_ld, shelf, path, shelf.say("Search"), trail),
        )
        view = SearchPage(index="search/index.json", letters=list_views.letters(shelf), ways=list_views.ways(shelf))
        return head, view

    yield Output(urls.file(path), INDEXES, TemplatePage("search.html", make), indexed=True)


def search_index(shelf: Shelf) -> Iterator[Output]:
    """/search/index.json"""
    yield Output("search/index.json", FEEDS, DataFile(lambda: search_data(shelf)))


def text_page(shelf: Shelf, heads: Heads, key: str) -> Iterator[Output]:
    """One of the site's own texts, with its old addresses."""
    page = shelf.published.pages[key]
    path = urls.page(key)

    def make() -> tuple[PageHead, View]:
        described = page.summary or excerpt(page.text.text)
        trail = ((page.title, path),)
        head = heads.head(
            path,
            "page",
            page.title,
            trail=trail,
            description=described,
            language=page.language,
            metas=later(list_metas, shelf, path, page.title, described),
            json_ld=later(list_json_ld, shelf, path, page.title, trail),
        )
        return head, TextPageView(title=page.title, text=page.text)

    yield Output(urls.file(path), PAGES, TemplatePage("text_page.html", make), page.source, indexed=True)
    yield from page_redirects(heads, page)


def not_found(shelf: Shelf, heads: Heads) -> Iterator[Output]:
    """/404.html"""

    def make() -> tuple[PageHead, View]:
        links = tuple(
            Anchor(label=shelf.say(label), href=href)
            for label, href in (("Works", "projects/"), ("People", "contributors/"), ("Search", "search/"))
        )
        head = heads.head("404.html", "not-found", shelf.say("Nothing stands here"), anywhere=True, noindex=True, canonical="")
        return head, NotFoundPage(ways=links)

    yield Output("404.html", PAGES, TemplatePage("not_found.html", make))

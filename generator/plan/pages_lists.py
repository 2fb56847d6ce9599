"""The outputs of lists: home, all works, mediums, roles, tags, years, collections, people A to Z, search, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.site import FEEDS, INDEXES, PAGES, DataFile, Output, TemplatePage
from generator.plan import list_views, urls, words
from generator.plan.data import changes_data, search_data
from generator.plan.describe import list_json_ld, list_metas
from generator.plan.feeds import feed_outputs
from generator.plan.heads import feed_anchors, feed_links
from generator.plan.pages_collections import collection_outputs, list_feeds
from generator.plan.shelf import excerpt
from generator.plan.views import (
    Anchor,
    IndexPage,
    ListPage,
    NotFoundPage,
    SearchPage,
    TextPageView,
    WaysView,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.model.anthology import Project, TextPage
    from generator.plan.heads import Heads
    from generator.plan.shelf import Shelf
    from generator.plan.views import PageHead, View

Maker = "Callable[[], tuple[PageHead, View]]"
Feeds = tuple[tuple[str, str, str], ...]


def list_outputs(shelf: Shelf, heads: Heads, *, portable: bool) -> Iterator[Output]:
    """All pages that are about more than one thing."""
    title = shelf.config.site.title
    works = shelf.cards_in_lists
    site_feeds = feed_anchors("", shelf.config.feeds.site, title)
    yield _home(shelf, heads, site_feeds)
    yield from feed_outputs(
        shelf,
        "",
        shelf.config.feeds.site,
        "site",
        "",
        title,
        lambda: (project for project in works if not project.part_of),
        description=shelf.config.site.tagline,
    )
    yield from _works(
        shelf,
        heads,
        "projects/",
        shelf.say("Works"),
        works,
        ((shelf.say("Works"), "projects/"),),
        site_feeds,
        ways=list_views.ways(shelf),
    )
    yield from _mediums(shelf, heads)
    yield from _roles(shelf, heads)
    yield from _tags(shelf, heads)
    yield from _years(shelf, heads)
    yield from collection_outputs(shelf, heads)
    yield from _people(shelf, heads)
    yield from _search(shelf, heads, portable=portable)
    for page in shelf.published.pages.values():
        yield _text_page(shelf, heads, page)
    yield Output("changes.json", INDEXES, DataFile(lambda: changes_data(shelf.published, shelf.config.site.url)))
    links = tuple(
        Anchor(label=label, href=href)
        for label, href in (
            (shelf.say("Works"), "projects/"),
            (shelf.say("People"), "contributors/"),
            (shelf.say("Search"), "search/"),
        )
    )
    yield Output(
        "404.html",
        PAGES,
        TemplatePage(
            "not_found.html",
            lambda: (
                heads.head("404.html", "not-found", "Not found", anywhere=True, noindex=True, canonical=""),
                NotFoundPage(ways=links),
            ),
        ),
    )


def _home(shelf: Shelf, heads: Heads, feeds: Feeds) -> Output:
    site = shelf.config.site

    def make() -> tuple[PageHead, View]:
        head = heads.head(
            "",
            "home",
            site.title,
            description=site.tagline or "",
            feeds=feeds,
            metas=list_metas(shelf, "", site.title),
            json_ld=list_json_ld(shelf, "", site.title, ()),
        )
        return head, list_views.home_page(shelf)

    return Output("index.html", INDEXES, TemplatePage("home.html", make), indexed=True)


def _works(
    shelf: Shelf,
    heads: Heads,
    path: str,
    heading: str,
    projects: Sequence[Project],
    trail: tuple[tuple[str, str], ...],
    feeds: Feeds = (),
    *,
    introduction: str = "",
    ways: tuple[WaysView, ...] = (),
) -> Iterator[Output]:
    """A list of works, cut into pages."""
    anchors = feed_links(feeds)

    def maker(cut: list_views.Cut) -> Callable[[], tuple[PageHead, View]]:
        def make() -> tuple[PageHead, View]:
            own = cut.number == 0
            title = heading if own else f"{heading}, page {cut.number}"
            head = heads.head(
                cut.path,
                "list",
                title,
                trail=trail,
                feeds=feeds,
                metas=list_metas(shelf, cut.path, title),
                json_ld=list_json_ld(shelf, cut.path, title, trail, projects[cut.start : cut.stop]),
                previous=cut.pager.newer if cut.pager else "",
                following=cut.pager.older if cut.pager else "",
            )
            view = ListPage(
                heading=heading,
                introduction=introduction,
                cards=tuple(shelf.card(project) for project in projects[cut.start : cut.stop]),
                total=len(projects) if own else None,
                pager=cut.pager,
                ways=ways if own else (),
                feeds=anchors if own else (),
            )
            return head, view

        return make

    for cut in list_views.cuts(path, len(projects), shelf.config.pagination.cards):
        yield Output(urls.file(cut.path), INDEXES, TemplatePage("list.html", maker(cut)), indexed=True)


def _index(shelf: Shelf, heads: Heads, path: str, heading: str, groups: tuple[WaysView, ...]) -> Output:
    def make() -> tuple[PageHead, View]:
        head = heads.head(
            path,
            "index",
            heading,
            trail=((heading, path),),
            metas=list_metas(shelf, path, heading),
            json_ld=list_json_ld(shelf, path, heading, ((heading, path),)),
        )
        return head, IndexPage(heading=heading, groups=groups)

    return Output(urls.file(path), INDEXES, TemplatePage("index.html", make), indexed=True)


def _mediums(shelf: Shelf, heads: Heads) -> Iterator[Output]:
    anchors = list_views.mediums(shelf)
    yield _index(shelf, heads, "medium/", shelf.say("Mediums"), (WaysView(heading="", links=anchors),) if anchors else ())
    for anchor in anchors:
        key = anchor.href.split("/")[1]
        projects = list_views.listed(shelf, lambda project, key=key: project.medium.id == key)
        feeds, outputs = list_feeds(shelf, anchor.href, shelf.config.feeds.mediums, "medium", key, anchor.label, projects)
        trail = ((shelf.say("Mediums"), "medium/"), (anchor.label, anchor.href))
        yield from _works(shelf, heads, anchor.href, anchor.label, projects, trail, feeds)
        yield from outputs


def _roles(shelf: Shelf, heads: Heads) -> Iterator[Output]:
    groups = list_views.role_groups(shelf)
    yield _index(shelf, heads, "roles/", shelf.say("Roles"), groups)
    by_role: dict[str, dict[str, Project]] = {}
    for project in shelf.published.projects.values():
        for credit in project.credits:
            by_role.setdefault(credit.role.slug, {})[project.id] = project
    for group in groups:
        for anchor in group.links:
            slug = anchor.href.split("/")[1]
            projects = tuple(by_role[slug].values())
            feeds, outputs = list_feeds(shelf, anchor.href, shelf.config.feeds.roles, "role", slug, anchor.label, projects)
            trail = ((shelf.say("Roles"), "roles/"), (anchor.label, anchor.href))
            people = f"{anchor.count} people" if anchor.count != 1 else "one person"
            yield from _works(
                shelf, heads, anchor.href, anchor.label, projects, trail, feeds, introduction=f"Credited to {people}."
            )
            yield from outputs


def _tags(shelf: Shelf, heads: Heads) -> Iterator[Output]:
    anchors = list_views.tag_anchors(shelf)
    groups: dict[str, list[Anchor]] = {}
    for anchor in anchors:
        groups.setdefault(words.letter(anchor.label), []).append(anchor)
    yield _index(
        shelf, heads, "tags/", "Tags", tuple(WaysView(heading=letter, links=tuple(links)) for letter, links in groups.items())
    )
    by_tag: dict[str, list[Project]] = {}
    for project in shelf.cards_in_lists:
        for tag in project.tags:
            by_tag.setdefault(tag.slug, []).append(project)
    for anchor in anchors:
        slug = anchor.href.split("/")[1]
        feeds, outputs = list_feeds(shelf, anchor.href, shelf.config.feeds.tags, "tag", slug, anchor.label, by_tag[slug])
        yield from _works(
            shelf,
            heads,
            anchor.href,
            anchor.label,
            by_tag[slug],
            ((shelf.say("Tags"), "tags/"), (anchor.label, anchor.href)),
            feeds,
        )
        yield from outputs


def _years(shelf: Shelf, heads: Heads) -> Iterator[Output]:
    anchors = list_views.years(shelf)
    yield _index(shelf, heads, "years/", shelf.say("Years"), (WaysView(heading="", links=anchors),) if anchors else ())
    for anchor in anchors:
        projects = list_views.listed(shelf, lambda project, year=anchor.label: project.year == year)
        feeds, outputs = list_feeds(shelf, anchor.href, shelf.config.feeds.years, "year", anchor.label, anchor.label, projects)
        yield from _works(
            shelf,
            heads,
            anchor.href,
            anchor.label,
            projects,
            ((shelf.say("Years"), "years/"), (anchor.label, anchor.href)),
            feeds,
        )
        yield from outputs


def _people(shelf: Shelf, heads: Heads) -> Iterator[Output]:
    path = "contributors/"
    order = list_views.people_in_order(shelf)
    pages = list_views.straight_cuts(path, len(order), shelf.config.pagination.lines)
    letters = list_views.letters(shelf, order, pages)
    trail = ((shelf.say("People"), path),)

    def maker(cut: list_views.Cut) -> Callable[[], tuple[PageHead, View]]:
        def make() -> tuple[PageHead, View]:
            title = "People" if cut.number == 1 else f"People, page {cut.number}"
            head = heads.head(
                cut.path,
                "contributors",
                title,
                trail=trail,
                metas=list_metas(shelf, cut.path, title),
                json_ld=list_json_ld(shelf, cut.path, title, trail),
                previous=cut.pager.newer if cut.pager else "",
                following=cut.pager.older if cut.pager else "",
            )
            return head, list_views.contributors_page(shelf, order, cut, letters)

        return make

    for cut in pages:
        yield Output(urls.file(cut.path), INDEXES, TemplatePage("contributors.html", maker(cut)), indexed=True)


def _search(shelf: Shelf, heads: Heads, *, portable: bool) -> Iterator[Output]:
    path = "search/"
    order = list_views.people_in_order(shelf)
    pages = list_views.straight_cuts("contributors/", len(order), shelf.config.pagination.lines)
    letters = list_views.letters(shelf, order, pages)

    def make() -> tuple[PageHead, View]:
        head = heads.head(
            path,
            "search",
            "Search",
            trail=((shelf.say("Search"), path),),
            metas=list_metas(shelf, path, "Search"),
            json_ld=list_json_ld(shelf, path, "Search", ((shelf.say("Search"), path),)),
        )
        return head, SearchPage(index="search/index.json", letters=letters, ways=list_views.ways(shelf))

    yield Output(urls.file(path), INDEXES, TemplatePage("search.html", make), indexed=True)
    yield Output("search/index.json", FEEDS, DataFile(lambda: search_data(shelf, portable=portable)))


def _text_page(shelf: Shelf, heads: Heads, page: TextPage) -> Output:
    path = urls.page(page.id)

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
            metas=list_metas(shelf, path, page.title, described),
            json_ld=list_json_ld(shelf, path, page.title, trail),
        )
        return head, TextPageView(title=page.title, text=page.text)

    return Output(urls.file(path), PAGES, TemplatePage("text_page.html", make), page.source, indexed=True)

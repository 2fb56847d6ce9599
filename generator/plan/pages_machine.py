"""The outputs made for machines: sitemap, robots, list of feeds, web manifest, humans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.site import FEEDS, INDEXES, PAGES, DataFile, Output, TemplatePage
from generator.plan import urls
from generator.plan.colours import scheme_colours
from generator.plan.describe import list_json_ld, list_metas
from generator.plan.heads import FEED_FILES, FEED_NAMES
from generator.plan.list_views import mediums, people_in_order, role_groups, tag_anchors, years
from generator.plan.machine import ManifestIcon, OpmlFeed, SitemapUrl, humans, opml, robots, sitemap, webmanifest
from generator.plan.views import Anchor, FeedsPage, WaysView
from generator.plan.words import direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.theme import Theme
    from generator.plan.heads import Heads
    from generator.plan.shelf import Shelf
    from generator.plan.views import PageHead, View

_SHOWN = 60
_OPML = "feeds/feeds.opml"


def machine_outputs(shelf: Shelf, heads: Heads, theme: Theme, outputs: tuple[Output, ...], *, preview: bool) -> Iterator[Output]:
    """What is made once everything else is known."""
    site = shelf.config.site
    yield _feeds_page(shelf, heads)
    yield Output(_OPML, FEEDS, DataFile(lambda: opml(site.title, _opml_feeds(shelf))))
    yield Output("robots.txt", INDEXES, DataFile(lambda: robots(site.url, preview=preview).encode()))
    if not preview:
        for name, data in sitemap(_sitemap_urls(shelf, outputs), site.url).items():
            yield Output(name, INDEXES, DataFile(_constant(data)))
    yield Output("humans.txt", INDEXES, DataFile(lambda: _humans(shelf)))
    yield Output("site.webmanifest", INDEXES, DataFile(lambda: _webmanifest(shelf, theme)))


def _constant(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _groups(shelf: Shelf) -> Iterator[tuple[str, str, list[tuple[str, str, list[str]]]]]:
    """Heading, what it is, and title, address, formats of each feed."""
    feeds = shelf.config.feeds
    published = shelf.published
    yield "Everything", "", [(shelf.config.site.title, "", list(feeds.site))]
    yield (
        "Albums, series, magazines",
        "",
        [
            (published.projects[key].title, urls.project(key), list(feeds.wholes))
            for key in shelf.parts
            if key in published.projects
        ],
    )
    yield (
        "Collections",
        "",
        [(one.title, urls.collection(one.id), list(feeds.collections)) for one in published.collections.values()],
    )
    yield "Mediums", "", [(one.label, one.href, list(feeds.mediums)) for one in mediums(shelf)]
    yield "Tags", "", [(one.label, one.href, list(feeds.tags)) for one in tag_anchors(shelf)]
    yield "Roles", "", [(one.label, one.href, list(feeds.roles)) for group in role_groups(shelf) for one in group.links]
    yield "Years", "", [(one.label, one.href, list(feeds.years)) for one in years(shelf)]
    people = [key for key in people_in_order(shelf) if published.contributors[key].page == "full"]
    yield "People", "", [(published.contributors[key].name, urls.contributor(key), list(feeds.contributors)) for key in people]


def _feeds_page(shelf: Shelf, heads: Heads) -> Output:
    path = "feeds/"

    def make() -> tuple[PageHead, View]:
        groups = []
        for heading, _, feeds in _groups(shelf):
            shown = [feed for feed in feeds if feed[2]]
            if not shown:
                continue
            links = tuple(
                Anchor(
                    label=f"{title} ({FEED_NAMES[form]})" if len(formats) > 1 else title,
                    href=address + FEED_FILES[form],
                    type=FEED_NAMES[form],
                )
                for title, address, formats in shown[:_SHOWN]
                for form in formats
            )
            more = {"People": "contributors/", "Tags": "tags/", "Roles": "roles/"}.get(heading, "") if len(shown) > _SHOWN else ""
            groups.append(WaysView(heading=heading, links=links, more=more))
        trail = ((shelf.say("Feeds"), path),)
        head = heads.head(
            path,
            "feeds",
            "Feeds",
            trail=trail,
            metas=list_metas(shelf, path, "Feeds"),
            json_ld=list_json_ld(shelf, path, "Feeds", trail),
        )
        return head, FeedsPage(groups=tuple(groups), opml=_OPML)

    return Output(urls.file(path), PAGES, TemplatePage("feeds.html", make), indexed=True)


def _opml_feeds(shelf: Shelf) -> Iterator[OpmlFeed]:
    site = shelf.config.site.url
    for heading, _, feeds in _groups(shelf):
        for title, address, formats in feeds:
            form = next((one for one in ("rss", "atom") if one in formats), None)
            if form is not None:
                yield OpmlFeed(title=title, xml_url=site + address + FEED_FILES[form], html_url=site + address, group=heading)


def _sitemap_urls(shelf: Shelf, outputs: tuple[Output, ...]) -> Iterator[SitemapUrl]:
    site = shelf.config.site.url
    published = shelf.published
    for output in outputs:
        if not output.indexed:
            continue
        path = output.path.removesuffix("index.html")
        images: tuple[str, ...] = ()
        alternates: tuple[tuple[str, str], ...] = ()
        pieces = path.split("/")
        project = published.projects.get(pieces[1]) if len(pieces) == 3 and pieces[0] == "projects" else None
        if project is not None:
            social = shelf.pictures.social(project.cover) if project.cover is not None else None
            images = (site + social[0],) if social else ()
            others = shelf.translations(project)
            if others:
                alternates = tuple((one.language, site + urls.project(one.id)) for one in (project, *others))
        yield SitemapUrl(loc=urls.absolute(site, path), lastmod=output.changed, images=images, alternates=alternates)


def _humans(shelf: Shelf) -> bytes:
    editor = shelf.config.site.editor
    site = shelf.config.site
    people = [shelf.published.contributors[key].name for key in people_in_order(shelf)][:500]
    text = humans(
        site.title,
        site.url,
        editor=(editor.name or "") if editor else "",
        editor_url=(editor.url or "") if editor else "",
        people=people,
        credits_url=f"{site.url}contributors/",
        language=site.language,
    )
    return text.encode()


def _webmanifest(shelf: Shelf, theme: Theme) -> bytes:
    site = shelf.config.site
    icons = (
        ManifestIcon(src="icon-192.png", side_px=192),
        ManifestIcon(src="icon-512.png", side_px=512),
        ManifestIcon(src="icon-maskable-512.png", side_px=512, maskable=True),
    )
    return webmanifest(
        site.title,
        description=site.tagline or "",
        language=site.language,
        direction=direction(site.language),
        theme_colour=scheme_colours(theme)[0]["accent-light"],
        background_colour=theme.backgrounds.light,
        icons=icons,
    )

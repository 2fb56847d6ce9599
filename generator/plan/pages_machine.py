"""The outputs made for machines: sitemap, robots, list of feeds, web manifest, humans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.later import later
from generator.model.site import FEEDS, INDEXES, PAGES, DataFile, Output, TemplatePage
from generator.plan import urls, words
from generator.plan.changes import CHANGE_FEEDS
from generator.plan.colours import scheme_colours
from generator.plan.describe import list_json_ld, list_metas
from generator.plan.feeds import STYLE, feed_style, moment
from generator.plan.heads import FEED_FILES, FEED_NAMES
from generator.plan.list_views import mediums, role_groups, tag_anchors, years
from generator.plan.machine import (
    ManifestIcon,
    OpmlFeed,
    SitemapUrl,
    SitemapVideo,
    humans,
    opml,
    robots,
    sitemap,
    sitemap_entry,
    webmanifest,
)
from generator.plan.views import Anchor, FeedsPage, WaysView
from generator.plan.ways import made
from generator.plan.words import direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from generator.model.config import FeedFormat
    from generator.plan.heads import Heads
    from generator.plan.shelf import Shelf
    from generator.plan.views import PageHead, View

_SHOWN = 60
_THANKED = 500
_OPML = "feeds/feeds.opml"
_CHANGES = "changes"


def _groups(shelf: Shelf) -> Iterator[tuple[str, list[tuple[str, str, list[FeedFormat]]]]]:
    """Heading, what it is, and title, address, formats of each feed."""
    feeds = shelf.config.feeds
    everything = [(shelf.config.site.title, "", list(feeds.site))]
    if shelf.makes("changes"):
        everything.append((shelf.say("Changes"), _CHANGES, list(feeds.changes)))
    yield "Everything", everything
    wholes = [key for key in shelf.names("parts") if key in shelf.published.projects]
    named = sorted(((shelf.brief(key).title, key) for key in wholes), key=lambda pair: (words.script_key(pair[0]), pair[1]))
    yield "Albums, series, magazines", [(title, urls.project(key), list(feeds.wholes)) for title, key in named]
    collections = [(shelf.published.collections[key].title, urls.collection(key)) for key in shelf.collection_ids()]
    yield "Collections", [(title, address, list(feeds.collections)) for title, address in collections]
    yield "Mediums", [(one.label, one.href, list(feeds.mediums)) for one in mediums(shelf)]
    yield "Tags", [(one.label, one.href, list(feeds.tags)) for one in tag_anchors(shelf)]
    yield "Roles", [(one.label, one.href, list(feeds.roles)) for group in role_groups(shelf) for one in group.links]
    yield "Years", [(one.label, one.href, list(feeds.years)) for one in years(shelf)]
    people = [(name, urls.contributor(key)) for key in shelf.people() if (name := _feed_name(shelf, key))]
    yield "People", [(name, address, list(feeds.contributors)) for name, address in people]


@made("feed_name")
def _feed_name(shelf: Shelf, key: str) -> str:
    person = shelf.published.contributors[key]
    return person.name if person.page == "full" else ""


def feeds_page(shelf: Shelf, heads: Heads) -> Iterator[Output]:
    """/feeds/ with its OPML."""
    path = "feeds/"

    def make() -> tuple[PageHead, View]:
        groups = []
        for heading, feeds in _groups(shelf):
            shown = [feed for feed in feeds if feed[2]]
            if not shown:
                continue
            links = tuple(
                Anchor(
                    label=f"{title} ({FEED_NAMES[form]})" if len(formats) > 1 else title,
                    href=_file(address, form),
                    type=FEED_NAMES[form],
                )
                for title, address, formats in shown[:_SHOWN]
                for form in formats
            )
            more = {"People": "contributors/", "Tags": "tags/", "Roles": "roles/"}.get(heading, "") if len(shown) > _SHOWN else ""
            groups.append(WaysView(heading=shelf.say(heading), links=links, more=more))
        trail = ((shelf.say("Feeds"), path),)
        head = heads.head(
            path,
            "feeds",
            shelf.say("Feeds"),
            trail=trail,
            metas=later(list_metas, shelf, path, shelf.say("Feeds")),
            json_ld=later(list_json_ld, shelf, path, shelf.say("Feeds"), trail),
        )
        return head, FeedsPage(groups=tuple(groups), opml=_OPML)

    yield Output(urls.file(path), PAGES, TemplatePage("feeds.html", make), indexed=True)
    if feed_style(shelf, path):
        yield Output(STYLE, FEEDS, DataFile(lambda: _style(shelf)))
    yield Output(_OPML, FEEDS, DataFile(lambda: opml(shelf.config.site.title, _opml_feeds(shelf))))


def _file(address: str, form: FeedFormat) -> str:
    return CHANGE_FEEDS[form] if address == _CHANGES else address + FEED_FILES[form]


def _html(site: str, address: str) -> str:
    return site if address == _CHANGES else site + address


def _style(shelf: Shelf) -> bytes:
    """The theme's style sheet for feeds, with the site's colour and language."""
    shelf.tracker.note("assets")
    said = shelf.say("This is a feed. Copy its address into a feed reader or a podcast app, and what is new comes to you.")
    colours = scheme_colours(shelf.theme)[0]
    escaped = said.replace("\\", "\\\\").replace('"', '\\"')
    values = [f'--feed-intro:"{escaped}"', *(f"--{name}:{colours[name]}" for name in ("accent-light", "accent-dark"))]
    # @namespace has to come first, so what is set for it comes last.
    return shelf.theme.static["feed.css"] + f"\n:root{{{';'.join(values)}}}\n".encode()


def _opml_feeds(shelf: Shelf) -> Iterator[OpmlFeed]:
    site = shelf.config.site.url
    for heading, feeds in _groups(shelf):
        for title, address, formats in feeds:
            form = next((one for one in ("rss", "atom") if one in formats), None)
            if form is not None:
                yield OpmlFeed(
                    title=title, xml_url=site + _file(address, form), html_url=_html(site, address), group=shelf.say(heading)
                )


def sitemap_files(shelf: Shelf, pages: Iterable[tuple[str, str]]) -> Iterator[Output]:
    """The sitemap of all pages that may be found, given as pairs of output path with its lines."""
    if shelf.options.preview or not shelf.makes("sitemap"):
        return
    for name, data in sitemap((lines for _, lines in sorted(pages)), shelf.config.site.url).items():
        yield Output(name, INDEXES, DataFile(_constant(data)))


def sitemap_lines(shelf: Shelf, output: Output) -> str:
    """What the sitemap says of one page; nothing where there is no sitemap."""
    if shelf.options.preview or not shelf.makes("sitemap"):
        return ""
    return sitemap_entry(_sitemap_url(shelf, output.path, output.changed))


def _constant(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _sitemap_url(shelf: Shelf, file: str, changed: str) -> SitemapUrl:
    site = shelf.config.site.url
    path = file.removesuffix("index.html")
    pieces = path.split("/")
    images: tuple[str, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    videos: tuple[SitemapVideo, ...] = ()
    if len(pieces) == 3 and pieces[0] == "projects" and pieces[1]:
        images, alternates = _sitemap_more(shelf, pieces[1])
        videos = _sitemap_videos(shelf, pieces[1])
    return SitemapUrl(loc=urls.absolute(site, path), lastmod=changed, images=images, videos=videos, alternates=alternates)


def _sitemap_videos(shelf: Shelf, key: str) -> tuple[SitemapVideo, ...]:
    """The films of a work that have a picture: without one, search engines take none."""
    if key not in shelf.published.projects:
        return ()
    project = shelf.project(key)
    site = shelf.config.site
    found = []
    for item in project.media:
        picture = shelf.recordings.poster(item) or project.cover
        social = shelf.pictures.social(picture) if picture is not None else None
        if item.kind == "video" and item.file is not None and social is not None:
            found.append(
                SitemapVideo(
                    thumbnail=site.url + social[0],
                    title=item.title or project.title,
                    description=item.summary or project.summary or project.title,
                    content=site.url + shelf.recordings.files(item)[0].path,
                    duration_s=item.file.probe.duration_s or 0.0,
                    published=moment(project.released, site.timezone) if project.released else "",
                    tags=tuple(tag.name for tag in project.tags),
                )
            )
    return tuple(found)


def _sitemap_more(shelf: Shelf, key: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The picture of a work, its languages."""
    if key not in shelf.published.projects:
        return (), ()
    site = shelf.config.site.url
    likeness = shelf.likeness(shelf.project(key))
    social = shelf.pictures.social(likeness) if likeness is not None else None
    others = shelf.translations(key)
    languages = tuple((shelf.project(one).language, site + urls.project(one)) for one in (key, *others)) if others else ()
    return ((site + social[0],) if social else ()), languages


def small_files(shelf: Shelf) -> Iterator[Output]:
    """robots.txt, humans.txt, the web app manifest."""
    robots_text = robots(shelf.config.site.url, preview=shelf.options.preview)
    if shelf.makes("robots"):
        yield Output("robots.txt", INDEXES, DataFile(robots_text.encode))
    if shelf.makes("humans"):
        yield Output("humans.txt", INDEXES, DataFile(lambda: _humans(shelf)))
    if shelf.makes("webmanifest"):
        yield Output("site.webmanifest", INDEXES, DataFile(lambda: _webmanifest(shelf)))


def _humans(shelf: Shelf) -> bytes:
    editor = shelf.config.site.editor
    site = shelf.config.site
    people = [_thanked(shelf, key, face.name) for key in shelf.people()[:_THANKED] if (face := shelf.face(key)) is not None]
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


def _thanked(shelf: Shelf, key: str, name: str) -> str:
    """Someone with what they did most."""
    roles = ", ".join(shelf.contributor_card(key).roles)
    return f"{name}: {roles}" if roles else name


def _webmanifest(shelf: Shelf) -> bytes:
    site = shelf.config.site
    theme = shelf.theme
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

"""Small files that programs ask any site for: sitemap, robots.txt, OPML, humans.txt, web app manifest, oEmbed."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

import msgspec

from generator.plan.json_text import indented

if TYPE_CHECKING:
    from collections.abc import Iterable

URL_LIMIT: Final = 50_000
"""URLs in one sitemap. Source: sitemaps.org, protocol 0.9."""

SIZE_LIMIT_BYTES: Final = 50 * 1024 * 1024
"""Size of one sitemap, uncompressed."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_URLSET: Final = (
    f'{_DECLARATION}<urlset xmlns="{_NAMESPACE}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    ' xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_URLSET_END: Final = "</urlset>\n"


class SitemapVideo(msgspec.Struct, frozen=True, kw_only=True):
    """A film on a page; search engines want all but the last three."""

    thumbnail: str
    title: str
    description: str
    content: str
    duration_s: float = 0.0
    published: str = ""
    tags: tuple[str, ...] = ()


class SitemapUrl(msgspec.Struct, frozen=True, kw_only=True):
    """A page that may be found; `alternates` are pairs of language with URL, the page itself among them."""

    loc: str
    lastmod: str = ""
    """2025, 2025-11, 2025-11-02 or with a time: when what the page shows last changed."""
    images: tuple[str, ...] = ()
    videos: tuple[SitemapVideo, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()


class OpmlFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed in a list of feeds."""

    title: str
    xml_url: str
    html_url: str = ""
    description: str = ""
    language: str = ""
    group: str = ""
    """The heading it stands under."""


class ManifestIcon(msgspec.Struct, frozen=True, kw_only=True):
    """An icon for home screens; `maskable` where a mask may cut its corners."""

    src: str
    side_px: int
    mime: str = "image/png"
    maskable: bool = False


class OembedThumbnail(msgspec.Struct, frozen=True, kw_only=True):
    """The picture of an embedded page; oEmbed wants all three or none."""

    url: str
    width_px: int
    height_px: int


def sitemap(
    pages: Iterable[str], site_url: str, *, url_limit: int = URL_LIMIT, size_limit_bytes: int = SIZE_LIMIT_BYTES
) -> dict[str, bytes]:
    """The sitemap by file name: one file, or an index with as many as the limits ask for, in the order given.

    `pages` are what `sitemap_entry` says of each.

    Source: sitemaps.org, protocol 0.9; Google, image sitemaps and localised versions.
    """
    files: list[bytes] = []
    entries: list[bytes] = []
    start, end = _URLSET.encode(), _URLSET_END.encode()
    room_bytes = size_limit_bytes - len(start) - len(end)
    size_bytes = 0
    for lines in pages:
        entry = lines.encode()
        if entries and (len(entries) == url_limit or size_bytes + len(entry) > room_bytes):
            files.append(b"".join((start, *entries, end)))
            entries, size_bytes = [], 0
        entries.append(entry)
        size_bytes += len(entry)
    if entries or not files:
        files.append(b"".join((start, *entries, end)))
    if len(files) == 1:
        return {"sitemap.xml": files[0]}
    named = {f"sitemap-{number}.xml": file for number, file in enumerate(files, 1)}
    places = [f"<sitemap><loc>{_text(site_url + name)}</loc></sitemap>\n" for name in named]
    index = f'{_DECLARATION}<sitemapindex xmlns="{_NAMESPACE}">\n{"".join(places)}</sitemapindex>\n'
    return {"sitemap.xml": index.encode()} | named


def robots(site_url: str, *, preview: bool = False) -> str:
    """robots.txt: all are welcome, except to a preview. Source: RFC 9309."""
    if preview:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n"


def opml(title: str, feeds: Iterable[OpmlFeed]) -> bytes:
    """All feeds in a list that feed readers import, those of a group under its heading. Source: OPML 2.0."""
    groups: dict[str, list[str]] = {}
    for feed in feeds:
        groups.setdefault(feed.group, []).append(_outline(feed))
    lines = ["  <body>"]
    for group, outlines in groups.items():
        inner = [f"    {'  ' if group else ''}{outline}" for outline in outlines]
        lines += [f"    <outline text={_attribute(group)}>", *inner, "    </outline>"] if group else inner
    if not groups:
        lines.append("    <outline text=" + _attribute(title) + "/>")
    head = f'{_DECLARATION}<opml version="2.0">\n  <head>\n    <title>{_text(title)}</title>\n  </head>\n'
    return (head + "\n".join([*lines, "  </body>", "</opml>"]) + "\n").encode()


def humans(
    title: str,
    url: str,
    *,
    editor: str = "",
    editor_url: str = "",
    people: Iterable[str] = (),
    credits_url: str = "",
    language: str = "",
) -> str:
    """humans.txt: who answers for the site, who made what is on it. Source: humanstxt.org."""
    team = [f"Editor: {_line(editor)}" if editor else "", f"Site: {editor_url}" if editor_url else ""]
    thanks = [*(_line(person) for person in people), f"Everyone: {credits_url}" if credits_url else ""]
    site = [f"Title: {_line(title)}", f"Address: {url}", f"Language: {language}" if language else "", "Software: Creditroll"]
    sections = [("TEAM", team), ("THANKS", thanks), ("SITE", site)]
    written = ["\n".join([f"/* {name} */", *(line for line in lines if line)]) for name, lines in sections if any(lines)]
    return "\n\n".join(written) + "\n"


def webmanifest(
    name: str,
    *,
    short_name: str = "",
    description: str = "",
    language: str = "en",
    direction: str = "ltr",
    theme_colour: str = "",
    background_colour: str = "",
    icons: Iterable[ManifestIcon] = (),
    start_url: str = "./",
) -> bytes:
    """The web app manifest; addresses are relative to it, so that it works below any path. Source: W3C, Web App Manifest."""
    data = {
        "name": _line(name),
        "short_name": _line(short_name) or _line(name),
        "description": _line(description),
        "lang": language,
        "dir": direction,
        "id": start_url,
        "start_url": start_url,
        "scope": start_url,
        "display": "browser",
        "theme_color": theme_colour,
        "background_color": background_colour,
        "icons": [
            {
                "src": icon.src,
                "sizes": f"{icon.side_px}x{icon.side_px}",
                "type": icon.mime,
                "purpose": "maskable" if icon.maskable else "any",
            }
            for icon in icons
        ],
    }
    return _json({key: value for key, value in data.items() if value})


def oembed(
    title: str,
    *,
    provider: str,
    provider_url: str,
    author: str = "",
    author_url: str = "",
    frame_url: str = "",
    width_px: int = 360,
    height_px: int = 200,
    thumbnail: OembedThumbnail | None = None,
    licence_url: str = "",
) -> dict[str, object]:
    """A page as oEmbed: a frame where there is a page made for one, else a link. Source: oEmbed 1.0."""
    data: dict[str, object] = {"version": "1.0", "type": "rich" if frame_url else "link", "title": _line(title)}
    data |= {
        "author_name": _line(author),
        "author_url": author_url,
        "provider_name": _line(provider),
        "provider_url": provider_url,
    }
    if frame_url:
        size = f'width="{width_px}" height="{height_px}"'
        frame = (
            f'<iframe src="{escape(frame_url)}" title="{escape(_line(title))}" {size} style="border:0" loading="lazy"></iframe>'
        )
        data |= {"html": frame, "width": width_px, "height": height_px}
    if thumbnail is not None:
        data |= {"thumbnail_url": thumbnail.url, "thumbnail_width": thumbnail.width_px, "thumbnail_height": thumbnail.height_px}
    data["license_url"] = licence_url
    return {key: value for key, value in data.items() if value}


def oembed_json(data: dict[str, object]) -> bytes:
    """oEmbed as JSON."""
    return _json(data)


def oembed_xml(data: dict[str, object]) -> bytes:
    """oEmbed as XML. Source: oEmbed 1.0, 2.3.4.2."""
    lines = [f"  <{name}>{_text(str(value))}</{name}>\n" for name, value in data.items()]
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>\n{"".join(lines)}</oembed>\n'.encode()


def sitemap_entry(url: SitemapUrl) -> str:
    """One page in a sitemap."""
    lines = [f"<loc>{_text(url.loc)}</loc>"]
    if url.lastmod:
        lines.append(f"<lastmod>{_text(url.lastmod)}</lastmod>")
    for language, other in url.alternates:
        lines.append(f'<xhtml:link rel="alternate" hreflang={_attribute(language)} href={_attribute(other)}/>')
    lines += [f"<image:image><image:loc>{_text(image)}</image:loc></image:image>" for image in url.images]
    lines += [_sitemap_video(video) for video in url.videos]
    return f"<url>{''.join(lines)}</url>\n"


def _sitemap_video(video: SitemapVideo) -> str:
    """Source: Google, video sitemaps: a description of at most 2,048 letters, 8 hours at most, 32 tags."""
    named = [("thumbnail_loc", video.thumbnail), ("title", video.title[:100]), ("description", video.description[:2048])]
    named.append(("content_loc", video.content))
    if 1 <= round(video.duration_s) <= 28_800:
        named.append(("duration", str(round(video.duration_s))))
    named.append(("publication_date", video.published))
    named += [("tag", tag) for tag in video.tags[:32]]
    return (
        "<video:video>"
        + "".join(f"<video:{name}>{_text(text)}</video:{name}>" for name, text in named if text)
        + "</video:video>"
    )


def _outline(feed: OpmlFeed) -> str:
    attributes = {"type": "rss", "text": feed.title, "title": feed.title, "xmlUrl": feed.xml_url, "htmlUrl": feed.html_url}
    attributes |= {"description": feed.description, "language": feed.language}
    return "<outline " + " ".join(f"{name}={_attribute(value)}" for name, value in attributes.items() if value) + "/>"


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub("", text).split())


def _text(text: str) -> str:
    return escape(_line(text), quote=False)


def _attribute(text: str) -> str:
    return f'"{escape(_line(text))}"'


def _json(data: dict[str, object]) -> bytes:
    return indented(data) + b"\n"

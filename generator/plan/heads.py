"""What the head of a page says: address, title, breadcrumbs, alternates, what machines read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.plan import urls, words
from generator.plan.views import AlternateView, Anchor, BreadcrumbView, MetaView, PageHead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.plan.shelf import Shelf

FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
FEED_FILES = {"rss": "feed.xml", "atom": "feed.atom", "json": "feed.json"}
FEED_NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


class Heads:
    """Makes the head of every page of one site."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._options = shelf.options

    def absolute(self, path: str) -> str:
        """The absolute URL of an address of the site."""
        return urls.absolute(self._shelf.config.site.url, path)

    def say(self, text: str) -> str:
        """A text of the interface in the site's language."""
        return self._shelf.say(text)

    def head(
        self,
        path: str,
        kind: str,
        title: str,
        *,
        trail: tuple[tuple[str, str], ...] = (),
        description: str = "",
        language: str = "",
        feeds: tuple[tuple[str, str, str], ...] = (),
        others: tuple[tuple[str, str], ...] = (),
        metas: tuple[MetaView, ...] = (),
        json_ld: str = "",
        noindex: bool = False,
        canonical: str | None = None,
        previous: str = "",
        following: str = "",
        anywhere: bool = False,
        oembed: str = "",
        also: tuple[tuple[str, str, str], ...] = (),
    ) -> PageHead:
        """The head of one page.

        `trail` are label and path after the home page, `feeds` format, path, title, `also` MIME type, path, title of other forms.
        """
        site = self._shelf.config.site
        depth = urls.file(path).count("/")
        alternates = [AlternateView(href=address, type=FEED_TYPES[form], title=name) for form, address, name in feeds]
        alternates += [AlternateView(href=urls.absolute(site.url, address), language=code) for code, address in others]
        alternates += [
            AlternateView(href=urls.absolute(site.url, address), type=kind, title=name) for kind, address, name in also
        ]
        if oembed:
            alternates += [
                AlternateView(href=urls.absolute(site.url, f"{oembed}.{form}"), type=f"{kind}+oembed", title=title)
                for form, kind in (("json", "application/json"), ("xml", "text/xml"))
            ]
        crumbs = (
            () if not path else (BreadcrumbView(label=site.title, href=""), *(BreadcrumbView(label=a, href=b) for a, b in trail))
        )
        return PageHead(
            path=path,
            url=urls.absolute(site.url, path),
            root=(urlsplit(site.url).path or "/") if anywhere else "../" * depth or "./",
            title=title,
            kind=kind,
            description=description or " · ".join(text for text in (title, site.title, site.tagline) if text),
            language=words.html_language(language or site.language, site.language),
            direction=words.direction(language or site.language),
            breadcrumbs=crumbs,
            alternates=tuple(alternates),
            metas=metas,
            json_ld=json_ld,
            noindex=noindex or self._options.preview,
            canonical=urls.absolute(site.url, path) if canonical is None else canonical,
            previous=previous,
            next=following,
            preview=self._options.drafts,
            portable=self._options.portable,
        )


def feed_anchors(prefix: str, formats: Sequence[str], title: str) -> tuple[tuple[str, str, str], ...]:
    """Format, path, title of each feed below an address."""
    return tuple((form, prefix + FEED_FILES[form], f"{title} ({FEED_NAMES[form]})") for form in formats)


def feed_links(feeds: tuple[tuple[str, str, str], ...]) -> tuple[Anchor, ...]:
    """The feeds of a page as links on it: "RSS", "Atom"."""
    return tuple(Anchor(label=FEED_NAMES[form], href=href, type=FEED_TYPES[form]) for form, href, _ in feeds)

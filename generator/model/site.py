"""What will be published: outputs, each naming one file and how it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from generator.model.media import EncodingSpec, RenditionSpec, Rights

if TYPE_CHECKING:
    from collections.abc import Callable

ASSETS, MEDIA, PAGES, FEEDS, INDEXES = range(5)
"""The order in which outputs are published: what a page needs is there before the page."""


class TemplatePage(msgspec.Struct, frozen=True):
    """A template, with what it is given: the page's head and its view, made when it is rendered."""

    template: str
    make: Callable[[], tuple[Any, Any]]


class FeedFile(msgspec.Struct, frozen=True):
    """A feed in one format: rss, atom or json."""

    format: str
    make: Callable[[], Any]


class DataFile(msgspec.Struct, frozen=True):
    """Bytes that are made without a template."""

    make: Callable[[], bytes]


class RenditionFile(msgspec.Struct, frozen=True):
    """One copy of a picture."""

    source: str
    spec: RenditionSpec
    rights: Rights | None = None


class OriginalFile(msgspec.Struct, frozen=True):
    """A file of the content with everything private taken out; with `documents`, also what PDFs say of themselves."""

    source: str
    mime: str
    rights: Rights | None = None
    documents: bool = False


class EncodedFile(msgspec.Struct, frozen=True):
    """What is encoded of a recording or a film, with its key in the memory; who made it is written in afterwards."""

    source: str
    mime: str
    key: str
    spec: EncodingSpec
    rights: Rights | None = None
    duration_s: float = 0
    """How long the source is, which says about how long encoding it takes."""


class CaptionsFile(msgspec.Struct, frozen=True):
    """Captions that came in another format, as WebVTT."""

    source: str


class SocialPicture(msgspec.Struct, frozen=True):
    """A drawn picture for social networks; `cover` is a source file or empty."""

    cover: str
    title: str
    byline: tuple[str, ...]
    """Names, or titles: those that the fonts cannot draw are left off."""
    site: str
    focus: tuple[float, float] = (0.5, 0.5)


Recipe = TemplatePage | FeedFile | DataFile | RenditionFile | OriginalFile | EncodedFile | CaptionsFile | SocialPicture


class Output(msgspec.Struct, frozen=True):
    """One file of the site."""

    path: str
    order: int
    recipe: Recipe
    source: str = ""
    """The manifest that asked for it, for messages."""
    indexed: bool = False
    """True for pages that belong into the sitemap."""
    changed: str = ""
    """When what it shows last changed, as far as the sources say."""

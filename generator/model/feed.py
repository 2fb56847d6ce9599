"""A feed as values, ready to be written in any of its three formats."""

from __future__ import annotations

from typing import Literal

import msgspec


class FeedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """One credit: a name with what it is credited for. Someone with two roles comes twice."""

    name: str
    """The name as it is printed."""
    url: str = ""
    """Absolute; empty where there is no page."""
    role: str = ""
    """The role as it is printed."""
    podcast_group: str = ""
    podcast_role: str = ""
    ebu: str = ""
    marc: str = ""
    atom: Literal["author", "contributor"] = "contributor"
    kind: Literal["contribution", "influence", "thanks"] = "contribution"
    detail: str = ""
    character: str = ""
    image: str = ""


class FeedLicence(msgspec.Struct, frozen=True, kw_only=True):
    """A licence; `slug` is its name in the podcast namespace's list, or its SPDX id."""

    name: str
    url: str = ""
    slug: str = ""


class Enclosure(msgspec.Struct, frozen=True, kw_only=True):
    """A media file of an entry; what is not known is 0 or empty."""

    url: str
    size_bytes: int
    mime: str
    duration_s: float = 0.0
    width_px: int = 0
    height_px: int = 0
    title: str = ""
    description: str = ""
    """Plain text: a caption, or what a picture shows."""
    language: str = ""
    thumbnail: str = ""
    """URL of a picture that stands for a film."""
    item: str = ""
    """The id of the media item that it is; several files of one item are the same thing in other forms."""
    sha256: str = ""
    """Of the published bytes, in hexadecimal."""


class FeedImage(msgspec.Struct, frozen=True, kw_only=True):
    """The picture of an entry."""

    url: str
    size_bytes: int = 0
    mime: str = ""
    width_px: int = 0
    height_px: int = 0
    alt: str = ""


class Transcript(msgspec.Struct, frozen=True, kw_only=True):
    """What is said, as text; `captions` is true where it is timed."""

    url: str
    mime: str
    language: str = ""
    captions: bool = False
    label: str = ""
    item: str = ""
    """The id of the media item that it is of."""


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One project in a feed. Dates are ISO 8601 with an offset; every URL is absolute, those in `html` too."""

    id: str
    """urn:uuid:..., the same for ever."""
    title: str
    link: str
    published: str = ""
    updated: str = ""
    """Absent: as published; without either, as the feed."""
    summary: str = ""
    """Plain text."""
    html: str = ""
    language: str = ""
    people: tuple[FeedPerson, ...] = ()
    tags: tuple[str, ...] = ()
    licences: tuple[FeedLicence, ...] = ()
    """Several are the reader's choice."""
    copyright: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    """The first is the one that a format with a single enclosure names."""
    image: FeedImage | None = None
    transcripts: tuple[Transcript, ...] = ()
    chapters: str = ""
    """URL of JSON chapters (podcast namespace)."""
    season: str = ""
    episode: str = ""
    episode_type: Literal["full", "trailer", "bonus"] = "full"
    explicit: bool = False
    artwork: str = ""
    """URL of a square JPEG of 3000 pixels a side."""
    project: str = ""
    """The id of the project, where it is told as it is."""
    podcast_medium: str = "podcast"
    """What its medium is called in the podcast namespace."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed of projects, newest first. Dates are ISO 8601 with an offset; every URL is absolute."""

    id: str
    """urn:uuid:..., the same for ever."""
    title: str
    link: str
    """The page that the feed is about."""
    self_url: str
    """Where this format of the feed lies."""
    description: str = ""
    language: str = "en"
    updated: str
    """From the data; never the time of the build."""
    image: str = ""
    icon: str = ""
    """URL of a small square picture of the site."""
    artwork: str = ""
    """URL of a square picture for podcast apps; absent: that of the newest entry that has one."""
    authors: tuple[FeedPerson, ...] = ()
    """Who answers for the feed; its title stands in for nobody."""
    people: tuple[FeedPerson, ...] = ()
    """Credits of what the feed is about as a whole."""
    entries: tuple[FeedEntry, ...] = ()
    licences: tuple[FeedLicence, ...] = ()
    stylesheet: str = ""
    """Address of an XSLT or CSS file that shows the feed in a browser; it may be relative to the feed."""
    roles_url: str = ""
    """Names the site's own vocabulary of roles, for roles that no standard knows."""
    podcast: bool | None = None
    """Whether to write the elements of podcasts; None: where an entry has sound or film."""
    podcast_guid: str = ""
    """A UUID; absent: made from the feed's address, as the podcast namespace says."""
    podcast_medium: str = ""
    """Absent: that of the entries, where all have the same."""
    explicit: bool = False
    serial: bool = False
    """True where the entries are meant to be heard from the first to the last."""
    categories: tuple[tuple[str, str], ...] = (("Arts", ""),)
    """Apple's, each with a subcategory or none."""
    complete: bool = False
    """True where no entry will follow."""
    moved_to: str = ""
    copyright: str = ""
    owner_email: str = ""

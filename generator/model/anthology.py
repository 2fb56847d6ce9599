"""What was made, and by whom: the content, resolved and immutable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

import msgspec

from generator.model.cues import Cue
from generator.model.media import Line, Probe
from generator.model.registries import Licence, Medium, Registries, Relation, Role

KeyPath = tuple[str | int, ...]
"""Where in a manifest something stands: ("credits", "composer", 0)."""

MediaKind = Literal["video", "audio", "image", "images", "text", "document", "embed", "file", "section"]


class Prose(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A rich text, read: sanitised HTML with markers for links and pictures of the site (see links.py)."""

    html: str
    text: str = ""
    words: int = 0
    title: str | None = None
    pictures: dict[str, MediaFile] = {}
    """Local pictures of the text by the name that was written."""
    links: tuple[str, ...] = ()
    """Links to pages of this site, as written: /projects/lamp/#film, #film."""


class MediaFile(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One file of the content that may be published."""

    source: str
    """Path below the site's folder, with forward slashes."""
    name: str
    """The name it is published under: letters, digits, hyphens, one ending."""
    probe: Probe


class Picture(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A picture with what it shows."""

    file: MediaFile
    alt: str = ""
    decorative: bool = False
    focus: tuple[float, float] = (0.5, 0.5)
    """Share of width, share of height."""
    credit: str = ""


class Link(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A page elsewhere."""

    label: str
    url: str
    me: bool = False


class Identifier(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A catalogue's number, checked; `url` is empty where the catalogue has no address for it."""

    scheme: str
    label: str
    value: str
    url: str = ""


class FormerId(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """An id used before."""

    id: str
    date: str = ""
    silent: bool = False


class Member(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A member of a group."""

    contributor: str
    as_name: str = ""
    detail: str = ""
    since: str = ""
    until: str = ""


class Credit(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """Who did what. Either `contributor` or `name` is set; both are empty for an anonymous one once it is published."""

    contributor: str = ""
    name: str = ""
    role: Role
    written_role: str
    """The role as it was typed."""
    as_name: str = ""
    detail: str = ""
    character: str = ""
    unit: str = ""
    part: str = ""
    at: str = ""
    note: str = ""
    kind: Literal["contribution", "influence", "thanks"] = "contribution"
    consent: Literal["unasked", "asked", "granted", "anonymous", "declined"] | None = None
    members: tuple[Member, ...] = ()


class Track(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A WebVTT file."""

    file: MediaFile
    language: str
    kind: Literal["captions", "subtitles", "descriptions"]
    label: str


class Chapter(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A chapter of a film or a recording."""

    start_s: float
    title: str


class Source(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """A work this one was made from: `project` here, or a work elsewhere."""

    project: str = ""
    url: str = ""
    title: str = ""
    by: str = ""
    relation: Relation
    licence: Licence | None = None
    permission: str = ""
    note: str = ""


class MediaItem(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """One thing to watch, hear, read, see or fetch."""

    id: str
    kind: MediaKind
    title: str = ""
    summary: str = ""
    file: MediaFile | None = None
    pictures: tuple[Picture, ...] = ()
    """One for an image, several for images."""
    reading: Literal["ltr", "rtl", "scroll"] = "ltr"
    text: Prose | None = None
    writing: Literal["horizontal", "vertical"] = "horizontal"
    url: str = ""
    frame: bool = False
    """True where the page at `url` is to be shown in a frame as it is."""
    poster: Picture | None = None
    tracks: tuple[Track, ...] = ()
    cues: tuple[Cue, ...] = ()
    """What is said and when, where captions are there but no transcript is."""
    transcript: Prose | None = None
    lyrics: Prose | None = None
    chapters: tuple[Chapter, ...] = ()
    chapters_file: MediaFile | None = None
    contents: tuple[Line, ...] = ()
    """The table of contents that a book brings with it."""
    download: bool = False
    language: str = ""
    licences: tuple[Licence, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    made_from: tuple[Source, ...] = ()


class PartOf(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The place of a part in its whole."""

    project: str
    number: str = ""
    season: str = ""
    section: str = ""


class Award(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A prize."""

    name: str
    by: str = ""
    date: str = ""
    url: str = ""


class Correction(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A dated note on what was put right."""

    date: str
    note: str


class Share(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One person's share; `parts` as decimal text, so that it is exact."""

    contributor: str
    parts: str
    waived: bool = False


class Pool(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """How one pool of earnings is shared."""

    pool: str
    basis: str = ""
    state: Literal["proposed", "final"] = "final"
    closes: str = ""
    unit: Literal["parts", "percent"] = "parts"
    visibility: Literal["hidden", "totals", "public"] = "hidden"
    split: tuple[Share, ...] = ()


class Podcast(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """What podcast apps are told of a whole, or of an episode."""

    guid: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    """Category with subcategory, which may be empty."""
    explicit: bool = False
    order: Literal["episodic", "serial"] = "episodic"
    complete: bool = False
    moved_to: str = ""
    episode: Literal["full", "trailer", "bonus"] = "full"


class Tag(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A word to find works by."""

    slug: str
    name: str


class Project(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """A work."""

    id: str
    source: str
    title: str
    medium: Medium
    released: str = ""
    """2025, 2025-11 or 2025-11-02; texts of this form sort as dates."""
    status: Literal["draft", "proof", "released", "withdrawn"] = "released"
    withdrawn_date: str = ""
    withdrawn_note: str = ""
    listed: bool = True
    formerly: tuple[FormerId, ...] = ()
    language: str = "en"
    summary: str = ""
    description: Prose | None = None
    content_notes: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    licences: tuple[Licence, ...] = ()
    rights_holder: str = ""
    identifiers: tuple[Identifier, ...] = ()
    cover: Picture | None = None
    part_of: tuple[PartOf, ...] = ()
    media: tuple[MediaItem, ...] = ()
    credits: tuple[Credit, ...] = ()
    billing: Literal["as-listed", "alphabetical"] = "as-listed"
    podcast: Podcast | None = None
    made_from: tuple[Source, ...] = ()
    shares: tuple[Pool, ...] = ()
    links: tuple[Link, ...] = ()
    awards: tuple[Award, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def year(self) -> str:
        """The year it came out, or nothing."""
        return self.released[:4]


class Contributor(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """Someone who is credited: a person, a group or an organisation."""

    id: str
    source: str
    name: str
    kind: Literal["person", "group", "organisation"] = "person"
    sort: str = ""
    also: tuple[str, ...] = ()
    names: dict[str, str] = {}
    pronouns: str = ""
    formerly: tuple[FormerId, ...] = ()
    credit_name: Literal["as-credited", "everywhere"] = "as-credited"
    page: Literal["full", "minimal", "none", "external"] = "full"
    external: str = ""
    indexed: bool = True
    bio: Prose | None = None
    portrait: Picture | None = None
    links: tuple[Link, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    distinct_from: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()


class Chosen(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A project in a collection."""

    project: str
    note: str = ""


class Filter(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What a collection that fills itself takes in; empty fields ask nothing."""

    medium: str = ""
    tag: str = ""
    year: str = ""
    contributor: str = ""


class Collection(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """An ordered, introduced selection of projects."""

    id: str
    source: str
    title: str
    summary: str = ""
    introduction: Prose | None = None
    credits: tuple[Credit, ...] = ()
    cover: Picture | None = None
    status: Literal["draft", "proof", "released", "withdrawn"] = "released"
    released: str = ""
    formerly: tuple[FormerId, ...] = ()
    language: str = "en"
    links: tuple[Link, ...] = ()
    tags: tuple[Tag, ...] = ()
    awards: tuple[Award, ...] = ()
    projects: tuple[Chosen, ...] = ()
    where: Filter | None = None


class TextPage(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """A page of the site's own: about, colophon, how to contribute."""

    id: str
    source: str
    title: str
    text: Prose
    menu: bool = False
    summary: str = ""
    language: str = "en"
    formerly: tuple[FormerId, ...] = ()


class Anthology(msgspec.Struct, frozen=True):
    """Everything, by id."""

    registries: Registries
    projects: Mapping[str, Project]
    contributors: Mapping[str, Contributor]
    collections: Mapping[str, Collection] = {}
    pages: Mapping[str, TextPage] = {}


class Named(Protocol):
    """Whoever has a name and a wish about it: a contributor, or what others' pages show of one."""

    @property
    def name(self) -> str:
        """The name."""
        ...

    @property
    def credit_name(self) -> str:
        """`everywhere` where no other name is to be printed."""
        ...


def credit_name(credit: Credit, contributor: Named | None) -> str:
    """The name a credit prints: the only way from a credit to a name.

    `as` where it was given, unless the contributor wants one name everywhere; an anonymous credit prints "Anonymous".
    Source: DESIGN 2.3.
    """
    if credit.consent == "anonymous":
        return "Anonymous"
    if contributor is None:
        return credit.as_name or credit.name
    if contributor.credit_name == "everywhere":
        return contributor.name
    return credit.as_name or contributor.name

"""The smallest views: pictures, people, cards, credits, media."""

from __future__ import annotations

import msgspec

from generator.model.anthology import Prose


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Anything a template can be given."""


class Anchor(View, kw_only=True, frozen=True):
    """A link: words and where they lead."""

    label: str
    href: str
    count: int | None = None
    current: bool = False
    me: bool = False
    type: str = ""
    """MIME type, for feeds and downloads."""


class Candidate(View, kw_only=True, frozen=True):
    """One file of a picture, for srcset."""

    src: str
    width_px: int


class PictureSource(View, kw_only=True, frozen=True):
    """All widths of a picture in one format, narrowest first."""

    mime: str
    candidates: tuple[Candidate, ...]
    only: str = ""
    """The media query under which a browser may choose it."""


class PictureView(View, kw_only=True, frozen=True):
    """A picture in all its sizes; `fallback` is the `img`, `sources` come before it in `<picture>`."""

    alt: str
    width_px: int
    height_px: int
    fallback: PictureSource
    sources: tuple[PictureSource, ...] = ()
    colour: str = ""
    """Dominant colour, shown until the picture is there."""
    preview: str = ""
    """The picture with 16 pixels a side as a data: address, shown over the colour; empty for what is transparent or moves."""
    position: str = "50% 50%"
    """CSS object-position of the focus point."""
    original: str = ""
    """The cleaned original, to open in full."""
    credit: str = ""
    page: str = ""
    """A page of its own, where it has one."""
    title: str = ""
    summary: str = ""


class PersonView(View, kw_only=True, frozen=True):
    """Someone as a name that leads to their page."""

    name: str
    href: str = ""
    """Empty where they have no page."""
    id: str = ""
    portrait: PictureView | None = None
    initials: str = ""
    """One or two letters, for people without a portrait."""
    hue: int = 0
    """0 to 359, made from the name, for the disc behind the initials."""
    kind: str = "person"
    role: str = ""
    detail: str = ""
    since: str = ""
    until: str = ""


class BylineView(View, kw_only=True, frozen=True):
    """Who to name first, each group with its words: "Directed by" A and B."""

    by: str
    people: tuple[PersonView, ...]
    more: int = 0
    """How many others of this role are not named here."""


class DateView(View, kw_only=True, frozen=True):
    """A date for people and for machines."""

    iso: str
    text: str


class CardView(View, kw_only=True, frozen=True):
    """A project in a list."""

    id: str
    href: str
    title: str
    language: str
    direction: str
    medium: Anchor
    """The address is empty where no list has works of this medium."""
    medium_id: str
    layout: str
    """watch, listen, read, look, play."""
    verb: str
    """What a reader does with it: Watch."""
    released: DateView | None = None
    summary: str = ""
    excerpt: str = ""
    """The first lines of a text, where there is no cover."""
    cover: PictureView | None = None
    hue: int = 0
    bylines: tuple[BylineView, ...] = ()
    duration: str = ""
    people: int = 0
    """How many people are credited."""
    content_notes: tuple[str, ...] = ()
    parts: int = 0
    number: str = ""
    note: str = ""
    languages: tuple[Anchor, ...] = ()
    """The same work in other languages."""
    tags: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    """Their short names."""


class ContributorCardView(View, kw_only=True, frozen=True):
    """A contributor in a list."""

    person: PersonView
    credits: int
    roles: tuple[str, ...] = ()
    """The roles they have most, at most three."""
    sort: str = ""


class CollectionCardView(View, kw_only=True, frozen=True):
    """A collection in a list."""

    href: str
    title: str
    summary: str = ""
    cover: PictureView | None = None
    covers: tuple[PictureView, ...] = ()
    """Up to four covers of its projects, where it has none of its own."""
    hue: int = 0
    projects: int = 0
    bylines: tuple[BylineView, ...] = ()


class CreditView(View, kw_only=True, frozen=True):
    """One line of credits."""

    id: str
    """The line's fragment."""
    person: PersonView
    written_role: str
    """The role as it was typed, for machines."""
    role: str
    """The role as it is printed, in the singular."""
    detail: str = ""
    character: str = ""
    unit: str = ""
    note: str = ""
    at: str = ""
    at_href: str = ""
    part: Anchor | None = None
    members: tuple[PersonView, ...] = ()
    report: str = ""
    """Where to say that something is wrong with this credit."""


class RoleGroupView(View, kw_only=True, frozen=True):
    """All credits of one role, singular or plural in its label."""

    label: str
    role: Anchor
    credits: tuple[CreditView, ...]
    also: tuple[RoleGroupView, ...] = ()
    """Other roles of exactly these people, of which no more is said: they are told in one line."""


class DepartmentView(View, kw_only=True, frozen=True):
    """A department of the credits page."""

    id: str
    name: str
    roles: tuple[RoleGroupView, ...]


class TrackView(View, kw_only=True, frozen=True):
    """A WebVTT file."""

    src: str
    kind: str
    language: str
    label: str
    default: bool = False


class ChapterView(View, kw_only=True, frozen=True):
    """A chapter of a film or a recording."""

    at: str
    """0:12"""
    start_s: float
    title: str
    href: str


class ContentsView(View, kw_only=True, frozen=True):
    """One line of the table of contents of a book; `depth` counts from 0."""

    label: str
    depth: int = 0


class EncodedView(View, kw_only=True, frozen=True):
    """One file that a player may choose."""

    src: str
    mime: str
    only: str = ""
    """A media query: for which screens it is."""


class CueView(View, kw_only=True, frozen=True):
    """A text of a transcript with its time."""

    at: str
    """0:12"""
    start_s: float
    text: str
    voice: str = ""
    """Who speaks, where that changes."""
    href: str = ""


class MediaView(View, kw_only=True, frozen=True):
    """One thing to watch, hear, read, see or fetch; templates switch on `kind`."""

    id: str
    kind: str
    """video audio image images text document embed file section."""
    title: str = ""
    summary: str = ""
    language: str = ""
    direction: str = "ltr"
    src: str = ""
    mime: str = ""
    name: str = ""
    size: str = ""
    """1.2 MB"""
    type_name: str = ""
    """PDF, MP3, ZIP"""
    duration: str = ""
    """3:05"""
    pages: int = 0
    width_px: int = 0
    height_px: int = 0
    pictures: tuple[PictureView, ...] = ()
    reading: str = "ltr"
    text: Prose | None = None
    """The text itself where it is read on this page."""
    writing: str = "horizontal"
    """horizontal, or vertical: in columns from top to bottom."""
    contents: tuple[ContentsView, ...] = ()
    """What a book says is in it."""
    href: str = ""
    """The item's own page, where it has one: a chapter, a picture."""
    minutes: int = 0
    """Reading time."""
    versions: tuple[Anchor, ...] = ()
    """The same text in other languages; `type` is the language."""
    verse: bool = False
    poster: PictureView | None = None
    tracks: tuple[TrackView, ...] = ()
    files: tuple[EncodedView, ...] = ()
    """What a player may choose from, best first; the original where nothing was encoded."""
    waveform: str = ""
    """The address of a drawing, to be used as a mask; empty where there is none."""
    thumbnails: str = ""
    """The address of a WebVTT file with pictures for the seek bar; empty where there are none."""
    duration_s: float = 0
    chapters: tuple[ChapterView, ...] = ()
    chapters_src: str = ""
    """The chapters as WebVTT."""
    cues: tuple[CueView, ...] = ()
    """A transcript made of captions, where no other is given."""
    transcript: Prose | None = None
    lyrics: Prose | None = None
    download: bool = False
    embed_url: str = ""
    """What the frame loads after a click; empty where only a link is possible."""
    embed_shape: str = "wide"
    """wide like a film, bar like a player of sounds, tall like a page."""
    service: str = ""
    """The name of the service an embed leads to."""
    licences: tuple[Anchor, ...] = ()
    credits: tuple[BylineView, ...] = ()
    sources: tuple[LineageView, ...] = ()
    identifiers: tuple[Anchor, ...] = ()


class LineageView(View, kw_only=True, frozen=True):
    """A work this one came from, or led to."""

    words: str
    """Adapted from, Adapted as ..."""
    card: CardView | None = None
    title: str = ""
    href: str = ""
    by: str = ""
    licence: Anchor | None = None
    permission: str = ""
    """What its makers permitted beyond that."""
    note: str = ""

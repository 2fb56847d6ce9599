"""What templates are given: small typed views, one for each kind of page.

Every `href` and `src` is a path below the site's root ("projects/lamp/"), or an absolute URL; the filter `href` makes it relative
to the page. Rich texts are `Prose`, printed by the filter `prose`. Names are printed inside `<bdi>`.
"""

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


class PictureView(View, kw_only=True, frozen=True):
    """A picture in all its sizes; `fallback` is the `img`, `sources` come before it in `<picture>`."""

    alt: str
    width_px: int
    height_px: int
    fallback: PictureSource
    sources: tuple[PictureSource, ...] = ()
    colour: str = ""
    """Dominant colour, shown until the picture is there."""
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


class PagerView(View, kw_only=True, frozen=True):
    """Where in a long list this page stands; `pages` are numbered from the oldest."""

    newer: str = ""
    older: str = ""
    newest: str = ""
    number: int = 0
    """0 on the list's own page."""
    count: int = 1
    """How many numbered pages there are."""
    pages: tuple[Anchor, ...] = ()
    """Some of them, to jump to, newest first."""


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
    href: str = ""
    """The item's own page, where it has one: a chapter, a picture."""
    minutes: int = 0
    """Reading time."""
    verse: bool = False
    poster: PictureView | None = None
    tracks: tuple[TrackView, ...] = ()
    chapters: tuple[ChapterView, ...] = ()
    transcript: Prose | None = None
    lyrics: Prose | None = None
    download: bool = False
    embed_url: str = ""
    """What the frame loads after a click; empty where only a link is possible."""
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
    note: str = ""


class PartsSectionView(View, kw_only=True, frozen=True):
    """Parts of a whole under one heading; the heading may be empty."""

    heading: str
    parts: tuple[CardView, ...]


class WholeView(View, kw_only=True, frozen=True):
    """The whole a part belongs to, with its neighbours."""

    whole: CardView
    number: str = ""
    section: str = ""
    previous: Anchor | None = None
    next: Anchor | None = None


class LicenceView(View, kw_only=True, frozen=True):
    """A licence in the licence box."""

    name: str
    short: str
    url: str = ""
    icons: tuple[str, ...] = ()
    """Names of symbols: cc by sa nc nd zero pd copyright text lal rs-inc rs-noc rs-other."""
    permissions: tuple[str, ...] = ()
    """What it asks and allows, in a few plain sentences."""


class ShareLineView(View, kw_only=True, frozen=True):
    """One public share."""

    person: PersonView
    text: str


class PoolView(View, kw_only=True, frozen=True):
    """How one pool of earnings is shared, as far as readers may see."""

    pool: str
    basis: str = ""
    proposed: bool = False
    closes: DateView | None = None
    people: int = 0
    lines: tuple[ShareLineView, ...] = ()


class AwardView(View, kw_only=True, frozen=True):
    """A prize."""

    name: str
    by: str = ""
    date: DateView | None = None
    url: str = ""


class NoteView(View, kw_only=True, frozen=True):
    """A dated note."""

    date: DateView
    note: str


class SnippetView(View, kw_only=True, frozen=True):
    """Something to copy."""

    label: str
    text: str
    id: str


class CiteView(View, kw_only=True, frozen=True):
    """How to cite a work."""

    text: str
    """One ready sentence."""
    attribution: str
    """The sentence that the licence asks for; empty where it asks for none."""
    attribution_html: str = ""
    bibtex: str = ""


class ProjectPage(View, kw_only=True, frozen=True):
    """/projects/<id>/"""

    card: CardView
    """What it is, in short; its bylines are the page's."""
    id: str
    uid: str
    """The page's absolute URL."""
    description: Prose | None = None
    media: tuple[MediaView, ...] = ()
    credits: tuple[DepartmentView, ...] = ()
    """The first departments, at most about forty lines; the rest is on the credits page."""
    credits_count: int = 0
    credits_href: str = ""
    credits_cut: bool = False
    """True where not all credits are shown here."""
    billing: str = "as-listed"
    thanks: tuple[CreditView, ...] = ()
    influences: tuple[CreditView, ...] = ()
    wholes: tuple[WholeView, ...] = ()
    parts: tuple[PartsSectionView, ...] = ()
    made_from: tuple[LineageView, ...] = ()
    led_to: tuple[LineageView, ...] = ()
    translations: tuple[CardView, ...] = ()
    licences: tuple[LicenceView, ...] = ()
    rights_holder: str = ""
    tags: tuple[Anchor, ...] = ()
    links: tuple[Anchor, ...] = ()
    awards: tuple[AwardView, ...] = ()
    corrections: tuple[NoteView, ...] = ()
    identifiers: tuple[Anchor, ...] = ()
    """Label is "ISBN 978-...", href may be empty."""
    pools: tuple[PoolView, ...] = ()
    collections: tuple[CollectionCardView, ...] = ()
    feeds: tuple[Anchor, ...] = ()
    cite: CiteView | None = None
    report: str = ""
    """Where to say that something is wrong."""
    status: str = "released"
    """In a preview also draft, proof or scheduled."""


class WithdrawnPage(View, kw_only=True, frozen=True):
    """/projects/<id>/ of a project that was withdrawn: no title, no media, no credits."""

    date: DateView | None
    note: str


class CreditsPage(View, kw_only=True, frozen=True):
    """/projects/<id>/credits/"""

    card: CardView
    departments: tuple[DepartmentView, ...]
    thanks: tuple[CreditView, ...] = ()
    influences: tuple[CreditView, ...] = ()
    count: int = 0
    people: int = 0
    billing: str = "as-listed"
    corrections: tuple[NoteView, ...] = ()
    report: str = ""


class ItemPage(View, kw_only=True, frozen=True):
    """/projects/<id>/<item>/: one picture, text or chapter of its own."""

    card: CardView
    item: MediaView
    picture: PictureView | None = None
    previous: Anchor | None = None
    next: Anchor | None = None
    position: int = 1
    of: int = 1
    chapters: tuple[Anchor, ...] = ()


class ListPage(View, kw_only=True, frozen=True):
    """Any list of projects: all, of a medium, a role, a tag, a year."""

    heading: str
    introduction: str = ""
    cards: tuple[CardView, ...]
    total: int | None = None
    """Only the list's own page prints it."""
    pager: PagerView | None = None
    ways: tuple[WaysView, ...] = ()
    feeds: tuple[Anchor, ...] = ()


class WaysView(View, kw_only=True, frozen=True):
    """A group of ways on: mediums, years, tags ..."""

    heading: str
    links: tuple[Anchor, ...]
    more: str = ""


class IndexPage(View, kw_only=True, frozen=True):
    """/medium/ /roles/ /tags/ /years/: names with counts, grouped."""

    heading: str
    groups: tuple[WaysView, ...]
    feeds: tuple[Anchor, ...] = ()


class ContributorsPage(View, kw_only=True, frozen=True):
    """/contributors/: A to Z."""

    letters: tuple[Anchor, ...]
    groups: tuple[ContributorGroupView, ...]
    total: int | None = None
    pager: PagerView | None = None


class ContributorGroupView(View, kw_only=True, frozen=True):
    """Contributors under one letter."""

    letter: str
    id: str
    people: tuple[ContributorCardView, ...]


class CreditedWorkView(View, kw_only=True, frozen=True):
    """One project with what a contributor did on it."""

    card: CardView
    roles: tuple[CreditView, ...]
    """Their credits there; `person.name` is the name printed on that project."""


class YearGroupView(View, kw_only=True, frozen=True):
    """Works of one year; the heading is empty for undated ones."""

    year: str
    works: tuple[CreditedWorkView, ...]


class TogetherView(View, kw_only=True, frozen=True):
    """Someone they made things with, and how often."""

    person: PersonView
    works: int


class WentView(View, kw_only=True, frozen=True):
    """Where a work went: the chain from theirs to a later one."""

    path: tuple[Anchor, ...]
    """Theirs first; labels are titles."""
    words: tuple[str, ...]
    """The relation before each further step."""


class ContributorPage(View, kw_only=True, frozen=True):
    """/contributors/<id>/ with its further pages, also /contributors/<id>/roles/<role>/."""

    person: PersonView
    uid: str
    portrait: PictureView | None = None
    pronouns: str = ""
    also: tuple[str, ...] = ()
    names: tuple[NameView, ...] = ()
    bio: Prose | None = None
    links: tuple[Anchor, ...] = ()
    identifiers: tuple[Anchor, ...] = ()
    minimal: bool = False
    role: str = ""
    """Set on a role's page: its name."""
    roles: tuple[Anchor, ...] = ()
    """Ways to the role pages, with counts."""
    years: tuple[YearGroupView, ...]
    total: int | None = None
    works_total: int | None = None
    pager: PagerView | None = None
    together: tuple[TogetherView, ...] = ()
    went: tuple[WentView, ...] = ()
    groups: tuple[PersonView, ...] = ()
    members: tuple[PersonView, ...] = ()
    distinct: tuple[PersonView, ...] = ()
    snippets: tuple[SnippetView, ...] = ()
    takeaways: tuple[Anchor, ...] = ()
    badge: str = ""
    badge_dark: str = ""
    card_href: str = ""
    feeds: tuple[Anchor, ...] = ()
    report: str = ""


class NameView(View, kw_only=True, frozen=True):
    """A name in another language."""

    language: str
    direction: str
    name: str


class EmbedCardPage(View, kw_only=True, frozen=True):
    """/contributors/<id>/card/: a small page for an iframe elsewhere."""

    person: PersonView
    credits: int
    roles: tuple[str, ...]
    works: tuple[Anchor, ...]
    uid: str


class BadgePage(View, kw_only=True, frozen=True):
    """badge.svg: "12 credits in The Anthology"."""

    name: str
    count_text: str
    site_title: str
    dark: bool
    left_px: int
    right_px: int


class CollectionsPage(View, kw_only=True, frozen=True):
    """/collections/"""

    collections: tuple[CollectionCardView, ...]
    pager: PagerView | None = None
    total: int | None = None


class CollectionPage(View, kw_only=True, frozen=True):
    """/collections/<id>/"""

    card: CollectionCardView
    introduction: Prose | None = None
    projects: tuple[CardView, ...] = ()
    """`note` on a card is the editor's note."""
    pager: PagerView | None = None
    credits: tuple[RoleGroupView, ...] = ()
    links: tuple[Anchor, ...] = ()
    tags: tuple[Anchor, ...] = ()
    awards: tuple[AwardView, ...] = ()
    released: DateView | None = None
    feeds: tuple[Anchor, ...] = ()


class HomePage(View, kw_only=True, frozen=True):
    """/"""

    featured: tuple[CardView, ...] = ()
    recent: tuple[CardView, ...] = ()
    collections: tuple[CollectionCardView, ...] = ()
    mediums: tuple[Anchor, ...] = ()
    people: tuple[ContributorCardView, ...] = ()
    """People of the newest works."""
    projects_total: int = 0
    contributors_total: int = 0
    credits_total: int = 0


class SearchPage(View, kw_only=True, frozen=True):
    """/search/: a script searches `index`; without scripts the letters lead on."""

    index: str
    letters: tuple[Anchor, ...]
    ways: tuple[WaysView, ...]


class FeedsPage(View, kw_only=True, frozen=True):
    """/feeds/: what there is to subscribe to."""

    groups: tuple[WaysView, ...]
    opml: str


class TextPageView(View, kw_only=True, frozen=True):
    """/<page>/"""

    title: str
    text: Prose


class NotFoundPage(View, kw_only=True, frozen=True):
    """404.html"""

    ways: tuple[Anchor, ...] = ()


class RedirectPage(View, kw_only=True, frozen=True):
    """An old address."""

    target: str


class BreadcrumbView(View, kw_only=True, frozen=True):
    """A step on the way from the home page."""

    label: str
    href: str


class AlternateView(View, kw_only=True, frozen=True):
    """A `<link rel=alternate>`: a feed, another language, oEmbed."""

    href: str
    type: str = ""
    title: str = ""
    language: str = ""


class MetaView(View, kw_only=True, frozen=True):
    """A `<meta>` element: property for Open Graph, name for all others."""

    content: str
    property: str = ""
    name: str = ""


class PageHead(View, kw_only=True, frozen=True):
    """The `page` of every template: address, title, what machines want to know."""

    path: str
    """Below the root: "projects/lamp/"; the home page is empty."""
    url: str
    """Absolute."""
    root: str
    """From this page to the root: "../../"; absolute path on pages shown at any depth."""
    title: str
    """For <title>, without the site's name."""
    kind: str
    """home, project, credits, item, list, contributor ...: for styling."""
    description: str = ""
    language: str = "en"
    direction: str = "ltr"
    breadcrumbs: tuple[BreadcrumbView, ...] = ()
    alternates: tuple[AlternateView, ...] = ()
    metas: tuple[MetaView, ...] = ()
    """Open Graph, Twitter card and the like, ready to print."""
    json_ld: str = ""
    """JSON, safe inside a script element."""
    noindex: bool = False
    canonical: str = ""
    previous: str = ""
    next: str = ""
    preview: bool = False
    """True in a preview: shown as a ribbon."""
    portable: bool = False
    """True where links name index.html."""


class SiteView(View, kw_only=True, frozen=True):
    """The `site` of every template: a small view of the configuration."""

    title: str
    url: str
    tagline: str = ""
    language: str = "en"
    direction: str = "ltr"
    menu: tuple[Anchor, ...] = ()
    footer: tuple[Anchor, ...] = ()
    editor_name: str = ""
    editor_url: str = ""
    report: str = ""
    """Where "something wrong?" leads: a mailto: or a web address."""
    logo: str = ""
    logo_width_px: int = 0
    logo_height_px: int = 0
    styles: tuple[str, ...] = ()
    """Stylesheets, fingerprinted."""
    scripts: tuple[str, ...] = ()
    """Modules, fingerprinted, to load with `type=module`."""
    assets: dict[str, str] = {}
    """Every file of the theme's static folder by its name: {"playbill.css": "assets/playbill.1a2b3c4d.css"}."""
    settings: dict[str, str] = {}
    """The theme's settings, defaults filled in."""
    colours: dict[str, str] = {}
    """Computed and checked colours: accent-light, accent-dark, on-accent-light ..."""
    fonts: tuple[str, ...] = ()
    """Font files to preload."""
    theme_colour_light: str = "#ffffff"
    theme_colour_dark: str = "#000000"

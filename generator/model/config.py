"""The configuration of a site: what `config.yaml` may say, with a default and a sentence of help for each key."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import field

from generator.model.manifest import Entry, Id, Language, Url, says

FeedFormat = Literal["rss", "atom", "json"]
Formats = list[FeedFormat]
Labels = dict[str, str]


class EditorEntry(Entry, frozen=True):
    """Who answers for the site; where "something wrong with this credit?" leads."""

    name: Annotated[str | None, says("The editor's name, or the name of the group.")] = None
    url: Url | None = None
    email: Annotated[str | None, says("An address for corrections; it is printed.", "email")] = None


class SiteEntry(Entry, kw_only=True, frozen=True):
    """What the site is called, where it lives, whose it is."""

    id: Annotated[
        str | None, says("A UUID from which feed ids are made; never change it. Absent: made from the address.", "uuid")
    ] = None
    title: Annotated[str, says("The site's title.")]
    url: Annotated[str, says("The address where the site will live, with the final slash.", "url")]
    tagline: Annotated[str | None, says("One line below the title.")] = None
    language: Annotated[str, says("The language of the interface, and of content that names none.", "language")] = "en"
    timezone: Annotated[str, says("A released date means 00:00 in this time zone.", "timezone")] = "UTC"
    editor: EditorEntry | None = None
    logo: Annotated[str | None, says("A picture file in content/.", "file")] = None


class ThemeEntry(Entry, frozen=True):
    """How the site looks."""

    name: Annotated[str, says("A theme of the site's themes/ folder, or playbill.")] = "playbill"
    settings: Annotated[dict[str, str], says("The theme's own settings; its theme.yaml lists them.")] = {}


class FeedsEntry(Entry, frozen=True):
    """Which feeds are written, by what they are about."""

    site: Annotated[Formats, says("Everything new.")] = field(default_factory=lambda: ["rss", "atom", "json"])
    wholes: Annotated[Formats, says("Albums, series, podcasts, magazines.")] = field(
        default_factory=lambda: ["rss", "atom", "json"]
    )
    contributors: Annotated[Formats, says("One person's new credits.")] = field(default_factory=lambda: ["rss"])
    collections: Annotated[Formats, says("One collection.")] = field(default_factory=lambda: ["rss"])
    mediums: Annotated[Formats, says("One medium.")] = field(default_factory=lambda: ["rss"])
    tags: Annotated[Formats, says("One tag.")] = field(default_factory=lambda: ["rss"])
    roles: Annotated[Formats, says("One role.")] = []
    years: Annotated[Formats, says("One year.")] = []
    changes: Annotated[Formats, says("What was added, corrected, renamed and withdrawn.")] = field(
        default_factory=lambda: ["rss"]
    )
    content: Annotated[
        Literal["full", "summary"],
        says("What an entry says of a work: its whole description, or one or two sentences. Credits and files stand in both."),
    ] = "full"


class TakeawaysEntry(Entry, frozen=True):
    """What contributors can take away from their page."""

    badge: Annotated[bool, says("An SVG badge with the number of credits.")] = True
    card: Annotated[bool, says("A small page to embed elsewhere.")] = True
    vcard: Annotated[bool, says("A vCard.")] = True
    citations: Annotated[bool, says("Credits as CSV, BibTeX and CSL-JSON.")] = True
    citation_styles: Annotated[
        list[str], says("Ready citations in these styles of CSL, such as apa or modern-language-association (extra citations).")
    ] = []
    social_pictures: Annotated[
        Literal["covers", "drawn", "none"],
        says("Pictures for social networks: covers as they are, drawn with title and names, or none."),
    ] = "covers"


class SoundSettings(Entry, frozen=True):
    """Copies of recordings, where these are large or not played by every browser."""

    formats: Annotated[
        list[Literal["opus", "mp3", "aac"]], says("opus is smallest; mp3 and aac are played everywhere. [] makes none.")
    ] = field(default_factory=lambda: ["opus", "mp3"])
    kbps: Annotated[int, says("Kilobits a second, in stereo.", "count")] = 128


class FilmSettings(Entry, frozen=True):
    """Copies of films, where these are large or not played by every browser."""

    formats: Annotated[
        list[Literal["av1", "vp9", "h264"]], says("h264 is played everywhere; vp9 and av1 are smaller. [] makes none.")
    ] = field(default_factory=lambda: ["vp9", "h264"])
    heights: Annotated[list[int], says("Heights in pixels; none is ever enlarged.", "count")] = field(
        default_factory=lambda: [720, 360]
    )


class MediaSettings(Entry, frozen=True):
    """How media are prepared."""

    formats: Annotated[
        list[Literal["webp", "jpeg", "avif"]], says("Picture formats; jpeg also stands for PNG where there is transparency.")
    ] = field(default_factory=lambda: ["webp", "jpeg"])
    sound: SoundSettings = SoundSettings()
    film: FilmSettings = FilmSettings()
    workers: Annotated[
        str, says("Where recordings and films are encoded: local, or the address of a Dask scheduler, tcp://...", "workers")
    ] = "local"


class MarkdownSettings(Entry, frozen=True):
    """How texts are read."""

    engine: Annotated[
        Literal["python-markdown", "commonmark"],
        says("What reads them: commonmark is many times faster, knows no abbreviations, needs creditroll[fast]."),
    ] = "python-markdown"
    extensions: Annotated[
        list[Literal["abbr", "def_list", "fenced_code", "footnotes", "sane_lists", "smarty", "tables"]],
        says("Extensions of Python-Markdown; commonmark has the same but abbr and sane_lists."),
    ] = field(default_factory=lambda: ["abbr", "def_list", "fenced_code", "footnotes", "sane_lists", "smarty", "tables"])
    remote_images: Annotated[
        Literal["drop", "allow"], says("Pictures on other servers: they can follow readers, so they are dropped.")
    ] = "drop"


class ReleaseRules(Entry, frozen=True):
    """What must be there before a project is published."""

    require_consent: Annotated[bool, says("true: nobody may be unasked.")] = False
    require: Annotated[
        list[Literal["license", "cover", "summary", "released", "language", "alt", "captions", "transcript"]],
        says("Keys that a project must have."),
    ] = []


class PrivacyRules(Entry, frozen=True):
    """What protects people."""

    never_print: Annotated[Literal["optional", "required"], says("required: private/never-print.yaml must exist.")] = "optional"
    documents: Annotated[
        Literal["keep", "clean"], says("clean: PDFs lose their author, producer, dates and what photographs in them say.")
    ] = "keep"


class RoleEntry(Entry, frozen=True):
    """A role added, or changed, for this site."""

    name: Annotated[str | None, says("For one person: Director.")] = None
    plural: Annotated[str | None, says("For several: Directors.")] = None
    by: Annotated[str | None, says("Before names: Directed by.")] = None
    department: Annotated[str | None, says("The department's id.")] = None
    aliases: Annotated[list[str], says("Other spellings.")] = []
    marc: Annotated[str | None, says("MARC relator code.")] = None
    names: Annotated[Labels, says("The name in other languages.")] = {}


class MediumEntry(Entry, frozen=True):
    """A medium added, or changed, for this site."""

    name: Annotated[str | None, says("For one: Film.")] = None
    plural: Annotated[str | None, says("For several: Films.")] = None
    verb: Annotated[str | None, says("What a reader does: Watch.")] = None
    schema: Annotated[str | None, says("The schema.org type.")] = None
    layout: Annotated[Literal["watch", "listen", "read", "look", "play"] | None, says("How its page is laid out.")] = None
    lead_roles: Annotated[list[str], says("The roles that a byline names, in order.")] = []


class RelationEntry(Entry, frozen=True):
    """A way in which a work comes from another, added or changed for this site."""

    made_from: Annotated[str | None, says("On the later work: Set to music from.")] = None
    led_to: Annotated[str | None, says("On the earlier one: Set to music as.")] = None


class LicenceSetting(Entry, frozen=True):
    """A licence added, or changed, for this site."""

    name: Annotated[str | None, says("The full name.")] = None
    short: Annotated[str | None, says("The short name.")] = None
    url: Url | None = None
    aliases: Annotated[list[str], says("Other spellings.")] = []
    requires_attribution: Annotated[bool | None, says("true: the creators must be named.")] = None
    requires_share_alike: Annotated[bool | None, says("true: derivatives under the same licence.")] = None
    allows_derivatives: Annotated[bool | None, says("true: it may be changed.")] = None
    allows_commercial: Annotated[bool | None, says("true: it may be sold.")] = None


class CataloguesEntry(Entry, frozen=True):
    """Which catalogues other programs find everything in."""

    opds: Annotated[bool, says("Books and texts for reading apps (OPDS 2.0).")] = True
    iiif: Annotated[bool, says("Pictures, sound and film for the viewers of museums and libraries (IIIF).")] = True
    data: Annotated[bool, says("Everything public in data.json, with its JSON Schema.")] = False
    llms: Annotated[bool, says("llms.txt, for language models.")] = False


class SecurityEntry(Entry, kw_only=True, frozen=True):
    """security.txt: where faults of the site's safety are told."""

    contact: Annotated[str, says("An address that starts with mailto: or https://.", "url")]
    expires: Annotated[str, says("Until when this holds: a day, less than a year from now.", "day")]
    policy: Url | None = None
    languages: Annotated[list[Language], says("The languages you read, best first.")] = []


class PaginationEntry(Entry, frozen=True):
    """How long lists are before they are cut into pages."""

    cards: Annotated[int, says("Cards on a page.", "count")] = 24
    lines: Annotated[int, says("Lines on a page.", "count")] = 100


class Config(Entry, frozen=True):
    """`config.yaml`; a title and an address are enough."""

    site: SiteEntry
    theme: ThemeEntry = ThemeEntry()
    menu: Annotated[
        list[str], says("projects, contributors, collections, mediums, roles, tags, years, search, feeds, or the id of a page.")
    ] = []
    featured: Annotated[list[Id], says("Projects on the home page, in this order.")] = []
    feeds: FeedsEntry = FeedsEntry()
    takeaways: TakeawaysEntry = TakeawaysEntry()
    media: MediaSettings = MediaSettings()
    markdown: MarkdownSettings = MarkdownSettings()
    release: ReleaseRules = ReleaseRules()
    privacy: PrivacyRules = PrivacyRules()
    roles: Annotated[dict[str, RoleEntry], says("Roles added or changed.")] = {}
    mediums: Annotated[dict[str, MediumEntry], says("Mediums added or changed.")] = {}
    licences: Annotated[dict[str, LicenceSetting], says("Licences added or changed.")] = {}
    relations: Annotated[dict[str, RelationEntry], says("Relations between works, added or changed.")] = {}
    pagination: PaginationEntry = PaginationEntry()
    catalogues: CataloguesEntry = CataloguesEntry()
    security: SecurityEntry | None = None

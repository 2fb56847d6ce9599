"""What editors may write: the one definition behind checks, JSON Schemas and the reference.

Values are the texts that were typed, given a shape. The `format` in a field's metadata says how the reader
checks a text: id, url, date, language, file, time, focus, colour, markdown.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, field


def says(description: str, form: str = "", **more: Any) -> Meta:
    """Metadata of a key: a sentence of help, and the form its text must have."""
    schema: dict[str, Any] = {"format": _JSON_FORMATS[form]} if form in _JSON_FORMATS else {}
    schema |= {"pattern": _PATTERNS[form]} if form in _PATTERNS else {}
    return Meta(description=description, extra={"form": form} if form else {}, extra_json_schema=schema or None, **more)


_JSON_FORMATS = {"url": "uri", "file": "uri-reference"}
_PATTERNS = {
    "id": "^[a-z0-9]+(-[a-z0-9]+)*$",
    "date": r"^\d{4}(-\d{2}(-\d{2})?)?$",
    "time": r"^(\d+:)?\d{1,2}:\d{2}(\.\d+)?$",
    "focus": r"^(0|1|0?\.\d+|1\.0+) +(0|1|0?\.\d+|1\.0+)$",
    "colour": "^#[0-9a-fA-F]{6}$",
}

Id = Annotated[str, says("An id: small letters, digits and single hyphens.", "id")]
Url = Annotated[str, says("A web address that starts with https://, http:// or mailto:.", "url")]
Date = Annotated[str, says("A year, a month or a day: 2025, 2025-11 or 2025-11-02.", "date")]
Language = Annotated[str, says("A language as BCP 47 writes it: en, pt-BR, zh-Hant.", "language")]
File = Annotated[str, says("The name of a file beside the manifest.", "file")]
Time = Annotated[str, says("A time, 1:23 or 0:01:23.5.", "time")]
Markdown = Annotated[str, says("Text with Markdown.", "markdown")]

Kind = Literal["person", "group", "organisation"]
Status = Literal["draft", "proof", "released", "withdrawn"]
CreditKind = Literal["contribution", "influence", "thanks"]
Consent = Literal["unasked", "asked", "granted", "anonymous", "declined"]


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Anything written as a mapping; keys that are not defined here are refused."""


class FormerId(Entry, frozen=True):
    """An id that was used before; its address leads here for ever."""

    id: Annotated[str, says("The old id.", "id")]
    date: Date | None = None
    silent: Annotated[bool, says("true: written nowhere; the old address is not found.")] = False


class LinkEntry(Entry, frozen=True):
    """A link with its words."""

    label: Annotated[str, says("The words of the link.")]
    url: Url
    me: Annotated[bool, says("true: the linked page is the same person (rel=me).")] = False


class PictureEntry(Entry, frozen=True):
    """A picture and what it shows."""

    file: File
    alt: Annotated[str | None, says("What the picture shows, for those who do not see it.")] = None
    decorative: Annotated[bool, says("true: the picture says nothing that the text does not.")] = False
    focus: Annotated[str | None, says("The point that crops keep, from 0 0 (left, top) to 1 1.", "focus")] = None
    credit: Annotated[str | None, says("Who made this picture, where it is not the project's credits that say so.")] = None


class LicenceEntry(Entry, frozen=True):
    """A licence that is in no registry."""

    name: Annotated[str, says("The licence's name as it is printed.")]
    url: Url | None = None


class MemberEntry(Entry, frozen=True):
    """A member of a group."""

    contributor: Id
    as_: Annotated[str | None, says("The name to print here.")] = field(name="as", default=None)
    detail: Annotated[str | None, says("An instrument, a voice, what exactly.")] = None
    from_: Annotated[str | None, says("Since when.", "date")] = field(name="from", default=None)
    to: Annotated[str | None, says("Until when.", "date")] = None


class CreditEntry(Entry, frozen=True):
    """Who did what."""

    contributor: Annotated[str | None, says("The id of a contributor.", "id")] = None
    name: Annotated[str | None, says("The name of someone on purpose without a page.")] = None
    role: Annotated[str | None, says("What they did; any words, best from the registry of roles.")] = None
    as_: Annotated[str | None, says("The name to print here.")] = field(name="as", default=None)
    detail: Annotated[str | None, says("An instrument, 'additional', what exactly.")] = None
    character: Annotated[str | None, says("The character who was played.")] = None
    unit: Annotated[str | None, says("The unit or team, such as 'Second unit'.")] = None
    part: Annotated[str | None, says("The id of the media item this credit is for.")] = None
    at: Annotated[str | None, says("A time or range in that item, such as 2:13 or 1:00-1:20.", "range")] = None
    note: Annotated[str | None, says("Anything else to print.")] = None
    kind: Annotated[CreditKind, says("contribution, influence or thanks.")] = "contribution"
    consent: Annotated[Consent | None, says("Whether they agreed; anonymous prints no name, declined prints nothing.")] = None
    members: Annotated[list[str | MemberEntry], says("The members of the group who took part.")] = []


OneCredit = str | CreditEntry
CreditsEntry = str | dict[str, str | CreditEntry | list[str | CreditEntry]] | list[CreditEntry]


class WithdrawnEntry(Entry, frozen=True):
    """When and why a project was withdrawn."""

    date: Date | None = None
    note: Annotated[str | None, says("One sentence, shown in place of the project.")] = None


class PartOfEntry(Entry, frozen=True):
    """The whole this project is a piece of."""

    project: Id
    number: Annotated[str | None, says("Its number in the whole.")] = None
    season: Annotated[str | None, says("The season of a series.")] = None
    section: Annotated[str | None, says("The section, side or chapter it stands in.")] = None


class SourceEntry(Entry, frozen=True):
    """A work that this one was made from."""

    project: Annotated[str | None, says("The id of a project here.", "id")] = None
    url: Url | None = None
    title: Annotated[str | None, says("The title of a work elsewhere.")] = None
    by: Annotated[str | None, says("Who made the work elsewhere.")] = None
    relation: Annotated[str, says("adaptation, translation, sample, remix, cover, soundtrack, sequel, inspired-by ...")] = (
        "inspired-by"
    )
    license: Annotated[str | None, says("The licence of the work elsewhere.")] = None
    permission: Annotated[str | None, says("What its makers permitted beyond its licence, and how.")] = None
    note: Annotated[str | None, says("Anything else to print.")] = None


class ShareEntry(Entry, frozen=True):
    """One person's share."""

    parts: Annotated[str | None, says("How many parts, or percent.", "number")] = None
    waived: Annotated[bool, says("true: goes back to the others in proportion.")] = False


class PoolEntry(Entry, kw_only=True, frozen=True):
    """How one pool of earnings is shared."""

    pool: Annotated[str, says("What is shared, such as 'profit'.")]
    basis: Annotated[str | None, says("The rule in words.")] = None
    state: Annotated[Literal["proposed", "final"], says("proposed or final.")] = "final"
    closes: Annotated[str | None, says("Until when a proposed split can be discussed.", "date")] = None
    unit: Annotated[Literal["parts", "percent"], says("parts, or percent that come to exactly 100.")] = "parts"
    visibility: Annotated[Literal["hidden", "totals", "public"], says("What readers see of it.")] = "hidden"
    split: Annotated[dict[str, str | ShareEntry], says("Contributor ids with their shares.")]


class AwardEntry(Entry, frozen=True):
    """A prize."""

    name: Annotated[str, says("The prize.")]
    by: Annotated[str | None, says("Who gave it.")] = None
    date: Date | None = None
    url: Url | None = None


class CorrectionEntry(Entry, frozen=True):
    """A dated note on what was put right."""

    date: Date
    note: Annotated[str, says("What was put right.")]


class TrackEntry(Entry, frozen=True):
    """A WebVTT file for a film or a recording."""

    file: File
    language: Language | None = None
    kind: Annotated[Literal["captions", "subtitles", "descriptions"], says("captions, subtitles or descriptions.")] = "captions"
    label: Annotated[str | None, says("The words in the player's menu.")] = None


class ChapterEntry(Entry, frozen=True):
    """A chapter of a film or a recording."""

    at: Time
    title: Annotated[str, says("The chapter's title.")]


class PodcastEntry(Entry, frozen=True):
    """What podcast apps are told of a whole, and of its episodes."""

    guid: Annotated[
        str | None, says("The UUID by which apps know a podcast for ever (podcast:guid); else made of its address.", "uuid")
    ] = None
    category: Annotated[list[str], says("Categories or subcategories of Apple Podcasts, such as Performing Arts.")] = []
    explicit: Annotated[bool, says("true: not for children.")] = False
    order: Annotated[Literal["episodic", "serial"], says("serial: to be heard from the first to the last.")] = "episodic"
    complete: Annotated[bool, says("true: no episode will follow.")] = False
    moved_to: Annotated[str | None, says("The address of the feed that takes its place.", "url")] = None
    episode: Annotated[Literal["full", "trailer", "bonus"], says("What kind of episode this part is.")] = "full"


class IframeEntry(Entry, frozen=True):
    """A page of any service, to be shown in a frame."""

    iframe: Url


class ProjectIdentifiers(Entry, frozen=True):
    """Numbers by which catalogues know a work; check digits are checked."""

    isbn: Annotated[str | None, says("ISBN of a book.", "isbn")] = None
    issn: Annotated[str | None, says("ISSN of a magazine or series.", "issn")] = None
    ismn: Annotated[str | None, says("ISMN of a score.", "ismn")] = None
    isrc: Annotated[str | None, says("ISRC of a recording.", "isrc")] = None
    iswc: Annotated[str | None, says("ISWC of a musical work.", "iswc")] = None
    isan: Annotated[str | None, says("ISAN of a film.", "isan")] = None
    eidr: Annotated[str | None, says("EIDR of a film.", "eidr")] = None
    doi: Annotated[str | None, says("DOI.", "doi")] = None
    imdb: Annotated[str | None, says("IMDb title, tt and digits.", "imdb")] = None
    musicbrainz: Annotated[str | None, says("MusicBrainz id, a UUID.", "uuid")] = None
    wikidata: Annotated[str | None, says("Wikidata id, Q and digits.", "wikidata")] = None


class PersonIdentifiers(Entry, frozen=True):
    """Numbers by which catalogues know a person; check digits are checked."""

    orcid: Annotated[str | None, says("ORCID iD.", "orcid")] = None
    isni: Annotated[str | None, says("ISNI.", "isni")] = None
    viaf: Annotated[str | None, says("VIAF id, digits.", "viaf")] = None
    wikidata: Annotated[str | None, says("Wikidata id, Q and digits.", "wikidata")] = None
    musicbrainz: Annotated[str | None, says("MusicBrainz artist id, a UUID.", "uuid")] = None
    imdb: Annotated[str | None, says("IMDb name, nm and digits.", "imdb")] = None


class MediaEntry(Entry, frozen=True):
    """One thing to watch, hear, read, see or fetch; the key that names its file says the kind."""

    video: File | None = None
    audio: File | None = None
    image: File | None = None
    images: Annotated[str | None, says("A pattern of image files, such as pages/*.png, in natural order.")] = None
    text: File | None = None
    document: File | None = None
    embed: Annotated[str | IframeEntry | None, says("The address of a page on another service.", "url")] = None
    file: File | None = None
    section: Annotated[str | None, says("A heading between items.")] = None

    id: Annotated[str | None, says("A short name for credits and links; else made from the file's name.", "id")] = None
    title: Annotated[str | None, says("The item's title.")] = None
    summary: Annotated[str | None, says("A caption.")] = None
    alt: Annotated[str | None, says("What the picture shows, for those who do not see it.")] = None
    decorative: Annotated[bool, says("true: the picture says nothing that the text does not.")] = False
    focus: Annotated[str | None, says("The point that crops keep, from 0 0 (left, top) to 1 1.", "focus")] = None
    alts: Annotated[str | None, says("A YAML file: image file name to what it shows.", "file")] = None
    reading: Annotated[Literal["ltr", "rtl", "scroll"] | None, says("How a comic is read.")] = None
    writing: Annotated[
        Literal["horizontal", "vertical"] | None, says("vertical: in columns from top to bottom, as Japanese may be set.")
    ] = None
    poster: File | PictureEntry | None = None
    captions: Annotated[list[File | TrackEntry], says("WebVTT files.")] = []
    transcript: Annotated[str | None, says("A Markdown file with everything that is said and heard.", "file")] = None
    lyrics: Annotated[str | None, says("A Markdown file with the words.", "file")] = None
    chapters: Annotated[File | list[ChapterEntry] | None, says("A WebVTT file, or a list of times and titles.")] = None
    download: Annotated[bool | None, says("true: offer the file for download.")] = None

    language: Language | None = None
    license: Annotated[str | LicenceEntry | list[str | LicenceEntry] | None, says("Where it differs from the project's.")] = None
    identifiers: ProjectIdentifiers | None = None
    credits: Annotated[CreditsEntry | None, says("Who made this item; they count as the project's credits.")] = None
    made_from: Annotated[list[SourceEntry], says("What this item was made from.")] = []


MEDIA_KINDS = ("video", "audio", "image", "images", "text", "document", "embed", "file", "section")


class ProjectManifest(Entry, frozen=True):
    """A work: `content/projects/<id>/project.yaml`."""

    title: Annotated[str, says("The title as it is printed.")]
    medium: Annotated[str | None, says("What it is: film, song, poem ... (required, but for a part of a whole).")] = None
    released: Annotated[str | None, says("When it came out; in the future: scheduled; absent: undated.", "date")] = None
    status: Annotated[Status, says("draft and proof are never published.")] = "released"
    withdrawn: WithdrawnEntry | None = None
    listed: Annotated[bool, says("false: the page exists, but nothing links to it.")] = True
    formerly: Annotated[list[Id | FormerId], says("Ids it had before.")] = []
    language: Language | None = None
    summary: Annotated[str | None, says("One plain sentence for cards and feeds.")] = None
    description: Annotated[str | None, says("A longer text in Markdown; or the file description.md.", "markdown")] = None
    content_notes: Annotated[list[str], says("What some readers want to know beforehand.")] = []
    tags: Annotated[list[str], says("Words to find it by.")] = []
    license: Annotated[
        str | LicenceEntry | list[str | LicenceEntry] | None,
        says("A licence's id, or a name and address; of a list the reader chooses."),
    ] = None
    rights_holder: Annotated[str | None, says("Who holds the rights.")] = None
    identifiers: ProjectIdentifiers | None = None
    cover: File | PictureEntry | None = None
    part_of: Annotated[str | PartOfEntry | list[str | PartOfEntry] | None, says("The whole it is a piece of.", "id")] = None
    media: Annotated[list[MediaEntry], says("What there is to watch, hear, read and see, in order.")] = []
    credits: Annotated[CreditsEntry | None, says("Who made it; or none; or the name of a CSV file.")] = None
    billing: Annotated[Literal["as-listed", "alphabetical"], says("The order of names.")] = "as-listed"
    podcast: PodcastEntry | None = None
    made_from: Annotated[list[SourceEntry], says("The works it was made from.")] = []
    shares: Annotated[list[PoolEntry], says("How earnings are shared.")] = []
    links: Annotated[list[LinkEntry], says("Pages about it elsewhere.")] = []
    awards: Annotated[list[AwardEntry], says("Prizes it won.")] = []
    corrections: Annotated[list[CorrectionEntry], says("What was put right, and when.")] = []


class ExternalPage(Entry, frozen=True):
    """A page elsewhere that stands for the contributor's own."""

    external: Url


class ContributorManifest(Entry, frozen=True):
    """Someone who is credited: `content/contributors/<id>.yaml`."""

    name: Annotated[str, says("The name as it is printed.")]
    kind: Annotated[Kind, says("person, group or organisation.")] = "person"
    sort: Annotated[str | None, says("The name as it is sorted: Lima, Ana.")] = None
    also: Annotated[list[str], says("Other names, shown as 'also credited as'.")] = []
    names: Annotated[dict[str, str], says("The name in other languages and scripts, by language.")] = {}
    pronouns: Annotated[str | None, says("she/her, they/them ...")] = None
    formerly: Annotated[list[Id | FormerId], says("Ids they had before.")] = []
    credit_name: Annotated[
        Literal["as-credited", "everywhere"], says("everywhere: their name is printed on every credit, whatever `as` says.")
    ] = "as-credited"
    page: Annotated[
        Literal["full", "minimal", "none"] | ExternalPage, says("full, minimal (name and credits), none, or {external: address}.")
    ] = "full"
    indexed: Annotated[bool, says("false: kept out of search engines, the sitemap and the search.")] = True
    bio: Annotated[str | None, says("A few sentences in Markdown.", "markdown")] = None
    portrait: File | PictureEntry | None = None
    links: Annotated[list[LinkEntry], says("Their pages elsewhere.")] = []
    identifiers: PersonIdentifiers | None = None
    distinct_from: Annotated[list[Id], says("Other people of the same name.")] = []
    members: Annotated[list[Id | MemberEntry], says("Of a group: who belongs to it, and when.")] = []


class CollectionProject(Entry, frozen=True):
    """A project in a collection, with a note."""

    project: Id
    note: Annotated[str | None, says("Why it is here.")] = None


class CollectionFilter(Entry, frozen=True):
    """What a collection that fills itself takes in; all of it must hold."""

    medium: Annotated[str | None, says("A medium.")] = None
    tag: Annotated[str | None, says("A tag.")] = None
    year: Annotated[str | None, says("A year.", "year")] = None
    contributor: Annotated[str | None, says("A contributor's id.", "id")] = None


class CollectionManifest(Entry, frozen=True):
    """An ordered, introduced selection: `content/collections/<id>.yaml`."""

    title: Annotated[str, says("The title as it is printed.")]
    summary: Annotated[str | None, says("One plain sentence for cards and feeds.")] = None
    introduction: Annotated[str | None, says("A text in Markdown.", "markdown")] = None
    credits: Annotated[CreditsEntry | None, says("Who put it together.")] = None
    cover: File | PictureEntry | None = None
    status: Annotated[Status, says("draft and proof are never published.")] = "released"
    released: Annotated[str | None, says("When it came out.", "date")] = None
    formerly: Annotated[list[Id | FormerId], says("Ids it had before.")] = []
    language: Language | None = None
    links: Annotated[list[LinkEntry], says("Pages about it elsewhere.")] = []
    tags: Annotated[list[str], says("Words to find it by.")] = []
    awards: Annotated[list[AwardEntry], says("Prizes it won.")] = []
    projects: Annotated[list[Id | CollectionProject], says("The projects, in order.")] = []
    where: CollectionFilter | None = None


class PageManifest(Entry, frozen=True):
    """The YAML header of a page: `content/pages/<id>.md`."""

    title: Annotated[str | None, says("The title; else the first heading.")] = None
    menu: Annotated[bool, says("true: in the menu, where the configuration names no menu of its own.")] = False
    summary: Annotated[str | None, says("One plain sentence.")] = None
    language: Language | None = None
    formerly: Annotated[list[Id | FormerId], says("Ids it had before.")] = []

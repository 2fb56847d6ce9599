"""One view for each kind of page."""

from __future__ import annotations

from generator.model.anthology import Prose
from generator.plan.views.groups import (
    AwardView,
    CiteView,
    ContributorGroupView,
    FamilyView,
    GroupWorksView,
    LicenceView,
    NameView,
    NoteView,
    PagerView,
    PartsSectionView,
    PoolView,
    SnippetView,
    TogetherView,
    WaysView,
    WentView,
    WholeView,
    YearCountView,
    YearGroupView,
)
from generator.plan.views.parts import (
    Anchor,
    CardView,
    CollectionCardView,
    ContributorCardView,
    CreditView,
    DateView,
    DepartmentView,
    LineageView,
    MediaView,
    PersonView,
    PictureView,
    RoleGroupView,
    View,
)


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
    playlists: tuple[Anchor, ...] = ()
    """The recordings in order, for other players."""
    made_from: tuple[LineageView, ...] = ()
    led_to: tuple[LineageView, ...] = ()
    translations: tuple[CardView, ...] = ()
    family: FamilyView | None = None
    """What it comes from and led to at any depth; none where `made_from` and `led_to` say it all."""
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
    snippets: tuple[SnippetView, ...] = ()
    """Links to the work, to copy."""
    takeaways: tuple[Anchor, ...] = ()
    """The work for other programs."""
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


class ContributorPage(View, kw_only=True, frozen=True):
    """/contributors/<id>/ with its further pages; also roles/<role>/, medium/<medium>/, years/<year>/ below it."""

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
    only: str = ""
    """Set where the list shows one role, medium or year: its name."""
    roles: tuple[Anchor, ...] = ()
    """Ways to lists of one role, with counts."""
    mediums: tuple[Anchor, ...] = ()
    """Ways to lists of one medium, with counts; empty where there is one medium or little to choose from."""
    timeline: tuple[YearCountView, ...] = ()
    """From the first year to the last; empty where there is only one."""
    years: tuple[YearGroupView, ...]
    total: int | None = None
    works_total: int | None = None
    pager: PagerView | None = None
    together: tuple[TogetherView, ...] = ()
    went: tuple[WentView, ...] = ()
    groups: tuple[PersonView, ...] = ()
    group_works: tuple[GroupWorksView, ...] = ()
    members: tuple[PersonView, ...] = ()
    distinct: tuple[PersonView, ...] = ()
    snippets: tuple[SnippetView, ...] = ()
    takeaways: tuple[Anchor, ...] = ()
    badge: str = ""
    badge_dark: str = ""
    badge_width_px: int = 0
    card_href: str = ""
    feeds: tuple[Anchor, ...] = ()
    report: str = ""


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

    @property
    def width_px(self) -> int:
        """With the space around both words."""
        return self.left_px + self.right_px + 4 * 8

    @property
    def height_px(self) -> int:
        """One line of text with the space around it."""
        return 22


class CollectionsPage(View, kw_only=True, frozen=True):
    """/collections/"""

    collections: tuple[CollectionCardView, ...]
    pager: PagerView | None = None
    total: int | None = None


class CollectionPage(View, kw_only=True, frozen=True):
    """/collections/<id>/"""

    card: CollectionCardView
    language: str = "en"
    direction: str = "ltr"
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

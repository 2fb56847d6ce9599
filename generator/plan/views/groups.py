"""Views that stand together on a page: parts of a whole, shares, pages of a list."""

from __future__ import annotations

from generator.plan.views.parts import Anchor, CardView, ContributorCardView, CreditView, DateView, MediaView, PersonView, View


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


class WaysView(View, kw_only=True, frozen=True):
    """A group of ways on: mediums, years, tags ..."""

    heading: str
    links: tuple[Anchor, ...]
    more: str = ""


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


class YearCountView(View, kw_only=True, frozen=True):
    """A year of someone's life as a maker; years without works are told too."""

    year: str
    works: int
    href: str = ""
    """Where the works of that year stand; empty where there are none."""
    share: int = 0
    """In percent of the year with the most works."""


class GroupWorksView(View, kw_only=True, frozen=True):
    """What a group made while someone belonged to it, where they are not named themselves."""

    group: PersonView
    works: tuple[CardView, ...]
    """The newest of them."""
    more: int = 0


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


class RelativeView(View, kw_only=True, frozen=True):
    """A work in the picture of a family, with its place in pixels."""

    title: str
    href: str = ""
    language: str = ""
    direction: str = "ltr"
    words: tuple[str, ...] = ()
    """How it came from those before it: Adapted from."""
    beside: str = ""
    """Its medium and who made it; of a work elsewhere who made it and its licence."""
    current: bool = False
    """The work whose page this is."""
    elsewhere: bool = False
    title_lines: tuple[str, ...] = ()
    """The title as it fits into the picture."""
    x_px: int = 0
    y_px: int = 0


class FamilyLine(View, kw_only=True, frozen=True):
    """A line of the picture from a work to one that was made from it."""

    points: tuple[tuple[int, int], ...]
    """Across and down: where it begins, where it comes past other works and leaves them behind, where it ends."""


class FamilyBranch(View, kw_only=True, frozen=True):
    """A work of a family with what was made from it, for lists in lists."""

    words: str
    """Adapted as; empty for the first ones."""
    work: RelativeView
    again: bool = False
    """What was made from it is told elsewhere in the list."""
    branches: tuple[FamilyBranch, ...] = ()


class FamilyView(View, kw_only=True, frozen=True):
    """Where a work comes from and where it went, at any depth: as a picture, and as lists in lists."""

    relatives: tuple[RelativeView, ...]
    """The work itself, then the nearest first."""
    lines: tuple[FamilyLine, ...]
    width_px: int
    height_px: int
    work_width_px: int
    work_height_px: int
    branches: tuple[FamilyBranch, ...] = ()
    more: int = 0
    """How many works that are tied to these are not shown."""


class NameView(View, kw_only=True, frozen=True):
    """A name in another language."""

    language: str
    direction: str
    name: str


class SnippetView(View, kw_only=True, frozen=True):
    """Something to copy."""

    label: str
    text: str
    id: str


class PartsSectionView(View, kw_only=True, frozen=True):
    """Parts of a whole under one heading; the heading may be empty."""

    heading: str
    parts: tuple[CardView, ...]
    players: tuple[MediaView | None, ...] = ()
    """For each part its first recording, where the whole is listened to; empty where it is not."""


class WholeView(View, kw_only=True, frozen=True):
    """The whole a part belongs to, with its neighbours."""

    whole: CardView
    number: str = ""
    section: str = ""
    previous: Anchor | None = None
    next: Anchor | None = None


class CiteView(View, kw_only=True, frozen=True):
    """How to cite a work."""

    text: str
    """One ready sentence."""
    attribution: str
    """The sentence that the licence asks for; empty where it asks for none."""
    attribution_html: str = ""
    sources: str = ""
    """What the licences of the works it was made from ask to be said, a sentence each; empty where they ask for nothing."""
    bibtex: str = ""
    styles: tuple[SnippetView, ...] = ()
    """The same in the styles that the configuration names."""
    files: tuple[Anchor, ...] = ()
    """For programs that keep references."""


class PoolView(View, kw_only=True, frozen=True):
    """How one pool of earnings is shared, as far as readers may see."""

    pool: str
    basis: str = ""
    proposed: bool = False
    closes: DateView | None = None
    people: int = 0
    lines: tuple[ShareLineView, ...] = ()
    comment: str = ""
    """Where to say what one thinks of a proposed split: a mailto: or a web address."""


class ShareLineView(View, kw_only=True, frozen=True):
    """One public share."""

    person: PersonView
    text: str


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


class LicenceView(View, kw_only=True, frozen=True):
    """A licence in the licence box."""

    name: str
    short: str
    url: str = ""
    icons: tuple[str, ...] = ()
    """Names of symbols: cc by sa nc nd zero pd copyright text lal rs-inc rs-noc rs-other."""
    permissions: tuple[str, ...] = ()
    """What it asks and allows, in a few plain sentences."""

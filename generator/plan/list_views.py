"""Lists of works and of names, cut into pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.plan import urls, words
from generator.plan.views import (
    Anchor,
    CollectionCardView,
    ContributorGroupView,
    ContributorsPage,
    HomePage,
    PagerView,
    PictureView,
    WaysView,
)
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.plan.shelf import Shelf

_SHOWN_NUMBERS = 7
_COVERS = 4


class Cut(NamedTuple):
    """One page of a list: its address, the range of items it shows, newest first."""

    path: str
    number: int
    start: int
    stop: int
    pager: PagerView | None


def cuts(path: str, count: int, size: int) -> list[Cut]:
    """The pages of a list, its own address first.

    That one shows the newest `size` to `2 * size - 1`; all others are full and numbered from the oldest, so that a page keeps
    its content and address when something new comes.
    """
    return [cut(path, count, size, number) for number in (0, *range(numbered_pages(count, size), 0, -1))]


def numbered_pages(count: int, size: int) -> int:
    """How many pages a list has beside its own address."""
    return max(0, count // size - 1)


def cut(path: str, count: int, size: int, number: int) -> Cut:
    """One page of a list; 0 is its own address."""
    numbered = numbered_pages(count, size)
    if number == 0:
        return Cut(path, 0, 0, count - numbered * size, _pager(path, 0, numbered))
    start = count - number * size
    return Cut(urls.numbered(path, number), number, start, start + size, _pager(path, number, numbered))


class Slice(NamedTuple):
    """What one page of a list of works shows."""

    cut: Cut
    works: tuple[str, ...]
    total: int | None
    """Only at the list's own address."""


def page_title(shelf: Shelf, title: str, number: int) -> str:
    """The title of a page of a list that is not at the list's own address."""
    return shelf.say("%(title)s, page %(number)s").replace("%(number)s", str(number)).replace("%(title)s", title)


@made("slice")
def slice_of(shelf: Shelf, name: str, path: str, number: str) -> Slice:
    """One page of a list of works."""
    works = shelf.index(name)
    one = cut(path, len(works), shelf.config.pagination.cards, int(number))
    return Slice(one, works[one.start : one.stop], len(works) if one.number == 0 else None)


def _pager(path: str, number: int, count: int) -> PagerView | None:
    if not count:
        return None
    older = urls.numbered(path, count if number == 0 else number - 1) if number != 1 else ""
    newer = "" if number == 0 else path if number == count else urls.numbered(path, number + 1)
    middle = number or count
    near = {at for at in range(middle - 3, middle + 4) if 1 <= at <= count} | {1, count}
    return PagerView(
        newer=newer,
        older=older,
        newest=path if number else "",
        number=number,
        count=count,
        pages=tuple(
            Anchor(label=str(at), href=urls.numbered(path, at), current=at == number)
            for at in sorted(near, reverse=True)[: _SHOWN_NUMBERS + 2]
        ),
    )


def straight_cuts(path: str, count: int, size: int) -> list[Cut]:
    """The pages of a list in alphabetical order: the first at its own address, the second at page/2/."""
    pages = max(1, -(-count // size))
    addresses = [path, *(urls.numbered(path, number) for number in range(2, pages + 1))]
    found = []
    for at, address in enumerate(addresses):
        pager = None
        if pages > 1:
            pager = PagerView(
                newer=addresses[at - 1] if at else "",
                older=addresses[at + 1] if at + 1 < pages else "",
                number=at + 1,
                count=pages,
                pages=tuple(
                    Anchor(label=str(n + 1), href=addresses[n], current=n == at)
                    for n in range(pages)
                    if abs(n - at) <= 3 or n in (0, pages - 1)
                ),
            )
        found.append(Cut(address, at + 1, at * size, min(count, (at + 1) * size), pager))
    return found


@made("collection_card")
def collection_card(shelf: Shelf, collection_id: str) -> CollectionCardView:
    """A collection in a list."""
    collection = shelf.published.collections[collection_id]
    covers: list[PictureView] = []
    for chosen in collection.projects:
        if len(covers) < _COVERS and collection.cover is None:
            cover = shelf.brief(chosen.project).cover
            covers += [shelf.pictures.view(cover)] if cover is not None else []
    return CollectionCardView(
        href=urls.collection(collection.id),
        title=collection.title,
        summary=collection.summary,
        cover=shelf.pictures.view(collection.cover) if collection.cover is not None else None,
        covers=tuple(covers),
        hue=words.hue(collection.id),
        projects=len(collection.projects),
    )


def home_page(shelf: Shelf) -> HomePage:
    """/"""
    published = shelf.published
    featured = [key for key in shelf.config.featured if key in published.projects]
    recent = recent_works(shelf)
    people: dict[str, bool] = {}
    for key in (*featured, *recent):
        for credit in shelf.credits(key):
            if credit.contributor in published.shown and credit.kind == "contribution":
                face = shelf.face(credit.contributor)
                people[credit.contributor] = face is None or face.portrait is None
    with_faces = sorted(people, key=people.__getitem__)[:18]
    projects_total, contributors_total, credits_total = shelf.totals()
    return HomePage(
        featured=tuple(shelf.card(key) for key in featured),
        recent=tuple(shelf.card(key) for key in recent),
        collections=tuple(collection_card(shelf, key) for key in shelf.collection_ids()[:4]),
        mediums=mediums(shelf),
        people=tuple(shelf.contributor_card(key) for key in with_faces),
        projects_total=projects_total,
        contributors_total=contributors_total,
        credits_total=credits_total,
    )


@made("recent")
def recent_works(shelf: Shelf) -> tuple[str, ...]:
    """The newest works that are neither featured nor parts."""
    wanted = shelf.config.pagination.cards // 2
    featured = set(shelf.config.featured)
    found: list[str] = []
    for key in shelf.index("works"):
        if len(found) == wanted:
            break
        if key not in featured and not shelf.brief(key).is_part:
            found.append(key)
    return tuple(found)


def plural_name(shelf: Shelf, medium_id: str) -> str:
    """Films, Songs; told apart where one form serves for both."""
    medium = shelf.published.registries.mediums[medium_id]
    return (
        shelf.say(f"{medium.plural} (plural)")
        if medium.plural == medium.name and shelf.says(f"{medium.plural} (plural)")
        else shelf.say(medium.plural)
    )


@made("mediums")
def mediums(shelf: Shelf) -> tuple[Anchor, ...]:
    """Mediums with counts, in the registry's order."""
    counts = shelf.counts("medium")
    known = shelf.published.registries.mediums
    return tuple(
        Anchor(label=plural_name(shelf, key), href=urls.medium(key), count=counts[key]) for key in known if key in counts
    )


@made("years")
def years(shelf: Shelf) -> tuple[Anchor, ...]:
    """Years with counts, newest first."""
    counts = shelf.counts("year")
    return tuple(Anchor(label=year, href=urls.year(year), count=counts[year]) for year in sorted(counts, reverse=True))


@made("tag_anchors")
def tag_anchors(shelf: Shelf) -> tuple[Anchor, ...]:
    """Tags with counts, in alphabetical order."""
    counts = shelf.counts("tag")
    names = {slug: tag_name(shelf, slug) for slug in counts}
    return tuple(
        Anchor(label=names[slug], href=urls.tag(slug), count=counts[slug])
        for slug in sorted(names, key=lambda slug: words.script_key(names[slug]))
    )


@made("role_groups")
def role_groups(shelf: Shelf) -> tuple[WaysView, ...]:
    """Roles with the number of people who have them, by department."""
    people = {role.id: count for role, count in shelf.roles()}
    registries = shelf.published.registries
    order = {department.id: (department.order, department.name) for department in registries.departments}
    groups: dict[str, list[Anchor]] = {}
    for role in sorted(
        (role for role, _ in shelf.roles()),
        key=lambda role: (order.get(role.department, (9_999, ""))[0], role.rank, role.name.casefold()),
    ):
        anchor = Anchor(label=role.name, href=urls.role(role.slug), count=people[role.id])
        groups.setdefault(order.get(role.department, (0, "Further roles"))[1], []).append(anchor)
    return tuple(WaysView(heading=heading, links=tuple(links)) for heading, links in groups.items())


@made("tag_name")
def tag_name(shelf: Shelf, slug: str) -> str:
    """A tag as the newest work that has it writes it."""
    return next((tag.name for tag in shelf.project(shelf.index(f"tag {slug}")[0]).tags if tag.slug == slug), slug)


@made("ways")
def ways(shelf: Shelf) -> tuple[WaysView, ...]:
    """Ways on from the list of all projects."""
    tags = sorted(tag_anchors(shelf), key=lambda anchor: (-(anchor.count or 0), anchor.label))[:24]
    groups = (
        WaysView(heading=shelf.say("Mediums"), links=mediums(shelf), more="medium/"),
        WaysView(heading=shelf.say("Years"), links=years(shelf)[:24], more="years/"),
        WaysView(heading=shelf.say("Tags"), links=tuple(tags), more="tags/"),
    )
    return tuple(group for group in groups if group.links)


def contributors_page(shelf: Shelf, order: Sequence[str], cut: Cut, letters: tuple[Anchor, ...]) -> ContributorsPage:
    """/contributors/ or one of its further pages."""
    groups: dict[str, list[str]] = {}
    for key in order[cut.start : cut.stop]:
        groups.setdefault(letter_of(shelf, key), []).append(key)
    return ContributorsPage(
        letters=letters,
        groups=tuple(
            ContributorGroupView(letter=letter, id=letter_id(letter), people=tuple(shelf.contributor_card(key) for key in keys))
            for letter, keys in groups.items()
        ),
        total=len(order) if cut.number == 1 else None,
        pager=cut.pager,
    )


def letter_of(shelf: Shelf, key: str) -> str:
    """The heading a contributor stands under."""
    face = shelf.face(key)
    assert face is not None
    return words.letter(face.sort or face.name)


def letter_id(letter: str) -> str:
    """The fragment of a heading."""
    return f"letter-{ord(letter[0]):x}" if letter != "#" else "letter-0"


@made("letters")
def letters(shelf: Shelf) -> tuple[Anchor, ...]:
    """Each letter once, leading to the page on which it begins."""
    found: dict[str, Anchor] = {}
    order = shelf.people()
    pages = straight_cuts("contributors/", len(order), shelf.config.pagination.lines)
    for cut in pages:
        for key in order[cut.start : cut.stop]:
            letter = letter_of(shelf, key)
            if letter not in found:
                found[letter] = Anchor(label=letter, href=f"{cut.path}#{letter_id(letter)}")
    return tuple(found.values())

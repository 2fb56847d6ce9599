"""Lists of works and of names, cut into pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from generator.plan import urls, words
from generator.plan.views import (
    Anchor,
    CollectionCardView,
    ContributorGroupView,
    ContributorsPage,
    HomePage,
    PagerView,
    WaysView,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.anthology import Collection, Project
    from generator.plan.shelf import Shelf

T = TypeVar("T")
_SHOWN_NUMBERS = 7


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
    numbered = max(0, count // size - 1)
    own = Cut(path, 0, 0, count - numbered * size, _pager(path, 0, numbered))
    rest = [
        Cut(
            urls.numbered(path, number),
            number,
            count - number * size,
            count - (number - 1) * size,
            _pager(path, number, numbered),
        )
        for number in range(numbered, 0, -1)
    ]
    return [own, *rest]


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


def collection_card(shelf: Shelf, collection: Collection) -> CollectionCardView:
    """A collection in a list."""
    projects = [
        shelf.published.projects[chosen.project] for chosen in collection.projects if chosen.project in shelf.published.projects
    ]
    covers = tuple(shelf.pictures.view(project.cover) for project in projects if project.cover is not None)[:4]
    return CollectionCardView(
        href=urls.collection(collection.id),
        title=collection.title,
        summary=collection.summary,
        cover=shelf.pictures.view(collection.cover) if collection.cover is not None else None,
        covers=() if collection.cover is not None else covers,
        hue=words.hue(collection.id),
        projects=len(projects),
    )


def home_page(shelf: Shelf) -> HomePage:
    """/"""
    published = shelf.published
    featured = [published.projects[key] for key in shelf.config.featured if key in published.projects]
    chosen = {project.id for project in featured}
    recent = [p for p in shelf.cards_in_lists if p.id not in chosen and not p.part_of][: shelf.config.pagination.cards // 2]
    people: dict[str, None] = {}
    for project in (*featured, *recent):
        for credit in project.credits:
            if credit.contributor in published.shown and credit.kind == "contribution":
                people[credit.contributor] = None
    with_faces = sorted(people, key=lambda key: published.contributors[key].portrait is None)[:18]
    return HomePage(
        featured=tuple(shelf.card(project) for project in featured),
        recent=tuple(shelf.card(project) for project in recent),
        collections=tuple(collection_card(shelf, collection) for collection in list(published.collections.values())[:4]),
        mediums=mediums(shelf),
        people=tuple(shelf.contributor_card(key) for key in with_faces),
        projects_total=len(published.projects),
        contributors_total=len(published.shown),
        credits_total=sum(len(project.credits) for project in published.projects.values()),
    )


def plural_name(shelf: Shelf, medium_id: str) -> str:
    """Films, Songs; told apart where one form serves for both."""
    medium = shelf.published.registries.mediums[medium_id]
    return (
        shelf.say(f"{medium.plural} (plural)")
        if medium.plural == medium.name and shelf.says(f"{medium.plural} (plural)")
        else shelf.say(medium.plural)
    )


def mediums(shelf: Shelf) -> tuple[Anchor, ...]:
    """Mediums with counts, in the registry's order."""
    counts = count_by(shelf, lambda project: [project.medium.id])
    known = shelf.published.registries.mediums
    return tuple(
        Anchor(label=plural_name(shelf, key), href=urls.medium(key), count=counts[key]) for key in known if key in counts
    )


def years(shelf: Shelf) -> tuple[Anchor, ...]:
    """Years with counts, newest first."""
    counts = count_by(shelf, lambda project: [project.year] if project.year else [])
    return tuple(Anchor(label=year, href=urls.year(year), count=counts[year]) for year in sorted(counts, reverse=True))


def tag_anchors(shelf: Shelf) -> tuple[Anchor, ...]:
    """Tags with counts, in alphabetical order."""
    names: dict[str, str] = {}
    for project in shelf.cards_in_lists:
        for tag in project.tags:
            names.setdefault(tag.slug, tag.name)
    counts = count_by(shelf, lambda project: [tag.slug for tag in project.tags])
    return tuple(
        Anchor(label=names[slug], href=urls.tag(slug), count=counts[slug])
        for slug in sorted(names, key=lambda slug: words.script_key(names[slug]))
    )


def role_groups(shelf: Shelf) -> tuple[WaysView, ...]:
    """Roles with the number of people who have them, by department."""
    people: dict[str, set[str]] = {}
    roles = {}
    for project in shelf.published.projects.values():
        for credit in project.credits:
            roles[credit.role.id] = credit.role
            people.setdefault(credit.role.id, set()).add(credit.contributor or credit.name)
    registries = shelf.published.registries
    order = {department.id: (department.order, department.name) for department in registries.departments}
    groups: dict[str, list[Anchor]] = {}
    for role in sorted(
        roles.values(), key=lambda role: (order.get(role.department, (9_999, ""))[0], role.rank, role.name.casefold())
    ):
        anchor = Anchor(label=role.name, href=urls.role(role.slug), count=len(people[role.id]))
        groups.setdefault(order.get(role.department, (0, "Further roles"))[1], []).append(anchor)
    return tuple(WaysView(heading=heading, links=tuple(links)) for heading, links in groups.items())


def count_by(shelf: Shelf, keys: object) -> dict[str, int]:
    """How many works in lists have each key."""
    counts: dict[str, int] = {}
    for project in shelf.cards_in_lists:
        for key in dict.fromkeys(keys(project)):  # type: ignore[operator]
            counts[key] = counts.get(key, 0) + 1
    return counts


def ways(shelf: Shelf) -> tuple[WaysView, ...]:
    """Ways on from the list of all projects."""
    tags = sorted(tag_anchors(shelf), key=lambda anchor: (-(anchor.count or 0), anchor.label))[:24]
    groups = (
        WaysView(heading=shelf.say("Mediums"), links=mediums(shelf), more="medium/"),
        WaysView(heading=shelf.say("Years"), links=years(shelf)[:24], more="years/"),
        WaysView(heading=shelf.say("Tags"), links=tuple(tags), more="tags/"),
    )
    return tuple(group for group in groups if group.links)


def people_in_order(shelf: Shelf) -> tuple[str, ...]:
    """Contributors with a page, script by script, in alphabetical order."""
    contributors = shelf.published.contributors
    return tuple(
        sorted(shelf.published.shown, key=lambda key: (words.script_key(contributors[key].sort or contributors[key].name), key))
    )


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
    contributor = shelf.published.contributors[key]
    return words.letter(contributor.sort or contributor.name)


def letter_id(letter: str) -> str:
    """The fragment of a heading."""
    return f"letter-{ord(letter[0]):x}" if letter != "#" else "letter-0"


def letters(shelf: Shelf, order: Sequence[str], pages: Sequence[Cut]) -> tuple[Anchor, ...]:
    """Each letter once, leading to the page on which it begins."""
    found: dict[str, Anchor] = {}
    for cut in pages:
        for key in order[cut.start : cut.stop]:
            letter = letter_of(shelf, key)
            if letter not in found:
                found[letter] = Anchor(label=letter, href=f"{cut.path}#{letter_id(letter)}")
    return tuple(found.values())


def listed(shelf: Shelf, keep: object) -> tuple[Project, ...]:
    """The works in lists that a condition holds for, newest first."""
    return tuple(project for project in shelf.cards_in_lists if keep(project))  # type: ignore[operator]

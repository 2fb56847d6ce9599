"""What someone is credited on: all of it, and by role, medium, year; each list cut into pages that are facts of their own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from generator.model.anthology import Credit
from generator.plan import urls
from generator.plan.list_views import Cut, cut, numbered_pages
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import Member, Picture
    from generator.model.config import Config
    from generator.model.tracking import Key
    from generator.plan.release import Release
    from generator.plan.shelf import Shelf

EVERYTHING = ""
"""The kind of the list that is not narrowed."""
_LISTED_FROM = {"roles": 0, "medium": 5, "years": 50}
"""How many works somebody has who has lists of a kind; of fewer, those of a year stand together anyway."""


class Narrowing(msgspec.Struct, frozen=True):
    """A list of someone's works that have one role, medium or year."""

    kind: str
    """roles, medium, years: as in its address."""
    slug: str
    label: str
    count: int
    """Credits in a role; works of a medium or a year."""


class Narrowings(NamedTuple):
    """All such lists of one person; those of roles and mediums with the most first, of years the newest."""

    roles: tuple[Narrowing, ...]
    mediums: tuple[Narrowing, ...]
    years: tuple[Narrowing, ...]


class CreditedPage(msgspec.Struct, frozen=True):
    """One page of such a list: works with what they did there."""

    cut: Cut
    works: tuple[tuple[str, tuple[Credit, ...]], ...]
    total: int | None
    """How many works the list has; only at its own address."""


def list_path(contributor_id: str, kind: str, slug: str) -> str:
    """Where one of someone's lists stands."""
    path = urls.contributor(contributor_id)
    return f"{path}{kind}/{slug}/" if kind else path


@made("narrowings")
def narrowings(shelf: Shelf, contributor_id: str) -> Narrowings:
    """The roles, mediums and years of someone's works, each with how often."""
    roles: Counter[tuple[str, str]] = Counter()
    mediums: Counter[tuple[str, str]] = Counter()
    years: Counter[str] = Counter()
    names: dict[str, str] = {}
    for work, credits_ in shelf.credits_of(contributor_id).items():
        brief = shelf.brief(work)
        mediums[brief.medium.id, shelf.say(brief.medium.name)] += 1
        years[brief.year] += 1
        for credit in credits_:
            label = names.setdefault(credit.role.slug, credit.role.names.get(shelf.language, credit.role.name))
            roles[credit.role.slug, label] += 1
    return Narrowings(
        roles=tuple(
            Narrowing("roles", *one, count) for one, count in sorted(roles.items(), key=lambda item: (-item[1], item[0]))
        ),
        mediums=tuple(
            Narrowing("medium", *one, count) for one, count in sorted(mediums.items(), key=lambda item: (-item[1], item[0]))
        ),
        years=tuple(Narrowing("years", year, year, years[year]) for year in sorted(years, reverse=True) if year),
    )


def has_lists(shelf: Shelf, found: tuple[Narrowing, ...], works: int) -> bool:
    """Whether there are pages by medium, or by year."""
    return shelf.makes("contributor-lists") and len(found) > 1 and works >= _LISTED_FROM[found[0].kind]


@made("narrowing_label")
def narrowing_label(shelf: Shelf, contributor_id: str, kind: str, slug: str) -> str:
    """What a list is called; nothing where there is no such list."""
    found = narrowings(shelf, contributor_id)
    return next((one.label for one in (*found.roles, *found.mediums, *found.years) if (one.kind, one.slug) == (kind, slug)), "")


@made("narrowed")
def _narrowed(shelf: Shelf, contributor_id: str) -> dict[str, list[str]]:
    """Each of someone's narrowed lists by kind and slug, newest work first."""
    found: dict[str, list[str]] = {}
    for work, credits_ in shelf.credits_of(contributor_id).items():
        brief = shelf.brief(work)
        for one in (
            f"medium {brief.medium.id}",
            f"years {brief.year}",
            *{f"roles {credit.role.slug}": None for credit in credits_},
        ):
            found.setdefault(one, []).append(work)
    return found


@made("credited_works")
def credited_works(shelf: Shelf, contributor_id: str, kind: str, slug: str) -> tuple[str, ...]:
    """The works of one of someone's lists, newest first."""
    works = _narrowed(shelf, contributor_id).get(f"{kind} {slug}", ()) if kind else shelf.credits_of(contributor_id)
    return tuple(works)


@made("credited_page")
def credited_page(shelf: Shelf, contributor_id: str, kind: str, slug: str, number: str) -> CreditedPage:
    """One page of one of someone's lists; 0 is the list's own address. One more work leaves all full pages as they are."""
    works = credited_works(shelf, contributor_id, kind, slug)
    credited = shelf.credits_of(contributor_id)
    one = cut(list_path(contributor_id, kind, slug), len(works), shelf.config.pagination.lines, int(number))
    return CreditedPage(
        one,
        tuple(
            (work, tuple(credit for credit in credited[work] if kind != "roles" or credit.role.slug == slug))
            for work in works[one.start : one.stop]
        ),
        len(works) if one.number == 0 else None,
    )


@made("first_cover")
def first_cover(shelf: Shelf, contributor_id: str) -> Picture | None:
    """The cover of the newest work of someone's that has one."""
    covers = (shelf.brief(work).cover for work in shelf.credits_of(contributor_id))
    return next((cover for cover in covers if cover is not None), None)


@made("group_works")
def group_works(shelf: Shelf, group: str, contributor_id: str) -> tuple[str, ...]:
    """What a group made while someone belonged to it, without what names them, or names others of the group; newest first."""
    member = next(member for member in shelf.published.contributors[group].members if member.contributor == contributor_id)
    own = shelf.credits_of(contributor_id)
    return tuple(
        work
        for work, credits_ in shelf.credits_of(group).items()
        if work not in own
        and any(credit.contributor == group and not credit.members for credit in credits_)
        and _belonged(member, shelf.brief(work).released)
    )


def _belonged(member: Member, released: str) -> bool:
    """Whether a day, month or year lies in the time of a membership; the coarser of two dates decides."""
    since, until = member.since, member.until
    if not released:
        return not since and not until
    after = not since or released[: len(since)] >= since[: len(released)]
    return after and (not until or released[: len(until)] <= until[: len(released)])


def list_plots(release: Release, config: Config, makes: tuple[str, ...], contributor_id: str) -> Iterator[Key]:
    """The plots of someone with more works than one page shows: each page of each list is one, so that few are made anew.

    Nothing for all others, whose pages are one plot.
    """
    lines = config.pagination.lines
    works = release.postings.ids(f"by {contributor_id}")
    further = numbered_pages(len(works), lines)
    if not further:
        return
    yield from (f"contributor-list {contributor_id}   {number}" for number in range(1, further + 1))
    counts: Counter[tuple[str, str]] = Counter()
    for work in works:
        project = release.listed[work]
        counts["medium", project.medium.id] += 1
        counts["years", project.year] += 1
        counts.update({("roles", credit.role.slug) for credit in project.credits if concerns(credit, contributor_id)})
    kinds = Counter(kind for kind, slug in counts if slug)
    for (kind, slug), count in sorted(counts.items()):
        wanted = "contributor-roles" in makes if kind == "roles" else "contributor-lists" in makes and kinds[kind] > 1
        if slug and wanted and len(works) >= _LISTED_FROM[kind]:
            for number in range(numbered_pages(count, lines) + 1):
                yield f"contributor-list {contributor_id} {kind} {slug} {number}"


def concerns(credit: Credit, contributor_id: str) -> bool:
    """Whether a credit is someone's: their own, or a group's that names them."""
    return credit.contributor == contributor_id or any(one.contributor == contributor_id for one in credit.members)

"""A contributor's page."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from generator.model.later import later
from generator.plan import urls, words
from generator.plan.credit_views import credit_view, report_address
from generator.plan.credited import group_works, has_lists, list_path, narrowings
from generator.plan.link_kit import badge_width_px, contributor_snippets
from generator.plan.views import (
    Anchor,
    ContributorPage,
    CreditedWorkView,
    GroupWorksView,
    NameView,
    TogetherView,
    WentView,
    YearCountView,
    YearGroupView,
)

if TYPE_CHECKING:
    from generator.plan.credited import CreditedPage
    from generator.plan.shelf import Shelf

_TOGETHER = 24
_WENT = 24
_DEPTH = 12
_OF_GROUPS = 6
_CENTURY = 100


def contributor_page(
    shelf: Shelf,
    key: str,
    listed: CreditedPage,
    *,
    only: str = "",
    feeds: tuple[Anchor, ...] = (),
    takeaways: tuple[Anchor, ...] = (),
) -> ContributorPage:
    """/contributors/<id>/, one of its further pages, or a page of one role, medium or year.

    Only the first of them shows what changes with every credit: a further page stays as it is when something new comes.
    """
    person = shelf.published.contributors[key]
    url = shelf.config.site.url + urls.contributor(key)
    full = person.page == "full"
    own = listed.cut.number == 0 and not only
    kit = own and full
    badge = kit and shelf.config.takeaways.badge
    credits_count = shelf.contributor_card(key).credits if own and key in shelf.published.shown else 0
    return ContributorPage(
        person=shelf.someone(key),
        uid=url,
        portrait=shelf.pictures.view(person.portrait) if person.portrait is not None else None,
        pronouns=person.pronouns,
        also=person.also,
        names=tuple(
            NameView(language=code, direction=words.direction(code), name=name)
            for code, name in person.names.items()
            if name != person.name
        ),
        bio=person.bio if own else None,
        links=tuple(Anchor(label=link.label, href=link.url, me=link.me) for link in person.links) if own else (),
        identifiers=tuple(Anchor(label=f"{one.label} {one.value}", href=one.url) for one in person.identifiers) if own else (),
        minimal=not full,
        only=only,
        roles=role_anchors(shelf, key) if own else (),
        mediums=later(_medium_anchors, shelf, key) if own else (),
        timeline=later(_timeline, shelf, key, listed.total or 0) if own else (),
        years=_years(shelf, listed),
        total=credits_count or None,
        works_total=listed.total,
        pager=listed.cut.pager,
        together=later(_together, shelf, key) if kit else (),
        went=later(_went, shelf, key) if kit else (),
        groups=tuple(shelf.member(member, group) for member, group in shelf.groups_of(key)) if own else (),
        group_works=later(_group_works, shelf, key) if own else (),
        members=tuple(shelf.member(member) for member in person.members) if own else (),
        distinct=tuple(shelf.someone(other) for other in shelf.told_apart(person.id)) if own else (),
        snippets=later(contributor_snippets, shelf, key) if kit else (),
        takeaways=takeaways if kit else (),
        badge=f"{urls.contributor(key)}badge.svg" if badge else "",
        badge_dark=f"{urls.contributor(key)}badge-dark.svg" if badge else "",
        badge_width_px=later(badge_width_px, shelf, key) if badge else 0,
        card_href=f"{urls.contributor(key)}card/" if kit and shelf.config.takeaways.card else "",
        feeds=feeds,
        report=report_address(shelf, f"Something wrong with the credits of {person.name}", url),
    )


def role_anchors(shelf: Shelf, key: str) -> tuple[Anchor, ...]:
    """Ways to someone's roles, most frequent first; words only where the theme has no such pages."""
    linked = shelf.makes("contributor-roles")
    return tuple(
        Anchor(label=one.label, href=list_path(key, one.kind, one.slug) if linked else "", count=one.count)
        for one in narrowings(shelf, key).roles
    )


def _medium_anchors(shelf: Shelf, key: str) -> tuple[Anchor, ...]:
    mediums = narrowings(shelf, key).mediums
    if not has_lists(shelf, mediums, sum(one.count for one in mediums)):
        return ()
    return tuple(Anchor(label=one.label, href=list_path(key, one.kind, one.slug), count=one.count) for one in mediums)


def _timeline(shelf: Shelf, key: str, works: int) -> tuple[YearCountView, ...]:
    """Each year from the first to the last; of more than a century, only those with works."""
    years = {one.slug: one.count for one in narrowings(shelf, key).years}
    if len(years) < 2:
        return ()
    first, last = int(min(years)), int(max(years))
    most = max(years.values())
    pages = has_lists(shelf, narrowings(shelf, key).years, works)
    told = [str(year) for year in range(first, last + 1)] if last - first < _CENTURY else sorted(years)
    return tuple(
        YearCountView(
            year=year,
            works=years.get(year, 0),
            href=(list_path(key, "years", year) if pages else f"{urls.contributor(key)}#year-{year}") if year in years else "",
            share=-(-100 * years.get(year, 0) // most),
        )
        for year in told
    )


def _years(shelf: Shelf, listed: CreditedPage) -> tuple[YearGroupView, ...]:
    groups: dict[str, list[CreditedWorkView]] = {}
    for work, credits_ in listed.works:
        lines = tuple(credit_view(shelf, work, credit, number) for number, credit in enumerate(credits_, 1))
        groups.setdefault(shelf.brief(work).year, []).append(CreditedWorkView(card=shelf.card(work), roles=lines))
    return tuple(YearGroupView(year=year, works=tuple(group)) for year, group in groups.items())


def _group_works(shelf: Shelf, key: str) -> tuple[GroupWorksView, ...]:
    found = ((member, group, group_works(shelf, group, key)) for member, group in shelf.groups_of(key))
    return tuple(
        GroupWorksView(
            group=shelf.member(member, group),
            works=tuple(shelf.card(work) for work in works[:_OF_GROUPS]),
            more=max(0, len(works) - _OF_GROUPS),
        )
        for member, group, works in found
        if works
    )


def _together(shelf: Shelf, key: str) -> tuple[TogetherView, ...]:
    counts: dict[str, int] = {}
    for work in shelf.credits_of(key):
        others = {credit.contributor for credit in shelf.credits(work)} - {key, ""}
        for other in others:
            counts[other] = counts.get(other, 0) + 1
    names = {other: face.name for other in counts if (face := shelf.face(other)) is not None}
    order = sorted(names, key=lambda other: (-counts[other], names[other], other))
    return tuple(TogetherView(person=shelf.someone(other), works=counts[other]) for other in order[:_TOGETHER])


def _went(shelf: Shelf, key: str) -> tuple[WentView, ...]:
    """Every work that came from theirs, at any depth, by the shortest way from the earliest of theirs.

    A way that is the beginning of a longer one is not told twice.
    """
    own = shelf.credits_of(key)
    roots = [work for work in own if not any(source in own for source in shelf.brief(work).made_from)]
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    reached = set(roots)
    waiting: deque[tuple[tuple[str, ...], tuple[str, ...]]] = deque(((root,), ()) for root in reversed(roots))
    while waiting and len(found) < 2 * _WENT:
        path, relations = waiting.popleft()
        for source, project_id in shelf.led_to(path[-1]):
            if project_id in reached or len(path) > _DEPTH:
                continue
            reached.add(project_id)
            step = ((*path, project_id), (*relations, shelf.say(source.relation.led_to)))
            found.pop(path, None)
            found[step[0]] = step[1]
            waiting.append(step)
    return tuple(
        WentView(path=tuple(Anchor(label=shelf.brief(one).title, href=urls.project(one)) for one in path), words=relations)
        for path, relations in list(found.items())[:_WENT]
    )

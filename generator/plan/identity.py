"""Who may be in an anthology twice, or be missing where they belong."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from generator.errors import Severity
from generator.model.registries import fold
from generator.plan.findings import Finding
from generator.plan.same_name import blocks, likely_same, sounding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.model.anthology import Anthology, Contributor, Credit, Project

_CROWD = 300
"""People who share a word of their names; of more, only those who share two are compared."""


def findings(anthology: Anthology, never: Mapping[str, frozenset[str]], roles: Iterable[str]) -> Iterator[Finding]:
    """All of it. `never` has the names that must never appear by contributor, `roles` those of no registry."""
    people = list(anthology.contributors.values())
    yield from people_twice(people)
    yield from _synonyms(anthology, sorted(roles))
    named = {name: one for one in people for name in map(_plain, (one.name, *one.also, *one.names.values()))}
    for project in anthology.projects.values():
        yield from _without_credits(anthology, project)
        yield from _old_names(project, anthology.contributors, never)
        yield from _without_id(project, named)
        yield from _without_share(project)


def people_twice(people: list[Contributor]) -> Iterator[Finding]:
    """Pairs that are likely one person, and pairs of one name of whom nobody said that they are two."""
    distinct = {frozenset((one.id, other)) for one in people for other in one.distinct_from}
    apart = distinct | {frozenset((group.id, member.contributor)) for group in people for member in group.members}
    for one, other in _candidates(people):
        if frozenset((one.id, other.id)) in apart or _other_numbers(one, other):
            continue
        place = ("name",) if one.source != other.source or not one.source.endswith("contributors.yaml") else (one.id,)
        if other.source.endswith("content/contributors.yaml"):
            place = (other.id,)
        hint = (
            f'if they are two, write distinct_from: [{one.id}] on "{other.id}"; '
            f"if they are one: creditroll rename contributor {other.id} {one.id} --merge"
        )
        if _plain(one.name) == _plain(other.name):
            yield Finding(
                source=other.source,
                path=place,
                code="same-name",
                message=f'"{other.id}" and "{one.id}" are both called {one.name}',
                hint=hint,
                severity=Severity.WARNING,
            )
        elif _same_numbers(one, other) or (
            one.kind == other.kind and any(likely_same(mine, yours) for mine in _names(one) for yours in _names(other))
        ):
            yield Finding(
                source=other.source,
                path=place,
                code="likely-same-person",
                message=f'"{other.id}" ({other.name}) is likely the same person as "{one.id}" ({one.name})',
                hint=hint,
            )


def _names(one: Contributor) -> tuple[str, ...]:
    return tuple(dict.fromkeys((one.name, *one.also, *one.names.values())))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _candidates(people: list[Contributor]) -> Iterator[tuple[Contributor, Contributor]]:
    """Pairs worth comparing, each once, in the order of ids: those that share a key of their names, or a number."""
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(people):
        mine = {key for name in _names(one) for key in blocks(name)} | {f"#{_plain(name)}" for name in _names(one)}
        mine |= {f"#{number.scheme} {number.value}" for number in one.identifiers}
        for key in mine:
            keys[key].append(at)
    pairs: set[tuple[int, int]] = set()
    for members in keys.values():
        if 1 < len(members) <= _CROWD:
            pairs.update(combinations(members, 2))
    for members in keys.values():
        if len(members) > _CROWD:
            finer: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
            for at in members:
                for name in _names(people[at]):
                    finer[tuple(sorted(sounding(word)[:2] for word in _plain(name).split()))].append(at)
            for some in finer.values():
                pairs.update(combinations(sorted(set(some))[:_CROWD], 2))
    for first, second in sorted(pairs):
        yield people[first], people[second]


def _numbers(one: Contributor) -> dict[str, str]:
    return {number.scheme: number.value for number in one.identifiers}


def _same_numbers(one: Contributor, other: Contributor) -> bool:
    return bool(_numbers(one).items() & _numbers(other).items())


def _other_numbers(one: Contributor, other: Contributor) -> bool:
    """Whether a catalogue knows them as two."""
    mine, yours = _numbers(one), _numbers(other)
    return not _same_numbers(one, other) and any(mine[scheme] != yours[scheme] for scheme in mine.keys() & yours.keys())


def _synonyms(anthology: Anthology, roles: list[str]) -> Iterator[Finding]:
    """Roles of no registry that are written in several ways."""
    alike: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for role in roles:
        alike[_gist(role)].setdefault(fold(role), role)
    known: dict[str, str] = {}
    for one in anthology.registries.roles.values():
        known.setdefault(_gist(one.name), one.name)
    for gist, found in alike.items():
        words = list(found.values())
        if len(words) > 1 or gist in known:
            names = " and ".join(f'"{word}"' for word in words)
            same = f"the same as {known[gist]}" if gist in known else "one role, written differently"
            hint = f"write it one way, or give the other as an alias: roles: {{{known.get(gist, words[0])}: {{aliases: [...]}}}}"
            yield Finding(
                source="config.yaml", path=("roles",), code="role-synonyms", message=f"{names}: likely {same}", hint=hint
            )


def _gist(role: str) -> str:
    """A role without its small words, plurals and signs, its words in order of the alphabet."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", role).casefold())
    kept = [re.sub(r"(?:ers|er|ors|or|ing|ed|s|y|ic|ist|ists|ian|ians)$", "", word) for word in words if word not in _SMALL]
    return " ".join(sorted(word for word in kept if word))


_SMALL = frozenset("by of the and a in for with on".split())  # noqa: SIM905


def _without_credits(anthology: Anthology, project: Project) -> Iterator[Finding]:
    if project.status == "withdrawn" or any(credit.consent != "declined" for credit in project.credits):
        return
    if any(part.project == project.id for other in anthology.projects.values() for part in other.part_of):
        return
    message = "everyone who made it declined, so nobody is credited" if project.credits else "nobody is credited"
    yield Finding(
        source=project.source,
        path=("credits",),
        code="nobody-credited",
        message=f'on "{project.title}" {message}',
        hint="add who made it, if somebody can be named",
        key=True,
    )


def _old_names(project: Project, people: Mapping[str, Contributor], never: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    for credit in project.credits:
        for who, as_name in ((credit.contributor, credit.as_name), *((m.contributor, m.as_name) for m in credit.members)):
            person = people.get(who)
            if person is None or not as_name:
                continue
            gone = any(_plain(as_name) == _plain(name) for name in never.get(who, ()))
            if gone or (person.credit_name == "everywhere" and _plain(as_name) != _plain(person.name)):
                said = "a name that must never appear again" if gone else f'"{as_name}", a name they no longer use'
                yield Finding(
                    source=project.source,
                    path=("credits", credit.written_role),
                    code="old-name",
                    message=f'"{who}" is credited as {credit.written_role} by {said}',
                    hint="take `as` out; their name is printed then",
                    severity=Severity.WARNING if gone else Severity.HINT,
                )


def _without_id(project: Project, named: Mapping[str, Contributor]) -> Iterator[Finding]:
    for credit in project.credits:
        person = named.get(_plain(credit.name)) if credit.name and credit.consent not in ("anonymous", "declined") else None
        if person is not None:
            yield Finding(
                source=project.source,
                path=("credits", credit.written_role),
                code="name-without-id",
                message=f'{credit.name} is credited by name only, and "{person.id}" has that name',
                hint=f"if they are the same person, write {credit.written_role}: {person.id}",
            )


def _without_share(project: Project) -> Iterator[Finding]:
    credited = dict.fromkeys(credit.contributor for credit in project.credits if _earns(credit))
    for number, pool in enumerate(project.shares):
        missing = [person for person in credited if person not in {share.contributor for share in pool.split}]
        if missing:
            names = ", ".join(missing[:12]) + (f" and {len(missing) - 12} more" if len(missing) > 12 else "")
            yield Finding(
                source=project.source,
                path=("shares", number, "split"),
                code="missing-from-shares",
                message=f"credited, but without a share of {pool.pool}: {names}",
                hint="give them a share, or one that is waived: {parts: 1, waived: true}, if that is what was agreed",
                key=True,
            )


def _earns(credit: Credit) -> bool:
    return bool(credit.contributor) and credit.kind == "contribution" and credit.consent != "declined"

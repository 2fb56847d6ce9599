"""The ways back: who is credited where, what has a tag, what came from what; one list of ids for each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.plan.public import first_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import Collection, Contributor, Project, Source
    from generator.model.registries import Role
    from generator.model.tracking import Key

_BACKWARDS = str.maketrans("0123456789", "9876543210")


def newest_key(record: Project | Collection) -> str:
    """A text that sorts newest first, equal dates by id, undated last."""
    if not record.released:
        return f"~{record.id}"
    return f"{first_day(record.released).translate(_BACKWARDS)} {record.id}"


class Postings:
    """Lists of ids by what they have in common; each list that changes is noted as touched."""

    def __init__(self) -> None:
        self._members: dict[str, set[str]] = {}
        self._order: dict[str, str] = {}
        self._sorted: dict[str, tuple[str, ...]] = {}
        self._touched: set[Key] = set()
        self._people: Counter[str] = Counter()
        self._role_people: dict[str, Counter[str]] = {}
        self._spellings: dict[str, Counter[str]] = {}
        self._roles: dict[tuple[str, str], Role] = {}
        self.credits = 0
        """How many credits there are in all listed works."""

    def ids(self, name: str) -> tuple[str, ...]:
        """A list, newest first; for groups in the order of their ids."""
        found = self._sorted.get(name)
        if found is None:
            order = self._order
            found = self._sorted[name] = tuple(sorted(self._members.get(name, ()), key=lambda key: order.get(key, key)))
        return found

    def names(self, start: str) -> list[str]:
        """What follows `start` in the names of all lists that begin with it and have something in them."""
        return [name[len(start) :] for name, members in self._members.items() if members and name.startswith(start)]

    def count(self, name: str) -> int:
        """How long a list is."""
        return len(self._members.get(name, ()))

    def people(self) -> Iterator[str]:
        """Everyone who is credited on a listed work."""
        return (person for person, count in self._people.items() if count > 0)

    def roles(self) -> list[Role]:
        """Every role that somebody has; of one that is written in several ways, the first in the alphabet."""
        found = []
        for key, names in self._spellings.items():
            if used := sorted(name for name, count in names.items() if count > 0):
                found.append(self._roles[key, used[0]])
        return sorted(found, key=lambda role: role.id)

    def unknown_roles(self) -> list[str]:
        """What is written for roles that no registry has."""
        return sorted(role.name for (_, _), role in self._roles.items() if not role.known)

    def role_people(self, role_id: str) -> int:
        """How many different people have a role."""
        return sum(count > 0 for count in self._role_people.get(role_id, Counter()).values())

    def take_touched(self) -> set[Key]:
        """The lists that have changed since this was last asked, as facts."""
        touched, self._touched = self._touched, set()
        return touched

    def replace(self, old: Project | None, new: Project | None) -> None:
        """A listed project is other than before; nothing stands for one that is in no list."""
        either = new or old
        if either is None:
            return
        for project, sign in ((old, -1), (new, 1)):
            if project is not None:
                self._count(project, sign)
        before = project_lists(old) if old is not None else set()
        after = project_lists(new) if new is not None else set()
        key = either.id
        for name in before - after:
            self._members[name].discard(key)
        for name in after - before:
            self._members.setdefault(name, set()).add(key)
        if new is not None:
            self._order[key] = newest_key(new)
        for name in before | after:
            self._sorted.pop(name, None)
            self._touched.add(f"index {name}")
            kind, _, rest = name.partition(" ")
            self._touched.add(f"index {kind}*")
            if rest and (name in before) != (name in after) and self.count(name) <= 1:
                self._touched.add(f"index {name}?")

    def replace_group(self, key: str, old: Contributor | None, new: Contributor | None) -> None:
        """A group has other members than before."""
        before = {member.contributor for member in old.members} if old is not None else set()
        after = {member.contributor for member in new.members} if new is not None else set()
        for person in before | after:
            name = f"groups {person}"
            self._touched.add(f"index {name}")
            self._sorted.pop(name, None)
            members = self._members.setdefault(name, set())
            members.discard(key)
            if person in after:
                members.add(key)

    def _count(self, project: Project, sign: int) -> None:
        self.credits += sign * len(project.credits)
        for credit in project.credits:
            for person in {credit.contributor, *(member.contributor for member in credit.members)}:
                if person:
                    self._people[person] += sign
            who = credit.contributor or credit.name
            self._role_people.setdefault(credit.role.id, Counter())[who] += sign
            self._spellings.setdefault(credit.role.id, Counter())[credit.role.name] += sign
            self._roles[credit.role.id, credit.role.name] = credit.role


def project_lists(project: Project) -> set[str]:
    """The lists that a listed project is in."""
    found = {"listed"}
    if not is_translation(project):
        found |= {"works", f"medium {project.medium.id}"}
        found.update(f"tag {tag.slug}" for tag in project.tags)
        if project.year:
            found.add(f"year {project.year}")
    for credit in project.credits:
        found.add(f"role {credit.role.slug}")
        found.update(f"by {person}" for person in (credit.contributor, *(one.contributor for one in credit.members)) if person)
    found.update(f"parts {part.project}" for part in project.part_of)
    found.update(f"led {source.project}" for source in lineage(project) if source.project)
    return found


def lineage(project: Project) -> tuple[Source, ...]:
    """All works a project was made from, its media items' included."""
    if not any(item.made_from for item in project.media):
        return project.made_from
    return (*project.made_from, *(source for item in project.media for source in item.made_from))


def is_translation(project: Project) -> bool:
    """Whether a listed work is another's translation, so that lists show that one."""
    return any(
        source.relation.id == "translation" and source.project and source.project != project.id for source in project.made_from
    )

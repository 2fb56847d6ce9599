"""The ways back: who is credited where, what has a tag, what came from what; one list of ids for each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from generator.model.registries import Role
from generator.plan.public import first_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import Collection, Contributor, Project, Source
    from generator.model.tracking import Key

_ENCODER = msgspec.msgpack.Encoder()
_IDS = msgspec.msgpack.Decoder(set[str])
_COUNTS = msgspec.msgpack.Decoder(dict[str, int])
_BACKWARDS = str.maketrans("0123456789", "9876543210")


def newest_key(record: Project | Collection) -> str:
    """A text that sorts newest first, equal dates by id, undated last."""
    if not record.released:
        return f"~{record.id}"
    return f"{first_day(record.released).translate(_BACKWARDS)} {record.id}"


class PostingsState(msgspec.Struct, array_like=True):
    """All lists as they are remembered; long ones are decoded when somebody asks for them."""

    lists: dict[str, dict[str, tuple[int, msgspec.Raw]]]
    order: dict[str, str]
    people: dict[str, int]
    role_people: dict[str, msgspec.Raw]
    role_totals: dict[str, int]
    spellings: dict[str, dict[str, int]]
    roles: list[Role]
    credits: int


class Postings:
    """Lists of ids by what they have in common; each list that changes is noted as touched."""

    def __init__(self, state: PostingsState | None = None) -> None:
        self._members: dict[str, dict[str, set[str]]] = {}
        """By the two halves of a list's name: "tag", "night"."""
        self._kept: dict[str, dict[str, tuple[int, msgspec.Raw]]] = {}
        """How long a list is, with what is in it as it is remembered; those that changed are not here, but in `_members`."""
        self._order: dict[str, str] = {}
        self._sorted: dict[str, tuple[str, ...]] = {}
        self._touched: set[Key] = set()
        self._people: Counter[str] = Counter()
        self._role_people: dict[str, Counter[str]] = {}
        self._kept_people: dict[str, msgspec.Raw] = {}
        self._role_totals: Counter[str] = Counter()
        self._spellings: dict[str, Counter[str]] = {}
        self._roles: dict[tuple[str, str], Role] = {}
        self.credits = 0
        """How many credits there are in all listed works."""
        self.reshaped = False
        """Whether a list is longer or shorter than it was."""
        if state is not None:
            self._kept, self._order, self.credits = state.lists, state.order, state.credits
            self._people, self._kept_people = Counter(state.people), state.role_people
            self._role_totals = Counter(state.role_totals)
            self._spellings = {key: Counter(names) for key, names in state.spellings.items()}
            self._roles = {(role.id, role.name): role for role in state.roles}

    def state(self) -> PostingsState:
        """Everything, to be remembered."""
        for kind, found in self._members.items():
            put = self._kept.setdefault(kind, {})
            for rest, members in found.items():
                if rest not in put:
                    put[rest] = (len(members), msgspec.Raw(_ENCODER.encode(sorted(members))))
        kept = self._kept_people
        kept.update((key, msgspec.Raw(_ENCODER.encode(people))) for key, people in self._role_people.items() if key not in kept)
        spellings = {key: dict(names) for key, names in self._spellings.items()}
        roles = list(self._roles.values())
        return PostingsState(self._kept, self._order, self._people, kept, self._role_totals, spellings, roles, self.credits)

    def _to_change(self, name: str) -> set[str]:
        """The members of a list that is about to change."""
        found = self._list(name)
        kind, _, rest = name.partition(" ")
        self._kept.get(kind, {}).pop(rest, None)
        return found

    def _list(self, name: str) -> set[str]:
        """The members of a list."""
        kind, _, rest = name.partition(" ")
        here = self._members.setdefault(kind, {})
        found = here.get(rest)
        if found is None:
            kept = self._kept.get(kind, {}).get(rest)
            found = here[rest] = set() if kept is None else _IDS.decode(kept[1])
        return found

    def _people_of(self, role_id: str) -> Counter[str]:
        found = self._role_people.get(role_id)
        if found is None:
            kept = self._kept_people.get(role_id)
            found = self._role_people[role_id] = Counter() if kept is None else Counter(_COUNTS.decode(kept))
        return found

    def ids(self, name: str) -> tuple[str, ...]:
        """A list, newest first; for groups in the order of their ids."""
        found = self._sorted.get(name)
        if found is None:
            order = self._order
            found = self._sorted[name] = tuple(sorted(self._list(name), key=lambda key: order.get(key, key)))
        return found

    def among(self, keys: set[str]) -> list[str]:
        """These ids, newest first."""
        return sorted(keys, key=lambda key: self._order.get(key, key))

    def names(self, kind: str) -> list[str]:
        """What follows the kind in the names of all lists of it that have something in them."""
        kept = self._kept.get(kind, {})
        others = (rest for rest, members in self._members.get(kind, {}).items() if members and rest not in kept)
        return [*(rest for rest, (count, _) in kept.items() if count), *others]

    def count(self, name: str) -> int:
        """How long a list is."""
        kind, _, rest = name.partition(" ")
        kept = self._kept.get(kind, {}).get(rest)
        return kept[0] if kept is not None else len(self._members.get(kind, {}).get(rest, ()))

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
        return self._role_totals[role_id]

    def take_touched(self) -> set[Key]:
        """The lists that have changed since this was last asked, as facts."""
        touched, self._touched = self._touched, set()
        return touched

    def replace(self, old: Project | None, new: Project | None) -> None:
        """A listed project is other than before; nothing stands for one that is in no list."""
        either = new or old
        if either is None:
            return
        before = project_lists(old) if old is not None else set()
        after = project_lists(new) if new is not None else set()
        key = either.id
        for name in before - after:
            self._to_change(name).discard(key)
        for name in after - before:
            self._to_change(name).add(key)
        touched = before ^ after
        if old is None or new is None or newest_key(old) != newest_key(new):
            touched = before | after
            if new is not None:
                self._order[key] = newest_key(new)
        if old is None or new is None or old.credits != new.credits:
            for project, sign in ((old, -1), (new, 1)):
                if project is not None:
                    self._count(project, sign)
            touched |= {name for name in before | after if name.startswith(("role ", "by "))}
        self.reshaped = self.reshaped or before != after
        for name in touched:
            self._sorted.pop(name, None)
            self._touched.add(f"index {name}")
            kind, _, rest = name.partition(" ")
            self._touched.add(f"index {kind}*")
            if rest and (name in before) != (name in after) and self.count(name) <= 1:
                self._touched.add(f"index {name}?")

    def replace_person(self, key: str, old: Contributor | None, new: Contributor | None) -> None:
        """A group has other members than before, or somebody is told apart from others."""
        self._refer("groups", key, _members(old), _members(new))
        self._refer("apart", key, _namesakes(old), _namesakes(new))

    def _refer(self, kind: str, key: str, before: set[str], after: set[str]) -> None:
        for person in before | after:
            name = f"{kind} {person}"
            self._touched.add(f"index {name}")
            self._sorted.pop(name, None)
            members = self._to_change(name)
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
            people = self._people_of(credit.role.id)
            self._kept_people.pop(credit.role.id, None)
            before = people[who] > 0
            people[who] += sign
            self._role_totals[credit.role.id] += (people[who] > 0) - before
            self._spellings.setdefault(credit.role.id, Counter())[credit.role.name] += sign
            self._roles[credit.role.id, credit.role.name] = credit.role


def _members(group: Contributor | None) -> set[str]:
    return {member.contributor for member in group.members} if group is not None else set()


def _namesakes(person: Contributor | None) -> set[str]:
    return set(person.distinct_from) if person is not None else set()


def project_lists(project: Project) -> set[str]:
    """The lists that a listed project is in."""
    found = {"listed"}
    if is_translation(project):
        found.add("translated")
    else:
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

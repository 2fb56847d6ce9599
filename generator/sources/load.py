"""A site's folder as its configuration and its anthology; read again, only what has changed is read."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from generator.errors import Place, Problem, Severity
from generator.model.anthology import Anthology, Collection, Contributor, Project
from generator.model.registries import registries
from generator.model.slugs import id_problem
from generator.model.tracking import value_digest
from generator.sources.document import read_document
from generator.sources.finding import ROOTS, find_manifests
from generator.sources.inherit import Inheritance
from generator.sources.reading import Known, Reading, texts
from generator.sources.settings import NeverPrint, check_menu, read_config, read_never_print
from generator.sources.units import Kind, Unit, read_unit, restored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from generator.model.anthology import TextPage
    from generator.model.config import Config
    from generator.model.registries import Registries
    from generator.sources.document import Document
    from generator.sources.finding import Found
    from generator.sources.reading import Remember
    from generator.sources.seen import Seen

Wanted = tuple[Kind, str, str]
"""Kind, id, source of a manifest that is to be read."""
ReadMany: TypeAlias = "Callable[[Callable[[Wanted], Unit], Sequence[Wanted]], Iterable[Unit]]"
SHORT = "content/contributors.yaml"
_RECIPE = "units-1"


class Changes(msgspec.Struct):
    """Ids of what is other than at the last look: written, taken over, gone."""

    projects: set[str] = msgspec.field(default_factory=set)
    contributors: set[str] = msgspec.field(default_factory=set)
    collections: set[str] = msgspec.field(default_factory=set)
    pages: set[str] = msgspec.field(default_factory=set)

    def add(self, other: Changes) -> None:
        """Both together."""
        for name in ("projects", "contributors", "collections", "pages"):
            getattr(self, name).update(getattr(other, name))


class Library:
    """Everything a site says, as it was at the last look."""

    def __init__(self, site: Path, remember: Remember, read_many: ReadMany) -> None:
        self.site = site
        self.config: Config | None = None
        self.config_document: Document | None = None
        self.registries: Registries | None = None
        self.never_print: tuple[NeverPrint, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.units: dict[str, Unit] = {}
        """Every manifest by its path."""
        self.context = b""
        """The digest of what every manifest is read with."""
        self.contributors: dict[str, Contributor] = {}
        self._raw: dict[str, Project] = {}
        self._collections: dict[str, Collection] = {}
        self._pages: dict[str, TextPage] = {}
        self._remember = remember
        self._read_many = read_many
        self._inheritance = Inheritance(site)
        self._short: dict[str, Contributor] = {}
        self._written: dict[str, Any] = {}
        self._known = Known()
        self._general: list[Problem] | None = None
        self._places: dict[str, set[str]] | None = None
        self._troubled: dict[str, Unit] = {}
        self.mentioned: Counter[str] = Counter()
        """How often each contributor is credited or a member."""
        self.unknown_roles: Counter[str] = Counter()
        """How often each role is written that is in no registry."""

    def recall(self, rows: Iterable[tuple[str, bytes]], short: dict[str, str]) -> bool:
        """Everything as it was remembered; false where it was read with another configuration than the present one."""
        config, document = read_config(self.site, [])
        if config is None:
            return False
        self.config, self.config_document, self.registries = config, document, registries(config)
        self.context = reading_context(config, self.registries)
        for source, data in rows:
            unit = restored(source, data, self.context, self.registries)
            if unit is None:
                return False
            self.units[source] = unit
        self._short = {key: Contributor(id=key, source=SHORT, name=name) for key, name in short.items()}
        for source, unit in self.units.items():
            self._written[source] = unit.record
            self._count(unit.record, 1)
            if unit.problems:
                self._troubled[source] = unit
        self._arrange()
        self._inheritance.update(self._raw, self._raw, config.site.language, [])
        return True

    @property
    def short(self) -> dict[str, str]:
        """Those who stand in contributors.yaml, id to name."""
        return {key: person.name for key, person in self._short.items()}

    def look(self, hint: frozenset[str] | None = None) -> Changes:
        """Whatever has changed is read again; `problems` has all that is wrong with everything.

        `hint` are paths below the site's folder: where it is given, nothing else has changed since the last look.
        """
        changes = Changes()
        if hint is not None and (sources := self._only(hint)) is not None:
            assert self.config is not None
            self._read_only(self.config, sources, changes)
        else:
            self._look(changes)
        return changes

    def _look(self, changes: Changes) -> None:
        """A look at everything."""
        problems: list[Problem] = []
        config, document = read_config(self.site, problems)
        if config is None:
            self.problems = tuple(problems)
            self._general = None
            return
        self.config, self.config_document = config, document
        self.registries = registries(config)
        context = reading_context(config, self.registries)
        if context != self.context:
            self.units = {}
            self.context = context
        found = find_manifests(self.site, problems)
        short = self._short_contributors(found, problems)
        known = Known(projects=frozenset(found.projects), contributors=frozenset(found.contributors) | frozenset(short))
        changed = self._read(config, found, known)
        check_menu(config, document, frozenset(found.pages), frozenset(found.projects), problems)
        self.never_print = read_never_print(self.site, config, known.contributors, problems)
        self._known, self._general = known, problems
        self._gather(config, short, changed, changes)

    def _only(self, hint: frozenset[str]) -> set[str] | None:
        """The manifests that these paths belong to; nothing where everything must be looked at."""
        if self._general is None or not all(path.startswith("content/") for path in hint):
            return None
        if self._places is None:
            self._places = {}
            for unit in self.units.values():
                for seen in unit.seen:
                    self._places.setdefault(seen.path, set()).add(unit.source)
        found: set[str] = set()
        for path in hint:
            if path in ROOTS or path == SHORT or not (path in self._places or path.rpartition("/")[0] in self._places):
                return None
            found |= self._places.get(path, set()) | self._places.get(path.rpartition("/")[0], set())
        there = all(os.path.lexists(f"{self.site}/{source}") for source in found)
        return found if there else None

    def _read_only(self, config: Config, sources: set[str], changes: Changes) -> None:
        """These manifests read again, with those that were not sound before."""
        assert self.registries is not None
        reading = Reading(self.site, config, self.registries, self._known, self._remember)
        again = {unit.source: unit for unit in self.units.values() if unit.source in sources or not unit.sound}
        for unit in again.values():
            self.units[unit.source] = read_unit(reading, unit.kind, unit.id, unit.source)
        self._gather(config, self._short, set(again), changes)

    @property
    def anthology(self) -> Anthology:
        """Everything, by id, in the order of ids."""
        assert self.registries is not None
        projects = dict(sorted(self._inheritance.projects.items()))
        return Anthology(self.registries, projects, self.contributors, self._collections, self._pages)

    @property
    def tied(self) -> list[str]:
        """Projects that are parts of others or made from something."""
        return sorted(self._inheritance.tied)

    def seen(self) -> Iterator[Seen]:
        """Every file and folder that was looked at for a manifest."""
        for unit in self.units.values():
            yield from unit.seen

    def _read(self, config: Config, found: Found, known: Known) -> set[str]:
        """The manifests that are new, gone or other than before are read; their sources."""
        assert self.registries is not None
        wanted: list[Wanted] = [
            *(("project", key, source) for key, source in found.projects.items()),
            *(("contributor", key, source) for key, source in found.contributors.items()),
            *(("collection", key, source) for key, source in found.collections.items()),
            *(("page", key, source) for key, source in found.pages.items()),
        ]
        site = str(self.site)
        lost = self._lost(known)
        kept: dict[str, Unit] = {}
        again: list[Wanted] = []
        for one in wanted:
            unit = self.units.get(one[2])
            if unit is not None and unit.kind == one[0] and unit.holds(site) and not (lost and _mentions(unit, lost)):
                kept[one[2]] = unit
            else:
                again.append(one)
        changed = (self._written.keys() - kept.keys()) | {one[2] for one in again}
        if again:
            reading = Reading(self.site, config, self.registries, known, self._remember)
            for unit in self._read_many(lambda one: read_unit(reading, *one), again):
                kept[unit.source] = unit
        self.units = {one[2]: kept[one[2]] for one in wanted}
        return changed

    def _lost(self, known: Known) -> frozenset[str]:
        """Ids that were there at the last look and are no more."""
        before = {
            record.id for record in self._written.values() if isinstance(record, Project | Contributor)
        } | self._short.keys()
        return frozenset(before - known.projects - known.contributors)

    def _gather(self, config: Config, short: dict[str, Contributor], changed: set[str], changes: Changes) -> None:
        """What differs from the last look, by kind; records that were read again to the same are no change."""
        if changed:
            self._places = None
        for source in changed:
            unit = self.units.get(source)
            old, new = self._written.get(source), unit.record if unit is not None else None
            if old != new or type(old) is not type(new):
                self._count(old, -1)
                self._count(new, 1)
                for record in (old, new):
                    if record is not None:
                        getattr(changes, _KINDS[type(record).__name__]).add(record.id)
            self._written.pop(source, None)
            self._troubled.pop(source, None)
            if new is not None:
                self._written[source] = new
            if unit is not None and unit.problems:
                self._troubled[source] = unit
        for key in self._short.keys() | short.keys():
            if self._short.get(key) != short.get(key):
                changes.contributors.add(key)
        self._short = short
        self._arrange()
        problems = list(self._general or ())
        for source in sorted(self._troubled):
            problems += self._troubled[source].problems
        changes.projects |= self._inheritance.update(self._raw, changes.projects, config.site.language, problems)
        self.problems = tuple(problems)

    def _arrange(self) -> None:
        """Records by kind and id."""
        kinds: dict[str, dict[str, Any]] = {"project": {}, "contributor": {}, "collection": {}, "page": {}}
        for unit in self.units.values():
            if unit.record is not None:
                kinds[unit.kind][unit.id] = unit.record
        self._raw = kinds["project"]
        self.contributors = dict(sorted((self._short | kinds["contributor"]).items()))
        self._collections = dict(sorted(kinds["collection"].items()))
        self._pages = dict(sorted(kinds["page"].items()))

    def _count(self, record: Any, sign: int) -> None:
        """A record's part in what is counted over all of them."""
        if isinstance(record, Project | Collection):
            for credit in record.credits:
                self.mentioned[credit.contributor] += sign
                if not credit.role.known and isinstance(record, Project):
                    self.unknown_roles[credit.written_role] += sign
                for member in credit.members:
                    self.mentioned[member.contributor] += sign
        elif isinstance(record, Contributor):
            for member in record.members:
                self.mentioned[member.contributor] += sign

    def _short_contributors(self, found: Found, problems: list[Problem]) -> dict[str, Contributor]:
        path = self.site / SHORT
        if not path.is_file():
            return {}
        try:
            data = path.read_bytes()
        except OSError as error:
            problems.append(Problem(Place(SHORT), "missing-file", f"cannot be read: {error.strerror}"))
            return {}
        document = read_document(data, SHORT)
        names = texts(document, problems)
        kept: dict[str, Contributor] = {}
        for person, name in names.items():
            if person in found.contributors:
                message = f'"{person}" stands here and in {found.contributors[person]}'
                problems.append(document.problem((person,), "duplicate-id", message, "keep one of them", key=True))
            elif fault := id_problem(person):
                problems.append(document.problem((person,), "bad-id", f'"{person}" cannot be an id: it {fault}', key=True))
            elif person == "page":
                problems.append(document.problem((person,), "reserved-id", '"page" is an address of the site itself', key=True))
            elif not name.strip():
                problems.append(document.problem((person,), "missing-key", f'"{person}" has no name'))
            else:
                kept[person] = Contributor(id=person, source=SHORT, name=name)
        return kept


_KINDS = {"Project": "projects", "Contributor": "contributors", "Collection": "collections", "TextPage": "pages"}


def reading_context(config: Config, known: Registries) -> bytes:
    """The digest of everything but the content that a manifest is read with."""
    return value_digest((_RECIPE, known, config.markdown, config.site.language))


def _mentions(unit: Unit, ids: frozenset[str]) -> bool:
    """Whether a record might name one of these ids; sometimes yes where it does not."""
    text = msgspec.json.encode(unit.record)
    return any(f'"{key}"'.encode() in text for key in ids)


def unlisted_files(site: Path, library: Library) -> Iterator[Problem]:
    """A hint for each file beside a manifest that nothing names, so that it is not published."""
    named = {(site / seen.path).resolve() for seen in library.seen()}
    for unit in library.units.values():
        if unit.kind != "project":
            continue
        folder = (site / unit.source).parent
        for path in sorted(folder.rglob("*")):
            if (
                path.is_file()
                and path.suffix not in (".yaml", ".csv")
                and not path.name.startswith(".")
                and path.resolve() not in named
            ):
                name = path.relative_to(site).as_posix()
                yield Problem(
                    Place(name), "unlisted-file", "no manifest names this file, so it is not published", severity=Severity.HINT
                )

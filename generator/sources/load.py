"""A site's folder as its configuration and its anthology; read again, only what has changed is read."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from generator.errors import Place, Problem, Severity
from generator.model.anthology import Anthology, Collection, Contributor, Project
from generator.model.records import Records
from generator.model.registries import registries
from generator.model.tracking import value_digest
from generator.sources.finding import ROOTS, find_manifests
from generator.sources.inherit import Inheritance
from generator.sources.reading import Known, Reading
from generator.sources.settings import NeverPrint, check_menu, read_config, read_never_print
from generator.sources.short_form import SHORT, short_contributors
from generator.sources.standing import LibraryState
from generator.sources.units import Kind, Unit, read_unit

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
    from generator.sources.standing import Standing

Wanted = tuple[Kind, str, str]
"""Kind, id, source of a manifest that is to be read."""
ReadMany: TypeAlias = "Callable[[Callable[[Wanted], Unit], Sequence[Wanted]], Iterable[Unit]]"
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
        self.units: Records[Unit] = Records()
        """Every manifest by its path."""
        self.context = b""
        """The digest of what every manifest is read with."""
        self.contributors: Records[Contributor] = Records()
        self._sources: dict[str, tuple[Kind, str]] = {}
        self._raw: Records[Project] = Records()
        self._collections: Records[Collection] = Records()
        self._pages: Records[TextPage] = Records()
        self._remember = remember
        self._read_many = read_many
        self._inheritance = Inheritance(site)
        self._short: dict[str, Contributor] = {}
        self._written: Records[Any] = Records()
        """The records of all manifests as of the last look that was gathered."""
        self._known = Known()
        self._general: list[Problem] | None = None
        self._places: dict[str, set[str]] | None = None
        self._troubles: dict[str, tuple[Problem, ...]] = {}
        self._unsound: set[str] = set()
        self._reread: set[str] = set()
        self.mentioned: Counter[str] = Counter()
        """How often each contributor is credited or a member."""
        self.unknown_roles: Counter[str] = Counter()
        """How often each role is written that is in no registry."""

    def recognise(self, state: LibraryState) -> tuple[Registries, str] | None:
        """The registries and the language, if all was read with the present ones; else nothing."""
        config, document = read_config(self.site, [])
        if config is None:
            return None
        self.config, self.config_document, self.registries = config, document, registries(config)
        self.context = reading_context(config, self.registries)
        return (self.registries, config.site.language) if self.context == state.context else None

    def recall(self, state: LibraryState, fetch: Callable[[str], Unit]) -> None:
        """Everything as it was remembered and recognised; `fetch` returns the unit of a manifest as it was read then."""
        assert self.config is not None
        self._sources = state.sources
        self._short = {key: Contributor(id=key, source=SHORT, name=name) for key, name in state.short.items()}
        self.units = Records(waiting=state.sources, fetch=fetch)
        self._written = Records(waiting=state.sources, fetch=lambda source: fetch(source).record)
        kinds: dict[str, dict[str, str]] = {"project": {}, "contributor": {}, "collection": {}, "page": {}}
        for source, (kind, key) in state.sources.items():
            kinds[kind][key] = source

        def records(kind: str, found: dict[str, Any] | None = None) -> Records[Any]:
            places = kinds[kind]
            return Records(found, waiting=places, fetch=lambda key: self.units[places[key]].record)

        self._raw, self._collections, self._pages = records("project"), records("collection"), records("page")
        short = {key: person for key, person in self._short.items() if key not in kinds["contributor"]}
        self.contributors = records("contributor", short)
        self._inheritance.recall(self._raw, state.standings, self.config.site.language)
        self.mentioned, self.unknown_roles = Counter(state.mentioned), Counter(state.unknown_roles)
        self._troubles, self._general = state.troubles, state.general
        self._known = Known(frozenset(kinds["project"]), frozenset(kinds["contributor"]) | frozenset(state.short))
        self.never_print = read_never_print(self.site, self.config, self._known.contributors, [])
        self._tell()

    def state(self) -> LibraryState:
        """Everything, to be remembered, after a look at which nothing was wrong."""
        return LibraryState(
            context=self.context,
            sources=self._sources,
            short=self.short,
            standings=self._inheritance.standings,
            mentioned=self.mentioned,
            unknown_roles=self.unknown_roles,
            troubles=self._troubles,
            general=list(self._general or ()),
        )

    def take_reread(self) -> list[str]:
        """The manifests that were read again, or are no more, since this was last asked, and those whose times were learned."""
        reread, self._reread = sorted(self._reread), set()
        return reread

    @property
    def short(self) -> dict[str, str]:
        """Those who stand in contributors.yaml, id to name."""
        return {key: person.name for key, person in self._short.items()}

    @property
    def standings(self) -> dict[str, Standing]:
        """How each project stands."""
        return self._inheritance.standings

    def look(self, hint: frozenset[str] | None = None, *, roots: bool = False) -> Changes:
        """Whatever has changed is read again; `problems` has all that is wrong with everything.

        `hint` are paths below the site's folder: where it is given, nothing else has changed since the last look. With
        `roots` they are manifests, and there may be others, or another configuration.
        """
        changes = Changes()
        if hint is not None and roots:
            self._look(changes, hint)
        elif hint is not None and (sources := self._only(hint)) is not None:
            assert self.config is not None
            self._read_only(self.config, sources, changes)
        else:
            self._look(changes)
        return changes

    def _look(self, changes: Changes, suspect: frozenset[str] | None = None) -> None:
        """A look at everything; where `suspect` is given, the other manifests that were there are as they were."""
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
            self.units = Records()
            self.context = context
        found = find_manifests(self.site, problems)
        short = short_contributors(self.site, found, problems)
        known = Known(projects=frozenset(found.projects), contributors=frozenset(found.contributors) | frozenset(short))
        changed = self._read(config, found, known, suspect)
        check_menu(config, document, frozenset(found.pages), frozenset(found.projects), problems)
        self.never_print = read_never_print(self.site, config, known.contributors, problems)
        self._known, self._general = known, problems
        self._gather(config, short, changed, changes)

    def _only(self, hint: frozenset[str]) -> set[str] | None:
        """The manifests that these paths belong to; nothing where everything must be looked at."""
        if self._general is None or not all(path.startswith("content/") for path in hint):
            return None
        if self._places is None and not hint <= self._sources.keys():
            self._places = {}
            for unit in self.units.values():
                self._place(unit, self._places)
        found: set[str] = set()
        for path in hint:
            if self._places is None:
                found.add(path)
                continue
            if path in ROOTS or path == SHORT or not (path in self._places or path.rpartition("/")[0] in self._places):
                return None
            found |= self._places.get(path, set()) | self._places.get(path.rpartition("/")[0], set())
        there = all(os.path.lexists(f"{self.site}/{source}") for source in found)
        return found if there else None

    def _place(self, unit: Unit, places: dict[str, set[str]]) -> None:
        """A manifest noted at every path that it was read from, links and what they lead to."""
        site = os.path.realpath(self.site)
        for seen in unit.seen:
            places.setdefault(seen.path, set()).add(unit.source)
            path = f"{site}/{seen.path}"
            if os.path.islink(path):  # noqa: PTH114 - ten thousands of these
                places.setdefault(os.path.relpath(os.path.realpath(path), site), set()).add(unit.source)

    def _read_only(self, config: Config, sources: set[str], changes: Changes) -> None:
        """These manifests read again, with those that were not sound before."""
        assert self.registries is not None
        reading = Reading(self.site, config, self.registries, self._known, self._remember)
        again = sources | self._unsound
        for source in sorted(again):
            unit = self.units[source] = read_unit(reading, *self._sources[source], source)
            if self._places is not None:
                self._place(unit, self._places)
        self._gather(config, self._short, again, changes)

    @property
    def anthology(self) -> Anthology:
        """Everything, by id, in the order of ids; it goes with the library from look to look."""
        assert self.registries is not None
        return Anthology(self.registries, self._inheritance.projects, self.contributors, self._collections, self._pages)

    @property
    def written(self) -> Anthology:
        """As `anthology`, without what parts take over from their wholes."""
        return msgspec.structs.replace(self.anthology, projects=self._raw)

    @property
    def tied(self) -> list[str]:
        """Projects that are parts of others or made from others."""
        return sorted(self._inheritance.tied)

    def seen(self) -> Iterator[Seen]:
        """Every file and folder that was looked at for a manifest."""
        for unit in self.units.values():
            yield from unit.seen

    def _read(self, config: Config, found: Found, known: Known, suspect: frozenset[str] | None) -> set[str]:
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
        again: list[Wanted] = []
        for one in wanted:
            source = one[2]
            same = source in self.units and self._sources.get(source) == (one[0], one[1]) and source not in self._unsound
            if same and (suspect is None or source in suspect):
                unit = self.units[source]
                same = unit.holds(site)
                if unit.settled:
                    self._reread.add(source)
            if not same or (lost and _mentions(self.units[source], lost)):
                again.append(one)
        gone = (self.units.ids() | self._written.ids()) - {one[2] for one in wanted}
        for source in gone:
            self.units.discard(source)
        if again:
            reading = Reading(self.site, config, self.registries, known, self._remember)
            for unit in self._read_many(lambda one: read_unit(reading, *one), again):
                self.units[unit.source] = unit
        self._places = None
        self._sources = {one[2]: (one[0], one[1]) for one in wanted}
        return gone | {one[2] for one in again}

    def _lost(self, known: Known) -> frozenset[str]:
        """Ids that were there at the last look and are no more."""
        before = {key for kind, key in self._sources.values() if kind in ("project", "contributor")} | self._short.keys()
        return frozenset(before - known.projects - known.contributors)

    def _gather(self, config: Config, short: dict[str, Contributor], changed: set[str], changes: Changes) -> None:
        """What differs from the last look, by kind; records that were read again to the same are no change."""
        self._reread |= changed
        fresh: list[Unit] = []
        for source in sorted(changed):
            unit = self.units.get(source)
            old, new = self._written.get(source), unit.record if unit is not None else None
            if old != new or type(old) is not type(new):
                self._count(old, -1)
                self._count(new, 1)
                for record in (old, new):
                    if record is not None:
                        getattr(changes, _KINDS[type(record).__name__]).add(record.id)
            if old is not None:
                self._records(type(old).__name__).discard(old.id)
            self._written.discard(source)
            self._troubles.pop(source, None)
            self._unsound.discard(source)
            if unit is None:
                continue
            fresh.append(unit)
            if unit.problems:
                self._troubles[source] = unit.problems
            if not unit.sound:
                self._unsound.add(source)
        for unit in fresh:
            if unit.record is not None:
                self._written[unit.source] = unit.record
                self._records(type(unit.record).__name__)[unit.id] = unit.record
        for key in self._short.keys() | short.keys():
            if self._short.get(key) != short.get(key):
                changes.contributors.add(key)
            if key not in short and self.contributors.get(key) is self._short.get(key):
                self.contributors.discard(key)
            if key in short and (key not in self.contributors or self.contributors[key].source == SHORT):
                self.contributors[key] = short[key]
        self._short = short
        self._tell()
        problems = list(self.problems)
        changes.projects |= self._inheritance.update(self._raw, changes.projects, config.site.language, problems)
        self.problems = tuple(problems)

    def _tell(self) -> None:
        """All that is wrong, gathered."""
        problems = list(self._general or ())
        for source in sorted(self._troubles):
            problems += self._troubles[source]
        self.problems = tuple(problems)

    def _records(self, name: str) -> Records[Any]:
        """All records of one kind, by the name of their class."""
        kinds: dict[str, Records[Any]] = {
            "Project": self._raw,
            "Contributor": self.contributors,
            "Collection": self._collections,
            "TextPage": self._pages,
        }
        return kinds[name]

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

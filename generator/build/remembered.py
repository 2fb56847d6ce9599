"""What a site's content said and what of it readers saw, as of the last build, in the rows of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from generator.build.store import LostError, Rows
from generator.model.anthology import Contributor, Project
from generator.plan.release import Release, ReleaseState
from generator.sources.inherit import completed
from generator.sources.short_form import SHORT
from generator.sources.standing import LibraryState
from generator.sources.units import restored, stored, with_roles, without_roles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.build.store import Store
    from generator.model.registries import Registries
    from generator.sources.load import Changes, Library
    from generator.sources.units import Unit

_ENCODER = msgspec.msgpack.Encoder()
_LIBRARY = msgspec.msgpack.Decoder(LibraryState)
_RELEASE = msgspec.msgpack.Decoder(ReleaseState)
_PROJECT = msgspec.msgpack.Decoder(Project)
_PERSON = msgspec.msgpack.Decoder(Contributor)


class Past:
    """Records as they were at the last build, fetched one by one; raises LostError where one cannot be had."""

    def __init__(self, store: Store, state: LibraryState, registries: Registries, language: str) -> None:
        self._store = store
        self._state = state
        self._registries = registries
        self._language = language
        self._sources = {(kind, key): source for source, (kind, key) in state.sources.items()}
        self._public = frozenset(store.keys("public"))
        self._named = frozenset(store.keys("named"))

    def unit(self, source: str) -> Unit:
        """One manifest with all that was read with it."""
        data = self._store.row("unit", source)
        unit = restored(source, data, self._state.context, self._registries) if data is not None else None
        if unit is None:
            raise LostError
        return unit

    def project(self, key: str) -> Project:
        """One project as readers saw it."""
        data = self._store.row("public", key) if key in self._public else None
        if data is None:
            return completed(self.unit(self._sources["project", key]).record, None, self._language)
        found: Project = with_roles(_decoded(_PROJECT, data), self._registries)
        return found

    def person(self, key: str) -> Contributor:
        """One contributor as readers saw them."""
        data = self._store.row("named", key) if key in self._named else None
        if data is not None:
            found: Contributor = _decoded(_PERSON, data)
            return found
        source = self._sources.get(("contributor", key))
        if source is None:
            return Contributor(id=key, source=SHORT, name=self._state.short[key])
        person: Contributor = self.unit(source).record
        return person


def _decoded(decoder: msgspec.msgpack.Decoder[Any], data: bytes) -> Any:
    try:
        return decoder.decode(data)
    except msgspec.MsgspecError as error:
        raise LostError from error


def recall(store: Store, library: Library, *, drafts: bool, proofs: tuple[str, ...]) -> Release | None:
    """What readers saw, with the library as it was; nothing where it was read with another configuration. Raises LostError."""
    data = store.row("state", "library"), store.row("state", "release")
    if data[0] is None or data[1] is None:
        return None
    state: LibraryState = _decoded(_LIBRARY, data[0])
    decided: ReleaseState = _decoded(_RELEASE, data[1])
    found = library.recognise(state)
    if found is None:
        return None
    past = Past(store, state, *found)
    library.recall(state, past.unit)
    release = Release(found[0], drafts=drafts, proofs=proofs)
    release.recall(decided, past.project, past.person)
    return release


def rows(library: Library, release: Release, changed: Changes, reread: Iterable[str], *, afresh: bool) -> dict[str, Rows]:
    """All that is other than in the store: the records in `changed`, as written or as readers see them; what was reread."""
    assert library.config is not None
    units, context = library.units, library.context
    language = library.config.site.language
    anthology = library.written

    def unit(source: str) -> bytes | None:
        return stored(units[source], context) if source in units else None

    def public(key: str) -> bytes | None:
        project = release.projects.get(key)
        same = project is None or project == completed(anthology.projects[key], None, language)
        return None if same else _ENCODER.encode(without_roles(project))

    def named(key: str) -> bytes | None:
        person = release.contributors.get(key)
        same = person is None or person == anthology.contributors[key]
        return None if same else _ENCODER.encode(person)

    def state(key: str) -> bytes:
        return _ENCODER.encode(library.state() if key == "library" else release.state())

    return {
        "unit": Rows(units if afresh else reread, unit),
        "public": Rows(release.projects if afresh else changed.projects, public),
        "named": Rows(release.contributors if afresh else changed.contributors, named),
        "state": Rows(("library", "release"), state),
    }


def names(touched: Iterable[str], kind: str) -> set[str]:
    """The ids in facts of one kind."""
    return {key.partition(" ")[2] for key in touched if key.startswith(f"{kind} ")}

"""One manifest with all that was read for it, as it is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from generator.errors import Place, Problem, Severity
from generator.model.anthology import Collection, Contributor, Credit, Project, TextPage
from generator.model.registries import Role
from generator.sources.document import read_document, read_header
from generator.sources.people import read_collection, read_contributor, read_page
from generator.sources.projects import read_project
from generator.sources.seen import Seen, folders, glimpse
from generator.sources.stamps import bytes_digest

if TYPE_CHECKING:
    from generator.model.registries import Registries
    from generator.sources.reading import Reading

Kind = Literal["project", "contributor", "collection", "page"]
Record = Project | Contributor | Collection | TextPage


class Unit(msgspec.Struct, array_like=True):
    """One manifest, read; `record` is nothing where it could not be made."""

    source: str
    kind: Kind
    id: str
    record: Any
    problems: tuple[Problem, ...]
    seen: list[Seen]
    settled: bool = False
    """Whether times were learned when it was last looked at: of files that were too young to be trusted when they were read."""

    @property
    def sound(self) -> bool:
        """Whether nothing about it is an error."""
        return self.record is not None and not any(problem.severity is Severity.ERROR for problem in self.problems)

    def holds(self, site: str) -> bool:
        """Whether it would be read as it was; never for one with errors, which may be mended elsewhere."""
        if not self.sound:
            return False
        before = [seen.stamp for seen in self.seen]
        same = all(seen.holds(site) for seen in self.seen)
        self.settled = before != [seen.stamp for seen in self.seen]
        return same


def read_unit(reading: Reading, kind: Kind, record_id: str, source: str) -> Unit:
    """A manifest with every file that is named in it; its problems are its own, not the reading's."""
    site = str(reading.site)
    seen = [glimpse(site, source)]
    before, reading.problems, reading.opened = reading.problems, [], {}
    data = b""
    try:
        with open(f"{site}/{source}", "rb") as file:  # noqa: PTH123
            data = file.read()
    except OSError as error:
        reading.problems.append(Problem(Place(source), "missing-file", f"cannot be read: {error.strerror}"))
    seen[0].digest = bytes_digest(data)
    folder, _, name = source.rpartition("/")
    if name in ("project.yaml", "contributor.yaml"):
        seen += folders(site, folder)
    record = _record(reading, kind, record_id, source, data)
    problems, reading.problems = tuple(reading.problems), before
    seen += reading.opened.values()
    return Unit(source, kind, record_id, record, problems, seen)


def _record(reading: Reading, kind: Kind, record_id: str, source: str, data: bytes) -> Record | None:
    match kind:
        case "project":
            return read_project(reading, read_document(data, source), record_id)
        case "contributor":
            return read_contributor(reading, read_document(data, source), record_id)
        case "collection":
            return read_collection(reading, read_document(data, source), record_id)
        case "page":
            document, body, _ = read_header(data, source)
            return read_page(reading, document or read_document(b"", source), body, record_id)


class _Stored(msgspec.Struct, array_like=True):
    context: bytes
    kind: Kind
    id: str
    seen: list[Seen]
    problems: tuple[Problem, ...]
    record: msgspec.Raw


_ROLE = Role(id="", name="")
"""Stands for the role in remembered credits; `written_role` says which it is."""
_ENCODER = msgspec.msgpack.Encoder()
_STORED = msgspec.msgpack.Decoder(_Stored)
_RECORDS: dict[str, msgspec.msgpack.Decoder[Record]] = {
    "project": msgspec.msgpack.Decoder(Project),
    "contributor": msgspec.msgpack.Decoder(Contributor),
    "collection": msgspec.msgpack.Decoder(Collection),
    "page": msgspec.msgpack.Decoder(TextPage),
}


def stored(unit: Unit, context: bytes) -> bytes:
    """A unit as it is remembered; `context` is the digest of what every unit was read with."""
    raw = msgspec.Raw(_ENCODER.encode(without_roles(unit.record)))
    return _ENCODER.encode(_Stored(context, unit.kind, unit.id, unit.seen, unit.problems, raw))


def without_roles(record: Any) -> Any:
    """A record as it is remembered: of the roles of its credits only what was written."""
    if isinstance(record, Project | Collection):
        return msgspec.structs.replace(record, credits=tuple(map(_without_role, record.credits)))
    return record


def with_roles(record: Any, registries: Registries) -> Any:
    """A remembered record with the roles of its credits; it is changed in place, before anybody has it."""
    if isinstance(record, Project | Collection):
        for credit in record.credits:
            msgspec.structs.force_setattr(credit, "role", registries.role(credit.written_role))
    return record


def _without_role(credit: Credit) -> Credit:
    return msgspec.structs.replace(credit, role=_ROLE)


def restored(source: str, data: bytes, context: bytes, registries: Registries) -> Unit | None:
    """A remembered unit, or nothing where it was read with something else."""
    try:
        found = _STORED.decode(data)
        if found.context != context:
            return None
        record = _RECORDS[found.kind].decode(found.record)
    except (msgspec.MsgspecError, KeyError):
        return None
    return Unit(source, found.kind, found.id, with_roles(record, registries), found.problems, found.seen)

"""Credits as they are written, in any of their forms, made into credits."""

from __future__ import annotations

import csv
import io
import operator
import re
from typing import TYPE_CHECKING

from generator.errors import Place, Problem, Severity, code_frame, did_you_mean, nearest
from generator.model.anthology import Credit, Member
from generator.model.manifest import CreditEntry, MemberEntry
from generator.model.registries import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model.anthology import KeyPath
    from generator.model.registries import Registries
    from generator.sources.document import Document
    from generator.sources.reading import Reading

_COLUMNS = (
    "contributor",
    "name",
    "role",
    "as",
    "detail",
    "character",
    "unit",
    "part",
    "at",
    "note",
    "kind",
    "consent",
    "members",
)
_KINDS = ("contribution", "influence", "thanks")
_telling = operator.attrgetter(*(name for name in Credit.__struct_fields__ if name not in ("role", "written_role")))
_CONSENTS = ("unasked", "asked", "granted", "anonymous", "declined")


def read_credits(reading: Reading, document: Document, entry: object, path: KeyPath, part: str = "") -> tuple[Credit, ...]:
    """All credits of a manifest's `credits`, in order; the same credit twice counts once."""
    found = (_credit(reading, document, role, one, where, part) for role, one, where in _flat(reading, document, entry, path))
    return distinct(credit for credit in found if credit is not None)


def distinct(found: Iterable[Credit]) -> tuple[Credit, ...]:
    """Credits in order, the same one twice counted once."""
    kept: dict[tuple[object, ...], Credit] = {}
    for credit in found:
        kept.setdefault((fold(credit.written_role), _telling(credit)), credit)
    return tuple(kept.values())


def _flat(
    reading: Reading, document: Document, entry: object, path: KeyPath
) -> Iterator[tuple[str | None, str | CreditEntry, KeyPath]]:
    if isinstance(entry, str):
        if entry.lower().endswith(".csv"):
            yield from ((row.role, row, path) for row in _csv(reading, document, entry, path))
        elif entry != "none":
            hint = 'write "none", the name of a CSV file, or role: id'
            reading.problems.append(document.problem(path, "wrong-shape", f'"{entry}" says nothing about credits', hint))
    elif isinstance(entry, dict):
        for role, value in entry.items():
            many = value if isinstance(value, list) else [value]
            for number, one in enumerate(many):
                where = (*path, role, number) if isinstance(value, list) else (*path, role)
                if isinstance(one, CreditEntry) and one.role:
                    reading.problems.append(
                        document.problem(
                            (*where, "role"), "misplaced-key", f'the role is already given by "{role}:"', "take this line out"
                        )
                    )
                yield role, one, where
    elif isinstance(entry, list):
        for number, one in enumerate(entry):
            yield one.role, one, (*path, number)


def _credit(
    reading: Reading, document: Document, role: str | None, entry: str | CreditEntry, path: KeyPath, part: str
) -> Credit | None:
    one = CreditEntry(contributor=entry) if isinstance(entry, str) else entry
    if not role or not role.strip():
        reading.problems.append(document.problem(path, "missing-key", "this credit has no role", "add role: what they did"))
        return None
    if bool(one.contributor) == bool(one.name):
        message = "a credit names either a contributor (an id) or a name" + (", not both" if one.name else "")
        reading.problems.append(document.problem(path, "bad-credit", message))
        return None
    where = (*path, "contributor") if isinstance(entry, CreditEntry) else path
    if one.contributor and not reading.contributor(document, one.contributor, where, f"credited as {role}"):
        return None
    known = reading.registries.role(role)
    return Credit(
        contributor=one.contributor or "",
        name=one.name or "",
        role=known,
        written_role=role,
        as_name=one.as_ or "",
        detail=one.detail or "",
        character=one.character or "",
        unit=one.unit or "",
        part=one.part or part,
        at=one.at or "",
        note=one.note or "",
        kind="thanks" if known.id == "thanks" and one.kind == "contribution" else one.kind,
        consent=one.consent,
        members=read_members(reading, document, one.members, (*path, "members")),
    )


def read_members(reading: Reading, document: Document, entries: list[str | MemberEntry], path: KeyPath) -> tuple[Member, ...]:
    """Members of a group; a problem for each unknown id."""
    found = []
    for number, entry in enumerate(entries):
        member = MemberEntry(contributor=entry) if isinstance(entry, str) else entry
        where = (*path, number) if isinstance(entry, str) else (*path, number, "contributor")
        if reading.contributor(document, member.contributor, where, "listed as a member"):
            found.append(
                Member(
                    contributor=member.contributor,
                    as_name=member.as_ or "",
                    detail=member.detail or "",
                    since=member.from_ or "",
                    until=member.to or "",
                )
            )
    return tuple(found)


def _csv(reading: Reading, document: Document, name: str, path: KeyPath) -> Iterator[CreditEntry]:
    opened = reading.bytes(document, name, path)
    if opened is None:
        return
    source, data = opened
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        reading.problems.append(document.problem(path, "not-utf8", f"{source} is not UTF-8", "save it as UTF-8"))
        return
    lines = text.splitlines()

    def problem(line: int, message: str, hint: str = "", code: str = "bad-csv") -> None:
        place = Place(source, line, 1, 1)
        reading.problems.append(Problem(place, code, message, hint, frame=code_frame(lines, place)))

    rows = csv.DictReader(io.StringIO(text), restkey="", restval="")
    for column in rows.fieldnames or ():
        if column not in _COLUMNS:
            problem(
                1,
                f'"{column}" is no column of a credits list',
                did_you_mean(column, _COLUMNS) or f"columns: {', '.join(_COLUMNS)}",
            )
            return
    if "role" not in (rows.fieldnames or ()):
        problem(1, "the first line names no column role", f"columns: {', '.join(_COLUMNS)}")
        return
    for row in rows:
        line = rows.line_num
        if row.pop("", None):
            problem(line, "this line has more cells than the first line has columns", "put texts with commas in double quotes")
            continue
        cells = {column: value.strip() for column, value in row.items() if value and value.strip()}
        if not cells:
            continue
        contributor = cells.get("contributor")
        if contributor and contributor not in reading.known.contributors:
            near = did_you_mean(contributor, reading.known.contributors)
            problem(
                line, f'"{contributor}" is credited as {cells.get("role")} but nobody has that id', near, "unknown-contributor"
            )
            continue
        kind, consent = cells.get("kind", "contribution"), cells.get("consent")
        if kind not in _KINDS or (consent is not None and consent not in _CONSENTS):
            problem(
                line,
                f'"{kind if kind not in _KINDS else consent}" is not known here',
                f"{', '.join((*_KINDS, *_CONSENTS))}",
                "bad-value",
            )
            continue
        yield CreditEntry(
            contributor=contributor,
            name=cells.get("name"),
            role=cells.get("role"),
            as_=cells.get("as"),
            detail=cells.get("detail"),
            character=cells.get("character"),
            unit=cells.get("unit"),
            part=cells.get("part"),
            at=cells.get("at"),
            note=cells.get("note"),
            kind=kind,  # type: ignore[arg-type]
            consent=consent,  # type: ignore[arg-type]
            members=[member for member in re.split(r"\s*;\s*", cells.get("members", "")) if member],
        )


def unknown_roles(known: Registries, used: Iterable[str]) -> Problem | None:
    """All unknown roles together as one hint, with the nearest known ones."""
    found = sorted(used)
    if not found:
        return None
    names = [role.name for role in known.roles.values()]
    shown = []
    for text in found[:20]:
        near = nearest(text, names, 1)
        shown.append(f'"{text}"' + (f" (like {near[0]}?)" if near else ""))
    more = f" and {len(found) - 20} more" if len(found) > 20 else ""
    message = f"{len(found)} roles are in no registry and are printed as written: {', '.join(shown)}{more}"
    return Problem(Place("config.yaml"), "unknown-role", message, "add the ones you mean to roles: in config.yaml", Severity.HINT)

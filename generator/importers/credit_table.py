"""Works with their credits, read from a table: a line for each credit, or a column for each role."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

from generator.errors import UsageError, did_you_mean
from generator.importers.named_people import NamedPeople
from generator.importers.records import Records, import_records
from generator.importers.report import Notes
from generator.importers.rows import Row, as_line, clean
from generator.importers.site_settings import read_settings
from generator.model.registries import fold

if TYPE_CHECKING:
    from pathlib import Path

    from generator.importers.report import ImportReport
    from generator.model.registries import Registries

# What a column may be called, by the key of a record.
_OF_A_WORK: Final = {
    "id": ("id", "work id", "project id"),
    "title": ("title", "work", "project", "work title", "project title"),
    "date": ("date", "released", "release date", "year", "published"),
    "medium": ("medium", "type"),
    "tags": ("tags", "tag", "keywords"),
    "license": ("license", "licence"),
    "language": ("language", "lang"),
    "abstract": ("summary", "abstract", "description"),
    "media": ("media", "file", "files"),
    "links": ("url", "link", "links", "website"),
}
_OF_A_CREDIT: Final = {
    "contributor": ("contributor", "name", "person", "people", "who"),
    "role": ("role", "roles", "job", "credit"),
    "as": ("as", "credited as", "printed as"),
    "detail": ("detail", "details", "instrument"),
    **{key: (key,) for key in ("character", "unit", "note", "kind", "consent")},
}
_SEVERAL: Final = frozenset({"tags", "license", "media", "links"})
_SEPARATOR: Final = re.compile(r"\s*[;\n|]\s*")
_SNIFFED: Final = 8192


def import_csv(source: Path, site: Path) -> ImportReport:
    """A project for each work of a table; raises UsageError where it names no column for the works' titles."""
    settings = read_settings(site)
    notes = Notes()
    header, lines = _read(source)
    columns = _columns(header, settings.registries)
    if "title" not in columns.values() and "id" not in columns.values():
        near = next((hint for name in header if (hint := did_you_mean(fold(name), ("title", "work", "project")))), "")
        words = f'no column of {source.name} holds titles: call one "title"; the first line has {", ".join(header)}'
        raise UsageError(f"{words}; {near}" if near else words)
    people = NamedPeople(site, source.name, notes)
    works: dict[str, dict[str, Any]] = {}
    wheres: dict[str, str] = {}
    latest = ""
    for number, cells in lines:
        where = f"{source.name}:{number}"
        line = {key: clean(cell.strip(), where, notes) for key, cell in zip(header, cells, strict=False) if cell.strip()}
        if len(cells) > len(header):
            notes.add(
                where, "more cells than the first line has names; the others were left out", "; ".join(cells[len(header) :])
            )
        if not line:
            continue
        told = {columns[name]: text for name, text in line.items() if columns.get(name) in _OF_A_WORK}
        key = told.get("id") or as_line(told.get("title"))
        if not key:
            if not latest:
                notes.add(where, "a line before the first work; left out", "; ".join(line.values()))
                continue
            notes.add(where, "a line without a work; it was taken for the work above", works[latest].get("title", latest))
            key = latest
        latest = key
        work = works.setdefault(key, {"credits": []})
        wheres.setdefault(key, f"{where} ({as_line(key)})")
        _describe(work, told, where, notes)
        work["credits"] += _credits(line, columns, people, where, notes)
        for name, text in line.items():
            if name not in columns:
                notes.add(where, f'the column "{name}" has no place in a manifest', text)
    records = Records(
        folder=source.parent,
        works=tuple(Row(wheres[key], key, {"title": key, **values}) for key, values in works.items()),
        people=people.rows,
        origins=(source.name, f"{source.name}, contributors"),
    )
    return import_records(records, site, notes)


def _read(source: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns, then each line with its number."""
    try:
        text = source.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{source} cannot be read as UTF-8; save the table as CSV in UTF-8: {error}") from error
    try:
        dialect: Any = csv.Sniffer().sniff(text[:_SNIFFED].partition("\n")[0], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter, strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise UsageError(f"{source}:{reader.line_num} is no line of a table: {error}") from error
    if not lines:
        raise UsageError(f"{source} is empty")
    return [" ".join(name.split()) for name in lines[0][1]], lines[1:]


def _columns(header: list[str], known: Registries) -> dict[str, str]:
    """What each column holds: a key of a record, or `role: <role>` where it holds everyone of that role."""
    words = {fold(word): key for key, all_words in (_OF_A_WORK | _OF_A_CREDIT).items() for word in all_words}
    found: dict[str, str] = {}
    for name in header:
        said, _, role = name.partition(":")
        if fold(name) in words:
            found[name] = words[fold(name)]
        elif fold(said) == "role" and role.strip():
            found[name] = f"role: {role.strip()}"
        elif name and (_role := known.role(name)).known:
            found[name] = f"role: {_role.name}"
    return found


def _describe(work: dict[str, Any], told: dict[str, str], where: str, notes: Notes) -> None:
    for key, text in told.items():
        value: Any = [one for one in _SEPARATOR.split(text) if one] if key in _SEVERAL else text
        if key == "tags" and isinstance(value, list) and len(value) == 1:
            value = [one.strip() for one in text.split(",") if one.strip()]
        if work.setdefault(key, value) != value:
            notes.add(where, f'another "{key}" than above for the same work; the first one was kept', text)


def _credits(
    line: dict[str, str], columns: dict[str, str], people: NamedPeople, where: str, notes: Notes
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    told = {columns[name]: text for name, text in line.items() if columns.get(name) in _OF_A_CREDIT}
    names = [name for name in _SEPARATOR.split(told.pop("contributor", "")) if name]
    roles = [role for role in _SEPARATOR.split(told.pop("role", "")) if role] or [""]
    if names:
        found += [people.credit(name, where) | told | {"role": role} for role in roles for name in names]
    elif told or roles != [""]:
        notes.add(where, "a credit that names nobody; left out", "; ".join([*told.values(), *filter(None, roles)]))
    for name, text in line.items():
        role = columns.get(name, "")
        if role.startswith("role: "):
            found += [people.credit(one, where) | {"role": role.removeprefix("role: ")} for one in _SEPARATOR.split(text) if one]
    return found

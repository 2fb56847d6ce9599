"""People of a source that knows them by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from generator.errors import UsageError
from generator.importers.imported_files import origin_of
from generator.importers.rows import Row, as_line, clean
from generator.importers.short_names import names_by_hand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.importers.report import Notes

_NAME: Final = re.compile(rb"^name:[ \t]*(.+)$", re.MULTILINE)


class NamedPeople:
    """Everyone a source names, each once; who is here already by exactly that name is taken for the same person."""

    def __init__(self, site: Path, origin: str, notes: Notes) -> None:
        self._notes = notes
        self._rows: dict[str, Row] = {}
        self._here: dict[str, list[str]] = {}
        self._ids: set[str] = set()
        self._told: set[str] = set()
        for key, name in _people_here(site, origin):
            self._here.setdefault(name, []).append(key)
            self._ids.add(key)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The people who are new, as records."""
        return tuple(self._rows.values())

    def credit(self, name: str, where: str, **person: Any) -> dict[str, Any]:
        """Who, as a credit of a record says it; `person` are further keys of their own record."""
        name = as_line(clean(name, where, self._notes))
        if name in self._ids and name not in self._here:
            return {"contributor": name}
        known = self._here.get(name, [])
        if len(known) == 1:
            self._tell(
                where, "taken for the person here who has this name; look over whether they are the same", f"{name}: {known[0]}"
            )
            return {"contributor": known[0]}
        if known:
            self._tell(where, "several people here have this name; credited by name, without a page", name)
            return {"name": name}
        row = self._rows.setdefault(name, Row(f"{where} ({name})", name, {"id": name, "name": name}))
        for key, value in person.items():
            if isinstance(value, dict):
                row.values.setdefault(key, {}).update({inner: one for inner, one in value.items() if one})
            elif value:
                row.values.setdefault(key, clean(value, where, self._notes))
        return {"contributor": name}

    def _tell(self, where: str, what: str, value: str) -> None:
        if value not in self._told:
            self._told.add(value)
            self._notes.add(where, what, value)


def _people_here(site: Path, origin: str) -> Iterator[tuple[str, str]]:
    """Id and name of everyone whom this origin did not bring."""
    folder = site / "content" / "contributors"
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*/contributor.yaml")]):
        data = path.read_bytes()
        match = _NAME.search(data)
        if match is None or origin_of(data) == origin:
            continue
        try:
            name = yaml.load(match[1], Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and mappings only
        except yaml.YAMLError as error:
            raise UsageError(f"{path} cannot be read, so that nothing was imported: {error}") from error
        yield path.stem if path.parent == folder else path.parent.name, as_line(name)
    listed = site / "content" / "contributors.yaml"
    if listed.is_file():
        yield from names_by_hand(listed.read_bytes().decode("utf-8-sig"), origin).items()

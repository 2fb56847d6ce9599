"""Credits of a source in the shortest of the forms that a manifest has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from generator.importers.rows import Row, as_line, as_list, as_text
from generator.importers.write_yaml import KEY_LIMIT
from generator.model.manifest import Consent, CreditKind
from generator.model.registries import Registries, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.importers.report import Notes

_PLAIN = ("detail", "character", "unit", "note")
_CHOICES = {"kind": frozenset(get_args(CreditKind)), "consent": frozenset(get_args(Consent))}


def work_credits(
    row: Row, people: Mapping[str, str], names: Mapping[str, str], known: Registries, notes: Notes
) -> list[dict[str, str]]:
    """One entry for each credit, in the order of the source; `names` are the contributors' names by id."""
    entries = []
    for given in as_list(row.values.get("credits")):
        if isinstance(given, dict):
            entry = _who(row, given, people, names, notes)
            if entry:
                entries.append(_completed(entry, row, given, known, notes))
        else:
            notes.add(row.where, "a credit that is no mapping; left out", given)
    return entries


def shortest(entries: list[dict[str, str]]) -> Any:
    """The credits as a mapping from role where that keeps their order, else as a list; `none` for none."""
    if not entries:
        return "none"
    roles: list[str] = []
    for entry in entries:
        role = entry.get("role", "")
        if not role or len(role) > KEY_LIMIT or (role in roles and roles[-1] != role):
            return entries
        if role not in roles:
            roles.append(role)
    if len({fold(role) for role in roles}) < len(roles):
        return entries
    grouped: dict[str, list[Any]] = {role: [] for role in roles}
    for entry in entries:
        rest = {key: value for key, value in entry.items() if key != "role"}
        grouped[entry["role"]].append(rest["contributor"] if list(rest) == ["contributor"] else rest)
    return {role: who[0] if len(who) == 1 else who for role, who in grouped.items()}


def _who(row: Row, given: dict[str, Any], people: Mapping[str, str], names: Mapping[str, str], notes: Notes) -> dict[str, str]:
    key, printed = as_text(given.get("contributor")), as_line(given.get("as"))
    entry: dict[str, str] = {}
    if key in people:
        entry["contributor"] = people[key]
        if printed and printed != names.get(people[key]):
            entry["as"] = printed
    else:
        name = as_line(given.get("name")) or printed or as_line(key)
        if not name:
            notes.add(row.where, "a credit that names nobody; left out", given)
            return {}
        entry["name"] = name
        if printed and printed != name:
            entry["as"] = printed
        if key:
            notes.add(row.where, "credited, but not among the contributors; credited by name, without a page", key)
    return entry


def _completed(entry: dict[str, str], row: Row, given: dict[str, Any], known: Registries, notes: Notes) -> dict[str, str]:
    role = as_line(given.get("role"))
    if role:
        entry["role"] = role
    else:
        entry["role"] = "contributor"
        notes.add(row.where, 'a credit without a role; "contributor" stands for it', entry.get("contributor") or entry["name"])
    for field in _PLAIN:
        if as_line(given.get(field)):
            entry[field] = as_line(given[field])
    for field, allowed in _CHOICES.items():
        value = as_text(given.get(field))
        if value in allowed:
            entry[field] = value
        elif value:
            notes.add(row.where, f'"{field}" of a credit has a value that no manifest has; left out', value)
    _unplaced(row, given, role, known, notes)
    return entry


def _unplaced(row: Row, given: dict[str, Any], role: str, known: Registries, notes: Notes) -> None:
    placed = {"contributor", "name", "role", "as", *_PLAIN, *_CHOICES}
    for key, value in given.items():
        if key in placed or value in (None, "", [], {}):
            continue
        if key == "code" and known.role(role).marc == value:
            continue  # the registry gives the role this very code again
        notes.add(row.where, f'"{key}" of a credit has no place in a manifest', f"{value} ({role})")

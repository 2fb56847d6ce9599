"""Where works come from, or what they are part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.importers.rows import Row, as_line, as_list, as_text
from generator.model.links import clean_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.importers.report import Notes
    from generator.model.registries import Registries

_WHOLE_RELATIONS = frozenset({"part_of", "part of", "ispartof"})
_TRANSLATIONS = frozenset({"translation_of", "translation of", "translated_from"})
CLAIMS_LEAST = "inspired-by"
"""The relation whose words say least about how one work came from another."""


class Lineage:
    """The ties among the works of one import, none of which closes a circle."""

    def __init__(self, ids: Mapping[str, str], known: Registries, notes: Notes) -> None:
        self._ids = ids
        self._known = known
        self._notes = notes
        self._wholes: dict[str, set[str]] = {}
        self._sources: dict[str, set[str]] = {}

    def of(self, row: Row, own: str) -> tuple[list[Any], list[dict[str, str]]]:
        """What goes into `part_of`, then into `made_from`."""
        part_of: list[Any] = []
        made_from: list[dict[str, str]] = []
        for tie in as_list(row.values.get("lineage")):
            if not isinstance(tie, dict):
                self._notes.add(row.where, "lineage that is no mapping; left out", tie)
                continue
            relation = as_line(tie.get("relation")).lower()
            if relation in _WHOLE_RELATIONS:
                whole = self._whole(row, own, tie)
                if whole and whole not in part_of:
                    part_of.append(whole)
            else:
                source = self._source(row, own, tie, relation)
                if source and source not in made_from:
                    made_from.append(source)
        return part_of, made_from

    def _whole(self, row: Row, own: str, tie: dict[str, Any]) -> Any:
        whole = self._ids.get(as_text(tie.get("work")))
        if whole is None:
            self._notes.add(row.where, "part of something that is not here; a part needs its whole", tie)
            return None
        if _closes(self._wholes, own, whole):
            self._notes.add(row.where, "part_of would go in a circle; left out", tie)
            return None
        self._wholes.setdefault(own, set()).add(whole)
        extra = {key: as_line(tie[key]) for key in ("number", "season", "section") if as_line(tie.get(key))}
        self._unplaced(row, tie, {"relation", "work", "number", "season", "section"})
        return {"project": whole} | extra if extra else whole

    def _source(self, row: Row, own: str, tie: dict[str, Any], relation: str) -> dict[str, str] | None:
        named: dict[str, str] = {}
        work, title, by = as_text(tie.get("work")), as_line(tie.get("title")), as_line(tie.get("by"))
        if work in self._ids:
            if _closes(self._sources, own, self._ids[work]):
                self._notes.add(row.where, "lineage would go in a circle; left out", tie)
                return None
            self._sources.setdefault(own, set()).add(self._ids[work])
            named["project"] = self._ids[work]
            keys = {"relation", "work", "note"}
        else:
            if work:
                self._notes.add(
                    row.where,
                    "made from a work that is not here; its id is kept as a title" if not title else "made from a work not here",
                    work,
                )
                title = title or work
            url = self._url(row, tie)
            named |= {key: text for key, text in (("url", url), ("title", title), ("by", by)) if text}
            keys = {"relation", "work", "url", "title", "by", "license", "note"}
        if not named.keys() & {"project", "url", "title"}:
            self._notes.add(row.where, "lineage that names no work; left out", tie)
            return None
        named["relation"] = self._relation(row, relation)
        for key in ("license", "note"):
            if key in keys and as_line(tie.get(key)):
                named[key] = as_line(tie[key])
        self._unplaced(row, tie, keys)
        return named

    def _relation(self, row: Row, relation: str) -> str:
        if relation in _TRANSLATIONS:
            return "translation"
        known = self._known.relation(relation.removesuffix("_of"))
        if known is not None:
            return known.id
        became = f'"{relation or "no relation"}" became "{CLAIMS_LEAST}", the relation that claims least'
        self._notes.add(row.where, f"{became}; make it more exact where you know more")
        return CLAIMS_LEAST

    def _url(self, row: Row, tie: dict[str, Any]) -> str:
        given = as_text(tie.get("url"))
        if not given:
            return ""
        try:
            return clean_url(given)
        except ValueError as error:
            self._notes.add(row.where, "an address that cannot be linked; left out", f"lineage: {given} {error}")
            return ""

    def _unplaced(self, row: Row, tie: dict[str, Any], placed: set[str]) -> None:
        for key, value in tie.items():
            if key not in placed and value not in (None, "", [], {}):
                self._notes.add(row.where, f'"{key}" of lineage has no place in a manifest', value)


def _closes(edges: Mapping[str, set[str]], start: str, end: str) -> bool:
    """Whether an edge from start to end would close a circle."""
    seen: set[str] = set()
    ahead = [end]
    while ahead:
        node = ahead.pop()
        if node == start:
            return True
        if node not in seen:
            seen.add(node)
            ahead.extend(edges.get(node, ()))
    return False

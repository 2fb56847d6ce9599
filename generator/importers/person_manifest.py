"""A contributor's record as a manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.importers.addresses import addresses
from generator.importers.rows import Row, as_line, as_list, as_text

if TYPE_CHECKING:
    from generator.importers.report import Notes

_READ = frozenset({"id", "name", "variants", "sort_name", "links", "bio"})


def person_manifest(row: Row, language: str, notes: Notes) -> dict[str, Any]:
    """The keys of `contributors/<id>.yaml`; only `name` for someone who is only a name.

    Of a text in several languages, the one in the site's language is taken, else the first.
    """
    values = row.values
    name = as_line(values.get("name"))
    if not name:
        name = as_line(values.get("id"))
        notes.add(row.where, "a contributor without a name; the id stands for it", name)
    manifest: dict[str, Any] = {"name": name}
    sort = as_line(values.get("sort_name"))
    if sort and sort != name:
        manifest["sort"] = sort
    also = [
        variant
        for variant in dict.fromkeys(as_line(item) for item in as_list(values.get("variants")))
        if variant not in {"", name}
    ]
    if also:
        manifest["also"] = also
    bio = _bio(row, language, notes)
    if bio:
        manifest["bio"] = bio
    links, identifiers = addresses(row.where, values.get("links"), notes, person=True)
    if links:
        manifest["links"] = links
    if identifiers:
        manifest["identifiers"] = identifiers
    report_unplaced(row, _READ, notes)
    return manifest


def report_unplaced(row: Row, placed: frozenset[str], notes: Notes) -> None:
    """A note for each key of a record that no manifest has."""
    for key, value in row.values.items():
        if key not in placed and value not in (None, "", [], {}):
            notes.add(row.where, f'"{key}" has no place in a manifest', value)


def _bio(row: Row, language: str, notes: Notes) -> str:
    given = row.values.get("bio")
    if not isinstance(given, dict):
        return as_text(given)
    texts = {key: as_text(value) for key, value in given.items() if as_text(value)}
    if not texts:
        return ""
    short = language.partition("-")[0]
    chosen = next((key for key in (language, short) if key in texts), next(iter(texts)))
    for key, text in texts.items():
        if key != chosen and text != texts[chosen]:
            notes.add(row.where, f"a bio in another language ({key}); a manifest has one", text)
    return texts[chosen]

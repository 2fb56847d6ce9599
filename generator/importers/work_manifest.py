"""A work's record as a manifest with the files beside it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import msgspec

from generator.importers.addresses import addresses
from generator.importers.media_files import media
from generator.importers.person_manifest import report_unplaced
from generator.importers.rows import Row, as_line, as_list, as_text
from generator.importers.work_credits import shortest, work_credits
from generator.importers.work_texts import too_long, work_texts
from generator.model.podcasts import category

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.importers.report import Notes
    from generator.importers.vocabulary import Vocabulary
    from generator.importers.work_lineage import Lineage

_READ = frozenset(
    {"id", "title", "date", "medium", "tags", "abstract", "body", "language", "license", "credits", "media", "media_alt"}
    | {"links", "lineage", "note", "notes_on_lineage", "rights", "podcast"}
)
_PODCAST = {
    "guid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "explicit": "true|false",
    "complete": "true|false",
    "order": "episodic|serial",
    "episode": "full|trailer|bonus",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?=$|[T ])")


class Work(msgspec.Struct, frozen=True):
    """A project as it is to be written."""

    manifest: dict[str, Any]
    texts: dict[str, str]
    files: dict[str, Path]
    credits: int


class Sources(msgspec.Struct, frozen=True):
    """What the works of one import share."""

    folder: Path
    people: Mapping[str, str]
    """A contributor's id in the source to the id here."""
    names: Mapping[str, str]
    """The id here to the contributor's name."""
    vocabulary: Vocabulary
    lineage: Lineage
    notes: Notes


def work_manifest(row: Row, own: str, sources: Sources) -> Work:
    """The keys of `project.yaml`, in the order in which editors read them."""
    notes, values = sources.notes, row.values
    medium, layout = _medium(row, sources)
    part_of, made_from = sources.lineage.of(row, own)
    texts = work_texts(row, medium, {tie["title"] for tie in made_from if "title" in tie}, notes)
    files: dict[str, str] = {}
    text_items = []
    text_name = f"{medium}.md"
    for name, text in (("description.md", texts.description), (text_name, texts.work)):
        if text:
            files[name] = text.rstrip("\n") + "\n"
    if texts.work and not too_long(texts.work):
        text_items.append({"text": text_name})
    for name, text in list(files.items()):
        if too_long(text):
            notes.add(row.where, "a text of over 1 MB; it can be fetched, not read on the page", name)
            files[f"long-{name}"] = files.pop(name)
            text_items.append({"file": f"long-{name}"})
    laid = media(row, sources.folder, layout, {"project.yaml", "description.md", *files}, notes)
    items: list[dict[str, Any]] = [*text_items, *laid.items]
    credited = work_credits(row, sources.people, sources.names, sources.vocabulary.known, notes)
    elsewhere = {tie["url"] for tie in made_from if "url" in tie}
    links, identifiers = addresses(row.where, values.get("links"), notes, person=False, elsewhere=elsewhere)
    manifest = {
        "title": _title(row, notes),
        "medium": medium,
        "released": _date(row, notes),
        "language": _language(row, notes),
        "summary": texts.summary,
        "tags": [tag for tag in dict.fromkeys(as_line(item) for item in as_list(values.get("tags"))) if tag],
        "license": _licence(row, sources),
        "identifiers": identifiers,
        "cover": laid.cover,
        "part_of": part_of[0] if len(part_of) == 1 and isinstance(part_of[0], str) else part_of,
        "media": items,
        "credits": shortest(credited),
        "podcast": _podcast(row, notes),
        "made_from": made_from,
        "links": links,
    }
    report_unplaced(row, _READ, notes)
    return Work(
        {key: value for key, value in manifest.items() if value not in (None, "", [], {})}, files, laid.files, len(credited)
    )


def _title(row: Row, notes: Notes) -> str:
    title = as_line(row.values.get("title"))
    if not title:
        title = as_line(row.values.get("id"))
        notes.add(row.where, "a work without a title; the id stands for it", title)
    return title


def _medium(row: Row, sources: Sources) -> tuple[str, str]:
    text = as_line(row.values.get("medium"))
    if not text:
        sources.notes.add(row.where, 'a work without a medium; "other" stands for it')
        return "other", "look"
    return sources.vocabulary.medium(text, [as_text(item) for item in as_list(row.values.get("media"))])


def _licence(row: Row, sources: Sources) -> Any:
    named: list[Any] = []
    for value in as_list(row.values.get("license")):
        if isinstance(value, dict) and as_line(value.get("name")):
            entry = {key: as_line(value[key]) for key in ("name", "url") if as_line(value.get(key))}
        elif as_line(value):
            entry = sources.vocabulary.licence(as_line(value))  # type: ignore[assignment]
        else:
            sources.notes.add(row.where, "a licence that is no text; left out", value)
            continue
        if entry not in named:
            named.append(entry)
    return named[0] if len(named) == 1 else named


def _date(row: Row, notes: Notes) -> str:
    text = as_text(row.values.get("date"))
    match = _DATE.match(text)
    if match is not None:
        try:
            dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        except ValueError:
            match = None
    if match is None:
        if text or row.values.get("date") not in (None, "", [], {}):
            notes.add(row.where, "a date that is no year, month or day; left out", text or row.values["date"])
        return ""
    if match[0] != text:
        notes.add(row.where, "a time of day; only the date was kept", text)
    return match[0]


def _podcast(row: Row, notes: Notes) -> dict[str, Any]:
    """What podcast apps are told, as far as it is what a manifest may say."""
    given = row.values.get("podcast")
    found: dict[str, Any] = {}
    for key, value in (given if isinstance(given, dict) else {"podcast": given} if given else {}).items():
        text = as_text(value)
        if key == "category":
            names = [as_line(name) for name in as_list(value)]
            found[key] = [name for name in names if category(name)]
            for name in names:
                if not category(name):
                    notes.add(row.where, "a category that podcast directories do not have; left out", name)
        elif key in _PODCAST and re.fullmatch(_PODCAST[key], text):
            found[key] = text
        else:
            notes.add(row.where, f'"{key}" of a podcast has a value that no manifest has; left out', value)
    return {key: value for key, value in found.items() if value}


def _language(row: Row, notes: Notes) -> str:
    text = as_text(row.values.get("language")).replace("_", "-")
    if not text:
        return ""
    if _LANGUAGE.fullmatch(text) is None:
        notes.add(row.where, "a language that is no code such as en or pt-BR; left out", text)
        return ""
    return text

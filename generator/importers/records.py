"""Records of works with their contributors as manifests: the way of every import."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from generator.errors import UsageError
from generator.importers.imported_files import Outcome, earlier_ids, origin_of, write_if_new, write_imported
from generator.importers.new_ids import new_ids
from generator.importers.person_manifest import person_manifest
from generator.importers.report import ImportReport
from generator.importers.rows import as_line
from generator.importers.short_names import with_names
from generator.importers.site_settings import read_settings, with_entries
from generator.importers.vocabulary import Vocabulary
from generator.importers.work_lineage import Lineage
from generator.importers.work_manifest import Sources, Work, work_manifest
from generator.importers.write_yaml import yaml_text

if TYPE_CHECKING:
    from pathlib import Path

    from generator.importers.report import Notes
    from generator.importers.rows import Row
    from generator.importers.site_settings import Settings

_TITLE = re.compile(rb"^title:[ \t]*(.+)$", re.MULTILINE)
_OWN = "there is one of this id here that no import wrote; it was left as it is, the one of the source was not imported"
_OTHER = "another import wrote the one of this id that is here; it was left as it is, the one of this source was not imported"
_CHANGED = "changed by hand since it was imported; it was left as it is (delete it to have it imported again)"


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says, in the shape of the lines of `works.jsonl` and `contributors.jsonl`."""

    folder: Path
    """Media files are named by paths below it."""
    works: tuple[Row, ...]
    people: tuple[Row, ...]
    origins: tuple[str, str]
    """How the first lines of manifests call the source: that of works, that of contributors. An id belongs to one origin."""


def import_records(records: Records, site: Path, notes: Notes) -> ImportReport:
    """Manifests in `content/` for every record; what has no place in them stands in the report.

    Importing again updates what was imported before. A file that somebody wrote or changed by hand is
    never touched. Raises UsageError, before anything is written, where the site cannot be read.
    """
    settings = read_settings(site)
    work_rows, people_rows = records.works, records.people
    earlier_works, earlier_people = earlier_ids(site, records.origins)
    work_ids = new_ids((row.key for row in work_rows), earlier_works, {row.key: row.named for row in work_rows if row.named})
    people_ids = new_ids((row.key for row in people_rows), earlier_people)
    people = {people_ids[row.key]: person_manifest(row, settings.language, notes) for row in people_rows}
    shared = Sources(
        folder=records.folder,
        people=_with_existing(people_ids, _existing_people(site)),
        names={key: manifest["name"] for key, manifest in people.items()},
        vocabulary=Vocabulary(settings.registries),
        lineage=Lineage(_with_existing(work_ids, _existing_works(site)), settings.registries, notes),
        notes=notes,
    )
    _tell_same_titles(site, work_rows, work_ids, notes)
    works = {work_ids[row.key]: work_manifest(row, work_ids[row.key], shared) for row in work_rows}
    outcomes = _write(site, settings, shared, records.origins, (work_rows, work_ids, works), (people_rows, people_ids, people))
    return ImportReport(
        projects=len(works),
        contributors=len(people),
        credits=sum(work.credits for work in works.values()),
        media_files=sum(len(work.files) for work in works.values()),
        created=_of(outcomes, "created"),
        updated=_of(outcomes, "updated"),
        unchanged=_of(outcomes, "unchanged"),
        left_alone=_of(outcomes, "left alone"),
        notes=tuple(notes.found),
    )


def _tell_same_titles(site: Path, rows: tuple[Row, ...], ids: dict[str, str], notes: Notes) -> None:
    """Works of the source that may be here already, from somewhere else."""
    own = set(ids.values())
    here: dict[str, str] = {}
    for path in site.glob("content/projects/*/project.yaml"):
        match = _TITLE.search(path.read_bytes()) if path.parent.name not in own else None
        if match is not None:
            here[match[1].decode("utf-8", "replace").strip().strip("\"'").casefold()] = path.parent.name
    for row in rows:
        same = here.get(as_line(row.values.get("title")).casefold())
        if same:
            notes.add(row.where, "a work of this title is here already; look over whether it is the same", same)


def _write(
    site: Path,
    settings: Settings,
    shared: Sources,
    origins: tuple[str, str],
    works: tuple[tuple[Row, ...], dict[str, str], dict[str, Work]],
    people: tuple[tuple[Row, ...], dict[str, str], dict[str, dict[str, Any]]],
) -> dict[str, Outcome]:
    """Everything in the order in which one file needs another: words, people, works."""
    content, notes = site / "content", shared.notes
    outcomes: dict[str, Outcome] = {}
    config = with_entries(settings.text, "mediums", shared.vocabulary.mediums)
    config = with_entries(config, "licences", shared.vocabulary.licences)
    for key, entry in shared.vocabulary.mediums.items():
        notes.add(
            "config.yaml",
            "a new medium under mediums:; look over its words",
            f"{key}: {entry['name']}, {entry['plural']}, {entry['layout']}",
        )
    for key, entry in shared.vocabulary.licences.items():
        notes.add(
            "config.yaml",
            "a new licence under licences:; only its name is known, its address is for you to add",
            f"{key}: {entry['name']}",
        )
    people_rows, people_ids, manifests = people
    short, own_file = _short_names(content, manifests)
    names_path = content / "contributors.yaml"
    listed = names_path.read_bytes().decode("utf-8-sig") if names_path.is_file() else ""
    names = with_names(listed, short, own_file, notes, origins[1])
    if config != settings.text:
        outcomes["config.yaml"] = write_if_new(site / "config.yaml", config)
    if names != listed:
        outcomes["content/contributors.yaml"] = write_if_new(names_path, names)
    elif short:
        outcomes["content/contributors.yaml"] = "unchanged"
    for row in people_rows:
        key = people_ids[row.key]
        if key not in short:
            path = content / "contributors" / f"{key}.yaml"
            outcome: Outcome = "left alone"
            if not (content / "contributors" / key).is_dir():
                outcome = write_imported(path, origins[1], row.key, yaml_text(manifests[key]))
            shown = path.relative_to(site).as_posix()
            outcomes[shown] = outcome
            _note_if_left(outcome, row, path, shown, notes, origins[1])
    work_rows, work_ids, planned = works
    for row in work_rows:
        work = planned[work_ids[row.key]]
        beside = {name: text.encode() for name, text in work.texts.items()} | work.files
        path = content / "projects" / work_ids[row.key] / "project.yaml"
        shown = path.relative_to(site).as_posix()
        outcomes[shown] = write_imported(path, origins[0], row.key, yaml_text(work.manifest), beside)
        _note_if_left(outcomes[shown], row, path, shown, notes, origins[0])
    return outcomes


def _note_if_left(outcome: Outcome, row: Row, path: Path, shown: str, notes: Notes, origin: str) -> None:
    if outcome == "left alone":
        wrote = origin_of(path.read_bytes()) if path.is_file() else ""
        notes.add(row.where, _CHANGED if wrote == origin else _OTHER if wrote else _OWN, shown)


def _short_names(content: Path, manifests: dict[str, dict[str, Any]]) -> tuple[dict[str, str], set[str]]:
    """People for the short list with their names, then those of all who have a file."""
    folder = content / "contributors"
    with_file = {
        key
        for key, manifest in manifests.items()
        if len(manifest) > 1 or (folder / f"{key}.yaml").exists() or (folder / key).is_dir()
    }
    return {key: manifest["name"] for key, manifest in manifests.items() if key not in with_file}, with_file


def _existing_people(site: Path) -> set[str]:
    folder = site / "content" / "contributors"
    found = {path.stem if path.suffix == ".yaml" else path.name for path in folder.glob("*")} if folder.is_dir() else set()
    listed = site / "content" / "contributors.yaml"
    if listed.is_file():
        try:
            given = yaml.load(listed.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and mappings only
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise UsageError(f"{listed} cannot be read, so that nothing was imported: {error}") from error
        found |= set(given) if isinstance(given, dict) else set()
    return found


def _existing_works(site: Path) -> set[str]:
    return {path.parent.name for path in site.glob("content/projects/*/project.yaml")}


def _with_existing(ids: dict[str, str], existing: set[str]) -> dict[str, str]:
    """The ids of the source, then those of the site by which a record may name what is not in the source."""
    return {key: key for key in existing} | ids


def _of(outcomes: dict[str, Outcome], wanted: Outcome) -> tuple[str, ...]:
    return tuple(path for path, outcome in outcomes.items() if outcome == wanted)

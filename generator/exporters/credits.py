"""The credits of one project in the shapes that other outlets take."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from generator.errors import ContentError, UsageError, did_you_mean
from generator.exporters.credit_cues import cues
from generator.exporters.credit_frames import frames
from generator.exporters.credit_texts import description, readme, roll
from generator.model.site import FEEDS, DataFile, Output
from generator.plan import urls
from generator.plan.data import VERSION, credit_data, to_json
from generator.plan.exports import csv_cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.build.world import World
    from generator.model.anthology import Project
    from generator.plan.shelf import Shelf

COLUMNS: Final = (
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
"""Those of a manifest's own credits.csv, so that the table can be read back."""

SHAPES: Final = ("roll", "description", "vtt", "csv", "json", "id3", "md")


def project_of(shelf: Shelf, project_id: str) -> Project:
    """The project as readers see it; raises UsageError, with the nearest ids, where they see none of this name."""
    known = shelf.published.pages_of
    if project_id not in known:
        near = did_you_mean(project_id, shelf.release.projects)
        raise UsageError(f'readers see no project "{project_id}"; {near or "drafts are exported with --drafts"}')
    return known[project_id]


def credits_as(shelf: Shelf, project: Project, shape: str, *, start: str = "", seconds: float = 3.0) -> str:
    """The credits in one of the SHAPES; `start` is when the cues of an end roll begin, `seconds` how long each one stays."""
    makers: dict[str, Callable[[], str]] = {
        "roll": lambda: roll(shelf, project),
        "description": lambda: description(shelf, project),
        "vtt": lambda: cues(shelf, project, start=start, seconds=seconds),
        "csv": lambda: table(shelf, project),
        "json": lambda: data(shelf, project),
        "id3": lambda: frames(shelf, project),
        "md": lambda: readme(shelf, project),
    }
    return makers[shape]()


def refuse_names(world: World, name: str, text: str) -> None:
    """Raises ContentError where a text that is about to leave holds a name that must never appear again."""
    if world.watch:
        output = Output(name, FEEDS, DataFile(text.encode))
        if found := list(world.watch.problems(output, text.encode())):
            raise ContentError(found)


def table(shelf: Shelf, project: Project) -> str:
    """A table with the columns of a manifest's own; every name as it is printed. Source: RFC 4180."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for credit in project.credits:
        name = shelf.name(credit)
        cells = {
            "contributor": credit.contributor,
            "name": "" if credit.contributor else name,
            "role": credit.written_role,
            "as": name if credit.contributor else "",
            "detail": credit.detail,
            "character": credit.character,
            "unit": credit.unit,
            "part": credit.part,
            "at": credit.at,
            "note": credit.note,
            "kind": credit.kind,
            "consent": credit.consent or "",
            "members": "; ".join(member.contributor for member in credit.members if shelf.face(member.contributor) is not None),
        }
        rows.writerow([csv_cell(cells[column]) for column in COLUMNS])
    return written.getvalue()


def data(shelf: Shelf, project: Project) -> str:
    """Every credit with its role's id, its department, and its person's address."""
    return to_json(
        {
            "version": VERSION,
            "project": project.id,
            "title": project.title,
            "url": shelf.config.site.url + urls.project(project.id),
            "credits": [credit_data(shelf, credit) for credit in project.credits],
        }
    ).decode()

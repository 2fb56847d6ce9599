"""Works with their contributors, read from `works.jsonl` beside `contributors.jsonl`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import UsageError
from generator.importers.records import Records, import_records
from generator.importers.report import Notes
from generator.importers.rows import read_rows

if TYPE_CHECKING:
    from pathlib import Path

    from generator.importers.report import ImportReport


def import_jsonl(source: Path, site: Path) -> ImportReport:
    """Every record of the source, as `import_records` brings them in; raises UsageError where the source cannot be read."""
    if not (source / "works.jsonl").is_file() and not (source / "contributors.jsonl").is_file():
        raise UsageError(f"there is neither works.jsonl nor contributors.jsonl in {source}")
    notes = Notes()
    records = Records(
        folder=source,
        works=read_rows(source / "works.jsonl", "title", notes),
        people=read_rows(source / "contributors.jsonl", "name", notes),
        origins=("works.jsonl", "contributors.jsonl"),
    )
    return import_records(records, site, notes)

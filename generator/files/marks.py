"""What a folder's record tells to those who do not publish into it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from generator.errors import PublishError, printable
from generator.files.record import STATE, DamagedError, read_ledger

if TYPE_CHECKING:
    from pathlib import Path


def mark_preview(output: Path) -> None:
    """The folder is a preview from now on: it may show drafts, so it is never deployed."""
    (output / STATE).mkdir(parents=True, exist_ok=True)
    (output / STATE / "preview").touch()


def is_preview(output: Path) -> bool:
    """Whether a folder was marked as a preview."""
    return os.path.lexists(output / STATE / "preview")


def mark_incomplete(output: Path, *, incomplete: bool) -> None:
    """Whether something was left to another build."""
    mark = output / STATE / "incomplete"
    if incomplete:
        mark.touch()
    else:
        mark.unlink(missing_ok=True)


def is_incomplete(output: Path) -> bool:
    """Whether something was left to another build."""
    return os.path.lexists(output / STATE / "incomplete")


def interrupted(output: Path) -> bool:
    """Whether a build was killed here while it published; the next `open_output` completes it."""
    return os.path.lexists(output / STATE / "journal")


def own_files(output: Path) -> dict[str, str]:
    """The digest of each file that we published into a folder, by its path; raises PublishError."""
    try:
        ledger = read_ledger(os.fspath(output / STATE / "record"))
    except (OSError, DamagedError):
        raise PublishError(f"the record of what was published into {printable(str(output))} cannot be read") from None
    return {} if ledger is None else {path: entry[0] for path, entry in ledger.entries.items()}

"""An output folder taken into use by one process alone, and left tidy."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from generator.errors import PublishError, printable
from generator.files import lock as locking
from generator.files import refuse
from generator.files.journal import complete
from generator.files.publish import Publication
from generator.files.record import STATE, DamagedError, Known, read_ledger, remove

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.files.record import Entry


@contextlib.contextmanager
def open_output(
    output: Path,
    *,
    adopt: bool = False,
    lock: bool = True,
    wipe: bool = False,
    forbidden: Iterable[Path] = (),
    wait_s: float = 600.0,
    waiting: locking.Waiting | None = None,
    known: Known | None = None,
) -> Iterator[Publication]:
    """An output folder of which this process alone has the use; what a killed build left is completed first.

    Without a commit, or with an exception, nothing that was published is touched.
    `adopt` allows a folder with other people's files, and wanted paths to replace them; `wipe` compares bytes and
    trusts no recorded times; `forbidden` are folders that the output must not contain, be or lie in; `known` is the record
    as it was when somebody last wrote it.
    Raises PublishError.
    """
    refuse.unsuitable(output, forbidden)
    base = os.path.realpath(output)
    state = f"{base}/{STATE}"
    fresh = not os.path.lexists(base)
    with contextlib.ExitStack() as stack:
        try:
            os.makedirs(base, exist_ok=True)  # noqa: PTH103
            if not adopt and not os.path.lexists(state) and refuse.is_foreign(base):
                raise _unmarked(base)
            if lock:
                stack.enter_context(locking.held(state, wait_s, waiting))
            os.makedirs(state, exist_ok=True)  # noqa: PTH103
            stack.callback(_tidy, base, os.getpid(), fresh=fresh)
            record = _recover(base, known, adopt=adopt)
            publication = Publication(base, record or {}, recorded=record is not None, adopt=adopt, wipe=wipe)
        except OSError as error:
            raise refuse.refusal(error, base) from error
        yield publication


def _recover(base: str, known: Known | None, *, adopt: bool) -> Mapping[str, Entry] | None:
    """The record of a folder, after an interrupted journal is completed; None where there is none yet."""
    state = f"{base}/{STATE}"
    complete(base)
    shutil.rmtree(f"{state}/staging", ignore_errors=True)
    for name in ("record.tmp", "journal.tmp"):
        remove(f"{state}/{name}")
    if known is not None and known.stands(base):
        return known.entries
    try:
        ledger = read_ledger(f"{state}/record")
    except DamagedError:
        if not adopt:
            raise PublishError(
                f"the record of what was published into {printable(base)} is damaged;"
                " use --adopt to let this build replace what it finds there"
            ) from None
        ledger = None
    if ledger is None and not adopt and refuse.is_foreign(base):
        raise _unmarked(base)
    return None if ledger is None else ledger.entries


def _tidy(base: str, process: int, *, fresh: bool) -> None:
    """No staging folder unless a journal needs it; nothing of ours where nothing was ever published."""
    state = f"{base}/{STATE}"
    if os.getpid() != process or os.path.lexists(f"{state}/journal"):
        return
    shutil.rmtree(f"{state}/staging", ignore_errors=True)
    if any(os.path.lexists(f"{state}/{name}") for name in ("record", "preview")):
        return
    with contextlib.suppress(OSError):
        remove(f"{state}/lock")
        os.rmdir(state)  # noqa: PTH106
        if fresh:
            os.rmdir(base)  # noqa: PTH106


def _unmarked(base: str) -> PublishError:
    return PublishError(
        f"{printable(base)} has files in it that were not published by us;"
        " choose another folder, or use --adopt to publish among them (they are kept)"
    )

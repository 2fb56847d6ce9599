"""The steps that turn one published state into the next."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from typing import TYPE_CHECKING

from generator.files.paths import check_output
from generator.files.record import (
    STATE,
    DamagedError,
    Entry,
    Ledger,
    file_digest,
    holds,
    matches,
    read_ledger,
    remove,
    write_ledger,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


WHOLE = "whole"
"""In the staging folder: what is published into an empty output folder, under its own names."""


def staged_name(path: str) -> str:
    """Where an output waits below the staging folder: spread over 16 folders, whatever the output is called."""
    name = hashlib.blake2b(path.encode(), digest_size=16).hexdigest()
    return f"{name[0]}/{name}"


def perform(base: str, staging: str, journal: Ledger, *, again: bool) -> tuple[list[str], list[str]]:
    """All steps of a journal done; returns the paths that were deleted, then those kept because someone changed them.

    May be done any number of times. `again` is for a journal found on the disk: paths are checked, and a
    staged file that lost its bytes with the machine's power is left out (the next build writes it).
    """
    if again:
        for path in (*journal.first, *journal.moves, *journal.last):
            check_output(path)
    deleted, kept = _delete(base, journal.first)
    moved = set() if again else set(_moved_whole(base, staging, journal.whole))
    for path in journal.moves:
        if path.partition("/")[0] in moved:
            continue
        source = f"{staging}/{WHOLE}/{path}" if journal.whole else f"{staging}/{staged_name(path)}"
        if again and not _is_whole(source, journal.entries.get(path)):
            continue
        target = f"{base}/{path}"
        try:
            os.rename(source, target)  # noqa: PTH104
        except OSError as error:
            if error.errno not in {errno.ENOENT, errno.EISDIR, errno.ENOTEMPTY, errno.EEXIST}:
                raise
            if not os.path.lexists(source):
                continue  # moved before
            if os.path.isdir(target):  # noqa: PTH112
                remove_empty(target)
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
            os.rename(source, target)  # noqa: PTH104
    gone, changed = _delete(base, journal.last)
    return deleted + gone, kept + changed


def _moved_whole(base: str, staging: str, names: list[str]) -> Iterator[str]:
    """Moves what nothing is in the way of."""
    for name in names:
        with contextlib.suppress(OSError):
            os.rename(f"{staging}/{WHOLE}/{name}", f"{base}/{name}")  # noqa: PTH104
            yield name


def still_ours(base: str, path: str, entry: Entry) -> bool:
    """Whether the file at a path is what the record says we wrote; false where links lead to it."""
    target = f"{base}/{path}"
    status = os.lstat(target)
    return matches(status, entry) or holds(target, status, entry[0], entry[1])


def leads_through_link(base: str, path: str, known: dict[str, bool]) -> bool:
    """Whether some folder above an output is a link; `known` remembers answers for folders."""
    folder = path.rpartition("/")[0]
    if not folder:
        return False
    if folder not in known:
        try:
            known[folder] = os.path.islink(f"{base}/{folder}") or leads_through_link(base, folder, known)  # noqa: PTH114
        except OSError:
            known[folder] = True
    return known[folder]


def remove_empty(folder: str) -> None:
    """No folder there, nor the empty folders below it; raises OSError where a file is left."""
    for below, folders, _ in os.walk(folder, topdown=False):
        for name in folders:
            os.rmdir(f"{below}/{name}")  # noqa: PTH106
    os.rmdir(folder)  # noqa: PTH106


def _delete(base: str, doomed: dict[str, Entry]) -> tuple[list[str], list[str]]:
    """Own files deleted where they are still what we wrote, with the folders that this leaves empty."""
    deleted: list[str] = []
    kept: list[str] = []
    links: dict[str, bool] = {}
    for path, entry in doomed.items():
        if leads_through_link(base, path, links):
            kept.append(path)
            continue
        try:
            if still_ours(base, path, entry):
                os.unlink(f"{base}/{path}")  # noqa: PTH108
                deleted.append(path)
            else:
                kept.append(path)
        except (FileNotFoundError, NotADirectoryError):
            continue
    folders = {folder for path in doomed for folder in parents(path) if not links.get(folder)}
    for folder in sorted(folders, key=len, reverse=True):
        with contextlib.suppress(OSError):
            os.rmdir(f"{base}/{folder}")  # noqa: PTH106
    return deleted, kept


def parents(path: str) -> list[str]:
    """The folders above an output, nearest first, without the output folder itself."""
    found = []
    while path := path.rpartition("/")[0]:
        found.append(path)
    return found


def _is_whole(source: str, entry: Entry | None) -> bool:
    try:
        status = os.lstat(source)
        whole = stat.S_ISREG(status.st_mode) and (
            entry is None or (status.st_size == entry[1] and file_digest(source) == entry[0])
        )
    except OSError:
        return False
    return whole


def complete(base: str) -> None:
    """No journal, and what it told is done."""
    state = f"{base}/{STATE}"
    try:
        journal = read_ledger(f"{state}/journal")
    except DamagedError:
        remove(f"{state}/journal")
        return
    if journal is not None:
        perform(base, f"{state}/staging", journal, again=True)
        if journal.over:
            with contextlib.suppress(DamagedError):  # which is found out when the record is read
                if (record := read_ledger(f"{state}/record")) is not None:
                    write_ledger(f"{state}/record", Ledger(after(record.entries, journal)), sync=False)
            remove(f"{state}/journal")
        else:
            os.replace(f"{state}/journal", f"{state}/record")  # noqa: PTH105


def after(entries: Mapping[str, Entry], journal: Ledger) -> dict[str, Entry]:
    """The record that was, as it is when a journal over it is done."""
    return {path: entry for path, entry in entries.items() if path not in journal.first and path not in journal.last} | (
        journal.entries
    )

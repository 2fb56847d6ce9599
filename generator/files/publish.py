"""One set of files replaced by the next, so that at any moment each is whole."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import PublishError, printable
from generator.files import refuse
from generator.files.journal import WHOLE, complete, parents, perform, staged_name, still_ours
from generator.files.paths import check_output, digest, fold
from generator.files.record import (
    STATE,
    UNKNOWN,
    Entry,
    Known,
    Ledger,
    Staged,
    file_digest,
    holds,
    matches,
    remove,
    stat_of,
    write_all,
    write_ledger,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW


class Report(NamedTuple):
    """What a commit did."""

    written: tuple[str, ...]
    """In the order of their publication."""
    unchanged: int
    deleted: tuple[str, ...]
    kept: tuple[str, ...]
    """Own files that were to be deleted but that someone has changed; they are not ours any more."""


class Publication:
    """The next state of an output folder, while it is being made; from `open_output`."""

    def __init__(self, base: str, record: Mapping[str, Entry], *, recorded: bool, adopt: bool, wipe: bool) -> None:
        self._base = base
        self._state = f"{base}/{STATE}"
        self._staging = f"{self._state}/staging"
        self._record = record
        self._recorded = recorded
        self._adopt = adopt
        self._wipe = wipe
        self._wanted: dict[str, Staged] = {}
        self._staying: dict[str, Entry] = {}
        self._entries: dict[str, Entry] = {}
        self._alone = _is_bare(base) and not record
        """Whether the output folder is empty, so that what is staged can be moved there whole."""
        os.mkdir(self._staging)  # noqa: PTH102
        self._opened_ns = os.lstat(self._staging).st_mtime_ns

    def stage(self, path: PurePosixPath, data: bytes) -> bool:
        """Whether these bytes differ from what is published; if so they wait in the staging folder."""
        staged = self.stage_apart(path, data)
        self.note(staged)
        return staged.changed

    def stage_apart(self, path: PurePosixPath | str, data: bytes) -> Staged:
        """As `stage`, for a forked worker process: the parent passes the answer to `note`."""
        text = str(path)
        check_output(text)
        summed = digest(data)
        known = self._published(text, summed, len(data))
        if known is not None:
            return known
        try:
            descriptor = self._open_staged(text)
            try:
                write_all(descriptor, data)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise refuse.refusal(error, self._base) from error
        return Staged(text, summed, len(data), changed=True)

    def stage_file(self, path: PurePosixPath, source: Path) -> Staged:
        """As `stage_apart`, for bytes that are in a file already and may be larger than memory."""
        text = str(path)
        check_output(text)
        summed, size_bytes = file_digest(os.fspath(source)), source.stat().st_size
        known = self._published(text, summed, size_bytes)
        if known is not None:
            return known
        try:
            descriptor = self._open_staged(text)
            with os.fdopen(descriptor, "wb") as target, source.open("rb") as file:
                shutil.copyfileobj(file, target, 1 << 20)
            name = self._staged_at(text)
            copied, copied_bytes = file_digest(name), os.lstat(name).st_size
        except OSError as error:
            raise refuse.refusal(error, self._base) from error
        return Staged(text, copied, copied_bytes, changed=True)

    def note(self, staged: Staged) -> None:
        """The output is part of the next state."""
        self._wanted[staged.path] = staged

    def keep(self, path: PurePosixPath | str, expected: str = "") -> bool:
        """Whether the file is published as last time, so that it need not be made again; if so it stays.

        `expected` is the digest of what would be made, where the caller knows it.
        """
        text = str(path)
        entry = self._record.get(text)
        if entry is None or (expected and entry[0] != expected):
            return False
        known = self._published(text, entry[0], entry[1])
        if known is None:
            return False
        self._wanted[text] = known
        return True

    def keep_all(self, leaving: Collection[str], *, trusting: bool = False) -> list[str]:
        """Everything stays as it was published last time but these; returns what is not as it was, so that it does not.

        With `trusting` nothing is looked at.
        """
        lost: list[str] = []
        if trusting:
            self._staying = dict(self._record)
            for path in leaving:
                self._staying.pop(path, None)
            return lost
        base, staying = self._base, self._staying
        for path, entry in self._record.items():
            if path in leaving:
                continue
            try:
                status = os.lstat(f"{base}/{path}")
            except OSError:
                lost.append(path)
                continue
            if matches(status, entry):
                staying[path] = entry
            elif (known := self._published(path, entry[0], entry[1])) is not None:
                staying[path] = known.entry()
            else:
                lost.append(path)
        return lost

    @property
    def entries(self) -> Mapping[str, Entry]:
        """After the commit: everything that is published, with its digest, size and times."""
        return self._entries

    @property
    def known(self) -> Known | None:
        """After the commit: the record as it is on the disk."""
        try:
            return Known(stat_of(os.lstat(f"{self._state}/record")), self._entries)
        except OSError:
            return None

    def let_go(self, path: str) -> None:
        """An output that was to stay is no part of the next state, unless it is noted."""
        self._staying.pop(path, None)

    def stays(self, path: str) -> bool:
        """Whether an output stays as it was published, or is noted."""
        return path in self._staying or path in self._wanted

    def recorded(self, path: PurePosixPath | str) -> str:
        """The digest of what we published there last time, or nothing."""
        entry = self._record.get(str(path))
        return entry[0] if entry else ""

    def commit(self, order: Callable[[PurePosixPath], int], published: Callable[[Report], None] | None = None) -> Report:
        """The noted outputs published and all other own files deleted; `order` is smallest for what comes first.

        Raises PublishError before anything is touched, where it cannot be done. Once the journal is written
        the rest is done now, or by the next `open_output`. `published` is told as soon as all is, before it is recorded.
        """
        made: list[str] = []
        journaled_ns = 0
        try:
            journal = self._plan(order)
            steps = bool(journal.first or journal.moves or journal.last)
            if steps:
                self._make_folders(journal, made)
                journaled_ns = write_ledger(f"{self._state}/journal", journal, sync=True)
            elif journal.entries or not self._recorded:
                write_ledger(f"{self._state}/record", Ledger(self._entries), sync=False)
        except BaseException as error:
            for folder in reversed(made):
                with contextlib.suppress(OSError):
                    os.rmdir(folder)  # noqa: PTH106
            if isinstance(error, OSError):
                raise refuse.refusal(error, self._base) from error
            raise
        deleted, kept = self._perform(journal) if steps else ([], [])
        report = Report(tuple(journal.moves), len(self._entries) - len(journal.moves), tuple(deleted), tuple(kept))
        if published is not None:
            published(report)
        if steps:
            self._finish(journal, journaled_ns)
        return report

    def _published(self, path: str, summed: str, size_bytes: int) -> Staged | None:
        """The output as it is to be noted, if the output folder has these bytes at its path."""
        target = f"{self._base}/{path}"
        try:
            status = os.lstat(target)
        except OSError:
            return None
        entry = self._record.get(path)
        if entry is not None and entry[0] == summed and not self._wipe and matches(status, entry):
            return Staged(path, summed, size_bytes, changed=False, stat=entry[2:])
        if entry is None and self._recorded and fold(path) in self._folded:
            return None  # where case is ignored, what is found is the file of the old spelling
        if not holds(target, status, summed, size_bytes):
            return None
        young = status.st_mtime_ns >= self._opened_ns  # by the clock of one file system: later changes have later times
        return Staged(path, summed, size_bytes, changed=False, stat=UNKNOWN if young else stat_of(status))

    @functools.cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(fold(path) for path in self._record)

    def _staged_at(self, path: str) -> str:
        return f"{self._staging}/{WHOLE}/{path}" if self._alone else f"{self._staging}/{staged_name(path)}"

    def _open_staged(self, path: str) -> int:
        name = self._staged_at(path)
        try:
            try:
                return os.open(name, _WRITE, 0o666)
            except FileNotFoundError:
                os.makedirs(os.path.dirname(name), exist_ok=True)  # noqa: PTH103, PTH120
                return os.open(name, _WRITE, 0o666)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            if not self._alone:
                raise
            return os.open(f"{self._staging}/{staged_name(path)}", _WRITE, 0o666)  # the plan will say what it clashes with

    def _plan(self, order: Callable[[PurePosixPath], int]) -> Ledger:
        """The journal of this commit; raises PublishError where a step would harm a file that is not ours."""
        record, wanted = self._record, self._wanted
        entries = self._staying | {path: staged.entry() for path, staged in wanted.items()}
        changed = [staged for staged in wanted.values() if staged.changed]
        fresh = [path for path in wanted if path not in record]
        gone = {path: record[path] for path in sorted(record.keys() - entries.keys())}
        for path in gone:
            check_output(path)
        if fresh:
            refuse.clashes(entries, fresh)
        first = self._in_the_way(fresh, gone)
        if not (self._alone and _is_bare(self._base)):
            refuse.obstacles(self._base, changed, record, first, adopt=self._adopt)
        refuse.writable_for(self._base, gone)
        ranks = {path: order(PurePosixPath(path)) for path in (*(staged.path for staged in changed), *gone)}
        self._entries = entries
        over = self._recorded
        return Ledger(
            entries={path: entry for path, entry in entries.items() if record.get(path) != entry} if over else entries,
            over=over,
            whole=self._wholes(changed, order) if self._alone else [],
            first=first,
            # What is new comes first: a page that leads to it may be there already and be changed after it.
            moves=sorted((staged.path for staged in changed), key=lambda path: (path in record, ranks[path], path)),
            last={path: gone[path] for path in sorted(gone, key=lambda path: (-ranks[path], path)) if path not in first},
        )

    def _wholes(self, changed: list[Staged], order: Callable[[PurePosixPath], int]) -> list[str]:
        """Everything right below the output folder, in the order of what is published last of it."""
        ranks: dict[str, int] = {}
        for staged in changed:
            name = staged.path.partition("/")[0]
            ranks[name] = max(ranks.get(name, 0), order(PurePosixPath(staged.path)))
        return sorted(ranks, key=lambda name: (ranks[name], name))

    def _in_the_way(self, fresh: list[str], gone: dict[str, Entry]) -> dict[str, Entry]:
        """Own files that must be deleted before new ones can take their place."""
        if not fresh or not gone:
            return {}
        above: dict[str, list[str]] = {}
        for path in gone:
            for folder in parents(path):
                above.setdefault(folder, []).append(path)
        folded: dict[str, list[str]] = {}
        for path in gone:
            folded.setdefault(fold(path), []).append(path)
        found: dict[str, Entry] = {}
        for path in fresh:
            for blocker in (*above.get(path, ()), *(folder for folder in parents(path) if folder in gone)):
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    if still_ours(self._base, blocker, gone[blocker]):
                        found[blocker] = gone[blocker]
            for twin in folded.get(fold(path), ()):
                found[twin] = gone[twin]
        return found

    def _make_folders(self, journal: Ledger, made: list[str]) -> None:
        """The folders of all moves, as far as nothing of ours is in the way yet; `made` gets those that are new."""
        seen: set[str] = set()
        for path in journal.moves:
            folder = path.rpartition("/")[0]
            if not folder or folder in seen or path.partition("/")[0] in journal.whole:
                continue
            missing = []
            while folder and folder not in seen:
                seen.add(folder)
                if not os.path.lexists(f"{self._base}/{folder}"):
                    missing.append(folder)
                folder = folder.rpartition("/")[0]
            for name in reversed(missing):
                if any(upper in journal.first for upper in parents(name)):
                    break
                os.mkdir(f"{self._base}/{name}")  # noqa: PTH102
                made.append(f"{self._base}/{name}")

    def _perform(self, journal: Ledger) -> tuple[list[str], list[str]]:
        """All steps done; an interruption is heeded only when they are."""
        try:
            return perform(self._base, self._staging, journal, again=False)
        except KeyboardInterrupt:
            complete(self._base)
            raise
        except OSError as error:
            raise PublishError(
                f"{printable(self._base)} was published in part: {printable(str(error))}; the next build completes it"
            ) from error

    def _finish(self, journal: Ledger, journaled_ns: int) -> None:
        """The record written with what the moved files now look like; without space for it, the next build makes it."""
        entries = self._entries
        for path in journal.moves:
            with contextlib.suppress(OSError):
                status = os.lstat(f"{self._base}/{path}")
                summed, size_bytes = entries[path][:2]
                if status.st_mtime_ns < journaled_ns and status.st_size == size_bytes:
                    entries[path] = (summed, size_bytes, *stat_of(status))
        try:
            write_ledger(f"{self._state}/record", Ledger(entries), sync=False)
        except OSError:
            return
        with contextlib.suppress(OSError):  # what is left is completed by the next build, which finds it done
            remove(f"{self._state}/journal")


def _is_bare(base: str) -> bool:
    """Whether an output folder has nothing in it but our own state."""
    return os.listdir(base) == [STATE]  # noqa: PTH208

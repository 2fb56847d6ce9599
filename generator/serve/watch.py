"""Which sources of a site have just changed."""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import logging
import os
import queue
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from generator.sources.settings import CONFIG
from generator.sources.theme import theme_homes

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchdog.observers.api import BaseObserver, ObservedWatch

QUIET_S = 0.02
"""A change is handed on when nothing else has changed for so long ..."""
WHOLE_S = 0.004
"""... or for so long where every file that changed was closed by who wrote it, or put in its place whole ..."""
BURST_S = 0.5
"""... unless another change was handed on so shortly before."""
PATIENCE_S = 1.0
"""A change is handed on after so long in any case ..."""
CHECKOUT_S = 20.0
"""... or after so long where git is exchanging many files, since half of them would be full of mistakes."""
EVERYTHING = frozenset(["content", "themes", "private", CONFIG])
"""What is told where the system lost count of what changed."""

_FOLDERS = ("content", "themes", "private")
_LITTER = ("4913", "*~", "*.swp", "*.swx", "*.swo", "*.tmp", "*.bak", "*.part", "*.crdownload", "#*#", "___jb_*___")
"""What editors write beside a file while they save it; hidden files are litter too."""
_HEEDED = [
    getattr(events, name)
    for name in (
        *("FileCreatedEvent", "FileModifiedEvent", "FileAttribEvent", "FileClosedEvent", "FileMovedEvent", "FileDeletedEvent"),
        *("DirCreatedEvent", "DirMovedEvent", "DirDeletedEvent"),
    )
    if hasattr(events, name)
]
"""Not those of reading: a build reads everything."""
_LIMITS = frozenset([errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.ENOMEM])
_NEW_FOLDERS = (events.DirCreatedEvent, events.DirMovedEvent)
_PAIR_S = 0.02
"""How long a file that was renamed away is waited for; everything behind it waits too."""


class _Change(NamedTuple):
    """A source that changed, by its path below the site's folder."""

    path: str
    whole: bool = False
    """Whether it is as it was meant to be: closed after it was written, or moved here."""


class Watcher:
    """Watches content/, private/, the themes of the site and the program's, and config.yaml.

    Each folder is watched for itself, so that nothing is spent on what builds write, and again when it was deleted and has
    come back. The site's own folder is watched without what is below it.
    """

    def __init__(self, site: Path, say: Callable[[str], None]) -> None:
        self._site = site
        self._say = say
        self._changes: queue.SimpleQueue[_Change] = queue.SimpleQueue()
        self._watched: dict[str, tuple[ObservedWatch, int, int]] = {}
        self._lock = threading.Lock()
        self._lost: set[str] = set()
        self._polls = False
        self._handed_on = 0.0
        self._doubts = True
        self._git = _git_lock(site)
        _pair_quickly()
        self._logger = logging.getLogger("watchdog")
        self._overflow = _Overflow(self._changes)
        self._propagates, self._logger.propagate = self._logger.propagate, False
        self._logger.addHandler(self._overflow)
        self._observer = self._native()

    def wait(self, timeout_s: float) -> frozenset[str]:
        """The sources that changed, as an editor would name them; empty where nothing did in that time."""
        try:
            found = {(change := self._changes.get(timeout=timeout_s)).path}
        except queue.Empty:
            self.mend()
            self._count()
            return frozenset()
        started = time.monotonic()
        whole_s = WHOLE_S if started > self._handed_on + BURST_S else QUIET_S
        unfinished: set[str] = set()
        while time.monotonic() < started + (CHECKOUT_S if self._is_exchanging() else PATIENCE_S):
            (unfinished.discard if change.whole else unfinished.add)(change.path)
            try:
                change = self._changes.get(timeout=QUIET_S if unfinished else whole_s)
                found.add(change.path)
            except queue.Empty:
                if not self._is_exchanging():
                    break
        self.mend()
        self._handed_on = time.monotonic()
        return frozenset(found)

    def has_more(self) -> bool:
        """Whether something changed that was not handed on yet."""
        return not self._changes.empty()

    def mend(self) -> None:
        """Every folder watched that is there; one that has come back counts as changed."""
        try:
            self._watch_all()
        except OSError:
            self._poll()

    def stop(self) -> None:
        """Nothing is watched any more."""
        self._logger.removeHandler(self._overflow)
        self._logger.propagate = self._propagates
        self._observer.stop()
        self._observer.join(0.5)

    def _is_exchanging(self) -> bool:
        """Whether git is in the middle of a checkout, merge or rebase."""
        return self._git is not None and self._git.exists()

    def _count(self) -> None:
        """Looking for changes where the system could not watch a folder, of which watchdog says nothing.

        All folders are counted, so this is done only while nothing happens, after there were new ones.
        """
        if self._doubts and not self._polls:
            self._doubts = False
            if _is_short_of_watches(set(self._watched) - {os.path.realpath(self._site)}):
                self._poll()
                for label in EVERYTHING:
                    self._changes.put(_Change(label))

    def _native(self) -> BaseObserver:
        try:
            self._observer = Observer()
            self._observer.start()
            self._watch_all(first=True)
            if _is_short_of_watches(set(self._watched) - {os.path.realpath(self._site)}):
                self._poll()
            self._doubts = False
        except OSError:
            self._poll()
        return self._observer

    def _poll(self) -> None:
        """Looking at every file once a second instead, which needs nothing of the system."""
        self._say(
            "The system's limit for watched folders is reached, so changes are looked for once a second."
            " To raise it: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=1024"
        )
        with contextlib.suppress(AttributeError, OSError, RuntimeError):  # where it was the observer that could not be made
            self._observer.stop()
            self._observer.join(0.5)
        self._polls = True
        self._observer = PollingObserver(timeout=1)
        self._observer.start()
        self._watched.clear()
        self._watch_all(first=True)

    def _watch_all(self, *, first: bool = False) -> None:
        """Every folder watched that is there; raises OSError where the system can watch no more of them."""
        with self._lock:
            lost, self._lost = self._lost, set()
        for folder, label in self._folders().items():
            old = self._watched.get(folder)
            try:
                status = os.stat(folder)  # noqa: PTH116
            except OSError:
                status = None
            if old is not None and folder not in lost and status is not None and old[1:] == (status.st_dev, status.st_ino):
                continue
            if old is not None:
                del self._watched[folder]
                with contextlib.suppress(KeyError, OSError, RuntimeError):
                    self._observer.unschedule(old[0])
            if status is None:
                continue
            handler = _Handler(self, folder, label)
            try:
                watch = self._observer.schedule(handler, folder, recursive=bool(label), event_filter=_HEEDED)
            except OSError as error:
                if error.errno in _LIMITS:
                    raise
                continue  # just gone, or not readable now: the next second may find it better
            self._watched[folder] = (watch, status.st_dev, status.st_ino)
            self._doubts = True
            if not first:
                self._changes.put(_Change(label or CONFIG))

    def _folders(self) -> dict[str, str]:
        """What is watched, links resolved, with the name that editors know it by; the site itself has none."""
        found = {os.path.realpath(self._site): ""}
        for name in _FOLDERS:
            found.setdefault(os.path.realpath(self._site / name), name)
        for home in theme_homes(self._site):
            found.setdefault(os.path.realpath(home), "themes")
        return found

    def _noticed(self, folder: str, label: str, path: str, *, whole: bool) -> None:
        """One path that changed, whatever happened to it."""
        if path == folder:
            with self._lock:
                self._lost.add(folder)
            self._changes.put(_Change(label or CONFIG))
            return
        names = path.removeprefix(folder + "/").split("/")
        if not label:
            if names == [CONFIG]:
                self._changes.put(_Change(CONFIG, whole))
            elif len(names) == 1 and names[0] in _FOLDERS and (Path(path).is_dir() or not Path(path).exists()):
                with self._lock:
                    self._lost.add(os.path.realpath(path))
                self._changes.put(_Change(names[0]))
        elif not any(is_litter(name) for name in names):
            self._changes.put(_Change("/".join((label, *names)), whole))


class _Handler(FileSystemEventHandler):
    """Hands on where something happened in one folder."""

    def __init__(self, watcher: Watcher, folder: str, label: str) -> None:
        self._watcher = watcher
        self._folder = folder
        self._label = label

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Of what happened only the place counts: the next build looks for itself."""
        if isinstance(event, _NEW_FOLDERS):
            self._watcher._doubts = True  # noqa: SLF001 - two halves of one
        closed = event.event_type == "closed"
        for path, whole in ((event.src_path, closed), (event.dest_path, not event.is_directory)):
            if path:
                name = os.fsdecode(path)
                self._watcher._noticed(self._folder, self._label, name, whole=whole)  # noqa: SLF001 - two halves of one


class _Overflow(logging.Handler):
    """Everything counts as changed where watchdog reports that the kernel dropped events."""

    def __init__(self, changes: queue.SimpleQueue[_Change]) -> None:
        super().__init__(logging.WARNING)
        self._changes = changes

    def emit(self, record: logging.LogRecord) -> None:
        """All else that watchdog has to say is not for editors."""
        if "overflow" in str(record.msg):
            for label in EVERYTHING:
                self._changes.put(_Change(label))


def is_litter(name: str) -> bool:
    """Whether a name is that of an editor's own file, never of a source."""
    return name.startswith(".") or any(fnmatch.fnmatchcase(name, pattern) for pattern in _LITTER)


def _is_short_of_watches(folders: set[str]) -> bool:
    """Whether the kernel watches fewer folders for us than are below these; watchdog may be silent about that."""
    information = Path("/proc/self/fdinfo")
    if sys.platform != "linux" or not information.is_dir():
        return False
    have = 0
    for descriptor in information.iterdir():
        with contextlib.suppress(OSError):
            have += descriptor.read_text(encoding="utf-8").count("inotify wd:")
    below = sum(sum(1 for _ in os.walk(folder)) for folder in folders)
    return have < below


def _git_lock(site: Path) -> Path | None:
    """The file that exists while git exchanges files of this site; nothing where it is in no repository."""
    for folder in (site, *site.parents):
        git = folder / ".git"
        with contextlib.suppress(OSError, UnicodeDecodeError):
            if git.is_dir():
                return git / "index.lock"
            if git.is_file():  # a worktree has the path of its real one here
                return folder / git.read_text("utf-8").removeprefix("gitdir:").strip() / "index.lock"
    return None


def _pair_quickly() -> None:
    """A file that an editor moved away before it writes the new one holds up nothing for half a second."""
    with contextlib.suppress(ImportError):
        from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

        InotifyMoveEventGrouper.delay = _PAIR_S

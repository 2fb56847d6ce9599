"""Why a folder cannot be published into."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import PublishError, printable
from generator.files.journal import parents
from generator.files.paths import fold
from generator.files.record import STATE, Entry, holds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from generator.files.record import Staged

_FULL = frozenset([errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
_CLOSED = frozenset([errno.EACCES, errno.EPERM, errno.EROFS])
_SHOWN = 5


def refusal(error: OSError, output: str) -> PublishError:
    """What the operating system said, in words an editor can act on."""
    where = printable(output)
    if error.errno in _FULL:
        return PublishError(f"the disk of {where} is full ({error.strerror}); what was published is untouched")
    if error.errno in _CLOSED:
        name = f" ({printable(os.fsdecode(error.filename))})" if error.filename else ""
        return PublishError(f"{where} cannot be written: {error.strerror}{name}; what was published is untouched")
    return PublishError(f"{where} cannot be written: {printable(str(error))}; what was published is untouched")


def unsuitable(output: Path, forbidden: Iterable[Path]) -> None:
    """Nothing for a folder that may be an output; else PublishError."""
    shown = printable(str(output))
    if output.is_symlink():
        raise PublishError(f"{shown} is a link to another place; give the folder itself")
    if output.exists() and not output.is_dir():
        raise PublishError(f"{shown} is a file; the output needs a folder")
    real = Path(os.path.realpath(output))
    if real.parent == real:
        raise PublishError(f"{shown} is the root of the file system; choose a folder for the site alone")
    try:
        home = Path(os.path.realpath(Path.home()))
    except RuntimeError:  # nobody's home is known
        home = None
    if home is not None and _within(home, real):
        raise PublishError(f"{shown} is or contains your home folder; choose a folder for the site alone")
    for source in forbidden:
        other = Path(os.path.realpath(source))
        if _within(other, real):
            raise PublishError(f"{shown} is or contains {printable(str(source))}, which the site is made from")
        if _within(real, other):
            raise PublishError(f"{shown} lies inside {printable(str(source))}, which the site is made from")
    state = real / STATE
    if state.is_symlink() or (state.exists() and not state.is_dir()):
        raise PublishError(f"{shown}/{STATE} is not a folder of ours; remove it")


def _within(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or below it, also where the file system ignores case."""
    if path.is_relative_to(folder):
        return True
    try:
        wanted = folder.stat()
    except OSError:
        return False
    for candidate in (path, *path.parents):
        try:
            if os.path.samestat(candidate.stat(), wanted):
                return True
        except OSError:
            continue
    return False


def is_foreign(base: str) -> bool:
    """Whether a folder has anything in it besides the folder of record, and besides folders with nothing in them."""
    with os.scandir(base) as entries:
        return any(entry.name != STATE and not _is_hollow(entry) for entry in entries)


def _is_hollow(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder in which there are only such folders: what a build leaves that is killed before it moves a file."""
    if not entry.is_dir(follow_symlinks=False):
        return False
    with os.scandir(entry.path) as entries:
        return all(_is_hollow(below) for below in entries)


def clashes(wanted: Collection[str], fresh: Iterable[str]) -> None:
    """Nothing where every new output can lie beside all others on every system; else PublishError."""
    names: dict[str, str] = {}
    for path in wanted:
        other = names.setdefault(fold(path), path)
        if other != path:
            raise PublishError(f'the outputs "{other}" and "{path}" are one file where case is ignored')
    for path in fresh:
        for folder in parents(path):
            if folder in wanted:
                raise PublishError(f'the output "{folder}" is a file, and "{path}" needs it as a folder')


def obstacles(
    base: str, moves: Iterable[Staged], record: Mapping[str, Entry], doomed: Mapping[str, Entry], *, adopt: bool
) -> None:
    """Nothing where all moves can be made without harm to anybody's files; else PublishError."""
    theirs: list[str] = []
    blocked: list[str] = []
    links: list[str] = []
    device = os.lstat(base).st_dev
    if not os.access(base, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), base)
    fine: dict[str, bool] = {"": True}
    for staged in moves:
        folder = staged.path.rpartition("/")[0]
        if folder not in fine and not _open_folder(
            base, folder, device=device, fine=fine, doomed=doomed, links=links, blocked=blocked
        ):
            continue
        target = f"{base}/{staged.path}"
        try:
            status = os.lstat(target)
        except (FileNotFoundError, NotADirectoryError):
            continue
        if stat.S_ISDIR(status.st_mode):
            blocked.extend(_left_in(base, staged.path, doomed))
        elif not (adopt or staged.path in record or holds(target, status, staged.digest, staged.size_bytes)):
            theirs.append(staged.path)
    if links:
        raise PublishError(f"{_names(base, links)}: a link or another disk, so nothing is published through it; remove it")
    if blocked:
        raise PublishError(f"{_names(base, blocked)} is in the way of the site; not ours, or changed by hand: move it away")
    if theirs:
        raise PublishError(f"{_names(base, theirs)} would be overwritten but was not written by us; move it away, or use --adopt")


def _open_folder(
    base: str,
    folder: str,
    *,
    device: int,
    fine: dict[str, bool],
    doomed: Mapping[str, Entry],
    links: list[str],
    blocked: list[str],
) -> bool:
    """Whether files can be renamed into a folder, or it can be made; remembers the answer in `fine`."""
    above = folder.rpartition("/")[0]
    good = above in fine or _open_folder(base, above, device=device, fine=fine, doomed=doomed, links=links, blocked=blocked)
    if good and fine[above]:
        path = f"{base}/{folder}"
        try:
            status = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            fine[folder] = True
            return True
        if stat.S_ISDIR(status.st_mode) and status.st_dev == device:
            if not os.access(path, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        elif folder in doomed:
            pass  # an own file, deleted before
        elif stat.S_ISDIR(status.st_mode) or stat.S_ISLNK(status.st_mode):
            links.append(folder)
            good = False
        else:
            blocked.append(folder)
            good = False
    fine[folder] = good and fine[above]
    return fine[folder]


def _left_in(base: str, folder: str, doomed: Mapping[str, Entry]) -> list[str]:
    """What would still be in a folder after the deletions that come first."""
    left = []
    for below, folders, files in os.walk(f"{base}/{folder}"):
        links = [name for name in folders if os.path.islink(f"{below}/{name}")]  # noqa: PTH114
        for name in (*files, *links):
            path = f"{below}/{name}"[len(base) + 1 :]
            if path not in doomed:
                left.append(path)
    return left


def writable_for(base: str, deletions: Iterable[str]) -> None:
    """Nothing where the folders of all deletions can be written; else PermissionError."""
    folders = {path.rpartition("/")[0] for path in deletions}
    for folder in folders:
        path = f"{base}/{folder}"
        if os.path.lexists(path) and not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)


def _names(base: str, paths: list[str]) -> str:
    """Some of the paths, as they are to be printed."""
    shown = ", ".join(printable(f"{os.path.basename(base)}/{path}") for path in sorted(paths)[:_SHOWN])  # noqa: PTH119
    more = len(paths) - _SHOWN
    return f"{shown} (and {more} more)" if more > 0 else shown

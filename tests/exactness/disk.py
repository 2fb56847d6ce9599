"""Edits of what is not content: times, output files, cache, records."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

from exactness.starting import put
from exactness.table import edit
from exactness.trial import FOREIGN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exactness.trial import Trial

DAY_NS = 86_400 * 10**9


@edit
def touched(trial: Trial) -> str | None:
    path = trial.sources.rng.choice(trial.sources.files())
    shift = trial.sources.rng.choice([-400 * DAY_NS, -1, 1, 10**9, 400 * DAY_NS])
    moment = path.stat().st_mtime_ns + shift
    os.utime(path, ns=(moment, moment))
    return f"{path.relative_to(trial.root)} by {shift} ns"


@edit
def everything_touched(trial: Trial) -> str | None:
    for path in trial.sources.files():
        os.utime(path)
    return ""


@edit
def written_again_as_it_was(trial: Trial) -> str | None:
    path = trial.sources.rng.choice(trial.sources.files())
    if path.is_symlink():
        return None
    if trial.sources.rng.random() < 0.5:
        put(path, path.read_bytes())
    else:
        path.with_name("fresh").write_bytes(path.read_bytes())
        path.with_name("fresh").replace(path)
    return str(path.relative_to(trial.root))


@edit
def replaced_by_rename_at_equal_size_and_time(trial: Trial) -> str | None:
    path = trial.sources.pick(path for path in trial.sources.files() if path.name == "project.yaml")
    if path is None:
        return None
    status, data = path.stat(), path.read_bytes()
    end = data.index(b"\n")
    fresh = path.with_name("fresh")
    fresh.write_bytes(data[: end - 1] + (b"i" if data[end - 1 : end] != b"i" else b"o") + data[end:])
    os.utime(fresh, ns=(status.st_atime_ns, status.st_mtime_ns))
    fresh.replace(path)
    return str(path.relative_to(trial.root))


@edit
def two_files_change_places_with_their_times(trial: Trial) -> str | None:
    manifests = [path for path in trial.sources.projects().values() if len(list(path.parent.iterdir())) == 1]
    if len(manifests) < 2:
        return None
    one, other = trial.sources.rng.sample(manifests, 2)
    between = one.with_name("between")
    one.rename(between)
    other.rename(one)
    between.rename(other)
    return f"{one.parent.name} <-> {other.parent.name}"


@edit
def line_ends_and_marks(trial: Trial) -> str | None:
    path = trial.sources.rng.choice([*trial.sources.projects().values(), *trial.sources.texts()])
    data = path.read_bytes()
    choices: list[Callable[[], bytes]] = [lambda: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), lambda: data + b"\n"]
    put(path, trial.sources.rng.choice(choices)())
    return str(path.relative_to(trial.root))


@edit
def comment_in_a_manifest(trial: Trial) -> str | None:
    path = trial.sources.rng.choice([*trial.sources.projects().values(), trial.root / "config.yaml"])
    put(path, b"# A comment.\n" + path.read_bytes())
    return str(path.relative_to(trial.root))


@edit
def nothing_at_all(_: Trial) -> str | None:
    return ""


@edit
def files_grow_old(_: Trial) -> str | None:
    time.sleep(2.1)
    return "2 s"


def _published(trial: Trial) -> Path | None:
    found = sorted(trial.output.rglob("*")) if trial.output.exists() else []
    ours = (path for path in found if path.is_file() and path.relative_to(trial.output).parts[0] != ".creditroll")
    return trial.sources.pick(path for path in ours if path.relative_to(trial.output).as_posix() not in FOREIGN)


@edit
def output_file_deleted(trial: Trial) -> str | None:
    path = _published(trial)
    if path is None:
        return None
    path.unlink()
    trial.by_hand.pop(path.relative_to(trial.output).as_posix(), None)
    return str(path.relative_to(trial.root))


@edit
def output_file_changed(trial: Trial) -> str | None:
    path = _published(trial)
    if path is None:
        return None
    status, data = path.stat(), path.read_bytes()
    way = trial.sources.rng.choice(["longer", "shorter", "same size", "same size and time", "new file, same size and time"])
    changed = {"longer": data + b"\n", "shorter": data[:-1]}.get(way, data[:-1] + bytes([data[-1] ^ 1]))
    if way.startswith("new"):
        path.unlink()
    put(path, changed)
    if way.endswith("time"):
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    trial.by_hand[path.relative_to(trial.output).as_posix()] = changed
    return f"{path.relative_to(trial.root)}: {way}"


@edit
def output_file_becomes_a_folder(trial: Trial) -> str | None:
    path = _published(trial)
    if path is None:
        return None
    path.unlink()
    path.mkdir()
    trial.by_hand.pop(path.relative_to(trial.output).as_posix(), None)
    return str(path.relative_to(trial.root))


@edit
def output_folder_deleted(trial: Trial) -> str | None:
    path = _published(trial)
    if path is None or path.parent in (trial.output, trial.output / "projects"):
        return None
    shutil.rmtree(path.parent)
    return str(path.parent.relative_to(trial.root))


@edit
def whole_output_deleted(trial: Trial) -> str | None:
    shutil.rmtree(trial.output, ignore_errors=True)
    trial.by_hand.clear()
    trial.adopt = False
    return ""


@edit
def older_output_is_back(trial: Trial) -> str | None:
    return _kept_or_back(trial, "output", trial.output)


@edit
def older_cache_is_back(trial: Trial) -> str | None:
    return _kept_or_back(trial, "cache", trial.root / ".cache")


def _kept_or_back(trial: Trial, name: str, folder: Path) -> str | None:
    """The first time a copy is put away, later it comes back."""
    kept = trial.root.parent / f"{trial.root.name}-{name}"
    if name not in trial.kept:
        if not folder.exists() or (name == "output" and (trial.by_hand or trial.adopt)):
            return None
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(folder, kept, symlinks=True)
        trial.kept[name] = kept
        return "(a copy is put away)"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(trial.kept.pop(name), folder, symlinks=True)
    if name == "output":
        trial.by_hand.clear()
        trial.adopt = False
    return "instead of the present one"


@edit
def record_of_the_output_damaged(trial: Trial) -> str | None:
    path = trial.sources.pick(
        path for path in sorted((trial.output / ".creditroll").glob("*")) if path.is_file() and path.name != "lock"
    )
    if path is None:
        return None
    told = _damage(trial, path)
    trial.adopt = True
    return told


@edit
def staging_and_journal_of_somebody(trial: Trial) -> str | None:
    state = trial.output / ".creditroll"
    if not state.is_dir():
        return None
    put(state / "staging/ab/cdef", b"left over")
    put(state / trial.sources.rng.choice(["journal", "journal.tmp", "record.tmp"]), b"no journal")
    return ""


@edit
def cache_deleted(trial: Trial) -> str | None:
    shutil.rmtree(trial.root / ".cache", ignore_errors=True)
    return ""


@edit
def cache_file_deleted(trial: Trial) -> str | None:
    path = _cached(trial)
    if path is None:
        return None
    path.unlink()
    return str(path.relative_to(trial.root))


@edit
def cache_file_damaged(trial: Trial) -> str | None:
    path = _cached(trial)
    return _damage(trial, path) if path else None


@edit
def cache_files_all_damaged(trial: Trial) -> str | None:
    paths = _all_cached(trial)
    return "; ".join(_damage(trial, path) for path in paths)[:200] if paths else None


@edit
def cache_files_change_places(trial: Trial) -> str | None:
    one, other = _cached(trial), _cached(trial)
    if one is None or other is None:
        return None
    held = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(held)
    return f"{one.relative_to(trial.root)} <-> {other.relative_to(trial.root)}"


@edit
def cache_file_becomes_a_folder(trial: Trial) -> str | None:
    path = _cached(trial)
    if path is None:
        return None
    path.unlink()
    path.mkdir()
    return str(path.relative_to(trial.root))


def _cached(trial: Trial) -> Path | None:
    found = _all_cached(trial)
    few = [path for path in found if path.parent == trial.root / ".cache"]
    return trial.sources.pick(few if few and trial.sources.rng.random() < 0.6 else found)


def _all_cached(trial: Trial) -> list[Path]:
    """All of the cache but templates: Jinja believes in what it finds there, see test_a_damaged_template_is_a_miss.

    Nor what SQLite shares as memory with a session that is open: whoever cuts that ends the session's process.
    """
    cache = trial.root / ".cache"
    found = (path for path in cache.rglob("*") if path.is_file() and path.parent != cache / "templates")
    return sorted(path for path in found if not path.name.endswith("-shm"))


def _damage(trial: Trial, path: Path) -> str:
    data = bytearray(path.read_bytes())
    way = trial.sources.rng.choice(["cut", "emptied", "a bit turned", "foreign", "longer"])
    if way == "cut":
        del data[len(data) // 2 :]
    elif way == "emptied":
        data.clear()
    elif way == "a bit turned" and data:
        data[trial.sources.rng.randrange(len(data))] ^= 1 << trial.sources.rng.randrange(8)
    elif way == "foreign":
        data[:] = b"something else"
    else:
        data += b"more"
    path.write_bytes(data)
    return f"{path.relative_to(trial.root)} {way}"

"""One site under trial: edited, built, compared with a clean build of a copy of its sources."""

from __future__ import annotations

import collections
import difflib
import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exactness.sources import Sources, read_tree, write_tree
from exactness.starting import TODAY
from exactness.zygote import Outcome, built

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exactness.table import Edit
    from exactness.zygote import Zygote

NOT_SOURCES = (".cache", "output", "preview")
FOREIGN = {"CNAME": b"example.org\n", ".git/HEAD": b"ref: refs/heads/main\n", "projects/notes.txt": b"mine\n"}


_ICONS = re.compile("site.title|accent|theme switched|theme manifest|began|mended")


class DifferenceError(AssertionError):
    """An incremental build that is not what a clean one would be."""


class Trial:
    """The site, what is known about its output, everything that was done to it."""

    counted: collections.Counter[str] = collections.Counter()
    """Over all trials: edits by name, builds by kind."""

    def __init__(self, root: Path, start: Path, reference: Path, zygote: Zygote, *, only_here: bool = False) -> None:
        self.root = root
        self.output = root / "output"
        self.start = start
        self.sources = Sources(root, random.Random(0))
        self.day = TODAY
        self.epoch = ""
        self.portable = False
        self.drafts = False
        self.adopt = False
        self.by_hand: dict[str, bytes] = {}
        """Own files of the output that somebody changed."""
        self.log: list[str] = []
        self.kept: dict[str, Path] = {}
        """Older states of output and cache, by name."""
        self._reference = reference
        self._zygote = zygote
        self._only_here = only_here
        self._thorough = True
        self._compared_at = 0
        self._day = (TODAY, "")
        self._good: dict[str, bytes] = {}
        self._session: tuple[Any, Any, dict[str, bytes]] | None = None

    def edit(self, name: str, make: Edit, seed: int) -> bool:
        """Whether the edit could be made."""
        self.sources.rng = random.Random(seed)
        told = make(self)
        if told is None:
            return False
        self.log.append(f"{name}: {told}")
        Trial.counted[f"edit {name}"] += 1
        return True

    def check(self, how: str = "here", racing: tuple[str, Edit, int] | None = None, *, thorough: bool = False) -> bool:
        """Whether the site was built, just as a clean build would; a refused one is mended and built after that.

        The clean build has an empty output and an empty cache; unless `thorough` or something was done to what they are
        made from, icons and compiled templates are left in it, which take longest.
        """
        self._thorough = thorough
        if racing is not None:
            self._race(racing)
        if self._compared("here" if self._only_here else how):
            self._good = self._read_sources()
            self._day = (self.day, self.epoch)
            return True
        write_tree(self.root, self._good, NOT_SOURCES)
        self.portable = False
        self.day, self.epoch = self._day
        self.log.append("  mended: everything as it was when it was built last")
        if not self._compared("here"):
            raise self._difference("the mended site is refused", [])
        return False

    def _compared(self, how: str) -> bool:
        wish: dict[str, Any] = {"today": self.day, "epoch": self.epoch, "portable": self.portable, "drafts": self.drafts}
        folder = self.root / "preview" if self.drafts else self.output
        self._copy_sources()
        before = tree(folder)
        self._zygote.ask(wish | {"site": self._reference / "site", "output": self._reference / "output", "clean": self._thorough})
        own = wish | {"site": self.root, "output": folder, "adopt": self.adopt}
        if how == "fork":
            self._zygote.ask(own)
            expected, outcome = self._zygote.answer(), self._zygote.answer()
        else:
            outcome = self._in_session(own) if how == "session" else built(own) if how == "here" else _commanded(own)
            expected = self._zygote.answer()
        Trial.counted[f"build {expected.kind}"] += 1
        said = expected.said if how != "command" else []
        self.log.append(f"  built ({how}{', drafts' if self.drafts else ''}): {expected.kind}")
        if expected.kind not in ("built", "refused") or outcome.kind != expected.kind:
            raise self._difference(f"{outcome.kind}, a clean build: {expected.kind}", [*outcome.said, "clean:", *expected.said])
        if how != "command" and outcome.said != said:
            raise self._difference(
                "other problems than a clean build's", difflib.unified_diff(said, outcome.said, "clean", "now", n=0, lineterm="")
            )
        found = tree(folder)
        if expected.kind == "refused":
            if found != before:
                raise self._difference("a refused build touched the output", _first_difference(before, found))
            return False
        self._compare(tree(self._reference / "output"), found, before, folder)
        return True

    def _compare(self, clean: dict[str, bytes], found: dict[str, bytes], before: dict[str, bytes], folder: Path) -> None:
        if not self.drafts:
            for path, data in FOREIGN.items():
                if self.output.exists() and path in before and found.pop(path, None) != data:
                    raise self._difference(f"a foreign file is gone or changed: {path}", [])
            left = {path for path in found.keys() - clean.keys() if found[path] == self.by_hand.get(path)}
            if self.adopt:  # without a record nobody knows whose the other files are
                left |= {path for path in found.keys() - clean.keys() if found[path] == before.get(path)}
            for path in left:
                del found[path]
                (folder / path).unlink()
            self.by_hand.clear()
            self.adopt = False
        if found != clean:
            raise self._difference("not what a clean build leaves", _first_difference(clean, found))

    def _in_session(self, wish: dict[str, Any]) -> Outcome:
        """What came of a build by a workshop that remembers the last one, told what has changed where that is enough."""
        from generator.build.run import Request, Workshop
        from generator.build.workshop import CACHE
        from generator.memo import Memo

        options = {key: value for key, value in wish.items() if key not in ("epoch", "adopt")}
        request = Request(jobs=1, **options)
        sources = self._read_sources()
        if self._session is None or self._session[0] != request:
            self._session = (request, Workshop(request, Memo(request.site / CACHE)), {})
        _, workshop, before = self._session
        changed = {path for path in sources.keys() | before.keys() if sources.get(path) != before.get(path)}
        hint = frozenset(changed) if before and all(path.startswith("content/") for path in changed) else None
        outcome = built(wish, workshop=workshop, hint=hint)
        self._session = (request, workshop, sources if outcome.kind == "built" else {})
        return outcome

    def _race(self, racing: tuple[str, Edit, int]) -> None:
        """A build while which the sources are edited: what it leaves nobody knows, but the next one must not believe in it."""
        waiting = [racing]

        def progress(what: str, *_: object) -> None:
            if waiting and what != "read":
                name, make, seed = waiting.pop()
                self.edit(f"  while it was built, {name}", make, seed)

        before = tree(self.output)
        wish = {"today": self.day, "epoch": self.epoch, "site": self.root, "output": self.output, "adopt": self.adopt}
        outcome = built(wish | {"portable": self.portable}, progress)
        self.log.append(f"  built: {outcome.kind}")
        if outcome.kind not in ("built", "refused"):
            raise self._difference("edited while it was built", outcome.said)
        if outcome.kind == "refused" and tree(self.output) != before:
            raise self._difference("a refused build touched the output", [])

    def _copy_sources(self) -> None:
        shutil.rmtree(self._reference / "output", ignore_errors=True)
        shutil.rmtree(self._reference / "site/content", ignore_errors=True)
        write_tree(self._reference / "site", self._read_sources(), NOT_SOURCES)
        done = "\n".join(self.log[self._compared_at :])
        self._compared_at = len(self.log)
        left = {
            *([] if self._thorough or _ICONS.search(done) else ["icons.sqlite3", "icons.sqlite3-wal", "icons.sqlite3-shm"]),
        }
        for path in (self._reference / "site/.cache").glob("*"):
            if path.name not in left:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _read_sources(self) -> dict[str, bytes]:
        return read_tree(self.root, NOT_SOURCES)

    def _difference(self, what: str, lines: Iterable[str]) -> DifferenceError:
        shown = "\n".join(line[:400] for line in list(lines)[:40])
        done = "\n".join(self.log[-60:])
        return DifferenceError(f"{what}\n{shown}\n\nwhat was done, the last {min(len(self.log), 60)} of {len(self.log)}:\n{done}")


def _commanded(wish: dict[str, Any]) -> Outcome:
    """What came of a build by the command line; what it says is laid out otherwise."""
    options = ["--site", wish["site"], "--output", wish["output"]]
    options += [f"--{key}" for key in ("portable", "drafts", "adopt") if wish[key]]
    if wish["today"]:
        options += ["--today", wish["today"]]
    environment = os.environ | ({"SOURCE_DATE_EPOCH": wish["epoch"]} if wish["epoch"] else {})
    command = [sys.executable, "-m", "generator", "build", *map(str, options)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=120)
    return Outcome({0: "built", 1: "refused"}.get(done.returncode, str(done.returncode)), [done.stderr])


def settled(pool: Path, start: Path, number: int) -> list[Path]:
    """Copies of a site, old enough for the times of their files to be believed."""
    made = [pool / f"site-{each}" for each in range(number)]
    for path in made:
        shutil.copytree(start, path, symlinks=True)
    time.sleep(2.1)
    return made


def put_foreign(output: Path) -> None:
    """Files of somebody else, among ours."""
    for path, data in FOREIGN.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(data)


def tree(output: Path) -> dict[str, bytes]:
    """Everything in an output folder but our record."""
    return read_tree(output, (".creditroll",))


def _first_difference(clean: dict[str, bytes], found: dict[str, bytes]) -> Iterable[str]:
    differing = sorted(path for path in clean.keys() | found.keys() if clean.get(path) != found.get(path))
    yield f"{len(differing)} files differ: {', '.join(differing[:12])}{' ...' if len(differing) > 12 else ''}"
    path = differing[0]
    old, new = clean.get(path), found.get(path)
    if old is None or new is None:
        yield f"{path}: {'should not be there' if old is None else 'is not there'}"
        return
    try:
        lines = (old.decode().splitlines(), new.decode().splitlines())
    except UnicodeDecodeError:
        yield f"{path}: {len(old)} bytes clean, {len(new)} bytes found"
        return
    diff = list(difflib.unified_diff(*lines, f"clean/{path}", f"found/{path}", n=0, lineterm=""))
    yield from diff[:24] or [f"{path}: line ends differ"]

"""Builds in processes that remember nothing: one process builds another site, then forks for each build.

Run as a program it reads one request a line and answers with one line; `built` is the same in this process.
A request may hold `die_at`, the number of the step on the disk (with `die_of`: of the steps of that name) at which the
process kills itself, or `die_after_s`, or `steps`, a file that gets the steps by which the output is published, one in a line.
"""

from __future__ import annotations

import functools
import gc
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from exactness.starting import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TESTS = Path(__file__).resolve().parent.parent


class Outcome(NamedTuple):
    """What came of a build: `built` or `refused` with all that was said, or the name of another error with its traceback."""

    kind: str
    said: list[str]


def built(
    wish: dict[str, Any],
    progress: Callable[[str, int, int], None] | None = None,
    workshop: Any = None,
    hint: frozenset[str] | None = None,
) -> Outcome:
    """What came of a build in this process, by a workshop that is there already or by a new one."""
    from generator.build.run import Request, build, publish
    from generator.errors import ContentError

    options = {key: value for key, value in wish.items() if key != "epoch"}
    options |= {key: Path(options[key]) for key in ("site", "output") if key in options}
    if wish.get("epoch"):
        os.environ["SOURCE_DATE_EPOCH"] = wish["epoch"]
    try:
        if workshop is not None:
            done = publish(workshop, hint=hint)
        else:
            done = build(Request(jobs=1, **options), *([progress] if progress else []))
    except ContentError as error:
        return Outcome("refused", sorted(str(problem) for problem in error.problems))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        return Outcome(type(error).__name__, [traceback.format_exc()])
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH", None)
    return Outcome("built", sorted(str(problem) for problem in done.problems))


class Zygote:
    """The process that forks; it is asked, works while others do, is waited for."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])}
        command = [sys.executable, "-m", "exactness.zygote"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def ask(self, wish: dict[str, Any]) -> None:
        """A build is begun."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(wish, default=str) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Outcome:
        """What came of the build that was asked for first."""
        assert self._process.stdout
        return Outcome(*json.loads(self._process.stdout.readline()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


def _serve() -> None:
    with tempfile.TemporaryDirectory() as folder:  # what libraries read at their first use is read now
        for name, text in _OTHER_SITE.items():
            Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).write_text(text, "utf-8")
        Path(folder, "content/projects/it/it.png").write_bytes(picture("red"))
        assert built({"site": folder, "today": "2020-01-01"}).kind == "built"
    gc.collect()
    gc.freeze()  # so that forks share these pages
    for line in sys.stdin:
        sys.stdout.write(_forked(json.loads(line)) + "\n")
        sys.stdout.flush()


def _forked(wish: dict[str, Any]) -> str:
    """The answer to one request, from a process of its own."""
    end, begin = os.pipe()
    if (child := os.fork()) == 0:
        os.close(end)
        _harm(wish)
        options = {key: value for key, value in wish.items() if key not in ("die_at", "die_of", "die_after_s", "steps")}
        with os.fdopen(begin, "w") as answer:
            answer.write(json.dumps(built(options)))
        os._exit(0)
    os.close(begin)
    with os.fdopen(end) as answer:
        told = answer.read()
    _, status = os.waitpid(child, 0)
    return told if os.WIFEXITED(status) else json.dumps(Outcome("killed", [str(os.WTERMSIG(status))]))


def _harm(wish: dict[str, Any]) -> None:
    """This process made to die, or to tell, as a request says."""
    if "die_after_s" in wish:
        signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, wish["die_after_s"])
    if "die_at" not in wish and "steps" not in wish:
        return
    counter = itertools.count(1)
    for name in STEPS:
        setattr(os, name, functools.partial(_step, getattr(os, name), name, counter, wish))


def _step(
    made: Callable[..., Any], name: str, counter: Iterator[int], wish: dict[str, Any], *arguments: Any, **options: Any
) -> Any:
    """One step on the disk, unless it is the one to die at."""
    if name == wish.get("die_of", name) and next(counter) == wish.get("die_at"):
        os.kill(os.getpid(), signal.SIGKILL)
    result = made(*arguments, **options)
    if "steps" in wish:
        with Path(wish["steps"]).open("a") as file:
            file.write("\t".join([name, *(str(each) for each in arguments)]) + "\n")
    return result


STEPS = ("rename", "replace", "unlink", "rmdir", "mkdir", "fsync")

_OTHER_SITE = {
    "config.yaml": "site: {title: Else, url: 'https://else.example/', id: 6f1c0c0e-2f4b-4c53-9d4e-0a8f5f1f2d3c}\n",
    "content/contributors.yaml": "one: One\n",
    "content/projects/it/project.yaml": "title: It\nmedium: poem\nreleased: 2019\ncredits: {author: one}\ncover: it.png\n",
    "content/projects/it/description.md": "A [text](/projects/it/).\n",
}

if __name__ == "__main__":
    _serve()

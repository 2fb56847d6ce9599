"""Builds in processes that remember nothing: one process imports the generator, then forks for each build.

Run as a program it reads one request a line and answers with one line; `built` is the same in this process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Callable

TESTS = Path(__file__).resolve().parent.parent


class Outcome(NamedTuple):
    """What came of a build: `built` or `refused` with all that was said, or the name of another error with its traceback."""

    kind: str
    said: list[str]


def built(wish: dict[str, Any], progress: Callable[[str, int, int], None] | None = None) -> Outcome:
    """What came of a build in this process."""
    from generator.build import Request, build
    from generator.errors import ContentError

    options = {key: value for key, value in wish.items() if key != "epoch"}
    options |= {key: Path(options[key]) for key in ("site", "output") if key in options}
    if wish.get("epoch"):
        os.environ["SOURCE_DATE_EPOCH"] = wish["epoch"]
    try:
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
    import pkgutil
    from importlib import import_module

    import generator

    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for name in _LATE:
        import_module(name)
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            sys.stdout.write(json.dumps(built(json.loads(line))) + "\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


_LATE = ("PIL.Image", "PIL.PngImagePlugin", "PIL.JpegImagePlugin", "PIL.WebPImagePlugin", "nh3", "markdown", "babel", "feedgen")
_LATE += ("lxml.etree", "fontTools.ttLib", "multiprocessing.pool", "jinja2")

if __name__ == "__main__":
    _serve()

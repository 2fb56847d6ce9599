"""What the command line says."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from generator.build.request import Built, Request
    from generator.errors import Problem


def plain(text: str) -> str:
    """Text that cannot steer a terminal."""
    from generator.errors import printable

    return "\n".join(printable(line) for line in text.split("\n"))


def say(text: str) -> None:
    """A line for a person, beside the result."""
    click.echo(plain(text), err=True)


def print_problems(problems: Iterable[Problem], form: str, *, err: bool) -> None:
    """Problems for a person or as data."""
    if form == "json":
        import msgspec

        rows = [
            {
                "source": problem.place.source,
                "line": problem.place.line,
                "column": problem.place.column,
                "severity": str(problem.severity),
                "code": problem.code,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in problems
        ]
        click.echo(msgspec.json.format(msgspec.json.encode({"problems": rows}), indent=2).decode())
        return
    if form == "sarif":
        import json

        from generator import __version__
        from generator.exporters.sarif import sarif

        click.echo(json.dumps(sarif(tuple(problems), __version__), indent=2))
        return
    for problem in problems:
        click.echo(str(problem), err=err)


def counted(problems: Iterable[Problem]) -> str:
    """How many there are of each severity."""
    counts: dict[str, int] = {}
    for problem in problems:
        counts[str(problem.severity)] = counts.get(str(problem.severity), 0) + 1
    parts = [f"{counts[word]} {word}{'s' if counts[word] > 1 else ''}" for word in ("error", "warning", "hint") if word in counts]
    return ", ".join(parts) + "." if parts else ""


_VERBS = {"encode": "Encoding", "media": "Making"}
_PHASES = {"read": "Reading the content", "pages": "Pages and feeds"}
_SAID_EACH_S = 15.0
_TELLING_S = 2.0
"""From when on the time that is left can be told from the time that has passed."""


class Progress:
    """A bar on a terminal, in a log a line for each file that is encoded and one every 15 seconds, nothing for machines."""

    def __init__(self, form: str) -> None:
        self._bar: Any = None
        self._task: Any = None
        self._phase = ""
        self._named: set[str] = set()
        self._began = self._said = 0.0
        self._quiet = form != "text"

    def __enter__(self) -> Callable[[str, int, int], None]:
        if not self._quiet and sys.stderr.isatty() and "NO_COLOR" not in os.environ:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)  # with percentage and time left
            self._bar.start()
        return self._step

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _step(self, phase: str, done: int, total: int) -> None:
        phase, _, name = phase.partition(" ")
        new = phase != self._phase
        if new:
            self._phase, self._began, self._said = phase, time.monotonic(), time.monotonic()
        words = f"{_VERBS[phase]} {plain(name)}" if name else _PHASES.get(phase, phase)
        if self._bar is not None:
            if new:
                if self._task is not None:
                    self._bar.update(self._task, completed=self._bar.tasks[self._task].total)  # whatever it was, it is done
                self._task = self._bar.add_task("", total=total)
            self._bar.update(self._task, completed=done, total=total, description=words[:50])
        elif not self._quiet:
            self._log(words, done, total, first=phase == "encode" and name not in self._named)
            self._named.add(name)

    def _log(self, words: str, done: int, total: int, *, first: bool) -> None:
        """One line with the share and the time that is left, where it says something new."""
        now = time.monotonic()
        if not first and now - self._said < _SAID_EACH_S:
            return
        self._said = now
        left = ""
        if now - self._began >= _TELLING_S and 0 < done < total:
            left = f", {duration((now - self._began) * (total - done) / done)} left"
        say(f"{words} ({100 * done // total} %{left})")


def duration(seconds: float) -> str:
    """40 s, 12 min, 3 h 5 min."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def many(count: int, word: str) -> str:
    """1 page, 2,000 pages."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def report_unchanged(said: dict[str, Any], output: str, site: Path, form: str, started: float) -> None:
    """What a build says that had nothing to do."""
    if form == "text" and said["problems"] == "[]":
        seconds = time.monotonic() - started
        say_built(
            said["projects"], said["contributors"], said["pages"], said["outputs"], output, (0, said["outputs"], 0), seconds
        )
        say_next()
        return
    import msgspec

    from generator.build.request import Built, Request
    from generator.errors import Problem
    from generator.files import Report

    problems = msgspec.json.decode(said.pop("problems"), type=tuple[Problem, ...])
    result = Report((), said["outputs"], (), ())
    built = Built(output=output, report=result, problems=problems, seconds=time.monotonic() - started, **said)
    report(built, Request(site=site), form)


def say_built(
    projects: int, contributors: int, pages: int, files: int, output: str, counts: tuple[int, int, int], seconds: float
) -> None:
    """What was built, in three lines."""
    click.echo(f"{many(projects, 'project')} by {many(contributors, 'contributor')}.")
    click.echo(f"{pages} pages, {files} files in {output}:")
    click.echo(f"{counts[0]} written, {counts[1]} unchanged, {counts[2]} deleted in {seconds:.1f} s")


def say_next() -> None:
    """What to do next."""
    click.echo("Next: creditroll serve shows it at http://127.0.0.1:8000; any web host can serve the folder.")


def report(built: Built, request: Request, form: str, *, told: bool = False) -> None:
    """What a build did; with `told`, why it wrote each file."""
    result = built.report
    if form == "json":
        import msgspec

        data = {
            "output": built.output,
            "files": built.outputs,
            "pages": built.pages,
            "written": list(result.written),
            "unchanged": result.unchanged,
            "deleted": list(result.deleted),
            "seconds": round(built.seconds, 3),
            "left": built.left,
        }
        if told:
            data["reasons"] = {path: built.reasons.get(path, "") for path in result.written}
        click.echo(msgspec.json.format(msgspec.json.encode(data), indent=2).decode())
        return
    from generator.errors import Severity

    for problem in built.problems:
        if problem.severity is Severity.WARNING:
            say(str(problem))
    if told:
        from generator.errors import printable

        for path in result.written:
            click.echo(printable(f"/{path}: {built.reasons.get(path, '')}".rstrip(": ")))
        for path in result.deleted:
            click.echo(printable(f"/{path}: deleted, nothing makes it any more"))
    summary = counted(built.problems)
    counts = (len(result.written), result.unchanged, len(result.deleted))
    say_built(built.projects, built.contributors, built.pages, built.outputs, built.output, counts, built.seconds)
    if result.kept:
        click.echo(f"{len(result.kept)} files that someone changed were left alone: {', '.join(result.kept[:5])}")
    if built.left:
        click.echo(f"Incomplete: {many(built.left, 'encoding')} of recordings and films left to the next build.")
    if summary:
        click.echo(f"{summary} creditroll check --site {request.site} says them all.")
    say_next()

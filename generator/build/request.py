"""What is asked of a build, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from generator.errors import ContentError, Problem, Severity
from generator.files import Report
from generator.model.anthology import Anthology
from generator.model.config import Config
from generator.model.site import Output
from generator.model.tracking import Key

Planner = Callable[[Anthology, Config], Iterable[Output]]
Progress = Callable[[str, int, int], None]
CACHE = ".cache"
PREVIEW = ".cache/preview"


class Request(msgspec.Struct, frozen=True):
    """What is to be built, and how."""

    site: Path
    output: Path | None = None
    today: str = ""
    drafts: bool = False
    clean: bool = False
    strict: bool = False
    portable: bool = False
    adopt: bool = False
    lock: bool = True
    memory: Path | None = None
    """Where slow results are remembered, if not in the site's .cache."""
    jobs: int = 0
    media_later: bool = False
    """Copies of pictures, recordings and films that are not there yet are left to another build."""
    preview: bool = False
    """For nobody but the editor: noindex, and the folder says so."""
    proofs: tuple[str, ...] = ()
    """Projects shown before their time, whatever their status; only in previews."""
    planners: tuple[Planner, ...] = ()
    """Other packages' outputs, as functions of what is published."""

    @property
    def target(self) -> Path:
        """The output folder."""
        return self.output or (self.site / (PREVIEW if self.drafts else "output"))


class Built(msgspec.Struct, frozen=True):
    """What a build did."""

    output: str
    report: Report
    outputs: int
    pages: int
    projects: int
    contributors: int
    problems: tuple[Problem, ...]
    seconds: float
    left: int = 0
    """How many encodings are left to another build."""
    reasons: dict[str, tuple[Key, ...]] = {}
    """Why each file was written: the changed facts it is made of; nothing where it is new."""


def stop_on_errors(problems: Iterable[Problem], *, strict: bool) -> None:
    """Raises ContentError where there is an error; where warnings count as errors, for those too."""
    found = tuple(problems)
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    if any(problem.severity in bad for problem in found):
        raise ContentError(found)

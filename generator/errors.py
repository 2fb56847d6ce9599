"""What can be wrong, where, and what to do about it.

The exceptions:

    CreditrollError             anything the command line reports without a traceback
    ├── ContentError            the content is wrong: carries every problem found
    ├── UsageError              the command was used wrongly
    └── PublishError            the output folder cannot be written safely
"""

from __future__ import annotations

import difflib
import enum
import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Severity(enum.StrEnum):
    """How much a problem matters: an error stops the build, a warning should be mended, a hint could be."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Place(msgspec.Struct, frozen=True, order=True):
    """Where in the sources something stands."""

    source: str
    """Path below the site's folder, with forward slashes."""
    line: int = 0
    """From 1; 0 where the file as a whole is meant."""
    column: int = 0
    """From 1, in characters."""
    length: int = 0
    """Characters to underline."""

    def __str__(self) -> str:
        """`file:line:column`, as editors and terminals understand it."""
        return self.source if not self.line else f"{self.source}:{self.line}:{self.column}"


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong or could be better."""

    place: Place
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    frame: tuple[str, ...] = ()
    """The lines of the source around the place, as they are to be printed."""

    def sort_key(self) -> tuple[Place, str, str]:
        """By file, line and column."""
        return (self.place, self.code, self.message)

    def __str__(self) -> str:
        """The problem as a person reads it, code frame included."""
        word = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        lines = [f"{self.place}: {word}{self.code}: {self.message}", *self.frame]
        if self.hint and self.frame:
            lines[-1] += f" {self.hint}"
        elif self.hint:
            lines.append(f"    {self.hint}")
        return printable("\n".join(lines))


class CreditrollError(Exception):
    """Anything the command line reports without a traceback."""


class ContentError(CreditrollError):
    """The content is wrong; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=Problem.sort_key))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(CreditrollError):
    """The command was used wrongly."""


class PublishError(CreditrollError):
    """The output folder cannot be written safely; what was published is untouched."""


def printable(text: str) -> str:
    """Text that cannot steer a terminal: control and direction characters are shown as escapes."""
    return _UNPRINTABLE.sub(lambda match: f"\\x{ord(match[0]):02x}", text.replace("\t", "    "))


def code_frame(lines: list[str], place: Place) -> tuple[str, ...]:
    """The line before, the line itself and a row of carets below the place."""
    if not 0 < place.line <= len(lines):
        return ()
    width = len(str(place.line))
    frame = []
    if place.line > 1 and lines[place.line - 2].strip():
        frame.append(f"    {place.line - 1:>{width}} │ {lines[place.line - 2][:160]}")
    line = lines[place.line - 1][:160]
    frame.append(f"    {place.line:>{width}} │ {line}")
    start = max(place.column - 1, 0)
    if start < 160:
        carets = "^" * max(1, min(place.length, len(line) - start))
        frame.append(f"    {'':>{width}} │ {' ' * start}{carets}")
    return tuple(frame)


def nearest(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The known words most like this one, best first; empty where none is near."""
    folded = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(word.casefold(), list(folded), n=count, cutoff=0.6)
    return tuple(folded[key] for key in found)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that offers the nearest known words, or nothing."""
    near = [f'"{candidate}"' for candidate in nearest(word, known)]
    return f"did you mean {' or '.join(near)}?" if near else ""

"""Several files of a site changed together, or none of them."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from generator.editing.yaml_text import CannotEditError, YamlText
from generator.errors import ContentError, Place, Problem, PublishError, code_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Changes:
    """New texts of files, files that are gone, moves; nothing is on the disk before `write`."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.texts: dict[str, str] = {}
        """By path below the site's folder, as it is before the moves."""
        self.gone: list[str] = []
        self.moves: list[tuple[str, str]] = []
        self.problems: list[Problem] = []

    def read(self, source: str) -> str:
        """The text of a file, with its own line ends; raises ContentError where it is none."""
        if source in self.texts:
            return self.texts[source]
        try:
            return (self.site / source).read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise ContentError([Problem(Place(source), "not-utf8", "the file is not UTF-8", "save it as UTF-8")]) from error

    def mentioning(self, word: str, sources: Iterable[str]) -> Iterator[str]:
        """The files in which a word stands at all."""
        wanted = word.encode()
        for source in sources:
            try:
                if wanted in (self.site / source).read_bytes():
                    yield source
            except OSError:
                continue

    def take(self, source: str, text: YamlText) -> None:
        """A manifest as it was changed; what cannot be changed is a problem at the word's line."""
        try:
            if text.changed or source in self.texts or text.rewritten:
                self.texts[source] = text.text
        except CannotEditError as error:
            self.cannot(source, str(error))

    def cannot(self, source: str, why: str, word: str = "") -> None:
        """A problem: this file has to be changed by hand."""
        lines = self.read(source).splitlines()
        line = next((number for number, one in enumerate(lines, 1) if word and word in one), 0)
        column = lines[line - 1].index(word) + 1 if line else 0
        place = Place(source, line, column, len(word))
        hint = "change this place by hand, then try again; nothing was changed anywhere"
        self.problems.append(
            Problem(place, "not-editable", f"this file cannot be changed: {why}", hint, frame=code_frame(lines, place))
        )

    @property
    def paths(self) -> list[str]:
        """Every path that is touched, as it will be called."""
        found = []
        for path in (*self.texts, *self.gone):
            new = next((to + path[len(old) :] for old, to in self.moves if path == old or path.startswith(old + "/")), path)
            found.append(new)
        found += [new for _, new in self.moves if not any(path == new or path.startswith(new + "/") for path in found)]
        return sorted(found)

    def write(self) -> None:
        """All of it on the disk, or nothing: raises ContentError with what could not be changed, PublishError."""
        if self.problems:
            raise ContentError(self.problems)
        before: dict[str, bytes | None] = {}
        moved: list[tuple[str, str]] = []
        try:
            for source, text in self.texts.items():
                path = self.site / source
                before[source] = path.read_bytes() if path.exists() else None
                _put(path, text.encode())
            for source in self.gone:
                before[source] = (self.site / source).read_bytes()
                (self.site / source).unlink()
            for old, new in self.moves:
                os.rename(self.site / old, self.site / new)  # noqa: PTH104 - refuses what is there, unlike replace
                moved.append((old, new))
        except OSError as error:
            for old, new in reversed(moved):
                os.rename(self.site / new, self.site / old)  # noqa: PTH104
            for source, data in before.items():
                if data is None:
                    (self.site / source).unlink(missing_ok=True)
                else:
                    _put(self.site / source, data)
            raise PublishError(f"{error.filename}: {error.strerror}; nothing was changed") from error


def _put(path: Path, data: bytes) -> None:
    """A file with this content at once, with the rights it had; what a link leads to is written, not the link."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(data)
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)

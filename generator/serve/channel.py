"""What the open pages are told."""

from __future__ import annotations

import queue
import re
import threading
from typing import TYPE_CHECKING

import msgspec

from generator.model.codes import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.errors import Problem

BEAT_S = 10.0
"""How often a quiet channel says something, which is how a page that has gone is noticed."""

_ROW = re.compile(r"\s*(\d*) │ ?(.*)", re.DOTALL)
_STEERING = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a source."""

    number: str
    text: str
    start: int = 0
    length: int = 0
    """The characters that are wrong; none where it is 0."""


class Trouble(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something to mend, in the parts in which a page shows it."""

    message: str
    severity: str = "error"
    source: str = ""
    line: int = 0
    column: int = 0
    code: str = ""
    hint: str = ""
    meaning: str = ""
    frame: tuple[Row, ...] = ()


class News(msgspec.Struct, frozen=True):
    """How things are after a build."""

    troubles: tuple[Trouble, ...] = ()
    changed: tuple[str, ...] = ()
    """The published files that this build wrote or deleted under names that they keep, pages apart."""


class Channel:
    """The state of the preview, and everyone who listens to it."""

    def __init__(self) -> None:
        self._news = News()
        self._lock = threading.Lock()
        self._listeners: set[queue.SimpleQueue[News | None]] = set()
        self._open = True

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What is to be mended now."""
        return self._news.troubles

    @property
    def is_heard(self) -> bool:
        """Whether a page is open that listens."""
        return bool(self._listeners)

    def tell(self, news: News) -> None:
        """Everyone told at once; whoever comes later is told what is still true of it."""
        with self._lock:
            self._news = News(news.troubles)
            for listener in self._listeners:
                listener.put(news)

    def close(self) -> None:
        """Nobody listens any more."""
        with self._lock:
            self._open = False
            for listener in self._listeners:
                listener.put(None)

    def listen(self) -> Iterator[News | None]:
        """How things are, then whatever happens, until the channel closes; nothing where it was quiet for long."""
        mine: queue.SimpleQueue[News | None] = queue.SimpleQueue()
        with self._lock:
            if not self._open:
                return
            self._listeners.add(mine)
            mine.put(self._news)
        try:
            while True:
                try:
                    news = mine.get(timeout=BEAT_S)
                except queue.Empty:
                    yield None
                    continue
                if news is None:
                    return
                yield news
        finally:
            with self._lock:
                self._listeners.discard(mine)


def trouble(problem: Problem) -> Trouble:
    """A problem taken apart: its code frame as lines, what its code means in a sentence or two."""
    meaning = codes().get(problem.code)
    return Trouble(
        message=plain(problem.message),
        severity=str(problem.severity),
        source=plain(problem.place.source),
        line=problem.place.line,
        column=problem.place.column,
        code=problem.code,
        hint=plain(problem.hint),
        meaning=f"{meaning.explanation} {meaning.mend}" if meaning else "",
        frame=_rows(problem.frame),
    )


def plain(text: str) -> str:
    """Text of the same length in which no character steers how the others are shown."""
    return _STEERING.sub("\ufffd", text)


def _rows(frame: tuple[str, ...]) -> tuple[Row, ...]:
    """The lines of a code frame; its row of carets becomes the mark of the line above."""
    rows: list[Row] = []
    for line in frame:
        match = _ROW.fullmatch(line)
        number, text = (match[1], match[2]) if match else ("", line)
        carets = text.strip()
        if rows and not number and carets and not carets.strip("^"):
            start = len(text) - len(text.lstrip())
            rows[-1] = msgspec.structs.replace(rows[-1], start=start, length=len(carets))
        else:
            rows.append(Row(number, plain(text)))
    return tuple(rows)

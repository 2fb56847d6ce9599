"""What the open pages are told, as Server-Sent Events."""

from __future__ import annotations

import json
import queue
import secrets
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BEAT_S = 10.0
"""How often a quiet channel says something, which is how a page that has gone is noticed."""


class Channel:
    """The state of the preview, and everyone who listens to it.

    A page carries the number of the build it came from; whoever connects is told the present state first, so that a
    page that missed something, by sleep or by a restart of the program, finds out.
    Source: HTML Standard, 9.2 (server-sent events).
    """

    def __init__(self) -> None:
        self._run = secrets.token_hex(4)
        self._count = 0
        self._problems: tuple[str, ...] = ()
        self._lock = threading.Lock()
        self._listeners: set[queue.SimpleQueue[bytes | None]] = set()
        self._open = True

    @property
    def build(self) -> str:
        """The number of the last good build, different in every run of the program."""
        return f"{self._run}-{self._count}"

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the sources now, as a person reads it."""
        return self._problems

    def built(self, *, changed: bool, styles: tuple[str, ...] = ()) -> None:
        """All pages told of a good build; `styles` are the new style sheets where nothing else differs."""
        with self._lock:
            self._count += changed
            self._problems = ()
            self._tell(_event("built", {"build": self.build, "styles": styles}))

    def failed(self, problems: tuple[str, ...]) -> None:
        """All pages told what is wrong."""
        with self._lock:
            self._problems = problems
            self._tell(self._failure())

    def close(self) -> None:
        """Nobody listens any more."""
        with self._lock:
            self._open = False
            self._tell(None)

    def events(self) -> Iterator[bytes]:
        """The present state, then whatever happens, until the channel closes."""
        mine: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        with self._lock:
            if not self._open:
                return
            self._listeners.add(mine)
            mine.put(b"retry: 500\n\n" + _event("state", {"build": self.build}))
            if self._problems:
                mine.put(self._failure())
        try:
            while True:
                try:
                    event = mine.get(timeout=BEAT_S)
                except queue.Empty:
                    event = b": still here\n\n"
                if event is None:
                    return
                yield event
        finally:
            with self._lock:
                self._listeners.discard(mine)

    def _failure(self) -> bytes:
        return _event("problems", {"build": self.build, "problems": self._problems})

    def _tell(self, event: bytes | None) -> None:
        for listener in self._listeners:
            listener.put(event)


def _event(name: str, data: object) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()

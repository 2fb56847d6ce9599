"""One command run to its end: its time, its processors' time, the memory of all its processes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SAMPLE_S = 0.01
_SAID = 1500


class FailedRunError(RuntimeError):
    """A command that did not end well; its time means nothing."""


class Measured(NamedTuple):
    """What one run cost."""

    wall_s: float
    cpu_s: float
    """User and system time of the process and of all that it started and waited for."""
    peak_mib: float | None
    """The most memory at one moment, over all its processes, what they share counted once; None where it was not looked at."""
    said: str
    """Standard output."""


def run(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    memory: bool = False,
    limit_s: float = 3600,
) -> Measured:
    """A command run to its end. Raises FailedRunError where its exit code is not 0 or it takes too long.

    Looking at memory slows a process down, the larger the more: times are taken in other runs than memory. Everything that
    earlier commands left to be written to the disk is written before the clock starts.
    """
    os.sync()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=complained,
            start_new_session=True,
        )
        late = threading.Timer(limit_s, os.killpg, (process.pid, signal.SIGKILL))
        late.daemon = True
        late.start()
        watch = _Watch(process.pid) if memory else None
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            late.cancel()
        wall_s = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        peak_mib = watch.peak_mib() if watch is not None else None
        said.seek(0)
        complained.seek(0)
        if process.returncode:
            words = b"\n".join((said.read()[-_SAID:], complained.read()[-_SAID:])).decode("utf-8", "replace").strip()
            raise FailedRunError(f"{Path(command[0]).name} ended with exit code {process.returncode}: {words}")
        return Measured(wall_s, usage.ru_utime + usage.ru_stime, peak_mib, said.read().decode("utf-8", "replace"))


class _Watch:
    """Looks at the memory of a process and its children until it is asked."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak_kib = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def peak_mib(self) -> float:
        self._ended.set()
        self._thread.join()
        return self._peak_kib / 1024

    def _look(self) -> None:
        while not self._ended.is_set():
            before = time.perf_counter()
            with contextlib.suppress(OSError):
                self._peak_kib = max(self._peak_kib, memory_kib(self._pid))
            self._ended.wait(max(_SAMPLE_S, 2 * (time.perf_counter() - before)))


def memory_kib(pid: int) -> int:
    """Memory of a process and its children: the sum of their proportional set sizes."""
    total = 0
    for one in _descendants(pid):
        with contextlib.suppress(OSError, StopIteration):
            text = Path(f"/proc/{one}/smaps_rollup").read_text("ascii")
            total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total


def _descendants(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text("ascii").split():
                found += _descendants(int(child))
    return found

"""Work shared among forked processes, which find what they need in memory, so that it need not be sent."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")
_COLLECTED_EACH = 20_000


class _Option(NamedTuple):
    number: int
    meanwhile: int
    usually: int


_MALLOC = (
    _Option(-1, 128 << 20, 128 << 10),  # M_TRIM_THRESHOLD
    _Option(-2, 64 << 20, 128 << 10),  # M_TOP_PAD
    _Option(-3, 32 << 20, 1 << 20),  # M_MMAP_THRESHOLD
)
"""Source: mallopt(3), malloc.h of glibc."""
_work: tuple[Callable[..., object], Sequence[object]] | None = None


def forked(work: Callable[[Item], Result], items: Sequence[Item], jobs: int, chunk: int) -> Iterator[Result]:
    """What `work` returns for each item, in any order; by this process alone where `jobs` is 1 or there is no fork.

    What `work` changes in memory is lost in a forked process: only what it returns comes back.
    """
    global _work  # noqa: PLW0603 - forked processes find it here
    if jobs <= 1 or len(items) <= chunk or not hasattr(os, "fork"):
        for item in items:
            yield work(item)
        return
    _work = (work, items)
    try:
        with frozen(), multiprocessing.get_context("fork").Pool(jobs, obedient) as pool:
            for results in pool.imap_unordered(_part, _parts(len(items), chunk)):
                yield from results  # type: ignore[misc]
            pool.close()
            pool.join()
    finally:
        _work = None


@contextlib.contextmanager
def frozen() -> Iterator[None]:
    """Nothing that is in memory is looked at for garbage, by which forked processes would copy it."""
    first = not gc.get_freeze_count()
    if first:
        gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        if first:
            gc.unfreeze()


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Looks for garbage less often: a build makes a great many things that stay, and few that refer to one another."""
    before = gc.get_threshold()
    gc.set_threshold(_COLLECTED_EACH, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextlib.contextmanager
def memory_kept() -> Iterator[None]:
    """Memory of pictures is used again by the next picture, where glibc is what gives it, and given back at the end.

    Otherwise each picture's pages are returned to the system and fetched anew, for which the threads of a process wait in line.
    """
    import ctypes

    libc = None
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            libc = ctypes.CDLL(None)
    if libc is None or not hasattr(libc, "mallopt") or not hasattr(libc, "malloc_trim"):
        yield
        return
    for option in _MALLOC:
        libc.mallopt(option.number, option.meanwhile)
    try:
        yield
    finally:
        for option in _MALLOC:
            libc.mallopt(option.number, option.usually)
        libc.malloc_trim(0)


def obedient() -> None:
    """A process that ends when it is told to, whatever its parent does with signals, and leaves Ctrl-C to its parent."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def orphaned(parent: int) -> None:
    """As `obedient`, for a process that also ends when its parent is no more, however that ended."""
    obedient()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _parts(count: int, chunk: int) -> Iterable[range]:
    return [range(start, min(count, start + chunk)) for start in range(0, count, chunk)]


def _part(numbers: range) -> list[object]:
    assert _work is not None
    work, items = _work
    return [work(items[number]) for number in numbers]

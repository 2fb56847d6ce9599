"""One preview of a site at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import TYPE_CHECKING

from generator.errors import UsageError, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class LiveAlreadyError(UsageError):
    """Another program shows this site."""

    def __init__(self, url: str, process: str) -> None:
        self.url = url
        super().__init__(
            f"this site is live already at {url or 'another address'}, by process {process}; end that with Ctrl-C first"
        )


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[Callable[[str], None]]:
    """No second preview of this site meanwhile; yields what makes its address known to those who try.

    Two would write different sites into one folder. The kernel releases the lock, whatever becomes of this process.
    Raises LiveAlreadyError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = os.fspath(folder / "serve.lock")
    descriptor = _locked(path)
    process = os.getpid()

    def announce(url: str) -> None:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{process} {url}".encode(), 0)

    try:
        announce("")
        yield announce
    finally:
        if os.getpid() == process:
            with contextlib.suppress(OSError):
                os.unlink(path)  # noqa: PTH108
            with contextlib.suppress(OSError):  # said aloud, because a forked worker may still share the descriptor
                fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _locked(path: str) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            process, _, url = os.pread(descriptor, 300, 0).decode("utf-8", "replace").partition(" ")
            os.close(descriptor)
            raise LiveAlreadyError(printable(url), printable(process)) from None
        except OSError:
            return descriptor  # a file system without locks: nobody can be told apart there
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), os.lstat(path)):
                return descriptor
        os.close(descriptor)  # the other one ended, and took its file away, between our two steps

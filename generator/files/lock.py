"""One build at a time in one output folder."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import socket
import time
from collections.abc import Callable, Iterator

from generator.errors import PublishError, printable

Waiting = Callable[[str], None]
"""Told once who holds the lock, when a build has to wait."""

_NO_LOCKS = frozenset([errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL])


@contextlib.contextmanager
def held(state: str, wait_s: float, waiting: Waiting | None) -> Iterator[None]:
    """The kernel's lock on a folder's `lock` file, released by the kernel whatever becomes of this process."""
    process = os.getpid()
    descriptor = _acquire(state, wait_s, waiting)
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, _me().encode("utf-8", "replace"), 0)
        yield
    finally:
        if os.getpid() == process:  # a forked worker that ends here must not unlock what its parent holds
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, 0)
            with contextlib.suppress(OSError):  # explicit, because forked workers may still share the descriptor
                fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _acquire(state: str, wait_s: float, waiting: Waiting | None) -> int:
    path = f"{state}/lock"
    deadline = time.monotonic() + wait_s
    told = False
    while True:
        with contextlib.suppress(FileExistsError):
            os.mkdir(state)  # noqa: PTH102
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(descriptor, path):
                return descriptor
        except OSError as error:
            if error.errno in _NO_LOCKS:
                os.close(descriptor)
                raise PublishError(
                    f"the file system of {printable(os.path.dirname(state))} has no locks"  # noqa: PTH120
                    " (use --no-lock when no other build runs)"
                ) from error
            if error.errno not in {errno.EAGAIN, errno.EACCES, errno.EINTR}:
                os.close(descriptor)
                raise
            holder = printable(os.pread(descriptor, 300, 0).decode("utf-8", "replace")) or "another build"
            if time.monotonic() >= deadline:
                os.close(descriptor)
                raise PublishError(f"{holder} is publishing into this folder; nothing was written") from None
            if waiting is not None and not told:
                waiting(holder)
            told = True
            time.sleep(min(0.05, max(0.001, deadline - time.monotonic())))
        os.close(descriptor)


def _is_at(descriptor: int, path: str) -> bool:
    """Whether the file that was locked is still the one at that path."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False


def _me() -> str:
    return f"process {os.getpid()} on {socket.gethostname()} (since {time.strftime('%H:%M:%S')})"

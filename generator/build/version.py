"""Which program this is: its own files, the packages and the Python it runs with."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from importlib.util import find_spec


@functools.cache
def program_version() -> str:
    """A text that differs where the same sources might give other bytes."""
    home = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120
    library = find_spec("jinja2")
    packages = os.path.dirname(os.path.dirname(library.origin)) if library is not None and library.origin else ""  # noqa: PTH120
    lines = [sys.version, *_stamps(home), *_folder(packages)]
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def _stamps(home: str) -> list[str]:
    """Name, size and time of each file of the program."""
    found = []
    for below, folders, names in os.walk(home):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "_themes"))
        for name in sorted(names):
            status = os.stat(f"{below}/{name}")  # noqa: PTH116
            found.append(f"{below.removeprefix(home)}/{name} {status.st_size} {status.st_mtime_ns}")
    return found


def _folder(packages: str) -> list[str]:
    """What is installed, with when that last changed."""
    try:
        return [*sorted(name for name in os.listdir(packages) if name.endswith("-info")), str(os.stat(packages).st_mtime_ns)]  # noqa: PTH116, PTH208
    except OSError:
        return []

"""The page on which something that an editor saved is seen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from generator.plan import urls
from generator.serve.watch import is_litter

if TYPE_CHECKING:
    from pathlib import Path

_TOGETHER_NS = 1_000_000_000
"""Files written in one second were written by a program: a copy, a checkout."""


def page_of(source: str) -> str:
    """The address, below the site's root, of the page for a file below the site's folder; home for what is everywhere."""
    match source.split("/"):
        case ["content", "projects", name, *_]:
            return urls.project(name)
        case ["content", "contributors.yaml" | "contributors"]:
            return "contributors/"
        case ["content", "contributors", name, *_]:
            return urls.contributor(name.removesuffix(".yaml"))
        case ["content", "collections", name, *_]:
            return urls.collection(name.removesuffix(".yaml"))
        case ["content", "pages", name]:
            return urls.page(name.removesuffix(".md"))
        case _:
            return ""


def seen_at(preview: Path, source: str) -> str:
    """The address of the page for a file; home where there is none, since it is a draft or holds a mistake."""
    address = page_of(source)
    return address if (preview / urls.file(address)).is_file() else ""


def saved_last(site: Path) -> str:
    """The file that was saved last; nothing where a program wrote several for different pages at once."""
    newest: list[tuple[int, str]] = []
    for folder in ("content", "themes"):
        for path, folders, names in os.walk(site / folder):
            folders[:] = [name for name in folders if not is_litter(name)]
            below = os.path.relpath(path, site).replace(os.sep, "/")
            newest += [(_saved_ns(f"{path}/{name}"), f"{below}/{name}") for name in names if not is_litter(name)]
    newest.append((_saved_ns(f"{site}/config.yaml"), "config.yaml"))
    last_ns, last = max(newest)
    together = {page_of(source) for saved_ns, source in newest if saved_ns > last_ns - _TOGETHER_NS}
    return last if len(together) == 1 else ""


def _saved_ns(path: str) -> int:
    try:
        return os.lstat(path).st_mtime_ns
    except OSError:
        return 0

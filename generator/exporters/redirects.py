"""Old addresses as the rules of web servers, which redirect whatever lies below them too: feeds, badges, data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from generator.plan import urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from generator.model.anthology import FormerId
    from generator.plan.shelf import Shelf

SHAPES: Final = ("netlify", "apache", "nginx")
_HEADS = {
    "netlify": "# _redirects: old addresses. Goes into the root of what is published.",
    "apache": "# .htaccess: old addresses. Goes into the root of the site.",
    "nginx": "# Old addresses, for the server block of the site.",
}


def old_addresses(shelf: Shelf) -> list[tuple[str, str]]:
    """Each old folder with the one it leads to, as addresses from the host's root; silent ones are not among them."""
    release = shelf.release
    base = urlsplit(shelf.config.site.url).path
    found: list[tuple[str, str]] = []

    def add(formerly: Iterable[FormerId], address: Callable[[str], str], now: str) -> None:
        found.extend((base + address(former.id), base + address(now)) for former in formerly if not former.silent)

    for project in release.projects.values():
        add(project.formerly, urls.project, project.id)
    for tombstone in release.withdrawn.values():
        add(tombstone.formerly, urls.project, tombstone.id)
    for key in release.shown:
        add(release.contributors[key].formerly, urls.contributor, key)
    for collection in release.collections.values():
        add(collection.formerly, urls.collection, collection.id)
    for page in release.pages.values():
        add(page.formerly, urls.page, page.id)
    return sorted(found)


def redirects_as(shelf: Shelf, shape: str) -> str:
    """The rules in one of the SHAPES."""
    return "\n".join([_HEADS[shape], *_rules(old_addresses(shelf), shape)]) + "\n"


def _rules(found: Iterable[tuple[str, str]], shape: str) -> Iterator[str]:
    for old, new in found:
        pattern = f"^{re.escape(old.rstrip('/')).replace(chr(92) + '-', '-')}(?:/(.*))?$"
        match shape:
            case "netlify":
                yield f"{old}* {new}:splat 301!"
            case "apache":
                yield f"RedirectMatch 301 {pattern} {new}$1"
            case _:
                yield f"rewrite {pattern} {new}$1 permanent;"

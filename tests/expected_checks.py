"""How an expectation is written down: which text stands in which file of which site of tests/every_key."""

from __future__ import annotations

from typing import NamedTuple


class Check(NamedTuple):
    """A text in a file (`*` is any file) of one of the sites; no text: the file itself. `~ ` begins a pattern."""

    path: str
    text: str
    there: bool
    site: str


def has(path: str, *texts: str, of: str = "rich") -> tuple[Check, ...]:
    return tuple(Check(path, text, there=True, site=of) for text in texts or ("",))


def lacks(path: str, *texts: str, of: str = "rich") -> tuple[Check, ...]:
    return tuple(Check(path, text, there=False, site=of) for text in texts or ("",))


def told(*texts: str) -> tuple[Check, ...]:
    """What is said of a site that asks for everything and gives nothing."""
    return tuple(Check("told", text, there=True, site="refused") for text in texts)


P, J, C = "projects/lantern/index.html", "projects/lantern/project.json", "projects/lantern/credits/index.html"
A, AJ = "contributors/ana-lima/index.html", "contributors/ana-lima/contributor.json"
POEM, SECOND = "projects/lamp-poem/index.html", "projects/second-song/index.html"
NIGHT, ABOUT, HOME = "collections/night/index.html", "about/index.html", "index.html"
RECORDED = "projects/recorded/index.html"
RADIO = "projects/radio/feed.xml"

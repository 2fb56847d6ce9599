"""What a build wrote, counted by kind, before its time may count."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.bench.convert import Corpus, peer_tag_pages

COUNT_TOLERANCE = 0.01
"""By how much the numbers of files may differ: tag pages are cut differently, see `even_cards`; lists of people are cut from 1,000 on."""
SIZE_TOLERANCE = 0.1
"""By how much the mean sizes of project pages may differ."""

_KINDS = (
    ("project", r"projects/[^/]+/index\.html"),
    ("contributor", r"contributors/[^/]+/index\.html"),
    ("contributor feed", r"contributors/[^/]+/feed\.xml"),
    ("tag page", r"tags/[^/]+/(page/\d+/)?index\.html"),
    ("list", r"(contributors/|tags/)?index\.html"),
    ("further page", r"contributors/([^/]+/)?page/\d+/index\.html"),
    ("site feed", r"feed\.xml"),
    ("sitemap", r"sitemap(-\d+)?\.xml"),
    ("style sheet", r"(assets/)?site(\.[0-9a-f]{10})?\.css"),
)
_KNOWN = [(kind, re.compile(pattern)) for kind, pattern in _KINDS]


class WrongOutputError(RuntimeError):
    """A build that did not write what it should have; its time means nothing."""


class Census(NamedTuple):
    """Numbers of files and their bytes, by kind."""

    files: dict[str, int]
    sizes: dict[str, int]
    others: tuple[str, ...]
    """Files of no known kind."""

    @property
    def total(self) -> int:
        """All files."""
        return sum(self.files.values()) + len(self.others)

    def mean(self, kind: str) -> float:
        """Mean bytes of one kind."""
        return self.sizes.get(kind, 0) / max(1, self.files.get(kind, 0))


def census(output: Path) -> Census:
    """The files below a folder, without those that a generator keeps for itself."""
    files: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    others: list[str] = []
    for folder, folders, names in os.walk(output):
        folders[:] = [name for name in folders if name != ".creditroll"]
        for name in names:
            path = Path(folder, name)
            relative = path.relative_to(output).as_posix()
            kind = next((kind for kind, pattern in _KNOWN if pattern.fullmatch(relative)), None)
            if kind is None:
                others.append(relative)
                continue
            files[kind] += 1
            sizes[kind] += path.stat().st_size
    return Census(dict(files), dict(sizes), tuple(sorted(others)))


def expected(corpus: Corpus) -> dict[str, int]:
    """The equal page set, by kind, as the peers write it."""
    return {
        "project": corpus.projects,
        "contributor": corpus.contributors,
        "contributor feed": corpus.contributors,
        "tag page": peer_tag_pages(corpus),
        "list": 3,
        "site feed": 1,
        "sitemap": 1,
        "style sheet": 1,
    }


def check_page_set(found: Census, corpus: Corpus, who: str) -> None:
    """Raises WrongOutputError unless a build wrote the equal page set: each kind exactly, tag pages within the tolerance."""
    wanted = expected(corpus)
    total = sum(wanted.values())
    wrong = [
        f"{found.files.get(kind, 0)} of kind {kind}, not {number}"
        for kind, number in wanted.items()
        if kind != "tag page" and found.files.get(kind, 0) != number
    ]
    if abs(found.total - total) > COUNT_TOLERANCE * total:
        wrong.append(f"{found.total} files, not {total}, of them {found.files.get('tag page', 0)} tag pages")
    if found.others:
        wrong.append(f"{len(found.others)} files of no known kind: {', '.join(found.others[:5])}")
    if wrong:
        raise WrongOutputError(f"{who} wrote {'; '.join(wrong)}")


def check_whole_site(found: Census, corpus: Corpus, who: str) -> None:
    """Raises WrongOutputError unless a build wrote at least the page of every project and contributor."""
    for kind, number in (("project", corpus.projects), ("contributor", corpus.contributors)):
        if found.files.get(kind, 0) != number:
            raise WrongOutputError(f"{who} wrote {found.files.get(kind, 0)} of kind {kind}, not {number}")


def check_sizes(ours: Census, theirs: Census, who: str) -> None:
    """Raises WrongOutputError unless project pages are of one mean size."""
    mine, other = ours.mean("project"), theirs.mean("project")
    if abs(mine - other) > SIZE_TOLERANCE * other:
        raise WrongOutputError(f"our project pages have {mine:.0f} bytes in the mean, those of {who} {other:.0f}")

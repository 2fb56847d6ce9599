"""The builds that are measured at one size: cold, empty, one title changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import yaml

from tests.bench import contestants as who
from tests.bench.census import Census, WrongOutputError, check_sizes
from tests.bench.convert import Corpus, make_corpus, read_corpus
from tests.bench.peers import MissingPeerError
from tests.bench.rounds import Series, rounds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench.contestants import Contestant
    from tests.bench.measure import Measured


class Size(NamedTuple):
    """One corpus and everyone who builds it."""

    corpus: Corpus
    contestants: dict[str, Contestant]
    missing: dict[str, str]
    """Who is not here, and why."""
    slug: str
    """The project whose title changes."""
    contributor: str
    """Someone credited there."""


class Outcome(NamedTuple):
    """All that was measured at one size."""

    size: Size
    censuses: dict[str, Census]
    cold: Series
    empty: Series
    title: Series
    title_written: dict[str, int]
    """How many files a changed title made somebody write."""


def make_size(count: int, folder: Path, *, all_peers: bool) -> Size:
    """A corpus of `count` projects, as a site of each generator."""
    make_corpus(count, folder / "corpus")
    corpus = read_corpus(folder / "corpus")
    found = {
        who.OURS: who.ours(corpus, folder / "ours"),
        who.FAST: who.ours(corpus, folder / "fast", fast=True),
        who.WHOLE: who.ours(corpus, folder / "whole", whole=True),
    }
    missing: dict[str, str] = {}
    makers: dict[str, Callable[[Corpus, Path], Contestant]] = {who.HUGO: who.hugo}
    if all_peers:
        makers |= {who.ELEVENTY: who.eleventy, who.PELICAN: who.pelican}
    for name, make in makers.items():
        try:
            found[name] = make(corpus, folder / name.lower())
        except MissingPeerError as error:
            missing[name] = str(error)
    slugs = sorted(path.name for path in (corpus.folder / "works").iterdir())
    slug = slugs[len(slugs) // 2]
    manifest = yaml.safe_load((corpus.folder / "works" / slug / "work.yaml").read_text("utf-8"))
    return Size(corpus, found, missing, slug, manifest["credits"][0]["contributor"])


def measure_size(size: Size, count: int, *, rows: frozenset[str]) -> Outcome:
    """Cold builds first, then empty ones into the last of their outputs, then ones after a title changed."""
    everyone = list(size.contestants.values())
    pair = [size.contestants[name] for name in (who.OURS, who.HUGO) if name in size.contestants]
    label = f"{size.corpus.projects:,} projects"
    censuses: dict[str, Census] = {}

    def check_cold(one: Contestant, _number: int, _measured: Measured) -> None:
        censuses[one.name] = one.check(size.corpus)

    slow = (who.ELEVENTY, who.PELICAN) if size.corpus.projects > 2_000 else ()
    cold = rounds(everyone, count, lambda one, _: one.forget(), check_cold, once=slow, label=f"{label}, cold")
    if who.HUGO in censuses:
        check_sizes(censuses[who.OURS], censuses[who.HUGO], who.HUGO)
    empty = title = Series()
    changed: dict[str, int] = {}
    if "empty" in rows:
        empty = rounds(pair, count, _nothing, _check_empty(size, censuses), memory=False, label=f"{label}, empty")
    if "title" in rows:
        title = rounds(
            pair,
            count,
            lambda one, number: one.retitle(size.slug, _title(number)),
            _check_title(size, censuses, changed),
            memory=False,
            label=f"{label}, one title",
        )
    return Outcome(size, censuses, cold, empty, title, changed)


def _nothing(_one: Contestant, _number: int) -> None:
    return


def _title(number: int) -> str:
    return f"Another Title {number}"


def _check_empty(size: Size, censuses: dict[str, Census]) -> Callable[[Contestant, int, Measured], None]:
    def check(one: Contestant, _number: int, measured: Measured) -> None:
        if one.written(measured):
            raise WrongOutputError(f"an empty build of {one.name} wrote {one.written(measured)} files")
        _check_same(one, size, censuses)

    return check


def _check_title(size: Size, censuses: dict[str, Census], changed: dict[str, int]) -> Callable[[Contestant, int, Measured], None]:
    def check(one: Contestant, number: int, measured: Measured) -> None:
        _check_same(one, size, censuses)
        one.check_title(size.slug, size.contributor, _title(number))
        written = one.written(measured)
        if written is not None:
            changed[one.name] = written

    return check


def _check_same(one: Contestant, size: Size, censuses: dict[str, Census]) -> None:
    found = one.check(size.corpus)
    if found.total != censuses[one.name].total:
        raise WrongOutputError(f"{one.name} has {found.total} files now, not {censuses[one.name].total}")

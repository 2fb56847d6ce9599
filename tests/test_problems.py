"""Every mistake is told with its place, and nothing of it is published.

Each folder of tests/problems is a case: see the README there. `CREDITROLL_RECORD=1` writes `expected.txt` anew.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from sites import CONFIG, SiteTest

CASES = Path(__file__).parent / "problems"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir() and path.name != "base")
PLACE = re.compile(r"[^\s:][^:]*(?::\d+:\d+)?: (?:warning: |hint: )?[a-z0-9]+(?:-[a-z0-9]+)*: ")
CODE = re.compile(r"^\S[^:]*(?::\d+:\d+)?: ([a-z0-9]+(?:-[a-z0-9]+)*): ", re.MULTILINE)
LAST = re.compile(r"(\d+) errors?(?:, .*)?\. Nothing was published\.")


def site_of(case: str, root: Path) -> SiteTest:
    """The good site with the files of a case put over it."""
    site = SiteTest.from_folder(CASES / "base/site", root)
    if (CASES / case / "site").is_dir():
        shutil.copytree(CASES / case / "site", root, dirs_exist_ok=True)
    links = CASES / case / "links.txt"
    for line in links.read_text("utf-8").splitlines() if links.exists() else ():
        name, _, target = line.partition(" -> ")
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(target)
    return site


def fits(expected: list[str], found: list[str]) -> bool:
    """Whether lines are as expected: `~ ` begins a pattern, a line of three dots stands for any lines."""
    if not expected:
        return not found
    if expected[0] == "...":
        return any(fits(expected[1:], found[start:]) for start in range(len(found) + 1))
    if not found:
        return False
    pattern = expected[0][2:] if expected[0].startswith("~ ") else re.escape(expected[0])
    return re.fullmatch(pattern, found[0]) is not None and fits(expected[1:], found[1:])


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> SiteTest:
    return SiteTest.from_folder(CASES / "base/site", tmp_path_factory.mktemp("base")).build("--strict")


@pytest.mark.parametrize("case", NAMES)
def test_a_mistake_is_located_and_what_was_published_stays(case, tmp_path, published):
    site = site_of(case, tmp_path)
    shutil.copytree(published.root / "output", tmp_path / "output", symlinks=True)
    before = site.output()
    told = site.refused()
    lines = [line.rstrip() for line in told.splitlines()]
    *problems, last = lines
    assert LAST.fullmatch(last)
    assert PLACE.match(problems[0])
    assert site.output() == before
    assert site.last.out == ""
    wanted = CASES / case / "expected.txt"
    if "CREDITROLL_RECORD" in os.environ:
        wanted.write_text("\n".join(problems) + "\n", "utf-8")
    expected = wanted.read_text("utf-8").splitlines()
    assert fits(expected, problems), told

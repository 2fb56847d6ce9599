"""Every mistake is told with its place, and nothing of it is published.

Each folder of tests/problems is a case: see the README there. `CREDITROLL_RECORD=1` writes `expected.txt` anew.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from sites import SiteTest, png

from generator.model.codes import CODES

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


@pytest.mark.parametrize("case", ["unknown-key", "url-collision", "template-error", "never-print"])
def test_a_first_build_with_a_mistake_leaves_no_output_folder(case, tmp_path):
    site = site_of(case, tmp_path)
    site.refused()
    assert not (tmp_path / "output").exists()


def test_problems_are_given_to_machines_as_json(tmp_path):
    site = site_of("several-problems", tmp_path)
    run = site.run("build", "--format", "json")
    assert run.code == 1
    rows = json.loads(run.out)["problems"]
    assert {row["source"] for row in rows} >= {
        "content/projects/lamp/project.yaml",
        "content/projects/song/project.yaml",
        "content/contributors/ana-lima.yaml",
        "content/collections/night.yaml",
        "content/pages/about.md",
    }
    assert {"source", "line", "column", "severity", "code", "message", "hint"} == set(rows[0])


def test_a_text_larger_than_a_megabyte_is_refused(tmp_path):
    site = site_of("base", tmp_path)
    lamp = "content/projects/lamp/project.yaml"
    site.write(lamp, (tmp_path / lamp).read_text() + "# " + "x" * 1_000_000 + "\n")
    assert "content/projects/lamp/project.yaml: too-large: " in site.refused()


def test_a_missing_alt_text_is_a_warning_and_published(tmp_path):
    site = site_of("base", tmp_path)
    lamp = "content/projects/lamp/project.yaml"
    site.write("content/projects/lamp/lamp.png", png())
    site.write(lamp, (tmp_path / lamp).read_text() + "cover: lamp.png\n")
    site.build()
    assert f"{lamp}:4:8: warning: missing-alt: " in site.last.err
    assert "    4 │ cover: lamp.png" in site.last.err
    assert "lamp-" in site.read("projects/lamp/index.html")
    assert site.run("build", "--strict").code == 1


ODDITIES = {
    "no": "no",
    "yes": "yes",
    "on": "on",
    "Null": "Null",
    "12:30": "12:30",
    "1.10": "1.10",
    "007": "007",
    "0x1F": "0x1F",
    "1e3": "1e3",
    "1_000": "1_000",
    "2025-11-02": "2025-11-02",
    ".inf": ".inf",
    "~tilde": "~tilde",
    "'~'": "~",
    "=": "=",
    "<<": "<<",
    "'it''s'": "it's",
    '"caf\\u00e9"': "café",
    ">-\n  one\n  two": "one two",
}


def test_every_oddity_of_yaml_is_shown_as_it_was_typed(tmp_path):
    files = {"content/contributors/ana-lima.yaml": "name: 'off'\n"}
    for number, typed in enumerate(ODDITIES):
        text = f"title: {typed}\nmedium: poem\nreleased: 2025\ncredits: {{author: ana-lima}}\n"
        files[f"content/projects/p{number}/project.yaml"] = text
    site = SiteTest.of(tmp_path, files).build()
    for number, shown in enumerate(ODDITIES.values()):
        heading = re.search("<h1[^>]*>(.*?)</h1>", site.read(f"projects/p{number}/index.html"), re.DOTALL)
        assert heading is not None
        assert html.unescape(heading[1]) == shown
        assert json.loads(site.read(f"projects/p{number}/project.json"))["title"] == shown
    assert '<bdi class="p-name">off</bdi>' in site.read("contributors/ana-lima/index.html")


def test_every_case_says_what_is_expected():
    assert [name for name in NAMES if not (CASES / name / "expected.txt").is_file()] == []
    assert set(CODE.findall("\n".join((CASES / name / "expected.txt").read_text("utf-8") for name in NAMES))) <= set(CODES)

"""What was made from a work is measured by that work's licence: the rule that is broken is named, at its line."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest
from sites import PEOPLE, SiteTest

CODES = ("no-derivatives", "no-commercial-use", "share-alike")
POEM = "title: Poem\nmedium: poem\nreleased: 2024\nlicense: [CC-BY-ND-4.0, CC-BY-NC-ND-4.0]\ncredits: {author: %s}\n"


def loop(license_: str, more: str = "") -> str:
    return f'title: Rain loop, by: Rosa, url: "https://example.org/rain", relation: sample, license: {license_}{more}'


def song(source: str, license_: str = "CC-BY-4.0", more: str = "") -> str:
    head = f"title: Song\nmedium: song\nreleased: 2025\nlicense: {license_}\ncredits: {{composer: kofi-mensah}}\n{more}"
    return f"{head}made_from:\n  - {{{source}}}\n"


FORBIDDEN = [
    ("CC-BY-ND-4.0", "CC-BY-ND-4.0", "no-derivatives", "CC BY-ND 4.0, which forbids to share changed versions (ND)"),
    ("all-rights-reserved", "CC-BY-4.0", "no-derivatives", "reserves all rights"),
    ("CC-BY-NC-4.0", "CC-BY-4.0", "no-commercial-use", "CC BY-NC 4.0, which forbids commercial use (NC)"),
    ("CC-BY-NC-4.0", "CC0-1.0", "no-commercial-use", "offered under CC0 1.0"),
    ("CC-BY-NC-4.0", "[CC-BY-NC-4.0, CC-BY-4.0]", "no-commercial-use", "offered under CC BY 4.0"),
    ("CC-BY-NC-SA-4.0", "CC-BY-SA-4.0", "no-commercial-use", "(NC)"),
    ("CC-BY-SA-4.0", "CC-BY-4.0", "share-alike", "CC BY-SA 4.0, which asks that what is made from it be shared alike (SA)"),
    ("CC-BY-SA-4.0", "CC-BY-SA-3.0", "share-alike", "offered under CC BY-SA 3.0"),
    ("CC-BY-SA-4.0", "", "share-alike", "this has no licence"),
    ("CC-BY-NC-SA-4.0", "CC-BY-NC-4.0", "share-alike", "CC BY-NC-SA 4.0"),
    ("GPL-3.0-or-later", "MIT", "share-alike", "GPL 3.0+"),
]
ALLOWED = [
    ("CC-BY-4.0", "CC-BY-NC-ND-4.0"),
    ("CC0-1.0", "all-rights-reserved"),
    ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"),
    ("CC-BY-NC-4.0", ""),
    ("CC-BY-SA-4.0", "CC-BY-SA-4.0"),
    ("CC-BY-SA-3.0", "CC-BY-SA-4.0"),
    ("CC-BY-SA-4.0", "FAL-1.3"),
    ("CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0"),
    ("GPL-3.0-or-later", "AGPL-3.0-or-later"),
    ("rs-und", "CC-BY-4.0"),
]
SHARES = "shares:\n  - {pool: profit, split: {kofi-mensah: 1}}\n"
SONGS = {
    **{f"forbidden-{at}": song(loop(source), result) for at, (source, result, _, _) in enumerate(FORBIDDEN)},
    **{f"allowed-{at}": song(loop(source), result) for at, (source, result) in enumerate(ALLOWED)},
    "permitted": song(loop("CC-BY-ND-4.0", ', permission: "by letter"')),
    "inspired": song(loop("CC-BY-ND-4.0").replace("sample", "inspired-by")),
    "earning": song(loop("CC-BY-NC-4.0"), "CC-BY-NC-4.0", SHARES),
    "of-others": song("project: poem-of-others, relation: adaptation"),
    "of-own": song("project: poem-of-own, relation: adaptation"),
    "in-an-item": "title: Song\nmedium: song\nreleased: 2025\ncredits: {composer: kofi-mensah}\n"
    "media:\n  - embed: https://vimeo.com/1\n    made_from: [{project: poem-of-others, relation: adaptation}]\n",
    "poem-of-others": POEM % "ana-lima",
    "poem-of-own": POEM % "kofi-mensah",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Project to code, line and message of what `check` says of licences."""
    files = PEOPLE | {f"content/projects/{name}/project.yaml": text for name, text in SONGS.items()}
    site = SiteTest.of(tmp_path_factory.mktemp("licences"), files)
    found = defaultdict(list)
    for row in json.loads(site.run("check", "--format", "json").out)["problems"]:
        if row["code"] in CODES:
            found[row["source"].split("/")[2]].append((row["code"], row["line"], row["message"]))
    return found


@pytest.mark.parametrize("at", range(len(FORBIDDEN)), ids=lambda at: "-from-".join(FORBIDDEN[at][1::-1]))
def test_a_licence_that_does_not_allow_it_is_a_warning_with_the_rule(told, at):
    _, _, code, rule = FORBIDDEN[at]
    [(found, line, message)] = told[f"forbidden-{at}"]
    assert (found, line) == (code, 7)
    assert rule in message
    assert '"Rain loop"' in message


@pytest.mark.parametrize("at", range(len(ALLOWED)), ids=lambda at: "-from-".join(ALLOWED[at][1::-1]))
def test_nothing_is_said_where_the_licence_allows_it(told, at):
    assert told[f"allowed-{at}"] == []


def test_what_is_only_inspired_or_permitted_breaks_no_licence(told):
    assert told["permitted"] == told["inspired"] == []


def test_what_earns_something_is_commercial_use(told):
    [(code, _, message)] = told["earning"]
    assert code == "no-commercial-use"
    assert "how what it earns is divided" in message


def test_projects_of_the_anthology_are_sources_too_unless_the_same_people_made_both(told):
    assert [row[:2] for row in told["of-others"]] == [("no-derivatives", 7)]
    assert [row[:2] for row in told["in-an-item"]] == [("no-derivatives", 7)]
    assert told["of-own"] == []


def test_what_the_sources_ask_to_be_said_stands_on_the_page_ready_to_copy(tmp_path):
    text = song("project: poem, relation: adaptation") + f"  - {{{loop('CC-BY-4.0')}}}\n"
    poem = POEM.replace("[CC-BY-ND-4.0, CC-BY-NC-ND-4.0]", "CC-BY-SA-4.0") % "ana-lima"
    files = {"content/projects/song/project.yaml": text, "content/projects/poem/project.yaml": poem}
    page = SiteTest.of(tmp_path, PEOPLE | files).build().read("projects/song/index.html")
    wanted = "“Poem” by Ana Lima is licensed under CC BY-SA 4.0.\n“Rain loop” by Rosa is licensed under CC BY 4.0."
    assert f'aria-label="As the licences of its sources ask">{wanted}</pre>' in page

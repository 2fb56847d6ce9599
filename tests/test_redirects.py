"""An address that was given once leads somewhere for ever, except where it must not be known."""

from __future__ import annotations

import re

import pytest
from lxml import html
from sites import CONFIG, LAMP, PEOPLE, SiteTest, where

MOVED = PEOPLE | {
    "config.yaml": CONFIG.replace("example.org/", "example.org/a.b/"),
    "content/contributors/ana-lima.yaml": "name: Ana Lima\nformerly: [alima, {id: qgone, silent: true}]\n",
    LAMP: "title: Lamp\nmedium: poem\nreleased: 2025\nformerly: [{id: old-lamp, date: 2025}, qsilent-not]\ncredits: {author: ana-lima}\n",
    "content/projects/away/project.yaml": "title: Away\nmedium: poem\nstatus: withdrawn\nformerly: [far-away]\ncredits: {author: ana-lima}\n",
    "content/projects/draft/project.yaml": "title: D\nmedium: poem\nstatus: draft\nformerly: [qdraft]\ncredits: {author: ana-lima}\n",
    "content/collections/night.yaml": "title: Night\nformerly: [nights]\nprojects: [lamp]\n",
    "content/pages/about.md": "---\nformerly: [us]\n---\n# About\n",
}
OLD = {
    "contributors/alima/": "contributors/ana-lima/",
    "projects/old-lamp/": "projects/lamp/",
    "projects/qsilent-not/": "projects/lamp/",
    "projects/far-away/": "projects/away/",
    "collections/nights/": "collections/night/",
    "us/": "about/",
}


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    return SiteTest.of(tmp_path_factory.mktemp("moved"), MOVED).build()


@pytest.mark.parametrize("old", OLD)
def test_an_old_address_is_a_page_that_leads_on_at_once(old, moved):
    page = html.fromstring(moved.read(f"{old}index.html").encode())
    target = f"https://example.org/a.b/{OLD[old]}"
    assert page.xpath('string(//link[@rel="canonical"]/@href)') == target
    assert re.fullmatch(
        rf"0; ?url=(?:https://example.org)?/a\.b/{OLD[old]}", page.xpath('string(//meta[@http-equiv="refresh"]/@content)')
    )
    assert page.xpath(f'//a[@href="/a.b/{OLD[old]}"] | //a[@href="{target}"]')


def test_a_silent_one_is_written_nowhere(moved):
    assert where(moved, "qgone", "qdraft") == []


@pytest.mark.parametrize("shape", ["netlify", "apache", "nginx"])
def test_old_addresses_are_rules_of_web_servers(shape, moved):
    run = moved.run("export", "redirects", "--as", shape)
    assert run.code == 0, run.err
    assert "qgone" not in run.out
    assert "qdraft" not in run.out
    rules = [line.split() for line in run.out.splitlines() if not line.startswith("#")]
    assert len(rules) == len(OLD)
    for old, new in OLD.items():
        for below in ("", "feed.xml", "roles/author/"):
            assert f"/a.b/{new}{below}" in {answer for rule in rules if (answer := answered(shape, rule, f"/a.b/{old}{below}"))}
    assert not any(answered(shape, rule, "/a.b/projects/old-lamp-2/") for rule in rules)
    assert not any(answered(shape, rule, "/aXb/projects/old-lamp/") for rule in rules)


def answered(shape: str, rule: list[str], address: str) -> str:
    """Where a server leads by one rule."""
    if shape == "netlify":
        old, new, code = rule
        assert code == "301!"
        return new.replace(":splat", address.removeprefix(old[:-1])) if address.startswith(old[:-1]) else ""
    pattern, new = rule[-2:] if shape == "apache" else rule[1:3]
    match = re.search(pattern, address)
    return new.replace("$1", match[1] or "") if match else ""

"""How works are cited: files for programs that keep references, and lines in the styles that a site names."""

from __future__ import annotations

import json
import re

import pytest
from sites import PEOPLE, SiteTest

FILM = """title: "The Lantern: {Night} & Day"
medium: film
released: 2025-11-02
language: en
license: CC-BY-4.0
identifiers: {doi: 10.1000/182}
summary: A lamp leaves.
credits:
  director: [ana-lima, {contributor: kofi-mensah, consent: anonymous}]
  editor: {name: "The Choir"}
  composer: {name: Rosa Sol}
  gaffer: kofi-mensah
"""
FILES = {
    **PEOPLE,
    "content/contributors/ana-lima.yaml": "name: Ana Lima\nsort: Lima, Ana\n",
    "content/projects/lantern/project.yaml": FILM,
    "content/projects/undated/project.yaml": "title: Undated\nmedium: game\ncredits: {game designer: ana-lima}\n",
    "config.yaml": "site: {title: Night Shift, url: 'https://example.org/'}\n"
    "takeaways: {citation_styles: [apa, modern-language-association, chicago-author-date, ieee]}\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return SiteTest.of(tmp_path_factory.mktemp("citations"), FILES).build()


def lines(site, project):
    """Each style's line on a work's page."""
    page = site.read(f"projects/{project}/index.html")
    return {
        name: text.replace("&amp;", "&").replace("&#39;", "'")
        for name, text in re.findall(r'<pre id="_cite_([a-z-]+)"[^>]*>([^<]*)<', page)
    }


def test_a_page_has_a_line_in_each_style_that_the_site_names(site):
    found = lines(site, "lantern")
    assert list(found) == ["apa", "modern-language-association", "chicago-author-date", "ieee"]
    assert found["apa"].startswith("Lima, A., & Anonymous. (2025, November 2). The Lantern: {Night} & Day [Film].")
    assert all(
        ("Lima" in line and "2025" in line and "https://example.org/projects/lantern/" in line) or "10.1000/182" in line
        for line in found.values()
    )
    assert "Kofi" not in " ".join(found.values())


def test_an_undated_work_can_be_cited_in_every_style(site):
    found = lines(site, "undated")
    assert len(found) == 4
    assert all("Undated" in line and "Lima" in line for line in found.values())


def test_ris_has_its_first_and_its_last_line_and_everyone(site):
    text = (site.root / "output/projects/lantern/cite.ris").read_bytes().decode()
    entry = [line.split("  - ", 1) for line in text.split("\r\n") if line]
    assert entry[0] == ["TY", "MPCT"]
    assert entry[-1] == ["ER", ""]
    assert ["AU", "Lima, Ana"] in entry
    assert ["AU", "Anonymous"] in entry
    assert ["DA", "2025/11/02/"] in entry
    assert ["DO", "10.1000/182"] in entry
    assert ["UR", "https://example.org/projects/lantern/"] in entry


def test_csl_json_and_bibtex_say_the_same_of_a_work(site):
    item = json.loads(site.read("projects/lantern/cite.csl.json"))[0]
    assert item["director"][0] == {"family": "Lima", "given": "Ana"}
    assert item["issued"] == {"date-parts": [[2025, 11, 2]]}
    bibtex = site.read("projects/lantern/cite.bib")
    assert bibtex.startswith("@movie{lantern,\n")
    assert r"{The Lantern: \{Night\} \& Day}" in bibtex
    for name in ("cite.bib", "cite.ris", "cite.csl.json"):
        assert f'{name}" download' in site.read("projects/lantern/index.html")


def test_a_site_may_go_without(site, tmp_path):
    bare = SiteTest.from_folder(site.root, tmp_path)
    bare.write("config.yaml", "site: {title: N, url: 'https://example.org/'}\ntakeaways: {citations: false}\n").build()
    assert lines(bare, "lantern") == {}
    assert not bare.has("projects/lantern/cite.ris")
    assert "cite.ris" not in bare.read("projects/lantern/index.html")


def test_a_style_that_does_not_exist_is_told_with_the_nearest(site, tmp_path):
    wrong = SiteTest.from_folder(site.root, tmp_path)
    config = "site: {title: N, url: 'https://example.org/'}\ntakeaways: {citation_styles: [apaa]}\n"
    told = wrong.write("config.yaml", config).refused()
    assert "unknown-citation-style" in told
    assert '"apa"' in told

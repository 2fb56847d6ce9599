"""Texts as chapters, and texts in several languages."""

from __future__ import annotations

import re

import pytest
from sites import PEOPLE, SiteTest

LONG = "\n\n".join(["One lamp after another was lit that night, and nobody counted them."] * 40)
STORY = """\
title: Tides
medium: story
language: en
credits: {author: ana-lima}
media:
  - {text: one.en.md, title: Ebb}
  - {text: one.pt.md, title: Vazante, language: pt}
  - {text: two.en.md, title: Flood}
"""
POEM = """\
title: Lamp
medium: poem
language: en
credits: {author: ana-lima}
media:
  - {text: candeeiro.md, language: pt}
  - {text: lamp.md, language: en}
  - {text: lampe.md, language: de}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    files = {**PEOPLE, "content/projects/tides/project.yaml": STORY, "content/projects/lamp/project.yaml": POEM}
    for name in ("one.en", "one.pt", "two.en"):
        files[f"content/projects/tides/{name}.md"] = f"{LONG} {name}"
    for name in ("candeeiro", "lamp", "lampe"):
        files[f"content/projects/lamp/{name}.md"] = f"A text called {name}."
    return SiteTest.of(tmp_path_factory.mktemp("texts"), files).build()


def read(site, path):
    return (site.root / "output" / path / "index.html").read_text("utf-8")


def contents(text):
    return re.findall(r'<a class="chapter-title" href="([^"]+)"', text)


def test_a_version_of_a_chapter_in_another_language_is_no_chapter(site):
    assert contents(read(site, "projects/tides")) == ["../../projects/tides/one-en/", "../../projects/tides/two-en/"]


def test_versions_lead_to_one_another_for_people_and_for_machines(site):
    english, portuguese = read(site, "projects/tides/one-en"), read(site, "projects/tides/one-pt")
    assert 'rel="alternate" hreflang="pt" lang="pt">português' in english
    assert 'rel="alternate" hreflang="en" lang="en">English' in portuguese
    for text in (english, portuguese):
        assert '<link rel="alternate" href="https://example.org/projects/tides/one-pt/" hreflang="pt">' in text
        assert '<link rel="alternate" href="https://example.org/projects/tides/one-en/" hreflang="en">' in text


def test_the_next_chapter_is_in_the_language_that_is_being_read_where_there_is_one(site):
    assert '<a rel="next" href="../../../projects/tides/two-en/">' in read(site, "projects/tides/one-pt")
    assert '<a rel="prev" href="../../../projects/tides/one-en/">' in read(site, "projects/tides/two-en")


def test_texts_with_a_language_each_are_one_text_read_on_the_page_of_the_work_in_its_language(site):
    work = read(site, "projects/lamp")
    assert "A text called lamp." in work
    assert "candeeiro." not in work
    assert not site.has("projects/lamp/lamp/index.html")
    assert "A text called lampe." in read(site, "projects/lamp/lampe")
    assert '<link rel="alternate" href="https://example.org/projects/lamp/candeeiro/" hreflang="pt">' in work

"""A small change writes what shows it and nothing else."""

import json

import pytest
from sites import LAMP, PEOPLE, SiteTest

FILES = PEOPLE | {
    LAMP: "title: Lamp\nmedium: poem\nreleased: 2025-01-02\ntags: [night]\ncredits: {author: ana-lima}\n",
    "content/projects/tide/project.yaml": "title: Tide\nmedium: song\nreleased: 2024-05-06\ntags: [night]\ncredits: {composer: kofi-mensah}\n",
    "content/projects/stone/project.yaml": "title: Stone\nmedium: film\nreleased: 2023-01-01\ncredits: {director: ana-lima}\n",
    "content/contributors/mei-zhao.yaml": "name: Mei Zhao\n",
    "content/projects/wind/project.yaml": "title: Wind\nmedium: film\nreleased: 2022-01-01\ncredits: {director: mei-zhao}\n",
}
OF_LAMP = {
    "projects/lamp/index.html",
    "projects/lamp/credits/index.html",
    "projects/lamp/project.json",
    "projects/lamp/oembed.json",
    "projects/lamp/oembed.xml",
    "projects/lamp/cite.bib",
    "projects/lamp/cite.ris",
    "projects/lamp/cite.csl.json",
}
OF_KOFI = {
    "contributors/kofi-mensah/index.html",
    "contributors/kofi-mensah/card/index.html",
    "contributors/kofi-mensah/badge.svg",
    "contributors/kofi-mensah/badge-dark.svg",
    "contributors/kofi-mensah/contributor.json",
    "contributors/kofi-mensah/credits.csv",
    "contributors/kofi-mensah/credits.bib",
    "contributors/kofi-mensah/credits.csl.json",
    "contributors/kofi-mensah/credits.ris",
    "contributors/kofi-mensah/feed.xml",
    "contributors/kofi-mensah/roles/translator/index.html",
    # Without a bio, every page of theirs says in its head what they do most.
    "contributors/kofi-mensah/roles/composer/index.html",
}


@pytest.fixture
def site(tmp_path):
    return SiteTest.of(tmp_path, FILES).build().build()


def changed(site):
    """What the next build writes, by its own word and by looking."""
    said = json.loads(site.build("--format", "json").last.out)
    assert set(said["written"]) == site.written()
    return set(said["written"])


def test_one_more_credit_writes_only_what_shows_it(site):
    site.edit(LAMP, credits={"author": "ana-lima", "translator": "kofi-mensah"})
    made_with = {
        f"contributors/ana-lima/{name}" for name in ("index.html", "feed.xml", "credits.bib", "credits.ris", "credits.csl.json")
    }
    cards = {"index.html", "projects/index.html", "medium/poem/index.html", "tags/night/index.html", "years/2025/index.html"}
    roles = {"roles/index.html", "roles/translator/index.html", "roles/author/index.html"}
    feeds = {"feed.xml", "feed.atom", "feed.json", "medium/poem/feed.xml", "tags/night/feed.xml", "changes.xml"}
    indexes = {"contributors/index.html", "search/index.json", "sitemap.xml", "humans.txt"}
    assert changed(site) == OF_LAMP | OF_KOFI | made_with | cards | roles | feeds | indexes


def test_the_text_of_a_bio_writes_only_what_is_of_that_person(site):
    site.edit("content/contributors/mei-zhao.yaml", bio="She films the wind.")
    pages = {"index.html", "roles/director/index.html", "contributor.json", "feed.xml"}
    assert changed(site) == {f"contributors/mei-zhao/{page}" for page in pages}


def test_a_note_on_a_credit_writes_no_list(site):
    site.edit(LAMP, credits={"author": [{"contributor": "ana-lima", "note": "in one night"}]})
    written = changed(site)
    assert {"projects/lamp/index.html", "contributors/ana-lima/index.html"} <= written
    assert not {
        path for path in written if path.startswith(("medium/", "tags/", "years/", "roles/", "feed", "index", "projects/index"))
    }


def test_why_a_file_was_written_is_told(site):
    site.edit(LAMP, title="Lantern")
    told = site.build("--explain").last.out
    assert '/projects/lamp/index.html: changed: the project "lamp"' in told
    assert "stone" not in told
    shown = site.run("explain", "/projects/lamp/").out
    assert "manifest: content/projects/lamp/project.yaml" in shown
    assert 'last written because this changed: the project "lamp"' in shown
    assert "content/contributors/ana-lima.yaml" in shown
    assert site.run("explain", "https://example.org/contributors/ana-lima/").code == 0
    assert site.run("explain", "/nowhere/").code == 2


def test_a_setting_and_a_template_are_told_by_their_names(site):
    site.write("themes/playbill/templates/not_found.html", '{% extends "base.html" %}{% block main %}<h1>Gone</h1>{% endblock %}')
    told = site.build("--explain").last.out
    assert "/404.html: changed: the template not_found.html" in told
    site.write("config.yaml", (site.root / "config.yaml").read_text("utf-8") + "pagination: {cards: 2}\n")
    assert "the setting pagination: in config.yaml" in site.build("--explain").last.out


def test_a_build_without_a_change_writes_nothing_however_it_finds_that_out(site):
    for _ in range(3):
        assert changed(site) == set()
    (site.root / "output/projects/lamp/index.html").unlink()
    assert changed(site) == {"projects/lamp/index.html"}

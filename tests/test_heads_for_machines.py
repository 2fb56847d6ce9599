"""What pages tell search engines, catalogues and reference managers of a work and its files."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from lxml import etree, html
from media_bytes import mp4, pdf
from sites import PEOPLE, SiteTest, png

SITE = "https://example.org/"
FILM = """title: The Lantern
medium: film
released: 2025-11-02
language: en
license: CC-BY-SA-4.0
rights_holder: The Crew
tags: [night]
content_notes: [flashing lights]
cover: {file: cover.png, alt: A lamp}
media:
  - video: film.mp4
    id: film
    chapters: [{at: "0:00", title: Dark}, {at: "0:02", title: Light}]
    captions: [{file: said.vtt, language: en}, {file: told.vtt, language: en, kind: descriptions}]
    transcript: said.md
  - images: page-*.png
    alts: alts.yaml
credits: {director: ana-lima, gaffer: kofi-mensah, thanks: {name: The sea}}
"""
BOOK = """title: Lamps
medium: book
released: 2025-03
identifiers: {isbn: "9780306406157"}
media: [{document: lamps.pdf}]
credits: {author: [ana-lima, {contributor: kofi-mensah, as: K. Mensah}], editor: kofi-mensah}
"""
VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"
FILES = {
    **PEOPLE,
    "content/projects/lantern/project.yaml": FILM,
    "content/projects/lantern/cover.png": png("navy", 90, 60),
    "content/projects/lantern/page-1.png": png("red", 40, 60),
    "content/projects/lantern/page-2.png": png("blue", 40, 60),
    "content/projects/lantern/alts.yaml": "page-1.png: Red\npage-2.png: Blue\n",
    "content/projects/lantern/film.mp4": mp4(seconds=5),
    "content/projects/lantern/said.vtt": VTT,
    "content/projects/lantern/told.vtt": VTT,
    "content/projects/lantern/said.md": "Hello.\n",
    "content/projects/lamps/project.yaml": BOOK,
    "content/projects/lamps/lamps.pdf": pdf(),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return SiteTest.of(tmp_path_factory.mktemp("heads"), FILES).build()


def work(site, key):
    text = html.fromstring(site.read(f"projects/{key}/index.html")).xpath("//script[@type='application/ld+json']/text()")[0]
    return next(node for node in json.loads(text)["@graph"] if node.get("@id") == f"{SITE}projects/{key}/#work")


def metas(site, path, start):
    found = html.fromstring(site.read(path)).xpath(f"//meta[starts-with(@name, '{start}')]")
    return [(meta.get("name"), meta.get("content")) for meta in found]


def test_a_film_has_its_key_moments_captions_size_and_sum(site):
    film = next(one for one in work(site, "lantern")["associatedMedia"] if one["@type"] == "VideoObject")
    assert [(clip["name"], clip["startOffset"], clip["endOffset"]) for clip in film["hasPart"]] == [
        ("Dark", 0, 2),
        ("Light", 2, 5),
    ]
    assert film["hasPart"][1]["url"] == f"{SITE}projects/lantern/#t=2&id=film"
    assert [one["encodingFormat"] for one in film["caption"]] == ["text/vtt", "text/vtt"]
    data = (site.root / "output" / film["contentUrl"].removeprefix(SITE)).read_bytes()
    assert film["sha256"] == hashlib.sha256(data).hexdigest()
    assert film["contentSize"] == str(len(data))
    assert film["uploadDate"].startswith("2025-11-02T00:00:00")


def test_a_picture_says_whose_it_is_and_what_may_be_done_with_it(site):
    about = work(site, "lantern")
    pictures = [about["image"][0], *(one for one in about["associatedMedia"] if one["@type"] == "ImageObject")]
    assert len(pictures) == 3
    for picture in pictures:
        assert picture["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
        assert picture["acquireLicensePage"] == f"{SITE}projects/lantern/"
        assert picture["creditText"] == "Ana Lima"
        assert picture["copyrightNotice"] == "© 2025 The Crew"
    assert [one["description"] for one in pictures[1:]] == ["Red", "Blue"]


def test_a_work_says_how_it_can_be_taken_in(site):
    about = work(site, "lantern")
    assert about["accessMode"] == ["visual", "auditory"]
    assert about["accessibilityFeature"] == ["captions", "audioDescription", "transcript", "alternativeText"]
    assert about["accessibilityHazard"] == ["flashing"]


def test_dublin_core_names_makers_apart_from_others(site):
    found = metas(site, "projects/lantern/index.html", "DC.")
    assert ("DC.creator", "Ana Lima") in found
    assert ("DC.contributor", "Kofi Mensah") in found
    assert ("DC.rights", "https://creativecommons.org/licenses/by-sa/4.0/") in found
    assert "The sea" not in str(found)
    assert metas(site, "projects/lantern/credits/index.html", "DC.") == []


def test_scholars_search_engines_get_authors_only_of_what_is_read(site):
    assert metas(site, "projects/lantern/index.html", "citation_") == []
    found = metas(site, "projects/lamps/index.html", "citation_")
    assert found[:4] == [
        ("citation_title", "Lamps"),
        ("citation_author", "Ana Lima"),
        ("citation_author", "K. Mensah"),
        ("citation_publication_date", "2025/03"),
    ]
    pdf_url = dict(found)["citation_pdf_url"]
    assert site.has(pdf_url.removeprefix(SITE))
    assert ("citation_isbn", "9780306406157") in found


def test_the_sitemap_knows_films_with_their_pictures(site):
    root = etree.fromstring(site.read("sitemap.xml").encode())
    space = {"v": "http://www.google.com/schemas/sitemap-video/1.1"}
    video = root.find(".//v:video", space)
    assert video.findtext("v:title", namespaces=space) == "The Lantern"
    assert video.findtext("v:duration", namespaces=space) == "5"
    for name in ("thumbnail_loc", "content_loc"):
        assert site.has(video.findtext(f"v:{name}", namespaces=space).removeprefix(SITE))
    assert len(re.findall("<video:video>", site.read("sitemap.xml"))) == 1

"""Every credit that goes in comes out of every feed, graph and page: no person and no role is lost on the way."""

from __future__ import annotations

import json
import re
import warnings

import extruct
import feedparser
import mf2py
import pytest
from lxml import etree
from sites import PEOPLE, SiteTest

from generator.model.registries import registries

SITE = "https://example.org/"
MEDIA = "{http://search.yahoo.com/mrss/}"
FILM = """title: The Lantern
medium: film
released: 2025-11-02
credits:
  - {contributor: ana-lima, role: director}
  - {contributor: ana-lima, role: animation director}
  - {contributor: ana-lima, role: actor, character: The Lamp}
  - {contributor: kofi-mensah, role: instrumentalist, as: Kofi, detail: cello}
  - {contributor: kofi-mensah, role: sound editor}
  - {contributor: ana-lima, role: writer}
  - {contributor: kofi-mensah, role: writer}
  - {contributor: the-choir, role: ensemble, members: [{contributor: mei-zhao, detail: alto}, kofi-mensah]}
  - {contributor: nobody-yet, role: voice actor, character: A moth, consent: anonymous}
  - {name: A street musician in Porto, role: Rain maker}
  - {name: "Zé & <Filhos>", role: gaffer}
  - {contributor: mei-zhao, role: thanks}
  - {name: The sea, role: composer, kind: influence}
"""
EXPECTED = {
    ("Ana Lima", "director"),
    ("Ana Lima", "animation_director"),
    ("Ana Lima", "actor"),
    ("Kofi", "instrumentalist"),
    ("Kofi Mensah", "sound_editor"),
    ("Ana Lima", "writer"),
    ("Kofi Mensah", "writer"),
    ("The Choir", "ensemble"),
    ("Mei Zhao", "ensemble"),
    ("Kofi Mensah", "ensemble"),
    ("Anonymous", "voice_actor"),
    ("A street musician in Porto", "rain-maker"),
    ("Zé & <Filhos>", "gaffer"),
    ("Mei Zhao", "thanks"),
    ("The sea", "composer"),
}
PAGES = {
    name: f"{SITE}contributors/{key}/"
    for name, key in {
        "Ana Lima": "ana-lima",
        "Kofi": "kofi-mensah",
        "Kofi Mensah": "kofi-mensah",
        "The Choir": "the-choir",
        "Mei Zhao": "mei-zhao",
    }.items()
}
FILES = {
    **PEOPLE,
    "content/contributors/mei-zhao.yaml": "name: Mei Zhao\n",
    "content/contributors/nobody-yet.yaml": "name: Secret Name\n",
    "content/contributors/the-choir.yaml": "name: The Choir\nkind: group\n",
    "content/projects/lantern/project.yaml": FILM,
}


def role_id(text):
    return registries().role(text).id


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return SiteTest.of(tmp_path_factory.mktemp("round"), FILES).build()


def credited(element):
    """Name with role of each media:credit in the site's own words, or in words that are the same."""
    found = {(one.text, one.get("role"), one.get("scheme")) for one in element.findall(MEDIA + "credit")}
    own = {(name, role_id(role)) for name, role, scheme in found if scheme.startswith(SITE)}
    return own | {
        (name, role_id(role)) for name, role, scheme in found if scheme == "urn:ebu" and role_id(role) in {r for _, r in EXPECTED}
    }


@pytest.mark.parametrize("path", ["feed.xml", "medium/film/feed.xml", "years/2025/feed.xml"])
def test_rss_names_everyone_with_role_and_page(site, tmp_path, path):
    if "years" in path:
        site = (
            SiteTest.from_folder(site.root, tmp_path)
            .write("config.yaml", "site: {title: N, url: 'https://example.org/'}\nfeeds: {years: [rss]}\n")
            .build()
        )
    item = etree.fromstring(site.read(path).encode()).find("channel/item")
    assert credited(item) >= EXPECTED
    atom = "{http://www.w3.org/2005/Atom}"
    pages = {one.findtext(atom + "name"): one.findtext(atom + "uri") for one in item.findall(atom + "contributor")}
    assert pages == PAGES
    people = {
        one.text for kind in ("creator", "contributor") for one in item.findall("{http://purl.org/dc/elements/1.1/}" + kind)
    }
    assert people == {name for name, role in EXPECTED if role != "thanks" and name != "The sea"}


def test_atom_names_everyone_with_role_and_page(site):
    entry = etree.fromstring(site.read("feed.atom").encode()).find("{http://www.w3.org/2005/Atom}entry")
    assert credited(entry) >= EXPECTED
    parsed = feedparser.parse(site.read("feed.atom")).entries[0]
    assert {one.name: one.get("href") for one in (*parsed.authors, *parsed.contributors) if one.get("href")} == PAGES


def test_json_feed_names_everyone_with_role_and_page(site):
    people = json.loads(site.read("feed.json"))["items"][0]["_credits"]["people"]
    assert {(one["name"], role_id(one["role"])) for one in people} == EXPECTED
    assert {one["name"]: one["url"] for one in people if "url" in one} == PAGES
    assert {one["name"]: one["kind"] for one in people if "kind" in one} == {"Mei Zhao": "thanks", "The sea": "influence"}


@pytest.mark.parametrize("path", ["projects/lantern/index.html", "projects/lantern/credits/index.html"])
def test_the_graph_names_everyone_with_role_and_page(site, path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = extruct.extract(site.read(path), base_url=SITE, syntaxes=["json-ld"])["json-ld"]
    graph = {node["@id"]: node for node in data[0]["@graph"]}
    work = graph[f"{SITE}projects/lantern/#work"]
    found = set()
    for name, values in work.items():
        for value in values if isinstance(values, list) else [values]:
            if not isinstance(value, dict) or name in {"isPartOf", "mainEntityOfPage", "image"}:
                continue
            role = value.get("roleName", name)
            words = [word for word in (role if isinstance(role, list) else [role]) if not word.startswith("http")]
            person = value.get(name, value)
            person = graph.get(person.get("@id"), person)
            for one in (person, *(graph.get(member.get("@id"), member) for member in person.get("member", []))):
                names = (one["name"], *one.get("alternateName", []))
                found |= {(name, role_id(re.sub(r" \(.*\)$", "", word))) for name in names for word in words}
    assert found >= EXPECTED
    assert {url for node in graph.values() if (url := node.get("url")) in PAGES.values()} == set(PAGES.values())


def test_microformats_name_everyone_with_role_and_page(site):
    parsed = mf2py.parse(doc=site.read("projects/lantern/credits/index.html"), url=f"{SITE}projects/lantern/credits/")
    entry = next(item for item in parsed["items"] if "h-entry" in item["type"])
    found, pages = set(), {}
    waiting = list(entry["properties"]["credit"])
    while waiting:
        card = waiting.pop()
        own = card["properties"]
        for name in own["name"]:
            found |= {(name, role_id(role)) for role in own["role"]}
        pages |= dict(zip(own["name"][:1], own.get("url", []), strict=False))
        waiting += [
            {"properties": {"role": own["role"], **member["properties"]}}
            for member in own.get("member", [])
            if isinstance(member, dict)
        ]
    assert found == EXPECTED
    assert pages == PAGES


def test_nothing_else_of_someone_anonymous_comes_out(site):
    for path, data in site.output().items():
        assert b"Secret" not in data, path
        assert b"nobody-yet" not in data, path
        assert b"A moth" not in data, path

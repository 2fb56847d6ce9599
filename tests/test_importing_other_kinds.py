"""Tables, lists of contributors, citation files, feeds and books become manifests: nothing invented, nothing lost in silence."""

from __future__ import annotations

import json

import pytest
import yaml
from media_bytes import epub, mp3
from sites import SiteTest

CREDITS = """\ufeffTitle;Released;Type;Person;Role;Credited as;Cinematographer;Instrument;Mood
The Lantern;2025-11-02;film;Ana Lima;director;;Zoë Brandt;;
;;;Kofi Mensah;musician;Kofi;;cello;
Lamp song;2025;song;"Kofi Mensah; Ana Lima";composer;;;;blue
Lamp song;2024;;;rain maker;;;;
"""
CONTRIBUTORS = {
    "projectName": "lamp-engine",
    "projectOwner": "nightshift",
    "repoType": "github",
    "files": ["README.md"],
    "types": {"lamps": {"symbol": "x", "description": "Lamp keeping"}},
    "contributors": [
        {
            "login": "ana",
            "name": "Ana Lima",
            "avatar_url": "https://avatars.example/1",
            "profile": "ana.example.org",
            "contributions": ["code", "doc", "lamps"],
        },
        {"login": "kofi", "contributions": ["bug"], "pronouns": "he"},
    ],
}
CITATION = """cff-version: 1.2.0
message: Cite it.
title: Lamp engine
version: 1.2
abstract: A program that walks.
authors:
  - {family-names: Lima, given-names: Ana, orcid: "https://orcid.org/0000-0002-1825-0097", email: secret@example.org}
  - {name: The Night Shift, website: "https://example.org/"}
date-released: 2025-01-02
license: MIT
keywords: [lamp, walking]
doi: 10.5281/zenodo.1234567
repository-code: https://github.com/nightshift/lamp-engine
references:
  - {title: Rain loop, authors: [{given-names: Rosa, family-names: Sol}], url: "https://example.org/rain"}
"""
FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel><title>Night Radio</title><link>https://radio.example.org/</link><description>What the night says.</description>
<language>en</language><itunes:author>Ana Lima</itunes:author><itunes:type>serial</itunes:type>
<itunes:category text="Fiction"><itunes:category text="Drama"/></itunes:category><itunes:category text="Nonsense"/>
<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
<item><title>One</title><guid isPermaLink="false">ep-1</guid><pubDate>Sat, 01 Feb 2025 23:30:00 -0500</pubDate>
<description>&lt;p&gt;The &lt;b&gt;first&lt;/b&gt;.&lt;/p&gt;</description><link>https://radio.example.org/1</link>
<enclosure url="https://cdn.example.org/a/one.mp3?x=1" length="9" type="audio/mpeg"/><itunes:season>2</itunes:season>
<itunes:episode>1</itunes:episode><podcast:license>cc-by-4.0</podcast:license>
<podcast:person href="https://ana.example.org/">Ana Lima</podcast:person>
<podcast:person role="Sound Designer" group="Audio Post-Production" img="https://x.example/k.jpg">Kofi Mensah</podcast:person></item>
<item><title>Two</title><guid>ep-2</guid><pubDate>yesterday</pubDate><itunes:episodeType>trailer</itunes:episodeType>
<enclosure url="https://cdn.example.org/two.mp3" length="9" type="audio/mpeg"/></item>
<item><title>Two again</title><guid>ep-2</guid><enclosure url="https://cdn.example.org/two.mp3" length="9" type="audio/mpeg"/></item>
</channel></rss>
"""
PACKAGE = (
    '<dc:creator id="a">Ana Lima</dc:creator><meta refines="#a" property="role" scheme="marc:relators">aut</meta>'
    '<meta refines="#a" property="file-as">Lima, Ana</meta><dc:contributor id="b">Kofi Mensah</dc:contributor>'
    '<meta refines="#b" property="role">trc</meta><dc:publisher>Quayside</dc:publisher><dc:source>A shelf</dc:source>'
    "<dc:date>2025-10-04T00:00:00Z</dc:date><dc:identifier>urn:isbn:9780306406157</dc:identifier>"
    "<dc:language>pt</dc:language><dc:subject>Lamps</dc:subject><dc:rights>Free</dc:rights>"
)


@pytest.fixture
def site(tmp_path):
    return SiteTest.of(tmp_path / "site", {"content/projects/.keep": ""})


def brought(site, kind, name, content):
    """The report of an import; what it wrote is right, and importing again changes nothing."""
    source = site.root.parent / name
    source.parent.mkdir(exist_ok=True)
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    told = site.run("import", kind, str(source))
    assert told.code == 0, told.err
    checked = json.loads(site.run("check", "--format", "json").out)["problems"]
    assert [one for one in checked if one["severity"] == "error"] == []
    before = content_of(site)
    again = site.run("import", kind, str(source))
    assert again.code == 0
    assert "0 created, 0 updated" in again.out
    assert content_of(site) == before
    return told.out


def content_of(site):
    return {str(path): path.read_bytes() for path in sorted((site.root / "content").rglob("*")) if path.is_file()}


def project(site, key):
    return yaml.load((site.root / f"content/projects/{key}/project.yaml").read_text("utf-8"), yaml.BaseLoader)


def test_a_table_has_a_line_for_each_credit_or_a_column_for_each_role(site):
    told = brought(site, "csv", "credits.csv", CREDITS)
    assert "2 projects, 3 contributors, 5 credits" in told
    lantern = project(site, "the-lantern")
    assert (lantern["title"], lantern["medium"], lantern["released"]) == ("The Lantern", "film", "2025-11-02")
    assert lantern["credits"] == {
        "director": "ana-lima",
        "Cinematographer": "zoe-brandt",
        "musician": {"contributor": "kofi-mensah", "as": "Kofi", "detail": "cello"},
    }
    assert project(site, "lamp-song")["credits"] == {"composer": ["kofi-mensah", "ana-lima"]}
    for words in ("Mood", "2024", "names nobody", "taken for the work above"):
        assert words in told


def test_a_table_without_titles_is_refused_with_the_columns_it_has(site):
    site.write("wrong.csv", "titel,person\nLamp,Ana\n")
    refused = site.run("import", "csv", str(site.root / "wrong.csv"))
    assert refused.code == 2
    assert "titel, person" in refused.err
    assert 'did you mean "title"?' in refused.err
    assert not (site.root / "content/contributors.yaml").exists()
    site.write("wrong.csv", b"title\n\xff\xfe\n")
    assert "UTF-8" in site.run("import", "csv", str(site.root / "wrong.csv")).err


def test_someone_who_is_here_already_by_that_name_is_taken_for_the_same_and_told(site):
    site.write("content/contributors/ana.yaml", "name: Ana Lima\n")
    site.write("content/contributors/kofi-1.yaml", "name: Kofi Mensah\ndistinct_from: [kofi-2]\n")
    site.write("content/contributors/kofi-2.yaml", "name: Kofi Mensah\n")
    told = brought(site, "csv", "credits.csv", CREDITS)
    credits_ = project(site, "the-lantern")["credits"]
    assert credits_["director"] == "ana"
    assert credits_["musician"]["name"] == "Kofi Mensah"
    assert "Ana Lima: ana" in told
    assert "several people here have this name" in told


def test_all_contributors_are_one_project_with_every_kind_of_contribution(site):
    told = brought(site, "all-contributors", ".all-contributorsrc", json.dumps(CONTRIBUTORS))
    engine = project(site, "lamp-engine")
    assert engine["credits"] == {
        "Programmer": "ana-lima",
        "Documentation": "ana-lima",
        "Lamp keeping": "ana-lima",
        "Bug reports": "kofi",
    }
    assert engine["links"] == [{"label": "Repository", "url": "https://github.com/nightshift/lamp-engine"}]
    ana = yaml.safe_load((site.root / "content/contributors/ana-lima.yaml").read_text("utf-8"))
    assert [link["url"] for link in ana["links"]] == ["https://github.com/ana", "https://ana.example.org"]
    assert "avatars.example" in told
    assert "pronouns" in told


def test_a_citation_file_names_authors_with_their_numbers_and_no_letter_box(site):
    told = brought(site, "citation", "CITATION.cff", CITATION)
    engine = project(site, "lamp-engine")
    assert engine["identifiers"] == {"doi": "10.5281/zenodo.1234567"}
    assert engine["license"] == "MIT"
    assert engine["credits"] == {"author": ["ana-lima", "the-night-shift"]}
    assert engine["made_from"] == [
        {"url": "https://example.org/rain", "title": "Rain loop", "by": "Rosa Sol", "relation": "inspired-by"}
    ]
    ana = yaml.safe_load((site.root / "content/contributors/ana-lima.yaml").read_text("utf-8"))
    assert (ana["sort"], ana["identifiers"]) == ("Lima, Ana", {"orcid": "0000-0002-1825-0097"})
    assert "version" in told
    assert "secret@" not in told + "".join(data.decode("utf-8", "replace") for data in content_of(site).values())


def test_a_podcast_becomes_a_whole_with_episodes_whose_files_lie_beside_the_feed(site):
    (site.root.parent / "one.mp3").write_bytes(mp3(frames=50))
    told = brought(site, "feed", "feed.xml", FEED)
    radio, one, two = project(site, "night-radio"), project(site, "one"), project(site, "two")
    assert radio["podcast"] == {"guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810", "category": ["Drama"], "order": "serial"}
    assert one["part_of"] == [{"project": "night-radio", "number": "1", "season": "2"}]
    assert one["released"] == "2025-02-01"
    assert one["media"] == [{"audio": "one.mp3"}]
    assert one["license"] == "CC-BY-4.0"
    assert one["credits"] == {"host": "ana-lima", "sound designer": "kofi-mensah"}
    assert "<b>first</b>" in (site.root / "content/projects/one/description.md").read_text("utf-8")
    assert two["podcast"] == {"episode": "trailer"}
    assert "released" not in two
    for words in ("Nonsense", "yesterday", "two.mp3", "already", "pictures of people"):
        assert words in told, words


def test_what_a_feed_of_this_program_credits_is_brought_back(site, tmp_path):
    manifest = (
        "title: Lamp\nmedium: poem\nreleased: 2025-02-03\nlanguage: pt\nlicense: CC-BY-4.0\n"
        "credits: {author: ana-lima, Lamp keeper: kofi-mensah}\n"
    )
    people = {
        f"content/contributors/{key}.yaml": f"name: {name}\n" for key, name in (("ana-lima", "Ana"), ("kofi-mensah", "Kofi"))
    }
    made = SiteTest.of(tmp_path / "made", {"content/projects/lamp/project.yaml": manifest, **people}).build()
    brought(site, "feed", "lamp.xml", made.read("feed.xml"))
    assert project(site, "lamp")["credits"] == {"author": "ana", "lamp keeper": "kofi"}
    assert project(site, "lamp")["released"] == "2025-02-03"


def test_a_file_that_is_no_feed_is_refused(site):
    bomb = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&b;</title></channel></rss>'
    for text, words in (("<html/>", "neither RSS 2.0 nor Atom"), ("no", "cannot be read as a feed")):
        site.write("no.xml", text)
        refused = site.run("import", "feed", str(site.root / "no.xml"))
        assert refused.code == 2
        assert words in refused.err
    site.write("bomb.xml", bomb)
    site.run("import", "feed", str(site.root / "bomb.xml"))
    assert "root:" not in "".join(data.decode("utf-8", "replace") for data in content_of(site).values())


def test_a_book_is_described_by_its_own_package(site):
    told = brought(site, "epub", "lamps.epub", epub(package=PACKAGE))
    (path,) = (site.root / "content/projects").glob("*/project.yaml")
    book = project(site, path.parent.name)
    assert (book["medium"], book["released"], book["identifiers"]) == ("book", "2025-10-04", {"isbn": "9780306406157"})
    assert book["media"] == [{"document": "lamps.epub"}]
    assert book["credits"] == {
        "Author": "ana-lima",
        "Transcriber": "kofi-mensah",
        "publisher": {"name": "Quayside"},
    }
    assert "dc:source" in told
    site.write("no.epub", b"PK\x03\x04 not a book")
    assert "cannot be read as an EPUB" in site.run("import", "epub", str(site.root / "no.epub")).err


def test_what_a_hand_changed_is_left_as_it_is(site):
    brought(site, "csv", "credits.csv", CREDITS)
    site.edit("content/projects/lamp-song/project.yaml", title="Lamp Song")
    told = site.run("import", "csv", str(site.root.parent / "credits.csv"))
    assert "left alone" in told.out
    assert project(site, "lamp-song")["title"] == "Lamp Song"

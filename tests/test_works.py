"""Works as editors bring them, an album, a magazine, a poem in three languages, a podcast, from short manifests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree, html
from media_bytes import mp3
from sites import SiteTest, png

HERE = Path(__file__).parent / "works"
PROJECTS = HERE / "content/projects"


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    site = SiteTest.from_folder(HERE, tmp_path_factory.mktemp("works"))
    for manifest in PROJECTS.glob("*/project.yaml"):
        folder = f"content/projects/{manifest.parent.name}"
        if "sound.mp3" in manifest.read_text("utf-8"):
            site.write(f"{folder}/sound.mp3", mp3(frames=60))
    for number in range(1, 13):
        site.write(f"content/projects/kettle-songs/{number:02}.mp3", mp3(frames=40 + number))
    site.write("content/projects/stairwell/cover.png", png("navy", 1400, 1400))
    return site.build("--strict")


def page(site: SiteTest, path: str) -> html.HtmlElement:
    return html.fromstring(site.read(f"{path}index.html").encode())


def text(element) -> str:
    return " ".join(element.text_content().split())


def test_check_has_nothing_to_mend(works):
    run = works.run("check", "--strict", "--format", "json")
    assert run.code == 0
    assert [row for row in json.loads(run.out)["problems"] if row["severity"] != "hint"] == []


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        ("kettle-songs", 24),
        ("quarter-9", 8),
        ("closing-time", 6),
        ("window", 6),
        ("das-fenster", 7),
        ("stairwell", 9),
        ("stairwell-30", 5),
    ],
)
def test_a_manifest_is_as_short_as_an_editor_would_wish(names, lines):
    assert len((PROJECTS / names / "project.yaml").read_text("utf-8").splitlines()) <= lines


def test_an_album_has_words_and_makers_for_each_of_its_twelve_tracks(works):
    album = page(works, "projects/kettle-songs/")
    shown = text(album)
    assert len(album.cssselect("audio")) == 12
    for number in range(1, 13):
        words = (PROJECTS / f"kettle-songs/{number:02}.md").read_text("utf-8").split("  \n")[0]
        assert words in shown
    data = json.loads(works.read("projects/kettle-songs/project.json"))
    parts = {credit["part"] for credit in data["credits"] if credit.get("part")}
    assert len(parts) == 12
    assert sum(credit["role"] == "singer" for credit in data["credits"]) == 12
    roll = text(page(works, "projects/kettle-songs/credits/"))
    for title in ("Kettle On", "Half Past Never", "Kettle Off"):
        assert title in roll
    singer = text(page(works, "contributors/ben-osei/"))
    assert "Kettle Songs" in singer
    assert "Singer" in singer
    assert "Producer" in singer


def test_a_magazine_lists_twenty_pieces_in_order_each_with_its_maker(works):
    issue = page(works, "projects/quarter-9/")
    links = [one.get("href") for one in issue.cssselect("main a[href]")]
    order = [
        name for name in dict.fromkeys(link.strip("./").split("/")[-1] for link in links) if name and (PROJECTS / name).is_dir()
    ]
    assert order[:2] == ["the-last-ferry-timetable", "what-nets-remember"]
    assert len(order) == 20
    assert order[-1] == "closing-time"
    shown = text(issue)
    for line in (HERE / "content/contributors.yaml").read_text("utf-8").splitlines():
        assert line.partition(": ")[2] in shown
    piece = page(works, "projects/salt-an-inventory/")
    assert piece.xpath('string(//a[@rel="prev"]/@href)').endswith("/a-short-map-of-long-streets/")
    assert piece.xpath('string(//a[@rel="next"]/@href)').endswith("/the-man-who-repaired-echoes/")
    assert "Quarter, 9" in text(piece)


def test_a_poem_is_linked_in_its_three_languages_and_is_one_card(works):
    languages = {"window": "en", "la-fenetre": "fr", "das-fenster": "de"}
    for name in languages:
        alternates = page(works, f"projects/{name}/").cssselect("link[rel=alternate][hreflang]")
        found = {one.get("hreflang"): one.get("href") for one in alternates}
        assert {code: f"https://example.org/works/projects/{key}/" for key, code in languages.items()}.items() <= found.items()
    lists = [path for path in works.output() if path.startswith("medium/poem/") and path.endswith("index.html")]
    links = {one.get("href") for path in lists for one in html.fromstring(works.read(path).encode()).cssselect(".card-title a")}
    cards = {name for name in languages if any(link.endswith(f"/projects/{name}/") for link in links)}
    assert cards == {"window"}
    assert "Ida Brandt" in text(page(works, "projects/das-fenster/"))


def test_a_podcast_has_all_thirty_episodes_in_its_feed_with_everyone(works):
    feed = etree.fromstring(works.read("projects/stairwell/feed.xml").encode())
    items = feed.findall("channel/item")
    assert [one.findtext("title") for one in items][:2] == ["The Post, Again", "Moving Out"]
    assert len(items) == 30
    for item in items:
        people = item.findall("{https://podcastindex.org/namespace/1.0}person")
        assert len(people) >= 3
        assert item.find("enclosure") is not None
        assert item.find("{https://podcastindex.org/namespace/1.0}transcript") is not None
    shown = page(works, "projects/stairwell-15/")
    assert "Quin" in text(shown)
    host = text(page(works, "contributors/quin-adair/"))
    assert "Stairwell" in host

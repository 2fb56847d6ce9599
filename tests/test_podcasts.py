"""A whole of recordings is a podcast that directories take, and check says what they would refuse."""

from __future__ import annotations

import hashlib
import io
import json
from base64 import b64encode

import feedparser
import pytest
from lxml import etree, html
from media_bytes import mp3, wav
from PIL import Image
from sites import PEOPLE, SiteTest, png

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
SHOW = """title: Night Radio
medium: podcast
summary: What the night says.
released: 2025-01-01
license: CC-BY-4.0
rights_holder: The Night
cover: {file: cover.png, alt: A dial}
credits: {host: ana-lima, Lamp keeper: kofi-mensah}
podcast: {category: [Drama, Comedy Fiction, Music], order: serial}
"""
FIRST = """title: One
released: 2025-02-01
part_of: {project: radio, number: 1, season: 2}
media:
  - audio: one.mp3
    id: sound
    transcript: said.md
    captions: [{file: said.vtt, language: en}]
    chapters: [{at: "0:00", title: Dark}, {at: "0:01", title: Light}]
credits:
  host: ana-lima
  ensemble: {contributor: the-choir, members: [kofi-mensah]}
"""
SECOND = """title: Two
released: 2025-03-01
part_of: {project: radio, number: 2, season: 2}
media: [{audio: two.mp3}]
credits: {host: ana-lima}
"""
FILES = {
    **PEOPLE,
    "content/contributors/the-choir.yaml": "name: The Choir\nkind: group\n",
    "content/projects/radio/project.yaml": SHOW,
    "content/projects/radio/cover.png": png("navy", 90, 60),
    "content/projects/radio-1/project.yaml": FIRST,
    "content/projects/radio-1/one.mp3": mp3(frames=200),
    "content/projects/radio-1/said.md": "# Words\n\nAna: *Hello* & welcome.\n\n- One\n- Two\n",
    "content/projects/radio-1/said.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n",
    "content/projects/radio-2/project.yaml": SECOND,
    "content/projects/radio-2/two.mp3": mp3(frames=100),
    "config.yaml": "site:\n  title: Night\n  url: https://example.org/\n  editor: {name: Ed, email: ed@example.org}\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return SiteTest.of(tmp_path_factory.mktemp("podcast"), FILES).build()


@pytest.fixture(scope="module")
def channel(site):
    return etree.fromstring(site.read("projects/radio/feed.xml").encode())[0]


def local(site, url):
    return (site.root / "output" / url.removeprefix("https://example.org/")).read_bytes()


def test_the_channel_has_all_that_directories_require(site, channel):
    assert feedparser.parse(site.read("projects/radio/feed.xml")).bozo is False
    assert channel.findtext("description") == "What the night says."
    assert channel.findtext("copyright") == "© 2025 The Night"
    assert channel.findtext(ITUNES + "author") == "Ana Lima"
    assert channel.findtext(ITUNES + "type") == "serial"
    assert channel.findtext(f"{ITUNES}owner/{ITUNES}email") == "ed@example.org"
    categories = [(one.get("text"), [below.get("text") for below in one]) for one in channel.findall(ITUNES + "category")]
    assert categories == [("Fiction", ["Drama", "Comedy Fiction"]), ("Music", [])]
    assert channel.findtext(PODCAST + "license") == "cc-by-4.0"
    assert [one.text for one in channel.findall(PODCAST + "person")] == ["Ana Lima"]


def test_the_artwork_is_square_large_and_of_the_cover(site, channel):
    picture = Image.open(io.BytesIO(local(site, channel.find(ITUNES + "image").get("href"))))
    assert (picture.size, picture.mode, picture.format) == ((3000, 3000), "RGB", "JPEG")


def test_an_episode_has_season_number_chapters_and_transcripts(site, channel):
    item = channel.findall("item")[1]
    assert [item.findtext(ITUNES + name) for name in ("season", "episode", "episodeType")] == ["2", "1", "full"]
    chapters = json.loads(local(site, item.find(PODCAST + "chapters").get("url")))
    assert chapters["chapters"] == [{"startTime": 0.0, "title": "Dark"}, {"startTime": 1.0, "title": "Light"}]
    kinds = {one.get("type"): one.get("url") for one in item.findall(PODCAST + "transcript")}
    assert set(kinds) == {"text/vtt", "text/plain"}
    assert local(site, kinds["text/plain"]).decode() == "Words\n\nAna: Hello & welcome.\n\nOne\n\nTwo\n"


def test_a_file_is_as_long_as_the_feed_says_and_has_its_sum(site, channel):
    for item in channel.findall("item"):
        enclosure, alternate = item.find("enclosure"), item.find(PODCAST + "alternateEnclosure")
        data = local(site, enclosure.get("url"))
        assert int(enclosure.get("length")) == len(data) == int(alternate.get("length"))
        assert alternate.find(PODCAST + "source").get("uri") == enclosure.get("url")
        sri = "sha256-" + b64encode(hashlib.sha256(data).digest()).decode()
        assert alternate.find(PODCAST + "integrity").get("value") == sri


def test_members_of_a_group_are_named_after_it(channel):
    item = channel.findall("item")[1]
    credits_ = [one.text for one in item.findall("{http://search.yahoo.com/mrss/}credit")]
    assert credits_.index("The Choir") < credits_.index("Kofi Mensah")


def test_ids_of_a_podcast_that_is_known_elsewhere_are_kept(site, tmp_path):
    guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    moved = SiteTest.from_folder(site.root, tmp_path / "known").edit(
        "content/projects/radio/project.yaml", podcast={"guid": guid}
    )
    root = etree.fromstring(moved.build().read("projects/radio/feed.xml").encode())
    assert root.findtext(f"channel/{PODCAST}guid") == guid


def test_check_says_what_a_directory_would_refuse(site, tmp_path):
    poor = SiteTest.from_folder(site.root, tmp_path / "poor")
    assert "is enlarged" in site.run("check").out
    poor.edit("content/projects/radio/project.yaml", cover=None, summary=None, podcast=None)
    poor.write("content/projects/radio-2/two.wav", wav()).edit(
        "content/projects/radio-2/project.yaml", media=[{"audio": "two.wav"}]
    )
    poor.edit("content/projects/radio-2/project.yaml", part_of={"project": "radio", "number": "1", "season": "2"})
    poor.write(
        "config.yaml",
        "site: {title: Night, url: 'http://example.org/'}\nfeeds: {wholes: [atom]}\nmedia: {sound: {formats: []}}\n",
    )
    told = poor.run("check").out
    assert told.count("podcast-incomplete") == 9
    for words in (
        "without a cover",
        "what a podcast is about",
        "guid: ",
        "sort by category",
        "a letter",
        "read RSS",
        "https only",
        "WAV",
        "also",
    ):
        assert words in told
    assert "WAV" not in poor.write("config.yaml", "site: {title: Night, url: 'http://example.org/'}\n").run("check").out
    assert "podcast-incomplete" not in poor.edit("content/projects/radio/project.yaml", medium="album").run("check").out


def test_a_category_that_directories_do_not_have_is_told_with_the_nearest(site, tmp_path):
    wrong = SiteTest.from_folder(site.root, tmp_path / "wrong")
    told = wrong.edit("content/projects/radio/project.yaml", podcast={"category": ["Perfroming Arts"]}).refused()
    assert "unknown-podcast-category" in told
    assert 'did you mean "Performing Arts"' in told


def test_a_cover_that_is_drawn_in_lines_makes_no_artwork(site, tmp_path):
    drawn = SiteTest.from_folder(site.root, tmp_path / "drawn")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle r="9"/></svg>'
    drawn.write("content/projects/radio/cover.svg", svg).edit(
        "content/projects/radio/project.yaml", cover={"file": "cover.svg", "alt": "A"}
    )
    assert "itunes:image" not in drawn.build().read("projects/radio/feed.xml")


def test_machines_are_told_of_a_series_with_its_episodes(site):
    def work(key):
        text = html.fromstring(site.read(f"projects/{key}/index.html")).xpath("//script[@type='application/ld+json']/text()")[0]
        return next(one for one in json.loads(text)["@graph"] if one.get("@id", "").endswith(f"{key}/#work"))

    series, episode = work("radio"), work("radio-1")
    assert (series["@type"], series["webFeed"]) == ("PodcastSeries", "https://example.org/projects/radio/feed.xml")
    assert [part["@type"] for part in series["hasPart"]] == ["PodcastEpisode", "PodcastEpisode"]
    assert (episode["@type"], episode["episodeNumber"]) == ("PodcastEpisode", "1")
    assert episode["partOfSeries"]["@id"] == series["@id"]
    assert episode["partOfSeason"]["seasonNumber"] == "2"

"""What feed readers, podcast apps and aggregators get to read."""

from __future__ import annotations

import json
import re
import time
import uuid
from datetime import datetime
from email.utils import parsedate_to_datetime

import feedparser
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.model.feed import Enclosure, Feed, FeedEntry, FeedImage, FeedLicence, FeedPerson, Transcript
from generator.render.feed_xml import Element, put
from generator.render.feeds import render_atom, render_json_feed, render_rss

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
SITE = "https://example.org/anthology/"

ANA = FeedPerson(
    name="Ana Lima",
    url=SITE + "contributors/ana-lima/",
    role="Director",
    podcast_group="Creative Direction",
    podcast_role="Director",
    ebu="director",
    marc="drt",
    atom="author",
    image=SITE + "media/1/ana.jpg",
)
ANA_VOICE = FeedPerson(
    name="Ana Lima", url=ANA.url, role="Voice actor", podcast_group="Cast", podcast_role="Voice Actor", ebu="actor", marc="vac"
)
KOFI = FeedPerson(name="Kofi", url=SITE + "contributors/kofi-mensah/", role="Librettist", marc="lbt")
STREET = FeedPerson(name="A street musician in Porto", role="Rain maker")

FILM = FeedEntry(
    id="urn:uuid:6f1c0c0e-0000-5000-8000-000000000001",
    title="The Lantern & <b>Friends</b>",
    link=SITE + "projects/the-lantern/",
    published="2025-11-02T00:00:00+00:00",
    updated="2026-01-12T00:00:00+00:00",
    summary="A street lamp decides to leave.",
    html=f'<p>A lamp. <a href="{SITE}contributors/ana-lima/">Ana</a> ]]&gt;</p>',
    language="pt",
    people=(ANA, ANA_VOICE, KOFI, STREET),
    tags=("animation", "night & day"),
    licences=(FeedLicence(name="CC BY-SA 4.0", url="https://creativecommons.org/licenses/by-sa/4.0/", slug="cc-by-sa-4.0"),),
    copyright="© 2025 The Collective",
    enclosures=(
        Enclosure(
            url=SITE + "media/a/lantern.mp4",
            size_bytes=1234,
            mime="video/mp4",
            duration_s=61.6,
            width_px=640,
            height_px=360,
            title="The film",
        ),
        Enclosure(url=SITE + "media/b/theme.mp3", size_bytes=99, mime="audio/mpeg", duration_s=10, title="Theme"),
        Enclosure(url=SITE + "media/c/book.pdf", size_bytes=7, mime="application/pdf"),
    ),
    image=FeedImage(url=SITE + "media/d/cover.jpg", size_bytes=5, mime="image/jpeg", width_px=640, height_px=360),
    transcripts=(Transcript(url=SITE + "media/e/en.vtt", mime="text/vtt", language="en", captions=True),),
    season="1",
    episode="3",
    artwork=SITE + "media/d/cover-3000.jpg",
    podcast_medium="film",
)
POEM = FeedEntry(
    id="urn:uuid:6f1c0c0e-0000-5000-8000-000000000002",
    title="Lamp",
    link=SITE + "projects/lamp/",
    published="1899-12-31T23:00:00+00:00",
    people=(FeedPerson(name="Ana Lima", url=ANA.url, role="Author", ebu="author", marc="aut", atom="author"),),
)
FEED = Feed(
    id="urn:uuid:6f1c0c0e-0000-5000-8000-000000000000",
    title="The Night Shift Anthology",
    link=SITE,
    self_url=SITE + "feed.xml",
    description="Things made together after dark",
    updated="2026-01-12T00:00:00+00:00",
    image=SITE + "media/f/logo.png",
    authors=(FeedPerson(name="The editors", url=SITE + "about/", atom="author"),),
    entries=(FILM, POEM),
    roles_url=SITE + "roles/",
)
EMPTY = msgspec.structs.replace(FEED, entries=())
TEXTS = msgspec.structs.replace(FEED, entries=(POEM,))
ALL = pytest.mark.parametrize("render", [render_rss, render_atom, render_json_feed])


def rss_item(feed=FEED):
    return etree.fromstring(render_rss(feed)).find("channel/item")


def atom_entry(feed=FEED):
    return etree.fromstring(render_atom(feed)).find(ATOM + "entry")


def json_item(feed=FEED):
    return json.loads(render_json_feed(feed))["items"][0]


def with_entry(**changes):
    return msgspec.structs.replace(FEED, entries=(msgspec.structs.replace(FILM, **changes),))


@pytest.mark.parametrize("feed", [FEED, EMPTY, TEXTS])
@pytest.mark.parametrize(("render", "version"), [(render_rss, "rss20"), (render_atom, "atom10")])
def test_a_feed_reader_finds_nothing_wrong(feed, render, version):
    parsed = feedparser.parse(render(feed))
    assert not parsed.bozo
    assert parsed.version == version
    assert parsed.feed.title == feed.title
    assert parsed.feed.link == SITE
    assert [entry.link for entry in parsed.entries] == [entry.link for entry in feed.entries]
    assert [entry.id for entry in parsed.entries] == [entry.id for entry in feed.entries]


@ALL
def test_two_renders_a_second_apart_are_equal(render):
    for feed in (FEED, EMPTY):
        first = render(feed)
        time.sleep(1.1)
        assert render(feed) == first
    assert datetime.now().astimezone().strftime("%Y-%m-%d").encode() not in render(FEED)


def test_an_empty_feed_has_the_date_it_was_given():
    root = etree.fromstring(render_atom(EMPTY))
    assert root.findtext(ATOM + "updated") == "2026-01-12T00:00:00+00:00"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "The editors"
    assert json.loads(render_json_feed(EMPTY))["items"] == []
    channel = etree.fromstring(render_rss(EMPTY)).find("channel")
    assert channel.findtext("lastBuildDate") == "Mon, 12 Jan 2026 00:00:00 +0000"


def test_atom_links_keep_all_they_say():
    links = [dict(link.attrib) for link in atom_entry().iter(ATOM + "link")]
    assert links[0] == {"rel": "alternate", "type": "text/html", "href": FILM.link, "hreflang": "pt"}
    assert links[1] == {
        "rel": "enclosure",
        "type": "video/mp4",
        "href": FILM.enclosures[0].url,
        "length": "1234",
        "title": "The film",
    }
    assert [link["rel"] for link in links] == ["alternate", "enclosure", "enclosure", "enclosure", "license"]
    assert links[-1]["href"] == "https://creativecommons.org/licenses/by-sa/4.0/"


def test_an_rss_item_has_one_enclosure_and_every_file_as_media_content():
    item = rss_item()
    assert [dict(found.attrib) for found in item.findall("enclosure")] == [
        {"url": FILM.enclosures[0].url, "length": "1234", "type": "video/mp4"}
    ]
    contents = item.findall(MEDIA + "content")
    assert [content.get("url") for content in contents] == [enclosure.url for enclosure in FILM.enclosures]
    assert dict(contents[1].attrib) == {
        "url": SITE + "media/b/theme.mp3",
        "fileSize": "99",
        "type": "audio/mpeg",
        "medium": "audio",
        "expression": "full",
        "duration": "10",
    }
    assert contents[1].findtext(MEDIA + "title") == "Theme"
    assert contents[2].get("medium") == "document"
    assert item.findtext(MEDIA + "keywords") == "animation, night & day"
    assert item.findtext(MEDIA + "copyright") == "© 2025 The Collective"


def test_copies_of_one_file_are_a_group_with_the_one_to_take_first():
    film = FILM.enclosures[0]
    small = msgspec.structs.replace(film, url=SITE + "media/a/small.webm", mime="video/webm", size_bytes=99, description="A lamp")
    copies = [msgspec.structs.replace(one, item="film", thumbnail=SITE + "media/p.jpg") for one in (film, small)]
    item = rss_item(with_entry(enclosures=tuple(copies)))
    (group,) = item.findall(MEDIA + "group")
    assert item.findall(MEDIA + "content") == []
    assert [(one.get("url"), one.get("isDefault"), one.get("bitrate")) for one in group] == [
        (film.url, "true", None),
        (small.url, "false", None),
    ]
    assert group[1].findtext(MEDIA + "description") == "A lamp"
    assert group[0].find(MEDIA + "thumbnail").get("url") == SITE + "media/p.jpg"
    alternate = item.findall(PODCAST + "alternateEnclosure")
    assert [(one.get("type"), one.get("default")) for one in alternate] == [("video/mp4", "true"), ("video/webm", None)]


def test_an_rss_item_keeps_the_rules():
    item = rss_item()
    assert item.findtext("guid") == FILM.id
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("pubDate") == "Sun, 02 Nov 2025 00:00:00 +0000"
    assert item.findtext("description") == FILM.summary
    assert item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") == FILM.html
    assert [category.text for category in item.findall("category")] == ["animation", "night & day"]
    assert item.find("author") is None
    assert [link.get("href") for link in item.findall(ATOM + "link")] == ["https://creativecommons.org/licenses/by-sa/4.0/"]
    assert item.findtext(DC + "language") == "pt"


def test_an_rss_channel_keeps_the_rules():
    channel = etree.fromstring(render_rss(FEED)).find("channel")
    assert channel.findtext("link") == SITE
    own = channel.findall(ATOM + "link")
    assert [dict(link.attrib) for link in own] == [{"href": FEED.self_url, "rel": "self", "type": "application/rss+xml"}]
    assert channel.findtext("language") == "en"
    assert channel.findtext("image/url") == FEED.image
    assert (channel.findtext("image/title"), channel.findtext("image/link")) == (
        channel.findtext("title"),
        channel.findtext("link"),
    )
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")).isoformat() == FEED.updated


def test_years_before_1900_are_dates_too():
    assert rss_item(TEXTS).findtext("pubDate") == "Sun, 31 Dec 1899 23:00:00 +0000"
    assert atom_entry(TEXTS).findtext(ATOM + "published") == "1899-12-31T23:00:00+00:00"


def test_an_entry_without_a_date_has_none():
    feed = with_entry(published="", updated="")
    assert rss_item(feed).find("pubDate") is None
    assert atom_entry(feed).find(ATOM + "published") is None
    assert atom_entry(feed).findtext(ATOM + "updated") == FEED.updated
    assert "date_published" not in json_item(feed)


@pytest.mark.parametrize("find", [rss_item, atom_entry])
def test_everyone_is_named_with_every_role(find):
    element = find()
    assert [found.text for found in element.findall(DC + "creator")] == ["Ana Lima"]
    assert [found.text for found in element.findall(DC + "contributor")] == ["Kofi", "A street musician in Porto"]
    written = [(found.text, found.get("role"), found.get("scheme")) for found in element.findall(MEDIA + "credit")]
    assert written == [
        ("Ana Lima", "director", "urn:ebu"),
        ("Ana Lima", "actor", "urn:ebu"),
        ("Ana Lima", "voice actor", SITE + "roles/"),
        ("Kofi", "lbt", "http://id.loc.gov/vocabulary/relators"),
        ("Kofi", "librettist", SITE + "roles/"),
        ("A street musician in Porto", "rain maker", SITE + "roles/"),
    ]


def test_atom_names_authors_and_contributors_with_their_pages():
    entry = atom_entry()
    assert [(p.findtext(ATOM + "name"), p.findtext(ATOM + "uri")) for p in entry.findall(ATOM + "author")] == [
        ("Ana Lima", ANA.url)
    ]
    assert [(p.findtext(ATOM + "name"), p.findtext(ATOM + "uri")) for p in entry.findall(ATOM + "contributor")] == [
        ("Kofi", KOFI.url),
        ("A street musician in Porto", None),
    ]


def test_json_feed_names_everyone_with_every_role():
    item = json_item()
    assert item["authors"] == [{"name": "Ana Lima", "url": ANA.url, "avatar": ANA.image}]
    assert item["_credits"]["about"].startswith("https://")
    assert [(person["name"], person["role"]) for person in item["_credits"]["people"]] == [
        (person.name, person.role) for person in FILM.people
    ]


def test_two_people_of_one_name_are_two():
    other = FeedPerson(name="Kofi", url=SITE + "contributors/kofi/", role="Librettist", marc="lbt")
    feed = with_entry(people=(KOFI, other))
    assert len(rss_item(feed).findall(DC + "contributor")) == 2
    assert len(rss_item(feed).findall(f"{MEDIA}credit[@role='lbt']")) == 2


def test_podcast_people_are_those_whose_role_the_taxonomy_knows():
    people = rss_item().findall(PODCAST + "person")
    assert [(person.text, person.get("group"), person.get("role"), person.get("href")) for person in people] == [
        ("Ana Lima", "Creative Direction", "Director", ANA.url),
        ("Ana Lima", "Cast", "Voice Actor", ANA.url),
    ]


def test_a_feed_with_sound_or_film_is_a_podcast():
    channel = etree.fromstring(render_rss(FEED)).find("channel")
    assert channel.findtext(ITUNES + "explicit") == "false"
    assert channel.findtext(ITUNES + "author") == "The editors"
    assert channel.find(ITUNES + "image").get("href") == FILM.artwork
    assert channel.find(ITUNES + "category").get("text") == "Arts"
    namespace = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert channel.findtext(PODCAST + "guid") == str(uuid.uuid5(namespace, "example.org/anthology/feed.xml"))
    assert channel.findtext(PODCAST + "medium") == "film"
    assert [one.findtext("title") for one in channel.findall("item") if one.find(ITUNES + "title") is not None] == [FILM.title]
    item = channel.find("item")
    assert item.findtext(ITUNES + "duration") == "62"
    assert item.findtext(ITUNES + "explicit") == "false"
    assert item.findtext(ITUNES + "author") == "Ana Lima"
    assert item.findtext(ITUNES + "episode") == "3"
    assert item.findtext(PODCAST + "license") == "cc-by-sa-4.0"
    assert item.find(PODCAST + "license").get("url") == FILM.licences[0].url
    transcript = item.find(PODCAST + "transcript")
    assert dict(transcript.attrib) == {"url": FILM.transcripts[0].url, "type": "text/vtt", "language": "en", "rel": "captions"}


def test_a_feed_of_texts_is_no_podcast():
    written = render_rss(TEXTS)
    assert b"itunes" not in written
    assert b"podcast" not in written


@ALL
def test_plain_text_stays_plain(render):
    written = render(FEED)
    parsed = json.loads(written)["items"][0]["title"] if render is render_json_feed else None
    if parsed is None:
        assert written.count(b"The Lantern &amp; &lt;b&gt;Friends&lt;/b&gt;") >= 1
        assert b"&amp;amp;" not in written
        assert b"&amp;lt;b" not in written
    else:
        assert parsed == FILM.title


@ALL
def test_control_characters_are_left_out(render):
    feed = with_entry(
        title="La\x00nt\x1bern\ud83c\ufffe",
        summary="a\x0bb\x9b",
        html="<p>x\x08</p>",
        tags=("t\x01", "\x02"),
        people=(msgspec.structs.replace(STREET, name="A\x07na", role="R\x1b[31m"),),
    )
    text = render(feed).decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text)
    assert "Lantern" in text
    assert "Ana" in text


@ALL
def test_an_entry_without_a_title_is_named_by_its_address(render):
    assert FILM.link in render(with_entry(title="\x00 ", summary="")).decode()


def test_a_stylesheet_is_named_before_the_root():
    feed = msgspec.structs.replace(FEED, stylesheet=SITE + 'assets/feed.xsl?a="b"&c?>')
    for render in (render_rss, render_atom):
        written = render(feed)
        before = etree.fromstring(written).getprevious()
        assert before.target == "xml-stylesheet"
        assert before.get("type") == "text/xsl"
        assert written.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet ')


def test_order_is_that_of_the_feed():
    assert [entry["id"] for entry in json.loads(render_json_feed(FEED))["items"]] == [FILM.id, POEM.id]
    assert [found.text for found in etree.fromstring(render_rss(FEED)).iter("guid")] == [FILM.id, POEM.id]


def check_json_feed(data):
    """The rules of jsonfeed.org/version/1.1."""
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(data["title"], str)
    assert data["title"]
    assert isinstance(data["items"], list)
    texts = {"home_page_url", "feed_url", "description", "icon", "language"}
    assert all(isinstance(data[key], str) and data[key] for key in texts & set(data))
    assert not set(data) - texts - {"version", "title", "items", "authors"}
    assert len({item["id"] for item in data["items"]}) == len(data["items"])
    for item in data["items"]:
        assert isinstance(item["id"], str)
        assert ("content_html" in item) or ("content_text" in item)
        assert all(re.match("https?://", item[key]) for key in ("url", "image") if key in item)
        assert all(datetime.fromisoformat(item[key]).tzinfo for key in ("date_published", "date_modified") if key in item)
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
        for author in [*data.get("authors", []), *item.get("authors", [])]:
            assert set(author) <= {"name", "url", "avatar"}
            assert author
        for attachment in item.get("attachments", []):
            assert set(attachment) <= {"url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"}
            assert {"url", "mime_type"} <= set(attachment)
        known = {"id", "url", "title", "content_html", "content_text", "summary", "image", "date_published", "date_modified"}
        assert all(key.startswith("_") for key in set(item) - known - {"authors", "tags", "language", "attachments"})


@pytest.mark.parametrize("feed", [FEED, EMPTY, TEXTS, with_entry(summary="", html="", people=(), enclosures=(), licences=())])
def test_json_feed_keeps_its_rules(feed):
    check_json_feed(json.loads(render_json_feed(feed)))


def test_json_attachments_say_how_large_and_long_they_are():
    assert json_item()["attachments"][0] == {
        "url": FILM.enclosures[0].url,
        "mime_type": "video/mp4",
        "title": "The film",
        "size_in_bytes": 1234,
        "duration_in_seconds": 62,
    }
    broken = with_entry(enclosures=(msgspec.structs.replace(FILM.enclosures[0], duration_s=float("nan")),))
    assert "duration_in_seconds" not in json_item(broken)["attachments"][0]


@pytest.mark.parametrize("render", [render_rss, render_atom])
def test_an_entry_says_in_each_feed_what_that_feed_makes_of_it(render):
    sound = (Enclosure(url=SITE + "a.mp3", size_bytes=1, mime="audio/mpeg", duration_s=3),)
    undated = FeedEntry(id="urn:uuid:6f1c0c0e-0000-5000-8000-00000000000f", title="T", link=SITE, language="pt", people=(STREET,))
    heard = msgspec.structs.replace(undated, enclosures=sound)
    feeds = [
        Feed(id="urn:uuid:x", title="F", link=SITE, self_url=SITE + "f", updated=updated, language=language, **more)
        for updated in ("2025-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00")
        for language in ("pt", "en")
        for more in (
            {"entries": (undated,)},
            {"entries": (undated, undated, heard)},
            {"entries": (undated,), "roles_url": SITE + "roles/"},
            {"entries": (undated, heard), "podcast": False},
        )
    ]
    together = [render(feed) for feed in feeds]
    copies = [tuple(msgspec.structs.replace(one) for one in feed.entries) for feed in feeds]
    assert together == [
        render(msgspec.structs.replace(feed, entries=entries)) for feed, entries in zip(feeds, copies, strict=True)
    ]
    assert len(set(together)) == len(feeds)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=8)
NAMES = st.sampled_from(["title", "{http://purl.org/dc/elements/1.1/}creator", "{http://www.w3.org/2005/Atom}name"])
LEAVES = st.tuples(NAMES, WORDS | st.just(""), st.dictionaries(st.sampled_from(["href", "role"]), WORDS), st.just([]))
TREES = st.recursive(LEAVES, lambda inner: st.tuples(NAMES, st.just(""), st.just({}), st.lists(inner, max_size=3)), max_leaves=8)


@given(TREES)
def test_an_element_is_written_as_lxml_writes_it(tree):
    def grow(parent, one):
        name, words, attributes, inner = one
        made = put(parent, name, words, **attributes)
        for child in inner:
            grow(made, child)

    ours, theirs = Element("item"), etree.Element("item", nsmap={"dc": DC[1:-1], "atom": ATOM[1:-1]})
    grow(ours, tree)
    grow(theirs, tree)
    spaces = f' xmlns:dc="{DC[1:-1]}" xmlns:atom="{ATOM[1:-1]}"'
    written = etree.tostring(theirs, pretty_print=True, encoding="unicode").replace(spaces, "", 1)
    assert ours.written(0) + "\n" == written

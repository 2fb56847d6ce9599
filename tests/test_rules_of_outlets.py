"""Feeds and graphs keep the rules of those who judge them where nobody can be asked: W3C, Apple, Google."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from iiif_prezi3 import Manifest
from lxml import etree
from site_output import nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_output import Page

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
MIME = re.compile(r"[a-z]+/[a-z0-9][-+.a-z0-9]*")
DURATION = re.compile(r"PT(?=\d)(\d+H)?(\d+M)?(\d+S)?")
DATE = re.compile(rf"\d{{4}}(-\d\d(-\d\d)?)?|{RFC_3339.pattern}")
# Element: what has to stand in it once. Source: RSS 2.0, RFC 4287.
CHANNEL_ONCE = ("title", "link", "description", "language", "lastBuildDate", "generator", "image")
ITEM_AT_MOST_ONCE = (
    "title",
    "link",
    "description",
    "guid",
    "pubDate",
    "enclosure",
    ENCODED,
    ITUNES + "image",
    ITUNES + "duration",
)
ADDRESSES = frozenset({"url", "contentUrl", "thumbnailUrl", "@id", "item", "acquireLicensePage", "sameAs"})
BOTH = pytest.mark.parametrize(
    "site",
    [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ("anthology", "oddities")],
    indirect=True,
)
Fault = tuple[str, str, object]


def feeds(site, ending: str) -> Iterator[tuple[str, Any]]:
    for file in sorted(site.files):
        if file.endswith(ending) and file.rpartition("/")[2].startswith(("feed.", "changes.")):
            yield file, etree.fromstring((site.output / file).read_bytes())


def wrong_addresses(site, element, tags: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Files of the site that are not there, or not as long as it is said."""
    for one in element.iter(*tags):
        url = one.get("url") or one.get("href") or one.get("uri") or ""
        path = site.output / url.removeprefix(site.url)
        if not url.startswith(site.url) or not path.is_file():
            yield "no such file", url
        length = one.get("length") or one.get("fileSize")
        if length is not None and path.is_file() and int(length) != path.stat().st_size:
            yield "not as long as it says", url
        if one.get("type") is not None and not MIME.fullmatch(one.get("type")):
            yield "no MIME type", one.get("type")


def text_faults(text: str) -> Iterator[tuple[str, str]]:
    """Source: W3C feed validator, ContainsRelRef, SecurityRisk."""
    for address in re.findall(r"""(?:href|src)=["']([^"']*)""", text):
        if not re.match(r"(https?|mailto):", address):
            yield "a relative address", address
    for tag in re.findall(r"<(script|style|iframe|object|embed|form|meta|link)\b| (on\w+|style)=", text):
        yield "not safe", str(tag)


def rss_faults(site) -> Iterator[Fault]:
    for file, root in feeds(site, ".xml"):
        channel = root[0]
        for name in CHANNEL_ONCE:
            if len(channel.findall(name)) != 1 or not "".join(channel.find(name).itertext()):
                yield file, "the channel needs one", name
        own = [link.get("href") for link in channel.findall(ATOM + "link") if link.get("rel") == "self"]
        if own != [site.url + file]:
            yield file, "does not name itself", own
        if channel.findtext("image/link") != channel.findtext("link") or channel.findtext("image/title") != channel.findtext(
            "title"
        ):
            yield file, "the picture is not the channel's", channel.findtext("image/title")
        items = channel.findall("item")
        if len({item.findtext("guid") for item in items}) != len(items):
            yield file, "two items with one id", ""
        for date in channel.iter("pubDate", "lastBuildDate"):
            if not RFC_822.fullmatch(date.text or ""):
                yield file, "no date of RFC 822", date.text
        for item in items:
            yield from ((file, *one) for one in item_faults(site, item))
        if channel.find(ITUNES + "author") is not None:
            yield from ((file, *one) for one in podcast_faults(channel))


def item_faults(site, item) -> Iterator[tuple[str, object]]:
    for name in ITEM_AT_MOST_ONCE:
        if len(item.findall(name)) > 1:
            yield "more than one", name
    if item.find("guid").get("isPermaLink") != "false" or not item.findtext("guid").startswith("urn:uuid:"):
        yield "no stable id", item.findtext("guid")
    if re.search(r"</?[a-z]+[^>]*>|&(?:lt|amp|#)", item.findtext("title")) and "quoted" not in item.findtext("title"):
        yield "markup in a title", item.findtext("title")
    yield from text_faults(item.findtext(ENCODED) or "")
    yield from wrong_addresses(
        site,
        item,
        ("enclosure", MEDIA + "content", MEDIA + "thumbnail", MEDIA + "subTitle", PODCAST + "transcript", PODCAST + "source"),
    )
    for group in item.findall(MEDIA + "group"):
        if len(group) < 2 or [one.get("isDefault") for one in group].count("true") != 1:
            yield "a group of one, or without one to take first", etree.tostring(group)
    credited = {one.text for one in item.findall(MEDIA + "credit")}
    named = {
        one.text for name in ("creator", "contributor") for one in item.findall(f"{{http://purl.org/dc/elements/1.1/}}{name}")
    }
    if named - credited:
        yield "without a role", named - credited


def podcast_faults(channel) -> Iterator[tuple[str, object]]:
    """Source: Apple Podcasts, RSS feed requirements; podcast namespace."""
    for name in (ITUNES + "category", ITUNES + "explicit", PODCAST + "guid", PODCAST + "medium"):
        if channel.find(name) is None:
            yield "a podcast needs", name
    if channel.findtext(ITUNES + "explicit") not in ("true", "false"):
        yield "neither true nor false", channel.findtext(ITUNES + "explicit")
    for item in channel.findall("item"):
        plays = any(one.get("type").startswith(("audio/", "video/")) for one in item.findall("enclosure"))
        if (item.find(ITUNES + "title") is not None) != plays:
            yield "what an app plays, and nothing else, is an episode", item.findtext("title")
        for person in item.findall(PODCAST + "person"):
            if not person.get("role") or not person.get("group") or len(person.text) > 128:
                yield "apps would take them for the host", person.text
        sums = item.findall(f"{PODCAST}alternateEnclosure/{PODCAST}integrity")
        if len(sums) != len(item.findall(PODCAST + "alternateEnclosure")):
            yield "a file without a sum", item.findtext("title")


def atom_faults(site) -> Iterator[Fault]:
    for file, root in feeds(site, ".atom"):
        entries = root.findall(ATOM + "entry")
        ids = [one.findtext(ATOM + "id") for one in (root, *entries)]
        if len(set(ids)) != len(ids):
            yield file, "two entries with one id", ids
        for date in root.iter(ATOM + "updated", ATOM + "published"):
            if not RFC_3339.fullmatch(date.text or ""):
                yield file, "no date of RFC 3339", date.text
        for entry in entries:
            links = [
                (one.get("type"), one.get("hreflang")) for one in entry.findall(ATOM + "link") if one.get("rel") == "alternate"
            ]
            if len(set(links)) != len(links) or not links:
                yield file, "DuplicateAtomLink", links
            if not entry.findall(ATOM + "author") and not root.findall(ATOM + "author"):
                yield file, "nobody made it", entry.findtext(ATOM + "title")
            yield from ((file, *one) for one in text_faults(entry.findtext(ATOM + "content") or ""))


@BOTH
def test_feeds_keep_the_rules_of_the_w3c_validator_and_of_directories(site):
    nothing(rss_faults(site))
    nothing(atom_faults(site))


def shared(site) -> Iterator[Page]:
    """The pages that are about something: not that of what is not found, nor those of works that were withdrawn."""
    return (page for page in site.full_pages() if page.kind not in ("not-found", "withdrawn"))


def nodes(value: object, path: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    if isinstance(value, dict):
        yield value, path
    for name, inner in (
        value.items() if isinstance(value, dict) else [("", one) for one in value] if isinstance(value, list) else ()
    ):
        yield from nodes(inner, f"{path}/{name}" if name else path)


# By type: what Google requires of it, each of a set of alternatives. Source: Google Search Central; STANDARDS 2.
REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "VideoObject": (("name",), ("thumbnailUrl",), ("uploadDate",), ("contentUrl", "embedUrl"), ("description",), ("duration",)),
    "Clip": (("name",), ("startOffset",), ("endOffset",), ("url",)),
    "ImageObject": (("contentUrl",),),
    "ProfilePage": (("mainEntity",),),
    "ListItem": (("position",), ("name",), ("item", "url")),
    "Person": (("name",),),
    "Organization": (("name",),),
    "PodcastEpisode": (("name",), ("url",)),
    "PodcastSeries": (("name",), ("url",)),
    "MusicRecording": (("name",),),
    "Book": (("name",), ("url",)),
}
OF_A_WORK: dict[str, tuple[str, ...]] = {
    "Movie": ("director", "duration", "image", "datePublished"),
    "MusicRecording": ("byArtist", "duration", "recordingOf", "inAlbum"),
    "MusicAlbum": ("byArtist", "track", "numTracks"),
    "PodcastEpisode": ("duration", "partOfSeries", "episodeNumber", "associatedMedia", "description"),
    "PodcastSeries": ("webFeed", "image", "description"),
    "Book": ("author", "image"),
}


def graph_faults(site) -> Iterator[Fault]:
    for page in shared(site):
        scripts = site.tree(page.file).xpath("//script[@type='application/ld+json']/text()")
        if len(scripts) != 1:
            yield page.file, "not one graph", len(scripts)
            continue
        found = list(nodes(json.loads(scripts[0])))
        ids = Counter(node["@id"] for node, _ in found if len(node) > 1 and "@id" in node)
        for node, path in found:
            types = node.get("@type", [])
            for kind in [types] if isinstance(types, str) else types:
                for names in REQUIRED.get(kind, ()):
                    if not any(node.get(name) not in (None, "", []) for name in names) and set(node) - {"@id", "@type"}:
                        yield page.file, f"{kind} without {' or '.join(names)}", path
            if set(node) == {"@id"} and node["@id"] not in ids:
                yield page.file, "leads to no node", f"{path} {node['@id']}"
            for name, value in node.items():
                yield from ((page.file, *one) for one in value_faults(name, value if isinstance(value, list) else [value]))


def value_faults(name: str, values: list[Any]) -> Iterator[tuple[str, object]]:
    for value in values:
        if isinstance(value, str) and not value.strip():
            yield "empty", name
        if (name in ADDRESSES or name == "license") and isinstance(value, str) and not re.match("https?://", value):
            yield f"{name} is no absolute address", value
        if name == "uploadDate" and not RFC_3339.fullmatch(value):
            yield "a time without a zone", value
        if name.startswith("date") and not DATE.fullmatch(value):
            yield f"{name} is no date", value
        if name == "duration" and not DURATION.fullmatch(value):
            yield "no duration of ISO 8601", value


@BOTH
def test_graphs_have_what_search_engines_require(site):
    nothing(graph_faults(site))


@pytest.mark.parametrize("site", [pytest.param("anthology", marks=pytest.mark.xdist_group("anthology"))], indirect=True)
def test_works_say_what_works_of_their_type_can_say(site):
    seen = set()
    for page in shared(site):
        graph = json.loads(site.tree(page.file).xpath("//script[@type='application/ld+json']/text()")[0])["@graph"]
        for node in graph:
            kind = node["@type"] if isinstance(node["@type"], str) else node["@type"][0]
            if node["@id"] == site.url + page.file.removesuffix("index.html") + "#work" and kind in OF_A_WORK:
                seen.add(kind)
                assert {name for name in OF_A_WORK[kind] if not node.get(name)} == set(), page.file
    assert seen == set(OF_A_WORK)
    song = json.loads(site.tree("projects/pontoon-lamp-song/index.html").xpath("//script[@type='application/ld+json']/text()")[0])
    work = next(node for node in song["@graph"] if node["@id"].endswith("pontoon-lamp-song/#work"))
    written = {name: [one["@id"].split("/")[-2] for one in work["recordingOf"][name]] for name in ("composer", "lyricist")}
    assert written == {"composer": ["tomasz-wilk"], "lyricist": ["ines-carvalho"]}
    assert {one["@id"].split("/")[-2] for one in work["byArtist"]} >= {"nkechi-bright", "ropewalk-choir", "tomasz-wilk"}


@BOTH
def test_every_page_that_is_shared_has_a_title_a_text_and_a_picture(site):
    found = []
    for page in shared(site):
        told = {one.get("property") or one.get("name"): one.get("content") for one in site.tree(page.file).xpath("//head/meta")}
        wanted = ("og:title", "og:type", "og:url", "og:image", "og:image:alt", "og:description", "twitter:card")
        found += [(page.file, name) for name in wanted if not told.get(name)]
        found += [
            (page.file, url) for name, url in told.items() if name in ("og:image", "og:url") and not url.startswith(site.url)
        ]
    nothing(found)


@BOTH
def test_viewers_of_museums_and_libraries_read_every_manifest(site):
    found = [file for file in sorted(site.files) if file.endswith("/manifest.json")]
    assert found
    for file in found:
        data = site.json(file)
        read = Manifest(**data)
        assert (read.id, len(read.items)) == (site.url + file, len(data["items"]))

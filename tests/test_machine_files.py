"""What programs ask any site for: sitemap, robots.txt, OPML, humans.txt, manifest, oEmbed."""

from __future__ import annotations

import json

import pytest
from lxml import etree, html

from generator.plan.machine import (
    ManifestIcon,
    OembedThumbnail,
    OpmlFeed,
    SitemapUrl,
    humans,
    oembed,
    oembed_json,
    oembed_xml,
    opml,
    robots,
    sitemap,
    sitemap_entry,
    webmanifest,
)

SITE = "https://example.org/anthology/"
SM = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def pages(count):
    return [sitemap_entry(SitemapUrl(loc=f"{SITE}projects/p{number}/")) for number in range(count)]


def test_a_sitemap_says_what_changed_with_pictures_and_translations():
    page = SitemapUrl(
        loc=SITE + "projects/a/?x=1&y=<2>",
        lastmod="2025-11-02",
        images=(SITE + "media/a.jpg?a&b",),
        alternates=(("en", SITE + "projects/a/"), ("pt", SITE + "projects/b/")),
    )
    files = sitemap([sitemap_entry(page)], SITE)
    assert set(files) == {"sitemap.xml"}
    url = etree.fromstring(files["sitemap.xml"])[0]
    assert url.findtext(SM + "loc") == page.loc
    assert url.findtext(SM + "lastmod") == "2025-11-02"
    assert url.findtext(f"{IMAGE}image/{IMAGE}loc") == page.images[0]
    assert [(link.get("rel"), link.get("hreflang"), link.get("href")) for link in url.findall(XHTML + "link")] == [
        ("alternate", "en", SITE + "projects/a/"),
        ("alternate", "pt", SITE + "projects/b/"),
    ]


def test_a_long_sitemap_is_split_under_an_index():
    files = sitemap(pages(50_001), SITE)
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    assert [found.text for found in etree.fromstring(files["sitemap.xml"]).iter(SM + "loc")] == [
        SITE + "sitemap-1.xml",
        SITE + "sitemap-2.xml",
    ]
    assert [len(etree.fromstring(files[name])) for name in ("sitemap-1.xml", "sitemap-2.xml")] == [50_000, 1]
    assert list(sitemap(pages(50_000), SITE)) == ["sitemap.xml"]


def test_a_heavy_sitemap_is_split_too():
    files = sitemap(pages(20), SITE, size_limit_bytes=1000)
    assert len(files) > 2
    assert all(len(content) <= 1000 for name, content in files.items() if name != "sitemap.xml")
    found = [loc.text for name in list(files)[1:] for loc in etree.fromstring(files[name]).iter(SM + "loc")]
    assert found == [f"{SITE}projects/p{number}/" for number in range(20)]


def test_a_site_without_pages_has_a_sitemap():
    assert len(etree.fromstring(sitemap([], SITE)["sitemap.xml"])) == 0


def test_robots_are_welcome_except_to_a_preview():
    assert robots(SITE).splitlines()[-1] == f"Sitemap: {SITE}sitemap.xml"
    assert "Disallow" not in robots(SITE)
    assert robots(SITE, preview=True) == "User-agent: *\nDisallow: /\n"


def test_opml_lists_feeds_under_their_headings():
    feeds = [
        OpmlFeed(title="All & new", xml_url=SITE + "feed.xml", html_url=SITE),
        OpmlFeed(title='Ana "Lima"\x00', xml_url=SITE + "contributors/ana/feed.xml", group="People"),
    ]
    root = etree.fromstring(opml("Night <Shift>", feeds))
    assert root.get("version") == "2.0"
    assert root.findtext("head/title") == "Night <Shift>"
    first, group = root.find("body")
    assert dict(first.attrib) == {
        "type": "rss",
        "text": "All & new",
        "title": "All & new",
        "xmlUrl": SITE + "feed.xml",
        "htmlUrl": SITE,
    }
    assert group.get("text") == "People"
    assert group[0].get("text") == 'Ana "Lima"'
    assert len(etree.fromstring(opml("x", [])).find("body")) == 1


def test_humans_are_named():
    written = humans("Night\nShift", SITE, editor="Ana", people=["Kofi", "Rosa\x1b[31m"], credits_url=SITE + "contributors/")
    assert written == (
        "/* TEAM */\nEditor: Ana\n\n/* THANKS */\nKofi\nRosa[31m\nEveryone: https://example.org/anthology/contributors/\n\n"
        "/* SITE */\nTitle: Night Shift\nAddress: https://example.org/anthology/\nSoftware: Creditroll\n"
    )
    assert humans("A", SITE).startswith("/* SITE */")


def test_a_manifest_works_below_any_path():
    data = json.loads(
        webmanifest(
            "Night Shift",
            icons=[ManifestIcon(src="icon-192.png", side_px=192), ManifestIcon(src="m.png", side_px=512, maskable=True)],
        )
    )
    assert data["start_url"] == data["scope"] == "./"
    assert data["short_name"] == "Night Shift"
    assert data["icons"][1] == {"src": "m.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"}
    assert "theme_color" not in data


def test_oembed_frames_a_card():
    said = oembed(
        'Ana "<Lima>"',
        provider="Night Shift",
        provider_url=SITE,
        frame_url=SITE + "contributors/ana/card/?a&b",
        thumbnail=OembedThumbnail(url=SITE + "a.jpg", width_px=2, height_px=1),
    )
    data = json.loads(oembed_json(said))
    as_xml = {one.tag: one.text for one in etree.fromstring(oembed_xml(said))}
    assert as_xml == {key: str(value) for key, value in data.items()}
    assert (data["version"], data["type"], data["width"], data["height"]) == ("1.0", "rich", 360, 200)
    frame = html.fragment_fromstring(data["html"])
    assert (frame.get("src"), frame.get("title")) == (SITE + "contributors/ana/card/?a&b", 'Ana "<Lima>"')
    assert data["thumbnail_width"] == 2


@pytest.mark.parametrize("key", ["html", "width", "thumbnail_url", "author_name"])
def test_oembed_without_a_frame_is_a_link(key):
    data = oembed("Lamp", provider="Night Shift", provider_url=SITE)
    assert data["type"] == "link"
    assert key not in data

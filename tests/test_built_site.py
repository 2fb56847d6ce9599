"""A built site holds together: nothing leads nowhere, nothing is lost, nothing leaks, whatever its address."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from counting import as_linked, credits_in_data, credits_in_pages, read_projects, written_credits
from oddities import MANY_CREDITS, MARKUP, MOST_CREDITED, NAMES
from site_faults import (
    assert_paginated,
    assert_same,
    dead_elsewhere,
    dead_in_pages,
    feed,
    feed_faults,
    foreign_loads,
    is_part,
    is_translation,
    pictures_without,
    programs_insides,
    redirect_faults,
    sitemap,
    unsaid,
)
from site_output import REPOSITORY, TODAY, BuiltSite, nothing


def many(names: str):
    return pytest.mark.parametrize(
        "site",
        [pytest.param(name, marks=pytest.mark.xdist_group(name.partition("-")[0])) for name in names.split()],
        indirect=True,
    )


ALL = many("anthology anthology-at-a-root anthology-portable oddities")
PLAIN = many("anthology oddities")
ODDITIES = many("oddities")
ANTHOLOGY = many("anthology")


@ALL
def test_every_address_in_a_page_leads_somewhere(site):
    nothing(dead_in_pages(site))


@ALL
def test_every_address_in_feeds_data_styles_and_snippets_leads_somewhere(site):
    nothing(dead_elsewhere(site))


@ALL
def test_nothing_is_fetched_from_another_host_before_a_click(site):
    nothing(foreign_loads(site))


@PLAIN
def test_no_file_says_where_it_was_made(site):
    needles = [str(site.source).encode(), str(REPOSITORY).encode(), str(Path.home()).encode() + b"/"]
    found = [file for file in sorted(site.files) if any(needle in (site.output / file).read_bytes() for needle in needles)]
    assert found == []


@ALL
def test_no_page_shows_the_inside_of_a_program(site):
    nothing(programs_insides(site))


@ALL
def test_every_page_says_what_it_is(site):
    nothing(unsaid(site))


@ALL
def test_every_picture_has_its_size_and_an_alternative(site):
    nothing(pictures_without(site))


@ALL
def test_every_feed_is_read_without_complaint(site):
    nothing(feed_faults(site))


@PLAIN
def test_every_credit_is_in_the_data_files(site):
    assert_same(credits_in_data(site), written_credits(site.source / "content", TODAY))


@PLAIN
def test_every_credit_is_found_in_the_pages_by_a_parser(site):
    written = written_credits(site.source / "content", TODAY)
    assert_same(credits_in_pages(site), as_linked(written, site.source / "content"))


@PLAIN
def test_lists_are_numbered_from_the_oldest_and_hold_every_project_once(site):
    size = 12 if site.name == "oddities" else 24
    paged = assert_paginated(site, "projects/", size)
    listed = {key for key, one in read_projects(site.source / "content", TODAY).items() if one.get("listed") != "false"}
    assert listed >= set(paged)
    hidden = listed - set(paged)
    assert all(is_translation(site, key) or is_part(site, key) for key in hidden), hidden


@PLAIN
def test_old_addresses_lead_to_the_new_ones(site):
    nothing(redirect_faults(site))


@PLAIN
def test_the_sitemap_holds_the_pages_that_may_be_found_and_no_others(site):
    named = sitemap(site)
    indexed = {page.head["canonical"] for page in site.full_pages() if page.is_indexed}
    assert named - indexed == set()
    # Cuts of longer lists need no entry of their own: whoever looks finds them from those.
    cut = re.compile(r"/page/\d+/$|/contributors/[^/]+/(?:roles|medium|years)/|/feeds/$")
    assert {url for url in indexed - named if not cut.search(url)} == set()


@PLAIN
def test_the_page_for_what_is_not_found_works_at_any_depth(site):
    root = urlsplit(site.url).path
    page = site.pages["404.html"]
    addresses = [one.url for one in page.references if not one.url.startswith(("http", "mailto:", "#"))]
    assert addresses
    assert [url for url in addresses if not url.startswith(root)] == []


@ANTHOLOGY
def test_a_withdrawn_work_leaves_its_date_and_note_and_nothing_else(site):
    manifest = (site.source / "content/projects/harbour-talk-withdrawn/project.yaml").read_text("utf-8")
    title = re.search(r"^title: (.+)$", manifest, re.MULTILINE)[1].strip("'\"")
    page = site.text("projects/harbour-talk-withdrawn/index.html")
    assert "Withdrawn at the request" in page
    assert 'datetime="2024-02-02"' in page
    assert not site.pages["projects/harbour-talk-withdrawn/index.html"].is_indexed
    assert [file for file, text in site.texts() if title in text] == []
    assert "projects/harbour-talk-withdrawn/project.json" not in site.files


@ODDITIES
def test_what_readers_must_not_see_is_in_no_file(site):
    secret = re.compile(r"Zq-(?:draft|proof|tomorrow|gone)|secret-(?:draft|proof)|Never shown|alert\(2\)")
    assert [(file, secret.findall(text)[:3]) for file, text in site.texts() if secret.search(text)] == []
    assert "projects/gone/index.html" in site.files
    assert "At &lt;the&gt; request of all &amp; sundry." in site.text("projects/gone/index.html")
    seen = [file for file, text in site.texts() if "Zq-unlisted" in text or "/unlisted/" in text]
    assert all(file.startswith("projects/unlisted/") for file in seen), seen
    assert not [file for file, text in site.texts() if "Nothing" in text and "everywhere" in text and ">Nothing<" in text]


@ODDITIES
def test_a_declined_credit_counts_nowhere_and_an_anonymous_one_names_nobody(site):
    pictures = site.json("projects/pictures/project.json")
    assert all(credit.get("contributor") not in ("unlinked", "olga-petrova") for credit in pictures["credits"])
    assert [credit["name"] for credit in pictures["credits"]].count("Anonymous") == 1
    assert "Una Linked" not in site.text("projects/pictures/credits/index.html")
    assert "Петрова" not in site.text("projects/pictures/credits/index.html")


@ODDITIES
def test_a_project_with_hundreds_of_credits_stays_a_light_page(site):
    for project, count in MANY_CREDITS.items():
        assert len(site.json(f"projects/{project}/project.json")["credits"]) == count
        for file in (f"projects/{project}/index.html", f"projects/{project}/credits/index.html"):
            assert len(site.text(file).encode()) < 200_000, file


@ODDITIES
def test_whoever_made_most_is_shown_with_all_of_it(site):
    written = written_credits(site.source / "content", TODAY)
    count = sum(number for credit, number in written.items() if credit.person == MOST_CREDITED)
    assert count > 250
    assert f"{count} credits" in site.text(f"contributors/{MOST_CREDITED}/index.html")
    assert site.text(f"contributors/{MOST_CREDITED}/credits.csv").count("/projects/") == count


@ODDITIES
def test_names_of_every_script_are_printed_as_they_are(site):
    for key, name in NAMES.items():
        (heading,) = site.pages[f"contributors/{key}/index.html"].headings
        assert heading == " ".join(name.split()), key
        assert site.json(f"contributors/{key}/contributor.json")["name"] == name


@ODDITIES
def test_markup_in_plain_texts_stays_text(site):
    for file, page in site.pages.items():
        tree = site.tree(file)
        strays = [one for one in tree.iter("script") if "alert(" in (one.text or "") and one.get("type") != "application/ld+json"]
        assert not strays, file
        assert not tree.xpath("//*[@onclick or @onerror]"), file
        assert not tree.xpath("//main//b[text()=\"'quoted'\"][not(ancestor::*[contains(@class,'prose')])]"), file
        assert "49 %20" not in page.head.get("title", "") + " ".join(page.headings), file
    assert site.pages["projects/markup-title/index.html"].headings == (MARKUP,)
    for graph in site.tree("projects/markup-title/index.html").xpath("//script[@type='application/ld+json']/text()"):
        assert any(node.get("name") == MARKUP for node in json.loads(graph)["@graph"])


@ODDITIES
def test_sixty_parts_stand_in_their_order_and_lead_to_their_neighbours(site):
    links = [one.url for one in site.pages["projects/album/index.html"].references if re.search(r"/track-\d+/$", one.url)]
    assert list(dict.fromkeys(links)) == [f"../../projects/track-{number}/" for number in range(1, 61)]
    middle = [one.url for one in site.pages["projects/track-30/index.html"].references]
    for url in ("../../projects/album/", "../../projects/track-29/", "../../projects/track-31/"):
        assert url in middle
    assert len({entry["id"] for entry in feed(site, "projects/album/feed.xml").entries}) <= 60


@ODDITIES
def test_works_without_a_date_are_listed_last_and_in_no_year(site):
    paged = assert_paginated(site, "projects/", 12)
    dated = read_projects(site.source / "content", TODAY)
    places = [key for key in paged if not dated[key].get("released")]
    assert paged[-len(places) :] == places
    years = [file for file in site.pages if file.startswith("years/")]
    assert not [file for file in years if "undated-" in site.text(file)]


@ODDITIES
def test_translations_lead_to_each_other_in_their_languages(site):
    tree = site.tree("projects/poem/index.html")
    languages = tree.xpath("//head/link[@rel='alternate'][@hreflang]/@hreflang")
    assert {"ar", "ja", "zh-Hant", "jbo", "pt-BR"} <= set(languages)
    assert len(languages) == len(set(languages))
    assert site.pages["projects/poem-ar/index.html"].references
    assert 'dir="rtl"' in site.text("projects/poem-ar/index.html")
    assert len([key for key in assert_paginated(site, "projects/", 12) if key.startswith("poem")]) == 1


@ODDITIES
def test_the_readers_choice_of_licences_is_said_in_full(site):
    page = site.text("projects/freegame-one/index.html")
    for words in ("GPL", "BY-SA", "Artistic &lt;License&gt;", "House terms"):
        assert words in page, words


@ANTHOLOGY
def test_entries_keep_their_ids_wherever_the_site_lives(site, other_site):
    there = other_site("anthology-at-a-root")
    for file in ("feed.xml", "feed.atom", "projects/breakwater-radio/feed.xml"):
        here = [entry["id"] for entry in feed(site, file).entries]
        assert here
        assert here == [entry["id"] for entry in feed(there, file).entries]


@ANTHOLOGY
def test_pages_are_the_same_at_a_root_and_below_a_path_but_for_the_address(site, other_site):
    there = other_site("anthology-at-a-root")

    def plain(of: BuiltSite, text: str) -> str:
        """Without what must differ: the address, and names, sizes and sums of media, which have the address in their metadata."""
        text = re.sub(r'"(contentSize|sha256)":"[0-9a-f]+"', "", text)
        return re.sub(r"media/[0-9a-f]{12}/", "media/", text.replace(of.url, "ADDRESS").replace(quote(of.url), "ADDRESS"))

    assert {plain(site, file) for file in site.files} == {plain(there, file) for file in there.files}
    for file, page in site.pages.items():
        if page.kind not in ("redirect", "not-found"):
            assert plain(site, site.text(file)) == plain(there, there.text(file)), file

"""A built site holds together: nothing leads nowhere, nothing is lost, nothing leaks, whatever its address."""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from counting import as_linked, credits_in_data, credits_in_pages, read_people, read_projects, written_credits
from oddities import MANY_CREDITS, MARKUP, MOST_CREDITED, NAMES
from site_output import REPOSITORY, TODAY, BuiltSite, css_addresses, loose_references, nothing

# Repr of a Python value, or a template that was not rendered.
REPR = re.compile(
    r"^(None|True|False|\[\]|\{\}|\(\)|nan|undefined|null)$|^[\[(]['\"].*['\"][\])]$|\bobject at 0x|PosixPath\(|\bStruct\(|Undefined"
)
# What the configuration itself says may come as a text that looks like one.
MAY_SAY = {"true", "false"}


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
    cut = re.compile(r"/page/\d+/$|/contributors/[^/]+/roles/|/feeds/$")
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
        """Without what must differ: the address, and the names of media, which have the address in their metadata."""
        return re.sub(r"media/[0-9a-f]{12}/", "media/", text.replace(of.url, "ADDRESS").replace(quote(of.url), "ADDRESS"))

    assert {plain(site, file) for file in site.files} == {plain(there, file) for file in there.files}
    for file, page in site.pages.items():
        if page.kind not in ("redirect", "not-found"):
            assert plain(site, site.text(file)) == plain(there, there.text(file)), file


def dead_in_pages(site: BuiltSite) -> list[tuple[str, str, str, str]]:
    known: dict[tuple[str, str], str] = {}
    dead = []
    for page in site.pages.values():
        for one in page.references:
            key = (page.file.rpartition("/")[0] if one.url[:1] not in ("#", "?", "") else page.file, one.url)
            if key not in known:
                known[key] = site.faults(one)
            if known[key]:
                dead.append((one.file, one.where, one.url, known[key]))
    return dead


def dead_elsewhere(site: BuiltSite) -> list[tuple[str, str, str, str]]:
    known: dict[str, str] = {}
    dead = []
    for one in loose_references(site):
        key = one.url if one.where == "text" else f"{one.file} {one.url}"
        if key not in known:
            known[key] = site.faults(one)
        if known[key]:
            dead.append((*one[:3], known[key]))
    return dead


def foreign_loads(site: BuiltSite) -> list[tuple[str, str]]:
    found = [(page.file, url) for page in site.pages.values() for url in page.loads if re.match(r"(https?:)?//", url)]
    for file in sorted(site.files):
        if file.endswith((".css", ".svg")):
            found += [(file, url) for url in css_addresses(site.text(file)) if re.match(r"(https?:)?//", url)]
    return found


def programs_insides(site: BuiltSite) -> list[tuple[str, str]]:
    found = [(page.file, value) for page in site.pages.values() for value in page.values if REPR.search(value)]
    return [(file, value) for file, value in found if value not in MAY_SAY]


def unsaid(site: BuiltSite) -> list[tuple[str, str]]:
    found = []
    for page in site.pages.values():
        head, special = page.head, page.kind in ("redirect", "card", "not-found", "withdrawn")
        checks = {
            "one h1": len(page.headings) == 1 and bool(page.headings[0]),
            "title": bool(head.get("title")),
            "language": bool(re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", head["lang"])),
            "direction": head["dir"] in ("ltr", "rtl"),
            "description": special or bool(head.get("description")),
            "canonical": page.kind == "not-found" or head.get("canonical", "").startswith(site.url),
            "own canonical": page.kind in ("redirect", "card", "not-found") or head.get("canonical") == site.url + page.path,
            "breadcrumbs": page.kind in ("redirect", "card", "home") or len(page.crumbs) > (page.kind != "not-found"),
            "ids once": not page.repeated_ids,
            "open graph": special or bool(head.get("og:title") and head.get("og:url") and head.get("twitter:card")),
            "viewport": "width=device-width" in head.get("viewport", ""),
        }
        found += [(page.file, what) for what, holds in checks.items() if not holds]
    return found


def pictures_without(site: BuiltSite) -> list[tuple[str, str]]:
    found = []
    for page in site.pages.values():
        for image in page.images:
            lacks = [key for key in ("src", "alt", "width", "height") if key not in image]
            lacks += [key for key in ("width", "height") if not re.fullmatch(r"[1-9]\d*", image.get(key, "1"))]
            if lacks:
                found.append((page.file, f"{image.get('src')}: {lacks}"))
    return found


def feed(site: BuiltSite, file: str):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import feedparser

        return feedparser.parse((site.output / file).read_bytes())


def feed_faults(site: BuiltSite) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for file in sorted(site.files):
        if file.endswith(("feed.xml", "feed.atom")):
            parsed = feed(site, file)
            ids = [entry.get("id") for entry in parsed.entries]
            if parsed.bozo:
                found.append((file, parsed.bozo_exception))
            if not parsed.feed.get("title") or not all(ids) or len(set(ids)) < len(ids):
                found.append((file, ids))
            found += [(file, entry.get("title")) for entry in parsed.entries if not entry.get("link") or not entry.get("title")]
            if re.search(r"""(?:href|src)=(?:"|')(?!https?:|mailto:)""", "".join(_contents(parsed))):
                found.append((file, "a relative address in an entry"))
        elif file.endswith("feed.json"):
            data = site.json(file)
            ids = [item["id"] for item in data["items"]]
            if data["version"] != "https://jsonfeed.org/version/1.1" or len(set(ids)) < len(ids):
                found.append((file, ids))
    return found


def _contents(parsed) -> list[str]:
    return [
        part.get("value", "") for entry in parsed.entries for part in [*entry.get("content", ()), entry.get("summary_detail", {})]
    ]


def redirect_faults(site: BuiltSite) -> list[tuple[str, str]]:
    content = site.source / "content"
    old: dict[str, str] = {}
    for folder, records in (("projects", read_projects(content, TODAY)), ("contributors", read_people(content))):
        for key, manifest in records.items():
            for former in manifest.get("formerly") or ():
                name = former["id"] if isinstance(former, dict) else former
                if not (isinstance(former, dict) and former.get("silent") == "true"):
                    old[f"{folder}/{name}/"] = f"{folder}/{key}/"
    assert old
    found = []
    for path, target in old.items():
        page = site.pages.get(path + "index.html")
        if page is None:
            found.append((path, "no redirect"))
        elif page.kind != "redirect" or page.is_indexed or page.head["canonical"] != site.url + target:
            found.append((path, str(page.head)))
        else:
            moved = [one.url for one in page.references if one.where == "<meta content>"]
            if moved != [urlsplit(site.url).path + target]:
                found.append((path, str(moved)))
    return found


def sitemap(site: BuiltSite) -> set[str]:
    return {
        url
        for file in site.files
        if re.match(r"sitemap.*\.xml$", file)
        for url in re.findall(r"<loc>([^<]+)</loc>", site.text(file))
    }


def assert_paginated(site: BuiltSite, path: str, size: int) -> list[str]:
    """The projects of a list, newest first."""
    numbers = sorted(
        int(file.split("/")[-2]) for file in site.pages if re.fullmatch(rf"{re.escape(path)}page/\d+/index\.html", file)
    )
    assert numbers == list(range(1, len(numbers) + 1))
    own = _cards(site, path)
    assert len(own) < 2 * size
    assert len(own) >= size or not numbers
    found = list(own)
    for number in reversed(numbers):
        cards = _cards(site, f"{path}page/{number}/")
        assert len(cards) == size, number
        found += cards
    assert [key for key, count in Counter(found).items() if count > 1] == []
    manifests = read_projects(site.source / "content", TODAY)
    dates = [manifests[key].get("released") or "" for key in found]
    years = [date[:4] for date in dates]
    assert years == sorted(years, reverse=True)
    return found


def _cards(site: BuiltSite, path: str) -> list[str]:
    found = site.tree(path + "index.html").xpath("//main//a[contains(concat(' ',@class,' '),' u-url ')]/@href")
    keys = [re.search(r"projects/([a-z0-9-]+)/$", url) for url in found]
    return list(dict.fromkeys(key[1] for key in keys if key))


def is_translation(site: BuiltSite, key: str) -> bool:
    return any(one["relation"] == "translation" for one in site.json(f"projects/{key}/project.json").get("made_from", ()))


def is_part(site: BuiltSite, key: str) -> bool:
    return bool(site.json(f"projects/{key}/project.json").get("part_of"))


def assert_same(found: Counter, expected: Counter) -> None:
    assert found.total() == expected.total()
    assert sorted((found - expected).elements())[:10] == []
    assert sorted((expected - found).elements())[:10] == []

"""What a reader finds with the theme's scripts, in a real browser: by searching, and by narrowing a list."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect
from script_pages import faultless_page, small_site

pytestmark = pytest.mark.browser

INDEX = {
    "works": [
        ["Água e Sal", "projects/agua-e-sal/", "Film", "2024", "João Pinto", ["Water and Salt"], "CC BY 4.0"],
        ["The Lantern", "projects/lantern/", "Film", "2025", "Ana Lima", [], "CC BY-SA 4.0"],
        ["Lantern Song", "projects/lantern-song/", "Song", "2025", "Kofi Mensah", [], "CC BY 4.0"],
        ["<b>Bold</b>", "projects/bold/", "Song", "2023", "", [], ""],
    ],
    "people": [
        ["João Pinto", "contributors/joao-pinto/", 12, ["J. Pinto"], ["Director", "Lantern keeper"]],
        ["Øystein Łuk", "contributors/oystein/", 3, [], ["Composer"]],
        *[[f"Crowd Number {n}", f"contributors/crowd-{n}/", 1, [], ["Singer"]] for n in range(30)],
    ],
    "collections": [["Night Pieces", "collections/night-pieces/"]],
    "roles": [["Director", "roles/director/", 7]],
    "tags": [["night", "tags/night/", 4]],
}


@pytest.fixture
def site(tmp_path):
    with small_site(tmp_path) as made:
        yield made


@pytest.fixture
def page(browser):
    with faultless_page(browser) as opened:
        yield opened


# --- search


def searching(site, index=INDEX):
    (site.folder / "search").mkdir()
    if index is not None:
        (site.folder / "search" / "index.json").write_text(json.dumps(index), encoding="utf-8")
    site.write(
        "search/index.html",
        "search.js",
        """<form role="search" action="" data-search="index.json">
        <label>Search <input type="search" name="q"></label><button>Go</button></form><div data-search-results aria-live="polite"></div>""",
    )


def names(page):
    return page.locator("[data-search-results] a").all_inner_texts()


def test_the_index_is_fetched_when_the_field_is_first_used(site, page):
    searching(site)
    page.goto(site.url + "search/")
    page.wait_for_load_state("networkidle")
    assert "/search/index.json" not in site.asked
    page.get_by_role("searchbox").focus()
    expect(page.get_by_label("Medium")).to_be_visible()
    page.get_by_role("searchbox").fill("night")
    expect(page.get_by_role("status")).to_have_text("Found: 2")
    assert site.asked.count("/search/index.json") == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("joao", ["João Pinto", "Água e Sal"]),
        ("JOÃO pin", ["João Pinto", "Água e Sal"]),
        ("oystein luk", ["Øystein Łuk"]),
        ("j. pinto", ["João Pinto"]),
        ("agua", ["Água e Sal"]),
        ("water salt", ["Água e Sal"]),
        ("lantern", ["Lantern Song", "The Lantern", "João Pinto"]),
        ("the lantern", ["The Lantern"]),
        ("director", ["João Pinto", "Director"]),
        ("<b>", ["<b>Bold</b>"]),
        ("nobody at all", []),
    ],
)
def test_search_finds_names_titles_aliases_and_roles_however_they_are_typed(query, expected, site, page):
    searching(site)
    page.goto(site.url + "search/")
    page.get_by_role("searchbox").fill(query)
    expect(page.get_by_role("status")).to_have_text(f"Found: {len(expected)}" if expected else "Nothing found.")
    assert sorted(names(page)) == sorted(expected)
    if query == "lantern":
        assert names(page)[0] == "Lantern Song"


def test_search_results_are_links_in_groups_that_the_arrow_keys_reach(site, page):
    searching(site)
    page.goto(site.url + "search/")
    field = page.get_by_role("searchbox")
    field.fill("lantern")
    expect(page.get_by_role("heading", level=2)).to_have_text(["Works", "People"])
    first = page.locator("[data-search-results] a").first
    assert first.evaluate("link => link.href") == site.url + "projects/lantern-song/"
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()


def test_a_search_stands_in_the_address_and_comes_back_from_it(site, page):
    searching(site)
    page.goto(site.url + "search/")
    page.get_by_role("searchbox").fill("lantern")
    page.get_by_label("Medium").select_option("Song")
    expect(page.get_by_role("status")).to_have_text("Found: 1")
    assert page.url == site.url + "search/?q=lantern&medium=Song"
    page.reload()
    expect(page.get_by_role("status")).to_have_text("Found: 1")
    expect(page.get_by_role("searchbox")).to_have_value("lantern")
    expect(page.get_by_label("Medium")).to_have_value("Song")
    assert names(page) == ["Lantern Song"]


def test_works_are_narrowed_without_a_word_typed(site, page):
    searching(site)
    page.goto(site.url + "search/")
    page.get_by_role("searchbox").focus()
    page.get_by_label("Licence").select_option("CC BY 4.0")
    expect(page.get_by_role("status")).to_have_text("Found: 2")
    page.get_by_label("Year").select_option("2024")
    expect(page.get_by_role("status")).to_have_text("Found: 1")
    assert names(page) == ["Água e Sal"]


def test_many_results_are_shown_in_part_until_asked_for(site, page):
    searching(site)
    page.goto(site.url + "search/")
    page.get_by_role("searchbox").fill("crowd")
    expect(page.get_by_role("status")).to_have_text("Found: 30")
    assert len(names(page)) == 20
    page.get_by_role("button", name="Show all").click()
    assert len(names(page)) == 30
    expect(page.locator("[data-search-results] a").nth(20)).to_be_focused()


def test_a_missing_index_is_said(site, page):
    searching(site, index=None)
    page.goto(site.url + "search/")
    page.get_by_role("searchbox").fill("lantern")
    expect(page.get_by_role("status")).to_have_text("The search index could not be loaded.")


# --- filter


def test_a_list_is_narrowed_in_place_and_the_count_is_said(site, page):
    site.write(
        "index.html",
        "filter.js",
        """<div><ul><li data-medium="Film" data-year="1999" data-roles="">Elsewhere</li></ul></div>
        <section><h2>Credits</h2><div data-filter hidden></div>
        <section><h3>2025</h3><ul><li data-medium="Film" data-year="2025" data-roles="Director|Script, first draft">Lantern</li>
        <li data-medium="Song" data-year="2025" data-roles="Singer">Lamp Song</li></ul></section>
        <section><h3>2023</h3><ul><li data-medium="Film" data-year="2023" data-roles="Singer">Early</li></ul></section></section>""",
        {"Role": "Rolle", "Shown: {shown} of {total}": "{shown} von {total}"},
    )
    page.goto(site.url)
    assert page.get_by_label("Year").locator("option").all_inner_texts() == ["All", "2025", "2023"]
    page.get_by_label("Rolle").select_option("Director")
    expect(page.get_by_role("status")).to_have_text("1 von 3")
    assert page.locator("li:visible").all_inner_texts() == ["Elsewhere", "Lantern"]
    assert page.locator("h3:visible").all_inner_texts() == ["2025"]
    page.get_by_label("Rolle").select_option("Singer")
    page.get_by_label("Medium").select_option("Film")
    expect(page.get_by_role("status")).to_have_text("1 von 3")
    assert page.locator("h3:visible").all_inner_texts() == ["2023"]
    page.get_by_label("Rolle").select_option("")
    page.get_by_label("Medium").select_option("")
    assert page.locator("li:visible").count() == 4


def test_works_are_narrowed_by_any_of_their_tags_and_licences(site, page):
    site.write(
        "index.html",
        "filter.js",
        """<div data-filter hidden></div><ul>
        <li data-medium="Film" data-year="2025" data-tags="night|fog" data-licence="CC BY 4.0">A</li>
        <li data-medium="Film" data-year="2025" data-tags="fog" data-licence="CC BY 4.0|MIT">B</li>
        <li data-medium="Film" data-year="2025" data-tags="" data-licence="">C</li></ul>""",
    )
    page.goto(site.url)
    assert page.locator("select").count() == 2
    page.get_by_label("Tags").select_option("fog")
    assert page.locator("li:visible").all_inner_texts() == ["A", "B"]
    page.get_by_label("Licence").select_option("MIT")
    assert page.locator("li:visible").all_inner_texts() == ["B"]


def test_a_list_of_one_kind_offers_no_filter(site, page):
    site.write(
        "index.html",
        "filter.js",
        '<div data-filter hidden></div><ul><li data-medium="Film" data-year="" data-roles="">A</li><li data-medium="Film" data-year="" data-roles="">B</li></ul>',
    )
    page.goto(site.url)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-filter]")).to_be_hidden()

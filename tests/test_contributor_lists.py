"""All of someone's credits can be had by role, medium and year, without scripts; one more of them re-makes few pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from site_output import served
from sites import CONFIG, PEOPLE, SiteTest

MAN = "contributors/ana-lima"
MEDIUMS = ("poem", "song", "film")
WORKS = {
    f"content/projects/w-{at}/project.yaml": f"title: Work {at}\nmedium: {MEDIUMS[at % 3]}\n"
    f"released: {2000 + at // 10}-01-{at % 10 + 1:02}\ncredits: {{{'author' if at % 2 else 'editor'}: ana-lima}}\n"
    for at in range(60)
}
CHOIR = (
    "name: The Choir\nkind: group\nmembers:\n  - {contributor: kofi-mensah, from: 2004, to: 2005}\n  - {contributor: ana-lima}\n"
)
SUNG = {
    f"content/projects/sung-{year}/project.yaml": f"title: Sung {year}\nmedium: song\nreleased: {year}\ncredits: {{choir: {choir}}}\n"
    for year, choir in (
        (2003, "the-choir"),
        (2004, "the-choir"),
        (2005, "the-choir"),
        (2006, "the-choir"),
        (2002, "{contributor: the-choir, members: [kofi-mensah]}"),
    )
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    files = {"config.yaml": CONFIG + "pagination: {lines: 4}\n"}
    files |= PEOPLE | WORKS | SUNG | {"content/contributors/the-choir.yaml": CHOIR}
    return SiteTest.of(tmp_path_factory.mktemp("many"), files).build()


def titles(site: SiteTest, path: str) -> list[str]:
    return re.findall(r'<h4 class="year-title"><a [^>]*>([^<]+)</a>', site.read(f"{path}index.html"))


def every_page(site: SiteTest, path: str) -> list[str]:
    """The titles of a list through all its pages, as a reader without scripts finds them."""
    found, following = titles(site, path), site.read(f"{path}index.html")
    while older := re.search(r'<link rel="next" href="([^"]+)"', following):
        address = re.sub(r"^(\.\./)+", "", older[1]).removeprefix("https://example.org/")
        found += titles(site, address)
        following = site.read(f"{address}index.html")
    return found


@pytest.mark.parametrize(
    ("below", "wanted"),
    [
        ("", range(60)),
        ("roles/author/", range(1, 60, 2)),
        ("roles/editor/", range(0, 60, 2)),
        ("medium/song/", range(1, 60, 3)),
        ("years/2003/", range(30, 40)),
    ],
)
def test_each_list_has_exactly_its_works_through_all_its_pages(site, below, wanted):
    assert every_page(site, f"{MAN}/{below}") == [f"Work {at}" for at in reversed(wanted)]


def test_links_lead_to_the_lists_and_a_line_tells_the_years(site):
    page = site.read(f"{MAN}/index.html")
    for below, count in (("roles/author/", 30), ("medium/song/", 20)):
        assert re.search(rf'href="../../{MAN}/{below}">\w+ <span class="chip-count">{count}</span>', page)
    assert re.findall(r'data-value="(\d{4})" title="\d{4}: (\d+) works?"', page) == [
        (str(year), "10") for year in range(2000, 2006)
    ]
    assert not site.has("contributors/kofi-mensah/medium/song/index.html")


def test_one_more_credit_re_makes_only_the_pages_that_show_it(site):
    site.write(
        "content/projects/new/project.yaml", "title: New\nmedium: poem\nreleased: 2005-12-01\ncredits: {author: ana-lima}\n"
    ).build()
    pages = {path.removeprefix(f"{MAN}/") for path in site.written() if path.startswith(MAN) and path.endswith("index.html")}
    assert pages == {
        "index.html",
        "card/index.html",
        "roles/author/index.html",
        "medium/poem/index.html",
        "years/2005/index.html",
    }
    explained = site.run("explain", f"/{MAN}/page/3/").out
    assert "new" not in explained.split()
    (site.root / "content/projects/new/project.yaml").unlink()
    (site.root / "content/projects/new").rmdir()
    site.build()


def test_works_of_a_group_stand_on_its_members_pages_as_such_for_as_long_as_they_belonged(site):
    kofi = site.read("contributors/kofi-mensah/index.html")
    made = kofi[kofi.index('class="group-made"') : kofi.index("</section>", kofi.index('class="group-made"'))]
    assert re.findall(r">(Sung \d+)</a>", made) == ["Sung 2005", "Sung 2004"]
    assert "2004–2005" in made
    assert titles(site, "contributors/kofi-mensah/") == ["Sung 2002"]
    ana = site.read(f"{MAN}/index.html")
    assert re.findall(r">(Sung \d+)</a>", ana) == ["Sung 2006", "Sung 2005", "Sung 2004", "Sung 2003"]


@pytest.mark.browser
def test_links_narrow_the_list_in_place_where_it_is_whole(site, browser, tmp_path):
    few = {path: text for path, text in WORKS.items() if int(path.split("/")[2][2:]) < 12}
    small = SiteTest.of(tmp_path, PEOPLE | few).build()
    with served(small.root / "output", "/") as address:
        page = browser.new_page()
        page.goto(f"{address}{MAN}/")
        shown = page.locator("li.h-cite:visible")
        page.click("[data-filter-by=medium] a[data-value=Song]")
        expect(shown).to_have_count(4)
        page.click("[data-filter-by=roles] a[data-value=Author]")
        expect(shown).to_have_count(2)
        expect(page.locator(".filter-status")).to_have_text("Shown: 2 of 12")
        page.click("[data-filter-by=medium] a[data-value=Song]")
        expect(shown).to_have_count(6)
        page.click('[data-filter-by=year] a[data-value="2001"]')
        expect(shown).to_have_count(1)
        expect(page.locator("[data-filter-by] [aria-current]")).to_have_count(2)
        page.click("[data-filter-by=medium] a[data-value=Film]", modifiers=["Alt"])
        expect(page.locator("[data-filter-by] [aria-current]")).to_have_count(2)
        page.close()
    with served(site.root / "output", "/") as address:
        page = browser.new_page()
        page.goto(f"{address}{MAN}/")
        page.click("[data-filter-by=medium] a[data-value=Song]")
        page.wait_for_url(f"{address}{MAN}/medium/song/")
        page.close()


def test_people_of_one_name_are_told_apart_on_both_pages_though_one_says_so(tmp_path):
    both = "title: Lamp\nmedium: poem\ncredits: {author: ana-lima, editor: ana-lima-porto}\n"
    files = {"config.yaml": CONFIG, "content/projects/lamp/project.yaml": both} | PEOPLE
    files["content/contributors/ana-lima-porto.yaml"] = "name: Ana Lima\ndistinct_from: [ana-lima]\n"
    site = SiteTest.of(tmp_path, files).build()
    for one, other in (("ana-lima", "ana-lima-porto"), ("ana-lima-porto", "ana-lima")):
        told = site.read(f"contributors/{one}/index.html").partition("Not to be confused with")[2]
        assert f'href="../../contributors/{other}/"' in told
    site.write("content/contributors/ana-lima-porto.yaml", "name: Ana Lima\n")
    site.build()
    assert "Not to be confused with" not in site.read("contributors/ana-lima/index.html")

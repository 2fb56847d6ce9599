"""What readers do on every type of page, in a real browser: on a phone, without scripts, in the dark, with a screen reader."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from site_output import nothing, page_types, served
from tools import axe_script

pytestmark = pytest.mark.browser

WIDTHS_PX = (1280, 390, 320)
ODD_PAGES = [
    "",
    "projects/",
    "projects/freegame-three/",
    "projects/freegame-three/credits/",
    "projects/album/",
    "projects/track-30/",
    "projects/poem/",
    "projects/poem-ar/",
    "projects/poem-ar/credits/",
    "projects/markup-title/",
    "projects/unbroken-title/",
    "projects/unbroken-title/credits/",
    "projects/pictures/",
    "projects/playing/",
    "projects/gone/",
    "projects/nobody/",
    "contributors/",
    "contributors/prolific/",
    "contributors/unbroken/",
    "contributors/unbroken/card/",
    "contributors/markup/",
    "contributors/maha-al-farsi/",
    "contributors/group/",
    "contributors/little/",
    "collections/odd-ones/",
    "roles/",
    "tags/",
    "years/",
    "search/",
    "feeds/",
    "odd-page/",
]

WIDER = """() => {
  const root = document.documentElement, limit = root.clientWidth;
  if (root.scrollWidth <= limit) return "";
  const wide = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > limit + 1 || box.left < -1) && getComputedStyle(one).position !== "fixed";
  });
  const names = wide.slice(-3).map((one) => `<${one.localName} class="${one.className}"> ${one.textContent.trim().slice(0, 40)}`);
  return `${root.scrollWidth} > ${limit}: ${names.join(" | ")}`;
}"""
LOADED = "() => [...document.querySelectorAll('main img')].every((one) => one.complete && one.naturalWidth)"
LUMINANCE = """() => {
  const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
  const [x, y, z] = getComputedStyle(document.querySelector("h1")).color.match(/[\\d.]+/g).map(Number);
  return [(r + g + b) / 765, (x + y + z) / 765];
}"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def on(name: str):
    marks = pytest.mark.xdist_group(name)
    return pytest.mark.parametrize("site", [pytest.param(name, marks=marks)], indirect=True)


BOTH = pytest.mark.parametrize(
    "site", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ("anthology", "oddities")], indirect=True
)


def paths(site) -> list[str]:
    return ODD_PAGES if site.name == "oddities" else sorted(set(page_types(site).values()))


@contextmanager
def reading(browser, site, **options):
    """A page of a fresh visitor, with the site's address."""
    with served(site.output, urlsplit(site.url).path) as address:
        context = browser.new_context(**options)
        context.set_default_timeout(30_000)
        try:
            yield context.new_page(), address
        finally:
            context.close()


def until(page, holds) -> bool:
    """Whether something comes true within ten seconds; asked from outside, for timers of a page without scripts never fire."""
    for _ in range(100):
        if holds():
            return True
        page.wait_for_timeout(100)
    return False


def plays(player) -> bool:
    player.evaluate("(one) => { one.muted = true; one.preload = 'auto'; one.play().catch(() => {}); }")
    return until(player.page, lambda: player.evaluate("(one) => one.error ? one.error.message : one.currentTime > 0") is True)


def shown(page) -> bool:
    for picture in page.locator("main img").all():
        picture.scroll_into_view_if_needed()
    return until(page, lambda: page.evaluate(LOADED))


@BOTH
def test_no_page_is_wider_than_the_screen(browser, site):
    wide = []
    with reading(browser, site, viewport={"width": 1280, "height": 900}) as (page, address):
        for path in paths(site):
            page.goto(address + path)
            for width_px in WIDTHS_PX:
                page.set_viewport_size({"width": width_px, "height": 800})
                said = page.evaluate(WIDER)
                if said:
                    wide.append((path, width_px, said))
    nothing(wide)


@BOTH
def test_nothing_leaves_the_site_before_a_click_and_nothing_fails(browser, site):
    faults = []
    with reading(browser, site) as (page, address):
        page.on("request", lambda one: one.url.startswith((address, "data:", "blob:")) or faults.append((page.url, one.url)))
        page.on("response", lambda one: one.status < 400 or faults.append((page.url, one.status, one.url)))
        page.on("console", lambda one: one.type in ("error", "warning") and faults.append((page.url, one.text)))
        page.on("pageerror", lambda one: faults.append((page.url, str(one))))
        for path in paths(site):
            page.goto(address + path, wait_until="networkidle" if path.startswith("search") else "load")
    nothing(faults)


@BOTH
def test_without_scripts_every_page_shows_its_heading_and_its_words(browser, site):
    empty = []
    with reading(browser, site, java_script_enabled=False) as (page, address):
        for path in paths(site):
            page.goto(address + path)
            heading = page.locator("h1").first
            words = page.locator("main").inner_text()
            if not heading.is_visible() or len(words) < 15:
                empty.append((path, words[:80]))
            buttons = [one.inner_text() for one in page.locator("main button").all() if one.is_visible()]
            if buttons and not path.startswith("search"):
                empty.append((path, f"buttons that do nothing: {buttons}"))
    nothing(empty)


@on("anthology")
@pytest.mark.parametrize(
    ("path", "tag"),
    [
        ("projects/crossing-by-lamplight/", "video"),
        ("projects/pontoon-lamp-song/", "audio"),
        ("projects/breakwater-radio-1/", "audio"),
    ],
)
def test_without_scripts_films_and_sounds_play(browser, site, path, tag):
    with reading(browser, site, java_script_enabled=False) as (page, address):
        page.goto(address + path)
        player = page.locator(tag).first
        assert player.evaluate("(one) => one.controls")
        assert plays(player)


@on("anthology")
def test_without_scripts_poems_stories_and_comics_are_read(browser, site):
    with reading(browser, site, java_script_enabled=False) as (page, address):
        page.goto(address + "projects/lamp-on-the-pontoon/")
        assert page.locator(".verse").first.is_visible()
        page.goto(address + "projects/what-the-fog-keeps/")
        page.locator("main .chapters a").first.click()
        assert len(page.locator("main .prose").first.inner_text().split()) > 200
        page.goto(address + "projects/tide-tables/")
        assert page.locator("main img").count() >= 5
        assert shown(page)


@on("oddities")
def test_files_of_any_name_are_shown_and_fetched(browser, site):
    with reading(browser, site) as (page, address):
        page.goto(address + "projects/pictures/")
        assert shown(page)
        page.goto(address + "projects/playing/")
        assert plays(page.locator("audio").first)
        for link in page.locator("a[download]").all():
            answer = page.request.get(link.evaluate("(one) => one.href"))
            assert answer.status == 200
            assert len(answer.body()) > 100


@on("oddities")
def test_an_embed_is_asked_for_only_by_a_click(browser, site):
    asked = []
    with reading(browser, site) as (page, address):
        page.route(lambda url: not url.startswith(address), lambda route: (asked.append(route.request.url), route.abort())[1])
        page.goto(address + "projects/playing/")
        assert asked == []
        page.locator("[data-embed-button]").click()
        page.locator("iframe").wait_for()
        page.wait_for_timeout(200)
    assert asked
    assert urlsplit(asked[0]).hostname.endswith("vimeo.com")


@BOTH
def test_in_the_dark_pages_are_dark(browser, site):
    wrong = []
    with reading(browser, site, color_scheme="dark") as (page, address):
        for path in paths(site):
            if not path.endswith("/card/"):
                page.goto(address + path)
                paper, ink = page.evaluate(LUMINANCE)
                if paper > 0.3 or ink < 0.6:
                    wrong.append((path, paper, ink))
    nothing(wrong)


@BOTH
def test_no_page_has_a_serious_barrier(browser, site):
    """By axe-core: everything in the light, contrast again in the dark."""
    script = axe_script()
    found = defaultdict(list)
    with reading(browser, site, viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as (page, address):
        for path in paths(site):
            if path in ("projects/freegame-three/", "projects/track-30/", "tags/", "years/"):
                continue  # as the pages beside them, and the longest take longest
            page.emulate_media(color_scheme="light")
            page.goto(address + path)
            page.evaluate(script)
            for scheme, wanted in (
                ("light", {"type": "tag", "values": TAGS}),
                ("dark", {"type": "rule", "values": ["color-contrast"]}),
            ):
                page.emulate_media(color_scheme=scheme)
                options = {"runOnly": wanted, "resultTypes": ["violations"]}
                for broken in page.evaluate("(options) => axe.run(document, options)", options)["violations"]:
                    if broken["impact"] in ("serious", "critical"):
                        node = broken["nodes"][0]
                        found[broken["id"], scheme].append(
                            (path, len(broken["nodes"]), node["html"][:160], node["failureSummary"][:300])
                        )
    nothing((key, *value) for key, values in found.items() for value in values[:3])


@on("anthology")
def test_on_paper_no_heading_stands_alone(browser, site):
    with reading(browser, site) as (page, address):
        page.goto(address + "projects/crossing-by-lamplight/credits/")
        page.emulate_media(media="print")
        kept = page.evaluate(
            "() => [...document.querySelectorAll('.department h2')].every((one) => getComputedStyle(one).breakAfter === 'avoid')"
        )
        assert kept
        assert not page.locator(".masthead nav").is_visible()
        assert page.pdf(format="A4").startswith(b"%PDF")

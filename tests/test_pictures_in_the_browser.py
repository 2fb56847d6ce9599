"""What a reader does with pictures, in a real browser: in a gallery, in a comic, large, with the keyboard, without scripts."""

from __future__ import annotations

import io

import pytest
from media_bytes import photograph
from PIL import Image
from playwright.sync_api import expect
from site_output import served
from sites import PEOPLE, SiteTest

pytestmark = pytest.mark.browser

MANIFEST = """\
title: Pictures
medium: photography
license: CC-BY-4.0
media:
  - image: one.jpg
    title: First light
    alt: A lamp.
    license: CC0-1.0
    credits: {photographer: kofi-mensah}
  - image: two.jpg
    alt: A ferry.
  - image: three.jpg
    alt: A rope.
credits: {photographer: ana-lima}
"""
MOVING = "title: Moving\nmedium: art\ncover: {file: flash.gif, alt: A.}\nmedia: [{image: flash.gif, alt: A flash.}]\ncredits: {artist: ana-lima}\n"
COMIC = (
    "title: Comic\nmedium: comic\nmedia: [{images: pages/*.png, alts: pages.yaml, reading: rtl}]\ncredits: {artist: ana-lima}\n"
)
SHOWN_PX = """() => [...document.querySelectorAll("main img[srcset]")].filter((one) => one.checkVisibility()).map((one) => {
  const probe = document.createElement("div");
  const rules = one.getAttribute("sizes").replace(/^auto, /, "").split(/,(?![^(]*\\))/).map((rule) => rule.trim().match(/^(\\(.*?\\) )?(.+)$/));
  probe.style.cssText = `position: absolute; width: ${rules.find((rule) => !rule[1] || matchMedia(rule[1]).matches)[2]}`;
  document.body.append(probe);
  const said = probe.getBoundingClientRect().width;
  probe.remove();
  return [one.alt, said, one.getBoundingClientRect().width];
})"""


def flashing():
    written = io.BytesIO()
    frames = [Image.new("P", (64, 48), colour) for colour in (0, 1, 2)]
    frames[0].putpalette([20, 30, 60, 220, 160, 70, 250, 240, 210])
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    return written.getvalue()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    files = {**PEOPLE, "content/projects/pictures/project.yaml": MANIFEST, "content/projects/comic/project.yaml": COMIC}
    for number, name in enumerate(("one", "two", "three")):
        files[f"content/projects/pictures/{name}.jpg"] = photograph(1800, 1200, number)
    files["content/projects/moving/project.yaml"] = MOVING
    files["content/projects/moving/flash.gif"] = flashing()
    for number in (1, 2, 10):
        files[f"content/projects/comic/pages/{number}.png"] = photograph(600, 900, number, "PNG")
    files["content/projects/comic/pages.yaml"] = "\n".join(f"{number}.png: Page {number}." for number in (1, 2, 10))
    site = SiteTest.of(tmp_path_factory.mktemp("pictures"), files).build()
    with served(site.root / "output") as address:
        yield address


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    faults = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    yield opened
    context.close()
    assert not faults


def test_the_lightbox_is_entered_and_left_with_the_keyboard_alone(pictures, page):
    page.goto(pictures + "projects/pictures/")
    opener = page.get_by_role("link", name="A lamp.")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Pictures")
    expect(dialog.get_by_role("img", name="A lamp.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    expect(dialog.get_by_text("First light")).to_be_visible()
    expect(dialog.get_by_role("link", name="Kofi Mensah")).to_be_visible()
    expect(dialog.get_by_role("link", name="CC0")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.closest('dialog') ? '' : document.activeElement.outerHTML")
        assert where in ("", "<body>") or where.startswith("<body")
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("img", name="A ferry.")).to_be_visible()
    expect(dialog.get_by_text("2 / 3", exact=True)).to_be_visible()
    page.keyboard.press("+")
    expect(dialog.get_by_role("button", name="Zoom")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("img", name="A ferry.")).to_be_visible()
    page.wait_for_function("document.querySelector('.lightbox-image').currentSrc.endsWith('two.jpg')")
    page.keyboard.press("-")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_large_picture_fits_the_window_and_is_no_larger_than_it_needs_to_be(pictures, page):
    page.goto(pictures + "projects/pictures/")
    page.get_by_role("link", name="A rope.").click()
    image = page.get_by_role("dialog").get_by_role("img")
    page.wait_for_function("document.querySelector('.lightbox-image').naturalWidth > 0")
    box = image.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert box["y"] + box["height"] <= 800
    assert image.evaluate("image => image.currentSrc").endswith("three-1280.webp")


def test_each_picture_has_a_plain_page_without_scripts(pictures, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pictures + "projects/pictures/")
    page.get_by_role("link", name="A lamp.").click()
    assert page.url == pictures + "projects/pictures/one/"
    expect(page.get_by_role("heading", level=1)).to_have_text("First light")
    expect(page.get_by_role("main").get_by_role("link", name="Kofi Mensah")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    assert page.url == pictures + "projects/pictures/two/"
    page.goto(pictures + "projects/comic/")
    page.get_by_role("link", name="Page 2.").click()
    assert page.url == pictures + "projects/comic/pages/2/"
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("img", name="Page 10.")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width_px", [390, 800, 1280])
def test_the_sizes_that_a_page_promises_are_those_of_its_layout(pictures, page, width_px):
    page.set_viewport_size({"width": width_px, "height": 800})
    for path in ("projects/pictures/", "projects/comic/", "projects/pictures/one/"):
        page.goto(pictures + path)
        wrong = [one for one in page.evaluate(SHOWN_PX) if not 0.6 <= one[1] / one[2] <= 1.35]
        assert not wrong, path


def test_sixteen_pixels_of_a_picture_stand_in_its_place_until_it_is_there(pictures, page):
    page.route("**/*.webp", lambda route: None)  # never answered
    page.goto(pictures + "projects/pictures/", wait_until="commit")
    image = page.get_by_role("img", name="A lamp.")
    shown = image.evaluate("image => getComputedStyle(image).backgroundImage")
    assert shown.startswith('url("data:image/webp;base64,')
    width_px, height_px = page.evaluate(
        "async (address) => { const image = new Image(); image.src = address; await image.decode();"
        " return [image.naturalWidth, image.naturalHeight] }",
        shown[5:-2],
    )
    assert (width_px, height_px) == (16, 11)
    assert len(shown) < 300


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_an_animation_moves_on_its_page_but_not_for_who_wants_less_motion_nor_in_lists(pictures, browser, motion):
    context = browser.new_context(reduced_motion=motion)
    page = context.new_page()
    shown = "(one) => one.decode().then(() => one.currentSrc.split('.').at(-1))"
    page.goto(f"{pictures}/projects/moving/")
    moving = page.get_by_role("img", name="A flash.")
    moving.scroll_into_view_if_needed()
    assert moving.evaluate(shown) == ("webp" if motion == "reduce" else "gif")
    page.goto(f"{pictures}/projects/")
    cover = page.locator("a[href*='moving'] img, article:has(a[href*='moving']) img, li:has(a[href*='moving']) img").first
    cover.scroll_into_view_if_needed()
    assert cover.evaluate(shown) == "webp"
    context.close()

"""What a reader can do with the theme's scripts, in a real browser."""

from __future__ import annotations

import base64
import io
import re
import shutil
import subprocess
import wave

import pytest
from playwright.sync_api import expect
from script_pages import SCRIPTS, faultless_page, small_site

pytestmark = pytest.mark.browser

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@pytest.fixture
def site(tmp_path):
    with small_site(tmp_path) as made:
        yield made


@pytest.fixture
def page(browser):
    with faultless_page(browser) as opened:
        yield opened


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_has_no_syntax_error_and_asks_for_no_other_file(script, tmp_path):
    module = tmp_path / f"{script.stem}.mjs"
    shutil.copy(script, module)
    node = shutil.which("node")
    if node:
        assert subprocess.run([node, "--check", module], capture_output=True, check=False).returncode == 0
    assert not re.search(r"^\s*import\b|\bimport\(|from \"", script.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_changes_nothing_on_a_page_without_its_hooks(script, site, page):
    body = "<main><p>Plain</p><a href='#there'>there</a></main>"
    site.write("index.html", script.name, body)
    page.goto(site.url)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.querySelector('main').innerHTML") == '<p>Plain</p><a href="#there">there</a>'
    assert page.evaluate("document.body.children.length") == 1


# --- embeds


def test_an_embed_asks_for_nothing_before_the_click(site, page):
    site.write(
        "index.html",
        "embeds.js",
        """<div class="embed" data-embed-src="__FRAME__" data-embed-title="A film">
        <picture><img src="/poster.png" alt=""></picture><div><button type="button" hidden data-embed-button>Play here</button>
        <a href="/elsewhere">Open</a></div></div>""".replace("__FRAME__", site.url + "frame.html"),
    )
    (site.folder / "frame.html").write_text("<p>Film")
    (site.folder / "poster.png").write_bytes(PIXEL)
    page.goto(site.url)
    page.wait_for_load_state("networkidle")
    assert page.locator("iframe").count() == 0
    assert "/frame.html" not in site.asked

    page.get_by_role("button", name="Play here").click()
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("title", "A film")
    expect(frame).to_have_attribute("referrerpolicy", "strict-origin-when-cross-origin")
    assert "autoplay" in frame.get_attribute("allow")
    expect(frame).to_be_focused()
    expect(page.frame_locator("iframe").get_by_text("Film")).to_be_visible()
    assert "/frame.html" in site.asked
    assert page.locator("img, button").count() == 0
    expect(page.get_by_role("link", name="Open")).to_be_visible()


def test_an_embed_of_another_scheme_is_never_offered(site, page):
    site.write(
        "index.html",
        "embeds.js",
        """<div data-embed-src="javascript:alert(1)"><button hidden data-embed-button>Play</button></div>
        <div data-embed-src=""><button hidden data-embed-button>Play</button></div>""",
    )
    page.goto(site.url)
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("button").count() == 0


# --- documents


@pytest.mark.parametrize("viewer", [True, False])
def test_a_document_opens_in_the_page_where_the_browser_can_show_it(site, page, viewer):
    (site.folder / "book.html").write_text("<p>Pages")
    site.write("index.html", "documents.js", '<ul><li><a href="/book.html" data-read-here="A book">Read here</a></li></ul>')
    page.add_init_script(f"Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', {{get: () => {str(viewer).lower()}}})")
    page.goto(site.url)
    assert "/book.html" not in site.asked
    if not viewer:
        page.get_by_role("link", name="Read here").click()
        assert page.url == site.url + "book.html"
        return
    button = page.get_by_role("button", name="Read here", expanded=False)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.frame_locator('iframe[title="A book"]').get_by_text("Pages")).to_be_visible()
    page.get_by_role("button", name="Read here", expanded=True).press(" ")
    expect(page.locator("iframe")).to_have_count(0)


# --- place


def test_a_long_text_knows_where_its_reader_stopped(site, page):
    paragraphs = "".join(f'<p style="height:200px">Paragraph {number}</p>' for number in range(30))
    site.write("story/index.html", "place.js", f'<div class="prose" data-place="Go on reading">{paragraphs}</div>')
    site.write("short/index.html", "place.js", '<div data-place="Go on reading"><p>All of it</p></div>')
    chapters = (
        '<li><a class="chapter-title" href="/story/">The horn</a></li><li><a class="chapter-title" href="/short/">End</a></li>'
    )
    site.write("index.html", "place.js", f'<ol data-places="Go on reading|Read to the end">{chapters}</ol>')

    page.goto(site.url + "story/")
    assert page.get_by_role("link", name="Go on reading").count() == 0
    page.get_by_text("Paragraph 10", exact=True).evaluate("one => one.scrollIntoView()")
    page.wait_for_function("localStorage.getItem('creditroll-places')")
    page.goto(site.url)
    expect(page.locator("li").first).to_have_text("The horn 33 %")
    page.get_by_role("link", name="Go on reading: The horn").click()
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("link", name="Go on reading").click()
    expect(page.get_by_text("Paragraph 10", exact=True)).to_be_focused()
    expect(page.get_by_text("Paragraph 10", exact=True)).to_be_in_viewport()

    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("JSON.parse(localStorage.getItem('creditroll-places'))['/story/'].at === 30")
    page.goto(site.url)
    expect(page.locator("li").first).to_have_text("The horn Read to the end")
    assert page.get_by_role("link", name="Go on reading").count() == 0


# --- copy

SNIPPET = '<p><button type="button" hidden data-copy="#_cite">Copy</button></p><pre id="_cite">Ana Lima: The Lantern &lt;2025&gt;\n</pre>'


def test_a_snippet_is_copied_and_that_is_said(site, page):
    site.write("index.html", "copy.js", SNIPPET, {"Copied": "Kopiert"})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site.url)
    expect(page.get_by_role("status")).to_have_text("")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == "Ana Lima: The Lantern <2025>"


def test_a_snippet_is_selected_where_there_is_no_clipboard(site, page):
    site.write("index.html", "copy.js", SNIPPET)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;")
    page.goto(site.url)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Selected, ready to copy")
    assert page.evaluate("getSelection().toString().trim()") == "Ana Lima: The Lantern <2025>"


# --- roll

CREDITS = (
    '<button type="button" hidden data-roll-start>Roll the credits</button><div data-roll>'
    + "".join(f'<p id="c{n}"><a href="#c{n}">Name {n}</a></p>' for n in range(200))
    + "</div>"
)


def roll_place(page):
    return page.evaluate("document.querySelector('dialog')?.scrollTop ?? -1")


def test_the_credits_roll_only_when_asked_and_obey_the_keyboard(site, page):
    site.write("index.html", "roll.js", CREDITS)
    page.goto(site.url)
    start = page.get_by_role("button", name="Roll the credits")
    expect(start).to_be_visible()
    assert page.locator("dialog").count() == 0
    start.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Credits")).to_be_visible()
    page.wait_for_function("document.querySelector('dialog').scrollTop > 5")
    assert page.evaluate("document.querySelectorAll('#c7').length") == 1

    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.querySelector('dialog').dataset.speed") == "3"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.querySelector('dialog').dataset.speed") == "1"

    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    stopped = roll_place(page)
    page.wait_for_timeout(150)
    assert roll_place(page) == stopped
    page.keyboard.press("Space")
    page.wait_for_function(f"document.querySelector('dialog').scrollTop > {stopped} + 3")

    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(start).to_be_focused()


def test_the_roll_stops_at_its_end_and_starts_again_from_the_top(site, page):
    site.write("index.html", "roll.js", CREDITS)
    page.goto(site.url)
    page.get_by_role("button", name="Roll the credits").click()
    page.evaluate("document.querySelector('dialog').scrollTop = 1e6")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_function("document.querySelector('dialog').scrollTop < 200")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_the_roll_is_not_offered_to_those_who_want_less_motion(site, page):
    site.write("index.html", "roll.js", CREDITS)
    page.emulate_media(reduced_motion="reduce")
    page.goto(site.url)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-roll-start]")).to_be_hidden()
    page.emulate_media(reduced_motion="no-preference")
    expect(page.locator("[data-roll-start]")).to_be_visible()


# --- lightbox


def gallery(site, direction="ltr"):
    for name in ("a.png", "b.png", "b-2000.png", "c.png"):
        (site.folder / name).write_bytes(PIXEL)
    site.write(
        "index.html",
        "lightbox.js",
        f"""<p><a href="/a.png" data-lightbox="g" data-caption="First"><img width="40" height="40" src="/a.png" alt="One"></a></p>
        <div dir="{direction}"><a href="/page-b/" data-lightbox="g" data-caption="Second"><picture>
        <img width="40" height="40" src="/b.png" srcset="/b.png 400w, /b-2000.png 2000w" alt="Two"></picture></a>
        <a href="/c.png" data-lightbox="g" data-caption=""><img width="40" height="40" src="/c.png" alt="Three"></a></div>
        <a href="/a.png" data-lightbox="alone" data-caption="Alone"><img width="40" height="40" src="/a.png" alt="Solo"></a>""",
    )


def test_pictures_are_leafed_through_with_the_keyboard(site, page):
    gallery(site)
    page.goto(site.url)
    opener = page.get_by_role("link", name="Two")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Pictures")
    expect(dialog).to_be_visible()
    image = dialog.get_by_role("img")
    assert image.evaluate("image => image.currentSrc") == site.url + "b-2000.png"
    expect(image).to_have_attribute("alt", "Two")
    expect(dialog.locator("figcaption")).to_have_text("Second")
    expect(dialog.get_by_text("2 / 3", exact=True)).to_be_visible()
    expect(dialog.get_by_role("link", name="Open its page")).to_have_attribute("href", site.url + "page-b/")
    page.keyboard.press("ArrowRight")
    assert image.evaluate("image => image.src") == site.url + "c.png"
    expect(dialog.locator("figcaption")).to_be_hidden()
    expect(dialog.locator("[aria-live]")).to_have_text("Three. 3 / 3")
    expect(dialog.get_by_role("link", name="Open its page")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(image).to_have_attribute("alt", "One")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    expect(image).to_have_attribute("alt", "One")
    dialog.get_by_role("button", name="Next picture").click()
    expect(image).to_have_attribute("alt", "Two")
    dialog.get_by_role("button", name="Previous picture").click()
    expect(image).to_have_attribute("alt", "One")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_back_closes_a_picture_and_leaves_the_reader_on_the_page(site, page):
    gallery(site)
    site.write("before.html", "playbill.js", '<a href="/index.html">on</a>')
    page.goto(site.url + "before.html")
    page.goto(site.url + "index.html")
    for way in ("back", "Escape"):
        page.get_by_role("link", name="One").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.evaluate("history.back()") if way == "back" else page.keyboard.press(way)
        expect(page.locator("dialog")).to_have_count(0)
        page.wait_for_function("!history.state?.lightbox")
        assert page.url == site.url + "index.html"
    page.go_back()
    assert page.url == site.url + "before.html"


def test_a_click_zooms_and_a_swipe_goes_on(site, page):
    gallery(site)
    page.goto(site.url)
    page.add_style_tag(content=".lightbox img{width:300px;height:200px}")
    page.get_by_role("link", name="One").click()
    image = page.get_by_role("dialog").get_by_role("img")
    zoom = page.get_by_role("button", name="Zoom")
    image.click()
    expect(zoom).to_have_attribute("aria-pressed", "true")
    zoom.click()
    expect(zoom).to_have_attribute("aria-pressed", "false")
    box = image.bounding_box()
    page.mouse.move(box["x"] + 250, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 50, box["y"] + 105, steps=4)
    page.mouse.up()
    expect(image).to_have_attribute("alt", "Two")
    expect(zoom).to_have_attribute("aria-pressed", "false")


def test_pages_read_from_right_to_left_go_on_to_the_left(site, page):
    gallery(site, direction="rtl")
    page.goto(site.url)
    page.get_by_role("link", name="Two").click()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("dialog").get_by_role("img")).to_have_attribute("alt", "Three")


def test_one_picture_alone_has_nothing_to_leaf_through(site, page):
    gallery(site)
    page.goto(site.url)
    page.get_by_role("link", name="Solo").click()
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    assert page.get_by_role("button", name="Next picture").count() == 0
    expect(page.locator("figcaption")).to_have_text("Alone")


# --- seek


def tone_url(seconds=20):
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(4000)
        sound.writeframes(b"\x80" * 4000 * seconds)
    return "data:audio/wav;base64," + base64.b64encode(out.getvalue()).decode()


def players(site, script="seek.js"):
    tone = tone_url()
    site.write(
        "index.html",
        script,
        f"""<audio controls id="film" src="{tone}" preload="none"></audio>
        <section id="second"><audio controls src="{tone}" preload="metadata"></audio></section>
        <a href="#t=8" data-seek="film" data-time="8.0">Chapter</a> <a href="#t=1:23" data-seek="second" data-time="0:12">Other</a>
        <a href="#t=3" data-seek="gone" data-time="3">Gone</a>""",
    )


AT = "id => document.querySelector(id).currentTime"


def test_a_time_link_goes_to_the_moment_and_plays(site, page):
    players(site)
    page.goto(site.url)
    page.get_by_role("link", name="Chapter").click()
    page.wait_for_function("document.querySelector('#film').currentTime >= 8 && !document.querySelector('#film').paused")
    expect(page.locator("#film")).to_be_focused()
    assert page.url == site.url + "#t=8"
    page.get_by_role("link", name="Other").click()
    page.wait_for_function("document.querySelector('#second audio').currentTime >= 12")
    page.get_by_role("link", name="Gone").click()  # its player is not on this page: an ordinary link to a moment of the first one
    page.wait_for_function("document.querySelector('#film').currentTime < 5")


@pytest.mark.parametrize(
    ("fragment", "player", "time_s"),
    [("t=8", "#film", 8), ("t=0:09,0:12", "#film", 9), ("t=npt:7.5", "#film", 7.5), ("t=5&id=second", "#second audio", 5)],
)
def test_an_address_with_a_time_opens_at_that_moment(fragment, player, time_s, site, page):
    players(site)
    page.goto(f"{site.url}#{fragment}")
    page.wait_for_function(f"document.querySelector('{player}').currentTime >= {time_s}")
    assert page.evaluate(AT, player) < time_s + 4


@pytest.mark.parametrize("fragment", ["", "credits", "t=", "t=abc", "t=1:2:3:4", "t=-3"])
def test_other_fragments_move_nothing(fragment, site, page):
    players(site)
    page.goto(f"{site.url}#{fragment}")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(AT, "#film") == 0


# --- every page


def test_one_recording_plays_at_a_time(site, page):
    players(site, "playbill.js")
    page.goto(site.url)
    page.get_by_role("link", name="Gone").click()  # the page was touched, so that it may play
    assert page.evaluate("document.documentElement.hasAttribute('data-scripted')")
    page.evaluate("document.querySelector('#film').play()")
    page.evaluate("document.querySelector('#second audio').play()")
    page.wait_for_function("document.querySelector('#film').paused && !document.querySelector('#second audio').paused")

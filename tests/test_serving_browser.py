"""What becomes of a page that is open in a real browser."""

from __future__ import annotations

import shutil

import pytest
from serving import MANIFEST, POEM, Serving, make_like, make_site

from generator.serve import answers

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STYLE = answers.__file__.rpartition("/generator/")[0] + "/themes/playbill/static/playbill.css"
ABOUT = "---\ntitle: About\nmenu: true\n---\nWhy we print.\n"


@pytest.fixture(scope="module")
def memory(tmp_path_factory):
    folder = make_site(tmp_path_factory.mktemp("memory") / "site")
    Serving(folder).kill()
    return folder


@pytest.fixture
def serving(tmp_path, memory):
    one = Serving(make_like(tmp_path / "site", memory))
    yield one
    one.kill()


@pytest.fixture
def page(browser):
    with browser.new_context(viewport={"width": 800, "height": 300}) as context:
        context.set_default_timeout(60_000)
        yield context.new_page()


def mark(page):
    """A page that was not loaded again still has this."""
    page.evaluate("window.stayed = true")


def stayed(page):
    return page.evaluate("window.stayed === true")


def connected(page, path):
    """The page, once it listens."""
    with page.expect_response("**/_creditroll/events*"):
        page.goto(path)
    mark(page)


def test_a_save_loads_the_page_again_at_the_same_place(serving, page):
    connected(page, f"{serving.url}/projects/lamp/")
    page.evaluate("window.scrollTo({top: 120, behavior: 'instant'})")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    folds = page.locator("details[open]").count()
    serving.retitle("Lantern")
    page.get_by_role("heading", name="Lantern").first.wait_for()
    page.wait_for_function("window.scrollY === 120")
    assert page.locator("details[open]").count() == folds
    assert not stayed(page)


def test_a_page_that_a_save_does_not_touch_is_not_loaded_again(serving, browser, page):
    with browser.new_context() as other:
        about = other.new_page()
        connected(about, f"{serving.url}/about/")
        connected(page, f"{serving.url}/projects/lamp/")
        serving.write("content/pages/about.md", ABOUT + "More of it.\n")
        about.get_by_text("More of it.").wait_for()
        assert not stayed(about)
        assert stayed(page)
        serving.retitle("Lantern")
        page.get_by_role("heading", name="Lantern").first.wait_for()


def test_a_picture_that_keeps_its_name_is_shown_anew(serving, page):
    connected(page, f"{serving.url}/contributors/ana-lima/")
    page.evaluate("{ const badge = new Image(); badge.src = 'badge.svg'; document.body.append(badge); }")
    page.wait_for_function("performance.getEntriesByType('resource').some((one) => one.name.endsWith('/badge.svg'))")
    (serving.site / "content/projects/candle").mkdir()
    serving.write("content/projects/candle/project.yaml", POEM.replace("Lamp", "Candle"))
    page.wait_for_function("!window.stayed")


def test_a_problem_is_shown_as_text_over_the_last_good_page_and_goes_by_itself(serving, page):
    connected(page, f"{serving.url}/projects/lamp/")
    serving.write(MANIFEST, POEM.replace("ana-lima", '"<img src=x onerror=document.title=1>"'))
    shown = page.locator("creditroll-problems")
    shown.get_by_role("heading", name="1 problem to mend").wait_for()
    assert "<img src=x" in shown.locator("pre").inner_text()
    assert shown.locator("mark").count() == 1
    assert shown.locator("img").count() == 0
    assert f"{MANIFEST}, line 4" in shown.locator(".place").inner_text()
    assert page.get_by_role("heading", name="Lamp").first.is_visible()
    serving.write(MANIFEST, POEM)
    shown.wait_for(state="detached")
    assert stayed(page)


def test_a_hidden_problem_is_a_button_until_there_is_another(serving, page):
    connected(page, f"{serving.url}/projects/lamp/")
    serving.write(MANIFEST, POEM.replace("poem", "peom"))
    shown = page.locator("creditroll-problems")
    shown.locator("section").wait_for()
    page.keyboard.press("Escape")
    button = shown.get_by_role("button", name="1 problem")
    button.wait_for()
    assert shown.locator("section").count() == 0
    button.click()
    shown.get_by_role("button", name="Hide").click()
    button.wait_for()
    serving.write(MANIFEST, POEM.replace("poem", "peom").replace("title", "titel"))
    shown.locator("section").wait_for()


def test_warnings_are_a_small_button_that_tells_them_when_asked(serving, page):
    from PIL import Image

    connected(page, f"{serving.url}/projects/lamp/")
    Image.new("RGB", (60, 40), "navy").save(serving.site / "content/projects/lamp/still.png")
    serving.write(MANIFEST, POEM + "media: [{image: still.png}]\n")
    shown = page.locator("creditroll-problems")
    shown.get_by_role("button", name="1 warning").click()
    assert "still.png" in shown.locator("li").inner_text()
    page.keyboard.press("Escape")
    assert shown.locator("section").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_problem_can_be_read_on_a_phone(serving, browser, scheme):
    with browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme) as context:
        page = context.new_page()
        connected(page, f"{serving.url}/projects/lamp/")
        serving.write(MANIFEST, POEM.replace("ana-lima", "a-contributor-with-a-very-long-name-" * 3))
        panel = page.locator("creditroll-problems section")
        panel.wait_for()
        panel.evaluate("(one) => Promise.all(one.getAnimations().map((going) => going.finished))")
        box = panel.bounding_box()
        assert (box["x"], box["width"]) == (0, 390)
        assert box["y"] > 100
        assert box["y"] + box["height"] <= 845
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        dark = panel.evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgb(33, 29, 26)"
        assert dark == (scheme == "dark")


def test_a_style_sheet_is_swapped_in_place(serving, page):
    folder = serving.site / "themes/playbill/static"
    folder.mkdir(parents=True)
    since = len(serving.lines)
    shutil.copy(STYLE, folder / "playbill.css")
    serving.wait_for("themes", since)
    connected(page, f"{serving.url}/projects/lamp/")
    for spacing in ("7px", "9px"):
        with (folder / "playbill.css").open("a") as file:
            file.write(f"\nh1 {{ letter-spacing: {spacing} !important }}\n")
        page.wait_for_function(f"getComputedStyle(document.querySelector('h1')).letterSpacing === '{spacing}'")
    assert stayed(page)
    assert page.locator("link[rel=stylesheet][href*='/playbill.']").count() == 1


def test_a_recording_is_played_from_its_middle_without_loading_what_comes_before(serving, page):
    import wave

    sound = serving.site / ".cache/preview/tone.wav"
    with wave.open(str(sound), "wb") as file:
        file.setparams((2, 2, 44100, 0, "NONE", ""))
        file.writeframes(bytes(4 * 44100 * 300))
    connected(page, f"{serving.url}/projects/lamp/")
    reached_s = page.evaluate("""new Promise((done, fail) => {
        const sound = new Audio("/tone.wav");
        sound.preload = "metadata";
        sound.onloadedmetadata = () => { sound.currentTime = 290; };
        sound.onseeked = () => done(sound.currentTime);
        sound.onerror = () => fail(sound.error);
    })""")
    assert reached_s == 290


def test_a_page_of_a_site_that_could_not_be_built_becomes_the_site(tmp_path, memory, page):
    site = make_like(tmp_path / "site", memory)
    (site / MANIFEST).write_text("title: [\n")
    one = Serving(site)
    try:
        connected(page, f"{one.url}/projects/lamp/")
        page.locator("creditroll-problems section").wait_for()
        one.write(MANIFEST, POEM)
        page.get_by_role("heading", name="Lamp").first.wait_for()
        page.locator("creditroll-problems").wait_for(state="detached")
    finally:
        one.kill()


def test_a_page_says_when_the_preview_has_ended_and_takes_up_with_the_next(serving, page):
    connected(page, f"{serving.url}/projects/lamp/")
    serving.end()
    page.get_by_role("button", name="The preview has ended").wait_for()
    (serving.site / MANIFEST).write_text(POEM.replace("Lamp", "Lantern"))
    again = Serving(serving.site, "--port", str(serving.port))
    try:
        page.get_by_role("heading", name="Lantern").first.wait_for()
        page.locator("creditroll-problems").wait_for(state="detached")
    finally:
        again.kill()

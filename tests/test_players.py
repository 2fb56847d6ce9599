"""Players in a real browser: they play, seek, switch captions, follow each other and remember, by keyboard alone."""

from __future__ import annotations

import pytest
from recorded import film, tone
from site_output import served
from sites import CONFIG, PEOPLE, SiteTest
from test_in_the_browser import until
from tools import axe_script

pytestmark = pytest.mark.browser
ALBUM = """\
title: Album
medium: album
released: 2025
credits: {composer: ana-lima}
media:
  - {audio: one.wav, title: One, chapters: [{at: "0:00", title: Begin}, {at: "0:20", title: Middle}]}
  - {audio: two.wav, title: Two}
"""
FILM = """\
title: Film
medium: film
released: 2025
credits: {director: ana-lima}
media:
  - video: film.mov
    title: Film
    captions: [{file: en.srt, language: en}, {file: pt.vtt, language: pt, kind: subtitles}]
"""
SRT = "1\n00:00:01,000 --> 00:00:04,000\nRain on the lamp\n\n2\n00:00:05,000 --> 00:00:08,000\nNobody under it\n"
VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\nChuva no candeeiro\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    files = {
        "config.yaml": CONFIG,
        "content/projects/album/project.yaml": ALBUM,
        "content/projects/album/one.wav": tone(seconds=40),
        "content/projects/album/two.wav": tone(seconds=3),
        "content/projects/film/project.yaml": FILM,
        "content/projects/film/film.mov": film(seconds=9.0, rate=4),
        "content/projects/film/en.srt": SRT,
        "content/projects/film/pt.vtt": VTT,
    }
    return SiteTest.of(tmp_path_factory.mktemp("players"), PEOPLE | files).build()


@pytest.fixture
def at(site, browser):
    with served(site.root / "output", "/") as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()

        def go(path):
            page.goto(f"{address}{path}")
            page.evaluate("document.querySelectorAll('audio, video').forEach((one) => { one.muted = true; })")
            return page

        yield go
        context.close()


def time_of(page, selector):
    return page.evaluate("(name) => document.querySelector(name).currentTime", selector)


def test_a_recording_plays_and_pauses_by_keyboard(at):
    page = at("projects/album/")
    bar = page.get_by_role("group", name="One")
    bar.get_by_role("button", name="Play").press("Enter")
    assert until(page, lambda: time_of(page, "#one") > 0.2)
    bar.get_by_role("button", name="Pause").press("Enter")
    assert until(page, lambda: page.evaluate("document.querySelector('#one').paused"))


def test_the_waveform_seeks_by_keyboard_and_pointer(at):
    page = at("projects/album/")
    slider = page.get_by_role("group", name="One").get_by_role("slider", name="Position")
    assert "waveform" in page.locator(".transport-wave").first.get_attribute("style")
    slider.press("ArrowRight")
    assert until(page, lambda: abs(time_of(page, "#one") - 5) < 0.2)
    assert slider.get_attribute("aria-valuetext") == "0:05 / 0:40"
    box = slider.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert until(page, lambda: abs(time_of(page, "#one") - 20) < 1)
    assert until(page, lambda: page.locator("a[data-now]").inner_text().endswith("Middle"))


def test_the_next_recording_follows(at):
    page = at("projects/album/")
    page.evaluate("document.querySelector('#one').play()")
    page.get_by_role("group", name="One").get_by_role("button", name="Next").click()
    assert until(page, lambda: time_of(page, "#two") > 0.1)
    assert page.evaluate("document.querySelector('#one').paused")


def test_the_place_and_the_speed_are_remembered(at):
    page = at("projects/album/")
    page.get_by_role("group", name="One").get_by_label("Speed").select_option("1.5")
    page.evaluate("document.querySelector('#one').play()")
    page.evaluate("document.querySelector('#one').currentTime = 17")
    until(page, lambda: time_of(page, "#one") > 17.1)
    page.evaluate("document.querySelector('#one').pause()")
    page.wait_for_timeout(300)
    page.reload()
    assert until(page, lambda: time_of(page, "#one") > 16)
    assert page.get_by_role("group", name="One").get_by_label("Speed").input_value() == "1.5"


def test_an_address_with_a_time_begins_there(at):
    page = at("projects/album/#t=12&id=one")
    assert until(page, lambda: time_of(page, "#one") >= 12)


def test_captions_are_chosen_and_a_transcript_leads_to_its_moments(at):
    page = at("projects/film/")
    page.get_by_label("Captions", exact=True).select_option(label="português")
    modes = "[...document.querySelector('video').textTracks].filter((one) => one.mode === 'showing').map((one) => one.language)"
    assert page.evaluate(modes) == ["pt"]
    page.get_by_label("Captions", exact=True).select_option(label="English")
    assert page.evaluate(modes) == ["en"]
    page.locator("summary", has_text="Transcript").click()
    page.get_by_role("link", name="0:05").click()
    assert until(page, lambda: time_of(page, "video") >= 5)
    cue = "[...document.querySelector('video').textTracks].find((one) => one.language === 'en').activeCues?.[0]?.text"
    assert until(page, lambda: page.evaluate(cue) == "Nobody under it")


def test_small_pictures_appear_on_the_seek_bar(at):
    page = at("projects/film/")
    page.locator(".transport-line").scroll_into_view_if_needed()
    box = page.locator(".transport-line").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 10)
    assert until(page, lambda: "thumbs.jpg" in (page.locator(".transport-thumb").get_attribute("style") or ""))


@pytest.mark.parametrize("path", ["projects/album/", "projects/film/", "projects/film/film/"])
def test_players_are_accessible(at, path):
    page = at(path)
    page.evaluate(axe_script())
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})")
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]] == []


def test_without_scripts_the_browsers_own_controls_are_there(site, browser):
    with served(site.root / "output", "/") as address:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}projects/album/")
        assert page.locator("audio[controls]").count() == 2
        assert page.locator(".transport").count() == 0
        context.close()

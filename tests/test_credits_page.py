"""The credits of a work as its makers and readers take them: roles joined where it reads better, copied as text, embedded elsewhere."""

from __future__ import annotations

import html
import re

import pytest
from playwright.sync_api import expect
from sites import CONFIG, PEOPLE, SiteTest

from generator.plan.credit_views import joined
from generator.plan.views import Anchor, CreditView, DepartmentView, PersonView, RoleGroupView

ROLES = (
    "title: Lamp\nmedium: film\nreleased: 2025\nbilling: alphabetical\ncredits:\n"
    "  - {contributor: ana-lima, role: director}\n  - {contributor: ana-lima, role: animation director}\n"
    "  - {contributor: kofi-mensah, role: voice actor, character: The Lamp, detail: in Twi}\n"
    "  - {contributor: kofi-mensah, role: composer}\n  - {contributor: ana-lima, role: composer}\n"
    "  - {contributor: ana-lima, role: thanks, kind: thanks, detail: for the lamp}\n"
)
LAMP = {"content/projects/lamp/project.yaml": ROLES}
COPIED = """Lamp

DIRECTION
Director, Animation director: Ana Lima

PERFORMANCE
Voice actor: Kofi Mensah (The Lamp, in Twi)

MUSIC
Composers: Ana Lima, Kofi Mensah

THANKS
Ana Lima (for the lamp)

https://example.org/projects/lamp/credits/"""


def role(label: str, *people: str, **more: str) -> RoleGroupView:
    credits_ = tuple(
        CreditView(id=f"{label}-{one}", person=PersonView(name=one.title(), id=one), written_role=label, role=label, **more)
        for one in people
    )
    return RoleGroupView(label=label, role=Anchor(label=label, href=""), credits=credits_)


@pytest.mark.parametrize(
    ("roles", "lines"),
    [
        ([role("a", "ana"), role("b", "ana")], ["a+b"]),
        ([role("a", "ana"), role("b", "kofi"), role("c", "ana")], ["a+c", "b"]),
        ([role("a", "ana", "kofi"), role("b", "ana", "kofi")], ["a+b"]),
        ([role("a", "ana", "kofi"), role("b", "kofi", "ana")], ["a", "b"]),
        ([role("a", "ana"), role("b", "ana", detail="cello")], ["a", "b"]),
        ([role("a", "ana"), role("b", "ana", character="The Lamp")], ["a", "b"]),
        ([role("a", *"pqrs"), role("b", *"pqrs")], ["a", "b"]),
        ([role("a", ""), role("b", "")], ["a", "b"]),
    ],
)
def test_several_roles_of_the_same_people_are_one_line_where_no_more_is_said_of_them(roles, lines):
    (department,) = joined((DepartmentView(id="d", name="D", roles=tuple(roles)),))
    assert ["+".join(one.label for one in (group, *group.also)) for group in department.roles] == lines
    told = [view.id for group in department.roles for one in (group, *group.also) for view in one.credits]
    assert sorted(told) == sorted(view.id for group in roles for view in group.credits)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return SiteTest.of(tmp_path_factory.mktemp("credits"), PEOPLE | LAMP).build()


def test_every_role_of_a_joined_line_keeps_its_link_its_place_and_its_word_for_machines(site):
    page = site.read("projects/lamp/credits/index.html")
    assert re.search(r'roles/director/">Director</a>, <a href="[^"]*roles/animation-director/">Animation director</a></dt>', page)
    assert page.count('<data class="p-role"') == 6
    assert all(f'id="credit-{number}"' in page for number in range(1, 7))
    assert "Names in alphabetical order" in page
    assert "Names in alphabetical order" in site.read("projects/lamp/index.html")


def test_a_link_to_a_work_names_its_makers_with_their_pages(site):
    kit = site.read("projects/lamp/index.html")
    markdown = html.unescape(re.search(r'<pre id="kit-markdown"[^>]*>(.*?)</pre>', kit, re.DOTALL)[1])
    home = "https://example.org/"
    assert markdown == (
        f"[Lamp]({home}projects/lamp/) · Directed by [Ana Lima]({home}contributors/ana-lima/)"
        f" · [6 credits]({home}projects/lamp/credits/) · [Night Shift]({home})"
    )


def test_badges_and_snippets_speak_the_language_of_the_site(tmp_path):
    config = CONFIG.replace("  title: Night Shift\n", "  title: Nachtschicht\n  language: de\n")
    german = SiteTest.of(tmp_path, PEOPLE | LAMP | {"config.yaml": config}).build()
    assert "4 Nennungen" in german.read("contributors/ana-lima/badge.svg")
    assert "Dauerhafte Adresse" in german.read("contributors/ana-lima/index.html")


@pytest.mark.browser
def test_credits_and_snippets_are_copied_from_a_page_on_the_disk(site, browser):
    page = browser.new_page()
    page.goto((site.root / "output/projects/lamp/credits/index.html").as_uri())
    page.evaluate(
        "document.execCommand = () => { window.copied = document.activeElement.value ?? String(getSelection()); return true; }"
    )
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy as text").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("window.copied") == COPIED
    page.goto((site.root / "output/contributors/ana-lima/index.html").as_uri())
    page.evaluate("document.execCommand = () => { window.copied = String(getSelection()); return true; }")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_text("Link, badge and card to copy").click()
    page.locator('[data-copy="#kit-markdown"]').click()
    assert page.evaluate("window.copied").strip() == "[Ana Lima in Night Shift](https://example.org/contributors/ana-lima/)"
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width_px", [220, 360, 700])
def test_the_card_fits_into_the_page_of_somebody_else_on_another_origin(site, browser, width_px):
    kit = site.read("contributors/ana-lima/index.html")
    snippet = html.unescape(re.search(r'<pre id="kit-card"[^>]*>(.*?)</pre>', kit, re.DOTALL)[1])
    card = site.root / "output/contributors/ana-lima/card/index.html"
    assert "<script" not in card.read_text("utf-8")
    page = browser.new_page()
    asked: list[str] = []

    def answer(route):
        asked.append(route.request.url)
        path = site.root / "output" / route.request.url.removeprefix("https://example.org/")
        route.fulfill(path=path / "index.html" if path.is_dir() else path)

    page.route("https://example.org/**", answer)
    wider = snippet.replace('width="360"', f'width="{width_px}"')
    around = f"<!doctype html><title>Elsewhere</title><body>{wider}"
    page.route("https://elsewhere.example/", lambda route: route.fulfill(body=around, content_type="text/html"))
    page.goto("https://elsewhere.example/")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Ana Lima")).to_be_visible()
    wide, high = frame.locator("html").evaluate("one => [one.scrollWidth - innerWidth, one.scrollHeight - innerHeight]")
    assert wide <= 0
    assert high <= 0 or width_px < 360
    assert all(url.startswith("https://example.org/") for url in asked)
    frame.get_by_role("link", name="Ana Lima").click()
    page.wait_for_url("https://example.org/contributors/ana-lima/")
    page.close()

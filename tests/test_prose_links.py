"""Where links in texts lead, which images they show."""

from __future__ import annotations

import pytest

from generator.sources.prose import read_prose


def body(text: str, **options) -> str:
    return read_prose(text, **options).html


def test_an_outside_link_leads_there_without_an_opener():
    assert body("[a](HTTPS://Example.org/?b&c)") == '<p><a href="https://example.org/?b&amp;c" rel="noopener">a</a></p>'
    assert body("<ana@example.org>") == '<p><a href="mailto:ana@example.org" rel="noopener">ana@example.org</a></p>'


def test_a_link_within_the_site_is_marked_for_later():
    prose = read_prose("[a](/projects/lamp/#credits)")
    assert prose.html == '<p><a href="site:/projects/lamp/#credits">a</a></p>'
    assert prose.links == ("/projects/lamp/#credits",)
    assert prose.notes == ()


@pytest.mark.parametrize(
    "target",
    [
        "../lamp/",
        "lamp.md",
        "?x",
        "//evil.example/",
        "/\\evil.example/",
        "/../x",
        "javascript:alert(1)",
        "data:text/html,x",
        "ssh:x",
        "java&#10;script:x",
        "&#106;avascript:x",
        "site:/x",
        "media:x",
        "https:example.org",
        "https://a@b.example/",
        "file:///etc/passwd",
    ],
)
def test_a_link_that_leads_nowhere_safe_is_unlinked_with_a_note(target):
    prose = read_prose(f"[words]({target})")
    assert prose.html == "<p>words</p>"
    assert len(prose.notes) == 1


def test_a_local_image_is_marked_for_later_by_its_file_name():
    prose = read_prose('![A lamp](stills/my%20lamp.png "Title")')
    assert prose.html == '<p><img src="media:stills/my lamp.png" alt="A lamp" title="Title"></p>'
    assert prose.images == ("stills/my lamp.png",)


def test_an_image_without_a_description_is_noted():
    assert read_prose("![](a.png)").notes == ("image without a description: a.png",)


@pytest.mark.parametrize("source", ["https://tracker.example/x.gif", "//tracker.example/x.gif", "HTTP://tracker.example/x"])
def test_a_remote_image_is_dropped_with_a_note(source):
    prose = read_prose(f"![words]({source})")
    assert prose.html == "<p>words</p>"
    assert prose.notes == (f"remote image dropped: {source}",)
    assert prose.images == ()


def test_a_remote_image_that_is_allowed_tells_nobody_where_it_is_shown():
    page = body("![x](https://example.org/x.gif)", remote_images="allow")
    assert page == '<p><img src="https://example.org/x.gif" alt="x" loading="lazy" referrerpolicy="no-referrer"></p>'
    assert "<img" not in body("![x](//example.org/x.gif)", remote_images="allow")


@pytest.mark.parametrize(
    "source", ["/etc/passwd", "data:image/png;base64,AA", "a\\b.png", "%00.png", "file:///x.png", "C:\\x.png", "?x", ""]
)
def test_an_image_that_is_no_file_beside_the_text_is_dropped_with_a_note(source):
    prose = read_prose(f'<img src="{source}" alt="words">')
    assert (prose.html, prose.images, len(prose.notes)) == ("<p>words</p>", (), 1)

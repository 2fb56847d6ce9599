"""Which addresses may be linked, how markers become addresses."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.links import clean_url, resolve_markers


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("http://localhost/", "http://localhost/"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),
        ("https://[2001:DB8::1]:80/", "https://[2001:db8::1]:80/"),
        ("https://münchen.example/straße", "https://münchen.example/stra%C3%9Fe"),
        ("https://例え.テスト/", "https://例え.テスト/"),
        ("https://example.org/映画?q=夜", "https://example.org/%E6%98%A0%E7%94%BB?q=%E5%A4%9C"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/A_(b)|<\"'>", "https://example.org/A_(b)%7C%3C%22'%3E"),
        ("https://example.org/~ana/@ana", "https://example.org/~ana/@ana"),
        ("mailto:ana@example.org", "mailto:ana@example.org"),
        ("MAILTO:ana@example.org?subject=A%20credit", "mailto:ana@example.org?subject=A%20credit"),
    ],
)
def test_a_web_or_mail_address_is_kept_in_its_normal_form(written, expected):
    assert clean_url(written) == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "empty"),
        ("javascript:alert(1)", "starts with javascript:"),
        ("JavaScript:alert(1)", "starts with javascript:"),
        ("java\tscript:alert(1)", "space or an invisible"),
        ("java\nscript:alert(1)", "space or an invisible"),
        (" javascript:alert(1)", "space or an invisible"),
        ("\xa0https://example.org/", "space or an invisible"),
        ("\x01https://example.org/", "space or an invisible"),
        ("https://example.org/\u202egnp.exe", "space or an invisible"),
        ("https://exa\u200bmple.org/", "space or an invisible"),
        ("https://example.org/\ud800", "space or an invisible"),
        ("javascript&colon;alert(1)", "not a whole address"),
        ("data:text/html,x", "starts with data:"),
        ("vbscript:x", "starts with vbscript:"),
        ("file:///etc/passwd", "starts with file:"),
        ("blob:https://example.org/x", "starts with blob:"),
        ("ftp://example.org/", "starts with ftp:"),
        ("site:/projects/lamp/", "starts with site:"),
        ("//example.org/", "starts with //"),
        ("/projects/lamp/", "not a whole address"),
        ("example.org", "not a whole address"),
        ("https:example.org", "no host"),
        ("https:/example.org", "no host"),
        ("https:///example.org", "no host"),
        ("https://:80/", "no host"),
        ("https://ana:secret@example.org/", "user name"),
        ("https://example.org@evil.example/", "user name"),
        ("https://evil.example\\@example.org/", "backslash"),
        ("https:\\\\example.org", "backslash"),
        ("https://example.org:99999/", "port"),
        ("https://example.org:http/", "port"),
        ("https://[::1", "cannot be read"),
        ("https://[zz]/", "cannot be read"),
        ("https://evil.example／.example.org/", "cannot be read"),
        ("https://exa%6dple.org/", "cannot exist"),
        ("https://exam<ple.org/", "cannot exist"),
        ("https://a..b/", "cannot exist"),
        (f"https://{'a' * 64}.org/", "cannot exist"),
        ("mailto:", "not an e-mail"),
        ("mailto:ana", "not an e-mail"),
        ("mailto://ana@example.org", "after mailto:"),
        ("mailto:ana@example.org?subject=a%0D%0ABcc:b@example.org", "line break"),
    ],
)
def test_another_address_is_refused_with_a_reason(written, reason):
    with pytest.raises(ValueError, match=reason):
        clean_url(written)


URLISH = st.lists(
    st.one_of(
        st.sampled_from(
            ["http", "https", "mailto", "javascript", ":", "//", "/", "@", "\\", "[", "]", "%", "?", "#", "\t", ".", "a.b"]
        ),
        st.text(max_size=3),
    ),
    max_size=10,
).map("".join)


@given(st.one_of(URLISH, URLISH.map("https://{}".format), st.text()))
def test_whatever_is_accepted_is_normal_already_with_an_allowed_scheme(written):
    with contextlib.suppress(ValueError):
        clean = clean_url(written)
        assert clean.startswith(("http://", "https://", "mailto:"))
        assert clean_url(clean) == clean
        assert not set(clean) & set(' \t\r\n"<>\\')


def test_markers_become_the_addresses_that_the_page_gives_them():
    page = '<p><a href="site:/a/?b&amp;c#d">x</a> <img src="media:a &quot;b&quot;.png" alt=""></p>'
    resolved = resolve_markers(page, lambda path: f"../..{path}&e", lambda name: f"/media/{name}")
    assert resolved == '<p><a href="../../a/?b&amp;c#d&amp;e">x</a> <img src="/media/a &quot;b&quot;.png" alt=""></p>'


def test_text_that_looks_like_a_marker_is_left_alone():
    page = '<p>&lt;a href="site:/x"> src="media:x" <img src="https://x/" alt="&lt;a href=&quot;site:/x"></p>'
    assert resolve_markers(page, lambda _: "!", lambda _: "!") == page

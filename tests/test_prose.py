"""What becomes of texts that strangers wrote."""

from __future__ import annotations

import contextlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.inlinepatterns import SubstituteTagInlineProcessor

from generator.sources import prose, unmarked
from generator.sources.prose import Prose, plain, read_prose

VOID = {"br", "hr", "img", "wbr"}
HANDLER = re.compile(r"on[a-z]+", re.IGNORECASE)


class Tags(HTMLParser):
    """Every tag a browser would see, with whether they are balanced."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.balanced = True
        self.feed(page)
        self.close()
        self.balanced = self.balanced and not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.balanced = self.balanced and bool(self.open) and self.open.pop() == tag


def body(text: str, **options) -> str:
    return read_prose(text, **options).html


def assert_harmless(prose: Prose) -> None:
    page = Tags(prose.html)
    assert page.balanced
    for tag, attributes in page.tags:
        assert tag not in {"script", "style", "svg", "math", "iframe", "form", "object", "base", "meta", "link", "input"}
        assert not any(HANDLER.fullmatch(name) or name == "style" for name in attributes)
        assert (attributes.get("id") or "t-").startswith("t-")
        assert re.match(r"https?://|mailto:|site:/(?!/)|#", attributes.get("href") or "#")
        assert re.match(r"media:", attributes.get("src") or "media:")
    assert "<!--" not in prose.html


# markup


def test_markdown_becomes_html_with_tables_footnotes_definitions_abbreviations():
    text = "A *b*[^1] HTML\n\nx|y\n-|-:\n1|2\n\nTerm\n:   Meaning\n\n```python\n<b>\n```\n\n*[HTML]: Hyper\n\n[^1]: Note"
    page = body(text)
    assert '<sup id="t-fnref:1"><a href="#t-fn:1" class="footnote-ref">1</a></sup>' in page
    assert '<li id="t-fn:1">' in page
    assert '<a href="#t-fnref:1" class="footnote-backref" title="↩ 1">↩</a>' in page
    assert '<td class="align-right">2</td>' in page
    assert "<dd>Meaning</dd>" in page
    assert '<abbr title="Hyper">HTML</abbr>' in page
    assert "<pre><code>&lt;b&gt;\n</code></pre>" in page


def test_a_leading_heading_is_the_title_not_part_of_the_body():
    prose = read_prose("# The *River* & I\n\nText # not a heading\n\n# Later")
    assert prose.title == "The River & I"
    assert prose.html == '<p>Text # not a heading</p>\n<h2 id="t-later">Later</h2>'
    assert prose.text == "Text # not a heading Later"


def test_a_heading_after_text_is_no_title():
    assert read_prose("Text\n\n# Heading").title is None
    assert read_prose("## Heading").title is None


def test_a_leading_heading_that_is_only_an_image_stays():
    prose = read_prose("# ![Lamp](a.png)\n\nText")
    assert prose.title is None
    assert prose.html.startswith('<h2 id="t-')
    assert prose.images == ("a.png",)


def test_links_or_images_in_the_title_are_not_counted():
    prose = read_prose("# [River](/projects/river/) ![x](a.png)\n\nText")
    assert (prose.links, prose.images, prose.html) == ((), (), "<p>Text</p>")


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("x\n\n# a\n\n## b\n\n# c", 2, [2, 3, 2]),
        ("x\n\n# a\n\n## b\n\n# c", 3, [3, 4, 3]),
        ("# title\n\n## a\n\n### b", 2, [2, 3]),
        ("#### a\n\n###### b\n\n## c\n\n#### d", 2, [2, 3, 2, 3]),
        ("x\n\n# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5\n\n###### 6", 3, [3, 4, 5, 6, 6, 6]),
    ],
)
def test_headings_follow_the_page_without_gaps(text, base, expected):
    assert [int(level) for level in re.findall(r"<h(\d) ", body(text, heading_base=base))] == expected


def test_heading_ids_are_readable_unique_prefixed():
    page = body("x\n\n## What is it?\n\n## What is it?\n\n## 夜\n\n## What is it 2", prefix="c1-")
    ids = re.findall(r'id="([^"]+)"', page)
    assert ids[:2] == ["c1-what-is-it", "c1-what-is-it-2"]
    assert ids[3] == "c1-what-is-it-2-2"
    assert len(set(ids)) == 4


def test_links_to_a_heading_of_the_text_get_its_prefix_others_are_for_the_page():
    prose = read_prose("[a](#one-two) [b](#film)\n\n## One two")
    assert '<a href="#t-one-two">a</a> <a href="#film">b</a>' in prose.html
    assert prose.links == ("#film",)


def test_an_empty_heading_is_left_out():
    assert body("x\n\n## <b></b>\n\ny") == "<p>x</p>\n\n<p>y</p>"


def test_a_poem_keeps_its_lines():
    assert body("Roses are red,  \nviolets\\\nblue.") == (
        '<p class="verse"><span class="line">Roses are red,</span><br><span class="line">violets</span><br><span class="line">blue.</span></p>'
    )


def test_a_paragraph_with_some_hard_breaks_is_no_poem():
    assert body("one  \ntwo\nthree") == "<p>one<br>\ntwo\nthree</p>"


def test_a_backslash_before_a_backslash_is_no_hard_break():
    assert "<br>" not in body("a\\\\\nb")


def test_ruby_figures_directions_languages_are_kept():
    kept = '<p dir="rtl" lang="ar">x <ruby>夜<rp>(</rp><rt>よる</rt><rp>)</rp></ruby> <bdi>y</bdi> <span lang="ja">z</span></p>'
    assert body(kept) == kept
    figure = "<figure><figcaption>x</figcaption></figure>"
    assert body(figure) == figure


def test_the_result_does_not_depend_on_texts_read_before():
    text = "x[^a] [b]\n\n# h\n\n[^a]: note"
    first = read_prose(text)
    read_prose("[^a]: other\n\n[b]: https://example.org/\n\n# h\n\n*[x]: y")
    assert read_prose(text) == first


# strangers


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>x",
        '<img src=x onerror="alert(1)">',
        "<svg onload=alert(1)><a xlink:href=javascript:x>y</a></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)>",
        "<iframe src=https://example.org></iframe>",
        "<form action=x><input name=y><button>z</button></form>",
        '<p style="position:fixed" class="menu" id="location" name="x">y</p>',
        "<base href=https://evil.example><meta http-equiv=refresh content=0>",
        "<a href='java\tscript:alert(1)'>x</a>",
        '[x](https://example.org/"onmouseover="alert(1))',
        '![" onerror="alert(1)](a.png)',
        "```\n</code></pre><script>alert(1)</script>\n```",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<h2><b><h3>x</h2></b></h3>",
        "<p><button><p>x</button>",
        "</div></main></body></html>x",
        "<footer>x</footer><nav>y</nav>",
        "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 x",
    ],
)
def test_markup_that_could_do_harm_is_gone(text):
    assert_harmless(read_prose(text))


@pytest.mark.parametrize(
    "text",
    [
        "<div><b>x",
        "<!-- x",
        "<!--",
        "<textarea>x",
        "<title>x",
        "<plaintext>x",
        "<xmp>x",
        "x <a href='",
        "</p></div>x",
        "<table><tr>x",
    ],
)
def test_what_is_not_closed_ends_with_the_text(text):
    prose = read_prose(f"before\n\n{text}\n\nafter")
    assert_harmless(prose)
    assert prose.text.startswith("before")
    assert "after" in prose.text


def test_an_element_that_is_left_out_with_its_text_is_noted():
    assert read_prose("x\n\n<script>y").notes == ("<script> was left out, with all that is in it",)
    assert read_prose("`<script>`").notes == ()


def test_what_is_written_is_what_a_browser_makes_of_it():
    assert body("<p>x<button><p>y</button></p>") == "<p>x</p><p>y</p><p></p>"


def test_ids_cannot_take_names_that_scripts_use():
    assert body('<span id="location">x</span> <span id="location">y</span> <span id="a b">z</span>') == (
        '<p><span id="t-location">x</span> <span>y</span> <span>z</span></p>'
    )


def test_a_prefix_that_protects_nothing_is_refused():
    with pytest.raises(ValueError, match="prefix"):
        read_prose("x", prefix="")


def test_characters_that_feeds_cannot_hold_are_removed_with_a_note():
    prose = read_prose("\ufeffa\x00b\x0bc\ud800d&#11;e&#xFFFF;f")
    assert prose.text == "abcdef"
    assert prose.notes == ("control characters removed: 3",)


FRAGMENTS = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<svg>",
        "<math>",
        "<style>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<a href=",
        "javascript:",
        "alert(1)",
        '"',
        "'",
        "<",
        ">",
        "&",
        "&lt;",
        "&#60;",
        "onerror=",
        "<img src=",
        "<p>",
        "</p>",
        "<b>",
        "<table>",
        "<td>",
        "<h1>",
        "<select>",
        "[a](",
        "![a](",
        ")",
        "[",
        "]",
        "\n",
        "\n\n",
        "    ",
        "# ",
        "> ",
        "- ",
        "1. ",
        "|",
        "|-|-|\n",
        "`",
        "```\n",
        "*",
        "_",
        "\\",
        "[^1]",
        "[^1]: ",
        "id=x ",
        "class=verse ",
        "site:",
        "media:",
        "https://",
        "//",
        "é",
        "夜",
        "<template>",
        "<noscript>",
        "<textarea>",
        "<button>",
        "  \n",
        ": ",
    ]
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=4)), max_size=30).map("".join))
def test_no_text_at_all_can_do_harm(text):
    assert_harmless(read_prose(text))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_reading_twice_gives_the_same(text):
    assert read_prose(text) == read_prose(text)


# plain text


def test_plain_text_has_no_markup_no_footnote_marks_one_line():
    prose = read_prose("# T\n\nA *b* &amp; <c>[^1]\n\n- one\n- two  \n  three\n\n[^1]: note")
    assert prose.text == "A b & one two three note"
    assert prose.words == 7 - 1


def test_words_are_counted_in_scripts_without_spaces_too():
    assert read_prose("It's a well-known *lamp*.").words == 4
    assert read_prose("夜の街 film").words == 4


def test_plain_includes_the_title():
    assert plain("# A *b*\n\nc") == "A b c"


def test_an_empty_text_is_empty():
    assert read_prose("") == Prose(html="", text="", words=0)


SMART = (*prose.EXTENSIONS, "smarty")


def _stock(extensions: tuple[str, ...]) -> Markdown:
    """Markdown as it comes, with the hard breaks and the bounds of `read_prose`, but with no short ways."""
    settings = {"footnotes": {"BACKLINK_TITLE": "↩ %d"}, "tables": {"use_align_attribute": True}}
    parser = Markdown(extensions=list(extensions), extension_configs=settings)
    parser.inlinePatterns.register(SubstituteTagInlineProcessor(unmarked.BACKSLASH_BREAK, "br"), "backslash_break", 185)
    return parser


@settings(max_examples=500, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.one_of(
            FRAGMENTS,
            st.sampled_from(
                ["word", "Two words", "*[", "]: ", "\n\n\n", " ", "\t", "\x02", "'", '"', "--", "...", "'80s", *"`\\[]!<>&;* \n"]
            ),
            st.text(max_size=4),
        ),
        max_size=40,
    ).map("".join),
    st.sampled_from([SMART, prose.EXTENSIONS]),
)
def test_a_short_way_leads_to_the_same(text, extensions):
    with contextlib.suppress(RecursionError):
        assert prose._convert(text, extensions)[0] == _stock(extensions).convert(text)


def test_every_pattern_has_a_sign_by_which_it_is_sought():
    parser, bounds = prose._parser(SMART)
    assert isinstance(parser.treeprocessors["smarty"], unmarked._Smarty)
    assert sum(isinstance(pattern.compiled_re, unmarked.Sought) for pattern in parser.inlinePatterns) == 15
    assert bounds.unmarked.leaves_alone("A plain text.")
    assert not bounds.unmarked.leaves_alone("HTML\n\n*[HTML]: a language")

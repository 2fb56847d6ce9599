"""How texts end that would take forever to read."""

from __future__ import annotations

import subprocess
import sys

import pytest

from generator.sources.prose import ProseError, read_prose

SAFETY_S = 60
"""Far above what any of these takes: the shapes took minutes or never ended."""

SLOW_SHAPES = {
    "brackets": '"[" * 20000',
    "links": '"[a](" * 20000',
    "images": '"![" * 15000',
    "brackets in many paragraphs": '("[" * 100 + chr(10) * 2) * 9000',
    "nested brackets": '"[" * 10000 + "]" * 10000',
    "stars": '"*a **b " * 100000',
    "underscores": '"_a" * 400000',
    "backticks": '" ".join("`" * i for i in range(1, 900))',
    "quotations": '">" * 900000',
    "tags": '"<a" * 400000',
    "attributes": '"<a" + " a" * 400000',
    "formatting": '"<div><p>" + "".join(f"<b id=b{i}>" for i in range(2000)) + "<p>x" * 2000',
    "sections": '"<![CDATA[" * 10000',
    "ampersands": '"&" * 900000',
    "table": '"|a" * 3000 + chr(10) + "|-" * 3000 + chr(10) + ("|a" + chr(10)) * 3000',
    "code fences": '("~~~a" + chr(10)) * 9999',
    "headings": '("a" + chr(10) + "=" + chr(10)) * 10000',
    "footnotes": '"[^a] " * 5000 + chr(10) * 2 + "[^a]: x"',
    "abbreviations": '"*[a]: x" + chr(10) * 2 + "a " * 400000',
    "addresses": '"[a]: " + "x" * 100000 + chr(10) * 2 + "[a] " * 200000',
    "empty addresses": '("[a]:" + chr(10)) * 20000',
    "nested lists": '"- " * 5000 + "a"',
    "nested lists in many lines": '("- " * 49 + "a" + chr(10) * 2) * 9000',
    "indented lists": 'chr(10).join("    " * i + "- a" for i in range(500))',
    "paragraphs": '("a" + chr(10) * 2) * 300000',
}


@pytest.mark.parametrize("shape", SLOW_SHAPES.values(), ids=SLOW_SHAPES)
def test_a_text_made_to_take_forever_is_read_or_refused_soon(shape):
    code = (
        "from generator.sources.prose import ProseError, read_prose\n"
        f"text = {shape}\n"
        "try:\n    assert len(read_prose(text).html) < 8_000_000\n"
        "except ProseError:\n    pass\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=SAFETY_S)


def test_a_paragraph_with_too_many_brackets_is_shown_as_typed():
    prose = read_prose("*before*\n\n" + "[" * 20000 + " <b>\n\n*after*")
    assert prose.html == f"<p><em>before</em></p>\n<p>{'[' * 20000} &lt;b&gt;</p>\n<p><em>after</em></p>"
    assert len(prose.notes) == 1


def test_a_long_honest_text_is_read_whole():
    paragraph = "Lorem *ipsum* dolor [sit](https://example.org/x) `amet`, [sic] consectetur.  \n" * 8
    prose = read_prose("\n\n".join([paragraph] * 300))
    assert prose.notes == ()
    assert prose.html.count("<em>") == 2400


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * 1_000_001, "1,000,001 characters long"),
        ("- " * 60 + "a", "more than 50 deep"),
        ("a\n:   b\n" * 1200, "nested too deeply"),
    ],
)
def test_a_text_beyond_the_limits_is_refused_with_the_reason(text, reason):
    with pytest.raises(ProseError, match=reason):
        read_prose(text)


def test_a_text_is_read_after_one_that_failed():
    with pytest.raises(ProseError):
        read_prose("a\n:   b\n" * 1200)
    assert read_prose("- a").html == "<ul>\n<li>a</li>\n</ul>"


def test_an_unknown_extension_is_named():
    with pytest.raises(ProseError, match="nonesuch"):
        read_prose("x", extensions=("nonesuch",))

"""What becomes of texts that pyromark reads: the same as of others, sooner."""

from __future__ import annotations

import importlib.util

import pytest
from hypothesis import HealthCheck, given, settings
from sites import CONFIG, SiteTest
from test_prose import FRAGMENTS, assert_harmless, st

from generator.sources.prose import EXTENSIONS, read_prose

ALL = (*EXTENSIONS, "smarty")
ENGINES = ("python-markdown", "commonmark")
HONEST = """# The Lantern

A street lamp *decides* to **leave**, and says: "goodbye" -- it's dark.[^1] See [the poem](/projects/lamp/) or
[elsewhere](https://example.org/a?b=1&c=2).

## The way

- one
- two `code`

1. first
2. second

> Quoted *twice*.

Rain falls\\
on the lamp\\
at night

![A lamp](lamp.png)

| who | what |
|:----|-----:|
| Ana | film |

Lamp
:   What gives light.

```
x < 1
```

And a second note.[^two] And the first.[^1]

[^1]: A *note*.
[^two]: Another one.
"""


@pytest.mark.parametrize("field", ["text", "words", "title", "links", "images", "notes"])
def test_both_engines_say_the_same_of_an_honest_text(field):
    one, other = (read_prose(HONEST, engine=engine, extensions=ALL) for engine in ENGINES)
    assert getattr(one, field) == getattr(other, field)


def test_both_engines_make_the_same_page_of_an_honest_text():
    one, other = (read_prose(HONEST, engine=engine, extensions=ALL).html for engine in ENGINES)
    assert "".join(other.split()) == "".join(one.split())


def test_an_extension_that_is_off_is_off():
    html = read_prose(HONEST, engine="commonmark", extensions=()).html
    assert "<table" not in html
    assert "footnote" not in html
    assert "<dl" not in html
    assert '"goodbye" -- it\'s' in html


def test_footnotes_lead_there_and_back():
    html = read_prose("A[^a] b[^a].\n\n[^a]: Note\n\n    - one\n", engine="commonmark", prefix="d-").html
    for piece in (
        'id="d-fnref:a"',
        'id="d-fnref2:a"',
        'href="#d-fn:a"',
        'id="d-fn:a"',
        'href="#d-fnref:a"',
        'href="#d-fnref2:a"',
    ):
        assert html.count(piece) == (2 if piece == 'href="#d-fn:a"' else 1), piece


def test_a_note_that_a_stranger_forged_harms_nothing():
    forged = '<div class="footnote-definition" id="x"><sup class="footnote-definition-label">1</sup><div><p>y'
    prose = read_prose(f"{forged}\n\nA[^1]\n\n[^1]: b", engine="commonmark")
    assert_harmless(prose)
    assert "y" in prose.text


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=4)), max_size=30).map("".join))
def test_no_text_at_all_can_do_harm(text):
    assert_harmless(read_prose(text, engine="commonmark", extensions=ALL))


def test_a_site_may_choose_its_engine(tmp_path):
    poem = "title: Lamp\nmedium: poem\ncredits: none\ndescription: |\n  A *lamp*\n  + a list that may interrupt a paragraph\n"
    site = SiteTest.of(tmp_path, {"content/projects/lamp/project.yaml": poem}).build()
    assert b"<li>a list that" not in site.output()["projects/lamp/index.html"]
    site.write("config.yaml", CONFIG + "markdown: {engine: commonmark}\n").build()
    assert b"<li>a list that" in site.output()["projects/lamp/index.html"]


def test_an_engine_that_is_not_installed_is_said_with_what_to_do(tmp_path, monkeypatch):
    from generator.sources.settings import read_config

    site = SiteTest.of(tmp_path, {"config.yaml": CONFIG + "markdown: {engine: commonmark}\n"})
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    problems = []
    read_config(site.root, problems)
    assert [(one.code, one.place.source, one.hint) for one in problems] == [
        ("missing-package", "config.yaml", 'pip install "creditroll[fast]", or leave engine out')
    ]

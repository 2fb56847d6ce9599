"""Texts that an import writes read back as they were, and lead nowhere that is not there."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.importers.loose_links import without_loose_links
from generator.importers.write_yaml import yaml_scalar, yaml_text


@given(
    st.recursive(
        st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t #:-'\"{}[]|>&*!%@`?,~=<"), max_size=40),
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            | st.dictionaries(st.text("ab :#-'?<é\"", min_size=1, max_size=6), inner, min_size=1, max_size=3)
        ),
        max_leaves=6,
    )
)
def test_every_text_reads_back_as_it_was(value):
    text = yaml_text({"key": value, "~": "null"})
    assert yaml.load(text, Loader=yaml.BaseLoader) == yaml.load(text, Loader=yaml.CBaseLoader) == {"key": value, "~": "null"}


@pytest.mark.parametrize("text", ["no", "12:30", "1.10", "007", "2025-11-02", "true", "it's", "a - b"])
def test_quotes_stand_only_where_they_are_needed(text):
    assert yaml_scalar(text) == text


@pytest.mark.parametrize(
    ("text", "kept", "addresses"),
    [
        ("[a](/b) [c](https://d.org)", "a [c](https://d.org)", ["/b"]),
        ('[a](b.html "t") `[c](/d)`', "a `[c](/d)`", ["b.html"]),
        ("[a][1] [b][] [b]\n\n[1]: /x\n[b]: y\n", "a b b\n\n", ["/x", "y"]),
        ("```\n[a](/b)\n```\n[a](#b)[^1]\n\n[^1]: note", "```\n[a](/b)\n```\n[a](#b)[^1]\n\n[^1]: note", []),
        ('<a href="/x">w</a> [n]: no', "w [n]: no", ["/x"]),
        ("[a [b](/c) d](https://e.org)", "[a b d](https://e.org)", ["/c"]),
    ],
)
def test_links_that_lead_nowhere_become_words(text, kept, addresses):
    assert without_loose_links(text) == (kept, addresses)

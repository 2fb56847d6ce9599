"""A text is kept only where it has the form that its key asks for."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.sources.forms import FORMS, FormError

GOOD = {
    "date": ["2025", "2025-11", "2024-02-29", "0001-01-01", "9999-12-31"],
    "language": ["en", "pt-BR", "zh-Hant", "sr-Latn-RS", "sl-rozaj", "es-419", "x-klingon", "de-CH-1996"],
    "time": ["1:23", "0:01:23.5", "75:00"],
    "range": ["2:13", "1:00-1:20"],
    "focus": ["0.5 0.3", "0 1"],
    "colour": ["#1a2B3c"],
    "number": ["0", "2.5"],
    "year": ["2025"],
    "email": ["a.b@example.org"],
    "uuid": ["6f1c0c0e-2f4b-4c53-9d4e-0a8f5f1f2d3c"],
    "timezone": ["UTC", "Europe/Lisbon"],
    "file": ["a.png", "pages/a b.png", "ré.pdf", "50%.png"],
    "isbn": ["978-3-16-148410-0"],
    "issn": ["0317-8471"],
    "ismn": ["979-0-2600-0043-8"],
    "isrc": ["US-SKG-19-12345"],
    "iswc": ["T-034.524.680-1"],
    "isan": ["0000-0000-D07A-0090-Q-0000-0000-X"],
    "eidr": ["10.5240/7791-8534-2C23-9030-8610-5"],
    "orcid": ["0000-0002-1825-0097"],
    "isni": ["000000012146438X"],
    "doi": ["10.1000/182"],
    "imdb": ["tt0111161"],
    "wikidata": ["Q42"],
    "viaf": ["113230702"],
}
BAD = {
    "date": ["", "25", "2025-13", "2026-02-30", "2025-1-1", "0000", "10000", "2025-11-02T10:00", "٢٠٢٥", "1900-02-29"],
    "language": ["", "english", "pt_BR", "e", "en-", "en--US", "日本"],
    "time": ["", "1:2", "1:60", "1:60:00", "-1:00", "12"],
    "range": ["1:20-1:00", "1:00-", "a-b"],
    "focus": ["0.5", "2 0", "0.5,0.3"],
    "colour": ["red", "#fff"],
    "number": ["-1", "1e3", "nan", "1,5"],
    "year": ["0000", "25"],
    "email": ["a@b", "a b@c.org", "x"],
    "uuid": ["6f1c0c0e"],
    "timezone": ["Lisbon", "../etc/passwd", "", "a\0b"],
    "file": [
        "",
        "/a",
        "../a",
        "a/../b",
        "a\\b",
        "C:a",
        "~/a",
        "$HOME/a",
        "https://a.org/b",
        "data:x",
        "//h/a",
        "a\0",
        "%2e%2e/a",
        "a/",
        ".",
    ],
    "isbn": ["978-3-16-148410-1", "x"],
    "issn": ["0317-8472"],
    "ismn": ["979-0-2600-0043-9"],
    "isrc": ["nope"],
    "iswc": ["T-034.524.680-2", "x"],
    "isan": ["x"],
    "eidr": ["10.5240/7791-8534-2C23-9030-8610-6", "x"],
    "orcid": ["0000-0002-1825-0098", "x"],
    "isni": ["0000000121464381"],
    "doi": ["11.1/x", "10.1000/"],
    "imdb": ["xx1"],
    "wikidata": ["P3", "Q0"],
    "viaf": ["x"],
}


@pytest.mark.parametrize(("form", "text"), [(form, text) for form, texts in GOOD.items() for text in texts])
def test_a_text_of_the_right_form_is_kept(form, text):
    assert FORMS[form](text) == text


@pytest.mark.parametrize(("form", "text"), [(form, text) for form, texts in BAD.items() for text in texts])
def test_a_text_of_the_wrong_form_is_refused(form, text):
    with pytest.raises(FormError):
        FORMS[form](text)


def test_an_identifier_may_be_given_by_its_address():
    assert FORMS["doi"]("https://doi.org/10.1000/182") == "10.1000/182"
    assert FORMS["orcid"]("https://orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097"


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(FORMS)), st.text())
def test_a_form_refuses_or_keeps_but_never_fails(form, text):
    with contextlib.suppress(FormError):
        assert isinstance(FORMS[form](text), str)

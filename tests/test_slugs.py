"""What free texts and ids look like in addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.slugs import id_problem, is_id, natural_key, slug, stem

IDS = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,6}", fullmatch=True).filter(is_id)

DISTINCT = [
    *["C", "C++", "C#", "F#", "F", ".NET", "NET", "c/c++", "C--x", "C*"],
    *["art textures", "art/textures", "art: textures", "art, textures", "art.textures", "art+textures", "art|textures"],
    *["夜", "夜の街", "街", "アニメ", "あにめ", "애니메이션", "موسيقى", "موسيقي", "музыка", "музика", "μουσική"],
    *["🎬", "🎥", "🎬🎥", "film 🎬", "film 🎥", "film", "夜 film", "街 film", "★", "☆"],
    *["2.5D", "25D", "2 5D", "9.9", "99", "50 %", "50", "$", "€", "?", "!", "...", "", "con", "nul"],
    *["hip hop", "hip-hop!", "(hip) hop", '"hip" hop', "a" * 80, "a" * 81, "a" * 82, "é" * 81],
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Night Sky", "night-sky"),
        ("night_sky", "night-sky"),
        ("  NIGHT -- sky ", "night-sky"),
        ("A–Z", "a-z"),
        ("Don’t look", "dont-look"),
        ("Don't look", "dont-look"),
        ("Hawaiʻi", "hawaii"),
        ("Animação", "animacao"),
        ("Animac\u0327a\u0303o", "animacao"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("Łódź", "lodz"),
        ("Đà Nẵng", "da-nang"),
        ("Þórr", "thorr"),
        ("İstanbul ışık", "istanbul-isik"),
        ("Ｆｉｌｍ", "film"),
        ("rock & roll", "rock-and-roll"),
        ("R&B", "r-and-b"),
        ("night\u200b\u202e", "night"),
    ],
)
def test_a_text_of_latin_letters_becomes_a_readable_slug(text, expected):
    assert slug(text) == expected


def test_texts_that_differ_in_more_than_typing_never_meet():
    met: dict[str, list[str]] = {}
    for text in DISTINCT:
        met.setdefault(slug(text), []).append(text)
    assert [texts for texts in met.values() if len(texts) > 1] == []


@pytest.mark.parametrize(
    ("one", "other"), [("Night", "night"), ("C++", "c++"), ("夜 Film", "夜_film"), ("Ｃ＋＋", "c++"), ("Музыка", "музыка")]
)
def test_texts_that_differ_only_in_typing_meet(one, other):
    assert slug(one) == slug(other)


def test_a_slug_keeps_what_is_readable_before_its_digest():
    assert slug("C++") == "c-cedb1bac"
    assert slug("art/textures").startswith("art-textures-")


@given(st.text(max_size=200))
def test_every_text_has_a_slug_that_is_a_valid_id(text):
    assert id_problem(slug(text)) is None


@given(IDS)
def test_an_id_is_its_own_slug(text):
    assert slug(text) == text
    assert stem(text) == text


def test_lone_surrogates_have_a_slug():
    assert is_id(slug("\ud800"))


def test_a_stem_has_no_digest():
    assert stem("What is it? Nothing!") == "what-is-it-nothing"
    assert stem("夜") == ""


@pytest.mark.parametrize("text", ["ana-lima", "a", "7", "a" * 80, "com10", "console"])
def test_valid_ids_have_no_problem(text):
    assert is_id(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("a" * 81, "81 characters"),
        ("Ana-Lima", 'try "ana-lima"'),
        ("ana_lima", 'try "ana-lima"'),
        ("a--b", 'try "a-b"'),
        ("-a", "hyphens between"),
        ("a-", "hyphens between"),
        ("../a", "a-z"),
        ("a\n", "a-z"),
        ("٣", "a-z"),
        ("con", "Windows"),
        ("nul", "Windows"),
        ("lpt9", "Windows"),
    ],
)
def test_what_is_wrong_with_an_id_is_said(text, words):
    assert words in (id_problem(text) or "")


def test_numbers_in_names_sort_as_numbers():
    names = ["page-10.png", "page-2.png", "Page-1.png", "page-2b.png", "page.png", "page-02.png", "cover.png"]
    assert sorted(names, key=natural_key) == [
        "cover.png",
        "Page-1.png",
        "page-02.png",
        "page-2.png",
        "page-2b.png",
        "page-10.png",
        "page.png",
    ]


def test_numbers_longer_than_python_converts_sort():
    assert natural_key("9" * 5000) < natural_key("1" + "0" * 5000)


@given(st.lists(st.text(max_size=20), max_size=8))
def test_any_names_can_be_sorted_in_one_way_only(names):
    turned = list(reversed(names))
    assert sorted(names, key=natural_key) == sorted(turned, key=natural_key)

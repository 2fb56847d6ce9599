"""Words about files, and words on badges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.plan.badges import text_width_px
from generator.plan.sizes import duration_text, length_s, size_text, type_name


@pytest.mark.parametrize(
    ("size_bytes", "locale", "expected"),
    [
        (0, "en", "0 bytes"),
        (1, "en", "1 byte"),
        (999, "en", "999 bytes"),
        (1000, "en", "1 kB"),
        (1_240_000, "en", "1.2 MB"),
        (9_960_000, "en", "10 MB"),
        (999_600, "en", "1 MB"),
        (3_400_000_000, "en", "3.4 GB"),
        (5_000_000_000_000_000, "en", "5,000 TB"),
        (1_240_000, "pt-BR", "1,2 MB"),
        (1_240_000, "fr", "1,2\u202fMo"),
        (1_240_000, "zz-Latn", "1.2 MB"),
        (1_240_000, "not a tag", "1.2 MB"),
    ],
)
def test_a_size_is_written_as_in_the_sites_language(size_bytes, locale, expected):
    assert size_text(size_bytes, locale) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0:00"), (4.4, "0:04"), (59.5, "1:00"), (185, "3:05"), (3723, "1:02:03"), (36000, "10:00:00"), (-1, "0:00")],
)
def test_a_length_is_written_as_on_a_player(seconds, expected):
    assert duration_text(seconds) == expected


@pytest.mark.parametrize(("durations", "expected"), [([], 0), ([44, 12], 44), ([180, 200, 170], 550), ([90, 88], 178)])
def test_extras_do_not_make_a_film_longer(durations, expected):
    assert length_s(durations) == expected


@pytest.mark.parametrize(
    ("mime", "name", "expected"),
    [
        ("application/pdf", "score.bin", "PDF"),
        ("audio/mpeg", "a.mp3", "MP3"),
        ("text/vtt; charset=utf-8", "a.vtt", "WebVTT"),
        ("application/octet-stream", "stems.Flp", "FLP"),
        ("application/octet-stream", "README", ""),
        ("", "game.love2dgame", ""),
        ("", ".hidden", ""),
    ],
)
def test_a_files_type_has_a_short_name(mime, name, expected):
    assert type_name(mime, name) == expected


def test_wide_letters_take_more_room_than_narrow_ones():
    assert text_width_px("illi") < text_width_px("anno") < text_width_px("WMWM")
    assert text_width_px("アナ") == 22
    assert text_width_px("João") == text_width_px("Joao")
    assert text_width_px("") == 0


@given(st.text(max_size=200), st.text(max_size=200))
def test_longer_texts_are_never_narrower(first, second):
    assert text_width_px(first) <= text_width_px(first + second)

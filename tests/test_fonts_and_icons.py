"""Fonts cut for the web, icons, pictures for social networks: from the packages' fonts only, the same bytes each time."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from generator.model.media import MediaError
from generator.render.cards import CardColours, social_picture
from generator.render.fonts import covered, drawable, font_path, subset_font, unicode_range, web_font
from generator.render.icons import favicon

DARK = CardColours(background="#16181d", text="#f4f1ea", accent="#e2a33b")


def test_a_web_font_has_the_characters_it_claims_and_no_others():
    made = web_font("source-serif", 400, "cyrillic")
    font = TTFont(BytesIO(made.data))
    assert font.flavor == "woff2"
    assert unicode_range(font.getBestCmap().keys()) == made.unicode_range
    assert ord("Ж") in font.getBestCmap()
    assert ord("a") not in font.getBestCmap()


def test_the_same_font_has_the_same_bytes():
    path = font_path("hanken-grotesk", 400)
    assert subset_font(path, [65, 66, 67]) == subset_font(path, (67, 65, 66))


def test_a_changed_font_gives_up_the_reserved_name_and_keeps_its_licence():
    font = TTFont(BytesIO(subset_font(font_path("source-serif", 700, italic=True), range(65, 91))))
    assert "Source" not in (font["name"].getDebugName(1) + font["name"].getDebugName(4) + font["name"].getDebugName(6))
    assert "Adobe" in font["name"].getDebugName(0)
    assert "Open Font License" in font["name"].getDebugName(13)


def test_kerning_is_kept():
    assert "GPOS" in TTFont(BytesIO(subset_font(font_path("source-serif"), map(ord, "AVTo"))))


def test_a_script_that_a_font_lacks_has_no_file():
    assert web_font("hanken-grotesk", 400, "greek") is None
    assert web_font("source-serif", 400, "greek", italic=True) is None


@pytest.mark.parametrize(
    ("family", "weight"),
    [
        (family, weight)
        for family, weights in (("source-serif", (200, 300, 400, 600, 700, 900)), ("hanken-grotesk", (300, 400, 500, 600, 700)))
        for weight in weights
    ],
)
def test_every_promised_face_is_there(family, weight):
    assert font_path(family, weight).is_file()
    assert font_path(family, weight, italic=True).is_file()


def test_a_weight_that_is_not_there_names_those_that_are():
    with pytest.raises(LookupError, match="300, 400, 500, 600, 700"):
        font_path("hanken-grotesk", 950)


def test_ranges_are_written_as_css_wants_them():
    assert unicode_range({0x41, 0x42, 0x43, 0x20AC}) == "U+41-43, U+20AC"


def test_text_that_a_font_cannot_draw_is_left_off():
    serif = font_path("source-serif")
    assert drawable("Ana Lima", serif) == "Ana Lima"
    assert drawable("アナ・リマ", serif) == ""
    assert drawable("Ana アナ", serif) == ""
    assert drawable("Night 🎬 Shift\u200d\ufe0f", serif) == "Night Shift"
    assert drawable("e\u0301", serif) == "é"
    assert not (set(map(ord, drawable("Łódź – “Ночь” ½ €", serif))) - covered(serif))


def test_icons_have_the_sizes_that_browsers_ask_for():
    icons = favicon("n", "#7a1f2b", "#ffffff")
    assert Image.open(BytesIO(icons["favicon.ico"])).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    sizes = {name: Image.open(BytesIO(data)).size[0] for name, data in icons.items() if name.endswith(".png")}
    assert sizes == {"icon-192.png": 192, "icon-512.png": 512, "icon-maskable-512.png": 512, "apple-touch-icon.png": 180}
    assert favicon("n", "#7a1f2b", "#ffffff") == icons


def test_an_icon_is_the_initial_on_its_colour():
    picture = Image.open(BytesIO(favicon("I", "#7a1f2b", "#ffffff")["icon-192.png"]))
    assert picture.getpixel((0, 0))[3] == 0
    assert picture.getpixel((20, 96)) == (0x7A, 0x1F, 0x2B, 255)
    assert picture.getpixel((96, 96)) == (255, 255, 255, 255)


def test_a_maskable_icon_fills_its_corners():
    picture = Image.open(BytesIO(favicon("N", "#7a1f2b", "#ffffff")["icon-maskable-512.png"]))
    assert picture.mode == "RGB"
    assert picture.getpixel((0, 0)) == (0x7A, 0x1F, 0x2B)


@pytest.mark.parametrize("initial", ["", "夜", "🎬"])
def test_an_initial_that_cannot_be_drawn_becomes_a_disc(initial):
    icons = favicon(initial, "#7a1f2b", "#ffffff")
    assert b"<circle" in icons["favicon.svg"]
    assert icons == favicon("", "#7a1f2b", "#ffffff")


def cover(size):
    written = BytesIO()
    Image.new("RGB", size, "#2040c0").save(written, "JPEG")
    return written.getvalue()


def opened(data):
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def test_a_social_picture_is_a_jpeg_of_the_right_size():
    data = social_picture(cover((300, 400)), "The Lantern", ["Ana Lima"], "The Night Shift", DARK)
    picture = opened(data)
    assert (picture.format, picture.size) == ("JPEG", (1200, 630))
    assert picture.getpixel((1150, 300))[2] > 150
    assert social_picture(cover((300, 400)), "The Lantern", ["Ana Lima"], "The Night Shift", DARK) == data


def ink(data, box=(0, 90, 1200, 500)):
    return sum(1 for pixel in opened(data).crop(box).convert("L").tobytes() if pixel > 128)


def test_a_name_in_letters_without_glyphs_is_left_off(monkeypatch):
    monkeypatch.setattr("generator.render.cards.more_fonts", tuple)
    blank = social_picture(None, "", [], "", DARK)
    assert social_picture(None, "يوسف النجار", ["ליאת"], "", DARK) == blank
    assert social_picture(None, "アナ・リマ", ["夜"], "", DARK) == blank
    assert ink(social_picture(None, "Ana Lima", [], "", DARK)) > ink(blank) + 1000
    assert social_picture(None, "", ["夜", "Lamp"], "", DARK) == social_picture(None, "", ["Lamp"], "", DARK)


def test_a_name_in_another_script_is_drawn_where_a_font_for_it_is_installed(monkeypatch):
    blank = social_picture(None, "", [], "", DARK)
    drawn = social_picture(None, "يوسف النجار", [], "", DARK)
    assert ink(drawn) > ink(blank) + 1000
    assert ink(social_picture(None, "", ["ליאת"], "", DARK), (0, 90, 1200, 500)) > ink(blank)
    # Letter by letter it would be wrong: then it is left off.
    monkeypatch.setattr("generator.render.cards._raqm", lambda: False)
    assert social_picture(None, "يوسف النجار", [], "", DARK) == blank
    assert ink(social_picture(None, "Hana Podlipská", [], "", DARK)) > ink(blank) + 1000


def test_a_byline_that_only_the_serif_can_draw_is_drawn():
    assert social_picture(None, "", ["Ольга"], "", DARK) != social_picture(None, "", [], "", DARK)


@pytest.mark.parametrize("title", ["A " * 400, "Donaudampfschifffahrts" * 20, "x" * 5000])
@pytest.mark.parametrize("size", [None, (100, 2000), (2000, 100)])
def test_a_long_title_stays_inside_its_column(title, size):
    data = social_picture(cover(size) if size else None, title, ["Somebody"], "The Night Shift", DARK)
    right = 1200 - (0 if size is None else 380 if size[0] < size[1] else 560)
    assert ink(data, (right - 70, 0, right - 10, 630)) == 0
    assert ink(data, (0, 90, right, 500)) > 1000


def test_a_damaged_cover_is_refused():
    with pytest.raises(MediaError):
        social_picture(b"noise", "The Lantern", ["Ana Lima"], "The Night Shift", DARK)

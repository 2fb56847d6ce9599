"""Pictures that social networks show beside a link."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.model.pictures import open_picture
from generator.render.fonts import drawable, font_path, more_fonts
from generator.render.images import on_white, upright_srgb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL import Image, ImageDraw, ImageFont

RECIPE: Final = "cards-2"
WIDTH_PX, HEIGHT_PX = 1200, 630
"""What Open Graph consumers show whole; source: developers.facebook.com/docs/sharing/webmasters/images."""

_MARGIN_PX: Final = 72
_MOST_NAMES: Final = 3
_NARROWEST_COVER_PX, _WIDEST_COVER_PX = 380, 560
_TITLE_SIZES_PX: Final = (76, 68, 60, 54, 48, 42, 36, 32)
_BYLINE_PX, _SITE_PX = 32, 26
_MOST_LINES: Final = 5
_MOST_CHARACTERS: Final = 300
"""More never fits; measuring text takes time that grows with its square."""

_ELLIPSIS: Final = "…"
_WEIGHT: Final = 600
_LATIN_MARKS: Final = 0x36F
"""The last of the marks that combine with Latin, Greek and Cyrillic letters, which fonts have ready."""


class CardColours(NamedTuple):
    """Colours of a drawn picture, each `#rrggbb`."""

    background: str
    text: str
    accent: str


def social_picture(
    cover: bytes | None,
    title: str,
    byline: Sequence[str],
    site: str,
    colours: CardColours,
    *,
    focus: tuple[float, float] = (0.5, 0.5),
) -> bytes:
    """A JPEG of 1200 × 630 pixels: title, byline and site's name, beside the cover where there is one.

    A text with letters that no font at hand can draw is left off, never shown as boxes, and so is one whose letters must be
    joined where Pillow cannot join them. A long title is wrapped, then drawn smaller, then ended with an ellipsis. Raises
    MediaError like `encode_image` where the cover is damaged.
    """
    from PIL import Image, ImageDraw

    canvas = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), colours.background)
    draw = ImageDraw.Draw(canvas)
    right_px = WIDTH_PX
    if cover is not None:
        panel = _panel(cover, focus)
        right_px = WIDTH_PX - panel.width
        canvas.paste(panel, (right_px, 0))
    width_px = right_px - 2 * _MARGIN_PX
    serif, sans = font_path("source-serif", 600), font_path("hanken-grotesk", 500)
    draw.rectangle((_MARGIN_PX, _MARGIN_PX, _MARGIN_PX + 64, _MARGIN_PX + 7), fill=colours.accent)

    site_lines = _fitted(*_drawable(site, sans, serif), (_SITE_PX,), width_px, 1)
    bottom = _write_up(draw, site_lines, HEIGHT_PX - _MARGIN_PX, colours.text)
    said = _sayable(byline, sans, serif)
    byline_lines = _fitted(*_drawable(", ".join(said), sans, serif), (_BYLINE_PX, 28), width_px, 2)
    titled = _drawable(title, serif)
    title_lines = _fitted(*titled, _TITLE_SIZES_PX, width_px, _MOST_LINES)
    space_px = bottom - 32 - (_MARGIN_PX + 40) - _height(byline_lines)
    for size_px in _TITLE_SIZES_PX:
        if _height(title_lines) <= space_px:
            break
        title_lines = _fitted(*titled, (size_px,), width_px, max(1, int(space_px / (1.18 * size_px))))
    top = _write_down(draw, title_lines, _MARGIN_PX + 40, colours.text)
    _write_down(draw, byline_lines, top + (20 if title_lines.lines else 0), colours.accent)
    written = BytesIO()
    canvas.save(written, "JPEG", quality=85, progressive=True, optimize=True)
    return written.getvalue()


def _drawable(text: str, *paths: Path) -> tuple[str, Path]:
    """The text with the first font that can draw it; empty where none can."""
    if joins(text) and not _raqm():
        return "", paths[0]
    for path in (*paths, *more_fonts()):
        if found := drawable(text, path):
            return found, path
    return "", paths[0]


def _sayable(texts: Sequence[str], *paths: Path) -> list[str]:
    """The first texts that one font can draw together; those that it cannot are passed over."""
    said: list[str] = []
    for text in texts:
        if len(said) < _MOST_NAMES and _drawable(text, *paths)[0] and _drawable(", ".join((*said, text)), *paths)[0]:
            said.append(text)
    return said


def joins(text: str) -> bool:
    """Whether letters change with their neighbours, or run from right to left, so that drawing one after the other is wrong."""
    import unicodedata

    return any(
        unicodedata.bidirectional(letter) in {"R", "AL"}
        or (unicodedata.category(letter) in {"Mc", "Mn"} and ord(letter) > _LATIN_MARKS)
        for letter in unicodedata.normalize("NFC", text)
    )


def _raqm() -> bool:
    from PIL import features

    return bool(features.check("raqm"))


def fonts_at_hand() -> str:
    """What a drawn text depends on beside itself: which fonts there are for other scripts, what lays them out."""
    from PIL import features

    return " ".join((*(f"{path.name}:{path.stat().st_size}" for path in more_fonts()), str(features.version("raqm"))))


class _Lines(NamedTuple):
    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    size_px: int


def _panel(cover: bytes, focus: tuple[float, float]) -> Image.Image:
    """The cover in its own shape as far as the space allows, else the part around its focus."""
    from PIL import Image, ImageOps

    picture = open_picture(cover)
    picture.draft("RGB", (WIDTH_PX, WIDTH_PX))
    plain = on_white(upright_srgb(picture)).convert("RGB")
    natural_px = round(HEIGHT_PX * plain.width / plain.height)
    width_px = min(max(natural_px, _NARROWEST_COVER_PX), _WIDEST_COVER_PX)
    return ImageOps.fit(plain, (width_px, HEIGHT_PX), Image.Resampling.LANCZOS, centering=focus)


def _fitted(text: str, path: Path, sizes_px: tuple[int, ...], width_px: int, most_lines: int) -> _Lines:
    """The text in the largest size at which it fits; in the smallest, cut with an ellipsis, where it fits in none."""
    from PIL import ImageFont

    joined = joins(text)
    text = text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + _ELLIPSIS
    font, size_px = None, sizes_px[-1]
    lines: list[str] = []
    for size_px in sizes_px:
        # The basic layout is the same on every machine; Raqm is not everywhere, and is used where letters must be joined.
        font = ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.RAQM if joined else ImageFont.Layout.BASIC)
        if path in more_fonts():
            _make_bolder(font)
        lines = _wrapped(text, font, width_px)
        if len(lines) <= most_lines and all(font.getlength(line) <= width_px for line in lines):
            break
    assert font is not None
    cut = len(lines) > most_lines
    kept = [
        _shortened(line, font, width_px, cut=cut and number == most_lines) for number, line in enumerate(lines[:most_lines], 1)
    ]
    return _Lines(tuple(kept), font, size_px)


def _make_bolder(font: ImageFont.FreeTypeFont) -> None:
    """A variable font in the weight of the others; the thinnest is what it opens with."""
    axes = font.get_variation_axes()
    font.set_variation_by_axes([_WEIGHT if axis["name"] == b"Weight" else axis["default"] or 0 for axis in axes])


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width_px: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width_px:
            lines[-1] += f" {word}"
        else:
            lines += _broken(word, font, width_px)
    return lines


def _broken(word: str, font: ImageFont.FreeTypeFont, width_px: int) -> list[str]:
    """A word that has a line of its own; in scripts without spaces, as many lines as it needs."""
    import unicodedata

    lines = [""]
    for letter in word:
        wide = unicodedata.east_asian_width(letter) in {"W", "F"}
        if wide and lines[-1] and font.getlength(lines[-1] + letter) > width_px:
            lines.append("")
        lines[-1] += letter
    return lines


def _shortened(line: str, font: ImageFont.FreeTypeFont, width_px: int, *, cut: bool) -> str:
    if not cut and font.getlength(line) <= width_px:
        return line
    while line and font.getlength(line + _ELLIPSIS) > width_px:
        line = line[:-1]
    return line.rstrip(" ,;:–-") + _ELLIPSIS


def _height(lines: _Lines) -> int:
    return round(len(lines.lines) * lines.size_px * 1.18)


def _write_down(draw: ImageDraw.ImageDraw, lines: _Lines, top_px: int, colour: str) -> int:
    """Draws lines from the top; returns where the next text may begin."""
    for number, line in enumerate(lines.lines):
        draw.text((_MARGIN_PX, top_px + round(number * lines.size_px * 1.18)), line, font=lines.font, fill=colour)
    return top_px + _height(lines)


def _write_up(draw: ImageDraw.ImageDraw, lines: _Lines, bottom_px: int, colour: str) -> int:
    """Draws lines that end at the bottom; returns where they begin."""
    top_px = bottom_px - _height(lines)
    _write_down(draw, lines, top_px, colour)
    return top_px

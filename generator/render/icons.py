"""The site's icons: its initial on a rounded square."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from generator.render.fonts import drawable, font_path

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

RECIPE: Final = "icons-1"
_ICO_PX: Final = (16, 32, 48)
_OVERSAMPLED: Final = 4
_ROUND, _SQUARE = 0.22, 0.0
_LETTER, _MASKABLE_LETTER = 0.62, 0.46
"""Height of the letter as a share of the icon; a maskable icon may be cut to the circle of 80 % of its width."""


def favicon(initial: str, background: str, foreground: str) -> dict[str, bytes]:
    """Icon files by name: `favicon.ico` (16, 32, 48 px), `favicon.svg`, three for web manifests, one for Apple.

    Colours are `#rrggbb`. An initial that the font has no glyph for is replaced by a disc: never a box.
    Source: W3C Web App Manifest, 2.1 (purpose maskable); Apple's icons have no transparency.
    """
    path = font_path("hanken-grotesk", 700)
    letter = drawable(initial.strip()[:1].upper(), path)[:1]

    def icon(size_px: int, rounding: float, share: float) -> Image.Image:
        return _icon(letter, path, size_px, (background, foreground), (rounding, share))

    small = [icon(size_px, _ROUND, 0.7) for size_px in _ICO_PX]
    ico = BytesIO()
    small[-1].save(ico, "ICO", sizes=[(size_px, size_px) for size_px in _ICO_PX], append_images=small[:-1])
    return {
        "favicon.ico": ico.getvalue(),
        "favicon.svg": _svg(letter, path, background, foreground),
        "icon-192.png": _png(icon(192, _ROUND, _LETTER)),
        "icon-512.png": _png(icon(512, _ROUND, _LETTER)),
        "icon-maskable-512.png": _png(icon(512, _SQUARE, _MASKABLE_LETTER).convert("RGB")),
        "apple-touch-icon.png": _png(icon(180, _SQUARE, _LETTER).convert("RGB")),
    }


def _icon(letter: str, path: Path, size_px: int, colours: tuple[str, str], form: tuple[float, float]) -> Image.Image:
    from PIL import Image, ImageDraw, ImageFont

    rounding, share = form
    side = size_px * _OVERSAMPLED
    canvas = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(canvas)
    draw.rounded_rectangle((0, 0, side - 1, side - 1), radius=side * rounding, fill=colours[0])
    if letter:
        probe = ImageFont.truetype(path, 1000, layout_engine=ImageFont.Layout.BASIC)
        left, top, right, bottom = probe.getbbox(letter)
        size = min(share * side * 1000 / max(bottom - top, 1), share * side * 1000 / max(right - left, 1))
        font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
        left, top, right, bottom = font.getbbox(letter)
        draw.text(((side - right - left) / 2, (side - bottom - top) / 2), letter, font=font, fill=colours[1])
    else:
        edge = side * (1 - share) / 2
        draw.ellipse((edge, edge, side - edge, side - edge), fill=colours[1])
    return canvas.resize((size_px, size_px), Image.Resampling.BOX)


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _svg(letter: str, path: Path, background: str, foreground: str) -> bytes:
    """The same mark as outlines, so that no font is needed to show it."""
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.ttLib import TTFont

    shape = '<circle cx="50" cy="50" r="31"/>'
    if letter:
        with TTFont(path, lazy=True) as font:
            glyphs: Any = font.getGlyphSet()
            glyph = glyphs[font.getBestCmap()[ord(letter)]]
            bounds = BoundsPen(glyphs)
            glyph.draw(bounds)
            left, bottom, right, top = bounds.bounds
            scale = 100 * _LETTER / max(top - bottom, right - left)
            pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
            glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, 50 - scale * (left + right) / 2, 50 + scale * (top + bottom) / 2)))
        shape = f'<path d="{pen.getCommands()}"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" rx="22" fill="{background}"/><g fill="{foreground}">{shape}</g></svg>'
    ).encode()

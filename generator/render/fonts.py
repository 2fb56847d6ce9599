"""The default theme's fonts, as small files for the web."""

from __future__ import annotations

import functools
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

RECIPE: Final = "fonts-1"
"""To be raised with every change here that changes bytes; a part of the key under which fonts are remembered."""

Family = Literal["source-serif", "hanken-grotesk"]
Script = Literal["latin", "latin-ext", "greek", "cyrillic"]

SCRIPTS: Final[dict[Script, tuple[tuple[int, int], ...]]] = {
    "latin": (
        (0x20, 0x7E), (0xA0, 0xFF), (0x131, 0x131), (0x152, 0x153), (0x2C6, 0x2C6), (0x2DA, 0x2DA), (0x2DC, 0x2DC),
        (0x300, 0x301), (0x303, 0x304), (0x308, 0x309), (0x323, 0x323), (0x2000, 0x206F), (0x20AC, 0x20AC), (0x2113, 0x2122),
        (0x2190, 0x2199), (0x2212, 0x2215), (0xFEFF, 0xFEFF), (0xFFFD, 0xFFFD),
    ),
    "latin-ext": (
        (0x100, 0x130), (0x132, 0x151), (0x154, 0x2C5), (0x2C7, 0x2D9), (0x2DB, 0x2DB), (0x2DD, 0x2FF), (0x302, 0x302),
        (0x305, 0x307), (0x30A, 0x322), (0x324, 0x36F), (0x1D00, 0x1DBF), (0x1E00, 0x1EFF), (0x2070, 0x20AB), (0x20AD, 0x20CF),
        (0x2C60, 0x2C7F), (0xA720, 0xA7FF),
    ),
    "greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "cyrillic": ((0x400, 0x52F), (0x1C80, 0x1C88), (0x2116, 0x2116), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
}  # fmt: skip
"""Code points by script, no point in two of them but №; the cut follows Google Fonts', so that Latin pages load one file."""

_WEIGHTS: Final = {
    "source-serif": {200: "ExtraLight", 300: "Light", 400: "Regular", 600: "Semibold", 700: "Bold", 900: "Black"},
    "hanken-grotesk": {300: "Light", 400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"},
}
_PACKAGES: Final = {
    "source-serif": ("font_source_serif_pro", "SourceSerifPro", "It"),
    "hanken-grotesk": ("font_hanken_grotesk", "HankenGrotesk", "Italic"),
}
_MORE: Final = ("rtl", "south_asia", "sea", "africa", "cjk")
"""Packages of fonts for other scripts (the extra `fonts`), by the end of their names; what several have, the first draws."""
_FIXED_TIME_S: Final = 3_600_000_000
"""The font's `modified` field, in seconds since 1904: any constant."""


class WebFont(NamedTuple):
    """One WOFF2 file with what its @font-face rule has to say."""

    data: bytes
    unicode_range: str


def font_path(family: Family, weight: int = 400, *, italic: bool = False) -> Path:
    """The OpenType file of one face in its PyPI package; raises LookupError where there is no such weight or package."""
    package, stem, suffix = _PACKAGES[family]
    names = _WEIGHTS[family]
    if weight not in names:
        raise LookupError(f"{family} has no weight {weight}: it has {', '.join(map(str, names))}")
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"the package {package.replace('_', '-')} is not installed")
    name = names[weight]
    style = (suffix if name == "Regular" else name + suffix) if italic else name
    return Path(spec.submodule_search_locations[0], "files", f"{stem}-{style}.otf")


@functools.cache
def more_fonts() -> tuple[Path, ...]:
    """The font files of the extra `fonts`, as far as it is installed."""
    found: list[Path] = []
    for name in _MORE:
        spec = find_spec(f"justmytype_intl_{name}")
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            found += sorted(Path(folder, "fonts").rglob("*.ttf"))
    return tuple(found)


@functools.cache
def covered(path: Path) -> frozenset[int]:
    """Code points that a font file has glyphs for."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def web_font(family: Family, weight: int, script: Script, *, italic: bool = False) -> WebFont | None:
    """One face cut down to one script; None where the font has less than a tenth of it."""
    path = font_path(family, weight, italic=italic)
    points = {point for first, last in SCRIPTS[script] for point in range(first, last + 1)}
    there = points & covered(path)
    if script in {"greek", "cyrillic"} and len(there) * 10 < len(points):
        return None
    return WebFont(subset_font(path, there), unicode_range(there)) if there else None


def subset_font(path: Path, characters: Iterable[int]) -> bytes:
    """A WOFF2 file with the glyphs of these code points, ligatures and kerning kept, hints dropped.

    The same input gives the same bytes with the same fontTools and Brotli. The family's reserved name is replaced, as the
    SIL Open Font License 1.1 (3) asks of changed versions; copyright and licence stay.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options: Any = subset.Options(flavor="woff2", hinting=False, desubroutinize=True, recalc_timestamp=False, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    with TTFont(path, recalcTimestamp=False, lazy=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=sorted(characters))
        cutter.subset(font)
        style = font["name"].getDebugName(2) or "Regular"
        for record in font["name"].names:
            if record.nameID in {1, 3, 4, 6}:
                record.string = {1: "Creditroll", 6: f"Creditroll-{style.replace(' ', '')}"}.get(
                    record.nameID, f"Creditroll {style}"
                )
        if "CFF " in font:
            _rename_cff(font["CFF "].cff)
        font["head"].modified = _FIXED_TIME_S
        font.flavor = "woff2"
        written = BytesIO()
        font.save(written, reorderTables=True)
    return written.getvalue()


def _rename_cff(cff: Any) -> None:
    cff.fontNames[0] = "Creditroll"
    for field in ("FullName", "FamilyName"):
        if hasattr(cff.topDictIndex[0], field):
            setattr(cff.topDictIndex[0], field, "Creditroll")


def unicode_range(characters: AbstractSet[int]) -> str:
    """The value of the CSS descriptor `unicode-range` for these code points; source: CSS Fonts 4, 4.5."""
    runs: list[list[int]] = []
    for point in sorted(characters):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def drawable(text: str, path: Path) -> str:
    """The text as a font can draw it, in composed form; empty where a letter, mark or digit has no glyph.

    Emoji and invisible characters that the font lacks are left out, so that they do not keep a whole title from being drawn.
    """
    import unicodedata

    known = covered(path)
    kept = []
    for character in " ".join(unicodedata.normalize("NFC", text).split()):
        if ord(character) in known:
            kept.append(character)
        elif unicodedata.category(character)[0] in "LN" or (
            unicodedata.category(character) in {"Mn", "Mc"} and character != "\ufe0f"
        ):
            return ""
    return " ".join("".join(kept).split())

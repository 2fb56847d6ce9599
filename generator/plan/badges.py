"""How wide the words of a badge are."""

import unicodedata
from typing import Final

FONT_PX: Final = 11

# Advance widths of Verdana in units of 2048 an em; the badge stretches its words to what is said here, so that an estimate
# is enough where another font stands in.
_UNITS_PER_EM: Final = 2048
_USUAL: Final = 1300
_WIDE: Final = 2048
_WIDTHS: Final[dict[str, int]] = {
    **dict.fromkeys("0123456789", 1302),
    **dict.fromkeys("il", 562),
    **dict.fromkeys("'’‘|", 550),
    **dict.fromkeys(" \u00a0\u202ff", 720),
    **dict.fromkeys(".,", 745),
    **dict.fromkeys(":;-()/[]", 930),
    **dict.fromkeys("bdgpq", 1276),
    **dict.fromkeys("hnu", 1296),
    **dict.fromkeys("kvxy", 1212),
    **dict.fromkeys("cs", 1067),
    **dict.fromkeys("OQ", 1612),
    **dict.fromkeys("AVSXZ", 1402),
    **dict.fromkeys("BCKR", 1420),
    **dict.fromkeys("DHNU", 1540),
    **dict.fromkeys("TYP", 1255),
    **dict.fromkeys("@—", 2048),
    **dict.fromkeys("EF", 1236),
    **dict.fromkeys("ae", 1225),
    **dict.fromkeys("jz", 890),
    **dict.fromkeys("rt!", 841),
    **dict.fromkeys("w+#", 1676),
    **dict.fromkeys("MW%", 2000),
    "o": 1243,
    "m": 1992,
    "I": 862,
    "J": 931,
    "G": 1588,
    "L": 1140,
    "&": 1489,
    "?": 1118,
    "·": 745,
}


def text_width_px(text: str) -> int:
    """How many pixels a line of text takes at 11 px in Verdana or a font like it, rounded up."""
    units = 0
    for letter in unicodedata.normalize("NFD", text):
        if unicodedata.category(letter) in {"Mn", "Me", "Cf", "Cc"}:
            continue
        wide = unicodedata.east_asian_width(letter) in {"W", "F"}
        units += _WIDTHS.get(letter, _WIDE if wide else _USUAL)
    return -(-units * FONT_PX // _UNITS_PER_EM)

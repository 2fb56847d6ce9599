"""Which copies of a picture are worth making."""

from typing import TYPE_CHECKING, Final

from generator.model.media import SIDE_LIMIT_PX

if TYPE_CHECKING:
    from generator.model.media import Box, PictureFormat

WIDEST_PX: Final = 2400
"""Wider copies serve no screen: a picture that is wider is shown at this width."""


def renditions(
    width_px: int, height_px: int, widths_px: tuple[int, ...], *, widest_px: int = WIDEST_PX
) -> tuple[tuple[int, int], ...]:
    """Widths with heights of the copies of one picture, narrowest first; never enlarges.

    The last one has the original width (at most `widest_px`), so that srcset always has a full-size entry. Heights are
    rounded to whole pixels, at least 1. Source: HTML Standard, 4.8.4.2.1 (srcset attributes).
    """
    last_px = min(width_px, widest_px)
    wanted_px = sorted({wanted for wanted in widths_px if 0 < wanted < last_px} | {last_px})
    return tuple((wanted, max(1, (height_px * wanted + width_px // 2) // width_px)) for wanted in wanted_px)


def encodable(picture_format: "PictureFormat", width_px: int, height_px: int) -> bool:
    """Whether a format can hold a picture of that size; WebP ends at 16,383 pixels a side."""
    return max(width_px, height_px) <= SIDE_LIMIT_PX[picture_format]


def crop_box(width_px: int, height_px: int, ratio: float, focus: tuple[float, float] = (0.5, 0.5)) -> "Box":
    """The largest part of a picture with a given ratio of width to height, as near to the focus as the edges allow.

    The answer is left, top, right, bottom in shares of the picture; `focus` is in shares too, values outside 0 to 1 are taken
    as the edge.
    """
    share_x = min(1.0, ratio * height_px / width_px)
    share_y = min(1.0, width_px / (ratio * height_px))
    left = min(max(focus[0] - share_x / 2, 0.0), 1.0 - share_x)
    top = min(max(focus[1] - share_y / 2, 0.0), 1.0 - share_y)
    return (left, top, left + share_x, top + share_y)

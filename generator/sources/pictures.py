"""What pictures say about themselves."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from generator.model.media import PIXEL_LIMIT, MediaError
from generator.model.pictures import UNREADABLE, decode, frame_count, open_picture, orientation, parse_svg, turned

if TYPE_CHECKING:
    from PIL import Image

    from generator.model.media import Probe

_MIMES: Final = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
}
_STARTS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_THUMBNAIL_PX: Final = 64
_PREVIEW_PX: Final = 16
_PREVIEW_QUALITY: Final = 20
_LENGTH: Final = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?[0-9]{1,2})?)\s*(px|pt|pc|mm|cm|in)?\s*", re.IGNORECASE)
_PX: Final = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


def is_avif(data: bytes) -> bool:
    """Whether the file type box names AVIF among its brands."""
    return data[4:8] == b"ftyp" and any(data[8:64].find(brand) % 4 == 0 for brand in (b"avif", b"avis"))


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin like a picture of one of the allowed formats."""
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    is_bmp = data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in {12, 40, 52, 56, 64, 108, 124}
    return data.startswith(_STARTS) or is_webp or is_bmp or is_avif(data)


def read_picture(data: bytes, seed: Probe) -> Probe:
    """The facts of a picture, all of which is decoded once (a JPEG at an eighth of its size) to find damage.

    Raises MediaError: `bad-media`, `media-too-large`.
    """
    picture = open_picture(data)
    file_format = picture.format or ""
    if file_format == "GIF" and b";" not in data[-64:]:
        raise MediaError("bad-media", "the GIF is cut short", "Export it again.")
    frames = frame_count(picture)
    width_px, height_px = picture.size
    picture.draft(None, (_THUMBNAIL_PX, _THUMBNAIL_PX))
    decode(picture)
    turn = orientation(picture)
    if turn >= 5:
        width_px, height_px = height_px, width_px
    try:
        colour, alpha, small = _look(picture)
        preview = "" if small is None else _preview(turned(small, turn))
    except UNREADABLE as error:
        raise MediaError("unsupported-media", f"colours of the kind {picture.mode} cannot be read", "Save it as RGB.") from error
    return replace(
        seed,
        kind="image",
        mime=_MIMES[file_format],
        width_px=width_px,
        height_px=height_px,
        animated=frames > 1,
        alpha=alpha,
        colour=colour,
        preview=preview,
    )


def _preview(small: Image.Image) -> str:
    """What is shown while the picture itself is on its way: about a hundred letters of Base64."""
    from PIL import Image

    small.thumbnail((_PREVIEW_PX, _PREVIEW_PX), Image.Resampling.BOX)
    small.info = {}
    written = BytesIO()
    small.save(written, "WEBP", quality=_PREVIEW_QUALITY, method=6)
    return base64.b64encode(written.getvalue()).decode()


def _look(picture: Image.Image) -> tuple[str | None, bool, Image.Image | None]:
    """The most common colour of what can be seen, whether anything is transparent, with a small copy where nothing is."""
    from PIL import Image

    if picture.mode.startswith("I") or picture.mode == "F":
        extrema = picture.getextrema()
        high = max([float(value) for value in extrema if isinstance(value, int | float)] + [1.0])
        picture = picture.convert("F").point(lambda value: value * (255 / high) + 0).convert("L")
    if picture.mode in {"P", "PA", "LA", "RGBa", "La"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    alpha = picture.mode == "RGBA" and picture.getchannel("A").getextrema() != (255, 255)
    small = picture if alpha or picture.mode == "RGB" else picture.convert("RGB")  # shrunk in place: copies are large
    small.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX), Image.Resampling.BOX, reducing_gap=1.0)
    if alpha:
        pixels = _pixels(small)
        seen = [pixel[:3] for pixel in pixels if pixel[3] > 127] or [pixel[:3] for pixel in pixels if pixel[3]]
        if not seen:
            return None, True, None
        small = Image.new("RGB", (len(seen), 1))
        small.putdata(seen)
    few = small.convert("RGB").quantize(8, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    counts = few.getcolors(256) or []
    palette = few.getpalette() or []
    _, index = max(counts, key=lambda counted: (counted[0], -_number(counted[1])), default=(0, 0))
    red, green, blue = palette[3 * _number(index) : 3 * _number(index) + 3]
    return f"#{red:02x}{green:02x}{blue:02x}", alpha, None if alpha else small.convert("RGB")


def _pixels(picture: Image.Image) -> list[tuple[int, ...]]:
    raw = picture.tobytes()
    bands = len(picture.getbands())
    return [tuple(raw[start : start + bands]) for start in range(0, len(raw), bands)]


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def read_svg(data: bytes, seed: Probe) -> Probe:
    """The facts of a drawing: its size from width with height, else from the view box; None where it says neither.

    Raises MediaError where it is not well-formed. Source: SVG 2, 8.2 (viewBox), CSS Values 3 (96 px an inch).
    """
    root = parse_svg(data)
    width_px, height_px = _px(root.get("width")), _px(root.get("height"))
    box = re.split(r"[\s,]+", (root.get("viewBox") or "").strip())
    if len(box) == 4:
        box_width, box_height = _px(box[2]), _px(box[3])
        if box_width and box_height:
            if width_px and not height_px:
                height_px = width_px * box_height / box_width
            elif height_px and not width_px:
                width_px = height_px * box_width / box_height
            elif not width_px:
                width_px, height_px = box_width, box_height
    known = width_px is not None and height_px is not None
    return replace(
        seed,
        kind="image",
        mime="image/svg+xml",
        width_px=max(1, round(width_px)) if known and width_px else None,
        height_px=max(1, round(height_px)) if known and height_px else None,
        alpha=True,
    )


def _px(length: str | None) -> float | None:
    """A length in CSS pixels; None where it is missing, relative, zero or beyond all screens."""
    match = _LENGTH.fullmatch(length or "")
    if not match:
        return None
    value = float(match[1]) * _PX[(match[2] or "").lower()]
    return value if 0 < value < PIXEL_LIMIT else None

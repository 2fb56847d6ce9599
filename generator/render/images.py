"""Copies of pictures as pages show them."""

from __future__ import annotations

import contextlib
import tempfile
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from generator.model.media import PIXEL_LIMIT, SIDE_LIMIT_PX, MediaError
from generator.model.pictures import UNREADABLE, decode, frame_count, open_picture, orientation, turned
from generator.render.rights import exif_block, write_rights, xmp_packet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

    from generator.model.media import RenditionSpec, Rights

RECIPE: Final = "images-1"
"""To be raised with every change here that changes bytes; a part of the key under which copies are remembered."""

JPEG_QUALITY, WEBP_QUALITY, AVIF_QUALITY = 82, 80, 60
_ENOUGH: Final = 1.5
"""A halved level stands in for the full picture while it is this much larger than what is wanted."""
_MODES: Final = {"webp": ("RGB", "RGBA"), "avif": ("RGB", "RGBA"), "png": ("L", "LA", "RGB", "RGBA"), "jpeg": ("L", "RGB")}


def encode_image(data: bytes, spec: RenditionSpec, rights: Rights | None = None) -> bytes:
    """One copy of a picture: upright, in sRGB, never enlarged, with no metadata but the rights.

    Raises MediaError like `encode_ladder`.
    """
    return encode_ladder(data, (spec,), rights)[spec]


def encode_ladder(data: bytes, specs: Iterable[RenditionSpec], rights: Rights | None = None) -> dict[RenditionSpec, bytes]:
    """All wanted copies of a picture, decoded once; each has the bytes that it would have alone.

    Copies are made from halved levels of the picture, and which level serves a copy depends on that copy only. A copy that
    asks for more pixels than the part of the picture has gets what there is, in the ratio that was asked for. Colours become
    sRGB; JPEG is put on white. Raises MediaError: `bad-media` where the picture is damaged, `media-too-large` above the pixel
    limit or the longest side of the format, `unsupported-media` where colours cannot be converted.
    """
    picture = open_picture(data)
    frames = frame_count(picture)  # asked first: asking moves the picture to other frames
    levels: list[Image.Image] = []
    made: dict[RenditionSpec, bytes] = {}
    for spec in specs:
        if spec.animated and spec.format in {"webp", "gif"} and 1 < frames <= _most_frames(picture, spec):
            plain = _encode_moving(open_picture(data), spec)
        else:
            levels = levels or [upright_srgb(picture)]
            plain = _encode(_resized(levels, spec), spec, rights)
        made[spec] = write_rights(plain, rights)
    return made


def upright_srgb(picture: Image.Image) -> Image.Image:
    """The first frame of a picture as L, LA, RGB or RGBA with 8 bits, in sRGB, turned upright; raises MediaError."""
    decode(picture)
    turn = orientation(picture)
    profile = picture.info.get("icc_profile")
    try:
        plain = _in_srgb(_eight_bits(picture), profile if isinstance(profile, bytes) else b"")
    except UNREADABLE as error:
        message = f"colours of the kind {picture.mode} cannot be converted"
        raise MediaError("unsupported-media", message, "Save it as RGB.") from error
    return turned(plain, turn)


def upright(picture: Image.Image) -> Image.Image:
    """The picture in its own colours, turned upright; raises MediaError where it is damaged."""
    decode(picture)
    return turned(picture, orientation(picture))


def _eight_bits(picture: Image.Image) -> Image.Image:
    """The picture as L, LA, RGB, RGBA or CMYK."""
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in {"I", "F"}:
        low, high = (float(extreme) for extreme in picture.getextrema() if isinstance(extreme, int | float))
        low, high = min(low, 0.0), max(high, 1.0)
        scale = 255 / (65_535 if picture.mode == "I" and low == 0 and 255 < high <= 65_535 else high - low)
        return picture.convert("F").point(lambda value: value * scale - low * scale).convert("L")
    if "transparency" in picture.info or picture.mode in {"PA", "RGBa", "La"}:
        return picture.convert("RGBA")
    if picture.mode in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture's colours in sRGB; a profile that is damaged, or meant for other colours, is ignored."""
    from PIL import ImageCms

    plain = picture.convert("RGB") if picture.mode == "CMYK" else picture
    if not profile:
        return plain
    alpha = picture.getchannel("A") if picture.mode in {"LA", "RGBA"} else None
    colours = picture.convert(picture.mode[:-1]) if alpha else picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if source.profile.xcolor_space.strip() != {"L": "GRAY"}.get(colours.mode, colours.mode):
            return plain
        wanted = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        converted = ImageCms.profileToProfile(colours, source, wanted, outputMode="RGB")
    except (ImageCms.PyCMSError, *UNREADABLE):
        return plain
    if converted is None:
        return plain
    if alpha:
        converted.putalpha(alpha)
    return converted


def _resized(levels: list[Image.Image], spec: RenditionSpec) -> Image.Image:
    """The part and size that a copy wants, from the smallest level that is good enough; adds levels as they are needed."""
    from PIL import Image

    left, top, right, bottom = spec.crop or (0.0, 0.0, 1.0, 1.0)
    full = levels[0]
    part_w, part_h = (right - left) * full.width, (bottom - top) * full.height
    shrink = 1.0 if spec.enlarge else min(1.0, (part_w + 0.5) / spec.width_px, (part_h + 0.5) / spec.height_px)
    size = max(1, round(spec.width_px * shrink)), max(1, round(spec.height_px * shrink))
    depth = 0
    while min(part_w / size[0], part_h / size[1]) >= _ENOUGH * 2 ** (depth + 1) and min(full.size) >= 2 ** (depth + 2):
        depth += 1
        if depth == len(levels):
            levels.append(levels[-1].reduce(2))
    level = levels[depth]
    full_w, full_h = full.width / 2**depth, full.height / 2**depth  # the last column of a level may stand for half a one
    box = (left * full_w, top * full_h, right * full_w, bottom * full_h)
    if size == level.size and spec.crop is None:
        return level
    return level.resize(size, Image.Resampling.LANCZOS, box=box)


def on_white(picture: Image.Image) -> Image.Image:
    """The picture without transparency: what was transparent is white."""
    from PIL import Image

    if picture.mode not in {"LA", "RGBA"}:
        return picture
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    return ground.convert("RGB")


def _encode(picture: Image.Image, spec: RenditionSpec, rights: Rights | None) -> bytes:
    limit_px = SIDE_LIMIT_PX[spec.format]
    if max(picture.size) > limit_px:
        message = f"{picture.width} × {picture.height} pixels do not fit into {spec.format}: it holds {limit_px} a side"
        raise MediaError("media-too-large", message, "Cut the picture into several.")
    if spec.format == "jpeg":
        picture = on_white(picture)
    if picture.mode in {"LA", "RGBA"} and picture.getextrema()[-1] == (255, 255):
        picture = picture.convert(picture.mode[:-1])
    if picture.mode not in _MODES.get(spec.format, (picture.mode,)):
        picture = picture.convert("RGBA" if picture.mode == "LA" else "RGB")
    picture.info = {}
    written = BytesIO()
    match spec.format:
        case "jpeg":
            return _jpeg(picture)
        case "webp":
            picture.save(written, "WEBP", quality=WEBP_QUALITY, method=4, exact=False)
        case "png":
            picture.save(written, "PNG", optimize=True)
        case "gif":
            picture.save(written, "GIF", optimize=True)
        case "avif":
            # The only format that write_rights leaves to its encoder; one thread, so that bytes do not depend on the machine.
            held = {"exif": exif_block(rights), "xmp": xmp_packet(rights)} if rights else {}
            metadata = {name: block for name, block in held.items() if block}
            picture.save(written, "AVIF", quality=AVIF_QUALITY, speed=8, max_threads=1, **metadata)
    return written.getvalue()


def _jpeg(picture: Image.Image) -> bytes:
    """A picture as JPEG, by way of a file without a name: only when it writes to a real file Pillow lets other threads work."""
    with contextlib.suppress(OSError), tempfile.TemporaryFile(prefix="creditroll-") as file:
        _save_jpeg(picture, file)
        file.seek(0)
        return file.read()
    written = BytesIO()  # there is no room for files
    _save_jpeg(picture, written)
    return written.getvalue()


def _save_jpeg(picture: Image.Image, file: IO[bytes]) -> None:
    picture.save(file, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)


def _most_frames(picture: Image.Image, spec: RenditionSpec) -> int:
    """How many frames a copy may have to stay below the pixel limit; a longer animation becomes a still."""
    return PIXEL_LIMIT // (min(spec.width_px, picture.width) * min(spec.height_px, picture.height))


def _encode_moving(picture: Image.Image, spec: RenditionSpec) -> bytes:
    """An animation with every frame resized, the same times and loop."""
    frames: list[Image.Image] = []
    times_ms: list[int] = []
    for number in range(frame_count(picture)):
        try:
            picture.seek(number)
            decode(picture)
            frames.append(_resized([picture.convert("RGBA")], spec))
        except EOFError:
            break
        times_ms.append(int(picture.info.get("duration", 100)))
    loop = int(picture.info.get("loop", 1 if picture.format == "GIF" else 0))
    for frame in frames:
        frame.info = {}
    written = BytesIO()
    first, rest = frames[0], frames[1:]
    if spec.format == "gif":
        first.save(written, "GIF", save_all=True, append_images=rest, duration=times_ms, loop=loop, disposal=2)
    else:
        first.save(
            written, "WEBP", save_all=True, append_images=rest, duration=times_ms, loop=loop, quality=WEBP_QUALITY, method=4
        )
    return written.getvalue()

"""Untrusted pictures, opened only within what is allowed."""

import logging
import struct
import warnings
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from generator.model.media import PIXEL_LIMIT, SIDE_LIMIT_PX, MediaError

if TYPE_CHECKING:
    from PIL import Image

PICTURE_FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")
"""The only readers of Pillow that are ever tried; its EPS reader would start Ghostscript."""

UNREADABLE: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What libraries raise on broken files: more than they document."""

_SVG_LIMIT_BYTES: Final = 10_000_000
_ORIENTATION_TAG: Final = 0x0112
_IFD_ENTRIES: Final = 500


def open_picture(data: bytes) -> "Image.Image":
    """A picture of an allowed format, its header read, its pixels not yet decoded.

    Raises MediaError: `media-too-large` above the pixel limit or the longest side, `bad-media` where no reader knows it.
    """
    from PIL import Image

    # Set again each time: pytest takes filters back. Corrupt metadata is no reason to write to the editor's terminal.
    logging.getLogger("PIL").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module=r"PIL\.")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture = Image.open(BytesIO(data), formats=PICTURE_FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large("the picture has far more than 60 million pixels") from error
    except UNREADABLE as error:
        raise MediaError("bad-media", "the picture cannot be read: it is damaged or cut short", "Export it again.") from error
    picture.decodermaxblock = max(picture.decodermaxblock, len(data))  # in one go: after each piece it waits for other threads
    width_px, height_px = picture.size
    if width_px * height_px > PIXEL_LIMIT or max(width_px, height_px) > SIDE_LIMIT_PX["jpeg"]:
        raise _too_large(f"the picture is {width_px} × {height_px} pixels; at most 60 million are read, 65,500 a side")
    return picture


def decode(picture: "Image.Image") -> None:
    """Decodes all pixels of the frame in hand; raises MediaError `bad-media` where the file is damaged or cut short."""
    try:
        picture.load()
    except UNREADABLE as error:
        raise MediaError("bad-media", "the picture is damaged or cut short", "Export it again.") from error


def frame_count(picture: "Image.Image") -> int:
    """How many frames an animation has, found without decoding them; 1 for anything that does not move.

    The second picture in a phone's JPEG (a preview, a depth map) is no frame.
    """
    if picture.format not in {"GIF", "WEBP", "AVIF", "PNG"}:
        return 1
    try:
        return int(getattr(picture, "n_frames", 1))
    except UNREADABLE as error:
        raise MediaError("bad-media", "the animation is damaged or cut short", "Export it again.") from error


def orientation(picture: "Image.Image") -> int:
    """How a picture has to be turned to stand upright, 1 to 8; 1 where nothing, or nonsense, is said; to be asked after decoding.

    TIFF is always 1: Pillow turns it while decoding. Source: Exif 2.32, 4.6.4 (Orientation).
    """
    exif = picture.info.get("exif")
    if picture.format == "TIFF" or not isinstance(exif, bytes):
        return 1
    tiff = exif.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(min(entries, _IFD_ENTRIES)):
            tag, kind, count, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * entry)
            if (tag, kind, count) == (_ORIENTATION_TAG, 3, 1):
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def turned(picture: "Image.Image", turn: int) -> "Image.Image":
    """The picture as `orientation` says it has to be turned."""
    from PIL import Image

    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return picture.transpose(turns[turn]) if turn in turns else picture


def parse_svg(data: bytes) -> Any:
    """The root element of an SVG drawing, parsed without DTD, entities or network.

    Raises MediaError: `media-too-large` above 10 MB, `bad-media` where it is not well-formed or defines entities,
    `disguised-file` where the root is not `svg`.
    """
    from lxml import etree

    if len(data) > _SVG_LIMIT_BYTES:
        raise MediaError("media-too-large", "the drawing is larger than 10 MB", "Simplify it, or export it as PNG.")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        message = f"the SVG drawing is not well-formed: {error}"
        raise MediaError("bad-media", message, "Open and save it in a drawing program.") from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise MediaError("bad-media", "the SVG drawing defines entities, which are never expanded", "Save it as “plain SVG”.")
    if etree.QName(root).localname != "svg" or etree.QName(root).namespace not in {None, "http://www.w3.org/2000/svg"}:
        raise MediaError("disguised-file", "the file is XML, but not an SVG drawing")
    return root


def _too_large(message: str) -> MediaError:
    return MediaError("media-too-large", message, "Save it smaller: 2400 pixels wide is all a page shows.")

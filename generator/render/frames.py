"""Still pictures out of films: one that is worth a poster, many small ones for the seek bar."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from generator.model.media import MediaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from generator.model.media import EncodingSpec

_LOOKED_AT: Final = 12
_MOST_DECODED: Final = 300
"""Frames decoded to reach one moment; where key frames are farther apart, an earlier picture has to do."""


def good_frame(film: Any, spec: EncodingSpec) -> bytes:
    """The picture with the most to see among some from all over the film, as PNG; raises MediaError."""
    best: tuple[float, Any] | None = None
    stream, length_s = _picture(film)
    for number in range(_LOOKED_AT):
        frame = _frame_at(film, stream, length_s * (0.06 + 0.8 * number / _LOOKED_AT))
        if frame is None:
            continue
        score = _score(_image(stream, frame, 160, max(1, 160 * spec.height_px // spec.width_px)))
        if best is None or score > best[0] + 0.05:  # of two that are alike, the earlier one
            best = (score, frame)
    if best is None:
        raise MediaError("not-encoded", "no picture could be decoded", "Export it again.")
    written = BytesIO()
    _image(stream, best[1], spec.width_px, spec.height_px).save(written, "PNG", compress_level=3)
    return written.getvalue()


def sprite(film: Any, spec: EncodingSpec, told: Callable[[float], None]) -> bytes:
    """All thumbnails of the seek bar in rows of `columns`, as one JPEG; raises MediaError."""
    from PIL import Image

    stream, _ = _picture(film)
    rows = -(-spec.count // spec.columns)
    sheet = Image.new("RGB", (spec.width_px * min(spec.columns, spec.count), spec.height_px * rows))
    last = None
    for number in range(spec.count):
        last = _frame_at(film, stream, (number + 0.5) * spec.every_s) or last
        if last is not None:
            place = (number % spec.columns * spec.width_px, number // spec.columns * spec.height_px)
            sheet.paste(_image(stream, last, spec.width_px, spec.height_px), place)
        told(number / spec.count)
    if last is None:
        raise MediaError("not-encoded", "no picture could be decoded", "Export it again.")
    written = BytesIO()
    sheet.save(written, "JPEG", quality=60, optimize=True)
    return written.getvalue()


def _picture(film: Any) -> tuple[Any, float]:
    from generator.render.av import first

    stream = first(film, "video")
    if stream is None:
        raise MediaError("not-encoded", "it has no pictures", "Name it under audio: instead.")
    return stream, (film.duration or 0) / 1_000_000


def _frame_at(film: Any, stream: Any, seconds: float) -> Any:
    """The picture shown at a moment, or the nearest before it that is quickly reached; nothing where there is none."""
    import av

    start = stream.start_time or 0
    wanted = start + int(seconds / stream.time_base)
    frame = None
    try:
        film.seek(wanted, stream=stream, backward=True)
        for number, found in enumerate(film.decode(stream)):
            if frame is not None and found.pts is not None and found.pts > wanted:
                break
            frame = found
            if number >= _MOST_DECODED:
                break
    except (av.FFmpegError, OSError):
        return frame
    return frame


def _image(stream: Any, frame: Any, width_px: int, height_px: int) -> Image:
    from generator.render.av import Graph

    drawn = next(iter(Graph(stream, frame, width_px, height_px, "rgb24").drawn(frame)))
    return drawn.to_image()  # type: ignore[no-any-return]


def _score(picture: Image) -> float:
    """How much there is to see: much entropy, neither night nor fog."""
    from PIL import ImageStat

    grey = picture.convert("L")
    spread = ImageStat.Stat(grey).stddev[0]
    return float(grey.entropy()) + min(spread, 60) / 30

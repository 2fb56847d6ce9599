"""What the headers of MP4, QuickTime, WebM files say."""

from __future__ import annotations

import re
import struct
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from generator.model.containers import boxes, elements
from generator.model.media import MediaError
from generator.model.pictures import UNREADABLE

if TYPE_CHECKING:
    from generator.model.media import Probe

    Span = tuple[int, int]

FIRST_BOXES: Final = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"pnot"})
_EBML, _SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_DOC_TYPE, _SCALE, _DURATION, _TRACK, _TRACK_TYPE = 0x4282, 0x2AD7B1, 0x4489, 0xAE, 0x83
_CODEC, _VIDEO, _WIDTH, _HEIGHT, _TIME, _BLOCK = 0x86, 0xE0, 0xB0, 0xBA, 0xE7, 0xA3


def read_mp4(data: bytes, seed: Probe) -> Probe:
    """The facts of an MP4, M4A or QuickTime file from its movie box; what that leaves open, from PyAV where installed.

    Raises MediaError `bad-media` where boxes are cut short, the movie box is missing, or nothing lasts longer than 0 s.
    Source: ISO 14496-12, 8.2.2 (mvhd), 8.3.2 (tkhd), 8.4.3 (hdlr).
    """
    top: dict[bytes, Span] = {}
    for kind, start, end in boxes(data, 0, len(data)):
        top.setdefault(kind, (start, end))
    if b"moov" not in top:
        raise MediaError("bad-media", "the film is cut short: it has no movie header", "Export it again.")
    movie = {kind: (start, end) for kind, start, end in boxes(data, *top[b"moov"]) if kind != b"trak"}
    duration_s = _box_seconds(data, movie.get(b"mvhd"))
    if not duration_s and b"mvex" in movie:
        rest = {kind: (start, end) for kind, start, end in boxes(data, *movie[b"mvex"])}
        units = _unpack(data, rest.get(b"mehd"), ">4xQ" if _version(data, rest.get(b"mehd")) else ">4xI")
        scale = _unpack(data, movie.get(b"mvhd"), ">20xI" if _version(data, movie.get(b"mvhd")) else ">12xI")
        duration_s = units[0] / scale[0] or None if units and scale and scale[0] else None
    elif duration_s is None or duration_s <= 0:
        raise MediaError("bad-media", "the film has no length", "Export it again.")
    sizes: list[tuple[int, int]] = []
    codecs: dict[bytes, _Coded] = {}
    for kind, start, end in boxes(data, *top[b"moov"]):
        if kind == b"trak":
            handler, size, coded = _track(data, start, end)
            codecs.setdefault(handler, coded)
            if handler == b"vide" and size[0] and size[1]:
                sizes.append(size)
    handlers = codecs.keys()
    sound = codecs.get(b"soun", _Coded())
    seed = replace(
        seed,
        codecs=tuple(codecs[handler].codec for handler in (b"vide", b"soun") if handler in codecs and codecs[handler].codec),
        channels=sound.channels,
        rate_hz=sound.rate_hz,
        begins_at_once=b"mdat" not in top or top[b"moov"][0] < top[b"mdat"][0],
    )
    if not handlers & {b"vide", b"soun"}:
        raise MediaError("bad-media", "the file has neither pictures nor sound", "Export it again.")
    brand = data[8:12] if data[4:8] == b"ftyp" else b"qt  "
    if b"vide" not in handlers:
        return _completed(data, replace(seed, kind="audio", mime="audio/mp4", duration_s=_rounded(duration_s)), "mp4")
    width_px, height_px = max(sizes, default=(None, None))
    mime = "video/quicktime" if brand == b"qt  " else "video/mp4"
    found = replace(seed, kind="video", mime=mime, duration_s=_rounded(duration_s), width_px=width_px, height_px=height_px)
    return _completed(data, found, "mp4")


def _version(data: bytes, span: Span | None) -> int:
    return data[span[0]] if span and span[0] < span[1] else 0


def _unpack(data: bytes, span: Span | None, form: str) -> tuple[int, ...]:
    """Numbers at the beginning of a box; none where the box is missing or too short."""
    if span is None or span[1] - span[0] < struct.calcsize(form):
        return ()
    return struct.unpack_from(form, data, span[0])


def _box_seconds(data: bytes, mvhd: Span | None) -> float | None:
    numbers = _unpack(data, mvhd, ">20xIQ" if _version(data, mvhd) else ">12xII")
    if not numbers or not numbers[0] or numbers[1] in {0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF}:
        return None
    return numbers[1] / numbers[0]


class _Coded(NamedTuple):
    """How a track is stored."""

    codec: str = ""
    channels: int | None = None
    rate_hz: int | None = None


def _track(data: bytes, start: int, end: int) -> tuple[bytes, tuple[int, int], _Coded]:
    """A track's handler, with its upright width and height, with its codec."""
    handler, size, coded = b"", (0, 0), _Coded()
    for kind, inner, last in boxes(data, start, end):
        if kind == b"tkhd":
            at = inner + (52 if _version(data, (inner, last)) else 40)
            if last - at >= 44:
                a, b, _, c, d, _, _, _, _, width, height = struct.unpack_from(">9i2I", data, at)
                turned = not a and not d and b and c
                size = (height >> 16, width >> 16) if turned else (width >> 16, height >> 16)
        elif kind == b"mdia":
            for part, hdlr, hdlr_end in boxes(data, inner, last):
                if part == b"hdlr" and hdlr_end - hdlr >= 12:
                    handler = data[hdlr + 8 : hdlr + 12]
                elif part == b"minf":
                    coded = _coded(data, hdlr, hdlr_end)
    return handler, size, coded


def _coded(data: bytes, start: int, end: int) -> _Coded:
    """The first sample description of a track; source: ISO 14496-12, 8.5.2 (stsd), 12.2.3 (sound)."""
    for kind, inner, last in boxes(data, start, end):
        if kind == b"stbl":
            for part, stsd, stsd_end in boxes(data, inner, last):
                if part == b"stsd" and stsd_end - stsd >= 16:
                    codec = data[stsd + 12 : stsd + 16].decode("latin-1").strip()
                    sound = _unpack(data, (stsd + 16, stsd_end), ">16xHHxxxxI")
                    channels, _, rate = sound if sound and re.fullmatch(r"mp4a|[a-zO.]{0,4}|ac-3|ec-3", codec) else (0, 0, 0)
                    return _Coded(codec, channels or None, rate >> 16 or None)
    return _Coded()


def read_webm(data: bytes, seed: Probe) -> Probe:
    """The facts of a WebM file from its headers, or from its last cluster where the writer did not note the length.

    Raises MediaError `unsupported-media` for other Matroska files, `bad-media` where the file is cut short or has no length.
    Source: RFC 8794 (EBML), RFC 9559 (Matroska).
    """
    top = {name: (start, end) for name, start, end in elements(data, 0, len(data))}
    header = {name: data[start:end] for name, start, end in elements(data, *top.get(_EBML, (0, 0)))}
    if header.get(_DOC_TYPE, b"").rstrip(b"\0") != b"webm":
        raise MediaError("unsupported-media", "the film is Matroska, which browsers do not play", "Convert it to WebM or MP4.")
    info: dict[int, bytes] = {}
    width_px = height_px = last_time = None
    kinds: set[int] = set()
    codecs: list[str] = []
    for name, start, end in elements(data, *top.get(_SEGMENT, (0, 0))):
        if name == _INFO:
            info = {part: data[inner:last] for part, inner, last in elements(data, start, end)}
        elif name == _CLUSTER:
            last_time = _last_time(data, start, end)
        elif name == _TRACKS:
            for _, inner, last in (found for found in elements(data, start, end) if found[0] == _TRACK):
                track = {part: (a, b) for part, a, b in elements(data, inner, last)}
                codecs.append(data[slice(*track.get(_CODEC, (0, 0)))].rstrip(b"\0").decode("latin-1"))
                kinds.add(int.from_bytes(data[slice(*track.get(_TRACK_TYPE, (0, 0)))][:2]))
                size = {part: int.from_bytes(data[a:b][:8]) for part, a, b in elements(data, *track.get(_VIDEO, (0, 0)))}
                width_px, height_px = size.get(_WIDTH, width_px), size.get(_HEIGHT, height_px)
    if not kinds & {1, 2} or last_time is None:
        raise MediaError("bad-media", "the film is cut short", "Export it again.")
    scale_ns = int.from_bytes(info.get(_SCALE, b"")[:8]) or 1_000_000
    noted = info.get(_DURATION, b"")
    units = struct.unpack(">d" if len(noted) == 8 else ">f", noted)[0] if len(noted) in {4, 8} else last_time
    duration_s = units * scale_ns / 1e9
    if noted and not 0 < duration_s < 1e9:
        raise MediaError("bad-media", "the film has no length", "Export it again.")
    film = 1 in kinds
    found = replace(seed, kind="video" if film else "audio", mime="video/webm" if film else "audio/webm", width_px=width_px,
                    height_px=height_px, duration_s=_rounded(duration_s or None),
                    codecs=tuple(sorted(filter(None, codecs), reverse=True)))  # fmt: skip
    return _completed(data, found, "matroska")


def _last_time(data: bytes, start: int, end: int) -> int:
    """When the last simple block of a cluster begins, in the segment's time units."""
    base, latest = 0, 0
    for part, inner, last in elements(data, start, end):
        if part == _TIME:
            base = int.from_bytes(data[inner:last][:8])
        elif part == _BLOCK and last - inner >= 4:
            latest = max(latest, int.from_bytes(data[inner + 1 : inner + 3], signed=True))  # one byte names the track
    return base + latest


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _completed(data: bytes, found: Probe, container: str) -> Probe:
    """The facts with what is still open answered by PyAV, where the `media` extra is installed."""
    if found.duration_s and (found.kind != "video" or found.width_px):
        return found
    try:
        import av
    except ImportError:
        return found
    try:
        # The container is named so that no playlist reader of FFmpeg, which opens other files, is ever tried.
        with av.open(BytesIO(data), mode="r", format=container) as film:
            length_s = film.duration / 1_000_000 if film.duration else None
            video = film.streams.video[0] if film.streams.video else None
            width_px, height_px = (video.width, video.height) if video else (None, None)
    except (av.FFmpegError, *UNREADABLE) as error:
        raise MediaError("bad-media", "the film cannot be read", "Export it again.") from error
    return replace(
        found,
        duration_s=found.duration_s or _rounded(length_s),
        width_px=found.width_px or width_px or None,
        height_px=found.height_px or height_px or None,
    )

"""Recordings and films encoded for the web, bit for bit the same each time on one machine."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.model.media import PIXEL_LIMIT, MediaError
from generator.model.pictures import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.media import EncodingSpec

    Told = Callable[[float], None]

RECIPE: Final = "encodings-1"
"""To be raised with every change that changes bytes; a part of the key under which encodings are remembered."""

CONTAINERS: Final = {
    "audio/mpeg": "mp3",
    "audio/flac": "flac",
    "audio/wav": "wav",
    "audio/aiff": "aiff",
    "audio/ogg": "ogg",
    "video/ogg": "ogg",
    "audio/mp4": "mp4",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "audio/webm": "matroska",
    "video/webm": "matroska",
    "audio/aac": "aac",
}
"""Each type with the one reader that may open it, so that no playlist reader, which opens other files, is ever tried."""

_COMMENT_ROOM: Final = "." * 1500
"""Who made it is written into an Ogg file afterwards, in the room that this takes."""
_SLOWEST: Final = 60
"""Seconds of work for each second of film after which an encode is given up."""


class _Sound(NamedTuple):
    codec: str
    form: str
    frame_samples: int


class _Film(NamedTuple):
    codec: str
    container: str
    sound: str
    sound_kbps: int
    options: dict[str, str]


_SOUNDS: Final = {
    "opus": _Sound("libopus", "flt", 960),
    "mp3": _Sound("libmp3lame", "fltp", 1152),
    "aac": _Sound("aac", "fltp", 1024),
}
_SOUND_CONTAINERS: Final = {"opus": "ogg", "mp3": "mp3", "aac": "mp4"}
_FILMS: Final = {
    "h264": _Film("libx264", "mp4", "aac", 128, {"preset": "medium", "crf": "23"}),
    "vp9": _Film("libvpx-vp9", "webm", "opus", 96, {"crf": "34", "b": "0", "deadline": "good", "cpu-used": "4"}),
    "av1": _Film("libsvtav1", "webm", "opus", 96, {"crf": "36", "preset": "8", "svtav1-params": "lp=1"}),
}


def encoder_version() -> str:
    """What encodings depend on beside source and recipe; empty where the extra `media` is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{RECIPE} {version('av')} {version('pillow')}"  # asked without loading it: FFmpeg comes inside its package
    except PackageNotFoundError:
        return ""


@contextlib.contextmanager
def opened(source: str | bytes, mime: str) -> Iterator[Any]:
    """The file for reading; whatever its decoder refuses is a MediaError `not-encoded` with the tool's own words."""
    import av

    try:
        with av.open(BytesIO(source) if isinstance(source, bytes) else source, mode="r", format=CONTAINERS[mime]) as film:
            for stream in film.streams:
                if stream.type not in ("video", "audio") or stream.codec_context is None:
                    continue
                stream.codec_context.thread_count = 1
                if isinstance(stream, av.VideoStream) and stream.width * stream.height > PIXEL_LIMIT:
                    raise MediaError("media-too-large", "its pictures have more than 60 million pixels", "Export it smaller.")
            yield film
    except av.FFmpegError as error:
        raise refused(error.strerror or str(error)) from error
    except (*UNREADABLE, StopIteration) as error:
        raise refused(str(error) or type(error).__name__) from error


def refused(words: str) -> MediaError:
    """What a tool said, as a problem of the file."""
    hint = "Export it again; until then the file is published as it is."
    return MediaError("not-encoded", f"it cannot be encoded: PyAV says “{words}”", hint)


def first(film: Any, kind: str) -> Any:
    """The first stream of a kind that can be decoded, or nothing; a cover in a sound file is no film.

    Raises MediaError where there are only streams that nothing here decodes.
    """
    import av

    lacking = False
    for stream in film.streams:
        attached = getattr(stream, "disposition", 0) & av.stream.Disposition.attached_pic
        if stream.type == kind and not attached:
            if stream.codec_context is not None:
                return stream
            lacking = True
    if lacking:
        raise refused(f"there is no decoder for its {'pictures' if kind == 'video' else 'sound'}")
    return None


def encode(source: str | bytes, mime: str, spec: EncodingSpec, told: Told = lambda _: None, folder: str | None = None) -> bytes:
    """One encoding of a file, given as its path or its bytes; `told` hears which share is done; it is made in `folder`.

    Raises MediaError.
    """
    from generator.render.frames import good_frame, sprite
    from generator.render.measure import measured

    with opened(source, mime) as film:
        if spec.form == "measure":
            return measured(film, told)
        if spec.form == "frame":
            return good_frame(film, spec)
        if spec.form == "sprite":
            return sprite(film, spec, told)
        with tempfile.TemporaryDirectory(prefix="creditroll-", dir=folder) as inside:
            path = Path(inside, "encoded")
            _encode(film, spec, str(path), told)
            return path.read_bytes()


def encode_task(source: str | bytes, mime: str, spec: EncodingSpec, told: str = "") -> tuple[str, bytes]:
    """What `encode` returns, with the version of what encoded it; the share that is done is written into the file `told`."""
    os.environ.setdefault("SVT_LOG", "1")

    def tell(share: float) -> None:
        if told:
            Path(told).write_text(f"{share:.3f}", "ascii")

    folder = str(Path(told).parent) if told else None
    return encoder_version(), encode(source, mime, spec, tell, folder)


def _encode(film: Any, spec: EncodingSpec, path: str, told: Told) -> None:
    import av

    kind = _FILMS.get(spec.form)
    container = kind.container if kind else _SOUND_CONTAINERS[spec.form]
    options = {"fflags": "+bitexact", **({"movflags": "+faststart"} if container == "mp4" else {})}
    picture, sound = first(film, "video") if kind else None, first(film, "audio")
    if kind and picture is None:
        raise MediaError("not-encoded", "it has no pictures", "Name it under audio: instead.")
    if not kind and sound is None:
        raise MediaError("not-encoded", "it has no sound", "Export it again.")
    start = Fraction(film.start_time or 0, 1_000_000)
    with av.open(path, "w", format=container, container_options=options) as out:
        pipes: dict[int, _Pipe] = {}
        if kind and picture is not None:
            pipes[picture.index] = _Picture(out, picture, spec, kind, start)
        if sound is not None:
            form, kbps = (kind.sound, kind.sound_kbps) if kind else (spec.form, spec.kbps)
            pipes[sound.index] = _SoundPipe(out, sound, form, kbps)
        if spec.form == "opus":
            out.metadata["comment"] = _COMMENT_ROOM
        _run(film, out, pipes, told)


def _run(film: Any, out: Any, pipes: dict[int, _Pipe], told: Told) -> None:
    """Every packet of the streams that are wanted, decoded, encoded, written."""
    import av

    length_s = (film.duration or 0) / 1_000_000
    begun, said_s = time.monotonic(), 0.0
    faults = 0
    for packet in film.demux([film.streams[index] for index in pipes]):
        pipe = pipes[packet.stream.index]
        try:
            frames = packet.decode()
        except av.InvalidDataError:
            faults += 1  # a damaged frame is skipped, as players do; a file of nothing else is refused below
            if faults > 100:
                raise
            continue
        for frame in frames:
            out.mux(pipe.encoded(frame))
            now_s = frame.time or 0.0
        if packet.pts is not None and packet.time_base is not None and length_s:
            now_s = float(packet.pts * packet.time_base)
            if now_s - said_s > length_s / 100:
                said_s = now_s
                told(min(now_s / length_s, 1.0))
                if time.monotonic() - begun > 120 + length_s * _SLOWEST:
                    raise MediaError("not-encoded", "encoding it takes too long", "Export it smaller.")
    if not next(iter(pipes.values())).frames:
        raise refused("no frame could be decoded")
    for pipe in pipes.values():
        out.mux(pipe.encoded(None))


class _Pipe:
    """Frames in, packets out; None is the end."""

    frames = 0

    def encoded(self, frame: Any) -> list[Any]:
        raise NotImplementedError


def _bit_exact(stream: Any) -> None:
    import av

    stream.codec_context.thread_count = 1
    stream.codec_context.flags |= av.codec.context.Flags.bitexact.value


class _SoundPipe(_Pipe):
    def __init__(self, out: Any, stream: Any, form: str, kbps: int) -> None:
        import av

        how = _SOUNDS[form]
        rate_hz = 48_000 if form == "opus" or stream.rate not in (44_100, 32_000) else stream.rate
        layout = "mono" if stream.channels == 1 else "stereo"
        self._stream = out.add_stream(how.codec, rate=rate_hz, layout=layout, format=how.form)
        self._stream.bit_rate = (kbps if layout == "stereo" else max(32, kbps * 5 // 8)) * 1000
        _bit_exact(self._stream)
        self._resampler = av.AudioResampler(how.form, layout, rate_hz, frame_size=how.frame_samples)
        self._samples = 0

    def encoded(self, frame: Any) -> list[Any]:
        found = []
        if frame is not None:
            frame.pts = None  # counted anew: what a file says of its times is wrong too often
        if frame is not None or self.frames:
            for ready in self._resampler.resample(frame):
                ready.pts, ready.time_base = self._samples, Fraction(1, ready.sample_rate)
                self._samples += ready.samples
                self.frames += 1
                found += self._stream.encode(ready)
        return [*found, *(self._stream.encode(None) if frame is None else ())]


class _Picture(_Pipe):
    def __init__(self, out: Any, stream: Any, spec: EncodingSpec, kind: _Film, start: Fraction) -> None:
        rate = stream.average_rate or stream.guessed_rate or Fraction(25)
        rate = min(max(Fraction(rate), Fraction(1)), Fraction(60))
        gop = max(1, round(rate * 4))
        self._stream = out.add_stream(kind.codec, rate=rate, options={**kind.options, "g": str(gop)})
        self._stream.width, self._stream.height = spec.width_px, spec.height_px
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = Fraction(1, 90_000)
        _bit_exact(self._stream)
        self._graph: Graph | None = None
        self._source, self._spec, self._start = stream, spec, start
        self._last = -1
        self._least = round(90_000 / rate / 2)

    def encoded(self, frame: Any) -> list[Any]:
        if frame is None:
            return self._stream.encode(None) if self.frames else []
        if self._graph is None or self._graph.differs(frame):
            self._graph = Graph(self._source, frame, self._spec.width_px, self._spec.height_px)
        found = []
        seconds = Fraction(frame.pts) * frame.time_base - self._start if frame.pts is not None else None
        for ready in self._graph.drawn(frame):
            pts = round(seconds * 90_000) if seconds is not None else self._last + 2 * self._least
            if pts < max(0, self._last + self._least):
                continue  # before the beginning, or faster than any screen
            ready.pts, ready.time_base, self._last = pts, Fraction(1, 90_000), pts
            ready.pict_type = 0
            self.frames += 1
            found += self._stream.encode(ready)
        return found


class Graph:
    """Pictures turned upright and scaled."""

    def __init__(self, stream: Any, frame: Any, width_px: int, height_px: int, form: str = "yuv420p") -> None:
        import av

        self._shape = (frame.width, frame.height, frame.format.name)
        graph = av.filter.Graph()
        chain = [graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=stream.time_base)]
        turned = {90: [("transpose", "clock")], 180: [("hflip", ""), ("vflip", "")], 270: [("transpose", "cclock")]}
        for name, options in turned.get(-frame.rotation % 360, []):
            chain.append(graph.add(name, options))
        chain.append(graph.add("scale", f"{width_px}:{height_px}:flags=bicubic+accurate_rnd+full_chroma_int+bitexact"))
        chain.append(graph.add("setsar", "1"))
        chain.append(graph.add("format", form))
        chain.append(graph.add("buffersink"))
        for one, other in pairwise(chain):
            one.link_to(other)
        graph.configure()
        self._graph = graph

    def differs(self, frame: Any) -> bool:
        """Whether a frame has another shape than this was made for."""
        return self._shape != (frame.width, frame.height, frame.format.name)

    def drawn(self, frame: Any) -> Iterator[Any]:
        """The frames that come out when one is put in."""
        import av

        self._graph.push(frame)
        while True:
            try:
                yield self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return


def tagged(data: bytes, mime: str, tags: dict[str, str]) -> bytes:
    """The same streams in a new container with these tags, its directory first; raises MediaError."""
    import av

    container = {"audio/mp4": "mp4", "video/mp4": "mp4", "audio/webm": "webm", "video/webm": "webm"}[mime]
    options = {"fflags": "+bitexact", **({"movflags": "+faststart"} if container == "mp4" else {})}
    with opened(data, mime) as film, tempfile.TemporaryDirectory(prefix="creditroll-") as folder:
        path = Path(folder, "tagged")
        with av.open(str(path), "w", format=container, container_options=options) as out:
            out.metadata.update(tags)
            kept = [stream for kind in ("video", "audio") if (stream := first(film, kind)) is not None]
            made = {stream.index: out.add_stream_from_template(stream, opaque=True) for stream in kept}
            for packet in film.demux(kept):
                if packet.dts is None:
                    continue
                packet.stream = made[packet.stream.index]
                out.mux(packet)
        return path.read_bytes()

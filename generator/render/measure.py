"""How loud a recording is, measured as EBU R 128 says, with the peaks that draw its waveform."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import msgspec

from generator.model.media import Measured, MediaError

if TYPE_CHECKING:
    from collections.abc import Callable

BARS: Final = 240
_RATE_HZ: Final = 8000
_STEP: Final = 160  # 20 ms


def measured(film: Any, told: Callable[[float], None]) -> bytes:
    """Loudness and peaks, as `Measured` in MessagePack; raises MediaError."""
    import av

    from generator.render.av import first, refused

    stream = first(film, "audio")
    if stream is None:
        raise MediaError("not-encoded", "it has no sound", "Name it under another kind.")
    length_s = (film.duration or 0) / 1_000_000
    meter: _Meter | None = None
    small = av.AudioResampler("s16", "mono", _RATE_HZ)
    peaks: list[int] = []
    rest = array("h")
    samples, said_s = 0, 0.0
    for frame in film.decode(stream):
        meter = meter or _Meter(stream, frame)
        meter.put(frame)
        samples += frame.samples
        frame.pts = None
        for ready in small.resample(frame):
            rest.frombytes(bytes(ready.planes[0])[: ready.samples * 2])
        while len(rest) >= _STEP:
            piece, rest = rest[:_STEP], rest[_STEP:]
            peaks.append(max(abs(max(piece)), abs(min(piece))))
        seconds = samples / frame.sample_rate
        if length_s and seconds - said_s > length_s / 50:
            said_s = seconds
            told(min(seconds / length_s, 1.0))
    if meter is None or not samples:
        raise refused("no sound could be decoded")
    loudness, span, peak = meter.read()
    found = Measured(
        duration_s=round(samples / stream.rate, 3) if stream.rate else length_s,
        loudness_lufs=loudness,
        range_lu=span,
        true_peak_dbtp=peak,
        peaks=_bars(peaks),
    )
    return msgspec.msgpack.encode(found)


def _bars(peaks: list[int]) -> tuple[int, ...]:
    """So many heights from 0 to 100, the loudest 100."""
    if not peaks:
        return ()
    count = min(BARS, len(peaks))
    edges = [len(peaks) * number // count for number in range(count + 1)]
    found = [max(peaks[start:end]) for start, end in pairwise(edges)]
    most = max(found) or 1
    return tuple(round(100 * (one / most) ** 0.8) for one in found)


class _Meter:
    """The meter of FFmpeg; source: EBU R 128, EBU Tech 3341 and 3342."""

    def __init__(self, stream: Any, frame: Any) -> None:
        import av

        self._graph = av.filter.Graph()
        source = self._graph.add_abuffer(
            sample_rate=frame.sample_rate, format=frame.format.name, layout=frame.layout.name, time_base=stream.time_base
        )
        meter = self._graph.add("ebur128", "peak=true:metadata=1")
        sink = self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()
        self._last: dict[str, str] = {}
        self._peak = 0.0

    def put(self, frame: Any) -> None:
        import av

        self._graph.push(frame)
        while True:
            try:
                said = self._graph.pull().metadata
            except (av.BlockingIOError, av.EOFError):
                return
            self._last = said or self._last

    def read(self) -> tuple[float | None, float, float | None]:
        """Integrated loudness in LUFS, range in LU, true peak in dBTP; None for silence."""
        import math

        loudness = float(self._last.get("lavfi.r128.I", "-70") or -70)
        peak = float(self._last.get("lavfi.r128.true_peak", "0") or 0)
        span = float(self._last.get("lavfi.r128.LRA", "0") or 0)
        return (
            round(loudness, 1) if -70 < loudness < 20 else None,
            round(span, 1),
            round(20 * math.log10(peak), 1) if peak > 0 else None,
        )

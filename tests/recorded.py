"""Small recordings and films, made by an encoder when they are asked for."""

from __future__ import annotations

import functools
import io
import math
import struct
from fractions import Fraction


def tone(*, seconds=1.0, rate_hz=8000, channels=1, level=0.3, hertz=440.0):
    """A WAV file with one note."""
    frames = b"".join(
        struct.pack("<h", round(32767 * level * math.sin(2 * math.pi * hertz * number / rate_hz))) * channels
        for number in range(round(seconds * rate_hz))
    )
    form = struct.pack("<HHIIHH", 1, channels, rate_hz, rate_hz * channels * 2, channels * 2, 16)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(frames))
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + form
        + b"data"
        + struct.pack("<I", len(frames))
        + frames
    )


def aiff(*, seconds=1.0, rate_hz=8000):
    """An AIFF file with one note."""
    frames = b"".join(struct.pack(">h", round(9000 * math.sin(number / 3))) for number in range(round(seconds * rate_hz)))
    common = struct.pack(">HIH", 1, len(frames) // 2, 16) + struct.pack(">HQ", 16383 + 12, rate_hz << 51)
    sound = b"SSND" + struct.pack(">III", len(frames) + 8, 0, 0) + frames
    secret = b"ANNO" + struct.pack(">I", 6) + b"Secret"
    body = b"AIFFCOMM" + struct.pack(">I", 18) + common + secret + sound
    return b"FORM" + struct.pack(">I", len(body)) + body


@functools.cache
def film(*, seconds=2.0, width_px=64, height_px=48, codec="mjpeg", container="mov", rate=8, sound=True):
    """A film of moving squares with a note; MJPEG in QuickTime is played by no browser."""
    import av
    from PIL import Image, ImageDraw

    written = io.BytesIO()
    with av.open(written, "w", format=container, container_options={"fflags": "+bitexact"}) as out:
        stream = out.add_stream(codec, rate=rate)
        stream.width, stream.height = width_px, height_px
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        voice = out.add_stream("pcm_s16le" if container == "mov" else "aac", rate=8000, layout="mono") if sound else None
        for number in range(round(seconds * rate)):
            picture = Image.new("RGB", (width_px, height_px), (20, 24, 40))
            if number > rate // 4:  # it begins in the dark
                left = number * 5 % width_px
                ImageDraw.Draw(picture).rectangle((left, 8, left + 14, 30), fill=(250, 190, number * 9 % 255))
            out.mux(stream.encode(av.VideoFrame.from_image(picture)))
        out.mux(stream.encode(None))
        if voice is not None:
            samples = b"".join(struct.pack("<h", round(8000 * math.sin(at / 4))) for at in range(round(seconds * 8000)))
            frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples) // 2)
            frame.planes[0].update(samples)
            frame.sample_rate, frame.pts, frame.time_base = 8000, 0, Fraction(1, 8000)
            resampler = av.AudioResampler(voice.format, "mono", 8000, frame_size=voice.frame_size or 1024)
            for ready in (*resampler.resample(frame), *resampler.resample(None)):
                out.mux(voice.encode(ready))
            out.mux(voice.encode(None))
    return written.getvalue()

"""What audio files say about themselves."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from generator.model.containers import id3_size
from generator.model.media import MediaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.media import Probe

    Reader = Callable[[bytes, Probe], Probe]

_MP3_RATES_HZ: Final = (44_100, 48_000, 32_000)
_MP3_KBPS: Final = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_AAC_RATES_HZ: Final = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)
_OGG_CODECS: Final = (
    (b"\x80theora", "theora"),
    (b"\x01vorbis", "vorbis"),
    (b"OpusHead", "opus"),
    (b"\x7fFLAC", "flac"),
    (b"Speex   ", "speex"),
)
_RESYNC_BYTES: Final = 65_536


def reader(data: bytes, extension: str) -> Reader | None:
    """The reader for a sound (or an Ogg film) that begins like these bytes, None where they are none.

    MPEG sound has a signature of eleven bits only: without an ID3 tag it is believed where two frames follow each other.
    """
    body = data[id3_size(data) :] if data.startswith(b"ID3") else data
    found: Reader | None = None
    if body.startswith(b"fLaC"):
        found = read_flac
    elif data.startswith(b"OggS"):
        found = read_ogg
    elif data[:4] in {b"RIFF", b"RF64"} and data[8:12] == b"WAVE":
        found = read_wav
    elif data[:4] == b"FORM" and data[8:12] in {b"AIFF", b"AIFC"}:
        found = read_aiff
    elif _mpeg_start(data, _aac_frame) is not None and (extension == "aac" or body[:1] == b"\xff"):
        found = read_aac
    elif data.startswith(b"ID3") or ((extension == "mp3" or body[:1] == b"\xff") and _mpeg_start(data, _mp3_frame) is not None):
        found = read_mp3
    return found


def _mp3_frame(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Length in bytes, samples, and rate of the MPEG frame that begins here; source: ISO 11172-3, 2.4.1.3."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = {3: 1, 2: 2, 0: 4}.get(head[1] >> 3 & 3), 4 - (head[1] >> 1 & 3)
    rate, pick = head[2] >> 2 & 3, head[2] >> 4
    if version is None or layer == 4 or rate == 3 or pick in {0, 15}:
        return None
    rate_hz = _MP3_RATES_HZ[rate] // version
    kbps = _MP3_KBPS[min(version, 2), layer][pick - 1]
    samples = 384 if layer == 1 else 576 if layer == 3 and version > 1 else 1152
    padding = (head[2] >> 1 & 1) * (4 if layer == 1 else 1)
    unit = 4 if layer == 1 else 1
    return samples // 8 // unit * kbps * 1000 // rate_hz * unit + padding, samples, rate_hz


def _aac_frame(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Length in bytes, samples, and rate of the ADTS frame that begins here; source: ISO 14496-3, 1.A.2.2."""
    head = data[at : at + 7]
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    rate, size = head[2] >> 2 & 15, (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    if rate >= len(_AAC_RATES_HZ) or size < 8:
        return None
    return size, 1024 * ((head[6] & 3) + 1), _AAC_RATES_HZ[rate]


def _mpeg_start(data: bytes, frame: Callable[[bytes, int], tuple[int, int, int] | None], start: int | None = None) -> int | None:
    """Where the first of two frames in a row begins, looked for in 64 KB only."""
    at = id3_size(data) if start is None else start
    end = at + _RESYNC_BYTES
    while (at := data.find(b"\xff", at, end)) >= 0:
        first = frame(data, at)
        if first and (frame(data, at + first[0]) or at + first[0] == len(data)):
            return at
        at += 1
    return None


def _mpeg_length_s(data: bytes, frame: Callable[[bytes, int], tuple[int, int, int] | None]) -> float | None:
    """Seconds of sound in all frames, skipping what lies between them; None where there are none."""
    at = _mpeg_start(data, frame)
    length_s = 0.0
    while at is not None and at < len(data):
        found = frame(data, at)
        if found is None:
            at = _mpeg_start(data, frame, at)
            continue
        length_s += found[1] / found[2]
        at += found[0]
    return length_s or None


def read_mp3(data: bytes, seed: Probe) -> Probe:
    """The facts of an MP3: its length from the Xing or VBRI header, else by counting frames; raises MediaError."""
    at = _mpeg_start(data, _mp3_frame)
    first = None if at is None else _mp3_frame(data, at)
    if at is None or first is None:
        raise MediaError("bad-media", "no sound was found in the MP3", "Export it again.")
    _, samples, rate_hz = first
    mono, later_version = data[at + 3] >> 6 == 3, data[at + 1] >> 3 & 3 != 3
    xing = at + 4 + ((9 if mono else 17) if later_version else (17 if mono else 32))
    frames = 0
    if data[xing : xing + 4] in {b"Xing", b"Info"} and data[xing + 7 : xing + 8] and data[xing + 7] & 1:
        frames = int.from_bytes(data[xing + 8 : xing + 12])
    elif data[at + 36 : at + 40] == b"VBRI":
        frames = int.from_bytes(data[at + 50 : at + 54])
    # A header that promises more frames than the smallest frame allows is not believed.
    if 0 < frames <= len(data) // 24:
        length_s: float | None = frames * samples / rate_hz
    else:
        length_s = _mpeg_length_s(data, _mp3_frame)
    channels = 1 if mono else 2
    return _sound(replace(seed, codecs=("mp3",), channels=channels, rate_hz=rate_hz), "audio/mpeg", length_s)


def read_aac(data: bytes, seed: Probe) -> Probe:
    """The facts of a raw AAC stream, its length by counting frames; raises MediaError."""
    return _sound(replace(seed, codecs=("aac",)), "audio/aac", _mpeg_length_s(data, _aac_frame) or 0)


def read_flac(data: bytes, seed: Probe) -> Probe:
    """The facts of a FLAC file from its STREAMINFO; raises MediaError. Source: RFC 9639, 8.2."""
    at = data.find(b"fLaC")
    if len(data) < at + 42 or data[at + 4] & 0x7F != 0:
        raise MediaError("bad-media", "the FLAC file is cut short", "Export it again.")
    packed = int.from_bytes(data[at + 18 : at + 26])
    seed = replace(seed, codecs=("flac",), channels=(packed >> 41 & 7) + 1, rate_hz=packed >> 44 or None)
    return _sound(seed, "audio/flac", flac_length_s(data[at + 8 : at + 42]))


def flac_length_s(streaminfo: bytes) -> float | None:
    """Seconds, from the 34 bytes of a STREAMINFO block; None where the encoder did not know."""
    packed = int.from_bytes(streaminfo[10:18])
    rate_hz, samples = packed >> 44, packed & 0xFFFFFFFFF
    return samples / rate_hz if rate_hz and samples else None


def read_wav(data: bytes, seed: Probe) -> Probe:
    """The facts of a WAV file; raises MediaError where its samples are missing or cut short."""
    at, bytes_a_second = 12, 0
    while at + 8 <= len(data):
        kind, (size,) = data[at : at + 4], struct.unpack_from("<I", data, at + 4)
        if kind == b"fmt " and at + 20 <= len(data):
            form, channels, rate_hz, bytes_a_second = struct.unpack_from("<HHII", data, at + 8)
            codec = {1: "pcm", 3: "pcm", 0xFFFE: "pcm"}.get(form, f"wav-{form:x}")
            seed = replace(seed, codecs=(codec,), channels=channels or None, rate_hz=rate_hz or None)
        if kind == b"data":
            there = len(data) - at - 8
            if size == 0xFFFFFFFF:  # written by a program that could not go back, or RF64
                size = there
            if size > there:
                raise MediaError("bad-media", "the WAV file is cut short", "Export it again.")
            return _sound(seed, "audio/wav", size / bytes_a_second if bytes_a_second else None)
        at += 8 + size + size % 2
    raise MediaError("bad-media", "the WAV file has no sound", "Export it again.")


def read_aiff(data: bytes, seed: Probe) -> Probe:
    """The facts of an AIFF file; raises MediaError where its samples are missing or cut short. Source: AIFF 1.3."""
    at, length_s, there = 12, 0.0, False
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8])
        if at + 8 + size > len(data):
            raise MediaError("bad-media", "the AIFF file is cut short", "Export it again.")
        if kind == b"COMM" and size >= 18:
            channels, frames, _, sign, fraction = struct.unpack_from(">HIHHQ", data, at + 8)
            exponent = (sign & 0x7FFF) - 16_383 - 63  # an 80-bit number
            rate_hz = round(fraction * 2.0**exponent) if -200 < exponent < 0 else 0
            seed = replace(seed, codecs=("pcm",), channels=channels or None, rate_hz=rate_hz or None)
            length_s = frames / rate_hz if rate_hz else 0.0
        there = there or kind == b"SSND"
        at += 8 + size + size % 2
    if not there:
        raise MediaError("bad-media", "the AIFF file has no sound", "Export it again.")
    return _sound(seed, "audio/aiff", length_s)


def read_midi(data: bytes, seed: Probe) -> Probe:
    """The facts of a MIDI file, whose length depends on its tempo events and is not told; raises MediaError."""
    at, tracks = 8 + int.from_bytes(data[4:8]), 0
    while at + 8 <= len(data) and data[at : at + 4] == b"MTrk":
        at += 8 + int.from_bytes(data[at + 4 : at + 8])
        tracks += 1
    if not tracks or at > len(data):
        raise MediaError("bad-media", "the MIDI file is cut short", "Export it again.")
    return replace(seed, kind="audio", mime="audio/midi")


def read_ogg(data: bytes, seed: Probe) -> Probe:
    """The facts of an Ogg file: its length from the last page of its sound, else of its film; raises MediaError.

    Source: RFC 3533 (pages), RFC 7845 (Opus), Vorbis I 4.2.2, Theora 6.2.
    """
    streams = _ogg_streams(data)
    last = data.rfind(b"OggS")
    if (
        not streams
        or len(data) < last + 27
        or len(data) < last + 27 + data[last + 26] + sum(data[last + 27 : last + 27 + data[last + 26]])
    ):
        raise MediaError("bad-media", "the Ogg file is cut short", "Export it again.")
    width_px = height_px = None
    length_s: float | None = None
    codecs: list[str] = []
    for serial, head in streams.items():
        granule = _last_granule(data, serial)
        codecs += [name for start, name in _OGG_CODECS if head.startswith(start)]
        if head[:7] == b"\x80theora" and len(head) >= 42:
            width_px, height_px = int.from_bytes(head[14:17]), int.from_bytes(head[17:20])
            rate, per = struct.unpack_from(">II", head, 22)
            shift = (head[40] & 3) << 3 | head[41] >> 5
            frames = (granule >> shift) + (granule & (1 << shift) - 1)
            length_s = length_s or (frames * per / rate if rate else None)
        elif head[:7] == b"\x01vorbis" and len(head) >= 16:
            (rate,) = struct.unpack_from("<I", head, 12)
            length_s = granule / rate if rate else None
        elif head[:8] == b"OpusHead" and len(head) >= 12:
            (skip,) = struct.unpack_from("<H", head, 10)
            length_s = max(0, granule - skip) / 48_000
        elif head[:5] == b"\x7fFLAC":
            rate = int.from_bytes(head[27:30]) >> 4
            length_s = granule / rate if rate else None
        elif head[:8] == b"Speex   " and len(head) >= 40:
            (rate,) = struct.unpack_from("<I", head, 36)
            length_s = granule / rate if rate else None
    seed = replace(seed, codecs=tuple(sorted(codecs, key=lambda name: name != "theora")))
    if width_px:
        return replace(_sound(seed, "video/ogg", length_s), kind="video", width_px=width_px, height_px=height_px)
    return _sound(seed, "audio/ogg", length_s)


def _ogg_streams(data: bytes) -> dict[int, bytes]:
    """The first packet of each stream, by serial number, from the pages that begin streams."""
    found: dict[int, bytes] = {}
    at = 0
    while data[at : at + 4] == b"OggS" and at + 27 <= len(data) and data[at + 5] & 2:
        count = data[at + 26]
        start = at + 27 + count
        size = sum(data[at + 27 : start])
        (serial,) = struct.unpack_from("<I", data, at + 14)
        found[serial] = data[start : start + size]
        at = start + size
    return found


def _last_granule(data: bytes, serial: int) -> int:
    """The position that the last page of a stream ends at, in the stream's own unit."""
    at = len(data)
    while (at := data.rfind(b"OggS", 0, at)) >= 0:
        granule, owner = struct.unpack_from("<qI", data, at + 6) if at + 18 <= len(data) else (-1, -1)
        if owner == serial and granule >= 0:
            return int(granule)
    return 0


def _sound(seed: Probe, mime: str, length_s: float | None) -> Probe:
    if length_s is not None and length_s <= 0:
        raise MediaError("bad-media", "the sound has no length", "Export it again.")
    return replace(seed, kind="audio", mime=mime, duration_s=None if length_s is None else round(length_s, 3))

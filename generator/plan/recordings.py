"""Which copies of recordings and films there are, and how a page names them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.files import digest
from generator.model.anthology import MediaFile, Picture
from generator.model.cues import Cue, time_text, written_vtt
from generator.model.media import STILL, EncodingSpec, Probe, encoding_key
from generator.model.site import MEDIA, CaptionsFile, DataFile, EncodedFile, Output
from generator.plan.views import EncodedView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.anthology import MediaItem
    from generator.model.config import MediaSettings
    from generator.model.media import Encoder, EncodingForm, Rights
    from generator.model.tracking import Tracker
    from generator.plan.pictures import Pictures

_MIMES: Final[dict[EncodingForm, tuple[str, str]]] = {
    "opus": ("ogg", 'audio/ogg; codecs="opus"'),
    "mp3": ("mp3", "audio/mpeg"),
    "aac": ("m4a", "audio/mp4"),
    "h264": ("mp4", "video/mp4"),
    "vp9": ("webm", 'video/webm; codecs="vp9, opus"'),
    "av1": ("webm", 'video/webm; codecs="av01.0.08M.08, opus"'),
    "measure": ("svg", "image/svg+xml"),
    "sprite": ("jpg", "image/jpeg"),
}
_PLAYED_ANYWHERE: Final = {
    "audio/mpeg": ({"mp3"},),
    "audio/aac": ({"aac"},),
    "audio/mp4": ({"mp4a"},),
    "video/mp4": ({"avc1", "avc3"}, {"mp4a", ".mp3"}),
}
"""By type, the codecs of pictures and sound that every browser has."""
_SIDE_LIMIT_PX: Final = 16_384
_THUMB_PX: Final = 160
_MOST_THUMBS: Final = 100
_LEAST_THUMBED_S: Final = 8
_NARROW: Final = "(max-width: 40rem)"


def played_anywhere(probe: Probe) -> bool:
    """Whether every browser plays a file as it is."""
    wanted = _PLAYED_ANYWHERE.get(probe.mime)
    return wanted is not None and bool(probe.codecs) and all(codec in set().union(*wanted) for codec in probe.codecs)


def sound_specs(probe: Probe, settings: MediaSettings) -> list[EncodingSpec]:
    """Copies of a recording that are worth making: none where it is small and played everywhere."""
    kbps = settings.sound.kbps
    forms = list(settings.sound.formats)
    if played_anywhere(probe) and _kbps(probe) <= kbps * 1.6:
        return []
    if probe.codecs in {("opus",), ("vorbis",)} and _kbps(probe) <= kbps * 1.6:
        forms = [form for form in forms if form != "opus"]
    return [EncodingSpec(form=form, kbps=kbps) for form in forms]


def film_specs(probe: Probe, settings: MediaSettings) -> list[EncodingSpec]:
    """Copies of a film that are worth making, smallest first; never enlarged."""
    width_px, height_px = probe.width_px or 0, probe.height_px or 0
    if not 16 <= min(width_px, height_px) <= max(width_px, height_px) <= _SIDE_LIMIT_PX:
        return []
    # A film on its side is as high as one that stands is wide.
    heights = sorted({min(wanted, width_px, height_px) for wanted in settings.film.heights})
    small = _kbps(probe) <= max(500, width_px * height_px * 0.003)
    forms = list(settings.film.formats)
    if small and min(width_px, height_px) <= max(settings.film.heights):
        if played_anywhere(probe):
            return []
        if probe.mime == "video/webm":
            forms = [form for form in forms if form == "h264"]
    found = []
    for height in heights:
        scale = height / min(width_px, height_px)
        size = [max(2, round(side * scale / 2) * 2) for side in (width_px, height_px)]
        found += [EncodingSpec(form=form, width_px=size[0], height_px=size[1]) for form in forms]
    return found


def copied_mimes(kind: str, probe: Probe, settings: MediaSettings) -> Iterator[str]:
    """The MIME types of the copies that are made of a recording or a film."""
    specs = sound_specs(probe, settings) if kind == "audio" else film_specs(probe, settings)
    return (_MIMES[spec.form][1].partition(";")[0] for spec in specs if probe.codecs)


def _kbps(probe: Probe) -> float:
    return probe.size_bytes * 8 / 1000 / probe.duration_s if probe.duration_s else math.inf


class Recorded(NamedTuple):
    """A published file of a recording or a film; of a size that is not known nothing is said."""

    path: str
    mime: str
    width_px: int
    height_px: int
    size_bytes: int
    sha256: str


class Recordings:
    """The one place that knows what is encoded, so that pages and files agree."""

    def __init__(
        self,
        settings: MediaSettings,
        encoder: Encoder,
        pictures: Pictures,
        rights: Callable[[str], Rights | None],
        tracker: Tracker,
    ) -> None:
        self._settings = settings
        self._encoder = encoder
        self._pictures = pictures
        self._rights = rights
        self._tracker = tracker

    def sources(self, item: MediaItem) -> tuple[EncodedView, ...]:
        """The files a player may choose from, best first; the original is among them where it is small, or alone."""
        if item.file is None or item.kind not in ("audio", "video"):
            return ()
        found = []
        specs = [one for one in self._copies(item) if self._there(item.file, one)]
        lowest = min((min(one.width_px, one.height_px) for one in specs), default=0)
        order: dict[EncodingForm, int] = {"av1": 0, "vp9": 1, "opus": 1}
        for spec in sorted(specs, key=lambda one: (min(one.width_px, one.height_px) != lowest, order.get(one.form, 2))):
            least = min(spec.width_px, spec.height_px)
            narrow = least == lowest and any(min(one.width_px, one.height_px) > lowest for one in specs)
            found.append(
                EncodedView(src=self._address(item.file, spec), mime=_MIMES[spec.form][1], only=_NARROW if narrow else "")
            )
        kept = not found or (item.file.probe.mime in ("audio/ogg", "video/webm") and len(specs) == 1)
        original = EncodedView(src=self._pictures.file(item.file), mime=item.file.probe.mime)
        return (original, *found) if kept else tuple(found)

    def files(self, item: MediaItem) -> tuple[Recorded, ...]:
        """Every published file of a recording, the original among them; first the one that any program plays.

        An original of which there are copies is large, or is not played everywhere.
        """
        if item.file is None:
            return ()
        probe = item.file.probe
        size_bytes, sha256 = self._pictures.measured(item.file)
        original = Recorded(
            self._pictures.file(item.file), probe.mime, probe.width_px or 0, probe.height_px or 0, size_bytes, sha256
        )
        copies = [self._recorded(item.file, spec) for spec in self._copies(item) if self._there(item.file, spec)]
        copies.sort(key=lambda one: (one.mime not in _PLAYED_ANYWHERE, -one.height_px))
        fit = copies and copies[0].mime in _PLAYED_ANYWHERE
        return (*copies, original) if fit else (original, *copies)

    def waveform(self, item: MediaItem) -> str:
        """The address of a recording's waveform, or nothing."""
        file = item.file
        if file is None or item.kind != "audio" or not self._there(file, _MEASURE):
            return ""
        return self._address(file, _MEASURE)

    def thumbnails(self, item: MediaItem) -> str:
        """The address of the list of a film's thumbnails, or nothing."""
        spec = self._sprite(item)
        if spec is None or item.file is None or not self._there(item.file, spec):
            return ""
        return self._address(item.file, spec).removesuffix(".jpg") + ".vtt"

    def poster(self, item: MediaItem) -> Picture | None:
        """The poster of an item: its own, else a good frame of the film."""
        if item.poster is not None or item.kind != "video" or item.file is None:
            return item.poster
        spec = self._frame(item.file.probe)
        if spec is None or not self._there(item.file, spec):
            return None
        stem = item.file.name.rpartition(".")[0]
        probe = Probe(
            kind="image",
            mime="image/png",
            size_bytes=0,
            digest=digest(self._key(item.file, spec).encode())[:32],
            width_px=spec.width_px,
            height_px=spec.height_px,
        )
        source = f"{item.file.source}{STILL}{spec.width_px}x{spec.height_px}"
        return Picture(file=MediaFile(source=source, name=f"{stem}-still.png", probe=probe))

    def chapters(self, item: MediaItem) -> tuple[str, str]:
        """Address and text of the chapters as WebVTT; nothing where there are none."""
        if not item.chapters or item.kind not in ("audio", "video"):
            return "", ""
        probe = item.file.probe if item.file is not None else None
        end_s = (probe.duration_s if probe is not None else None) or item.chapters[-1].start_s + 60
        ends = [*(chapter.start_s for chapter in item.chapters[1:]), max(end_s, item.chapters[-1].start_s + 1)]
        cues = [Cue(one.start_s, end, one.title) for one, end in zip(item.chapters, ends, strict=True) if end > one.start_s]
        text = written_vtt(cues)
        return f"media/{digest(text.encode())[:12]}/{item.id}-chapters.vtt", text

    def captions(self, file: MediaFile) -> Output:
        """Captions as they are published: WebVTT, whatever they came as."""
        if file.probe.mime == "text/vtt":
            return self._pictures.original(file)
        return Output(self.captions_address(file), MEDIA, CaptionsFile(file.source), file.source)

    def captions_address(self, file: MediaFile) -> str:
        """The address of published captions."""
        address = self._pictures.file(file)
        return address if file.probe.mime == "text/vtt" else address.rpartition(".")[0] + ".vtt"

    def outputs(self, item: MediaItem) -> Iterator[Output]:
        """Everything that is made of an item beside its original."""
        address, text = self.chapters(item)
        if address:
            yield Output(address, MEDIA, DataFile(lambda text=text: text.encode()))  # type: ignore[misc]
        if item.file is None:
            return
        for spec in self._copies(item):
            if self._there(item.file, spec):
                yield self._output(item.file, spec)
        if item.kind == "audio" and self._there(item.file, _MEASURE):
            yield self._output(item.file, _MEASURE)
        thumbs = self._sprite(item)
        if thumbs is not None and self._there(item.file, thumbs):
            sprite = self._output(item.file, thumbs)
            yield sprite
            name = sprite.path.rpartition("/")[2]
            vtt = sprite.path.removesuffix(".jpg") + ".vtt"
            yield Output(vtt, MEDIA, DataFile(lambda: _thumbnail_list(thumbs, name).encode()), item.file.source)
        if item.poster is None and (poster := self.poster(item)) is not None:
            yield from self._pictures.outputs(poster, original=False)

    def wanted(self, item: MediaItem) -> Iterator[tuple[str, EncodedFile]]:
        """Everything that has to be encoded for an item, there or not, with its key."""
        if item.file is None or not self._encoder.version or item.kind not in ("audio", "video"):
            return
        specs = [*self._copies(item)]
        if item.kind == "audio" and _encodable(item.file.probe):
            specs.append(_MEASURE)
        if (thumbs := self._sprite(item)) is not None:
            specs.append(thumbs)
        if item.kind == "video" and item.poster is None and (frame := self._frame(item.file.probe)) is not None:
            specs.append(frame)
        for spec in specs:
            yield self._key(item.file, spec), self._recipe(item.file, spec)

    def _recorded(self, file: MediaFile, spec: EncodingSpec) -> Recorded:
        recipe = self._recipe(file, spec)
        size_bytes, sha256 = self._encoder.measure(recipe) if self._encoder.measure is not None else (0, "")
        mime = _MIMES[spec.form][1].partition(";")[0]
        return Recorded(self._address(file, spec), mime, spec.width_px, spec.height_px, size_bytes, sha256)

    def _copies(self, item: MediaItem) -> list[EncodingSpec]:
        if item.file is None or not _encodable(item.file.probe):
            return []
        if item.kind == "audio":
            return sound_specs(item.file.probe, self._settings)
        return film_specs(item.file.probe, self._settings) if item.kind == "video" else []

    @staticmethod
    def _frame(probe: Probe) -> EncodingSpec | None:
        width_px, height_px = probe.width_px, probe.height_px
        if not _encodable(probe) or not width_px or not height_px or max(width_px, height_px) > _SIDE_LIMIT_PX:
            return None
        return EncodingSpec(form="frame", width_px=width_px, height_px=height_px)

    @staticmethod
    def _sprite(item: MediaItem) -> EncodingSpec | None:
        probe = item.file.probe if item.file is not None else None
        if item.kind != "video" or probe is None or not _encodable(probe) or not probe.width_px or not probe.height_px:
            return None
        if (probe.duration_s or 0) < _LEAST_THUMBED_S:
            return None
        every_s = max(1, math.ceil((probe.duration_s or 0) / _MOST_THUMBS))
        height = min(320, max(2, round(_THUMB_PX * probe.height_px / probe.width_px)))
        count = math.ceil((probe.duration_s or 0) / every_s)
        return EncodingSpec(form="sprite", width_px=_THUMB_PX, height_px=height, every_s=every_s, count=count, columns=10)

    def _there(self, file: MediaFile, spec: EncodingSpec) -> bool:
        """Whether an encoding is there, or is made in this build."""
        self._tracker.note("encoder")
        if not self._encoder.version or not _encodable(file.probe):
            return False
        key = self._key(file, spec)
        self._tracker.note(f"encoded {key}")
        return key not in self._encoder.missing

    def _key(self, file: MediaFile, spec: EncodingSpec) -> str:
        return encoding_key(self._encoder.version, file.probe.digest, spec)

    def _recipe(self, file: MediaFile, spec: EncodingSpec) -> EncodedFile:
        rights = self._rights(file.source) if spec.form not in ("measure", "frame") else None
        return EncodedFile(file.source, file.probe.mime, self._key(file, spec), spec, rights, file.probe.duration_s or 0)

    def _output(self, file: MediaFile, spec: EncodingSpec) -> Output:
        return Output(self._address(file, spec), MEDIA, self._recipe(file, spec), file.source)

    def _address(self, file: MediaFile, spec: EncodingSpec) -> str:
        rights = self._rights(file.source)
        folder = digest(f"{self._key(file, spec)}|{rights!r}".encode())[:12]
        stem = file.name.rpartition(".")[0] or file.name
        marks = {"measure": "waveform", "sprite": "thumbs"}
        mark = marks.get(spec.form) or str(min(spec.width_px, spec.height_px) or spec.kbps)
        return f"media/{folder}/{stem}-{mark}.{_MIMES[spec.form][0]}"


_MEASURE: Final = EncodingSpec(form="measure")


def _encodable(probe: Probe) -> bool:
    """Whether there is something to encode: a file of which nothing tells how it is stored is left alone."""
    return bool(probe.codecs) and probe.kind in ("audio", "video")


def _thumbnail_list(spec: EncodingSpec, sprite: str) -> str:
    """Which part of the sprite shows which seconds; source: Media Fragments URI 1.0, 4.2.2."""
    lines = ["WEBVTT", ""]
    for number in range(spec.count):
        left, top = number % spec.columns * spec.width_px, number // spec.columns * spec.height_px
        lines.append(f"{time_text(number * spec.every_s)} --> {time_text((number + 1) * spec.every_s)}")
        lines += [f"{sprite}#xywh={left},{top},{spec.width_px},{spec.height_px}", ""]
    return "\n".join(lines)

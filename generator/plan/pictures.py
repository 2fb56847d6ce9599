"""Which copies of a picture there are, and how a page names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.files import digest
from generator.model.anthology import MediaFile, Picture
from generator.model.media import INSIDE, PICTURE_MIMES, STILL, Encoder, Measure, PictureFormat, RenditionSpec, Rights
from generator.model.podcasts import ARTWORK_PX
from generator.model.site import MEDIA, OriginalFile, Output, RenditionFile
from generator.plan.renditions import crop_box, encodable, renditions
from generator.plan.views import Candidate, PictureSource, PictureView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.tracking import Tracker

FACE_WIDTHS_PX = (96, 192, 384)
_KEPT_AS_THEY_ARE = frozenset({"image/svg+xml"})
_NO_ORIGINAL = frozenset({"image/tiff", "image/bmp"})
_STILL = "(prefers-reduced-motion: reduce)"


class Pictures:
    """The one place that knows widths, formats and rights, so that pages and files agree."""

    def __init__(
        self,
        widths_px: tuple[int, ...],
        formats: tuple[str, ...],
        rights: Callable[[str], Rights | None],
        tracker: Tracker,
        measure: Measure | None = None,
        encoder: Encoder | None = None,
        *,
        clean_documents: bool = False,
    ) -> None:
        self._widths_px = widths_px
        self._formats = formats
        self._rights = rights
        self._tracker = tracker
        self._measure = measure
        self._encoder = encoder or Encoder()
        self._clean_documents = clean_documents

    def view(self, picture: Picture, *, page: str = "", title: str = "", summary: str = "", moving: bool = False) -> PictureView:
        """A picture in all its sizes; an animation moves where that is asked for, but not for who wants less motion."""
        return self._made(picture, page, title, summary, moving=moving)

    def face(self, picture: Picture) -> PictureView:
        """A square crop around the focus point, for portraits in lists."""
        return self._face(picture)

    def file(self, file: MediaFile) -> str:
        """The address of the published original."""
        return f"media/{self._folder(file)}/{file.name}"

    def whole(self, file: MediaFile) -> str:
        """The address of a file in full: of the original, or of the largest copy where there are copies alone."""
        stills = [spec for spec in self._specs(file) if spec.format in ("jpeg", "png")] if _copied_only(file) else []
        return self._address(file, stills[-1]) if stills else self.file(file)

    def measured(self, file: MediaFile) -> tuple[int, str]:
        """Size in bytes and SHA-256 of the published original; 0 where there are copies alone, no sum in a check."""
        self._tracker.note("pictures")
        if _copied_only(file):
            return 0, ""
        if self._measure is None:
            return file.probe.size_bytes, ""
        return self._measure(file.source, file.probe, self._rights(file.source), self._cleaned(file))

    def artwork(self, picture: Picture) -> Output | None:
        """The square picture of a podcast, as large as directories allow; nothing for drawings without pixels."""
        file, probe = picture.file, picture.file.probe
        if probe.width_px is None or probe.height_px is None or probe.mime in _KEPT_AS_THEY_ARE:
            return None
        box = crop_box(probe.width_px, probe.height_px, 1.0, picture.focus)
        spec = RenditionSpec(width_px=ARTWORK_PX, height_px=ARTWORK_PX, format="jpeg", crop=box, enlarge=True)
        recipe = RenditionFile(file.source, spec, self._rights(file.source))
        return Output(self._address(file, spec), MEDIA, recipe, file.source)

    def social(self, picture: Picture) -> tuple[str, int, int] | None:
        """Address, width, height of the JPEG or PNG that social networks show."""
        probe = picture.file.probe
        if probe.width_px is None or probe.height_px is None or probe.mime in _KEPT_AS_THEY_ARE:
            return None
        still: PictureFormat = "png" if probe.alpha else "jpeg"
        if self._left(picture.file):
            shown = probe.mime in ("image/jpeg", "image/png")
            return (self.file(picture.file), probe.width_px, probe.height_px) if shown else None
        sizes = renditions(probe.width_px, probe.height_px, self._widths_px)
        width, height = next((size for size in reversed(sizes) if size[0] <= 1280), sizes[0])
        return self._address(picture.file, RenditionSpec(width_px=width, height_px=height, format=still)), width, height

    def outputs(self, picture: Picture, *, face: bool = False, original: bool = True) -> Iterator[Output]:
        """The files behind `view`; with `face` also those behind `face`."""
        file = picture.file
        rights = self._rights(file.source)
        for spec in self._specs(file):
            yield Output(self._address(file, spec), MEDIA, RenditionFile(file.source, spec, rights), file.source)
        if face and file.probe.mime not in _KEPT_AS_THEY_ARE:
            for spec in self._face_specs(picture):
                yield Output(self._address(file, spec), MEDIA, RenditionFile(file.source, spec, rights), file.source)
        if (original and not _copied_only(file)) or file.probe.mime in _KEPT_AS_THEY_ARE or file.probe.animated:
            yield self.original(file)

    def original(self, file: MediaFile) -> Output:
        """The cleaned original."""
        rights = self._rights(file.source)
        return Output(
            self.file(file), MEDIA, OriginalFile(file.source, file.probe.mime, rights, documents=self._cleaned(file)), file.source
        )

    def _folder(self, file: MediaFile) -> str:
        self._tracker.note("pictures")
        rights = self._rights(file.source)
        kept = "" if not self._cleaned(file) else "|clean"
        return digest(f"{file.probe.digest}|{rights!r}{kept}".encode())[:12]

    def _cleaned(self, file: MediaFile) -> bool:
        return self._clean_documents and file.probe.mime == "application/pdf"

    def wanted(self, picture: Picture) -> tuple[str, list[RenditionSpec], Rights | None]:
        """What tells one picture from others, and its copies that another build may make; none where no original is published."""
        file = picture.file
        specs = [] if _copied_only(file) else self._all_specs(file)
        return file.probe.digest, specs, self._rights(file.source)

    def _left(self, file: MediaFile) -> bool:
        """Whether the copies of a picture are left to another build; its original stands for them."""
        key = f"picture {file.probe.digest}"
        self._tracker.note(f"encoded {key}")
        return key in self._encoder.missing and not _copied_only(file)

    def _specs(self, file: MediaFile) -> list[RenditionSpec]:
        return [] if self._left(file) else self._all_specs(file)

    def _all_specs(self, file: MediaFile) -> list[RenditionSpec]:
        probe = file.probe
        if probe.mime in _KEPT_AS_THEY_ARE or probe.width_px is None or probe.height_px is None:
            return []
        still: PictureFormat = "png" if probe.alpha else "jpeg"
        # The smallest first, whatever order was written down: browsers take the first that they know.
        formats: list[PictureFormat] = [form for form in ("avif", "webp") if form in self._formats]
        return [
            RenditionSpec(width_px=width, height_px=height, format=form)
            for form in (*formats, still)
            for width, height in renditions(probe.width_px, probe.height_px, self._widths_px)
            if encodable(form, width, height)
        ]

    def _face_specs(self, picture: Picture) -> list[RenditionSpec]:
        probe = picture.file.probe
        side = min(probe.width_px or 1, probe.height_px or 1)
        box = crop_box(probe.width_px or 1, probe.height_px or 1, 1.0, picture.focus)
        sizes = sorted({min(width, side) for width in FACE_WIDTHS_PX})
        still: PictureFormat = "png" if probe.alpha else "jpeg"
        forms: tuple[PictureFormat, ...] = ("webp", still) if "webp" in self._formats else (still,)
        return [RenditionSpec(width_px=size, height_px=size, format=form, crop=box) for form in forms for size in sizes]

    def _address(self, file: MediaFile, spec: RenditionSpec) -> str:
        stem = file.name.rpartition(".")[0] or file.name
        ending = {"jpeg": "jpg"}.get(spec.format, spec.format)
        mark = "" if spec.crop is None else f"-{digest(repr(spec.crop).encode())[:6]}"
        return f"media/{self._folder(file)}/{stem}-{spec.width_px}{mark}.{ending}"

    def _sources(self, file: MediaFile, specs: list[RenditionSpec], *, only: str = "") -> list[PictureSource]:
        by_format: dict[PictureFormat, list[RenditionSpec]] = {}
        for spec in specs:
            by_format.setdefault(spec.format, []).append(spec)
        return [
            PictureSource(
                mime=PICTURE_MIMES[form],
                candidates=tuple(Candidate(src=self._address(file, spec), width_px=spec.width_px) for spec in group),
                only=only,
            )
            for form, group in by_format.items()
        ]

    def _made(self, picture: Picture, page: str, title: str, summary: str, *, moving: bool = False) -> PictureView:
        file, probe = picture.file, picture.file.probe
        moves = probe.animated and moving
        sources = self._sources(file, self._specs(file), only=_STILL if moves else "")
        if sources and not moves:
            fallback = sources.pop()
        else:
            fallback = PictureSource(mime=probe.mime, candidates=(Candidate(src=self.file(file), width_px=probe.width_px or 0),))
        full = fallback.candidates[-1].src if _copied_only(file) else self.file(file)
        return PictureView(
            alt="" if picture.decorative else picture.alt,
            width_px=probe.width_px or 300,
            height_px=probe.height_px or 150,
            fallback=fallback,
            sources=tuple(sources),
            colour="" if probe.alpha else probe.colour or "",
            preview=f"data:image/webp;base64,{probe.preview}" if probe.preview else "",
            position=f"{picture.focus[0] * 100:g}% {picture.focus[1] * 100:g}%",
            original=full,
            credit=picture.credit,
            page=page,
            title=title,
            summary=summary,
        )

    def _face(self, picture: Picture) -> PictureView:
        probe = picture.file.probe
        if probe.mime in _KEPT_AS_THEY_ARE:
            return self._made(picture, "", "", "")
        specs = self._face_specs(picture)
        sources = self._sources(picture.file, specs)
        return PictureView(
            alt="" if picture.decorative else picture.alt,
            width_px=specs[-1].width_px,
            height_px=specs[-1].height_px,
            fallback=sources[-1],
            sources=tuple(sources[:-1]),
            colour="" if probe.alpha else probe.colour or "",
        )


def _copied_only(file: MediaFile) -> bool:
    """Whether a picture is published in copies alone: no browser shows it, or what it is the cover of is published anyway."""
    return file.probe.mime in _NO_ORIGINAL or file.source.endswith(INSIDE) or STILL in file.source

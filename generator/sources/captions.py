"""Captions, subtitles, descriptions and chapters of media items, with what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import Place, Problem, Severity
from generator.model.anthology import Chapter, Track
from generator.model.cues import read_cues, timing_faults
from generator.model.manifest import TrackEntry

if TYPE_CHECKING:
    from generator.model.anthology import KeyPath, MediaFile
    from generator.model.cues import Cue
    from generator.model.manifest import MediaEntry
    from generator.sources.document import Document
    from generator.sources.reading import Reading

_CAPTIONS = ("text/vtt", "application/x-subrip")
_MOST_TOLD = 5


def read_tracks(
    reading: Reading, document: Document, entry: MediaEntry, path: KeyPath, duration_s: float | None
) -> tuple[tuple[Track, ...], tuple[Cue, ...]]:
    """The tracks of an item, with the cues of the one that can stand for a transcript."""
    found: list[Track] = []
    best: tuple[int, list[Cue]] = (9, [])
    for number, value in enumerate(entry.captions):
        track = TrackEntry(file=value) if isinstance(value, str) else value
        where = (*path, "captions", number) if isinstance(value, str) else (*path, "captions", number, "file")
        read = _read(reading, document, track.file, where, duration_s, shown=track.kind != "descriptions")
        if read is None:
            continue
        file, cues = read
        language = reading.language(track.language)
        found.append(Track(file=file, language=language, kind=track.kind, label=track.label or ""))
        rank = ("captions", "subtitles").index(track.kind) if track.kind != "descriptions" else 9
        best = min(best, (rank, cues), key=lambda one: one[0])
    named = any(isinstance(value, str) or value.kind == "captions" for value in entry.captions)
    if entry.video and not named:  # what is named and cannot be read has a problem of its own
        message = f'the film "{entry.video}" has no captions'
        hint = "add captions: [{file: en.vtt, language: en}]"
        reading.problems.append(document.problem((*path, "video"), "missing-captions", message, hint, Severity.HINT))
    return tuple(found), tuple(best[1])


def read_chapters(
    reading: Reading, document: Document, name: str, path: KeyPath, duration_s: float | None
) -> tuple[tuple[Chapter, ...], MediaFile | None]:
    """The chapters that a file lists."""
    read = _read(reading, document, name, path, duration_s, shown=False)
    if read is None:
        return (), None
    file, cues = read
    return tuple(Chapter(start_s=cue.start_s, title=" ".join(cue.text.split())) for cue in cues), file


def _read(
    reading: Reading, document: Document, name: str, path: KeyPath, duration_s: float | None, *, shown: bool
) -> tuple[MediaFile, list[Cue]] | None:
    """A file with its cues; how long their lines are matters where they are `shown` on the film."""
    file = reading.file(document, name, path)
    opened = reading.bytes(document, name, path) if file is not None else None
    if file is None or opened is None:
        return None
    if file.probe.mime not in _CAPTIONS:
        hint = "captions are WebVTT, a text file whose first line is WEBVTT, or SubRip (.srt)"
        reading.problems.append(document.problem(path, "bad-captions", f'"{name}" is not WebVTT', hint))
        return None
    cues, faults = read_cues(opened[1].decode("utf-8-sig", "replace"))
    told = [
        Problem(Place(file.source, fault.line, 1), fault.code, fault.message, _HINTS[fault.code], Severity.WARNING)
        for fault in faults
        if shown or fault.code != "long-captions"
    ]
    reading.problems += told[:_MOST_TOLD]
    if len(told) > _MOST_TOLD:
        message = f"{len(told) - _MOST_TOLD} more of its texts are like those above"
        reading.problems.append(Problem(Place(file.source), told[-1].code, message, "", Severity.WARNING))
    if not cues:
        message = f'"{name}" has no texts with times'
        reading.problems.append(document.problem(path, "bad-captions", message, _HINTS["bad-captions"]))
        return None
    for message in timing_faults(cues, duration_s):
        reading.problems.append(Problem(Place(file.source), "caption-times", message, "move it in the file", Severity.WARNING))
    return file, cues


_HINTS = {
    "bad-captions": "times look like 00:01.000 --> 00:03.500, with a text below",
    "long-captions": "break it: two lines of about 40 characters",
}

"""How loud recordings are, told to the editor; nothing is changed."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

import msgspec

from generator.build.published import ENCODED
from generator.errors import Place, Problem, Severity
from generator.model.media import EncodingSpec, Measured, encoding_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.memo import Memo
    from generator.model.anthology import Project

LOUDEST_LUFS: Final = -9.0
QUIETEST_LUFS: Final = -26.0
MOST_APART_LU: Final = 6.0
"""Within one work; source: what EBU R 128 and the streaming services normalise to lies between -23 and -14 LUFS."""


def measures(project: Project, version: str, memo: Memo) -> dict[str, Measured]:
    """What was measured of a project's recordings, by their files."""
    spec = EncodingSpec(form="measure")
    found: dict[str, Measured] = {}
    for item in project.media:
        if item.kind == "audio" and item.file is not None:
            data = memo.found(ENCODED, encoding_key(version, item.file.probe.digest, spec))
            if data is not None:
                found[item.file.source] = msgspec.msgpack.decode(data, type=Measured)
    return found


def in_words(one: Measured) -> str:
    """Loudness, range and peak in the words of EBU R 128."""
    if one.loudness_lufs is None:
        return "silence"
    return f"{one.loudness_lufs} LUFS, range {one.range_lu} LU, true peak {one.true_peak_dbtp} dBTP"


def loudness(projects: Iterable[Project], version: str, memo: Memo) -> Iterator[Problem]:
    """A hint for each recording that is far from the usual, clips, or stands out in its work; as far as it was measured."""
    for project in projects:
        found = measures(project, version, memo)
        heard = [one.loudness_lufs for one in found.values() if one.loudness_lufs is not None]
        middle = median(heard) if len(heard) > 2 else None
        for source, one in found.items():
            said = _said(one, middle)
            if said:
                hint = "it is published as it is; master it again if that is not meant"
                yield Problem(Place(source), "loudness", f"{in_words(one)}: {said}", hint, Severity.HINT)


def _said(one: Measured, middle: float | None) -> str:
    if one.loudness_lufs is None:
        return "there is nothing to hear"
    if one.true_peak_dbtp is not None and one.true_peak_dbtp > 0:
        return "it distorts on many players"
    if one.loudness_lufs > LOUDEST_LUFS:
        return "far louder than is usual"
    if one.loudness_lufs < QUIETEST_LUFS:
        return "far quieter than is usual"
    if middle is not None and abs(one.loudness_lufs - middle) > MOST_APART_LU:
        return f"{abs(one.loudness_lufs - middle):.0f} LU {'louder' if one.loudness_lufs > middle else 'quieter'} than the others"
    return ""

"""What a build leaves for the next glance: the times of all that it read and wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator.build.glance import OUTPUT, Noted, note, note_again
from generator.files import STATE
from generator.sources.stamps import ABSENT, UNSURE, Stamp, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.build.glance import Glance
    from generator.files import Report
    from generator.sources.units import Unit


class Places(NamedTuple):
    """Where a site and its output folder are, with all that was read there and written."""

    site: str
    output: str
    units: Mapping[str, Unit]
    entries: Mapping[str, tuple[str, int, int, int, int]]
    """Digest, size_bytes, mtime_ns, ctime_ns, inode of each published file."""

    def of_manifests(self, sources: Iterable[str], numbers: Mapping[str, int]) -> Iterator[Noted]:
        """Everything that was read for manifests."""
        for source in sources:
            for one in self.units[source].seen:
                yield Noted(f"{self.site}/{one.path}", one.stamp if one.digest else ABSENT, numbers[source], one.digest)

    def of_outputs(self, paths: Iterable[str]) -> Iterator[Noted]:
        """Published files."""
        for path in paths:
            digest, size, modified, changed, inode = self.entries[path]
            stamp: Stamp = (size, modified, changed, inode) if inode else UNSURE
            yield Noted(f"{self.output}/{path}", stamp, OUTPUT, b"" if inode else bytes.fromhex(digest))

    def of_state(self) -> list[Noted]:
        """The record of what is published, and that nothing is left to be done."""
        record = f"{self.output}/{STATE}/record"
        return [Noted(record, stamp_of(record), OUTPUT), Noted(f"{self.output}/{STATE}/journal", ABSENT, OUTPUT)]


def leave_word(
    folder: str,
    head: dict[str, Any],
    glance: Glance | None,
    places: Places,
    report: Report,
    reread: Sequence[str],
    world: Sequence[Noted],
) -> None:
    """Word left of everything, or of what has changed since a glance: what was `reread`, written, deleted, and the theme."""
    state = places.of_state()
    if glance is None:
        sources = list(places.units)
        numbers = {source: number for number, source in enumerate(sources)}
        outputs = places.of_outputs(places.entries)
        note(folder, head, sources, [*places.of_manifests(sources, numbers), *world, *outputs, *state])
        return
    reread = [source for source in reread if source in places.units]
    known = set(glance.sources)
    sources = [source if source in places.units else "" for source in glance.sources]
    sources += [source for source in reread if source not in known]
    numbers = {source: number for number, source in enumerate(sources)}
    replaced = {f"{places.output}/{path}" for path in (*report.written, *report.deleted)} | {one.path for one in state}
    noted = [*places.of_manifests(reread, numbers), *world, *places.of_outputs(report.written), *state]
    note_again(folder, head, glance, sources, noted, replaced)

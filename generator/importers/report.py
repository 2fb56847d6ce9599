"""What an import did, in numbers or in words."""

from __future__ import annotations

import msgspec

from generator.errors import printable

_EXAMPLES = 5


class Note(msgspec.Struct, frozen=True):
    """One thing of the source that did not come through exactly as it was."""

    where: str
    """File, line and id: `works.jsonl:12 (spring)`."""
    what: str
    """The kind, one sentence that many notes share."""
    value: str = ""
    """The text it is about, where there is one."""


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import brought, where it wrote, and what it could not place."""

    projects: int
    contributors: int
    credits: int
    media_files: int
    created: tuple[str, ...]
    """Manifests that are new: paths below the site's folder."""
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    left_alone: tuple[str, ...]
    """Files that would have been written, but somebody's own work stands there."""
    notes: tuple[Note, ...]

    def text(self) -> str:
        """The report as a person reads it; equal kinds are one entry with their number."""
        people = f"{_count(self.projects, 'project')}, {_count(self.contributors, 'contributor')}"
        files = f"{len(self.created)} created, {len(self.updated)} updated, {len(self.unchanged)} unchanged"
        left = f", {len(self.left_alone)} left alone" if self.left_alone else ""
        lines = [
            f"Imported {people}, {_count(self.credits, 'credit')} and {_count(self.media_files, 'media file')}.",
            f"Files: {files}{left}.",
        ]
        kinds: dict[str, list[Note]] = {}
        for note in self.notes:
            kinds.setdefault(note.what, []).append(note)
        if kinds:
            lines += ["", "To look over:"]
        for what, notes in kinds.items():
            lines.append(f"- {what}" + (f" ({len(notes)} times)" if len(notes) > 1 else ""))
            lines += _examples(notes)
        return "\n".join(printable(line) for line in lines) + "\n"


class Notes:
    """Where the parts of an import write down what had no place."""

    def __init__(self) -> None:
        self.found: list[Note] = []

    def add(self, where: str, what: str, value: object = "") -> None:
        """Remember one thing; a value that is no text is shown as JSON."""
        text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        self.found.append(Note(where, what, text))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _examples(notes: list[Note]) -> list[str]:
    """Each different value with the number of places it stands at, or the places where there are no values."""
    places: dict[str, list[str]] = {}
    for note in notes:
        places.setdefault(note.value, []).append(note.where)
    lines = []
    for value, wheres in list(places.items())[:_EXAMPLES]:
        shown = " ".join(value.split())
        shown = shown if len(shown) <= 160 else shown[:159] + "…"
        at = wheres[0] if len(wheres) == 1 else f"{wheres[0]} and {len(wheres) - 1} more"
        lines.append(f"    {at}: {shown}" if shown else f"    {at}")
    if len(places) > _EXAMPLES:
        lines.append(f"    ... {len(places) - _EXAMPLES} more values")
    return lines

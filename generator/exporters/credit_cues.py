"""Credits as WebVTT: each where it happens, the others as an end roll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.errors import UsageError
from generator.exporters.credit_texts import recording
from generator.plan.credit_views import departments, of_kind
from generator.plan.exports import plain
from generator.plan.sizes import span

if TYPE_CHECKING:
    from generator.model.anthology import Credit, Project
    from generator.plan.shelf import Shelf
    from generator.plan.views import CreditView

LINES: Final = 4
"""Names in one cue of the end roll."""


def cues(shelf: Shelf, project: Project, *, start: str = "", seconds: float = 3.0) -> str:
    """WebVTT of the first film or recording: credits with a time then, all others as an end roll of `seconds` a cue.

    The roll begins at `start`, else so that it ends with the film; one that would take more than half of it begins at the end.
    Source: W3C, WebVTT.
    """
    item = recording(project)
    timed = [credit for credit in project.credits if credit.at and credit.part in ("", item.id if item is not None else "")]
    found = sorted(_timed(shelf, credit, seconds) for credit in timed)
    cards = _cards(shelf, project, {number for number, credit in enumerate(project.credits, 1) if credit in timed})
    length = item.file.probe.duration_s if item is not None and item.file is not None else None
    lasts = len(cards) * seconds
    if start:
        begin = _start(start)
    elif length:
        begin = length - lasts if lasts <= length / 2 else length
    else:
        begin = max((end for _, end, _ in found), default=0.0)
    found += [(begin + number * seconds, begin + (number + 1) * seconds, card) for number, card in enumerate(cards)]
    blocks = [f"{_clock(first)} --> {_clock(last)}\n{text}" for first, last, text in sorted(found)]
    return "\n\n".join(["WEBVTT", f"NOTE {_escaped(project.title)}", *blocks]) + "\n"


def _start(text: str) -> float:
    try:
        return span(text)[0]
    except ValueError:
        raise UsageError(f"--start {text}: write minutes and seconds, 1:23, or 0:01:23.5") from None


def _timed(shelf: Shelf, credit: Credit, seconds: float) -> tuple[float, float, str]:
    first, last = span(credit.at)
    role = credit.character or credit.role.name
    return first, last if last is not None else first + seconds, f"{_escaped(role)}\n{_escaped(shelf.name(credit))}"


def _cards(shelf: Shelf, project: Project, shown: set[int]) -> list[str]:
    """The texts of the end roll: a role with its names, a few at a time."""
    groups: list[tuple[str, list[CreditView]]] = [
        (group.label, list(group.credits)) for department in departments(shelf, project)[0] for group in department.roles
    ]
    for kind, label in (("influence", "Influences"), ("thanks", "Thanks")):
        groups.append((shelf.say(label), list(of_kind(shelf, project, kind))))
    cards = []
    for label, views in groups:
        left = [view for view in views if int(view.id.removeprefix("credit-")) not in shown]
        for first in range(0, len(left), LINES):
            names = [_named(view) for view in left[first : first + LINES]]
            cards.append("\n".join([_escaped(label), *names]))
    return cards


def _named(view: CreditView) -> str:
    more = [text for text in (view.character, view.detail) if text]
    return _escaped(view.person.name + (f" ({', '.join(more)})" if more else ""))


def _escaped(text: str) -> str:
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"

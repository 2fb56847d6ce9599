"""The works a work comes from, led to, and shares these with: which of them are shown together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from generator.plan import words
from generator.plan.family_drawing import Tie, drawing
from generator.plan.postings import lineage
from generator.plan.views import FamilyBranch, RelativeView
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.anthology import Source
    from generator.plan.shelf import Shelf
    from generator.plan.views import FamilyView

MOST = 24
"""Works in one picture; nearer ones come first, those in a straight line before those beside it."""
_FEWEST = 3
"""Of fewer, the lists beside the picture have said everything."""


class Kin(NamedTuple):
    """That a work was made from another; works elsewhere are keyed by what is said of them."""

    source: str
    derived: str
    how: Source


@made("origins")
def origins(shelf: Shelf, project_id: str) -> tuple[Source, ...]:
    """All works that a work was made from, as it says."""
    return lineage(shelf.project(project_id))


def family(shelf: Shelf, project_id: str) -> FamilyView | None:
    """The family of a work with its picture; nothing where it is no larger than what its lists say."""
    members, more = _members(shelf, project_id)
    if len(members) < _FEWEST:
        return None
    ties = _ties(shelf, members)
    relatives = {key: _relative(shelf, key, project_id, ties) for key in members}
    view = drawing(
        relatives, [Tie(tie.source, tie.derived) for tie in ties], right_to_left=words.direction(shelf.language) == "rtl"
    )
    return replace(view, branches=tuple(_branches(shelf, relatives, ties)), more=more)


def _elsewhere(source: Source) -> str:
    return f"\n{source.url}\n{source.title}\n{source.by}"


def _above(shelf: Shelf, key: str) -> Iterator[tuple[str, Source]]:
    for source in origins(shelf, key) if not key.startswith("\n") else ():
        if source.project != key:
            yield source.project or _elsewhere(source), source


def _below(shelf: Shelf, key: str) -> Iterator[tuple[str, Source]]:
    for source, other in shelf.led_to(key) if not key.startswith("\n") else ():
        if other != key:
            yield other, source


def _members(shelf: Shelf, project_id: str) -> tuple[dict[str, None], int]:
    """Whom to show, and how many of their kin are left out: first straight up and down, then whoever is tied to these."""
    found: dict[str, None] = {project_id: None}
    left_out: dict[str, None] = {}

    def reach(ways: tuple[Callable[[Shelf, str], Iterator[tuple[str, Source]]], ...], start: list[str]) -> list[str]:
        """The next generation, one way each."""
        begun = []
        for key in start:
            for way in ways:
                for other, _ in way(shelf, key):
                    if other in found:
                        continue
                    if len(found) < MOST:
                        found[other] = None
                        begun.append(other)
                    else:
                        left_out[other] = None
        return begun

    above, below = [project_id], [project_id]
    while above or below:
        above, below = reach((_above,), above), reach((_below,), below)
    beside = list(found)
    while beside:
        beside = reach((_above, _below), beside)
    return found, len(left_out.keys() - found.keys())


def _ties(shelf: Shelf, members: dict[str, None]) -> list[Kin]:
    found: dict[tuple[str, str], Kin] = {}
    for key in members:
        for other, how in _above(shelf, key):
            if other in members:
                found.setdefault((other, key), Kin(other, key, how))
    return list(found.values())


def _relative(shelf: Shelf, key: str, current: str, ties: list[Kin]) -> RelativeView:
    came = tuple(dict.fromkeys(shelf.say(tie.how.relation.made_from) for tie in ties if tie.derived == key))
    if key.startswith("\n"):
        how = next(tie.how for tie in ties if tie.source == key)
        licence = (how.licence.short or how.licence.name) if how.licence else ""
        title = how.title or how.url.partition("://")[2].strip("/")
        return RelativeView(
            title=title, href=how.url, beside=" · ".join(text for text in (how.by, licence) if text), elsewhere=True
        )
    card = shelf.card(key)
    by = card.bylines[0].people[0].name if card.bylines and card.bylines[0].people else ""
    return RelativeView(
        title=card.title,
        href=card.href,
        language=card.language,
        direction=card.direction,
        words=came,
        beside=" · ".join(text for text in (card.medium.label, by) if text),
        current=key == current,
    )


def _branches(shelf: Shelf, relatives: dict[str, RelativeView], ties: list[Kin]) -> Iterator[FamilyBranch]:
    """The same as lists in lists, from the first works on; one with several sources is told in full below the first of them."""
    derived: dict[str, list[Kin]] = {}
    for tie in ties:
        derived.setdefault(tie.source, []).append(tie)
    told: set[str] = set()

    def branch(key: str, said: str) -> FamilyBranch:
        again = key in told
        told.add(key)
        below = () if again else tuple(branch(tie.derived, shelf.say(tie.how.relation.led_to)) for tie in derived.get(key, ()))
        return FamilyBranch(words=said, work=relatives[key], again=again and key in derived, branches=below)

    from_others = {tie.derived for tie in ties}
    for key in relatives:
        if key not in from_others:
            yield branch(key, "")

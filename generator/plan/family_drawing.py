"""Where the works of a family stand in its picture: generations side by side, as few lines crossing as can be had cheaply."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from generator.plan.badges import text_width_px
from generator.plan.views import FamilyLine, FamilyView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.plan.views import RelativeView

WIDTH_PX = 184
HEIGHT_PX = 84
_WAYPOINT_PX = 10
"""The height of what keeps a line clear of the works it passes."""
_BETWEEN_PX = 20
_GENERATION_PX = 56
_TITLE_PX = 120
"""The width of a line of a title, in letters of a badge: those of titles are larger by a third, and narrower."""
_SWEEPS = 13


class Tie(NamedTuple):
    """From a work to one that was made from it."""

    source: str
    derived: str


def drawing(relatives: Mapping[str, RelativeView], ties: Sequence[Tie], *, right_to_left: bool = False) -> FamilyView:
    """The picture: each work with its place, each line with the points it goes through; `branches` stay empty."""
    generation = _generations(relatives, ties)
    chains = [_chain(number, tie, generation) for number, tie in enumerate(ties)]
    columns = _columns(relatives, chains, generation)
    middles = _middles(columns, [pair for chain in chains for pair in pairwise(chain)])
    width_px = len(columns) * (WIDTH_PX + _GENERATION_PX) - _GENERATION_PX
    top = min(middle - _half_px(key) for key, middle in middles.items())
    bottom = max(middle + _half_px(key) for key, middle in middles.items())

    def start_px(key: str) -> int:
        at = generation[key] * (WIDTH_PX + _GENERATION_PX)
        return width_px - WIDTH_PX - at if right_to_left else at

    def middle_px(key: str) -> int:
        return round(middles[key] - top)

    def points(chain: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """Out of the work at its end, past the others, into the next at its beginning."""
        found: list[tuple[int, int]] = []
        for at, key in enumerate(chain):
            left, right = start_px(key), start_px(key) + WIDTH_PX
            enter, leave = (right, left) if right_to_left else (left, right)
            found += [(enter, middle_px(key))] if at else []
            found += [(leave, middle_px(key))] if at + 1 < len(chain) else []
        return tuple(found)

    return FamilyView(
        relatives=tuple(
            replace(one, x_px=start_px(key), y_px=middle_px(key) - HEIGHT_PX // 2, title_lines=title_lines(one.title))
            for key, one in relatives.items()
        ),
        lines=tuple(FamilyLine(points=points(chain)) for chain in chains),
        width_px=width_px,
        height_px=round(bottom - top),
        work_width_px=WIDTH_PX,
        work_height_px=HEIGHT_PX,
    )


def _half_px(key: str) -> float:
    return (_WAYPOINT_PX if key.startswith("\t") else HEIGHT_PX) / 2


def title_lines(title: str) -> tuple[str, ...]:
    """A title in at most two lines; what has no room is left out, with dots."""
    lines, line = [], ""
    for word in title.split() or [title]:
        longer = f"{line} {word}" if line else word
        if line and text_width_px(longer) > _TITLE_PX:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if len(lines) == 1 and text_width_px(lines[0]) > _TITLE_PX:
        kept = _fitting(lines[0])
        lines = [kept, lines[0][len(kept) :]]
    if len(lines) > 2:
        lines = [lines[0], " ".join(lines[1:])]
    return tuple(one if text_width_px(one) <= _TITLE_PX else _fitting(one).rstrip() + "…" for one in lines)


def _fitting(text: str) -> str:
    while text and text_width_px(text) > _TITLE_PX:
        text = text[:-1]
    return text


def _generations(keys: Iterable[str], ties: Sequence[Tie]) -> dict[str, int]:
    """How many steps each is from the first ones, by the longest way."""
    found = dict.fromkeys(keys, 0)
    for _ in found:
        later = [tie for tie in ties if found[tie.derived] <= found[tie.source]]
        if not later:
            break
        for tie in later:
            found[tie.derived] = found[tie.source] + 1
    else:
        found = dict.fromkeys(found, 0)
    last = max(found.values())
    # Those that lead to one work stand right before it, not at the far end of a long line.
    for key in found:
        after = [found[tie.derived] for tie in ties if tie.source == key]
        if after and not any(tie.derived == key for tie in ties):
            found[key] = max(0, min(*after, last) - 1)
    return found


def _chain(number: int, tie: Tie, generation: dict[str, int]) -> list[str]:
    """A tie with a waypoint in every generation that it passes; `generation` gets those."""
    between = []
    for step in range(generation[tie.source] + 1, generation[tie.derived]):
        key = f"\t{number} {step}"
        generation[key] = step
        between.append(key)
    return [tie.source, *between, tie.derived]


def _columns(
    relatives: Mapping[str, RelativeView], chains: Sequence[Sequence[str]], generation: Mapping[str, int]
) -> list[list[str]]:
    columns: list[list[str]] = [[] for _ in range(max(generation.values()) + 1)]
    for key in dict.fromkeys((*relatives, *(key for chain in chains for key in chain))):
        columns[generation[key]].append(key)
    return columns


def _middles(columns: list[list[str]], pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """The height at which each stands: near those it is tied to, and clear of its neighbours."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for one, other in pairs:
        after.setdefault(one, []).append(other)
        before.setdefault(other, []).append(one)
    middles: dict[str, float] = {}
    for column in columns:
        _stack(column, middles, {})
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            wanted = {
                key: sum(middles[other] for other in near) / len(near)
                for key in column
                if (near := (before if sweep % 2 else after).get(key))
            }
            column.sort(key=lambda key: wanted.get(key, middles[key]))
            _stack(column, middles, wanted)
    return middles


def _stack(column: Sequence[str], middles: dict[str, float], wanted: Mapping[str, float]) -> None:
    """Places a column from top to bottom, then moves it as a whole to where most of it would stand."""
    end: float | None = None
    for key in column:
        half = _half_px(key)
        place = wanted.get(key, middles.get(key, 0.0))
        middles[key] = place if end is None else max(place, end + _BETWEEN_PX + half)
        end = middles[key] + half
    placed = [key for key in column if key in wanted]
    if placed:
        shift = sum(wanted[key] - middles[key] for key in placed) / len(placed)
        for key in column:
            middles[key] += shift

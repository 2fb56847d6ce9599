"""Builds of several generators in turn, and the ratios of their costs."""

from __future__ import annotations

import os
import statistics
import sys
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.census import WrongOutputError
from tests.bench.contestants import FAST, OURS, WHOLE, Contestant
from tests.bench.measure import FailedRunError, Measured

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Prepare = Callable[[Contestant, int], None]
    Check = Callable[[Contestant, int, Measured], None]


class Spread(NamedTuple):
    """Some measurements of one thing."""

    middle: float
    least: float
    most: float
    count: int


def spread(values: Sequence[float]) -> Spread:
    """Median and range."""
    return Spread(statistics.median(values), min(values), max(values), len(values))


class Series:
    """The runs of one kind of build, of all who took part, each checked before it was kept."""

    def __init__(self) -> None:
        self.runs: dict[str, list[Measured]] = {}
        self.memory_mib: dict[str, float] = {}
        self.failed: dict[str, str] = {}
        """Why somebody was not measured."""

    def wall(self, name: str) -> Spread:
        """Seconds on the clock."""
        return spread([one.wall_s for one in self.runs[name]])

    def cpu(self, name: str) -> Spread:
        """Seconds of all processors."""
        return spread([one.cpu_s for one in self.runs[name]])

    def times(self, other: str, name: str, what: str = "wall_s") -> Spread:
        """How many times as long `other` took as `name`, round by round."""
        pairs = zip(self.runs[other], self.runs[name], strict=False)
        return spread([getattr(theirs, what) / getattr(mine, what) for theirs, mine in pairs])


def rounds(
    contestants: Sequence[Contestant],
    count: int,
    prepare: Prepare,
    check: Check,
    *,
    once: Sequence[str] = (),
    memory: bool = True,
    label: str = "",
) -> Series:
    """`count` rounds in which each builds once, in alternating order; then one round in which their memory is looked at.

    Those of `once` take part in the first round only. What is prepared or checked is not in the times. A run that fails or
    writes something else than it should ends everything where it is ours; others are left out, and the reason is kept.
    """
    series = Series()
    for number in range(count + memory):
        order = [one for one in contestants if one.name not in series.failed and (number in {0, count} or one.name not in once)]
        looking = memory and number == count
        for one in order if number % 2 == 0 else reversed(order):
            _say(f"{label}: {one.name}, {'memory' if looking else f'run {number + 1} of {1 if one.name in once else count}'}")
            try:
                prepare(one, number)
                measured = one.build(memory=looking)
                check(one, number, measured)
            except (FailedRunError, WrongOutputError) as error:
                if one.name in (OURS, FAST, WHOLE):
                    raise
                series.failed[one.name] = str(error)
                series.runs.pop(one.name, None)
                continue
            if looking:
                series.memory_mib[one.name] = measured.peak_mib or 0.0
            else:
                series.runs.setdefault(one.name, []).append(measured)
    return series


def _say(text: str) -> None:
    load = os.getloadavg()[0]
    sys.stderr.write(f"{text} (load {load:.1f})\n")
    sys.stderr.flush()

"""Every edit once, each followed by a build: the part of the check that leaves nothing to chance but the order."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from exactness import breaking, disk, naming, pieces, settings, works
from exactness.table import BREAKS, EDITS
from exactness.trial import Trial, put_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exactness.zygote import Zygote

TABLES = (works, naming, pieces, settings, disk, breaking)
"""Imported for what they put into the tables."""
SEED = 20261101
_ATTEMPTS = 4
_FRESH = 12


def order(part: int, parts: int) -> Iterator[str]:
    """The names of one part's edits."""
    names = sorted({**EDITS, **BREAKS})
    random.Random(SEED).shuffle(names)
    return iter(names[part::parts])


def walk(
    root: Path,
    start: Path,
    reference: Path,
    zygote: Zygote,
    *,
    part: int = 0,
    parts: int = 1,
    together: int = 1,
    only_here: bool = False,
) -> Trial:
    """A site after all edits of one part, so many `together` before each build, but those that break it alone.

    Raises DifferenceError at the first build that is not exact.
    """
    trial = Trial(root, start, reference, zygote, only_here=only_here)
    rng = random.Random(SEED + part)
    trial.check(thorough=True)
    put_foreign(trial.output)
    waiting = builds = 0
    for number, name in enumerate(order(part, parts), 1):
        if name in BREAKS and waiting:
            trial.check()
        make = EDITS.get(name) or BREAKS[name]
        if not any(trial.edit(name, make, rng.randrange(2**32)) for _ in range(_ATTEMPTS)):
            trial.edit("everything as it began", EDITS["everything as it began"], 0)
            any(trial.edit(name, make, rng.randrange(2**32)) for _ in range(_ATTEMPTS))
        waiting += 1
        if waiting == together or name in BREAKS:
            builds += 1
            trial.check("fork" if builds % 9 == 0 else "here", thorough=builds % 9 == 1)
            waiting = 0
        if number % _FRESH == 0:
            trial.edit("everything as it began", EDITS["everything as it began"], 0)
    trial.check("command", thorough=True)
    return trial

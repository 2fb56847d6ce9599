"""Planners of other packages, found by entry point."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.model.anthology import Anthology
    from generator.model.config import Config
    from generator.model.site import Output

    Planner = Callable[[Anthology, Config], Iterable[Output]]

GROUP = "creditroll.planners"


def planners() -> tuple[Planner, ...]:
    """Every installed planner, in the order of their names."""
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return tuple(cast("Planner", entry.load()) for entry in found)

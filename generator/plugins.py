"""Planners of other packages, found by entry point."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import cast

from generator.build.run import Planner

GROUP = "creditroll.planners"


def planners() -> tuple[Planner, ...]:
    """Every installed planner, in the order of their names."""
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return tuple(cast("Planner", entry.load()) for entry in found)

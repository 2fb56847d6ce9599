"""The table of edits: each a small function of a trial that says what it did, or None where it cannot be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from exactness.trial import Trial

    Edit = Callable[[Trial], str | None]

EDITS: dict[str, Edit] = {}
"""Those after which a site can most often be built."""
BREAKS: dict[str, Edit] = {}
"""Those after which it must be refused, or at least may be."""


def edit(made: Edit) -> Edit:
    """The function, in the table under its name."""
    EDITS[made.__name__.replace("_", " ")] = made
    return made


def breaks(made: Edit) -> Edit:
    """The function, among those that break a site."""
    BREAKS[made.__name__.replace("_", " ")] = made
    return made


def fields(what: str, paths: Callable[[Trial], Iterable[Path]], values: dict[str, Sequence[Any]]) -> None:
    """An edit for each key: in one of these manifests it gets another of its values; None stands for no key."""
    for key, choices in values.items():
        EDITS[f"{what} {key}"] = _field(paths, key, choices)


def _field(paths: Callable[[Trial], Iterable[Path]], key: str, choices: Sequence[Any]) -> Edit:
    def change(trial: Trial) -> str | None:
        path = trial.sources.pick(paths(trial))
        return trial.sources.set(path, key, choices) if path else None

    change.__name__ = key
    return change

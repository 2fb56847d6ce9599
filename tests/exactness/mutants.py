"""Wrong generators, each with one thing taken out that exactness rests on: the walk must find every one of them.

A new one needs a sentence, the place `module:attribute` or `module:Class.attribute` that is replaced, and a function that
makes the replacement from what stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Mutant(NamedTuple):
    """One wrong generator."""

    name: str
    place: str
    replacement: Callable[[Any], Any]


def _same_for_all_pictures(digest: Callable[[bytes], str]) -> Callable[[bytes], str]:
    return lambda data: "0" * 32 if data[:4] == b"\x89PNG" else digest(data)


MUTANTS = [
    Mutant(
        "a recorded file is believed to be unchanged without looking at it",
        "generator.files.publish:matches",
        lambda _: lambda *_: True,
    ),
    Mutant(
        "files that are no longer wanted stay",
        "generator.files.journal:_delete",
        lambda _: lambda *_: ([], []),
    ),
    Mutant(
        "copies of pictures are remembered without what is in the picture",
        "generator.build.rendering:digest",
        _same_for_all_pictures,
    ),
]

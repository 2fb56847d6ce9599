"""Wrong generators, each with one thing taken out that exactness rests on: the walk must find every one of them.

A new one needs a sentence, the place `module:attribute` or `module:Class.attribute` that is replaced, and a function that
makes the replacement from what stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator.sources.inherit import completed

if TYPE_CHECKING:
    from collections.abc import Callable


class Mutant(NamedTuple):
    """One wrong generator."""

    name: str
    place: str
    replacement: Callable[[Any], Any]


def _same_for_all_pictures(digest: Callable[[bytes], str]) -> Callable[[bytes], str]:
    return lambda data: "0" * 32 if data[:4] == b"\x89PNG" else digest(data)


def _unnoted(*starts: str) -> Callable[[Any], Any]:
    """A tracker that does not note facts whose keys begin so."""

    def replaced(note: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
        return lambda tracker, key: None if key.startswith(starts) else note(tracker, key)

    return replaced


def _without(name: str) -> Callable[[Any], Any]:
    """Facts of the world without one of them."""

    def replaced(facts: Callable[..., dict[str, bytes]]) -> Callable[..., dict[str, bytes]]:
        return lambda *given, **named: {key: value for key, value in facts(*given, **named).items() if not key.startswith(name)}

    return replaced


def _as_written(past: Any, key: str) -> Any:
    """A project without what it took over and with all that is hidden in it."""
    return completed(past.unit(f"content/projects/{key}/project.yaml").record, None, "en")


def _without_cards(reached: Callable[..., tuple[set[str], set[str]]]) -> Callable[..., tuple[set[str], set[str]]]:
    """What a change reaches, but for cards."""

    def replaced(graph: Any, keys: Any) -> tuple[set[str], set[str]]:
        facts, plots = reached(graph, keys)
        return {key for key in facts if not key.startswith("card ")}, plots

    return replaced


NOTE = "generator.model.tracking:Tracker.note"
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
    Mutant("a page is not made of its template", NOTE, _unnoted("template ")),
    Mutant("a page is not made of the words of the interface", NOTE, _unnoted("words")),
    Mutant("a page is not made of the frame that all have", NOTE, _unnoted("site")),
    Mutant("nothing is made of the settings", NOTE, _unnoted("config ")),
    Mutant("a card is not made of the work", NOTE, _unnoted("project ", "listed ")),
    Mutant("a name is not made of the person", NOTE, _unnoted("person ")),
    Mutant(
        "whether a list has a page is no ingredient of a link to it", NOTE, _unnoted("index tag", "index role", "index medium")
    ),
    Mutant("whether somebody has a page is no ingredient of a link to it", NOTE, _unnoted("shown?")),
    Mutant("a work is not made of the collections it is in", NOTE, _unnoted("inside ")),
    Mutant(
        "the widths of pictures are no ingredient of their addresses", "generator.build.world:World.facts", _without("pictures")
    ),
    Mutant("what a folder lists is not looked at", "generator.sources.units:folders", lambda _: lambda _site, _folder: ()),
    Mutant(
        "the settings that manifests are read with do not matter",
        "generator.sources.load:reading_context",
        lambda _: lambda *_: b"same",
    ),
    Mutant("a file that is young is believed at a glance", "generator.build.glance:_holds", lambda _: lambda *_: True),
    Mutant(
        "what readers do not see comes back as it was written",
        "generator.build.remembered:Past.project",
        lambda _: _as_written,
    ),
    Mutant(
        "a card is believed although its work has changed",
        "generator.build.graph:Graph.reached",
        _without_cards,
    ),
]

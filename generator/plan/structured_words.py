"""The small words of JSON-LD graphs: nodes without what is empty, numbers, other works."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.anthology import Identifier
    from generator.model.registries import Registries
    from generator.plan.facts import WorkFacts

Node = dict[str, Any]

_ARTWORKS: Final = frozenset({"Painting", "Drawing", "Photograph", "Poster", "Sculpture"})


def iso_duration(seconds: float) -> str:
    """A duration as ISO 8601 writes it, PT1H2M3S; empty where it is not known."""
    if not math.isfinite(seconds) or seconds <= 0:
        return ""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return (
        "PT"
        + (f"{hours}H" if hours else "")
        + (f"{minutes}M" if minutes else "")
        + (f"{rest}S" if rest or not hours + minutes else "")
    )


def mentioned(work: WorkFacts) -> Node:
    """Another work, in passing."""
    node: Node = {"@type": one(full_types(work.types)), "name": work.name, "url": work.url}
    if work.here and work.url:
        node["@id"] = work.url + "#work"
    # Whether they are one person or many is not known: only a text fits.
    return filled(node | {"creditText": work.by, "position": work.position})


def numbered(number: Identifier) -> Node:
    """A number in a catalogue."""
    return filled({"@type": "PropertyValue", "propertyID": number.label, "value": number.value, "url": number.url})


def full_types(types: tuple[str, ...]) -> tuple[str, ...]:
    """The types with VisualArtwork beside its would-be subtypes: without it they may have no artist."""
    return ("VisualArtwork", *types) if _ARTWORKS.intersection(types) and "VisualArtwork" not in types else types


def supertypes(types: tuple[str, ...], registries: Registries) -> set[str]:
    """The types with all that they derive from."""
    found: set[str] = set()
    waiting = [*types, "CreativeWork"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += registries.schema_parents.get(name, ())
    return found


def one(values: Iterable[Any]) -> Any:
    """A single value by itself."""
    values = list(values)
    return values[0] if len(values) == 1 else values


def filled(node: Node) -> Node:
    """Without what is empty."""
    return {key: value for key, value in node.items() if value is True or value not in ("", 0, [], {}, None)}

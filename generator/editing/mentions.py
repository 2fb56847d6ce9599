"""Where in a manifest the ids of contributors or projects stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.editing.yaml_text import Data, KeyPath

Kind = Literal["contributor", "project"]
Manifest = Literal["project", "contributor", "collection", "config", "never-print"]
Place = tuple["KeyPath", bool]
"""A path, with whether it is the key there that is the id."""


def mentions(kind: Kind, manifest: Manifest, data: Data) -> Iterator[Place]:
    """Every place of an id of that kind, whatever the id."""
    found = _of_projects(manifest, data) if kind == "project" else _of_people(manifest, data)
    for path, is_key in found:
        value = _at(data, path)
        if is_key or isinstance(value, str):
            yield path, is_key


def credits_at(manifest: Manifest, data: Data) -> Iterator[KeyPath]:
    """Every `credits` of a manifest: its own, those of its media."""
    if manifest in ("project", "collection"):
        yield ("credits",)
    if manifest == "project":
        yield from ((*path, "credits") for path in _each(data, ("media",)))


def credits_of(data: Data, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Every single credit below a `credits`, with the role it is written under, if that is its key."""
    value = _at(data, path)
    if isinstance(value, dict):
        for role, one in value.items():
            if isinstance(one, list):
                yield from (((*path, role, number), role) for number in range(len(one)))
            else:
                yield (*path, role), role
    elif isinstance(value, list):
        yield from (((*path, number), "") for number in range(len(value)))


def tables(manifest: Manifest, data: Data) -> Iterator[str]:
    """The names of the CSV files that hold credits."""
    for path in credits_at(manifest, data):
        value = _at(data, path)
        if isinstance(value, str) and value.lower().endswith(".csv"):
            yield value


def _of_people(manifest: Manifest, data: Data) -> Iterator[Place]:
    for credits_path in credits_at(manifest, data):
        for path, _ in credits_of(data, credits_path):
            if isinstance(_at(data, path), str):
                yield path, False
            else:
                yield (*path, "contributor"), False
                yield from ((member, False) for member in _someone(data, (*path, "members")))
    if manifest == "project":
        for pool in _each(data, ("shares",)):
            split = _at(data, (*pool, "split"))
            yield from (((*pool, "split", person), True) for person in (split if isinstance(split, dict) else ()))
    elif manifest == "collection":
        yield ("where", "contributor"), False
    elif manifest == "contributor":
        yield from ((path, False) for path in _someone(data, ("members",)))
        yield from ((path, False) for path in _each(data, ("distinct_from",)))
    elif manifest == "never-print":
        yield from (((*path, "contributor"), False) for path in _each(data, ()))


def _someone(data: Data, path: KeyPath) -> Iterator[KeyPath]:
    for one in _each(data, path):
        yield one if isinstance(_at(data, one), str) else (*one, "contributor")


def _of_projects(manifest: Manifest, data: Data) -> Iterator[Place]:
    listed: list[KeyPath] = []
    if manifest == "project":
        whole = _at(data, ("part_of",))
        listed += [*_each(data, ("part_of",))] if isinstance(whole, list) else [("part_of",)]
        listed += [(*path, "project") for path in _each(data, ("made_from",))]
        for item in _each(data, ("media",)):
            listed += [(*path, "project") for path in _each(data, (*item, "made_from"))]
    elif manifest == "collection":
        listed += _each(data, ("projects",))
    elif manifest == "config":
        listed += _each(data, ("featured",))
    for path in listed:
        yield (path if isinstance(_at(data, path), str) else (*path, "project")), False


def _each(data: Data, path: KeyPath) -> Iterator[KeyPath]:
    value = _at(data, path)
    if isinstance(value, list):
        yield from ((*path, number) for number in range(len(value)))


def _at(data: Any, path: KeyPath) -> Any:
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data

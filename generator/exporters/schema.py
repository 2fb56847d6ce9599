"""The manifests' keys as JSON Schemas or as tables to read."""

from __future__ import annotations

import types
import typing
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from generator.model.config import Config
from generator.model.manifest import CollectionManifest, ContributorManifest, PageManifest, ProjectManifest

KINDS: dict[str, type[msgspec.Struct]] = {
    "project": ProjectManifest,
    "contributor": ContributorManifest,
    "collection": CollectionManifest,
    "page": PageManifest,
    "config": Config,
}
"""Every kind of manifest by the word that names its schema."""


def json_schemas() -> dict[str, dict[str, Any]]:
    """A JSON Schema (2020-12) for each kind of manifest.

    Editors read the types of YAML 1.1 or 1.2 where we keep every value as a text, so a number, a date or
    a truth value is accepted wherever a text is.
    """
    schemas = {}
    for name, kind in KINDS.items():
        schema = msgspec.json.schema(kind, ref_template="#/$defs/{name}")
        schemas[name] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"Creditroll: {name}",
            **typing.cast("dict[str, Any]", _loosened(schema)),
        }
    return schemas


def _loosened(schema: Any) -> Any:
    """The schema, with what an editor's YAML reader takes for numbers, truth values or nothing allowed as texts."""
    if isinstance(schema, list):
        return [_loosened(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {key: value if key in {"default", "enum"} else _loosened(value) for key, value in schema.items()}
    if changed.get("type") == "string" and "enum" not in changed:
        changed["type"] = ["string", "number", "boolean"]
    return changed


def reference() -> str:
    """Markdown tables of every key: its type, its default, what it is for."""
    chapters = ["# Every key", ""]
    done: set[type[msgspec.Struct]] = set()
    for name, kind in KINDS.items():
        chapters += [f"## {name.capitalize()}", ""]
        waiting = [kind]
        while waiting:
            struct = waiting.pop(0)
            if struct in done:
                continue
            done.add(struct)
            lines, inner = _table(struct)
            title = [] if struct is kind else [f"### {_title(struct)}", ""]
            chapters += [*title, (struct.__doc__ or "").strip().split("\n")[0], "", *lines, ""]
            waiting += inner
    return "\n".join(chapters).rstrip("\n") + "\n"


def _table(struct: type[msgspec.Struct]) -> tuple[list[str], list[type[msgspec.Struct]]]:
    """The table of one mapping's keys, with the mappings found in them."""
    lines = ["| key | type | default | what it is for |", "| --- | --- | --- | --- |"]
    inner: list[type[msgspec.Struct]] = []
    hints = typing.get_type_hints(struct, include_extras=True)
    for field in msgspec.structs.fields(struct):
        kind, found = _words(hints[field.name])
        inner += found
        about = _help(hints[field.name]) or ((found[0].__doc__ or "").split("\n")[0] if found else "")
        cells = (f"`{field.encode_name}`", kind, _default(field), about)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return lines, inner


def _words(annotation: Any) -> tuple[str, list[type[msgspec.Struct]]]:
    """What a value looks like, in words, with the mappings it may hold."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        words, inner = _words(arguments[0])
        forms = [meta.extra["form"] for meta in arguments[1:] if isinstance(meta, msgspec.Meta) and meta.extra]
        return (words.replace("text", forms[0], 1) if forms and "text" in words else words), inner
    if origin in {Union, types.UnionType}:
        found = [_words(argument) for argument in arguments if argument is not type(None)]
        return " or ".join(dict.fromkeys(words for words, _ in found)), [kind for _, inner in found for kind in inner]
    if origin is Literal:
        return ", ".join(f"`{argument}`" for argument in arguments), []
    if origin is list:
        words, inner = _words(arguments[0])
        return f"list of ({words})" if " or " in words or "," in words else f"list of {words}", inner
    if origin is dict:
        words, inner = _words(arguments[1])
        return f"mapping to {words}", inner
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        name = _title(annotation)
        return f"[{name}](#{name.lower().replace(' ', '-')})", [annotation]
    return {str: "text", bool: "true or false", int: "number"}[annotation], []


def _help(annotation: Any) -> str:
    """The sentence of help in an annotation."""
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        return next(
            (str(meta.description) for meta in metadata if isinstance(meta, msgspec.Meta) and meta.description), _help(inner)
        )
    if get_origin(annotation) in {Union, types.UnionType, list}:
        return next(filter(None, map(_help, get_args(annotation))), "")
    return ""


def _default(field: msgspec.structs.FieldInfo) -> str:
    value = field.default
    if field.required:
        return "required"
    if value is msgspec.NODEFAULT:
        value = field.default_factory() if callable(field.default_factory) else None
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, msgspec.Struct):
        return "see there"
    return f"`{msgspec.json.encode(value).decode()}`" if not isinstance(value, str) else f"`{value}`"


def _title(struct: type[msgspec.Struct]) -> str:
    """`CreditEntry` as `Credit`, `PersonIdentifiers` as `Person identifiers`."""
    name = struct.__name__.removesuffix("Entry").removesuffix("Manifest")
    return "".join(f" {letter.lower()}" if letter.isupper() and at else letter for at, letter in enumerate(name))

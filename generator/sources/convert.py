"""Positioned YAML nodes given the shape of a manifest."""

from __future__ import annotations

import functools
import re
import types
import typing
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

import msgspec
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.errors import Place, Problem, Severity, did_you_mean
from generator.sources.forms import FORMS, FormError

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.sources.document import Document

T = TypeVar("T")

_BAD: Any = object()
"""Stands for a value that could not be read; a problem was added."""

_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_COUNT = re.compile("[0-9]{1,9}")
_EMPTY = ("", "~")


class _Reading(NamedTuple):
    """The document that is being read, with what was found wrong in it."""

    document: Document
    problems: list[Problem]

    def refuse(self, node: Node, code: str, message: str, hint: str = "", severity: Severity = Severity.ERROR) -> Any:
        self.problems.append(self.document.problem_at(node, code, message, hint, severity))
        return _BAD


Reader = typing.Callable[[Node, _Reading, str], Any]
"""Node, reading, key to a value or _BAD."""


class _Shape(NamedTuple):
    """How one kind of value is read, with the words for it."""

    read: Reader
    one: str
    many: str
    accepts: tuple[type[Node], ...]


class _Key(NamedTuple):
    attribute: str
    read: Reader
    required: bool


def convert(document: Document, kind: type[T], problems: list[Problem]) -> T | None:
    """The document as this Struct; every problem, the text's own included, is added to the list.

    Optional fields that are wrong have their defaults. None where the text could not be read or
    a required field is missing or wrong.
    """
    problems.extend(document.problems)
    root = document.root
    shape = _struct(typing.cast("Any", kind))
    if root is None or (isinstance(root, ScalarNode) and root.value in _EMPTY and not root.style):
        if document.problems:
            return None
        required = _required(kind)
        if not required:
            return kind()
        keys = " and ".join(required)
        place = Place(document.source)
        problems.append(Problem(place, "empty-file", "there is nothing in this file", f"It needs at least {keys}."))
        return None
    value = shape.read(root, _Reading(document, problems), "")
    return None if value is _BAD else typing.cast("T", value)


def _required(kind: Any) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(kind) if field.required]


@functools.cache
def _struct(kind: Any) -> _Shape:
    """How a Struct is read: compiled once, since thousands of manifests follow."""
    hints = typing.get_type_hints(kind, include_extras=True)
    keys: dict[str, _Key] = {}
    for field in msgspec.structs.fields(kind):
        keys[field.encode_name] = _Key(field.name, _shape(hints[field.name], "").read, field.required)
    required = [(name, key.attribute) for name, key in keys.items() if key.required]

    def read(node: Node, reading: _Reading, label: str) -> Any:
        if type(node) is not MappingNode:
            return _wrong(node, reading, label, "a mapping")
        values: dict[str, Any] = {}
        given: set[str] = set()
        for key, value in node.value:
            name = key.value
            if type(key) is not ScalarNode or name in given:
                continue  # the document's own problems tell
            known = keys.get(name)
            if known is None:
                _unknown(key, reading, label, keys)
                continue
            attribute, read_value, is_required = known
            if type(value) is ScalarNode and value.value in _EMPTY and not (value.style and value.value):
                if not is_required:
                    given.add(name)
                    _empty(key, reading, name)
                continue
            given.add(name)
            result = read_value(value, reading, name)
            if result is not _BAD:
                values[attribute] = result
        complete = True
        for name, attribute in required:
            if attribute not in values:
                complete = False
                if name not in given:
                    _missing(node, reading, label, name)
        return kind(**values) if complete else _BAD

    return _Shape(read, "a mapping", "mappings", (MappingNode,))


def _shape(annotation: Any, form: str) -> _Shape:
    """How a value of this annotation is read; a form holds for the texts in it, lists of texts included."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        for meta in metadata:
            if isinstance(meta, msgspec.Meta) and meta.extra:
                form = str(meta.extra.get("form", form))
        return _shape(inner, form)
    arguments = get_args(annotation)
    if origin in {Union, types.UnionType}:
        shapes = [_shape(argument, form) for argument in arguments if argument is not type(None)]
        return shapes[0] if len(shapes) == 1 else _union(shapes)
    if origin is Literal:
        return _literal(tuple(str(argument) for argument in arguments))
    if origin is list:
        return _list(_shape(arguments[0], form))
    if origin is dict:
        return _mapping(_shape(arguments[1], ""))
    if annotation is str:
        return _text(form)
    if annotation is bool:
        return _Shape(_truth, "true or false", "true or false", (ScalarNode,))
    if annotation is int:
        return _number(form)
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        struct = annotation

        def read(node: Node, reading: _Reading, label: str) -> Any:
            return _struct(struct).read(node, reading, label)

        return _Shape(read, "a mapping", "mappings", (MappingNode,))
    raise TypeError(f"no editor can write {annotation!r}")


def _text(form: str) -> _Shape:
    check = FORMS.get(form)

    def read_plain(node: Node, reading: _Reading, label: str) -> Any:
        return node.value if type(node) is ScalarNode else _wrong(node, reading, label, "a text")

    if check is None:
        return _Shape(read_plain, "a text", "texts", (ScalarNode,))
    checked: Callable[[str], str] = check

    def read(node: Node, reading: _Reading, label: str) -> Any:
        if type(node) is not ScalarNode:
            return _wrong(node, reading, label, "a text")
        try:
            return checked(node.value)
        except FormError as error:
            return reading.refuse(node, error.code, f"{_given(label, node.value)} {error.message}", error.hint)

    return _Shape(read, "a text", "texts", (ScalarNode,))


def _literal(words: tuple[str, ...]) -> _Shape:
    allowed = {word: word for word in words}

    def read(node: Node, reading: _Reading, label: str) -> Any:
        if type(node) is not ScalarNode:
            return _wrong(node, reading, label, _alternatives(words))
        if node.value in allowed:
            return allowed[node.value]
        message = f"{_given(label, node.value)} is not possible; it can be {_alternatives(words)}"
        return reading.refuse(node, "bad-value", message, did_you_mean(node.value, words))

    return _Shape(read, _alternatives(words), f"words out of {_alternatives(words)}", (ScalarNode,))


def _truth(node: Node, reading: _Reading, label: str) -> Any:
    if type(node) is not ScalarNode:
        return _wrong(node, reading, label, "true or false")
    value = _TRUTHS.get(node.value.lower())
    if value is None:
        message = f"{_given(label, node.value)} is neither true nor false"
        return reading.refuse(node, "bad-value", message, did_you_mean(node.value, ("true", "false", "yes", "no")))
    return value


def _number(form: str) -> _Shape:
    least, most = (1, 1000) if form == "count" else (0, 999_999_999)

    def read(node: Node, reading: _Reading, label: str) -> Any:
        if type(node) is not ScalarNode:
            return _wrong(node, reading, label, "a number")
        if _COUNT.fullmatch(node.value) and least <= int(node.value) <= most:
            return int(node.value)
        message = f"{_given(label, node.value)} is not a whole number from {least:,} to {most:,}"
        return reading.refuse(node, "bad-value", message)

    return _Shape(read, "a number", "numbers", (ScalarNode,))


def _list(item: _Shape) -> _Shape:
    words = f"a list of {item.many}"
    read_item = item.read

    def read(node: Node, reading: _Reading, label: str) -> Any:
        if type(node) is not SequenceNode:
            hint = ""
            if type(node) in item.accepts:
                hint = f"Write {label}: [{node.value}]" if type(node) is ScalarNode else "Put a hyphen and a space before it."
            return _wrong(node, reading, label, words, hint)
        values = []
        for part in node.value:
            if type(part) is ScalarNode and part.value in _EMPTY and not (part.style and part.value):
                _empty(part, reading, label)
                continue
            value = read_item(part, reading, label)
            if value is not _BAD:
                values.append(value)
        return values

    return _Shape(read, words, f"lists of {item.many}", (SequenceNode,))


def _mapping(item: _Shape) -> _Shape:
    read_item = item.read

    def read(node: Node, reading: _Reading, label: str) -> Any:
        if type(node) is not MappingNode:
            return _wrong(node, reading, label, "a mapping")
        values: dict[str, Any] = {}
        for key, part in node.value:
            name = key.value
            if type(key) is not ScalarNode or name in values:
                continue
            if type(part) is ScalarNode and part.value in _EMPTY and not (part.style and part.value):
                _empty(key, reading, name)
                continue
            value = read_item(part, reading, name)
            if value is not _BAD:
                values[name] = value
        return values

    return _Shape(read, "a mapping", "mappings", (MappingNode,))


def _union(shapes: list[_Shape]) -> _Shape:
    by_kind: dict[type[Node], Reader] = {}
    for shape in shapes:
        for node_kind in shape.accepts:
            by_kind.setdefault(node_kind, shape.read)
    one = " or ".join(dict.fromkeys(shape.one for shape in shapes))
    many = " or ".join(dict.fromkeys(shape.many for shape in shapes))

    def read(node: Node, reading: _Reading, label: str) -> Any:
        read_kind = by_kind.get(type(node))
        return _wrong(node, reading, label, one) if read_kind is None else read_kind(node, reading, label)

    return _Shape(read, one, many, tuple(by_kind))


def _wrong(node: Node, reading: _Reading, label: str, expected: str, hint: str = "") -> Any:
    found = "a text" if isinstance(node, ScalarNode) else "a list" if isinstance(node, SequenceNode) else "a mapping"
    subject = f'"{label}"' if label else "this file"
    return reading.refuse(node, "wrong-shape", f"{subject}: expected {expected}, found {found}", hint)


def _unknown(key: Node, reading: _Reading, label: str, keys: dict[str, _Key]) -> None:
    where = f' in "{label}"' if label else ""
    hint = did_you_mean(key.value, keys)
    if not hint and len(keys) <= 12:
        hint = f"Possible here: {', '.join(keys)}."
    reading.refuse(key, "unknown-key", f'there is no key "{_cut(key.value)}"{where}', hint)


def _missing(node: Node, reading: _Reading, label: str, name: str) -> None:
    where = f' in "{label}"' if label else ""
    for key, value in node.value:
        if type(key) is ScalarNode and key.value == name and value.value in _EMPTY:
            reading.refuse(key, "missing-key", f'"{name}" is required{where}, but it has no value')
            return
    reading.refuse(node, "missing-key", f'the key "{name}" is missing{where}', f"Add a line {name}: ...")


def _empty(node: Node, reading: _Reading, label: str) -> None:
    message = f'"{label}" has no value here and counts as absent'
    reading.refuse(node, "empty-value", message, "Write a value, or delete it.", Severity.HINT)


def _given(label: str, value: str) -> str:
    return f'{label}: "{_cut(value)}"' if label else f'"{_cut(value)}"'


def _cut(value: str) -> str:
    return value if len(value) <= 60 else value[:59] + "…"


def _alternatives(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"

"""Manifests as tidy YAML that reads back exactly as it was meant."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from yaml.emitter import Emitter
from yaml.representer import SafeRepresenter
from yaml.resolver import BaseResolver
from yaml.serializer import Serializer

if TYPE_CHECKING:
    import yaml

KEY_LIMIT = 120
"""Characters a key may have before YAML writes it in its long form."""

# Plain, these would read as nothing, or as a merge, in one YAML reader or another.
_QUOTED = frozenset({"", "~", "null", "Null", "NULL", "<<", "="})


class _Tidy(Emitter, Serializer, SafeRepresenter, BaseResolver):
    """Block style; every scalar is a text, so that quotes stand only where the text needs them."""

    def __init__(self, stream: io.StringIO) -> None:
        Emitter.__init__(self, stream, width=1_000_000_000, allow_unicode=True)
        Serializer.__init__(self)
        SafeRepresenter.__init__(self, default_flow_style=False, sort_keys=False)
        BaseResolver.__init__(self)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Lists stand deeper than their key."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """True: what is the same twice is written twice."""
        return True


def _text(tidy: _Tidy, text: str) -> yaml.ScalarNode:
    lines = text.split("\n")
    literal = len(lines) > 1 and all(line == line.rstrip() for line in lines) and bool(lines[0]) and "\t" not in text
    style = "|" if literal else '"' if text in _QUOTED else None
    return tidy.represent_scalar("tag:yaml.org,2002:str", text, style)


_Tidy.add_representer(str, _text)


def yaml_text(record: dict[str, Any]) -> str:
    """A mapping of texts, lists or mappings as a YAML document, its keys in their order.

    Numbers or booleans would lose how they were typed: give them as texts.
    """
    if not record:
        return ""
    stream = io.StringIO()
    tidy = _Tidy(stream)
    tidy.open()
    tidy.represent(record)
    tidy.close()
    return stream.getvalue()


def yaml_scalar(text: str) -> str:
    """One text as it can stand after `key: `, on one line."""
    return yaml_text({"k": " ".join(text.split())}).removeprefix("k: ").rstrip("\n")

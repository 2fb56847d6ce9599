"""The words of feeds as XML: namespaces, texts it can hold, elements."""

from __future__ import annotations

import functools
import re
from typing import Any, Final

ATOM: Final = "http://www.w3.org/2005/Atom"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
DC: Final = "http://purl.org/dc/elements/1.1/"
MEDIA: Final = "http://search.yahoo.com/mrss/"
ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST: Final = "https://podcastindex.org/namespace/1.0"
XML: Final = "http://www.w3.org/XML/1998/namespace"

# Everything XML 1.0 forbids, and the control characters it only discourages.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """A text without control characters; line breaks stay."""
    if text.isprintable():
        return text
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@functools.lru_cache(maxsize=1 << 13)
def line(text: str) -> str:
    """A text on one line, without control characters."""
    return " ".join(clean(text).split())


class Element:
    """An element of an entry: an entry has so many that lxml's would take most of the time of a feed.

    It has words or children. Names are written with the prefixes of feedgen's documents.
    """

    __slots__ = ("_attributes", "_children", "_name", "_words")

    def __init__(self, name: str, attributes: dict[str, str] | None = None, words: str = "") -> None:
        self._name = _prefixed(name)
        self._attributes = attributes or {}
        self._children: list[Element] = []
        self._words = words

    def add(self, child: Element) -> Element:
        """The child, which is the last one now."""
        self._children.append(child)
        return child

    def set(self, name: str, value: str) -> None:
        """Another attribute."""
        self._attributes[_prefixed(name)] = value

    def written(self, level: int) -> str:
        """As it stands in a document so many levels deep, as lxml would write it; the first line is not indented."""
        attributes = "".join(f' {name}="{_attribute(value)}"' for name, value in self._attributes.items())
        if self._children:
            inner = "\n" + "  " * (level + 1)
            children = inner.join([child.written(level + 1) for child in self._children])
            return f"<{self._name}{attributes}>{inner}{children}\n{'  ' * level}</{self._name}>"
        if self._words:
            return f"<{self._name}{attributes}>{_escaped(self._words)}</{self._name}>"
        return f"<{self._name}{attributes}/>"


_PREFIXES = {ATOM: "atom", CONTENT: "content", DC: "dc", MEDIA: "media", ITUNES: "itunes", PODCAST: "podcast", XML: "xml"}


@functools.cache
def _prefixed(name: str) -> str:
    space, _, local = name.rpartition("}")
    return f"{_PREFIXES[space[1:]]}:{local}" if space else local


def _escaped(words: str) -> str:
    if "&" in words:
        words = words.replace("&", "&amp;")
    if "<" in words:
        words = words.replace("<", "&lt;")
    return words.replace(">", "&gt;") if ">" in words else words


def _attribute(value: str) -> str:
    value = _escaped(value)
    return value.replace('"', "&quot;") if '"' in value else value


def put(parent: Any, element_name: str, words: str, **attributes: str) -> Any:
    """A new last child of an `Element` or of one of lxml's; attributes without a value are left out."""
    # Attributes come from outside as well: feedgen cleans nothing.
    given = {key: line(value) for key, value in attributes.items() if value}
    if isinstance(parent, Element):
        return parent.add(Element(element_name, given, words))
    from lxml import etree

    child = etree.SubElement(parent, element_name, given)
    if words:
        child.text = words
    return child

"""The words of feeds as XML: namespaces, texts it can hold, elements."""

from __future__ import annotations

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


def line(text: str) -> str:
    """A text on one line, without control characters."""
    return " ".join(clean(text).split())


def put(parent: Any, element_name: str, words: str, **attributes: str) -> Any:
    """A new last child; attributes without a value are left out."""
    from lxml import etree

    # Attributes come from outside as well: feedgen cleans nothing.
    given = {key: line(value) for key, value in attributes.items() if value}
    child = etree.SubElement(parent, element_name, given)
    if words:
        child.text = words
    return child

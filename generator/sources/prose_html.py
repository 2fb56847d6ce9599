"""Sanitised HTML of a text, made ready for the page that will hold it."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Literal, NamedTuple
from urllib.parse import unquote

from generator.model.links import MEDIA_MARKER, SITE_MARKER, clean_url
from generator.model.slugs import slug, stem

# What nh3 writes is canonical: every `<` starts a tag, every attribute is quoted, `"` in it is escaped.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')

_INLINE_WORDS = (
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr"
)
_INLINE = frozenset(_INLINE_WORDS.split())
_LEVELS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Without attributes there is nothing to do for these.
_PLAIN_BLOCKS = "blockquote ul ol li dl dt dd pre table thead tbody tr td th hr"
_PLAIN = _INLINE - {"a", "img"} | frozenset(_PLAIN_BLOCKS.split())
_ALIGNED = frozenset({"left", "center", "right"})
# Marks that point to and from a footnote are no part of what the text says.
_UNSPOKEN = frozenset({"footnote-ref", "footnote-backref"})
_QUOTED_LENGTH = 120


class Heading(NamedTuple):
    """A heading that is being read, with how much of everything came before it."""

    tag: str
    attributes: dict[str, str]
    leading: bool
    opening: int
    spoken: int
    links: int
    images: int


class Rewriter:
    """One pass over sanitised HTML; its attributes are the results.

    Links and images get markers (model/links.py), ids their prefix, headings levels without gaps from
    `heading_base` down, poems the class `verse`. A leading `h1` is taken out as the title.
    """

    def __init__(self, *, remote_images: Literal["drop", "allow"], heading_base: int, prefix: str) -> None:
        self.title: str | None = None
        self.links: list[str] = []
        self.images: list[str] = []
        self.notes: list[str] = []
        self._allow_remote = remote_images == "allow"
        self._base = heading_base
        self._prefix = prefix
        self._out: list[str] = []
        self._spoken: list[str] = []
        self._ids: set[str] = set()
        self._next_number: dict[str, int] = {}
        self._outline: list[int] = []
        self._headings: list[Heading] = []
        # Whether its tag was written, whether its text is unspoken, where its text begins if it was refused.
        self._open_links: list[tuple[bool, bool, int | None]] = []
        self._fragments: list[tuple[int, str, dict[str, str]]] = []
        self._paragraph: tuple[int, dict[str, str]] | None = None
        self._hard_breaks = self._soft_breaks = 0
        self._after_break = False

    def run(self, clean: str) -> tuple[str, str]:
        """The rewritten HTML with its plain text, in which white space is collapsed."""
        position = 0
        for tag in _TAG.finditer(clean):
            if tag.start() > position:
                self._text(clean[position : tag.start()])
            position = tag.end()
            closing, name, attributes = tag.groups()
            if closing:
                self._end(name)
            elif attributes:
                self._start(name, {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(attributes)})
            elif name in _PLAIN:
                self._out.append(f"<{name}>")
                if name not in _INLINE:
                    self._spoken.append(" ")
            else:
                self._start(name, {})
            self._after_break = name == "br"
        self._text(clean[position:])
        self._resolve_fragments()
        return "".join(self._out).strip(), " ".join("".join(self._spoken).split())

    def _text(self, text: str) -> None:
        # Nothing here can be a tag: were the pattern for tags ever wrong, this would still be text.
        self._out.append(text.replace("<", "&lt;") if "<" in text else text)
        if self._paragraph is not None:
            self._soft_breaks += text.count("\n") - (self._after_break and text.startswith("\n"))
        self._after_break = False
        if not (self._open_links and self._open_links[-1][1]):
            self._spoken.append(html.unescape(text) if "&" in text else text)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _INLINE:
            self._spoken.append(" ")
        if "id" in attributes:
            self._claim(attributes)
        if name in _LEVELS:
            self._start_heading(int(name[1]), attributes)
        elif name == "a":
            self._start_link(attributes)
        elif name == "img":
            self._image(attributes)
        else:
            if name == "br":
                self._hard_breaks += 1
            elif name == "p":
                self._paragraph = (len(self._out), attributes)
                self._hard_breaks = self._soft_breaks = 0
            elif attributes.get("align") in _ALIGNED:
                attributes["class"] = f"align-{attributes['align']}"
            attributes.pop("align", None)
            self._out.append(_tag(name, attributes))

    def _end(self, name: str) -> None:
        if name == "a" and self._open_links:
            written, _, refused = self._open_links.pop()
            if refused is not None:
                shown = " ".join("".join(self._spoken[refused:]).split())[:_QUOTED_LENGTH]
                self._note(f'the link of "{shown}" was left out: only https://, http:// and mailto: can be linked')
            if not written:
                return
        elif name in _LEVELS and self._headings:
            self._end_heading()
            return
        elif name == "p" and self._paragraph is not None:
            index, attributes = self._paragraph
            if self._hard_breaks and not self._soft_breaks:
                self._out[index] = _tag("p", {**attributes, "class": "verse"})
            self._paragraph = None
        if name not in _INLINE:
            self._spoken.append(" ")
        self._out.append(f"</{name}>")

    # ids, headings

    def _claim(self, attributes: dict[str, str]) -> None:
        """Prefix an id, or take it away where it is not valid or not the first of its name."""
        name = attributes.pop("id")
        if name and name not in self._ids and not any(letter.isspace() for letter in name):
            self._ids.add(name)
            attributes["id"] = self._prefix + name

    def _start_heading(self, written: int, attributes: dict[str, str]) -> None:
        leading = written == 1 and self.title is None and not any(piece.strip() for piece in self._out)
        if not leading:
            while self._outline and self._outline[-1] >= written:
                self._outline.pop()
            self._outline.append(written)
        tag = f"h{min(self._base + max(len(self._outline) - 1, 0), 6)}"
        starts = (len(self._out), len(self._spoken), len(self.links), len(self.images))
        self._headings.append(Heading(tag, attributes, leading, *starts))
        self._out.append("")

    def _end_heading(self) -> None:
        heading = self._headings.pop()
        text = " ".join("".join(self._spoken[heading.spoken :]).split())
        if (heading.leading and text) or not (text or len(self.images) > heading.images):
            self.title = text if heading.leading and text else self.title
            del self._out[heading.opening :], self._spoken[heading.spoken :]
            del self.links[heading.links :], self.images[heading.images :]
            self._fragments = [fragment for fragment in self._fragments if fragment[0] < heading.opening]
            return
        if heading.leading:
            self._outline.append(1)
        if "id" not in heading.attributes:
            heading.attributes["id"] = self._prefix + self._free_id(stem(text) or slug(text))
        self._out[heading.opening] = _tag(heading.tag, heading.attributes)
        self._out.append(f"</{heading.tag}>")
        self._spoken.append(" ")

    def _free_id(self, name: str) -> str:
        free = name
        while free in self._ids:
            self._next_number[name] = self._next_number.get(name, 1) + 1
            free = f"{name}-{self._next_number[name]}"
        self._ids.add(free)
        return free

    # links, images

    def _start_link(self, attributes: dict[str, str]) -> None:
        written = attributes.pop("href", None)
        spoken = attributes.get("class") not in _UNSPOKEN
        if written is not None and len(written) > 1 and written.startswith("#"):
            self._fragments.append((len(self._out), written[1:], attributes))
            self._out.append("")
            self._open_links.append((True, not spoken, None))
            return
        address = None if written is None else self._address(written)
        if address is not None:
            external = not address.startswith(SITE_MARKER)
            self._out.append(_tag("a", {"href": address, **({"rel": "noopener"} if external else {}), **attributes}))
        elif "id" in attributes:
            self._out.append(_tag("a", {"id": attributes["id"]}))
        refused = len(self._spoken) if written is None and "id" not in attributes else None
        self._open_links.append((address is not None or "id" in attributes, not spoken, refused))

    def _address(self, written: str) -> str | None:
        """Where a link leads, or None with a note."""
        quoted = f'link to "{written[:_QUOTED_LENGTH]}" left out: it'
        if written.startswith("/") and not written.startswith("//"):
            if "\\" in written or ".." in written.split("/") or any(letter.isspace() for letter in written):
                self._note(f"{quoted} has a space, a backslash or .. in it")
                return None
            self.links.append(written)
            return SITE_MARKER + written
        try:
            return clean_url(written)
        except ValueError as error:
            if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", written):
                self._note(f"{quoted} {error}")
            else:
                self._note(f"{quoted} is not from the top of the site; write it like /projects/lamp/")
            return None

    def _image(self, attributes: dict[str, str]) -> None:
        written = attributes.pop("src", None)
        described = attributes.get("alt", "")
        address = self._remote_image(written) if _is_remote(written) else self._local_image(written)
        if address is None or written is None:
            self._out.append(html.escape(described))
            self._spoken.append(described)
            return
        if not described.strip():
            self._note(f"image without a description: {written[:_QUOTED_LENGTH]}")
        private = {"loading": "lazy", "referrerpolicy": "no-referrer"} if _is_remote(written) else {}
        self._out.append(_tag("img", {"src": address, **attributes, "alt": described, **private}))

    def _remote_image(self, written: str | None) -> str | None:
        assert written is not None
        if not self._allow_remote:
            self._note(f"remote image dropped: {written[:_QUOTED_LENGTH]}")
            return None
        try:
            return clean_url(written)
        except ValueError as error:
            self._note(f"remote image dropped: {written[:_QUOTED_LENGTH]} {error}")
            return None

    def _local_image(self, written: str | None) -> str | None:
        name = unquote(re.split("[?#]", written or "", maxsplit=1)[0])
        if not name or name.startswith("/") or "\\" in name or any(unicodedata.category(letter) == "Cc" for letter in name):
            shown = "" if written is None else f": {written[:_QUOTED_LENGTH]}"
            self._note(f"image left out{shown} (write the name of a file beside the text, folders with /)")
            return None
        self.images.append(name)
        return MEDIA_MARKER + name

    def _resolve_fragments(self) -> None:
        """Lead links within the text to prefixed ids; the others are meant for the page around it."""
        for index, written, attributes in self._fragments:
            name = next((name for name in (written, unquote(written)) if name in self._ids), None)
            if name is not None:
                self._out[index] = _tag("a", {"href": f"#{self._prefix}{name}", **attributes})
            elif attributes.get("class") in _UNSPOKEN:
                self._out[index] = "<a>"
            else:
                self.links.append(f"#{written}")
                self._out[index] = _tag("a", {"href": f"#{written}", **attributes})

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _is_remote(address: str | None) -> bool:
    return address is not None and re.match(r"(?:https?:)|//", address, re.IGNORECASE) is not None


def _tag(name: str, attributes: dict[str, str]) -> str:
    if not attributes:
        return f"<{name}>"
    written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>"

"""Markdown read by pyromark, the quick way, into HTML of the shape that Python-Markdown gives it."""

from __future__ import annotations

import functools
import importlib.util
import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyromark

_REFERENCE = re.compile(r'<sup class="footnote-reference"><a href="#([^"]*)">(\d+)</a></sup>')
_DEFINITION = re.compile(r'<div class="footnote-definition" id="([^"]*)"><sup class="footnote-definition-label">(\d+)</sup>\n?')
_DIV = re.compile(r"<(/?)div\b", re.IGNORECASE)
_ALIGNED = re.compile(r'<(t[dh]) style="text-align: (left|center|right)">')
_OPTIONS = {
    "def_list": "ENABLE_DEFINITION_LIST",
    "footnotes": "ENABLE_FOOTNOTES",
    "smarty": "ENABLE_SMART_PUNCTUATION",
    "tables": "ENABLE_TABLES",
}
"""Of the extensions of Python-Markdown those that pyromark has; fenced code is always read, abbreviations never are."""


def is_installed() -> bool:
    """Whether pyromark is there."""
    return importlib.util.find_spec("pyromark") is not None


def commonmark(source: str, extensions: Iterable[str]) -> str:
    """HTML as CommonMark has it, not to be trusted; raises ImportError without pyromark."""
    import pyromark

    html = pyromark.html(source, options=_options(frozenset(extensions)))
    if "<t" in html:
        html = _ALIGNED.sub(r'<\1 align="\2">', html)
    return _with_footnotes(html) if "footnote-" in html else html


@functools.cache
def _options(extensions: frozenset[str]) -> pyromark.Options:
    import pyromark

    none = pyromark.Options(0)
    chosen = (getattr(pyromark.Options, name) for extension, name in _OPTIONS.items() if extension in extensions)
    return functools.reduce(lambda options, option: options | option, chosen, none)


def _with_footnotes(html: str) -> str:
    """The notes as a list at the end, each with ways back to where it is referred to."""
    html, notes = _apart(html)
    if not notes:
        return html
    uses: dict[str, int] = {}

    def refer(found: re.Match[str]) -> str:
        name, number = found.groups()
        uses[name] = uses.get(name, 0) + 1
        return f'<sup id="{_reference(name, uses[name])}"><a class="footnote-ref" href="#fn:{name}">{number}</a></sup>'

    html = _REFERENCE.sub(refer, html)
    told = sorted(((number, name, _REFERENCE.sub(refer, note)) for name, number, note in notes), key=lambda note: note[0])
    items = [f'<li id="fn:{name}">\n{_led_back(note, name, number, uses.get(name, 0))}\n</li>\n' for number, name, note in told]
    return f'{html}<div class="footnote">\n<hr />\n<ol>\n{"".join(items)}</ol>\n</div>'


def _apart(html: str) -> tuple[str, list[tuple[str, int, str]]]:
    """The text without its notes; of each note its name, its number, what it says."""
    notes: list[tuple[str, int, str]] = []
    pieces: list[str] = []
    position = 0
    while (found := _DEFINITION.search(html, position)) is not None:
        pieces.append(html[position : found.start()])
        depth, end, position = 1, len(html), len(html)
        for div in _DIV.finditer(html, found.end()):
            depth += -1 if div[1] else 1
            if not depth:
                end, closed = div.start(), html.find(">", div.end())
                position = closed + 1 + html.startswith("\n", closed + 1) if closed >= 0 else len(html)
                break
        notes.append((found[1], int(found[2]), html[found.end() : end].strip()))
    return "".join((*pieces, html[position:])), notes


def _reference(name: str, use: int) -> str:
    return f"fnref{use if use > 1 else ''}:{name}"


def _led_back(note: str, name: str, number: int, uses: int) -> str:
    ways = " ".join(
        f'<a class="footnote-backref" href="#{_reference(name, use)}" title="{escape(f"↩ {number}")}">↩</a>'
        for use in range(1, uses + 1)
    )
    if not ways:
        return note
    return f"{note[:-4]}&nbsp;{ways}</p>" if note.endswith("</p>") else f"{note}\n<p>{ways}</p>"

"""Which of a work's texts is its summary, its description or the work itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from generator.importers.loose_links import without_loose_links
from generator.importers.rows import Row, as_line, as_list, as_text

if TYPE_CHECKING:
    from generator.importers.report import Notes

_WORKS_OF_TEXT = frozenset({"lesson", "story", "poem", "play", "article", "essay"})
_BOOK_CHARACTERS = 20_000
"""A book's body of fewer characters is taken for what is said about the book."""
_TEXT_BYTES = 1_000_000
_SUMMARY_CHARACTERS = 300
_MARKUP = re.compile(r"[<>*`\[\]]|(?<!\w)_|_(?!\w)|https?://")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"”’')\]]*\s+\S")


class Texts(msgspec.Struct, frozen=True):
    """A work's texts, each at its place."""

    summary: str
    description: str
    work: str
    """What is read on the page as the work itself."""


def work_texts(row: Row, medium: str, lineage_titles: set[str], notes: Notes) -> Texts:
    """One plain sentence becomes the summary; whatever is about the work, rights included, its description."""
    abstract, body = as_text(row.values.get("abstract")), as_text(row.values.get("body"))
    plain = "\n" not in abstract and not _MARKUP.search(abstract) and not _SENTENCE_END.search(abstract)
    summary = abstract if plain and len(abstract) <= _SUMMARY_CHARACTERS else ""
    is_work = medium in _WORKS_OF_TEXT or (medium == "book" and len(body) >= _BOOK_CHARACTERS)
    about = [_html_lines(abstract)] if abstract and not summary else []
    if body and not is_work:
        about.append(body)
    known = _words(" ".join([*about, *lineage_titles]))
    for value in [row.values.get("note"), *as_list(row.values.get("notes_on_lineage"))]:
        words = as_line(value)
        if words and _words(words) not in known:
            about.append(_literal(words))
            known += _words(words)
    if as_text(row.values.get("rights")):
        about.append(as_text(row.values["rights"]))
    description = _linked_here(row, "\n\n".join(about), notes)
    return Texts(summary, description, _linked_here(row, body, notes) if is_work else "")


def too_long(text: str) -> bool:
    """Whether a text is longer than one that can be read on a page may be."""
    return len(text.encode()) >= _TEXT_BYTES


def _linked_here(row: Row, text: str, notes: Notes) -> str:
    kept, loose = without_loose_links(text)
    for address in loose:
        notes.add(row.where, "a link to another page of the source's own site; its words stand without it", address)
    return kept


def _html_lines(text: str) -> str:
    """HTML without its indentation, which Markdown would take for code."""
    return "\n".join(line.strip() for line in text.split("\n")) if text.startswith("<") else text


def _literal(text: str) -> str:
    """Plain words as Markdown that shows them as they are."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", text)


def _words(text: str) -> str:
    return " " + " ".join(re.findall(r"\w+", text.casefold())) + " "

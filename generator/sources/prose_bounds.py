"""Limits within which Markdown takes time in proportion to the text.

Python-Markdown 3.11 takes time with the square of some shapes: 20 kB of `[` need a minute, 18 kB of
table become nine million cells. All numbers were measured there, so that the worst text
that passes takes about as long as the longest honest one.
"""

from __future__ import annotations

import re
from collections import Counter

MAX_CHARACTERS = 1_000_000
MAX_TABLE_CELLS = 20_000
MAX_SAME_FOOTNOTE = 100
MAX_REPEATED_CHARACTERS = 20_000_000
MAX_UNCLOSED = 100

_NESTED_DEPTH = 50
_NESTED = re.compile(rf"^(?:[ \t]*(?:[-*+:>]|\d{{1,9}}\.)(?=[ \t>])){{{_NESTED_DEPTH}}}", re.MULTILINE)
_ENDLESS_TAG = re.compile(r"<(?=[a-zA-Z][^<>]{10000})")
_DEEP_INDENT = re.compile(r"^[ \t]{100,}", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_LONG_BLOCK = 10_000
_HEADING_LINE = re.compile(r"^[ \t>]*(?:#|:[ \t]|=+[ \t]*$|-+[ \t]*$|\*\*\*|___)", re.MULTILINE)
_FORMATTING = re.compile(r"<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^([^\]\n]*)\]")

_ADDRESS = re.compile(r"^[ \t>]{0,9}\[(?!\^)[^\[\]\n]*\]:[^\n]*(?:\n[^\n]*\S[^\n]*){0,2}", re.MULTILINE)
_ABBREVIATION = re.compile(r"^\*\[([^\]\n]+)\] ?: *\n? *[^\n]*", re.MULTILINE)

_COUNTED: tuple[tuple[tuple[str, ...], re.Pattern[str], int, str], ...] = (
    (("\n",), re.compile(r"\n"), 50_000, "lines"),
    (("\n",), _BLANK_LINES, 20_000, "paragraphs"),
    (("```", "~~~"), re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE), 500, "lines that open or close a code block"),
    (("\n",), re.compile(r"^(?:[ \t]*(?:[-*+:>]|\d{1,9}\.)(?=[ \t>])){5}", re.MULTILINE), 1_000, "lines nested more than 5 deep"),
    (("*[",), re.compile(r"^\*\[", re.MULTILINE), 200, "abbreviations"),
    (("[^",), re.compile(r"\[\^"), 2_000, "footnotes"),
    (("]:",), re.compile(r"^[ \t>]{0,9}\[[^\[\]\n]*\]:[ \t]*$", re.MULTILINE), 200, "link addresses that are empty"),
    (("<",), re.compile(r"<(?=[a-zA-Z/!?])(?![^<]*>)"), 200, "tags that are not closed by >"),
    (("<!--",), re.compile(r"<!--"), 200, "HTML comments"),
    (("<![",), re.compile(r"<!\["), 50, "<![ sections"),
    (("<",), re.compile(r"<[a-zA-Z]"), 5_000, "HTML tags"),
    (("<",), re.compile(r"<"), 20_000, "< signs"),
    (("&",), re.compile(r"&"), 10_000, "& signs"),
)
"""Signs one of which is in it or before it, shape, how often a text may have it, its name in a message."""

# Marks that may start something inline, without links, images and code spans that are well-formed.
_MARK = re.compile(r"[*_`\[<&!\\]|  \n")
_MARKS = ("*", "[", "_", "`", "<", "&", "\\", "!", "  \n")
_LINK = r"!?\[[^\[\]]*\](?:\([^()\s<>\"']*(?: +\"[^\"()]*\")?\)|\[[^\[\]]*\]|(?!\())"
_CODE_SPAN = r"(?<!`)(`+)(?!`)[^`]+\1(?!`)"
_WHOLE = re.compile(f"{_LINK}|{_CODE_SPAN}")
_BACKTICKS = re.compile(r"`+")

# Nanoseconds per character, on the slowest machine that was measured.
_COPY_NS = 0.4
_BRACKET_NS = 250.0
_BACKTICK_NS = 60.0
_PLACEHOLDER_CHARACTERS = 20

INLINE_BUDGET_NS = 500_000_000
"""What the marks of one text may cost; an estimate from counts, so that it is the same everywhere."""


def excess(text: str) -> str | None:
    """What a text has too much of to be read as Markdown, as the end of a sentence, or None."""
    if len(text) > MAX_CHARACTERS:
        return f"is {len(text):,} characters long; at most {MAX_CHARACTERS:,} are possible"
    for signs, shape, limit, name in _COUNTED:
        if len(text) > limit and sum(map(text.count, signs)) >= limit and sum(1 for _ in shape.finditer(text)) > limit:
            return f"has more than {limit:,} {name}"
    if sum(map(text.count, "-*+:>.")) >= _NESTED_DEPTH and _NESTED.search(text):
        return f"has lists or quotations nested more than {_NESTED_DEPTH} deep"
    return _excess_in_repetition(text) or _excess_in_paragraphs(text)


def _excess_in_repetition(text: str) -> str | None:
    """What is written once or left open once, but comes back again and again in the HTML."""
    if "]" in text:
        footnotes = Counter(_FOOTNOTE.findall(text) if "[^" in text else ())
        if max(footnotes.values(), default=0) > MAX_SAME_FOOTNOTE:
            return f"refers to one footnote more than {MAX_SAME_FOOTNOTE} times"
        longest = max((len(match[0]) for match in _ADDRESS.finditer(text)), default=0) if "]:" in text else 0
        if longest * text.count("[") > MAX_REPEATED_CHARACTERS:
            return "has very long link addresses that are used very often"
        known = {match[1].strip(): len(match[0]) for match in _ABBREVIATION.finditer(text)} if "*[" in text else {}
        if known:
            used = re.compile(rf"\b(?:{'|'.join(map(re.escape, known))})\b")
            uses = sum(1 for _ in used.finditer(text))
            if uses > 5_000 or uses * max(known.values()) > MAX_REPEATED_CHARACTERS:
                return "has abbreviations that are used very often"
    # HTML opens formatting that was never closed again in each following paragraph.
    unclosed: Counter[str] = Counter()
    for closing, name in _FORMATTING.findall(text) if "<" in text else ():
        unclosed[name.lower()] = max(0, unclosed[name.lower()] + (-1 if closing else 1))
        if unclosed[name.lower()] > MAX_UNCLOSED:
            return f"has more than {MAX_UNCLOSED} <{name.lower()}> tags that are never closed"
    return None


def _excess_in_paragraphs(text: str) -> str | None:
    """What is too much only where no blank line stands in between."""
    if "|" not in text and "<!--" not in text and len(text) <= _LONG_BLOCK:
        return None
    cells = backticks_cost = headings_cost = comments_cost = 0
    for block in _BLANK_LINES.split(text):
        if "|" in block:
            lines = block.split("\n")
            columns = [line.count("|") + 1 for line in lines if "-" in line and not line.strip(" \t>|:-")]
            cells += max(columns, default=0) * len(lines)
            backticks_cost += sum(line.count("|") * line.count("`") for line in lines) if columns else 0
        if len(block) > _LONG_BLOCK:
            headings_cost += len(block) * sum(1 for _ in _HEADING_LINE.finditer(block))
        if "<!--" in block:
            comments_cost += len(block) * block.count("<!--") * block.count("<")
    if cells > MAX_TABLE_CELLS:
        return f"has tables with more than {MAX_TABLE_CELLS:,} cells"
    if backticks_cost > 20_000_000:
        return "has table rows with very many backticks"
    if headings_cost > 10_000_000:
        return "has very many headings, rules or definitions without a blank line between them"
    if comments_cost > 100_000_000:
        return "has very many HTML comments in one paragraph"
    return None


def tamed(text: str) -> str:
    """The text with no indent over 100 characters, which is 25 nested lists, with no tag over 10,000."""
    if "\t" in text or " " * 100 in text:
        text = _DEEP_INDENT.sub(" " * 100, text)
    return _ENDLESS_TAG.sub("&lt;", text) if "<" in text else text


def has_marks(text: str) -> bool:
    """Whether anything in a paragraph may start something inline."""
    return any(mark in text for mark in _MARKS)


def most_inline_cost_ns(text: str) -> float:
    """At least what `inline_cost_ns` says, found sooner."""
    marks = len(_MARK.findall(text))
    return _COPY_NS * marks * (len(text) + _PLACEHOLDER_CHARACTERS * marks) + (
        _BRACKET_NS * text.count("[") + _BACKTICK_NS * text.count("`")
    ) * len(text)


def inline_cost_ns(text: str) -> float:
    """An estimate of what the inline marks of one paragraph cost, in nanoseconds."""
    marks = len(_MARK.findall(text))
    if not marks:
        return 0.0
    loose = _WHOLE.sub("", text)
    return (
        _COPY_NS * marks * (len(text) + _PLACEHOLDER_CHARACTERS * marks)
        + _BRACKET_NS * loose.count("[") * len(text)
        + _BACKTICK_NS * sum(1 for _ in _BACKTICKS.finditer(loose)) * len(text)
    )

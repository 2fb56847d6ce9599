"""What YAML's complaints mean, in an editor's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import yaml

_VALUE = re.compile(r"(\s*(?:- +)*)([^\s:#'\"\[{][^:#]*):\s+(.*\S)")


class Words(NamedTuple):
    """A complaint with its place; line and column are from 0."""

    line: int
    column: int
    code: str
    message: str
    hint: str = ""


def syntax_words(lines: list[str], error: yaml.MarkedYAMLError) -> Words:
    """What a parser, the fast one or the other, complains of in these lines."""
    context, problem = str(error.context or ""), str(error.problem or "")
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    for line_of_tab in (line, line - 1):
        tab = _indent(lines[line_of_tab]).find("\t") if 0 <= line_of_tab < len(lines) else -1
        if tab >= 0:
            words = "a tab stands where only spaces may indent"
            return Words(line_of_tab, tab, "yaml-syntax", words, "Replace it with two spaces.")
    text = lines[line] if line < len(lines) else ""
    if "another document" in problem or "<document start>" in problem:
        hint = "Remove the line with --- or move what follows into a file of its own."
        return Words(line, column, "second-document", "a second document begins here; a file holds one", hint)
    if "tag" in context + problem:
        return Words(line, column, "unknown-tag", "this tag cannot be read", "A text that starts with ! needs quotes.")
    if "mapping values are not allowed" in problem:
        return _colon(lines, line, column)
    if "expected ':'" in problem:
        return _no_colon(*_last_written(lines, line, column))
    opened = error.context_mark
    if opened and (
        "flow mapping" in context or "flow sequence" in context or ("quoted scalar" in context and "end of stream" in problem)
    ):
        # What was opened says more than where the parser gave up, which is often the end of the file.
        line, column = opened.line, opened.column
    message, hint = _general(context, problem, text[column : column + 1], text[:column].rstrip())
    return Words(line, column, "yaml-syntax", message, hint)


def _general(context: str, problem: str, sign: str, before: str) -> tuple[str, str]:
    """Message with hint for what needs no closer look at the lines."""
    if "alias" in context + problem:
        return "a value that starts with * names an anchor, which does not exist", "A text that starts with * needs quotes."
    if "anchor" in context + problem:
        return "this anchor cannot be read", "A text that starts with & needs quotes."
    if "quoted scalar" in context and "end of stream" in problem:
        return "the quotes that open here are never closed", "Write the closing one at the end of the text."
    if "quoted scalar" in context:
        hint = "Between single quotes a backslash is only a backslash."
        return "a backslash between double quotes is followed by something it cannot escape", hint
    if "cannot start any token" in problem:
        return f"a text cannot start with {sign}", "Put quotes around the text."
    if "node" in context:
        return "a value is missing here, or a bracket or comma stands where none can", "A text with brackets needs quotes."
    if "flow" in context:
        end = "}" if "mapping" in context else "]"
        hint = f"Look for a missing comma or a missing {end}; a text with brackets needs quotes."
        return "what the bracket opens here is not well separated or never closed", hint
    if before.endswith(("'", '"')):
        hint = "Put the whole text between quotes of the other kind, \" or '; a quote within it is doubled: 'it''s'."
        return "something follows the closing quote", hint
    if "block collection" in context or "block sequence" in context or "'-'" in problem:
        hint = "Give every item of the list the same number of spaces before its hyphen."
        return "this line does not fit into the list above it", hint
    if "expected key" in problem or "block mapping" in context or "block end" in problem:
        hint = "Lines that belong together have the same number of spaces before them."
        return "this line does not fit to the lines above it", hint
    return f"this cannot be read as YAML: {problem or context}", ""


def _colon(lines: list[str], line: int, column: int) -> Words:
    text = lines[line] if line < len(lines) else ""
    value = _VALUE.match(text)
    if value and value.start(3) <= column:
        quote = "'" if '"' in value[3] else '"'
        example = f"Write {value[2]}: {quote}{value[3]}{quote}"
        return Words(line, column, "yaml-syntax", "a text with a colon and a space in it needs quotes", example)
    above = lines[line - 1] if 0 < line <= len(lines) else ":"
    if ":" not in above and above.strip() and len(_indent(above)) == len(_indent(text)):
        return _no_colon(line - 1, len(_indent(above)))
    hint = "Give it as many spaces as the line above; a text with a colon needs quotes."
    return Words(line, column, "yaml-syntax", "this line is indented further than the line it follows", hint)


def _no_colon(line: int, column: int) -> Words:
    return Words(line, column, "yaml-syntax", "a key without a colon", "Write it as key: value; a space follows the colon.")


def _last_written(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """Where the key stands that the parser missed the colon of, one line too late."""
    if column == 0:
        while line > 0 and not (line < len(lines) and lines[line].strip() and ":" not in lines[line]):
            line -= 1
        return line, len(_indent(lines[line])) if lines else 0
    return line, column


def _indent(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]

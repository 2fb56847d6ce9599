"""Python-Markdown that does not look for marks where there are none: the same HTML in less than half the time."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from markdown import inlinepatterns
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import STX

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from markdown import Markdown

BACKSLASH_BREAK = r"(?<!\\)\\\n"
_KNOWN = frozenset({"abbr", "def_list", "fenced_code", "footnotes", "sane_lists", "tables"})
"""Extensions whose block processors want no block that `_PARAGRAPH` matches."""
# Every line starts with a letter, so no block processor but that of paragraphs wants it; a table needs `|`.
_PARAGRAPH = re.compile(r"[^\W\d_][^\n|]*(?:\n[^\W\d_][^\n|]*)*")
_EMPHASIS = ("*", "_")


class Unmarked:
    """The short ways of one Markdown instance: what is not looked at, since it has no marks, stays as Markdown would leave it."""

    def __init__(self, parser: Markdown, extensions: Iterable[str]) -> None:
        self.known = _KNOWN.issuperset(extensions)
        self._inline: Any = parser.treeprocessors["inline"]
        self._patterns: list[tuple[tuple[str, ...], Any]] = []
        for pattern in parser.inlinePatterns:
            compiled = getattr(pattern, "compiled_re", None)
            signs = _signs().get(compiled.pattern, ()) if compiled is not None else ()
            if signs and signs != _EMPHASIS:
                pattern.compiled_re = Sought(compiled, signs[0])  # type: ignore[assignment, arg-type]
            self._patterns.append((signs, pattern))
        if self.known:
            _hasten(parser)

    def leaves_alone(self, source: str) -> bool:
        """Whether no processor looks at a paragraph of this text that has no marks; for an abbreviation any word is one."""
        return self.known and "*[" not in source and all(signs for signs, _ in self._patterns)

    def narrow(self, marked: str) -> None:
        """Lets only those patterns be looked for in the next text whose signs stand in its paragraphs."""
        self._inline.inlinePatterns = [
            pattern for signs, pattern in self._patterns if not signs or any(sign in marked for sign in signs)
        ]


def _hasten(parser: Markdown) -> None:
    parser.parser.blockprocessors.register(_Paragraphs(parser.parser), "plain_paragraph", 1_000)
    parser.preprocessors.register(_Whitespace(parser), "normalize_whitespace", 30)
    parser.preprocessors.register(_HtmlBlocks(parser), "html_block", 20)
    parser.treeprocessors.register(_Unescape(parser), "unescape", 0)
    parser.is_block_level = functools.cache(parser.is_block_level)  # type: ignore[method-assign]


@functools.cache
def _signs() -> dict[str, tuple[str, ...]]:
    """What one of which stands in every match of Markdown's own inline patterns, by the pattern."""
    return {
        BACKSLASH_BREAK: ("\\\n",),
        inlinepatterns.BACKTICK_RE: ("`",),
        inlinepatterns.ESCAPE_RE: ("\\",),
        inlinepatterns.LINK_RE: ("[",),
        inlinepatterns.IMAGE_LINK_RE: ("![",),
        inlinepatterns.HTML_RE: ("<",),
        inlinepatterns.AUTOLINK_RE: ("<",),
        inlinepatterns.AUTOMAIL_RE: ("<",),
        inlinepatterns.ENTITY_RE: ("&",),
        inlinepatterns.LINE_BREAK_RE: ("  \n",),
        r"\[\^([^\]]*)\]": ("[^",),
        r"\*|_": _EMPHASIS,
    }


class Sought:
    """A compiled pattern that is not looked for where a sign is missing without which it cannot match."""

    def __init__(self, compiled: re.Pattern[str], sign: str) -> None:
        self.compiled = compiled
        self._sign = sign
        self.pattern = compiled.pattern

    def finditer(self, text: str, start: int = 0) -> Iterable[re.Match[str]]:
        """The matches."""
        return self.compiled.finditer(text, start) if self._sign in text else ()


class _Paragraphs(BlockProcessor):
    """What is a paragraph by its first letters."""

    def __init__(self, parser: Any) -> None:
        super().__init__(parser)
        self._plainly = ParagraphProcessor(parser).run

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        """Whether it is one for certain."""
        return _PARAGRAPH.fullmatch(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """As Markdown itself does it."""
        self._plainly(parent, blocks)


class _Whitespace(NormalizeWhitespace):
    """Looks for lines of spaces only where a line starts with one."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with spaces for tabs, with nothing in those that look empty."""
        if any(line[:1].isspace() or STX in line for line in lines) or not all(map(str.isprintable, lines)):
            return super().run(lines)
        return [*lines, "", ""]


class _HtmlBlocks(HtmlBlockPreprocessor):
    """Looks for HTML where there may be some."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines without the blocks of HTML."""
        return super().run(lines) if any("<" in line or "&" in line for line in lines) else lines


class _Unescape(UnescapeTreeprocessor):
    """Restores escaped characters where there are some."""

    def unescape(self, text: str) -> str:
        """The text with the characters that were escaped in it."""
        return super().unescape(text) if STX in text else text

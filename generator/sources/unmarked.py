"""Python-Markdown that does not look for marks where there are none: the same HTML in less than half the time."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from markdown import inlinepatterns
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions import smarty
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from xml.etree.ElementTree import Element

    from markdown import Markdown

BACKSLASH_BREAK = r"(?<!\\)\\\n"
_KNOWN = frozenset({"abbr", "def_list", "fenced_code", "footnotes", "sane_lists", "smarty", "tables"})
"""Extensions whose block processors want no block that `_PARAGRAPH` matches."""
# Every line starts with a letter, so no block processor but that of paragraphs wants it; a table needs `|`.
_PARAGRAPH = re.compile(r"[^\W\d_][^\n|]*(?:\n[^\W\d_][^\n|]*)*")
_EMPHASIS = ("*", "_")


def _is_smart(text: str) -> bool:
    """Whether smarty may change a text: all its patterns have one of these signs."""
    return "'" in text or '"' in text or "--" in text or "..." in text


class Unmarked:
    """The short ways of one Markdown instance: what is not looked at, since it has no marks, stays as Markdown would leave it."""

    def __init__(self, parser: Markdown, extensions: Collection[str]) -> None:
        self.known = _KNOWN.issuperset(extensions)
        self._inline: Any = parser.treeprocessors["inline"]
        self._patterns: list[tuple[tuple[str, ...], Any]] = []
        for pattern in parser.inlinePatterns:
            compiled = getattr(pattern, "compiled_re", None)
            signs = _signs().get(compiled.pattern, ()) if compiled is not None else ()
            if signs and signs != _EMPHASIS:
                pattern.compiled_re = Sought(compiled, signs[0])  # type: ignore[assignment, arg-type]
            self._patterns.append((signs, pattern))
        self._smart = "smarty" in extensions
        self.known = self.known and all(signs for signs, _ in self._patterns) and (not self._smart or _hasten_smarty(parser))
        if self.known:
            _hasten(parser)

    def leaves_alone(self, source: str) -> bool:
        """Whether no processor looks at what is `plain` in a text; for an abbreviation any word is a mark."""
        return self.known and "*[" not in source

    def plain(self, unmarked: str) -> bool:
        """Whether a text without marks stays as it is."""
        return not (self._smart and _is_smart(unmarked))

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


def _hasten_smarty(parser: Markdown) -> bool:
    """Whether every pattern of smarty is known, and so is sought by its sign."""
    stock: Any = parser.treeprocessors["smarty"]
    patterns = [(_smart_sign(pattern.compiled_re.pattern), pattern) for pattern in stock.inlinePatterns]
    if not all(sign for sign, _ in patterns):
        return False
    parser.treeprocessors.register(_Smarty(parser, patterns), "smarty", 6)
    return True


def _smart_sign(pattern: str) -> str:
    """What stands in every match of a pattern of smarty; nothing where it is not known."""
    named = {
        "'": "singleQuoteStartRe singleQuoteSetsRe doubleQuoteSetsRe doubleQuoteSetsRe2 singleQuoteSetsRe2 decadeAbbrRe"
        " openingSingleQuotesRegex closingSingleQuotesRegex closingSingleQuotesRegex2 remainingSingleQuotesRegex",
        '"': "doubleQuoteStartRe openingDoubleQuotesRegex closingDoubleQuotesRegex closingDoubleQuotesRegex2"
        " remainingDoubleQuotesRegex",
    }
    known = {getattr(smarty, name, None): sign for sign, names in named.items() for name in names.split()}
    known |= {r"(?<!-)---(?!-)": "--", r"(?<!-)--(?!-)": "--", r"(?<!\.)\.{3}(?!\.)": "..."}
    return known.get(pattern, "")


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


class _Smarty(InlineProcessor):
    """Sets quotation marks, dashes and ellipses in texts that have any."""

    def __init__(self, parser: Markdown, patterns: list[tuple[str, Any]]) -> None:
        super().__init__(parser)
        self._patterns = patterns

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """The tree with those of each text."""
        found: list[str] = []
        for element in tree.iter():
            for side, written in (("text", element.text), ("tail", element.tail)):
                if not written or isinstance(written, AtomicString):
                    continue
                if _is_smart(written):
                    found.append(written)
                else:
                    setattr(element, side, AtomicString(written))
        if not found:
            return tree
        together = "\0".join(found)
        self.inlinePatterns: Any = [pattern for sign, pattern in self._patterns if sign in together]
        return super().run(tree, ancestors)


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
        together = "\n".join(lines)
        if together[:1] == " " or "\n " in together or not all(map(str.isprintable, lines)):
            return super().run(lines)
        return [*lines, "", ""]


class _HtmlBlocks(HtmlBlockPreprocessor):
    """Looks for HTML where there may be some."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines without the blocks of HTML."""
        together = "\n".join(lines)
        return super().run(lines) if "<" in together or "&" in together else lines


class _Unescape(UnescapeTreeprocessor):
    """Restores escaped characters where there are some."""

    def unescape(self, text: str) -> str:
        """The text with the characters that were escaped in it."""
        return super().unescape(text) if STX in text else text

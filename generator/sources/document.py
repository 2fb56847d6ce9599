"""YAML text as nodes that know where they stand."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.errors import Place, Problem, Severity, code_frame
from generator.sources.yaml_words import syntax_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KeyPath = tuple[str | int, ...]
"""The way from the top of a document to a value: ("credits", "composer", 0)."""

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_ALIASES = 50
MAX_ALIASED_NODES = 10_000
"""Nodes that aliases may repeat in all, so that a short text cannot stand for an endless one."""

# What XML 1.0 (2.2) or YAML 1.1 (5.1) refuse. Line ends other than LF are looked at by the parser.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]|\\U0000[dD][89a-fA-F]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_HEADER_START = re.compile(r"---[ \t]*(?:\r?\n|\r|\Z)")
_HEADER_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\r|\Z)", re.MULTILINE)
_PLAIN_TAGS = {
    "tag:yaml.org,2002:str": ScalarNode,
    "tag:yaml.org,2002:seq": SequenceNode,
    "tag:yaml.org,2002:map": MappingNode,
}


class Document:
    """One YAML text; never changed after it was read."""

    __slots__ = ("_lines", "_text", "problems", "root", "source")

    def __init__(self, source: str, text: str = "", root: Node | None = None, problems: tuple[Problem, ...] = ()) -> None:
        self.source = source
        self.root = root
        """The top node; None where there is nothing, or nothing that could be read."""
        self.problems = problems
        """What the text itself is refused for; `convert` hands these on."""
        self._text = text
        self._lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        """The lines of the text, as the parser counts them."""
        if self._lines is None:
            self._lines = _LINE_END.split(self._text)
        return self._lines

    def node(self, path: KeyPath, *, key: bool = False) -> tuple[Node | None, bool]:
        """The node at a path, or of its key, with whether the whole path exists; else the last one on the way."""
        node, at_key = self.root, self.root
        for step in path:
            found = _child(node, step)
            if found is None:
                return at_key if key else node, False
            at_key, node = found
        return at_key if key else node, True

    def problem(
        self,
        path: KeyPath,
        code: str,
        message: str,
        hint: str = "",
        severity: Severity = Severity.ERROR,
        *,
        key: bool = False,
    ) -> Problem:
        """A problem at the value of a path, or at its key; where the path ends early, at what it leads to."""
        node, _ = self.node(path, key=key)
        if node is None:
            return Problem(Place(self.source), code, message, hint, severity)
        return self.problem_at(node, code, message, hint, severity)

    def problem_at(self, node: Node, code: str, message: str, hint: str = "", severity: Severity = Severity.ERROR) -> Problem:
        """A problem at a node."""
        while isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
            node = node.value[0][0] if isinstance(node, MappingNode) else node.value[0]
        start, end = node.start_mark, node.end_mark or node.start_mark
        line = self.lines[start.line] if start.line < len(self.lines) else ""
        length = (end.column if end.line == start.line else len(line.rstrip())) - start.column
        return self.problem_on(start.line + 1, start.column + 1, code, message, hint, severity, length=max(1, length))

    def problem_on(
        self,
        line: int,
        column: int,
        code: str,
        message: str,
        hint: str = "",
        severity: Severity = Severity.ERROR,
        *,
        length: int = 1,
    ) -> Problem:
        """A problem at a line, with a column, both from 1."""
        if line > len(self.lines):  # libyaml's end of a text without a final line break
            line, column = len(self.lines), len(self.lines[-1]) + 1
        place = Place(self.source, line, column, length)
        return Problem(place, code, message, hint, severity, code_frame(self.lines, place))


def read_document(data: bytes, source: str) -> Document:
    """The YAML in a file's bytes; whatever is wrong with it stands in its `problems`, nothing is raised."""
    text, refused = _decoded(data, source)
    return refused or _parsed(text, source)


def read_header(data: bytes, source: str) -> tuple[Document | None, str, int]:
    """A page's YAML header if it has one, the Markdown below it, the line on which that begins."""
    text, refused = _decoded(data, source)
    if refused:
        return refused, "", 1
    start = _HEADER_START.match(text)
    if start is None:
        return None, text, 1
    end = _HEADER_END.search(text, start.end())
    if end is None:
        document = Document(source, text)
        hint = "Write --- on a line of its own between the header and the text."
        problem = document.problem_on(1, 1, "yaml-syntax", "the header that begins here has no end", hint, length=3)
        document.problems = (problem,)
        return document, "", 1
    return _parsed(text[: end.start()], source), text[end.end() :], 1 + len(_LINE_END.findall(text, 0, end.end()))


def relocated(
    root: Path,
    source: str,
    path: KeyPath,
    code: str,
    message: str,
    hint: str = "",
    severity: Severity = Severity.ERROR,
    *,
    key: bool = False,
) -> Problem:
    """A problem whose place is looked up again in the file below the site's folder, or else the file as a whole."""
    try:
        data = (root / source).read_bytes()
    except (OSError, ValueError):
        return Problem(Place(source), code, message, hint, severity)
    document = _again(data, source)
    if document is None:
        return Problem(Place(source), code, message, hint, severity)
    return document.problem(path, code, message, hint, severity, key=key)


@functools.lru_cache(maxsize=4)
def _again(data: bytes, source: str) -> Document | None:
    """A document that was read before; several problems often stand in one file."""
    return read_header(data, source)[0] if source.endswith(".md") else read_document(data, source)


class _Words:
    """What turns events into nodes is told here: every scalar is a text, nothing lies too deep."""

    depth = 0

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> str:  # noqa: ARG002
        return ""

    def descend_resolver(self, parent: Any, index: Any) -> None:  # noqa: ARG002
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _TooDeepError(parent)

    def ascend_resolver(self) -> None:
        self.depth -= 1


class _TooDeepError(Exception):
    def __init__(self, parent: Node) -> None:
        super().__init__()
        self.parent = parent


class _PureParser(_Words, yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser, yaml.composer.Composer):
    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)
        yaml.composer.Composer.__init__(self)


_Parser: Any = _PureParser
if yaml.__with_libyaml__:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    class _FastParser(_Words, CParser):
        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)

    _Parser = _FastParser


def _decoded(data: bytes, source: str) -> tuple[str, Document | None]:
    """The text of a file, or a document that says why it is none."""
    if len(data) > MAX_BYTES:
        words = f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read"
        hint = "Move long texts into files of their own."
        return "", Document(source, problems=(Problem(Place(source), "too-large", words, hint),))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        document = Document(source, data.decode("utf-8", "replace").removeprefix("\ufeff"))
        before = _LINE_END.split(data[: error.start].decode("utf-8", "replace").removeprefix("\ufeff"))
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        words = "the file is UTF-16, not UTF-8" if utf16 else f"the byte {data[error.start]:02X} is not UTF-8"
        hint = "Save the file again with the encoding UTF-8."
        document.problems = (document.problem_on(len(before), len(before[-1]) + 1, "not-utf8", words, hint),)
        return "", document
    text = text.removeprefix("\ufeff")
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        return "", _refused(text, source, forbidden.start(), ("bad-character", _character_words(forbidden[0]), "Delete it."))
    return text, None


def _parsed(text: str, source: str) -> Document:
    conflict = _CONFLICT.search(text)
    if conflict:
        words = "a merge of two versions was left unfinished here"
        hint = "Keep one of the two versions; delete the lines with <<<<<<<, ======= or >>>>>>>."
        return _refused(text, source, conflict.start(), ("yaml-syntax", words, hint), 7)
    document = Document(source, text)
    # libyaml refuses "\uD83C", half of a character, which the other parser lets through to be joined.
    escaped = _SURROGATE_ESCAPE.search(text) is not None
    return _composed(document, text, _PureParser if escaped else _Parser)


def _composed(document: Document, text: str, kind: Any) -> Document:
    parser = kind(text)
    try:
        document.root = parser.get_single_node()
    except _TooDeepError as error:
        words = f"lists or mappings lie more than {MAX_DEPTH} deep in one another here"
        document.problems = (document.problem_at(error.parent, "too-deep", words, "Look for brackets that are not closed."),)
    except yaml.MarkedYAMLError as error:
        if kind is not _PureParser and "nesting depth" in str(error.problem):  # libyaml reads ahead and does not say where
            return _composed(document, text, _PureParser)
        found = syntax_words(document.lines, error)
        document.problems = (document.problem_on(found.line + 1, found.column + 1, found.code, found.message, found.hint),)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        document.problems = (document.problem_on(1, 1, "yaml-syntax", "the file cannot be read as YAML"),)
    else:
        if document.root is not None:
            document.problems = tuple(_faults(document, document.root, aliased="*" in text, escaped="\\" in text))
    finally:
        parser.dispose()
    return document


def _faults(document: Document, root: Node, *, aliased: bool, escaped: bool) -> Iterator[Problem]:
    """What a document may not hold although it is YAML."""
    seen: set[int] = set()
    uses = repeated = 0
    stack = [(root, False)]
    while stack:
        node, again = stack.pop()
        if aliased:
            repeated += again
            if id(node) in seen and not (again and isinstance(node, ScalarNode)):
                uses += 1
                again = True
            if uses > MAX_ALIASES or repeated > MAX_ALIASED_NODES:
                words = f"aliases repeat more than {MAX_ALIASES} values here"
                yield document.problem_at(node, "too-many-aliases", words, "Write the values out instead of using * and &.")
                return
            seen.add(id(node))
        if node.tag and not again and _PLAIN_TAGS.get(node.tag) is not type(node):
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            hint = "Remove it; a text that starts with ! needs quotes."
            yield document.problem_at(node, "unknown-tag", f'the tag "{tag}" is not used here', hint)
        if type(node) is ScalarNode:
            if escaped and not again:
                yield from _characters(document, node)
        elif type(node) is MappingNode:
            if not again:
                yield from _keys(document, node)
            if aliased:
                stack += [(key, again) for key, _ in node.value]
            stack += [(value, again) for _, value in reversed(node.value)]
        else:
            stack += [(item, again) for item in reversed(node.value)]


def _keys(document: Document, node: MappingNode) -> Iterator[Problem]:
    names: dict[str, Node] = {}
    for key, _ in node.value:
        if type(key) is not ScalarNode:
            found = "a list" if isinstance(key, SequenceNode) else "a mapping"
            hint = "A text that starts with { or [ needs quotes."
            yield document.problem_at(key, "wrong-shape", f"a key has to be a text, found {found}", hint)
        elif names.setdefault(key.value, key) is not key:
            first = names[key.value].start_mark.line + 1
            words = f'"{key.value}" is given a second time; the first is on line {first}'
            yield document.problem_at(key, "duplicate-key", words, "Keep one of them.")


def _characters(document: Document, node: ScalarNode) -> Iterator[Problem]:
    """Joins the halves of characters that were escaped as two; a half that is left is a problem."""
    try:
        node.value.encode("utf-8")
    except UnicodeEncodeError:
        node.value = node.value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    forbidden = _XML_FORBIDDEN.search(node.value)
    if forbidden:
        node.value = _XML_FORBIDDEN.sub("\ufffd", node.value)
        yield document.problem_at(node, "bad-character", _character_words(forbidden[0]), "Delete it.")


def _character_words(character: str) -> str:
    return f"the character U+{ord(character):04X} cannot stand in a web page"


def _refused(text: str, source: str, offset: int, found: tuple[str, str, str], length: int = 1) -> Document:
    code, message, hint = found
    document = Document(source, text)
    before = _LINE_END.split(text[:offset])
    document.problems = (document.problem_on(len(before), len(before[-1]) + 1, code, message, hint, length=length),)
    return document


def _child(node: Node | None, step: str | int) -> tuple[Node, Node] | None:
    """The key with the value, or the item twice, that one step leads to."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == str(step):
                return key, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step], node.value[step]
    return None

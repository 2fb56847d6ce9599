"""Markdown by strangers, read into HTML that can be trusted."""

from __future__ import annotations

import functools
import re
import threading
from typing import TYPE_CHECKING, Literal

import msgspec

from generator.sources import prose_bounds
from generator.sources.commonmark import commonmark
from generator.sources.prose_html import Rewriter

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from nh3 import Cleaner

    from generator.sources.unmarked import Unmarked

EXTENSIONS = ("abbr", "def_list", "fenced_code", "footnotes", "sane_lists", "tables")
"""The Markdown extensions a site has unless its configuration says otherwise.

Those of "extra" without `attr_list` and `md_in_html`, which give texts ids and classes.
"""

# Characters that XML 1.0 forbids or discourages, since the HTML also goes into feeds.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PREFIX = re.compile(r"[a-z][a-z0-9-]*-")
# An ideograph or kana is counted as a word: scripts that write no spaces have no other count at hand.
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+(?:['\u2019-][^\W{_CJK}]+)*")
_ASCII_WORD = re.compile(r"\w+(?:['-]\w+)*", re.ASCII)
_APART = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}

_TAGS = (
    "a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i"
    " img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th thead time tr u"
    " ul var wbr"
)
_DROPPED_WITH_CONTENT = "script style svg math iframe object embed noscript template"
_DROPPED = re.compile(rf"<({_DROPPED_WITH_CONTENT.replace(' ', '|')})\b", re.IGNORECASE)
_ATTRIBUTES = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "dfn": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "details": {"open"},
}
_CLASSES = {
    "a": {"footnote-ref", "footnote-backref"},
    "div": {"footnote", "verse"},
    "p": {"verse"},
}
_SCHEMES = {"http", "https", "mailto"}

# A Markdown instance holds the state of the text it reads.
_reading = threading.Lock()


_VERSE = re.compile(r'(<p [^>]*class="verse"[^>]*>)(.*?)</p>', re.DOTALL)
_OPENED = re.compile(r"<(?!br|img|/)[a-z]")


class ProseError(ValueError):
    """A text cannot be read; the message ends a sentence that begins with its name."""


class Prose(msgspec.Struct, frozen=True):
    """A text by a contributor, ready for pages, search or summaries."""

    html: str
    """Sanitised, with markers for addresses (model/links.py)."""
    text: str
    """Plain text of the HTML on one line, footnotes last."""
    words: int
    title: str | None = None
    """Plain text of a leading `# Heading`, which is not in the HTML."""
    links: tuple[str, ...] = ()
    """Links within the site as written: `/projects/lamp/`, or `#film` where the text has no such id."""
    images: tuple[str, ...] = ()
    """Names of local image files relative to the text's folder, percent-decoded, not yet checked."""
    notes: tuple[str, ...] = ()
    """What was changed or left out, for the editor."""


def read_prose(
    text: str,
    *,
    engine: Literal["python-markdown", "commonmark"] = "python-markdown",
    extensions: tuple[str, ...] = EXTENSIONS,
    remote_images: Literal["drop", "allow"] = "drop",
    heading_base: int = 2,
    prefix: str = "t-",
) -> Prose:
    """A Markdown text as HTML from an allow-list, with what it refers to.

    The highest heading becomes `<h{heading_base}>`, levels below follow without gaps. Every id begins with
    `prefix` (a letter first, a hyphen last), so that no text can take a name that the page's scripts use.
    Raises ProseError where the text is too large, too deeply nested or cannot be parsed.
    """
    if not 1 <= heading_base <= 6 or _PREFIX.fullmatch(prefix) is None:
        raise ValueError(f"heading_base {heading_base} or prefix {prefix!r} is out of range")
    notes: list[str] = []
    source, removed = _FORBIDDEN.subn("", text.removeprefix("\ufeff"))
    if removed:
        notes.append(f"control characters removed: {removed}")
    source = prose_bounds.tamed(source.replace("\r\n", "\n").replace("\r", "\n"))
    if (reason := prose_bounds.excess(source)) is not None:
        raise ProseError(reason)
    raw, flattened = _convert(source, extensions) if engine == "python-markdown" else (commonmark(source, extensions), 0)
    if flattened:
        notes.append(f"paragraphs shown as typed, since they have too many brackets or marks: {flattened}")
    dropped = dict.fromkeys(name.lower() for name in _DROPPED.findall(raw))
    notes.extend(f"<{name}> was left out, with all that is in it" for name in dropped)
    rewriter = Rewriter(remote_images=remote_images, heading_base=heading_base, prefix=prefix)
    fragment, spoken = rewriter.run(_FORBIDDEN.sub("", _sanitised(raw)))
    return Prose(
        html=_VERSE.sub(_in_lines, fragment),
        text=spoken,
        words=_words(spoken),
        title=rewriter.title,
        links=tuple(dict.fromkeys(rewriter.links)),
        images=tuple(dict.fromkeys(rewriter.images)),
        notes=(*notes, *rewriter.notes),
    )


def _words(spoken: str) -> int:
    """How many words a text has."""
    if not spoken.isascii():
        return len(_WORD.findall(spoken))
    if "'" in spoken or "-" in spoken:
        return len(_ASCII_WORD.findall(spoken))
    return len(spoken.translate(_APART).split())


def _in_lines(verse: re.Match[str]) -> str:
    """A stanza with each line in an element of its own, so that a long line can be set with a hanging indent.

    A stanza in which a mark goes over the end of a line stays as it is.
    """
    lines = re.split(r"<br ?/?>\n?", verse[2])
    if any(len(_OPENED.findall(line)) != line.count("</") for line in lines):
        return verse[0]
    return verse[1] + "<br>".join(f'<span class="line">{line}</span>' for line in lines) + "</p>"


def plain(text: str, *, extensions: tuple[str, ...] = EXTENSIONS) -> str:
    """Markdown as plain text on one line, its title first. As slow as `read_prose`, raises the same."""
    prose = read_prose(text, extensions=extensions)
    return f"{prose.title} {prose.text}".strip() if prose.title else prose.text


def _convert(source: str, extensions: tuple[str, ...]) -> tuple[str, int]:
    """HTML as Markdown makes it, not to be trusted, with the number of paragraphs shown as typed."""
    with _reading:
        parser, bounds = _parser(extensions)
        bounds.plainly = bounds.unmarked.leaves_alone(source)
        try:
            return parser.reset().convert(source), bounds.flattened
        except RecursionError:
            _parser.cache_clear()  # what was interrupted may have left anything behind
            raise ProseError("is nested too deeply, or has a long definition list without blank lines") from None
        except Exception as error:
            _parser.cache_clear()
            raise ProseError(f"cannot be read as Markdown ({type(error).__name__})") from error


@functools.lru_cache(maxsize=8)
def _parser(extensions: tuple[str, ...]) -> tuple[Markdown, Bounds]:
    """The one Markdown instance for these extensions; making one takes milliseconds."""
    import markdown
    from markdown.inlinepatterns import SubstituteTagInlineProcessor

    from generator.sources import unmarked

    settings: dict[str, dict[str, object]] = {
        "footnotes": {"BACKLINK_TITLE": "↩ %d"},  # the default is an English sentence
        "tables": {"use_align_attribute": True},  # the default is a style attribute
    }
    try:
        parser = markdown.Markdown(extensions=list(extensions), extension_configs=settings)
    except (ImportError, AttributeError, TypeError, KeyError) as error:
        raise ProseError(f"needs a Markdown extension that cannot be loaded: {error}") from error
    # Editors that strip trailing spaces take hard breaks away; CommonMark has a backslash for them.
    parser.inlinePatterns.register(SubstituteTagInlineProcessor(unmarked.BACKSLASH_BREAK, "br"), "backslash_break", 185)
    bounds = Bounds(unmarked.Unmarked(parser, extensions))
    parser.treeprocessors.register(bounds, "bounds", 45)  # type: ignore[arg-type]  # after footnotes, before inline
    return parser, bounds


class Bounds:
    """A Markdown tree processor that keeps paragraphs as typed where they have no marks, or where those would cost too much."""

    def __init__(self, unmarked: Unmarked) -> None:
        self.unmarked = unmarked
        self.flattened = 0
        self.plainly = False
        """Whether what has no marks is not to be looked at any more."""

    def run(self, root: Element) -> None:
        """Exempt texts from inline marks once the budget of the whole text is spent on others."""
        from markdown.util import AtomicString

        self.flattened = 0
        marked: list[tuple[Element, str, str]] = []
        for element in root.iter():
            for side, written in (("text", element.text), ("tail", element.tail)):
                if not written or isinstance(written, AtomicString):
                    continue
                if prose_bounds.has_marks(written):
                    marked.append((element, side, written))
                elif self.plainly and self.unmarked.plain(written):
                    setattr(element, side, AtomicString(written))
        if sum(prose_bounds.most_inline_cost_ns(written) for _, _, written in marked) > prose_bounds.INLINE_BUDGET_NS:
            self._keep_costly(marked)
        self.unmarked.narrow("\0".join(written for _, _, written in marked))

    def _keep_costly(self, marked: list[tuple[Element, str, str]]) -> None:
        from markdown.util import AtomicString

        left_ns: float = prose_bounds.INLINE_BUDGET_NS
        for element, side, written in marked:
            cost_ns = prose_bounds.inline_cost_ns(written)
            if cost_ns > left_ns:
                setattr(element, side, AtomicString(written))
                self.flattened += 1
            else:
                left_ns -= cost_ns


def _sanitised(raw: str) -> str:
    """Well-formed HTML of allowed elements only, without comments, which a browser reads as it stands.

    Taking out an element can leave others where HTML has no place for them (a paragraph in a
    paragraph, once the button between is gone); the second pass reads them as a browser would.
    """
    clean = _cleaner().clean
    once = clean(raw)
    return once if once == raw else clean(once)


@functools.cache
def _cleaner() -> Cleaner:
    """What lets through nothing but the allow-list."""
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS.split()),
        clean_content_tags=set(_DROPPED_WITH_CONTENT.split()),
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )

"""Links in a text that lead nowhere once the text stands on another site."""

from __future__ import annotations

import re

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)([^\]\n]+)\]:[ \t]*<?([^\s>]+)>?(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^)\n]*\)))?[ \t]*$"
)
_SPAN_OR_LINK = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<open>!?)\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"(?:\(\s*<?(?P<to>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
    r"|[ ]?\[(?P<name>[^\]\n]*)\]|(?![\[(:]))",
    re.DOTALL,
)
_HTML = re.compile(r"""<a\s[^>]*?href=(?P<quote>["'])(?P<to>.*?)(?P=quote)[^>]*>(?P<words>.*?)</a>""", re.DOTALL | re.IGNORECASE)


def without_loose_links(text: str) -> tuple[str, list[str]]:
    """The text in which links to addresses of the site it comes from are plain words, with those addresses.

    An address is loose unless it starts with a scheme, or leads to a place in the text itself. Code stays
    as it is.
    """
    loose: list[str] = []
    names: dict[str, str] = {}
    blocks = _blocks(text)
    for block in blocks:
        if not block[1]:
            for line in block[0].split("\n"):
                match = _DEFINITION.match(line)
                if match and not _WHOLE.match(match[2]):
                    names[" ".join(match[1].split()).casefold()] = match[2]
    kept = "".join(part if code else _unlinked(part, names, loose) for part, code in blocks)
    return kept, list(dict.fromkeys(loose))


def _blocks(text: str) -> list[tuple[str, bool]]:
    """The text cut into what is code and what is not."""
    parts: list[tuple[str, bool]] = []
    plain: list[str] = []
    code_lines: list[str] = []
    fence, blank = "", True
    for line in text.splitlines(keepends=True):
        match = _FENCE.match(line)
        indented = line.startswith(("    ", "\t")) and blank and not fence
        if fence:
            code_lines.append(line)
            if match and match[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif match or indented:
            parts.append(("".join(plain), False))
            parts.append(("".join(code_lines), True))
            plain, code_lines = [], [line]
            fence = match[1] if match and not indented else ""
        else:
            if code_lines:
                parts.append(("".join(code_lines), True))
                code_lines = []
            plain.append(line)
        blank = not line.strip() or indented
    parts += [("".join(code_lines), True), ("".join(plain), False)]
    return [part for part in parts if part[0]]


def _unlinked(text: str, names: dict[str, str], loose: list[str]) -> str:
    def link(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        words = _SPAN_OR_LINK.sub(link, match["words"])
        to = match["to"]
        if to is None:
            name = match["name"] or match["words"]
            to = names.get(" ".join(name.split()).casefold())
            if to is None:
                return match[0] if words == match["words"] else match[0].replace(match["words"], words, 1)
        elif _WHOLE.match(to):
            return match[0] if words == match["words"] else match[0].replace(match["words"], words, 1)
        loose.append(to)
        return words

    def html_link(match: re.Match[str]) -> str:
        if _WHOLE.match(match["to"]):
            return match[0]
        loose.append(match["to"])
        return match["words"]

    lines = []
    for line in text.split("\n"):
        match = _DEFINITION.match(line)
        if match is None or _WHOLE.match(match[2]):
            lines.append(line)
        else:
            loose.append(match[2])
    return _HTML.sub(html_link, _SPAN_OR_LINK.sub(link, "\n".join(lines)))

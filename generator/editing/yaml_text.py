"""A YAML text changed in a few places, every other character of it as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KeyPath = tuple[str | int, ...]
Data: TypeAlias = "str | list[Any] | dict[str, Any]"
_ANCHOR = re.compile(r"(?:&\S+\s+)?")
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


class CannotEditError(Exception):
    """A text is written in a way that cannot be changed safely; the message says why."""


class YamlText:
    """One text; changes are collected, and `text` is what comes of them.

    What is changed is read again by ruamel.yaml, and has to say what the old text said but for the changes: what cannot be
    changed so is refused rather than written.
    """

    def __init__(self, text: str) -> None:
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        self._old = text.removeprefix("\ufeff")
        self._root = composed(self._old)
        self.data = _plain(self._root)
        """What the text says once it is changed: texts, lists and mappings."""
        self._spans: dict[tuple[int, int], str] = {}
        self.rewritten = False

    @property
    def changed(self) -> bool:
        """Whether anything is other than it was."""
        return any(self._old[start:end] != new for (start, end), new in self._spans.items())

    @property
    def text(self) -> str:
        """The text with all changes; raises CannotEditError where it does not say what is meant."""
        made, at = [], 0
        for (start, end), new in sorted(self._spans.items()):
            if start < at:
                raise CannotEditError("two changes meet in one place")
            made += [self._old[at:start], new]
            at = end
        whole = "".join([*made, self._old[at:]])
        try:
            same = (_plain(composed(whole)) or None) == (self.data or None)
        except CannotEditError:
            same = False
        if not same:
            raise CannotEditError("it is written in a way that cannot be changed without changing more")
        return self._mark + whole

    def has(self, path: KeyPath) -> bool:
        """Whether there is something at a path of the old text."""
        return self._find(path) is not None

    def aliased(self, path: KeyPath) -> bool:
        """Whether the value at a path stands in several places by & and *."""
        node = self._find(path)
        return node is not None and sum(one is node for one in _nodes(self._root)) > 1

    def put(self, path: KeyPath, new: str) -> None:
        """Another text at a path; plain or in quotes as it was, as long as that is possible."""
        node = self._node(path)
        old, raw = node.value, self._old[node.start_mark.index : node.end_mark.index]
        self._set(path, new)
        start = node.start_mark.index + len(_ANCHOR.match(raw)[0])  # type: ignore[index]
        raw = self._old[start : node.end_mark.index]
        if old and raw.count(old) == 1 and _simple(new):
            at = start + raw.index(old)
            self._spans[at, at + len(old)] = new
        else:
            self._spans[start, node.end_mark.index] = (" " if self._old[start - 1 : start] == ":" else "") + quoted(new)

    def rename_key(self, path: KeyPath, new: str) -> None:
        """Another key for the value at a path."""
        key = self._key(path)
        holder = self._value(path[:-1])
        pairs = [(new if one == path[-1] else one, value) for one, value in holder.items()]
        holder.clear()
        holder.update(pairs)
        raw = self._old[key.start_mark.index : key.end_mark.index]
        at = key.start_mark.index + (raw.index(key.value) if raw.count(key.value) == 1 else 0)
        length = len(key.value) if raw.count(key.value) == 1 else len(raw)
        self._spans[at, at + length] = new

    def rewrite(self, change: Callable[[str], str]) -> None:
        """Every run of characters changed alike, wherever it stands; `change` has to leave all of YAML's own signs alone."""
        if self._spans or change(self._old) == self._old:
            raise CannotEditError("texts are rewritten first, and once")
        self._old = change(self._old)
        self._root = composed(self._old)
        wanted = _each(self.data, change)
        if _plain(self._root) != wanted:
            raise CannotEditError("a link is written in a way that cannot be changed")
        self.data = wanted
        self.rewritten = True

    def wrap(self, path: KeyPath, key: str, more: dict[str, str]) -> None:
        """The text at a path as a mapping: it stands under `key`, with more beside it."""
        node = self._node(path)
        value = {key: node.value} | more
        self._set(path, value)
        self._spans[node.start_mark.index, node.end_mark.index] = flow(value)

    def add(self, path: KeyPath, key: str, value: Data, *, after: tuple[str, ...] = ()) -> None:
        """A key that was not there, in the mapping at a path: below the first of `after` that is there, or at its end."""
        node = self._node(path)
        holder = self._value(path)
        pairs = list(holder.items())
        known = [one for one in after if one in holder]
        place = list(holder).index(known[0]) + 1 if known else len(pairs)
        holder.clear()
        holder.update([*pairs[:place], (key, value), *pairs[place:]])
        line = f"{key}: {flow(value)}"
        if node.flow_style:
            if not node.value:
                self._spans[node.start_mark.index + 1, node.end_mark.index - 1] = line
            else:
                end = _end(node.value[place - 1][1], node.value[place - 1][0])
                self._spans[end, end] = f", {line}"
            return
        first = node.value[0][0].start_mark
        indent = " " * first.column
        try:
            at = self._line_after(_end(node.value[place - 1][1], node.value[place - 1][0]))
        except CannotEditError:
            at = first.index - first.column
            if self._old[at : first.index].strip():
                raise
        self._spans[at, at] = self._as_line(at, indent + line)

    def remove(self, path: KeyPath) -> None:
        """The key of a path taken out with its value, and with its lines where it has lines of its own."""
        holder, node = self._value(path[:-1]), self._node(path[:-1])
        at = list(holder).index(path[-1])
        del holder[path[-1]]
        self._cut(node, at)

    def append(self, path: KeyPath, value: Data) -> None:
        """One more at the end of the list at a path."""
        node = self._node(path)
        if isinstance(self._value(path), str) and not node.value:
            self._set(path, [value])
            at = node.end_mark.index
            self._spans[at, at] = ("" if self._old[at - 1 : at] in (" ", "\n") else " ") + flow([value])
            return
        self._value(path).append(value)
        if node.flow_style:
            at = _end(node.value[-1]) if node.value else node.start_mark.index + 1
            self._spans[at, at] = (", " if node.value else "") + flow(value)
            return
        at = self._line_after(_end(node.value[-1]))
        indent = " " * (node.start_mark.column)
        self._spans[at, at] = self._as_line(at, f"{indent}- {flow(value)}")

    def drop(self, path: KeyPath) -> None:
        """One taken out of a list; the last one with the list and its key."""
        *before, number = path
        holder = self._value(tuple(before))
        if len(holder) == 1:
            self.remove(tuple(before))
            return
        del holder[int(number)]
        node = self._node(tuple(before))
        self._cut(node, int(number))

    def _cut(self, node: Any, at: int) -> None:
        def ends(number: int) -> tuple[int, int]:
            one = node.value[number]
            key, value = one if isinstance(one, tuple) else (None, one)
            return (value if key is None else key).start_mark.index, _end(value, key)

        start, end = ends(at)
        if node.flow_style:
            if len(node.value) > 1:
                start, end = (ends(at - 1)[1], end) if at else (start, ends(1)[0])
            self._spans[start, end] = ""
            return
        start = self._old.rfind("\n", 0, start) + 1
        end = self._line_after(end)
        if end == len(self._old) and not self._old.endswith(("\n", "\r")) and start:  # the file ends without a line break
            start -= 2 if self._old[start - 2 : start] == "\r\n" else 1
        self._spans[start, end] = ""

    def _line_after(self, at: int) -> int:
        found = _LINE_END.search(self._old, at)
        return found.end() if found else len(self._old)

    def _as_line(self, at: int, line: str) -> str:
        found = _LINE_END.search(self._old)
        ending = found[0] if found else "\n"
        if at == len(self._old) and not self._old.endswith(("\n", "\r")):
            return ending + line
        return line + ending

    def _find(self, path: KeyPath) -> Any:
        node = self._root
        for step in path:
            pairs = _pairs(node)
            node = next((value for key, value in pairs if key == step), None)
            if node is None:
                return None
        return node

    def _node(self, path: KeyPath) -> Any:
        node = self._find(path)
        if node is None:
            raise CannotEditError(f"there is no {'.'.join(map(str, path))}")
        return node

    def _key(self, path: KeyPath) -> Any:
        return next(key for key, _ in self._node(path[:-1]).value if key.value == path[-1])

    def _value(self, path: KeyPath) -> Any:
        found: Any = self.data
        for step in path:
            found = found[step]
        return found

    def _set(self, path: KeyPath, value: Data) -> None:
        if not path:
            self.data = value
        else:
            node = self._node(path)
            for other in _paths(self._root, ()):
                if self._find(other) is node:
                    self._value(other[:-1])[other[-1]] = value


def composed(text: str) -> Any:
    """The nodes of a text, each with its place; raises CannotEditError where it is no YAML."""
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError
    except ImportError as error:
        raise UsageError("this needs ruamel.yaml: pip install 'creditroll[edit]'") from error
    try:
        return YAML(typ="rt", pure=True).compose(text)
    except (YAMLError, ValueError, RecursionError) as error:
        raise CannotEditError(f"it cannot be read: {str(error).splitlines()[0]}") from error


def quoted(text: str) -> str:
    """A text as YAML writes it, in quotes where it needs them."""
    if _simple(text):
        return text
    import json

    return json.dumps(text, ensure_ascii=False)


def flow(value: Data) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return quoted(value)


def _simple(text: str) -> bool:
    return re.fullmatch(r"[^\W_][\w.'/-]*( [\w.'/-]*[\w.'/])*", text) is not None and not text.endswith(" ")


def _plain(node: Any, depth: int = 0) -> Any:
    if depth > 60:
        raise CannotEditError("its values lie too deep in one another")
    if node is None:
        return ""
    if isinstance(node.value, str):
        return node.value
    if type(node).__name__ == "MappingNode":
        return {key: _plain(value, depth + 1) for key, value in _pairs(node)}
    return [_plain(one, depth + 1) for one in node.value]


def _pairs(node: Any) -> list[tuple[str | int, Any]]:
    if node is None or isinstance(node.value, str):
        return []
    if type(node).__name__ == "MappingNode":
        return [(str(key.value), value) for key, value in node.value]
    return list(enumerate(node.value))


def _paths(node: Any, path: KeyPath) -> Iterator[KeyPath]:
    yield path
    for step, value in _pairs(node):
        if len(path) < 60:
            yield from _paths(value, (*path, step))


def _nodes(node: Any, depth: int = 0) -> Iterator[Any]:
    yield node
    for _, value in _pairs(node):
        if depth < 60:
            yield from _nodes(value, depth + 1)


def _end(node: Any, key: Any = None) -> int:
    """Where the last character of a value stands, without the comments and empty lines below it."""
    if not isinstance(node.value, str) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1], last[0]) if isinstance(last, tuple) else _end(last)
    if isinstance(node.value, str) and node.style in ("|", ">"):
        raise CannotEditError("it ends with a text of several lines")
    if isinstance(node.value, str) and not node.value and node.start_mark.index == node.end_mark.index and key is not None:
        return int(key.end_mark.index) + 1
    return int(node.end_mark.index)


def _each(value: Data, change: Callable[[str], str]) -> Data:
    if isinstance(value, dict):
        return {key: _each(one, change) for key, one in value.items()}
    if isinstance(value, list):
        return [_each(one, change) for one in value]
    return change(value)

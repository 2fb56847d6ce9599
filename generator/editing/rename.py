"""A record under another id, in every manifest that names it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from generator.build.never_print import folded
from generator.editing.changes import Changes
from generator.editing.csv_text import CsvText
from generator.editing.mentions import mentions, tables
from generator.editing.yaml_text import CannotEditError, YamlText, quoted
from generator.errors import ContentError, Place, Problem, UsageError, did_you_mean
from generator.files import own_files
from generator.model.slugs import id_problem
from generator.sources.finding import SITE_WORDS, find_manifests
from generator.sources.settings import CONFIG, NEVER_PRINT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from generator.editing.mentions import Manifest
    from generator.sources.finding import Found

Kind = Literal["contributor", "project"]
SHORT = "content/contributors.yaml"
_TOP = {"contributor": ("name",), "project": ("title",)}


class Renaming(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be called otherwise, and how."""

    kind: Kind
    old: str
    new: str
    silent: bool = False
    """The old id is written nowhere."""
    keep: bool = False
    """The old id is kept as one it had, even when this takes an earlier renaming back."""
    merge: bool = False
    """`new` is the same person, who is there already."""


class Renamed(msgspec.Struct, frozen=True):
    """What was changed, and what is to be known about it."""

    paths: tuple[str, ...]
    notes: tuple[str, ...]


def rename(site: Path, asked: Renaming, *, dry: bool = False) -> Renamed:
    """The site with the new id in all manifests; raises UsageError, ContentError, and then nothing is changed."""
    found = find_manifests(site, [])
    changes = Changes(site)
    notes: list[str] = []
    short = YamlText(changes.read(SHORT)) if (site / SHORT).is_file() else None
    own = _own(asked, found, short)
    target = _free(asked, found, short)
    _nobodys(changes, asked, found, own)
    link = re.compile(rf"(?<![\w./-])/{asked.kind}s/{re.escape(asked.old)}(?=[/#?)\"'>\s\]]|$)")

    def relinked(text: str) -> str:
        return link.sub(f"/{asked.kind}s/{asked.new}", text)

    own_name = ""
    for source, manifest in _manifests(found, site, changes, asked.old):
        if source == own and asked.merge:
            continue
        _everywhere(changes, source, manifest, asked, relinked)
    for source in changes.mentioning(asked.old, _texts(site)):
        text = changes.read(source)
        if relinked(text) != text:
            changes.texts[source] = relinked(text)
    silent = asked.silent or _must_be_silent(changes, asked)
    if silent and not asked.silent:
        notes.append(f"the old id holds a name that must never appear again, so it is silent: {asked.old} leads nowhere")
    entry: Any = {"id": asked.old, "silent": "true"} if silent else asked.old
    if asked.merge:
        own_name = _merged(changes, asked, own, target, short, entry)
    elif own == SHORT and short is not None:
        name = str(short.data[asked.old])
        short.remove((asked.old,))
        changes.take(SHORT, short)
        former = f"{{id: {asked.old}, silent: true}}" if silent else asked.old
        target = f"content/contributors/{asked.new}.yaml"
        changes.texts[target] = f"name: {quoted(name)}\nformerly: [{former}]\n"
    else:
        notes += _formerly(changes, asked, own, entry)
        folder = own.endswith(("/project.yaml", "/contributor.yaml"))
        path = PurePosixPath(own).parent if folder else PurePosixPath(own)
        changes.moves.append((str(path), str(path.with_name(asked.new + ("" if folder else ".yaml")))))
    if changes.problems:
        raise ContentError(changes.problems)
    if not dry:
        changes.write()
    if own_name:
        notes.append(f"{own_name} is now an other name of {asked.new}, where it differs")
    return Renamed(tuple(changes.paths), tuple(notes))


def _own(asked: Renaming, found: Found, short: YamlText | None) -> str:
    """The manifest of what is renamed."""
    known = found.projects if asked.kind == "project" else found.contributors
    if asked.old in known:
        return known[asked.old]
    listed = short.data if asked.kind == "contributor" and short is not None and isinstance(short.data, dict) else {}
    if asked.old in listed:
        return SHORT
    hint = did_you_mean(asked.old, (*known, *listed))
    raise UsageError(f'there is no {asked.kind} "{asked.old}"' + (f"; {hint}" if hint else ""))


def _free(asked: Renaming, found: Found, short: YamlText | None) -> str:
    """The manifest of the new id, where two become one; raises UsageError where the id cannot be had."""
    if asked.old == asked.new:
        raise UsageError("the new id is the old one")
    if fault := id_problem(asked.new):
        raise UsageError(f'"{asked.new}" cannot be an id: it {fault}')
    if asked.new == "page" or asked.new in SITE_WORDS & {"page"}:
        raise UsageError(f'"{asked.new}" is an address of the site itself; choose another')
    known = found.projects if asked.kind == "project" else found.contributors
    listed = short.data if asked.kind == "contributor" and short is not None and isinstance(short.data, dict) else {}
    where = known.get(asked.new, SHORT if asked.new in listed else "")
    if asked.merge:
        if asked.kind != "contributor":
            raise UsageError("--merge is for contributors")
        if not where:
            raise UsageError(f'--merge: there is no contributor "{asked.new}" to become one with')
        return where
    if where:
        more = "; if both are the same person, add --merge" if asked.kind == "contributor" else ""
        raise UsageError(f'there is already a {asked.kind} "{asked.new}" in {where}{more}')
    return ""


def _nobodys(changes: Changes, asked: Renaming, found: Found, own: str) -> None:
    """Raises UsageError where the new id is one that somebody else had: its address leads to them."""
    known = found.projects if asked.kind == "project" else found.contributors
    for source in changes.mentioning(asked.new, known.values()):
        text = changes.read(source)
        if source == own or "formerly" not in text:
            continue
        try:
            data = YamlText(text).data
        except CannotEditError:
            continue
        if asked.new in _ids(data) and not asked.merge:
            raise UsageError(f'"{asked.new}" is an old id in {source}, and its address leads there; choose another')


def _ids(data: Any) -> list[str]:
    formerly = data.get("formerly") if isinstance(data, dict) else None
    listed = formerly if isinstance(formerly, list) else []
    return [str(one.get("id", "")) if isinstance(one, dict) else str(one) for one in listed]


def _manifests(found: Found, site: Path, changes: Changes, word: str) -> Iterator[tuple[str, Manifest]]:
    sources: dict[str, Manifest] = {CONFIG: "config", NEVER_PRINT: "never-print"}
    sources |= dict.fromkeys(found.projects.values(), "project")
    sources |= dict.fromkeys(found.contributors.values(), "contributor")
    sources |= dict.fromkeys(found.collections.values(), "collection")
    tabled = [source for source in found.projects.values() if any((site / source).parent.glob("**/*.csv"))]
    named = set(changes.mentioning(word, sources))
    yield from ((source, sources[source]) for source in sources if source in named or source in tabled)


def _everywhere(changes: Changes, source: str, manifest: Manifest, asked: Renaming, relinked: Callable[[str], str]) -> None:
    """The new id at every place of one manifest, and in the tables it names."""
    text = changes.read(source)
    try:
        found = YamlText(text)
        if relinked(text) != text:
            try:
                found.rewrite(relinked)
            except CannotEditError:  # the old address leads on
                found = YamlText(text)
        for path, is_key in list(mentions(asked.kind, manifest, found.data)):
            if is_key and path[-1] == asked.old:
                if found.has((*path[:-1], asked.new)):
                    changes.cannot(source, f"{asked.old} and {asked.new} both have a share here", asked.old)
                else:
                    found.rename_key(path, asked.new)
            elif not is_key and _value(found.data, path) == asked.old:
                found.put(path, asked.new)
        changes.take(source, found)
        if asked.kind == "contributor":
            for name in tables(manifest, found.data):
                _table(changes, str(PurePosixPath(source).parent / name), asked)
    except CannotEditError as error:
        changes.cannot(source, str(error), asked.old)


def _table(changes: Changes, source: str, asked: Renaming) -> None:
    if not (changes.site / source).is_file():
        return
    table = CsvText(changes.read(source))
    touched = False
    for line in table.lines:
        if table.cell(line, "contributor") == asked.old:
            table.put(line, "contributor", asked.new)
            touched = True
        members = table.cell(line, "members")
        pieces = re.split(r"(\s*;\s*)", members)
        if asked.old in pieces:
            table.put(line, "members", "".join(asked.new if piece == asked.old else piece for piece in pieces))
            touched = True
    if touched:
        changes.texts[source] = table.text


def _texts(site: Path) -> Iterator[str]:
    for path in sorted((site / "content").rglob("*.md")):
        yield path.relative_to(site).as_posix()


def _must_be_silent(changes: Changes, asked: Renaming) -> bool:
    """Whether the old id holds a name that must never appear again."""
    if not (changes.site / NEVER_PRINT).is_file():
        return False
    try:
        data = YamlText(changes.read(NEVER_PRINT)).data
    except CannotEditError:
        return False
    lists = [one.get("names") for one in data if isinstance(one, dict)] if isinstance(data, list) else []
    names = [folded(str(name)) for listed in lists if isinstance(listed, list) for name in listed]
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded(asked.old)) for name in names if name)


def _formerly(changes: Changes, asked: Renaming, own: str, entry: Any) -> list[str]:
    """The old id written down as one it had; an earlier renaming taken back is only taken out."""
    notes: list[str] = []
    text = YamlText(changes.read(own))
    before = _ids(text.data)
    try:
        if asked.new in before:
            text.drop(("formerly", before.index(asked.new)))
            if not (asked.keep or _published(changes.site, asked)):
                changes.take(own, text)
                return [f'"{asked.new}" is as it was; if {asked.old} was published meanwhile, say --keep, and it leads there']
            changes.take(own, text)
            text = YamlText(changes.read(own))
        if text.has(("formerly",)):
            text.append(("formerly",), entry)
        else:
            text.add((), "formerly", [entry], after=_TOP[asked.kind])
        changes.take(own, text)
    except CannotEditError as error:
        changes.cannot(own, str(error))
    return notes


def _published(site: Path, asked: Renaming) -> bool:
    output = site / "output"
    return output.is_dir() and f"{asked.kind}s/{asked.old}/index.html" in own_files(output)


def _merged(changes: Changes, asked: Renaming, own: str, target: str, short: YamlText | None, entry: Any) -> str:
    """Two manifests of one person made one; raises ContentError where the one that goes says something that would be lost."""
    if own == SHORT and short is not None:
        gone: Any = {"name": short.data[asked.old]}
        short.remove((asked.old,))
    else:
        gone = YamlText(changes.read(own)).data
        folder = PurePosixPath(own).name == "contributor.yaml"
        beside = [one for one in (changes.site / own).parent.iterdir() if one.name != "contributor.yaml"] if folder else []
        lost = sorted(set(gone) - {"name", "sort", "kind", "formerly", "also", "distinct_from"})
        if lost or beside:
            what = ", ".join([*lost, *(one.name for one in beside)])
            hint = f"move what is to stay to {target}, and take it out here"
            raise ContentError([Problem(Place(own), "not-editable", f"this would be lost when both become one: {what}", hint)])
        changes.gone.append(own)
    if target == SHORT and short is not None:
        name = str(short.data[asked.new])
        short.remove((asked.new,))
        target = f"content/contributors/{asked.new}.yaml"
        changes.texts[target] = f"name: {quoted(name)}\n"
    if own == SHORT or short is not None:
        changes.take(SHORT, short) if short is not None and short.changed else None
    names = [] if isinstance(entry, dict) else [gone["name"], *_listed(gone, "also")]
    for key, values in (("formerly", [*_listed(gone, "formerly"), entry]), ("also", names)):
        for value in values:
            text = YamlText(changes.read(target))
            data: Any = text.data
            if key == "also" and (value == data["name"] or value in _listed(data, "also")):
                continue
            if text.has((key,)):
                text.append((key,), value)
            else:
                text.add((), key, [value], after=("name",))
            changes.take(target, text)
    text = YamlText(changes.read(target))
    if asked.new in _listed(text.data, "distinct_from"):
        text.drop(("distinct_from", _listed(text.data, "distinct_from").index(asked.new)))
        changes.take(target, text)
    return str(gone["name"])


def _listed(data: Any, key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _value(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data.get(step) if isinstance(data, dict) else data[step] if isinstance(step, int) else None
        if data is None:
            return None
    return data

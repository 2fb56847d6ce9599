"""Lines of JSON, read as records of plain texts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import msgspec

from generator.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from generator.importers.report import Notes

# What XML forbids, since everything may end up in a feed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Row(msgspec.Struct, frozen=True):
    """One record of the source."""

    where: str
    """`works.jsonl:12 (spring)`."""
    key: str
    """Its id there; a second record of the same id has its number added: `spring (2)`."""
    values: dict[str, Any]
    named: str = ""
    """What its id here is made of, where its id there is none that anybody would want to read."""


def read_rows(path: Path, name_key: str, notes: Notes) -> tuple[Row, ...]:
    """The records of a file in its order; those that cannot be read, or say the same twice, are notes instead."""
    if not path.is_file():
        return ()
    rows: list[Row] = []
    seen: dict[str, list[dict[str, Any]]] = {}
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8 and import again") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            notes.add(where, "this line is no JSON; nothing of it was imported", line[:80])
            continue
        if not isinstance(values, dict):
            notes.add(where, "this line is no JSON object; nothing of it was imported", line[:80])
            continue
        values = clean(values, where, notes)
        raw = as_text(values.get("id")) or as_text(values.get(name_key))
        if not raw:
            notes.add(where, f"a record with neither id nor {name_key}; nothing of it was imported", line[:80])
            continue
        same = seen.setdefault(raw, [])
        if values in same:
            notes.add(f"{where} ({raw})", "the same record stands here twice; it was imported once")
            continue
        same.append(values)
        key = raw if len(same) == 1 else f"{raw} ({len(same)})"
        if len(same) > 1:
            notes.add(f"{where} ({raw})", "another record has this id already; this one got an id of its own")
        rows.append(Row(f"{where} ({raw})", key, values))
    return tuple(rows)


def as_text(value: Any) -> str:
    """A text without the white space around it; of a number its digits; of anything else nothing."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def as_line(value: Any) -> str:
    """The text on one line."""
    return " ".join(as_text(value).split())


def as_list(value: Any) -> list[Any]:
    """The list itself, nothing for nothing, or a list of the one value."""
    if value in (None, "", {}):
        return []
    return value if isinstance(value, list) else [value]


def clean(value: Any, where: str, notes: Notes) -> Any:
    """A value of JSON whose texts hold nothing that XML forbids, since everything may end up in a feed."""
    match value:
        case str():
            cleaned = _FORBIDDEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
            if len(cleaned) != len(value.replace("\r\n", "\n")):
                notes.add(where, "characters that no page may hold were taken out", cleaned[:80])
            return cleaned
        case list():
            return [clean(item, where, notes) for item in value]
        case dict():
            return {str(key): clean(item, where, notes) for key, item in value.items()}
        case _:
            return value

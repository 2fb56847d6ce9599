"""The block of imported names in `contributors.yaml`."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import yaml

from generator.errors import UsageError
from generator.importers.write_yaml import yaml_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.importers.report import Notes

_BLOCK = r"^# Names from {} \(([0-9a-f]{{12}})\)\.[^\n]*\n(.*?)^# End of the imported names\.\n?"
_PROMISE = "Importing again rewrites them; a name that you change stays as you wrote it."


def with_names(text: str, names: Mapping[str, str], elsewhere: set[str], notes: Notes, origin: str) -> str:
    """The file with these people in the imported block of their origin; lines that a hand wrote or changed stay as they are.

    `elsewhere` are people who have a file of their own by now; nobody may stand in both.
    """
    match = re.search(_BLOCK.format(re.escape(origin)), text, re.MULTILINE | re.DOTALL)
    before, block, after = (text, "", "") if match is None else (text[: match.start()], match[2], text[match.end() :])
    earlier, by_hand = _read(block), _read(before + after)
    moved: dict[str, str] = {}
    if match is not None and match[1] != _digest(block):
        moved = {key: name for key, name in earlier.items() if names.get(key, name) != name and key not in elsewhere}
    kept = {key: name for key, name in earlier.items() if key not in names and key not in elsewhere and key not in moved}
    for key, name in (by_hand | moved).items():
        if key in elsewhere:
            notes.add("contributors.yaml", "an id that also has a file of its own; take it out of this list", key)
        elif key in names and names[key] != name:
            notes.add(
                "contributors.yaml", "a name that was changed here; it was kept", f'{key}: "{name}", in the source "{names[key]}"'
            )
    lines = yaml_text(
        {key: name for key, name in sorted((kept | dict(names)).items()) if key not in by_hand and key not in moved}
    )
    if moved:
        after = after + ("" if not after or after.endswith("\n") else "\n") + yaml_text(moved)
    if not lines:
        return before + after
    if before and not before.endswith("\n"):
        before += "\n"
    first = f"# Names from {origin} ({_digest(lines)}). {_PROMISE}\n"
    written = before + first + lines + "# End of the imported names.\n" + after
    expected = {**by_hand, **moved, **_read(lines)}
    if _read(written) != expected:
        raise UsageError(
            "content/contributors.yaml could not be changed safely; write it as lines of `id: Name`, then import again"
        )
    return written


def names_by_hand(text: str, origin: str) -> dict[str, str]:
    """The names of a file that this origin did not bring."""
    match = re.search(_BLOCK.format(re.escape(origin)), text, re.MULTILINE | re.DOTALL)
    return _read(text if match is None else text[: match.start()] + text[match.end() :])


def _digest(block: str) -> str:
    return hashlib.sha256(block.encode()).hexdigest()[:12]


def _read(text: str) -> dict[str, str]:
    try:
        given = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and mappings only
    except yaml.YAMLError as error:
        raise UsageError(f"content/contributors.yaml cannot be read, so that nothing was imported: {error}") from error
    if given in (None, ""):
        return {}
    if not isinstance(given, dict):
        raise UsageError("content/contributors.yaml is no mapping of ids to names, so that nothing was imported")
    return {str(key): name if isinstance(name, str) else repr(name) for key, name in given.items()}

"""What an import adds to `config.yaml`, leaving all else there as it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from generator.errors import UsageError
from generator.importers.write_yaml import yaml_text
from generator.model.config import Config, LicenceSetting, MediumEntry, SiteEntry
from generator.model.registries import Registries, registries

if TYPE_CHECKING:
    from pathlib import Path


class Settings(msgspec.Struct, frozen=True):
    """What an import needs to know of a site."""

    text: str
    language: str
    registries: Registries


def read_settings(site: Path) -> Settings:
    """The site's language with its registries; a UsageError where there is no configuration that can be read."""
    path = site / "config.yaml"
    if not path.is_file():
        raise UsageError(f"there is no config.yaml in {site}; creditroll init {site} begins a site")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        given = _read(text)
        site_entry = given.get("site")
        config = Config(
            site=SiteEntry(title="", url=""),
            mediums=msgspec.convert(given.get("mediums") or {}, dict[str, MediumEntry], strict=False),
            licences=msgspec.convert(given.get("licences") or {}, dict[str, LicenceSetting], strict=False),
        )
    except (UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError, RecursionError) as error:
        raise UsageError(
            f"{path} cannot be read, so that nothing was imported; creditroll check says what is wrong: {error}"
        ) from error
    language = site_entry.get("language") if isinstance(site_entry, dict) else None
    return Settings(text, language if isinstance(language, str) and language else "en", registries(config))


def with_entries(text: str, key: str, entries: dict[str, dict[str, str]]) -> str:
    """The configuration with these entries under `mediums:` or `licences:`; comments stay where they are."""
    if not entries:
        return text
    before = _read(text)
    wanted = before | {key: (before.get(key) or {}) | entries}
    changed = _inserted(text, key, entries)
    if _read(changed) != wanted:
        raise UsageError(
            f"config.yaml could not be changed safely; add this to it and import again:\n{yaml_text({key: entries})}"
        )
    return changed


def _read(text: str) -> dict[str, Any]:
    given = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and mappings only
    if not isinstance(given or {}, dict):
        raise yaml.YAMLError("it is no mapping")
    return given or {}


def _inserted(text: str, key: str, entries: dict[str, dict[str, str]]) -> str:
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    found = next(((name, value) for name, value in pairs if name.value == key), None)
    if found is None:
        return text + ("" if not text or text.endswith("\n") else "\n") + "\n" + yaml_text({key: entries})
    name, value = found
    if isinstance(value, yaml.MappingNode) and value.value and not value.flow_style:
        at = _line_after(text, _end(value))
        lines = _indented(yaml_text(entries), value.value[0][0].start_mark.column)
        return text[:at] + ("" if text[:at].endswith("\n") else "\n") + lines + text[at:]
    earlier = _read(text).get(key) or {}
    block = "\n" + _indented(yaml_text(earlier | entries), name.start_mark.column + 2).rstrip("\n")
    start = text.index(":", name.end_mark.index) + 1
    return text[:start] + block + text[max(value.end_mark.index, start) :]


def _end(node: yaml.Node) -> int:
    """Where the last text of a node ends; the node's own mark stands behind the comments that follow."""
    while isinstance(node, yaml.MappingNode | yaml.SequenceNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _line_after(text: str, index: int) -> int:
    if index and text[index - 1] == "\n":
        return index
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _indented(block: str, column: int) -> str:
    return "".join(" " * column + line if line.strip() else line for line in block.splitlines(keepends=True))

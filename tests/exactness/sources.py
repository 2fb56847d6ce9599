"""The files of a site as an editor changes them: picked at random, read, written."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from exactness.starting import put, save

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

Value = TypeVar("Value")
LINK = b"\0link to "


class Sources:
    """One site's folder; every choice comes from one generator of random numbers."""

    def __init__(self, root: Path, rng: random.Random) -> None:
        self.root = root
        self.rng = rng

    def pick(self, values: Iterable[Value]) -> Value | None:
        """One of them, or none where there are none."""
        found = list(values)
        return self.rng.choice(found) if found else None

    def projects(self) -> dict[str, Path]:
        """The manifests of projects by id."""
        return {path.parent.name: path for path in sorted(self.root.glob("content/projects/*/project.yaml"))}

    def people(self) -> dict[str, Path]:
        """The manifests of contributors by id, without the short form."""
        found = {path.stem: path for path in self.root.glob("content/contributors/*.yaml")}
        found |= {path.parent.name: path for path in self.root.glob("content/contributors/*/contributor.yaml")}
        return dict(sorted(found.items()))

    def short(self) -> dict[str, str]:
        """The names of the short form by id."""
        return self.manifest(self.root / "content/contributors.yaml")

    def everybody(self) -> list[str]:
        """Ids of all contributors."""
        return sorted({*self.people(), *self.short()})

    def collections(self) -> dict[str, Path]:
        """The manifests of collections by id."""
        return {path.stem: path for path in sorted(self.root.glob("content/collections/*.yaml"))}

    def pages(self) -> dict[str, Path]:
        """The pages by id."""
        return {path.stem: path for path in sorted(self.root.glob("content/pages/*.md"))}

    def pictures(self) -> list[Path]:
        """All pictures of the content."""
        return sorted(self.root.glob("content/**/*.png"))

    def texts(self) -> list[Path]:
        """Markdown files that manifests name, and pages."""
        return sorted(self.root.glob("content/**/*.md"))

    def files(self) -> list[Path]:
        """All files of content, themes and configuration."""
        found = (*self.root.glob("content/**/*"), *self.root.glob("themes/**/*"))
        return [*sorted(path for path in found if path.is_file()), self.root / "config.yaml"]

    def manifest(self, path: Path) -> dict[str, Any]:
        """What a manifest says, every scalar a text; nothing where there is no mapping in it."""
        try:
            found = yaml.load(path.read_bytes(), yaml.CBaseLoader)
        except (OSError, yaml.YAMLError):
            return {}
        return found if isinstance(found, dict) else {}

    def save(self, path: Path, value: Any) -> None:
        """A manifest in its file."""
        save(path, value)

    def set(self, path: Path, key: str, values: Sequence[Any]) -> str | None:
        """One key of a manifest, dots lead inside, given another of these values; None takes it out."""
        manifest = self.manifest(path)
        inner = manifest
        *above, last = key.split(".")
        for each in above:
            inner = inner.setdefault(each, {})
            if not isinstance(inner, dict):
                return None
        value = self.pick(each for each in values if each != inner.get(last))
        inner.pop(last, None)
        if value is not None:
            inner[last] = value
        self.save(path, manifest)
        return f"{path.relative_to(self.root)} {key} = {value!r}"

    def rename_everywhere(self, old: str, new: str) -> None:
        """One id written in place of another wherever it stands as a word of its own."""
        word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])".encode())
        for path in self.files():
            if path.suffix in (".yaml", ".md", ".csv") and "themes" not in path.parts:
                data = path.read_bytes()
                changed = word.sub(new.encode(), data)
                if changed != data:
                    put(path, changed)

    def forget(self, gone: str) -> None:
        """No reference to an id in any manifest."""
        for path in (*self.projects().values(), *self.people().values(), *self.collections().values(), self.root / "config.yaml"):
            before = self.manifest(path)
            after = _without(before, gone)
            if after != before:
                self.save(path, after)
        for path in self.root.glob("content/projects/*/credits.csv"):
            rows = path.read_text("utf-8").splitlines(keepends=True)
            put(path, "".join(row for row in rows if not row.startswith(f"{gone},")).encode())

    def credits(self) -> Iterator[tuple[Path, dict[str, Any], dict[str, Any]]]:
        """Each credit that is a mapping: its manifest's path, the manifest, the credit in it."""
        for path in self.projects().values():
            manifest = self.manifest(path)
            yield from ((path, manifest, credit) for credit in _mappings(manifest.get("credits")))


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for each in value:
            yield from _mappings(each)
    elif isinstance(value, dict):
        if "contributor" in value or "name" in value:
            yield value
        else:
            for each in value.values():
                yield from _mappings(each)


_REFERENCES = ("contributor", "project")


def _without(value: Any, gone: str) -> Any:
    """A manifest without whatever is, or is about, the id."""
    if isinstance(value, list):
        return [_without(each, gone) for each in value if not _is_about(each, gone)]
    if isinstance(value, dict):
        kept = {key: _without(each, gone) for key, each in value.items() if key != gone and not _is_about(each, gone)}
        return {key: each for key, each in kept.items() if each not in ([], {}) or value[key] in ([], {})}
    return value


def _is_about(value: Any, gone: str) -> bool:
    return value == gone or (isinstance(value, dict) and any(value.get(key) == gone for key in _REFERENCES))


def read_tree(folder: Path, without: Sequence[str] = ()) -> dict[str, bytes]:
    """Every file below a folder, links as links; `without` are names at its top."""
    found: dict[str, bytes] = {}
    base = os.fspath(folder)
    for below, folders, names in os.walk(base):
        if below == base:
            folders[:] = [name for name in folders if name not in without]
        for name in (*names, *(each for each in folders if Path(below, each).is_symlink())):
            path = f"{below}/{name}"
            if os.path.islink(path):  # noqa: PTH114
                found[path[len(base) + 1 :]] = LINK + os.fsencode(os.readlink(path))  # noqa: PTH115
            else:
                found[path[len(base) + 1 :]] = Path(path).read_bytes()
    return found


def write_tree(folder: Path, files: dict[str, bytes], without: Sequence[str] = ()) -> None:
    """A folder with just these files; those that are right already are not touched."""
    there = read_tree(folder, without)
    for path in there.keys() - files.keys():
        (folder / path).unlink()
        for above in (folder / path).parents:
            if above == folder or any(above.iterdir()):
                break
            above.rmdir()
    for path, data in files.items():
        if there.get(path) == data:
            continue
        target = folder / path
        if target.is_symlink() or (data.startswith(LINK) and target.exists()):
            target.unlink()
        if data.startswith(LINK):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(os.fsdecode(data[len(LINK) :]))
        else:
            put(target, data)

"""First files of a site or of a record, with comments that teach."""

from __future__ import annotations

import datetime as dt
import uuid
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Literal

from generator.errors import UsageError
from generator.importers.new_ids import RESERVED
from generator.importers.write_yaml import yaml_scalar
from generator.model.slugs import slug

if TYPE_CHECKING:
    from pathlib import Path

Kind = Literal["project", "contributor", "collection", "page"]

_RECORDS: dict[str, str] = {
    "content/projects/first-light/project.yaml": "first-light.yaml",
    "content/projects/first-light/first-light.md": "first-light.md",
    "content/contributors/maren-holt.yaml": "maren-holt.yaml",
    "content/contributors.yaml": "contributors.yaml",
    "content/pages/about.md": "about.md",
}
_FOLDERS = ("content/projects", "content/contributors", "content/collections", "content/pages", "private")
_NEW: dict[Kind, tuple[str, str]] = {
    "project": ("new-project.yaml", "content/projects/{}/project.yaml"),
    "contributor": ("new-contributor.yaml", "content/contributors/{}.yaml"),
    "collection": ("new-collection.yaml", "content/collections/{}.yaml"),
    "page": ("new-page.md", "content/pages/{}.md"),
}
_SITE_PAGES = frozenset(
    {"projects", "contributors", "collections", "medium", "roles", "tags", "years", "search", "feeds", "media", "assets", "pages"}
    | {"index", "feed", "404", "robots", "sitemap", "humans", "favicon", "changes", "site"}
)
"""Addresses at the top of a site that a page cannot have."""


def init_site(folder: Path, *, empty: bool) -> list[Path]:
    """The files of a new site that builds as it is, as they were written; with `empty`, without its first records.

    Raises UsageError where there is a site already, or where a file would be overwritten.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder for the new site")
    if (folder / "config.yaml").exists():
        raise UsageError(f"{folder} already has a config.yaml; choose an empty folder, or add to that site with creditroll new")
    values = {
        "uuid": str(uuid.uuid4()),
        "title": yaml_scalar(_title(folder)),
        "today": dt.date.today().isoformat(),  # noqa: DTZ011 - the editor's day
        "about": "" if empty else ", about",
        "featured": "first-project" if empty else "first-light",
    }
    files = {"config.yaml": "config.yaml"} | ({} if empty else _RECORDS)
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        raise UsageError(f"{folder} already has {', '.join(taken)}; choose an empty folder")
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    written = [_write(folder / name, _filled(template, values)) for name, template in files.items()]
    ignored = _ignoring(folder / ".gitignore")
    return [*written, folder / ".gitignore"] if ignored else written


def new_record(site: Path, kind: Kind, name: str) -> Path:
    """The file of a new record whose id is made from its name.

    Raises UsageError where the id is taken, or is an address of the site itself.
    """
    words = " ".join(name.split())
    if not words:
        raise UsageError(f"a new {kind} needs a name")
    if any(not letter.isprintable() for letter in words):
        raise UsageError("the name has an invisible character in it")
    if not (site / "config.yaml").is_file():
        raise UsageError(f"there is no config.yaml in {site}; creditroll init {site} begins a site")
    record = slug(words)
    if record in RESERVED or (kind == "page" and record in _SITE_PAGES):
        raise UsageError(f'"{record}" is an address of the site itself; choose another name for the {kind}')
    existing = _existing(site, kind, record)
    if existing is not None:
        raise UsageError(f'there is already a {kind} "{record}" in {existing.relative_to(site).as_posix()}')
    template, place = _NEW[kind]
    values = {"name": yaml_scalar(words), "id": record, "today": dt.date.today().isoformat()}  # noqa: DTZ011 - the editor's day
    return _write(site / place.format(record), _filled(template, values))


def _existing(site: Path, kind: Kind, record: str) -> Path | None:
    content = site / "content"
    places = [content / f"{kind}s" / record, site / _NEW[kind][1].format(record)]
    found = next((path for path in places if path.exists()), None)
    listed = content / "contributors.yaml"
    if found is None and kind == "contributor" and listed.is_file() and record in _listed(listed):
        return listed
    return found


def _listed(path: Path) -> set[str]:
    import yaml

    try:
        names = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and mappings only
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read; creditroll check says what is wrong") from error
    return set(names) if isinstance(names, dict) else set()


def _title(folder: Path) -> str:
    words = folder.resolve().name.replace("-", " ").replace("_", " ").split()
    title = " ".join(word[:1].upper() + word[1:] for word in words)
    return title if title and title.isprintable() else "A New Anthology"


def _filled(template: str, values: dict[str, str]) -> str:
    text = resources.files("generator.data").joinpath("starter", template).read_text(encoding="utf-8")
    return Template(text).substitute(values)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return path


def _ignoring(path: Path) -> bool:
    """Whether lines had to be added so that Git leaves out what must not be shared."""
    wanted = _filled("gitignore", {})
    if not path.exists():
        _write(path, wanted)
        return True
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    rules = {line.strip() for line in text.splitlines()}
    missing = [
        line
        for line in wanted.splitlines()
        if not line.startswith("#") and not rules & {line, line.strip("/"), line.strip("/") + "/"}
    ]
    if missing:
        separator = "" if not text or text.endswith("\n") else "\n"
        path.write_text(text + separator + "\n".join(missing) + "\n", encoding="utf-8", errors="surrogateescape", newline="\n")
    return bool(missing)

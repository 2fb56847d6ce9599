# ruff: noqa: PTH113, PTH114
"""The manifests of a site, found by where they are: a file's or folder's name is the id of what it describes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from generator.errors import Place, Problem
from generator.model.slugs import id_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ROOTS = ("content", "content/projects", "content/contributors", "content/collections", "content/pages")
"""The folders in which manifests are looked for."""

SITE_WORDS = frozenset(
    {
        "projects",
        "contributors",
        "collections",
        "medium",
        "roles",
        "tags",
        "years",
        "search",
        "feeds",
        "media",
        "assets",
        "page",
        "pages",
    }
    | {"index", "feed", "404", "robots", "sitemap", "humans", "favicon", "changes", "site"}
)


class Found(msgspec.Struct, frozen=True):
    """The manifests there are, by id, as paths below the site's folder."""

    projects: dict[str, str]
    contributors: dict[str, str]
    collections: dict[str, str]
    pages: dict[str, str]


def find_manifests(site: Path, problems: list[Problem]) -> Found:
    """All manifests; a problem for each name that cannot be an id."""
    root = str(site)
    if not (site / "content").is_dir():
        problems.append(Problem(Place("content"), "not-a-site", "the folder content/ is not there", "creditroll init makes one"))
    return Found(
        projects=dict(_ids(root, _folders(root, "content/projects", "project.yaml", problems), "project", problems)),
        contributors=dict(_ids(root, _people(root, "content/contributors", problems), "contributor", problems)),
        collections=dict(_ids(root, _files(root, "content/collections", ".yaml"), "collection", problems)),
        pages=dict(_ids(root, _files(root, "content/pages", ".md"), "page", problems)),
    )


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _folders(site: str, folder: str, manifest: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    for entry in _entries(f"{site}/{folder}"):
        if entry.is_dir():
            source = f"{folder}/{entry.name}/{manifest}"
            if os.path.lexists(f"{site}/{source}"):
                yield entry.name, source
            else:
                hint = f"add {manifest}, or move the folder out of content/"
                problems.append(Problem(Place(f"{folder}/{entry.name}"), "missing-file", f"this folder has no {manifest}", hint))


def _people(site: str, folder: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    yield from _files(site, folder, ".yaml")
    yield from _folders(site, folder, "contributor.yaml", problems)


def _files(site: str, folder: str, ending: str) -> Iterator[tuple[str, str]]:
    for entry in _entries(f"{site}/{folder}"):
        if entry.name.endswith(ending):
            yield entry.name[: -len(ending)], f"{folder}/{entry.name}"


def _ids(site: str, found: Iterable[tuple[str, str]], what: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    real_content = os.path.realpath(f"{site}/content") + "/"
    for name, source in found:
        path = f"{site}/{source}"
        place = Place(source)
        if fault := id_problem(name):
            hint = "an id has small letters a to z, digits and single hyphens; rename the file or folder"
            problems.append(Problem(place, "bad-id", f'"{name}" cannot be the id of a {what}: it {fault}', hint))
        elif name in SITE_WORDS and (what == "page" or name == "page"):
            problems.append(Problem(place, "reserved-id", f'"{name}" is an address of the site itself', "choose another name"))
        elif name in seen:
            message = f'two {what}s have the id "{name}": {seen[name]} and {source}'
            problems.append(Problem(place, "duplicate-id", message, "rename one of them"))
        elif os.path.islink(path) and not os.path.realpath(path).startswith(real_content):
            problems.append(Problem(place, "outside-content", "this is a link to a file outside content/", "copy the file here"))
        elif os.path.islink(path.rpartition("/")[0]) and not os.path.realpath(path).startswith(real_content):
            problems.append(
                Problem(place, "outside-content", "its folder is a link to somewhere outside content/", "copy it here")
            )
        elif not os.path.isfile(path):
            problems.append(Problem(place, "missing-file", "this is no file"))
        else:
            seen[name] = source
            yield name, source

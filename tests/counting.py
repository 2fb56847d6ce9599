"""Credits counted three times: as they were written, as data files give them, as a parser finds them in pages.

What was written is read here anew, by other means than the generator's own, so that a mistake there cannot hide itself.
"""

from __future__ import annotations

import csv
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_output import BuiltSite


class Counted(NamedTuple):
    """One credit; `person` is an id, empty for somebody without one."""

    project: str
    person: str
    name: str
    role: str


def read_yaml(path: Path) -> Any:
    """A manifest as it was typed: every scalar is a text."""
    return yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)


def read_people(content: Path) -> dict[str, dict[str, Any]]:
    """Every contributor's manifest by id."""
    people: dict[str, dict[str, Any]] = {}
    short = content / "contributors.yaml"
    if short.is_file():
        for key, value in (read_yaml(short) or {}).items():
            people[key] = value if isinstance(value, dict) else {"name": value}
    for path in (content / "contributors").glob("*.yaml"):
        people[path.stem] = read_yaml(path)
    for path in (content / "contributors").glob("*/contributor.yaml"):
        people[path.parent.name] = read_yaml(path)
    return people


def read_projects(content: Path, today: str) -> dict[str, dict[str, Any]]:
    """The manifests of all projects that are published, by id."""
    found = {path.parent.name: read_yaml(path) for path in sorted(content.glob("projects/*/project.yaml"))}
    return {
        key: manifest
        for key, manifest in found.items()
        if (manifest.get("status") or "released") == "released" and (manifest.get("released") or "") <= today
    }


def written_credits(content: Path, today: str) -> Counter[Counted]:
    """What the manifests say, as it is to be printed."""
    people = read_people(content)
    counted: Counter[Counted] = Counter()
    for key, manifest in read_projects(content, today).items():
        entries = {tuple(sorted(one.items())): one for one in _all_entries(content / "projects" / key, manifest)}
        for entry in entries.values():
            if entry.get("consent") == "declined":
                continue
            person = entry.get("contributor", "")
            own = people[person]["name"] if person else entry["name"]
            fixed = person and people[person].get("credit_name") == "everywhere"
            name = own if fixed else entry.get("as") or own
            if entry.get("consent") == "anonymous":
                person, name = "", "Anonymous"
            counted[Counted(key, person, name, entry["role"])] += 1
    return counted


def _all_entries(folder: Path, manifest: dict[str, Any]) -> Iterator[dict[str, str]]:
    yield from _entries(folder, manifest.get("credits"), "")
    for number, item in enumerate(manifest.get("media") or ()):
        yield from _entries(folder, item.get("credits"), item.get("id") or f"item {number}")


def _entries(folder: Path, given: Any, part: str) -> Iterator[dict[str, str]]:
    if isinstance(given, str):
        rows: list[Any] = []
        if given.endswith(".csv"):
            with (folder / given).open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
    elif isinstance(given, dict):
        rows = [
            {"role": role, **(one if isinstance(one, dict) else {"contributor": one})}
            for role, value in given.items()
            for one in (value if isinstance(value, list) else [value])
        ]
    else:
        rows = given or []
    for row in rows:
        entry = {key: str(value) for key, value in row.items() if value}
        yield {"part": part, **entry} if part else entry


def credits_in_data(site: BuiltSite) -> Counter[Counted]:
    """What the project.json files say."""
    counted: Counter[Counted] = Counter()
    for file in site.files:
        if file.endswith("/project.json"):
            data = site.json(file)
            for credit in data.get("credits", ()):
                counted[Counted(data["id"], credit.get("contributor", ""), credit["name"], credit["role"])] += 1
    return counted


def credits_in_pages(site: BuiltSite) -> Counter[Counted]:
    """What the microformats of the credits pages say, read by a parser of microformats; `person` is where the name leads."""
    counted: Counter[Counted] = Counter()
    for file, page in site.pages.items():
        if page.kind == "credits":
            project = file.split("/")[1]
            for card in _cards(_parse(site.text(file), site.url + page.path)):
                urls = card["properties"].get("url", [""])
                person = urls[0].removeprefix(site.url + "contributors/").rstrip("/") if urls[0].startswith(site.url) else urls[0]
                (name,) = card["properties"]["name"]
                for role in card["properties"]["role"]:
                    counted[Counted(project, person, name, role)] += 1
    return counted


def as_linked(counted: Counter[Counted], content: Path) -> Counter[Counted]:
    """The same credits with `person` as a page shows it: an address for a page elsewhere, nothing where there is none."""
    shown: dict[str, str] = {}
    for key, manifest in read_people(content).items():
        page = manifest.get("page") or "full"
        shown[key] = page["external"] if isinstance(page, dict) else "" if page == "none" else key
    result: Counter[Counted] = Counter()
    for credit, count in counted.items():
        result[credit._replace(person=shown.get(credit.person, ""))] += count
    return result


def _parse(text: str, url: str) -> list[dict[str, Any]]:
    import mf2py

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return mf2py.parse(doc=text, url=url, html_parser="lxml")["items"]


def _cards(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every h-card with a role, however deep."""
    for item in items:
        if "h-card" in item.get("type", ()) and "role" in item["properties"]:
            yield item
            continue
        yield from _cards([one for one in item.get("children", ()) if isinstance(one, dict)])
        for values in item["properties"].values():
            yield from _cards([one for one in values if isinstance(one, dict) and "properties" in one])

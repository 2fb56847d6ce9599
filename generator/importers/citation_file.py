"""A work as its `CITATION.cff` tells how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from generator.errors import UsageError
from generator.importers.named_people import NamedPeople
from generator.importers.records import Records, import_records
from generator.importers.report import Notes
from generator.importers.rows import Row, as_line, as_list, as_text, clean

if TYPE_CHECKING:
    from pathlib import Path

    from generator.importers.report import ImportReport

FILE: Final = "CITATION.cff"
_PLACED: Final = frozenset(
    {"title", "abstract", "authors", "date-released", "keywords", "license", "license-url", "type", "doi", "identifiers", "url"}
    | {"repository", "repository-code", "repository-artifact", "references", "cff-version", "message"}
)
_NAME: Final = ("given-names", "name-particle", "family-names", "name-suffix")
_OF_A_PERSON: Final = frozenset({*_NAME, "name", "alias", "orcid", "website"})


def import_citation(source: Path, site: Path) -> ImportReport:
    """One project with its authors; raises UsageError where the file cannot be read."""
    path = source / FILE if source.is_dir() else source
    notes = Notes()
    try:
        data = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and mappings only
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise UsageError(f"{path} cannot be read as YAML: {error}") from error
    if not isinstance(data, dict) or not as_line(data.get("title")):
        raise UsageError(f"{path} is no citation file: it has no title")
    data = clean(data, path.name, notes)
    people = NamedPeople(site, path.name, notes)
    found = [
        one for number, given in enumerate(as_list(data.get("authors")), 1) for one in _author(given, number, people, path, notes)
    ]
    values: dict[str, Any] = {
        "title": data["title"],
        "medium": as_line(data.get("type")) or "software",
        "abstract": data.get("abstract"),
        "date": data.get("date-released"),
        "tags": data.get("keywords"),
        "license": _licences(data),
        "credits": found,
        "links": _links(data),
        "lineage": [tie for one in as_list(data.get("references")) if (tie := _reference(one, path, notes))],
    }
    for key, value in data.items():
        if key not in _PLACED and value not in (None, "", [], {}):
            notes.add(path.name, f'"{key}" has no place in a manifest', value)
    records = Records(
        folder=path.parent,
        works=(Row(path.name, as_line(data["title"]), {key: value for key, value in values.items() if value}),),
        people=people.rows,
        origins=(path.name, f"{path.name}, contributors"),
    )
    return import_records(records, site, notes)


def _author(given: Any, number: int, people: NamedPeople, path: Path, notes: Notes) -> list[dict[str, Any]]:
    where = f"{path.name}, author {number}"
    if not isinstance(given, dict) or not _name(given):
        notes.add(where, "an author without a name; left out", given)
        return []
    for key, value in given.items():
        if key not in _OF_A_PERSON and value:
            # An address of e-mail is nobody else's business.
            notes.add(where, f'"{key}" of an author has no place in a manifest', "" if key in ("email", "tel") else value)
    links = {"orcid": as_text(given.get("orcid")), "website": as_text(given.get("website"))}
    family = " ".join(filter(None, (as_line(given.get(key)) for key in ("name-particle", "family-names"))))
    sort = f"{family}, {as_line(given.get('given-names'))}" if family and as_line(given.get("given-names")) else ""
    variants = [as_line(given.get("alias"))] if as_line(given.get("alias")) != _name(given) else []
    return [people.credit(_name(given), where, links=links, sort_name=sort, variants=variants) | {"role": "author"}]


def _name(given: dict[str, Any]) -> str:
    parts = [as_line(given.get(key)) for key in _NAME]
    return as_line(given.get("name")) or " ".join(filter(None, parts)) or as_line(given.get("alias"))


def _licences(data: dict[str, Any]) -> list[Any]:
    named = [as_line(one) for one in as_list(data.get("license")) if as_line(one)]
    url = as_text(data.get("license-url"))
    return named or ([{"name": url.rstrip("/").rpartition("/")[2] or url, "url": url}] if url else [])


def _links(data: dict[str, Any]) -> dict[str, Any]:
    links: dict[str, Any] = {"doi": [as_text(data["doi"])] if data.get("doi") else []}
    names = {"url": "website", "repository-code": "repository", "repository": "repository", "repository-artifact": "downloads"}
    for key, name in names.items():
        if as_text(data.get(key)):
            links.setdefault(name, []).append(as_text(data[key]))
    for one in as_list(data.get("identifiers")):
        if isinstance(one, dict) and as_text(one.get("value")):
            kind = as_line(one.get("type"))
            value = as_text(one["value"])
            value = f"https://archive.softwareheritage.org/{value}" if kind == "swh" else value
            links.setdefault({"url": "more", "swh": "Software Heritage"}.get(kind, kind), []).append(value)
    dois = [f"https://doi.org/{doi}" if number and not doi.startswith("http") else doi for number, doi in enumerate(links["doi"])]
    return {name: values for name, values in (links | {"doi": list(dict.fromkeys(dois))}).items() if values}


def _reference(given: Any, path: Path, notes: Notes) -> dict[str, Any]:
    """A work that this one was built on, as the file says; how, it does not say."""
    if not isinstance(given, dict) or not as_line(given.get("title")):
        notes.add(path.name, "a reference without a title; left out", given)
        return {}
    doi = as_text(given.get("doi"))
    names = [_name(one) for one in as_list(given.get("authors")) if isinstance(one, dict)]
    url = as_text(given.get("url")) or as_text(given.get("repository-code")) or (f"https://doi.org/{doi}" if doi else "")
    told = {"title": given["title"], "by": ", ".join(filter(None, names)), "url": url, "license": as_line(given.get("license"))}
    return {"relation": "inspired-by"} | {key: value for key, value in told.items() if value}

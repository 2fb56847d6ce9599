"""The short form for people who are only a name: contributors.yaml, id to name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import Place, Problem
from generator.model.anthology import Contributor
from generator.model.slugs import id_problem
from generator.sources.document import read_document
from generator.sources.entries import texts

if TYPE_CHECKING:
    from pathlib import Path

    from generator.sources.finding import Found

SHORT = "content/contributors.yaml"


def short_contributors(site: Path, found: Found, problems: list[Problem]) -> dict[str, Contributor]:
    """Those in contributors.yaml, by id; an id that stands in a manifest as well is a problem."""
    path = site / SHORT
    if not path.is_file():
        return {}
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.append(Problem(Place(SHORT), "missing-file", f"cannot be read: {error.strerror}"))
        return {}
    document = read_document(data, SHORT)
    names = texts(document, problems)
    kept: dict[str, Contributor] = {}
    for person, name in names.items():
        if person in found.contributors:
            message = f'"{person}" stands here and in {found.contributors[person]}'
            problems.append(document.problem((person,), "duplicate-id", message, "keep one of them", key=True))
        elif fault := id_problem(person):
            problems.append(document.problem((person,), "bad-id", f'"{person}" cannot be an id: it {fault}', key=True))
        elif person == "page":
            problems.append(document.problem((person,), "reserved-id", '"page" is an address of the site itself', key=True))
        elif not name.strip():
            problems.append(document.problem((person,), "missing-key", f'"{person}" has no name'))
        else:
            kept[person] = Contributor(id=person, source=SHORT, name=name)
    return kept

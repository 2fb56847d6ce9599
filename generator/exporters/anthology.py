"""A whole anthology in the shapes that other programs take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.plan.catalogues import data_schema_text, everything_public
from generator.plan.citing import citation
from generator.plan.exports import bibtex, csl_json, ris

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.plan.shelf import Shelf

_WRITERS = {"bibtex": bibtex, "ris": ris, "csl": csl_json}


def citations_as(shelf: Shelf, projects: Sequence[str], shape: str) -> str:
    """How these works are cited, or all that readers find, as bibtex, ris or csl."""
    return _WRITERS[shape](citation(shelf, key) for key in projects or shelf.index("listed"))


def everything(shelf: Shelf, *, schema: bool = False) -> str:
    """Everything public as JSON, or the JSON Schema of that."""
    return (data_schema_text(shelf) if schema else everything_public(shelf)).decode()

"""Problems as SARIF, which code hosts show beside the lines of a pull request.

Source: OASIS, SARIF 2.1.0; GitHub, SARIF support for code scanning.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from generator.errors import Severity
from generator.model.codes import codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.errors import Problem

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
_ROOT: Final = "%SRCROOT%"
"""Stands for the site's folder: no log says where on a machine that is."""


def sarif(problems: Sequence[Problem], version: str) -> dict[str, Any]:
    """One run of the check: a rule for each code that occurs, a result for each problem."""
    rules = list(dict.fromkeys(problem.code for problem in problems))
    places = {code: number for number, code in enumerate(rules)}
    driver = {"name": "Creditroll", "semanticVersion": version, "version": version, "rules": [_rule(code) for code in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder of the site."}}},
        "results": list(_results(problems, places)),
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, Any]:
    meaning = codes().get(code)
    if meaning is None:
        return {"id": code}
    told = f"{meaning.explanation}\n\nWhat to do: {meaning.mend}"
    marked = f"{told}\n\n```yaml\n{meaning.example}\n```" if meaning.example else told
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in code.split("-")),
        "shortDescription": {"text": meaning.title},
        "fullDescription": {"text": meaning.explanation},
        "help": {"text": told, "markdown": marked},
    }


def _results(problems: Iterable[Problem], places: dict[str, int]) -> Iterable[dict[str, Any]]:
    seen: dict[str, int] = {}
    for problem in problems:
        # Without lines: what stands above a problem may change, and it is still the same one.
        same = f"{problem.code}|{problem.place.source}|{problem.message}"
        number = seen[same] = seen.get(same, 0) + 1
        mark = hashlib.sha256(f"{same}|{number}".encode("utf-8", "replace")).hexdigest()
        yield {
            "ruleId": problem.code,
            "ruleIndex": places[problem.code],
            "level": _LEVELS[problem.severity],
            "message": {"text": f"{problem.message}. {problem.hint}." if problem.hint else problem.message},
            "locations": [{"physicalLocation": _location(problem)}],
            "partialFingerprints": {"problem/v1": mark},
        }


def _location(problem: Problem) -> dict[str, Any]:
    place = problem.place
    found: dict[str, Any] = {"artifactLocation": {"uri": quote(place.source, errors="replace"), "uriBaseId": _ROOT}}
    if place.line:
        region = {"startLine": place.line}
        if place.column:
            region["startColumn"] = place.column
            if place.length:
                region["endColumn"] = place.column + place.length
        found["region"] = region
    return found

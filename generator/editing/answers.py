"""What contributors answered to a proof, written into the manifests."""

from __future__ import annotations

import csv
import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from generator.editing.changes import Changes
from generator.editing.csv_text import CsvText
from generator.editing.mentions import credits_at, credits_of
from generator.editing.yaml_text import CannotEditError, YamlText
from generator.errors import ContentError, Place, Problem, UsageError, code_frame, did_you_mean
from generator.model.credit_keys import TELLING, credit_keys, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.model.anthology import Anthology, Project

Consent = Literal["asked", "granted", "anonymous", "declined"]
ANSWERS: dict[str, Consent] = {
    "yes": "granted",
    "granted": "granted",
    "name": "granted",
    "asked": "asked",
    "anonymous": "anonymous",
    "no": "declined",
    "declined": "declined",
}


class Answer(msgspec.Struct, frozen=True):
    """What is to stand on one credit."""

    consent: Consent
    as_name: str = ""


class Answered(msgspec.Struct, frozen=True):
    """What was done with answers."""

    paths: tuple[str, ...]
    counts: dict[str, int]
    remarks: tuple[str, ...]
    """What people wrote in their own words, for the editor to do."""


def read_answers(path: Path, anthology: Anthology, projects: Iterable[str]) -> tuple[dict[tuple[str, str], Answer], list[str]]:
    """The answers of a file by project and credit, with the remarks; raises ContentError with every line that cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8") from error
    lines = text.splitlines()
    problems: list[Problem] = []

    def wrong(line: int, message: str, hint: str = "") -> None:
        place = Place(path.name, line, 1, 1)
        problems.append(Problem(place, "bad-answer", message, hint, frame=code_frame(lines, place)))

    dialect = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.DictReader(io.StringIO(text), restkey="", restval="", delimiter=dialect)
    if missing := [column for column in ("credit", "answer") if column not in (rows.fieldnames or ())]:
        wrong(1, f"the first line names no column {' and no '.join(missing)}", "take the file answers.csv of the proof")
        raise ContentError(problems)
    wanted = list(projects)
    known = {
        one: dict(zip(keys_of(anthology.projects[one].credits), anthology.projects[one].credits, strict=True)) for one in wanted
    }
    found: dict[tuple[str, str], Answer] = {}
    remarks = []
    for row in rows:
        cells = {name: " ".join(value.split()) for name, value in row.items() if isinstance(value, str)}
        project, key = cells.get("project") or wanted[0], cells["credit"]
        said, name, remark = cells["answer"], cells.get("as", ""), cells.get("remark", "")
        if not (said or name or remark):
            continue
        line = rows.line_num
        credit = known.get(project, {}).get(key)
        if credit is None:
            wrong(line, f'"{project}" has no credit "{key}" (any more)', "make the proof again, and answer that")
        elif said and said.casefold() not in ANSWERS:
            wrong(line, f'"{said}" is no answer', did_you_mean(said, ANSWERS) or "yes, name, anonymous or no")
        elif said.casefold() == "name" and not name:
            wrong(line, "the answer says name, and there is none", "write the name into the column as")
        else:
            if remark:
                remarks.append(f"{cells.get('who') or credit.contributor or credit.name}, {credit.written_role}: {remark}")
            if said or name:
                found[project, key] = Answer(ANSWERS[said.casefold() or "yes"], name)
    if problems:
        raise ContentError(problems)
    return found, remarks


def write_answers(site: Path, anthology: Anthology, answers: Mapping[tuple[str, str], Answer]) -> Answered:
    """The consents, with the names that people wish for, in the manifests; raises ContentError, and then nothing is changed."""
    changes = Changes(site)
    done: set[tuple[str, str]] = set()
    for project in dict.fromkeys(project for project, _ in answers):
        mine = {key: answer for (of, key), answer in answers.items() if of == project}
        done |= {(project, key) for key in _project(changes, anthology.projects[project], mine)}
    counts: dict[str, int] = {}
    for answer in answers.values():
        counts[answer.consent] = counts.get(answer.consent, 0) + 1
    for project, key in answers.keys() - done:
        if not changes.problems:
            changes.cannot(anthology.projects[project].source, f"the credit {key} is not found in it")
    changes.write()
    return Answered(tuple(changes.paths), counts, ())


def _project(changes: Changes, project: Project, answers: Mapping[str, Answer]) -> Iterator[str]:
    source = project.source
    try:
        text = YamlText(changes.read(source))
    except CannotEditError as error:
        changes.cannot(source, str(error))
        return
    rows = list(_rows(changes, project, text))
    tables: dict[str, CsvText] = {}
    for key, row in zip(credit_keys((row.telling, row.whole) for row in rows), rows, strict=True):
        if key not in answers:
            continue
        yield key
        new = {"consent": str(answers[key].consent)} | ({"as": answers[key].as_name} if answers[key].as_name else {})
        if row.table:
            table = tables.setdefault(row.table, row.csv)  # type: ignore[arg-type]
            for column, value in new.items():
                table.put(row.line, column, value)
            continue
        try:
            _put(text, row, new)
        except CannotEditError as error:
            changes.cannot(source, str(error), row.telling[0])
    changes.take(source, text)
    changes.texts |= {name: table.text for name, table in tables.items()}


def _put(text: YamlText, row: _Row, new: dict[str, str]) -> None:
    if text.aliased(row.path):
        raise CannotEditError("this credit stands in several places by & and *")
    if not row.mapping:
        text.wrap(row.path, "contributor", new)
        return
    for key, value in new.items():
        if text.has((*row.path, key)):
            text.put((*row.path, key), value)
        else:
            text.add(row.path, key, value)


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """One credit as it is written."""

    telling: tuple[str, ...]
    whole: object
    path: tuple[str | int, ...] = ()
    mapping: bool = False
    table: str = ""
    line: int = 0
    csv: CsvText | None = None


def _rows(changes: Changes, project: Project, text: YamlText) -> Iterator[_Row]:
    data: Any = text.data
    for path in list(credits_at("project", data)):
        part = project.media[int(path[1])].id if path[0] == "media" else ""
        value = _at(data, path)
        if isinstance(value, str) and value.lower().endswith(".csv"):
            name = str(PurePosixPath(project.source).parent / value)
            table = CsvText(changes.read(name))
            for line in table.lines:
                cells = {column: table.cell(line, column) for column in table.columns}
                who, role = cells.get("contributor") or cells.get("name", ""), cells.get("role", "")
                more = [cells.get(key, "") or (part if key == "part" else "") for key in TELLING]
                yield _Row(telling=(who, role, *more), whole=cells, table=name, line=line, csv=table)
            continue
        for where, key in credits_of(data, path):
            one = _at(data, where)
            if isinstance(one, str):
                yield _Row(
                    telling=(one, key, *("" if name != "part" else part for name in TELLING)), whole=(one, key), path=where
                )
            elif isinstance(one, dict):
                who, role = one.get("contributor") or one.get("name") or "", key or one.get("role") or ""
                more = [str(one.get(name) or (part if name == "part" else "")) for name in TELLING]
                yield _Row(telling=(str(who), str(role), *more), whole=one | {"": role}, path=where, mapping=True)


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = (
            data.get(step) if isinstance(data, dict) else data[step] if isinstance(data, list) and isinstance(step, int) else None
        )
    return data


def all_asked(project: Project) -> dict[tuple[str, str], Answer]:
    """That everybody whom nobody had asked has been asked."""
    keys = keys_of(project.credits)
    return {
        (project.id, key): Answer("asked")
        for key, credit in zip(keys, project.credits, strict=True)
        if credit.consent in (None, "unasked")
    }

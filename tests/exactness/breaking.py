"""Edits after which a site is refused: what is published must stay as it is until they are mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exactness.settings import PLAYBILL
from exactness.starting import put
from exactness.table import breaks

if TYPE_CHECKING:
    from pathlib import Path

    from exactness.trial import Trial


def _manifest(trial: Trial) -> Path:
    return trial.sources.rng.choice(
        [*trial.sources.projects().values(), *trial.sources.people().values(), *trial.sources.collections().values()]
    )


def _cut(trial: Trial, path: Path, data: bytes) -> str:
    put(path, data)
    return str(path.relative_to(trial.root))


@breaks
def manifest_is_no_yaml(trial: Trial) -> str | None:
    path = _manifest(trial)
    return _cut(
        trial,
        path,
        path.read_bytes() + trial.sources.rng.choice([b"[: {\n", b"\tx: y\n", b"title: again\ntitle: again\n", b"\xff\xfe"]),
    )


@breaks
def manifest_has_an_unknown_key(trial: Trial) -> str | None:
    path = _manifest(trial)
    return _cut(trial, path, path.read_bytes() + b"titel: Lamp\n")


@breaks
def manifest_is_empty(trial: Trial) -> str | None:
    return _cut(trial, _manifest(trial), b"")


@breaks
def somebody_unknown_is_credited(trial: Trial) -> str | None:
    path = trial.sources.rng.choice(list(trial.sources.projects().values()))
    return trial.sources.set(path, "credits", [{"author": "ana-lime"}])


@breaks
def template_misspells_a_name(trial: Trial) -> str | None:
    name = trial.sources.rng.choice(["base.html", "parts/card.html", "project.html", "badge.svg"])
    data = (PLAYBILL / "templates" / name).read_bytes()
    return _cut(
        trial,
        trial.root / "themes/own/templates" / name,
        data + b"{{ site.titel }}" if name == "badge.svg" else data.replace(b"{{ ", b"{{ pagge.title }}{{ ", 1),
    )


@breaks
def template_is_cut(trial: Trial) -> str | None:
    return _cut(trial, trial.root / "themes/own/templates/parts/pager.html", b"{% macro pager(")


@breaks
def config_is_wrong(trial: Trial) -> str | None:
    key, values = trial.sources.rng.choice(
        [
            ("theme.name", ["nowhere"]),
            ("menu", [["nowhere"]]),
            ("featured", [["nowhere"]]),
            ("site.timezone", ["Mars/Here"]),
            ("colour", ["red"]),
        ]
    )
    return trial.sources.set(trial.root / "config.yaml", key, values)


@breaks
def a_link_leads_nowhere(trial: Trial) -> str | None:
    path = trial.sources.rng.choice(list(trial.sources.projects().values()))
    return trial.sources.set(path, "description", ["[Gone](/projects/gone-for-ever/)"])


@breaks
def a_file_is_missing(trial: Trial) -> str | None:
    path = trial.sources.pick([*trial.sources.pictures(), *trial.root.glob("content/projects/*/*.md")])
    if path is None:
        return None
    path.unlink()
    return str(path.relative_to(trial.root))


@breaks
def a_picture_is_cut(trial: Trial) -> str | None:
    path = trial.sources.pick(trial.sources.pictures())
    return _cut(trial, path, path.read_bytes()[: trial.sources.rng.choice([0, 20, 900])]) if path else None


@breaks
def an_old_id_is_taken(trial: Trial) -> str | None:
    one, other = trial.sources.rng.sample(list(trial.sources.projects().items()), 2)
    return trial.sources.set(one[1], "formerly", [[other[0]]])


@breaks
def a_whole_is_its_own_part(trial: Trial) -> str | None:
    path = trial.sources.projects().get("night-songs")
    return trial.sources.set(path, "part_of", ["lamp-song", "night-songs"]) if path else None


@breaks
def a_name_is_printed_that_never_must_be(trial: Trial) -> str | None:
    name: Any = trial.sources.pick(trial.sources.short().values())
    return _cut(trial, trial.root / "private/never-print.yaml", f"- contributor: kofi-mensah\n  names: [{name}]\n".encode())


@breaks
def consent_is_wanted(trial: Trial) -> str | None:
    return trial.sources.set(
        trial.root / "config.yaml", "release", [{"require_consent": "true"}, {"require": ["license", "cover"]}]
    )


@breaks
def a_project_goes_and_its_references_stay(trial: Trial) -> str | None:
    path = trial.sources.projects().get("lamp-poem")
    if path is None:
        return None
    path.unlink()
    return "lamp-poem"


@breaks
def an_id_stands_twice(trial: Trial) -> str | None:
    key = trial.sources.rng.choice(list(trial.sources.people()))
    return trial.sources.set(trial.root / "content/contributors.yaml", key, ["Twice"])

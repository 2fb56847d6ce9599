"""Edits of projects: their fields, ids, places in wholes and lineage."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from exactness.starting import put
from exactness.table import edit, fields

if TYPE_CHECKING:
    from exactness.trial import Trial

TITLES = ["Lamp", "Lamb", "Limb", "The Lantern", "The Lectern", "A <b>bold</b> & “quoted” title", "夜の歌", "Zinc"]
PROSE = ["A *night*.", "A *light*.", "See [the lamp](/projects/lamp-poem/).", "# Head\n\n- one\n- two\n", "x" * 300, None]

fields(
    "project",
    lambda trial: trial.sources.projects().values(),
    {
        "title": TITLES,
        "medium": ["poem", "film", "song", "album", "comic", "zine", "game"],
        "released": ["2023-02-03", "2024", "2025-06", "2026-10-31", "2026-11-02", "2026-12-24", None],
        "status": ["draft", "proof", "withdrawn", None, "released"],
        "withdrawn": [{"date": "2026-05-01", "note": "At the request of an author."}, {"note": "Gone"}, None],
        "listed": ["false", "true", None],
        "formerly": [
            ["older-id"],
            [{"id": "oldest-id", "date": "2025-01-02"}, "old-id-2"],
            [{"id": "quiet", "silent": "true"}],
            None,
        ],
        "language": ["de", "pt-BR", "ar", "ja", None],
        "summary": ["It waits.", "It walks.", "It leaves & stays.", None],
        "description": PROSE,
        "content_notes": [["flashing lights"], ["flashing", "loud"], None],
        "tags": [["night"], ["rain", "C++"], ["C", "C#", "night"], ["lamps", "rope"], None],
        "license": [
            "CC-BY-4.0",
            "CC0-1.0",
            ["CC-BY-SA-4.0", "house"],
            "house",
            {"name": "Own", "url": "https://own.example/"},
            None,
        ],
        "rights_holder": ["The Crew", "The Crow", None],
        "identifiers": [{"isbn": "9780306406157"}, {"doi": "10.1000/182"}, {"imdb": "tt0111161"}, None],
        "cover.alt": ["A lamp", "A lump", None],
        "cover.focus": ["0.1 0.9", "0.9 0.1", None],
        "cover.credit": ["Rosa", None],
        "podcast": [
            {"category": ["Drama"]},
            {"explicit": "true", "episode": "bonus"},
            {"order": "serial", "complete": "true"},
            None,
        ],
        "billing": ["alphabetical", "as-listed", None],
        "shares": [[{"pool": "profit", "basis": "half", "visibility": "totals", "split": {"ana-lima": "1"}}], None],
        "links": [
            [{"label": "Festival", "url": "https://fest.example/"}],
            [{"label": "Carnival", "url": "https://fest.example/"}],
            None,
        ],
        "awards": [[{"name": "Prize", "by": "Anima", "date": "2026"}], [{"name": "Price"}], None],
        "corrections": [[{"date": "2026-01-13", "note": "Drum added"}], [{"date": "2026-09-13", "note": "Bell added"}], None],
    },
)


@edit
def project_part_of(trial: Trial) -> str | None:
    path = (
        trial.sources.projects()[trial.sources.rng.choice(["tide-song", "lamp-song"])]
        if "tide-song" in trial.sources.projects() and "lamp-song" in trial.sources.projects()
        else None
    )
    numbers = [{"project": "night-songs", "number": number, "section": side} for number in "123" for side in ("Side A", "Side B")]
    return trial.sources.set(path, "part_of", [*numbers, "night-songs", {"project": "rain-comic"}]) if path else None


@edit
def project_leaves_its_whole(trial: Trial) -> str | None:
    path = trial.sources.projects().get(trial.sources.rng.choice(["tide-song", "lamp-song"]))
    if path is None:
        return None
    trial.sources.set(path, "medium", ["song", "poem"])
    return trial.sources.set(path, "part_of", [None])


@edit
def project_lineage(trial: Trial) -> str | None:
    choices = [
        None,
        [{"project": "lamp-poem", "relation": "adaptation"}],
        [{"project": "lamp-poem", "relation": "sample", "note": "The first line", "permission": "by letter"}],
        [{"project": "rain-comic", "relation": "remix"}, {"url": "https://else.example/", "title": "Else", "by": "Rosa"}],
        [{"project": "night-songs", "relation": "inspired-by"}],
    ]
    path = trial.sources.projects().get(trial.sources.rng.choice(["lantern", "tide-song", "lampe-gedicht"]))
    return trial.sources.set(path, "made_from", choices) if path else None


@edit
def project_added(trial: Trial) -> str | None:
    name = f"new-{trial.sources.rng.randrange(6)}"
    if name in trial.sources.projects():
        return None
    who = trial.sources.rng.choice(trial.sources.everybody())
    manifest = {"title": f"New {name}", "medium": "poem", "released": "2026-02-03", "tags": ["night"], "credits": {"author": who}}
    trial.sources.save(trial.root / f"content/projects/{name}/project.yaml", manifest)
    return f"{name} by {who}"


@edit
def project_copied(trial: Trial) -> str | None:
    name = trial.sources.rng.choice([name for name in trial.sources.projects() if not name.startswith("copy-")])
    folder = trial.root / "content/projects"
    if (folder / f"copy-{name}"[:70]).exists():
        return None
    shutil.copytree(folder / name, folder / f"copy-{name}"[:70], symlinks=True)
    trial.sources.set(folder / f"copy-{name}"[:70] / "project.yaml", "formerly", [None])
    return name


@edit
def project_removed(trial: Trial) -> str | None:
    name = trial.sources.pick(name for name in trial.sources.projects() if name not in ("lamp-poem", "night-songs"))
    if name is None:
        return None
    shutil.rmtree(trial.root / "content/projects" / name)
    trial.sources.forget(name)
    return name


@edit
def project_renamed_with_all_references(trial: Trial) -> str | None:
    name = trial.sources.rng.choice([name for name in trial.sources.projects() if name not in ("lamp-poem", "night-songs")])
    new = name[:-2] if name.endswith("-x") else f"{name}-x"
    folder = trial.root / "content/projects"
    if (folder / new).exists():
        return None
    (folder / name).rename(folder / new)
    trial.sources.rename_everywhere(name, new)
    keeps = trial.sources.rng.random() < 0.5
    if keeps:
        trial.sources.set(folder / new / "project.yaml", "formerly", [[name], [{"id": name, "date": "2026-08-09"}]])
    return f"{name} -> {new}{', with its old address' if keeps else ''}"


@edit
def projects_swap_ids(trial: Trial) -> str | None:
    one, other = trial.sources.rng.sample(list(trial.sources.projects()), 2)
    folder = trial.root / "content/projects"
    (folder / one).rename(folder / "between")
    (folder / other).rename(folder / one)
    (folder / "between").rename(folder / other)
    return f"{one} <-> {other}"


@edit
def projects_swap_titles(trial: Trial) -> str | None:
    one, other = trial.sources.rng.sample(list(trial.sources.projects().values()), 2)
    first, second = trial.sources.manifest(one), trial.sources.manifest(other)
    first["title"], second["title"] = second.get("title", "A"), first.get("title", "B")
    trial.sources.save(one, first)
    trial.sources.save(other, second)
    return f"{one.parent.name} <-> {other.parent.name}"


@edit
def project_described_in_a_file(trial: Trial) -> str | None:
    name = trial.sources.rng.choice(list(trial.sources.projects()))
    path = trial.root / f"content/projects/{name}/description.md"
    if path.exists() and trial.sources.rng.random() < 0.5:
        path.unlink()
        return f"no longer: {name}"
    trial.sources.set(trial.root / f"content/projects/{name}/project.yaml", "description", [None])
    put(path, trial.sources.rng.choice([prose for prose in PROSE if prose]).encode())
    return name


@edit
def everything_as_it_began(trial: Trial) -> str | None:
    from exactness.sources import read_tree, write_tree
    from exactness.trial import NOT_SOURCES

    write_tree(trial.root, read_tree(trial.start, NOT_SOURCES), NOT_SOURCES)
    return ""

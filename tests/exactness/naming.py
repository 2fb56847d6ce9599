"""Edits of contributors and of their credits: names, consent, pages, groups, files of credits."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from exactness.starting import put
from exactness.table import EDITS, edit, fields

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from exactness.trial import Trial

fields(
    "contributor",
    lambda trial: trial.sources.people().values(),
    {
        "name": ["Ana Lima", "Ana Lime", "Kofi Mensah", "Kofi Mensch", "森脇大輔", "The <Crew>", "Zed"],
        "sort": ["Aaa", "Zzz", None],
        "also": [["A. L."], ["A. B.", "C. D."], None],
        "names": [{"pt": "Nome"}, {"de": "Name", "ja": "名"}, None],
        "pronouns": ["she/her", "they/them", None],
        "formerly": [["alima"], [{"id": "anna", "date": "2025-02-03"}], [{"id": "hush", "silent": "true"}], None],
        "credit_name": ["everywhere", "as-credited", None],
        "page": ["full", "minimal", "none", {"external": "https://else.example/them"}, None],
        "indexed": ["false", None],
        "bio": ["Writes.", "Wrote *much*.", "Links [here](/projects/lamp-poem/).", None],
        "portrait.alt": ["A face", "A fate", None],
        "links": [
            [{"label": "Site", "url": "https://a.example/", "me": "true"}],
            [{"label": "Sight", "url": "https://a.example/"}],
            None,
        ],
        "identifiers": [{"orcid": "0000-0002-1825-0097"}, {"wikidata": "Q42"}, None],
        "distinct_from": [["bo-holm"], None],
    },
)


@edit
def group_members(trial: Trial) -> str | None:
    path = trial.sources.people().get("the-crew")
    choices: list[Any] = [
        ["zoe-quist"],
        ["bo-holm", {"contributor": "cy-roe", "from": "2020", "to": "2021"}],
        ["kofi-mensah", "zoe-quist"],
        None,
    ]
    return trial.sources.set(path, "members", choices) if path else None


@edit
def short_name_changed(trial: Trial) -> str | None:
    key = trial.sources.pick(trial.sources.short())
    return (
        trial.sources.set(trial.root / "content/contributors.yaml", key, ["Bo Holm", "Bo Halm", "Cy Rob", "夜"]) if key else None
    )


@edit
def short_name_added_and_credited(trial: Trial) -> str | None:
    key = f"extra-{trial.sources.rng.randrange(5)}"
    if key in trial.sources.everybody():
        return None
    trial.sources.set(trial.root / "content/contributors.yaml", key, [f"Extra {key[-1]}"])
    path = trial.sources.rng.choice(list(trial.sources.projects().values()))
    manifest = trial.sources.manifest(path)
    if isinstance(manifest.get("credits"), dict):
        manifest["credits"]["gaffer"] = key
        trial.sources.save(path, manifest)
    return f"{key}, on {path.parent.name}"


@edit
def short_name_gets_a_file_of_its_own(trial: Trial) -> str | None:
    key = trial.sources.pick(trial.sources.short())
    short = trial.sources.short()
    if key is None or len(short) < 2:
        return None
    trial.sources.save(trial.root / f"content/contributors/{key}.yaml", {"name": short.pop(key)})
    trial.sources.save(trial.root / "content/contributors.yaml", short)
    return key


@edit
def file_becomes_a_short_name(trial: Trial) -> str | None:
    key = trial.sources.pick(key for key, path in trial.sources.people().items() if path.name != "contributor.yaml")
    if key is None:
        return None
    path = trial.sources.people()[key]
    trial.sources.set(trial.root / "content/contributors.yaml", key, [trial.sources.manifest(path).get("name", key)])
    path.unlink()
    return key


@edit
def contributor_moves_into_a_folder_or_out(trial: Trial) -> str | None:
    key = trial.sources.pick(key for key in trial.sources.people() if key != "ana-lima")
    if key is None:
        return None
    single, folder = trial.root / f"content/contributors/{key}.yaml", trial.root / f"content/contributors/{key}"
    if single.exists():
        folder.mkdir(exist_ok=True)
        single.rename(folder / "contributor.yaml")
    else:
        (folder / "contributor.yaml").rename(single)
        shutil.rmtree(folder)
        trial.sources.set(single, "portrait", [None])
    return key


@edit
def contributor_renamed_with_all_references(trial: Trial) -> str | None:
    key = trial.sources.pick(key for key in trial.sources.people() if key not in ("the-crew", "kofi-mensah"))
    if key is None:
        return None
    new = key[:-2] if key.endswith("-y") else f"{key}-y"
    path = trial.sources.people()[key]
    moved = path.parent if path.name == "contributor.yaml" else path
    target = moved.with_name(new + moved.suffix)
    if target.exists():
        return None
    moved.rename(target)
    trial.sources.rename_everywhere(key, new)
    manifest = target / "contributor.yaml" if target.is_dir() else target
    how = trial.sources.set(manifest, "formerly", [[key], [{"id": key, "silent": "true"}], None])
    return f"{key} -> {new}, {how}"


@edit
def contributors_swap_ids(trial: Trial) -> str | None:
    people = {key: path for key, path in trial.sources.people().items() if path.name != "contributor.yaml"}
    if len(people) < 2:
        return None
    one, other = trial.sources.rng.sample(sorted(people), 2)
    between = trial.root / "content/contributors/between"
    people[one].rename(between)
    people[other].rename(people[one])
    between.rename(people[other])
    return f"{one} <-> {other}"


@edit
def contributor_removed(trial: Trial) -> str | None:
    key = trial.sources.pick(key for key in trial.sources.people() if key not in ("ana-lima", "kofi-mensah"))
    if key is None:
        return None
    path = trial.sources.people()[key]
    shutil.rmtree(path.parent) if path.name == "contributor.yaml" else path.unlink()
    trial.sources.forget(key)
    return key


@edit
def portrait_given_or_taken(trial: Trial) -> str | None:
    path = trial.sources.pick(path for path in trial.sources.people().values() if path.name == "contributor.yaml")
    if path is None:
        return None
    pictures = sorted(one.name for one in path.parent.glob("*.png"))
    return trial.sources.set(path, "portrait", [None, *({"file": name, "alt": "A face"} for name in pictures)])


def _credit(key: str, values: Sequence[Any]) -> None:
    def change(trial: Trial) -> str | None:
        found = trial.sources.pick(trial.sources.credits())
        if found is None:
            return None
        path, manifest, credit = found
        value = trial.sources.pick(each for each in values if each != credit.get(key))
        credit.pop(key, None)
        if value is not None:
            credit[key] = value
        trial.sources.save(path, manifest)
        return f"{path.parent.name}, {credit.get('contributor', credit.get('name'))}: {value!r}"

    EDITS[f"credit {key}"] = change


_credit("as", ["Kofi", "Koffi", "A. L.", None])
_credit("detail", ["cello", "celli", "additional", None])
_credit("character", ["Herself", "The lamp", None])
_credit("unit", ["Second unit", None])
_credit("note", ["With thanks", None])
_credit("kind", ["influence", "thanks", "contribution", None])
_credit("consent", ["anonymous", "declined", "granted", "unasked", None])
_credit("at", ["2:13", "1:00-1:20", None])
_credit("members", [["zoe-quist"], ["kofi-mensah"], None])


@edit
def credit_role(trial: Trial) -> str | None:
    path = trial.sources.pick(
        path for path in trial.sources.projects().values() if isinstance(trial.sources.manifest(path).get("credits"), dict)
    )
    if path is None:
        return None
    manifest = trial.sources.manifest(path)
    old = trial.sources.rng.choice(sorted(manifest["credits"]))
    new = trial.sources.rng.choice(["author", "composer", "Lamp keeper", "lamp-keeper", "drummer", "Sound efects", "director"])
    manifest["credits"][new] = manifest["credits"].pop(old)
    trial.sources.save(path, manifest)
    return f"{path.parent.name}: {old} -> {new}"


@edit
def credit_added_or_taken(trial: Trial) -> str | None:
    path = trial.sources.rng.choice(list(trial.sources.projects().values()))
    manifest = trial.sources.manifest(path)
    who, credits_ = trial.sources.rng.choice(trial.sources.everybody()), manifest.get("credits")
    if isinstance(credits_, dict):
        role = trial.sources.rng.choice(["editor", "inker", "dramaturge"])
        if role in credits_ and len(credits_) > 1:
            del credits_[role]
        else:
            credits_[role] = trial.sources.rng.choice(
                [who, {"contributor": who, "as": "Somebody"}, [who, {"name": "A neighbour"}]]
            )
    elif isinstance(credits_, list):
        credits_.append({"contributor": who, "role": "editor"})
    else:
        return None
    trial.sources.save(path, manifest)
    return f"{path.parent.name}: {who}"


@edit
def credits_in_another_order(trial: Trial) -> str | None:
    path = trial.sources.pick(
        path for path in trial.sources.projects().values() if len(trial.sources.manifest(path).get("credits") or "") > 1
    )
    if path is None:
        return None
    manifest = trial.sources.manifest(path)
    credits_ = manifest["credits"]
    if isinstance(credits_, list):
        credits_.reverse()
    elif isinstance(credits_, dict):
        manifest["credits"] = dict(reversed(credits_.items()))
    trial.sources.save(path, manifest)
    return path.parent.name


@edit
def row_of_the_credits_file(trial: Trial) -> str | None:
    path = trial.sources.pick(trial.root.glob("content/projects/*/credits.csv"))
    if path is None:
        return None
    rows = path.read_text("utf-8").splitlines()
    if len(rows) > 3 and trial.sources.rng.random() < 0.5:
        gone = rows.pop()
        told = f"without {gone}"
    else:
        told = f"{trial.sources.rng.choice(trial.sources.everybody())},{trial.sources.rng.choice(['inker', 'author'])},{trial.sources.rng.choice(['words', 'wards'])}"
        rows.append(told)
    put(path, ("\n".join(rows) + "\n").encode())
    return told

"""Edits of media, texts, collections, pages: the files beside the manifests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from media_bytes import wav

from exactness.starting import picture, put
from exactness.table import edit, fields

if TYPE_CHECKING:
    from exactness.trial import Trial

COLOURS = ["red", "lime", "blue", "cyan", "pink", "gold"]

fields(
    "collection",
    lambda trial: trial.sources.collections().values(),
    {
        "title": ["Evening", "Evenings", "Nights", "Nicht"],
        "summary": ["All of it.", "Half of it.", None],
        "introduction": ["For *later*.", "For [all](/projects/night-songs/).", None],
        "status": ["draft", "released", "withdrawn", None],
        "released": ["2025-02-03", "2026-11-02", "2026-12-01", None],
        "formerly": [["earlier"], None],
        "language": ["de", None],
        "links": [[{"label": "More", "url": "https://m.example/"}], None],
        "tags": [["night"], ["dusk"], None],
        "awards": [[{"name": "Cup"}], None],
        "credits": [{"editor": "kofi-mensah"}, {"editor": {"contributor": "ana-lima", "as": "A."}}, None],
    },
)


@edit
def collection_chooses(trial: Trial) -> str | None:
    path = trial.sources.collections().get("evening")
    ids = list(trial.sources.projects())
    trial.sources.rng.shuffle(ids)
    return trial.sources.set(path, "projects", [ids[:3], [ids[0], {"project": ids[1], "note": "A note"}]]) if path else None


@edit
def collection_fills_itself(trial: Trial) -> str | None:
    path = trial.sources.collections().get("all-night")
    wheres = [
        {"tag": "night"},
        {"tag": "rain"},
        {"medium": "poem"},
        {"year": "2025"},
        {"contributor": "ana-lima"},
        {"contributor": "kofi-mensah", "year": "2025"},
    ]
    return trial.sources.set(path, "where", wheres) if path else None


@edit
def collection_added_or_removed(trial: Trial) -> str | None:
    path = trial.root / "content/collections/third.yaml"
    if path.exists():
        path.unlink()
        return "removed"
    trial.sources.save(path, {"title": "Third", "projects": trial.sources.rng.sample(list(trial.sources.projects()), 2)})
    return "added"


@edit
def collection_renamed(trial: Trial) -> str | None:
    name, path = trial.sources.rng.choice(list(trial.sources.collections().items()))
    new = path.with_stem(name[:-2] if name.endswith("-z") else f"{name}-z")
    path.rename(new)
    trial.sources.set(new, "formerly", [None, [name]])
    return name


@edit
def page_text(trial: Trial) -> str | None:
    name, path = trial.sources.rng.choice(list(trial.sources.pages().items()))
    body = trial.sources.rng.choice(
        ["By hand.", "By band.", "With [Kofi](/contributors/kofi-mensah/).", "## A\n\n## B\n", "[^1]\n\n[^1]: Note"]
    )
    put(path, f"---\ntitle: {name.title()}\n---\n{body}\n".encode())
    return f"{name}: {body!r}"


@edit
def page_header(trial: Trial) -> str | None:
    path = trial.sources.rng.choice(list(trial.sources.pages().values()))
    _, _, body = path.read_text("utf-8").split("---\n", 2)
    header = trial.sources.rng.choice(
        ["title: Else", "title: Elsa", "menu: true", "summary: In short.", "language: de", "title: T\nformerly: [was]"]
    )
    put(path, f"---\n{header}\n---\n# Own head\n\n{body}".encode())
    return f"{path.name}: {header!r}"


@edit
def page_added_or_removed(trial: Trial) -> str | None:
    path = trial.root / "content/pages/news.md"
    if path.exists():
        path.unlink()
        trial.sources.forget("news")
        return "removed"
    put(path, b"---\ntitle: News\nmenu: true\n---\nNone.\n")
    return "added"


@edit
def page_goes_into_the_menu_or_out(trial: Trial) -> str | None:
    config = trial.root / "config.yaml"
    menu = [*(trial.sources.manifest(config).get("menu") or ["projects"])]
    name = trial.sources.rng.choice(list(trial.sources.pages()))
    menu = [word for word in menu if word != name] if name in menu else [*menu, name]
    return trial.sources.set(config, "menu", [menu])


@edit
def text_edited(trial: Trial) -> str | None:
    path = trial.sources.pick(path for path in trial.sources.texts() if "pages" not in path.parts)
    if path is None:
        return None
    put(path, path.read_bytes() + trial.sources.rng.choice([b"More.\n", b"*Less*.\n", b"\n\n> Quoted\n"]))
    return str(path.relative_to(trial.root))


@edit
def text_changed_at_equal_length_and_time(trial: Trial) -> str | None:
    path = trial.sources.pick(trial.sources.texts())
    if path is None:
        return None
    status, data = path.stat(), path.read_bytes()
    place = max(data.rfind(letter) for letter in b"aeoinst")
    put(path, data[:place] + (b"e" if data[place : place + 1] == b"a" else b"a") + data[place + 1 :])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return str(path.relative_to(trial.root))


@edit
def title_changed_at_equal_length_and_time(trial: Trial) -> str | None:
    path = trial.sources.rng.choice([*trial.sources.projects().values(), *trial.sources.people().values()])
    key = "title" if path.name == "project.yaml" else "name"
    status, manifest = path.stat(), trial.sources.manifest(path)
    if key not in manifest:
        return None
    manifest[key] = manifest[key][:-1] + ("e" if manifest[key][-1] != "e" else "a")
    trial.sources.save(path, manifest)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return f"{path.relative_to(trial.root)}: {manifest[key]}"


@edit
def text_taken_or_given(trial: Trial) -> str | None:
    path = trial.sources.projects().get("lamp-poem")
    if path is None:
        return None
    put(path.parent / "second.md", b"And then\nmore.\n")
    choices: list[Any] = [
        None,
        [{"text": "lamp.md"}],
        [{"text": "lamp.md", "title": "One"}, {"section": "After"}, {"text": "second.md", "title": "Two"}],
    ]
    return trial.sources.set(path, "media", choices)


@edit
def picture_of_the_same_size(trial: Trial) -> str | None:
    path = trial.sources.pick(trial.sources.pictures())
    if path is None:
        return None
    colour, status = trial.sources.rng.choice(COLOURS), path.stat()
    put(path, picture(colour))
    keeps = trial.sources.rng.random() < 0.5
    if keeps:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return f"{path.relative_to(trial.root)}: {colour}{', same time' if keeps else ''}"


@edit
def picture_of_another_shape(trial: Trial) -> str | None:
    path = trial.sources.pick(trial.sources.pictures())
    if path is None:
        return None
    width_px, height_px = trial.sources.rng.choice([(40, 30), (30, 40), (12, 12), (70, 20)])
    put(path, picture("white", width_px, height_px))
    return f"{path.relative_to(trial.root)}: {width_px} x {height_px}"


@edit
def pictures_swapped(trial: Trial) -> str | None:
    if len(trial.sources.pictures()) < 2:
        return None
    one, other = trial.sources.rng.sample(trial.sources.pictures(), 2)
    between = one.with_name("between")
    one.rename(between)
    other.rename(one)
    between.rename(other)
    return f"{one.relative_to(trial.root)} <-> {other.relative_to(trial.root)}"


@edit
def picture_replaced_by_a_link(trial: Trial) -> str | None:
    if len(trial.sources.pictures()) < 2:
        return None
    one, other = trial.sources.rng.sample(trial.sources.pictures(), 2)
    if one.is_symlink() or other.is_symlink():
        return None
    one.unlink()
    one.symlink_to(os.path.relpath(other, one.parent))
    return f"{one.relative_to(trial.root)} is {other.relative_to(trial.root)}"


@edit
def pages_of_the_comic(trial: Trial) -> str | None:
    folder = trial.root / "content/projects/rain-comic/pages"
    if not folder.is_dir():
        return None
    found = sorted(folder.glob("*.png"))
    if len(found) > 1 and trial.sources.rng.random() < 0.5:
        gone = trial.sources.rng.choice(found)
        gone.unlink()
        return f"without {gone.name}"
    name = f"{trial.sources.rng.choice([0, 3, 10])}.png"
    put(folder / name, picture(trial.sources.rng.choice(COLOURS)))
    return f"with {name}"


@edit
def folder_of_the_comic_renamed(trial: Trial) -> str | None:
    manifest = trial.sources.projects().get("rain-comic")
    media = trial.sources.manifest(manifest).get("media") if manifest else None
    old = media[0].get("images", "").partition("/")[0] if media else ""
    if not old:
        return None
    new = "sheets" if old == "pages" else "pages"
    if not (manifest.parent / old).is_dir() or (manifest.parent / new).exists():
        return None
    (manifest.parent / old).rename(manifest.parent / new)
    media[0]["images"] = f"{new}/*.png"
    return trial.sources.set(manifest, "media", [media, [*media]]) or "moved"


@edit
def comic_reads(trial: Trial) -> str | None:
    manifest = trial.sources.projects().get("rain-comic")
    media = trial.sources.manifest(manifest).get("media") if manifest else None
    if not media:
        return None
    key, value = trial.sources.rng.choice(
        [("reading", "rtl"), ("reading", "scroll"), ("reading", "ltr"), ("title", "Strap"), ("id", "strip"), ("summary", "Wet.")]
    )
    media[0][key] = value
    trial.sources.save(manifest, trial.sources.manifest(manifest) | {"media": media})
    return f"{key} = {value}"


@edit
def alts_of_the_comic(trial: Trial) -> str | None:
    path = trial.root / "content/projects/rain-comic/alts.yaml"
    return (
        trial.sources.set(path, "1", [None]) or trial.sources.set(path, "1.png", ["Rain", "Rein", "Ruin"])
        if path.exists()
        else None
    )


@edit
def sound_changed(trial: Trial) -> str | None:
    path = trial.root / "content/projects/lamp-song/lamp.wav"
    if not path.exists():
        return None
    seconds = trial.sources.rng.choice([1, 2, 3])
    put(path, wav(seconds=seconds))
    return f"{seconds} s"


@edit
def sound_described(trial: Trial) -> str | None:
    path = trial.sources.projects().get("lamp-song")
    if path is None:
        return None
    item: dict[str, Any] = {"audio": "lamp.wav"}
    more = trial.sources.rng.choice(
        [
            {"lyrics": "lyrics.md"},
            {"download": "false"},
            {"chapters": [{"at": "0:00", "title": "In"}]},
            {"title": "Take two"},
            {"license": "CC0-1.0"},
            {"credits": {"engineer": "cy-roe"}},
        ]
    )
    return trial.sources.set(path, "media", [[item | more]])


@edit
def embed_described(trial: Trial) -> str | None:
    path = trial.sources.projects().get("lantern")
    if path is None:
        return None
    poster = {
        "file": trial.sources.rng.choice(["still.png", "poster.png"]),
        "alt": trial.sources.rng.choice(["A lamp", "A lump"]),
    }
    number = trial.sources.rng.choice(["76979871", "76979872"])
    return trial.sources.set(path, "media", [[{"embed": f"https://vimeo.com/{number}", "title": "The film", "poster": poster}]])


@edit
def cover_given_or_taken(trial: Trial) -> str | None:
    path = trial.sources.pick(path for path in trial.sources.projects().values() if list(path.parent.glob("*.png")))
    if path is None:
        return None
    names = sorted(one.name for one in path.parent.glob("*.png"))
    return trial.sources.set(path, "cover", [None, *({"file": name, "alt": "A cover"} for name in names)])


@edit
def file_that_nobody_names(trial: Trial) -> str | None:
    folder = trial.sources.rng.choice([trial.root / "content", *(path.parent for path in trial.sources.projects().values())])
    path = folder / trial.sources.rng.choice([".DS_Store", "notes.txt", "project.yaml~", "spare.png"])
    if path.exists():
        path.unlink()
        return f"no {path.relative_to(trial.root)}"
    put(path, picture("red") if path.suffix == ".png" else b"x")
    return str(path.relative_to(trial.root))

"""The media files of a record, named as a manifest names them."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from generator.importers.rows import Row, as_line, as_list, as_text

if TYPE_CHECKING:
    from generator.importers.report import Notes

_KINDS = {
    "image": "jpg jpeg png gif webp avif tif tiff bmp svg",
    "audio": "mp3 ogg oga opus flac wav m4a aac",
    "video": "mp4 webm mkv mov m4v ogv",
    "document": "pdf epub",
    "text": "md markdown txt",
}
KIND_OF = {f".{ending}": kind for kind, endings in _KINDS.items() for ending in endings.split()}

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*%\x7f-\x9f\u2028\u2029]+')
_TRACK = re.compile(
    r"(?P<of>.+?)(?:\.(?P<kind>captions|subtitles|descriptions|chapters))?(?:\.(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*))?$"
)


class Media(msgspec.Struct, frozen=True):
    """What a manifest says of its media, with the files to lay beside it."""

    items: list[dict[str, Any]]
    cover: dict[str, str] | str | None
    files: dict[str, Path]
    """Name beside the manifest to the file it is a copy of."""


def media(row: Row, source: Path, layout: str, taken: set[str], notes: Notes) -> Media:
    """The media of a record; `taken` are names of files that are something else already."""
    files = _files(row, source, taken, notes)
    given = row.values.get("media_alt")
    alts = given if isinstance(given, dict) else {}
    if given and not isinstance(given, dict):
        notes.add(row.where, "media_alt is no mapping from file to text; left out", given)
    described = {name: as_line(alts.get(path) or alts.get(PurePosixPath(path).name)) for path, (name, _) in files.items()}
    for path in alts:
        if path not in files and not any(PurePosixPath(known).name == path for known in files):
            notes.add(row.where, "a description of a picture that is not among the media", f"{path}: {as_line(alts[path])}")
    names = [name for name, _ in files.values()]
    cover = _cover(names, layout)
    items = _items([name for name in names if name != cover], described)
    shown: dict[str, str] | str | None = cover
    if cover and described.get(cover):
        shown = {"file": cover, "alt": described[cover]}
    return Media(items, shown, dict(files.values()))


def _files(row: Row, source: Path, taken: set[str], notes: Notes) -> dict[str, tuple[str, Path]]:
    """Path in the source to the name here with the file, in order."""
    found: dict[str, tuple[str, Path]] = {}
    used = {name.casefold() for name in taken}
    for value in as_list(row.values.get("media")):
        path = as_text(value)
        if not path or path in found:
            if not path:
                notes.add(row.where, "a media file that is no path; left out", value)
            continue
        file = _inside(source, path)
        if file is None:
            notes.add(row.where, "a media file that is not there; left out", path)
            continue
        name = _free_name(file.name, used)
        used.add(name.casefold())
        found[path] = (name, file)
    return found


def _inside(source: Path, path: str) -> Path | None:
    root = source.resolve()
    for base in (source / "media", source):
        try:
            file = (base / path).resolve()
            if file.is_relative_to(root) and file.is_file():
                return file
        except (OSError, ValueError):
            return None
    return None


def _free_name(name: str, used: set[str]) -> str:
    clean = _NOT_IN_NAMES.sub("-", name).lstrip(".-~$") or "file"
    stem, suffix = PurePosixPath(clean).stem, PurePosixPath(clean).suffix
    number = 1
    while clean.casefold() in used:
        number += 1
        clean = f"{stem}-{number}{suffix}"
    return clean


def _cover(names: list[str], layout: str) -> str | None:
    """The picture that stands for a work which is not itself a picture."""
    pictures = [name for name in names if kind_of(name) == "image"]
    if not pictures or layout == "look" or (layout == "watch" and not any(kind_of(name) == "video" for name in names)):
        return None
    if len(pictures) == 1:
        return pictures[0]
    return next((name for name in pictures if re.search(r"(^|[^a-z])cover([^a-z]|$)", PurePosixPath(name).stem.lower())), None)


def kind_of(name: str) -> str:
    """How a manifest names a file of this ending."""
    return KIND_OF.get(PurePosixPath(name).suffix.lower(), "file")


def _items(names: list[str], alts: dict[str, str]) -> list[dict[str, Any]]:
    tracks = [name for name in names if name.lower().endswith(".vtt")]
    items: list[dict[str, Any]] = []
    players: dict[tuple[str, str], dict[str, Any]] = {}
    for name in names:
        kind, stem = kind_of(name), PurePosixPath(name).stem
        if name in tracks:
            continue
        if kind in {"audio", "video"}:
            if (kind, stem) in players:
                items.append({"file": name})
                continue
            players[(kind, stem)] = item = {kind: name}
            items.append(item)
        elif kind == "image" and alts.get(name):
            items.append({"image": name, "alt": alts[name]})
        else:
            items.append({kind: name})
    for track in tracks:
        player = _player_of(track, players)
        if player is None:
            items.append({"file": track})
        else:
            _add_track(player, track, items)
    return items


def _player_of(track: str, players: dict[tuple[str, str], dict[str, Any]]) -> dict[str, Any] | None:
    match = _TRACK.match(PurePosixPath(track).stem)
    named = [item for (_, stem), item in players.items() if match and stem in {match["of"], PurePosixPath(track).stem}]
    if named:
        return named[0]
    return next(iter(players.values())) if len(players) == 1 else None


def _add_track(player: dict[str, Any], track: str, items: list[dict[str, Any]]) -> None:
    match = _TRACK.match(PurePosixPath(track).stem)
    kind, language = (match["kind"], match["language"]) if match else (None, None)
    if kind == "chapters":
        if "chapters" in player:
            items.append({"file": track})
        else:
            player["chapters"] = track
        return
    entry = {"file": track}
    if language:
        entry["language"] = language
    if kind in {"subtitles", "descriptions"}:
        entry["kind"] = kind
    player.setdefault("captions", []).append(entry)

"""Files of an import on the disk, told apart from files that somebody wrote by hand."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Outcome = Literal["created", "updated", "unchanged", "left alone"]

_MARK = re.compile(r'# From ([^\n"]+): ("(?:[^"\\]|\\.)*") \(([0-9a-f]{12})\)\.[^\n]*\n')


def earlier_ids(site: Path, origins: tuple[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Which ids the works, then the contributors, have here that earlier imports brought from these origins."""
    content = site / "content"
    works = {key: path.parent.name for path, key in _marked(content.glob("projects/*/project.yaml"), origins[0])}
    people = {key: path.stem for path, key in _marked(content.glob("contributors/*.yaml"), origins[1])}
    return works, people


def write_imported(path: Path, origin: str, key: str, body: str, beside: Mapping[str, bytes | Path] | None = None) -> Outcome:
    """Write one manifest with the files beside it, unless a hand changed what stands there.

    Its first line keeps a digest of everything as it was written, so that the next import can tell. `beside`
    is None for a manifest that shares its folder with others. What came from another origin is left alone too.
    """
    folder = path.parent
    exists = path.exists()
    if exists:
        text = path.read_bytes()
        match = _MARK.match(text.decode("utf-8", "replace"))
        ours = (
            match is not None
            and match[1] == origin
            and match[3] == _digest(text.decode("utf-8", "replace")[match.end() :], folder, path, beside)
        )
        if not ours:
            return "left alone"
    elif beside is not None and any(
        _differs(folder / name, source) for name, source in beside.items() if (folder / name).exists()
    ):
        return "left alone"
    changed = False
    folder.mkdir(parents=True, exist_ok=True)
    if beside is not None:
        for name, source in beside.items():
            if _differs(folder / name, source):
                _replace(folder / name, source.read_bytes() if isinstance(source, Path) else source)
                changed = True
        for file in list(_beside(folder, path)) if exists else []:
            if file.name not in beside:
                file.unlink()
                changed = True
    first = f"# From {origin}: {json.dumps(key)} ({_digest(body, folder, path, beside)})."
    new = f"{first} Importing again rewrites this file until you change it.\n{body}".encode()
    if exists and path.read_bytes() == new and not changed:
        return "unchanged"
    _replace(path, new)
    return "updated" if exists else "created"


def origin_of(data: bytes) -> str:
    """Where an import had a manifest from; nothing for one that somebody wrote."""
    match = _MARK.match(data[:4096].decode("utf-8", "replace"))
    return match[1] if match is not None else ""


def write_if_new(path: Path, text: str) -> Outcome:
    """Write a file that an import shares with the editor."""
    exists = path.exists()
    if exists and path.read_bytes() == text.encode():
        return "unchanged"
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, text.encode())
    return "updated" if exists else "created"


def _marked(paths: Iterator[Path], origin: str) -> Iterator[tuple[Path, str]]:
    for path in sorted(paths):
        with path.open("rb") as file:
            match = _MARK.match(file.readline(4096).decode("utf-8", "replace"))
        if match is not None and match[1] == origin:
            try:
                yield path, str(json.loads(match[2]))
            except ValueError:
                continue


def _beside(folder: Path, manifest: Path) -> Iterator[Path]:
    """The files of a project's folder, without the hidden ones that systems leave there."""
    for file in sorted(folder.iterdir()):
        if file != manifest and not file.name.startswith(".") and file.is_file():
            yield file


def _digest(body: str, folder: Path, manifest: Path, beside: Mapping[str, bytes | Path] | None) -> str:
    digest = hashlib.sha256(body.encode())
    if beside is not None:
        for file in _beside(folder, manifest):
            digest.update(
                b"\0" + file.name.encode("utf-8", "surrogateescape") + b"\0" + hashlib.sha256(file.read_bytes()).digest()
            )
    return digest.hexdigest()[:12]


def _differs(path: Path, wanted: bytes | Path) -> bool:
    if not path.is_file():
        return True
    if isinstance(wanted, Path):
        if path.stat().st_size != wanted.stat().st_size:
            return True
        wanted = wanted.read_bytes()
    return path.read_bytes() != wanted


def _replace(path: Path, data: bytes) -> None:
    """Old or new, never half: what is written is renamed into place."""
    part = path.with_name(f".{path.name[:100]}.part")
    part.write_bytes(data)
    os.replace(part, path)  # noqa: PTH105 - Path.replace is the same, but reads like str.replace

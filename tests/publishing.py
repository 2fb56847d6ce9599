"""Two states of a small site, to be published one after the other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

from generator.files import (
    open_output,
    output_path,
)

PRELUDE = """
import os, signal
from pathlib import Path
from generator.errors import PublishError
from generator.files import open_output
from publishing import FIRST, SECOND, publish
"""
FIRST = {
    "index.html": b"home one",
    "feed.xml": b"feed one",
    "projects/lamp/index.html": b"lamp one",
    "projects/old/index.html": b"goes away",
    "projects/swap": b"a file, then a folder",
    "tags/night/index.html": b"a folder, then a file",
    "media/ab/lamp.jpg": b"picture",
}
SECOND = {
    "index.html": b"home two",
    "feed.xml": b"feed two",
    "projects/lamp/index.html": b"lamp two",
    "projects/new/index.html": b"comes",
    "projects/swap/index.html": b"now a folder",
    "tags/night": b"now a file",
    "media/ab/lamp.jpg": b"picture",
    "media/cd/new.jpg": b"picture two",
}


def order(path: PurePosixPath) -> int:
    return 0 if path.parts[0] == "media" else 1 if path.suffix == ".html" else 2


def publish(output: Path, files: dict[str, bytes], **options):
    with open_output(output, **options) as publication:
        for path, data in files.items():
            publication.stage(output_path(path), data)
        return publication.commit(order)


def tree(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file() and path.relative_to(output).parts[0] != ".creditroll"
    }


def state_names(output: Path) -> set[str]:
    return {path.name for path in (output / ".creditroll").iterdir()}


def settle(output: Path) -> None:
    """Files old enough for their times to be believed."""
    for path in output.rglob("*"):
        if path.is_file() and ".creditroll" not in path.parts:
            os.utime(path, ns=(10**18, 10**18))


def script_of(code: str) -> str:
    return f"import sys; sys.path[:0] = {[str(Path(__file__).parent), *sys.path]!r}\n{PRELUDE}\n{code}"


def child(code: str, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
    script = script_of(code)
    return subprocess.run(
        [sys.executable, "-c", script, *arguments], check=False, capture_output=True, text=True, timeout=60, **options
    )

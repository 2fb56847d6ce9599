"""Small sites, built by the real command line."""

from __future__ import annotations

import atexit
import functools
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG = "site:\n  id: 6f1c0c0e-2f4b-4c53-9d4e-0a8f5f1f2d3c\n  title: Night Shift\n  url: https://example.org/\n"
PEOPLE = {
    "content/contributors/ana-lima.yaml": "name: Ana Lima\n",
    "content/contributors/kofi-mensah.yaml": "name: Kofi Mensah\n",
}
LAMP = "content/projects/lamp/project.yaml"


class Run(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


class SiteTest:
    """A site in a folder of its own, to be edited and built again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.last = Run(0, "", "")
        self._before: dict[str, bytes] = {}

    @classmethod
    def from_folder(cls, folder: Path, root: Path) -> SiteTest:
        """A copy of a folder."""
        shutil.copytree(folder, root, dirs_exist_ok=True, symlinks=True)
        return cls(root)._warmed()

    @classmethod
    def of(cls, root: Path, files: Mapping[str, str | bytes]) -> SiteTest:
        """A site of these files; `config.yaml` may be left out."""
        site = cls(root)
        for name, content in {"config.yaml": CONFIG, **files}.items():
            site.write(name, content)
        return site._warmed()

    def write(self, path: str, content: str | bytes) -> SiteTest:
        """A file with this content, whatever was there before."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def edit(self, path: str, **keys: object) -> SiteTest:
        """A manifest with some of its top keys changed, or taken out where the value is None."""
        data = yaml.load((self.root / path).read_text("utf-8"), yaml.BaseLoader) | keys
        kept = {key: value for key, value in data.items() if value is not None}
        return self.write(path, yaml.safe_dump(kept, allow_unicode=True, sort_keys=False))

    def run(self, *arguments: str) -> Run:
        """Any command of the program, on this site."""
        verb = arguments[:2] if arguments[0] == "export" else arguments[:1]
        command = [sys.executable, "-m", "generator", *verb, "--site", str(self.root), *arguments[len(verb) :]]
        environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        done = subprocess.run(command, check=False, capture_output=True, timeout=120, cwd=self.root, env=environment)
        self.last = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
        return self.last

    def build(self, *arguments: str) -> SiteTest:
        """The site published; a failure of the test where that failed."""
        self._before = self.output()
        run = self.run("build", *arguments)
        assert run.code == 0, run.err
        return self

    def refused(self, *arguments: str) -> str:
        """What a build says that refuses the content; a failure of the test where it did not."""
        run = self.run("build", *arguments)
        assert run.code == 1, run.out + run.err
        assert "Traceback" not in run.err
        return run.err

    def read(self, path: str) -> str:
        """The text of one published file."""
        return (self.root / "output" / path).read_text("utf-8")

    def has(self, path: str) -> bool:
        """Whether this file is published."""
        return (self.root / "output" / path).is_file()

    def output(self) -> dict[str, bytes]:
        """Everything that is published, by path."""
        output = self.root / "output"
        found = sorted(path.relative_to(output) for path in output.rglob("*") if path.is_file())
        return {path.as_posix(): (output / path).read_bytes() for path in found if path.parts[0] != ".creditroll"}

    def written(self) -> set[str]:
        """What the last build changed or added."""
        return {path for path, data in self.output().items() if self._before.get(path) != data}

    def _warmed(self) -> SiteTest:
        shutil.copytree(_cache(), self.root / ".cache", dirs_exist_ok=True)
        return self


@functools.cache
def _cache() -> Path:
    """What every site remembers alike, fonts above all, made once."""
    folder = Path(tempfile.mkdtemp(prefix="creditroll-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    site = SiteTest(folder)
    site.write("config.yaml", CONFIG)
    site.write("content/projects/lamp/project.yaml", "title: Lamp\nmedium: poem\ncredits: {author: ana-lima}\n")
    site.write("content/contributors/ana-lima.yaml", "name: Ana Lima\n")
    site.build()
    return folder / ".cache"


def png(colour: str = "red", width_px: int = 8, height_px: int = 6) -> bytes:
    """A picture of one colour."""
    data = io.BytesIO()
    Image.new("RGB", (width_px, height_px), colour).save(data, "PNG")
    return data.getvalue()


def where(site: SiteTest, *texts: str) -> list[str]:
    """The published files whose path or bytes hold one of these texts, whatever the case."""
    wanted = [text.lower() for text in texts]
    found = []
    for path, data in site.output().items():
        plain = f"{path}\n{data.decode('utf-8', 'ignore')}\n{data.decode('utf-16-le', 'ignore')}".lower()
        if any(text in plain for text in wanted):
            found.append(path)
    return found

"""Who takes part: what each is started with, what a cold build must not find, which file a title stands in."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import peers
from tests.bench.census import Census, WrongOutputError, census, check_page_set, check_whole_site
from tests.bench.convert import Corpus, make_ours, make_peer
from tests.bench.measure import FailedRunError, Measured, run

OURS, FAST, WHOLE, HUGO, ELEVENTY, PELICAN = (
    "Creditroll",
    "Creditroll, engine commonmark",
    "Creditroll, whole default theme",
    "Hugo",
    "Eleventy",
    "Pelican",
)
_TITLE = re.compile(r"^(title: )(.*)$", re.MULTILINE | re.IGNORECASE)


@dataclass
class Contestant:
    """A generator with its site, and the folder it wrote to last."""

    name: str
    folder: Path
    command: tuple[str, ...]
    """`OUTPUT` stands for the output folder."""
    manifest: str
    """Where the title of a project is written; `SLUG` stands for its id."""
    memories: tuple[str, ...] = ()
    """What a cold build must not find, below `folder`."""
    environment: dict[str, str] = field(default_factory=dict)
    runs_in: Path | None = None
    output: Path = Path()
    number: int = 0

    def forget(self) -> None:
        """Makes the next build a cold one: no memory, an output folder that never was.

        What was there stays beside until the end: file systems are slow for minutes to use again what was just deleted.
        """
        self.number += 1
        for name in self.memories:
            if (self.folder / name).exists():
                (self.folder / name).rename(self.folder.with_name(f"{self.folder.name}-{self.number}-{name.replace('/', '-')}"))
        self.output = self.folder.with_name(f"{self.folder.name}-output-{self.number}")

    def build(self, *, memory: bool = False) -> Measured:
        """One build from the command line. Raises FailedRunError."""
        command = [word.replace("OUTPUT", str(self.output)) for word in self.command]
        return run(command, folder=self.runs_in or self.folder, environment=self.environment, memory=memory)

    def title_file(self, slug: str) -> Path:
        """The file in which the title of a project stands."""
        return self.folder / self.manifest.replace("SLUG", slug)

    def retitle(self, slug: str, title: str) -> None:
        """Writes another title into a project's file."""
        write_title(self.title_file(slug), title)

    def check(self, corpus: Corpus) -> Census:
        """The files of the last build; raises WrongOutputError unless they are what it should have written."""
        found = census(self.output)
        (check_whole_site if self.name == WHOLE else check_page_set)(found, corpus, self.name)
        return found

    def check_title(self, slug: str, contributor: str, title: str) -> None:
        """Raises WrongOutputError unless the pages of a project and of a contributor show a title."""
        for page in (f"projects/{slug}/index.html", f"contributors/{contributor}/index.html"):
            if title not in (self.output / page).read_text("utf-8"):
                raise WrongOutputError(f"{self.name} did not write the new title into {page}")

    def written(self, measured: Measured) -> int | None:
        """How many files a build wrote or deleted, where it says so."""
        if self.name not in (OURS, FAST, WHOLE):
            return None
        said = json.loads(measured.said)
        return len(said["written"]) + len(said["deleted"])


def write_title(path: Path, title: str) -> None:
    """Writes another title into the file of a project, of any generator."""
    text, changed = _TITLE.subn(lambda found: found[1] + title, path.read_text("utf-8"), count=1)
    if not changed:
        raise FailedRunError(f"there is no title in {path}")
    path.write_text(text, "utf-8")


def ours(corpus: Corpus, folder: Path, *, whole: bool = False, fast: bool = False) -> Contestant:
    """This program; with the benchmark's theme, or with all that the default theme makes; `fast` with the quick reader of Markdown."""
    make_ours(corpus, folder, full=whole, fast=fast)
    command = (sys.executable, "-m", "generator", "build", "--site", str(folder), "--output", "OUTPUT", "--format", "json")
    return Contestant(
        WHOLE if whole else FAST if fast else OURS,
        folder,
        command,
        "content/projects/SLUG/project.yaml",
        memories=(".cache",),
        runs_in=peers.REPOSITORY,
    )


def hugo(corpus: Corpus, folder: Path) -> Contestant:
    """Hugo, started as its binary. Raises MissingPeerError."""
    program = peers.python_peer("hugo")
    make_peer("hugo", corpus.folder, folder)
    command = (str(program), "--quiet", "--destination", "OUTPUT", "--cacheDir", str(folder / "cache"))
    return Contestant(HUGO, folder, command, "content/projects/SLUG.md", memories=("cache", "resources"))


def eleventy(corpus: Corpus, folder: Path) -> Contestant:
    """Eleventy, with as much memory as it asks for. Raises MissingPeerError."""
    node, cli = peers.eleventy()
    make_peer("eleventy", corpus.folder, folder, peers.eleventy_modules())
    environment = {"NODE_OPTIONS": "--max-old-space-size=10000"} if corpus.projects > 5_000 else {}
    command = (str(node), str(cli), "--quiet", "--output=OUTPUT")
    return Contestant(ELEVENTY, folder, command, "content/projects/SLUG.md", memories=(".cache",), environment=environment)


def pelican(corpus: Corpus, folder: Path) -> Contestant:
    """Pelican. Raises MissingPeerError."""
    program = peers.python_peer("pelican")
    make_peer("pelican", corpus.folder, folder)
    command = (str(program), "content", "--settings", "pelicanconf.py", "--output", "OUTPUT", "--quiet")
    return Contestant(PELICAN, folder, command, "content/projects/SLUG.md", memories=("cache",))

"""Smaller copies of photographs: the same widths, formats and quality as Hugo's image processing and sigal."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.bench import contestants as who
from tests.bench import peers
from tests.bench.census import WrongOutputError
from tests.bench.contestants import Contestant
from tests.bench.convert import HERE, SITE_URL, make_corpus
from tests.bench.measure import Measured
from tests.bench.rounds import Series, rounds

SIGAL = "sigal"
ONE_CORE = f"{who.OURS}, --jobs 1"
WIDEST_PX = 2400
QUALITY = {"jpeg": 82, "webp": 80}
"""What the generator has fixed; the others are told."""

_CONFIG = f"""site:
  title: Bench
  url: {SITE_URL}
theme: {{name: bench}}
feeds: {{site: [rss], wholes: [], contributors: [rss], collections: [], mediums: [], tags: [], roles: [], years: []}}
takeaways: {{badge: false, card: false, vcard: false, citations: false, social_pictures: none}}
catalogues: {{opds: false, iiif: false}}
"""
_ENDINGS = {".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}


class Kind(NamedTuple):
    """Which copies of each photograph are made, and who can make them."""

    name: str
    widths_px: tuple[int, ...]
    formats: tuple[str, ...]
    peers: tuple[str, ...]

    @property
    def copies(self) -> Counter[tuple[str, int]]:
        """The copies of one photograph, by format and width."""
        return Counter((form, width) for form in self.formats for width in self.widths_px)


KINDS = (
    Kind("all that a page offers", (320, 640, 960, 1280, 1920, WIDEST_PX), ("webp", "jpeg"), (who.HUGO,)),
    Kind("what sigal can make: a picture and its thumbnail", (320, WIDEST_PX), ("jpeg",), (who.HUGO, SIGAL)),
)


class Pictures(NamedTuple):
    """What was measured of one kind of copies."""

    kind: Kind
    count: int
    cold: Series
    again: Series
    copies: dict[str, tuple[int, int]]
    """By generator: how many copies, and their bytes."""
    missing: dict[str, str]


def measure_pictures(count: int, folder: Path, runs: int) -> list[Pictures]:
    """Cold builds and second builds of a site with `count` photographs, for each kind of copies."""
    source = folder / "source"
    make_corpus(max(count, 24), source, images=count, site=True)
    return [_measure(kind, source, folder / f"kind-{number}", count, runs) for number, kind in enumerate(KINDS)]


def _measure(kind: Kind, source: Path, folder: Path, count: int, runs: int) -> Pictures:
    folder.mkdir()
    takes_part = [_ours(kind, source, folder / "ours"), _ours(kind, source, folder / "one", ONE_CORE, ("--jobs", "1"))]
    missing: dict[str, str] = {}
    for name, make in ((who.HUGO, _hugo), (SIGAL, _sigal)):
        if name in kind.peers:
            try:
                takes_part.append(make(kind, source, folder / name.lower()))
            except peers.MissingPeerError as error:
                missing[name] = str(error)
    copies: dict[str, tuple[int, int]] = {}

    def check(one: Contestant, _number: int, _measured: Measured) -> None:
        copies[one.name] = _copies(one, kind, count)

    label = f"{count} photographs, {kind.name}"
    cold = rounds(takes_part, runs, lambda one, _: one.forget(), check, memory=False, label=f"{label}, cold")
    again = rounds(takes_part, max(3, runs), lambda _one, _number: None, check, memory=False, label=f"{label}, again")
    return Pictures(kind, count, cold, again, copies, missing)


def _copies(one: Contestant, kind: Kind, count: int) -> tuple[int, int]:
    """Number and bytes of the copies in an output; raises WrongOutputError unless they are those that were asked for."""
    from PIL import Image

    found: Counter[tuple[str, int]] = Counter()
    size = 0
    for path in sorted(one.output.rglob("*")):
        form = _ENDINGS.get(path.suffix.lower())
        if form is None or "static" in path.relative_to(one.output).parts:
            continue
        with Image.open(path) as picture:
            width = picture.width
        if width <= WIDEST_PX:
            found[form, width] += 1
            size += path.stat().st_size
    wanted = Counter({key: number * count for key, number in kind.copies.items()})
    if found != wanted:
        raise WrongOutputError(f"{one.name} made the copies {dict(found - wanted)} too many, {dict(wanted - found)} too few")
    return found.total(), size


def _ours(kind: Kind, source: Path, folder: Path, name: str = who.OURS, options: tuple[str, ...] = ()) -> Contestant:
    shutil.copytree(source, folder, copy_function=_link)
    (folder / "config.yaml").unlink()
    (folder / "config.yaml").write_text(f"{_CONFIG}media: {{formats: [{', '.join(kind.formats)}]}}\n", "utf-8")
    theme = folder / "themes/bench"
    shutil.copytree(HERE / "theme", theme)
    with (theme / "theme.yaml").open("a", encoding="utf-8") as file:
        file.write(f"image_widths: {list(kind.widths_px[:-1])}\n")
    command = (
        sys.executable,
        "-m",
        "generator",
        "build",
        "--site",
        str(folder),
        "--output",
        "OUTPUT",
        "--format",
        "json",
        *options,
    )
    return Contestant(name, folder, command, "", memories=(".cache",), runs_in=peers.REPOSITORY)


def _hugo(kind: Kind, source: Path, folder: Path) -> Contestant:
    program = peers.python_peer("hugo")
    shutil.copytree(HERE / "sites/hugo-pictures", folder)
    copies = [f"{width}x {form} q{QUALITY[form]} Lanczos" for form in kind.formats for width in kind.widths_px]
    (folder / "hugo.toml").write_text(
        f'baseURL = "{SITE_URL}"\ntitle = "Pictures"\ndisableKinds = ["taxonomy", "term", "section", "404", "robotsTXT", "RSS"]\n'
        f"[params]\ncopies = {json.dumps(copies)}\n",
        "utf-8",
    )
    for cover in _covers(source):
        home = folder / "content/projects" / cover.parent.name
        home.mkdir(parents=True)
        (home / "index.md").write_text(f"---\ntitle: {cover.parent.name}\n---\n", "utf-8")
        _link(str(cover), str(home / "cover.jpg"))
    command = (str(program), "--quiet", "--destination", "OUTPUT", "--cacheDir", str(folder / "cache"))
    return Contestant(who.HUGO, folder, command, "", memories=("cache", "resources"))


def _sigal(kind: Kind, source: Path, folder: Path) -> Contestant:
    program = peers.python_peer("sigal")
    thumb, full = kind.widths_px[0], kind.widths_px[-1]
    gallery = folder / "pictures"
    gallery.mkdir(parents=True)
    for cover in _covers(source):
        _link(str(cover), str(gallery / f"{cover.parent.name}.jpg"))
    (folder / "sigal.conf.py").write_text(
        f"source = 'pictures'\ntheme = 'galleria'\nimg_size = ({full}, {full})\nthumb_size = ({thumb}, {thumb})\nthumb_fit = False\n"
        f"jpg_options = {{'quality': {QUALITY['jpeg']}, 'optimize': True, 'progressive': True}}\n"
        "keep_orig = True\norig_link = False\n",
        "utf-8",
    )
    command = (str(program), "build", "--config", "sigal.conf.py", "pictures", "OUTPUT")
    return Contestant(SIGAL, folder, command, "")


def _covers(source: Path) -> list[Path]:
    return sorted((source / "content/projects").glob("*/cover.jpg"))


def _link(source: str, target: str) -> str:
    """A second name for a file: 200 photographs need not be on the disk five times."""
    Path(target).hardlink_to(source)
    return target

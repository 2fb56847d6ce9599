"""One corpus made into sites of each generator, ready to build.

The peers' sites stand in `sites/`; `theme/` and `bench_config` make the same pages here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import yaml

HERE = Path(__file__).parent
SITE_URL = "https://example.org/"
CARDS = 24
"""How many works the peers' tag pages show."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_PARTS = {"hugo": "layouts/_partials", "eleventy": "_includes", "pelican": "theme/templates"}
_STATIC = {"hugo": "static", "eleventy": "static", "pelican": "theme/static"}
_SITE = """site:
  id: 2f1d0f2e-6a7b-4c57-8a55-6f3d0e7b1c11
  title: Bench
  url: {url}
  language: en
"""
_LESSER = """theme: {{name: bench}}
menu: [contributors, tags]
feeds: {{site: [rss], wholes: [], contributors: [rss], collections: [], mediums: [], tags: [], roles: [], years: [], content: summary}}
takeaways: {{badge: false, card: false, vcard: false, citations: false, social_pictures: none}}
catalogues: {{opds: false, iiif: false}}
pagination: {{cards: {cards}, lines: 1000}}
"""


class Corpus(NamedTuple):
    """What one corpus holds, as far as page sets follow from it."""

    folder: Path
    projects: int
    contributors: int
    tags: tuple[int, ...]
    """How many works each tag has."""


def make_corpus(count: int, folder: Path, *, images: int = 0, site: bool = False) -> None:
    """A corpus in its neutral shape, or as a site of ours; the same projects in both."""
    command = [sys.executable, str(HERE / "corpus.py"), str(count), str(folder), "--images", str(images), *(["--site"] * site)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def read_corpus(folder: Path) -> Corpus:
    """A corpus in its neutral shape, counted."""
    tags: Counter[str] = Counter()
    people: set[str] = set()
    projects = 0
    for manifest in (folder / "works").glob("*/work.yaml"):
        data = yaml.load(manifest.read_text("utf-8"), _LOADER)
        projects += 1
        tags.update(set(data["tags"]))
        people.update(credit["contributor"] for credit in data["credits"])
    known = {path.stem for path in (folder / "contributors").glob("*.yaml")}
    if people != known:
        raise ValueError(f"{len(known ^ people)} contributors of the corpus are unknown or have no credit")
    return Corpus(folder, projects, len(people), tuple(tags.values()))


def peer_tag_pages(corpus: Corpus) -> int:
    """How many tag pages the peers write: every tag's works, 24 to a page."""
    return sum(-(-works // CARDS) for works in corpus.tags)


def our_tag_pages(corpus: Corpus, cards: int) -> int:
    """How many tag pages we write: numbered ones are full, the first has what is left and is never less than full."""
    return sum(max(1, works // cards) for works in corpus.tags)


def even_cards(corpus: Corpus) -> int:
    """The number of works to a page with which we write as many tag pages as the peers do, all in all.

    Our first page takes the rest, so that pages keep their content when something new comes: with 24 to a page, we would write
    nearly one page less for each tag. Every tag's works are listed once, whatever the number.
    """
    wanted = peer_tag_pages(corpus)
    return min(range(CARDS, 7, -1), key=lambda cards: abs(our_tag_pages(corpus, cards) - wanted))


def make_ours(corpus: Corpus, folder: Path, *, full: bool, fast: bool = False) -> None:
    """A site of ours: with the benchmark's theme and the peers' page set, or as `init` leaves it, with the whole default theme."""
    make_corpus(corpus.projects, folder, site=True)
    config = _SITE.format(url=SITE_URL)
    if not full:
        config += _LESSER.format(cards=even_cards(corpus))
        shutil.copytree(HERE / "theme", folder / "themes/bench")
    if fast:
        config += "markdown: {engine: commonmark}\n"
    (folder / "config.yaml").write_text(config, "utf-8")


def make_peer(peer: str, corpus: Path, folder: Path, node_modules: Path | None = None) -> None:
    """A site of Hugo, Eleventy or Pelican from a corpus in its neutral shape."""
    shutil.copytree(HERE / "sites" / peer, folder)
    (folder / _STATIC[peer]).mkdir(exist_ok=True, parents=True)
    (folder / _PARTS[peer]).mkdir(exist_ok=True, parents=True)
    for name in ("head.html", "nav.html", "foot.html"):
        shutil.copy(HERE / "sites/shared" / name, folder / _PARTS[peer] / name)
    shutil.copy(HERE / "sites/shared/site.css", folder / _STATIC[peer] / "site.css")
    people = [{"id": path.stem, **_read(path)} for path in sorted((corpus / "contributors").iterdir())]
    projects = folder / "content/projects"
    projects.mkdir(parents=True)
    if peer == "hugo":
        _hugo_people(folder, people)
    else:
        (folder / "people.json").write_text(json.dumps(people), "utf-8")
    if peer == "eleventy":
        _eleventy_frame(folder, node_modules)
    for source in sorted((corpus / "works").iterdir()):
        data = _read(source / "work.yaml")
        body = (source / "body.md").read_text("utf-8")
        head = _pelican_head(data, source.name) if peer == "pelican" else _front_matter(data, peer)
        (projects / f"{source.name}.md").write_text(head + body, "utf-8")


def _read(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text("utf-8"), _LOADER)


def _dump(data: dict[str, Any]) -> str:
    return f"---\n{yaml.dump(data, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=1000)}---\n"


def _hugo_people(folder: Path, people: list[dict[str, Any]]) -> None:
    for person in people:
        home = folder / "content/contributors" / person["id"]
        home.mkdir(parents=True)
        data = {"title": person["name"], "outputs": ["html", "rss"], "bio": person["bio"], "links": person["links"]}
        (home / "_index.md").write_text(_dump(data), "utf-8")


def _eleventy_frame(folder: Path, node_modules: Path | None) -> None:
    for page in sorted((folder / "pages").iterdir()):
        page.rename(folder / "content" / page.name)
    (folder / "content/projects/projects.11tydata.mjs").write_text(
        'export default { layout: "work.njk", permalink: (d) => `/projects/${d.page.fileSlug}/` };\n'
    )
    (folder / "package.json").write_text('{"name":"bench","version":"1.0.0","type":"module"}\n')
    if node_modules is not None:
        (folder / "node_modules").symlink_to(node_modules)


def _front_matter(data: dict[str, Any], peer: str) -> str:
    if peer == "hugo":
        data = {**data, "contributors": list(dict.fromkeys(credit["contributor"] for credit in data["credits"]))}
    return _dump(data)


def _pelican_head(data: dict[str, Any], slug: str) -> str:
    people = dict.fromkeys(credit["contributor"] for credit in data["credits"])
    fields = {
        "Title": data["title"],
        "Date": data["date"],
        "Slug": slug,
        "Category": data["medium"],
        "Tags": ", ".join(data["tags"]),
        "Authors": "; ".join(people),
        "Summary": data["summary"],
        "License": data["license"],
        "Credits": json.dumps(data["credits"]),
        "Links": json.dumps(data["links"]),
    }
    return "".join(f"{key}: {value}\n" for key, value in fields.items()) + "\n"

"""What any item of `media` may say is shown with it, whatever kind it is."""

from __future__ import annotations

import re

import media_bytes as made
import pytest
from sites import SiteTest, png

KINDS = {
    "video": "video: film.mp4",
    "audio": "audio: sound.wav",
    "image": "image: one.png\n    alt: A lamp.",
    "gallery image": "image: one.png\n    alt: A lamp.",
    "images": "images: pages/*.png\n    alts: pages.yaml",
    "text": "text: one.md",
    "chapter": "text: one.md",
    "document": "document: book.pdf",
    "embed": "embed: https://vimeo.com/1",
    "file": "file: stems.zip",
    "section": "section: A heading",
}
FETCHED = {
    "video": "film.mp4",
    "audio": "sound.wav",
    "image": "one.png",
    "gallery image": "one.png",
    "text": "one.md",
    "chapter": "one.md",
}
WITH_ALL = {
    "title": "Q-title",
    "summary": "Q-summary",
    "language": 'lang="fi"',
    "license": "creativecommons.org/licenses/by-nc/4.0/",
    "identifiers": "Q98765",
    "credits": "Q-printed-name",
    "made_from": "Q-source",
}
ITEM = """\
    id: the-item
    title: Q-title
    summary: Q-summary
    language: fi
    license: CC-BY-NC-4.0
    identifiers: {wikidata: Q98765}
    credits: {editor: {contributor: ana-lima, as: Q-printed-name}}
    made_from: [{title: Q-source, url: "https://example.org/source/", relation: sample}]
"""


@pytest.fixture(scope="module")
def items(tmp_path_factory):
    files: dict[str, str | bytes] = {"content/contributors/ana-lima.yaml": "name: Ana Lima\n"}
    for kind, line in KINDS.items():
        folder = f"content/projects/{kind.replace(' ', '-')}"
        second = {"gallery image": "  - {image: two.png, alt: Another.}\n", "chapter": "  - text: two.md\n"}.get(
            kind, "  - section: End\n"
        )
        more = "    download: true\n" if kind in FETCHED else ""
        first = f"title: A work\nmedium: art\ncredits: none\nmedia:\n  - {line}\n{ITEM}{more}{second}"
        files[f"{folder}/project.yaml"] = first
        files |= {f"{folder}/{name}": png() for name in ("one.png", "two.png", "pages/1.png")}
        files |= {f"{folder}/film.mp4": made.mp4(), f"{folder}/sound.wav": made.wav(), f"{folder}/book.pdf": made.pdf()}
        files |= {f"{folder}/one.md": "One.", f"{folder}/two.md": "Two.", f"{folder}/pages.yaml": "1.png: A page."}
        files[f"{folder}/stems.zip"] = b"PK\x05\x06" + bytes(18)
    return SiteTest.of(tmp_path_factory.mktemp("items"), files).build()


@pytest.mark.parametrize("key", WITH_ALL)
@pytest.mark.parametrize("kind", KINDS)
def test_what_every_media_item_may_say_is_shown_with_it(kind, key, items):
    work = f"projects/{kind.replace(' ', '-')}"
    page = items.read(f"{work}/index.html")
    if items.has(f"{work}/the-item/index.html"):
        page += items.read(f"{work}/the-item/index.html")
    assert WITH_ALL[key] in page


@pytest.mark.parametrize("kind", FETCHED)
def test_what_is_offered_for_download_can_be_fetched(kind, items):
    work = f"projects/{kind.replace(' ', '-')}"
    page = items.read(f"{work}/index.html")
    if items.has(f"{work}/the-item/index.html"):
        page += items.read(f"{work}/the-item/index.html")
    found = re.search(rf'href="[./]*(media/[0-9a-f]+/{FETCHED[kind]})"[^>]* download', page)
    assert found is not None
    assert items.has(found[1])

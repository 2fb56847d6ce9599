"""The table of what each output carries, in the guide for editors, is what the outputs of the bundled anthology carry."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

import pytest
from site_output import REPOSITORY

SITE = [pytest.param("anthology", marks=pytest.mark.xdist_group("anthology"))]
FILM, BOOK, ALBUM, SHOW = "crossing-by-lamplight", "small-book-of-lamps", "slack-water-songs", "breakwater-radio"
COLUMNS = ("people", "roles", "files", "licence")


class Carried(NamedTuple):
    """Where an output lies, what stands for each column of the table in it, and whether it names all or the first."""

    text: str
    project: str
    everyone: bool = True
    roles: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    licence: str = ""


def item(text: str, tag: str, title: str) -> str:
    """The entry of a feed with this title."""
    return next(one for one in re.findall(rf"<{tag}>.*?</{tag}>", text, re.DOTALL) if f"<title>{title}</title>" in one)


def graph(site, *files: str) -> str:
    return " ".join(json.dumps(json.loads(one), ensure_ascii=False) for file in files for one in scripts(site, file))


def scripts(site, file: str) -> list[str]:
    return site.tree(file).xpath("//script[@type='application/ld+json']/text()")


def metas(site, file: str, start: str) -> str:
    found = site.tree(file).xpath("//head/meta")
    named = [((one.get("name") or one.get("property") or ""), one.get("content")) for one in found]
    return "\n".join(f"{name} {content}" for name, content in named if re.match(start, name))


def carried(site) -> dict[str, Carried]:
    folder = f"projects/{FILM}/"
    by_sa, film, title = (
        "creativecommons.org/licenses/by-sa/4.0/",
        ("crossing-by-lamplight.mp4", "pencil-test.mov"),
        "Crossing by Lamplight",
    )
    own = ("voice actor", "foley artist")
    json_item = next(one for one in site.json("feed.json")["items"] if one["title"] == title)
    main = site.text(f"{folder}index.html") + site.text(f"{folder}credits/index.html")
    cited = "".join(site.text(folder + name) for name in ("cite.bib", "cite.ris", "cite.csl.json"))
    book = json.dumps(
        next(one for one in site.json("opds.json")["publications"] if "Small Book" in one["metadata"]["title"]),
        ensure_ascii=False,
    )
    return {
        "RSS": Carried(item(site.text("feed.xml"), "item", title), FILM, roles=own, files=film, licence=by_sa),
        "Atom": Carried(item(site.text("feed.atom"), "entry", title), FILM, roles=own, files=film, licence=by_sa),
        "JSON Feed": Carried(
            json.dumps(json_item, ensure_ascii=False), FILM, roles=("Voice actor", '"marc"'), files=film, licence=by_sa
        ),
        "Podcast": Carried(
            site.text(f"projects/{SHOW}/feed.xml"),
            SHOW,
            roles=('role="Producer"',),
            files=("breakwater-radio-1.mp3", "chapters.json", "transcript.txt", "cover-3000", "sha256-"),
            licence="cc0",
        ),
        "Changes": Carried(site.text("changes.xml"), FILM, roles=own, licence=by_sa),
        "JSON-LD": Carried(
            graph(site, f"{folder}index.html", f"{folder}credits/index.html"),
            FILM,
            roles=("characterName", "Voice actor"),
            files=film[:1],
            licence=by_sa,
        ),
        "Microformats": Carried(main, FILM, roles=("p-role", "Voice actor"), files=("u-photo", "u-video"), licence=by_sa),
        "Dublin Core, Highwire": Carried(
            metas(site, f"projects/{BOOK}/index.html", "DC|citation"),
            BOOK,
            everyone=False,
            roles=("DC.contributor", "citation_author"),
            files=("small-book-of-lamps.pdf",),
            licence=by_sa,
        ),
        "Open Graph": Carried(
            metas(site, f"{folder}index.html", "og:|video:"),
            "",
            everyone=False,
            roles=("video:director", "video:actor"),
            files=film[:1],
        ),
        "IIIF": Carried(
            site.text(f"{folder}manifest.json"), FILM, roles=("Voice actor",), files=(film[0], "captions-en.vtt"), licence=by_sa
        ),
        "OPDS": Carried(book, BOOK, roles=('"translator"', "Typographer"), files=("small-book-of-lamps.epub",), licence=by_sa),
        "Data": Carried(
            site.text(f"{folder}project.json") + site.text("data.json"),
            FILM,
            roles=("voice-actor", "department"),
            files=(*film, "sha256"),
            licence=by_sa,
        ),
        "Playlists": Carried(
            site.text(f"projects/{ALBUM}/playlist.xspf"), "mudlark", everyone=False, files=("mudlark.mp3",), licence=by_sa
        ),
        "oEmbed": Carried(
            site.text(f"{folder}oembed.json") + site.text(f"{folder}oembed.xml"),
            FILM,
            everyone=False,
            files=("cover",),
            licence=by_sa,
        ),
        "Citations": Carried(cited, FILM, everyone=False, roles=("translator", "director"), licence="CC BY-SA 4.0"),
        "humans.txt": Carried(site.text("humans.txt"), FILM, everyone=False, roles=("Amara Okafor: Animation director",)),
        "Files": Carried(cover(site), FILM, everyone=False, licence=by_sa),
    }


def cover(site) -> str:
    (name,) = [
        file
        for file in site.files
        if re.fullmatch(r"media/\w+/cover-1000\.jpg", file) and b"Amara" in (site.output / file).read_bytes()
    ]
    return (site.output / name).read_bytes().decode("utf-8", "ignore")


def table() -> dict[str, dict[str, str]]:
    text = (REPOSITORY / "content/README.md").read_text("utf-8")
    rows = text[text.index("| output | where |") :].partition("\n\n")[0].split("\n")[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {output: dict(zip(COLUMNS, rest, strict=True)) for output, _, *rest in cells}


def names(site, project: str) -> list[str]:
    """Everyone who made something of a work, as printed."""
    credits_ = site.json(f"projects/{project}/project.json")["credits"]
    return list(dict.fromkeys(one["name"] for one in credits_ if one.get("kind", "contribution") == "contribution"))


def holds(text: str, needle: str) -> bool:
    return needle in text or needle.replace("'", "&#39;") in text or needle.replace("'", "&#x27;") in text


@pytest.mark.parametrize("site", SITE, indirect=True)
def test_each_output_carries_what_the_table_says_and_nothing_that_it_does_not(site):
    said, found = table(), carried(site)
    assert set(said) - {"llms.txt"} == set(found)  # that one is off in the anthology; its own test reads it
    for output, cells in said.items():
        one: Any = found.get(output)
        if one is None:
            continue
        if one.project:
            everyone = names(site, one.project)
            missing = [name for name in (everyone if one.everyone else everyone[:1]) if not holds(one.text, name)]
            surnames = [name for name in missing if not holds(one.text, name.split()[-1])]
            assert (missing if one.everyone else surnames) == [], output
        assert cells["people"], output
        for column, needles in (("roles", one.roles), ("files", one.files), ("licence", (one.licence,) if one.licence else ())):
            assert bool(cells[column]) == bool(needles) or (output, column) == ("Files", "files"), (output, column)
            assert [needle for needle in needles if needle not in one.text] == [], (output, column)
        if not cells["licence"]:
            assert "licenses/by" not in one.text, output

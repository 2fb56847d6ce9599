"""A name that must never appear again is found wherever it would."""

from __future__ import annotations

import io
import re
import zipfile

import media_bytes as made
import pytest
from sites import LAMP, PEOPLE, SiteTest, where


def pdf(text: str) -> bytes:
    """A PDF that says this in a compressed stream, as most do."""
    import zlib

    stream = zlib.compress(f"BT /F1 12 Tf 10 50 Td ({text}) Tj ET".encode("latin-1"))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )


def packed(members: dict[str, str | bytes], comment: bytes = b"") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
        archive.comment = comment
    return data.getvalue()


def epub(text: str) -> bytes:
    return packed({"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>", "one.xhtml": f"<p>{text}</p>"})


NEVER = "- contributor: ana-lima\n  names: [Zoë Ångström, O'Dair Núñez, Aki Borges, Łu Bjørn]\n"
FOUND_IN: dict[str, tuple[str, dict[str, str | bytes], str]] = {
    # way: more of the manifest, files beside it, a path that has to be told
    "title": ("title: About Zoë Ångström", {}, "index.html"),
    "case": ("title: ZOË ÅNGSTRÖM", {}, "index.html"),
    "accents": ("title: Zoe Angstrom", {}, "index.html"),
    "combining": ("title: Zoe\u0308 A\u030angstro\u0308m", {}, "index.html"),
    "width": ("title: Ｚｏｅ Ａｎｇｓｔｒｏｍ", {}, "index.html"),
    "space": ("title: Zoë\u00a0\u2003Ångström", {}, "index.html"),
    "hyphen": ("tags: [zoe-angstrom]", {}, "tags/zoe-angstrom/index.html"),
    "apostrophe": ("title: By O'Dair Nunez", {}, "index.html"),
    "markdown": ("description: By Zoë *Ångström*", {}, "index.html"),
    "encoded": ("links: [{label: Her page, url: https://example.com/Zo%C3%AB%20%C3%85ngstr%C3%B6m}]", {}, "index.html"),
    "entity": ("description: Zo&euml; &#197;ngstr&ouml;m", {}, "index.html"),
    "role": ("credits: {zoë ångström: {name: Someone}}", {}, "index.html"),
    "text": ("media: [{text: one.md}]", {"one.md": "Zoë\nÅngström"}, "index.html"),
    "file name": ("media: [{file: zoe-angstrom.zip}]", {"zoe-angstrom.zip": packed({"a.txt": "A"})}, "zoe-angstrom.zip"),
    "zip member": ("media: [{file: stems.zip}]", {"stems.zip": packed({"a.txt": "For Zoë Ångström"})}, "stems.zip"),
    "zip name": ("media: [{file: named.zip}]", {"named.zip": packed({"Zoe_Angstrom.txt": "A"})}, "named.zip"),
    "zip comment": ("media: [{file: said.zip}]", {"said.zip": packed({"a.txt": "A"}, b"by Zoe Angstrom")}, "said.zip"),
    "epub": ("media: [{document: book.epub}]", {"book.epub": epub("Zoë <b>Ångström</b>")}, "book.epub"),
    "pdf": ("media: [{document: book.pdf}]", {"book.pdf": pdf("Zoe Angstrom")}, "book.pdf"),
    "pdf author": (
        "media: [{document: told.pdf}]",
        {"told.pdf": made.pdf().replace(b"Secret Author", b"Zoe Angstrom")},
        "told.pdf",
    ),
    "pdf xmp": ("media: [{document: xmp.pdf}]", {"xmp.pdf": made.pdf().replace(b"Secret XMP", b"Aki Borges")}, "xmp.pdf"),
    "captions": (
        "media: [{video: a.mp4, captions: [en.vtt]}]",
        {"a.mp4": made.mp4(), "en.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nZoë Ångström\n"},
        "en.vtt",
    ),
    "line break": ('description: "By Zoë<br>Ångström"', {}, "index.html"),
    "soft hyphen": ("title: Zo\u00adë Ång\u200bström", {}, "index.html"),
    "stroke": ("title: By Lu Bjorn", {}, "index.html"),
    "zip in a zip": (
        "media: [{file: outer.zip}]",
        {"outer.zip": packed({"in.zip": packed({"b.txt": "Aki Borges"})})},
        "outer.zip",
    ),
    "pdf in a zip": ("media: [{file: papers.zip}]", {"papers.zip": packed({"in.pdf": pdf("Zoe Angstrom")})}, "papers.zip"),
    "word file": (
        "media: [{file: letter.docx}]",
        {"letter.docx": packed({"word/document.xml": "<w:p><w:r><w:t>Aki</w:t></w:r></w:p><w:p><w:t>Borges</w:t></w:p>"})},
        "letter.docx",
    ),
    "wide text in a zip": (
        "media: [{file: wide.zip}]",
        {"wide.zip": packed({"a.txt": "Aki Borges".encode("utf-16")})},
        "wide.zip",
    ),
    "long text": ("media: [{file: long.srt}]", {"long.srt": "x " * 400_000 + "Aki Borges" + " y" * 400_000}, "long.srt"),
    "other file": ("media: [{file: notes.bin}]", {"notes.bin": b"\xff\x00\x01 Zoe Angstrom \xff"}, "notes.bin"),
}


def never_files(ways: list[str]) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = dict(PEOPLE)
    for way in ways:
        more, beside, _ = FOUND_IN[way]
        folder = f"content/projects/p-{way.replace(' ', '-')}"
        keys = {
            key: f"{key}: {value}"
            for key, value in (("title", f"Number {way}"), ("medium", "poem"), ("credits", "{author: kofi-mensah}"))
        }
        keys |= {more.partition(":")[0]: more}
        files[f"{folder}/project.yaml"] = "\n".join(keys.values()) + "\n"
        files |= {f"{folder}/{name}": data for name, data in beside.items()}
    return files


@pytest.fixture(scope="module")
def never(tmp_path_factory):
    """What is told of two published sites, one with media, once the names in them must never be printed again."""
    media = [way for way, (_, _, path) in FOUND_IN.items() if path != "index.html" and "/" not in path]
    told = ""
    for ways in (media, [way for way in FOUND_IN if way not in media]):
        site = SiteTest.of(tmp_path_factory.mktemp("never"), never_files(ways)).build()
        before = site.output()
        told += site.write("private/never-print.yaml", NEVER).refused()
        assert site.output() == before
    return "\n".join(line for line in told.splitlines() if ": never-print: " in line)


@pytest.mark.parametrize("way", FOUND_IN)
def test_a_name_that_must_never_appear_is_found_wherever_it_would(way, never):
    folder = f"/projects/p-{way.replace(' ', '-')}/"
    path = FOUND_IN[way][2]
    wanted = folder + path if path == "index.html" else f"/{path}" if "/" in path else rf"/media/[0-9a-f]+/{path}"
    assert re.search(rf"never-print: {wanted} would print", never)


def test_a_refused_name_is_not_repeated(never):
    names = re.sub(r"\S*(?:zoe-angstrom|p-)\S*", "", never, flags=re.IGNORECASE)
    assert not re.search("ångström|angstrom|nunez|núñez", names, re.IGNORECASE)


def test_only_whole_names_count_and_an_old_id_may_be_kept_silent(tmp_path):
    site = SiteTest.of(
        tmp_path,
        PEOPLE
        | {
            "private/never-print.yaml": NEVER,
            "content/contributors/ana-lima.yaml": "name: Ana Lima\nformerly: [{id: zoe-angstrom, silent: true}]\nbio: Zoë Ångströms and Zo\n",
            LAMP: "title: The Ångström\nmedium: poem\ncredits: {author: ana-lima}\n",
            "content/projects/lamp/notes.md": "Zoë Ångström is in a file that nobody names.",
        },
    ).build()
    assert where(site, "zoe-angstrom") == []
    assert where(site, "never-print") == []
    site.write("content/contributors/ana-lima.yaml", "name: Ana Lima\nformerly: [zoe-angstrom]\n")
    assert (
        "/contributors/zoe-angstrom/index.html would print a name that must never appear again, in its address" in site.refused()
    )
    site.write("content/contributors/ana-lima.yaml", "name: Ana Lima\nbio: Formerly Zoë Ångström.\n")
    assert "/contributors/ana-lima/index.html would print" in site.refused()

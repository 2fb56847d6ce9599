"""What must never reach readers is in no byte of what is published, whatever was published before."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

import media_bytes as made
import pytest
from PIL import Image
from sites import CONFIG, SiteTest, png
from test_originals import photo

PEOPLE = {
    "content/contributors/ana-lima.yaml": "name: Ana Lima\n",
    "content/contributors/kofi-mensah.yaml": "name: Kofi Mensah\n",
}
LAMP = "content/projects/lamp/project.yaml"
SECRETS = (b"Jane Owner", b"SERIAL123", b"Canon", b"Secret")


def where(site: SiteTest, *texts: str) -> list[str]:
    """The published files whose path or bytes hold one of these texts, whatever the case."""
    wanted = [text.lower() for text in texts]
    found = []
    for path, data in site.output().items():
        plain = f"{path}\n{data.decode('utf-8', 'ignore')}\n{data.decode('utf-16-le', 'ignore')}".lower()
        if any(text in plain for text in wanted):
            found.append(path)
    return found


def colours(site: SiteTest) -> set[tuple[int, int, int]]:
    """The colours of all published pictures of one colour, in steps of 32."""
    found = set()
    for path, data in site.output().items():
        if path.endswith((".jpg", ".png", ".webp")):
            with Image.open(io.BytesIO(data)) as picture:
                pixel = picture.convert("RGB").resize((1, 1)).getpixel((0, 0))
            found.add(tuple(round(value / 32) for value in pixel))
    return found


def hidden(project: str, **keys: str) -> dict[str, str | bytes]:
    """A project of which nothing may be seen, with someone who made nothing else."""
    more = "".join(f"{key}: {value}\n" for key, value in keys.items())
    text = f"title: Q{project} title\nmedium: story\nsummary: Q{project} summary\ntags: [q{project}-tag]\n{more}"
    text += f"cover: {{file: q{project}-cover.png, alt: Q{project} alt}}\nmedia: [{{text: story.md}}, {{file: q{project}-file.zip}}]\n"
    text += f"credits:\n  author: {{contributor: q{project}-author, as: Q{project} printed}}\n  q{project}-role: {{name: Q{project} name}}\n"
    folder = f"content/projects/q{project}"
    return {
        f"{folder}/project.yaml": text,
        f"{folder}/q{project}-cover.png": png("#a03070"),
        f"{folder}/q{project}-file.zip": b"PK\x05\x06" + bytes(18),
        f"{folder}/story.md": f"Q{project} story",
        f"content/contributors/q{project}-author.yaml": f"name: Q{project} author\n",
    }


@pytest.fixture(scope="module")
def unseen(tmp_path_factory) -> SiteTest:
    lamp = "title: Lamp\nmedium: poem\nreleased: 2025\npart_of: qunlisted\ncredits: {author: ana-lima}\nmade_from:\n"
    names = ("draft", "proof", "withdrawn", "future", "unlisted")
    lamp += "".join(f"  - {{project: q{name}, relation: adaptation}}\n" for name in names)
    files = PEOPLE | {
        LAMP: lamp,
        "content/projects/lamp/unused.png": png("#30a070"),
        "content/projects/lamp/notes.txt": "Qunused",
    }
    files |= {
        "content/projects/lamp/.hidden.md": "Qunused",
        "content/contributors/qunused.txt": "Qunused",
        "content/qunused.md": "Qunused",
    }
    part = "title: Part\nreleased: 2025\ncredits: {{author: ana-lima}}\npart_of: q{name}\n"
    files |= {f"content/projects/part-of-{name}/project.yaml": part.format(name=name) for name in names}
    files["content/collections/night.yaml"] = f"title: Night\nprojects: [lamp, {', '.join('q' + name for name in names)}]\n"
    files["content/collections/later.yaml"] = "title: Qlater\nreleased: 2026-09-01\nprojects: [lamp]\n"
    files["config.yaml"] = CONFIG + f"featured: [{', '.join('q' + name for name in names)}]\n"
    files |= hidden("draft", status="draft") | hidden("proof", status="proof") | hidden("future", released="2026-09-01")
    files |= hidden("withdrawn", status="withdrawn", withdrawn="{date: 2026-05-01, note: Taken back.}")
    files |= hidden("unlisted", listed="false", released="2025", formerly="[qunlisted-before]")
    return SiteTest.of(tmp_path_factory.mktemp("unseen"), files).build("--today", "2026-08-31")


@pytest.mark.parametrize("name", ["draft", "proof", "future"])
def test_nothing_of_what_is_not_out_yet_is_published(name, unseen):
    assert where(unseen, f"q{name}") == []


def test_of_what_was_withdrawn_only_the_date_and_the_note_are_left(unseen):
    page = unseen.read("projects/qwithdrawn/index.html")
    assert "Taken back." in page
    assert 'datetime="2026-05-01"' in page
    assert '<meta name="robots" content="noindex"' in page
    assert where(unseen, *(f"qwithdrawn{rest}" for rest in (" ", "-"))) == []
    assert where(unseen, "qwithdrawn") == ["changes.json", "projects/qwithdrawn/index.html"]


def test_an_unlisted_work_is_found_nowhere_but_at_its_address(unseen):
    mentioned = where(unseen, "qunlisted")
    own = ("projects/qunlisted/", "projects/qunlisted-before/", "media/")
    assert [path for path in mentioned if not path.startswith(own)] == []
    assert 'content="noindex"' in unseen.read("projects/qunlisted/index.html")
    assert 'content="noindex"' in unseen.read("projects/qunlisted/credits/index.html")
    assert "Qunlisted story" in unseen.read("projects/qunlisted/index.html")


def test_files_that_no_manifest_names_are_not_published(unseen):
    assert where(unseen, "qunused", "unused.png") == []
    assert (round(0x30 / 32), round(0xA0 / 32), round(0x70 / 32)) not in colours(unseen)


def test_a_work_comes_out_on_its_day_and_a_build_for_the_day_before_takes_it_back(unseen):
    before = unseen.output()
    unseen.build("--today", "2026-09-01")
    assert "Qfuture story" in unseen.read("projects/qfuture/index.html")
    assert "Qlater" in unseen.read("collections/later/index.html")
    assert where(unseen, "qdraft", "qproof") == []
    unseen.build("--today", "2026-08-31")
    assert unseen.output() == before


def test_drafts_are_built_only_for_a_preview_that_no_search_engine_takes(unseen, tmp_path):
    assert unseen.run("build", "--drafts", "--output", str(unseen.root / "output")).code == 2
    assert unseen.run("build", "--drafts", "--today", "2026-08-31").code == 0
    preview = unseen.root / ".cache/preview"
    page = (preview / "projects/qdraft/index.html").read_text("utf-8")
    assert "Qdraft story" in page
    assert 'content="noindex"' in page
    assert "Disallow: /" in (preview / "robots.txt").read_text("utf-8")
    assert where(unseen, "qdraft") == []


SHY = {
    "content/contributors/qshy/contributor.yaml": "name: Qshy Name\nalso: [Qshy Also]\nbio: Qshy bio.\nportrait: {file: qshy.png, alt: Qshy alt}\n"
    "links: [{label: Qshy link, url: https://qshy.example/, me: true}]\nidentifiers: {orcid: 0000-0002-1825-0097}\n",
    "content/contributors/qshy/qshy.png": png("#20e040", 64, 64),
    "content/collections/by-them.yaml": "title: Theirs\nwhere: {contributor: qshy}\ncredits: {editor: {contributor: qshy, consent: CONSENT}}\n",
    LAMP: """\
title: Lamp
medium: film
released: 2025
license: CC-BY-4.0
cover: {file: cover.jpg, alt: A lamp.}
media:
  - {image: one.jpg, id: one, alt: One., credits: {photographer: {contributor: qshy, as: Qshy Item, consent: CONSENT}}}
  - {image: two.jpg, alt: Two.}
credits:
  director: {contributor: qshy, as: Qshy Printed, detail: Qshy detail, character: Qshy character, note: Qshy note, unit: Qshy unit, at: "0:01", part: one, consent: CONSENT}
  writer: {contributor: ana-lima, consent: granted}
  Qshy own role: {name: Qshy Typed, consent: declined}
shares: [{pool: profit, visibility: public, split: {qshy: 3, ana-lima: 1}}]
""",
    "content/projects/lamp/cover.jpg": photo("JPEG"),
    "content/projects/lamp/one.jpg": photo("JPEG", mode="L"),
    "content/projects/lamp/two.jpg": photo("JPEG", mode="CMYK"),
    "content/projects/song/project.yaml": "title: Song\nmedium: song\nreleased: 2026\ncredits: {composer: ana-lima}\nmade_from: [{project: lamp, relation: adaptation}]\n",
}


def shy(root, consent: str) -> SiteTest:
    files = {path: text.replace("CONSENT", consent) if isinstance(text, str) else text for path, text in (PEOPLE | SHY).items()}
    return SiteTest.of(root, files)


@pytest.fixture(scope="module")
def consents(tmp_path_factory):
    """One site built with each consent in turn, with what each build left."""
    site = shy(tmp_path_factory.mktemp("shy"), "granted")
    left = {}
    for consent in ("granted", "anonymous", "declined"):
        for path, text in SHY.items():
            if isinstance(text, str):
                site.write(path, text.replace("CONSENT", consent))
        site.build()
        left[consent] = site.output()
    return left


def holding(output: dict[str, bytes], *texts: bytes) -> list[str]:
    return [path for path, data in output.items() if any(text in path.lower().encode() + b"\n" + data.lower() for text in texts)]


def test_who_agreed_is_shown_with_everything(consents):
    granted = consents["granted"]
    assert b"Qshy Printed" in granted["projects/lamp/index.html"]
    assert "contributors/qshy/index.html" in granted
    assert holding(granted, b"qshy typed", b"qshy own role") == []


@pytest.mark.parametrize("consent", ["anonymous", "declined"])
def test_nothing_of_who_did_not_agree_is_left_even_after_a_change(consent, consents):
    output = consents[consent]
    portrait = hashlib.blake2b(SHY["content/contributors/qshy/qshy.png"], digest_size=16).hexdigest()
    assert holding(output, b"qshy", b"0000-0002-1825-0097", portrait.encode(), portrait[:12].encode()) == []
    for path, data in output.items():
        if path.startswith("media/") and path.endswith((".jpg", ".png", ".webp")):
            with Image.open(io.BytesIO(data)) as picture:
                red, green, blue = picture.convert("RGB").resize((1, 1)).getpixel((0, 0))
            assert not (green > 200 and red < 64 and blue < 96), path


def test_an_anonymous_credit_keeps_its_role_and_a_declined_one_does_not(consents):
    assert b"Anonymous" in consents["anonymous"]["projects/lamp/credits/index.html"]
    assert "roles/director/index.html" in consents["anonymous"]
    assert holding(consents["declined"], b"anonymous", b"roles/director/") == []
    data = json.loads(consents["declined"]["projects/lamp/project.json"])
    assert [credit["role"] for credit in data["credits"]] == ["writer"]


def test_a_changed_consent_leaves_what_a_first_build_would(consents, tmp_path):
    assert shy(tmp_path, "declined").build().output() == consents["declined"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> SiteTest:
    lamp = "title: Lamp\nmedium: poem\nreleased: 2025\ncredits:\n"
    files: dict[str, str | bytes] = dict(PEOPLE)
    for page in ("none", "minimal", "{external: https://elsewhere.example/}", "full"):
        name = re.sub("[^a-z]", "", page.partition(":")[0])
        more = "indexed: false\n" if name == "full" else ""
        files[f"content/contributors/q{name}/contributor.yaml"] = (
            f"name: The {name}\npage: {page}\n{more}also: [Q{name} also]\nnames: {{ja: Q{name} name}}\npronouns: Q{name} pronouns\n"
            f"formerly: [q{name}-before]\nbio: Q{name} bio\nportrait: {{file: q{name}-face.png, alt: Q{name} alt}}\n"
            f"links: [{{label: Q{name} link, url: https://q{name}-link.example/}}]\nidentifiers: {{viaf: 75121530}}\n"
        )
        files[f"content/contributors/q{name}/q{name}-face.png"] = png("blue")
        lamp += f"  - {{contributor: q{name}, role: author}}\n"
    files[LAMP] = lamp
    return SiteTest.of(tmp_path_factory.mktemp("pages"), files).build()


@pytest.mark.parametrize("page", ["none", "minimal", "external"])
def test_who_has_no_full_page_is_told_about_no_more_than_their_name(page, pages):
    words = [f"q{page} {word}" for word in ("also", "name", "pronouns", "bio", "alt", "link")]
    assert where(pages, *words, f"q{page}-link", f"q{page}-face") == []
    assert f"The {page}" in pages.read("projects/lamp/index.html")
    assert pages.has(f"contributors/q{page}/index.html") == (page == "minimal")
    assert [path for path in pages.output() if path.startswith(f"contributors/q{page}-before")] == (
        ["contributors/qminimal-before/index.html"] if page == "minimal" else []
    )


def test_a_minimal_page_has_nothing_to_take_away(pages):
    files = {path.removeprefix("contributors/qminimal/") for path in pages.output() if path.startswith("contributors/qminimal/")}
    assert files == {"index.html", "contributor.json", "roles/author/index.html"}


def test_an_external_page_is_where_the_name_leads(pages):
    assert re.search('href="https://elsewhere.example/"[^>]*><bdi>The external</bdi>', pages.read("projects/lamp/index.html"))


def test_who_is_not_indexed_is_in_no_sitemap_nor_search_and_every_page_of_theirs_says_so(pages):
    for path in ("sitemap.xml", "search/index.json", "search/index.html"):
        assert "qfull" not in pages.read(path)
        assert "The full" not in pages.read(path)
    own = [path for path in pages.output() if path.startswith("contributors/qfull/") and path.endswith(".html")]
    assert len(own) == 3
    for path in own:
        assert '<meta name="robots" content="noindex"' in pages.read(path)


class Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.found: set[str] = set()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in {"href", "src", "poster"} and value and "canonical" not in dict(attrs).get("rel", ""):
                address = urljoin(f"https://example.org/{self.page}", value)
                parts = urlsplit(address)
                if parts.netloc == "example.org":
                    self.found.add(parts.path.lstrip("/"))


@pytest.mark.parametrize("which", ["pages", "unseen"])
def test_no_link_leads_to_something_that_is_hidden(which, request):
    site = request.getfixturevalue(which)
    output = site.output()
    dead = set()
    for path, data in output.items():
        if path.endswith(".html") and PurePosixPath(path).name != "404.html" and b"http-equiv" not in data:
            reader = Links(path)
            reader.feed(data.decode())
            dead |= {
                (path, link)
                for link in reader.found
                if (link + "index.html" if not link or link.endswith("/") else link) not in output
            }
    assert dead == set()


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


def packed(members: dict[str, str], comment: bytes = b"") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
        archive.comment = comment
    return data.getvalue()


def epub(text: str) -> bytes:
    return packed({"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>", "one.xhtml": f"<p>{text}</p>"})


NEVER = "- contributor: ana-lima\n  names: [Zoë Ångström, O'Dair Núñez, Aki Borges]\n"
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


@pytest.fixture(scope="module")
def metadata(tmp_path_factory) -> SiteTest:
    shot = photo("JPEG", turn=6)
    lamp = """\
title: Lamp
medium: film
released: 2025
license: CC-BY-4.0
cover: {file: cover.jpg, alt: A lamp.}
description: "![In the text](inline.jpg)"
media:
  - {video: film.mp4, poster: {file: poster.jpg, alt: A lamp.}}
  - {image: image.jpg, alt: A lamp., download: true}
  - {image: image.png, alt: A lamp.}
  - {images: "pages/*.jpg", alts: alts.yaml}
  - {file: fetched.jpg}
  - {audio: sound.flac}
credits: {director: ana-lima}
"""
    folder = "content/projects/lamp"
    files = {f"{folder}/{name}.jpg": shot for name in ("cover", "inline", "poster", "image", "pages/1", "fetched")}
    files |= {f"{folder}/image.png": photo("PNG"), f"{folder}/sound.flac": made.flac()}
    files |= {
        f"{folder}/film.mp4": made.mp4(secrets=[(b"udta", b"Secret place +38.7-009.1/")]),
        f"{folder}/alts.yaml": "1.jpg: A page.\n",
    }
    files |= {
        "content/contributors/ana-lima/contributor.yaml": "name: Ana Lima\nportrait: {file: ana.jpg, alt: Ana.}\n",
        "content/contributors/ana-lima/ana.jpg": shot,
        "content/collections/night.yaml": "title: Night\nprojects: [lamp]\ncover: {file: night.jpg, alt: Night.}\n",
        "content/collections/night.jpg": shot,
        "content/logo.jpg": shot,
        "config.yaml": CONFIG + "  logo: logo.jpg\n",
        LAMP: lamp,
    }
    return SiteTest.of(tmp_path_factory.mktemp("metadata"), files).build()


def test_no_place_device_or_owner_is_left_in_any_published_file(metadata):
    output = metadata.output()
    assert [path for path, data in output.items() if any(secret in data for secret in SECRETS)] == []
    pictures = 0
    for path, data in output.items():
        if path.endswith((".jpg", ".png", ".webp", ".avif")) and not path.startswith(("icon", "apple")):
            with Image.open(io.BytesIO(data)) as picture:
                exif = picture.getexif()
                pictures += 1
                assert dict(exif.get_ifd(0x8825)) == {}, path
                assert dict(exif.get_ifd(0x8769)) == {}, path
                assert set(exif) <= {0x013B, 0x8298, 0x0112}, path
    assert pictures > 20


@pytest.mark.parametrize("name", ["cover", "ana", "image", "fetched", "inline", "poster", "night", "1"])
def test_the_original_is_published_without_what_the_camera_wrote(name, metadata):
    originals = [data for path, data in metadata.output().items() if re.fullmatch(rf"media/[0-9a-f]+/{name}\.jpg", path)]
    assert len(originals) == 1
    with Image.open(io.BytesIO(originals[0])) as picture:
        assert picture.size in {(90, 60), (60, 90)}
        assert "comment" not in picture.info


def test_the_maker_is_written_into_published_pictures(metadata):
    image = next(data for path, data in metadata.output().items() if path.endswith("/image.jpg"))
    assert b"Ana Lima" in image
    assert b"creativecommons.org/licenses/by/4.0/" in image


def test_one_name_everywhere_leaves_no_other_after_a_change(tmp_path):
    person = "content/contributors/ana-lima.yaml"
    lamp = "title: Lamp\nmedium: film\nreleased: 2025\ncover: {file: cover.jpg, alt: A lamp.}\n"
    lamp += "credits:\n  director: {contributor: ana-lima, as: Qold Name}\n"
    lamp += "  musician: {contributor: the-band, members: [{contributor: ana-lima, as: Qold Stage}]}\n"
    band = "name: Band\nkind: group\nmembers: [{contributor: ana-lima, as: Qold Member}]\n"
    files = PEOPLE | {LAMP: lamp, "content/projects/lamp/cover.jpg": photo("JPEG"), "content/contributors/the-band.yaml": band}
    site = SiteTest.of(tmp_path, files).build()
    assert len(where(site, "Qold Name")) > 5
    assert where(site, "Qold Stage")
    assert where(site, "Qold Member")
    site.edit(person, name="Qnew Name", credit_name="everywhere", also=None).build()
    assert where(site, "Qold") == []
    assert where(site, "Ana Lima") == []
    assert len(where(site, "Qnew Name")) > 5
    fresh = SiteTest.of(tmp_path / "fresh", files)
    fresh.edit(person, name="Qnew Name", credit_name="everywhere").build()
    assert fresh.output() == site.output()

"""What must never reach readers is in no byte of what is published, whatever was published before."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

import media_bytes as made
import pytest
from PIL import Image
from sites import CONFIG, LAMP, PEOPLE, SiteTest, png, where

SECRETS = (b"Jane Owner", b"SERIAL123", b"Canon", b"Secret")


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
    assert where(unseen, "qwithdrawn") == ["changes.json", "changes.xml", "projects/qwithdrawn/index.html"]


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


@pytest.fixture(scope="module")
def metadata(tmp_path_factory) -> SiteTest:
    shot = made.photo("JPEG", turn=6)
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
    files |= {f"{folder}/image.png": made.photo("PNG"), f"{folder}/sound.flac": made.flac()}
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

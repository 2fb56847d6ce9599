"""Books and documents: what they say of themselves, and the picture by which they are known."""

from __future__ import annotations

import re
import time
from io import BytesIO

import media_bytes as made
import pytest
from PIL import Image
from sites import PEOPLE, SiteTest

from generator.model.books import epub_cover, read_book
from generator.model.media import MediaError
from generator.model.pdf_page import pdf_first_page
from generator.sources.probe import probe

SAID = "<dc:title>Small Lamps</dc:title><dc:description>&lt;p&gt;Six of &lt;b&gt;them&lt;/b&gt;.&lt;/p&gt;</dc:description>"
NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<nav epub:type="landmarks"><ol><li><a href="a">Wrong</a></li></ol></nav>
<nav epub:type="toc"><h1>Contents</h1><ol><li><a href="one.xhtml">One <i>lamp</i></a><ol><li><a href="x">Its wick</a></li></ol></li>
<li><span>Two</span></li></ol></nav></body></html>"""
NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Old one</text></navLabel>
<navPoint><navLabel><text>Older</text></navLabel></navPoint></navPoint></navMap></ncx>"""
COVER = made.photograph(60, 90)
BOOK = "title: Lamps\nmedium: book\ncredits: {author: ana-lima}\nmedia: [{document: FILE}]\n"


def published(folder, name, data, **more):
    return SiteTest.of(
        folder,
        {**PEOPLE, "content/projects/lamps/project.yaml": BOOK.replace("FILE", name), f"content/projects/lamps/{name}": data},
    ).build(**more)


def test_an_epub_says_its_title_its_contents_and_what_it_is_about():
    book = read_book(made.epub(package=SAID, nav_xhtml=NAV))
    assert (book.title, book.description) == ("Small Lamps", "Six of them.")
    assert [(line.label, line.depth) for line in book.contents] == [("One lamp", 0), ("Its wick", 1), ("Two", 0)]


def test_the_contents_of_an_old_epub_are_read_too():
    assert [line.label for line in read_book(made.epub(toc_ncx=NCX)).contents] == ["Old one", "Older"]


def test_the_page_of_a_book_shows_its_cover_and_its_contents(tmp_path):
    site = published(tmp_path, "lamps.epub", made.epub(package=SAID, nav_xhtml=NAV, cover_jpg=COVER))
    page = (site.root / "output/projects/lamps/index.html").read_text("utf-8")
    assert "Its wick" in page
    assert "Six of them" in page
    assert re.search(r'<meta property="og:image" content="[^"]*/lamps-cover-60\.jpg"', page)
    shown = {path.rpartition("/")[2] for path in site.output() if path.startswith("media/")}
    assert shown == {"lamps.epub", "lamps-cover-60.jpg", "lamps-cover-60.webp"}
    site.write("content/projects/lamps/lamps.epub", made.epub(package=SAID, cover_jpg=made.photograph(90, 60))).build()
    after = site.output()
    site.build("--clean")
    assert site.output() == after


@pytest.mark.parametrize(
    "data",
    [
        made.epub(folder="../"),
        made.epub(nav_xhtml="<not <well-formed", toc_ncx="\0\1"),
        made.epub(
            nav_xhtml='<!DOCTYPE h [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><nav type="toc"><ol><li><a>&a;</a></li></ol></nav></html>'
        ),
        made.zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": '<c><rootfile full-path="../../x"/></c>'}),
        made.zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>"}),
        made.epub(cover_jpg=b"%PDF-1.4"),
        made.epub()[:200],
        b"",
    ],
    ids=["out of it", "no XML", "entities", "leads out", "no package", "no picture", "cut", "empty"],
)
def test_a_book_that_cannot_be_understood_says_nothing(data):
    book = read_book(data)
    assert "root:" not in str(book)
    assert [line.label for line in book.contents] in ([], ["&a;"])
    assert epub_cover(data) in (None, b"%PDF-1.4")


def test_a_bomb_in_a_book_is_never_unpacked():
    bomb = made.epub(cover_jpg=b"\0" * 300_000_000)
    assert len(bomb) < 400_000
    started = time.monotonic()
    assert epub_cover(bomb) is None
    with pytest.raises(MediaError) as refused:
        probe(bomb, "book.epub")
    assert refused.value.code == "media-too-large"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/cron.d/evil", "a/../../evil", "C:/evil", "..\\evil"])
@pytest.mark.parametrize("ending", ["epub", "zip"])
def test_an_archive_with_a_way_out_is_refused(name, ending):
    first = {"mimetype": "application/epub+zip"} if ending == "epub" else {}
    with pytest.raises(MediaError) as refused:
        probe(made.zipped(first | {"META-INF/container.xml": "<container/>", name: "x"}), f"a.{ending}")
    assert refused.value.code == "bad-media"
    assert "leads out of it" in refused.value.message


def drawn_pdf():
    data = BytesIO()
    Image.new("RGB", (300, 400), "teal").save(data, "PDF")
    return data.getvalue()


def test_a_pdf_is_known_by_its_first_page_and_opens_in_the_browser(tmp_path):
    site = published(tmp_path, "lamps.pdf", drawn_pdf())
    page = (site.root / "output/projects/lamps/index.html").read_text("utf-8")
    assert 'type="application/pdf" data-read-here="lamps.pdf"' in page
    assert "1 page" in page
    shown = next(path for path in site.output() if path.endswith("-320.jpg"))
    with Image.open(site.root / "output" / shown) as picture:
        assert picture.getpixel((160, 200))[1] == pytest.approx(128, abs=4)


def test_without_what_draws_pages_a_pdf_is_published_all_the_same(tmp_path, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "sitecustomize.py").write_text("import sys\nsys.modules['pypdfium2'] = None\n")
    import os

    monkeypatch.setenv("PYTHONPATH", f"{blocked}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    site = published(tmp_path / "site", "lamps.pdf", drawn_pdf())
    assert [path.rpartition("/")[2] for path in site.output() if path.startswith("media/")] == ["lamps.pdf"]


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n%%EOF", made.pdf()[:-60], b"%PDF-" + b"\xff" * 5000], ids=["empty", "bare", "cut", "noise"]
)
def test_a_page_that_cannot_be_drawn_is_no_picture(data):
    assert pdf_first_page(data) is None

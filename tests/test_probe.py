"""What a media file is: told by its bytes, refused where they are damaged, disguised or dangerous."""

import contextlib
import hashlib
import struct
import zipfile
import zlib
from io import BytesIO

import media_bytes as made
import pytest
from PIL import Image

from generator.model.media import MediaError
from generator.sources.probe import probe


def saved(picture, picture_format="PNG", **options):
    written = BytesIO()
    picture.save(written, picture_format, **options)
    return written.getvalue()


def refused(data, name):
    with pytest.raises(MediaError) as caught:
        probe(data, name)
    assert caught.value.message
    return caught.value.code


PHOTO = Image.new("RGB", (64, 32), "#804020")


@pytest.mark.parametrize(
    ("file_format", "mime"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("AVIF", "image/avif"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
    ],
)
def test_pictures_tell_size_and_colour(file_format, mime):
    data = saved(PHOTO, file_format)
    found = probe(data, "still.jpg")
    assert (found.kind, found.mime, found.width_px, found.height_px) == ("image", mime, 64, 32)
    assert found.size_bytes == len(data)
    assert found.digest == hashlib.blake2b(data, digest_size=16).hexdigest()
    assert all(abs(int(found.colour[at : at + 2], 16) - wanted) < 12 for at, wanted in ((1, 0x80), (3, 0x40), (5, 0x20)))
    assert not found.animated
    assert not found.alpha


@pytest.mark.parametrize("file_format", ["JPEG", "WEBP", "PNG", "TIFF"])
def test_a_turned_picture_is_measured_upright(file_format):
    exif = Image.Exif()
    exif[0x0112] = 6
    found = probe(saved(PHOTO, file_format, exif=exif), "still.jpg")
    assert (found.width_px, found.height_px) == (32, 64)


def test_alpha_counts_only_where_something_is_transparent():
    assert not probe(saved(Image.new("RGBA", (8, 8), (1, 2, 3, 255))), "a.png").alpha
    assert probe(saved(Image.new("RGBA", (8, 8), (1, 2, 3, 100))), "a.png").alpha
    assert probe(saved(Image.new("RGBA", (8, 8), (1, 2, 3, 0))), "a.png").colour is None


def test_an_animation_is_known():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    assert probe(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), "a.gif").animated
    assert probe(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]), "a.webp").animated


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "I", "F"])
def test_all_kinds_of_pixels_are_taken(mode):
    picture = Image.new("L", (16, 16), 200).convert("I").convert("I;16") if mode == "I;16" else PHOTO.convert(mode)
    assert probe(saved(picture, "TIFF" if mode in {"CMYK", "LA", "I", "F"} else "PNG"), "a.png").colour


def bomb(width_px, height_px):
    """A PNG of a few kilobytes that would be enormous in memory."""

    def chunk(kind, payload):
        return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))

    header = struct.pack(">IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(10_000, 10_000), (8_000, 8_000), (60_000, 60_000), (100_000, 10)])
def test_a_bomb_is_refused_by_its_header(size):
    assert refused(bomb(*size), "cover.png") == "media-too-large"


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP"])
def test_a_picture_that_is_cut_short_is_refused(file_format):
    data = saved(Image.effect_noise((300, 200), 90).convert("RGB"), file_format)
    assert refused(data[: len(data) * 2 // 3], "still.png") == "bad-media"


NOISE = bytes(zlib.crc32(bytes([number % 256, number // 256])) % 255 + 1 for number in range(4000))


@pytest.mark.parametrize(
    "name", ["a.jpg", "a.png", "a.mp3", "a.mp4", "a.pdf", "a.zip", "a.svg", "a.webm", "a.ogg", "a.epub", "a.vtt", "a.txt"]
)
def test_noise_is_refused_under_a_name_that_promises_something(name):
    assert refused(NOISE, name) == "bad-media"


@pytest.mark.parametrize("name", ["cover.jpg", "film.mp4", "song.mp3", "text.md", "notes"])
def test_an_empty_file_is_refused(name):
    assert refused(b"", name) == "empty-file"


@pytest.mark.parametrize(
    "data",
    [
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        b"\xc5\xd0\xd3\xc6" + bytes(40),
        made.pdf(),
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\n <!-- hello --> <HTML><body>",
        b"<?php system($_GET[0]); ?>",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff",
        b"\x7fELF\x02\x01\x01" + bytes(60),
        made.wav(),
    ],
)
def test_something_else_in_a_picture_s_clothes_is_refused(data):
    assert refused(data, "cover.jpg") == "disguised-file"


def test_a_picture_is_not_text():
    assert refused(saved(PHOTO), "story.txt") == "disguised-file"


def test_words_that_look_like_signatures_are_words():
    for text in (b"BMW is a car", b"MZ is a format", b"<html> is a tag", b"%PDF-1.4 begins a PDF"):
        assert probe(text, "story.md").mime == "text/markdown"


@pytest.mark.parametrize(
    "name",
    [
        "a.html",
        "A.HTM",
        "a.xhtml",
        "a.js",
        "a.mjs",
        "a.php",
        "a.phtml",
        "a.cgi",
        "a.shtml",
        ".htaccess",
        "a.svgz",
        "a.swf",
        "a.exe",
        "_redirects",
        "_headers",
        "CNAME",
        "web.config",
        "song.php.mp3",
        "a.html ",
        "a.php.",
        "x\\a.js",
        ".env",
    ],
)
def test_names_that_a_web_host_acts_on_are_refused(name):
    assert refused(b"text", name) == "unsupported-media"


def test_a_web_page_is_refused_under_any_unknown_name():
    assert refused(b"<!doctype html><p>", "page.unknown") == "disguised-file"


@pytest.mark.parametrize(
    ("data", "name", "mime", "seconds"),
    [
        (made.mp3(), "a.mp3", "audio/mpeg", 2.612),
        (made.id3() + made.mp3() + b"TAG" + bytes(125), "a.mp3", "audio/mpeg", 2.612),
        (made.adts(), "a.aac", "audio/aac", 1.161),
        (made.vorbis(), "a.ogg", "audio/ogg", 2.0),
        (made.opus(), "a.opus", "audio/ogg", 2.0),
        (made.flac(), "a.flac", "audio/flac", 2.0),
        (made.wav(), "a.wav", "audio/wav", 1.0),
        (made.mp4(handler=b"soun", brand=b"M4A "), "a.m4a", "audio/mp4", 3.0),
    ],
)
def test_sounds_tell_their_length(data, name, mime, seconds):
    found = probe(data, name)
    assert (found.kind, found.mime, found.duration_s) == ("audio", mime, seconds)


def test_a_xing_header_is_believed_within_reason():
    frame = bytearray(made.mp3(frames=1))
    frame[36:48] = b"Xing" + struct.pack(">II", 1, 100)
    assert probe(bytes(frame) + made.mp3(frames=99), "a.mp3").duration_s == 2.612
    frame[44:48] = b"\x7f\xff\xff\xff"
    assert probe(bytes(frame) + made.mp3(frames=99), "a.mp3").duration_s == 2.612


def test_midi_is_a_sound_of_unknown_length():
    data = b"MThd" + struct.pack(">IHHH", 6, 0, 1, 96) + b"MTrk" + struct.pack(">I", 4) + b"\0\xff\x2f\0"
    found = probe(data, "level.mid")
    assert (found.kind, found.mime, found.duration_s) == ("audio", "audio/midi", None)
    assert refused(data[:-2], "level.mid") == "bad-media"


def test_films_tell_size_and_length():
    found = probe(made.mp4(), "film.mp4")
    assert (found.kind, found.mime, found.width_px, found.height_px, found.duration_s) == ("video", "video/mp4", 320, 180, 3.0)
    assert (probe(made.mp4(turned=True), "film.mp4").width_px, probe(made.mp4(turned=True), "film.mp4").height_px) == (180, 320)
    assert probe(made.mp4(brand=b"qt  "), "film.mov").mime == "video/quicktime"
    found = probe(made.webm(), "film.webm")
    assert (found.kind, found.mime, found.width_px, found.height_px, found.duration_s) == ("video", "video/webm", 320, 180, 2.0)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (made.mp4(seconds=0), "a.mp4"),
        (made.webm(seconds=0), "a.webm"),
        (made.vorbis(seconds=0), "a.ogg"),
        (made.wav(seconds=0), "a.wav"),
        (made.mp4()[:-20], "a.mp4"),
        (made.mp4()[:60], "a.mp4"),
        (made.webm()[:-20], "a.webm"),
        (made.vorbis()[:-2], "a.ogg"),
        (made.wav()[:-100], "a.wav"),
        (made.flac()[:20], "a.flac"),
        (made.mp4(handler=b"text"), "a.mp4"),
    ],
)
def test_films_and_sounds_without_length_or_end_are_refused(data, name):
    assert refused(data, name) == "bad-media"


def test_matroska_and_other_films_that_do_not_play_are_refused():
    assert refused(made.webm(doctype=b"matroska"), "a.mkv") == "unsupported-media"
    assert refused(b"RIFF\0\0\0\0AVI LIST", "a.avi") == "unsupported-media"


def test_a_drawing_tells_its_size():
    def svg(attributes):
        return f'<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode()

    found = probe(svg('width="2in" height="96"'), "logo.svg")
    assert (found.kind, found.mime, found.width_px, found.height_px) == ("image", "image/svg+xml", 192, 96)
    assert (probe(svg('viewBox="0 0 30 20"'), "logo.svg").width_px, probe(svg('viewBox="0,0,30,20"'), "a.svg").height_px) == (
        30,
        20,
    )
    assert probe(svg('width="60" viewBox="0 0 30 20"'), "logo.svg").height_px == 40
    assert probe(svg('width="100%"'), "logo.svg").width_px is None


def test_a_drawing_with_entities_or_errors_is_refused():
    laughs = (
        b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>'
    )
    assert refused(laughs, "logo.svg") == "bad-media"
    assert (
        refused(
            b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>', "a.svg"
        )
        == "bad-media"
    )
    assert refused(b"<svg><g></svg>", "logo.svg") == "bad-media"
    assert refused(b"<html><body/></html>", "logo.svg") == "disguised-file"


def test_a_pdf_tells_its_pages():
    found = probe(made.pdf(pages=7), "book.pdf")
    assert (found.kind, found.mime, found.pages) == ("document", "application/pdf", 7)
    assert refused(made.pdf()[:200], "book.pdf") == "bad-media"
    assert refused(b"%PDF-1.4\nnothing here\n%%EOF\n", "book.pdf") == "bad-media"


def zipped(members, *, stored=()):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return written.getvalue()


def test_archives_are_known_without_unpacking_them():
    assert probe(zipped({"a.txt": bytes(50_000_000)}), "stems.zip").kind == "archive"
    assert refused(zipped({"a.txt": b"x"})[:-30], "stems.zip") == "bad-media"
    book = {"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>"}
    found = probe(zipped(book, stored={"mimetype"}), "book.epub")
    assert (found.kind, found.mime) == ("document", "application/epub+zip")
    assert refused(zipped({"a.txt": b"x"}), "book.epub") == "disguised-file"
    assert refused(zipped({"mimetype": "application/epub+zip"}, stored={"mimetype"}), "book.epub") == "bad-media"


@pytest.mark.parametrize(
    ("data", "name", "mime"),
    [
        (b"WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n", "en.vtt", "text/vtt"),
        (b"\xef\xbb\xbfWEBVTT", "en.vtt", "text/vtt"),
        ("Ein Käfer".encode(), "story.txt", "text/plain"),
        (b"# Title\n", "story.md", "text/markdown"),
    ],
)
def test_texts_are_known(data, name, mime):
    found = probe(data, name)
    assert (found.kind, found.mime) == ("text", mime)


def test_texts_that_are_none_are_refused():
    assert refused(b"1\n00:00 --> 00:01\n", "en.vtt") == "bad-media"
    assert refused("Käfer".encode("latin-1"), "story.md") == "bad-media"


def test_unknown_bytes_under_an_unknown_name_can_be_downloaded():
    found = probe(NOISE, "scene.blend")
    assert (found.kind, found.mime) == ("other", "application/octet-stream")


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_whatsoever_raises_anything_but_a_media_error(seed):
    import random

    dice = random.Random(seed)
    samples = {
        "a.jpg": saved(PHOTO, "JPEG"), "a.png": saved(PHOTO), "a.gif": saved(PHOTO, "GIF"), "a.webp": saved(PHOTO, "WEBP"), "a.tif": saved(PHOTO, "TIFF"),
        "a.avif": saved(PHOTO, "AVIF"), "a.mp3": made.mp3(frames=5), "a.ogg": made.vorbis(), "a.flac": made.flac(), "a.wav": made.wav(), "a.mp4": made.mp4(),
        "a.webm": made.webm(), "a.pdf": made.pdf(), "a.zip": zipped({"a": b"b"}), "a.aac": made.adts(frames=5),
    }  # fmt: skip
    for name, data in samples.items():
        damaged = bytearray(data)
        for _ in range(dice.randint(1, 12)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        with contextlib.suppress(MediaError):
            probe(bytes(damaged[: dice.randint(1, len(damaged))] if dice.random() < 0.3 else damaged), name)

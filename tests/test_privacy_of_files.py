"""Every published file is looked into, with readers of other makers, for what it must not tell about its makers' lives."""

from __future__ import annotations

import zipfile
from fractions import Fraction
from io import BytesIO

import av
import media_bytes as made
import pypdf
import pytest
from PIL import ExifTags, Image
from sites import PEOPLE, SiteTest

SECRETS = ("Secret", "SERIAL", "Jane Owner", "Canon", "+38.7200-009.1400")
PICTURES = ("jpg", "png", "webp", "avif", "gif")
RECORDINGS = ("mp4", "mov", "webm", "mp3", "flac", "ogg", "opus", "wav", "m4a", "mkv")
ARCHIVES = ("zip", "epub", "cbz")
TEXTS = (
    "html",
    "css",
    "js",
    "mjs",
    "json",
    "xml",
    "atom",
    "txt",
    "svg",
    "vtt",
    "vcf",
    "csv",
    "bib",
    "opml",
    "webmanifest",
    "xsl",
    "m3u8",
    "xspf",
)
OTHERS = ("ris", "mimetype", "opf", "xhtml", "ncx", "woff2", "ico", "md", "rss", "srt")
TELLING = {
    "DateTime",
    "DateTimeOriginal",
    "Make",
    "Model",
    "Software",
    "HostComputer",
    "UserComment",
    "MakerNote",
    "BodySerialNumber",
}
TELLING |= {"CameraOwnerName", "LensSerialNumber", "GPSInfo", "ImageUniqueID", "XPAuthor", "XPComment", "ImageHistory"}


def looked_into(path, data):
    """Everything that a reader of this kind of file finds in it, as text; the bytes themselves first."""
    ending = path.rpartition(".")[2].lower()
    yield data.decode("latin-1")
    yield data.decode("utf-16-le", "ignore")
    yield data.decode("utf-16-be", "ignore")
    if ending in PICTURES:
        yield from _picture(data)
    elif ending in RECORDINGS:
        with av.open(BytesIO(data)) as recording:
            yield repr((recording.metadata, [stream.metadata for stream in recording.streams]))
    elif ending in ARCHIVES:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield repr([(member.comment, member.extra) for member in archive.infolist()]) + repr(archive.comment)
            for name in archive.namelist():
                yield from looked_into(name, archive.read(name))
    elif ending == "pdf":
        reader = pypdf.PdfReader(BytesIO(data))
        yield repr(reader.metadata)
        for page in reader.pages:
            yield page.extract_text()
            for picture in page.images:
                yield picture.data.decode("latin-1")
    else:
        assert ending in (*TEXTS, *OTHERS), f"nobody looks into {path}"


def _picture(data):
    with Image.open(BytesIO(data)) as picture:
        picture.load()
        exif = picture.getexif()
        named = {ExifTags.TAGS.get(tag, str(tag)) for tag in (*exif, *exif.get_ifd(ExifTags.IFD.Exif))}
        assert not named & TELLING, named & TELLING
        assert not exif.get_ifd(ExifTags.IFD.GPSInfo)
        assert not exif.get_ifd(ExifTags.IFD.IFD1), "a thumbnail"
        assert "photoshop" not in picture.info
        yield repr({**picture.info, "exif": "", "icc_profile": ""}) + repr(dict(exif)) + repr(getattr(picture, "text", ""))


def recording(form, codec, rate=48_000, kind="audio"):
    """A second of a real recording, with everything that a phone writes beside it."""
    written = BytesIO()
    with av.open(
        written, "w", format=form, options={"movflags": "use_metadata_tags"} if form in {"mp4", "mov"} else {}
    ) as container:
        container.metadata.update(
            title="Secret title", artist="Jane Owner", comment="Secret comment", location="+38.7200-009.1400/", make="Canon"
        )
        container.metadata.update({"com.apple.quicktime.location.ISO6709": "+38.7200-009.1400/", "serial": "SERIAL123"})
        stream = container.add_stream(codec, rate=rate if kind == "audio" else 5)
        if kind == "video":
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            frames = [av.VideoFrame(64, 48, "yuv420p") for _ in range(5)]
        else:
            stream.layout = "mono"
            frames = []
            size = stream.codec_context.frame_size or 1024
            form_of_samples = stream.codec_context.format.name
            for number in range(0, rate // 2, size):
                frame = av.AudioFrame(form_of_samples, "mono", size)
                for plane in frame.planes:
                    plane.update(bytes(plane.buffer_size))
                frame.sample_rate, frame.pts, frame.time_base = rate, number, Fraction(1, rate)
                frames.append(frame)
        for frame in frames:
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return written.getvalue()


def secret_pdf():
    data = BytesIO()
    Image.open(BytesIO(made.photo("JPEG"))).save(
        data, "PDF", author="Jane Owner", producer="Secret", creator="Canon", title="Secret"
    )
    return data.getvalue()


FILES = {
    "one.jpg": made.photo("JPEG"),
    "two.png": made.photo("PNG", mode="RGBA"),
    "three.webp": made.photo("WEBP"),
    "four.avif": made.photo("AVIF"),
    "five.tif": made.photo("TIFF", icc_profile=None),
    "six.gif": made.photo("GIF", mode="P", comment=b"Secret comment"),
    "seven.jpg": made.photo("JPEG", turn=6),
    "film.mp4": recording("mp4", "mpeg4", kind="video"),
    "film.mov": recording("mov", "mpeg4", kind="video"),
    "sound.mp3": made.id3() + made.mp3(),
    "sound.flac": recording("flac", "flac"),
    "sound.ogg": recording("ogg", "libopus"),
    "sound.opus": made.opus(),
    "sound.wav": made.wav(extra=b"LIST\x12\0\0\0INFOIART\x06\0\0\0Secret"),
    "pages.pdf": secret_pdf(),
    "stems.zip": made.zipped({"cover.JPG": made.photo("JPEG"), "notes.txt": "Nothing.", "inner/two.png": made.photo("PNG")}),
    "book.epub": made.epub(cover_jpg=made.photo("JPEG")),
}
KEYS = {
    **dict.fromkeys(("jpg", "png", "webp", "avif", "tif", "gif"), "image"),
    **dict.fromkeys(("mp4", "mov"), "video"),
    **dict.fromkeys(("mp3", "flac", "ogg", "opus", "wav"), "audio"),
    **dict.fromkeys(("pdf", "epub"), "document"),
    "zip": "file",
}
CONFIG = (
    "site: {title: Night Shift, url: https://example.org/}\nprivacy: {documents: clean}\nmedia: {formats: [avif, webp, jpeg]}\n"
)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    media = "".join(
        f"  - {{{KEYS[name.rpartition('.')[2]]}: {name}, {'alt: A., ' if KEYS[name.rpartition('.')[2]] == 'image' else ''}id: i{number}}}\n"
        for number, name in enumerate(FILES)
    )
    head = "title: Lamp\nmedium: other\nlicense: CC-BY-4.0\ncover: {file: one.jpg, alt: A.}\ncredits: {author: ana-lima}\n"
    site = SiteTest.of(
        tmp_path_factory.mktemp("secrets"),
        {
            **PEOPLE,
            "config.yaml": CONFIG,
            "content/contributors/ana-lima.yaml": "name: Ana Lima\nportrait: {file: ana.jpg, alt: A.}\n",
            "content/contributors/ana.jpg": made.photo("JPEG"),
            "content/projects/lamp/project.yaml": f"{head}media:\n{media}",
            **{f"content/projects/lamp/{name}": data for name, data in FILES.items()},
        },
    )
    return site.build().output()


def test_the_files_do_tell_before_they_are_published():
    silent = [name for name, data in FILES.items() if not any(secret in text for text in _told(name, data) for secret in SECRETS)]
    assert silent == []


def _told(name, data):
    try:
        yield from looked_into(name, data)
    except AssertionError:
        yield "Secret"


def test_no_published_file_tells_where_with_what_or_by_whom_it_was_made(published):
    found = []
    for path, data in published.items():
        for text in looked_into(path, data):
            found += [(path, secret) for secret in SECRETS if secret in text]
    assert found == []


def test_every_kind_of_file_is_published_and_looked_into(published):
    endings = {path.rpartition(".")[2] for path in published if path.startswith("media/")}
    assert endings >= {
        "jpg",
        "png",
        "webp",
        "avif",
        "gif",
        "mp4",
        "mov",
        "mp3",
        "flac",
        "ogg",
        "opus",
        "wav",
        "pdf",
        "zip",
        "epub",
    }


def test_credit_and_licence_are_in_every_picture_of_the_work(published):
    lacking = []
    for path, data in published.items():
        picture = path.startswith("media/") and path.endswith(("jpg", "png", "webp", "avif")) and "ana" not in path
        picture = picture and not path.endswith("four.avif")  # an AVIF can only be encoded again, so its original has lost all
        if picture and not (b"Ana Lima" in data and b"creativecommons.org/licenses/by/4.0/" in data):
            lacking.append(path)
    assert lacking == []


@pytest.mark.parametrize("site", ["anthology"], indirect=True)
def test_the_bundled_anthology_tells_nothing_either(site):
    looked = [path for path in site.output.rglob("*") if path.is_file() and ".creditroll" not in path.parts]
    for path in looked:
        if path.suffix[1:] in (*PICTURES, *RECORDINGS, *ARCHIVES, "pdf"):
            assert list(looked_into(path.name, path.read_bytes()))
        else:
            assert path.suffix[1:] in (*TEXTS, *OTHERS), path

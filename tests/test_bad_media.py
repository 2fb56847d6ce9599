"""Media that are damaged, disguised, enormous or oddly named: each a located problem or a right result, in little memory and time."""

from __future__ import annotations

import io
import re
import resource
import struct
import subprocess
import sys
import zlib

import media_bytes as made
import pytest
from PIL import Image
from recorded import film, tone
from sites import CONFIG, PEOPLE, SiteTest, png

pytest.importorskip("av")
MANIFEST = "content/projects/work/project.yaml"
HEAD = "title: Work\nmedium: other\nreleased: 2025\ncredits: {author: ana-lima}\n"
MEMORY_BYTES = 1_500_000_000
SECONDS = 60


def chunk(kind, payload):
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def pixel_bomb(width_px, height_px):
    rows = zlib.compress((b"\0" + bytes((width_px + 7) // 8)) * height_px, 9)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def text_bomb():
    plain = png("#304050")
    return plain[:33] + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(4_000_000))) * 20 + plain[33:]


def moving_bomb():
    frames = [Image.new("P", (2000, 2000), number) for number in range(30)]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    return written.getvalue()


def sound_alone():
    """An MP4 without pictures."""
    import av

    written = io.BytesIO()
    with av.open(written, "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=44_100, layout="mono")
        for number in range(20):
            frame = av.AudioFrame("fltp", "mono", 1024)
            frame.planes[0].update(bytes(frame.planes[0].buffer_size))
            frame.sample_rate, frame.pts = 44_100, number * 1024
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return written.getvalue()


def jpeg():
    written = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(written, "JPEG")
    return written.getvalue()


BAD = {
    "empty.jpg": (b"", "empty-file"),
    "cut.jpg": (jpeg()[:400], "bad-media"),
    "noise.jpg": (bytes(zlib.crc32(bytes([number % 256, number // 256])) % 255 + 1 for number in range(9000)), "bad-media"),
    "page.jpg": (b"<!DOCTYPE html><script>1</script>", "disguised-file"),
    "drawing.jpg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "disguised-file"),
    "paper.jpg": (made.pdf(), "disguised-file"),
    "postscript.jpg": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "disguised-file"),
    "pixels.png": (pixel_bomb(10_000, 10_000), "media-too-large"),
    "texts.png": (text_bomb(), "bad-media"),
    "silent.wav": (tone(seconds=0), "bad-media"),
    "empty.mp3": (b"", "empty-file"),
    "sound.mp4": (sound_alone(), "bad-media"),
    "cut.mp4": (film(codec="h264", container="mp4", seconds=1.0)[:3000], "bad-media"),
    "playlist.mp4": (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "bad-media"),
    "out.epub": (
        made.zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>", "../evil": "x"}),
        "bad-media",
    ),
    "bomb.epub": (made.epub(cover_jpg=bytes(120_000_000)), "media-too-large"),
    "cut.pdf": (b"%PDF-1.4\ntrash", "bad-media"),
}
KEYS = {
    "jpg": "image",
    "png": "image",
    "gif": "image",
    "mp3": "audio",
    "wav": "audio",
    "mp4": "video",
    "mov": "video",
    "epub": "document",
    "pdf": "document",
}


def listed(names):
    lines = []
    for name in names:
        key = KEYS[name.rpartition(".")[2]]
        lines.append(f"  - {key}: '{name.replace(chr(39), chr(39) * 2)}'\n" + ("    alt: A.\n" if key == "image" else ""))
    return "".join(lines)


def limited(site, command):
    """A command with little memory and time."""
    return subprocess.run(
        [sys.executable, "-m", "generator", command, "--site", str(site.root)],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES)),
    )


def test_every_bad_file_is_told_at_its_line_in_one_run(tmp_path):
    captions = "  - {video: good.mov, captions: [{file: other.srt, language: pt}, {file: page.vtt, language: en}]}\n"
    files = {f"content/projects/work/{name}": data for name, (data, _) in BAD.items()}
    files |= {
        MANIFEST: HEAD + f"media:\n{listed(BAD)}{captions}",
        "content/projects/work/good.mov": film(seconds=1.0),
        "content/projects/work/other.srt": "1\n00:00:00,000 --> 00:00:00,800\nCoração, não\n".encode("utf-16"),
        "content/projects/work/page.vtt": "<html>not captions</html>",
    }
    done = limited(SiteTest.of(tmp_path, PEOPLE | files), "check")
    assert done.returncode == 1, done.stderr
    told = {name: code for code, name in re.findall(r'^\S+yaml:\d+:\d+: ([a-z-]+): "([^"]+)"', done.stdout, re.MULTILINE)}
    wanted = {name: code for name, (_, code) in BAD.items()} | {"other.srt": "bad-media", "page.vtt": "bad-media"}
    assert {name: told.get(name) for name in wanted} == wanted
    assert "Traceback" not in done.stdout + done.stderr


def test_large_and_odd_files_are_published_in_little_memory(tmp_path):
    odd = 'it\'s "a" 🎬 #1 100%'
    files = {
        "wide.png": pixel_bomb(7000, 7000),
        "moving.gif": moving_bomb(),
        f"{odd}.jpg": jpeg(),
        f"{odd}.mp3": made.mp3(),
        f"{odd}.mp4": film(codec="h264", container="mp4", seconds=1.0),
        f"{odd}.pdf": made.pdf(),
        f"{odd}.epub": made.epub(),
    }
    site = SiteTest.of(
        tmp_path,
        PEOPLE
        | {
            MANIFEST: HEAD + f"media:\n{listed(files)}",
            "config.yaml": CONFIG + "media: {sound: {formats: []}, film: {formats: []}}\n",
        }
        | {f"content/projects/work/{name}": data for name, data in files.items()},
    )
    done = limited(site, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    page = site.read("projects/work/index.html")
    linked = set(re.findall(r"(?:src|href)=\"(?:\.\./)*(media/[^\"#]+)", page)) | set(re.findall(r"(media/\S+) \d+w", page))
    assert len(linked) > 12
    assert [path for path in linked if not site.has(path)] == []


def test_two_files_of_one_name_stay_two(tmp_path):
    files = {}
    for name, colour in (("one", "#a03020"), ("two", "#2030a0")):
        files[f"content/projects/{name}/cover.png"] = png(colour)
        files[f"content/projects/{name}/project.yaml"] = HEAD.replace("Work", name) + "cover: {file: cover.png, alt: A.}\n"
    site = SiteTest.of(tmp_path, PEOPLE | files).build()
    shown = set()
    for path, data in site.output().items():
        if path.startswith("media/") and path.endswith("/cover.png"):
            with Image.open(io.BytesIO(data)) as picture:
                shown.add(picture.convert("RGB").getpixel((0, 0)))
    assert shown == {(0xA0, 0x30, 0x20), (0x20, 0x30, 0xA0)}

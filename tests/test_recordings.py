"""Recordings and films: what is made of them, once, the same each time, and what is said where that fails."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest
from media_bytes import photograph
from PIL import Image
from recorded import aiff, film, tone
from sites import CONFIG, PEOPLE, SiteTest

from generator.cli.say import Progress
from generator.model.media import EncodingSpec
from generator.render.av import encode
from generator.sources.probe import probe

av = pytest.importorskip("av")
WORK = "content/projects/work/project.yaml"
PAGE = "projects/work/index.html"
VTT = "WEBVTT\n\n00:00.000 --> 00:00.800\n<v Lamp>Rain & more\n\n00:00.900 --> 00:01.500\nNobody.\n"
SRT = "1\r\n00:00:00,000 --> 00:00:00,800\r\n<i>Rain</i> <b>here</b> <script>\r\n\r\n2\r\n00:00:00,900 --> 00:00:01,500\r\nNobody.\r\n"


def site_of(root, media, files, config=""):
    manifest = f"title: Work\nmedium: film\nreleased: 2025\nlicense: CC-BY-4.0\ncredits: {{director: ana-lima}}\nmedia:\n{media}"
    found = {f"content/projects/work/{name}": data for name, data in files.items()}
    return SiteTest.of(root, PEOPLE | {WORK: manifest, "config.yaml": CONFIG + config} | found)


def sources(page):
    return re.findall(r'<source class="[^"]*" src="[./]*([^"]+)" type="([^"]*)"', page)


def opened(data):
    return av.open(io.BytesIO(data))


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    media = (
        "  - {audio: tone.wav, title: Tone}\n  - {audio: other.aiff, title: Other}\n"
        "  - {video: film.mov, title: Film, captions: [{file: en.srt, language: en}], chapters: [{at: '0:00', title: One}, {at: '0:05', title: Two}]}\n"
    )
    files = {"tone.wav": tone(seconds=2), "other.aiff": aiff(), "film.mov": film(seconds=9.0, rate=4), "en.srt": SRT}
    return site_of(tmp_path_factory.mktemp("works"), media, files).build()


def test_a_recording_gets_copies_that_every_browser_plays_with_its_makers_in_them(works):
    found = [one for one in sources(works.read(PAGE)) if "tone" in one[0]]
    assert [kind for _, kind in found] == ["audio/ogg; codecs=&#34;opus&#34;", "audio/mpeg"]
    for path, _ in found:
        copy = opened((works.root / "output" / path).read_bytes())
        told = {**copy.metadata, **copy.streams.audio[0].metadata}
        assert "Ana Lima" in json.dumps(told)
        assert "...." not in json.dumps(told)
        assert abs(copy.duration / 1_000_000 - 2) < 0.2


def test_a_film_gets_copies_that_start_at_once_with_its_makers_in_them(works):
    found = [one[0] for one in sources(works.read(PAGE)) if "film" in one[0]]
    assert [path.rpartition(".")[2] for path in found] == ["webm", "mp4"]
    for path in found:
        data = (works.root / "output" / path).read_bytes()
        told = probe(data, path)
        assert (told.width_px, told.height_px, told.begins_at_once) == (64, 48, True)
        assert "Ana Lima" in json.dumps({key.lower(): text for key, text in opened(data).metadata.items()})


def test_a_waveform_is_drawn_and_named_on_the_page(works):
    waveform = re.search(r'data-waveform="[./]*([^"]+)"', works.read(PAGE))[1]
    assert works.read(waveform).startswith("<svg")


def test_a_film_without_poster_shows_a_good_frame(works):
    poster = re.search(r'poster="[./]*([^"]+)"', works.read(PAGE))[1]
    with Image.open(works.root / "output" / poster) as picture:
        assert picture.size == (64, 48)
        assert picture.convert("L").getextrema()[1] > 100, "the film begins in the dark"


def test_the_seek_bar_has_small_pictures_of_the_whole_film(works):
    listed = re.search(r'data-thumbnails="[./]*([^"]+)"', works.read(PAGE))[1]
    text = works.read(listed)
    assert text.count("-->") == 9
    sprite = re.search(r"^(\S+)#xywh=0,0,160,120$", text, re.MULTILINE)[1]
    with Image.open(works.root / "output" / listed.rpartition("/")[0] / sprite) as sheet:
        assert sheet.size == (1440, 120)


def test_subrip_becomes_webvtt_and_a_transcript_whose_times_lead_to_their_moment(works):
    page = works.read(PAGE)
    track = re.search(r'<track kind="captions" src="[./]*([^"]+\.vtt)"', page)[1]
    assert works.read(track) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:00.800\n<i>Rain</i> <b>here</b> &lt;script&gt;\n\n00:00:00.900 --> 00:00:01.500\nNobody.\n"
    )
    assert re.search(r'data-seek="film" data-time="0.9">0:01</a> <span>Nobody.', page)
    assert "Nobody." in works.read("projects/work/film/index.html")


def test_chapters_are_a_track(works):
    track = re.search(r'<track kind="chapters" src="[./]*([^"]+)"', works.read(PAGE))[1]
    assert works.read(track).endswith("00:00:05.000 --> 00:00:09.000\nTwo\n")


def test_nothing_is_encoded_twice(works):
    cache = works.root / ".cache" / "recordings"
    before = {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()}
    assert before
    works.build("--clean")
    assert {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()} == before
    assert "Encoding" not in works.last.err


@pytest.mark.parametrize("form", ["opus", "mp3", "aac", "h264", "vp9", "av1", "frame", "sprite", "measure"])
def test_an_encode_gives_the_same_bytes_again(form):
    sized = {"width_px": 64, "height_px": 48} if form in ("h264", "vp9", "av1", "frame", "sprite") else {"kbps": 64}
    spec = EncodingSpec(form=form, every_s=1, count=2, columns=10, **sized)
    assert encode(film(), "video/quicktime", spec) == encode(film(), "video/quicktime", spec)


def test_a_small_file_that_plays_everywhere_is_left_as_it_is(tmp_path):
    clip = film(codec="h264", container="mp4", seconds=1.0)
    site = site_of(tmp_path, "  - {video: film.mp4}\n", {"film.mp4": clip}).build()
    assert [path.rpartition("/")[2] for path, _ in sources(site.read(PAGE))] == ["film.mp4"]


def test_what_is_left_for_later_is_made_by_the_next_build(tmp_path):
    site = site_of(tmp_path, "  - {audio: tone.wav}\n", {"tone.wav": tone()}).build("--media", "later")
    assert "Incomplete: 3 encodings" in site.last.out
    assert (tmp_path / "output/.creditroll/incomplete").exists()
    assert [kind for _, kind in sources(site.read(PAGE))] == ["audio/wav"]
    assert "data-waveform" not in site.read(PAGE)
    site.build()
    assert "Incomplete" not in site.last.out
    assert not (tmp_path / "output/.creditroll/incomplete").exists()
    assert len(sources(site.read(PAGE))) == 2
    whole = site.output()
    site.build("--clean")
    assert site.output() == whole


def test_without_the_extra_everything_is_published_with_one_hint(tmp_path):
    site = site_of(tmp_path, "  - {audio: tone.wav}\n  - {video: film.mov}\n", {"tone.wav": tone(), "film.mov": film()})
    blocked = "import sys, importlib.metadata as m\ntrue = m.version\ndef version(name):\n    if name == 'av': raise m.PackageNotFoundError(name)\n    return true(name)\nm.version = version\nsys.modules['av'] = None\nfrom generator.cli import main\nsys.argv = ['creditroll', 'build', '--site', sys.argv[1], '--format', 'json']\nmain()"
    done = subprocess.run([sys.executable, "-c", blocked, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(sources(site.read(PAGE))) == 2


def test_pictures_that_are_left_for_later_are_shown_as_they_came(tmp_path):
    media = "  - {image: still.jpg, alt: Still.}\n  - {image: scan.tif, alt: Scan.}\ncover: {file: cover.png, alt: A.}\n"
    files = {
        "still.jpg": photograph(900, 600),
        "scan.tif": photograph(700, 500, 1, "TIFF"),
        "cover.png": photograph(800, 500, 2, "PNG"),
    }
    site = site_of(tmp_path, media, files).build("--media", "later")
    assert "Incomplete: 2 encodings of pictures" in site.last.out
    assert (tmp_path / "output/.creditroll/incomplete").exists()
    shown = lambda: re.findall(r'<img[^>]* src="[./]*([^"]+)"', site.read(PAGE))  # noqa: E731
    assert any(path.endswith("/still.jpg") for path in shown())
    assert any("scan-" in path for path in shown()), "browsers do not show TIFF"
    assert all(site.has(path) for path in shown())
    small = [path for path in site.output() if re.search(r"media/.*/(still|cover)-\d+\.", path)]
    assert small == []
    site.build()
    assert "Incomplete" not in site.last.out
    assert "still-640.webp" in site.read(PAGE)
    whole = site.output()
    site.build("--clean")
    assert site.output() == whole
    site.build("--media", "later")
    assert site.output() == whole, "what is remembered is published"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("cut.mov", lambda: film()[: len(film()) // 2], "video"),
        ("noise.mp4", lambda: os.urandom(5000), "video"),
        ("none.wav", lambda: tone(seconds=0), "audio"),
        ("sound.mov", tone, "video"),
        ("empty.mp3", lambda: b"", "audio"),
    ],
)
def test_a_damaged_file_is_a_located_problem(name, data, kind, tmp_path):
    site = site_of(tmp_path, f"  - {{{kind}: {name}}}\n", {name: data()})
    said = site.refused()
    assert re.search(rf'project.yaml:\d+:\d+: [a-z-]+: "{name}"', said)
    assert ("Name it under audio: instead." in said) == (name == "sound.mov")


def test_a_file_that_cannot_be_encoded_is_published_with_a_warning_that_names_it(tmp_path):
    broken = bytearray(film(seconds=1.0))
    for at in range(broken.find(b"mdat") + 8, broken.rfind(b"moov") - 8):
        broken[at] = 0x5A
    site = site_of(tmp_path, "  - {video: film.mov}\n", {"film.mov": bytes(broken)}).build()
    assert "content/projects/work/film.mov: warning: not-encoded" in site.last.err
    assert [path.rpartition("/")[2] for path, _ in sources(site.read(PAGE))] == ["film.mov"]
    site.build()
    assert "not-encoded" in site.last.err
    assert "Encoding" not in site.last.err, "it is not tried again"


def test_what_nothing_decodes_is_published_with_a_warning_that_says_so(tmp_path):
    strange = film(codec="h264", container="mp4", seconds=1.0).replace(b"avc1", b"zzz1")
    site = site_of(tmp_path, "  - {video: film.mp4}\n", {"film.mp4": strange}).build()
    assert (
        "film.mp4: warning: not-encoded: it cannot be encoded: PyAV says “there is no decoder for its pictures”" in site.last.err
    )
    assert [path.rpartition("/")[2] for path, _ in sources(site.read(PAGE))] == ["film.mp4"]


def test_odd_names_are_encoded_like_others(tmp_path):
    name = "ein «Ton» 🎵 #1 100%.wav"
    site = site_of(tmp_path, f"  - audio: '{name}'\n", {name: tone()}).build()
    for path, _ in sources(site.read(PAGE)):
        assert site.has(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (VTT.replace("00:00.900", "00:00.500"), "en.vtt: warning: caption-times: the text at 00:00:00.500 begins before"),
        (VTT.replace("00:01.500", "00:09.500"), "caption-times: the text at 00:00:00.900 lasts longer than the film"),
        (VTT.replace("Nobody.", "x" * 90), "en.vtt:6:1: warning: long-captions: a line has 90 characters"),
        (VTT.replace("00:00.900 -->", "00:00:99 -->"), "en.vtt:6:1: warning: bad-captions"),
        (VTT.replace("Nobody.", "N\xe3o").encode("latin-1"), "the text is not UTF-8"),
        ("WEBVTT\n\nnothing\n", "has no texts with times"),
    ],
)
def test_captions_are_checked(text, said, tmp_path):
    media = "  - {video: film.mov, captions: [{file: en.vtt, language: en}]}\n"
    site = site_of(tmp_path, media, {"film.mov": film(), "en.vtt": text})
    run = site.run("check")
    assert said in run.out, run.out
    assert "missing-captions" not in run.out


def test_an_interrupted_build_keeps_what_it_has_encoded(tmp_path):
    media = "".join(f"  - audio: {number}.wav\n" for number in range(6))
    files = {f"{number}.wav": tone(seconds=20, rate_hz=44_100, hertz=200 + number) for number in range(6)}
    site = site_of(tmp_path, media, files)
    build = subprocess.Popen([sys.executable, "-m", "generator", "build", "--site", str(tmp_path)], stderr=subprocess.PIPE)
    cache = tmp_path / ".cache" / "recordings"
    while not any(cache.rglob("*/*")) and build.poll() is None:
        time.sleep(0.05)
    build.send_signal(signal.SIGINT)
    _, err = build.communicate(timeout=30)
    assert build.returncode == 130, err.decode()
    kept = {path for path in cache.rglob("*/*") if path.is_file()}
    assert 0 < len(kept) < 18
    site.build()
    assert all(path.exists() for path in kept)
    assert len(sources(site.read(PAGE))) == 12


def test_loudness_is_told_and_nothing_is_changed(tmp_path):
    files = {"loud.wav": tone(level=1.0, seconds=4, hertz=997), "quiet.wav": tone(level=0.01, seconds=4)}
    site = site_of(tmp_path, "  - {audio: loud.wav}\n  - {audio: quiet.wav}\n", files).build()
    said = site.run("check").out
    assert re.search(r"loud.wav: hint: loudness: -?\d+\.\d LUFS", said)
    assert re.search(r"quiet.wav: hint: loudness: -4\d\.\d LUFS", said)
    said = site.run("explain", "projects/work/").out
    assert re.search(r"  loudness: quiet\.wav: -4\d\.\d LUFS, range \d+\.\d LU, true peak -4\d\.\d dBTP", said)


def test_a_cluster_encodes_also_when_a_worker_dies(tmp_path):
    distributed = pytest.importorskip("distributed")
    command = [sys.executable, "-m", "distributed.cli.dask_worker"]
    with distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None) as cluster:
        address = cluster.scheduler_address
        workers = [
            subprocess.Popen([*command, address, "--nthreads", "1", "--no-nanny", "--no-dashboard"], stderr=subprocess.DEVNULL)
            for _ in range(2)
        ]
        try:
            with distributed.Client(address) as client:
                client.wait_for_workers(2, timeout=60)
            media = "".join(f"  - audio: {number}.wav\n" for number in range(4))
            files = {f"{number}.wav": tone(seconds=20, rate_hz=44_100, hertz=200 + number) for number in range(4)}
            site = site_of(tmp_path, media, files, f'media: {{workers: "{address}"}}\n')
            build = subprocess.Popen(
                [sys.executable, "-m", "generator", "build", "--site", str(tmp_path)], stderr=subprocess.PIPE
            )
            cache = tmp_path / ".cache" / "recordings"
            while not any(cache.rglob("*/*")) and build.poll() is None:
                time.sleep(0.05)
            workers[0].kill()
            _, err = build.communicate(timeout=120)
            assert build.returncode == 0, err
            assert len(sources(site.read(PAGE))) == 8
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()


def test_an_album_has_players_in_a_row_and_playlists(tmp_path):
    files = {}
    for number in (1, 2):
        folder = f"content/projects/song-{number}"
        files[f"{folder}/project.yaml"] = (
            f"title: Song & {number}\nmedium: song\nreleased: 2025\ncredits: {{composer: ana-lima}}\n"
            f"part_of: [{{project: album, number: {number}}}]\nmedia: [{{audio: song.wav}}]\n"
        )
        files[f"{folder}/song.wav"] = tone(seconds=number)
    files["content/projects/album/project.yaml"] = (
        "title: Album\nmedium: album\nreleased: 2025\ncredits: {composer: kofi-mensah}\n"
    )
    site = SiteTest.of(tmp_path, PEOPLE | files).build()
    page = site.read("projects/album/index.html")
    assert re.findall(r'<audio id="([^"]+)"', page) == ["song-1-song", "song-2-song"]
    listed = site.read("projects/album/playlist.m3u8").split("\n")
    assert listed[:3] == ["#EXTM3U", "#PLAYLIST:Album", "#EXTINF:1,Ana Lima - Song & 1"]
    assert site.has(listed[3].removeprefix("https://example.org/"))
    from lxml import etree

    tracks = etree.fromstring(site.read("projects/album/playlist.xspf").encode()).findall(".//{*}track")
    assert [track.findtext("{*}title") for track in tracks] == ["Song & 1", "Song & 2"]
    assert [track.findtext("{*}duration") for track in tracks] == ["1000", "2000"]
    site.edit("content/projects/song-1/project.yaml", status="draft").build()
    assert not site.has("projects/album/playlist.xspf")


def test_progress_names_the_file_the_share_and_the_time_that_is_left(monkeypatch, capsys):
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    with Progress("text") as step:
        for seconds, name, done in [(0, "a.mov", 0), (30, "a.mov", 100), (30, "b\x1b[2J.mov", 200), (120, "b\x1b[2J.mov", 999)]:
            now[0] += seconds
            step(f"encode {name}", done, 1000)
        step("media one.jpg", 1, 200)
    assert capsys.readouterr().err.splitlines() == [
        "Encoding a.mov (0 %)",
        "Encoding a.mov (10 %, 4 min left)",
        "Encoding b\\x1b[2J.mov (20 %, 4 min left)",
        "Encoding b\\x1b[2J.mov (99 %, 1 s left)",
    ]


def test_the_longest_is_encoded_first(tmp_path):
    files = {f"{number}.wav": tone(seconds=seconds) for number, seconds in enumerate((1, 3, 2))}
    site = site_of(tmp_path, "".join(f"  - audio: {name}\n" for name in files), files).build("--jobs", "1")
    assert re.findall(r"Encoding (\S+)", site.last.err) == ["1.wav", "2.wav", "0.wav"]


def test_formats_bit_rates_and_heights_are_those_that_were_asked_for(tmp_path):
    config = "media: {formats: [webp, jpeg, avif], sound: {formats: [aac, mp3], kbps: 64}, film: {formats: [h264, av1], heights: [32, 720]}}\n"
    media = "  - {audio: tone.wav}\n  - {video: film.mov, poster: {file: still.jpg, alt: A still.}}\n  - {image: still.jpg, alt: Still.}\n"
    files = {"tone.wav": tone(seconds=2, channels=2), "film.mov": film(seconds=1.0), "still.jpg": photograph(700, 400)}
    site = site_of(tmp_path, media, files, config).build()
    page = site.read(PAGE)
    read = lambda path: (tmp_path / "output" / path).read_bytes()  # noqa: E731
    sounds = [opened(read(path)).streams.audio[0] for path, _ in sources(page) if "tone" in path]
    assert [one.codec_context.name.removesuffix("float") for one in sounds] == ["aac", "mp3"]
    assert all(one.bit_rate < 70_000 for one in sounds)
    films = [opened(read(path)).streams.video[0] for path, _ in sources(page) if "film" in path]
    assert sorted((one.codec_context.name.removeprefix("lib"), one.height) for one in films) == [
        ("dav1d", 32), ("dav1d", 48), ("h264", 32), ("h264", 48),
    ]  # fmt: skip
    offered = re.findall(r'<source type="image/(\w+)" srcset="([^"]+)"', page)
    assert [kind for kind, _ in offered[:2]] == ["avif", "webp"], "browsers take the first that they know"
    for one in offered[0][1].split(", "):
        path, width = one.split()
        with Image.open(io.BytesIO(read(path.removeprefix("../../")))) as copy:
            assert (copy.format, copy.width) == ("AVIF", int(width.removesuffix("w")))

"""What an editor sees while writing, and what nobody else gets to see."""

from __future__ import annotations

import contextlib
import errno
import http.client
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from generator.serve import answers, watch
from generator.serve.channel import Channel
from generator.serve.server import bind

CONFIG = """\
site: {id: 3f0e1c52-6a0d-4a7b-9a53-0c2f64c9d111, title: Night Desk, url: "https://example.org/anthology/"}
"""
POEM = """\
title: Lamp
medium: poem
summary: A lamp decides to stay.
credits: {author: ana-lima}
"""
WITHIN_S = 60.0


def make_site(folder):
    files = {
        "config.yaml": CONFIG,
        "content/contributors.yaml": "ana-lima: Ana Lima\n",
        "content/projects/lamp/project.yaml": POEM,
        "content/pages/about.md": "---\ntitle: About\nmenu: true\n---\nWhy we print.\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


class Serving:
    """`creditroll serve` in a process of its own."""

    def __init__(self, site, *options, environment=None):
        self.site = site
        self.lines = []
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "generator", "serve", "--site", site, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=os.environ | (environment or {}),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        said = self.wait_for(" shows ")
        self.port = int(said.split("/ shows ")[0].rpartition(":")[2])

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def told(self):
        return "\n".join(self.lines)

    def wait_for(self, text, since=0):
        until = time.monotonic() + WITHIN_S
        while time.monotonic() < until:
            for line in self.lines[since:]:
                if text in line:
                    return line
            if self.process.poll() is not None and not self._reader.is_alive():
                break
            time.sleep(0.01)
        raise AssertionError(f"{text!r} was not told, but:\n{self.told}")

    def get(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WITHIN_S)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return SimpleNamespace(status=answer.status, headers=answer.headers, body=answer.read())
        finally:
            connection.close()

    def page(self, path):
        return self.get(path).body.decode()

    @contextlib.contextmanager
    def events(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WITHIN_S)
        connection.request("GET", "/_creditroll/events", headers={"Sec-Fetch-Site": "same-origin"})
        answer = connection.getresponse()
        assert answer.headers["Content-Type"] == "text/event-stream"
        try:
            yield Events(answer)
        finally:
            answer.close()
            connection.close()

    def write(self, name, text):
        (self.site / name).write_text(text, encoding="utf-8")

    def end(self, number=signal.SIGINT):
        started = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(WITHIN_S)
        self._reader.join(5)
        self.process.stdout.close()
        return code, time.monotonic() - started

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join(5)
        self.process.stdout.close()


class Events:
    """What a listening page is told, one after another."""

    def __init__(self, answer):
        self._answer = answer

    def next(self):
        name = ""
        while True:
            line = self._answer.fp.readline().decode().rstrip("\n")
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                return name, json.loads(line[6:])

    def next_named(self, wanted):
        while True:
            name, data = self.next()
            if name == wanted:
                return data


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One server for all that only look."""
    serving = Serving(make_site(tmp_path_factory.mktemp("shared") / "site"), "--port", "0")
    yield serving
    serving.kill()


@pytest.fixture
def site(tmp_path, shared):
    """A site of one's own that remembers what is slow to make."""
    memory = shutil.ignore_patterns("preview*", "secret*")
    shutil.copytree(shared.site / ".cache", tmp_path / "site/.cache", ignore=memory)
    return make_site(tmp_path / "site")


@pytest.fixture
def serving(site):
    """A server of one's own, for those who change things."""
    one = Serving(site, "--port", "0")
    yield one
    one.kill()


def test_a_page_is_served_with_the_reload_script_that_its_file_does_not_have(shared):
    answer = shared.get("/projects/lamp/")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert b"/_creditroll/reload.js" in answer.body
    file = shared.site / ".cache/preview/projects/lamp/index.html"
    assert b"_creditroll" not in file.read_bytes()
    assert (shared.site / ".cache/preview/.creditroll/preview").exists()
    assert not (shared.site / "output").exists()
    assert shared.get("/_creditroll/reload.js").headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_the_site_stands_also_below_the_path_of_its_address(shared):
    assert shared.page("/anthology/projects/lamp/") == shared.page("/projects/lamp/")
    assert shared.get("/anthology").headers["Location"] == "/anthology/"
    assert shared.get("/anthology/").status == 200


def test_a_folder_without_its_slash_is_redirected(shared):
    answer = shared.get("/projects/lamp?from=here")
    assert (answer.status, answer.headers["Location"]) == (301, "/projects/lamp/?from=here")
    assert shared.get("/anthology/projects/lamp").headers["Location"] == "/anthology/projects/lamp/"


def test_what_is_not_there_is_answered_with_the_404_page(shared):
    answer = shared.get("/nowhere/")
    assert answer.status == 404
    assert b"Night Desk" in answer.body
    assert b"/_creditroll/reload.js" in answer.body


def test_head_says_what_get_would(shared):
    for path in ("/projects/lamp/", "/feed.xml", "/nowhere/"):
        head, get = shared.get(path, "HEAD"), shared.get(path)
        assert (head.status, head.body) == (get.status, b"")
        assert head.headers["Content-Length"] == str(len(get.body))


def test_nothing_but_get_and_head_is_answered(shared):
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = shared.get("/", method)
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
        assert answer.headers["Access-Control-Allow-Origin"] is None


def test_a_part_of_a_file_is_served(shared):
    whole = shared.get("/feed.xml")
    size = len(whole.body)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for asked, first, last in (("bytes=0-9", 0, 9), ("bytes=5-", 5, size - 1), ("bytes=-7", size - 7, size - 1), ("bytes=1-999999", 1, size - 1)):
        answer = shared.get("/feed.xml", Range=asked)
        assert answer.status == 206
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert answer.body == whole.body[first : last + 1]
    beyond = shared.get("/feed.xml", Range=f"bytes={size}-")
    assert (beyond.status, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")
    for strange in ("bytes=9-2", "lines=1-2", "bytes=0-1,4-5", "bytes=-", "bytes=a-b"):
        assert shared.get("/feed.xml", Range=strange).status == 200


def test_a_foreign_host_name_is_refused(shared):
    for host in ("evil.example", f"evil.example:{shared.port}", "127.0.0.1:1", "", f"127.0.0.1:{shared.port}.evil.example"):
        answer = shared.get("/projects/lamp/", Host=host)
        assert answer.status == 403
        assert b"Lamp" not in answer.body
    for host in ("127.0.0.1", "localhost", "LocalHost", "[::1]"):
        assert shared.get("/projects/lamp/", Host=f"{host}:{shared.port}").status == 200


def test_pages_of_other_sites_cannot_listen(shared):
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://127.0.0.1:{shared.port}"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ):
        assert shared.get("/_creditroll/events", **headers).status == 403
    assert shared.get("/_creditroll/events", "HEAD", Origin=f"http://localhost:{shared.port}").status == 200
    assert shared.get("/projects/lamp/").headers["Cross-Origin-Resource-Policy"] == "same-origin"


def raw(port, request):
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(request)
        connection.settimeout(10)
        return connection.recv(65536)


def test_no_address_leads_out_of_the_preview(shared):
    preview = shared.site / ".cache/preview"
    (preview.parent / "preview-secret").mkdir(exist_ok=True)
    (preview.parent / "preview-secret/index.html").write_text("secret")
    (preview.parent / "secret.txt").write_text("secret")
    with contextlib.suppress(FileExistsError):
        (preview / "out.txt").symlink_to(shared.site / "config.yaml")
        (preview / "inside.xml").symlink_to(preview / "feed.xml")
        (preview / "folder").symlink_to(shared.site / "content")
        os.mkfifo(preview / "pipe.txt")
    for path in (
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt", "/projects/../../secret.txt", "/../preview-secret/",
        "//etc/passwd", "/%2fetc/passwd", "/.creditroll/record", "/.creditroll/", "/.CREDITROLL/record", "/anthology/.creditroll/record",
        "/anthology/../../secret.txt", "/./.creditroll/record", "/out.txt", "/inside.xml", "/folder/contributors.yaml", "/pipe.txt",
        "/%00", "/%ff", "/projects/lamp/index.html/", "/projects/lamp/index.html/x", "/" + "a" * 5000, "/assets/", "/media/", "/assets",
    ):  # fmt: skip
        answer = raw(shared.port, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{shared.port}\r\nConnection: close\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 404 "), path
        assert b"secret" not in answer
    assert b"Location: //" not in raw(shared.port, f"GET //evil.example/%2f.. HTTP/1.0\r\nHost: localhost:{shared.port}\r\n\r\n".encode())


def test_types_do_not_depend_on_the_machine():
    expected = {"a.css": "text/css; charset=utf-8", "A.MP4": "video/mp4", "c.woff2": "font/woff2", "d.vtt": "text/vtt; charset=utf-8"}
    assert {name: answers.media_type(name) for name in expected} == expected
    assert answers.media_type("stems.xyz") == answers.media_type("README") == "application/octet-stream"


def test_a_slow_reader_holds_up_nobody(shared):
    with socket.create_connection(("127.0.0.1", shared.port)) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127")
        assert shared.get("/").status == 200


def test_a_save_is_told_to_the_page_and_printed(serving):
    before = (serving.site / ".cache/preview/about/index.html").stat().st_mtime_ns
    with serving.events() as events:
        name, state = events.next()
        assert name == "state"
        assert f'data-build="{state["build"]}"' in serving.page("/projects/lamp/")
        serving.write("content/projects/lamp/project.yaml", POEM.replace("Lamp", "Lantern"))
        told = events.next_named("built")
        assert told["build"] != state["build"]
        assert told["styles"] == []
        page = serving.page("/projects/lamp/")
    assert "Lantern" in page
    assert f'data-build="{told["build"]}"' in page
    line = serving.wait_for("content/projects/lamp/project.yaml: ")
    assert " files in " in line
    assert (serving.site / ".cache/preview/about/index.html").stat().st_mtime_ns == before


def test_a_broken_manifest_is_shown_while_the_last_good_site_stays_and_mends_itself(serving):
    with serving.events() as events:
        _, state = events.next()
        serving.write("content/projects/lamp/project.yaml", POEM.replace("ana-lima", "ana-lma <b>"))
        name, told = events.next()
        assert name == "problems"
        (problem,) = told["problems"]
        assert problem.startswith("content/projects/lamp/project.yaml:4:")
        assert "ana-lma <b>" in problem
        assert "^^^" in problem
        assert "Lamp" in serving.page("/projects/lamp/")
        assert serving.get("/projects/lamp/").status == 200
        serving.wait_for("the last good state stays")
        assert serving.wait_for("content/projects/lamp/project.yaml:4:")
        with serving.events() as late:
            assert late.next() == ("state", {"build": state["build"]})
            assert late.next() == ("problems", told)
        serving.write("content/projects/lamp/project.yaml", POEM)
        assert events.next() == ("built", {"build": state["build"], "styles": []})
    serving.wait_for("nothing new in")


def test_a_site_that_is_broken_from_the_start_is_shown_once_it_is_mended(site):
    (site / "content/projects/lamp/project.yaml").write_text("title: <script>alert(1)</script>\nmedium: [\n")
    one = Serving(site, "--port", "0")
    try:
        answer = one.get("/")
        assert answer.status == 503
        assert b"project.yaml:" in answer.body
        assert b"<script>alert" not in answer.body
        with one.events() as events:
            assert [events.next()[0], events.next()[0]] == ["state", "problems"]
            one.write("content/projects/lamp/project.yaml", POEM)
            events.next_named("built")
        assert one.get("/").status == 200
    finally:
        one.kill()


def test_a_changed_style_sheet_is_swapped_without_loading_the_page_again(serving):
    folder = serving.site / "themes/playbill/static"
    folder.mkdir(parents=True)
    real = answers.__file__.rpartition("/generator/")[0] + "/themes/playbill/static/playbill.css"
    with serving.events() as events:
        shutil.copy(real, folder / "playbill.css")
        serving.wait_for("themes")
        time.sleep(0.5)
        since = len(serving.lines)
        with (folder / "playbill.css").open("a") as file:
            file.write("\nbody { color: red }\n")
        serving.wait_for("themes/playbill/static/playbill.css: ", since)
        told = events.next_named("built")
        while not told["styles"]:
            told = events.next_named("built")
    (sheet,) = told["styles"]
    assert sheet.startswith("assets/playbill.")
    assert "color: red" in serving.page(f"/{sheet}") or "color:red" in serving.page(f"/{sheet}")


def test_editors_files_and_reading_start_no_build(serving):
    folder = serving.site / "content/projects/lamp"
    for name in ("4913", ".project.yaml.swp", "project.yaml~", ".#project.yaml", "#project.yaml#", ".DS_Store"):
        (folder / name).write_text("x")
        (folder / name).unlink()
    (folder / "project.yaml").read_bytes()
    (serving.site / "output").mkdir()
    (serving.site / "output/index.html").write_text("x")
    (serving.site / ".cache/thing").write_text("x")
    (serving.site / "notes.txt").write_text("x")
    time.sleep(0.5)
    since = len(serving.lines)
    fresh = folder / ".project.yaml.new"
    fresh.write_text(POEM.replace("Lamp", "Beacon"))
    fresh.rename(folder / "project.yaml")
    serving.wait_for("content/projects/lamp/project.yaml: ", since)
    time.sleep(0.3)
    assert sum(" in " in line for line in serving.lines[since:]) == 1
    assert len(serving.lines) == since + 1
    assert "Beacon" in serving.page("/projects/lamp/")


def test_a_burst_of_saves_is_one_build(serving):
    since = len(serving.lines)
    for number in range(30):
        serving.write("content/projects/lamp/project.yaml", POEM.replace("Lamp", f"Lamp {number}"))
    serving.wait_for("project.yaml: ", since)
    time.sleep(0.7)
    assert "Lamp 29" in serving.page("/projects/lamp/")
    assert len(serving.lines) - since <= 2


@pytest.mark.parametrize("folder", ["content", "content/projects"])
def test_a_folder_that_was_deleted_and_came_back_is_still_watched(serving, folder, tmp_path):
    away = tmp_path / "away"
    shutil.copytree(serving.site / folder, away)
    since = len(serving.lines)
    shutil.rmtree(serving.site / folder)
    serving.wait_for("content", since)
    time.sleep(0.5)
    since = len(serving.lines)
    shutil.copytree(away, serving.site / folder)
    serving.wait_for(" in ", since)
    with serving.events() as events:
        events.next()
        for title in ("Beacon", "Candle"):
            serving.write("content/projects/lamp/project.yaml", POEM.replace("Lamp", title))
            until = time.monotonic() + WITHIN_S
            while title not in serving.page("/projects/lamp/"):
                assert time.monotonic() < until, serving.told
                time.sleep(0.05)


def test_the_configuration_is_watched(serving):
    with serving.events() as events:
        events.next()
        serving.write("config.yaml", CONFIG.replace("Night Desk", "Day Desk").replace("/anthology/", "/new/"))
        events.next_named("built")
    assert "Day Desk" in serving.page("/")
    until = time.monotonic() + 5
    while serving.get("/new/").status != 200:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_new_day_is_a_change(site):
    from generator.serve.rebuild import Preview

    preview = Preview(site, Channel(), print, drafts=False)
    preview.first()
    assert not preview.is_of_yesterday()
    preview._day = "2020-01-01"
    assert preview.is_of_yesterday()


def test_drafts_are_shown_only_when_asked_for(site, shared):
    (site / "content/projects/lamp/project.yaml").write_text(POEM + "status: draft\n")
    one = Serving(site, "--port", "0", "--drafts")
    try:
        assert "Preview: not published" in one.page("/projects/lamp/")
    finally:
        one.kill()
    assert "Preview: not published" not in shared.page("/projects/lamp/")


def test_a_taken_port_is_said_and_the_next_free_one_used(site, shared):
    one = Serving(site, "--port", str(shared.port))
    try:
        assert one.port > shared.port
        assert f"Port {shared.port} is taken" in one.told
        assert one.get("/").status == 200
    finally:
        one.kill()


def test_a_host_that_is_not_there_is_wrong_use(tmp_path):
    site = make_site(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-m", "generator", "serve", "--site", site, "--host", "no-such-host.invalid"], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "no such host" in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_ends_at_once_and_leaves_nothing_behind(site, number, code):
    one = Serving(site, "--port", "0")
    try:
        with one.events() as events:
            events.next()
            assert one.get("/").status == 200
            ended, took_s = one.end(number)
    finally:
        one.kill()
    assert ended == code
    assert took_s < 3
    assert "Traceback" not in one.told
    assert not (one.site / ".cache/preview/.creditroll/staging").exists()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", one.port))


def test_with_all_addresses_only_numbers_of_this_port_are_hosts(tmp_path):
    server = bind(str(tmp_path), "0.0.0.0", 0, Channel(), print)
    try:
        assert server.is_ours(f"192.0.2.7:{server.server_port}")
        assert not server.is_ours(f"evil.example:{server.server_port}")
        assert not server.is_ours("192.0.2.7:1")
    finally:
        server.server_close()


def test_where_the_system_can_watch_no_more_folders_it_says_so_and_looks_itself(tmp_path, monkeypatch):
    def full():
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(watch, "Observer", full)
    site = make_site(tmp_path / "site")
    said = []
    watcher = watch.Watcher(site, said.append)
    try:
        assert "limit" in said[0]
        assert "sysctl" in said[0]
        time.sleep(1.2)
        (site / "content/projects/lamp/project.yaml").write_text(POEM.replace("Lamp", "Beacon"))
        assert "content/projects/lamp/project.yaml" in watcher.wait(10)
    finally:
        watcher.stop()


def test_watches_that_are_missing_below_a_folder_are_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "_is_short_of_watches", lambda _: True)
    said = queue.SimpleQueue()
    watcher = watch.Watcher(make_site(tmp_path / "site"), said.put)
    watcher.stop()
    assert "limit" in said.get(timeout=1)


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_browser_shows_problems_as_text_and_keeps_its_place(serving, browser):
    page = browser.new_page(viewport={"width": 800, "height": 300})
    try:
        page.goto(f"http://127.0.0.1:{serving.port}/projects/lamp/")
        page.evaluate("window.scrollTo({top: 120, behavior: 'instant'})")
        serving.write("content/projects/lamp/project.yaml", POEM.replace("ana-lima", '"<img src=x onerror=document.title=1>"'))
        shown = page.locator("creditroll-problems")
        shown.locator("pre").first.wait_for()
        assert "<img src=x" in shown.locator("pre").first.inner_text()
        assert shown.locator("img").count() == 0
        serving.write("content/projects/lamp/project.yaml", POEM)
        shown.wait_for(state="detached")
        serving.write("content/projects/lamp/project.yaml", POEM.replace("Lamp", "Lantern"))
        page.get_by_role("heading", name="Lantern").first.wait_for()
        page.wait_for_function("window.scrollY === 120")
    finally:
        page.close()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_browser_swaps_style_sheets_in_place(serving, browser):
    folder = serving.site / "themes/playbill/static"
    folder.mkdir(parents=True)
    real = answers.__file__.rpartition("/generator/")[0] + "/themes/playbill/static/playbill.css"
    since = len(serving.lines)
    shutil.copy(real, folder / "playbill.css")
    serving.wait_for("themes", since)
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{serving.port}/projects/lamp/", wait_until="load")
        page.wait_for_timeout(300)
        page.evaluate("window.stayed = true")
        with (folder / "playbill.css").open("a") as file:
            file.write("\nh1 { letter-spacing: 7px !important }\n")
        page.wait_for_function("getComputedStyle(document.querySelector('h1')).letterSpacing === '7px'")
        assert page.evaluate("window.stayed") is True
        page.wait_for_function("!document.querySelector('creditroll-problems')")
    finally:
        page.close()

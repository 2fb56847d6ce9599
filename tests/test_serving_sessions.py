"""How a preview begins and ends: ports, a second one, the browser, signals."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest
from serving import CONFIG, MANIFEST, POEM, WITHIN_S, Serving, make_like, make_site, until
from sites import PEOPLE, SiteTest

from generator.serve.addresses import page_of, saved_last, seen_at


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    serving = Serving(make_site(tmp_path_factory.mktemp("shared") / "site"))
    yield serving
    serving.kill()


@pytest.fixture
def site(tmp_path, shared):
    return make_like(tmp_path / "site", shared.site)


def serve(site, *options, **environment):
    return subprocess.run(
        [sys.executable, "-m", "generator", "serve", "--site", site, *options],
        check=False, capture_output=True, text=True, timeout=WITHIN_S, env=os.environ | environment,
    )  # fmt: skip


def recording_browser(folder):
    """A browser that writes down what it is asked to show."""
    program = folder / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" >> {folder}/opened\n')
    program.chmod(0o755)
    return {"BROWSER": f"{program} %s"}


def opened(folder):
    return until(lambda: (folder / "opened").exists() and (folder / "opened").read_text().split())


def test_a_taken_port_is_said_and_the_next_free_one_used(site, shared):
    one = Serving(site, "--port", str(shared.port))
    try:
        assert one.port > shared.port
        assert f"Port {shared.port} is taken; this is port {one.port}." in one.lines
        assert one.get("/").status == 200
    finally:
        one.kill()


def test_where_no_port_is_left_it_says_which_were_tried(tmp_path):
    make_site(tmp_path / "site")
    with socket.create_server(("127.0.0.1", 65535)):
        done = serve(tmp_path / "site", "--port", "65535")
    assert done.returncode == 2
    assert "ports 65535 to 65535 are taken; choose another with --port" in done.stderr


def test_a_host_that_is_not_there_is_wrong_use(tmp_path):
    done = serve(make_site(tmp_path / "site"), "--host", "no-such-host.invalid")
    assert done.returncode == 2
    assert "no such host" in done.stderr


def test_a_second_preview_of_the_same_site_says_where_the_first_is(shared):
    done = serve(shared.site)
    assert done.returncode == 2
    assert f"live already at {shared.url}/, by process {shared.process.pid};" in done.stderr
    assert shared.get("/").status == 200


def test_a_second_preview_with_open_opens_the_first(shared, tmp_path):
    done = serve(shared.site, "--open", **recording_browser(tmp_path))
    assert done.returncode == 0
    assert opened(tmp_path)[0].startswith(shared.url)


def test_a_killed_preview_does_not_stand_in_the_way_of_the_next(site):
    one = Serving(site)
    one.kill()
    assert (site / ".cache/serve.lock").exists()
    again = Serving(site)
    again.kill()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_it_ends_at_once_and_leaves_nothing_behind(site, number, code):
    one = Serving(site)
    try:
        with one.events() as events:
            events.next()
            assert one.get("/").status == 200
            ended, took_s = one.end(number)
            assert events.next() is None
    finally:
        one.kill()
    assert ended == code
    assert took_s < 20
    assert "Traceback" not in one.told
    assert number != signal.SIGINT or one.lines[-1] == "The preview has ended."
    assert not (one.site / ".cache/preview/.creditroll/staging").exists()
    assert not (one.site / ".cache/serve.lock").exists()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", one.port))


def test_ctrl_c_in_the_middle_of_a_build_ends_the_build_too(site):
    for number in range(150):
        folder = site / f"content/projects/work-{number}"
        folder.mkdir()
        (folder / "project.yaml").write_text(POEM)
    one = Serving(site)
    try:
        group = os.getpgid(one.process.pid)
        assert group == os.getpgid(0)
        one.write("config.yaml", CONFIG.replace("Night", "Day"))
        time.sleep(0.15)
        code, took_s = one.end()
        assert code == 130
        assert took_s < WITHIN_S
    finally:
        one.kill()
    assert "Traceback" not in one.told
    children = subprocess.run(["ps", "-eo", "args"], check=True, capture_output=True, text=True).stdout
    assert str(site) not in children
    assert (
        subprocess.run([sys.executable, "-m", "generator", "build", "--site", site], check=False, capture_output=True).returncode
        == 0
    )


def test_it_ends_when_the_site_is_taken_away(site):
    one = Serving(site)
    try:
        shutil.move(site, site.with_name("elsewhere"))
        assert one.process.wait(WITHIN_S) == 2
        one.wait_for("is not there any more")
    finally:
        one.kill()


def test_open_shows_the_page_of_the_file_saved_last(site, tmp_path):
    long_ago = time.time() - 1000
    for path in (site / "content").rglob("*"):
        os.utime(path, (long_ago, long_ago))
    os.utime(site / "config.yaml", (long_ago, long_ago))
    os.utime(site / MANIFEST)
    one = Serving(site, "--port", "0", "--open", environment=recording_browser(tmp_path))
    try:
        assert opened(tmp_path) == [f"{one.url}/projects/lamp/"]
    finally:
        one.kill()


def test_without_a_browser_the_address_is_said(site):
    one = Serving(
        site,
        "--port",
        "0",
        "--open",
        environment={"BROWSER": "/nowhere/browser", "DISPLAY": "", "WAYLAND_DISPLAY": "", "PATH": "/nowhere"},
    )
    try:
        one.wait_for("There is no browser to open; this is the address: http://127.0.0.1:")
    finally:
        one.kill()


def test_every_file_has_a_page():
    assert page_of("content/projects/lamp/project.yaml") == "projects/lamp/"
    assert page_of("content/projects/lamp/pages/film.mp4") == "projects/lamp/"
    assert page_of("content/contributors/ana-lima.yaml") == "contributors/ana-lima/"
    assert page_of("content/contributors/ana-lima/ana.jpg") == "contributors/ana-lima/"
    assert page_of("content/contributors.yaml") == "contributors/"
    assert page_of("content/collections/night.yaml") == "collections/night/"
    assert page_of("content/pages/about.md") == "about/"
    for everywhere in ("themes/playbill/static/playbill.css", "config.yaml", "private/never-print.yaml", "content/logo.svg", ""):
        assert page_of(everywhere) == ""


def test_a_file_whose_page_is_not_published_is_seen_at_home(shared):
    assert seen_at(shared.site / ".cache/preview", MANIFEST) == "projects/lamp/"
    assert seen_at(shared.site / ".cache/preview", "content/projects/draft/project.yaml") == ""


def test_what_editors_programs_and_copies_leave_was_not_saved_last(tmp_path):
    site = make_site(tmp_path / "site")
    assert saved_last(site) == ""  # all were written in one second, by a program
    for path in site.rglob("*"):
        os.utime(path, (1000, 1000))
    os.utime(site / MANIFEST, (2000, 2000))
    (site / "content/pages/.about.md.swp").write_text("x")
    assert saved_last(site) == MANIFEST


def test_a_large_site_is_built_by_processes_that_end_when_they_are_told(tmp_path):
    """`serve` heeds SIGTERM in its own way; the processes that build for it must not have learned that."""
    site = SiteTest.of(tmp_path, PEOPLE)
    for number in range(150):
        site.write(
            f"content/projects/lamp-{number}/project.yaml", f"title: Lamp {number}\nmedium: poem\ncredits: {{author: ana-lima}}\n"
        )
    script = (
        "import signal, sys; from pathlib import Path; from generator.build.run import Request, build\n"
        "signal.signal(signal.SIGTERM, lambda *_: None)\n"
        "print(build(Request(site=Path(sys.argv[1]), jobs=4)).pages)\n"
    )
    for _ in range(3):
        shutil.rmtree(tmp_path / "output", ignore_errors=True)
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=100, check=False
        )
        assert done.returncode == 0, done.stderr
        assert int(done.stdout) > 300

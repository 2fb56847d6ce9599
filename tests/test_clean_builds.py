"""Whatever is remembered, a build leaves what a clean build would."""

import json
import shutil
import sqlite3
import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from generator.build import glance, run
from generator.build.run import Request, Workshop, publish
from generator.errors import ContentError
from generator.memo import Memo
from generator.render import images

MANIFEST = "title: Lamp\nmedium: poem\ncredits: {author: ana}\nmedia: [{text: lamp.md}]\n"


@pytest.fixture
def site(tmp_path):
    (tmp_path / "content/projects/lamp").mkdir(parents=True)
    (tmp_path / "config.yaml").write_text(
        "site: {title: T, url: https://example.org/, id: 6f1c0c0e-8a1b-4c5d-9e2f-3a4b5c6d7e8f}\n"
    )
    (tmp_path / "content/contributors.yaml").write_text("ana: Ana\n")
    (tmp_path / "content/projects/lamp/project.yaml").write_text(MANIFEST)
    (tmp_path / "content/projects/lamp/lamp.md").write_text("One line.\n")
    return tmp_path


def build(site, *options):
    command = [sys.executable, "-m", "generator", "build", "--site", str(site), "--today", "2026-11-23", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".creditroll" not in path.parts
    }


def test_an_edited_site_is_the_same_as_one_built_from_nothing(site):
    assert build(site).returncode == 0
    (site / "content/projects/lamp/project.yaml").write_text(MANIFEST.replace("Lamp", "Lantern"))
    (site / "content/contributors.yaml").write_text("ana: Ana\nbo: Bo\n")
    assert build(site).returncode == 0
    shutil.copytree(site / "output", site / "kept")
    shutil.rmtree(site / "output")
    assert build(site, "--clean").returncode == 0
    assert files(site / "kept") == files(site / "output")


def test_verify_finds_nothing_where_nothing_is_wrong(site):
    done = build(site, "--verify")
    assert (done.returncode, "Verified" in done.stderr) == (0, True)


def test_verify_all_believes_no_remembered_picture(site, monkeypatch):
    Image.new("RGB", (640, 400), "teal").save(site / "content/projects/lamp/cover.png")
    manifest = site / "content/projects/lamp/project.yaml"
    manifest.write_text(manifest.read_text() + "cover: {file: cover.png, alt: Teal}\n")
    request = Request(site=site, today="2026-11-23")

    def wrong(data, specs, rights, right=images.encode_ladder):
        other = BytesIO()
        Image.new("RGB", Image.open(BytesIO(data)).size, "red").save(other, "PNG")
        return right(other.getvalue(), specs, rights)

    with monkeypatch.context() as patched:
        patched.setattr(images, "encode_ladder", wrong)
        run.build(request)
    assert run.verify(request) == ()
    assert any(path.startswith("media/") for path in run.verify(request, encoded=True))


def test_a_file_that_was_changed_by_hand_is_restored(site):
    build(site)
    page = site / "output/projects/lamp/index.html"
    whole = page.read_bytes()
    page.write_text("changed")
    build(site)
    assert page.read_bytes() == whole


def test_a_project_that_is_gone_leaves_nothing_behind(site):
    build(site)
    shutil.rmtree(site / "content/projects/lamp")
    assert build(site).returncode == 0
    assert not (site / "output/projects/lamp").exists()
    assert not (site / "output/contributors/ana").exists()
    assert b"Lamp" not in b"".join(
        data for path, data in files(site / "output").items() if path.endswith((".html", ".xml", ".json"))
    )


@pytest.mark.parametrize(
    "name", ["content/projects/lamp/lamp.md", "content/contributors.yaml", "output/projects/lamp/index.html"]
)
def test_what_a_second_process_finds_at_a_glance_is_found(site, monkeypatch, name):
    monkeypatch.setattr(glance, "_SHARED_FROM", 1)
    request = Request(site=site, today="2026-11-23")
    run.build(request)
    target = str(site / "output")
    seen = glance.glance(str(site), target, today="2026-11-23", drafts=False, portable=False)
    assert seen is not None
    assert seen.unchanged
    path = site / name
    path.write_text(path.read_text().replace("One line", "Two lines").replace("Ana", "Bea"))
    seen = glance.glance(str(site), target, today="2026-11-23", drafts=False, portable=False)
    assert seen is None or not seen.unchanged
    run.build(request)
    assert run.verify(request) == ()


DAMAGED = ("unit", "fact", "plot", "readers", "state", "value")


@pytest.mark.parametrize("kind", DAMAGED)
def test_damaged_rows_of_the_state_are_made_anew_whoever_asks(site, kind):
    assert build(site).returncode == 0
    whole = files(site / "output")
    (state,) = (site / ".cache/builds").glob("*/state.sqlite3")
    with sqlite3.connect(state) as connection:
        assert connection.execute("UPDATE rows SET data = x'00' || data WHERE kind = ?", (kind,)).rowcount
    connection.close()
    token = state.with_name("token.json")
    told = json.loads(token.read_text())
    status = state.stat()
    told["store"] = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
    token.write_text(json.dumps(told))  # it looks as if nobody had touched it
    asked = subprocess.run(
        [sys.executable, "-m", "generator", "explain", "/projects/lamp/", "--site", str(site)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in asked.stderr
    (site / "content/projects/lamp/lamp.md").write_text("Another line.\n")
    assert build(site).returncode == 0
    assert "Another line." in (site / "output/projects/lamp/index.html").read_text()
    (site / "content/projects/lamp/lamp.md").write_text("One line.\n")
    assert build(site).returncode == 0
    assert files(site / "output") == whole


def test_a_title_that_changes_twice_is_in_every_feed(site):
    """Entries of feeds are kept as they were written, and made again each time."""
    for title in ("Lamp", "Lantern", "Beacon", "Lighthouse"):
        text = MANIFEST.replace("Lamp", title) + "released: 2026-01-02\n"
        (site / "content/projects/lamp/project.yaml").write_text(text)
        assert build(site).returncode == 0
        for feed in ("feed.xml", "feed.atom", "feed.json", "contributors/ana/feed.xml"):
            assert title in (site / "output" / feed).read_text(), feed
    assert run.verify(Request(site=site, today="2026-11-23")) == ()


@pytest.mark.parametrize("lost", [True, False])
def test_a_session_does_not_go_on_from_a_state_that_somebody_else_deleted_or_wrote(site, lost):
    request = Request(site=site, today="2026-11-23", jobs=1)
    path = site / "content/projects/lamp/project.yaml"
    with Memo(site / ".cache") as memo:
        session = Workshop(request, memo)
        publish(session)
        if lost:
            (state,) = (site / ".cache/builds").glob("*/state.sqlite3")
            state.unlink()
        else:
            path.write_text(MANIFEST.replace("Lamp", "Lantern"))
            run.build(request)
        path.write_text(MANIFEST.replace("Lamp", "Beacon"))
        publish(session, hint=frozenset(["content/projects/lamp/project.yaml"]))
        assert run.verify(request) == ()
    path.write_text(MANIFEST.replace("Lamp", "Lighthouse"))
    run.build(request)
    assert run.verify(request) == ()


def test_a_session_whose_build_failed_keeps_no_other_from_remembering(site, monkeypatch):
    request = Request(site=site, today="2026-11-23", jobs=1)
    path = site / "content/projects/lamp/project.yaml"
    run.build(request)
    with Memo(site / ".cache") as memo:
        session = Workshop(request, memo)
        path.write_text(MANIFEST.replace("medium: ", "medium: no "))
        with pytest.raises(ContentError):
            publish(session)
        path.write_text(MANIFEST.replace("Lamp", "Lantern"))
        run.build(request)
        assert list((site / ".cache/builds").glob("*/token.json"))

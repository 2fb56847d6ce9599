"""Which saves start a build, however an editor's program writes its files."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import time

import pytest
from serving import MANIFEST, POEM, Serving, make_like, make_site, until

from generator.serve import watch


@pytest.fixture(scope="module")
def memory(tmp_path_factory):
    """A site that was built, whose fonts and icons need not be made again."""
    folder = make_site(tmp_path_factory.mktemp("memory") / "site")
    one = Serving(folder)
    one.kill()
    return folder


@pytest.fixture
def serving(tmp_path, memory):
    one = Serving(make_like(tmp_path / "site", memory))
    yield one
    one.kill()


@pytest.fixture
def watcher(tmp_path):
    one = watch.Watcher(make_site(tmp_path / "site"), print)
    yield one
    one.stop()


def truncate_and_write(path, text):
    path.write_text(text)


def write_beside_and_rename(path, text):
    """As most do: VS Code, Kate, gedit, Emacs ..."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text)
    beside.replace(path)


def rename_away_and_write(path, text):
    """As vim does with `backup`."""
    (path.parent / "4913").write_text("x")
    (path.parent / "4913").unlink()
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text(text)
    path.with_name(f"{path.name}~").unlink()


def rename_out_and_write(path, text):
    """As vim does with a `backupdir` elsewhere on the disk."""
    away = path.parents[3] / "backup"
    path.rename(away)
    path.write_text(text)


def delete_and_write(path, text):
    path.unlink()
    path.write_text(text)


@pytest.mark.parametrize(
    "save", [truncate_and_write, write_beside_and_rename, rename_away_and_write, rename_out_and_write, delete_and_write]
)
def test_each_way_of_saving_is_one_change(watcher, tmp_path, save):
    for title in ("Beacon", "Candle"):
        save(tmp_path / "site" / MANIFEST, POEM.replace("Lamp", title))
        assert watcher.wait(10) == {MANIFEST}
        assert watcher.wait(0.2) == frozenset()


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
    write_beside_and_rename(folder / "project.yaml", POEM.replace("Lamp", "Beacon"))
    serving.wait_for(f"{MANIFEST}: ", since)
    time.sleep(0.3)
    assert len(serving.lines) == since + 1
    assert "Beacon" in serving.page("/projects/lamp/")


def test_a_burst_of_saves_is_one_build_and_those_during_a_build_are_one_more(serving):
    since = len(serving.lines)
    for number in range(200):
        serving.retitle(f"Lamp {number}")
        time.sleep(0.002)
    serving.retitle("Lamp at last")
    until(lambda: "Lamp at last" in serving.page("/projects/lamp/"), lambda: serving.told)
    time.sleep(0.3)
    assert len(serving.lines) - since <= 4
    assert "error" not in serving.told


def test_a_quick_series_is_one_change_and_an_endless_one_is_handed_on_in_parts(watcher, tmp_path, monkeypatch):
    file = tmp_path / "site" / MANIFEST
    for number in range(50):
        (file.parent / f"text-{number}.md").write_text("x")
    assert len(watcher.wait(10)) == 50
    monkeypatch.setattr(watch, "PATIENCE_S", 0.0)
    file.write_text(POEM)
    assert watcher.wait(10)


def test_a_checkout_of_many_files_is_one_change(tmp_path, monkeypatch):
    site = make_site(tmp_path / "site")
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr(watch, "PATIENCE_S", 0.0)
    watcher = watch.Watcher(site, print)
    try:
        lock = tmp_path / ".git/index.lock"
        checkout = f"touch {lock}; for n in 1 2 3 4 5; do echo x > {site}/content/pages/p$n.md; sleep 0.1; done; rm {lock}"
        with subprocess.Popen(["sh", "-c", checkout]):
            changed = watcher.wait(10)
        assert {f"content/pages/p{n}.md" for n in range(1, 6)} <= changed
    finally:
        watcher.stop()


def test_a_git_worktree_is_heeded_too(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "tree/site").mkdir(parents=True)
    (tmp_path / "tree/.git").write_text(f"gitdir: {tmp_path}/real\n")
    assert watch._git_lock(tmp_path / "tree/site") == tmp_path / "real/index.lock"


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
    for title in ("Beacon", "Candle"):
        serving.retitle(title)
        until(lambda title=title: title in serving.page("/projects/lamp/"), lambda: serving.told)


def test_a_renamed_folder_of_a_project_is_another_project(serving):
    (serving.site / "content/projects/lamp").rename(serving.site / "content/projects/lantern")
    until(lambda: serving.get("/projects/lantern/").status == 200, lambda: serving.told)
    assert serving.get("/projects/lamp/").status == 404
    serving.write("content/projects/lantern/project.yaml", POEM.replace("Lamp", "Beacon"))
    until(lambda: "Beacon" in serving.page("/projects/lantern/"), lambda: serving.told)


def test_a_save_looks_at_nothing_but_what_was_saved(watcher, tmp_path, monkeypatch):
    site = tmp_path / "site"
    watcher.wait(0.1)
    walked = []
    real = os.walk
    monkeypatch.setattr(os, "walk", lambda folder, *rest, **more: walked.append(folder) or real(folder, *rest, **more))
    monkeypatch.setattr(os, "scandir", lambda folder: pytest.fail(f"{folder} was read"))
    (site / MANIFEST).write_text(POEM)
    assert watcher.wait(10) == {MANIFEST}
    assert walked == []


def test_where_the_kernel_dropped_events_everything_counts_as_changed(watcher):
    watcher._logger.getChild("observers.inotify_c").warning("Inotify queue overflowed; filesystem events were lost")
    assert watcher.wait(1) == watch.EVERYTHING


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
        (site / MANIFEST).write_text(POEM.replace("Lamp", "Beacon"))
        assert MANIFEST in watcher.wait(10)
    finally:
        watcher.stop()


def test_folders_that_the_system_stops_watching_later_are_noticed(watcher, monkeypatch, capsys):
    monkeypatch.setattr(watch, "_is_short_of_watches", lambda _: True)
    watcher._doubts = True
    watcher.wait(0.05)
    assert "limit" in capsys.readouterr().out
    assert watcher.wait(1) == watch.EVERYTHING


@pytest.mark.root
def test_a_real_limit_of_the_kernel_is_survived(tmp_path, memory):
    limit = ["unshare", "--user", "--map-root-user", "sh", "-c", 'echo 3 > /proc/sys/user/max_inotify_watches && exec "$@"', "sh"]
    one = Serving(make_like(tmp_path / "site", memory), before=limit)
    try:
        assert "limit for watched folders is reached" in one.told
        one.retitle("Beacon")
        until(lambda: "Beacon" in one.page("/projects/lamp/"), lambda: one.told)
    finally:
        one.kill()

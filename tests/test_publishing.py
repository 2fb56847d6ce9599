"""What a build does to an output folder."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import time
from pathlib import Path

import pytest
from publishing import FIRST, SECOND, order, publish, settle, state_names, tree

from generator.errors import PublishError
from generator.files import (
    digest,
    is_preview,
    mark_preview,
    open_output,
    output_path,
    own_files,
)


def test_first_build_writes_all_files_and_leaves_only_record_and_lock(tmp_path):
    report = publish(tmp_path / "output", FIRST)
    assert tree(tmp_path / "output") == FIRST
    assert set(report.written) == set(FIRST)
    assert report.written[0].startswith("media/")
    assert report.written[-1] in {"feed.xml", "projects/swap"}
    assert state_names(tmp_path / "output") == {"record", "lock"}


def test_second_build_leaves_exactly_the_new_files_and_no_empty_folders(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    report = publish(output, SECOND)
    assert tree(output) == SECOND
    assert report.unchanged == 1
    assert set(report.deleted) == {"projects/old/index.html", "projects/swap", "tags/night/index.html"}
    assert not (output / "projects/old").exists()
    assert own_files(output) == {path: digest(data) for path, data in SECOND.items()}


def test_unchanged_files_are_not_touched(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    before = {path: path.stat() for path in output.rglob("*") if path.is_file() and ".creditroll" not in path.parts}
    report = publish(output, {**FIRST, "index.html": b"home two"})
    assert report.written == ("index.html",)
    for path, status in before.items():
        if path.name != "index.html" or path.parent != output:
            assert os.path.samestat(path.stat(), status)
            assert (path.stat().st_mtime_ns, path.stat().st_ctime_ns) == (status.st_mtime_ns, status.st_ctime_ns)


@pytest.mark.parametrize("old", [False, True])
def test_a_hand_edited_file_is_restored_even_with_same_size_and_old_times(tmp_path, old):
    output = tmp_path / "output"
    publish(output, FIRST)
    if old:
        settle(output)
        publish(output, FIRST)
    page = output / "projects/lamp/index.html"
    times = page.stat()
    page.write_bytes(b"LAMP ONE")
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    with open_output(output) as publication:
        assert not publication.keep("projects/lamp/index.html")
        assert publication.keep("index.html", digest(b"home one"))
        assert not publication.keep("index.html", digest(b"other"))
    publish(output, FIRST)
    assert tree(output) == FIRST


def test_kept_files_stay_without_being_made_again(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    settle(output)
    for _ in range(3):
        with open_output(output) as publication:
            assert all(publication.keep(path) for path in FIRST)
            assert publication.commit(order) == ((), len(FIRST), (), ())
    assert tree(output) == FIRST


def test_deleted_files_and_folders_are_restored(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    shutil.rmtree(output / "projects")
    (output / "index.html").unlink()
    (output / "feed.xml").unlink()
    (output / "feed.xml").mkdir()
    publish(output, FIRST)
    assert tree(output) == FIRST


def test_wipe_compares_bytes(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    settle(output)
    publish(output, FIRST)
    assert publish(output, FIRST, wipe=True).written == ()
    (output / "index.html").write_bytes(b"HOME ONE")
    assert publish(output, FIRST, wipe=True).written == ("index.html",)


def test_foreign_files_are_neither_overwritten_nor_deleted(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    (output / ".git").mkdir()
    (output / ".git/config").write_bytes(b"git")
    (output / "CNAME").write_bytes(b"example.org")
    (output / "projects/old/notes.txt").write_bytes(b"mine")
    publish(output, SECOND)
    assert tree(output) == {**SECOND, ".git/config": b"git", "CNAME": b"example.org", "projects/old/notes.txt": b"mine"}
    with pytest.raises(PublishError, match="CNAME"):
        publish(output, {**FIRST, "CNAME": b"other.org"})
    assert (output / "index.html").read_bytes() == b"home two"
    publish(output, {**SECOND, "CNAME": b"example.org"})
    publish(output, {**SECOND, "CNAME": b"now ours"})
    assert (output / "CNAME").read_bytes() == b"now ours"


def test_a_foreign_file_in_a_folder_that_must_become_a_file_is_refused(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    (output / "tags/night/mine.txt").write_bytes(b"mine")
    before = tree(output)
    with pytest.raises(PublishError, match=r"output/tags/night/mine\.txt"):
        publish(output, SECOND)
    with pytest.raises(PublishError, match=r"mine\.txt"):
        publish(output, SECOND, adopt=True)
    assert tree(output) == before


def test_an_own_file_changed_by_hand_is_not_deleted_but_reported(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    (output / "projects/old/index.html").write_bytes(b"my notes")
    report = publish(output, SECOND)
    assert report.kept == ("projects/old/index.html",)
    assert (output / "projects/old/index.html").read_bytes() == b"my notes"
    assert "projects/old/index.html" not in own_files(output)


def test_nothing_is_written_through_a_link(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    elsewhere = tmp_path / "elsewhere"
    (output / "projects").rename(elsewhere)
    (output / "projects").symlink_to(elsewhere)
    before = tree(elsewhere)
    with pytest.raises(PublishError, match="link"):
        publish(output, SECOND)
    report = publish(output, {"index.html": b"home two"})
    assert tree(elsewhere) == before
    assert "projects/old/index.html" in report.kept


def test_a_folder_that_is_not_ours_is_refused_and_left_as_it_was(tmp_path):
    output = tmp_path / "output"
    output.mkdir()
    (output / "index.html").write_bytes(b"theirs")
    (output / "notes.txt").write_bytes(b"theirs")
    with pytest.raises(PublishError, match="--adopt"):
        publish(output, FIRST)
    assert {path.name for path in output.iterdir()} == {"index.html", "notes.txt"}
    publish(output, FIRST, adopt=True)
    assert tree(output) == {**FIRST, "notes.txt": b"theirs"}
    publish(output, SECOND)


def test_dangerous_outputs_are_refused(tmp_path, monkeypatch):
    content = tmp_path / "site/content"
    content.mkdir(parents=True)
    home = tmp_path / "home/ana"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "file").write_bytes(b"")
    refused = [Path("/"), home, home.parent, content, content.parent, tmp_path, content / "out", tmp_path / "link"]
    for output in [*refused, tmp_path / "file", content / ".."]:
        with pytest.raises(PublishError):
            publish(output, FIRST, forbidden=[content])
    assert list(content.iterdir()) == []
    publish(content.parent / "output", FIRST, forbidden=[content])


def stage_share(publication, share, answers) -> None:
    answers.put([publication.stage_apart(output_path(path), data) for path, data in share])


def test_forked_workers_stage_what_the_parent_publishes(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    files = list(SECOND.items())
    with open_output(output) as publication:
        workers = [context.Process(target=stage_share, args=(publication, files[n::3], answers)) for n in range(3)]
        for worker in workers:
            worker.start()
        for _ in workers:
            for staged in answers.get():
                publication.note(staged)
        for worker in workers:
            worker.join()
        publication.commit(order)
    assert tree(output) == SECOND


def test_large_files_are_staged_from_files(tmp_path):
    output = tmp_path / "output"
    source = tmp_path / "film.mp4"
    source.write_bytes(os.urandom(3_000_001))
    for changed in (True, False):
        with open_output(output) as publication:
            staged = publication.stage_file(output_path("media/film.mp4"), source)
            assert staged.changed is changed
            assert staged.digest == digest(source.read_bytes())
            publication.note(staged)
            publication.commit(order)
    assert tree(output) == {"media/film.mp4": source.read_bytes()}


def test_outputs_that_would_meet_are_refused(tmp_path):
    for files in ({"A/b": b"", "a/B": b""}, {"a": b"", "a/b": b""}, {"é": b"", "É": b""}):
        with pytest.raises(PublishError):
            publish(tmp_path / "output", files)
    assert not (tmp_path / "output").exists()


def test_a_preview_is_marked(tmp_path):
    publish(tmp_path / "output", FIRST)
    assert not is_preview(tmp_path / "output")
    mark_preview(tmp_path / "output")
    assert is_preview(tmp_path / "output")
    publish(tmp_path / "output", SECOND)
    assert is_preview(tmp_path / "output")


def test_ten_thousand_files_are_published_fast(tmp_path):
    output = tmp_path / "output"
    files = {f"projects/p{n}/index.html": b"%d" % n * 500 for n in range(10_000)}
    publish(output, files)
    settle(output)
    publish(output, files)
    begun = time.perf_counter()
    with open_output(output) as publication:
        assert all(publication.keep(path) for path in files)
        publication.commit(order)
    assert time.perf_counter() - begun < 5

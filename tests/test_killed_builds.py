"""Whatever happens to a build of a whole site: each file is old or new, and the next build completes it."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from exactness.settings import PLAYBILL
from exactness.sources import Sources, read_tree, write_tree
from exactness.starting import TODAY, put, write_site
from exactness.trial import FOREIGN, NOT_SOURCES, put_foreign, tree
from exactness.zygote import Zygote
from site_output import BuiltSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOAK = "CREDITROLL_SOAK" in os.environ
URL = "https://example.org/below/"
KILLS = 1000 if SOAK else 20
KILLED_AT_ANY_TIME = 1000 if SOAK else 8
INTERRUPTED = 60 if SOAK else 4


class Change(NamedTuple):
    """Two states of a site's sources with what each is built into, a folder published in the first state."""

    old: dict[str, bytes]
    new: dict[str, bytes]
    old_output: dict[str, bytes]
    new_output: dict[str, bytes]
    published: Path
    steps: list[list[str]]
    """What the disk is told when the first output becomes the second."""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote() as running:
        yield running


@pytest.fixture(scope="module")
def change(tmp_path_factory, zygote) -> Change:
    folder = tmp_path_factory.mktemp("change")
    site = folder / "site"
    write_site(site, PLAYBILL)
    old = read_tree(site)
    assert build(zygote, site).kind == "built"
    old_output = tree(site / "output")
    put_foreign(site / "output")
    shutil.copytree(site, folder / "published", symlinks=True)
    edited(site)
    new = read_tree(site, NOT_SOURCES)
    assert build(zygote, site, steps=folder / "steps").kind == "built"
    new_output = tree(site / "output")
    shutil.rmtree(site)
    write_tree(site, new)
    assert build(zygote, site).kind == "built"
    assert new_output == tree(site / "output") | FOREIGN
    steps = [line.split("\t") for line in (folder / "steps").read_text().splitlines()]
    return Change(old, new, old_output, tree(site / "output"), folder / "published", steps)


def edited(site: Path) -> None:
    """Files come, go and change; a folder becomes a file's neighbour, an address leads on to another."""
    sources = Sources(site, random.Random(0))
    projects = site / "content/projects"
    (projects / "lantern").rename(projects / "lighthouse")
    sources.rename_everywhere("lantern", "lighthouse")
    sources.set(projects / "lighthouse/project.yaml", "formerly", [["lantern", "lantern-short"]])
    shutil.rmtree(projects / "rain-comic")
    sources.forget("rain-comic")
    new = {"title": "Rope", "medium": "story", "released": "2026-03-04", "tags": ["rope"], "credits": {"author": "nell-oz"}}
    sources.save(projects / "rope/project.yaml", new)
    sources.save(site / "content/contributors/nell-oz.yaml", {"name": "Nell Oz"})
    sources.set(site / "content/contributors/kofi-mensah.yaml", "name", ["Kofi Mensah-Roe"])
    put(site / "themes/own/static/own.css", b".motto{color:tan}\n")
    put(projects / "night-songs/cover.png", (projects / "lighthouse/still.png").read_bytes())


def build(zygote: Zygote, site: Path, **more):
    zygote.ask({"site": site, "output": site / "output", "today": TODAY} | more)
    return zygote.answer()


def begun(change: Change, folder: Path) -> Path:
    """A site published in its first state, with the sources of the second."""
    site = folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(change.published, site, symlinks=True)
    write_tree(site, change.new, NOT_SOURCES)
    return site


def each_file_is_old_or_new(change: Change, site: Path) -> None:
    found = tree(site / "output")
    for path, data in FOREIGN.items():
        assert found.pop(path) == data, path
    for path, data in found.items():
        assert data in (change.old_output.get(path), change.new_output.get(path)), path
    gone = (change.old_output.keys() & change.new_output.keys()) - found.keys()
    assert not gone


def next_build_completes(zygote: Zygote, change: Change, site: Path) -> None:
    done = build(zygote, site)
    assert done.kind == "built", done.said
    assert tree(site / "output") == change.new_output | FOREIGN
    assert {path.name for path in (site / "output/.creditroll").iterdir()} <= {"record", "lock", "plan"}


@pytest.mark.timeout(0 if SOAK else 240)
def test_killed_at_any_step_by_which_it_is_published(change, zygote, tmp_path):
    """Of the steps as many as there is time for, spread over all of them; the soak takes each, then any moments."""
    telling = [number for number, step in enumerate(change.steps, 1) if step[0] not in ("mkdir", "rmdir")]
    for number in range(0, len(telling), max(1, len(telling) // KILLS)):
        site = begun(change, tmp_path)
        done = build(zygote, site, die_at=telling[number])
        assert done.kind == "killed", (change.steps[telling[number] - 1], done)
        each_file_is_old_or_new(change, site)
        next_build_completes(zygote, change, site)


@pytest.mark.timeout(0 if SOAK else 240)
def test_killed_at_any_moment(change, zygote, tmp_path):
    random_ = random.Random(None if SOAK else 2)
    site = begun(change, tmp_path)
    started = time.monotonic()
    assert build(zygote, site).kind == "built"
    whole_s = time.monotonic() - started
    for _ in range(KILLED_AT_ANY_TIME):
        site = begun(change, tmp_path)
        build(zygote, site, die_after_s=random_.uniform(0.001, whole_s))
        each_file_is_old_or_new(change, site)
        next_build_completes(zygote, change, site)


def test_killed_again_while_it_is_completed(change, zygote, tmp_path):
    site = begun(change, tmp_path)
    for number in (3, 4, 7):
        assert build(zygote, site, die_at=number, die_of="rename").kind == "killed"
        each_file_is_old_or_new(change, site)
        assert (site / "output/.creditroll/journal").exists()
    next_build_completes(zygote, change, site)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("mkdir", 1),
        ("mkdir", 40),
        ("replace", 1),
        ("fsync", 1),
        ("rename", 3),
        ("rename", 8),
        ("replace", 2),
        ("rmdir", 2),
    ],
)
def test_killed_in_the_first_build_of_all(name, number, change, zygote, tmp_path):
    write_tree(tmp_path / "site", change.new)
    assert build(zygote, tmp_path / "site", die_at=number, die_of=name).kind == "killed"
    there = tree(tmp_path / "site/output")
    assert {path: change.new_output.get(path) for path in there} == there
    done = build(zygote, tmp_path / "site")
    assert done.kind == "built", done.said
    assert tree(tmp_path / "site/output") == change.new_output


def instants(change: Change) -> Iterator[dict[str, str]]:
    """Which file is old and which is new, after each step by which the second state is published."""
    there = dict.fromkeys(change.old_output, "old")
    for name, *arguments in change.steps:
        path = arguments[-1].partition("/site/output/")[2]
        if name == "rename" and path in change.new_output:
            there[path] = "new"
            yield there
        elif name == "unlink" and there.pop(path, None):
            yield there
    assert there == dict.fromkeys(change.new_output, "new") | {
        path: "old" for path in there if change.old_output.get(path) == change.new_output[path]
    }


def leads_to(site: BuiltSite) -> dict[str, set[str]]:
    """The published files that each page refers to."""
    found: dict[str, set[str]] = {}
    for file, page in site.pages.items():
        found[file] = set()
        for reference in page.references:
            address = urljoin(URL + file.removesuffix("index.html"), reference.url)
            if address.startswith(URL):
                path = unquote(urlsplit(address).path)[len(urlsplit(URL).path) :]
                found[file].add(path + "index.html" if not path or path.endswith("/") else path)
    return found


def test_at_no_instant_a_link_is_dead_on_a_page_that_can_be_reached(change, tmp_path):
    """Reached from what was there before, and at the end, when only deletions are left, from what stays.

    A page that nothing leads to yet may wait for its neighbours; of pages that lead to each other one has to go first.
    """
    write_tree(tmp_path / "old", change.old_output)
    write_tree(tmp_path / "new", change.new_output)
    links = {name: leads_to(BuiltSite(name, tmp_path, tmp_path / name, URL)) for name in ("old", "new")}
    dead: set[str] = set()
    most = 0
    for there in instants(change):
        moved = all(path in there and there[path] == "new" for path in change.new_output if path not in change.old_output)
        stays = change.new_output if moved and len(there) < most else change.old_output
        most = max(most, len(there))
        waiting = [path for path in there if path in stays]
        seen = set(waiting)
        while waiting:
            page = waiting.pop()
            for target in links[there[page]].get(page, ()):
                if target not in there:
                    dead.add(f"{page} ({there[page]}) -> {target}")
                elif target not in seen:
                    seen.add(target)
                    waiting.append(target)
    assert sorted(dead) == []


def command(site: Path) -> list[str]:
    return [sys.executable, "-m", "generator", "build", "--site", str(site), "--today", TODAY]


@pytest.mark.timeout(0 if SOAK else 240)
def test_interrupted_from_the_keyboard(change, zygote, tmp_path):
    random_ = random.Random(None if SOAK else 3)
    codes = set()
    for number in range(INTERRUPTED):
        site = begun(change, tmp_path)
        with subprocess.Popen(command(site), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            wait_for_the_lock(site, running)
            time.sleep(random_.uniform(0, 0.5) if number else 0)
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=60)
        codes.add(running.returncode)
        assert running.returncode in (0, 130), said
        assert "Traceback" not in said
        each_file_is_old_or_new(change, site)
        next_build_completes(zygote, change, site)
    assert 130 in codes


def wait_for_the_lock(site: Path, running: subprocess.Popen[str]) -> None:
    """The build has begun: it says so in the lock."""
    lock = site / "output/.creditroll/lock"
    while running.poll() is None and not (lock.exists() and lock.read_bytes()):
        time.sleep(0.005)


def test_four_builds_at_once_are_one_after_the_other(change, zygote, tmp_path):
    site = begun(change, tmp_path)
    running = [subprocess.Popen(command(site), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(4)]
    said = [process.communicate(timeout=200)[0] for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    assert tree(site / "output") == change.new_output | FOREIGN
    next_build_completes(zygote, change, site)


@contextlib.contextmanager
def small_disk(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own; only root can have one."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.root
@pytest.mark.parametrize("left_kb", [0, 40, 400])
def test_a_full_disk_leaves_what_was_published(left_kb, change, zygote, tmp_path):
    with small_disk(tmp_path / "disk", "size=24m") as disk:
        site = begun(change, disk)
        fill = disk / "fill"
        with contextlib.suppress(OSError), fill.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        os.truncate(fill, max(0, fill.stat().st_size - left_kb * 1024))
        done = build(zygote, site)
        assert done.kind == "PublishError", done
        assert "is full" in done.said[0]
        assert tree(site / "output") == change.old_output | FOREIGN
        fill.unlink()
        next_build_completes(zygote, change, site)


@pytest.mark.root
def test_an_output_that_became_read_only_is_left_as_it_was(change, zygote, tmp_path):
    site = begun(change, tmp_path)
    published = tmp_path / "kept"
    (site / "output").rename(published)
    with small_disk(site / "output", "size=24m") as output:
        shutil.copytree(published, output, symlinks=True, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(output)], check=True)
        done = build(zygote, site)
        assert done.kind == "PublishError", done
        assert "cannot be written" in done.said[0]
        assert tree(output) == change.old_output | FOREIGN
        subprocess.run(["mount", "-o", "remount,rw", str(output)], check=True)
        next_build_completes(zygote, change, site)

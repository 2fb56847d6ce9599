"""The same sources make the same bytes, wherever and however they are built."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from exactness.settings import PLAYBILL
from exactness.sources import read_tree
from exactness.starting import TODAY, write_site
from exactness.trial import tree

WAYS = {
    "another path": {"folder": "a much longer path, with a space/and é"},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "a locale without letters": {"LC_ALL": "POSIX", "LANG": "POSIX", "PYTHONUTF8": "0"},
    "a closed umask": {"umask": 0o077},
    "another hash seed": {"PYTHONHASHSEED": "1"},
    "files made in another order, at other times": {"shuffled": 2, "times": 86_400 * 900},
    "one process": {"jobs": 1},
    "many processes": {"jobs": 7},
    "all of it": {
        "folder": "all",
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "POSIX",
        "umask": 0o027,
        "PYTHONHASHSEED": "99",
        "shuffled": 3,
        "times": -86_400,
        "jobs": 3,
        "cwd": "/tmp",
    },
}
_ALWAYS = {"TZ": "UTC", "PYTHONHASHSEED": "0"}


@pytest.fixture(scope="module")
def sources(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("sources")
    write_site(folder, PLAYBILL)
    config = (folder / "config.yaml").read_text("utf-8")
    more = "takeaways: {social_pictures: drawn}\nmedia: {formats: [webp, jpeg]}\n"
    (folder / "config.yaml").write_text(config.replace("mediums: []", "mediums: [rss, json]") + more, "utf-8")
    return read_tree(folder)


@pytest.fixture(scope="module")
def plain(sources, tmp_path_factory) -> dict[str, bytes]:
    return build(tmp_path_factory.mktemp("plain"), sources, {})


def build(folder: Path, sources: dict[str, bytes], way: dict[str, object]) -> dict[str, bytes]:
    """What is published of a new folder with these sources; nothing is remembered but fonts."""
    site = folder / str(way.get("folder", "site"))
    names = sorted(sources)
    if "shuffled" in way:
        random.Random(str(way["shuffled"])).shuffle(names)
    for name in names:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(sources[name])
        if "times" in way:
            moment = (site / name).stat().st_mtime + int(str(way["times"]))
            os.utime(site / name, (moment, moment))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "SOURCE_DATE"))}
    environment |= _ALWAYS | {name: str(value) for name, value in way.items() if name.isupper()}
    command = [sys.executable, "-m", "generator", "build", "--site", str(site), "--today", TODAY]
    command += ["--jobs", str(way["jobs"])] if "jobs" in way else []
    umask = way.get("umask", 0o022)
    assert isinstance(umask, int)
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        env=environment,
        umask=umask,
        cwd=str(way.get("cwd", folder)),
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    return tree(site / "output")


@pytest.mark.parametrize("way", WAYS)
def test_the_same_sources_make_the_same_bytes(way, sources, plain, tmp_path):
    found = build(tmp_path, sources, WAYS[way])
    assert sorted(found) == sorted(plain)
    assert [path for path in plain if found[path] != plain[path]] == []


def test_times_of_the_build_are_in_no_file(sources, plain, tmp_path):
    """A second build, later, without anything remembered, by the day that the clock tells."""
    site = tmp_path / "site"
    for name, data in sources.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)
    command = [sys.executable, "-m", "generator", "build", "--site", str(site)]
    found = []
    for epoch in ("1793541600", "1793545200"):  # 2026-11-01, an hour apart
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"SOURCE_DATE_EPOCH": epoch}, timeout=120)
        found.append(tree(site / "output"))
        shutil.rmtree(site / "output")
        shutil.rmtree(site / ".cache")
    assert found == [plain, plain]


def test_a_published_file_is_readable_for_everybody_whom_the_umask_allows(sources, tmp_path):
    """Permissions are no part of the bytes, but a web server has to read them."""
    build(tmp_path, sources, {"umask": 0o022})
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "site/output").rglob("*.html")}
    assert modes == {0o644}

"""What is shared among processes: who makes what changes no byte, now or later."""

from __future__ import annotations

import re

import pytest
from sites import SiteTest, png

from generator.build import rendering
from generator.build.pool import forked
from generator.build.run import Request, build

PEOPLE = 30
WORKS = 130


@pytest.fixture
def site(tmp_path):
    """Enough for processes to share; everybody is in several works, feeds and lists."""
    files = {f"content/contributors/person-{number}.yaml": f"name: Person {number}\n" for number in range(PEOPLE)}
    for number in range(WORKS):
        credits_ = "".join(f"  role {role}: person-{(number * role + role) % PEOPLE}\n" for role in range(1, 5))
        listed = "listed: false\n" if number == 7 else ""
        text = f"title: Work {number}\nmedium: poem\nreleased: {1990 + number % 30}\n{listed}tags: [t{number % 5}]\ncredits:\n{credits_}"
        files[f"content/projects/work-{number}/project.yaml"] = text
    return SiteTest.of(tmp_path, files)


def clean(site, jobs):
    return site.build("--clean", "--jobs", str(jobs)).output()


def test_two_processes_make_what_one_makes(site):
    assert clean(site, 2) == clean(site, 1)


def test_a_change_after_a_shared_build_reaches_all_that_it_should(site):
    clean(site, 2)
    path = site.root / "content/contributors/person-3.yaml"
    path.write_text("name: Somebody Else\n")
    work = site.root / "content/projects/work-12/project.yaml"
    work.write_text(work.read_text().replace("Work 12", "Another title"))
    after = site.build("--jobs", "2").output()
    assert after == clean(site, 1)


def test_one_set_of_processes_after_another_makes_what_one_process_makes(site, monkeypatch):
    """As for very many works, whose pages are made in parts; what the first have made the others find."""
    monkeypatch.setattr(rendering, "_SHARED_WORKS", 50)
    monkeypatch.setattr(rendering, "_GENERATION", 40)
    begun = []
    monkeypatch.setattr(rendering, "forked", lambda *wish: begun.append(wish[1]) or forked(*wish))
    request = Request(site=site.root, jobs=2, today="2026-01-02")
    build(request)
    assert len([plots for plots in begun if len(plots) <= 40]) >= WORKS / 40
    work = site.root / "content/projects/work-12/project.yaml"
    for title in ("Work 12", "Another title"):
        work.write_text(re.sub("title: .*", f"title: {title}", work.read_text()))
        build(request)
        assert site.output() == clean(site, 1)


def test_pictures_that_threads_look_at_ahead_are_told_of_as_one_thread_tells(tmp_path):
    files: dict[str, str | bytes] = {"content/projects/work-0/unnamed.png": b"noise"}
    for number in range(12):
        folder = f"content/projects/work-{number}"
        files[f"{folder}/pages/1.png"] = png()[:45] if number % 3 else png()
        files[f"{folder}/cover.jpg"] = png("blue") if number % 2 else b"\xff\xd8\xff noise"
        cover = "cover: {file: cover.jpg, decorative: true}"
        files[f"{folder}/project.yaml"] = f"title: Work {number}\nmedium: comic\n{cover}\nmedia: [images: pages/*.png]\n"
    site = SiteTest.of(tmp_path, files)
    told = [site.refused("--clean", "--jobs", jobs) for jobs in ("1", "3")]
    assert told[0] == told[1]
    assert told[0].count("damaged or cut short") == 14
    assert "unnamed" not in told[0]

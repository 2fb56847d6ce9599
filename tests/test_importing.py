"""Works with their contributors come in from JSON lines, whole, without being asked twice."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest
import yaml
from collection_in_json_lines import MEDIA, PEOPLE, WORKS

from generator.build.run import Request, check
from generator.errors import Severity, UsageError
from generator.importers.jsonl import import_jsonl
from generator.model.config import Config
from generator.model.manifest import ContributorManifest, ProjectManifest
from generator.model.slugs import is_id

CONFIG = """\
# Mine.
site:
  title: Sample   # a comment
  url: https://example.org/
mediums:
  zine: {name: Zine}   # ours

# The end.
"""


def lines(path, records):
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    for name in MEDIA:
        file = folder / "media" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode())
    (folder.parent / "outside.txt").write_text("secret")
    lines(folder / "works.jsonl", WORKS)
    lines(folder / "contributors.jsonl", PEOPLE)
    return folder


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "config.yaml").write_text(CONFIG)
    return folder


@pytest.fixture
def imported(source, site):
    return import_jsonl(source, site)


def read(path):
    data = path.read_bytes()
    slow, fast = yaml.load(data, Loader=yaml.BaseLoader), yaml.load(data, Loader=yaml.CBaseLoader)
    assert slow == fast
    return slow


def project(site, name):
    return read(site / "content/projects" / name / "project.yaml")


def people(site):
    found = {path.stem: read(path) for path in (site / "content/contributors").glob("*.yaml")}
    return found | {key: {"name": name} for key, name in read(site / "content/contributors.yaml").items()}


def snapshot(site):
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_everything_comes_through(imported, site):
    assert (imported.projects, imported.contributors, imported.credits) == (10, 10, 15)
    assert imported.media_files == len(MEDIA) + 1
    assert len(list((site / "content/projects").iterdir())) == 10
    assert sorted(person["name"] for person in people(site).values()) == sorted(person["name"] for person in PEOPLE)


def test_all_manifests_have_the_defined_shape(imported, site):
    for path in site.glob("content/projects/*/project.yaml"):
        manifest = msgspec.convert(read(path), ProjectManifest, strict=False)
        assert is_id(path.parent.name)
        for item in manifest.media:
            name = item.video or item.audio or item.image or item.document or item.text or item.file
            assert (path.parent / name).is_file()
    for path in site.glob("content/contributors/*.yaml"):
        msgspec.convert(read(path), ContributorManifest, strict=False)
        assert is_id(path.stem)
    assert all(map(is_id, people(site)))


def test_every_credit_refers_to_someone_who_is_there(imported, site):
    known = people(site)
    entries = project(site, "the-game")["credits"]
    assert [known[entry["contributor"]]["name"] for entry in entries] == ["/dev/urandom", "m", "مها الفارسي", "森脇大輔", "m"]
    assert [entry.get("as") for entry in entries] == [None, None, "Maha", None, None]
    assert next(entry["role"] for entry in entries) == "binary lumps (playpal, colormap etc)"
    assert entries[1]["role"] == "programing"


def test_ids_that_would_meet_stay_apart(imported, site):
    known = people(site)
    assert known["ana-lima"]["name"] == "Ana Líma"
    assert len([key for key in known if key.startswith("ana-lima")]) == 3
    assert project(site, "a-poem")["title"] == "A Poem, again"
    assert len([path for path in (site / "content/projects").iterdir() if path.name.startswith("a-poem")]) == 3


def test_a_translation_leads_to_the_very_work_it_was_made_from(imported, site):
    (tie,) = project(site, "a-poem")["made_from"]
    assert tie["relation"] == "translation"
    assert project(site, tie["project"])["title"] == "yes: no # 1"


def test_what_it_was_made_from_claims_no_more_than_the_source(imported, site):
    level = project(site, "level-1")
    assert level["made_from"] == [
        {"url": "https://example.org/level", "relation": "inspired-by"},
        {"title": "remix of dave.mid by jute", "relation": "inspired-by"},
        {"project": "the-game", "relation": "inspired-by"},
    ]
    assert "links" in level
    assert [link["url"] for link in level["links"]] == ["https://example.org/"]
    assert not (site / "content/projects/level-1/description.md").exists()


def test_parts_never_go_in_a_circle(imported, site):
    assert project(site, "the-game")["part_of"] == "level-1"
    assert "part_of" not in project(site, "level-1")
    assert any("circle" in note.what for note in imported.notes)


def test_dates_are_kept_or_reported(imported, site):
    assert project(site, "the-game")["released"] == "2024"
    assert project(site, "film")["released"] == "2006-03-24"
    assert "released" not in project(site, "level-1")
    assert [note.value for note in imported.notes if "date" in note.what] == ["2024-02-30"]


def test_licences_are_matched_with_those_that_are_known(imported, site):
    assert project(site, "the-game")["license"] == "BSD-3-Clause"
    assert project(site, "level-1")["license"] == ["oga-by-3.0", "CC-BY-SA-3.0"]
    config = msgspec.convert(read(site / "config.yaml"), Config, strict=False)
    assert config.licences["oga-by-3.0"].name == "OGA-BY 3.0"
    assert config.licences["oga-by-3.0"].url is None
    assert config.licences["free-documentation-notice-kept"].name == "free documentation, notice kept"


def test_what_stands_in_the_configuration_stays_as_it_was_typed(imported, site):
    text = (site / "config.yaml").read_text()
    config = msgspec.convert(read(site / "config.yaml"), Config, strict=False)
    assert list(config.mediums) == ["zine", "level", "music", "sprite"]
    assert config.mediums["level"].layout == "play"
    assert text.startswith(CONFIG.partition("\n\n")[0])
    assert "\n# The end.\n" in text


@pytest.mark.parametrize(
    "before",
    [
        "",
        "mediums: {}\n",
        "mediums:\n",
        "mediums: {zine: {name: Zine}}  # ours\n",
        "licences:\n    own:\n        name: Own\n    # end\n",
    ],
)
def test_any_configuration_can_be_added_to(source, site, before):
    (site / "config.yaml").write_text("site: {title: T, url: 'https://example.org/'}\n" + before + "# last\nmenu: [projects]\n")
    import_jsonl(source, site)
    config = msgspec.convert(read(site / "config.yaml"), Config, strict=False)
    assert {"level", "music", "sprite"} <= set(config.mediums)
    assert config.menu == ["projects"]
    assert "# last" in (site / "config.yaml").read_text()


def test_media_are_named_by_what_they_are(imported, site):
    film = project(site, "film")
    assert film["cover"] == {"file": "poster.jpg", "alt": "A lamp"}
    assert film["media"] == [
        {
            "video": "film.mp4",
            "chapters": "film.chapters.en.vtt",
            "captions": [{"file": "film.captions.ar.vtt", "language": "ar"}],
        },
        {"file": "film.webm"},
    ]
    assert project(site, "captions")["media"] == [{"file": "film.captions.ar.vtt"}]
    assert project(site, "sprite")["media"] == [{"image": "walk.png", "alt": "Nine figures walk"}, {"image": "run.gif"}]
    book = project(site, "book")
    assert (book["cover"], book["media"]) == ("cover.png", [{"document": "book.epub"}, {"document": "book.pdf"}])
    noise = project(site, "noise")
    assert [next(iter(item.values())) for item in noise["media"]] == ["noise.ogg", "noise.mp3", "noise.mid", "noise-2.mid"]
    assert (site / "content/projects/noise/noise-2.mid").read_bytes() == b"b/noise.mid"


def test_nothing_outside_the_source_is_read(imported, site):
    assert all(b"secret" not in data for data in snapshot(site).values())
    assert {"../outside.txt", "film/gone.mkv"} == {note.value for note in imported.notes if "not there" in note.what}


def test_texts_go_where_they_are_read(imported, site):
    poem = next(path for path in (site / "content/projects").iterdir() if (path / "poem.md").exists())
    assert (poem / "poem.md").read_text() == "One two three.\n\n    [code](/stays)\n"
    assert (poem / "description.md").read_text() == "Copyright 1999 Somebody. Keep this notice.\n"
    manifest = project(site, poem.name)
    assert manifest["summary"] == "Four lines about rain."
    assert manifest["language"] == "jbo"
    assert manifest["credits"]["editor"] == {"name": "G. One"}
    assert (site / "content/projects/book/description.md").read_text() == "About *the book*.\n"
    story = next(
        path
        for path in (site / "content/projects").iterdir()
        if (path / "description.md").exists() and "HTML" in (path / "description.md").read_text()
    )
    assert (story / "description.md").read_text() == "<p>Two sentences. In <i>HTML</i>.</p>\n"
    assert project(site, "a-poem")["credits"] == "none"


def test_people_keep_their_other_names_identifiers_and_links(imported, site):
    by_name = {person["name"]: person for person in people(site).values()}
    assert by_name["مها الفارسي"]["also"] == ["Maha"]
    assert by_name["Ana Líma"]["identifiers"] == {"orcid": "0000-0002-2682-6922"}
    assert by_name["Ana Líma"]["links"] == [{"label": "GitHub", "url": "https://github.com/a"}]
    assert by_name["Ana Lima"]["sort"] == "Lima, Ana"
    assert by_name["Bo"]["bio"] == "He records.\n\nAt night."
    assert "links" not in by_name["Bo"]


def test_links_and_identifiers_of_works(imported, site):
    film = project(site, "film")
    assert film["identifiers"] == {"doi": "10.1000/182"}
    assert film["links"] == [{"label": "b.example.org", "url": "https://b.example.org/x"}]


def test_what_has_no_place_is_in_the_report(imported):
    text = imported.text()
    for words in [
        '"affiliation"',
        '"pages"',
        "javascript:alert(1)",
        "/lessons/two",
        "Ele grava.",
        "not-here",
        "gone",
        '"derived_from" became',
    ]:
        assert words in text
    assert "voice actor" not in text
    assert "(3 times)" in text


def test_importing_again_changes_nothing(imported, source, site):
    before = snapshot(site)
    times = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    again = import_jsonl(source, site)
    assert snapshot(site) == before
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()} == times
    assert (again.created, again.updated, again.left_alone) == ((), (), ())


def test_importing_again_updates_and_never_duplicates(imported, source, site):
    before = set(snapshot(site))
    works = json.loads(json.dumps(WORKS))
    works[2]["title"] = "Renamed"
    works[8]["media"] = ["s/walk.png"]
    lines(source / "works.jsonl", works[::-1])
    lines(source / "contributors.jsonl", [*PEOPLE[:3], {"id": "森脇大輔", "name": "Daisuke"}, *PEOPLE[4:]])
    report = import_jsonl(source, site)
    assert set(snapshot(site)) == before - {"content/projects/sprite/run.gif"}
    assert not report.created
    assert "Renamed" in [project(site, path.name)["title"] for path in (site / "content/projects").iterdir()]
    assert "Daisuke" in [person["name"] for person in people(site).values()]


def test_what_a_hand_wrote_or_changed_is_never_touched(source, site):
    mine = site / "content/projects/sprite/project.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text("title: Mine\nmedium: art\ncredits: none\n")
    import_jsonl(source, site)
    changed = site / "content/projects/book/description.md"
    changed.write_text("My own words.\n")
    film = site / "content/projects/film/project.yaml"
    film.write_text(film.read_text() + "status: draft\n")
    before = snapshot(site)
    lines(source / "works.jsonl", [{**work, "title": "New"} for work in WORKS])
    report = import_jsonl(source, site)
    left = {f"content/projects/{name}/project.yaml" for name in ("sprite", "book", "film")}
    assert set(report.left_alone) == left
    after = snapshot(site)
    assert all(after[name] == before[name] for name in [*left, "content/projects/book/description.md"])
    assert "left alone" in report.text()


def test_a_name_that_was_changed_by_hand_is_kept(imported, source, site):
    path = site / "content/contributors.yaml"
    path.write_text("# People.\nolder: Older\n" + path.read_text().replace("m: m\n", "m: Emma\n"))
    for _ in range(2):
        report = import_jsonl(source, site)
        names = read(path)
        assert (names["m"], names["older"]) == ("Emma", "Older")
        assert path.read_text().startswith("# People.\nolder: Older\n")
    assert any('"Emma"' in note.value for note in report.notes)
    assert not report.updated


def test_someone_who_gets_more_than_a_name_moves_to_a_file(imported, source, site):
    lines(source / "contributors.jsonl", [{**PEOPLE[1], "bio": "A person."}, PEOPLE[0], *PEOPLE[2:]])
    import_jsonl(source, site)
    assert "m" not in read(site / "content/contributors.yaml")
    assert read(site / "content/contributors/m.yaml") == {"name": "m", "bio": "A person."}


def test_someone_with_a_hand_made_file_is_not_listed_twice(source, site):
    own = site / "content/contributors/m.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("name: Em\n")
    import_jsonl(source, site)
    assert own.read_text() == "name: Em\n"
    assert "m" not in read(site / "content/contributors.yaml")


def test_lines_that_cannot_be_read_are_reported(source, site):
    with (source / "works.jsonl").open("a") as file:
        file.write('{"id": "half\n[1]\n\n{"title": ""}\n' + json.dumps(WORKS[0], ensure_ascii=False) + "\n")
        file.write(json.dumps({"id": "film", "title": "Another \x00film\ud800", "medium": "film", "credits": "none"}) + "\n")
    report = import_jsonl(source, site)
    assert report.projects == 11
    assert "Another film" in [project(site, path.name)["title"] for path in (site / "content/projects").iterdir()]
    for words in ("no JSON", "no JSON object", "neither id", "twice", "another record", "taken out"):
        assert any(words in note.what for note in report.notes), words


def test_wrong_folders_are_said_before_anything_is_written(source, site, tmp_path):
    with pytest.raises(UsageError, match="neither"):
        import_jsonl(tmp_path / "nowhere", site)
    (site / "config.yaml").write_text("site: [\n")
    with pytest.raises(UsageError, match="nothing was imported"):
        import_jsonl(source, site)
    (site / "config.yaml").unlink()
    with pytest.raises(UsageError, match="creditroll init"):
        import_jsonl(source, site)
    assert list(site.iterdir()) == []


@pytest.mark.sample
def test_the_real_sample_comes_through_whole(site):
    report = import_jsonl(Path(os.environ["CREDITROLL_SAMPLE"]), site)
    assert (report.projects, report.contributors, report.credits) == (498, 519, 2359)
    count = 0
    for path in site.glob("content/projects/*/project.yaml"):
        given = read(path)["credits"]
        groups = given.values() if isinstance(given, dict) else [given]
        count += sum(len(group) if isinstance(group, list) else 1 for group in groups)
    assert count == 2359
    assert len(people(site)) == 519
    assert [str(problem) for problem in check(Request(site=site)) if problem.severity is Severity.ERROR] == []

"""The credits of a project as other outlets take them, printed by the command line."""

from __future__ import annotations

import csv
import io
import json
import re

import jsonschema
import pytest
from media_bytes import wav
from sites import PEOPLE, SiteTest

FILM = """title: The <Lantern>
medium: film
summary: A lamp & its shadow.
released: 2025-11-02
license: CC-BY-4.0
rights_holder: The Crew
media:
  - audio: theme.wav
    id: theme
    chapters: [{at: "0:00", title: Dark}, {at: "0:02", title: Light}]
credits:
  - {contributor: ana-lima, role: director}
  - {contributor: ana-lima, role: actor, character: The Lamp, at: "0:01–0:02", part: theme}
  - {contributor: kofi-mensah, role: instrumentalist, as: Kofi, detail: "cello, bowed"}
  - {contributor: kofi-mensah, role: composer}
  - {name: "=A street musician", role: Rain maker}
  - {contributor: kofi-mensah, role: gaffer, consent: anonymous}
  - {contributor: ana-lima, role: producer, consent: declined}
  - {contributor: kofi-mensah, role: thanks}
made_from:
  - {url: "https://example.org/rain", title: Rain, by: Rosa, relation: sample}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    files = {**PEOPLE, "content/projects/lantern/project.yaml": FILM, "content/projects/lantern/theme.wav": wav(seconds=8)}
    return SiteTest.of(tmp_path_factory.mktemp("exported"), files)


def exported(site, shape, *more):
    run = site.run("export", "credits", "lantern", "--as", shape, *more)
    assert run.code == 0, run.err
    return run.out


def test_an_end_roll_names_everyone_with_role_or_character(site):
    roll = exported(site, "roll")
    assert roll.startswith("THE <LANTERN>\n")
    assert re.search(r"^ *Director    Ana Lima$", roll, re.MULTILINE)
    assert re.search(r"^ *The Lamp    Ana Lima$", roll, re.MULTILINE)
    assert re.search(r"^ *Instrumentalist    Kofi \(cello, bowed\)$", roll, re.MULTILINE)
    assert re.search(r"^ *Gaffer    Anonymous$", roll, re.MULTILINE)
    assert "Samples “Rain”, Rosa https://example.org/rain" in roll
    assert "© 2025 The Crew" in roll
    assert "Producer" not in roll


def test_a_description_has_chapters_and_people_and_no_angle_brackets(site):
    text = exported(site, "description")
    assert text.startswith("The ‹Lantern›\nA lamp & its shadow.\n\n0:00 Dark\n0:02 Light\n")
    assert "Director: Ana Lima https://example.org/contributors/ana-lima/" in text
    assert text.endswith("All credits: https://example.org/projects/lantern/credits/\n")


def test_a_description_is_cut_where_the_field_is_full(tmp_path):
    many = "".join(f"  - {{name: 'Somebody Number {n} of the Choir', role: singer}}\n" for n in range(400))
    site = SiteTest.of(tmp_path, {"content/projects/lantern/project.yaml": f"title: L\nmedium: film\ncredits:\n{many}"})
    text = exported(site, "description")
    assert 4500 < len(text.encode()) <= 5001
    assert text.endswith("All credits: https://example.org/projects/lantern/credits/\n")


def test_cues_stand_where_credits_happen_and_the_rest_rolls_at_the_end(site):
    blocks = exported(site, "vtt", "--start", "0:05", "--seconds", "2").strip().split("\n\n")
    assert blocks[0] == "WEBVTT"
    assert blocks[1] == "NOTE The &lt;Lantern&gt;"
    assert blocks[2] == "00:00:01.000 --> 00:00:02.000\nThe Lamp\nAna Lima"
    assert blocks[3] == "00:00:05.000 --> 00:00:07.000\nDirector\nAna Lima"
    assert sum("Ana Lima" in block for block in blocks) == 2
    starts = [block[:12] for block in blocks[2:]]
    assert starts == sorted(starts)


def test_a_table_can_be_read_back(site, tmp_path):
    written = exported(site, "csv")
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [row["role"] for row in rows] == ["director", "actor", "instrumentalist", "composer", "Rain maker", "gaffer", "thanks"]
    assert rows[2]["as"] == "Kofi"
    assert rows[4]["name"] == "'=A street musician"
    again = SiteTest.of(
        tmp_path,
        {
            **PEOPLE,
            "content/projects/lantern/project.yaml": FILM.partition("credits:")[0] + "credits: credits.csv\n",
            "content/projects/lantern/theme.wav": wav(seconds=8),
            "content/projects/lantern/credits.csv": written,
        },
    )
    assert (
        exported(again, "roll").splitlines()[4:20] == exported(site, "roll").replace("=A street", "'=A street").splitlines()[4:20]
    )


def test_data_has_roles_departments_and_addresses(site):
    data = json.loads(exported(site, "json"))
    assert data["credits"][0] == {
        "contributor": "ana-lima",
        "name": "Ana Lima",
        "url": "https://example.org/contributors/ana-lima/",
        "role": "director",
        "role_id": "director",
        "role_name": "Director",
        "department": "direction",
    }
    assert {"name": "Anonymous", "role": "gaffer"}.items() <= data["credits"][5].items()
    assert "contributor" not in data["credits"][5]


def test_frames_say_who_plays_and_who_did_what_else(site):
    lines = exported(site, "id3").splitlines()
    assert {"TIT2=The <Lantern>", "TCOM=Kofi Mensah", "TMCL=cello, bowed:Kofi", "TIPL=Director:Ana Lima"} <= set(lines)
    assert "TIPL=Gaffer:Anonymous" in lines
    assert "WCOP=https://creativecommons.org/licenses/by/4.0/" in lines


def test_a_block_for_a_readme_links_names_and_means_nothing_else(site):
    text = exported(site, "md")
    assert "- **Director**: [Ana Lima](https://example.org/contributors/ana-lima/)" in text
    assert "- **Actor**: [Ana Lima](https://example.org/contributors/ana-lima/) (The Lamp)" in text
    assert "- **Rain maker**: =A street musician" in text


def test_a_name_that_must_never_appear_stops_the_export(site, tmp_path):
    silent = SiteTest.from_folder(site.root, tmp_path / "silent")
    silent.write("private/never-print.yaml", "- {contributor: kofi-mensah, names: [Kofi]}\n")
    run = silent.run("export", "credits", "lantern")
    assert run.code == 1
    assert "never-print" in run.err
    assert "Kofi" not in run.out + run.err


def test_a_project_that_readers_do_not_see_is_not_exported(site, tmp_path):
    drafts = SiteTest.from_folder(site.root, tmp_path / "drafts").edit("content/projects/lantern/project.yaml", status="draft")
    run = drafts.run("export", "credits", "lantern")
    assert (run.code, run.out) == (2, "")
    assert "--drafts" in run.err
    assert drafts.run("export", "credits", "lantern", "--drafts").code == 0
    assert '"lantern"' in drafts.run("export", "credits", "lanter", "--drafts").err


def test_citations_of_some_works_or_of_all_are_printed(site):
    run = site.run("export", "citations", "--as", "ris")
    assert (run.code, run.out.splitlines()[0]) == (0, "TY  - MPCT")
    assert json.loads(site.run("export", "citations", "lantern", "--as", "csl").out)[0]["id"] == "lantern"
    assert site.run("export", "citations", "nothing").code == 2


def test_everything_public_is_printed_with_its_schema(site):
    data, schema = (json.loads(site.run("export", "data", *more).out) for more in ((), ("--schema",)))
    jsonschema.Draft202012Validator(schema).validate(data)
    assert [one["id"] for one in data["projects"]] == ["lantern"]

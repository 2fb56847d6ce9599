"""A real collection of hundreds of works comes in, is published, and nothing and nobody of it is lost.

Runs where CREDITROLL_SAMPLE names a folder with works.jsonl, contributors.jsonl and media/.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from counting import (
    as_linked,
    credits_in_data,
    credits_in_pages,
    read_people,
    read_projects,
    read_yaml,
    written_credits,
)
from site_faults import (
    assert_paginated,
    assert_same,
    dead_elsewhere,
    dead_in_pages,
    feed_faults,
    foreign_loads,
    pictures_without,
    programs_insides,
    unsaid,
)
from site_output import TODAY, nothing

pytestmark = [
    pytest.mark.sample,
    pytest.mark.xdist_group("real"),
    pytest.mark.parametrize("site", ["real"], indirect=True),
]


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (Path(os.environ["CREDITROLL_SAMPLE"]) / name).read_text("utf-8").splitlines() if line]


def source_ids(site) -> dict[str, str]:
    """The source's id of each project, from the line that the import writes above it."""
    found = {}
    for path in (site.source / "content/projects").glob("*/project.yaml"):
        line = path.read_text("utf-8").partition("\n")[0]
        found[path.parent.name] = json.loads(re.search(r'"(?:[^"\\]|\\.)*"', line)[0])
    return found


def test_every_work_and_everybody_comes_in(site):
    assert len(read_projects(site.source / "content", TODAY)) == len(rows("works.jsonl"))
    assert len(read_people(site.source / "content")) == len(rows("contributors.jsonl"))
    assert sorted(source_ids(site).values()) == sorted(row["id"] for row in rows("works.jsonl"))


def test_every_credit_comes_in_as_it_was(site):
    """By work, name of the person, name as printed and role: what the source has is what the manifests say."""
    people = {row["id"]: row["name"] for row in rows("contributors.jsonl")}
    given = Counter(
        (work["id"], people[credit["contributor"]], credit.get("as") or people[credit["contributor"]], credit["role"])
        for work in rows("works.jsonl")
        for credit in work.get("credits", ())
    )
    names = {key: one["name"] for key, one in read_people(site.source / "content").items()}
    works = source_ids(site)
    written = written_credits(site.source / "content", TODAY)
    assert_same(Counter((works[one.project], names[one.person], one.name, one.role) for one in written.elements()), given)


def test_no_two_people_become_one(site):
    people = {row["id"]: row["name"] for row in rows("contributors.jsonl")}
    given = Counter(name for name in people.values())
    assert Counter(one["name"] for one in read_people(site.source / "content").values()) == given
    credited = {credit["contributor"] for work in rows("works.jsonl") for credit in work.get("credits", ())}
    assert len({one.person for one in written_credits(site.source / "content", TODAY)}) == len(credited)


def test_every_credit_is_in_the_data_files(site):
    assert_same(credits_in_data(site), written_credits(site.source / "content", TODAY))


def test_every_credit_is_found_in_the_pages_by_a_parser(site):
    content = site.source / "content"
    assert_same(credits_in_pages(site), as_linked(written_credits(content, TODAY), content))


def test_the_credits_are_as_many_as_the_source_says(site):
    given = sum(len(work.get("credits", ())) for work in rows("works.jsonl"))
    assert credits_in_data(site).total() == given
    assert not Path(os.environ["CREDITROLL_SAMPLE"]).samefile("/work/shared/real") or given == 2359


def test_roles_with_typing_errors_are_kept(site):
    typed = {credit["role"] for work in rows("works.jsonl") for credit in work.get("credits", ())}
    assert {one.role for one in credits_in_data(site)} == typed


def test_every_address_in_a_page_leads_somewhere(site):
    nothing(dead_in_pages(site))


def test_every_address_in_feeds_data_styles_and_snippets_leads_somewhere(site):
    nothing(dead_elsewhere(site))


def test_nothing_is_fetched_from_another_host_before_a_click(site):
    nothing(foreign_loads(site))


def test_every_page_says_what_it_is(site):
    nothing(programs_insides(site))
    nothing(unsaid(site))
    nothing(pictures_without(site))


def test_every_feed_is_read_without_complaint(site):
    nothing(feed_faults(site))


def test_names_of_every_script_have_addresses_of_their_own(site):
    people = read_people(site.source / "content")
    names = {one["name"]: key for key, one in people.items()}
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in people)
    for name in ("/dev/urandom", "m"):
        if name in {row["name"] for row in rows("contributors.jsonl")}:
            assert site.pages[f"contributors/{names[name]}/index.html"].headings == (name,)


def test_works_without_a_date_and_parts_of_wholes_are_all_there(site):
    listed = assert_paginated(site, "projects/", 24)
    manifests = read_projects(site.source / "content", TODAY)
    undated = sum(1 for work in rows("works.jsonl") if not work.get("date"))
    assert sum(1 for one in manifests.values() if not one.get("released")) == undated
    data = {key: site.json(f"projects/{key}/project.json") for key in manifests}
    parts = {key for key, one in data.items() if one.get("part_of")}
    translations = {
        key for key, one in data.items() if any(made["relation"] == "translation" for made in one.get("made_from", ()))
    }
    assert set(listed) | parts | translations == set(manifests)
    for key in parts:
        whole = data[key]["part_of"][0]["project"]
        assert key in data[whole]["parts"], key


def test_the_longest_credits_are_a_light_page(site):
    counts = Counter(one.project for one in credits_in_data(site).elements())
    for project, _ in counts.most_common(3):
        for file in (f"projects/{project}/index.html", f"projects/{project}/credits/index.html"):
            assert len(site.text(file).encode()) < 200_000, file


def test_choices_of_licences_are_kept(site):
    given = {row["id"]: len(row["license"]) for row in rows("works.jsonl") if isinstance(row.get("license"), list)}
    works = source_ids(site)
    kept = {works[key]: len(site.json(f"projects/{key}/project.json").get("licenses", ())) for key in works}
    assert {key: kept[key] for key in given} == given


def test_all_files_of_the_source_are_there(site):
    assert isinstance(read_yaml(site.source / "config.yaml"), dict)
    given = sum(len(row.get("media", ())) for row in rows("works.jsonl"))
    copied = [path for path in (site.source / "content/projects").rglob("*") if path.suffix not in (".yaml", ".md")]
    assert len(copied) >= len({name for row in rows("works.jsonl") for name in row.get("media", ())})
    assert given

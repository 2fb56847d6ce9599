"""Who is there twice, or missing where they belong, is found by check: measured on a list of pairs that people labelled."""

from __future__ import annotations

import csv
import json
import random
import sys
from itertools import combinations
from pathlib import Path

import pytest
from sites import LAMP, PEOPLE, SiteTest

from generator.model.anthology import Contributor, Identifier
from generator.plan.identity import people_twice
from generator.plan.same_name import likely_same

PAIRS = list(csv.DictReader((Path(__file__).parent / "identity/pairs.csv").read_text("utf-8").splitlines()))


def person(key: str, name: str, **more) -> Contributor:
    return Contributor(id=key, source=f"content/contributors/{key}.yaml", name=name, **more)


def told(one: Contributor, other: Contributor) -> list[str]:
    return [found.code for found in people_twice([one, other])]


def test_pairs_of_one_person_are_told_from_pairs_of_two(record_property):
    assert len(PAIRS) >= 100
    told_ = {at for at, pair in enumerate(PAIRS) if told(person("a", pair["one"]), person("b", pair["other"]))}
    same = {at for at, pair in enumerate(PAIRS) if pair["verdict"] == "same"}
    precision, recall = len(told_ & same) / len(told_), len(told_ & same) / len(same)
    record_property("precision", precision)
    record_property("recall", recall)
    sys.stdout.write(f"{len(PAIRS)} pairs: precision {precision:.3f}, recall {recall:.3f}\n")
    assert precision >= 0.98
    assert recall >= 0.93


@pytest.mark.parametrize("why", sorted({pair["why"] for pair in PAIRS}))
def test_whichever_name_comes_first_the_answer_is_the_same(why):
    for pair in PAIRS:
        if pair["why"] == why:
            assert likely_same(pair["one"], pair["other"]) == likely_same(pair["other"], pair["one"])


def test_nobody_of_this_list_is_taken_for_somebody_else():
    names = sorted({pair["one"] for pair in PAIRS if pair["why"] in ("accents", "spelling")})
    wrong = [(one, other) for one, other in combinations(names, 2) if likely_same(one, other)]
    assert wrong == [("Jürgen Müller", "Jürgen Müller")] * len(wrong)


def test_one_name_for_two_is_told_until_somebody_says_that_they_are_two():
    one, other = person("ana", "Ana Lima"), person("ana-2", "ana  LIMA")
    assert told(one, other) == ["same-name"]
    assert told(one, person("ana-2", "Ana Lima", distinct_from=("ana",))) == []
    assert told(person("ana", "Ana Lima", distinct_from=("ana-2",)), other) == []


def test_numbers_of_catalogues_decide():
    def known(key, name, value):
        return person(key, name, identifiers=(Identifier("orcid", "ORCID", value),))

    assert told(known("a", "Ana Lima", "1"), known("b", "A. Lima", "2")) == []
    assert told(known("a", "Ana Lima", "1"), known("b", "Somebody Else", "1")) == ["likely-same-person"]


def test_other_names_count_and_kinds_are_told_apart():
    assert told(person("a", "Sam Harrow", also=("Samuel H. Harrow",)), person("b", "S. H. Harrow")) == ["likely-same-person"]
    assert told(person("a", "Mei Zhao", names={"zh": "赵梅"}), person("b", "赵梅")) == ["likely-same-person"]
    assert told(person("a", "Ana Lima"), person("b", "A. Lima", kind="group")) == []


def test_many_people_of_one_name_are_compared_in_seconds():
    chance = random.Random(5)

    def word():
        return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aiou") for _ in range(5)).capitalize()

    family = [person(f"p{at}", f"{word()} Silva") for at in range(3000)]
    other = [person(f"q{at}", f"{word()} {word()}") for at in range(5000)]
    twice = [person("y", family[7].name), person("z", other[7].name)]
    codes = [one.code for one in people_twice([*family, *other, *twice])]
    assert codes.count("same-name") == 2
    assert len(codes) < 20


def found(site: SiteTest) -> set[tuple[str, str, int]]:
    rows = json.loads(site.run("check", "--format", "json").out)["problems"]
    return {(row["code"], row["source"], row["line"]) for row in rows}


def test_check_finds_who_is_twice_or_missing_at_their_line(tmp_path):
    files = PEOPLE | {
        "content/contributors/a-lima.yaml": "# A.\nname: A. Lima\n",
        "content/contributors/porto.yaml": "kind: person\nname: Ana Lima\n",
        "content/contributors/zoe.yaml": "name: Zoë New\ncredit_name: everywhere\n",
        "private/never-print.yaml": "- {contributor: zoe, names: [Zed Dead]}\n",
        "content/contributors.yaml": "kofi: Kofi Mensah\nnobody: No Body\n",
        LAMP: "title: Lamp\nmedium: film\ncredits:\n  director: ana-lima\n  writer: [a-lima, porto, kofi, kofi-mensah]\n"
        "  actor: {contributor: zoe, as: Zoë Old}\n  singer: {contributor: zoe, as: Zed Dead}\n  extra: {name: ana lima}\n"
        "  glow wrangler: ana-lima\n  Glow-wranglers: kofi\nshares:\n  - pool: profit\n    split: {ana-lima: 1, a-lima: 1, porto: 1, kofi: 1, kofi-mensah: 1}\n",
        "content/projects/poem/project.yaml": "title: Poem\nmedium: poem\ncredits: none\n",
    }
    site = SiteTest.of(tmp_path, files)
    assert found(site) >= {
        ("likely-same-person", "content/contributors/ana-lima.yaml", 1),
        ("same-name", "content/contributors/porto.yaml", 2),
        ("same-name", "content/contributors/kofi-mensah.yaml", 1),
        ("unused-contributor", "content/contributors.yaml", 0),
        ("nobody-credited", "content/projects/poem/project.yaml", 3),
        ("old-name", LAMP, 6),
        ("old-name", LAMP, 7),
        ("name-without-id", LAMP, 8),
        ("missing-from-shares", LAMP, 13),
        ("role-synonyms", "config.yaml", 1),
    }
    assert "Zed Dead" not in site.run("check").out.replace("as: Zed Dead", "")
    site.run("check", "--format", "text")
    assert "creditroll rename contributor" in site.last.out


def test_a_site_without_such_doubts_hears_nothing_of_them(tmp_path):
    site = SiteTest.of(tmp_path, PEOPLE | {LAMP: "title: Lamp\nmedium: poem\ncredits: {author: ana-lima, editor: kofi-mensah}\n"})
    assert found(site) <= {("no-summary", LAMP, 0)} or not {code for code, _, _ in found(site)} & {
        "same-name",
        "likely-same-person",
        "missing-from-shares",
    }

"""What other programs are told while somebody writes: code hosts by SARIF, text editors by JSON Schemas with the site's own words."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml
from sites import LAMP, PEOPLE, SiteTest

# What code hosts ask of a log. Source: SARIF 2.1.0; GitHub, SARIF support for code scanning.
SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "minItems": 1,
            "items": {
                "required": ["tool", "results", "columnKind"],
                "properties": {
                    "columnKind": {"enum": ["unicodeCodePoints", "utf16CodeUnits"]},
                    "tool": {
                        "properties": {
                            "driver": {
                                "required": ["name", "version", "rules"],
                                "properties": {
                                    "rules": {
                                        "items": {
                                            "required": ["id", "shortDescription", "fullDescription", "help"],
                                            "properties": {"help": {"required": ["text", "markdown"]}},
                                        }
                                    }
                                },
                            }
                        }
                    },
                    "results": {
                        "items": {
                            "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
                            "properties": {
                                "level": {"enum": ["error", "warning", "note"]},
                                "message": {"required": ["text"]},
                                "locations": {"minItems": 1, "maxItems": 1},
                            },
                        }
                    },
                },
            },
        },
    },
}


@pytest.fixture
def site(tmp_path):
    wrong = "title: Lamp\nmedium: poem\n\ncredits: {author: ana-lina, Lamp keeper: kofi-mensah}\n"
    return SiteTest.of(tmp_path, {**PEOPLE, LAMP: wrong, "content/projects/ü b/project.yaml": "title: B\n"})


def test_a_code_host_is_told_of_each_problem_at_its_place(site):
    run = site.run("check", "--format", "sarif")
    assert run.code == 1
    log = json.loads(run.out)
    jsonschema.Draft202012Validator(SARIF).validate(log)
    (ran,) = log["runs"]
    rules = [rule["id"] for rule in ran["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in ran["results"])
    found = next(result for result in ran["results"] if result["ruleId"] == "unknown-contributor")
    assert found["level"] == "error"
    assert "ana-lima" in found["message"]["text"]
    assert found["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": LAMP, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 4, "startColumn": 19, "endColumn": 27},
    }
    assert not any(" " in result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in ran["results"])
    assert str(site.root) not in run.out


def test_a_problem_is_the_same_one_when_lines_above_it_change(site):
    def marks():
        results = json.loads(site.run("check", "--format=sarif").out)["runs"][0]["results"]
        return {result["partialFingerprints"]["problem/v1"] for result in results}

    before = marks()
    site.write(LAMP, "# A comment\n" + (site.root / LAMP).read_text("utf-8"))
    assert marks() == before
    site.write(LAMP, "title: Lamp\nmedium: poem\ncredits: {author: ana-lima}\n")
    assert before - marks()


def test_text_editors_are_offered_the_words_of_the_site(site):
    site.write("content/contributors.yaml", "rosa: Rosa\n")
    site.write(
        "config.yaml",
        "site: {title: N, url: 'https://example.org/'}\nroles: {lamp_lighter: {name: Lamp lighter}}\nmediums: {zine: {name: Zine}}\n"
        "licences: {house: {name: House licence}}\n",
    )
    schemas = json.loads(site.run("schema").out)
    words = schemas["project"]["$defs"]
    assert words["contributors"]["enum"] == ["ana-lima", "kofi-mensah", "rosa"]
    assert "lamp" in words["projects"]["enum"]
    assert {"director", "lamp lighter"} <= set(words["roles"]["enum"])
    assert {"poem", "zine"} <= set(words["mediums"]["enum"])
    assert {"CC-BY-4.0", "house"} <= set(words["licences"]["enum"])
    assert "#/$defs/contributors" in json.dumps(words["CreditEntry"]["properties"]["contributor"])
    # A site grows: what is not known yet is no mistake.
    validator = jsonschema.Draft202012Validator(schemas["project"])
    assert not list(
        validator.iter_errors(yaml.safe_load("title: L\nmedium: zine\ncredits: {New role: new-person}\nlicense: [house, MIT]\n"))
    )
    assert list(validator.iter_errors({"title": "L", "tittle": "L"}))
    for kind, one in schemas.items():
        jsonschema.Draft202012Validator.check_schema(one)
        assert kind in one["title"]

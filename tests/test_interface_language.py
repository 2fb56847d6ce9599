"""The theme's own words in other languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from generator import data

ROOT = Path(__file__).parents[1]
THEME = ROOT / "themes" / "playbill"
STRINGS = sorted((THEME / "strings").glob("*.yaml"))
COMPLETE = ("de", "pt")
STATUSES = {"draft", "proof", "scheduled"}  # printed by `view.status | t`, in previews only
PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}


def template_texts():
    """What templates translate or count."""
    found = set()
    for template in (THEME / "templates").rglob("*.*"):
        text = template.read_text("utf-8")
        found |= set(re.findall(r'"([^"]+)"\s*\|\s*t\b', text))
        for words in re.findall(r"set words = \[(.*?)\]", text, re.DOTALL):  # base.html gives them to the scripts
            found |= set(re.findall(r'"([^"]+)"', words))
        found |= {word for pair in re.findall(r'count\("([^"]+)",\s*"([^"]+)"\)', text) for word in pair}
    return found


def script_texts():
    """What scripts say."""
    return {
        text
        for script in (THEME / "static").glob("*.js")
        for text in re.findall(r'\bsay\("([^"]+)"\)', script.read_text("utf-8"))
    }


def registry_texts():
    """The words of mediums, departments and relations."""
    tables = json.loads((Path(data.__file__).parent / "registries.json").read_text("utf-8"))
    found = {department["name"] for department in tables["departments"]}
    found |= {relation[way] for relation in tables["relations"] for way in ("made_from", "led_to")}
    for medium in tables["mediums"]:
        found |= {medium["name"], medium["plural"], f"{medium['verb']} (verb)"}
    return found | {"Series (plural)"}


def program_texts():
    """Every text in the program's own modules, where headings and links are made."""
    modules = (ROOT / "generator").rglob("*.py")
    return {text for module in modules for text in re.findall(r'"([^"\n]+)"', module.read_text("utf-8"))}


def read(strings):
    return yaml.safe_load(strings.read_text("utf-8"))


def forms(translation):
    return translation.values() if isinstance(translation, dict) else (translation,)


NEEDED = template_texts() | script_texts() | registry_texts() | STATUSES


@pytest.mark.parametrize("strings", STRINGS, ids=lambda strings: strings.stem)
def test_every_text_in_a_strings_file_is_used(strings):
    assert set(read(strings)) - NEEDED - program_texts() == set()


@pytest.mark.parametrize("language", COMPLETE)
def test_the_complete_languages_have_every_text(language):
    assert NEEDED - set(read(THEME / "strings" / f"{language}.yaml")) == set()


@pytest.mark.parametrize("strings", STRINGS, ids=lambda strings: strings.stem)
def test_every_text_is_given_once(strings):
    lines = [line for line in strings.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(read(strings))


@pytest.mark.parametrize("strings", STRINGS, ids=lambda strings: strings.stem)
def test_a_translation_keeps_the_places_for_numbers_and_names(strings):
    places = re.compile(r"%\(\w+\)s|\{\w+\}")
    for text, translation in read(strings).items():
        for form in forms(translation):
            assert form
            assert sorted(places.findall(form)) == sorted(places.findall(text)), text


@pytest.mark.parametrize("strings", STRINGS, ids=lambda strings: strings.stem)
def test_plural_forms_are_those_of_cldr(strings):
    for translation in read(strings).values():
        if isinstance(translation, dict):
            assert "other" in translation
            assert set(translation) <= PLURAL_FORMS


def test_pages_give_the_scripts_every_text_they_say():
    assert script_texts() - template_texts() == set()

"""Every problem can be explained to the person who reads it."""

import re
from pathlib import Path

import pytest

import generator
from generator.model.codes import CODES, explain

CODE = re.compile(
    r"(?:MediaError|FormError|refuse|problem_at|problem_on|problem|Problem|relocated|Words|_refused)\("
    r"(?:[^()\"]|\([^()]*\))*\"([a-z]+(?:-[a-z0-9]+)+)\""
)


def used_codes() -> set[str]:
    root = Path(generator.__file__).parent
    return {code for path in root.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}


def test_every_code_that_is_used_is_explained():
    assert used_codes()
    assert used_codes() - set(CODES) == set()


@pytest.mark.parametrize("code", sorted(CODES))
def test_an_explanation_says_what_why_and_what_to_do(code):
    meaning = CODES[code]
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", code)
    assert len(meaning.title) < 90
    assert not meaning.title.endswith(".")
    assert meaning.explanation.endswith(".")
    assert meaning.mend.endswith(".")
    text = explain(code)
    assert text is not None
    assert text.startswith(f"{code}: ")


def test_an_example_is_indented_below_its_explanation():
    assert explain("bad-date").endswith("For example:\n\n    released: 2025-11-02")


def test_a_code_that_does_not_exist_has_no_explanation():
    assert explain("no-such-code") is None

"""What editors write is read as it was typed, and every mistake is found where it stands."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Severity
from generator.exporters.schema import KINDS, json_schemas, reference
from generator.model.config import Config
from generator.model.manifest import ContributorManifest, PageManifest, ProjectManifest
from generator.sources import document as document_module
from generator.sources.convert import convert
from generator.sources.document import Document, read_document, read_header, relocated

TEXT_FAULTS = [
    ("title: a: b\n", "yaml-syntax", 1, 9),
    ("a:\n\tb: c\n", "yaml-syntax", 2, 1),
    ("a\nb: 1\n", "yaml-syntax", 1, 1),
    ("a: b\nfoo\n", "yaml-syntax", 2, 1),
    ("a: b\n c: d\n", "yaml-syntax", 2, 3),
    ("a:\n  - b\n - c\n", "yaml-syntax", 3, 2),
    ("- a\nb: c\n", "yaml-syntax", 2, 1),
    ("a: [1, 2\nb: 3\n", "yaml-syntax", 1, 4),
    ('a: "foo\nb: 3', "yaml-syntax", 1, 4),
    ('a: "b" c\n', "yaml-syntax", 1, 8),
    ('a: "\\q"\n', "yaml-syntax", 1, 5),
    ("a: @foo\n", "yaml-syntax", 1, 4),
    ("a: *b\n", "yaml-syntax", 1, 4),
    ("a: 1\n<<<<<<< HEAD\nb: 1\n", "yaml-syntax", 2, 1),
    ("a: 1\n---\nb: 2\n", "second-document", 2, 1),
    ("a: !!python/none x\n", "unknown-tag", 1, 4),
    ("a: !x y\n", "unknown-tag", 1, 4),
    ("x: &x [*x]\n", "too-many-aliases", 1, 4),
    ("a: &a [b]\nb: [" + "*a, " * 60 + "]\n", "too-many-aliases", 1, 4),
    ("[" * 100_000, "too-deep", 1, 50),
    ("- " * 1000, "too-deep", 1, 99),
    ("a: {" * 3000, "too-deep", 1, 196),
    ("\n".join(" " * depth + "a:" for depth in range(1200)), "too-deep", 50, 50),
    ("a: 1\na: 2\n", "duplicate-key", 2, 1),
    ("a: {b: 1, b: 2}\n", "duplicate-key", 1, 11),
    ("a: {{x}}\n", "wrong-shape", 1, 5),
    ("a: b\x07\n", "bad-character", 1, 5),
    ('a: "\\x07"\n', "bad-character", 1, 4),
    ('a: "\\uD83C"\n', "bad-character", 1, 4),
]

PROJECT_FAULTS = [
    ("title: x\nmediun: film\n", "unknown-key", 2, 1),
    ("medium: film\n", "missing-key", 1, 1),
    ("title:\nmedium: film\n", "missing-key", 1, 1),
    ("title: [x]\n", "wrong-shape", 1, 8),
    ("- title: x\n", "wrong-shape", 1, 3),
    ("title: x\ntags: night\n", "wrong-shape", 2, 7),
    ("title: x\nmedia:\n  - video: a.mp4\n    captions: {file: x.vtt, nope: 1}\n", "wrong-shape", 4, 15),
    ("title: x\nstatus: Draft\n", "bad-value", 2, 9),
    ("title: x\nlisted: ture\n", "bad-value", 2, 9),
    ("title: x\ncover: {file: a.png, focus: middle}\n", "bad-value", 2, 29),
    ("title: x\nformerly: [A b]\n", "bad-id", 2, 12),
    ("title: x\npart_of: [ok, No]\n", "bad-id", 2, 15),
    ("title: x\nlinks: [{label: x, url: 'javascript:1'}]\n", "bad-url", 2, 25),
    ("title: x\nreleased: 2026-02-30\n", "bad-date", 2, 11),
    ("title: x\nlanguage: english\n", "bad-language", 2, 11),
    ("title: x\ncredits:\n  director: {contributor: a, at: soon}\n", "bad-time", 3, 34),
    ("title: x\ncover: ../x.png\n", "bad-path", 2, 8),
    ("title: x\nidentifiers: {isbn: 978-3-16-148410-1}\n", "bad-identifier", 2, 21),
    ("title: x\nsummary:\n", "empty-value", 2, 1),
    ("title: x\nsummary: ''\n", "empty-value", 2, 1),
    ("title: x\ntags: [a, ~]\n", "empty-value", 2, 11),
]


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize(("text", "code", "line", "column"), TEXT_FAULTS)
def test_a_fault_of_the_text_is_found_where_it_stands(text, code, line, column, fast, monkeypatch):
    if not fast:
        monkeypatch.setattr(document_module, "_Parser", document_module._PureParser)
    problems = read_document(text.encode(), "p.yaml").problems
    assert code in {problem.code for problem in problems}
    if fast:
        assert [(p.code, p.place.line, p.place.column) for p in problems] == [(code, line, column)]


@pytest.mark.parametrize(("text", "code", "line", "column"), PROJECT_FAULTS)
def test_a_fault_of_a_value_is_found_where_it_stands(text, code, line, column):
    _, problems = project(text)
    assert [(p.code, p.place.line, p.place.column) for p in problems] == [(code, line, column)]


def project(text: str):
    problems = []
    return convert(read_document(text.encode(), "p.yaml"), ProjectManifest, problems), problems


def test_all_problems_of_a_file_are_found_in_one_run():
    _, problems = project("titel: x\nstatus: Draft\ntags: night\nmedia:\n  - {video: /x.mp4, alts: 'C:\\x'}\n")
    assert [p.code for p in problems] == ["unknown-key", "bad-value", "wrong-shape", "bad-path", "bad-path", "missing-key"]


def test_what_is_right_is_kept_where_something_optional_is_wrong():
    manifest, problems = project("title: x\nreleased: soon\ntags: [a, {b: c}, d]\n")
    assert manifest == ProjectManifest(title="x", tags=["a", "d"])
    assert len(problems) == 2


@pytest.mark.parametrize("typed", ["no", "12:30", "1.10", "007", "1_000", ".nan", "2026-02-30", "null", "0x1F", "=", "<<"])
def test_a_text_means_what_was_typed(typed):
    assert project(f"title: {typed}\n") == (ProjectManifest(title=typed), [])


@pytest.mark.parametrize(("typed", "value"), [("no", False), ("Yes", True), ("OFF", False), ("true", True)])
def test_true_and_false_are_read_in_every_spelling(typed, value):
    assert project(f"title: x\nlisted: {typed}\n")[0].listed is value


@pytest.mark.parametrize(
    "text", ["\ufefftitle: x\n", "%YAML 1.2\n---\ntitle: x\n...\n", "title: x\r\n", "title: !!str x", "{title: x}"]
)
def test_unusual_but_valid_yaml_is_read(text):
    assert project(text) == (ProjectManifest(title="x"), [])


def test_halves_of_a_character_are_joined():
    assert project('title: "\\uD83C\\uDFAC"\n') == (ProjectManifest(title="🎬"), [])


def test_a_few_aliases_are_accepted():
    manifest, problems = project("title: &t x\nsummary: *t\ntags: [*t, *t]\n")
    assert (manifest, problems) == (ProjectManifest(title="x", summary="x", tags=["x", "x"]), [])


def test_aliases_that_multiply_end_at_once():
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 25)]
    assert {p.code for p in read_document("\n".join(lines).encode(), "p").problems} == {"too-many-aliases"}


def test_bytes_that_are_not_utf8_are_found_where_they_stand():
    (problem,) = read_document("é: 1\nb: ".encode() + b"\xff\n", "p").problems
    assert (problem.code, problem.place.line, problem.place.column) == ("not-utf8", 2, 4)


def test_a_file_over_a_megabyte_is_refused():
    assert [p.code for p in read_document(b"a" * 1_000_001, "p").problems] == ["too-large"]


def test_an_empty_file_says_what_it_needs():
    manifest, (problem,) = project("# nothing yet\n")
    assert manifest is None
    assert (problem.code, problem.hint) == ("empty-file", "It needs at least title.")


def test_the_frame_shows_the_line_and_underlines_the_value():
    _, (problem,) = project("title: x\nreleased: soon\n")
    assert str(problem) == (
        'p.yaml:2:11: bad-date: released: "soon" is not a date\n'
        "    1 │ title: x\n"
        "    2 │ released: soon\n"
        "      │           ^^^^ Write 2025, 2025-11 or 2025-11-02."
    )


def test_the_nearest_key_is_offered():
    _, (problem,) = project("title: x\nlicence: CC0\n")
    assert problem.hint == 'did you mean "license"?'


def test_an_empty_value_is_only_a_hint():
    manifest, (problem,) = project("title: x\nsummary:\n")
    assert manifest == ProjectManifest(title="x")
    assert problem.severity is Severity.HINT


def test_an_address_is_kept_in_its_one_spelling():
    assert project("title: x\nlinks: [{label: x, url: 'HTTPS://Example.org/a b'}]\n")[1][0].code == "bad-url"
    assert (
        project("title: x\nlinks: [{label: x, url: 'HTTPS://Example.org/é'}]\n")[0].links[0].url == "https://example.org/%C3%A9"
    )


def test_keys_with_other_names_in_python_are_read():
    manifest, problems = project("title: x\ncredits: [{contributor: a, role: b, as: C}]\n")
    assert not problems
    assert manifest.credits[0].as_ == "C"


def test_a_union_takes_the_shape_that_was_written():
    problems = []
    for written, page in (("none", "none"), ("{external: 'https://a.org/'}", "https://a.org/")):
        manifest = convert(read_document(f"name: x\npage: {written}\n".encode(), "p"), ContributorManifest, problems)
        assert getattr(manifest.page, "external", manifest.page) == page
    assert not problems


def test_a_number_of_the_configuration_has_bounds():
    problems = []
    text = b"site: {title: x, url: 'https://a.org/'}\npagination: {cards: 12, lines: 0}\n"
    config = convert(read_document(text, "c"), Config, problems)
    assert (config.pagination.cards, config.pagination.lines) == (12, 100)
    assert [p.code for p in problems] == ["bad-value"]


def test_the_header_of_a_page_is_read_with_its_text():
    document, body, line = read_header(b"---\r\ntitle: About\r\n---\r\nHello\n---\n", "about.md")
    problems = []
    assert convert(document, PageManifest, problems) == PageManifest(title="About")
    assert (body, line, problems) == ("Hello\n---\n", 4, [])


def test_a_page_needs_no_header():
    assert read_header(b"# About\n", "about.md") == (None, "# About\n", 1)


def test_problems_of_a_header_have_the_line_of_the_file():
    document, _, _ = read_header(b"---\ntitle: x\nmenu: perhaps\n---\n", "about.md")
    problems = []
    convert(document, PageManifest, problems)
    assert [(p.code, p.place.line, p.place.column) for p in problems] == [("bad-value", 3, 7)]


def test_a_header_without_an_end_is_refused():
    document, _, _ = read_header(b"---\ntitle: x\n", "about.md")
    assert [p.code for p in document.problems] == ["yaml-syntax"]


def test_a_problem_found_later_is_placed_in_the_file(tmp_path: Path):
    (tmp_path / "p.yaml").write_text("title: x\ncredits:\n  composer: [ana, ana-lopes]\n")
    problem = relocated(tmp_path, "p.yaml", ("credits", "composer", 1), "unknown-contributor", "nobody")
    assert (problem.place.line, problem.place.column, problem.place.length) == (3, 19, 9)
    at_key = relocated(tmp_path, "p.yaml", ("credits", "composer"), "unknown-role", "no", key=True)
    assert (at_key.place.column, at_key.place.length) == (3, 8)
    early = relocated(tmp_path, "p.yaml", ("credits", "composer", 7, "as"), "x", "no")
    assert (early.place.line, early.place.column) == (3, 13)


def test_a_problem_in_a_file_that_is_gone_means_the_whole_file(tmp_path: Path):
    problem = relocated(tmp_path, "gone.yaml", ("title",), "x", "no")
    assert (str(problem.place), problem.frame) == ("gone.yaml", ())


def test_a_problem_in_a_page_is_placed_in_its_header(tmp_path: Path):
    (tmp_path / "a.md").write_text("---\nformerly: [old]\n---\ntext\n")
    assert str(relocated(tmp_path, "a.md", ("formerly", 0), "x", "no").place) == "a.md:2:12"


YAML_BITS = st.lists(
    st.sampled_from([*"ab:-[]{}\"'|>*&!%@`#?, \n\t~\\u\r", "\n  ", ": ", "- ", "---", "\\uD83C", "\x85", "&a ", "*a "])
)


@settings(deadline=None, max_examples=400)
@given(
    st.one_of(st.binary(max_size=200), YAML_BITS.map(lambda bits: "".join(bits).encode()), st.text().map(lambda t: t.encode()))
)
def test_no_bytes_raise_anything(data):
    for document in (read_document(data, "p.yaml"), read_header(data, "p.md")[0], read_header(b"---\n" + data, "p.md")[0]):
        if document is None:
            continue
        for kind in KINDS.values():
            problems = []
            assert convert(document, kind, problems) is not None or any(p.severity is Severity.ERROR for p in problems)
            for problem in problems:
                assert problem.place.line <= len(document.lines)
                str(problem).encode()


def test_a_document_never_changes_its_problems_between_readings():
    document = read_document(b"a: 1\na: 2\n", "p")
    assert isinstance(document, Document)
    first, second = [], []
    convert(document, ProjectManifest, first)
    convert(document, ProjectManifest, second)
    assert first == second


def test_the_schemas_are_json_schemas():
    schemas = json_schemas()
    assert set(schemas) == set(KINDS)
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(json.loads(json.dumps(schema)))


def test_the_schemas_accept_what_the_reader_accepts():
    text = "title: 1984\nmedium: film\nreleased: 2025\nlisted: true\ncredits: {director: ana, writer: [a, {contributor: b, as: C}]}\n"
    assert project(text)[1] == []
    jsonschema.validate(yaml.safe_load(text), json_schemas()["project"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"title": "x", "titel": "y"}, json_schemas()["project"])


def test_the_reference_names_every_key():
    text = reference()
    for schema in json_schemas().values():
        for definition in schema["$defs"].values():
            for key in definition.get("properties", {}):
                assert f"| `{key}` |" in text

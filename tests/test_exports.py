"""What people take away: vCards, tables, citations, attributions."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.anthology import Contributor, Identifier, Link
from generator.model.registries import Licence, registries
from generator.plan.exports import (
    Citation,
    CitationName,
    CreditRow,
    attribution,
    bibtex,
    citation_text,
    credits_csv,
    csl_json,
    vcard,
)
from generator.plan.json_text import indented

REGISTRIES = registries()
URL = "https://example.org/contributors/ana-lima/"
ANA = CitationName(name="Ana Lima", role="director", given="Ana", family="Lima", url=URL)
KOFI = CitationName(name="Kofi and Sons", role="author")
WORK = "https://example.org/projects/the-lantern/"


def person(**more):
    return Contributor(id="ana-lima", source="x", **({"name": "Ana Lima", "sort": "Lima, Ana"} | more))


def citation(medium="film", **more):
    return Citation(
        **(
            {
                "id": "the-lantern",
                "title": "The Lantern & Friends_100%",
                "creators": (ANA, KOFI),
                "released": "2025-11-02",
                "medium": REGISTRIES.mediums[medium],
                "url": WORK,
                "publisher": "The Night Shift Anthology",
                "language": "en",
            }
            | more
        )
    )


def lines(card):
    assert card.endswith("\r\n")
    assert "\n" not in card.replace("\r\n", "")
    return card.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_vcard_has_what_it_must_have():
    found = lines(vcard(person(), URL, "Ana Lima", "https://example.org/media/1/ana.jpg"))
    assert found[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:individual"]
    assert found[-1] == "END:VCARD"
    assert "FN:Ana Lima" in found
    assert "N:Lima;Ana;;;" in found
    assert "UID:" + URL in found
    assert "PHOTO:https://example.org/media/1/ana.jpg" in found


def test_a_vcard_escapes_what_has_a_meaning():
    found = lines(vcard(person(name="A, B; C\\D\nE\x00", also=("x,y",), sort=""), URL, "A, B; C\\D\nE\x00"))
    assert "FN:A\\, B\\; C\\\\D\\nE" in found
    assert "NICKNAME:x\\,y" in found


def test_a_vcard_is_folded_between_letters():
    card = vcard(person(name="アナ" * 60), URL, "アナ" * 60)
    assert all(len(line.encode()) <= 75 for line in card.split("\r\n"))
    assert "FN:" + "アナ" * 60 in lines(card)


def test_a_sort_key_gives_away_no_other_name():
    assert not any(line.startswith("N:") for line in lines(vcard(person(sort="Silva, Ana"), URL, "Ana Lima")))


def test_a_minimal_page_makes_a_minimal_vcard():
    links = (
        Link("Mastodon", "https://social.example/@ana", me=True),
        Link("Mail", "mailto:ana@example.org?subject=x", me=True),
        Link("Other", "https://x.example/"),
    )
    full = lines(vcard(person(links=links), URL, "Ana Lima"))
    assert "URL:https://social.example/@ana" in full
    assert "EMAIL:ana@example.org" in full
    assert not any("x.example" in line for line in full)
    minimal = vcard(person(links=links, also=("Ana L.",), page="minimal"), URL, "Ana Lima", "https://example.org/a.jpg")
    assert "social" not in minimal
    assert "NICKNAME" not in minimal
    assert "PHOTO" not in minimal


@pytest.mark.parametrize(("kind", "expected"), [("group", "KIND:group"), ("organisation", "ORG:Ana Lima")])
def test_groups_are_no_individuals(kind, expected):
    assert expected in lines(vcard(person(kind=kind), URL, "Ana Lima"))


def test_a_table_of_credits_can_be_read_back():
    rows = [
        CreditRow(
            title='The "Lantern", again', medium="Film", released="2025", role="Director", credited_as="Ana\nLima", url=WORK
        ),
        CreditRow(title="=1+1"),
    ]
    written = credits_csv(rows)
    table = list(csv.DictReader(io.StringIO(written, newline="")))
    assert table[0]["title"] == 'The "Lantern", again'
    assert table[0]["credited_as"] == "Ana Lima"
    assert list(table[0]) == ["title", "medium", "released", "role", "credited_as", "character", "detail", "url"]
    assert written.count("\r\n") == 3


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_is_taken_for_a_formula(title):
    assert credits_csv([CreditRow(title=title)]).split("\r\n")[1][0] == "'"


def test_bibtex_names_the_leading_makers_as_authors():
    written = bibtex([citation()])
    assert written.startswith("@movie{the-lantern,\n")
    assert "author = {Lima, Ana}" in written
    assert r"title = {{The Lantern \& Friends\_100\%}}" in written
    assert "date = {2025-11-02}" in written
    assert "year = {2025}" in written
    assert f"url = {{{WORK}}}" in written
    assert written.count("{") == written.count("}")


def test_bibtex_protects_names_that_are_taken_as_they_are():
    assert "author = {{Kofi and Sons} and {Ana Lima}}" in bibtex([citation(creators=(KOFI, CitationName(name="Ana Lima")))])


@pytest.mark.parametrize("title", ["{", "}}", "a\\b~^", "$x$ #1", "\x00\n\ud83c"])
def test_bibtex_stays_whole_whatever_a_title_holds(title):
    written = bibtex([citation(title=title)])
    plain = re.sub(r"\\[{}]", "", written)
    assert plain.count("{") == plain.count("}")
    written.encode()


@pytest.mark.parametrize("medium", sorted(REGISTRIES.mediums))
def test_every_medium_can_be_cited(medium):
    entry = citation(
        medium, whole="Night songs", number="3", identifiers=(Identifier("doi", "DOI", "10.1/x"),), licences=("CC BY 4.0",)
    )
    assert re.match(r"@[a-z]+\{the-lantern,\n", bibtex([entry]))
    data = json.loads(csl_json([entry]))[0]
    check_csl(data)
    assert data["DOI"] == "10.1/x"


def check_csl(data):
    """The rules of csl-data.json, as far as they touch what is written here."""
    types = {
        "book",
        "broadcast",
        "chapter",
        "collection",
        "document",
        "graphic",
        "motion_picture",
        "performance",
        "software",
        "song",
    }
    assert data["type"] in types
    known = {
        "id",
        "type",
        "title",
        "genre",
        "container-title",
        "number",
        "publisher",
        "issued",
        "URL",
        "DOI",
        "ISBN",
        "language",
        "abstract",
        "note",
    }
    for key, value in data.items():
        if key in known - {"issued"}:
            assert isinstance(value, str)
        elif key == "issued":
            assert all(isinstance(part, int) for part in value["date-parts"][0])
        else:
            assert key in {"author", "director", "contributor", "editor", "translator", "performer"}
            assert all(set(name) in ({"literal"}, {"family", "given"}) for name in value)


def test_csl_keeps_roles_apart_and_names_somebody():
    data = json.loads(csl_json([citation()]))[0]
    assert data["type"] == "motion_picture"
    assert data["director"] == [{"family": "Lima", "given": "Ana"}]
    assert data["author"] == [{"literal": "Kofi and Sons"}]
    assert data["issued"] == {"date-parts": [[2025, 11, 2]]}
    alone = json.loads(csl_json([citation(creators=(ANA,), released="2025-11")]))[0]
    assert alone["author"] == alone["director"]
    assert alone["issued"] == {"date-parts": [[2025, 11]]}
    unknown = json.loads(csl_json([citation(creators=(CitationName(name="X", role="rain-maker"),), released="")]))[0]
    assert unknown["contributor"] == unknown["author"] == [{"literal": "X"}]
    assert "issued" not in unknown


def test_a_citation_is_one_ready_line():
    assert (
        citation_text(citation(title="The Lantern")) == f"Ana Lima (2025). The Lantern [Film]. The Night Shift Anthology. {WORK}"
    )
    assert citation_text(citation(title="Lamp", creators=(), released="")) == f"Lamp [Film]. The Night Shift Anthology. {WORK}"
    many = tuple(CitationName(name=f"P{n}") for n in range(9))
    assert citation_text(citation(title="Lamp", creators=many)).startswith("P0, P1, P2, P3, P4, P5 et al. (2025). Lamp")


def test_an_attribution_says_what_the_licence_asks_for():
    found = attribution("A & B", WORK, [ANA, CitationName(name="Kofi <b>")], [REGISTRIES.licences["cc-by-4.0"]])
    assert found.text == "“A & B” by Ana Lima and Kofi <b> is licensed under CC BY 4.0."
    assert found.html == (
        f'<a href="{WORK}">A &amp; B</a> by <a href="{URL}">Ana Lima</a> and Kofi &lt;b&gt; is licensed under '
        '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>.'
    )


def test_an_attribution_leaves_the_choice_of_licences():
    licences = [REGISTRIES.licences["cc-by-4.0"], Licence(id="own", name="Our own", requires_attribution=True)]
    assert attribution("Lamp", WORK, [], licences).text == "“Lamp” is licensed under CC BY 4.0 or Our own."


@pytest.mark.parametrize("licence", ["cc0-1.0", "all-rights-reserved"])
def test_no_attribution_where_no_licence_asks_for_one(licence):
    assert attribution("Lamp", WORK, [ANA], [REGISTRIES.licences[licence]]).text == ""
    assert attribution("Lamp", WORK, [ANA], []).html == ""


DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
)


@given(DATA)
def test_json_is_what_python_writes_with_an_indent_of_one(data):
    assert indented(data).decode() == json.dumps(data, ensure_ascii=False, indent=1)

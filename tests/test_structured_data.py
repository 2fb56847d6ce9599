"""What search engines and other machines learn from a page."""

from __future__ import annotations

import json

import msgspec
import pytest
from lantern_facts import ANA, KOFI, PAGE, PERSON, REGISTRIES, SITE, URL, line, project

from generator.model.anthology import (
    Award,
    Collection,
    Correction,
    Identifier,
    Tag,
)
from generator.plan.facts import EncodingFacts, PageFacts, PictureFacts, WorkFacts
from generator.plan.structured import (
    collection_graph,
    contributor_graph,
    json_script,
    list_graph,
    page_graph,
    project_graph,
)
from generator.plan.structured_people import credit_property
from generator.plan.structured_words import iso_duration


def graph(*lines, medium="film", **more):
    return project_graph(project(medium), PAGE, REGISTRIES, credits=lines, **more)


def node(data, ending):
    return next(found for found in data["@graph"] if found["@id"].endswith(ending))


def work(*lines, **more):
    return node(graph(*lines, **more), "#work")


def person(url=ANA):
    return {"@id": url + "#person"}


@pytest.mark.parametrize(
    ("role", "medium", "expected"),
    [
        ("director", "film", "director"),
        ("director", "poem", "creator"),
        ("composer", "film", "musicBy"),
        ("composer", "song", "creator"),
        ("actor", "film", "actor"),
        ("actor", "play", "contributor"),
        ("illustrator", "book", "illustrator"),
        ("illustrator", "art", "artist"),
        ("illustrator", "photography", "artist"),
        ("lyricist", "song", "author"),
        ("main_artist", "album", "byArtist"),
        ("host", "podcast", "actor"),
        ("translator", "poem", "translator"),
        ("rain maker", "film", "contributor"),
    ],
)
def test_a_role_becomes_the_first_property_that_the_type_may_have(role, medium, expected):
    assert credit_property(REGISTRIES.role(role), REGISTRIES.mediums[medium].schema, REGISTRIES) == expected


def test_a_type_that_nobody_knows_is_still_a_creative_work():
    assert credit_property(REGISTRIES.role("author"), ("Quilt",), REGISTRIES) == "author"


def test_a_director_is_simply_the_director():
    data = graph(line("director"))
    assert node(data, "#work")["director"] == person()
    assert node(data, "ana-lima/#person") == {"@type": "Person", "@id": ANA + "#person", "name": "Ana Lima", "url": ANA}


def test_an_actor_plays_a_character():
    assert work(line("actor", character="The Keeper"))["actor"] == {
        "@type": "PerformanceRole",
        "characterName": "The Keeper",
        "roleName": ["Actor", "http://id.loc.gov/vocabulary/relators/act"],
        "actor": person(),
    }


def test_a_role_without_a_property_keeps_its_name():
    assert work(line("sound designer"))["contributor"] == {
        "@type": "Role",
        "roleName": ["Sound designer", "http://id.loc.gov/vocabulary/relators/sds"],
        "contributor": person(),
    }
    assert work(line("Rain Maker"))["contributor"] == {"@type": "Role", "roleName": "Rain Maker", "contributor": person()}


def test_a_contributor_with_several_roles_stands_once_in_a_property():
    found = work(line("sound designer"), line("gaffer"), line("director"), line("director"))
    assert found["director"] == person()
    assert found["contributor"]["contributor"] == person()
    assert {"Sound designer", "Gaffer"} <= set(found["contributor"]["roleName"])


def test_directors_of_several_kinds_are_told_apart():
    found = work(line("director"), line("co-director", "Kofi", KOFI))
    assert found["director"] == [
        person(),
        {"@type": "Role", "roleName": ["Co-director", "http://id.loc.gov/vocabulary/relators/drt"], "director": person(KOFI)},
    ]
    both = work(line("director"), line("co-director"))["director"]
    assert both["roleName"][0] == "Director"
    assert "Co-director" in both["roleName"]


def test_an_author_of_the_original_is_lineage():
    found = work(line("original author", "Rosa", ""), based_on=(WorkFacts(name="Lamp", url=SITE.url + "projects/lamp/"),))
    assert found["isBasedOn"] == [
        {"@type": "CreativeWork", "name": "Lamp", "url": SITE.url + "projects/lamp/", "@id": SITE.url + "projects/lamp/#work"},
        {"@type": "CreativeWork", "author": {"@type": "Person", "name": "Rosa"}},
    ]
    assert "contributor" not in found


def test_of_an_anonymous_credit_nothing_but_the_role_is_said():
    found = json.dumps(
        graph(line("actor", "Anonymous", "", consent="anonymous", character="The Keeper", detail="in the red coat"))
    )
    assert "Keeper" not in found
    assert "coat" not in found
    assert "Anonymous" in found


def test_declined_credits_thanks_or_influences_are_not_contributions():
    lines = [
        line("director", consent="declined"),
        line("author", "Zeno", "", kind="thanks"),
        line("author", "Yara", "", kind="influence"),
    ]
    found = json.dumps(graph(*lines))
    assert "Ana Lima" not in found
    assert "Zeno" not in json.dumps(node(graph(*lines), "#work").get("author", ""))
    mentions = node(graph(*lines), "#work")["mentions"]
    assert [(one["roleName"], one["mentions"]["name"]) for one in mentions] == [
        (["Thanks", "Author"], "Zeno"),
        (["Influence", "Author"], "Yara"),
    ]


def test_a_person_with_a_page_elsewhere_is_no_node_of_this_site():
    data = graph(line("director", url="https://ana.example/"))
    assert node(data, "#work")["director"] == {"@type": "Person", "name": "Ana Lima", "url": "https://ana.example/"}
    assert not any(found["@id"].startswith("https://ana.example") for found in data["@graph"])


def test_a_group_is_an_organization():
    assert node(graph(line("director", who="group")), "#person")["@type"] == "Organization"


def test_a_graph_names_everyone_it_is_given():
    data = graph(*(line("actor", f"Extra {n}", f"{SITE.url}contributors/extra-{n}/") for n in range(150)))
    assert len(node(data, "#work")["actor"]) == 150


def test_a_work_says_what_it_is():
    made = project(
        "photography",
        released="2025-11",
        language="pt",
        summary="A lamp.",
        tags=(Tag("night", "Night"),),
        licences=(REGISTRIES.licences["cc-by-4.0"],),
        rights_holder="The Collective",
        identifiers=(Identifier("doi", "DOI", "10.1/x", "https://doi.org/10.1/x"),),
        awards=(Award(name="Audience prize"),),
        corrections=(Correction("2026-01-12", "Credit added"),),
    )
    found = node(
        project_graph(
            made,
            PAGE,
            REGISTRIES,
            pictures=(PictureFacts(url=SITE.url + "media/a.jpg", width_px=640, height_px=480, alt="A lamp", mime="image/jpeg"),),
            encodings=(
                EncodingFacts(
                    kind="video",
                    url=SITE.url + "media/a.mp4",
                    mime="video/mp4",
                    duration_s=61.2,
                    uploaded="2025-11-01T00:00:00+00:00",
                ),
                EncodingFacts(kind="document", url=SITE.url + "media/a.pdf", mime="application/pdf"),
            ),
            part_of=(WorkFacts(name="Night songs", url=SITE.url + "projects/night-songs/", types=("MusicAlbum",), position="3"),),
            parts=(WorkFacts(name="Part", url=SITE.url + "projects/part/"),),
        ),
        "#work",
    )
    assert found["@type"] == ["VisualArtwork", "Photograph"]
    assert found["@id"] == URL + "#work"
    assert found["datePublished"] == "2025-11"
    assert found["dateModified"] == "2026-01-12"
    assert found["inLanguage"] == "pt"
    assert found["keywords"] == ["Night"]
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert found["isPartOf"]["@type"] == "MusicAlbum"
    assert found["hasPart"][0]["name"] == "Part"
    video = found["associatedMedia"][0]
    assert (video["@type"], video["duration"], video["contentUrl"]) == ("VideoObject", "PT1M1S", SITE.url + "media/a.mp4")
    assert found["encoding"][0]["encodingFormat"] == "application/pdf"
    assert found["identifier"][0] == {
        "@type": "PropertyValue",
        "propertyID": "DOI",
        "value": "10.1/x",
        "url": "https://doi.org/10.1/x",
    }
    assert found["image"][0]["width"] == 640
    assert "sameAs" not in found


def test_an_isbn_stands_where_books_have_it():
    number = (Identifier("isbn", "ISBN", "9780306406157"),)
    for medium, expected in (("book", "9780306406157"), ("film", None)):
        made = project(medium, identifiers=number)
        assert node(project_graph(made, PAGE, REGISTRIES), "#work").get("isbn") == expected


@pytest.mark.parametrize("data", [graph(), page_graph(PAGE), list_graph(PAGE, (("Lamp", SITE.url + "projects/lamp/"),))])
def test_every_page_has_its_way_from_the_home_page(data):
    assert data["@context"] == "https://schema.org"
    page = node(data, URL)
    assert page["breadcrumb"] == {"@id": URL + "#breadcrumb"}
    assert page["isPartOf"] == {"@id": SITE.url + "#website"}
    steps = node(data, "#breadcrumb")["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [(1, SITE.title), (2, "Projects"), (3, "The Lantern")]
    assert node(data, "#website") == {
        "@type": "WebSite",
        "@id": SITE.url + "#website",
        "url": SITE.url,
        "name": SITE.title,
        "description": "After dark",
        "inLanguage": "en",
    }


def test_every_reference_leads_to_a_node_or_a_page():
    data = graph(line("director"), line("gaffer", "Kofi", KOFI), parts=(WorkFacts(name="Part", url=SITE.url + "projects/part/"),))
    known = {found["@id"] for found in data["@graph"]}

    def references(value):
        if isinstance(value, dict):
            if set(value) == {"@id"}:
                yield value["@id"]
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    assert set(references(data["@graph"])) <= known
    assert len(known) == len(data["@graph"])


def test_the_home_page_has_no_breadcrumbs():
    data = page_graph(PageFacts(url=SITE.url, title=SITE.title, site=SITE, breadcrumbs=((SITE.title, SITE.url),)))
    assert [found["@type"] for found in data["@graph"]] == ["WebPage", "WebSite"]


def test_a_list_lists_pages_in_order():
    data = list_graph(PAGE, (("B", SITE.url + "b/"), ("A", SITE.url + "a/")))
    assert node(data, "#list")["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "url": SITE.url + "b/", "name": "B"},
        {"@type": "ListItem", "position": 2, "url": SITE.url + "a/", "name": "A"},
    ]
    assert node(data, URL)["@type"] == "CollectionPage"


def test_a_contributor_page_is_a_profile():
    page = PageFacts(url=ANA, title="Ana Lima", site=SITE)
    data = contributor_graph(
        PERSON, page, roles=("Director",), member_of=(("The Collective", SITE.url + "contributors/collective/"),)
    )
    assert node(data, "ana-lima/")["@type"] == "ProfilePage"
    assert node(data, "ana-lima/")["mainEntity"] == person()
    found = node(data, "#person")
    assert found["alternateName"] == ["Ana L.", "アナ・リマ"]
    assert found["sameAs"] == ["https://social.example/@ana", "https://orcid.org/0000-0002-1825-0097"]
    assert found["identifier"][0]["propertyID"] == "ORCID"
    assert found["memberOf"][0]["@type"] == "Organization"


def test_a_minimal_page_says_no_more_than_the_name():
    data = contributor_graph(
        msgspec.structs.replace(PERSON, page="minimal"), PageFacts(url=ANA, title="Ana Lima", site=SITE), roles=("Director",)
    )
    assert node(data, "#person") == {"@type": "Person", "@id": ANA + "#person", "url": ANA, "name": "Ana Lima"}


def test_a_collection_has_its_editors_with_its_works():
    data = collection_graph(
        Collection(id="best", source="x", title="Best", released="2025"),
        msgspec.structs.replace(PAGE, url=SITE.url + "collections/best/"),
        REGISTRIES,
        credits=[line("editor")],
        works=(WorkFacts(name="Lamp", url=SITE.url + "projects/lamp/"),),
    )
    found = node(data, "#work")
    assert (found["@type"], found["editor"], found["hasPart"][0]["name"]) == ("Collection", person(), "Lamp")


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, ""), (float("nan"), ""), (-1, ""), (0.2, "PT1S"), (60, "PT1M"), (3723, "PT1H2M3S"), (7200, "PT2H")]
)
def test_durations_are_iso_8601(seconds, text):
    assert iso_duration(seconds) == text


def test_nothing_leaves_the_script_element():
    data = {"name": "</script><!--<b>&\u2028\u2029\ud83c é"}
    written = json_script(data)
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written)["name"] == data["name"].replace("\ud83c", "\ufffd")
    written.encode()
    with pytest.raises(ValueError, match="JSON"):
        json_script({"duration": float("nan")})

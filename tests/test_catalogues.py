"""What other programs find everything in: IIIF, OPDS, data.json, llms.txt, security.txt."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from media_bytes import mp4, pdf, photo, wav
from sites import PEOPLE, SiteTest, png

SITE = "https://example.org/below/"
MAP = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    "minProperties": 1,
}
CONTENT = {
    "type": "object",
    "required": ["id", "type", "format"],
    "properties": {"id": {"pattern": "^https://"}, "type": {"enum": ["Image", "Video", "Sound", "Text", "Dataset"]}},
}
ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "motivation", "body", "target"],
    "properties": {"type": {"const": "Annotation"}, "motivation": {"enum": ["painting", "supplementing"]}, "body": CONTENT},
}
ANNOTATIONS = {
    "type": "object",
    "required": ["id", "type", "items"],
    "properties": {"type": {"const": "AnnotationPage"}, "items": {"type": "array", "minItems": 1, "items": ANNOTATION}},
}
CANVAS = {
    "type": "object",
    "required": ["id", "type", "items"],
    "properties": {
        "id": {"pattern": "^https://[^#]*$"},
        "type": {"const": "Canvas"},
        "label": MAP,
        "height": {"type": "integer", "exclusiveMinimum": 0},
        "width": {"type": "integer", "exclusiveMinimum": 0},
        "duration": {"type": "number", "exclusiveMinimum": 0},
        "items": {"type": "array", "items": ANNOTATIONS, "minItems": 1},
        "annotations": {"type": "array", "items": ANNOTATIONS},
        "thumbnail": {"type": "array", "items": CONTENT},
    },
    "dependentRequired": {"height": ["width"], "width": ["height"]},
    "anyOf": [{"required": ["height"]}, {"required": ["duration"]}],
}
IIIF = {
    "type": "object",
    "required": ["@context", "id", "type", "label", "items"],
    "properties": {
        "@context": {"const": "http://iiif.io/api/presentation/3/context.json"},
        "id": {"pattern": "^https://[^#]*$"},
        "type": {"const": "Manifest"},
        "label": MAP,
        "summary": MAP,
        "metadata": {
            "type": "array",
            "items": {"required": ["label", "value"], "properties": {"label": MAP, "value": MAP}, "additionalProperties": False},
        },
        "rights": {"pattern": "^http://(creativecommons.org/(licenses|publicdomain)|rightsstatements.org/vocab)/"},
        "requiredStatement": {"required": ["label", "value"], "properties": {"label": MAP, "value": MAP}},
        "behavior": {"type": "array", "items": {"enum": ["paged", "continuous", "individuals", "auto-advance"]}},
        "viewingDirection": {"enum": ["left-to-right", "right-to-left", "top-to-bottom", "bottom-to-top"]},
        "thumbnail": {"type": "array", "items": CONTENT, "minItems": 1},
        "homepage": {"type": "array", "items": CONTENT | {"required": ["id", "type", "label", "format"]}},
        "rendering": {"type": "array", "items": CONTENT | {"required": ["id", "type", "label", "format"]}},
        "seeAlso": {"type": "array", "items": CONTENT},
        "provider": {"type": "array", "items": {"required": ["id", "type", "label"], "properties": {"type": {"const": "Agent"}}}},
        "items": {"type": "array", "items": CANVAS, "minItems": 1},
        "structures": {
            "type": "array",
            "items": {"required": ["id", "type", "items"], "properties": {"type": {"const": "Range"}}},
        },
    },
    "additionalProperties": False,
}
LINK = {
    "type": "object",
    "required": ["href"],
    "properties": {"href": {"pattern": "^https://"}, "type": {"pattern": "^[a-z]+/[-+.a-z0-9]+$"}},
}
PERSON = {"type": "array", "items": {"required": ["name"], "properties": {"links": {"type": "array", "items": LINK}}}}
PUBLICATION = {
    "type": "object",
    "required": ["metadata", "links", "images"],
    "properties": {
        "metadata": {
            "required": ["title", "identifier"],
            "properties": {
                "identifier": {"format": "uri", "pattern": "^urn:"},
                "@type": {"pattern": "^http://schema.org/"},
                "author": PERSON,
                "translator": PERSON,
                "contributor": PERSON,
                "modified": {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T"},
            },
        },
        "links": {
            "type": "array",
            "items": LINK,
            "allOf": [
                {"contains": {"properties": {"rel": {"const": "self"}}}},
                {"contains": {"properties": {"rel": {"const": "http://opds-spec.org/acquisition/open-access"}}}},
            ],
        },
        "images": {
            "type": "array",
            "items": LINK,
            "contains": {"properties": {"type": {"enum": ["image/jpeg", "image/png", "image/gif"]}}},
        },
    },
}
OPDS = {
    "type": "object",
    "required": ["metadata", "links"],
    "properties": {
        "metadata": {"required": ["title"]},
        "links": {"type": "array", "items": LINK, "contains": {"properties": {"rel": {"const": "self"}}}},
        "navigation": {"type": "array", "items": {"allOf": [LINK, {"required": ["title"]}]}},
        "publications": {"type": "array", "items": PUBLICATION},
    },
    "anyOf": [{"required": ["navigation"]}, {"required": ["publications"]}],
}
FILM = """title: The Lantern
medium: film
released: 2025-11-02
summary: A lamp leaves.
license: [CC-BY-SA-4.0]
cover: {file: cover.png, alt: A lamp}
media:
  - video: film.mp4
    id: film
    chapters: [{at: "0:00", title: Dark}, {at: "0:01", title: Light}]
    captions: [{file: said.vtt, language: en}]
  - audio: theme.wav
  - images: page-*.png
    reading: rtl
  - document: book.pdf
    title: The script
credits: {director: ana-lima, Rain maker: {name: The sea}, gaffer: {contributor: kofi-mensah, consent: anonymous}}
"""
POEM = """title: Lamp
medium: poem
language: pt
part_of: {project: review, number: 2}
identifiers: {isbn: "9780306406157"}
media: [{text: poem.md}]
credits: {author: ana-lima, translator: kofi-mensah, editor: ana-lima, typographer: kofi-mensah}
corrections: [{date: 2025-02-03, note: A comma}]
"""
FILES = {
    **PEOPLE,
    "content/contributors/shy-person.yaml": "name: Shy Person\nindexed: false\n",
    "content/projects/lantern/project.yaml": FILM,
    "content/projects/lantern/cover.png": png("navy", 90, 60),
    "content/projects/lantern/page-1.png": png("red", 40, 60),
    "content/projects/lantern/page-2.png": png("blue", 40, 60),
    "content/projects/lantern/film.mp4": mp4(seconds=3),
    "content/projects/lantern/theme.wav": wav(seconds=2),
    "content/projects/lantern/book.pdf": pdf(),
    "content/projects/lantern/said.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n",
    "content/projects/lamp/project.yaml": POEM,
    "content/projects/lamp/poem.md": "It waits.\n",
    "content/projects/review/project.yaml": "title: Review\nmedium: magazine\nreleased: 2025-01-01\ncredits: {editor: shy-person}\n",
    "content/projects/secret/project.yaml": "title: Secret\nmedium: poem\nlisted: false\nmedia: [{text: a.md}]\ncredits: {author: ana-lima}\n",
    "content/projects/secret/a.md": "Hush.\n",
    "content/projects/gone/project.yaml": "title: Gone\nmedium: poem\nstatus: withdrawn\ncredits: {author: ana-lima}\n",
    "content/collections/night.yaml": "title: Night\nprojects: [{project: lamp, note: First}]\ncredits: {editor: ana-lima}\n",
    "config.yaml": f"site: {{title: Night Shift, url: '{SITE}', tagline: After dark}}\n"
    "catalogues: {data: true, llms: true}\n"
    "security: {contact: 'mailto:safe@example.org', expires: 2027-01-02, languages: [en, pt]}\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return SiteTest.of(tmp_path_factory.mktemp("catalogues"), FILES).build()


@pytest.fixture(scope="module")
def manifest(site):
    return json.loads(site.read("projects/lantern/manifest.json"))


def published(site, data):
    """Every address of the site's own in some data, that is a file."""
    text = data if isinstance(data, str) else json.dumps(data)
    addresses = set(re.findall(re.escape(SITE) + r"(media/[^\"#]*)", text))
    assert addresses
    assert [address for address in addresses if not site.has(address)] == []


def test_a_manifest_is_one_by_the_rules_of_iiif(site, manifest):
    jsonschema.Draft202012Validator(IIIF).validate(manifest)
    published(site, manifest)
    ids = re.findall(r'"id": "([^"]+[?]canvas=[^"]+)"', json.dumps(manifest))
    bare = [one for one in ids if "#" not in one]
    assert len(bare) == len(set(bare))


def test_a_manifest_shows_what_the_work_shows(manifest):
    kinds = [canvas["items"][0]["items"][0]["body"]["type"] for canvas in manifest["items"]]
    assert kinds == ["Video", "Sound", "Image", "Image"]
    assert manifest["viewingDirection"] == "right-to-left"
    assert manifest["rights"] == "http://creativecommons.org/licenses/by-sa/4.0/"
    assert manifest["items"][0]["annotations"][0]["items"][0]["body"]["format"] == "text/vtt"
    chapters = manifest["structures"][0]["items"]
    assert [one["items"][0]["id"].partition("#")[2] for one in chapters] == ["t=0,1", "t=1,3"]
    pairs = {pair["label"]["en"][0]: pair["value"]["none"] for pair in manifest["metadata"]}
    assert pairs["Director"] == ["Ana Lima"]
    assert pairs["Rain maker"] == ["The sea"]
    assert pairs["Gaffer"] == ["Anonymous"]


def test_a_page_names_its_manifest_and_a_work_of_words_has_none(site):
    assert "projects/lantern/manifest.json" in site.read("projects/lantern/index.html")
    assert not site.has("projects/lamp/manifest.json")


def test_the_catalogue_is_one_by_the_rules_of_opds(site):
    for path in ("opds.json", "opds/poem.json", "opds/film.json"):
        feed = json.loads(site.read(path))
        jsonschema.Draft202012Validator(OPDS).validate(feed)
    assert not site.has("opds/magazine.json")
    root = json.loads(site.read("opds.json"))
    assert [way["title"] for way in root["navigation"]] == ["Films", "Poems"]
    assert "Secret" not in json.dumps(root)
    published(site, root)


def test_a_publication_names_everyone_by_the_words_of_opds(site):
    publication = json.loads(site.read("projects/lamp/opds.json"))
    jsonschema.Draft202012Validator(PUBLICATION).validate(publication)
    about = publication["metadata"]
    assert about["identifier"] == "urn:isbn:9780306406157"
    assert about["belongsTo"] == {"series": [{"name": "Review", "position": 2}]}
    assert about["author"] == [{"name": "Ana Lima", "links": [{"href": SITE + "contributors/ana-lima/", "type": "text/html"}]}]
    assert [one["name"] for one in about["translator"]] == ["Kofi Mensah"]
    assert [one["role"] for one in about["contributor"]] == ["Typographer"]


def test_data_fits_its_schema_and_holds_what_readers_find(site):
    schema, data = json.loads(site.read("data.schema.json")), json.loads(site.read("data.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(data)
    assert [one["id"] for one in data["projects"]] == ["lantern", "review", "lamp"]
    assert [one["id"] for one in data["contributors"]] == ["ana-lima", "kofi-mensah"]
    assert data["collections"][0]["projects"] == [{"project": "lamp", "note": "First"}]
    text = site.read("data.json")
    for secret in ("Secret", "Gone", "gone"):
        assert secret not in text
    assert all(len(one["sha256"]) == 64 for one in data["projects"][0]["media"] if "url" in one)


@pytest.mark.parametrize(
    "path", ["projects/lantern/project.json", "projects/lamp/project.json", "contributors/ana-lima/contributor.json"]
)
def test_data_of_one_record_fits_its_part_of_the_schema(site, path):
    schema = json.loads(site.read("data.schema.json"))
    kind = path.partition("/")[0].removesuffix("s")
    part = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": f"#/$defs/{kind}"}
    jsonschema.Draft202012Validator(part).validate(json.loads(site.read(path)))


def test_llms_txt_names_works_with_their_people(site):
    text = site.read("llms.txt")
    assert text.startswith("# Night Shift\n\n> After dark\n")
    assert f"- [The Lantern]({SITE}projects/lantern/): Film, 2025, Ana Lima. A lamp leaves.\n" in text
    assert "Shy" not in text
    assert "Secret" not in text


def test_security_txt_says_where_to_tell_and_until_when(site):
    assert site.read(".well-known/security.txt") == (
        "Contact: mailto:safe@example.org\nExpires: 2027-01-02T00:00:00Z\nPreferred-Languages: en, pt\n"
        f"Canonical: {SITE}.well-known/security.txt\n"
    )


def test_a_site_that_wants_no_catalogues_has_none(site, tmp_path):
    bare = SiteTest.from_folder(site.root, tmp_path)
    bare.write("config.yaml", f"site: {{title: N, url: '{SITE}'}}\ncatalogues: {{opds: false, iiif: false}}\n").build()
    gone = (
        "opds.json",
        "data.json",
        "llms.txt",
        ".well-known/security.txt",
        "projects/lantern/manifest.json",
        "projects/lamp/opds.json",
    )
    assert [path for path in gone if bare.has(path)] == []
    assert (
        "Write year, month and day"
        in bare.write(
            "config.yaml", f"site: {{title: N, url: '{SITE}'}}\nsecurity: {{contact: 'mailto:a@b.org', expires: 2027}}\n"
        ).refused()
    )


def test_a_picture_that_is_published_in_copies_alone_is_named_by_its_largest(site, tmp_path):
    copied = SiteTest.from_folder(site.root, tmp_path)
    copied.write("content/projects/lantern/page-1.tif", photo("TIFF")).edit(
        "content/projects/lantern/project.yaml",
        cover={"file": "page-1.tif", "alt": "A"},
        media=[{"image": "page-1.tif", "alt": "B"}],
    ).build()
    for path in ("project.json", "manifest.json", "index.html"):
        text = copied.read(f"projects/lantern/{path}")
        assert ".tif" not in text
        published(copied, text)

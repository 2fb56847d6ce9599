"""The JSON Schema of what is published as data."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_DATE: Schema = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "description": "A year, a month or a day."}
_URL: Schema = {"type": "string", "format": "uri"}
_ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_MAP: Schema = {"type": "object", "additionalProperties": _TEXT}


def data_schema(url: str) -> Schema:
    """The schema of data.json; those of one project and of one contributor are in its definitions.

    Keys without a value are left out. Within a version keys are added, never taken away.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": url,
        "title": "Everything that a site made with Creditroll publishes",
        **_object(
            {
                "$schema": _URL,
                "version": {"const": 1},
                "site": _object({"title": _TEXT, "url": _URL, "tagline": _TEXT, "language": _TEXT}, "title", "url"),
                "projects": _list("project"),
                "contributors": _list("contributor"),
                "collections": _list("collection"),
            },
            "version",
            "site",
            "projects",
            "contributors",
            "collections",
        ),
        "$defs": {
            "project": _project(),
            "contributor": _contributor(),
            "collection": _collection(),
            "credit": _credit(),
            "link": _object({"label": _TEXT, "url": _TEXT}, "label", "url"),
            "licence": _object({"id": _TEXT, "name": _TEXT, "url": _URL}, "name"),
            "picture": _object({"url": _URL, "alt": _TEXT}, "url"),
            "media": _media(),
        },
    }


def _object(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(name: str) -> Schema:
    return {"type": "array", "items": _ref(name)}


def _objects(properties: Schema, *required: str) -> Schema:
    return {"type": "array", "items": _object(properties, *required)}


def _credit() -> Schema:
    return _object(
        {
            "contributor": _ID,
            "name": _TEXT | {"description": "The name as it is printed here."},
            "url": _URL,
            "role": _TEXT | {"description": "The role as it was written."},
            "role_id": _TEXT,
            "role_name": _TEXT,
            "department": _TEXT,
            "detail": _TEXT,
            "character": _TEXT,
            "unit": _TEXT,
            "part": _TEXT | {"description": "The id of the media item it is for."},
            "at": _TEXT,
            "note": _TEXT,
            "kind": {"enum": ["influence", "thanks"], "description": "Absent: a contribution."},
            "members": _objects({"contributor": _ID, "name": _TEXT, "detail": _TEXT}, "name"),
        },
        "name",
        "role",
    )


def _media() -> Schema:
    return _object(
        {
            "id": _TEXT,
            "kind": {"enum": ["video", "audio", "image", "images", "text", "document", "embed", "file", "section"]},
            "title": _TEXT,
            "url": _URL,
            "type": _TEXT,
            "size_bytes": {"type": "integer", "minimum": 0},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "duration_s": {"type": "number", "minimum": 0},
            "pictures": _list("picture"),
            "language": _TEXT,
            "licenses": _TEXTS,
            "identifiers": _MAP,
        },
        "kind",
    )


def _project() -> Schema:
    texts = ("url", "title", "by", "relation", "license", "permission", "note")
    source = {"project": _ID, **dict.fromkeys(texts, _TEXT)}
    return _object(
        {
            "version": {"const": 1},
            "id": _ID,
            "url": _URL,
            "title": _TEXT,
            "medium": _TEXT,
            "released": _DATE,
            "language": _TEXT,
            "summary": _TEXT,
            "description": _TEXT,
            "content_notes": _TEXTS,
            "tags": _TEXTS,
            "licenses": _list("licence"),
            "rights_holder": _TEXT,
            "identifiers": _MAP,
            "cover": _ref("picture"),
            "part_of": _objects({"project": _ID, "number": _TEXT, "season": _TEXT, "section": _TEXT}, "project"),
            "parts": {"type": "array", "items": _ID},
            "media": _list("media"),
            "credits": _list("credit"),
            "billing": {"enum": ["as-listed", "alphabetical"]},
            "made_from": _objects(source, "relation"),
            "led_to": _objects({"project": _ID, "relation": _TEXT}, "project", "relation"),
            "links": _list("link"),
            "awards": _objects({"name": _TEXT, "by": _TEXT, "date": _DATE, "url": _TEXT}, "name"),
            "corrections": _objects({"date": _DATE, "note": _TEXT}, "date", "note"),
        },
        "version",
        "id",
        "url",
        "title",
        "medium",
    )


def _contributor() -> Schema:
    credit = _credit()["properties"]
    more = {"project": _ID, "url": _URL, "title": _TEXT, "released": _TEXT}
    return _object(
        {
            "version": {"const": 1},
            "id": _ID,
            "url": _URL,
            "name": _TEXT,
            "kind": {"enum": ["person", "group", "organisation"]},
            "sort": _TEXT,
            "also": _TEXTS,
            "names": _MAP,
            "pronouns": _TEXT,
            "bio": _TEXT,
            "portrait": _URL,
            "links": _list("link"),
            "identifiers": _MAP,
            "members": _objects({"contributor": _ID, "name": _TEXT, "from": _TEXT, "to": _TEXT}, "name"),
            "credits": _objects({**credit, **more}, "project", "title", "role"),
        },
        "version",
        "id",
        "url",
        "name",
    )


def _collection() -> Schema:
    return _object(
        {
            "id": _ID,
            "url": _URL,
            "title": _TEXT,
            "summary": _TEXT,
            "introduction": _TEXT,
            "released": _DATE,
            "language": _TEXT,
            "tags": _TEXTS,
            "credits": _list("credit"),
            "projects": _objects({"project": _ID, "note": _TEXT}, "project"),
        },
        "id",
        "url",
        "title",
    )

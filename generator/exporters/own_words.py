"""The words of one site that its schemas offer: ids, roles, licences, mediums, relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.errors import CreditrollError
from generator.model.registries import registries
from generator.sources.document import read_document
from generator.sources.entries import texts
from generator.sources.finding import find_manifests
from generator.sources.settings import read_config
from generator.sources.short_form import SHORT

if TYPE_CHECKING:
    from pathlib import Path

Words = dict[str, list[str]]

# By definition and key: which words a text there is, and which the keys of a mapping are.
_PLACES: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("ProjectManifest", "medium"): ("mediums", ""),
    ("ProjectManifest", "license"): ("licences", ""),
    ("ProjectManifest", "credits"): ("contributors", "roles"),
    ("ProjectManifest", "part_of"): ("projects", ""),
    ("PartOfEntry", "project"): ("projects", ""),
    ("MediaEntry", "license"): ("licences", ""),
    ("MediaEntry", "credits"): ("contributors", "roles"),
    ("SourceEntry", "project"): ("projects", ""),
    ("SourceEntry", "relation"): ("relations", ""),
    ("SourceEntry", "license"): ("licences", ""),
    ("CreditEntry", "contributor"): ("contributors", ""),
    ("CreditEntry", "role"): ("roles", ""),
    ("CreditEntry", "members"): ("contributors", ""),
    ("MemberEntry", "contributor"): ("contributors", ""),
    ("PoolEntry", "split"): ("", "contributors"),
    ("ContributorManifest", "members"): ("contributors", ""),
    ("ContributorManifest", "distinct_from"): ("contributors", ""),
    ("CollectionManifest", "credits"): ("contributors", "roles"),
    ("CollectionManifest", "projects"): ("projects", ""),
    ("CollectionProject", "project"): ("projects", ""),
    ("CollectionFilter", "medium"): ("mediums", ""),
    ("CollectionFilter", "contributor"): ("contributors", ""),
    ("Config", "featured"): ("projects", ""),
}


def own_words(site: Path) -> Words:
    """Every word by its kind; what is wrong with the manifests does not matter here."""
    config, _ = read_config(site, [])
    known = registries(config)
    found = find_manifests(site, [])
    short: set[str] = set()
    if (site / SHORT).is_file():
        try:
            short = set(texts(read_document((site / SHORT).read_bytes(), SHORT), []))
        except CreditrollError:
            short = set()
    return {
        "contributors": sorted({*found.contributors, *short}),
        "projects": sorted(found.projects),
        "roles": sorted({role.id.replace("_", " ") for role in known.roles.values()}),
        "mediums": sorted(known.mediums),
        "licences": sorted({licence.spdx or licence.id for licence in known.licences.values()}),
        "relations": sorted(known.relations),
    }


def with_own_words(schema: dict[str, Any], words: Words) -> dict[str, Any]:
    """The schema with these words offered wherever they belong; others stay allowed, since a site grows."""
    definitions = schema.get("$defs", {})
    used: set[str] = set()
    for (definition, key), (value, keys) in _PLACES.items():
        properties = definitions.get(definition, {}).get("properties", {})
        if key in properties:
            properties[key] = _offered(properties[key], value, keys)
            used |= {value, keys} - {""}
    return schema | {"$defs": definitions | {kind: {"enum": words[kind]} for kind in sorted(used)}}


def _offered(schema: Any, value: str, keys: str) -> Any:
    if isinstance(schema, list):
        return [_offered(one, value, keys) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if value and schema.get("type") == ["string", "number", "boolean"]:
        kept = {name: schema[name] for name in ("description", "default", "pattern") if name in schema}
        return kept | {"anyOf": [{"$ref": f"#/$defs/{value}"}, {"type": schema["type"]}]}
    inside = {
        name: _offered(one, value, keys) for name, one in schema.items() if name in ("anyOf", "items", "additionalProperties")
    }
    named = (
        {"propertyNames": {"anyOf": [{"$ref": f"#/$defs/{keys}"}, {"type": "string"}]}}
        if keys and "additionalProperties" in schema
        else {}
    )
    return schema | inside | named

"""Who made a work, as the properties of a JSON-LD graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.plan.structured_words import Node, filled, one, supertypes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model.registries import Registries, Role
    from generator.plan.facts import CreditLine, SiteFacts

_MARC: Final = "http://id.loc.gov/vocabulary/relators/"


def credit_property(role: Role, types: tuple[str, ...], registries: Registries) -> str:
    """The schema.org property that a role has on a work of these types.

    The first of the role's own that one of the types, or of what they derive from, may have; else creator or contributor.
    """
    allowed = supertypes(types, registries)
    for name in role.schema:
        if not allowed.isdisjoint(registries.schema_domains.get(name, ())):
            return name
    return "creator" if role.dc == "creator" else "contributor"


def credited(
    types: tuple[str, ...], lines: Iterable[CreditLine], registries: Registries, site: SiteFacts, nodes: dict[str, Node]
) -> Node:
    """The properties of a work that name people; whoever has a page here becomes a node of the graph."""
    roles: dict[tuple[str, str, str], list[str]] = {}
    told: set[tuple[str, str, str]] = set()
    people: dict[str, Node] = {}
    original: list[Node] = []
    for line in lines:
        credit = line.credit
        if credit.consent == "declined":
            continue
        person = someone(line.name, line.url, line.kind, site)
        if "@id" in person:
            person = _known(person, nodes)
        key = person.get("@id") or line.url or f"{credit.contributor} {line.name}"
        people.setdefault(key, person)
        if credit.role.id == "original_author":
            original.append({"@type": "CreativeWork", "author": person})
            continue
        # Of an anonymous credit nothing may be said but the role: DESIGN 2.2.
        character, detail = ("", "") if credit.consent == "anonymous" else (credit.character, credit.detail)
        contributed = credit.kind == "contribution"
        # Whoever is thanked, or was an influence, made nothing of it.
        name = credit_property(credit.role, types, registries) if contributed else "mentions"
        place = (name, key, character)
        label = credit.role.name if credit.role.known else credit.written_role
        told_as = f"{label} ({detail})" if detail else label
        words = [told_as, _MARC + credit.role.marc] if contributed else [credit.kind.capitalize(), told_as]
        roles.setdefault(place, []).extend(words)
        # A director who is a director needs no more words: a plain value is what most readers understand.
        if detail or character or credit.role.id != name:
            told.add(place)
        for member in line.members:
            belongs = someone(*member, "person", site)
            if "@id" in belongs:
                belongs = _known(belongs, nodes)
            group = nodes.get(key, person)
            if belongs not in group.setdefault("member", []):
                group["member"].append(belongs)
    found: Node = {}
    for place, names in roles.items():
        name, key, character = place
        value = people[key]
        if place in told:
            words = [word for word in dict.fromkeys(names) if word not in ("", _MARC)]
            kind = "PerformanceRole" if name == "actor" or character else "Role"
            value = filled({"@type": kind, "characterName": character, "roleName": one(words), name: value})
        found.setdefault(name, []).append(value)
    return {name: one(values) for name, values in found.items()} | {"isBasedOn": original}


def _known(person: Node, nodes: dict[str, Node]) -> Node:
    """A reference to someone's node; another name that is printed of them becomes one of its names."""
    node = nodes.setdefault(person["@id"], person)
    others = node.setdefault("alternateName", [])
    if person["name"] != node["name"] and person["name"] not in others:
        others.append(person["name"])
    return {"@id": person["@id"]}


def someone(name: str, url: str, kind: str, site: SiteFacts) -> Node:
    """A person or a group; a page here gives them a name in the graph."""
    node: Node = {"@type": "Person" if kind == "person" else "Organization", "name": name}
    if url.startswith(site.url):
        return {"@type": node["@type"], "@id": url + "#person", "name": name, "url": url}
    return node | ({"url": url} if url else {})


def people_of(lines: Sequence[CreditLine], roles: tuple[str, ...], site: SiteFacts) -> list[Node]:
    """Whoever has one of these roles, each once; those with a page here stand in the graph already."""
    found: dict[tuple[str, str], Node] = {}
    for role in roles:
        for line in lines:
            if line.credit.role.id == role and line.credit.kind == "contribution" and line.credit.consent != "declined":
                node = someone(line.name, line.url, line.kind, site)
                found.setdefault((line.name, line.url), {"@id": node["@id"]} if "@id" in node else node)
    return list({str(node): node for node in found.values()}.values())

"""What each page says to machines: a JSON-LD graph of schema.org terms.

Nodes are named by stable addresses: the page's URL with #work, #person, #breadcrumb; the site's with #website. Every URL given to
these functions is absolute. Source: schema.org 30.0; STANDARDS 2.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.anthology import Collection, Contributor, Identifier, Project
    from generator.model.registries import Registries, Role
    from generator.plan.facts import CreditLine, EncodingFacts, PageFacts, PictureFacts, SiteFacts, WorkFacts

Node = dict[str, Any]

_MARC: Final = "http://id.loc.gov/vocabulary/relators/"
_MEDIA_TYPES: Final = {"video": "VideoObject", "audio": "AudioObject", "image": "ImageObject", "images": "ImageObject"}
_WHOLES: Final = {"PodcastEpisode": "PodcastSeries", "CreativeWorkSeries": "TVSeries", "ComicStory": "ComicSeries"}
_PARTS: Final = {"CreativeWorkSeries": "TVEpisode"}
_ARTWORKS: Final = frozenset({"Painting", "Drawing", "Photograph", "Poster", "Sculpture"})
# Which catalogue numbers have a property of their own, on which type.
_NUMBERS: Final = {
    "isbn": ("isbn", "Book"),
    "isrc": ("isrcCode", "MusicRecording"),
    "eidr": ("titleEIDR", "Movie"),
    "issn": ("issn", "Periodical"),
}
_SCRIPT_SAFE: Final = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
    | {chr(code): "\\ufffd" for code in range(0xD800, 0xE000)}
)


def project_graph(
    project: Project,
    page: PageFacts,
    registries: Registries,
    *,
    credits: Iterable[CreditLine] = (),  # noqa: A002 (the field's word)
    pictures: tuple[PictureFacts, ...] = (),
    encodings: tuple[EncodingFacts, ...] = (),
    based_on: tuple[WorkFacts, ...] = (),
    part_of: tuple[WorkFacts, ...] = (),
    parts: tuple[WorkFacts, ...] = (),
    translation_of: WorkFacts | None = None,
    access: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = ((), (), ()),
    feed: bool = False,
) -> Node:
    """The graph of a project's page. Only released projects may be given: nothing is filtered here."""
    types = work_types(project.medium.schema, whole=bool(parts), part=bool(part_of))
    nodes: dict[str, Node] = {}
    work: Node = {
        "@type": _one(types),
        "@id": page.url + "#work",
        "url": page.url,
        "name": project.title,
        "description": project.summary,
        "inLanguage": project.language,
        "genre": project.medium.name,
        "datePublished": project.released,
        "dateModified": max((correction.date for correction in project.corrections), default=""),
        "keywords": [tag.name for tag in project.tags],
        "image": [_picture(picture) for picture in pictures],
        "license": _one([licence.url or licence.name for licence in project.licences]),
        "copyrightNotice": project.rights_holder,
        "award": [award.name for award in project.awards],
        "isAccessibleForFree": True,
        "accessMode": list(access[0]),
        "accessibilityFeature": list(access[1]),
        "accessibilityHazard": list(access[2]),
        **_credited(types, credits, registries, page.site, nodes),
        **_identified(project.identifiers, types, registries),
        "isPartOf": _one([_work(whole) for whole in part_of]),
        "position": part_of[0].position if len(part_of) == 1 else "",
        **_episode(project, types, part_of),
        "webFeed": page.url + "feed.xml" if feed and "PodcastSeries" in types else "",
        "hasPart": [_work(part) for part in parts],
        "associatedMedia": [_encoding(item) for item in encodings if item.kind in _MEDIA_TYPES],
        "encoding": [_encoding(item) for item in encodings if item.kind not in _MEDIA_TYPES],
        "translationOfWork": _work(translation_of) if translation_of else {},
        "sameAs": [link.url for link in project.links if link.me],
        "mainEntityOfPage": {"@id": page.url},
    }
    lineage = [_work(source) for source in based_on] + work.pop("isBasedOn", [])
    work["isBasedOn"] = lineage
    return _graph(page, "WebPage", work, nodes.values())


def credits_graph(
    project: Project,
    page: PageFacts,
    work_url: str,
    registries: Registries,
    credits: Iterable[CreditLine],  # noqa: A002 (the field's word)
    *,
    whole: bool = False,
) -> Node:
    """The graph of a project's credits page: the work, as far as people made it, and everyone."""
    types = work_types(project.medium.schema, whole=whole, part=bool(project.part_of))
    nodes: dict[str, Node] = {}
    work: Node = {"@type": _one(types), "@id": work_url + "#work", "url": work_url, "name": project.title}
    return _graph(page, "WebPage", work | _credited(types, credits, registries, page.site, nodes), nodes.values())


def work_types(schema: tuple[str, ...], *, whole: bool, part: bool) -> tuple[str, ...]:
    """The types of a work: a podcast with parts is a series of episodes, and so on. Source: schema.org 30.0."""
    changed = _WHOLES if whole else _PARTS if part else {}
    return _types(tuple(changed.get(name, name) for name in schema))


def _episode(project: Project, types: tuple[str, ...], part_of: tuple[WorkFacts, ...]) -> Node:
    """The place of an episode in its series."""
    if not part_of or not {"PodcastEpisode", "TVEpisode"}.intersection(types):
        return {}
    place = project.part_of[0]
    season = {"@type": "CreativeWorkSeason", "seasonNumber": place.season} if place.season else {}
    return {"partOfSeries": _work(part_of[0]), "episodeNumber": place.number, "partOfSeason": season}


def contributor_graph(
    contributor: Contributor,
    page: PageFacts,
    *,
    picture: PictureFacts | None = None,
    roles: tuple[str, ...] = (),
    member_of: tuple[tuple[str, str], ...] = (),
    members: tuple[tuple[str, str], ...] = (),
) -> Node:
    """The graph of a contributor's page; groups they belong to with members of a group are pairs of name with URL.

    A minimal page says no more than the name. Source: Google, ProfilePage.
    """
    full = contributor.page == "full"
    person = contributor.kind == "person"
    numbers = contributor.identifiers if full else ()
    node: Node = {
        "@type": "Person" if person else "Organization",
        "@id": page.url + "#person",
        "url": page.url,
        "name": contributor.name,
    }
    if full:
        names = dict.fromkeys([*contributor.also, *contributor.names.values()])
        node |= {
            "alternateName": [name for name in names if name != contributor.name],
            "image": _picture(picture) if picture else {},
            "description": page.description,
            "sameAs": list(
                dict.fromkeys(
                    [link.url for link in contributor.links if link.me] + [number.url for number in numbers if number.url]
                )
            ),
            "identifier": [_number(number) for number in numbers],
            "knowsAbout": list(roles),
            "memberOf": [_someone(name, url, "organisation", page.site) for name, url in member_of],
            "member": [] if person else [_someone(name, url, "person", page.site) for name, url in members],
        }
    return _graph(page, "ProfilePage", node)


def collection_graph(
    collection: Collection,
    page: PageFacts,
    registries: Registries,
    *,
    credits: Iterable[CreditLine] = (),  # noqa: A002 (the field's word)
    picture: PictureFacts | None = None,
    works: tuple[WorkFacts, ...] = (),
) -> Node:
    """The graph of a collection's page."""
    nodes: dict[str, Node] = {}
    work: Node = {
        "@type": "Collection",
        "@id": page.url + "#work",
        "url": page.url,
        "name": collection.title,
        "description": collection.summary,
        "inLanguage": collection.language,
        "datePublished": collection.released,
        "keywords": [tag.name for tag in collection.tags],
        "image": _picture(picture) if picture else {},
        **_credited(("Collection",), credits, registries, page.site, nodes),
        "hasPart": [_work(item) for item in works],
    }
    return _graph(page, "CollectionPage", work, nodes.values())


def list_graph(page: PageFacts, items: tuple[tuple[str, str], ...]) -> Node:
    """The graph of a page that lists pages: name with URL of each, in order."""
    elements = [
        {"@type": "ListItem", "position": position, "url": url, "name": name} for position, (name, url) in enumerate(items, 1)
    ]
    return _graph(page, "CollectionPage", {"@type": "ItemList", "@id": page.url + "#list", "itemListElement": elements})


def page_graph(page: PageFacts) -> Node:
    """The graph of any other page, the home page included."""
    return _graph(page, "WebPage")


def credit_property(role: Role, types: tuple[str, ...], registries: Registries) -> str:
    """The schema.org property that a role has on a work of these types.

    The first of the role's own that one of the types, or of what they derive from, may have; else creator or contributor.
    """
    allowed = _ancestors(types, registries)
    for name in role.schema:
        if not allowed.isdisjoint(registries.schema_domains.get(name, ())):
            return name
    return "creator" if role.dc == "creator" else "contributor"


def iso_duration(seconds: float) -> str:
    """A duration as ISO 8601 writes it, PT1H2M3S; empty where it is not known."""
    if not math.isfinite(seconds) or seconds <= 0:
        return ""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return (
        "PT"
        + (f"{hours}H" if hours else "")
        + (f"{minutes}M" if minutes else "")
        + (f"{rest}S" if rest or not hours + minutes else "")
    )


def json_script(data: object) -> str:
    """JSON that no script element can be left from. Raises ValueError for NaN, which JSON does not have."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_SCRIPT_SAFE)


def _graph(page: PageFacts, kind: str, main: Node | None = None, others: Iterable[Node] = ()) -> Node:
    site = page.site
    website = {"@type": "WebSite", "@id": site.url + "#website", "url": site.url, "name": site.title}
    website |= {"description": site.tagline, "inLanguage": site.language}
    about: Node = {
        "@type": kind,
        "@id": page.url,
        "url": page.url,
        "name": page.title,
        "description": page.description,
        "inLanguage": page.language or site.language,
        "isPartOf": {"@id": site.url + "#website"},
        "mainEntity": {"@id": main["@id"]} if main else {},
    }
    nodes = [about, website]
    if len(page.breadcrumbs) > 1:
        about["breadcrumb"] = {"@id": page.url + "#breadcrumb"}
        steps = [
            {"@type": "ListItem", "position": n, "name": label, "item": url} for n, (label, url) in enumerate(page.breadcrumbs, 1)
        ]
        nodes.append({"@type": "BreadcrumbList", "@id": page.url + "#breadcrumb", "itemListElement": steps})
    nodes += [main] if main else []
    return {"@context": "https://schema.org", "@graph": [_filled(node) for node in (*nodes, *others)]}


def _credited(
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
        person = _someone(line.name, line.url, line.kind, site)
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
            belongs = _someone(*member, "person", site)
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
            value = _filled({"@type": kind, "characterName": character, "roleName": _one(words), name: value})
        found.setdefault(name, []).append(value)
    return {name: _one(values) for name, values in found.items()} | {"isBasedOn": original}


def _known(person: Node, nodes: dict[str, Node]) -> Node:
    """A reference to someone's node; another name that is printed of them becomes one of its names."""
    node = nodes.setdefault(person["@id"], person)
    others = node.setdefault("alternateName", [])
    if person["name"] != node["name"] and person["name"] not in others:
        others.append(person["name"])
    return {"@id": person["@id"]}


def _someone(name: str, url: str, kind: str, site: SiteFacts) -> Node:
    node: Node = {"@type": "Person" if kind == "person" else "Organization", "name": name}
    if url.startswith(site.url):
        return {"@type": node["@type"], "@id": url + "#person", "name": name, "url": url}
    return node | ({"url": url} if url else {})


def _work(work: WorkFacts) -> Node:
    node: Node = {"@type": _one(_types(work.types)), "name": work.name, "url": work.url}
    if work.here and work.url:
        node["@id"] = work.url + "#work"
    # Whether they are one person or many is not known: only a text fits.
    return _filled(node | {"creditText": work.by, "position": work.position})


def _picture(picture: PictureFacts) -> Node:
    return _filled(
        {
            "@type": "ImageObject",
            "url": picture.url,
            "contentUrl": picture.url,
            "encodingFormat": picture.mime,
            "caption": picture.alt,
            "width": picture.width_px,
            "height": picture.height_px,
            **_rights(picture),
        }
    )


def _encoding(item: EncodingFacts) -> Node:
    return _filled(
        {
            "@type": _MEDIA_TYPES.get(item.kind, "MediaObject"),
            "name": item.name,
            "description": item.description,
            "contentUrl": item.url,
            "encodingFormat": item.mime,
            "contentSize": str(item.size_bytes or ""),
            "sha256": item.sha256,
            "duration": iso_duration(item.duration_s),
            "width": item.width_px,
            "height": item.height_px,
            "thumbnailUrl": item.thumbnail,
            "uploadDate": item.uploaded,
            "inLanguage": item.language,
            "caption": [
                {"@type": "MediaObject", "contentUrl": url, "encodingFormat": "text/vtt", "inLanguage": language}
                for url, language in item.captions
            ],
            "hasPart": [
                {
                    "@type": "Clip",
                    "name": clip.name,
                    "startOffset": round(clip.start_s),
                    "endOffset": round(clip.end_s),
                    "url": clip.url,
                }
                for clip in item.clips
                if round(clip.end_s) > round(clip.start_s)
            ],
            **_rights(item),
        }
    )


def _rights(file: PictureFacts | EncodingFacts) -> Node:
    """Who made a file and what may be done with it. Source: Google, image licence metadata."""
    # Whether it is one person or several, and of what kind, is not known of a line of names.
    return {
        "license": file.licence,
        "acquireLicensePage": file.page if file.licence else "",
        "creditText": file.credit_text or file.creator,
        "copyrightNotice": file.copyright_notice,
    }


def _identified(numbers: tuple[Identifier, ...], types: tuple[str, ...], registries: Registries) -> Node:
    own: Node = {"identifier": [_number(number) for number in numbers]}
    allowed = _ancestors(types, registries)
    for number in numbers:
        name, kind = _NUMBERS.get(number.scheme, ("", ""))
        if name and kind in allowed:
            own.setdefault(name, number.value)
    return own


def _number(number: Identifier) -> Node:
    return _filled({"@type": "PropertyValue", "propertyID": number.label, "value": number.value, "url": number.url})


def _types(types: tuple[str, ...]) -> tuple[str, ...]:
    """The types with VisualArtwork beside its would-be subtypes: without it they may have no artist."""
    return ("VisualArtwork", *types) if _ARTWORKS.intersection(types) and "VisualArtwork" not in types else types


def _ancestors(types: tuple[str, ...], registries: Registries) -> set[str]:
    found: set[str] = set()
    waiting = [*types, "CreativeWork"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += registries.schema_parents.get(name, ())
    return found


def _one(values: Iterable[Any]) -> Any:
    """A single value by itself."""
    values = list(values)
    return values[0] if len(values) == 1 else values


def _filled(node: Node) -> Node:
    return {key: value for key, value in node.items() if value is True or value not in ("", 0, [], {}, None)}

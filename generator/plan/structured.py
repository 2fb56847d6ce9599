"""What each page says to machines: a JSON-LD graph of schema.org terms.

Nodes are named by stable addresses: the page's URL with #work, #person, #breadcrumb; the site's with #website. Every URL given to
these functions is absolute. Source: schema.org 30.0; STANDARDS 2.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from generator.plan.structured_files import MEDIA_TYPES, encoded, pictured
from generator.plan.structured_kinds import episode, identified, lasting, music
from generator.plan.structured_people import credited, someone
from generator.plan.structured_words import Node, filled, full_types, mentioned, numbered, one

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model.anthology import Collection, Contributor, Project
    from generator.model.registries import Registries
    from generator.plan.facts import CreditLine, EncodingFacts, PageFacts, PictureFacts, SiteFacts, WorkFacts

_WHOLES: Final = {"PodcastEpisode": "PodcastSeries", "CreativeWorkSeries": "TVSeries", "ComicStory": "ComicSeries"}
_PARTS: Final = {"CreativeWorkSeries": "TVEpisode"}
_SCRIPT_SAFE: Final = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
    | {chr(code): "\\ufffd" for code in range(0xD800, 0xE000)}
)


def project_graph(
    project: Project,
    page: PageFacts,
    registries: Registries,
    *,
    credits: Sequence[CreditLine] = (),  # noqa: A002 (the field's word)
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
        "@type": one(types),
        "@id": page.url + "#work",
        "url": page.url,
        "name": project.title,
        "description": project.summary,
        "inLanguage": project.language,
        "genre": project.medium.name,
        "datePublished": project.released,
        "dateModified": max((correction.date for correction in project.corrections), default=""),
        "keywords": [tag.name for tag in project.tags],
        "image": [pictured(picture) for picture in pictures],
        "license": one([licence.url or {"@type": "CreativeWork", "name": licence.name} for licence in project.licences]),
        "publisher": _publisher(page.site),
        "copyrightNotice": project.rights_holder,
        "award": [award.name for award in project.awards],
        "isAccessibleForFree": True,
        "accessMode": list(access[0]),
        "accessibilityFeature": list(access[1]),
        "accessibilityHazard": list(access[2]),
        **credited(types, credits, registries, page.site, nodes),
        **identified(project.identifiers, types, registries),
        "isPartOf": one([mentioned(whole) for whole in part_of]),
        "position": part_of[0].position if len(part_of) == 1 else "",
        **lasting(types, encodings),
        **episode(project, types, part_of),
        "webFeed": page.url + "feed.xml" if feed and "PodcastSeries" in types else "",
        "hasPart": [mentioned(part) for part in parts],
        "associatedMedia": [encoded(item) for item in encodings if item.kind in MEDIA_TYPES],
        "encoding": [encoded(item) for item in encodings if item.kind not in MEDIA_TYPES],
        "translationOfWork": mentioned(translation_of) if translation_of else {},
        "sameAs": [link.url for link in project.links if link.me],
        "mainEntityOfPage": {"@id": page.url},
    }
    for name, value in music(project, types, credits, page.site, encodings=encodings, part_of=part_of, parts=parts).items():
        work.setdefault(name, value)
    lineage = [mentioned(source) for source in based_on] + work.pop("isBasedOn", [])
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
    work: Node = {"@type": one(types), "@id": work_url + "#work", "url": work_url, "name": project.title}
    return _graph(page, "WebPage", work | credited(types, credits, registries, page.site, nodes), nodes.values())


def work_types(schema: tuple[str, ...], *, whole: bool, part: bool) -> tuple[str, ...]:
    """The types of a work: a podcast with parts is a series of episodes, and so on. Source: schema.org 30.0."""
    changed = _WHOLES if whole else _PARTS if part else {}
    return full_types(tuple(changed.get(name, name) for name in schema))


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
            "image": pictured(picture) if picture else {},
            "description": page.description,
            "sameAs": list(
                dict.fromkeys(
                    [link.url for link in contributor.links if link.me] + [number.url for number in numbers if number.url]
                )
            ),
            "identifier": [numbered(number) for number in numbers],
            "knowsAbout": list(roles),
            "memberOf": [someone(name, url, "organisation", page.site) for name, url in member_of],
            "member": [] if person else [someone(name, url, "person", page.site) for name, url in members],
        }
    return _graph(page, "ProfilePage", node)


def collection_graph(
    collection: Collection,
    page: PageFacts,
    registries: Registries,
    *,
    credits: Sequence[CreditLine] = (),  # noqa: A002 (the field's word)
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
        "image": pictured(picture) if picture else {},
        **credited(("Collection",), credits, registries, page.site, nodes),
        "hasPart": [mentioned(item) for item in works],
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


def json_script(data: object) -> str:
    """JSON that no script element can be left from. Raises ValueError for NaN, which JSON does not have."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_SCRIPT_SAFE)


def _publisher(site: SiteFacts) -> Node:
    """The anthology as the house that brings works out, unless someone is credited for that."""
    return {"@type": "Organization", "@id": site.url + "#publisher", "name": site.title, "url": site.url}


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
    return {"@context": "https://schema.org", "@graph": [filled(node) for node in (*nodes, *others)]}

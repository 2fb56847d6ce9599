"""Books and texts as an OPDS catalogue, which reading apps browse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.model.site import FEEDS, DataFile, Output
from generator.plan import urls
from generator.plan.data import sparse, to_json
from generator.plan.describe import picture_facts
from generator.plan.feeds import NO_DATE, feed_id, moment, oldest
from generator.plan.list_views import plural_name
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import Project
    from generator.plan.shelf import Shelf

Node = dict[str, Any]
MIME: Final = "application/opds+json"
ROOT: Final = "opds.json"
_PUBLICATION: Final = "application/opds-publication+json"
_OPEN: Final = "http://opds-spec.org/acquisition/open-access"
_NEWEST: Final = 24


def catalogue(shelf: Shelf) -> Iterator[Output]:
    """/opds.json: what is new, and a way to each medium that has something to read."""
    yield Output(ROOT, FEEDS, DataFile(lambda: _root(shelf)))


def medium_catalogue(shelf: Shelf, medium: str) -> Iterator[Output]:
    """/opds/<medium>.json: everything of a medium that can be read; no file where nothing can."""
    if any(_publication(shelf, key) for key in shelf.index(f"medium {medium}")):
        yield Output(_address(medium), FEEDS, DataFile(lambda: _shelf_of(shelf, medium)))


def _address(medium: str) -> str:
    return f"opds/{medium}.json"


def _root(shelf: Shelf) -> bytes:
    site = shelf.config.site
    readable = [key for key in shelf.index("listed") if _publication(shelf, key)]
    mediums: dict[str, int] = {}
    for key in readable:
        medium = shelf.brief(key).medium.id
        mediums[medium] = mediums.get(medium, 0) + 1
    ways = [
        {
            "title": plural_name(shelf, medium),
            "href": site.url + _address(medium),
            "type": MIME,
            "rel": "subsection",
            "properties": {"numberOfItems": count},
        }
        for medium, count in sorted(mediums.items())
    ]
    newest = [one for key in readable[:_NEWEST] if (one := _publication(shelf, key))]
    # A catalogue of nothing still has to be one.
    body = {"navigation": ways} if not newest else {"navigation": ways, "publications": newest}
    return to_json({"metadata": _about(shelf, site.title, len(readable)), "links": _links(shelf, ROOT), **body})


def _shelf_of(shelf: Shelf, medium: str) -> bytes:
    found = [one for key in shelf.index(f"medium {medium}") if (one := _publication(shelf, key))]
    title = f"{plural_name(shelf, medium)}: {shelf.config.site.title}"
    links = _links(shelf, _address(medium))
    return to_json({"metadata": _about(shelf, title, len(found)), "links": links, "publications": found})


def _about(shelf: Shelf, title: str, count: int) -> Node:
    return {"title": title, "numberOfItems": count, "identifier": feed_id(shelf, "opds", title)}


def _links(shelf: Shelf, path: str) -> list[Node]:
    site = shelf.config.site.url
    links = [{"rel": "self", "href": site + path, "type": MIME}]
    return links if path == ROOT else [*links, {"rel": "start", "href": site + ROOT, "type": MIME}]


@made("publication")
def _publication(shelf: Shelf, key: str) -> Node:
    """A work as a publication; nothing where there is nothing to read."""
    project = shelf.project(key)
    links = _acquisitions(shelf, project)
    images = _images(shelf, project)
    if not links or not images:
        return {}
    site = shelf.config.site
    page = site.url + urls.project(key)
    licences = [{"rel": "license", "href": one.url, "title": one.short or one.name} for one in project.licences if one.url]
    return {
        "metadata": _metadata(shelf, project),
        "links": [{"rel": "self", "href": page + "opds.json", "type": _PUBLICATION}, *links, *licences],
        "images": images,
    }


def publication_file(shelf: Shelf, project: Project) -> Iterator[Output]:
    """/projects/<id>/opds.json, which a publication calls its own address."""
    if _publication(shelf, project.id):
        path = f"{urls.project(project.id)}opds.json"
        yield Output(path, FEEDS, DataFile(lambda: to_json(_publication(shelf, project.id))), project.source)


def _acquisitions(shelf: Shelf, project: Project) -> list[Node]:
    site = shelf.config.site.url
    found = [
        sparse(
            {
                "rel": _OPEN,
                "href": site + shelf.pictures.file(item.file),
                "type": item.file.probe.mime,
                "title": item.title,
                "size": shelf.pictures.measured(item.file)[0],
            }
        )
        for item in project.media
        if item.kind == "document" and item.file is not None
    ]
    if any(item.kind == "text" for item in project.media):
        found.append({"rel": _OPEN, "href": site + urls.project(project.id), "type": "text/html"})
    return found


def _images(shelf: Shelf, project: Project) -> list[Node]:
    """The cover, or the site's icon: a publication without a picture is none."""
    cover = picture_facts(shelf, project.cover)
    if cover is not None:
        return [{"href": cover.url, "type": cover.mime, "width": cover.width_px, "height": cover.height_px}]
    if not shelf.makes("icons"):
        return []
    return [{"href": f"{shelf.config.site.url}icon-512.png", "type": "image/png", "width": 512, "height": 512}]


def _metadata(shelf: Shelf, project: Project) -> Node:
    site = shelf.config.site
    isbn = next((f"urn:isbn:{number.value}" for number in project.identifiers if number.scheme == "isbn"), "")
    dates = [moment(one.date, site.timezone) for one in project.corrections]
    published = moment(project.released, site.timezone) if project.released else ""
    place = project.part_of[0] if project.part_of else None
    series: Node = {}
    if place is not None:
        one: Node = {"name": shelf.brief(place.project).title}
        series = {"series": [one | ({"position": int(place.number)} if place.number.isdigit() else {})]}
    return sparse(
        {
            "@type": f"http://schema.org/{project.medium.schema[0]}" if project.medium.schema else "",
            "identifier": isbn or feed_id(shelf, "project", oldest(project.id, project.formerly)),
            "title": project.title,
            "language": project.language,
            "published": published,
            "modified": max((published, *dates)) or NO_DATE,
            "description": project.summary,
            "subject": [tag.name for tag in project.tags],
            "publisher": {"name": site.title, "links": [{"href": site.url, "type": "text/html"}]},
            "belongsTo": series,
            **_people(shelf, project),
        }
    )


def _people(shelf: Shelf, project: Project) -> Node:
    """Everyone by the words of OPDS; whose role has none there is a contributor, with the role."""
    found: dict[str, list[Node]] = {}
    for credit in project.credits:
        if credit.kind != "contribution":
            continue
        href = shelf.person_href(credit.contributor)
        person: Node = {"name": shelf.name(credit)}
        word = credit.role.opds or "contributor"
        if word == "contributor":
            person["role"] = credit.role.name
        if href:
            person["links"] = [{"href": urls.absolute(shelf.config.site.url, href), "type": "text/html"}]
        if person not in found.setdefault(word, []):
            found[word].append(person)
    return found

"""Everything public as JSON: a project, a contributor, the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from generator.plan import urls
from generator.plan.list_views import role_groups, tag_anchors
from generator.plan.postings import lineage
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.anthology import Credit, Project
    from generator.plan.shelf import Shelf

VERSION = 1


def to_json(data: object) -> bytes:
    """Readable JSON with a stable order and a final line end."""
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def sparse(data: dict[str, object]) -> dict[str, object]:
    """Without what is empty."""
    return {key: value for key, value in data.items() if value not in ("", None, (), [], {})}


def credit_data(shelf: Shelf, credit: Credit) -> dict[str, object]:
    """One credit: `name` as it is printed, `role` as it was typed, `role_id` of the registry."""
    href = shelf.person_href(credit.contributor)
    return sparse(
        {
            "contributor": credit.contributor,
            "name": shelf.name(credit),
            "url": urls.absolute(shelf.config.site.url, href) if href else "",
            "role": credit.written_role,
            "role_id": credit.role.slug,
            "role_name": credit.role.name,
            "department": credit.role.department if credit.role.known else "",
            "detail": credit.detail,
            "character": credit.character,
            "unit": credit.unit,
            "part": credit.part,
            "at": credit.at,
            "note": credit.note,
            "kind": "" if credit.kind == "contribution" else credit.kind,
            "members": [
                sparse({"contributor": member.contributor, "name": shelf.member(member).name, "detail": member.detail})
                for member in credit.members
                if shelf.face(member.contributor) is not None
            ],
        }
    )


def project_data(shelf: Shelf, project: Project) -> bytes:
    """/projects/<id>/project.json"""
    return to_json(project_record(shelf, project))


def project_record(shelf: Shelf, project: Project) -> dict[str, object]:
    """Everything public about a project."""
    site = shelf.config.site.url
    return sparse(
        {
            "version": VERSION,
            "id": project.id,
            "url": site + urls.project(project.id),
            "title": project.title,
            "medium": project.medium.id,
            "released": project.released,
            "language": project.language,
            "summary": project.summary,
            "description": project.description.text if project.description else "",
            "content_notes": project.content_notes,
            "tags": [tag.name for tag in project.tags],
            "licenses": [sparse({"id": one.spdx or one.id, "name": one.name, "url": one.url}) for one in project.licences],
            "rights_holder": project.rights_holder,
            "identifiers": {one.scheme: one.value for one in project.identifiers},
            "cover": sparse({"url": site + shelf.pictures.whole(project.cover.file), "alt": project.cover.alt})
            if project.cover
            else {},
            "part_of": [
                sparse({"project": part.project, "number": part.number, "season": part.season, "section": part.section})
                for part in project.part_of
            ],
            "parts": [other for _, other in shelf.parts_of(project.id)],
            "media": [
                sparse(
                    {
                        "id": item.id,
                        "kind": item.kind,
                        "title": item.title,
                        "url": site + shelf.pictures.whole(item.file) if item.file else item.url,
                        "type": item.file.probe.mime if item.file else "",
                        "size_bytes": (shelf.pictures.measured(item.file)[0] or None) if item.file else None,
                        "sha256": shelf.pictures.measured(item.file)[1] if item.file else "",
                        "duration_s": item.file.probe.duration_s if item.file else None,
                        "pictures": [
                            sparse({"url": site + shelf.pictures.whole(picture.file), "alt": picture.alt})
                            for picture in item.pictures
                        ],
                        "language": item.language,
                        "licenses": [one.spdx or one.id for one in item.licences],
                        "identifiers": {one.scheme: one.value for one in item.identifiers},
                    }
                )
                for item in project.media
            ],
            "credits": [credit_data(shelf, credit) for credit in project.credits],
            "billing": project.billing,
            "made_from": [
                sparse(
                    {
                        "project": source.project,
                        "url": source.url,
                        "title": source.title,
                        "by": source.by,
                        "relation": source.relation.id,
                        "license": (source.licence.spdx or source.licence.id) if source.licence else "",
                        "permission": source.permission,
                        "note": source.note,
                    }
                )
                for source in lineage(project)
            ],
            "led_to": [{"project": other, "relation": source.relation.id} for source, other in shelf.led_to(project.id)],
            "links": [{"label": link.label, "url": link.url} for link in project.links],
            "awards": [sparse({"name": one.name, "by": one.by, "date": one.date, "url": one.url}) for one in project.awards],
            "corrections": [{"date": one.date, "note": one.note} for one in project.corrections],
        }
    )


def contributor_data(shelf: Shelf, key: str) -> bytes:
    """/contributors/<id>/contributor.json"""
    return to_json(contributor_record(shelf, key))


def contributor_record(shelf: Shelf, key: str) -> dict[str, object]:
    """Everything public about a contributor."""
    person = shelf.published.contributors[key]
    site = shelf.config.site.url
    return sparse(
        {
            "version": VERSION,
            "id": key,
            "url": site + urls.contributor(key),
            "name": person.name,
            "kind": person.kind,
            "sort": person.sort,
            "also": person.also,
            "names": person.names,
            "pronouns": person.pronouns,
            "bio": person.bio.text if person.bio else "",
            "portrait": site + shelf.pictures.whole(person.portrait.file) if person.portrait else "",
            "links": [{"label": link.label, "url": link.url} for link in person.links],
            "identifiers": {one.scheme: one.value for one in person.identifiers},
            "members": [
                sparse({"contributor": m.contributor, "name": shelf.member(m).name, "from": m.since, "to": m.until})
                for m in person.members
            ],
            "credits": [
                {
                    "project": work,
                    "url": site + urls.project(work),
                    "title": shelf.brief(work).title,
                    "released": shelf.brief(work).released,
                    **{k: v for k, v in credit_data(shelf, credit).items() if k not in ("contributor", "url", "members")},
                }
                for work, credits_ in shelf.credits_of(key).items()
                for credit in credits_
            ],
        }
    )


def search_data(shelf: Shelf) -> bytes:
    """/search/index.json: what the search page's script reads; rows of short lists, since it may be long."""
    href = _href(shelf)
    return msgspec.json.encode(
        {
            "works": [_search_work(shelf, key) for key in shelf.index("listed")],
            "people": [row for key in sorted(shelf.people()) if (row := _search_person(shelf, key))],
            "collections": [
                [shelf.published.collections[key].title, href(urls.collection(key))] for key in shelf.collection_ids()
            ],
            "roles": [[one.label, href(one.href), one.count] for group in role_groups(shelf) for one in group.links],
            "tags": [[one.label, href(one.href), one.count] for one in tag_anchors(shelf)],
        }
    )


def _href(shelf: Shelf) -> Callable[[str], str]:
    portable = shelf.options.portable
    return lambda path: path + "index.html" if portable and path.endswith("/") else path


@made("search_work")
def _search_work(shelf: Shelf, key: str) -> list[object]:
    project = shelf.project(key)
    card = shelf.card(key)
    names = ", ".join(
        person.name
        for byline in card.bylines
        for person in byline.people
        if (face := shelf.face(person.id) if person.id else None) is None or face.indexed
    )
    words = sorted({tag.name for tag in project.tags} | {part.section for part in project.part_of if part.section})
    licence = project.licences[0].short if project.licences else ""
    return [project.title, _href(shelf)(card.href), project.medium.name, project.year, names, words, licence]


@made("search_person")
def _search_person(shelf: Shelf, key: str) -> list[object]:
    person = shelf.published.contributors[key]
    if not person.indexed:
        return []
    row = shelf.contributor_card(key)
    others = sorted({*person.also, *person.names.values()} - {person.name})
    return [person.name, _href(shelf)(urls.contributor(key)), row.credits, others, row.roles]

"""Everything public as JSON: a project, a contributor, the search, the changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from generator.plan import urls
from generator.plan.shelf import lineage

if TYPE_CHECKING:
    from generator.model.anthology import Credit, Project
    from generator.plan.release import Published
    from generator.plan.shelf import Shelf

VERSION = 1


def to_json(data: object) -> bytes:
    """Readable JSON with a stable order and a final line end."""
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def _sparse(data: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in data.items() if value not in ("", None, (), [], {})}


def credit_data(shelf: Shelf, credit: Credit) -> dict[str, object]:
    """One credit: `name` as it is printed, `role` as it was typed, `role_id` of the registry."""
    href = shelf.person_href(credit.contributor)
    return _sparse(
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
                _sparse({"contributor": member.contributor, "name": shelf.member(member).name, "detail": member.detail})
                for member in credit.members
                if member.contributor in shelf.published.contributors
            ],
        }
    )


def project_data(shelf: Shelf, project: Project) -> bytes:
    """/projects/<id>/project.json"""
    site = shelf.config.site.url
    return to_json(
        _sparse(
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
                "licenses": [_sparse({"id": one.spdx or one.id, "name": one.name, "url": one.url}) for one in project.licences],
                "rights_holder": project.rights_holder,
                "identifiers": {one.scheme: one.value for one in project.identifiers},
                "cover": _sparse({"url": site + shelf.pictures.file(project.cover.file), "alt": project.cover.alt})
                if project.cover
                else {},
                "part_of": [
                    _sparse({"project": part.project, "number": part.number, "season": part.season, "section": part.section})
                    for part in project.part_of
                ],
                "parts": [other.id for _, other in shelf.parts.get(project.id, ())],
                "media": [
                    _sparse(
                        {
                            "id": item.id,
                            "kind": item.kind,
                            "title": item.title,
                            "url": site + shelf.pictures.file(item.file) if item.file else item.url,
                            "type": item.file.probe.mime if item.file else "",
                            "size_bytes": item.file.probe.size_bytes if item.file else None,
                            "duration_s": item.file.probe.duration_s if item.file else None,
                            "pictures": [
                                _sparse({"url": site + shelf.pictures.file(picture.file), "alt": picture.alt})
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
                    _sparse(
                        {
                            "project": source.project,
                            "url": source.url,
                            "title": source.title,
                            "by": source.by,
                            "relation": source.relation.id,
                            "license": (source.licence.spdx or source.licence.id) if source.licence else "",
                            "note": source.note,
                        }
                    )
                    for source in lineage(project)
                ],
                "led_to": [
                    {"project": other.id, "relation": source.relation.id} for source, other in shelf.led_to.get(project.id, ())
                ],
                "links": [{"label": link.label, "url": link.url} for link in project.links],
                "awards": [_sparse({"name": one.name, "by": one.by, "date": one.date, "url": one.url}) for one in project.awards],
                "corrections": [{"date": one.date, "note": one.note} for one in project.corrections],
            }
        )
    )


def contributor_data(shelf: Shelf, key: str) -> bytes:
    """/contributors/<id>/contributor.json"""
    person = shelf.published.contributors[key]
    site = shelf.config.site.url
    return to_json(
        _sparse(
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
                "portrait": site + shelf.pictures.file(person.portrait.file) if person.portrait else "",
                "links": [{"label": link.label, "url": link.url} for link in person.links],
                "identifiers": {one.scheme: one.value for one in person.identifiers},
                "members": [
                    _sparse({"contributor": m.contributor, "name": shelf.member(m).name, "from": m.since, "to": m.until})
                    for m in person.members
                ],
                "credits": [
                    {
                        "project": work,
                        "url": site + urls.project(work),
                        "title": shelf.published.projects[work].title,
                        "released": shelf.published.projects[work].released,
                        **{k: v for k, v in credit_data(shelf, credit).items() if k not in ("contributor", "url", "members")},
                    }
                    for work, credits_ in shelf.works.get(key, {}).items()
                    for credit in credits_
                ],
            }
        )
    )


def search_data(shelf: Shelf, *, portable: bool) -> bytes:
    """/search/index.json: what the search page's script reads; rows of short lists, since it may be long."""

    def href(path: str) -> str:
        return path + "index.html" if portable and path.endswith("/") else path

    published = shelf.published
    works = []
    for project in published.projects.values():
        card = shelf.card(project)
        people_named = (person for byline in card.bylines for person in byline.people)
        names = ", ".join(one.name for one in people_named if not one.id or published.contributors[one.id].indexed)
        words = sorted({tag.name for tag in project.tags} | {part.section for part in project.part_of if part.section})
        licence = project.licences[0].short if project.licences else ""
        works.append([project.title, href(card.href), project.medium.name, project.year, names, words, licence])
    people = []
    for key in sorted(published.shown):
        person = published.contributors[key]
        if person.indexed:
            row = shelf.contributor_card(key)
            others = sorted({*person.also, *person.names.values()} - {person.name})
            people.append([person.name, href(urls.contributor(key)), row.credits, others, row.roles])
    from generator.plan.list_views import role_groups, tag_anchors

    return msgspec.json.encode(
        {
            "works": works,
            "people": people,
            "collections": [[one.title, href(urls.collection(one.id))] for one in published.collections.values()],
            "roles": [[one.label, href(one.href), one.count] for group in role_groups(shelf) for one in group.links],
            "tags": [[one.label, href(one.href), one.count] for one in tag_anchors(shelf)],
        }
    )


def changes_data(published: Published, site_url: str) -> bytes:
    """/changes.json: added, corrected, renamed, withdrawn, newest first; from the sources alone."""
    changes: list[dict[str, object]] = []
    for project in published.projects.values():
        url = site_url + urls.project(project.id)
        if project.released:
            changes.append(
                {"date": project.released, "change": "added", "project": project.id, "url": url, "title": project.title}
            )
        changes.extend(
            {"date": one.date, "change": "corrected", "project": project.id, "url": url, "note": one.note}
            for one in project.corrections
        )
        changes.extend(
            {"date": former.date, "change": "renamed", "project": project.id, "url": url}
            for former in project.formerly
            if former.date
        )
    for key in sorted(published.shown):
        person = published.contributors[key]
        url = site_url + urls.contributor(key)
        changes.extend(
            {"date": former.date, "change": "renamed", "contributor": key, "url": url}
            for former in person.formerly
            if former.date
        )
    changes.extend(
        _sparse(
            {"date": one.date, "change": "withdrawn", "project": one.id, "url": site_url + urls.project(one.id), "note": one.note}
        )
        for one in published.withdrawn.values()
        if one.date
    )
    changes.sort(key=lambda change: (str(change.get("project") or change.get("contributor")), str(change["change"])))
    changes.sort(key=lambda change: str(change["date"]), reverse=True)
    return to_json({"version": VERSION, "changes": changes})

"""What readers may see of an anthology: decided here once, before anything else is planned."""

from __future__ import annotations

import msgspec

from generator.model.anthology import (
    Anthology,
    Chosen,
    Collection,
    Contributor,
    Credit,
    FormerId,
    Pool,
    Project,
    Share,
    TextPage,
)
from generator.model.registries import Registries


class Tombstone(msgspec.Struct, frozen=True):
    """All that is left of a withdrawn project."""

    id: str
    date: str
    note: str
    formerly: tuple[FormerId, ...]


class Published(msgspec.Struct, frozen=True):
    """The part of an anthology that readers may see; drafts, declined credits, hidden names are not in it."""

    registries: Registries
    projects: dict[str, Project]
    """Listed ones, newest first."""
    unlisted: dict[str, Project]
    withdrawn: dict[str, Tombstone]
    contributors: dict[str, Contributor]
    """Everyone whose name is printed somewhere."""
    collections: dict[str, Collection]
    pages: dict[str, TextPage]
    shown: frozenset[str]
    """Contributors who have a page of the site's own."""
    next_day: str
    """When the next scheduled project comes out; empty where none is scheduled."""
    previews: dict[str, str]
    """In a preview: why a project is not public: draft, proof, scheduled."""


def first_day(date: str) -> str:
    """The first day of a year, month or day."""
    return (date + "-01-01")[:10]


def published(anthology: Anthology, today: str, *, drafts: bool = False) -> Published:
    """The anthology as readers see it on a day (YYYY-MM-DD); with drafts, as editors preview it."""
    visible: dict[str, Project] = {}
    withdrawn: dict[str, Tombstone] = {}
    previews: dict[str, str] = {}
    next_day = ""
    for project in anthology.projects.values():
        if project.status == "withdrawn":
            withdrawn[project.id] = Tombstone(project.id, project.withdrawn_date, project.withdrawn_note, project.formerly)
            continue
        hidden = _hidden(project.status, project.released, today)
        if hidden == "scheduled":
            day = first_day(project.released)
            next_day = min(next_day or day, day)
        if hidden and not drafts:
            continue
        if hidden:
            previews[project.id] = hidden
        visible[project.id] = project
    listed = {key for key, project in visible.items() if project.listed}
    unseen = frozenset(_folder(project) for key, project in anthology.projects.items() if key not in listed)
    projects = {key: _public_project(project, listed, unseen) for key, project in visible.items()}
    newest = sorted((project for project in projects.values() if project.listed), key=_newest)
    collections = {}
    for collection in anthology.collections.values():
        hidden = _hidden(collection.status, collection.released, today)
        if collection.status == "withdrawn" or (hidden and not drafts):
            continue
        if hidden == "scheduled":
            day = first_day(collection.released)
            next_day = min(next_day or day, day)
        collections[collection.id] = _public_collection(collection, newest)
    public = tuple(projects[key] for key in projects if key in listed)
    shown, named = _people(anthology, public, tuple(projects.values()), tuple(collections.values()))
    return Published(
        registries=anthology.registries,
        projects={project.id: project for project in newest},
        unlisted={key: project for key, project in projects.items() if not project.listed},
        withdrawn=withdrawn,
        contributors={key: _public_person(anthology.contributors[key], named) for key in sorted(named)},
        collections=dict(sorted(collections.items(), key=lambda item: _newest(item[1]))),
        pages=anthology.pages,
        shown=shown,
        next_day=next_day,
        previews=previews,
    )


def _hidden(status: str, released: str, today: str) -> str:
    if status in ("draft", "proof"):
        return status
    return "scheduled" if released and first_day(released) > today else ""


def _newest(record: Project | Collection) -> tuple[bool, tuple[int, ...], str]:
    """Newest first, equal dates by id, undated last."""
    return (
        not record.released,
        tuple(-ord(letter) for letter in first_day(record.released)) if record.released else (),
        record.id,
    )


def _folder(project: Project) -> str:
    return project.source.rpartition("/")[0] + "/"


def _public_project(project: Project, listed: set[str], unseen: frozenset[str]) -> Project:
    """The project without what readers may not see; `unseen` are folders of others, whose covers a part may have taken over."""
    cover = project.cover
    if cover is not None and not cover.file.source.startswith(_folder(project)):
        whole = "/".join(cover.file.source.split("/")[:3]) + "/"
        cover = None if whole in unseen else cover
    credits_ = tuple(public for credit in project.credits if (public := _public_credit(credit)) is not None)
    declined = {c.contributor for c in project.credits if c.consent == "declined"} - {c.contributor for c in credits_}
    hidden = {c.contributor for c in project.credits if c.consent == "anonymous"} - {c.contributor for c in credits_}
    return msgspec.structs.replace(
        project,
        cover=cover,
        credits=credits_,
        part_of=tuple(part for part in project.part_of if part.project in listed),
        made_from=tuple(source for source in project.made_from if not source.project or source.project in listed),
        media=tuple(
            msgspec.structs.replace(item, made_from=tuple(s for s in item.made_from if not s.project or s.project in listed))
            if item.made_from
            else item
            for item in project.media
        ),
        shares=tuple(_public_pool(pool, declined, hidden) for pool in project.shares if pool.visibility != "hidden"),
        formerly=tuple(former for former in project.formerly if not former.silent),
    )


def _public_credit(credit: Credit) -> Credit | None:
    if credit.consent == "declined":
        return None
    if credit.consent == "anonymous":
        return Credit(role=credit.role, written_role=credit.written_role, kind=credit.kind, consent="anonymous")
    return credit


def _public_pool(pool: Pool, declined: set[str], hidden: set[str]) -> Pool:
    kept = (share for share in pool.split if share.contributor not in declined)
    split = tuple(Share("" if share.contributor in hidden else share.contributor, share.parts, share.waived) for share in kept)
    return msgspec.structs.replace(pool, split=split)


def _public_collection(collection: Collection, newest: list[Project]) -> Collection:
    listed = {project.id for project in newest}
    if collection.where is None:
        projects = tuple(chosen for chosen in collection.projects if chosen.project in listed)
    else:
        where = collection.where
        projects = tuple(
            Chosen(project.id)
            for project in newest
            if (not where.medium or project.medium.id == where.medium)
            and (not where.tag or any(tag.slug == where.tag for tag in project.tags))
            and (not where.year or project.year == where.year)
            and (not where.contributor or any(credit.contributor == where.contributor for credit in project.credits))
        )
    credits_ = tuple(public for credit in collection.credits if (public := _public_credit(credit)) is not None)
    kept = tuple(former for former in collection.formerly if not former.silent)
    return msgspec.structs.replace(collection, projects=projects, credits=credits_, formerly=kept)


def _people(
    anthology: Anthology, listed: tuple[Project, ...], everything: tuple[Project, ...], collections: tuple[Collection, ...]
) -> tuple[frozenset[str], set[str]]:
    """Who has a page, and whose name is printed at all."""
    credited: set[str] = set()
    for project in listed:
        for credit in project.credits:
            if credit.contributor:
                credited.add(credit.contributor)
            credited.update(member.contributor for member in credit.members)
    credited &= anthology.contributors.keys()
    for person in sorted(credited):
        credited.update(m.contributor for m in anthology.contributors[person].members if m.contributor in anthology.contributors)
    named = set(credited)
    for credits_ in (*(project.credits for project in everything), *(collection.credits for collection in collections)):
        for credit in credits_:
            named.update([credit.contributor] if credit.contributor else [], (member.contributor for member in credit.members))
    named &= anthology.contributors.keys()
    shown = frozenset(person for person in credited if anthology.contributors[person].page in ("full", "minimal"))
    return shown, named


def _public_person(contributor: Contributor, named: set[str]) -> Contributor:
    person = msgspec.structs.replace(
        contributor,
        formerly=tuple(former for former in contributor.formerly if not former.silent),
        members=tuple(member for member in contributor.members if member.contributor in named),
        distinct_from=tuple(other for other in contributor.distinct_from if other in named),
    )
    if contributor.page == "full":
        return person
    return Contributor(
        id=person.id,
        source=person.source,
        name=person.name,
        kind=person.kind,
        sort=person.sort,
        formerly=person.formerly,
        credit_name=person.credit_name,
        page=person.page,
        external=person.external,
        indexed=person.indexed,
        members=person.members if person.page == "minimal" else (),
    )

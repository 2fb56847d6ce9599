"""Records as readers may see them: without what is hidden, declined, anonymous, silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from generator.model.anthology import Chosen, Contributor, Credit, Pool, Project, Share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.model.anthology import Collection, Filter


def first_day(date: str) -> str:
    """The first day of a year, month or day."""
    return (date + "-01-01")[:10]


def hidden(status: str, released: str, today: str) -> str:
    """Why something is not public yet: draft, proof, scheduled; nothing where it is."""
    if status in ("draft", "proof"):
        return status
    return "scheduled" if released and first_day(released) > today else ""


def owner(source: str) -> str:
    """The id of the project in whose folder a file lies; nothing for other files."""
    pieces = source.split("/", 3)
    return pieces[2] if len(pieces) == 4 and pieces[1] == "projects" else ""


def references(project: Project) -> set[str]:
    """The projects of which it matters here whether readers see them."""
    found = {part.project for part in project.part_of}
    found.update(source.project for source in project.made_from)
    found.update(source.project for item in project.media for source in item.made_from)
    if project.cover is not None:
        found.add(owner(project.cover.file.source))
    return found - {"", project.id}


def _folder(project: Project) -> str:
    return project.source.rpartition("/")[0] + "/"


def public_project(project: Project, listed: Callable[[str], bool], exists: Callable[[str], bool]) -> Project:
    """The project without what readers may not see; a cover that a part took over goes with the whole it belongs to."""
    cover = project.cover
    if cover is not None and not cover.file.source.startswith(_folder(project)):
        whole = owner(cover.file.source)
        cover = None if exists(whole) and not listed(whole) else cover
    credits_ = tuple(public for credit in project.credits if (public := _public_credit(credit)) is not None)
    declined = {c.contributor for c in project.credits if c.consent == "declined"} - {c.contributor for c in credits_}
    hidden = {c.contributor for c in project.credits if c.consent == "anonymous"} - {c.contributor for c in credits_}
    return msgspec.structs.replace(
        project,
        cover=cover,
        credits=credits_,
        part_of=tuple(part for part in project.part_of if listed(part.project)),
        made_from=tuple(source for source in project.made_from if not source.project or listed(source.project)),
        media=tuple(
            msgspec.structs.replace(item, made_from=tuple(s for s in item.made_from if not s.project or listed(s.project)))
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


def public_collection(
    collection: Collection, listed: Callable[[str], bool], newest: Callable[[Filter], Iterable[Project]]
) -> Collection:
    """The collection with those of its works that readers see; one that fills itself, newest first."""
    if collection.where is None:
        projects = tuple(chosen for chosen in collection.projects if listed(chosen.project))
    else:
        where = collection.where
        projects = tuple(
            Chosen(project.id)
            for project in newest(where)
            if (not where.medium or project.medium.id == where.medium)
            and (not where.tag or any(tag.slug == where.tag for tag in project.tags))
            and (not where.year or project.year == where.year)
            and (not where.contributor or any(credit.contributor == where.contributor for credit in project.credits))
        )
    credits_ = tuple(public for credit in collection.credits if (public := _public_credit(credit)) is not None)
    kept = tuple(former for former in collection.formerly if not former.silent)
    return msgspec.structs.replace(collection, projects=projects, credits=credits_, formerly=kept)


def public_person(contributor: Contributor, named: set[str]) -> Contributor:
    """The contributor as far as their page says; `named` are all whose name is printed somewhere."""
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

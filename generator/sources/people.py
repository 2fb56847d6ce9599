"""Contributors, collections and pages, made from their files."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.model.anthology import Award, Chosen, Collection, Contributor, Filter, Prose, TextPage
from generator.model.manifest import CollectionManifest, CollectionProject, ContributorManifest, ExternalPage, PageManifest
from generator.model.slugs import slug
from generator.sources.convert import convert
from generator.sources.credits import read_credits, read_members
from generator.sources.entries import former, identifiers, links, tags

if TYPE_CHECKING:
    from generator.sources.document import Document
    from generator.sources.reading import Reading


def read_contributor(reading: Reading, document: Document, contributor_id: str) -> Contributor | None:
    """The contributor of one file."""
    entry = convert(document, ContributorManifest, reading.problems)
    if entry is None:
        return None
    if entry.members and entry.kind == "person":
        hint = "write kind: group"
        reading.problems.append(document.problem(("members",), "misplaced-key", "a person has no members", hint, key=True))
    for number, other in enumerate(entry.distinct_from):
        reading.contributor(document, other, ("distinct_from", number), "named as someone else")
    external = entry.page.external if isinstance(entry.page, ExternalPage) else ""
    return Contributor(
        id=contributor_id,
        source=document.source,
        name=entry.name,
        kind=entry.kind,
        sort=entry.sort or "",
        also=tuple(entry.also),
        names=entry.names,
        pronouns=entry.pronouns or "",
        formerly=former(entry.formerly),
        credit_name=entry.credit_name,
        page="external" if isinstance(entry.page, ExternalPage) else entry.page,
        external=external,
        indexed=entry.indexed,
        bio=reading.prose(document, entry.bio, ("bio",), "b-") if entry.bio else None,
        portrait=reading.picture(document, entry.portrait, ("portrait",), "the portrait"),
        links=links(entry.links),
        identifiers=identifiers(entry.identifiers, person=True),
        distinct_from=tuple(entry.distinct_from),
        members=read_members(reading, document, entry.members, ("members",)),
    )


def read_collection(reading: Reading, document: Document, collection_id: str) -> Collection | None:
    """The collection of one file."""
    entry = convert(document, CollectionManifest, reading.problems)
    if entry is None:
        return None
    chosen: dict[str, Chosen] = {}
    for number, value in enumerate(entry.projects):
        one = CollectionProject(project=value) if isinstance(value, str) else value
        where = ("projects", number) if isinstance(value, str) else ("projects", number, "project")
        if reading.project(document, one.project, where, "chosen here"):
            chosen[one.project] = Chosen(one.project, one.note or "")
    where_filter = entry.where
    if bool(chosen or entry.projects) == bool(where_filter):
        message = "a collection either lists its projects or fills itself by where" + (", not both" if where_filter else "")
        hint = "take one of them out" if where_filter else "add projects: [...] or where: {tag: ...}"
        at = ("where",) if where_filter else ()
        reading.problems.append(document.problem(at, "bad-collection", message, hint, key=bool(where_filter)))
    medium = reading.registries.medium(where_filter.medium) if where_filter and where_filter.medium else None
    if where_filter and where_filter.medium and medium is None:
        reading.problems.append(
            document.problem(("where", "medium"), "unknown-medium", f'"{where_filter.medium}" is no medium of the registry')
        )
    if where_filter and where_filter.contributor:
        reading.contributor(document, where_filter.contributor, ("where", "contributor"), "asked for")
    return Collection(
        id=collection_id,
        source=document.source,
        title=entry.title,
        summary=" ".join((entry.summary or "").split()),
        introduction=reading.prose(document, entry.introduction, ("introduction",), "i-") if entry.introduction else None,
        credits=read_credits(reading, document, entry.credits, ("credits",)) if entry.credits is not None else (),
        cover=reading.picture(document, entry.cover, ("cover",), "the cover"),
        status=entry.status,
        released=entry.released or "",
        formerly=former(entry.formerly),
        language=reading.language(entry.language),
        links=links(entry.links),
        tags=tags(entry.tags),
        awards=tuple(Award(award.name, award.by or "", award.date or "", award.url or "") for award in entry.awards),
        projects=tuple(chosen.values()),
        where=Filter(
            medium=medium.id if medium else "",
            tag=slug(where_filter.tag) if where_filter.tag else "",
            year=where_filter.year or "",
            contributor=where_filter.contributor or "",
        )
        if where_filter
        else None,
    )


def read_page(reading: Reading, document: Document, body: str, page_id: str) -> TextPage | None:
    """The page of one Markdown file with its header."""
    entry = convert(document, PageManifest, reading.problems) if document.root is not None else PageManifest()
    if entry is None:
        return None
    text = reading.prose(document, body, (), "p-", heading_base=2, source=document.source) if body.strip() else Prose(html="")
    if text is None:
        return None
    return TextPage(
        id=page_id,
        source=document.source,
        title=entry.title or text.title or PurePosixPath(document.source).stem.replace("-", " ").capitalize(),
        text=text,
        menu=entry.menu,
        summary=entry.summary or "",
        language=reading.language(entry.language),
        formerly=former(entry.formerly),
    )

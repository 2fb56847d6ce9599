"""A project's manifest made into a project."""

from __future__ import annotations

import os
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from generator.errors import did_you_mean
from generator.model import podcasts
from generator.model.anthology import Award, Correction, PartOf, Podcast, Pool, Project, Prose, Share
from generator.model.manifest import PartOfEntry, ProjectManifest, ShareEntry
from generator.sources.convert import convert
from generator.sources.credits import distinct, read_credits
from generator.sources.entries import former, identifiers, links, tags
from generator.sources.media_items import read_media, read_sources

if TYPE_CHECKING:
    from generator.model.anthology import Credit, MediaItem, Picture
    from generator.model.manifest import PoolEntry
    from generator.model.registries import Medium
    from generator.sources.document import Document
    from generator.sources.reading import Reading


def read_project(reading: Reading, document: Document, project_id: str) -> Project | None:
    """The project of one manifest, or nothing where it cannot be made; problems are gathered either way.

    What a part takes over from its whole (medium, language, licences, cover) is filled in later, by `inherit`.
    """
    manifest = convert(document, ProjectManifest, reading.problems)
    if manifest is None:
        return None
    medium = _medium(reading, document, manifest)
    media = read_media(reading, document, manifest.media)
    credits_ = _credits(reading, document, manifest, media_ids=[item.id for item in media])
    withdrawn = manifest.withdrawn
    if withdrawn is not None and manifest.status != "withdrawn":
        hint = "write status: withdrawn as well"
        reading.problems.append(
            document.problem(("withdrawn",), "bad-value", f"the project is withdrawn but its status is {manifest.status}", hint)
        )
    project = Project(
        id=project_id,
        source=document.source,
        title=manifest.title,
        medium=medium,
        released=manifest.released or "",
        status=manifest.status,
        withdrawn_date=(withdrawn.date if withdrawn else None) or "",
        withdrawn_note=(withdrawn.note if withdrawn else None) or "",
        listed=manifest.listed,
        formerly=former(manifest.formerly),
        language=manifest.language or "",
        summary=" ".join((manifest.summary or "").split()),
        description=_description(reading, document, manifest),
        content_notes=tuple(manifest.content_notes),
        tags=tags(manifest.tags),
        licences=reading.licences(document, manifest.license, ("license",)),
        rights_holder=manifest.rights_holder or "",
        identifiers=identifiers(manifest.identifiers, person=False),
        cover=reading.picture(document, manifest.cover, ("cover",), "the cover") or _book_cover(medium, media),
        part_of=_part_of(reading, document, manifest, project_id),
        media=media,
        credits=credits_,
        billing=manifest.billing,
        podcast=_podcast(reading, document, manifest),
        made_from=read_sources(reading, document, manifest.made_from, ("made_from",)),
        shares=tuple(
            _pool(reading, document, entry, number, project_id, credits_) for number, entry in enumerate(manifest.shares)
        ),
        links=links(manifest.links),
        awards=tuple(Award(entry.name, entry.by or "", entry.date or "", entry.url or "") for entry in manifest.awards),
        corrections=tuple(Correction(entry.date, entry.note) for entry in manifest.corrections),
    )
    _parts_exist(reading, document, manifest, project)
    return project


NO_MEDIUM = "?"


def _medium(reading: Reading, document: Document, manifest: ProjectManifest) -> Medium:
    if manifest.medium is None:
        if not manifest.part_of:
            hint = "add medium: film, song, poem ..."
            reading.problems.append(document.problem((), "missing-medium", "the project does not say what it is", hint))
        return _nothing(reading)
    medium = reading.registries.medium(manifest.medium)
    if medium is None:
        near = did_you_mean(manifest.medium, reading.registries.mediums)
        hint = f"{near} A medium of your own: mediums: {{{manifest.medium}: {{plural: ...}}}} in config.yaml".strip()
        reading.problems.append(
            document.problem(("medium",), "unknown-medium", f'"{manifest.medium}" is no medium of the registry', hint)
        )
        return _nothing(reading)
    return medium


def _nothing(reading: Reading) -> Medium:
    from generator.model.registries import Medium

    other = reading.registries.mediums["other"]
    return Medium(id=NO_MEDIUM, name=other.name, plural=other.plural)


def _credits(reading: Reading, document: Document, manifest: ProjectManifest, media_ids: list[str]) -> tuple[Credit, ...]:
    if manifest.credits is None and not any(entry.credits for entry in manifest.media):
        if manifest.status != "withdrawn":
            hint = "add credits: {role: id}, or credits: none if that is meant"
            reading.problems.append(document.problem((), "missing-credits", "nobody is credited", hint))
        return ()
    found: list[Credit] = []
    if manifest.credits is not None:
        found += (own := read_credits(reading, document, manifest.credits, ("credits",)))
        if not manifest.media:
            return own
    if len(media_ids) == len(manifest.media):
        for number, entry in enumerate(manifest.media):
            if entry.credits is not None:
                found += read_credits(reading, document, entry.credits, ("media", number, "credits"), media_ids[number])
    return distinct(found)


def _description(reading: Reading, document: Document, manifest: ProjectManifest) -> Prose | None:
    beside = os.path.exists(f"{reading.site}/{document.source.rpartition('/')[0]}/description.md")  # noqa: PTH110 - for each work
    if manifest.description:
        if beside:
            message = "there is a description here and the file description.md beside it"
            reading.problems.append(document.problem(("description",), "two-descriptions", message, "keep one of them"))
        return reading.prose(document, manifest.description, ("description",), "d-")
    return reading.text_file(document, "description.md", (), "d-") if beside else None


def _book_cover(medium: Medium, media: tuple[MediaItem, ...]) -> Picture | None:
    """The cover of a work to read that is a document: that of its first one."""
    if medium.layout != "read":
        return None
    return next((item.poster for item in media if item.kind == "document" and item.poster is not None), None)


def _part_of(reading: Reading, document: Document, manifest: ProjectManifest, project_id: str) -> tuple[PartOf, ...]:
    entries = manifest.part_of if isinstance(manifest.part_of, list) else [manifest.part_of] if manifest.part_of else []
    found = []
    for number, value in enumerate(entries):
        entry = PartOfEntry(project=value) if isinstance(value, str) else value
        where = ("part_of", number) if isinstance(manifest.part_of, list) else ("part_of",)
        where = where if isinstance(value, str) else (*where, "project")
        if entry.project == project_id:
            reading.problems.append(document.problem(where, "part-cycle", f'"{project_id}" is a part of itself'))
        elif reading.project(document, entry.project, where, "named as the whole"):
            found.append(PartOf(entry.project, entry.number or "", entry.season or "", entry.section or ""))
    return tuple(found)


def _podcast(reading: Reading, document: Document, manifest: ProjectManifest) -> Podcast | None:
    entry = manifest.podcast
    if entry is None:
        return None
    categories: dict[tuple[str, str], None] = {}
    for number, text in enumerate(entry.category):
        found = podcasts.category(text)
        if found is None:
            hint = did_you_mean(text, podcasts.category_names()) or f"there are: {', '.join(podcasts.CATEGORIES)}"
            message = f'"{text}" is no category of podcasts'
            where = ("podcast", "category", number)
            reading.problems.append(document.problem(where, "unknown-podcast-category", message, hint))
        else:
            categories[found] = None
    return Podcast(
        guid=(entry.guid or "").lower(),
        categories=tuple(categories),
        explicit=entry.explicit,
        order=entry.order,
        complete=entry.complete,
        moved_to=entry.moved_to or "",
        episode=entry.episode,
    )


def _pool(
    reading: Reading, document: Document, entry: PoolEntry, number: int, project_id: str, credits_: tuple[Credit, ...]
) -> Pool:
    credited = {credit.contributor for credit in credits_} | {
        member.contributor for credit in credits_ for member in credit.members
    }
    shares = []
    total = Decimal(0)
    for person, value in entry.split.items():
        share = ShareEntry(parts=value) if isinstance(value, str) else value
        where = ("shares", number, "split", person)
        if not reading.contributor(document, person, where, f"given a share of {entry.pool}"):
            continue
        if person not in credited:
            message = f'"{person}" has a share of {entry.pool} but no credit on "{project_id}"'
            reading.problems.append(document.problem(where, "share-not-credited", message, "add their credit", key=True))
        try:
            parts = Decimal(share.parts or "")
        except InvalidOperation:
            parts = Decimal(-1)
        if not parts.is_finite() or parts < 0:
            reading.problems.append(document.problem(where, "bad-value", f'"{share.parts or ""}" is no number of parts'))
            continue
        total += parts
        shares.append(Share(contributor=person, parts=str(parts), waived=share.waived))
    if entry.unit == "percent" and total != 100 and len(shares) == len(entry.split):
        reading.problems.append(
            document.problem(
                ("shares", number, "split"), "shares-not-100", f"the percentages come to {total}, not to 100", key=True
            )
        )
    return Pool(
        pool=entry.pool,
        basis=entry.basis or "",
        state=entry.state,
        closes=entry.closes or "",
        unit=entry.unit,
        visibility=entry.visibility,
        split=tuple(shares),
    )


def _parts_exist(reading: Reading, document: Document, manifest: ProjectManifest, project: Project) -> None:
    ids = {item.id for item in project.media}
    if len(ids) != len(manifest.media):
        return
    for credit in project.credits:
        if credit.part and credit.part not in ids:
            hint = did_you_mean(credit.part, ids) or f"there are: {', '.join(sorted(ids)) or 'none'}"
            reading.problems.append(
                document.problem(("credits",), "unknown-part", f'no media item has the id "{credit.part}"', hint)
            )

"""The pages of a project: the work, its credits, its items."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.model.later import later
from generator.plan import urls, words
from generator.plan.credit_views import departments, joined, of_kind, report_address
from generator.plan.family import family
from generator.plan.link_kit import project_snippets
from generator.plan.list_views import collection_card
from generator.plan.media_views import media_view
from generator.plan.playlists import playlist_anchors
from generator.plan.postings import lineage
from generator.plan.shelf import people_count
from generator.plan.texts import chapters, stands_on_work
from generator.plan.views import (
    Anchor,
    AwardView,
    CreditsPage,
    LicenceView,
    LineageView,
    NoteView,
    PartsSectionView,
    PoolView,
    ProjectPage,
    ShareLineView,
    WholeView,
    WithdrawnPage,
)

if TYPE_CHECKING:
    from generator.model.anthology import Project, Source
    from generator.model.registries import Licence
    from generator.plan.release import Tombstone
    from generator.plan.shelf import Shelf
    from generator.plan.views import CardView, CiteView, CollectionCardView, MediaView

CREDITS_ON_PAGE = 40
MOST_PLAYERS = 60
"""On the page of a whole; longer ones list their parts without."""


def project_page(
    shelf: Shelf, project: Project, feeds: tuple[Anchor, ...], cite: CiteView | None, takeaways: tuple[Anchor, ...]
) -> ProjectPage:
    """/projects/<id>/"""
    groups, cut = departments(shelf, project, limit=CREDITS_ON_PAGE)
    language = shelf.language
    url = shelf.config.site.url + urls.project(project.id)
    several = len(chapters(project)) > 1
    return ProjectPage(
        card=shelf.card(project.id),
        id=project.id,
        uid=url,
        description=project.description,
        media=tuple(
            media_view(shelf, project, item, whole_text=not several) for item in project.media if stands_on_work(project, item)
        ),
        credits=joined(groups),
        credits_count=len(project.credits),
        credits_href=urls.credits_page(project.id),
        credits_cut=cut,
        billing=project.billing,
        thanks=of_kind(shelf, project, "thanks")[:CREDITS_ON_PAGE],
        influences=of_kind(shelf, project, "influence")[:CREDITS_ON_PAGE],
        wholes=later(wholes, shelf, project),
        parts=later(parts, shelf, project),
        playlists=playlist_anchors(shelf, project),
        made_from=later(made_from, shelf, project),
        led_to=later(led_to, shelf, project),
        translations=later(translations, shelf, project),
        family=later(family, shelf, project.id),
        licences=tuple(licence_view(shelf, licence) for licence in project.licences),
        rights_holder=project.rights_holder,
        tags=tuple(Anchor(label=tag.name, href=shelf.list_href(urls.tag(tag.slug))) for tag in project.tags),
        links=tuple(Anchor(label=link.label, href=link.url, me=link.me) for link in project.links),
        awards=awards(project.awards, language),
        corrections=corrections(project, language),
        identifiers=tuple(Anchor(label=f"{one.label} {one.value}", href=one.url) for one in project.identifiers),
        pools=later(pools, shelf, project),
        collections=later(collections, shelf, project),
        feeds=feeds,
        cite=cite,
        snippets=later(project_snippets, shelf, project),
        takeaways=takeaways,
        report=report_address(shelf, f"Something wrong with the credits of “{project.title}”", url),
        status=shelf.published.previews.get(project.id, "released"),
    )


def credits_page(shelf: Shelf, project: Project) -> CreditsPage:
    """/projects/<id>/credits/"""
    groups, _ = departments(shelf, project)
    url = shelf.config.site.url + urls.credits_page(project.id)
    return CreditsPage(
        card=shelf.card(project.id),
        departments=joined(groups),
        thanks=of_kind(shelf, project, "thanks"),
        influences=of_kind(shelf, project, "influence"),
        count=len(project.credits),
        people=people_count(project),
        billing=project.billing,
        corrections=corrections(project, shelf.language),
        report=report_address(shelf, f"Something wrong with the credits of “{project.title}”", url),
    )


def withdrawn_page(shelf: Shelf, tombstone: Tombstone) -> WithdrawnPage:
    """/projects/<id>/ of a project that was withdrawn."""
    return WithdrawnPage(date=words.date(tombstone.date, shelf.language) if tombstone.date else None, note=tombstone.note)


def wholes(shelf: Shelf, project: Project) -> tuple[WholeView, ...]:
    """The wholes a project is a piece of, each with its neighbours there."""
    found = []
    for part in project.part_of:
        pieces = [other for _, other in shelf.parts_of(part.project)]
        at = next((number for number, other in enumerate(pieces) if other == project.id), None)
        before = shelf.brief(pieces[at - 1]) if at is not None and at > 0 else None
        after = shelf.brief(pieces[at + 1]) if at is not None and at + 1 < len(pieces) else None
        found.append(
            WholeView(
                whole=shelf.card(part.project),
                number=part.number,
                section=part.section,
                previous=Anchor(label=before.title, href=urls.project(pieces[(at or 0) - 1])) if before else None,
                next=Anchor(label=after.title, href=urls.project(pieces[(at or 0) + 1])) if after else None,
            )
        )
    return tuple(found)


def parts(shelf: Shelf, project: Project) -> tuple[PartsSectionView, ...]:
    """The parts of a whole in order, under their sections."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for part, other in shelf.parts_of(project.id):
        season = " ".join((shelf.say("Season"), part.season)) if part.season.isdigit() else part.season
        heading = " · ".join(word for word in (season, part.section) if word)
        sections.setdefault(heading, []).append((part.number, other))
    heard = project.medium.layout == "listen" and sum(map(len, sections.values())) <= MOST_PLAYERS
    return tuple(
        PartsSectionView(
            heading=heading,
            parts=tuple(shelf.card(other, number=number) for number, other in pieces),
            players=tuple(_player(shelf, other) for _, other in pieces) if heard else (),
        )
        for heading, pieces in sections.items()
    )


def _player(shelf: Shelf, part: str) -> MediaView | None:
    """The first recording of a part, with an id of its own on the page of the whole."""
    project = shelf.project(part)
    recordings = [item for item in project.media if item.kind == "audio"]
    if not recordings:
        return None
    view = media_view(shelf, project, recordings[0])
    return replace(view, id=f"{part}-{view.id}", cues=(), tracks=(), poster=None)


def made_from(shelf: Shelf, project: Project) -> tuple[LineageView, ...]:
    """What a project was made from."""
    return tuple(_from(shelf, source) for source in lineage(project))


def led_to(shelf: Shelf, project: Project) -> tuple[LineageView, ...]:
    """What was made from a project, its translations apart."""
    return tuple(
        LineageView(words=shelf.say(source.relation.led_to), card=shelf.card(other), note=source.note)
        for source, other in shelf.led_to(project.id)
        if source.relation.id != "translation"
    )


def translations(shelf: Shelf, project: Project) -> tuple[CardView, ...]:
    """The same work in other languages."""
    return tuple(shelf.card(other) for other in shelf.translations(project.id))


def collections(shelf: Shelf, project: Project) -> tuple[CollectionCardView, ...]:
    """The collections that a project is in."""
    return tuple(collection_card(shelf, collection) for collection in shelf.collections_with(project.id))


def _from(shelf: Shelf, source: Source) -> LineageView:
    licence = Anchor(label=source.licence.short or source.licence.name, href=source.licence.url) if source.licence else None
    words_ = shelf.say(source.relation.made_from)
    if source.project:
        return LineageView(
            words=words_, card=shelf.card(source.project), licence=licence, permission=source.permission, note=source.note
        )
    return LineageView(
        words=words_,
        title=source.title or source.url,
        href=source.url,
        by=source.by,
        licence=licence,
        permission=source.permission,
        note=source.note,
    )


def _told(licence: Licence) -> bool:
    """Whether a licence of the site's own says anything of what it asks or allows."""
    asks = licence.requires_attribution or licence.requires_share_alike
    return asks or not licence.allows_derivatives or not licence.allows_commercial


def licence_view(shelf: Shelf, licence: Licence) -> LicenceView:
    """A licence with what it asks and allows, in plain words."""
    says = []
    if licence.public_domain:
        says.append("Nobody claims copyright in it.")
    elif licence.kind in ("licence", "dedication") or _told(licence):
        says.append(
            "You may copy and share it, also for money."
            if licence.allows_commercial
            else "You may copy and share it, but not for money."
        )
        if not licence.allows_derivatives:
            says.append("You may not share changed versions.")
        elif licence.requires_share_alike:
            says.append("You may change it and must share the result alike.")
        else:
            says.append("You may change it.")
        if licence.requires_attribution:
            says.append("Name the people who made it.")
    return LicenceView(
        name=licence.name,
        short=licence.short or licence.name,
        url=licence.url,
        icons=licence.icons,
        permissions=tuple(shelf.say(sentence) for sentence in says),
    )


def awards(entries: tuple[object, ...], language: str) -> tuple[AwardView, ...]:
    """Prizes with their dates in words."""
    return tuple(
        AwardView(name=one.name, by=one.by, date=words.date(one.date, language) if one.date else None, url=one.url)  # type: ignore[attr-defined]
        for one in entries
    )


def corrections(project: Project, language: str) -> tuple[NoteView, ...]:
    """Corrections, newest first."""
    return tuple(
        NoteView(date=words.date(one.date, language), note=one.note)
        for one in sorted(project.corrections, key=lambda one: one.date, reverse=True)
    )


def pools(shelf: Shelf, project: Project) -> tuple[PoolView, ...]:
    """Shares as far as they are shown."""
    found = []
    url = shelf.config.site.url + urls.project(project.id)
    for pool in project.shares:
        total = sum((Decimal(share.parts) for share in pool.split if not share.waived), Decimal(0))
        lines = []
        for share in pool.split if pool.visibility == "public" else ():
            if not share.contributor or shelf.face(share.contributor) is None:
                continue
            given = f"{share.parts} %" if pool.unit == "percent" else f"{share.parts} / {total}"
            given = shelf.say("waived") if share.waived else given
            lines.append(ShareLineView(person=shelf.someone(share.contributor), text=given))
        comment = report_address(shelf, f"The split of {pool.pool}, “{project.title}”", url)
        found.append(
            PoolView(
                pool=pool.pool,
                basis=pool.basis,
                proposed=pool.state == "proposed",
                closes=words.date(pool.closes, shelf.language) if pool.closes else None,
                people=len(pool.split),
                lines=tuple(lines),
                comment=comment if pool.state == "proposed" else "",
            )
        )
    return tuple(found)

"""Feeds as values: of the site, of wholes, of people, of any list."""

from __future__ import annotations

import datetime
import functools
import html
import uuid
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from generator.model.feed import Enclosure, Feed, FeedEntry, FeedImage, FeedLicence, FeedPerson, Transcript
from generator.model.links import resolve_markers
from generator.model.site import FEEDS, FeedFile, Output
from generator.plan import urls
from generator.plan.heads import FEED_FILES
from generator.plan.public import first_day
from generator.plan.shelf import people_count
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from generator.model.anthology import Credit, Project
    from generator.model.config import FeedFormat
    from generator.plan.shelf import Shelf

NEWEST = 50
_CREDITS_IN_FEED = 200
_NEVER = "1970-01-01T00:00:00+00:00"


def feed_outputs(
    shelf: Shelf,
    prefix: str,
    formats: Sequence[FeedFormat],
    kind: str,
    oldest_id: str,
    title: str,
    projects: Callable[[], Iterable[str]],
    **more: object,
) -> Iterator[Output]:
    """One output for each format of a feed."""
    for form in formats:
        path = prefix + FEED_FILES[form]
        yield Output(path, FEEDS, FeedFile(form, _maker(shelf, prefix, path, kind, oldest_id, title, projects, more)))


def _maker(
    shelf: Shelf,
    prefix: str,
    path: str,
    kind: str,
    oldest_id: str,
    title: str,
    projects: Callable[[], Iterable[str]],
    more: dict[str, object],
) -> Callable[[], Feed]:
    def make() -> Feed:
        site = shelf.config.site
        everything = [key for key in projects() if shelf.brief(key).released]
        podcast = bool(everything) and kind == "project" and all(shelf.brief(key).recordings for key in everything)
        chosen = everything if podcast else everything[:NEWEST]
        entries = tuple(entry(shelf, key) for key in chosen)
        editor = site.editor
        authors = (FeedPerson(name=editor.name, url=editor.url or ""),) if editor and editor.name else ()
        image = more.get("image", "")
        return Feed(
            id=feed_id(shelf, kind, oldest_id),
            title=title,
            link=site.url + prefix,
            self_url=site.url + path,
            description=str(more.get("description") or site.tagline or title),
            language=site.language,
            updated=max((one.updated for one in entries), default=_NEVER),
            image=str(image),
            authors=authors,
            entries=entries,
            roles_url=site.url + "roles/",
            owner_email=(editor.email or "") if editor else "",
            podcast_medium=str(more.get("medium", "podcast")),
        )

    return make


def site_id(shelf: Shelf) -> uuid.UUID:
    """The UUID of the site: its own, or one made from its address."""
    site = shelf.config.site
    return uuid.UUID(site.id) if site.id else uuid.uuid5(uuid.NAMESPACE_URL, site.url)


def feed_id(shelf: Shelf, kind: str, oldest_id: str) -> str:
    """An id that survives renames and moves."""
    return f"urn:uuid:{uuid.uuid5(site_id(shelf), f'{kind} {oldest_id}')}"


def oldest(record_id: str, formerly: Iterable[object]) -> str:
    """The oldest id that is not silent."""
    olds = [former.id for former in formerly if not former.silent]  # type: ignore[attr-defined]
    return olds[0] if olds else record_id


@functools.lru_cache(maxsize=1 << 14)
def moment(date: str, timezone: str) -> str:
    """00:00 of a date's first day in a time zone, ISO 8601 with its offset."""
    day = datetime.date.fromisoformat(first_day(date))
    return datetime.datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)).isoformat()


@made("entry")
def entry(shelf: Shelf, project_id: str) -> FeedEntry:
    """A project as a feed announces it, everyone named."""
    project = shelf.project(project_id)
    site = shelf.config.site
    link = site.url + urls.project(project.id)
    published = moment(project.released, site.timezone)
    updated = max((published, *(moment(one.date, site.timezone) for one in project.corrections)))
    cover = project.cover
    social = shelf.pictures.social(cover) if cover is not None else None
    place = project.part_of[0] if project.part_of else None
    return FeedEntry(
        id=feed_id(shelf, "project", oldest(project.id, project.formerly)),
        title=project.title,
        link=link,
        published=published,
        updated=updated,
        summary=project.summary,
        html=entry_html(shelf, project),
        language=project.language,
        people=tuple(
            feed_person(shelf, credit) for credit in project.credits[:_CREDITS_IN_FEED] if credit.kind == "contribution"
        ),
        tags=tuple(tag.name for tag in project.tags),
        licences=tuple(
            FeedLicence(name=one.short or one.name, url=one.url, slug=one.podcast_slug or one.spdx.lower())
            for one in project.licences
        ),
        enclosures=tuple(
            Enclosure(
                url=site.url + shelf.pictures.file(item.file),
                size_bytes=item.file.probe.size_bytes,
                mime=item.file.probe.mime,
                duration_s=item.file.probe.duration_s or 0.0,
                width_px=item.file.probe.width_px or 0,
                height_px=item.file.probe.height_px or 0,
                title=item.title or project.title,
                language=item.language,
            )
            for item in project.media
            if item.kind in ("audio", "video") and item.file is not None
        ),
        image=FeedImage(
            url=site.url + social[0],
            mime="image/png" if social[0].endswith(".png") else "image/jpeg",
            width_px=social[1],
            height_px=social[2],
            alt=cover.alt,
        )
        if social is not None and cover is not None
        else None,
        transcripts=tuple(
            Transcript(url=site.url + shelf.pictures.file(track.file), mime="text/vtt", language=track.language, captions=True)
            for item in project.media
            for track in item.tracks
            if track.kind != "descriptions"
        ),
        season=place.season if place and place.season.isdigit() else "",
        episode=place.number if place and place.number.isdigit() else "",
    )


def feed_person(shelf: Shelf, credit: Credit) -> FeedPerson:
    """Someone credited, in the words of each vocabulary."""
    href = shelf.person_href(credit.contributor)
    role = credit.role
    podcast = role.podcast
    return FeedPerson(
        name=shelf.name(credit),
        url=urls.absolute(shelf.config.site.url, href) if href else "",
        role=role.name,
        podcast_group=podcast.group if podcast else "",
        podcast_role=podcast.role if podcast else "",
        ebu=role.ebu,
        marc=role.marc,
        atom="author" if role.atom == "author" else "contributor",
    )


def entry_html(shelf: Shelf, project: Project) -> str:
    """What a feed reader shows: picture, summary, text, byline; all links absolute."""
    site = shelf.config.site.url
    pieces = []
    social = shelf.pictures.social(project.cover) if project.cover is not None else None
    if social is not None and project.cover is not None:
        alt = html.escape(project.cover.alt)
        pieces.append(f'<p><img src="{site}{social[0]}" alt="{alt}" width="{social[1]}" height="{social[2]}"></p>')
    if project.summary:
        pieces.append(f"<p>{html.escape(project.summary)}</p>")
    prose = project.description
    if prose is not None:
        pictures = prose.pictures

        def picture(name: str) -> str:
            return site + shelf.pictures.file(pictures[name]) if name in pictures else name

        pieces.append(resolve_markers(prose.html, lambda path: site + path.lstrip("/"), picture))
    lines = []
    for byline in shelf.bylines(project):
        names = ", ".join(
            f'<a href="{html.escape(urls.absolute(site, person.href))}">{html.escape(person.name)}</a>'
            if person.href
            else html.escape(person.name)
            for person in byline.people
        )
        lines.append(f"{html.escape(byline.by)} {names}")
    count = people_count(project)
    if lines:
        pieces.append(f"<p>{'; '.join(lines)}</p>")
    if count:
        people = "one person" if count == 1 else f"{count} people"
        pieces.append(f'<p><a href="{site}{urls.credits_page(project.id)}">All credits: {people}</a></p>')
    return "\n".join(pieces)

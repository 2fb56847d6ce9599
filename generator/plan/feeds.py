"""Feeds as values: of the site, of wholes, of people, of any list."""

from __future__ import annotations

import datetime
import functools
import html
import itertools
import uuid
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from generator.model.anthology import Picture, Podcast, Project
from generator.model.feed import Feed, FeedEntry, FeedImage, FeedLicence, FeedPerson
from generator.model.links import resolve_markers
from generator.model.podcasts import podcast_guid
from generator.model.site import FEEDS, FeedFile, Output
from generator.plan import urls
from generator.plan.feed_files import enclosures
from generator.plan.heads import FEED_FILES
from generator.plan.podcasts import artwork, chapters_url, in_podcast, is_podcast, transcripts
from generator.plan.public import first_day
from generator.plan.shelf import excerpt, people_count
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from generator.model.anthology import Credit
    from generator.model.config import FeedFormat
    from generator.plan.shelf import Shelf

NEWEST = 50
_CREDITS_IN_FEED = 1000
NO_DATE = "1970-01-01T00:00:00+00:00"


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
        dated = (key for key in projects() if shelf.brief(key).released)
        whole = more.get("whole")
        podcast = isinstance(whole, Project) and is_podcast(shelf, whole.id)
        entries = tuple(entry(shelf, key) for key in itertools.islice(dated, None if podcast else NEWEST))
        editor = site.editor
        authors = (FeedPerson(name=editor.name, url=editor.url or ""),) if editor and editor.name else ()
        cover = more.get("cover")
        return Feed(
            id=feed_id(shelf, kind, oldest_id),
            title=title,
            link=site.url + prefix,
            self_url=site.url + path,
            description=str(more.get("description") or site.tagline or title),
            language=site.language,
            updated=max((one.updated for one in entries), default=NO_DATE),
            image=_cover_url(shelf, cover if isinstance(cover, Picture) else None, square=podcast) or icon(shelf),
            icon=icon(shelf),
            artwork=_cover_url(shelf, whole.cover, square=True) if isinstance(whole, Project) and podcast else "",
            authors=authors,
            entries=entries,
            roles_url=roles_url(shelf),
            stylesheet=feed_style(shelf, path),
            owner_email=(editor.email or "") if editor else "",
            **(_channel(shelf, whole) if isinstance(whole, Project) else {}),
        )

    return make


STYLE = "feeds/feed.css"
"""Where the style sheet of feeds lies: its address stays when it changes, or every feed would change with it."""


def feed_style(shelf: Shelf, path: str) -> str:
    """The address of the style sheet as a feed at this path names it; nothing where the theme has none."""
    return "../" * path.count("/") + STYLE if _styled(shelf) else ""


@made("feeds_styled")
def _styled(shelf: Shelf) -> bool:
    shelf.tracker.note("assets")
    return shelf.makes("feeds") and "feed.css" in shelf.theme.static


def icon(shelf: Shelf) -> str:
    """The site's own picture, for feeds that are about nothing that has one."""
    return f"{shelf.config.site.url}icon-512.png" if shelf.makes("icons") else ""


def _cover_url(shelf: Shelf, cover: Picture | None, *, square: bool) -> str:
    """The picture of a feed: that of a podcast is square and large."""
    drawn = artwork(shelf, cover) if square else None
    social = shelf.pictures.social(cover) if cover is not None else None
    address = drawn.path if drawn is not None else social[0] if social is not None else ""
    return shelf.config.site.url + address if address else ""


def _channel(shelf: Shelf, whole: Project) -> dict[str, Any]:
    """What the feed of a whole says of the whole itself."""
    told = whole.podcast or Podcast()
    return {
        "people": feed_people(shelf, whole),
        "licences": feed_licences(whole),
        "copyright": copyright_line(whole),
        "podcast_medium": whole.medium.podcast,
        "podcast_guid": told.guid or whole_guid(shelf.config.site.url, whole),
        "explicit": told.explicit,
        "serial": told.order == "serial",
        "complete": told.complete,
        "moved_to": told.moved_to,
    } | ({"categories": told.categories} if told.categories else {})


def whole_guid(site_url: str, whole: Project) -> str:
    """What podcast apps call a whole that does not say so itself: the same after a change of its id."""
    return podcast_guid(site_url + urls.project(oldest(whole.id, whole.formerly)) + FEED_FILES["rss"])


def feed_people(shelf: Shelf, project: Project) -> tuple[FeedPerson, ...]:
    """Everyone credited, once for each credit; a group is followed by its members."""
    found = []
    for credit in project.credits[:_CREDITS_IN_FEED]:
        one = feed_person(shelf, credit)
        found.append(one)
        for member in credit.members:
            if shelf.face(member.contributor) is not None:
                view = shelf.member(member)
                url = urls.absolute(shelf.config.site.url, view.href) if view.href else ""
                found.append(
                    msgspec.structs.replace(one, name=view.name, url=url, atom="contributor", detail=member.detail, character="")
                )
    return tuple(found)


def copyright_line(project: Project) -> str:
    """Who holds the rights, where the manifest says so."""
    year = f"{project.year} " if project.year else ""
    return f"© {year}{project.rights_holder}" if project.rights_holder else ""


def feed_licences(project: Project) -> tuple[FeedLicence, ...]:
    """Licences by the names of the podcast namespace."""
    return tuple(
        FeedLicence(name=one.short or one.name, url=one.url, slug=one.podcast_slug or one.spdx.lower())
        for one in project.licences
    )


def roles_url(shelf: Shelf) -> str:
    """Where the site explains its own words for roles."""
    return shelf.config.site.url + "roles/"


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
    cover = shelf.likeness(project)
    social = shelf.pictures.social(cover) if cover is not None else None
    place = project.part_of[0] if project.part_of else None
    full = shelf.config.feeds.content == "full"
    return FeedEntry(
        id=feed_id(shelf, "project", oldest(project.id, project.formerly)),
        title=project.title,
        link=link,
        published=published,
        updated=updated,
        summary=project.summary if full else project.summary or _beginning(project),
        html=entry_html(shelf, project) if full else "",
        language=project.language,
        people=feed_people(shelf, project),
        tags=tuple(tag.name for tag in project.tags),
        licences=feed_licences(project),
        copyright=copyright_line(project),
        enclosures=enclosures(shelf, project),
        image=FeedImage(
            url=site.url + social[0],
            mime="image/png" if social[0].endswith(".png") else "image/jpeg",
            width_px=social[1],
            height_px=social[2],
            alt=cover.alt,
        )
        if social is not None and cover is not None
        else None,
        transcripts=transcripts(shelf, project),
        chapters=chapters_url(shelf, project),
        season=place.season if place and place.season.isdigit() else "",
        episode=place.number if place and place.number.isdigit() else "",
        episode_type=project.podcast.episode if project.podcast else "full",
        explicit=project.podcast is not None and project.podcast.explicit,
        artwork=_cover_url(shelf, cover, square=True) if in_podcast(shelf, project) else "",
        project=project.id,
        podcast_medium=project.medium.podcast,
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
        kind=credit.kind,
        detail=credit.detail,
        character=credit.character,
    )


def _beginning(project: Project) -> str:
    return excerpt(project.description.text) if project.description else ""


def entry_html(shelf: Shelf, project: Project) -> str:
    """What a feed reader shows: picture, summary, text, byline; all links absolute."""
    site = shelf.config.site.url
    pieces = []
    likeness = shelf.likeness(project)
    social = shelf.pictures.social(likeness) if likeness is not None else None
    if social is not None and likeness is not None:
        alt = html.escape(likeness.alt)
        pieces.append(f'<p><img src="{site}{social[0]}" alt="{alt}" width="{social[1]}" height="{social[2]}"></p>')
    if project.summary:
        pieces.append(f"<p>{html.escape(project.summary)}</p>")
    prose = project.description
    if prose is not None:
        pictures = prose.pictures

        def picture(name: str) -> str:
            return site + shelf.pictures.whole(pictures[name]) if name in pictures else name

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
        everyone = html.escape(f"{shelf.say('All credits')} ({count})")
        pieces.append(f'<p><a href="{site}{urls.credits_page(project.id)}">{everyone}</a></p>')
    return "\n".join(pieces)

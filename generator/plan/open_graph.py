"""How a page looks when it is shared: Open Graph, Twitter card, the byline of Mastodon."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from generator.plan.views import MetaView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.anthology import Contributor, Link, Project
    from generator.plan.facts import CreditLine, PageFacts, PictureFacts

PEOPLE_LIMIT: Final = 30
"""People in one page's head: the page itself names them all."""

_LARGE_PX: Final = 600
_HANDLE = re.compile(r"https?://([^/?#]+)/@([\w.-]+)(?:@([\w.-]+\.[\w-]+))?/?")
_NO_FEDIVERSE = re.compile(r"(?:.+\.)?(?:medium|tiktok|youtube)\.com")
# Property for each role's schema.org property or id. Source: ogp.me.
_PEOPLE: Final[dict[str, dict[str, str]]] = {
    "video": {"director": "video:director", "actor": "video:actor", "author": "video:writer"},
    "music": dict.fromkeys(("byArtist", "performer", "musician", "singer", "songwriter", "composer"), "music:musician"),
    "book": {"author": "book:author"},
    "article": {"author": "article:author"},
}
_DATES: Final = {
    "video": "video:release_date",
    "music": "music:release_date",
    "book": "book:release_date",
    "article": "article:published_time",
}
_TAGS: Final = {"video": "video:tag", "book": "book:tag", "article": "article:tag"}
_WITH_DURATION: Final = frozenset({"video.movie", "video.episode", "video.other", "music.song"})
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T.*)?")


def open_graph(
    page: PageFacts,
    *,
    project: Project | None = None,
    contributor: Contributor | None = None,
    credits: Iterable[CreditLine] = (),  # noqa: A002 (the field's word)
    picture: PictureFacts | None = None,
    video: PictureFacts | None = None,
    audio: PictureFacts | None = None,
    creators: Iterable[Contributor] = (),
) -> tuple[MetaView, ...]:
    """The `<meta>` elements of a shared page: of a project, of a contributor, or of any other page.

    The first of the `creators` whose profile is in the fediverse becomes the byline there. Twitter's title, description and
    picture fall back to Open Graph's. Source: ogp.me; STANDARDS 4.
    """
    kind = project.medium.open_graph if project else "profile" if contributor else "website"
    family = kind.partition(".")[0]
    named = [("og:type", kind), ("og:title", page.title), ("og:url", page.url), ("og:site_name", page.site.title)]
    named += [("og:description", page.description), ("og:locale", _locale(page.language or page.site.language))]
    if picture is not None:
        sizes = [("og:image:width", _count(picture.width_px)), ("og:image:height", _count(picture.height_px))]
        named += [("og:image", picture.url), ("og:image:type", picture.mime), *sizes, ("og:image:alt", picture.alt)]
    for name, file in (("og:video", video), ("og:audio", audio)):
        if file is not None:
            sizes = [(f"{name}:width", _count(file.width_px)), (f"{name}:height", _count(file.height_px))]
            secure = file.url if file.url.startswith("https://") else ""
            named += [(name, file.url), (f"{name}:secure_url", secure), (f"{name}:type", file.mime), *sizes]
    if project is not None:
        named += [*_people(family, credits), *_work(project, kind, family)]
    if contributor is not None:
        named.append(("profile:username", contributor.id))
    metas = [MetaView(property=name, content=content) for name, content in named if name and content]
    large = picture is not None and picture.width_px >= _LARGE_PX
    metas.append(MetaView(name="twitter:card", content="summary_large_image" if large else "summary"))
    handle = next((found for creator in creators if (found := fediverse_handle(creator.links))), "")
    if handle:
        metas.append(MetaView(name="fediverse:creator", content=handle))
    return tuple(metas)


def fediverse_handle(links: Iterable[Link]) -> str:
    """The @user@host of the first link that is a profile of theirs, or nothing."""
    for link in links:
        match = _HANDLE.fullmatch(link.url) if link.me else None
        if match and not _NO_FEDIVERSE.fullmatch(match[1].lower()):
            return f"@{match[2]}@{match[3] or match[1].lower()}"
    return ""


def _people(family: str, lines: Iterable[CreditLine]) -> list[tuple[str, str]]:
    """Profile pages of the people that this family of types has properties for, with the parts they play."""
    properties = _PEOPLE.get(family, {})
    found: list[tuple[str, str]] = []
    for line in lines:
        credit = line.credit
        name = next((properties[word] for word in (credit.role.id, *credit.role.schema) if word in properties), "")
        if not name or not line.url or credit.kind != "contribution" or credit.consent in ("anonymous", "declined"):
            continue
        character = credit.character if name == "video:actor" else ""
        if (name, line.url) in found and not character:
            continue
        found.append((name, line.url))
        if character:
            found.append(("video:actor:role", character))
        if len(found) >= PEOPLE_LIMIT:
            break
    return found


def _work(project: Project, kind: str, family: str) -> list[tuple[str, str]]:
    """Date, tags, length, ISBN: each where this type has a property for it."""
    released = project.released if _FULL_DATE.fullmatch(project.released) else ""
    seconds = _duration_s(project) if kind in _WITH_DURATION else 0.0
    isbn = next((number.value for number in project.identifiers if number.scheme == "isbn"), "") if family == "book" else ""
    found = [(_DATES.get(family, ""), released), (f"{family}:duration", _count(round(seconds))), ("book:isbn", isbn)]
    return found + [(_TAGS.get(family, ""), tag.name) for tag in project.tags]


def _duration_s(project: Project) -> float:
    """The length of the first recording."""
    probes = [item.file.probe for item in project.media if item.kind in ("video", "audio") and item.file is not None]
    seconds = probes[0].duration_s if probes else None
    return seconds if seconds is not None and math.isfinite(seconds) else 0.0


def _locale(language: str) -> str:
    """pt_PT for pt-PT; nothing for a language without a territory, which Open Graph cannot say."""
    parts = language.split("-")
    territory = next((part for part in parts[1:] if len(part) == 2 and part.isalpha()), "")
    return f"{parts[0].lower()}_{territory.upper()}" if territory else ""


def _count(number: int) -> str:
    return str(number) if number > 0 else ""

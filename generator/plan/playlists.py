"""An album as a playlist for other players."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from generator.model.site import FEEDS, DataFile, Output
from generator.plan import urls
from generator.plan.views import Anchor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import MediaItem, Project
    from generator.plan.shelf import Shelf

_FORMATS = (("M3U8", "playlist.m3u8", "audio/mpegurl"), ("XSPF", "playlist.xspf", "application/xspf+xml"))


class _Entry(NamedTuple):
    title: str
    by: str
    length_s: float
    url: str
    page: str


def has_playlist(shelf: Shelf, project: Project) -> bool:
    """Whether a work has several recordings, its own or those of its parts."""
    own = sum(item.kind == "audio" for item in project.media)
    return own > 1 or sum(shelf.brief(other).recordings for _, other in shelf.parts_of(project.id)) > 1


def playlist_anchors(shelf: Shelf, project: Project) -> tuple[Anchor, ...]:
    """The playlists of a work."""
    if not has_playlist(shelf, project):
        return ()
    return tuple(Anchor(label=label, href=urls.project(project.id) + name, type=mime) for label, name, mime in _FORMATS)


def playlists(shelf: Shelf, project: Project) -> Iterator[Output]:
    """The playlists as files, with the addresses of the recordings."""
    if has_playlist(shelf, project):
        for (_, name, _), make in zip(_FORMATS, (_m3u, _xspf), strict=True):
            path = urls.project(project.id) + name
            yield Output(path, FEEDS, DataFile(lambda make=make: make(shelf, project).encode()), project.source)  # type: ignore[misc]


def _entries(shelf: Shelf, project: Project) -> list[_Entry]:
    own = [_entry(shelf, project, item) for item in project.media if item.kind == "audio"]
    if own:
        return own
    parts = [shelf.project(other) for _, other in shelf.parts_of(project.id)]
    return [_entry(shelf, part, item) for part in parts for item in part.media if item.kind == "audio"]


def _entry(shelf: Shelf, project: Project, item: MediaItem) -> _Entry:
    site = shelf.config.site.url
    address = shelf.recordings.sources(item)[-1].src  # the last one is played by most programs
    people = dict.fromkeys(person.name for byline in shelf.bylines(project) for person in byline.people)
    length_s = (item.file.probe.duration_s if item.file is not None else None) or 0
    return _Entry(item.title or project.title, ", ".join(people), length_s, site + address, site + urls.project(project.id))


def _m3u(shelf: Shelf, project: Project) -> str:
    """Source: RFC 8216, 4.1 (UTF-8); EXTINF as players read it: seconds, artist and title."""
    lines = ["#EXTM3U", f"#PLAYLIST:{_line(project.title)}"]
    for one in _entries(shelf, project):
        named = f"{one.by} - {one.title}" if one.by else one.title
        lines += [f"#EXTINF:{round(one.length_s) or -1},{_line(named)}", one.url]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _xspf(shelf: Shelf, project: Project) -> str:
    """Source: XSPF version 1 (xspf.org)."""
    site = shelf.config.site.url
    licence = f"<license>{escape(project.licences[0].url)}</license>" if project.licences and project.licences[0].url else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<playlist version="1" xmlns="http://xspf.org/ns/0/">',
        f"<title>{escape(project.title)}</title><info>{escape(site + urls.project(project.id))}</info>{licence}<trackList>",
    ]
    for number, one in enumerate(_entries(shelf, project), 1):
        by = f"<creator>{escape(one.by)}</creator>" if one.by else ""
        length = f"<duration>{round(one.length_s * 1000)}</duration>" if one.length_s else ""
        lines.append(
            f"<track><location>{escape(one.url)}</location><title>{escape(one.title)}</title>{by}<info>{escape(one.page)}</info>"
            f"<album>{escape(project.title)}</album><trackNum>{number}</trackNum>{length}</track>"
        )
    return "\n".join([*lines, "</trackList></playlist>"]) + "\n"

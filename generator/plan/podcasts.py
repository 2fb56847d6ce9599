"""What podcast apps are told: artwork, chapters, transcripts."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from generator.model.feed import Transcript
from generator.model.links import resolve_markers
from generator.model.site import FEEDS, DataFile, Output
from generator.plan import urls
from generator.plan.json_text import indented
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.anthology import MediaItem, Picture, Project, Prose
    from generator.plan.shelf import Shelf

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|pre|tr|dt|dd|figure|div)>")
_BREAK = re.compile(r"<br ?/?>")
_TAG = re.compile(r"<[^>]*>")
_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
RECORDED = ("audio", "video")


@made("podcast")
def is_podcast(shelf: Shelf, project_id: str) -> bool:
    """Whether this is a whole whose dated parts are all there to be heard or watched."""
    parts = [brief for _, key in shelf.parts_of(project_id) if (brief := shelf.brief(key)).released]
    return bool(parts) and all(brief.recordings for brief in parts)


def in_podcast(shelf: Shelf, project: Project) -> bool:
    """Whether podcast apps show this work: as an episode of some feed, or as the podcast."""
    return bool(project.released and shelf.brief(project.id).recordings) or is_podcast(shelf, project.id)


def artwork(shelf: Shelf, cover: Picture | None) -> Output | None:
    """The square picture that directories want of a cover, or nothing."""
    return shelf.pictures.artwork(cover) if cover is not None else None


def transcripts(shelf: Shelf, project: Project) -> tuple[Transcript, ...]:
    """What is said in a work's recordings, timed or as a text."""
    site = shelf.config.site.url
    found = []
    for item in project.media:
        for track in item.tracks:
            if track.kind != "descriptions":
                url = site + shelf.recordings.captions_address(track.file)
                found.append(
                    Transcript(url=url, mime="text/vtt", language=track.language, captions=True, label=track.label, item=item.id)
                )
        if item.kind in RECORDED and _spoken(item) is not None:
            url = site + _beside(project, item, "transcript.txt")
            found.append(Transcript(url=url, mime="text/plain", language=item.language or project.language, item=item.id))
    return tuple(found)


def chapters_url(shelf: Shelf, project: Project) -> str:
    """Where the chapters of the first recording stand, or nothing."""
    item = next((item for item in project.media if item.kind in RECORDED), None)
    return shelf.config.site.url + _beside(project, item, "chapters.json") if item is not None and item.chapters else ""


def recording_files(project: Project) -> Iterator[Output]:
    """Chapters and transcripts of a work's recordings, as files of their own."""
    for item in project.media:
        if item.kind not in RECORDED:
            continue
        if item.chapters:
            yield _output(project, item, "chapters.json", lambda item=item: _chapters(project, item))  # type: ignore[misc]
        spoken = _spoken(item)
        if spoken is not None:
            yield _output(project, item, "transcript.txt", lambda spoken=spoken: spoken_text(spoken).encode())  # type: ignore[misc]


def _output(project: Project, item: MediaItem, name: str, make: Callable[[], bytes]) -> Output:
    return Output(_beside(project, item, name), FEEDS, DataFile(make), project.source)


def _beside(project: Project, item: MediaItem, name: str) -> str:
    return f"{urls.project(project.id)}{item.id}.{name}"


def _spoken(item: MediaItem) -> Prose | None:
    return item.transcript or item.lyrics


def _chapters(project: Project, item: MediaItem) -> bytes:
    """Source: podcast namespace, JSON chapters 1.2."""
    chapters = [{"startTime": round(one.start_s, 3), "title": one.title} for one in item.chapters]
    return indented({"version": "1.2.0", "title": item.title or project.title, "chapters": chapters}) + b"\n"


def spoken_text(prose: Prose) -> str:
    """A rich text as plain one, a line for each line, an empty line between paragraphs."""
    markup = resolve_markers(prose.html, lambda path: path, lambda name: name)
    markup = _BLOCK_END.sub("\n\n", _BREAK.sub("\n", markup.replace("\n", " ")))
    text = html.unescape(_TAG.sub("", markup))
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    title = f"{prose.title}\n\n" if prose.title else ""
    return title + _LINES.sub("\n\n", lines).strip() + "\n"

"""What a podcast directory would refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import Place, Problem, Severity
from generator.model.podcasts import LEAST_ARTWORK_PX, PLAYED
from generator.plan.feeds import whole_guid
from generator.plan.recordings import copied_mimes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import Project
    from generator.model.config import Config
    from generator.plan.release import Release

_CODE = "podcast-incomplete"
_DRAWN = frozenset({"image/svg+xml"})


def directory_faults(release: Release, config: Config) -> Iterator[Problem]:
    """A hint for each thing that a directory would refuse of the podcasts that readers see.

    Only works that are meant as podcasts are looked at: of that medium, or with a key `podcast`. Source: Apple Podcasts, RSS feed
    requirements.
    """
    parts: dict[str, list[Project]] = {}
    for project in release.listed.values():
        for place in project.part_of:
            parts.setdefault(place.project, []).append(project)
    for key, episodes in sorted(parts.items()):
        whole = release.listed.get(key)
        if whole is None or (whole.medium.id != "podcast" and whole.podcast is None):
            continue
        for message, hint in (*_show(whole, config), *_feeds(config)):
            yield _hint(whole, message, hint)
        for episode in sorted(episodes, key=lambda one: one.id):
            for message, hint in _episode(episode, config):
                yield _hint(episode, message, hint)
        yield from _twice(episodes)


def _hint(project: Project, message: str, hint: str) -> Problem:
    return Problem(Place(project.source), _CODE, message, hint, severity=Severity.HINT)


def _show(whole: Project, config: Config) -> Iterator[tuple[str, str]]:
    probe = whole.cover.file.probe if whole.cover is not None else None
    if probe is None:
        yield "a podcast without a cover is refused by directories", "add cover: a picture of 3000 pixels a side"
    elif probe.mime in _DRAWN or probe.width_px is None or probe.height_px is None:
        yield "directories take covers as JPEG or PNG only", "draw it as a picture of 3000 pixels a side"
    elif min(probe.width_px, probe.height_px) < LEAST_ARTWORK_PX:
        message = f"the cover is {probe.width_px} × {probe.height_px} pixels and is enlarged: directories want 1400 at least"
        yield message, "take a picture of 3000 pixels a side"
    if not whole.summary:
        yield "directories show what a podcast is about", "add summary: one sentence"
    if whole.podcast is None or not whole.podcast.categories:
        yield "directories sort by category, and without one this is under Arts", "add podcast: {category: [...]}"
    if whole.podcast is None or not whole.podcast.guid:
        guid = whole_guid(config.site.url, whole)
        message = "podcast apps know a podcast by an id that is given once, and this one's is made of the site's address"
        yield message, f"add podcast: {{guid: {guid}}}, so that it stays when the site moves"
    editor = config.site.editor
    if editor is None or not editor.email:
        hint = "add email to site.editor in config.yaml"
        yield "directories send a letter to the podcast's owner, whose address is missing", hint


def _feeds(config: Config) -> Iterator[tuple[str, str]]:
    if "rss" not in config.feeds.wholes:
        yield "directories read RSS, which wholes do not have here", "add rss to feeds.wholes in config.yaml"
    if not config.site.url.startswith("https://"):
        yield "directories take https only, and the site's address is http", "change site.url in config.yaml"


def _episode(episode: Project, config: Config) -> Iterator[tuple[str, str]]:
    if not episode.released:
        yield "an episode without a date is in no feed", "add released: 2025-11-02"
    first = next((item for item in episode.media if item.kind in ("audio", "video")), None)
    if first is None:
        yield "an episode without sound or film makes the feed one that directories refuse", "add media: [{audio: ...}]"
    elif first.file is not None and PLAYED.isdisjoint(
        (first.file.probe.mime, *copied_mimes(first.kind, first.file.probe, config.media))
    ):
        name = first.file.name.rpartition(".")[2].upper()
        yield f"directories do not take {name} files as episodes", "take MP3 or M4A, or MP4 for film"


def _twice(episodes: list[Project]) -> Iterator[Problem]:
    """Two full episodes of one season with one number."""
    seen: dict[tuple[str, str], Project] = {}
    for episode in sorted(episodes, key=lambda one: one.id):
        place = episode.part_of[0]
        if not place.number or (episode.podcast is not None and episode.podcast.episode != "full"):
            continue
        other = seen.setdefault((place.season, place.number), episode)
        if other is not episode:
            season = f" of season {place.season}" if place.season else ""
            message = f'episode {place.number}{season} is also "{other.id}"'
            yield _hint(episode, message, "give each its own number, or say podcast: {episode: bonus}")

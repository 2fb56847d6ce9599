"""What a work says of itself because of what it is: its length, its series, its album, the song that was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.plan.structured_people import people_of
from generator.plan.structured_words import Node, filled, iso_duration, mentioned, numbered, one, supertypes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.anthology import Identifier, Project
    from generator.model.registries import Registries
    from generator.plan.facts import CreditLine, EncodingFacts, SiteFacts, WorkFacts

# Which catalogue numbers have a property of their own, on which type.
_NUMBERS: Final = {
    "isbn": ("isbn", "Book"),
    "isrc": ("isrcCode", "MusicRecording"),
    "eidr": ("titleEIDR", "Movie"),
    "issn": ("issn", "Periodical"),
}
_LASTING: Final = frozenset({"Movie", "MusicRecording", "PodcastEpisode", "TVEpisode"})
"""Types whose works have a length. Source: schema.org, duration."""
_ARTISTS: Final = ("main_artist", "featured_artist", "singer", "performer", "ensemble", "instrumentalist")


def identified(numbers: tuple[Identifier, ...], types: tuple[str, ...], registries: Registries) -> Node:
    """The numbers by which catalogues know a work."""
    own: Node = {"identifier": [numbered(number) for number in numbers]}
    allowed = supertypes(types, registries)
    for number in numbers:
        name, kind = _NUMBERS.get(number.scheme, ("", ""))
        if name and kind in allowed:
            own.setdefault(name, number.value)
    return own


def lasting(types: tuple[str, ...], encodings: Sequence[EncodingFacts]) -> Node:
    """How long a work is: as long as its first recording."""
    first = next((item.duration_s for item in encodings if item.kind in ("audio", "video")), 0.0)
    return {"duration": iso_duration(first)} if _LASTING.intersection(types) else {}


def episode(project: Project, types: tuple[str, ...], part_of: tuple[WorkFacts, ...]) -> Node:
    """The place of an episode in its series."""
    if not part_of or not {"PodcastEpisode", "TVEpisode"}.intersection(types):
        return {}
    place = project.part_of[0]
    season = {"@type": "CreativeWorkSeason", "seasonNumber": place.season} if place.season else {}
    return {"partOfSeries": mentioned(part_of[0]), "episodeNumber": place.number, "partOfSeason": season}


def music(
    project: Project,
    types: tuple[str, ...],
    lines: Sequence[CreditLine],
    site: SiteFacts,
    *,
    encodings: Sequence[EncodingFacts] = (),
    part_of: tuple[WorkFacts, ...] = (),
    parts: tuple[WorkFacts, ...] = (),
) -> Node:
    """Of a recording: who performs, its album, the song that is sung; of an album: its tracks."""
    if "MusicAlbum" in types:
        tracks = [mentioned(part) for part in parts if "MusicRecording" in part.types] or [
            filled({"@type": "MusicRecording", "name": item.name, "duration": iso_duration(item.duration_s), "url": item.page})
            for item in encodings
            if item.kind == "audio"
        ]
        return {"track": tracks, "numTracks": len(tracks)}
    if "MusicRecording" not in types:
        return {}
    iswc = next((number.value for number in project.identifiers if number.scheme == "iswc"), "")
    song = {
        "composer": people_of(lines, ("composer", "songwriter"), site),
        "lyricist": people_of(lines, ("lyricist", "songwriter"), site),
        "iswcCode": iswc,
    }
    album = next((whole for whole in part_of if "MusicAlbum" in whole.types), None)
    return {
        "byArtist": one(people_of(lines, _ARTISTS, site)),
        "inAlbum": mentioned(album) if album else {},
        "recordingOf": filled({"@type": "MusicComposition", "name": project.title, **song}) if any(song.values()) else {},
    }

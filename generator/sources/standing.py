"""What must be known of every project and every manifest without reading it again."""

from __future__ import annotations

import msgspec

from generator.errors import Problem
from generator.model.anthology import Project
from generator.sources.units import Kind


class Standing(msgspec.Struct, array_like=True, frozen=True):
    """Whether a project is published, and what it is tied to, as its manifest says."""

    status: str
    released: str
    listed: bool
    wholes: tuple[str, ...] = ()
    """What it is a part of."""
    sources: tuple[str, ...] = ()
    """The projects it was made from."""
    pieces: tuple[str, ...] = ()
    """The projects that single media items were made from."""

    @property
    def tied(self) -> bool:
        """Whether it is a part of something or was made from something."""
        return bool(self.wholes or self.sources or self.pieces)


def standing(project: Project) -> Standing:
    """How a project stands."""
    sources = tuple(one.project for one in project.made_from if one.project)
    pieces = tuple(one.project for item in project.media for one in item.made_from if one.project)
    return Standing(
        project.status,
        project.released,
        project.listed,
        tuple(part.project for part in project.part_of),
        sources,
        pieces,
    )


class LibraryState(msgspec.Struct, array_like=True):
    """A site's content as it is remembered; the records themselves are fetched as they are asked for."""

    context: bytes
    """The digest of what every manifest was read with."""
    sources: dict[str, tuple[Kind, str]]
    """Every manifest, with the kind and the id of what it describes."""
    short: dict[str, str]
    """Those who stand in contributors.yaml, id to name."""
    standings: dict[str, Standing]
    mentioned: dict[str, int]
    unknown_roles: dict[str, int]
    troubles: dict[str, tuple[Problem, ...]]
    """What is wrong with single manifests."""
    general: list[Problem]
    """What is wrong with the site as a whole."""

"""Who is named in a published file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.media import Rights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.anthology import Credit, MediaItem, Picture, Project

_MOST_NAMES = 6


def rights(project: Project, source: str, name: Callable[[Credit], str], page: str) -> Rights:
    """The makers and the licence of one file of a work: its own where the manifest says them, else those of the work.

    What a picture's `credit` says is its credit line, whoever else is named; `name` prints a credit, `page` is the address.
    """
    item = next((one for one in project.media if source in _files(one)), None)
    own = [
        one for one in project.credits if item is not None and one.part == item.id and one.kind == "contribution" and not one.at
    ]
    leads = [credit for role in project.medium.lead_roles for credit in project.credits if credit.role.id == role]
    names = list(dict.fromkeys(name(credit) for credit in own or leads or project.credits[:3]))
    creator = "; ".join(names[:_MOST_NAMES])
    said = next((picture.credit for picture in _pictures(project) if picture.file.source == source and picture.credit), "")
    licences = (item.licences if item is not None else ()) or project.licences
    holder = project.rights_holder or creator
    return Rights(
        creator="" if said and not own else creator,
        credit_line=said or creator,
        copyright="" if said and not own else " ".join(text for text in (f"© {project.year}".strip(), holder) if holder),
        license_url=licences[0].url if licences and not said else "",
        web_statement=page,
        title=(item.title or project.title) if item is not None else "",
    )


def _files(item: MediaItem) -> Iterator[str]:
    if item.file is not None:
        yield item.file.source
    yield from (picture.file.source for picture in item.pictures)


def _pictures(project: Project) -> Iterator[Picture]:
    """The pictures whose makers may be named in a line of their own."""
    yield from (picture for picture in (project.cover, *(item.poster for item in project.media)) if picture is not None)

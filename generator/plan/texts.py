"""Which texts of a work are its chapters, which are one text in several languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.plan import urls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.anthology import MediaItem, Project


class Chapter(NamedTuple):
    """One text in all languages it is there in; the first is the one that stands for it."""

    versions: tuple[MediaItem, ...]


def chapters(project: Project) -> tuple[Chapter, ...]:
    """The texts of a work in their order.

    Texts are versions of one another where their languages differ and their ids do not, but for a language at the end
    (`story-en`, `story-pt`), or where each text of the work has a language of its own. The version in the work's
    language comes first.
    """
    texts = [item for item in project.media if item.kind == "text"]
    languages = [item.language for item in texts]
    one = len(texts) > 1 and all(languages) and len(set(languages)) == len(texts)
    groups: dict[str, list[MediaItem]] = {}
    for item in texts:
        name = "" if one else _stem(item, project)
        group = groups.setdefault(name, [])
        if any((other.language or project.language) == (item.language or project.language) for other in group):
            groups[item.id] = [item]  # the same language twice: not a version, whatever it is called
        else:
            group.append(item)
    return tuple(
        Chapter(tuple(sorted(group, key=lambda item: (item.language or project.language) != project.language)))
        for group in groups.values()
    )


def versions_of(project: Project, parts: Sequence[Chapter], chapter: Chapter) -> list[tuple[MediaItem, str]]:
    """Each version of a chapter with where it is read: the only text of a work is read on the work's page."""
    found = [(item, urls.item(project.id, item.id)) for item in chapter.versions]
    if len(parts) == 1:
        found[0] = (found[0][0], urls.project(project.id))
    return found


def stands_on_work(project: Project, item: MediaItem) -> bool:
    """Whether a text is shown, or named as a chapter, on the work's page; other versions are led to from there."""
    return item.kind != "text" or any(item is chapter.versions[0] for chapter in chapters(project))


def _stem(item: MediaItem, project: Project) -> str:
    language = (item.language or project.language).lower()
    return item.id.removesuffix(f"-{language}") if language else item.id

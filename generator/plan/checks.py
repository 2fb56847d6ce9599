"""What is wrong with a plan: links that lead nowhere, projects that are not ready for release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import Place, Problem, Severity, did_you_mean
from generator.model.anthology import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from generator.model.anthology import Anthology, Collection, Contributor
    from generator.model.config import ReleaseRules


def dead_links(
    source: str, links: Iterable[str], outputs: Container[str], known: Callable[[], Iterable[str]]
) -> Iterator[Problem]:
    """A problem for each link in a text to a page of this site that will not be there; `links` are as they were written."""
    for link in links:
        path = link.partition("#")[0].partition("?")[0].lstrip("/")
        if not link.startswith("/"):
            continue
        wanted = path + "index.html" if not path or path.endswith("/") else path
        if wanted not in outputs and path + "/index.html" not in outputs:
            near = did_you_mean(path, (one.removesuffix("index.html") for one in known() if one.endswith("/index.html")))
            yield Problem(Place(source), "dead-link", f"the text links to {link}, and nothing is published there", near)


def project_links(project: Project) -> Iterator[str]:
    """The links to pages of this site in a work's texts."""
    for prose in (project.description, *(p for item in project.media for p in (item.text, item.transcript, item.lyrics))):
        yield from prose.links if prose is not None else ()


def release_rules(project: Project, rules: ReleaseRules) -> Iterator[Problem]:
    """Errors for a project about to be published that lacks what the configuration requires, or somebody's consent."""
    if rules.require_consent:
        yield from unasked(project)
    for key in rules.require:
        if _lacks(project, key):
            message = f"the configuration wants {key} on every released project, and this one has none"
            yield Problem(Place(project.source), "release-incomplete", message, f"add {key}, or set status: draft")


def unasked(record: Project | Collection) -> Iterator[Problem]:
    """An error that names all whom nobody has asked about being credited here."""
    found = sorted({credit.contributor or credit.name for credit in record.credits if credit.consent in (None, "unasked")})
    if found:
        names = ", ".join(found[:12]) + (f" and {len(found) - 12} more" if len(found) > 12 else "")
        hint = "ask them, then write consent: granted (or anonymous, or declined) on their credits"
        hint += f"; creditroll proof {record.id} writes the letters" if isinstance(record, Project) else ""
        yield Problem(Place(record.source), "consent-missing", f"nobody has asked {names} about this credit", hint)


def _lacks(project: Project, key: str) -> bool:
    match key:
        case "license":
            return not project.licences
        case "cover":
            return project.cover is None
        case "summary":
            return not project.summary
        case "released":
            return not project.released
        case "language":
            return not project.language
        case "alt":
            pictures = [
                *(picture for item in project.media for picture in item.pictures),
                *([project.cover] if project.cover else []),
            ]
            return any(not picture.alt and not picture.decorative for picture in pictures)
        case "captions":
            return any(item.kind == "video" and not any(t.kind == "captions" for t in item.tracks) for item in project.media)
        case "transcript":
            return any(
                item.kind in ("audio", "video") and item.transcript is None and item.lyrics is None for item in project.media
            )
        case _:
            return False


def hidden_references(project: Project, anthology: Anthology, listed: Callable[[str], bool]) -> Iterator[Problem]:
    """A hint for each reference of a published project to something that readers do not see; `project` is as it was written."""
    for target, what in (
        *((part.project, "a part of") for part in project.part_of),
        *((source.project, "made from") for source in project.made_from if source.project),
    ):
        if target in anthology.projects and not listed(target):
            message = f'"{project.id}" is {what} "{target}", which readers do not see, so that is left out'
            yield Problem(Place(project.source), "refers-to-draft", message, severity=Severity.HINT)


def unused_people(people: Iterable[Contributor]) -> Iterator[Problem]:
    """A hint for each of these, whom nothing credits."""
    for person in people:
        message = f'"{person.id}" is credited on nothing, so no page is made'
        yield Problem(Place(person.source), "unused-contributor", message, severity=Severity.HINT)

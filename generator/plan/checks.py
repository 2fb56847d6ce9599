"""What is wrong with a plan: links that lead nowhere, projects that are not ready for release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import Place, Problem, Severity, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.model.anthology import Anthology, Project, Prose
    from generator.model.config import Config
    from generator.model.site import Output
    from generator.plan.release import Published
    from generator.plan.shelf import Shelf


def dead_links(shelf: Shelf, outputs: Mapping[str, Output]) -> Iterator[Problem]:
    """A problem for each link in a text to a page of this site that will not be there."""
    for source, prose in _texts(shelf):
        for link in prose.links:
            path = link.partition("#")[0].partition("?")[0].lstrip("/")
            if not link.startswith("/"):
                continue
            wanted = path + "index.html" if not path or path.endswith("/") else path
            if wanted not in outputs and path + "/index.html" not in outputs and wanted not in _LATER:
                near = did_you_mean(path, (one.removesuffix("index.html") for one in outputs if one.endswith("/index.html")))
                yield Problem(Place(source), "dead-link", f"the text links to {link}, and nothing is published there", near)


_LATER = frozenset({"sitemap.xml", "robots.txt", "feeds/index.html", "feeds/feeds.opml"})


def _texts(shelf: Shelf) -> Iterator[tuple[str, Prose]]:
    published = shelf.published
    for project in (*published.projects.values(), *published.unlisted.values()):
        for prose in (project.description, *(p for item in project.media for p in (item.text, item.transcript, item.lyrics))):
            if prose is not None:
                yield project.source, prose
    for person in published.contributors.values():
        if person.bio is not None:
            yield person.source, person.bio
    for collection in published.collections.values():
        if collection.introduction is not None:
            yield collection.source, collection.introduction
    for page in published.pages.values():
        yield page.source, page.text


def release_rules(published: Published, anthology: Anthology, config: Config) -> Iterator[Problem]:
    """Errors for projects about to be published that lack what the configuration requires, or somebody's consent."""
    for project in (*published.projects.values(), *published.unlisted.values()):
        original = anthology.projects[project.id]
        if config.release.require_consent:
            unasked = sorted(
                {credit.contributor or credit.name for credit in original.credits if credit.consent in (None, "unasked")}
            )
            if unasked:
                names = ", ".join(unasked[:12]) + (f" and {len(unasked) - 12} more" if len(unasked) > 12 else "")
                hint = "ask them, then write consent: granted (or anonymous, or declined) on their credits"
                yield Problem(Place(project.source), "consent-missing", f"nobody has asked {names} about this credit", hint)
        for key in config.release.require:
            if _lacks(project, key):
                message = f"the configuration wants {key} on every released project, and this one has none"
                yield Problem(Place(project.source), "release-incomplete", message, f"add {key}, or set status: draft")


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


def hidden_references(anthology: Anthology, published: Published) -> Iterator[Problem]:
    """A hint for each reference to something that readers do not see."""
    visible = published.projects.keys() | published.unlisted.keys()
    for key in visible:
        project = anthology.projects[key]
        for target, what in (
            *((part.project, "a part of") for part in project.part_of),
            *((source.project, "made from") for source in project.made_from if source.project),
        ):
            if target in anthology.projects and target not in published.projects:
                message = f'"{key}" is {what} "{target}", which readers do not see, so that is left out'
                yield Problem(Place(project.source), "refers-to-draft", message, severity=Severity.HINT)


def unused_people(anthology: Anthology) -> Iterator[Problem]:
    """A hint for each contributor whom nothing credits."""
    used: set[str] = set()
    records = (*(one.credits for one in anthology.projects.values()), *(one.credits for one in anthology.collections.values()))
    for credits_ in records:
        for credit in credits_:
            used.add(credit.contributor)
            used.update(member.contributor for member in credit.members)
    for person in anthology.contributors.values():
        used.update(member.contributor for member in person.members)
    for key in sorted(anthology.contributors.keys() - used):
        person = anthology.contributors[key]
        message = f'"{key}" is credited on nothing, so no page is made'
        yield Problem(Place(person.source), "unused-contributor", message, severity=Severity.HINT)

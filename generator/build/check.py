"""What is wrong with a plan, found without making anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from generator.errors import Place, Problem
from generator.files import PathError, fold, output_path
from generator.model.tracking import Tracker
from generator.plan.checks import dead_links, project_links, release_rules, unasked
from generator.plan.heads import Heads
from generator.plan.plots import outputs_of, page_plots
from generator.plan.public import hidden
from generator.plan.release import Release, everything, in_sight
from generator.plan.shelf import Shelf
from generator.sources.document import relocated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.build.world import World
    from generator.model.anthology import Anthology
    from generator.model.config import ReleaseRules
    from generator.model.site import Output
    from generator.plan.shelf import Options
    from generator.sources.load import Library

LATER = ("sitemap.xml",)
"""What is made when all else is."""


def planned(anthology: Anthology, world: World, options: Options, day: str) -> Iterator[Output]:
    """Every output but media and what is made when all else is; none is made."""
    release = Release(anthology.registries, drafts=options.drafts, proofs=options.proofs)
    release.update(anthology, everything(anthology), day)
    shelf = Shelf(release, world.config, world.theme, Tracker(), options)
    heads = Heads(shelf)
    for key in page_plots(release, world.config, world.theme.makes):
        yield from outputs_of(key, shelf, heads)


def plan_problems(anthology: Anthology, world: World, options: Options, day: str) -> Iterator[Problem]:
    """Addresses that collide or cannot be, links in texts that lead nowhere."""
    known = {key: project for key, project in anthology.projects.items() if project.medium.id in anthology.registries.mediums}
    anthology = msgspec.structs.replace(anthology, projects=known)
    release = Release(anthology.registries, drafts=options.drafts, proofs=options.proofs)
    release.update(anthology, everything(anthology), day)
    outputs: dict[str, Output] = {}
    folded: dict[str, Output] = {}
    for output in planned(anthology, world, options, day):
        yield from _placed(output, outputs, folded)
    from generator.plan.directories import directory_faults

    yield from directory_faults(release, world.config)
    paths = {*outputs, *world.assets.files, *(LATER if not options.preview else ())}
    for source, links in _texts(release):
        yield from dead_links(source, links, paths, lambda: outputs)


def identity_problems(site: Path, library: Library) -> Iterator[Problem]:
    """Who may be there twice or be missing, which licences do not allow what was made, at their places in the manifests."""
    from generator.plan.identity import findings  # what compares names is large, and no build needs it
    from generator.plan.licence_rules import licence_findings

    never: dict[str, frozenset[str]] = {}
    for entry in library.never_print:
        never[entry.contributor] = never.get(entry.contributor, frozenset()) | frozenset(entry.names)
    unknown = [role for role, count in library.unknown_roles.items() if count > 0]
    for one in (*findings(library.anthology, never, unknown), *licence_findings(library.anthology)):
        yield relocated(site, one.source, one.path, one.code, one.message, one.hint, one.severity, key=one.key)


def release_problems(site: Path, anthology: Anthology, rules: ReleaseRules, day: str) -> Iterator[Problem]:
    """What the configuration requires and a published project or collection lacks, at its place."""
    if not (rules.require or rules.require_consent):
        return
    for project in anthology.projects.values():
        if in_sight(project, day, drafts=False):
            for one in release_rules(project, rules):
                path = ("credits",) if one.code == "consent-missing" else ()
                yield relocated(site, project.source, path, one.code, one.message, one.hint, key=bool(path)) if path else one
    for collection in anthology.collections.values() if rules.require_consent else ():
        if collection.status != "withdrawn" and not hidden(collection.status, collection.released, day):
            for one in unasked(collection):
                yield relocated(site, collection.source, ("credits",), one.code, one.message, one.hint, key=True)


def _placed(output: Output, outputs: dict[str, Output], folded: dict[str, Output]) -> Iterator[Problem]:
    try:
        output_path(output.path)
    except PathError as error:
        yield Problem(Place(output.source or output.path), error.code, str(error))
        return
    other = outputs.get(output.path) or folded.get(fold(output.path))
    if other is not None:
        yield collision(output.path, other.source, output.source)
        return
    outputs[output.path] = output
    folded[fold(output.path)] = output


def collision(path: str, first: str, second: str) -> Problem:
    """Two outputs with one address; `first` and `second` are their manifests."""
    sources = sorted({first, second} - {""})
    message = f"two things would be published at /{path}: {' and '.join(sources) or 'the site itself'}"
    guests = [source for source in (second, first) if source and f"/{_id(source)}/" not in f"/{path}"]
    return Problem(Place((guests or [second or first or "content"])[0]), "url-collision", message, "rename one of them")


def _id(source: str) -> str:
    """The id of what a manifest describes."""
    folder, _, name = source.rpartition("/")
    return folder.rpartition("/")[2] if name in ("project.yaml", "contributor.yaml") else name.partition(".")[0]


def _texts(release: Release) -> Iterator[tuple[str, tuple[str, ...]]]:
    for project in release.projects.values():
        yield project.source, tuple(project_links(project))
    for person in release.contributors.values():
        if person.bio is not None:
            yield person.source, person.bio.links
    for collection in release.collections.values():
        if collection.introduction is not None:
            yield collection.source, collection.introduction.links
    for page in release.pages.values():
        yield page.source, page.text.links

"""A site's folder made into its configuration and its anthology."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from generator.errors import Place, Problem, Severity
from generator.model.anthology import Anthology, Collection, Contributor, Project, TextPage
from generator.model.registries import registries
from generator.model.slugs import id_problem
from generator.sources.credits import unknown_roles
from generator.sources.document import read_document, read_header, relocated
from generator.sources.people import read_collection, read_contributor, read_page
from generator.sources.projects import NO_MEDIUM, read_project
from generator.sources.reading import Known, NoMemory, Reading, texts
from generator.sources.settings import NeverPrint, check_menu, read_config, read_never_print

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model.config import Config
    from generator.sources.reading import Remember

SITE_WORDS = frozenset(
    {
        "projects",
        "contributors",
        "collections",
        "medium",
        "roles",
        "tags",
        "years",
        "search",
        "feeds",
        "media",
        "assets",
        "page",
        "pages",
    }
    | {"index", "feed", "404", "robots", "sitemap", "humans", "favicon", "changes", "site"}
)


class Sources(msgspec.Struct, frozen=True):
    """What was read, with all that is wrong with it."""

    config: Config
    anthology: Anthology
    never_print: tuple[NeverPrint, ...]
    problems: tuple[Problem, ...]
    files: frozenset[str]
    """Every media file and text that a manifest names, below the site's folder."""


class Found(msgspec.Struct, frozen=True):
    """The manifests there are, by id, as paths below the site's folder."""

    projects: dict[str, str]
    contributors: dict[str, str]
    collections: dict[str, str]
    pages: dict[str, str]


def read_site(site: Path, remember: Remember | None = None) -> tuple[Sources | None, tuple[Problem, ...]]:
    """Everything a site says; nothing where its configuration cannot be read. All problems of all files at once."""
    problems: list[Problem] = []
    config, config_document = read_config(site, problems)
    if config is None:
        return None, tuple(problems)
    found = _found(site, problems)
    short = _short_contributors(site, found, problems)
    known = Known(projects=frozenset(found.projects), contributors=frozenset(found.contributors) | frozenset(short))
    reading = Reading(site, config, registries(config), known, remember or NoMemory())
    projects: dict[str, Project] = {}
    for project_id, source in found.projects.items():
        project = read_project(reading, read_document(_data(site, source, problems), source), project_id)
        if project is not None:
            projects[project_id] = project
    contributors: dict[str, Contributor] = {
        person: Contributor(id=person, source="content/contributors.yaml", name=name) for person, name in short.items()
    }
    for person, source in found.contributors.items():
        contributor = read_contributor(reading, read_document(_data(site, source, problems), source), person)
        if contributor is not None:
            contributors[person] = contributor
    collections: dict[str, Collection] = {}
    for collection_id, source in found.collections.items():
        collection = read_collection(reading, read_document(_data(site, source, problems), source), collection_id)
        if collection is not None:
            collections[collection_id] = collection
    pages: dict[str, TextPage] = {}
    for page_id, source in found.pages.items():
        document, body, _ = read_header(_data(site, source, problems), source)
        page = read_page(reading, document or read_document(b"", source), body, page_id)
        if page is not None:
            pages[page_id] = page
    check_menu(config, config_document, frozenset(found.pages), frozenset(found.projects), problems)
    never = read_never_print(site, config, known.contributors, problems)
    problems += reading.problems
    projects = inherit(site, projects, config.site.language, problems)
    used: dict[str, int] = {}
    for project in projects.values():
        for credit in project.credits:
            if not credit.role.known:
                used[credit.written_role] = used.get(credit.written_role, 0) + 1
    if (hint := unknown_roles(reading, used)) is not None:
        problems.append(hint)
    anthology = Anthology(reading.registries, projects, contributors, collections, pages)
    return Sources(config, anthology, never, tuple(problems), frozenset(reading.read_files)), tuple(problems)


def _data(site: Path, source: str, problems: list[Problem]) -> bytes:
    try:
        with open(os.path.join(site, source), "rb") as file:  # noqa: PTH118, PTH123 - ten thousand of these
            return file.read()
    except OSError as error:
        problems.append(Problem(Place(source), "missing-file", f"cannot be read: {error.strerror}"))
        return b""


def _found(site: Path, problems: list[Problem]) -> Found:
    content = site / "content"
    if not content.is_dir():
        problems.append(Problem(Place("content"), "not-a-site", "the folder content/ is not there", "creditroll init makes one"))
    return Found(
        projects=dict(_ids(site, _folders(content / "projects", "project.yaml", problems), "project", problems)),
        contributors=dict(_ids(site, _people(content / "contributors", problems), "contributor", problems)),
        collections=dict(_ids(site, _files(content / "collections", ".yaml"), "collection", problems)),
        pages=dict(_ids(site, _files(content / "pages", ".md"), "page", problems)),
    )


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _folders(folder: Path, manifest: str, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    for entry in _entries(folder):
        if entry.is_dir():
            path = Path(entry.path, manifest)
            if os.path.lexists(path):
                yield entry.name, path
            else:
                hint = f"add {manifest}, or move the folder out of content/"
                place = Place((PurePosixPath("content") / folder.name / entry.name).as_posix())
                problems.append(Problem(place, "missing-file", f"this folder has no {manifest}", hint))


def _people(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    yield from _files(folder, ".yaml")
    yield from _folders(folder, "contributor.yaml", problems)


def _files(folder: Path, ending: str) -> Iterator[tuple[str, Path]]:
    for entry in _entries(folder):
        if entry.name.endswith(ending):
            yield entry.name[: -len(ending)], Path(entry.path)


def _ids(site: Path, found: Iterable[tuple[str, Path]], what: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    real_content = (site / "content").resolve()
    for name, path in found:
        source = path.relative_to(site).as_posix()
        place = Place(source)
        if fault := id_problem(name):
            hint = "an id has small letters a to z, digits and single hyphens; rename the file or folder"
            problems.append(Problem(place, "bad-id", f'"{name}" cannot be the id of a {what}: it {fault}', hint))
        elif name in SITE_WORDS and (what == "page" or name == "page"):
            problems.append(Problem(place, "reserved-id", f'"{name}" is an address of the site itself', "choose another name"))
        elif name in seen:
            message = f'two {what}s have the id "{name}": {seen[name]} and {source}'
            problems.append(Problem(place, "duplicate-id", message, "rename one of them"))
        elif path.is_symlink() and not path.resolve().is_relative_to(real_content):
            problems.append(Problem(place, "outside-content", "this is a link to a file outside content/", "copy the file here"))
        elif path.parent.is_symlink() and not path.parent.resolve().is_relative_to(real_content):
            problems.append(
                Problem(place, "outside-content", "its folder is a link to somewhere outside content/", "copy it here")
            )
        elif not path.is_file():
            problems.append(Problem(place, "missing-file", "this is no file"))
        else:
            seen[name] = source
            yield name, source


def _short_contributors(site: Path, found: Found, problems: list[Problem]) -> dict[str, str]:
    source = "content/contributors.yaml"
    if not (site / source).is_file():
        return {}
    document = read_document(_data(site, source, problems), source)
    names = texts(document, problems)
    kept = {}
    for person, name in names.items():
        if person in found.contributors:
            message = f'"{person}" stands here and in {found.contributors[person]}'
            problems.append(document.problem((person,), "duplicate-id", message, "keep one of them", key=True))
        elif fault := id_problem(person):
            problems.append(document.problem((person,), "bad-id", f'"{person}" cannot be an id: it {fault}', key=True))
        elif person == "page":
            problems.append(document.problem((person,), "reserved-id", '"page" is an address of the site itself', key=True))
        elif not name.strip():
            problems.append(document.problem((person,), "missing-key", f'"{person}" has no name'))
        else:
            kept[person] = name
    return kept


def inherit(site: Path, projects: dict[str, Project], language: str, problems: list[Problem]) -> dict[str, Project]:
    """Projects in which each part has its whole's medium, language, licences, cover where it has none of its own.

    Cycles of parts or of lineage are problems that name the ring.
    """
    ring = _ring({key: [part.project for part in project.part_of] for key, project in projects.items()})
    for members in ring:
        names = " → ".join((*members, members[0]))
        problems.append(
            relocated(site, projects[members[0]].source, ("part_of",), "part-cycle", f"wholes and parts go round: {names}")
        )
    lineage = {
        key: [
            source.project
            for source in (*project.made_from, *(s for item in project.media for s in item.made_from))
            if source.project
        ]
        for key, project in projects.items()
    }
    for members in _ring(lineage):
        names = " → ".join((*members, members[0]))
        message = f"the lineage goes round: {names}" if len(members) > 1 else f'"{members[0]}" is made from itself'
        problems.append(relocated(site, projects[members[0]].source, ("made_from",), "lineage-cycle", message))
    if ring:
        return {key: _completed(project, None, language) for key, project in projects.items()}
    done: dict[str, Project] = {}
    for key in projects:
        chain = [key]
        while (parts := projects[chain[-1]].part_of) and parts[0].project in projects and parts[0].project not in done:
            chain.append(parts[0].project)
        for each in reversed(chain):
            project = projects[each]
            whole = done.get(project.part_of[0].project) if project.part_of else None
            done[each] = _completed(project, whole, language)
    for project in done.values():
        if (
            project.medium.id == NO_MEDIUM
            and project.part_of
            and not any(p.code in ("unknown-medium", "missing-medium") for p in problems)
        ):
            message = "neither the project nor its whole says what it is"
            problems.append(relocated(site, project.source, (), "missing-medium", message, "add medium: film, song, poem ..."))
    return {key: done[key] for key in projects}


def _completed(project: Project, whole: Project | None, language: str) -> Project:
    return msgspec.structs.replace(
        project,
        medium=whole.medium if whole is not None and project.medium.id == NO_MEDIUM else project.medium,
        language=project.language or (whole.language if whole else language),
        licences=project.licences or (whole.licences if whole else ()),
        cover=project.cover or (whole.cover if whole else None),
    )


def _ring(edges: dict[str, list[str]]) -> list[list[str]]:
    """Each cycle once, without recursion."""
    state: dict[str, int] = {}
    rings: list[list[str]] = []
    for start, first in edges.items():
        if start in state:
            continue
        path: list[str] = []
        stack = [(start, iter(first))]
        state[start] = 1
        path.append(start)
        while stack:
            node, following = stack[-1]
            for target in following:
                if target not in edges:
                    continue
                if state.get(target) == 1:
                    rings.append(path[path.index(target) :])
                elif target not in state:
                    state[target] = 1
                    path.append(target)
                    stack.append((target, iter(edges[target])))
                    break
            else:
                state[node] = 2
                path.pop()
                stack.pop()
    return rings


def unlisted_files(site: Path, sources: Sources) -> Iterator[Problem]:
    """A hint for each file beside a manifest that nothing names, so that it is not published."""
    for project in sources.anthology.projects.values():
        folder = site / PurePosixPath(project.source).parent
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(site).as_posix()
            if (
                path.is_file()
                and path.suffix != ".yaml"
                and not path.name.startswith(".")
                and name not in sources.files
                and path.suffix != ".csv"
            ):
                yield Problem(
                    Place(name), "unlisted-file", "no manifest names this file, so it is not published", severity=Severity.HINT
                )

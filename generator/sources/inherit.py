"""What parts take over from their wholes; rings of parts or of lineage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from generator.sources.document import relocated
from generator.sources.projects import NO_MEDIUM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.errors import Problem
    from generator.model.anthology import Project, Source


class Inheritance:
    """Projects in which each part has its whole's medium, language, licences, cover where it has none of its own."""

    def __init__(self, site: Path) -> None:
        self.projects: dict[str, Project] = {}
        """The projects with what they take over, by id."""
        self._site = site
        self.tied: set[str] = set()
        """Those that are parts of others or made from something."""
        self._rings: list[Problem] = []

    def update(
        self, projects: Mapping[str, Project], changed: Iterable[str], language: str, problems: list[Problem]
    ) -> frozenset[str]:
        """Those among `projects` that are other than before, whether as written or as taken over.

        Cycles of parts or of lineage are problems that name the ring.
        """
        touched = set(changed)
        if any(key in self.tied or _ties(projects.get(key)) for key in touched):
            self.tied = {key for key, project in projects.items() if _ties(project)}
            self._rings = list(self._find_rings(projects))
        problems += self._rings
        parts: dict[str, list[str]] = {}
        for key in self.tied:
            for part in projects[key].part_of[:1]:
                parts.setdefault(part.project, []).append(key)
        waiting = list(touched)
        while waiting:
            for piece in parts.get(waiting.pop(), ()):
                if piece not in touched:
                    touched.add(piece)
                    waiting.append(piece)
        for key in touched:
            self.projects.pop(key, None)
        whole_again = not self._rings
        for key in sorted(touched):
            chain = [key]
            while whole_again and chain[-1] in projects and projects[chain[-1]].part_of:
                above = projects[chain[-1]].part_of[0].project
                if above not in projects or above in self.projects:
                    break
                chain.append(above)
            for each in reversed(chain):
                project = projects.get(each)
                if project is not None and each not in self.projects:
                    whole = self.projects.get(project.part_of[0].project) if whole_again and project.part_of else None
                    self.projects[each] = _completed(project, whole, language)
        if not any(problem.code in ("unknown-medium", "missing-medium") for problem in problems):
            problems.extend(self._without_medium())
        return frozenset(touched)

    def _without_medium(self) -> Iterator[Problem]:
        for key in sorted(self.tied):
            project = self.projects[key]
            if project.medium.id == NO_MEDIUM and project.part_of:
                message = "neither the project nor its whole says what it is"
                yield relocated(self._site, project.source, (), "missing-medium", message, "add medium: film, song, poem ...")

    def _find_rings(self, projects: Mapping[str, Project]) -> Iterator[Problem]:
        for members in _ring({key: [part.project for part in projects[key].part_of] for key in sorted(self.tied)}):
            names = " → ".join((*members, members[0]))
            message = f"wholes and parts go round: {names}"
            yield relocated(self._site, projects[members[0]].source, ("part_of",), "part-cycle", message)
        lineage = {key: [one.project for one in _sources(projects[key]) if one.project] for key in sorted(self.tied)}
        for members in _ring(lineage):
            names = " → ".join((*members, members[0]))
            message = f"the lineage goes round: {names}" if len(members) > 1 else f'"{members[0]}" is made from itself'
            yield relocated(self._site, projects[members[0]].source, ("made_from",), "lineage-cycle", message)


def _ties(project: Project | None) -> bool:
    return project is not None and bool(project.part_of or project.made_from or any(item.made_from for item in project.media))


def _sources(project: Project) -> tuple[Source, ...]:
    return (*project.made_from, *(source for item in project.media for source in item.made_from))


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

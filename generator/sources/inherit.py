"""What parts take over from their wholes; rings of parts or of lineage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from generator.model.records import Records
from generator.sources.document import relocated
from generator.sources.projects import NO_MEDIUM
from generator.sources.standing import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.errors import Problem
    from generator.model.anthology import Project


class Inheritance:
    """Projects in which each part has its whole's medium, language, licences, cover where it has none of its own."""

    def __init__(self, site: Path) -> None:
        self.projects: Records[Project] = Records(fetch=self._taken_over)
        """The projects with what they take over, by id."""
        self.standings: dict[str, Standing] = {}
        """How each project stands."""
        self._site = site
        self._raw: Mapping[str, Project] = {}
        self._language = ""
        self._parts: dict[str, set[str]] = {}
        self._tied: set[str] = set()
        self._rings: list[Problem] = []
        self._without: set[str] = set()
        """Parts of which neither they nor their wholes say what they are."""

    @property
    def tied(self) -> set[str]:
        """Projects that are parts of others or made from others."""
        return self._tied

    def recall(self, projects: Mapping[str, Project], standings: dict[str, Standing], language: str) -> None:
        """As it was after a look at which nothing was wrong; `projects` are as they were written."""
        self._raw, self._language = projects, language
        for key, found in standings.items():
            self._stands(key, found)
        self.projects = Records(waiting=standings, fetch=self._taken_over)

    def update(
        self, projects: Mapping[str, Project], changed: Iterable[str], language: str, problems: list[Problem]
    ) -> frozenset[str]:
        """Those among `projects` that are other than before, whether as written or as taken over.

        Cycles of parts or of lineage are problems that name the ring.
        """
        touched = set(projects) | self.standings.keys() if language != self._language else set(changed)
        self._raw, self._language = projects, language
        ties = touched & self._tied
        for key in touched:
            project = projects.get(key)
            self._stands(key, standing(project) if project is not None else None)
        if ties or touched & self._tied:
            self._rings = list(self._find_rings(projects))
        problems += self._rings
        waiting = list(touched)
        while waiting:
            for piece in self._parts.get(waiting.pop(), ()):
                if piece not in touched:
                    touched.add(piece)
                    waiting.append(piece)
        if self._rings:
            touched |= self._tied
        for key in touched:
            if key in projects:
                self.projects.wait(key)
            else:
                self.projects.discard(key)
        self._without -= touched
        self._without |= {key for key in touched & self._tied if self._lacks_medium(self.projects[key])}
        if self._without and not any(problem.code in ("unknown-medium", "missing-medium") for problem in problems):
            problems.extend(self._without_medium())
        return frozenset(touched)

    def _stands(self, key: str, found: Standing | None) -> None:
        """How a project stands from now on; nothing where there is none."""
        before = self.standings.pop(key, None)
        for whole in before.wholes[:1] if before is not None else ():
            self._parts[whole].discard(key)
        self._tied.discard(key)
        if found is None:
            return
        self.standings[key] = found
        for whole in found.wholes[:1]:
            self._parts.setdefault(whole, set()).add(key)
        if found.tied:
            self._tied.add(key)

    def _taken_over(self, key: str) -> Project:
        """One project with what it takes over; the wholes above it first."""
        chain = [key]
        while not self._rings and (wholes := self.standings[chain[-1]].wholes):
            if wholes[0] not in self._raw or self.projects.at_hand(wholes[0]):
                break
            chain.append(wholes[0])
        for each in reversed(chain[1:]):
            self.projects[each] = self._with_whole(each)
        return self._with_whole(key)

    def _with_whole(self, key: str) -> Project:
        project = self._raw[key]
        above = project.part_of[0].project if project.part_of and not self._rings else ""
        return completed(project, self.projects[above] if above in self._raw else None, self._language)

    @staticmethod
    def _lacks_medium(project: Project) -> bool:
        return project.medium.id == NO_MEDIUM and bool(project.part_of)

    def _without_medium(self) -> Iterator[Problem]:
        for key in sorted(self._without):
            message = "neither the project nor its whole says what it is"
            hint = "add medium: film, song, poem ..."
            yield relocated(self._site, self.projects[key].source, (), "missing-medium", message, hint)

    def _find_rings(self, projects: Mapping[str, Project]) -> Iterator[Problem]:
        stands = {key: self.standings[key] for key in sorted(self._tied)}
        for members in _ring({key: list(one.wholes) for key, one in stands.items()}):
            names = " → ".join((*members, members[0]))
            message = f"wholes and parts go round: {names}"
            yield relocated(self._site, projects[members[0]].source, ("part_of",), "part-cycle", message)
        for members in _ring({key: [*one.sources, *one.pieces] for key, one in stands.items()}):
            names = " → ".join((*members, members[0]))
            message = f"the lineage goes round: {names}" if len(members) > 1 else f'"{members[0]}" is made from itself'
            yield relocated(self._site, projects[members[0]].source, ("made_from",), "lineage-cycle", message)


def completed(project: Project, whole: Project | None, language: str) -> Project:
    """A project with what it takes over from its whole, and in the site's language where neither names one."""
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

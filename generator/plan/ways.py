"""The published anthology as plans read it: records, lists, ways back; every fact that is read is noted."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import msgspec

from generator.model.anthology import Picture, Project
from generator.model.tracking import SEPARATOR
from generator.plan import words
from generator.plan.noted import Published, Settings
from generator.plan.postings import lineage

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.anthology import Credit, Member, PartOf, Source
    from generator.model.config import Config
    from generator.model.registries import Medium, Role
    from generator.model.tracking import Key, Tracker
    from generator.plan.release import Release
    from generator.plan.shelf import Shelf

P = ParamSpec("P")
T = TypeVar("T")
_MADE: dict[str, Callable[..., object]] = {}


def made(name: str) -> Callable[[Callable[Concatenate[Shelf, P], T]], Callable[Concatenate[Shelf, P], T]]:
    """Makes a function of the shelf and of texts a fact: what it returned is remembered, and what it read is noted."""

    def decorate(function: Callable[Concatenate[Shelf, P], T]) -> Callable[Concatenate[Shelf, P], T]:
        _MADE[name] = function

        @functools.wraps(function)
        def fact(shelf: Shelf, *arguments: P.args, **_: P.kwargs) -> T:
            return shelf.tracker.fact(f"{name} {SEPARATOR.join(arguments)}", function, shelf, *arguments)  # type: ignore[arg-type]

        return fact  # type: ignore[return-value]

    return decorate


class Brief(msgspec.Struct, frozen=True):
    """What others' pages say of a work in passing."""

    title: str
    released: str
    medium: Medium
    cover: Picture | None
    made_from: tuple[str, ...]
    recordings: bool
    is_part: bool

    @property
    def year(self) -> str:
        """The year it came out, or nothing."""
        return self.released[:4]


class Ways:
    """Records, lists and the ways back between them."""

    def __init__(self, release: Release, config: Config, tracker: Tracker) -> None:
        self.tracker = tracker
        self.config = Settings(config, tracker)
        self.published = Published(release, tracker)
        self.release = release

    @property
    def language(self) -> str:
        """The language of the interface."""
        return self.config.site.language

    def remade(self, key: Key) -> None:
        """A fact is made anew, by its key."""
        name, _, rest = key.partition(" ")
        arguments = rest.split(SEPARATOR)
        if name in _MADE:
            self.tracker.fact(key, _MADE[name], self, *(arguments if rest else ()))
        else:
            getattr(self, name)(*arguments if rest else ())

    def project(self, project_id: str) -> Project:
        """A work that has a page, listed or not."""
        return self.published.pages_of[project_id]

    def brief(self, project_id: str) -> Brief:
        """What others' pages say of a work in passing."""
        return self.tracker.fact(f"brief {project_id}", self._made_brief, project_id)

    def _made_brief(self, project_id: str) -> Brief:
        project = self.project(project_id)
        return Brief(
            title=project.title,
            released=project.released,
            medium=project.medium,
            cover=project.cover,
            made_from=tuple(source.project for source in lineage(project) if source.project),
            recordings=any(item.kind in ("audio", "video") for item in project.media),
            is_part=bool(project.part_of),
        )

    # Lists. Their facts are named "index ..." and touched by the release when they may have changed.

    def index(self, name: str) -> tuple[str, ...]:
        """The ids of a list, newest first: "works", "tag night", "by ana-lima"."""
        return self.tracker.fact(f"index {name}", self.release.postings.ids, name)

    def names(self, kind: str) -> tuple[str, ...]:
        """The lists of a kind that have something in them: all tags, mediums, years."""
        return self.tracker.fact(f"names {kind}", self._made_names, kind)

    def _made_names(self, kind: str) -> tuple[str, ...]:
        self.tracker.note(f"index {kind}*")
        return tuple(sorted(self.release.postings.names(kind)))

    def counts(self, kind: str) -> dict[str, int]:
        """How many works there are in each list of a kind."""
        return self.tracker.fact(f"counts {kind}", self._made_counts, kind)

    def _made_counts(self, kind: str) -> dict[str, int]:
        self.tracker.note(f"index {kind}*")
        postings = self.release.postings
        return {name: postings.count(f"{kind} {name}") for name in sorted(postings.names(kind))}

    def people(self) -> tuple[str, ...]:
        """Contributors with a page, script by script, in alphabetical order."""
        return self.tracker.fact("people ", self._made_people)

    def _made_people(self, _: str = "") -> tuple[str, ...]:
        self.tracker.note("people*")
        people = self.release.contributors
        return tuple(sorted(self.release.shown, key=lambda key: (words.script_key(people[key].sort or people[key].name), key)))

    def unlisted(self) -> tuple[str, ...]:
        """Works with a page that are in no list."""
        self.tracker.note("unlisted*")
        return tuple(self.release.unlisted)

    def withdrawn(self) -> tuple[str, ...]:
        """Works that are no more."""
        self.tracker.note("withdrawn*")
        return tuple(sorted(self.release.withdrawn))

    def collection_ids(self) -> tuple[str, ...]:
        """Collections, newest first."""
        self.tracker.note("collections*")
        return tuple(self.release.collections)

    def page_ids(self) -> tuple[str, ...]:
        """The site's own texts."""
        self.tracker.note("pages*")
        return tuple(self.release.pages)

    def totals(self) -> tuple[int, int, int]:
        """Works, contributors, credits."""
        return self.tracker.fact("totals ", self._made_totals)

    def _made_totals(self, _: str = "") -> tuple[int, int, int]:
        self.tracker.note("index listed*")
        self.tracker.note("people*")
        self.tracker.note("index role*")
        return len(self.release.listed), len(self.release.shown), self.release.postings.credits

    def roles(self) -> tuple[tuple[Role, int], ...]:
        """Every role that somebody has, with the number of people who have it."""
        return self.tracker.fact("roles ", self._made_roles)

    def _made_roles(self, _: str = "") -> tuple[tuple[Role, int], ...]:
        self.tracker.note("index role*")
        postings = self.release.postings
        return tuple((role, postings.role_people(role.id)) for role in postings.roles())

    # Ways back.

    def credits(self, project_id: str) -> tuple[Credit, ...]:
        """The credits of a listed work."""
        return self.tracker.fact(f"credits {project_id}", lambda key: self.published.projects[key].credits, project_id)

    def credits_of(self, contributor_id: str) -> dict[str, tuple[Credit, ...]]:
        """Work to someone's credits there, newest work first."""
        return self.tracker.fact(f"credits_of {contributor_id}", self._made_credits_of, contributor_id)

    def _made_credits_of(self, contributor_id: str) -> dict[str, tuple[Credit, ...]]:
        return {
            work: tuple(
                credit
                for credit in self.credits(work)
                if credit.contributor == contributor_id or any(one.contributor == contributor_id for one in credit.members)
            )
            for work in self.index(f"by {contributor_id}")
        }

    def parts_of(self, project_id: str) -> tuple[tuple[PartOf, str], ...]:
        """The parts of a whole, in their order."""
        return self.tracker.fact(f"parts_of {project_id}", self._made_parts_of, project_id)

    def _made_parts_of(self, project_id: str) -> tuple[tuple[PartOf, str], ...]:
        found = [
            (part, self.published.projects[key])
            for key in self.index(f"parts {project_id}")
            for part in self.published.projects[key].part_of
            if part.project == project_id
        ]
        found.sort(key=lambda piece: _part_order(piece[0], piece[1]))
        return tuple((part, project.id) for part, project in found)

    def led_to(self, project_id: str) -> tuple[tuple[Source, str], ...]:
        """What was made from a work, newest first."""
        return self.tracker.fact(f"led_to {project_id}", self._made_led_to, project_id)

    def _made_led_to(self, project_id: str) -> tuple[tuple[Source, str], ...]:
        return tuple(
            (source, key)
            for key in self.index(f"led {project_id}")
            for source in lineage(self.published.projects[key])
            if source.project == project_id
        )

    def collections_with(self, project_id: str) -> tuple[str, ...]:
        """The collections that a work is in."""
        self.tracker.note(f"inside {project_id}")
        return tuple(
            collection.id
            for collection in self.release.collections.values()
            if any(chosen.project == project_id for chosen in collection.projects)
        )

    def told_apart(self, contributor_id: str) -> tuple[str, ...]:
        """Whom somebody is not, whichever of the two says so."""
        own = self.published.contributors[contributor_id].distinct_from
        return (*own, *(other for other in self.index(f"apart {contributor_id}") if other not in own))

    def groups_of(self, contributor_id: str) -> tuple[tuple[Member, str], ...]:
        """The groups someone belongs to."""
        return self.tracker.fact(f"groups_of {contributor_id}", self._made_groups_of, contributor_id)

    def _made_groups_of(self, contributor_id: str) -> tuple[tuple[Member, str], ...]:
        return tuple(
            (member, group)
            for group in self.index(f"groups {contributor_id}")
            for member in self.published.contributors[group].members
            if member.contributor == contributor_id
        )


def _part_order(part: PartOf, project: Project) -> tuple[object, ...]:
    from generator.model.slugs import natural_key

    return (natural_key(part.season), not part.number, natural_key(part.number), project.released or "9999", project.id)

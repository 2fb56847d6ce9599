"""What readers may see of an anthology: decided here once, before anything else, and kept up to date as it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from generator.model.anthology import Anthology, Collection, Contributor, FormerId, Project
from generator.model.records import Records, Some
from generator.plan.postings import Postings, PostingsState, newest_key
from generator.plan.public import first_day, hidden, public_collection, public_person, public_project, references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from generator.model.anthology import Filter, TextPage
    from generator.model.registries import Registries
    from generator.model.tracking import Key


class Tombstone(msgspec.Struct, frozen=True):
    """All that is left of a withdrawn project."""

    id: str
    date: str
    note: str
    formerly: tuple[FormerId, ...]


class Changed(msgspec.Struct, frozen=True):
    """Ids of records that are other than before."""

    projects: frozenset[str]
    contributors: frozenset[str]
    pages: frozenset[str]


class ReleaseState(msgspec.Struct, array_like=True):
    """What was decided, as it is remembered; records are fetched from elsewhere."""

    today: str
    projects: list[str]
    listed: set[str]
    visible: set[str]
    withdrawn: dict[str, Tombstone]
    contributors: list[str]
    shown: set[str]
    paged: set[str]
    told_apart: set[str]
    groups: dict[str, tuple[str, ...]]
    collections: list[Collection]
    pages: list[str]
    previews: dict[str, str]
    scheduled: dict[str, str]
    next_collection: str
    references: dict[str, set[str]]
    postings: PostingsState


class Release:
    """The part of an anthology that readers may see; drafts, declined credits, hidden names are not in it."""

    def __init__(self, registries: Registries, *, drafts: bool = False, proofs: tuple[str, ...] = ()) -> None:
        self.registries = registries
        self.projects: Records[Project] = Records()
        """All that have a page, unlisted ones too."""
        self._listed: set[str] = set()
        self.withdrawn: dict[str, Tombstone] = {}
        self.contributors: Records[Contributor] = Records()
        """Everyone whose name is printed somewhere."""
        self.shown: set[str] = set()
        """Contributors who have a page of the site's own."""
        self.collections: dict[str, Collection] = {}
        """Newest first."""
        self.pages: Mapping[str, TextPage] = {}
        self.previews: dict[str, str] = {}
        """In a preview: why a project is not public: draft, proof, scheduled."""
        self.postings = Postings()
        self.today = ""
        self._drafts = drafts
        self._proofs = proofs
        self._visible: set[str] = set()
        self._scheduled: dict[str, str] = {}
        self._next_collection = ""
        self._referring: dict[str, set[str]] = {}
        self._references: dict[str, set[str]] = {}
        self._page_ids: list[str] = []
        self._groups: dict[str, tuple[str, ...]] = {}
        """The members of each group."""
        self._paged: set[str] = set()
        """Contributors who want a page of the site's own."""
        self._told_apart: set[str] = set()
        self._reshaped = True
        self._credits_differ = True
        """Whether other people may be credited than when that was last looked at."""

    @property
    def listed(self) -> Mapping[str, Project]:
        """The projects that stand in lists."""
        return Some(self.projects, self._listed)

    def state(self) -> ReleaseState:
        """All that was decided, to be remembered."""
        return ReleaseState(
            today=self.today,
            projects=list(self.projects),
            listed=self._listed,
            visible=self._visible,
            withdrawn=self.withdrawn,
            contributors=list(self.contributors),
            shown=self.shown,
            paged=self._paged,
            told_apart=self._told_apart,
            groups=self._groups,
            collections=list(self.collections.values()),
            pages=self._page_ids,
            previews=self.previews,
            scheduled=self._scheduled,
            next_collection=self._next_collection,
            references={key: found for key, found in self._references.items() if found},
            postings=self.postings.state(),
        )

    def recall(self, state: ReleaseState, project: Callable[[str], Project], person: Callable[[str], Contributor]) -> None:
        """What was decided before; records as readers saw them then are fetched as they are asked for."""
        self.today = state.today
        self.projects = Records(waiting=state.projects, fetch=project)
        self._listed, self._visible, self.withdrawn = state.listed, state.visible, state.withdrawn
        self.contributors = Records(waiting=state.contributors, fetch=person)
        self.shown, self._paged, self._told_apart, self._groups = state.shown, state.paged, state.told_apart, state.groups
        self.collections = {collection.id: collection for collection in state.collections}
        self._page_ids, self.previews = state.pages, state.previews
        self._scheduled, self._next_collection = state.scheduled, state.next_collection
        self._references = state.references
        for key, found in state.references.items():
            for other in found:
                self._referring.setdefault(other, set()).add(key)
        self.postings = Postings(state.postings)
        self._reshaped = self._credits_differ = False

    @property
    def next_day(self) -> str:
        """When the next scheduled project or collection comes out; empty where none is scheduled."""
        days = [*self._scheduled.values(), *([self._next_collection] if self._next_collection else [])]
        return min(days, default="")

    @property
    def unlisted(self) -> list[str]:
        """Those with a page that are in no list."""
        return sorted(self.projects.ids() - self._listed)

    def take_reshaped(self) -> bool:
        """Whether there may be other pages than when this was last asked."""
        found, self._reshaped, self.postings.reshaped = self._reshaped or self.postings.reshaped, False, False
        return found

    def update(self, anthology: Anthology, changed: Changed, today: str) -> set[Key]:
        """The facts that may be other than before, after these records or the day have changed."""
        touched: set[Key] = set()
        projects = set(changed.projects)
        if today != self.today:
            projects |= {key for key, day in self._scheduled.items() if day <= today or today < self.today}
        if today < self.today:
            projects |= {key for key, one in anthology.projects.items() if one.released}
        self.today = today
        self._see(anthology, projects, touched)
        for key in sorted(projects):
            self._publish(anthology, key, touched)
        self._collect(anthology, touched)
        self._name(anthology, changed.contributors, touched)
        pages = list(anthology.pages)
        if pages != self._page_ids:
            touched.add("pages*")
            self._reshaped = True
        touched.update(f"page {key}" for key in changed.pages)
        self.pages, self._page_ids = anthology.pages, pages
        touched |= self.postings.take_touched()
        return touched

    def _early(self, key: str) -> bool:
        """Whether a project is shown before its time: to editors in a preview, to its makers in a proof."""
        return self._drafts or key in self._proofs

    def _see(self, anthology: Anthology, projects: set[str], touched: set[Key]) -> None:
        """Who is visible now; `projects` gets those that refer to somebody for whom that is new."""
        turned: set[str] = set()
        for key in projects:  # as they were seen before anything changes that decides how
            for one in (key, *self._referring.get(key, ())):
                self.projects.get(one)
        for key in projects:
            project = anthology.projects.get(key)
            why = "" if project is None else hidden(project.status, project.released, self.today)
            self._scheduled.pop(key, None)
            if project is not None and why == "scheduled":
                self._scheduled[key] = first_day(project.released)
            preview = why if self._early(key) and project is not None and project.status != "withdrawn" else ""
            if self.previews.get(key, "") != preview:
                touched.add(f"preview {key}")
                self.previews.pop(key, None)
                if preview:
                    self.previews[key] = preview
            visible = project is not None and project.status != "withdrawn" and (not why or self._early(key))
            if visible and project is not None and project.listed:
                if key not in self._visible:
                    self._visible.add(key)
                    turned.add(key)
            elif key in self._visible:
                self._visible.discard(key)
                turned.add(key)
            for other in self._references.pop(key, ()):
                self._referring[other].discard(key)
            if project is not None:
                self._references[key] = references(project)
                for other in self._references[key]:
                    self._referring.setdefault(other, set()).add(key)
        for key in turned:
            touched.add(f"listed? {key}")
            projects |= self._referring.get(key, set())
        for key in list(projects):  # whether a work exists at all matters to those that took over its cover
            projects |= self._referring.get(key, set()) if key not in anthology.projects else set()

    def _publish(self, anthology: Anthology, key: str, touched: set[Key]) -> None:
        """One project as readers see it now."""
        project = anthology.projects.get(key)
        old, was_listed = self.projects.get(key), key in self._listed
        tombstone = None
        new: Project | None = None
        if project is not None and project.status == "withdrawn":
            tombstone = Tombstone(project.id, project.withdrawn_date, project.withdrawn_note, project.formerly)
        elif project is not None and (self._early(key) or not hidden(project.status, project.released, self.today)):
            new = public_project(project, self._visible.__contains__, anthology.projects.__contains__)
        if self.withdrawn.get(key) != tombstone:
            touched |= {f"withdrawn {key}", "withdrawn*"}
            self._reshaped = True
            self.withdrawn.pop(key, None)
            if tombstone is not None:
                self.withdrawn[key] = tombstone
        is_listed = new is not None and key in self._visible
        if old == new and was_listed == is_listed:
            return
        touched.add(f"project {key}")
        if old is None or new is None or was_listed != is_listed or old.credits != new.credits:
            self._credits_differ = True
        if (old is None) != (new is None):
            touched.add(f"project? {key}")
            self._reshaped = True
        if was_listed or is_listed:
            touched.add(f"listed {key}")
        if (old is not None and not was_listed) != (new is not None and not is_listed):
            touched.add("unlisted*")
        self._listed.discard(key)
        if new is None:
            self.projects.discard(key)
        else:
            self.projects[key] = new
            if is_listed:
                self._listed.add(key)
        self.postings.replace(old if was_listed else None, new if is_listed else None)

    def _collect(self, anthology: Anthology, touched: set[Key]) -> None:
        """All collections; there are few, and those that fill themselves depend on every project."""
        found: dict[str, Collection] = {}
        days: list[str] = []
        for collection in anthology.collections.values():
            why = hidden(collection.status, collection.released, self.today)
            if why == "scheduled" and collection.status != "withdrawn":
                days.append(first_day(collection.released))
            if collection.status == "withdrawn" or (why and not self._drafts):
                continue
            found[collection.id] = public_collection(collection, self._visible.__contains__, self._newest)
        self._next_collection = min(days, default="")
        order = sorted(found, key=lambda key: newest_key(found[key]))
        if order != list(self.collections):
            touched.add("collections*")
            self._reshaped = True
        for key in self.collections.keys() | found.keys():
            old, new = self.collections.get(key), found.get(key)
            if old != new:
                self._credits_differ = True
                touched |= {f"collection {key}", f"collection? {key}"}
                for one in (old, new):
                    touched.update(f"inside {chosen.project}" for chosen in (one.projects if one else ()))
        if order != list(self.collections):
            touched.update(f"inside {chosen.project}" for one in found.values() for chosen in one.projects)
        self.collections = {key: found[key] for key in order}

    def _newest(self, where: Filter) -> Iterable[Project]:
        """The listed works among which those of a collection that fills itself are found, newest first."""
        asked = (("tag", where.tag), ("year", where.year), ("medium", where.medium))
        lists = [f"{kind} {wanted}" for kind, wanted in asked if wanted]
        keys: Sequence[str]
        if where.contributor:
            keys = self.postings.ids(f"by {where.contributor}")
        elif lists:  # in these lists there are no translations
            shortest = min(lists, key=self.postings.count)
            keys = self.postings.among({*self.postings.ids(shortest), *self.postings.ids("translated")})
        else:
            keys = self.postings.ids("listed")
        return (self.projects[key] for key in keys)

    def _know(self, anthology: Anthology, changed: Iterable[str]) -> None:
        """What decides who has a page, of these contributors."""
        for key in changed:
            person = anthology.contributors.get(key)
            self._groups.pop(key, None)
            self._paged.discard(key)
            self._told_apart.discard(key)
            if person is None:
                continue
            if person.members:
                self._groups[key] = tuple(member.contributor for member in person.members)
            if person.page in ("full", "minimal"):
                self._paged.add(key)
            if person.distinct_from:
                self._told_apart.add(key)

    def _name(self, anthology: Anthology, changed: AbstractSet[str], touched: set[Key]) -> None:
        """Who has a page, whose name is printed at all."""
        if not (self._credits_differ or changed):
            return
        self._credits_differ = False
        people = anthology.contributors
        self._know(anthology, changed)
        credited = {person for person in self.postings.people() if person in people}
        for members in [members for group, members in self._groups.items() if group in credited]:
            credited.update(member for member in members if member in people)
        named = set(credited)
        for credits_ in (
            *(self.projects[key].credits for key in self.unlisted),
            *(collection.credits for collection in self.collections.values()),
        ):
            for credit in credits_:
                named.update((credit.contributor, *(member.contributor for member in credit.members)))
        named = {key for key in named if key in people}
        shown = credited & self._paged
        before = self.contributors.ids()
        turned = named ^ before
        again = turned | (set(changed) & (named | before))
        if turned:
            again |= {key for key in named if key in self._groups or key in self._told_apart}
            self._reshaped = True
        touched.update(f"shown? {key}" for key in shown ^ self.shown)
        if shown != self.shown:
            touched.add("people*")
            self._reshaped = True
        for key in sorted(again):
            old = self.contributors.get(key)
            new = public_person(people[key], named) if key in named else None
            if new is None:
                self.contributors.discard(key)
            else:
                self.contributors[key] = new
            if old != new:
                touched |= {f"person {key}", f"person? {key}"}
                if key in shown or key in self.shown:
                    touched.add("people*")
                self.postings.replace_person(key, old, new)
        self.shown = shown


def everything(anthology: Anthology) -> Changed:
    """All records, for a release that has none yet."""
    return Changed(frozenset(anthology.projects), frozenset(anthology.contributors), frozenset(anthology.pages))


class Dated(Protocol):
    """What decides whether a project is published: the project itself, or what is remembered of it."""

    @property
    def status(self) -> str:
        """draft, proof, released, withdrawn."""
        ...

    @property
    def released(self) -> str:
        """The day, month or year, or nothing."""
        ...


def in_sight(project: Dated, today: str, *, drafts: bool) -> bool:
    """Whether a project has a page on a day."""
    return project.status != "withdrawn" and (drafts or not hidden(project.status, project.released, today))

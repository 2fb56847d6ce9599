"""What readers may see of an anthology: decided here once, before anything else, and kept up to date as it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from generator.model.anthology import Anthology, FormerId
from generator.plan.postings import Postings, newest_key
from generator.plan.public import first_day, hidden, public_collection, public_person, public_project, references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.anthology import Collection, Contributor, Project, TextPage
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


class Release:
    """The part of an anthology that readers may see; drafts, declined credits, hidden names are not in it."""

    def __init__(self, registries: Registries, *, drafts: bool = False, proofs: tuple[str, ...] = ()) -> None:
        self.registries = registries
        self.projects: dict[str, Project] = {}
        """All that have a page, unlisted ones too."""
        self.listed: dict[str, Project] = {}
        self.withdrawn: dict[str, Tombstone] = {}
        self.contributors: dict[str, Contributor] = {}
        """Everyone whose name is printed somewhere."""
        self.shown: set[str] = set()
        """Contributors who have a page of the site's own."""
        self.collections: dict[str, Collection] = {}
        """Newest first."""
        self.pages: dict[str, TextPage] = {}
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
        self._anthology = Anthology(registries, {}, {})

    @property
    def next_day(self) -> str:
        """When the next scheduled project or collection comes out; empty where none is scheduled."""
        days = [*self._scheduled.values(), *([self._next_collection] if self._next_collection else [])]
        return min(days, default="")

    @property
    def unlisted(self) -> list[str]:
        """Those with a page that are in no list."""
        return sorted(self.projects.keys() - self.listed.keys())

    def update(self, anthology: Anthology, changed: Changed, today: str) -> set[Key]:
        """The facts that may be other than before, after these records or the day have changed."""
        touched: set[Key] = set()
        self._anthology = anthology
        projects = set(changed.projects)
        if today != self.today:
            projects |= {key for key, day in self._scheduled.items() if day <= today or today < self.today}
            projects |= {key for key, one in anthology.projects.items() if one.released and today < self.today}
        self.today = today
        self._see(anthology, projects, touched)
        for key in sorted(projects):
            self._publish(anthology, key, touched)
        self._collect(anthology, touched)
        self._name(anthology, changed.contributors, touched)
        pages = dict(anthology.pages)
        if list(pages) != list(self.pages):
            touched.add("pages*")
        touched.update(f"page {key}" for key in changed.pages)
        self.pages = pages
        touched |= self.postings.take_touched()
        return touched

    def _early(self, key: str) -> bool:
        """Whether a project is shown before its time: to editors in a preview, to its makers in a proof."""
        return self._drafts or key in self._proofs

    def _see(self, anthology: Anthology, projects: set[str], touched: set[Key]) -> None:
        """Who is visible now; `projects` gets those that refer to somebody for whom that is new."""
        turned: set[str] = set()
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
        old, was_listed = self.projects.get(key), key in self.listed
        tombstone = None
        new: Project | None = None
        if project is not None and project.status == "withdrawn":
            tombstone = Tombstone(project.id, project.withdrawn_date, project.withdrawn_note, project.formerly)
        elif project is not None and (self._early(key) or not hidden(project.status, project.released, self.today)):
            new = public_project(project, self._visible.__contains__, anthology.projects.__contains__)
        if self.withdrawn.get(key) != tombstone:
            touched |= {f"withdrawn {key}", "withdrawn*"}
            self.withdrawn.pop(key, None)
            if tombstone is not None:
                self.withdrawn[key] = tombstone
        is_listed = new is not None and key in self._visible
        if old == new and was_listed == is_listed:
            return
        touched.add(f"project {key}")
        if (old is None) != (new is None):
            touched.add(f"project? {key}")
        if was_listed or is_listed:
            touched.add(f"listed {key}")
        if (old is not None and not was_listed) != (new is not None and not is_listed):
            touched.add("unlisted*")
        self.projects.pop(key, None)
        self.listed.pop(key, None)
        if new is not None:
            self.projects[key] = new
            if is_listed:
                self.listed[key] = new
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
            found[collection.id] = public_collection(
                collection, self._visible.__contains__, lambda: (self.listed[key] for key in self.postings.ids("listed"))
            )
        self._next_collection = min(days, default="")
        order = sorted(found, key=lambda key: newest_key(found[key]))
        if order != list(self.collections):
            touched.add("collections*")
        for key in self.collections.keys() | found.keys():
            old, new = self.collections.get(key), found.get(key)
            if old != new:
                touched |= {f"collection {key}", f"collection? {key}"}
                for one in (old, new):
                    touched.update(f"inside {chosen.project}" for chosen in (one.projects if one else ()))
        if order != list(self.collections):
            touched.update(f"inside {chosen.project}" for one in found.values() for chosen in one.projects)
        self.collections = {key: found[key] for key in order}

    def _name(self, anthology: Anthology, changed: Iterable[str], touched: set[Key]) -> None:
        """Who has a page, whose name is printed at all."""
        people = anthology.contributors
        credited = {person for person in self.postings.people() if person in people}
        for person in list(credited):
            credited.update(member.contributor for member in people[person].members if member.contributor in people)
        named = set(credited)
        for credits_ in (
            *(self.projects[key].credits for key in self.unlisted),
            *(collection.credits for collection in self.collections.values()),
        ):
            for credit in credits_:
                named.update((credit.contributor, *(member.contributor for member in credit.members)))
        named &= people.keys()
        shown = {person for person in credited if people[person].page in ("full", "minimal")}
        turned = named ^ self.contributors.keys()
        again = turned | (set(changed) & (named | self.contributors.keys()))
        if turned:
            again |= {key for key in named if people[key].members or people[key].distinct_from}
        touched.update(f"shown? {key}" for key in shown ^ self.shown)
        if shown != self.shown:
            touched.add("people*")
        for key in sorted(again):
            old = self.contributors.pop(key, None)
            new = public_person(people[key], named) if key in named else None
            if new is not None:
                self.contributors[key] = new
            if old != new:
                touched |= {f"person {key}", f"person? {key}"}
                if key in shown or key in self.shown:
                    touched.add("people*")
                self.postings.replace_group(key, old, new)
        self.shown = shown


def everything(anthology: Anthology) -> Changed:
    """All records, for a release that has none yet."""
    return Changed(frozenset(anthology.projects), frozenset(anthology.contributors), frozenset(anthology.pages))


def in_sight(project: Project, today: str, *, drafts: bool) -> bool:
    """Whether a project has a page on a day."""
    return project.status != "withdrawn" and (drafts or not hidden(project.status, project.released, today))

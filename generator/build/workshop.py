"""A site that is built again and again: what was read and decided stays, and only what a change reaches is made anew."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec

from generator.build.assembly import Assembly
from generator.build.check import identity_problems, plan_problems, planned, release_problems
from generator.build.day import today
from generator.build.encoding import NO_EXTRA, Encodings
from generator.build.glance import WORLD, Noted, folder_name
from generator.build.graph import Graph
from generator.build.loudness import loudness
from generator.build.pool import forked
from generator.build.published import measurer
from generator.build.reach import reach
from generator.build.remembered import names, recall, rows
from generator.build.rendering import Maker, make_media, make_pages
from generator.build.request import CACHE, stop_on_errors
from generator.build.store import LostError, Store
from generator.build.version import program_version
from generator.build.word import Places, leave_word
from generator.build.world import noted_now, read_world, world_stamps
from generator.errors import ContentError, Problem, Severity
from generator.files import STATE
from generator.model.tracking import Key, Tracker, value_digest
from generator.plan.checks import hidden_references, unused_people
from generator.plan.heads import Heads
from generator.plan.plots import in_order, media_plots, page_plots
from generator.plan.release import Changed, Release, everything, in_sight
from generator.plan.shelf import KEPT, Options, Shelf
from generator.sources.credits import unknown_roles
from generator.sources.load import Changes, Library
from generator.sources.probed import looking_ahead
from generator.sources.stamps import ABSENT, stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from generator.build.glance import Glance
    from generator.build.request import Progress, Request
    from generator.build.world import World
    from generator.files import Known, Publication, Report
    from generator.memo import Memo
    from generator.model.config import MediaSettings
    from generator.model.site import Output
    from generator.sources.load import Wanted
    from generator.sources.stamps import Stamp
    from generator.sources.units import Unit

_READ_FORK_FROM = 200
_READ_CHUNK = 32


class Workshop:
    """One site with one output folder; `build` may be called any number of times."""

    def __init__(self, request: Request, memo: Memo) -> None:
        request = msgspec.structs.replace(request, site=request.site.resolve())
        self.request = request
        self.library = Library(request.site, memo, self._read_many)
        self.release: Release | None = None
        self.problems: tuple[Problem, ...] = ()
        self.published: Callable[[Report, tuple[Problem, ...]], None] | None = None
        """Told what was written and what is wrong as soon as it is published, before it is remembered."""
        self.reasons: dict[str, tuple[Key, ...]] = {}
        """Why each file was written by the last build: the changed facts it is made of."""
        self.options = Options(
            preview=request.drafts or request.preview, drafts=request.drafts, portable=request.portable, proofs=request.proofs
        )
        self._memo = memo
        self._measure = measurer(request.site, memo)
        self.encodings = Encodings(request.site, memo, self.jobs, later=request.media_later)
        target = request.target.resolve()
        self._record = target / STATE / "record"
        self._version = f"{program_version()} {value_digest(self.options).hex()}"
        name = folder_name(str(target), request.drafts, self.options.preview, request.portable)
        self._folder = request.site / CACHE / "builds" / name
        self._store = Store(self._folder)
        self._reset()

    def _reset(self) -> None:
        self.library = Library(self.request.site, self._memo, self._read_many)
        self.release = None
        self._tracker = Tracker(KEPT)
        self._graph = Graph(None)
        self._afresh = True
        self._pending = Changes()
        self._forgotten = True
        self._published: Stamp | None = None
        self.known: Known | None = None
        """What this workshop published last."""
        self._world: World | None = None
        self._world_problems: list[Problem] = []
        self._hinted = False
        self._glance: Glance | None = None
        self._stamps: list[Noted] = []
        """Configuration and theme as they were before they were read."""
        self._changed = Changes()
        """Records that are other than in the store."""

    def recall(self) -> None:
        """The state of the last build into this folder, where it can be trusted; else everything will be new."""
        self._forgotten = False
        if self.request.clean or not self._store.belongs(self._version, self._record):
            return
        graph = Graph(None)
        try:
            graph = Graph(self._store)
            self.release = recall(self._store, self.library, drafts=self.request.drafts, proofs=self.request.proofs)
        except LostError:
            self.release = None
        if self.release is None:
            self._store.delete()
            self._reset()
            self._forgotten = False
            return
        self._graph = graph
        self._afresh = False

    def recalled(self) -> Graph | None:
        """What is known about the last build, or nothing."""
        self.recall()
        return None if self._afresh else self._graph

    def source_of(self, key: Key) -> str:
        """The manifest of the record that a fact is, or nothing."""
        kind, _, name = key.partition(" ")
        anthology = self.library.anthology
        records: dict[str, Mapping[str, Any]] = {
            "project": anthology.projects,
            "listed": anthology.projects,
            "person": anthology.contributors,
            "collection": anthology.collections,
            "page": anthology.pages,
        }
        record = records.get(kind, {}).get(name)
        return record.source if record is not None else ""

    def _read_many(self, read: Callable[[Wanted], Unit], wanted: Sequence[Wanted]) -> Iterable[Unit]:
        if len(wanted) >= _READ_FORK_FROM or self.jobs == 1:
            yield from forked(read, wanted, self.jobs, _READ_CHUNK)
            return
        with looking_ahead(self.request.site, [source for _, _, source in wanted], self._memo, self.jobs):
            yield from map(read, wanted)

    @property
    def totals(self) -> tuple[int, int, int, int]:
        """How many outputs, pages, projects and contributors with a page there were in the last build."""
        release, known = self.release, self.known
        assert release is not None
        paths = known.entries if known is not None else ()
        return len(paths), sum(path.endswith(".html") for path in paths), len(release.projects), len(release.shown)

    @property
    def jobs(self) -> int:
        """How many processes may work at once."""
        return self.request.jobs or os.cpu_count() or 1

    def build(
        self, publication: Publication, progress: Progress, hint: frozenset[str] | None = None, glance: Glance | None = None
    ) -> Report:
        """Whatever has changed is made and published; raises ContentError with every problem, PublishError.

        `hint` are paths below the site's folder: where it is given, nothing else has changed since the last build by this
        workshop. `glance` says as much of the last build by another.
        """
        if self._published is not None and not (self._published == stamp_of(str(self._record)) and self._store.stands()):
            self._reset()
            hint = None
        if self._forgotten:
            self.recall()
            hint = None
            if glance is not None and not self._afresh and glance.record == stamp_of(str(self._record)):
                self._glance, self._published, self._hinted = glance, glance.record, True
                hint = glance.manifests
        try:
            return self._build(publication, progress, hint)
        except LostError:
            self._store.delete()
            self._reset()
            return self._build(publication, progress, None)
        finally:
            self._store.close()  # others may write to it

    def checked(self) -> list[Problem]:
        """What is wrong with everything, nothing being made; raises ContentError where not even a plan can be made."""
        world, day, problems = self._read(None)
        problems += plan_problems(self.library.anthology, world, self.options, day)
        problems += loudness(self.library.anthology.projects.values(), self.encodings.encoder.version, self._memo)
        return [*problems, *identity_problems(self.request.site, self.library)]

    def content(self) -> Library:
        """Everything the manifests say; raises ContentError where something is wrong with them."""
        self.recall()
        try:
            self.library.look(None)
        except LostError:
            self._store.delete()
            self._reset()
            self.library.look(None)
        stop_on_errors(self.library.problems, strict=False)
        return self.library

    def planned(self) -> list[Output]:
        """Every output but media and what is made when all else is; none is made."""
        world, day, _ = self._read(None)
        return list(planned(self.library.anthology, world, self.options, day))

    def shown(self) -> tuple[Shelf, World]:
        """What readers would see, as plans read it, with what it is made with; nothing is made."""
        world, day, _ = self._read(None)
        return self._revise(world, day)[0], world

    def _read(self, hint: frozenset[str] | None) -> tuple[World, str, list[Problem]]:
        """The sources as they are now, with the build day; raises ContentError where something is wrong with them."""
        hint = hint if self._hinted and hint is not None else None
        self._hinted = False
        if hint is None or self._world is None:  # before anything is read
            self._stamps = world_stamps(self.request.site)
        roots = self._glance is not None and self._glance.roots
        self._pending.add(self.library.look(hint, roots=roots))
        problems = list(self.library.problems)
        logo = self._world.config.site.logo if self._world is not None else None
        if hint is None or self._world is None or f"content/{logo}" in hint:
            self._world_problems = []
            if self.library.config is not None and self.library.config.site.logo:
                self._stamps.append(noted_now(f"{self.request.site}/content/{self.library.config.site.logo}", WORLD))
            self._world = read_world(self.library, self.request, self._memo, self._world_problems)
        world = self._world
        problems += self._world_problems
        if world is None:
            raise ContentError(problems)
        self._hinted = True
        day = self.request.today or today(world.config.site.timezone)
        problems += self._told(world, day)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ContentError((*problems, *plan_problems(self.library.anthology, world, self.options, day)))
        return world, day, problems

    def _told(self, world: World, day: str) -> Iterator[Problem]:
        """What is wrong with records once it is known which of them are published."""
        library, anthology = self.library, self.library.anthology
        people = anthology.contributors
        yield from unused_people(people[key] for key in people if library.mentioned[key] <= 0)
        unknown = [role for role, count in library.unknown_roles.items() if count > 0]
        if (hint := unknown_roles(anthology.registries, unknown)) is not None:
            yield hint

        standings = library.standings

        def seen(key: str) -> bool:
            found = standings.get(key)
            return found is not None and in_sight(found, day, drafts=self.request.drafts or key in self.request.proofs)

        def listed(key: str) -> bool:
            return seen(key) and standings[key].listed

        if not self.request.proofs:
            yield from release_problems(self.request.site, anthology, world.config.release, day)
        for key in library.tied:
            found = standings[key]
            if seen(key) and not all(listed(other) for other in (*found.wholes, *found.sources)):
                yield from hidden_references(anthology.projects[key], anthology, listed)

    def _build(self, publication: Publication, progress: Progress, hint: frozenset[str] | None) -> Report:
        world, day, problems = self._read(hint)
        try:
            report = self._make(publication, world, day, problems, progress)
            reread = self._save()
        except BaseException:
            self._reset()  # what was decided in vain is not to be built upon; the last good state is recalled
            raise
        if hint is None or self._glance is not None:
            self._note(publication, report, world, day, reread)
        return report

    def _make(self, publication: Publication, world: World, day: str, problems: list[Problem], progress: Progress) -> Report:
        shelf, touched = self._revise(world, day)
        release, graph = shelf.release, self._graph
        heads = Heads(shelf)
        site = world.view(shelf)
        templates = world.templates(site, shelf, afresh=self.request.clean)
        facts = world.facts(site, templates, shelf, self.options, self._memo)
        same = facts["pictures"] == graph.world.get("pictures")
        encoded, found = self._encode(shelf, touched, world.config.media, progress, same=same)
        facts |= encoded
        problems += found
        turned = {key for key in facts.keys() | graph.world.keys() if facts.get(key) != graph.world.get(key)} - {"today"}
        why = reach(graph, shelf, touched | turned)
        dirty, gone = set(why), set[Key]()
        if release.take_reshaped() or turned or self._afresh:
            there = {*media_plots(release), *page_plots(release, world.config, world.theme.makes)}
            dirty = (why.keys() | (there - graph.plots)) & {*there, *graph.special}
            gone = graph.plots - there - graph.special
        assembly = Assembly(publication, graph, shelf, world, dirty, gone=gone, why=why)
        dirty |= assembly.stay(trusting=self._published is not None)
        maker = Maker(self.request.site, self._memo, shelf, heads, templates, publication, world.watch, world.palette, graph)
        trusted = not self._afresh and "never-print" not in turned
        for results in (
            make_media(maker, in_order(dirty, media=True), self.jobs, progress, trusted=trusted),
            make_pages(maker, in_order(dirty, media=False), self.jobs, progress),
        ):
            for result in results:
                assembly.add(result)
            self._memo.flush()
            if assembly.fatal:
                raise ContentError((*dict.fromkeys(assembly.fatal), *problems))
        assembly.finish(self.request.planners, release, self.library.anthology)
        problems += assembly.problems
        stop_on_errors(problems, strict=self.request.strict)
        self.problems = tuple(problems)
        self.reasons = assembly.reasons
        told = self.published
        report = publication.commit(assembly.order, (lambda report: told(report, self.problems)) if told is not None else None)
        self.known = publication.known
        graph.world = facts | {"today": day.encode()}
        return report

    def _encode(
        self, shelf: Shelf, touched: set[Key], settings: MediaSettings, progress: Progress, *, same: bool
    ) -> tuple[dict[Key, bytes], list[Problem]]:
        """Recordings and films encoded as far as they changed; which are not there, as facts; what went wrong.

        With `same` copies of pictures are made as before.
        """
        world, projects = self._graph.world, shelf.release.projects
        recipe = value_digest((self.encodings.encoder.version, settings.sound, settings.film))
        whole = world.get("encoder") != recipe or any(key.startswith("encoded ") for key in world)
        if whole:
            looked_at = sorted(projects)
        else:
            kinds = ("project ", "rights ")
            looked_at = sorted({key.split(" ", 1)[1] for key in touched if key.startswith(kinds)} & projects.keys())
        items = (item for key in looked_at for item in projects[key].media if item.kind in ("audio", "video"))
        wanted = (one for item in items for one in shelf.recordings.wanted(item))
        problems = self.encodings.prepare(wanted, settings.workers, progress)
        self.encodings.leave(shelf, touched if same and not whole else None)
        encoder = self.encodings.encoder
        if not encoder.version and any(item.kind in ("audio", "video") for one in projects.values() for item in one.media):
            problems.append(NO_EXTRA)
        return {"encoder": recipe} | {f"encoded {key}": b"" for key in encoder.missing}, problems

    def _note(self, publication: Publication, report: Report, world: World, day: str, reread: list[str]) -> None:
        """Word is left of everything as it is now, so that the next build knows at a glance what has changed."""
        glance, self._glance = self._glance, None
        if self.request.planners or self.request.clean or self.encodings.left:
            return
        outputs, pages, projects, contributors = self.totals
        said = {
            "outputs": outputs,
            "pages": pages,
            "projects": projects,
            "contributors": contributors,
            "problems": msgspec.json.encode(self.problems).decode(),
        }
        head = {
            "said": said,
            "day": day,
            "next_day": self.release.next_day if self.release is not None else "",
            "timezone": world.config.site.timezone,
            "record": stamp_of(str(self._record)),
        }
        site, base = str(self.request.site), str(self.request.target.resolve())
        places = Places(site, base, self.library.units, publication.entries)
        leave_word(str(self._folder), head, glance, places, report, reread, self._stamps)

    def _revise(self, world: World, day: str) -> tuple[Shelf, set[Key]]:
        """What readers see, brought up to date, with every fact that may have changed."""
        anthology = self.library.anthology
        if self.release is None:
            self.release = Release(anthology.registries, drafts=self.request.drafts, proofs=self.request.proofs)
            changed = everything(anthology)
        else:
            self.release.registries = anthology.registries
            pending = self._pending
            changed = Changed(frozenset(pending.projects), frozenset(pending.contributors), frozenset(pending.pages))
        touched = self.release.update(anthology, changed, day)
        self._changed.add(self._pending)
        self._changed.add(Changes(projects=names(touched, "project"), contributors=names(touched, "person")))
        self._pending = Changes()
        encoder = self.encodings.encoder
        return Shelf(self.release, world.config, world.theme, self._tracker, self.options, self._measure, encoder), touched

    def _save(self) -> list[str]:
        """The state for the next run, after it was published; returns the manifests that were read again."""
        assert self.release is not None
        reread = self.library.take_reread()
        kept = rows(self.library, self.release, self._changed, reread, afresh=self._afresh) | self._graph.rows()
        there = self._store.save(kept, afresh=self._afresh, version=self._version, record=self._record)
        self._graph.saved(self._store)
        self._changed = Changes()
        self._afresh = False
        self._published = stamp_of(str(self._record)) if there else ABSENT
        return reread

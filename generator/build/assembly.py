"""One build put together: what is made, what stays, what goes; what is wrong between outputs."""

from __future__ import annotations

from pathlib import PurePosixPath
from sys import intern
from typing import TYPE_CHECKING

import msgspec

from generator.build.check import collision
from generator.build.graph import Made
from generator.errors import Place, Problem
from generator.files import PathError, fold, output_path
from generator.model.anthology import Anthology
from generator.model.site import ASSETS, INDEXES, DataFile
from generator.model.tracking import Fact
from generator.plan.checks import dead_links
from generator.plan.pages_machine import sitemap_files
from generator.plan.plots import MEDIA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.build.graph import Graph
    from generator.build.rendering import Result
    from generator.build.request import Planner
    from generator.build.world import World
    from generator.files import Publication
    from generator.model.site import Output
    from generator.model.tracking import Key
    from generator.plan.release import Release
    from generator.plan.shelf import Shelf


class Assembly:
    """The next state of the output folder, plot by plot."""

    def __init__(
        self,
        publication: Publication,
        graph: Graph,
        shelf: Shelf,
        world: World,
        dirty: set[Key],
        *,
        gone: set[Key],
        why: Mapping[Key, tuple[Key, ...]],
    ) -> None:
        self.fatal: list[Problem] = []
        """For these nothing may be published."""
        self.problems: list[Problem] = []
        self._publication = publication
        self._graph = graph
        self._shelf = shelf
        self._world = world
        self._gone = gone
        self._dirty = dirty
        self._old: dict[Key, Made] = {}
        self._new: dict[Key, Made] = {}
        self._orders: dict[str, int] = {}
        self._why = why
        self.reasons: dict[str, tuple[Key, ...]] = {}
        """Why each file is written: the changed facts it is made of; nothing where it is new."""

    def stay(self, *, trusting: bool) -> set[Key]:
        """Everything that no change reaches stays as it was published; returns the plots of what was tampered with.

        With `trusting` nobody can have done so.
        """
        graph = self._graph
        self._old = {key: graph.plot(key) for key in self._dirty | self._gone if graph.has_plot(key)}
        leaving = {path for key, made in self._old.items() if not _is_media(key) for path, _ in made.outputs}
        if not graph.has_plot("assets"):
            return set()  # nothing was ever made
        lost = set(self._publication.keep_all(leaving, trusting=trusting))
        lost -= {path for key in self._gone & self._old.keys() for path, _ in self._old[key].outputs}
        tampered = set()
        if lost:
            for key, made in graph.all_plots().items():
                if key not in self._gone and any(path in lost for path, _ in made.outputs):
                    tampered.add(key)
        for key in tampered - self._old.keys():
            self._old[key] = graph.plot(key)
            if not _is_media(key):
                for path, _ in self._old[key].outputs:
                    self._publication.let_go(path)
        return tampered

    def add(self, result: Result) -> None:
        """A plot that was made."""
        self.fatal += result.problems
        for key, fact in result.facts:
            self._graph.put_fact(intern(key), Fact(fact.digest, tuple(map(intern, fact.reads)), fact.value))
        made = msgspec.structs.replace(result.made, reads=tuple(map(intern, result.made.reads)))
        written = [staged.path for staged in result.staged if staged.changed]
        why = self._why.get(result.key, ())
        self.reasons |= dict.fromkeys(written, why)
        old = self._old.get(result.key)
        self._new[result.key] = msgspec.structs.replace(made, why=why if written or old is None else old.why)
        for staged in result.staged:
            self._publication.note(staged)

    def finish(self, planners: Iterable[Planner], release: Release, anthology: Anthology) -> None:
        """What is made once all else is known; what nothing wants any more goes; what is wrong between outputs is found."""
        graph = self._graph
        self._put_fresh()
        for key in self._gone:
            graph.drop_plot(key)
        for key, made in self._new.items():
            graph.put_plot(key, made)
        self._let_go()
        self._make_special("assets", self._assets, self._dirty)
        if planners or graph.has_plot("plugins"):
            self._make_special("plugins", lambda: _plugged(planners, release, anthology, self._world), {"plugins"})
        if self._sitemap_changed():
            self._make_special("sitemap", self._sitemap, {"sitemap"})
        self._put_fresh()
        self.problems += self._collisions()
        self.problems += self._dead_links()

    def _put_fresh(self) -> None:
        """Facts made outside of plots, where nothing was known; else those of special plots are put with them."""
        tracker = self._shelf.tracker
        for fresh in tracker.take_fresh():
            if self._graph.is_new:
                self._graph.put_fact(fresh, tracker.stated(fresh))

    def order(self, path: PurePosixPath) -> int:
        """When a file is published, or in reverse when it is deleted."""
        if not self._orders:
            for made in (*self._old.values(), *self._new.values()):
                self._orders.update(made.outputs)
        return self._orders.get(str(path), INDEXES)

    def _let_go(self) -> None:
        """Media files that no plot has any more."""
        before = {path for key, made in self._old.items() if _is_media(key) for path, _ in made.outputs}
        after = {path for key, made in self._new.items() if _is_media(key) for path, _ in made.outputs}
        going = before - after
        if going:
            for key, made in self._graph.all_plots().items():
                if _is_media(key):
                    going.difference_update(path for path, _ in made.outputs)
        for path in going:
            self._publication.let_go(path)

    def _make_special(self, key: Key, outputs: object, dirty: set[Key]) -> None:
        graph, tracker = self._graph, self._shelf.tracker
        if graph.has_plot(key) and key not in dirty:
            return
        staged: list[str] = []

        def make() -> list[Output]:
            made = list(outputs())  # type: ignore[operator]
            for output in made:
                assert isinstance(output.recipe, DataFile)
                self._publication.stage(PurePosixPath(output.path), output.recipe.make())
                staged.append(output.path)
            return made

        old = graph.plot(key) if graph.has_plot(key) else Made((), ())
        outputs_, reads = tracker.reads_of(make)
        made = Made(reads, tuple((output.path, output.order) for output in outputs_))
        for missing, fact in graph.missing(reads, tracker):
            graph.put_fact(missing, fact)
        for path, _ in old.outputs:
            if path not in staged:
                self._publication.let_go(path)
        self._old[key], self._new[key] = old, made
        graph.put_plot(key, made)

    def _assets(self) -> Iterator[Output]:
        from generator.model.site import Output

        self._shelf.tracker.note("assets")
        for path, data in self._world.assets.files.items():
            yield Output(path, ASSETS, DataFile(lambda data=data: data))  # type: ignore[misc]

    def _sitemap_changed(self) -> bool:
        if not self._graph.has_plot("sitemap") or "sitemap" in self._dirty:
            return True
        nothing = Made((), ())
        keys = self._old.keys() | self._new.keys()
        return any(self._old.get(key, nothing).pages != self._new.get(key, nothing).pages for key in keys)

    def _sitemap(self) -> Iterator[Output]:
        self._shelf.tracker.note("options")
        pages = [page for made in self._graph.all_plots().values() for page in made.pages]
        return sitemap_files(self._shelf, pages)

    def _collisions(self) -> Iterator[Problem]:
        """A problem where two plots want one address, or an address that cannot be."""
        fresh: dict[str, Key] = {}
        for key, made in self._new.items():
            old = {path for path, _ in self._old[key].outputs} if key in self._old else set()
            fresh |= {path: key for path, _ in made.outputs if path not in old and not path.startswith("media/")}
            seen: set[str] = set()
            for path, _ in made.outputs:
                if path in seen and not _is_media(key):
                    yield collision(path, made.source, made.source)
                seen.add(path)
        if not fresh:
            return
        for path, key in fresh.items():
            try:
                output_path(path)
            except PathError as error:
                yield Problem(Place(self._graph.plot(key).source or path), error.code, str(error))
        owners: dict[str, tuple[str, Key]] = {}
        for key, made in sorted(self._graph.all_plots().items()):
            for path, _ in made.outputs:
                if path.startswith("media/"):
                    continue
                folded = fold(path)
                other, owner = owners.setdefault(folded, (path, key))
                if owner != key or other != path:
                    yield collision(path, self._graph.plot(owner).source, made.source)

    def _dead_links(self) -> Iterator[Problem]:
        """Links in texts to pages that are not there; looked at again wherever pages came or went."""
        linking = [(made.source, made.links) for made in self._linking() if any(link.startswith("/") for link in made.links)]
        if not linking:
            return
        paths = _Paths(self._publication)
        for source, links in linking:
            yield from dead_links(source, links, paths, self._all_paths)

    def _linking(self) -> Iterator[Made]:
        before = {path for made in self._old.values() for path, _ in made.outputs}
        after = {path for made in self._new.values() for path, _ in made.outputs}
        if before - after:
            yield from (made for _, made in sorted(self._graph.all_plots().items()) if made.links)
        else:
            yield from (made for _, made in sorted(self._new.items()) if made.links)

    def _all_paths(self) -> Iterator[str]:
        return (path for made in self._graph.all_plots().values() for path, _ in made.outputs)


class _Paths:
    """The outputs of the next state."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication

    def __contains__(self, path: object) -> bool:
        """Whether something will be published there."""
        return self._publication.stays(str(path))


def _is_media(key: Key) -> bool:
    return key.startswith(f"{MEDIA} ")


def _plugged(planners: Iterable[Planner], release: Release, anthology: Anthology, world: World) -> Iterator[Output]:
    public = Anthology(anthology.registries, release.listed, release.contributors, release.collections, release.pages)
    for planner in planners:
        yield from planner(public, world.config)

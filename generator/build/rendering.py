"""Plots made: their outputs as bytes, staged, with every fact that was read; on all cores where there are many."""

from __future__ import annotations

import functools
import importlib
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.build.graph import Made
from generator.build.pool import forked, frozen, memory_kept
from generator.build.published import COPIES, converted_captions, copy_key, encoded_copy, published_copy, source_bytes
from generator.errors import Place, Problem
from generator.files import digest
from generator.model.media import MediaError
from generator.model.site import (
    CaptionsFile,
    DataFile,
    EncodedFile,
    FeedFile,
    OriginalFile,
    Output,
    RenditionFile,
    SocialPicture,
    TemplatePage,
)
from generator.model.tracking import SEPARATOR, value_digest
from generator.plan.checks import project_links
from generator.plan.feeds import entry
from generator.plan.pages_machine import sitemap_lines
from generator.plan.plots import make_shared, outputs_of
from generator.plan.shelf import WRITTEN
from generator.render.templates import TemplateProblem, Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.build.graph import Graph
    from generator.build.never_print import Watch
    from generator.files import Publication, Staged
    from generator.memo import Memo
    from generator.model.feed import Feed, FeedEntry
    from generator.model.media import RenditionSpec, Rights
    from generator.model.tracking import Fact, Key
    from generator.plan.heads import Heads
    from generator.plan.shelf import Shelf

    Progress = Callable[[str, int, int], None]

_FORK_FROM = 120
_CHUNK = 16
_SHARED_WORKS = 4_000
"""Of how many works what many plots show is made before the fork: each process copies it, so more would need much memory."""
_GENERATION = 5_000
"""After so many plots others go on: each process copies what it touches of its parent's memory, and remembers what it made."""
_VERY_MANY = 50_000
_OF_VERY_MANY = 2_000
"""So many where there are very many of them, so that memory is what counts."""
_USED_BY_MANY = ("babel.dates", "feedgen.feed", "generator.render.feeds")
"""Modules that each forked process would import for itself otherwise."""
_EVERYWHERE = ("options", "never-print")
"""Facts that every output is made of."""


class Result(NamedTuple):
    """A plot that was made, by this process or another."""

    key: Key
    made: Made
    staged: list[Staged]
    facts: list[tuple[Key, Fact]]
    problems: list[Problem]
    """Those for which nothing may be published."""


class Maker:
    """Everything that turns one output into bytes."""

    def __init__(
        self,
        site: Path,
        memo: Memo,
        shelf: Shelf,
        heads: Heads,
        templates: Templates,
        publication: Publication,
        watch: Watch,
        colours: tuple[str, str, str],
        graph: Graph,
    ) -> None:
        self.site = site
        self.graph = graph
        self.shelf = shelf
        self.heads = heads
        self.memo = memo
        self.templates = templates
        self.publication = publication
        self.watch = watch
        self.colours = colours
        self.shares = False

    def made(self, output: Output) -> bytes:
        """The bytes of one output that is no picture. Raises TemplateProblem, MediaError."""
        match output.recipe:
            case TemplatePage(template, make):
                head, view = make()
                for name in (f"template {template}", "site", "words"):
                    self.shelf.tracker.note(name)
                return self.templates.render(template, head, view)
            case FeedFile(form, make):
                return self.feed(form, make())
            case DataFile(make):
                return make()
            case OriginalFile(source, mime, rights, documents):
                return published_copy(self._read(source), mime, rights, documents=documents)
            case EncodedFile():
                return encoded_copy(self.site, output.recipe, self.memo)
            case CaptionsFile(source):
                return converted_captions(self._read(source))
            case SocialPicture():
                return self._social(output.recipe)
            case RenditionFile(source, spec, rights):
                return self.ladder(source, [spec], rights)[spec]

    def feed(self, form: str, feed: Feed) -> bytes:
        """A feed in one format."""
        from generator.render import feeds

        render = {"rss": feeds.render_rss, "atom": feeds.render_atom, "json": feeds.render_json_feed}[form]
        return render(feed, self._written)

    def _written(self, entry: FeedEntry, shown: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        key = f"{WRITTEN} {entry.project}{SEPARATOR}{value_digest(shown).hex()[:16]}"
        return self.shelf.tracker.fact(key, self._write, entry.project, make)

    def _write(self, project_id: str, make: Callable[[], bytes]) -> bytes:
        entry(self.shelf, project_id)  # it is made of this
        return make()

    def share(self, key: Key) -> None:
        """What many plots show of a work is made with it, for those that are made later."""
        feed = make_shared(self.shelf, [key.partition(" ")[2]])
        if "rss" in self.shelf.config.feeds.contributors:
            self.feed("rss", feed)

    def staged(self, output: Output, data: bytes) -> tuple[Staged, list[Problem]]:
        """The bytes in the staging folder where they are new; a problem where they must never be printed."""
        staged = self.publication.stage_apart(output.path, data)
        return staged, list(self.watch.problems(output, data)) if self.watch else []

    def ladder(self, source: str, specs: Sequence[RenditionSpec], rights: Rights | None) -> dict[RenditionSpec, bytes]:
        """Copies of one picture, remembered by content; who made it is written in afterwards."""
        from generator.render.images import encode_ladder
        from generator.render.rights import write_rights

        data = self._read(source)
        source_digest = digest(data)
        plain = [spec for spec in specs if spec.format != "avif"]
        encoded = functools.cache(lambda: encode_ladder(data, plain, None))
        found: dict[RenditionSpec, bytes] = {}
        for spec in specs:
            make = (
                functools.partial(_one, data, spec, rights) if spec.format == "avif" else functools.partial(_from, encoded, spec)
            )
            copy = self.memo.bytes(COPIES, copy_key(source_digest, spec, rights), make)
            found[spec] = write_rights(copy, rights) if rights is not None and spec.format not in ("avif", "gif") else copy
        return found

    def _read(self, source: str) -> bytes:
        return source_bytes(self.site, source, self.memo)

    def _social(self, recipe: SocialPicture) -> bytes:
        import PIL

        from generator.render.cards import RECIPE, CardColours, fonts_at_hand, social_picture

        cover = self._read(recipe.cover) if recipe.cover else None
        key = f"{RECIPE}|{PIL.__version__}|{fonts_at_hand()}|{digest(cover) if cover else ''}|{recipe!r}|{self.colours!r}"
        colours = CardColours(*self.colours)
        return self.memo.bytes(
            "social",
            digest(key.encode()),
            lambda: social_picture(cover, recipe.title, recipe.byline, recipe.site, colours, focus=recipe.focus),
        )


def _one(data: bytes, spec: RenditionSpec, rights: Rights | None) -> bytes:
    from generator.render.images import encode_image

    return encode_image(data, spec, rights)


def _from(encoded: Callable[[], dict[RenditionSpec, bytes]], spec: RenditionSpec) -> bytes:
    return encoded()[spec]


def make_pages(maker: Maker, plots: Sequence[Key], jobs: int, progress: Progress) -> Iterator[Result]:
    """Plots of pages, feeds and data, made and staged; in forked processes where there are many."""
    jobs = jobs if len(plots) >= _FORK_FROM else 1
    tracker = maker.shelf.tracker
    known: list[Key] = []
    if jobs > 1:
        for module in _USED_BY_MANY:
            importlib.import_module(module)
        works = [key.partition(" ")[2] for key in plots if key.startswith("work ")]
        if len(maker.shelf.release.projects) / 2 < len(works) <= _SHARED_WORKS:
            feed = make_shared(maker.shelf, works)
            if "rss" in maker.shelf.config.feeds.contributors:
                maker.feed("rss", feed)
        known = tracker.take_fresh()  # a forked process would think that it has made them
    done = 0
    generations = list(_generations(plots)) if jobs > 1 else [plots]
    maker.shares = len(generations) > 1 and maker.graph.is_new
    with frozen():
        for generation in generations:
            for result in forked(functools.partial(_pages, maker), generation, jobs, _CHUNK):
                yield result
                done += 1
                progress("pages", done, len(plots))
            if maker.shares:  # what one generation made, the next need not make
                tracker.fetch = maker.graph.value
    tracker.keep_fresh(known)


def _generations(plots: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """The plots in the parts that are made by one set of processes; of many works first those, whose cards the others show."""
    works = [key for key in plots if key.startswith("work ")]
    parts = [works, [key for key in plots if not key.startswith("work ")]] if len(works) > _SHARED_WORKS else [plots]
    size = _GENERATION if len(plots) < _VERY_MANY else _OF_VERY_MANY
    for part in parts:
        for start in range(0, len(part), size):
            yield part[start : start + size]


def _pages(maker: Maker, key: Key) -> Result:
    """One plot; its template's faults are its problems."""
    staged: list[Staged] = []
    fatal: list[Problem] = []
    pages: list[tuple[str, str]] = []
    tracker = maker.shelf.tracker

    def make() -> list[Output]:
        for name in _EVERYWHERE:
            tracker.note(name)
        outputs = list(outputs_of(key, maker.shelf, maker.heads))
        for output in outputs:
            if output.indexed:
                pages.append((output.path, sitemap_lines(maker.shelf, output)))
            try:
                one, found = maker.staged(output, maker.made(output))
            except TemplateProblem as error:
                fatal.append(error.problem)
                continue
            staged.append(one)
            fatal.extend(found)
        return outputs

    outputs, reads = tracker.reads_of(make)
    if maker.shares and key.startswith("work "):
        maker.share(key)
    made = Made(
        reads=reads,
        outputs=tuple((output.path, output.order) for output in outputs),
        pages=tuple(pages),
        source=next((output.source for output in outputs if output.source), ""),
        links=_links(maker.shelf, key),
    )
    return Result(key, made, staged, _new_facts(maker, key, reads), fatal)


def _new_facts(maker: Maker, key: Key, reads: tuple[Key, ...]) -> list[tuple[Key, Fact]]:
    """The facts that are not known yet, among all that a plot was made of: what it read before is known, down to the bottom."""
    graph, tracker = maker.graph, maker.shelf.tracker
    fresh = tracker.take_fresh()
    if graph.is_new:
        return [(one, tracker.stated(one)) for one in fresh]
    known = frozenset(graph.plot(key).reads) if graph.has_plot(key) else frozenset[str]()
    return graph.missing((read for read in reads if read not in known or read in graph.unsure), tracker)


def _links(shelf: Shelf, key: Key) -> tuple[str, ...]:
    """The links to pages of this site in the texts a plot is about."""
    kind, _, name = key.partition(" ")
    published = shelf.published
    match kind:
        case "work":
            return tuple(project_links(shelf.project(name)))
        case "contributor":
            bio = published.contributors[name].bio
            return bio.links if bio is not None else ()
        case "collection":
            introduction = published.collections[name].introduction
            return introduction.links if introduction is not None else ()
        case "page":
            return published.pages[name].text.links
        case _:
            return ()


def make_media(maker: Maker, plots: Sequence[Key], jobs: int, progress: Progress, *, trusted: bool) -> Iterator[Result]:
    """Plots of media files, made and staged on threads; with `trusted`, a file that stays at its address is right."""
    results: dict[Key, Result] = {}
    groups: dict[tuple[str, Rights | None], list[tuple[Key, Output]]] = {}
    single: list[tuple[Key, Output]] = []
    begun: set[str] = set()
    tracker = maker.shelf.tracker
    for key in plots:

        def planned(key: Key = key) -> list[Output]:
            for name in _EVERYWHERE:
                tracker.note(name)
            return list(outputs_of(key, maker.shelf, maker.heads))

        outputs, reads = tracker.reads_of(planned)
        made = Made(reads, tuple((output.path, output.order) for output in outputs))
        results[key] = Result(key, made, [], _new_facts(maker, key, reads), [])
        for output in outputs:
            if output.path in begun or (trusted and output.path.startswith("media/") and maker.publication.stays(output.path)):
                continue
            begun.add(output.path)
            if isinstance(output.recipe, RenditionFile):
                groups.setdefault((output.recipe.source, output.recipe.rights), []).append((key, output))
            else:
                single.append((key, output))
    _make_media(maker, results, groups, single, jobs, progress)
    yield from results.values()


def _make_media(
    maker: Maker,
    results: dict[Key, Result],
    groups: dict[tuple[str, Rights | None], list[tuple[Key, Output]]],
    single: list[tuple[Key, Output]],
    jobs: int,
    progress: Progress,
) -> None:
    total = sum(map(len, groups.values())) + len(single)
    done = 0

    def ladder(
        item: tuple[tuple[str, Rights | None], list[tuple[Key, Output]]],
    ) -> list[tuple[Key, Staged | None, list[Problem]]]:
        (source, rights), outputs = item
        try:
            specs: list[RenditionSpec] = [output.recipe.spec for _, output in outputs]  # type: ignore[union-attr, misc]
            copies = maker.ladder(source, specs, rights)
            return [(key, *maker.staged(output, copies[spec])) for (key, output), spec in zip(outputs, specs, strict=True)]
        except (MediaError, OSError) as error:
            return [(outputs[0][0], None, [_media_problem(source, error)])]

    def one(item: tuple[Key, Output]) -> list[tuple[Key, Staged | None, list[Problem]]]:
        key, output = item
        try:
            return [(key, *maker.staged(output, maker.made(output)))]
        except (MediaError, OSError) as error:
            return [(key, None, [_media_problem(output.source, error)])]

    if not total:
        return
    with memory_kept(), ThreadPoolExecutor(max(1, jobs)) as pool:
        names = chain((source for source, _ in groups), (output.path for _, output in single))
        for name, made in zip(names, chain(pool.map(ladder, groups.items()), pool.map(one, single)), strict=True):
            for key, staged, problems in made:
                done += 1
                results[key].problems.extend(problems)
                if staged is not None:
                    results[key].staged.append(staged)
            progress(f"media {PurePosixPath(name).name}", done, total)


def _media_problem(source: str, error: MediaError | OSError) -> Problem:
    if isinstance(error, MediaError):
        return Problem(Place(source), error.code, error.message, error.hint)
    return Problem(Place(source), "missing-file", f"cannot be read: {error.strerror}")

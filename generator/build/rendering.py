"""Outputs made into bytes, on all cores, and staged."""

from __future__ import annotations

import functools
import gc
import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import Place, Problem
from generator.files import digest
from generator.model.media import MediaError
from generator.model.site import DataFile, FeedFile, OriginalFile, Output, RenditionFile, SocialPicture, TemplatePage
from generator.render.templates import TemplateProblem, Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from generator.build.never_print import Watch
    from generator.files import Publication, Staged
    from generator.memo import Memo
    from generator.model.media import RenditionSpec, Rights

    Progress = Callable[[str, int, int], None]

_FORK_FROM = 400
_CHUNK = 64


class Maker:
    """Everything that turns one output into bytes."""

    def __init__(
        self, site: Path, memo: Memo, templates: Templates, publication: Publication, watch: Watch, colours: tuple[str, str, str]
    ) -> None:
        self.site = site
        self.memo = memo
        self.templates = templates
        self.publication = publication
        self.watch = watch
        self.colours = colours

    def made(self, output: Output) -> bytes:
        """The bytes of one output that is no picture. Raises TemplateProblem, MediaError."""
        match output.recipe:
            case TemplatePage(template, make):
                head, view = make()
                return self.templates.render(template, head, view)
            case FeedFile(form, make):
                return _feed(form, make())
            case DataFile(make):
                return make()
            case OriginalFile(source, mime, rights):
                return self._original(source, mime, rights)
            case SocialPicture():
                return self._social(output.recipe)
            case RenditionFile(source, spec, rights):
                return self.ladder(source, [spec], rights)[spec]

    def staged(self, output: Output, data: bytes) -> tuple[Staged, list[Problem]]:
        """The bytes in the staging folder where they are new; a problem where they must never be printed."""
        staged = self.publication.stage_apart(PurePosixPath(output.path), data)
        return staged, list(self.watch.problems(output, data)) if self.watch else []

    def ladder(self, source: str, specs: Sequence[RenditionSpec], rights: Rights | None) -> dict[RenditionSpec, bytes]:
        """Copies of one picture, remembered by content; who made it is written in afterwards."""
        import PIL

        from generator.render.images import RECIPE, encode_ladder
        from generator.render.rights import write_rights

        data = self._read(source)
        plain = [spec for spec in specs if spec.format != "avif"]
        encoded = functools.cache(lambda: encode_ladder(data, plain, None))
        found: dict[RenditionSpec, bytes] = {}
        for spec in specs:
            key = digest(
                f"{RECIPE}|{PIL.__version__}|{digest(data)}|{spec!r}|{rights if spec.format == 'avif' else None!r}".encode()
            )
            make = (
                functools.partial(_one, data, spec, rights) if spec.format == "avif" else functools.partial(_from, encoded, spec)
            )
            copy = self.memo.bytes("pictures", key, make)
            found[spec] = write_rights(copy, rights) if rights is not None and spec.format not in ("avif", "gif") else copy
        return found

    def _read(self, source: str) -> bytes:
        return (self.site / source).read_bytes()

    def _original(self, source: str, mime: str, rights: Rights | None) -> bytes:
        data = self._read(source)
        if mime == "image/svg+xml":
            from generator.render.svg import clean_svg

            return clean_svg(data)
        from generator.render.originals import clean_original

        return clean_original(data, mime, rights)

    def _social(self, recipe: SocialPicture) -> bytes:
        import PIL

        from generator.render.cards import RECIPE, CardColours, social_picture

        cover = self._read(recipe.cover) if recipe.cover else None
        key = f"{RECIPE}|{PIL.__version__}|{digest(cover) if cover else ''}|{recipe!r}|{self.colours!r}"
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


def _feed(form: str, feed: object) -> bytes:
    from generator.render import feeds

    render = {"rss": feeds.render_rss, "atom": feeds.render_atom, "json": feeds.render_json_feed}[form]
    return render(feed)  # type: ignore[arg-type]


def render_all(maker: Maker, outputs: Iterable[Output], jobs: int, progress: Progress) -> list[Problem]:
    """Every output made and staged: media on threads, pages in forked processes."""
    media: dict[tuple[str, Rights | None], list[Output]] = {}
    originals: list[Output] = []
    rest: list[Output] = []
    for output in outputs:
        recipe = output.recipe
        if isinstance(recipe, RenditionFile):
            media.setdefault((recipe.source, recipe.rights), []).append(output)
        elif isinstance(recipe, OriginalFile | SocialPicture):
            originals.append(output)
        else:
            rest.append(output)
    problems = _media(maker, media, originals, jobs, progress)
    maker.memo.flush()
    if problems:
        return problems
    return _pages(maker, rest, jobs, progress)


def _media(
    maker: Maker, groups: dict[tuple[str, Rights | None], list[Output]], originals: list[Output], jobs: int, progress: Progress
) -> list[Problem]:
    problems: list[Problem] = []
    total = sum(map(len, groups.values())) + len(originals)
    done = 0

    def group(item: tuple[tuple[str, Rights | None], list[Output]]) -> list[tuple[Staged | None, list[Problem]]]:
        (source, rights), outputs = item
        try:
            specs = [output.recipe.spec for output in outputs]  # type: ignore[union-attr]
            copies = maker.ladder(source, specs, rights)
            return [maker.staged(output, copies[spec]) for output, spec in zip(outputs, specs, strict=True)]
        except (MediaError, OSError) as error:
            return [(None, [_media_problem(source, error)])]

    def original(output: Output) -> list[tuple[Staged | None, list[Problem]]]:
        try:
            return [maker.staged(output, maker.made(output))]
        except (MediaError, OSError) as error:
            return [(None, [_media_problem(output.source, error)])]

    with ThreadPoolExecutor(max(1, jobs)) as pool:
        for results in (*pool.map(group, groups.items()), *pool.map(original, originals)):
            for staged, found in results:
                done += 1
                problems += found
                if staged is not None:
                    maker.publication.note(staged)
            progress("media", done, total)
    return problems


def _media_problem(source: str, error: MediaError | OSError) -> Problem:
    if isinstance(error, MediaError):
        return Problem(Place(source), error.code, error.message, error.hint)
    return Problem(Place(source), "missing-file", f"cannot be read: {error.strerror}")


_shared: tuple[Maker, list[Output]] | None = None


def _chunk(start: int) -> tuple[list[Staged], list[Problem]]:
    assert _shared is not None
    maker, outputs = _shared
    staged: list[Staged] = []
    problems: list[Problem] = []
    for output in outputs[start : start + _CHUNK]:
        try:
            one, found = maker.staged(output, maker.made(output))
        except TemplateProblem as error:
            problems.append(error.problem)
            continue
        staged.append(one)
        problems += found
    return staged, problems


def _pages(maker: Maker, outputs: list[Output], jobs: int, progress: Progress) -> list[Problem]:
    global _shared  # noqa: PLW0603 - forked workers find the plan here, so that it need not be sent
    _shared = (maker, outputs)
    starts = range(0, len(outputs), _CHUNK)
    problems: dict[Problem, None] = {}
    done = 0
    try:
        if jobs > 1 and len(outputs) >= _FORK_FROM and hasattr(os, "fork"):
            gc.collect()
            gc.freeze()
            with multiprocessing.get_context("fork").Pool(jobs) as pool:
                results = pool.imap_unordered(_chunk, starts)
                for staged, found in results:
                    done += _gather(maker, staged, found, problems)
                    progress("pages", done, len(outputs))
            gc.unfreeze()
        else:
            for start in starts:
                done += _gather(maker, *_chunk(start), problems)
                progress("pages", done, len(outputs))
    finally:
        _shared = None
    return list(problems)


def _gather(maker: Maker, staged: list[Staged], found: list[Problem], problems: dict[Problem, None]) -> int:
    for one in staged:
        maker.publication.note(one)
    problems.update(dict.fromkeys(found))
    return len(staged)

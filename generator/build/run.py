"""The whole pipeline in order: read, decide, make, publish."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from generator.build.day import today
from generator.build.explain import explained
from generator.build.glance import glance
from generator.build.never_print import Watch
from generator.build.pool import seldom_collected
from generator.build.request import CACHE, PREVIEW, Built, Planner, Progress, Request, stop_on_errors
from generator.build.workshop import Workshop
from generator.errors import ContentError, Problem, UsageError
from generator.files import digest, mark_incomplete, mark_preview, open_output, own_files
from generator.memo import Memo
from generator.model.anthology import Anthology
from generator.model.config import Config
from generator.sources.load import unlisted_files
from generator.sources.theme import read_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.build.glance import Glance
    from generator.build.world import World
    from generator.plan.shelf import Shelf

__all__ = [
    "CACHE",
    "PREVIEW",
    "Built",
    "Content",
    "Planner",
    "Request",
    "Workshop",
    "build",
    "check",
    "content",
    "explained",
    "publish",
    "shown",
    "today",
    "verify",
]


def nothing(*_: object) -> None:
    """Tells nobody."""


def build(
    request: Request, progress: Progress = nothing, waiting: Callable[[str], None] | None = None, seen: Glance | None = None
) -> Built:
    """The site published; raises ContentError with every problem, UsageError, PublishError.

    `seen` is a glance that was taken before.
    """
    if seen is None and not (request.clean or request.proofs):
        site, target = str(request.site.resolve()), str(request.target.resolve())
        seen = glance(site, target, today=request.today, drafts=request.drafts, portable=request.portable)
    with Memo(request.memory or request.site / CACHE, afresh=request.clean) as memo:
        return publish(Workshop(request, memo), progress, waiting, seen=seen)


def publish(
    workshop: Workshop,
    progress: Progress = nothing,
    waiting: Callable[[str], None] | None = None,
    hint: frozenset[str] | None = None,
    seen: Glance | None = None,
) -> Built:
    """The site as it is now, published; the workshop may be used again, also after an error."""
    started = time.monotonic()
    request = workshop.request
    output = request.target
    if request.drafts and output.resolve() == (request.site / "output").resolve():
        raise UsageError("drafts are never built into output/, which is published; name another folder with --output")
    forbidden = [request.site / "content", request.site / "themes"]
    with open_output(
        output,
        adopt=request.adopt,
        lock=request.lock,
        wipe=request.clean,
        forbidden=forbidden,
        waiting=waiting,
        known=workshop.known,
    ) as publication:
        progress("read", 0, 1)
        with seldom_collected():
            report = workshop.build(publication, progress, hint, seen)
        mark_incomplete(output, incomplete=workshop.encodings.left > 0)
        if request.drafts or request.preview:
            mark_preview(output)
    outputs, pages, projects, contributors = workshop.totals
    return Built(
        output=str(output),
        report=report,
        outputs=outputs,
        pages=pages,
        projects=projects,
        contributors=contributors,
        problems=workshop.problems,
        seconds=time.monotonic() - started,
        left=workshop.encodings.left,
        reasons=workshop.reasons,
    )


def verify(request: Request, *, encoded: bool = False) -> tuple[str, ...]:
    """The files in which what is published differs from a clean build in a temporary folder; none, if all is well.

    With `encoded` copies of pictures, recordings and films are made again too, rather than believed.
    """
    output = request.target
    with tempfile.TemporaryDirectory(prefix="creditroll-") as folder:
        clean = Path(folder, "clean")
        memory = Path(folder, "memory") if encoded else None
        build(msgspec.structs.replace(request, output=clean, clean=True, adopt=False, memory=memory))
        wanted = own_files(clean)
        found = {path: digest(data) for path in wanted if (data := _bytes(output / path)) is not None}
    gone = own_files(output).keys() - wanted.keys()
    return tuple(sorted([path for path, summed in wanted.items() if found.get(path) != summed] + list(gone)))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def check(request: Request, external: Progress | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong or could be better; nothing is written but what is remembered.

    With `external`, which is told how far it is, links to other sites are asked for too; nothing else uses the network.
    """
    with Memo(request.site / CACHE) as memo:
        workshop = Workshop(request, memo)
        try:
            problems = workshop.checked()
        except ContentError as error:
            return error.problems
        problems = [*problems, *unlisted_files(request.site, workshop.library)]
        if external is not None:
            from generator.build.external import dead_external_links, external_links

            problems += dead_external_links(external_links(request.site, workshop.shown()[0].config.site.url), external)
        return tuple(sorted(problems, key=Problem.sort_key))


class Content(msgspec.Struct, frozen=True):
    """What the sources say, for those who work with it rather than publish it."""

    anthology: Anthology
    """With all that readers never see."""
    config: Config
    words: dict[str, str]
    """Texts of the interface in the site's language, by the English ones."""
    watch: Watch
    """Names that must never appear."""


def content(request: Request) -> Content:
    """Everything the manifests say; raises ContentError where something is wrong with them."""
    with Memo(request.site / CACHE) as memo:
        library = Workshop(request, memo).content()
        config, document = library.config, library.config_document
        assert config is not None
        assert document is not None
        problems: list[Problem] = []
        theme = read_theme(request.site, config, document, problems)
        stop_on_errors(problems, strict=False)
        words = theme.strings if theme is not None else {}
        return Content(library.anthology, config, words, Watch(library.never_print))


def shown(request: Request) -> tuple[Shelf, World]:
    """What readers would see if it were built now; nothing is made. Raises ContentError where the content is wrong."""
    with Memo(request.site / CACHE) as memo:
        return Workshop(request, memo).shown()

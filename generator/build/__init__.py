"""The whole pipeline in order: read, decide, make, publish."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from generator.build.assets import assets, logo_fault
from generator.build.never_print import Watch
from generator.build.rendering import Maker, render_all
from generator.errors import ContentError, Problem, Severity, UsageError
from generator.files import Report, digest, mark_preview, open_output, own_files
from generator.memo import Memo
from generator.model.anthology import Anthology
from generator.model.config import Config
from generator.model.site import ASSETS, DataFile, Output, Site
from generator.plan.checks import hidden_references, release_rules, unused_people
from generator.plan.colours import scheme_colours
from generator.plan.release import Published, published
from generator.plan.site import Options, collision, make_shelf, plan_site
from generator.render.templates import Templates
from generator.sources.document import read_document
from generator.sources.load import Sources, read_site, unlisted_files
from generator.sources.theme import read_theme

if TYPE_CHECKING:
    from generator.model.theme import Theme

Planner = Callable[[Anthology, Config], Iterable[Output]]
CACHE = ".cache"
PREVIEW = ".cache/preview"


class Request(msgspec.Struct, frozen=True):
    """What is to be built, and how."""

    site: Path
    output: Path | None = None
    today: str = ""
    drafts: bool = False
    clean: bool = False
    strict: bool = False
    portable: bool = False
    adopt: bool = False
    lock: bool = True
    jobs: int = 0
    preview: bool = False
    """For nobody but the editor: noindex, and the folder says so."""
    planners: tuple[Planner, ...] = ()
    """Other packages' outputs, as functions of what is published."""


class Built(msgspec.Struct, frozen=True):
    """What a build did."""

    output: str
    report: Report
    outputs: int
    pages: int
    projects: int
    contributors: int
    problems: tuple[Problem, ...]
    seconds: float


class Planned(msgspec.Struct, frozen=True):
    """A site that is read, decided, checked; nothing of it is made yet."""

    sources: Sources
    published: Published
    theme: Theme
    site: Site
    problems: tuple[Problem, ...]


def nothing(*_: object) -> None:
    """Tells nobody."""


def build(
    request: Request, progress: Callable[[str, int, int], None] = nothing, waiting: Callable[[str], None] | None = None
) -> Built:
    """The site published; raises ContentError with every problem, UsageError, PublishError."""
    started = time.monotonic()
    output = request.output or (request.site / (PREVIEW if request.drafts else "output"))
    if request.drafts and output.resolve() == (request.site / "output").resolve():
        raise UsageError("drafts are never built into output/, which is published; name another folder with --output")
    forbidden = [request.site / "content", request.site / "themes"]
    with (
        open_output(
            output, adopt=request.adopt, lock=request.lock, wipe=request.clean, forbidden=forbidden, waiting=waiting
        ) as publication,
        Memo(request.site / CACHE, afresh=request.clean) as memo,
    ):
        progress("read", 0, 1)
        planned = plan(request, memo)
        stop_on_errors(planned.problems, strict=request.strict)
        memo.flush()
        config = planned.sources.config
        colours = planned.site.view.colours
        templates = Templates(
            planned.theme,
            planned.site.view,
            language=config.site.language,
            media=make_shelf(planned.published, config, planned.theme).pictures.file,
            bytecode=request.site / CACHE / "templates",
        )
        palette = (planned.theme.backgrounds.light, "#1c1a17", colours["accent-light"])
        maker = Maker(request.site, memo, templates, publication, Watch(planned.sources.never_print), palette)
        jobs = request.jobs or os.cpu_count() or 1
        found = render_all(maker, planned.site.outputs.values(), jobs, progress)
        if found:
            raise ContentError((*found, *planned.problems))
        order = {path: one.order for path, one in planned.site.outputs.items()}
        report = publication.commit(lambda path: order.get(str(path), ASSETS))
        if request.drafts or request.preview:
            mark_preview(output)
    site = planned.site
    return Built(
        output=str(output),
        report=report,
        outputs=len(site.outputs),
        pages=sum(path.endswith(".html") for path in site.outputs),
        projects=len(planned.published.projects) + len(planned.published.unlisted),
        contributors=len(planned.published.shown),
        problems=planned.problems,
        seconds=time.monotonic() - started,
    )


def verify(request: Request) -> tuple[str, ...]:
    """The files in which what is published differs from a clean build in a temporary folder; none, if all is well."""
    output = request.output or request.site / "output"
    with tempfile.TemporaryDirectory(prefix="creditroll-") as folder:
        clean = Path(folder, "clean")
        build(msgspec.structs.replace(request, output=clean, clean=True, adopt=False))
        wanted = own_files(clean)
        found = {path: digest(data) for path in wanted if (data := _bytes(output / path)) is not None}
    gone = own_files(output).keys() - wanted.keys()
    return tuple(sorted([path for path, summed in wanted.items() if found.get(path) != summed] + list(gone)))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def plan(request: Request, memo: Memo) -> Planned:
    """Everything decided; problems of sources and plan together. Raises ContentError where that cannot be."""
    sources, problems_ = read_site(request.site, memo)
    problems = list(problems_)
    if sources is None:
        raise ContentError(problems)
    config = sources.config
    config_document = read_document((request.site / "config.yaml").read_bytes(), "config.yaml")
    theme = read_theme(request.site, config, config_document, problems)
    if config.site.logo and (fault := logo_fault(request.site, config.site.logo)) is not None:
        problems.append(config_document.problem(("site", "logo"), *fault))
        config = msgspec.structs.replace(config, site=msgspec.structs.replace(config.site, logo=None))
    if theme is None:
        raise ContentError(problems)
    public = published(sources.anthology, request.today or today(config.site.timezone), drafts=request.drafts)
    problems += release_rules(public, sources.anthology, config)
    problems += hidden_references(sources.anthology, public)
    problems += unused_people(sources.anthology)
    colours, colour_problems = scheme_colours(theme)
    problems += colour_problems
    shared = assets(request.site, config, theme, memo, colours["accent-light"], colours["on-accent-light"])
    options = Options(
        today=request.today, preview=request.drafts or request.preview, drafts=request.drafts, portable=request.portable
    )
    site, plan_problems = plan_site(public, config, theme, shared.names, shared.preload, options, logo_px=shared.logo_px)
    outputs = dict(site.outputs)
    for path, data in shared.files.items():
        outputs[path] = Output(path, ASSETS, DataFile(_constant(data)))
    problems += plan_problems
    for planner in request.planners:
        public_anthology = Anthology(public.registries, public.projects, public.contributors, public.collections, public.pages)
        for made in planner(public_anthology, config):
            problems += [*collision(made, outputs)]
            outputs.setdefault(made.path, made)
    site = msgspec.structs.replace(site, outputs=outputs)
    return Planned(sources, public, theme, site, tuple(problems))


def check(request: Request) -> tuple[Problem, ...]:
    """Everything that is wrong or could be better; nothing is written but what is remembered."""
    with Memo(request.site / CACHE) as memo:
        try:
            planned = plan(request, memo)
        except ContentError as error:
            return error.problems
        hints = unlisted_files(request.site, planned.sources)
        return tuple(sorted((*planned.problems, *hints), key=Problem.sort_key))


def stop_on_errors(problems: tuple[Problem, ...], *, strict: bool) -> None:
    """Raises ContentError where there is an error; where warnings count as errors, for those too."""
    bad = [
        problem for problem in problems if problem.severity is Severity.ERROR or (strict and problem.severity is Severity.WARNING)
    ]
    if bad:
        raise ContentError(problems)


def today(timezone: str) -> str:
    """The build day: SOURCE_DATE_EPOCH where it is set, else today in the site's time zone."""
    import datetime
    from zoneinfo import ZoneInfo

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    zone = ZoneInfo(timezone)
    if epoch:
        try:
            return datetime.datetime.fromtimestamp(int(epoch), zone).date().isoformat()
        except (ValueError, OverflowError, OSError) as error:
            raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds") from error
    return datetime.datetime.now(zone).date().isoformat()


def _constant(data: bytes) -> Callable[[], bytes]:
    return lambda: data

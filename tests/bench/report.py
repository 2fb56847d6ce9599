"""What was measured, as Markdown."""

from __future__ import annotations

import os
import platform
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import contestants as who
from tests.bench.census import COUNT_TOLERANCE, SIZE_TOLERANCE
from tests.bench.pictures import QUALITY
from tests.bench.serve_latency import latencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.bench.pictures import Pictures
    from tests.bench.rounds import Series, Spread
    from tests.bench.rows import Outcome

_KINDS = ("project", "contributor", "contributor feed", "tag page", "list", "further page", "site feed", "sitemap", "style sheet")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; nothing where it has no rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *lines, ""] if lines else []


def range_of(found: Spread, digits: int = 2) -> str:
    """Median and range: 1.05 (1.01 to 1.21)."""
    if found.count == 1:
        return f"{found.middle:,.{digits}f}"
    return f"{found.middle:,.{digits}f} ({found.least:,.{digits}f} to {found.most:,.{digits}f})"


def machine(versions: dict[str, str], counts: Sequence[int]) -> list[str]:
    """What was compared on what."""
    memory_gib = int(Path("/proc/meminfo").read_text("ascii").split()[1]) / 1024**2
    cores = len(os.sched_getaffinity(0))
    named = ", ".join(f"{name} {version}" for name, version in versions.items())
    return [
        "# Results of one run",
        "",
        f"Written by `make bench`: {named}, CPython {platform.python_version()}, on {cores} cores and {memory_gib:.0f} GiB.",
        "Figures are medians, with their range, of runs that took turns. A ratio says how many times what the row's generator needed",
        "the other one needed, run by run; only ratios of one run of the benchmark mean something, seconds depend on the machine and on",
        "what else it did. Exit codes and the numbers of files are checked before a time counts. Memory is the peak of all processes",
        "together, what they share counted once, looked at in a run of its own, because looking takes time.",
        "",
        f"Projects: {' and '.join(f'{count:,}' for count in counts)}, with half as many contributors, from `corpus.py`, in the shape that each",
        "generator reads. Cold means: a new output folder, and no `.cache` in the site (for Hugo: no cache, no resources). What the program",
        "remembers for all sites, its fonts as web fonts, stays as it was; the benchmark's own theme has no fonts. Outputs of earlier",
        "rounds stay beside until the end, since file systems are slow to use again what was just deleted.",
        "",
    ]


def page_sets(outcome: Outcome) -> list[str]:
    """How many files everyone wrote, and how large they are in the mean."""
    equal = {name: found for name, found in outcome.censuses.items() if name not in (who.FAST, who.WHOLE)}
    rows = [
        [
            kind,
            *(
                f"{found.files.get(kind, 0):,} of {found.mean(kind):,.0f} B" if kind in found.files else "-"
                for found in equal.values()
            ),
        ]
        for kind in _KINDS
        if any(kind in found.files for found in equal.values())
    ]
    rows.append(["all", *(f"{found.total:,}" for found in equal.values())])
    lines = [
        f"## Equal page sets, {outcome.size.corpus.projects:,} projects",
        "",
        f"Checked: no other files; as many of each kind, all in all within {COUNT_TOLERANCE:.0%}; mean project pages within {SIZE_TOLERANCE:.0%}.",
        "Our tag pages are numbered from the oldest and the newest page takes the rest, so how many works stand on one is chosen such that",
        "there are as many pages as with 24 in Hugo. Feeds have a summary of each work (`feeds: {content: summary}`); ours name everyone",
        "credited besides, with role and address, which those of the others do not. The engine commonmark is an option",
        "(`markdown: {engine: commonmark}`); without it texts are read by Python-Markdown.",
        "",
        *table(["files", *equal], rows),
    ]
    if who.WHOLE in outcome.censuses:
        whole = outcome.censuses[who.WHOLE]
        lines += [f"The whole default theme writes {whole.total:,} files ({whole_theme()}).", ""]
    return lines


def whole_theme() -> str:
    """Which feeds and takeaways a site has that asks for nothing."""
    from generator.model.config import FeedsEntry, TakeawaysEntry

    takeaways, feeds = TakeawaysEntry(), FeedsEntry()
    on = [name for name in ("badge", "card", "vcard", "citations") if getattr(takeaways, name)]
    formats = "; ".join(
        f"{name}: {' '.join(getattr(feeds, name)) or 'none'}" for name in feeds.__struct_fields__ if name != "content"
    )
    return f"takeaways on: {', '.join(on)}, pictures for social networks: {takeaways.social_pictures}; feeds: {formats}"


def builds(outcome: Outcome) -> list[str]:
    """Cold, empty and one title, as tables."""
    heads = ["", "wall s", "CPU s", "peak MiB", "n", "Hugo's wall / this", "Hugo's CPU / this", "Hugo's memory / this"]
    lines = []
    for title, series in (
        ("Cold build", outcome.cold),
        ("Empty build", outcome.empty),
        ("One title changed, from the command line", outcome.title),
    ):
        rows = [_build_row(series, name, outcome) for name in series.runs]
        rows += [
            [name, f"not measured: {_line(why)}", *[""] * 6]
            for name, why in {**outcome.size.missing, **series.failed}.items()
            if rows
        ]
        if rows:
            lines += [f"## {title}, {outcome.size.corpus.projects:,} projects", "", *table(heads, rows)]
    if outcome.title_written:
        written = "; ".join(f"{name}: {count:,}" for name, count in outcome.title_written.items())
        lines += [f"Files that a changed title wrote: {written}. The file is changed before the clock starts.", ""]
    return lines


def _build_row(series: Series, name: str, outcome: Outcome) -> list[str]:
    memory = f"{series.memory_mib[name]:,.0f}" if name in series.memory_mib else "-"
    ratios = ["-", "-", "-"]
    if who.HUGO in series.runs and name != who.HUGO:
        ratios[0] = range_of(series.times(who.HUGO, name))
        ratios[1] = range_of(series.times(who.HUGO, name, "cpu_s"))
        if series.memory_mib.get(name):
            ratios[2] = f"{series.memory_mib[who.HUGO] / series.memory_mib[name]:.2f}"
    shown = f"{name} (Hugo makes the lesser set)" if name == who.WHOLE else name
    return [shown, range_of(series.wall(name)), range_of(series.cpu(name)), memory, str(series.wall(name).count), *ratios]


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")[:160]


def served(found: dict[int, dict[str, list[float]] | str]) -> list[str]:
    """From a saved file to the reloaded page."""
    rows = []
    for count, values in found.items():
        if isinstance(values, str):
            rows.append([f"{count:,}", f"not measured: {_line(values)}", "", "", ""])
            continue
        times, ratio = latencies(values)
        for name, one in times.items():
            shown = range_of(ratio) if ratio is not None and name == who.OURS else "-"
            rows.append([f"{count:,}", name, range_of(one, 0), str(one.count), shown])
    if not rows:
        return []
    return [
        "## One title changed while serving",
        "",
        "Milliseconds from the saved file to the work's page loaded anew in Chromium with its new heading: `creditroll serve` with the equal",
        "page set, `hugo server` as it comes (fast render, in memory). Both run side by side and are changed in turn.",
        "",
        *table(["projects", "", "ms", "n", "Hugo / this"], rows),
    ]


def growth(outcomes: Sequence[Outcome]) -> list[str]:
    """How the processors' time of a cold build grows with the number of projects."""
    rows = []
    for small, large in pairwise(outcomes):
        step = large.size.corpus.projects / small.size.corpus.projects
        for name in small.cold.runs:
            if name in large.cold.runs:
                grown = large.cold.cpu(name).middle / small.cold.cpu(name).middle
                sizes = f"{small.size.corpus.projects:,} to {large.size.corpus.projects:,}"
                rows.append([sizes, name, f"{step:.0f}", f"{grown:.1f}"])
    if not rows:
        return []
    return ["## Growth of CPU, cold build", "", *table(["projects", "", "projects, times", "CPU, times"], rows)]


def pictures(kinds: Sequence[Pictures]) -> list[str]:
    """Time and bytes of smaller pictures."""
    if not kinds:
        return []
    qualities = ", ".join(f"{form} {quality}" for form, quality in QUALITY.items())
    lines = [
        f"## Pictures: {kinds[0].count} photographs of 3000 by 2000",
        "",
        f"Equal widths, formats and quality ({qualities}), checked in every output; Lanczos; the original is published as well. Encoders",
        "differ (Go's own JPEG is baseline, Pillow's is progressive), and the photographs are made of noise: trust the times more than the",
        "bytes. Hugo and sigal make little else here; our builds make the pages of the site, too. With `--jobs 1` one core encodes.",
        "",
    ]
    heads = [
        "",
        "cold, wall s",
        "cold, CPU s",
        "n",
        "copies",
        "MB",
        "second build, wall s",
        "cold wall / ours",
        "second wall / ours",
    ]
    for kind in kinds:
        widths = ", ".join(str(width) for width in kind.kind.widths_px)
        lines += [f"### {' and '.join(kind.kind.formats)} at {widths}: {kind.kind.name}", ""]
        rows = [_picture_row(kind, name) for name in kind.cold.runs]
        failed = {**kind.missing, **kind.cold.failed}
        rows += [[name, f"not measured: {_line(why)}", *[""] * 7] for name, why in failed.items()]
        lines += table(heads, rows)
    return lines


def _picture_row(kind: Pictures, name: str) -> list[str]:
    files, size = kind.copies[name]
    cold, again = kind.cold, kind.again
    peer = name != who.OURS
    return [
        name,
        range_of(cold.wall(name)),
        range_of(cold.cpu(name)),
        str(cold.wall(name).count),
        f"{files:,}",
        f"{size / 1e6:,.1f}",
        range_of(again.wall(name)) if name in again.runs else "-",
        range_of(cold.times(name, who.OURS)) if peer else "-",
        range_of(again.times(name, who.OURS)) if peer and name in again.runs else "-",
    ]

"""Builds of made-up anthologies, timed against Hugo and others in one run: python -m tests.bench [--quick] [N ...]."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from tests.bench import contestants as who
from tests.bench import peers, report
from tests.bench.census import WrongOutputError
from tests.bench.measure import FailedRunError
from tests.bench.pictures import Pictures, measure_pictures
from tests.bench.rows import Outcome, make_size, measure_size
from tests.bench.serve_latency import serve_latency
from tests.tools import MissingToolError

RESULTS = Path(__file__).parent / "results.md"
ROWS = ("empty", "title", "serve", "pictures")
_LARGE = 2_000
_HUGE = 100_000


def main() -> int:
    """Measures, prints, writes results.md; 1 where something of ours failed, and then there are no results."""
    wish = _arguments()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as whoever uses it has it: compiled once
    counts = sorted(wish.counts or ([200] if wish.quick else [1_000, 10_000]))
    rows = frozenset(wish.only or [row for row in ROWS if not (wish.quick and row == "pictures")])
    outcomes: list[Outcome] = []
    served: dict[int, dict[str, list[float]] | str] = {}
    pictures: list[Pictures] = []
    try:
        for count in [*counts, *([_HUGE] * wish.huge)]:
            runs = 1 if count >= _HUGE else wish.runs or (3 if wish.quick or count > _LARGE else 5)
            with tempfile.TemporaryDirectory(prefix="creditroll-bench-") as folder:
                size = make_size(count, Path(folder), all_peers=not wish.quick and count < min(_HUGE, wish.hugo_from))
                outcomes.append(measure_size(size, runs, rows=rows))
                if "serve" in rows and count < _HUGE:
                    try:
                        served[count] = serve_latency(size, max(5, runs) if count <= _LARGE else 3)
                    except (FailedRunError, MissingToolError) as error:
                        served[count] = str(error)
        if "pictures" in rows:
            RESULTS.write_text(_text(outcomes, served, []), "utf-8")  # what is measured is not lost with what follows
            with tempfile.TemporaryDirectory(prefix="creditroll-bench-") as folder:
                pictures = measure_pictures(wish.pictures, Path(folder), 3 if wish.pictures < 50 else 1)
    except (FailedRunError, WrongOutputError) as error:
        sys.stderr.write(f"nothing counts: {error}\n")
        return 1
    text = _text(outcomes, served, pictures)
    RESULTS.write_text(text, "utf-8")
    sys.stdout.write(text)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Times builds against other generators in one run."
    )
    parser.add_argument("counts", type=int, nargs="*", metavar="N", help="numbers of projects; default: 1000 10000")
    parser.add_argument("--quick", action="store_true", help="200 projects, only against Hugo, no pictures: a few minutes")
    parser.add_argument("--huge", action="store_true", help="100,000 projects as well, once, only against Hugo: an hour and more")
    parser.add_argument("--runs", type=int, default=0, help="rounds; default: 5, from 2,000 projects on 3")
    parser.add_argument("--hugo-from", type=int, default=_HUGE, metavar="N", help="from N projects on only against Hugo")
    parser.add_argument("--pictures", type=int, default=200, metavar="COUNT", help="how many photographs; default: 200")
    parser.add_argument("--only", action="append", choices=ROWS, help="beside cold builds only this; may be repeated")
    return parser.parse_args()


def _text(outcomes: list[Outcome], served: dict[int, dict[str, list[float]] | str], pictures: list[Pictures]) -> str:
    lines = report.machine(_versions(outcomes), [outcome.size.corpus.projects for outcome in outcomes])
    for outcome in outcomes:
        lines += report.page_sets(outcome) + report.builds(outcome)
    lines += report.served(served) + report.growth(outcomes) + report.pictures(pictures)
    return "\n".join(lines).rstrip() + "\n"


def _versions(outcomes: list[Outcome]) -> dict[str, str]:
    found = {who.OURS: peers.version([sys.executable, "-m", "generator", "--version"])}
    there = {name for outcome in outcomes for name in outcome.cold.runs}
    if who.HUGO in there:
        found[who.HUGO] = peers.version([str(peers.python_peer("hugo")), "version"])
    if who.ELEVENTY in there:
        package = peers.eleventy_modules() / "@11ty/eleventy/package.json"
        found[who.ELEVENTY] = json.loads(package.read_text("utf-8"))["version"]
        found["Node"] = peers.version([str(peers.eleventy()[0]), "--version"])
    if who.PELICAN in there:
        found[who.PELICAN] = peers.version([str(peers.python_peer("pelican")), "--version"])
    return found


if __name__ == "__main__":
    raise SystemExit(main())

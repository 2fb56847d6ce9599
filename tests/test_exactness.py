"""After any edits a build leaves, byte for byte, what a clean build of the same sources would."""

from __future__ import annotations

import os
import shutil
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from exactness.mutants import MUTANTS
from exactness.starting import write_site
from exactness.table import BREAKS, EDITS
from exactness.trial import DifferenceError, Trial, put_foreign, settled, tree
from exactness.walk import walk
from exactness.zygote import Zygote, built
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from pathlib import Path

SOAK = "CREDITROLL_SOAK" in os.environ
PARTS = 3
IN_SHORT = 3
"""So many wrong generators are tried in a short run, all in a long one."""
EDITS_OF_A_SOAK = 10_000
"""At least so many, in all parts together."""
SOAK_PARTS = 4
FEWEST, MOST = (8, 24) if SOAK else (2, 12)
"""Edits between two builds where there are several."""
TOGETHER = 1 if SOAK else 3
"""Edits before each build of the walk."""
OF_SOURCES = sorted(name for name, make in EDITS.items() if make.__module__ != "exactness.disk")
HOW = st.sampled_from(["here", "here", "here", "here", "fork", "command"])
SEEDS = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote() as running:
        yield running


@pytest.fixture(scope="module")
def start(tmp_path_factory) -> Path:
    from exactness.settings import PLAYBILL

    folder = tmp_path_factory.mktemp("exactness") / "start"
    write_site(folder, PLAYBILL)
    return folder


@pytest.mark.timeout(0 if SOAK else 240)
@pytest.mark.parametrize("part", range(PARTS))
def test_each_edit_is_built_as_a_clean_build_would(part, start, zygote, tmp_path):
    (site,) = settled(tmp_path, start, 1)
    walk(site, start, tmp_path / "reference", zygote, part=part, parts=PARTS, together=TOGETHER)


def edited_and_built() -> Any:
    """Several edits, then a build in one of the ways."""
    edits = st.lists(st.tuples(st.sampled_from(sorted(EDITS)), SEEDS), min_size=FEWEST, max_size=MOST)

    @rule(edits=edits, how=HOW, seed=SEEDS)
    def edit_and_build(self: EditedAtRandom, edits: list[tuple[str, int]], how: str, seed: int) -> None:
        for name, each in edits:
            self.trial.edit(name, EDITS[name], each)
        self.trial.check(how, thorough=seed % 5 == 4)

    return edit_and_build


class EditedAtRandom(RuleBasedStateMachine):
    """A site that is edited a few times between builds, built in all ways, broken and mended."""

    start: Path
    zygote: Zygote
    folder: Path
    pool: list[Path]

    @initialize()
    def begin(self) -> None:
        if not self.pool:
            self.pool.extend(settled(self.folder / f"pool-{Trial.counted['site']}", self.start, 4))
        Trial.counted["site"] += 1
        self.trial = Trial(self.pool.pop(), self.start, self.folder / "reference", self.zygote)
        self.trial.check(thorough=True)
        put_foreign(self.trial.output)

    edit_and_build = edited_and_built()

    @rule(name=st.sampled_from(sorted(EDITS)), seed=SEEDS)
    def edit_once_and_build(self, name: str, seed: int) -> None:
        self.trial.edit(name, EDITS[name], seed)
        self.trial.check()

    @rule(name=st.sampled_from(sorted(BREAKS)), seed=SEEDS)
    def break_and_mend(self, name: str, seed: int) -> None:
        self.trial.edit(name, BREAKS[name], seed)
        self.trial.check()

    @rule(name=st.sampled_from(OF_SOURCES), seed=SEEDS)
    def edit_while_building(self, name: str, seed: int) -> None:
        self.trial.check(racing=(name, EDITS[name], seed))

    @rule(edits=st.lists(st.tuples(st.sampled_from(OF_SOURCES), SEEDS), min_size=2, max_size=6))
    def build_again_and_again_in_one_session(self, edits: list[tuple[str, int]]) -> None:
        self.trial.check("session")
        for name, each in edits:
            self.trial.edit(name, EDITS[name], each)
            self.trial.check("session")

    @rule()
    def preview_of_drafts(self) -> None:
        self.trial.drafts = True
        self.trial.check()
        self.trial.drafts = False

    def teardown(self) -> None:
        if hasattr(self, "trial"):
            for path in self.trial.root.parent.glob(f"{self.trial.root.name}*"):
                shutil.rmtree(path)


def run_at_random(folder: Path, start: Path, zygote: Zygote, **options: Any) -> None:
    given: dict[str, Any] = {"start": start, "zygote": zygote, "folder": folder, "pool": []}
    if SOAK:  # mostly that
        given |= {f"edit_and_build_{number}": edited_and_built() for number in range(7)}
    machine = type("EditedAtRandom", (EditedAtRandom,), given)
    shrink = [Phase.shrink] if "CREDITROLL_SHRINK" in os.environ else []
    run_state_machine_as_test(
        machine,
        settings=settings(
            deadline=None, database=None, phases=[Phase.generate, *shrink], suppress_health_check=list(HealthCheck), **options
        ),
    )


@pytest.mark.timeout(0 if SOAK else 240)
@pytest.mark.parametrize("part", range(SOAK_PARTS if SOAK else 1))
def test_any_edits_are_built_as_a_clean_build_would(part, start, zygote, tmp_path, capsys):
    before = Trial.counted.copy()
    if SOAK:
        while edits_since(before) < EDITS_OF_A_SOAK / SOAK_PARTS:
            run_at_random(tmp_path, start, zygote, max_examples=20, stateful_step_count=60)
    else:
        run_at_random(tmp_path, start, zygote, derandomize=True, max_examples=3, stateful_step_count=12)
    done = Trial.counted - before
    with capsys.disabled():
        sys.stdout.write(
            f"\nexactness, part {part}: {edits_since(before)} edits, {done['build built']} builds,"
            f" {done['build refused']} refused, 0 differences\n"
        )


def edits_since(before: Counter[str]) -> int:
    return sum(count for name, count in (Trial.counted - before).items() if name.startswith("edit "))


@pytest.mark.timeout(0 if SOAK else 240)
@pytest.mark.parametrize("mutant", MUTANTS if SOAK else MUTANTS[:IN_SHORT], ids=lambda mutant: mutant.name)
def test_a_wrong_generator_is_found_out(mutant, start, zygote, tmp_path, monkeypatch):
    """The check of the check: the wrong one builds here, the clean builds are made by the right one."""
    module, _, path = mutant.place.partition(":")
    owner = import_module(module)
    *above, last = path.split(".")
    for name in above:
        owner = getattr(owner, name)
    monkeypatch.setattr(owner, last, mutant.replacement(getattr(owner, last)))
    sites = settled(tmp_path, start, PARTS)
    with pytest.raises(DifferenceError) as found:  # noqa: PT012 - one walk in parts
        for part, site in enumerate(sites):
            walk(site, start, tmp_path / f"reference-{part}", zygote, part=part, parts=PARTS, together=TOGETHER, only_here=True)
    if "-s" in sys.argv:
        sys.stdout.write(f"{mutant.name}: {found.value}\n")


def test_a_damaged_template_among_the_compiled_ones_is_a_miss(start, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "remembered"))
    (site,) = settled(tmp_path, start, 1)
    wish = {"site": site, "output": site / "output", "today": "2026-11-01"}
    assert built(wish).kind == "built"
    whole = tree(site / "output")
    compiled = list((tmp_path / "remembered/creditroll/templates").glob("*/*"))
    assert compiled
    for path in compiled:
        data = path.read_bytes()
        path.write_bytes(data.replace(b"page-", b"pace-"))
    shutil.rmtree(site / "output")
    shutil.rmtree(site / ".cache")
    assert built(wish).kind == "built"
    assert tree(site / "output") == whole


@pytest.mark.parametrize("edit", ["config site.language", "words of the interface"])
def test_the_interface_in_another_language_is_built_as_a_clean_build_would(edit, start, zygote, tmp_path):
    (site,) = settled(tmp_path, start, 1)
    trial = Trial(site, start, tmp_path / "reference", zygote)
    trial.check(thorough=True)
    for seed in range(3):
        trial.edit(edit, EDITS[edit], seed)
        trial.check(thorough=True)

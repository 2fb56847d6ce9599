"""From facts that may have changed to the plots that must be made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.build.store import LostError
from generator.plan.shelf import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.build.graph import Graph
    from generator.model.tracking import Key
    from generator.plan.shelf import Shelf

_CAUSES = 4
"""How many changed facts are told of a plot."""


def reach(graph: Graph, shelf: Shelf, touched: Iterable[Key]) -> dict[Key, tuple[Key, ...]]:
    """The plots made of a fact that is other than it was, each with the facts at the bottom of that.

    Facts made of others are made anew, from the bottom up; where one turns out as it was, nothing above it is touched.
    """
    begun = set(touched)
    facts, plots = graph.reached(begun)
    tracker = shelf.tracker
    stale = begun | facts
    tracker.forget(stale)

    def fetched(key: Key) -> object:
        if key in stale:
            raise KeyError(key)
        return graph.value(key)

    tracker.fetch = None if graph.is_new else fetched
    answers: dict[Key, bool] = {}

    def changed(key: Key) -> bool:
        found = answers.get(key)
        if found is None:
            found = answers[key] = _changed(key)
        return found

    def _changed(key: Key) -> bool:
        old = graph.fact(key)
        if old is None:
            return key in begun
        if key not in begun and not any(map(changed, stale.intersection(old.reads))):
            return False
        if key.startswith(f"{WRITTEN} "):  # of a changed entry; who shows it writes it anew
            graph.unsure.add(key)
            return True
        try:
            shelf.remade(key)
            new = tracker.stated(key)
        except LostError:
            raise
        except Exception:  # noqa: BLE001 - nothing asks for it any more: the records it is about are no more, or quite different
            graph.unsure.add(key)
            return True
        graph.put_fact(key, new)
        return new.digest != old.digest

    def causes(keys: Iterable[Key], found: dict[Key, None]) -> dict[Key, None]:
        for key in keys:
            if key in stale and len(found) < _CAUSES and changed(key):
                fact = graph.fact(key)
                if fact is not None and fact.reads:
                    causes(fact.reads, found)
                else:
                    found[key] = None
        return found

    dirty = [plot for plot in plots if any(map(changed, stale.intersection(graph.plot(plot).reads)))]
    why = {plot: tuple(causes(graph.plot(plot).reads, {})) for plot in dirty}
    # Of one reason to make a plot anew is enough, so other facts that it reads were not looked at; they are when it is made.
    graph.unsure |= facts - answers.keys()
    for key, different in list(answers.items()):
        fact = graph.fact(key) if key not in graph.unsure else None
        reads = fact.reads if fact is not None else ()
        for missing, made in graph.missing(reads if different else graph.unsure.intersection(reads), tracker):
            graph.put_fact(missing, made)
    return why

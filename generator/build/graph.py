"""Which fact each plot was made of, as of the last build; from a change to all that it may change."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from generator.build.store import LostError, Rows
from generator.build.values import Values
from generator.model.tracking import Fact, Key
from generator.plan.plots import SPECIAL
from generator.plan.shelf import KEPT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from generator.build.store import Store
    from generator.model.tracking import Tracker

PLOT = "@"
"""How a plot is named among the readers of a fact."""


class Made(msgspec.Struct, array_like=True):
    """A plot as it was made."""

    reads: tuple[Key, ...]
    outputs: tuple[tuple[str, int], ...]
    """Path with the order of its publication."""
    pages: tuple[tuple[str, str], ...] = ()
    """Those that may be found, with what the sitemap says of them."""
    source: str = ""
    links: tuple[str, ...] = ()
    """Addresses of this site in its texts."""
    why: tuple[Key, ...] = ()
    """The changed facts because of which something of it was written last; nothing where it was new."""


_ENCODER = msgspec.msgpack.Encoder()
_FACT = msgspec.msgpack.Decoder(Fact)
_MADE = msgspec.msgpack.Decoder(Made)
_NAMES = msgspec.msgpack.Decoder(set[str])
_WORLD = msgspec.msgpack.Decoder(dict[str, bytes])


def noun(key: Key) -> str:
    """What a fact is about, in words; nothing for those that readers of a message need not know."""
    name, _, rest = key.partition(" ")
    match name.rstrip("?*"):
        case "project" | "listed" | "withdrawn" | "preview":
            return f'the project "{rest}"' if rest else ""
        case "person" | "shown":
            return f'the contributor "{rest}"'
        case "collection":
            return f'the collection "{rest}"' if rest else ""
        case "page":
            return f'the page "{rest}"' if rest else ""
        case "template":
            return f"the template {rest}"
        case "config":
            return f"the setting {rest}: in config.yaml"
        case "index" | "inside":
            return f"a list of works: {rest.rstrip('*?')}" if rest else "a list of works"
        case "site":
            return "the frame of all pages: title, menu, the theme's files"
        case other:
            return _WORDS.get(other, "")


_WORDS = {
    "people": "the list of contributors",
    "words": "the words of the interface",
    "theme": "the theme's settings",
    "registries": "roles, licences, mediums or relations",
    "pictures": "widths and formats of pictures",
    "options": "the way of building: drafts, preview, portable",
    "never-print": "the list of names never to print",
    "assets": "the theme's files",
    "unlisted": "the works that are in no list",
    "collections": "the list of collections",
    "pages": "the list of the site's own texts",
}


class Graph:
    """Facts, plots and who reads what; what is not at hand is fetched from the store when it is asked for."""

    special: frozenset[Key] = SPECIAL

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._whole = store is None
        self._facts: dict[Key, Fact | None] = {}
        self._values = Values()
        """Of facts that are other than in the store, as far as their values are kept."""
        self._plots: dict[Key, Made | None] = {}
        self._readers: dict[Key, set[str]] = {}
        self._changed: dict[tuple[str, Key], None] = {}
        self._keys: set[Key] | None = set() if store is None else None
        self.is_new = store is None
        """Whether nothing was known at all."""
        self.unsure: set[Key] = set()
        """Facts that may be other than they were, and were not looked at: whoever still reads one tells it again."""
        self.world: dict[Key, bytes] = {}
        """The digests of what is no record: settings, templates, words."""
        if store is not None and (data := store.row("world", "")) is not None:
            self.world = _WORLD.decode(data)

    @property
    def plots(self) -> set[Key]:
        """The keys of all plots."""
        if self._keys is None:
            assert self._store is not None
            known = {key: made is not None for key, made in self._plots.items()}
            self._keys = {key for key in self._store.keys("plot") if known.get(key, True)}
            self._keys.update(key for key, there in known.items() if there)
        return self._keys

    def has_plot(self, key: Key) -> bool:
        """Whether there is a plot."""
        if self._keys is None and key not in self._plots:
            assert self._store is not None
            data = self._store.row("plot", key)
            self._plots[key] = _MADE.decode(data) if data is not None else None
        return self._plots[key] is not None if self._keys is None else key in self._keys

    def fact(self, key: Key) -> Fact | None:
        """A made fact as it was used, or nothing."""
        if key not in self._facts:
            data = self._store.row("fact", key) if self._store is not None else None
            self._facts[key] = _FACT.decode(data) if data is not None else None
        return self._facts[key]

    def value(self, key: Key) -> Any:
        """A made fact's value as it was used last; raises KeyError where it was not kept."""
        data = self._values.get(key)
        if data is None and self._store is not None:
            data = self._store.row("value", key)
        if data is None:
            raise KeyError(key)
        try:
            return KEPT[key.partition(" ")[0]].decode(data)
        except msgspec.MsgspecError as error:
            raise LostError from error

    def plot(self, key: Key) -> Made:
        """A plot as it was made."""
        made = self._plots.get(key)
        if made is None:
            assert self._store is not None
            data = self._store.row("plot", key)
            assert data is not None
            made = self._plots[key] = _MADE.decode(data)
        return made

    def all_plots(self) -> dict[Key, Made]:
        """Every plot; all are fetched."""
        if self._store is not None and not self._whole:
            for key, data in self._store.rows("plot"):
                if key in self.plots and self._plots.get(key) is None:
                    self._plots[key] = _MADE.decode(data)
            self._whole = True
        return {key: self.plot(key) for key in self.plots}

    def readers(self, key: Key) -> set[str]:
        """Facts and plots that read a fact."""
        found = self._readers.get(key)
        if found is None:
            data = self._store.row("readers", key) if self._store is not None else None
            found = self._readers[key] = _NAMES.decode(data) if data is not None else set()
        return found

    def reached(self, keys: Iterable[Key]) -> tuple[set[Key], set[Key]]:
        """All facts and all plots that read one of these, or something that reads one of these."""
        facts: set[Key] = set()
        plots: set[Key] = set()
        waiting = list(keys)
        while waiting:
            for reader in self.readers(waiting.pop()):
                if reader.startswith(PLOT):
                    plots.add(reader[1:])
                elif reader not in facts:
                    facts.add(reader)
                    waiting.append(reader)
        return facts, plots

    def missing(self, reads: Iterable[Key], tracker: Tracker) -> list[tuple[Key, Fact]]:
        """The facts that something was made of, near or far, which are not known here, or not for sure."""
        found: dict[Key, Fact] = {}
        waiting = list(reads)
        while waiting:
            key = waiting.pop()
            if key not in found and key in tracker and (key in self.unsure or self.fact(key) is None):
                made = found[key] = tracker.stated(key)
                waiting += made.reads
        return list(found.items())

    def put_fact(self, key: Key, fact: Fact) -> None:
        """A fact as it is used now."""
        self.unsure.discard(key)
        old = self.fact(key)
        if old is not None and (old.digest, old.reads) == (fact.digest, fact.reads):
            return
        self._link(key, old.reads if old is not None else (), fact.reads)
        self._facts[key] = Fact(fact.digest, fact.reads)
        if fact.value:
            self._values.put(key, fact.value)
            self._changed["value", key] = None
        self._changed["fact", key] = None

    def drop_fact(self, key: Key) -> None:
        """A fact is not known any more."""
        old = self.fact(key)
        if old is not None:
            self._link(key, old.reads, ())
            self._facts[key] = None
            self._values.discard(key)
            self._changed["fact", key] = self._changed["value", key] = None

    def put_plot(self, key: Key, made: Made) -> None:
        """A plot as it is made now."""
        self._link(PLOT + key, self.plot(key).reads if self.has_plot(key) else (), made.reads)
        self._plots[key] = made
        if self._keys is not None:
            self._keys.add(key)
        self._changed["plot", key] = None

    def drop_plot(self, key: Key) -> None:
        """A plot is no more."""
        self._link(PLOT + key, self.plot(key).reads, ())
        self._plots[key] = None
        if self._keys is not None:
            self._keys.discard(key)
        self._changed["plot", key] = None

    def _link(self, reader: str, before: tuple[Key, ...], after: tuple[Key, ...]) -> None:
        if before == after or self.is_new:
            return
        old, new = set(before), set(after)
        for key in old - new:
            self.readers(key).discard(reader)
            self._changed["readers", key] = None
        for key in new - old:
            self.readers(key).add(reader)
            self._changed["readers", key] = None

    def _turned_round(self) -> dict[Key, list[str]]:
        """Who reads what, found at once from what everything has read."""
        readers: dict[Key, list[str]] = {}
        facts = ((key, fact.reads) for key, fact in self._facts.items() if fact is not None)
        plots = ((PLOT + key, made.reads) for key, made in self._plots.items() if made is not None)
        for reader, reads in chain(facts, plots):
            for key in reads:
                if key in readers:
                    readers[key].append(reader)
                else:
                    readers[key] = [reader]
        return readers

    def rows(self) -> dict[str, Rows]:
        """What is other than in the store; without data what is no more."""
        for key in sorted(self.unsure):  # nobody reads it any more
            self.drop_fact(key)
        self.unsure.clear()
        readers: Mapping[Key, Collection[str]] = self._turned_round() if self.is_new else self._readers

        def encoded(values: Mapping[Key, object], key: Key) -> bytes | None:
            value = values[key]
            return _ENCODER.encode(value) if value else None

        def plot(key: Key) -> bytes | None:
            return _ENCODER.encode(self._plots[key]) if self.has_plot(key) else None

        if self.is_new:
            changed = {
                "fact": list(self._facts),
                "value": list(self._values),
                "plot": list(self._plots),
                "readers": list(readers),
            }
        else:
            changed = {kind: [] for kind in ("fact", "value", "plot", "readers")}
            for kind, key in self._changed:
                changed[kind].append(key)
        return {
            "world": Rows(("",), lambda _: _ENCODER.encode(self.world)),
            "fact": Rows(changed["fact"], partial(encoded, self._facts)),
            "value": Rows(changed["value"], self._values.get),
            "plot": Rows(changed["plot"], plot),
            "readers": Rows(changed["readers"], partial(encoded, readers)),
        }

    def saved(self, store: Store) -> None:
        """Nothing is other than in this store."""
        if self.is_new:
            self._readers = {}  # asked for before anybody knew
        self._store, self.is_new = store, False
        self._changed, self._values = {}, Values()

"""What was read while something was made: the ingredients of every output, noted as they are used.

A *fact* has a key ("card lantern") with a value. While something is made, every fact that it asks for is noted; facts
may be made of other facts. So nothing can be used that is no ingredient, and a change leads to all that it changes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Mapping

Key = str
Value = TypeVar("Value")
Other = TypeVar("Other")
SEPARATOR = "\x1f"
"""Between the arguments in the key of a fact that has several."""


_ENCODER = msgspec.msgpack.Encoder()


def value_digest(value: object) -> bytes:
    """16 bytes that differ where values do: structs, texts, numbers, lists, mappings in their order; no sets, which have none."""
    return _digest(_ENCODER.encode(value))


def _digest(encoded: bytes) -> bytes:
    return hashlib.blake2b(encoded, digest_size=16).digest()


class Fact(msgspec.Struct, array_like=True):
    """A fact as it was when it was used: its digest, and the facts it was made of."""

    digest: bytes
    reads: tuple[Key, ...] = ()
    value: bytes = b""
    """The value itself, encoded, of kinds that are worth keeping."""


class Tracker:
    """Notes which facts are read while others are made, and remembers those."""

    def __init__(self, kept: Container[str] = ()) -> None:
        self._kept = kept
        """Kinds of facts whose values are stated."""
        self.fetch: Callable[[Key], Any] | None = None
        """Returns the value of such a fact as it was stated in an earlier run; raises KeyError."""
        self._frames: list[dict[Key, None]] = []
        self._values: dict[Key, Any] = {}
        self._reads: dict[Key, tuple[Key, ...]] = {}
        self._digests: dict[Key, bytes] = {}
        self._fresh: dict[Key, None] = {}

    def note(self, key: Key) -> None:
        """A fact is read that is made of nothing else."""
        if self._frames:
            self._frames[-1][key] = None

    def fact(self, key: Key, make: Callable[..., Value], *arguments: Any) -> Value:
        """A fact that is made of others, once."""
        if self._frames:
            self._frames[-1][key] = None
        found = self._values.get(key, self)
        if found is not self:
            return found  # type: ignore[no-any-return]
        value: Value
        if self.fetch is not None and key.partition(" ")[0] in self._kept:
            try:
                value = self._values[key] = self.fetch(key)
            except KeyError:
                pass
            else:
                return value
        value, reads = self.reads_of(make, *arguments)
        self._values[key] = value
        self._reads[key] = reads
        self._fresh[key] = None
        return value

    def reads_of(self, make: Callable[..., Value], *arguments: Any) -> tuple[Value, tuple[Key, ...]]:
        """What something returns, with every fact it read."""
        frame: dict[Key, None] = {}
        self._frames.append(frame)
        try:
            value = make(*arguments)
        finally:
            self._frames.pop()
        return value, tuple(frame)

    def take_fresh(self) -> list[Key]:
        """The facts that were made since this was last asked, as far as they are at hand."""
        fresh, self._fresh = self._fresh, {}
        return [key for key in fresh if key in self._values]

    def keep_fresh(self, keys: Iterable[Key]) -> None:
        """These are fresh again: they were taken, but nobody was told of them."""
        self._fresh |= dict.fromkeys(keys)

    def __contains__(self, key: Key) -> bool:
        """Whether a fact is at hand."""
        return key in self._values

    def stated(self, key: Key) -> Fact:
        """A fact that is at hand, as it is to be remembered."""
        if key.partition(" ")[0] in self._kept:
            encoded = _ENCODER.encode(self._values[key])
            return Fact(_digest(encoded), self._reads[key], encoded)
        found = self._digests.get(key)
        if found is None:
            found = self._digests[key] = value_digest(self._values[key])
        return Fact(found, self._reads[key])

    def forget(self, keys: Iterable[Key]) -> None:
        """These facts are made anew when they are next asked for."""
        for key in keys:
            if self._values.pop(key, self) is not self:
                self._reads.pop(key, None)
                self._digests.pop(key, None)


class Watched(Generic[Value]):
    """A mapping that notes what is read of it: a value as "name key", whether there is one as "name? key"."""

    def __init__(self, values: Mapping[str, Value], tracker: Tracker, name: str) -> None:
        self._unseen = values
        self._tracker = tracker
        self._name = name

    def __getitem__(self, key: str) -> Value:
        """The value."""
        self._tracker.note(f"{self._name} {key}")
        return self._unseen[key]

    @overload
    def get(self, key: str) -> Value | None: ...
    @overload
    def get(self, key: str, default: Other) -> Value | Other: ...
    def get(self, key: str, default: Any = None) -> Any:
        """The value or the default."""
        self._tracker.note(f"{self._name} {key}")
        return self._unseen.get(key, default)

    def __contains__(self, key: object) -> bool:
        """Whether there is a value."""
        self._tracker.note(f"{self._name}? {key}")
        return key in self._unseen


class WatchedSet:
    """A set that notes what is asked of it, as "name? key"."""

    def __init__(self, members: Collection[str], tracker: Tracker, name: str) -> None:
        self._members = members
        self._tracker = tracker
        self._name = name

    def __contains__(self, key: object) -> bool:
        """Whether it is in it."""
        self._tracker.note(f"{self._name}? {key}")
        return key in self._members

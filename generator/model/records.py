"""Records by id, each fetched when somebody first asks for it."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Value = TypeVar("Value")


class Records(MutableMapping[str, Value]):
    """Values in the order of their keys; those that wait are fetched one by one, when they are asked for."""

    def __init__(
        self,
        found: Mapping[str, Value] | None = None,
        *,
        waiting: Iterable[str] = (),
        fetch: Callable[[str], Value] | None = None,
    ) -> None:
        self._found: dict[str, Value] = dict(found or {})
        self._waiting = set(waiting)
        self._fetch = fetch
        self._order: list[str] | None = None

    def __getitem__(self, key: str) -> Value:
        """The value, fetched if it still waits."""
        try:
            return self._found[key]
        except KeyError:
            if key not in self._waiting or self._fetch is None:
                raise
        value = self._found[key] = self._fetch(key)
        self._waiting.discard(key)
        return value

    def get(self, key: str, default: Value | None = None) -> Value | None:  # type: ignore[override]
        """The value or the default."""
        if key in self._waiting:
            return self[key]
        return self._found.get(key, default)

    def __contains__(self, key: object) -> bool:
        """Whether there is a value; none is fetched."""
        return key in self._found or key in self._waiting

    def __setitem__(self, key: str, value: Value) -> None:
        """The value from now on."""
        if key not in self:
            self._order = None
        self._waiting.discard(key)
        self._found[key] = value

    def __delitem__(self, key: str) -> None:
        """No value from now on."""
        if key in self._waiting:
            self._waiting.discard(key)
        else:
            del self._found[key]
        self._order = None

    def discard(self, key: str) -> None:
        """No value from now on, whether there was one or not; none is fetched."""
        if key in self:
            del self[key]

    def wait(self, key: str) -> None:
        """The value is fetched anew when it is next asked for."""
        if key not in self:
            self._order = None
        self._found.pop(key, None)
        self._waiting.add(key)

    def __iter__(self) -> Iterator[str]:
        """The keys in their order."""
        if self._order is None:
            self._order = sorted((*self._found, *self._waiting))
        return iter(self._order)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._found) + len(self._waiting)

    def at_hand(self, key: str) -> bool:
        """Whether there is a value that need not be fetched."""
        return key in self._found

    def ids(self) -> set[str]:
        """The keys, as a set of its own."""
        return {*self._found, *self._waiting}


class Some(Mapping[str, Value]):
    """Those of the records whose keys are in a set."""

    def __init__(self, records: Records[Value], keys: AbstractSet[str]) -> None:
        self._records = records
        self._keys = keys

    def __getitem__(self, key: str) -> Value:
        """The value."""
        if key not in self._keys:
            raise KeyError(key)
        return self._records[key]

    def __contains__(self, key: object) -> bool:
        """Whether it is one of them."""
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        """The keys in their order."""
        return (key for key in self._records if key in self._keys)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._keys)

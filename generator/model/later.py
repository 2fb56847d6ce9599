"""Values that are made when a template first asks for them: what a theme does not show is not made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


class Later(Generic[T]):
    """A value in a view, not made yet. Templates never see it: their environment asks for the value."""

    __slots__ = ("_arguments", "_make", "_value")

    def __init__(self, make: Callable[..., T], arguments: tuple[Any, ...], more: dict[str, Any]) -> None:
        self._make: Callable[..., T] | None = make
        self._arguments = arguments, more
        self._value: T

    def __call__(self) -> T:
        """The value, made once."""
        if self._make is not None:
            arguments, more = self._arguments
            self._value = self._make(*arguments, **more)
            self._make = None
        return self._value


def later(make: Callable[P, T], *arguments: P.args, **more: P.kwargs) -> T:
    """What `make` returns, for a field of a page's view or head that only templates read.

    It is made while the page is filled, so what it reads is noted as the page's; never for a view that is a fact.
    """
    return cast("T", Later(make, arguments, more))

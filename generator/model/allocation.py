"""Amounts divided by shares, to the last cent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.anthology import Pool


def portions(pool: Pool) -> tuple[Fraction, ...]:
    """What each share of a pool comes to once waived ones have gone back to the others in proportion, in order.

    They add up to 1, or to 0 where nobody is left who takes a share.
    """
    weights = [Fraction(0) if share.waived else Fraction(Decimal(share.parts)) for share in pool.split]
    total = sum(weights, Fraction(0))
    return tuple(weight / total if total else Fraction(0) for weight in weights)


def allocated(amount: int, parts: Sequence[Fraction]) -> tuple[int, ...]:
    """A whole amount of the smallest coins divided in proportion; what is given adds up to the amount exactly.

    By the method of the largest remainder: everyone gets their portion rounded down, then those who lost most by that get one
    more each. Where two lost the same, the first one listed comes first. Nothing is given where all portions are 0.
    """
    total = sum(parts, Fraction(0))
    if not total:
        return (0,) * len(parts)
    exact = [amount * part / total for part in parts]
    given = [int(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda at: (given[at] - exact[at], at))
    for at in order[: amount - sum(given)]:
        given[at] += 1
    return tuple(given)

"""Short names for single credits, the same as long as somebody does the same on a project."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from generator.model.registries import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.anthology import Credit

TELLING = ("detail", "character", "unit", "part")
"""What tells two credits of one person in one role apart; consent, printed name and notes do not."""


def credit_keys(found: Iterable[tuple[tuple[str, ...], object]]) -> list[str]:
    """A key for each credit, from who, role, and the telling fields.

    Where those are the same several times, the second gets -2, and so on; with each come all its fields, so that one that was
    written twice counts once.
    """
    seen: dict[str, list[object]] = {}
    keys = []
    for telling, whole in found:
        who, role, *rest = (" ".join(text.split()) for text in telling)
        key = hashlib.blake2b("\0".join([who, fold(role), *rest]).encode(), digest_size=4).hexdigest()
        before = seen.setdefault(key, [])
        if whole not in before:
            before.append(whole)
        number = before.index(whole)
        keys.append(key if not number else f"{key}-{number + 1}")
    return keys


def keys_of(found: Iterable[Credit]) -> list[str]:
    """The keys of a project's credits, in order."""
    return credit_keys(
        ((credit.contributor or credit.name, credit.written_role, *(getattr(credit, name) for name in TELLING)), credit)
        for credit in found
    )

"""Valid ids for records that come with names of any kind."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from generator.model.slugs import MAX_LENGTH, is_id, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RESERVED = frozenset({"page"})
"""Names below /projects/ or /contributors/ that are the site's own."""


def new_ids(keys: Iterable[str], earlier: Mapping[str, str], named: Mapping[str, str] | None = None) -> dict[str, str]:
    """An id for each key: the one it had before, itself where it is valid, else a slug of it.

    `named` are texts for keys that nobody would want to see in an address. Where two keys would meet, the
    one that is an id as written keeps it, else the first; the other gets a digest of its own text at the end.
    """
    wanted = list(dict.fromkeys(keys))
    named = named or {}
    ids = {key: earlier[key] for key in wanted if key in earlier}
    taken = set(earlier.values())
    for key in wanted:
        if key not in ids and key not in named and is_id(key) and key not in RESERVED and key not in taken:
            ids[key] = key
            taken.add(key)
    for key in wanted:
        if key not in ids:
            ids[key] = _free(key, named.get(key, key), taken)
            taken.add(ids[key])
    return {key: ids[key] for key in wanted}


def _free(key: str, name: str, taken: set[str]) -> str:
    first = slug(name)
    if first not in taken and first not in RESERVED:
        return first
    for length in range(8, 65, 8):
        digest = hashlib.sha256(key.encode()).hexdigest()[:length]
        candidate = f"{first[: MAX_LENGTH - length - 1].rstrip('-')}-{digest}"
        if candidate not in taken:
            return candidate
    raise AssertionError(f"no id is left for {key}")

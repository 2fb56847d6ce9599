"""What `check` points out in a manifest that has been read."""

from __future__ import annotations

import msgspec

from generator.errors import Severity
from generator.model.anthology import KeyPath


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at, with the path in a manifest at which it stands."""

    source: str
    path: KeyPath
    code: str
    message: str
    hint: str
    severity: Severity = Severity.HINT
    key: bool = False

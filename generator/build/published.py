"""Published copies of original files: their bytes, and how long these are."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from generator.files import digest
from generator.model.media import INSIDE, MediaError

if TYPE_CHECKING:
    from pathlib import Path

    from generator.memo import Memo
    from generator.model.media import Measure, Probe, Rights


class _Measured(NamedTuple):
    size_bytes: int
    sha256: str


def source_bytes(site: Path, source: str, memo: Memo) -> bytes:
    """The bytes of a file of the content, or of the picture that is inside one. Raises OSError."""
    data = (site / source.removesuffix(INSIDE)).read_bytes()
    if not source.endswith(INSIDE):
        return data
    from generator.model.insides import picture_inside
    from generator.model.pdf_page import pdf_drawer

    return memo.bytes("insides", digest(f"{pdf_drawer()}|{digest(data)}".encode()), lambda: picture_inside(data) or b"")


def published_copy(data: bytes, mime: str, rights: Rights | None, *, documents: bool = False) -> bytes:
    """An original as it is published, with everything private taken out. Raises MediaError."""
    if mime == "image/svg+xml":
        from generator.render.svg import clean_svg

        return clean_svg(data)
    from generator.render.originals import clean_original

    return clean_original(data, mime, rights, documents=documents)


def measurer(site: Path, memo: Memo) -> Measure:
    """Says size and SHA-256 of published copies; what it said is remembered by content."""
    said: dict[str, _Measured] = {}

    def measure(source: str, probe: Probe, rights: Rights | None, documents: bool) -> tuple[int, str]:
        from generator.render.originals import RECIPE

        key = digest(f"{RECIPE}|{probe.digest}|{probe.mime}|{rights!r}|{documents}".encode())

        def make() -> _Measured:
            copy = published_copy(source_bytes(site, source, memo), probe.mime, rights, documents=documents)
            return _Measured(len(copy), hashlib.sha256(copy).hexdigest())

        if key not in said:
            try:
                said[key] = memo.struct("published", key, _Measured, make)
            except (MediaError, OSError):
                return probe.size_bytes, ""  # whoever publishes it says what is wrong
        return said[key]

    return measure

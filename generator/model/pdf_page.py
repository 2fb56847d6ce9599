"""The first page of a PDF as a picture, drawn by a process of its own: a PDF from strangers may do its reader harm."""

from __future__ import annotations

import functools
import subprocess
import sys
from importlib import metadata
from importlib.util import find_spec
from typing import Final

_LONGEST_PX: Final = 1600
_SMALLEST_SCALE, _LARGEST_SCALE = 0.01, 4.0
_WAIT_S: Final = 30
_MEMORY_BYTES: Final = 2_000_000_000


@functools.cache
def pdf_drawer() -> str:
    """The version of what draws pages; empty where it is not installed (it belongs to the extra `media`)."""
    if find_spec("pypdfium2") is None:
        return ""
    return metadata.version("pypdfium2")


def pdf_first_page(data: bytes) -> bytes | None:
    """The first page as PNG, at most 1600 pixels a side; None where it cannot be drawn within 30 s and 2 GB."""
    if not pdf_drawer():
        return None
    try:
        drawn = subprocess.run(  # noqa: S603  this program and this file
            [sys.executable, "-I", __file__], input=data, capture_output=True, check=False, timeout=_WAIT_S
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return drawn.stdout if drawn.returncode == 0 and drawn.stdout.startswith(b"\x89PNG") else None


def _draw() -> int:
    import resource
    from io import BytesIO

    import pypdfium2

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_WAIT_S, _WAIT_S))
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    page = document[0]
    longest = max(*page.get_size(), 1.0)
    scale = min(max(_LONGEST_PX / longest, _SMALLEST_SCALE), _LARGEST_SCALE)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    written = BytesIO()
    picture.save(written, "PNG")
    sys.stdout.buffer.write(written.getvalue())
    return 0


if __name__ == "__main__":
    raise SystemExit(_draw())

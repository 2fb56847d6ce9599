"""What files are, remembered by their bytes; looked at on threads, before anybody asks."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING, Final

import msgspec

from generator.files import PathError, digest, inside
from generator.model.media import MediaError, Probe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from generator.sources.reading import Remember

PROBE_RECIPE: Final = "probe-2"
"""To be raised with every change of what `probe` says; a part of the key under which it is remembered."""
_PICTURES: Final = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp")


class Probed(msgspec.Struct, frozen=True):
    """What `probe` returned, or the MediaError that it raised."""

    probe: Probe | None = None
    code: str = ""
    message: str = ""
    hint: str = ""


def probed(data: bytes, name: str) -> Probed:
    """What a file is, or what is wrong with it."""
    from generator.sources.probe import probe

    try:
        return Probed(probe=probe(data, name))
    except MediaError as error:
        return Probed(code=error.code, message=error.message, hint=error.hint)


def remembered(remember: Remember, data: bytes, name: str) -> Probed:
    """As `probed`; of a name only what follows its last slash says anything."""
    name = name.rpartition("/")[2]
    return remember.struct("probe", f"{PROBE_RECIPE}-{digest(data)}-{name}", Probed, lambda: probed(data, name))


@contextlib.contextmanager
def looking_ahead(site: Path, manifests: Iterable[str], remember: Remember, threads: int) -> Iterator[None]:
    """Meanwhile the pictures beside these manifests are looked at, in their order, so that readers find it done.

    Those that no manifest names are looked at in vain. What is wrong with one is told to whoever asks for it.
    """
    content = site / "content"
    pictures = _pictures(site, manifests)
    turn = threading.Lock()
    enough = threading.Event()

    def work() -> None:
        while not enough.is_set():
            with turn:
                path = next(pictures, "")
            if not path:
                return
            with contextlib.suppress(PathError, OSError):
                file = inside(content, os.path.relpath(path, content))
                remembered(remember, file.read_bytes(), file.name)

    workers = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        enough.set()
        for worker in workers:
            worker.join()


def _pictures(site: Path, manifests: Iterable[str]) -> Iterator[str]:
    """What is named like a picture, folder by folder; nothing that a link leads to."""
    for manifest in manifests:
        folder, _, name = manifest.rpartition("/")
        for path, below, names in os.walk(site / folder) if name in ("project.yaml", "contributor.yaml") else ():
            below.sort()
            for name in sorted(names):
                if name.lower().endswith(_PICTURES) and not os.path.islink(f"{path}/{name}"):  # noqa: PTH114
                    yield f"{path}/{name}"

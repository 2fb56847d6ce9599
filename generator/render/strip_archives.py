"""ZIP files and EPUBs whose pictures tell nothing of their makers' lives."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from generator.model.media import MediaError
from generator.model.pictures import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable

_PICTURES: Final = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpe": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".avif": "image/avif",
}
_SIGNED: Final = "META-INF/signatures.xml"
_LARGEST_BYTES: Final = 2_000_000_000
_LARGEST_PICTURE_BYTES: Final = 100_000_000


def strip_archive(data: bytes, clean: Callable[[bytes, str], bytes]) -> bytes:
    """The archive with each picture in it as `clean` returns it; the same bytes where none has anything to lose.

    Members keep order, names, times and compression. What is signed, encrypted, damaged or would unpack to more than 2 GB comes
    back as it is.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            whole = sum(member.file_size for member in members)
            if whole > _LARGEST_BYTES or any(member.flag_bits & 1 or member.filename == _SIGNED for member in members):
                return data
            cleaned = {}
            for member in members:
                mime = _PICTURES.get(PurePosixPath(member.filename).suffix.lower())
                if mime is None or member.file_size > _LARGEST_PICTURE_BYTES:
                    continue
                picture = archive.read(member)
                bare = _cleaned(picture, mime, clean)
                if bare != picture:
                    cleaned[member.filename] = bare
            return _packed(archive, members, cleaned) if cleaned else data
    except (zipfile.BadZipFile, NotImplementedError, *UNREADABLE):
        return data


def _cleaned(picture: bytes, mime: str, clean: Callable[[bytes, str], bytes]) -> bytes:
    try:
        return clean(picture, mime)
    except MediaError:
        return picture  # whatever it is, it is no picture of this kind


def _packed(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], cleaned: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for member in members:
            entry = zipfile.ZipInfo(member.filename, member.date_time)
            entry.compress_type = member.compress_type
            entry.external_attr = member.external_attr
            entry.create_system = member.create_system
            packed.writestr(entry, cleaned.get(member.filename) or archive.read(member))
    return written.getvalue()

"""What a path must be before anything is written to it or opened at it."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import stat
import unicodedata
from pathlib import Path, PurePosixPath

from generator.errors import CreditrollError, did_you_mean, printable

_LIMIT_BYTES = 240
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
)
_OURS = frozenset([".creditroll", ".git"])
_FORBIDDEN = re.compile(r'[<>:"|?*\\]')
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_DRIVE = re.compile(r"[A-Za-z]:")


class PathError(CreditrollError):
    """A path that may not be used; `code` is outside-content, missing-file or bad-path."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(code, message, hint)
        self.code = code
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """The message alone; code and hint are for the problem made from it."""
        return self.message


def digest(data: bytes | bytearray | memoryview) -> str:
    """Thirty-two hexadecimal digits that stand for these bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def fold(path: str) -> str:
    """The form in which two paths meet on systems that ignore case or composition."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def output_path(text: str) -> PurePosixPath:
    """The place of an output below the output folder, storable on every system.

    Raises PathError (bad-path) for anything else: absolute, `..`, empty or dot segments, names that Windows
    or macOS would not store as given, names of the folders of record, more than 240 bytes.
    """
    check_output(text)
    return PurePosixPath(text)


def check_output(text: str) -> None:
    """Nothing for a good output path; else PathError, as `output_path` does."""
    fault = ""
    segments = text.split("/")
    if not text:
        fault = "is empty"
    elif segments[0] == "":
        fault = "is absolute"
    else:
        for segment in segments:
            fault = fault or _segment_fault(segment)
    if not fault and len(text if text.isascii() else text.encode("utf-8", "surrogatepass")) > _LIMIT_BYTES:
        fault = f"is longer than {_LIMIT_BYTES} bytes"
    if fault:
        raise PathError("bad-path", f'the output path "{_shown(text)}" {fault}')


@functools.lru_cache(maxsize=1 << 16)
def _segment_fault(segment: str) -> str:
    """Why one segment of an output path is not portable; empty when it is."""
    fault = ""
    if segment in {"", ".", ".."}:
        fault = "has an empty or dot segment"
    elif segment[-1] in " ." or segment[0] == " ":
        fault = "has a segment that starts with a space, or ends with a space or dot"
    elif segment.casefold() in _OURS:
        fault = f'would write into "{segment}"'
    elif segment.partition(".")[0].rstrip().casefold() in _DEVICES:
        fault = f'has the segment "{segment}", which is a device on Windows'
    elif _FORBIDDEN.search(segment):
        fault = 'has one of the characters < > : " | ? * \\ that some systems cannot store'
    elif _ENCODED.search(segment):
        fault = "is percent-encoded"
    elif not segment.isprintable() and any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in segment):
        fault = "has a control or invisible character"
    elif not unicodedata.is_normalized("NFC", segment):
        fault = "is not in Unicode's composed form (NFC)"
    return fault


def inside(root: Path, relative: str) -> Path:
    """The regular file that a text names below a folder.

    The path is `root` with the segments as given, so its name is the one that was written; a name that only
    differs by Unicode composition is found. `..` that stays inside is followed.
    Raises PathError: bad-path (no path of a file at all, a folder, a device), outside-content (leads out of
    `root`, by `..` or by a symbolic link), missing-file (nothing there, or unreadable).
    """
    shown = f'"{_shown(relative)}"'
    segments = _segments(root, relative, shown)
    base = os.fspath(root)
    linked = False
    path = base
    mode = 0
    try:
        for segment in segments:
            step = f"{path}/{segment}"
            try:
                mode = os.lstat(step).st_mode
            except FileNotFoundError:
                step = f"{path}/{_composed(path, segment)}"
                mode = os.lstat(step).st_mode
            linked = linked or stat.S_ISLNK(mode)
            path = step
        if linked:
            home = os.path.realpath(base)
            real = os.path.realpath(path, strict=True)
            if not real.startswith(home.rstrip("/") + "/"):
                raise PathError("outside-content", f"{shown} is a link that leads outside {root.name}/")
            mode = os.stat(real).st_mode  # noqa: PTH116
    except OSError as error:
        raise PathError("missing-file", *_missing(path, shown, segments[-1], error)) from None
    except ValueError:
        raise PathError("bad-path", f"{shown} has characters that no file name can have") from None
    if stat.S_ISDIR(mode):
        raise PathError("bad-path", f"{shown} is a folder; the name of a file is needed")
    if not stat.S_ISREG(mode):
        raise PathError("bad-path", f"{shown} is not an ordinary file")
    return Path(path)


def _segments(root: Path, relative: str, shown: str) -> list[str]:
    """The parts of a path with `.` and `..` followed, or PathError."""
    if not relative.strip():
        raise PathError("bad-path", "the name of a file is needed")
    if _ADDRESS.match(relative):
        raise PathError("bad-path", f"{shown} is an address; the name of a file is needed")
    if "\\" in relative:
        raise PathError("bad-path", f"{shown} has a backslash", "Folders are separated by / on every system.")
    if relative.startswith("/") or _DRIVE.match(relative):
        raise PathError("outside-content", f"{shown} is absolute", f"Give the path of a file inside {root.name}/.")
    if "\0" in relative:
        raise PathError("bad-path", f"{shown} has characters that no file name can have")
    segments: list[str] = []
    for segment in relative.split("/"):
        if segment == ".." and not segments:
            raise PathError("outside-content", f"{shown} leads outside {root.name}/")
        if segment == "..":
            segments.pop()
        elif segment not in {"", "."}:
            segments.append(segment)
    if not segments or relative.endswith("/"):
        raise PathError("bad-path", f"{shown} is a folder; the name of a file is needed")
    return segments


def _composed(folder: str, name: str) -> str:
    """The one entry of a folder that is this name in another Unicode composition, else the name itself."""
    if name.isascii():
        return name
    wanted = unicodedata.normalize("NFC", name)
    found = [entry for entry in os.listdir(folder) if unicodedata.normalize("NFC", entry) == wanted]  # noqa: PTH208
    return found[0] if len(found) == 1 else name


def _missing(folder: str, shown: str, name: str, error: OSError) -> tuple[str, str]:
    """Message and hint for a file that cannot be reached."""
    if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return f"{shown} cannot be reached: {error.strerror}", ""
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except OSError:
        names = []
    return f"there is no file {shown}", did_you_mean(name, sorted(names)[:2000])


def _shown(text: str) -> str:
    """A path as it may stand in a message: one line, not endless, without half characters."""
    short = text if len(text) <= 300 else text[:300] + "…"
    return printable(short.encode("utf-8", "backslashreplace").decode()).replace("\n", "\\n")

"""How names become ids, slugs or sort keys."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata

MAX_LENGTH = 80
"""Characters an id or slug may have."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SEPARATORS = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")
_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bb\u02bc\u00b4`]")
_NO_ID = re.compile(r"[^a-z0-9-]")
_DIGITS = re.compile(r"([0-9]+)")

# Latin letters that Unicode does not decompose into a base letter with an accent.
_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ŋ": "ng",
        "ŧ": "t",
    }
)

_DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"com{n}" for n in range(1, 10)} | {f"lpt{n}" for n in range(1, 10)})
"""Names that Windows keeps for devices, so that no folder can have them.

Source: Microsoft, "Naming Files, Paths, and Namespaces".
"""


@functools.lru_cache(maxsize=1 << 14)
def slug(text: str) -> str:
    """The id-shaped name of a free text; texts that differ in more than typing differ in it.

    Case, accents, apostrophes, white space, `_` and dashes do not count as differences. Where any
    other character had to be left out (`C++`, `art/textures`, `夜`), where the result would be too
    long or where no system could store it, eight hexadecimal digits of a digest of the text follow.
    Made from this text alone, so that it never changes when other texts come or go.
    """
    readable, lost = _reduce(text)
    if readable and not lost and id_problem(readable) is None:
        return readable
    digest = hashlib.sha256(_key(text).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    kept = readable[: MAX_LENGTH - len(digest) - 1].rstrip("-")
    return f"{kept}-{digest}" if kept else digest


def stem(text: str) -> str:
    """The readable part of a slug; empty for a text without Latin letters or digits.

    Different texts may share it: it is for anchors within a page, which are numbered anyway.
    """
    return _reduce(text)[0][:MAX_LENGTH].rstrip("-")


def is_id(text: str) -> bool:
    """Whether a text is a valid id, exactly as it is written."""
    return id_problem(text) is None


def id_problem(text: str) -> str | None:
    """What is wrong with an id, in words that end a sentence, or None."""
    if not text:
        return "is empty"
    if len(text) > MAX_LENGTH:
        return f"is {len(text)} characters long; at most {MAX_LENGTH} are possible"
    if text in _DEVICES:
        return f'is a name that Windows keeps for itself; try "{text}-1"'
    if _ID.fullmatch(text) is None:
        return f'may only have a-z, 0-9 and single hyphens between them; try "{slug(text)}"'
    return None


def natural_key(text: str) -> tuple[tuple[str, int, str], ...]:
    """A sort key in which numbers count as numbers: page-2 comes before page-10.

    Case does not count, except between texts that are equal otherwise. Numbers are compared by
    their length, then digit by digit: Python refuses to convert more than 4,300 digits.
    """
    pieces = _DIGITS.split(unicodedata.normalize("NFC", text).casefold())
    key: list[tuple[str, int, str]] = []
    for index in range(0, len(pieces), 2):
        digits = pieces[index + 1].lstrip("0") if index + 1 < len(pieces) else ""
        size = len(digits) if index + 1 < len(pieces) else -1
        key.append((pieces[index], size, digits))
    return (*key, (text, -1, ""))


def _key(text: str) -> str:
    """The text as the digest sees it: one spelling for all that is the same when typed."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _SEPARATORS.sub("-", _APOSTROPHES.sub("", folded)).strip("-")


def _reduce(text: str) -> tuple[str, bool]:
    """The readable part of a slug, with whether anything that counts was left out of it."""
    spelled = _key(text).replace("&", "-and-").translate(_LETTERS)
    if spelled.isascii() and spelled.isprintable():
        plain = _NO_ID.sub("-", spelled)
        return re.sub("-+", "-", plain).strip("-"), plain != spelled
    lost = False
    kept: list[str] = []
    for letter in unicodedata.normalize("NFKD", spelled).translate(_LETTERS):
        if letter == "-" or (letter.isascii() and letter.isalnum()):
            kept.append(letter)
        elif unicodedata.category(letter) not in {"Mn", "Cf", "Cc"}:
            kept.append("-")
            lost = True
    return re.sub("-+", "-", "".join(kept)).strip("-"), lost

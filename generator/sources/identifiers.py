"""Whether catalogue numbers are real: their shape, with their check digits where they have some."""

from __future__ import annotations

import importlib
import re

_ADDRESSES = re.compile(
    r"https?://(?:www\.)?(?:dx\.)?(?:doi\.org/|orcid\.org/|isni\.org/(?:isni/)?|viaf\.org/viaf/"
    r"|wikidata\.org/(?:wiki|entity)/|imdb\.com/(?:name|title)/)",
    re.IGNORECASE,
)
_SHAPES = {
    "doi": (r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S{1,200}", "a DOI; it looks like 10.1000/182"),
    "imdb": (r"(?:tt|nm)[0-9]{7,10}", "an IMDb id; it looks like tt0111161 or nm0000151"),
    "wikidata": (r"Q[1-9][0-9]{0,11}", "a Wikidata id; it looks like Q42"),
    "viaf": (r"[1-9][0-9]{0,21}", "a VIAF id, which is a number"),
}


def identifier(name: str, text: str) -> str:
    """The identifier without its web address; raises ValueError with the end of a sentence."""
    bare = _ADDRESSES.sub("", text.strip(), count=1).rstrip("/") if text.lower().startswith("http") else text.strip()
    if name in _SHAPES:
        bare = bare[4:].strip() if name == "doi" and bare.lower().startswith("doi:") else bare
        pattern, words = _SHAPES[name]
        if re.fullmatch(pattern, bare) is None:
            raise ValueError(f"is not {words}")
        return bare
    if name in {"orcid", "isni"}:
        return _person(name, bare)
    if name == "iswc":
        return _work(bare)
    if name == "eidr":
        return _film(bare)
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        importlib.import_module(f"stdnum.{name}").validate(bare)
    except InvalidChecksum:
        raise ValueError(f"is not an {name.upper()}: its check digit does not fit, so a digit was mistyped") from None
    except (ValidationError, ValueError):
        raise ValueError(f"is not an {name.upper()}") from None
    return bare


def _person(name: str, text: str) -> str:
    """Source: ISO 7064, MOD 11-2."""
    digits = re.sub("[ -]", "", text).upper()
    word = "ORCID iD" if name == "orcid" else "ISNI"
    if re.fullmatch("[0-9]{15}[0-9X]", digits) is None:
        raise ValueError(f"is not an {word}; it looks like 0000-0002-1825-0097")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        raise ValueError(f"is not an {word}: its check digit does not fit, so a digit was mistyped")
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4)) if name == "orcid" else digits


def _work(text: str) -> str:
    """Source: ISO 15707."""
    digits = re.sub("[ .-]", "", text).upper()
    if re.fullmatch("T[0-9]{10}", digits) is None:
        raise ValueError("is not an ISWC; it looks like T-034.524.680-1")
    total = 1 + sum(place * int(digit) for place, digit in enumerate(digits[1:10], 1))
    if int(digits[10]) != -total % 10:
        raise ValueError("is not an ISWC: its check digit does not fit, so a digit was mistyped")
    return text


def _film(text: str) -> str:
    """Source: ISO 26324 with the check character of ISO 7064, MOD 37,36."""
    from stdnum.iso7064 import mod_37_36

    if re.fullmatch("10\\.5240/(?:[0-9A-F]{4}-){5}[0-9A-Z]", text.upper()) is None:
        raise ValueError("is not an EIDR; it looks like 10.5240/7791-8534-2C23-9030-8610-5")
    if not mod_37_36.is_valid(text.upper().removeprefix("10.5240/").replace("-", "")):
        raise ValueError("is not an EIDR: its check character does not fit, so a character was mistyped")
    return text

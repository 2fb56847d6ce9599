"""Dates, numbers and lists in words, in the site's language."""

from __future__ import annotations

import functools
import unicodedata
from typing import TYPE_CHECKING

from generator.plan.views import DateView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from babel import Locale

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "khw", "ks", "ps", "sd", "ug", "ur", "yi"})
_NO_SPEECH = frozenset({"zxx", "und", "mul", "mis"})


@functools.cache
def locale(language: str) -> Locale:
    """The locale of a language, English where there is none."""
    from babel import Locale, UnknownLocaleError

    for candidate in (language.replace("-", "_"), language.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def direction(language: str) -> str:
    """ltr or rtl."""
    parts = language.lower().split("-")
    return "rtl" if parts[0] in _RTL or "arab" in parts[1:] or "hebr" in parts[1:] else "ltr"


def html_language(language: str, fallback: str) -> str:
    """A language for `lang`; texts without one (zxx) take the page's."""
    return fallback if language.split("-", maxsplit=1)[0].lower() in _NO_SPEECH or not language else language


@functools.lru_cache(maxsize=1 << 15)
def date(text: str, language: str) -> DateView:
    """A year, month or day for people and machines."""
    import datetime

    from babel.dates import format_date

    if len(text) == 4:
        return DateView(iso=text, text=text)
    day = datetime.date.fromisoformat((text + "-01")[:10])
    if len(text) == 7:
        from babel.dates import format_skeleton

        return DateView(iso=text, text=format_skeleton("yMMMM", day, locale=locale(language)))
    return DateView(iso=text, text=format_date(day, "long", locale=locale(language)))


@functools.lru_cache(maxsize=4096)
def language_name(code: str, language: str) -> str:
    """The name of a language in another."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code.replace("-", "_")).get_display_name(locale(language)) or code
    except (UnknownLocaleError, ValueError):
        return code


@functools.lru_cache(maxsize=4096)
def own_language_name(code: str) -> str:
    """The name of a language in itself."""
    return language_name(code, code)


@functools.lru_cache(maxsize=1 << 14)
def initials(name: str) -> str:
    """One or two letters of a name; empty where it has none."""
    words = [word for word in name.split() if any(unicodedata.category(letter)[0] in "LN" for letter in word)]
    letters = [next(letter for letter in word if unicodedata.category(letter)[0] in "LN") for word in words]
    return ("".join(letters[:1] + letters[-1:]) if len(letters) > 1 else "".join(letters)).upper()[:3]


@functools.lru_cache(maxsize=1 << 14)
def hue(text: str) -> int:
    """0 to 359, from the text alone."""
    import zlib

    return zlib.crc32(text.encode()) % 360


def sort_key(text: str) -> tuple[str, str]:
    """Letters before accents, signs in front of them left out; the text itself decides ties."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return (folded.lstrip("/\\\"'“”‘’([{<.,:;!?¡¿#*_~-–— "), text)


_SCRIPTS = (
    "LATIN",
    "GREEK",
    "CYRILLIC",
    "ARABIC",
    "HEBREW",
    "HIRAGANA",
    "KATAKANA",
    "CJK",
    "HANGUL",
    "DEVANAGARI",
    "BENGALI",
    "THAI",
)


def letter(sort: str) -> str:
    """The heading under which a sorted name stands: its letter, or # for digits and signs."""
    for character in unicodedata.normalize("NFKD", sort.strip()):
        if unicodedata.category(character).startswith("L"):
            name = unicodedata.name(character, "")
            if name.startswith("CJK"):
                return "漢"
            return character.upper()[:1]
        if unicodedata.category(character).startswith("N"):
            return "#"
    return "#"


def alphabetical(names: Iterable[str]) -> list[str]:
    """Names in order, the scripts one after the other."""
    return sorted(names, key=script_key)


def script_key(sort: str) -> tuple[int, str, str]:
    """Digits and signs first, then script by script, Latin first."""
    first = letter(sort)
    if first == "#":
        return (-1, *sort_key(sort))
    name = unicodedata.name(first, "")
    script = next((number for number, word in enumerate(_SCRIPTS) if name.startswith(word)), len(_SCRIPTS))
    return (script, *sort_key(sort))


def counted(number: int, one: str, many: str, language: str, say: Callable[[str], str], says: Callable[[str], bool]) -> str:
    """A number with its word, in the form that the language has for this number."""
    from babel.numbers import format_decimal

    form = str(locale(language).plural_form(number))
    forms = [f"{many}|{form}", f"{many}|other"]
    word = next((text for text in forms if says(text)), one if form == "one" else many)
    shown = str(number) if number < 1000 else format_decimal(number, locale=locale(language))
    return f"{shown} {say(word)}"

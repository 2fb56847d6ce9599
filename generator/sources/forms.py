"""Whether a typed text has the form that its key asks for."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from generator.errors import did_you_mean
from generator.model.links import clean_url
from generator.model.slugs import id_problem

Form = Callable[[str], str]
"""Returns the text as the model keeps it, or raises FormError."""


class FormError(Exception):
    """A text has not the form it should have; the message ends a sentence that begins with the text."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+)",
    re.IGNORECASE | re.ASCII,
)
"""Source: RFC 5646, section 2.1; without the language subtags of four to eight letters, of which none is registered."""
_TIME = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-9]{2}(?:\.[0-9]{1,3})?)")
_PART = r"(?:0(?:\.[0-9]{1,6})?|\.[0-9]{1,6}|1(?:\.0{1,6})?)"
_FOCUS = re.compile(rf"{_PART} +{_PART}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[^\s@<>()\[\],;:\\\"/]{1,190}\.[^\s@<>()\[\],;:\\\"/.]{2,63}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DRIVE = re.compile(r"[A-Za-z]:")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_ESCAPED = re.compile(r"%(?:2[ef]|5c|00)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _id(text: str) -> str:
    problem = id_problem(text)
    if problem is not None:
        raise FormError("bad-id", problem)
    return text


def _url(text: str) -> str:
    try:
        return clean_url(text)
    except ValueError as error:
        raise FormError("bad-url", str(error)) from None


def _date(text: str) -> str:
    match = _DATE.fullmatch(text)
    if match is None:
        raise FormError("bad-date", "is not a date", "Write 2025, 2025-11 or 2025-11-02.")
    year, month, day = (int(part) if part else None for part in match.groups())
    if year == 0:
        raise FormError("bad-date", "is not a date: years begin with 0001")
    if month is not None and not 1 <= month <= 12:
        raise FormError("bad-date", f"is not a date: there is no month {match[2]}", "Write year-month-day, such as 2025-11-02.")
    if day is not None and month is not None and year is not None:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
        if not 1 <= day <= days:
            raise FormError("bad-date", f"is not a date: {_MONTHS[month - 1]} {year} has {days} days")
    return text


def _day(text: str) -> str:
    if len(_date(text)) != len("2025-11-02"):
        raise FormError("bad-date", "is not a day", "Write year, month and day: 2025-11-02.")
    return text


def _language(text: str) -> str:
    if _LANGUAGE.fullmatch(text) is None:
        hint = f"Write {text.replace('_', '-')}." if "_" in text else "Write its code: en, pt-BR, zh-Hant."
        raise FormError("bad-language", "is not a language code", hint)
    return text


def _seconds(text: str) -> float | None:
    match = _TIME.fullmatch(text)
    if match is None or float(match[3]) >= 60 or (match[1] and int(match[2]) >= 60):
        return None
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3])


def _time(text: str) -> str:
    if _seconds(text) is None:
        raise FormError("bad-time", "is not a time", "Write minutes and seconds, 1:23, or 0:01:23.5.")
    return text


def _range(text: str) -> str:
    times = [_seconds(part.strip()) for part in re.split("[-\u2013]", text, maxsplit=1)]
    if None in times:
        raise FormError("bad-time", "is neither a time nor a range of times", "Write 1:23, or 1:23-1:40.")
    if len(times) == 2 and (times[1] or 0) <= (times[0] or 0):
        raise FormError("bad-time", "ends before it begins")
    return text


def _shaped(pattern: str | re.Pattern[str], message: str, hint: str, code: str = "bad-value") -> Form:
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if compiled.fullmatch(text) is None:
            raise FormError(code, message, hint)
        return text

    return check


def _file(text: str) -> str:
    reason = hint = ""
    if not text:
        reason = "is empty"
    elif _CONTROL.search(text):
        reason = "has an invisible character in it"
    elif "\\" in text:
        reason, hint = "has a backslash in it", "Folders are separated by /."
    elif text.startswith("//") or "://" in text or (_SCHEME.match(text) and not _DRIVE.fullmatch(text[:2])):
        reason, hint = "is a web address, not a file", "Save the file beside the manifest, or use embed: or links:."
    elif text.startswith(("/", "~", "$")) or _DRIVE.match(text):
        reason, hint = "is not relative", "Copy the file into the project's folder and write its name."
    elif ".." in text.split("/"):
        reason, hint = "leads out of the folder", "Copy the file into the project's folder and write its name."
    elif _ESCAPED.search(text):
        reason, hint = "hides a part of the path behind a % sign", "Write file names as they are."
    elif text.endswith("/") or text == "." or "//" in text:
        reason = "is not the name of a file"
    if reason:
        raise FormError("bad-path", reason, hint)
    return text


def _timezone(text: str) -> str:
    problem = _timezone_problem(text)
    if problem is not None:
        raise FormError("bad-value", "is not a time zone", problem)
    return text


@functools.lru_cache(maxsize=8)
def _timezone_problem(text: str) -> str | None:
    import zoneinfo

    if text == "UTC":
        return None
    try:
        zoneinfo.ZoneInfo(text)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return did_you_mean(text, zoneinfo.available_timezones()) or "Write one such as Europe/Lisbon, or UTC."
    return None


def _identifier(name: str) -> Form:
    """The check of one kind of identifier, imported when a manifest has one."""

    def check(text: str) -> str:
        from generator.sources.identifiers import identifier

        try:
            return identifier(name, text)
        except ValueError as error:
            raise FormError("bad-identifier", str(error)) from None

    return check


FORMS: dict[str, Form] = {
    "id": _id,
    "url": _url,
    "date": _date,
    "language": _language,
    "time": _time,
    "range": _range,
    "focus": _shaped(_FOCUS, "is not a point of the picture", "Write two numbers from 0 to 1, such as 0.5 0.3."),
    "colour": _shaped("#[0-9a-fA-F]{6}", "is not a colour", "Write # and six digits, in quotes: '#1a2b3c'."),
    "number": _shaped(r"[0-9]{1,15}(?:\.[0-9]{1,9})?", "is not a number", "Write digits, with a point before decimals."),
    "day": _day,
    "year": _shaped("(?!0000)[0-9]{4}", "is not a year", "Write four digits."),
    "email": _shaped(_EMAIL, "is not an e-mail address", "Write it as name@example.org."),
    "uuid": _shaped(_UUID, "is not a UUID", "It looks like 6f1c0c0e-2f4b-4c53-9d4e-0a8f5f1f2d3c."),
    "timezone": _timezone,
    "workers": _shaped(
        r"local|(?:tcp|tls)://[A-Za-z0-9.:\[\]_-]{1,200}:[0-9]{1,5}/?",
        "is no place to work",
        "Write local, or the address of a Dask scheduler: tcp://127.0.0.1:8786.",
    ),
    "file": _file,
    **{
        name: _identifier(name)
        for name in ("isbn", "issn", "ismn", "isan", "isrc", "iswc", "eidr", "doi", "imdb", "wikidata", "viaf", "orcid", "isni")
    },
}
"""By the word that a key's metadata gives; a form that is not here is not checked."""

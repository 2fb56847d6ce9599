"""The links of a record: some are pages elsewhere, some are numbers by which catalogues know it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from generator.importers.rows import as_line, as_list, as_text
from generator.model.links import clean_url

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.importers.report import Notes

_LABELS = {
    "url": "Website",
    "website": "Website",
    "homepage": "Website",
    "github": "GitHub",
    "gitlab": "GitLab",
    "orcid": "ORCID",
    "doi": "DOI",
    "loc": "Library of Congress",
    "youtube": "YouTube",
    "deviantart": "DeviantArt",
    "musicbrainz": "MusicBrainz",
    "isni": "ISNI",
    "viaf": "VIAF",
    "imdb": "IMDb",
}
_LABELLED_BY_HOST = frozenset({"more", "sources", "source", "links", "other"})

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PERSON = {
    "orcid": r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?",
    "wikidata": r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d*)/?",
    "viaf": r"(?:https?://(?:www\.)?viaf\.org/viaf/)?([1-9]\d{0,21})/?",
    "musicbrainz": rf"(?:https?://musicbrainz\.org/artist/)?({_UUID})/?",
    "imdb": r"(?:https?://(?:www\.)?imdb\.com/name/)?(nm\d{7,9})/?",
}
_WORK = {
    "doi": r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}(?:\.\d+)*/[^\s<>\"]+)",
    "wikidata": _PERSON["wikidata"],
    "imdb": r"(?:https?://(?:www\.)?imdb\.com/title/)?(tt\d{7,9})/?",
    "isbn": r"(?:urn:isbn:|isbn[: ]*)?((?:97[89][- ]?)?[\d][\d -]{7,15}[\dXx])",
}


def addresses(
    where: str, given: Any, notes: Notes, *, person: bool, elsewhere: Collection[str] = ()
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Links with labels, then identifiers; `elsewhere` are addresses that the manifest names already."""
    links: list[dict[str, str]] = []
    identifiers: dict[str, str] = {}
    if isinstance(given, str | list):
        given = {"url": given}
    if not isinstance(given, dict):
        if given is not None:
            notes.add(where, "links that are no mapping; left out", given)
        return links, identifiers
    seen = set(elsewhere)
    for key, values in given.items():
        for value in as_list(values):
            label, url = "", as_text(value)
            if isinstance(value, dict):
                label, url = as_line(value.get("label") or value.get("title")), as_text(value.get("url"))
            kind = key.strip().lower()
            identifier = None if kind in identifiers else _identifier(kind, url, person=person)
            if identifier:
                identifiers[kind] = identifier
                continue
            try:
                url = clean_url(url)
            except ValueError as error:
                notes.add(where, "an address that cannot be linked; left out", f"{key}: {url or value!r} {error}")
                continue
            if url not in seen:
                seen.add(url)
                links.append({"label": label or _label(kind, key, url), "url": url})
    return links, identifiers


def _label(kind: str, key: str, url: str) -> str:
    if kind in _LABELLED_BY_HOST:
        return urlsplit(url).netloc.removeprefix("www.") or url
    words = " ".join(key.replace("_", " ").split())
    return _LABELS.get(kind) or words[:1].upper() + words[1:] or url


def _identifier(kind: str, url: str, *, person: bool) -> str | None:
    pattern = (_PERSON if person else _WORK).get(kind)
    match = re.fullmatch(pattern, url, re.IGNORECASE if kind == "isbn" else 0) if pattern else None
    if match is None:
        return None
    if kind == "orcid":
        from stdnum.iso7064 import mod_11_2

        return match[1] if mod_11_2.is_valid(match[1].replace("-", "")) else None
    if kind == "isbn":
        from stdnum import isbn

        return isbn.compact(match[1]) if isbn.is_valid(match[1]) else None
    # An address writes what a DOI may have as it is with percent signs.
    return unquote(match[1]) if kind == "doi" and "doi.org/" in url else match[1]

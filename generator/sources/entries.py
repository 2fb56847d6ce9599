"""What manifests say in a few words, as the anthology keeps it: lists of texts, links, catalogue numbers, points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from yaml.nodes import MappingNode, ScalarNode

from generator.model.anthology import FormerId, Identifier, Link, Tag
from generator.model.manifest import FormerId as FormerEntry
from generator.model.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.errors import Problem
    from generator.model.manifest import LinkEntry
    from generator.sources.document import Document


def focus_point(text: str | None) -> tuple[float, float]:
    """The focus point, the middle where none is given."""
    if not text:
        return (0.5, 0.5)
    left, top = text.split()
    return (float(left), float(top))


def texts(document: Document, problems: list[Problem]) -> dict[str, str]:
    """A document that maps texts to texts."""
    problems.extend(document.problems)
    found: dict[str, str] = {}
    if document.root is None:
        return found
    if not isinstance(document.root, MappingNode):
        problems.append(document.problem_at(document.root, "wrong-shape", "expected a mapping of texts to texts"))
        return found
    for key, value in document.root.value:
        if isinstance(key, ScalarNode) and isinstance(value, ScalarNode):
            found.setdefault(key.value, value.value)
        else:
            problems.append(document.problem_at(value, "wrong-shape", "expected a text"))
    return found


def tags(texts: Iterable[str]) -> tuple[Tag, ...]:
    """Tags, each once."""
    found: dict[str, Tag] = {}
    for text in texts:
        found.setdefault(slug(text), Tag(slug=slug(text), name=" ".join(text.split())))
    return tuple(found.values())


def links(entries: Iterable[LinkEntry]) -> tuple[Link, ...]:
    """Links as the anthology keeps them."""
    return tuple(Link(label=entry.label, url=entry.url, me=entry.me) for entry in entries)


def former(entries: Iterable[str | FormerEntry]) -> tuple[FormerId, ...]:
    """Old ids as the anthology keeps them."""
    return tuple(
        FormerId(id=entry) if isinstance(entry, str) else FormerId(id=entry.id, date=entry.date or "", silent=entry.silent)
        for entry in entries
    )


_CATALOGUES: Mapping[str, tuple[str, str]] = {
    "isbn": ("ISBN", ""),
    "issn": ("ISSN", "https://portal.issn.org/resource/ISSN/"),
    "ismn": ("ISMN", ""),
    "isrc": ("ISRC", ""),
    "iswc": ("ISWC", ""),
    "isan": ("ISAN", ""),
    "eidr": ("EIDR", "https://doi.org/"),
    "doi": ("DOI", "https://doi.org/"),
    "orcid": ("ORCID", "https://orcid.org/"),
    "isni": ("ISNI", "https://isni.org/isni/"),
    "viaf": ("VIAF", "https://viaf.org/viaf/"),
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/"),
}
_BY_KIND: Mapping[tuple[str, bool], tuple[str, str]] = {
    ("imdb", True): ("IMDb", "https://www.imdb.com/name/"),
    ("imdb", False): ("IMDb", "https://www.imdb.com/title/"),
    ("musicbrainz", True): ("MusicBrainz", "https://musicbrainz.org/artist/"),
    ("musicbrainz", False): ("MusicBrainz", "https://musicbrainz.org/work/"),
}


def identifiers(entry: msgspec.Struct | None, *, person: bool) -> tuple[Identifier, ...]:
    """Catalogue numbers with the addresses they lead to."""
    if entry is None:
        return ()
    found = []
    for scheme, value in msgspec.structs.asdict(entry).items():
        if value:
            label, base = _BY_KIND.get((scheme, person)) or _CATALOGUES[scheme]
            compact = value.replace(" ", "")
            found.append(Identifier(scheme=scheme, label=label, value=value, url=base + compact if base else ""))
    return tuple(found)

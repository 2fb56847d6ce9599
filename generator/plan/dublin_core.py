"""What catalogues and reference managers read in the head of a page: Dublin Core, and Highwire for what is cited by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.plan.views import MetaView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model.anthology import Project
    from generator.plan.exports import Citation
    from generator.plan.facts import CreditLine

_NAMES: Final = 30
"""People in a head: the page names them all."""
_CITED: Final = frozenset({"book", "chapter", "article", "article-journal", "article-magazine", "periodical", "document"})


def dublin_core(project: Project, url: str, publisher: str, lines: Iterable[CreditLine]) -> tuple[MetaView, ...]:
    """A work in the fifteen elements. Source: DCMI, Expressing Dublin Core metadata using HTML."""
    people: dict[str, dict[str, None]] = {"creator": {}, "contributor": {}}
    for line in lines:
        if line.credit.kind == "contribution":
            kind = "creator" if line.credit.role.dc == "creator" else "contributor"
            people[kind][line.name] = None
    creators = list(people["creator"])[:_NAMES]
    others = [name for name in people["contributor"] if name not in people["creator"]][: _NAMES - len(creators)]
    named = [("title", project.title), *(("creator", name) for name in creators), *(("contributor", name) for name in others)]
    named += [("publisher", publisher), ("date", project.released), ("type", project.medium.name)]
    named += [("description", project.summary), ("language", project.language), ("identifier", url)]
    named += [("subject", tag.name) for tag in project.tags]
    named += [("rights", licence.url or licence.name) for licence in project.licences]
    return tuple(MetaView(name=f"DC.{name}", content=content) for name, content in named if content)


def highwire(project: Project, cited: Citation, documents: Iterable[tuple[str, str]]) -> Iterator[MetaView]:
    """A work of words as scholars' search engines read it; `documents` are MIME type and address. Source: Google Scholar."""
    authors = [creator.name for creator in cited.creators if creator.role == "author"]
    if project.medium.layout != "read" or project.medium.csl not in _CITED or not authors or not project.released:
        return
    named = [("title", project.title), *(("author", name) for name in dict.fromkeys(authors))]
    named += [("publication_date", project.released.replace("-", "/")), ("language", project.language)]
    named += [("inbook_title" if project.medium.csl == "chapter" else "journal_title", cited.whole)]
    named += [("isbn", number.value) for number in project.identifiers if number.scheme == "isbn"]
    named += [("doi", number.value) for number in project.identifiers if number.scheme == "doi"]
    named += [("pdf_url", address) for mime, address in documents if mime == "application/pdf"][:1]
    for name, content in named:
        if content:
            yield MetaView(name=f"citation_{name}", content=content)

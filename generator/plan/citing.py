"""How works are cited, and the files of credits that a contributor can take away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.model.citation_styles import formatted
from generator.model.site import FEEDS, DataFile, Output
from generator.plan import urls
from generator.plan.exports import (
    Attribution,
    Citation,
    CitationName,
    CreditRow,
    attribution,
    bibtex,
    citation_text,
    credits_csv,
    csl_item,
    csl_json,
    ris,
    vcard,
)
from generator.plan.postings import lineage
from generator.plan.views import Anchor, CiteView, SnippetView
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from generator.model.anthology import Project
    from generator.plan.shelf import Shelf

_NAMES = 30


@made("citation")
def citation(shelf: Shelf, project_id: str) -> Citation:
    """A project as it is cited; those named first are its creators."""
    project = shelf.project(project_id)
    site = shelf.config.site
    leads = [role for role in project.medium.lead_roles if any(credit.role.id == role for credit in project.credits)][:2]
    credited = [credit for credit in project.credits if credit.kind == "contribution"]
    chosen = [credit for role in leads for credit in credited if credit.role.id == role] or credited[:1]
    chosen += [credit for credit in credited if credit.role.csl and credit not in chosen]
    names: dict[tuple[str, str], CitationName] = {}
    for number, credit in enumerate(chosen[:_NAMES]):
        href = shelf.person_href(credit.contributor)
        role = credit.role.csl or ("author" if number == 0 or credit.role.id in leads else "contributor")
        name = shelf.name(credit)
        person = shelf.face(credit.contributor) if credit.contributor else None
        family, comma, given = (person.sort if person else "").partition(", ")
        plain = bool(comma) and person is not None and person.kind == "person" and f"{given} {family}" == name
        names.setdefault(
            (name, role),
            CitationName(
                name=name,
                role=role,
                given=given if plain else "",
                family=family if plain else "",
                url=urls.absolute(site.url, href) if href else "",
            ),
        )
    whole = shelf.brief(project.part_of[0].project) if project.part_of else None
    return Citation(
        id=project.id,
        title=project.title,
        creators=tuple(names.values()),
        released=project.released,
        medium=project.medium,
        url=site.url + urls.project(project.id),
        publisher=site.title,
        language=project.language,
        licences=tuple(licence.short or licence.name for licence in project.licences),
        whole=whole.title if whole else "",
        number=project.part_of[0].number if whole else "",
        identifiers=project.identifiers,
        summary=project.summary,
        tags=tuple(tag.name for tag in project.tags),
    )


def cite(shelf: Shelf, project: Project) -> CiteView:
    """Ready texts: a citation, the sentence the licence asks for, BibTeX."""
    one = citation(shelf, project.id)
    sentence = attributed(shelf, project.id)
    takeaways = shelf.config.takeaways
    return CiteView(
        text=citation_text(one),
        attribution=sentence.text,
        attribution_html=sentence.html,
        sources="\n".join(_sources_attributed(shelf, project)),
        bibtex=bibtex([one]),
        styles=tuple(
            SnippetView(label=style_label(style), text=text, id=f"_cite_{style}")
            for style in takeaways.citation_styles
            if (text := styled(shelf, project.id, style))
        ),
        files=tuple(Anchor(label=label, href=urls.project(project.id) + name, type=mime) for name, label, mime, _ in CITE_FILES)
        if takeaways.citations
        else (),
    )


@made("attributed")
def attributed(shelf: Shelf, project_id: str) -> Attribution:
    """The sentence that a work's licence asks for, if it asks for one."""
    one = citation(shelf, project_id)
    first = one.creators[0].role if one.creators else ""
    creators = [name for name in one.creators if name.role == first]
    return attribution(one.title, one.url, creators, shelf.project(project_id).licences)


def _sources_attributed(shelf: Shelf, project: Project) -> Iterator[str]:
    seen: set[str] = set()
    for source in lineage(project):
        if source.project:
            sentence = attributed(shelf, source.project)
        else:
            makers = [CitationName(name=source.by)] if source.by else []
            sentence = attribution(source.title or source.url, source.url, makers, [source.licence] if source.licence else [])
        if sentence.text and sentence.text not in seen:
            seen.add(sentence.text)
            yield sentence.text


CITE_FILES: Final[tuple[tuple[str, str, str, Callable[[Iterable[Citation]], str]], ...]] = (
    ("cite.bib", "BibTeX", "application/x-bibtex", bibtex),
    ("cite.ris", "RIS", "application/x-research-info-systems", ris),
    ("cite.csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
)
"""Name, label, type, maker of the files below a work for programs that keep references."""


def cite_files(shelf: Shelf, project: Project) -> Iterator[Output]:
    """How a work is cited, for programs that keep references."""
    for name, _, _, write in CITE_FILES if shelf.config.takeaways.citations else ():

        def make(write: Callable[[Iterable[Citation]], str] = write) -> bytes:
            return write([citation(shelf, project.id)]).encode()

        yield Output(urls.project(project.id) + name, FEEDS, DataFile(make), project.source)


@made("styled")
def styled(shelf: Shelf, project_id: str, style: str) -> str:
    """A work's citation in a style, in the site's language."""
    return formatted(csl_item(citation(shelf, project_id)), style, shelf.language)


def style_label(style: str) -> str:
    """The name of a style: APA; Chicago author date."""
    words = style.replace("-", " ")
    return words.upper() if len(words) < 5 else words[:1].upper() + words[1:]


def contributor_files(shelf: Shelf, key: str) -> tuple[tuple[str, str, Callable[[], bytes]], ...]:
    """Name, label, maker of each file below a contributor's page."""
    person = shelf.published.contributors[key]
    site = shelf.config.site.url
    takeaways = shelf.config.takeaways
    found: list[tuple[str, str, Callable[[], bytes]]] = []
    if takeaways.vcard:
        portrait = site + shelf.pictures.whole(person.portrait.file) if person.portrait else ""
        found.append(
            ("contributor.vcf", "vCard", lambda: vcard(person, site + urls.contributor(key), person.name, portrait).encode())
        )
    if takeaways.citations:
        works = shelf.credits_of(key)

        def rows() -> bytes:
            lines = (
                CreditRow(
                    title=shelf.brief(work).title,
                    medium=shelf.brief(work).medium.name,
                    released=shelf.brief(work).released,
                    role=credit.role.name,
                    credited_as=shelf.name(credit),
                    character=credit.character,
                    detail=credit.detail,
                    url=site + urls.project(work),
                )
                for work, credits_ in works.items()
                for credit in credits_
            )
            return credits_csv(lines).encode()

        found.append(("credits.csv", "CSV", rows))
        found.append(("credits.bib", "BibTeX", lambda: bibtex(citation(shelf, work) for work in works).encode()))
        found.append(("credits.ris", "RIS", lambda: ris(citation(shelf, work) for work in works).encode()))
        found.append(("credits.csl.json", "CSL-JSON", lambda: csl_json(citation(shelf, work) for work in works).encode()))
    return tuple(found)

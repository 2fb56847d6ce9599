"""Files in which others find everything at once: data.json with its schema, llms.txt, security.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.model.site import FEEDS, INDEXES, DataFile, Output
from generator.plan import urls
from generator.plan.data import VERSION, contributor_record, credit_data, project_record, sparse, to_json
from generator.plan.data_schema import data_schema
from generator.plan.opds import ROOT as OPDS
from generator.plan.opds import catalogue
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.config import SecurityEntry
    from generator.plan.shelf import Shelf

DATA: Final = "data.json"
SCHEMA: Final = "data.schema.json"
_SECURITY: Final = ".well-known/security.txt"
_LINES: Final = 500
"""Works in llms.txt: whoever wants all of them reads data.json or the sitemap."""


def catalogue_files(shelf: Shelf) -> Iterator[Output]:
    """What the configuration asks for."""
    wanted = shelf.config.catalogues
    if wanted.opds:
        yield from catalogue(shelf)
    if wanted.data:
        yield Output(DATA, INDEXES, DataFile(lambda: everything_public(shelf)))
        yield Output(SCHEMA, FEEDS, DataFile(lambda: data_schema_text(shelf)))
    if wanted.llms:
        yield Output("llms.txt", INDEXES, DataFile(lambda: _llms(shelf).encode()))
    security = shelf.config.security
    if security is not None and not shelf.options.preview:
        yield Output(_SECURITY, FEEDS, DataFile(lambda: _security(shelf, security).encode()))


def everything_public(shelf: Shelf) -> bytes:
    """Everything public that readers can find: unlisted works are in no list, and this is one."""
    site = shelf.config.site
    people = [key for key in shelf.people() if shelf.published.contributors[key].indexed]
    return to_json(
        {
            "$schema": site.url + SCHEMA,
            "version": VERSION,
            "site": sparse({"title": site.title, "url": site.url, "tagline": site.tagline, "language": site.language}),
            "projects": [project_record(shelf, shelf.project(key)) for key in shelf.index("listed")],
            "contributors": [contributor_record(shelf, key) for key in people],
            "collections": [_collection(shelf, key) for key in shelf.collection_ids()],
        }
    )


def data_schema_text(shelf: Shelf) -> bytes:
    """The JSON Schema of everything public."""
    return to_json(data_schema(shelf.config.site.url + SCHEMA))


def _collection(shelf: Shelf, key: str) -> dict[str, Any]:
    one = shelf.published.collections[key]
    return sparse(
        {
            "id": key,
            "url": shelf.config.site.url + urls.collection(key),
            "title": one.title,
            "summary": one.summary,
            "introduction": one.introduction.text if one.introduction else "",
            "released": one.released,
            "language": one.language,
            "tags": [tag.name for tag in one.tags],
            "credits": [credit_data(shelf, credit) for credit in one.credits],
            "projects": [sparse({"project": chosen.project, "note": chosen.note}) for chosen in one.projects],
        }
    )


def _llms(shelf: Shelf) -> str:
    """Source: llmstxt.org."""
    site = shelf.config.site
    works = shelf.index("listed")
    lines = [f"# {_line(site.title)}", ""]
    lines += [f"> {_line(site.tagline)}", ""] if site.tagline else []
    lines += [
        "Works that many people made together. Each says who did what; whoever uses one names them, as its licence asks.",
        "",
        "## Works",
        "",
        *(_work_line(shelf, key) for key in works[:_LINES]),
        "",
        "## People",
        "",
        f"- [Everyone, A to Z]({site.url}contributors/): each with all their credits",
        "",
    ]
    pages = [(shelf.published.pages[key].title, key) for key in shelf.page_ids()]
    if pages:
        lines += ["## About", "", *(f"- [{_line(title)}]({site.url}{urls.page(key)})" for title, key in pages), ""]
    data = [f"- [Sitemap]({site.url}sitemap.xml)", f"- [Changes]({site.url}changes.json)"]
    data += [f"- [Everything as JSON]({site.url}{DATA})"] if shelf.config.catalogues.data else []
    data += [f"- [Books and texts as OPDS]({site.url}{OPDS})"] if shelf.config.catalogues.opds else []
    return "\n".join([*lines, "## Optional", "", *data]) + "\n"


@made("llms_line")
def _work_line(shelf: Shelf, key: str) -> str:
    project = shelf.project(key)
    names = [
        person.name
        for byline in shelf.bylines(project)
        for person in byline.people
        if (face := shelf.face(person.id) if person.id else None) is None or face.indexed
    ]
    told = ", ".join(part for part in (project.medium.name, project.year, " & ".join(names)) if part)
    summary = f". {_line(project.summary)}" if project.summary else ""
    return f"- [{_line(project.title)}]({shelf.config.site.url}{urls.project(key)}): {_line(told)}{summary}"


def _security(shelf: Shelf, entry: SecurityEntry) -> str:
    """Source: RFC 9116."""
    lines = [f"Contact: {entry.contact}", f"Expires: {entry.expires}T00:00:00Z"]
    lines += [f"Preferred-Languages: {', '.join(entry.languages)}"] if entry.languages else []
    lines += [f"Policy: {entry.policy}"] if entry.policy else []
    return "\n".join([*lines, f"Canonical: {shelf.config.site.url}{_SECURITY}"]) + "\n"


def _line(text: str) -> str:
    """One line that ends no link."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")")

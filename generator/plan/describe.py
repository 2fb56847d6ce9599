"""What a page says of itself to machines: JSON-LD, Open Graph, oEmbed, from the shelf's records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from generator.model.media import Rights
from generator.plan import urls
from generator.plan.citing import citation
from generator.plan.credited import first_cover
from generator.plan.dublin_core import dublin_core, highwire
from generator.plan.encodings import accessibility, encodings
from generator.plan.facts import CreditLine, PageFacts, PictureFacts, SiteFacts, WorkFacts
from generator.plan.feeds import icon
from generator.plan.media_outputs import drawn
from generator.plan.open_graph import open_graph
from generator.plan.postings import lineage
from generator.plan.shelf import excerpt
from generator.plan.structured import (
    collection_graph,
    contributor_graph,
    credits_graph,
    json_script,
    list_graph,
    page_graph,
    project_graph,
    work_types,
)
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.anthology import Collection, Member, Picture, Project
    from generator.plan.shelf import Shelf
    from generator.plan.views import MetaView

_CREDITS = 100
_PARTS = 100


def site_facts(shelf: Shelf) -> SiteFacts:
    """The site in a few words."""
    site = shelf.config.site
    return SiteFacts(url=site.url, title=site.title, language=site.language, tagline=site.tagline or "")


def page_facts(shelf: Shelf, path: str, title: str, trail: tuple[tuple[str, str], ...], description: str = "") -> PageFacts:
    """A page in a few words, its breadcrumbs absolute."""
    site = shelf.config.site.url
    steps = tuple((label, urls.absolute(site, step)) for label, step in trail)
    crumbs = ((shelf.config.site.title, site), *steps) if steps else ()
    return PageFacts(
        url=urls.absolute(site, path), title=title, site=site_facts(shelf), description=description, breadcrumbs=crumbs
    )


def picture_facts(shelf: Shelf, picture: Picture | None, address: str = "") -> PictureFacts | None:
    """A picture as social networks are given it; `address` is a drawn one."""
    if address:
        return PictureFacts(
            url=shelf.config.site.url + address,
            width_px=1200,
            height_px=630,
            mime="image/jpeg",
            alt=picture.alt if picture else "",
        )
    social = shelf.pictures.social(picture) if picture is not None else None
    if social is None or picture is None:
        return None
    mime = "image/png" if social[0].endswith(".png") else "image/jpeg"
    rights = shelf.rights(picture.file.source) or Rights()
    return PictureFacts(
        url=shelf.config.site.url + social[0],
        width_px=social[1],
        height_px=social[2],
        alt=picture.alt,
        mime=mime,
        creator=rights.creator,
        credit_text=rights.credit_line or picture.credit,
        copyright_notice=rights.copyright,
        licence=rights.license_url,
        page=rights.web_statement,
    )


def _social(shelf: Shelf, picture: Picture | None, address: str, title: str) -> PictureFacts | None:
    """A picture for a shared page, which always has one: the site's own where there is no other, described by the title."""
    found = picture_facts(shelf, picture, address) or _site_icon(shelf)
    return found if found is None or found.alt else replace(found, alt=title)


def _site_icon(shelf: Shelf) -> PictureFacts | None:
    address = icon(shelf)
    title = shelf.config.site.title
    return PictureFacts(url=address, width_px=512, height_px=512, mime="image/png", alt=title) if address else None


def credit_lines(shelf: Shelf, project: Project | Collection, limit: int = _CREDITS) -> tuple[CreditLine, ...]:
    """Credits with the names they print and where these lead."""
    lines = []
    for credit in project.credits[:limit]:
        href = shelf.person_href(credit.contributor)
        face = shelf.face(credit.contributor) if credit.contributor else None
        url = urls.absolute(shelf.config.site.url, href) if href else ""
        members = tuple(_member(shelf, member) for member in credit.members if shelf.face(member.contributor) is not None)
        lines.append(CreditLine(credit, shelf.name(credit), url, face.kind if face else "person", members))
    return tuple(lines)


def _member(shelf: Shelf, member: Member) -> tuple[str, str]:
    view = shelf.member(member)
    return view.name, urls.absolute(shelf.config.site.url, view.href) if view.href else ""


def brief_facts(shelf: Shelf, project_id: str, position: str = "") -> WorkFacts:
    """A project as another one mentions it."""
    brief = shelf.brief(project_id)
    url = shelf.config.site.url + urls.project(project_id)
    types = work_types(brief.medium.schema, whole=bool(shelf.parts_of(project_id)), part=brief.is_part)
    return WorkFacts(name=brief.title, url=url, types=types, position=position)


def project_json_ld(
    shelf: Shelf, project: Project, trail: tuple[tuple[str, str], ...], *, of: Literal["work", "credits", "item"] = "work"
) -> str:
    """The graph of a project's page, with its first credits; that of its credits page has them all."""
    if of != "work":
        about = page_facts(shelf, trail[-1][1], f"{trail[-1][0]}: {project.title}", trail)
        if of == "item":
            return json_script(page_graph(about))
        work = shelf.config.site.url + urls.project(project.id)
        everyone = credit_lines(shelf, project, len(project.credits))
        whole = bool(shelf.parts_of(project.id))
        graph = credits_graph(project, about, work, shelf.published.registries, everyone, whole=whole)
        return json_script(graph)
    page = page_facts(shelf, urls.project(project.id), project.title, trail, project.summary)
    likeness = shelf.likeness(project)
    picture = picture_facts(shelf, likeness) or picture_facts(shelf, None, drawn(shelf, "project", project.id))
    based_on = []
    for source in lineage(project):
        if source.relation.id == "translation":
            continue
        if source.project:
            based_on.append(brief_facts(shelf, source.project))
        else:
            based_on.append(WorkFacts(name=source.title or source.url, url=source.url, by=source.by, here=False))
    posters = {
        item.id: _thumbnail(shelf, poster) for item in project.media if (poster := shelf.recordings.poster(item)) is not None
    }
    original = shelf.original(project)
    graph = project_graph(
        project,
        page,
        shelf.published.registries,
        credits=credit_lines(shelf, project),
        pictures=(picture,) if picture else (),
        encodings=encodings(shelf, project, picture.url if picture else "", posters),
        access=accessibility(project),
        feed="rss" in shelf.config.feeds.wholes,
        based_on=tuple(based_on),
        part_of=tuple(brief_facts(shelf, part.project, part.number) for part in project.part_of),
        parts=tuple(brief_facts(shelf, other, part.number) for part, other in shelf.parts_of(project.id)[:_PARTS]),
        translation_of=brief_facts(shelf, original) if original else None,
    )
    return json_script(graph)


def _said_shortly(shelf: Shelf, project: Project) -> str:
    """A work that says nothing of itself: what it is, by whom, of which year."""
    names = ", ".join(dict.fromkeys(person.name for byline in shelf.bylines(project) for person in byline.people))
    return " · ".join(text for text in (shelf.say(project.medium.name), names, project.year, shelf.config.site.title) if text)


def _thumbnail(shelf: Shelf, picture: Picture | None) -> str:
    facts = picture_facts(shelf, picture)
    return facts.url if facts else ""


def project_metas(shelf: Shelf, project: Project, path: str = "") -> tuple[MetaView, ...]:
    """Open Graph of a project's pages; of the first of them also what catalogues and reference managers read."""
    site = shelf.config.site
    wanted = shelf.config.takeaways.social_pictures
    picture = (
        None if wanted == "none" else _social(shelf, shelf.likeness(project), drawn(shelf, "project", project.id), project.title)
    )
    description = project.summary or (excerpt(project.description.text) if project.description else _said_shortly(shelf, project))
    page = page_facts(shelf, path or urls.project(project.id), project.title, (), description)
    video, audio = (
        next((shelf.recordings.files(item)[0] for item in project.media if item.kind == kind and item.file is not None), None)
        for kind in ("video", "audio")
    )
    leads = [person.id for byline in shelf.bylines(project) for person in byline.people if person.id in shelf.published.shown]
    metas = open_graph(
        page,
        project=project,
        credits=credit_lines(shelf, project, 30),
        picture=picture,
        video=PictureFacts(url=site.url + video.path, mime=video.mime, width_px=video.width_px, height_px=video.height_px)
        if video
        else None,
        audio=PictureFacts(url=site.url + audio.path, mime=audio.mime) if audio else None,
        creators=tuple(shelf.published.contributors[key] for key in leads),
    )
    if path:
        return metas
    documents = [
        (item.file.probe.mime, site.url + shelf.pictures.file(item.file))
        for item in project.media
        if item.kind == "document" and item.file is not None
    ]
    core = dublin_core(project, page.url, site.title, credit_lines(shelf, project))
    return (*metas, *core, *highwire(project, citation(shelf, project.id), documents))


@made("person_summary")
def person_summary(shelf: Shelf, key: str) -> str:
    """Someone in a sentence: how their own text begins, else what they do here."""
    person = shelf.published.contributors[key]
    if person.bio is not None and person.page == "full":
        return excerpt(person.bio.text)
    roles = ", ".join(shelf.contributor_card(key).roles)
    return " · ".join(text for text in (roles, shelf.config.site.title) if text)


def contributor_json_ld(shelf: Shelf, key: str, trail: tuple[tuple[str, str], ...]) -> str:
    """The graph of a contributor's page."""
    person = shelf.published.contributors[key]
    page = page_facts(shelf, urls.contributor(key), person.name, trail, person_summary(shelf, key))
    site = shelf.config.site.url

    def pair(other: str) -> tuple[str, str]:
        href = shelf.person_href(other)
        face = shelf.face(other)
        return face.name if face else "", urls.absolute(site, href) if href else ""

    graph = contributor_graph(
        person,
        page,
        picture=picture_facts(shelf, person.portrait),
        roles=shelf.contributor_card(key).roles,
        member_of=tuple(pair(group) for _, group in shelf.groups_of(key)),
        members=tuple(pair(member.contributor) for member in person.members),
    )
    return json_script(graph)


def contributor_metas(shelf: Shelf, key: str, path: str) -> tuple[MetaView, ...]:
    """Open Graph of a contributor's pages."""
    person = shelf.published.contributors[key]
    wanted = shelf.config.takeaways.social_pictures
    cover = person.portrait or first_cover(shelf, key)
    picture = None if wanted == "none" else _social(shelf, cover, drawn(shelf, "contributor", key), person.name)
    page = page_facts(shelf, path, person.name, (), person_summary(shelf, key))
    return open_graph(page, contributor=person, picture=picture, creators=(person,))


def list_metas(
    shelf: Shelf, path: str, title: str, description: str = "", *, collection: Collection | None = None
) -> tuple[MetaView, ...]:
    """Open Graph of any other page."""
    wanted = shelf.config.takeaways.social_pictures
    picture = None
    if collection is not None and wanted != "none":
        covers = (shelf.brief(one.project).cover for one in collection.projects if one.project in shelf.published.projects)
        cover = collection.cover or next((one for one in covers if one is not None), None)
        picture = _social(shelf, cover, drawn(shelf, "collection", collection.id), title)
    elif wanted != "none":
        featured = [key for key in shelf.config.featured if key in shelf.published.projects]
        works = (brief for key in (*featured, *shelf.index("works")[:5]) if (brief := shelf.brief(key)).cover is not None)
        picture = next((_social(shelf, project.cover, "", project.title) for project in works), None) or _site_icon(shelf)
    described = description or (collection.summary if collection else "") or shelf.config.site.tagline or ""
    return open_graph(page_facts(shelf, path, title, (), described), picture=picture)


def list_json_ld(
    shelf: Shelf,
    path: str,
    title: str,
    trail: tuple[tuple[str, str], ...],
    projects: Sequence[str] = (),
    *,
    collection: Collection | None = None,
) -> str:
    """The graph of a list, of a collection, or of a plain page."""
    page = page_facts(shelf, path, title, trail, collection.summary if collection else "")
    if collection is not None:
        graph = collection_graph(
            collection,
            page,
            shelf.published.registries,
            credits=credit_lines(shelf, collection),
            picture=picture_facts(shelf, collection.cover),
            works=tuple(brief_facts(shelf, key) for key in projects),
        )
    elif projects:
        site = shelf.config.site.url
        graph = list_graph(page, tuple((shelf.brief(key).title, site + urls.project(key)) for key in projects))
    else:
        graph = page_graph(page)
    return json_script(graph)

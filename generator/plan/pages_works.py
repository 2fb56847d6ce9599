"""The outputs of projects: pages, items, data, feeds of wholes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.later import later
from generator.model.site import FEEDS, PAGES, DataFile, Output, TemplatePage
from generator.plan import urls
from generator.plan.citing import cite, cite_files
from generator.plan.data import project_data
from generator.plan.describe import project_json_ld, project_metas
from generator.plan.feeds import feed_outputs, oldest
from generator.plan.heads import feed_anchors, feed_links
from generator.plan.iiif import MANIFEST, MANIFEST_TYPE, has_manifest, manifest
from generator.plan.item_pages import item_pages, text_versions
from generator.plan.oembed import oembed_files, project_oembed
from generator.plan.opds import publication_file
from generator.plan.playlists import playlists
from generator.plan.podcasts import recording_files
from generator.plan.project_views import credits_page, project_page, withdrawn_page
from generator.plan.redirects import project_redirects, withdrawn_redirects
from generator.plan.shelf import excerpt
from generator.plan.views import Anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.anthology import Project
    from generator.plan.heads import Heads
    from generator.plan.item_pages import Leaf
    from generator.plan.shelf import Shelf
    from generator.plan.views import PageHead


def withdrawn(shelf: Shelf, heads: Heads, key: str) -> Iterator[Output]:
    """What is left of a work that was withdrawn."""
    tombstone = shelf.published.withdrawn[key]
    path = urls.project(key)

    def make() -> tuple[PageHead, object]:
        head = heads.head(
            path,
            "withdrawn",
            shelf.say("Withdrawn"),
            trail=((shelf.say("Works"), "projects/"), (shelf.say("Withdrawn"), path)),
            noindex=True,
        )
        return head, withdrawn_page(shelf, tombstone)

    yield Output(urls.file(path), PAGES, TemplatePage("withdrawn.html", make))
    yield from withdrawn_redirects(heads, tombstone)


def work(shelf: Shelf, heads: Heads, key: str) -> Iterator[Output]:
    """Everything below /projects/<id>/, with the work's old addresses."""
    project = shelf.project(key)
    path = urls.project(key)
    trail = ((shelf.say("Works"), "projects/"), (project.title, path))
    hidden = not project.listed
    changed = max((project.released, *(one.date for one in project.corrections)))
    is_whole = bool(shelf.parts_of(key))
    feeds = feed_anchors(path, shelf.config.feeds.wholes, project.title) if is_whole else ()
    catalogues = shelf.config.catalogues
    with_manifest = catalogues.iiif and has_manifest(project)
    described = project.summary or (excerpt(project.description.text) if project.description else "")

    takeaways = (
        *((Anchor(label="JSON", href=f"{path}project.json"),) if shelf.makes("project-data") else ()),
        *((Anchor(label="IIIF", href=path + MANIFEST),) if with_manifest else ()),
    )

    def page() -> tuple[PageHead, object]:
        anchors = feed_links(feeds)
        others = tuple((shelf.project(other).language, urls.project(other)) for other in shelf.translations(key))
        others = others or text_versions(project)
        if others:
            others = ((project.language, path), *others)
        head = heads.head(
            path,
            "project",
            project.title,
            trail=trail,
            description=described,
            feeds=feeds,
            others=others,
            metas=later(project_metas, shelf, project),
            json_ld=later(project_json_ld, shelf, project, trail),
            noindex=hidden,
            oembed=f"{path}oembed",
            also=((MANIFEST_TYPE, path + MANIFEST, "IIIF"),) if with_manifest else (),
        )
        return head, project_page(shelf, project, anchors, later(cite, shelf, project), takeaways)

    def credits_() -> tuple[PageHead, object]:
        address = urls.credits_page(project.id)
        head = heads.head(
            address,
            "credits",
            f"Credits: {project.title}",
            trail=(*trail, (shelf.say("Credits"), address)),
            description=f"Everyone who made “{project.title}”.",
            metas=later(project_metas, shelf, project, address),
            json_ld=later(project_json_ld, shelf, project, (*trail, (shelf.say("Credits"), address)), of="credits"),
            noindex=hidden,
        )
        return head, credits_page(shelf, project)

    yield Output(
        urls.file(path), PAGES, TemplatePage("project.html", page), project.source, indexed=project.listed, changed=changed
    )
    if shelf.makes("credits"):
        yield Output(
            urls.file(urls.credits_page(project.id)),
            PAGES,
            TemplatePage("credits.html", credits_),
            project.source,
            indexed=project.listed,
            changed=changed,
        )
    for leaf in item_pages(shelf, project) if shelf.makes("item") else ():
        maker = TemplatePage("item.html", _item_maker(shelf, heads, project, leaf, trail))
        yield Output(urls.file(leaf.address), PAGES, maker, project.source, indexed=project.listed, changed=changed)
    if shelf.makes("project-data"):
        yield Output(f"{path}project.json", FEEDS, DataFile(lambda: project_data(shelf, project)), project.source)
    if shelf.makes("oembed"):
        yield from oembed_files(path, lambda: project_oembed(shelf, project), project.source)
    yield from recording_files(project)
    yield from playlists(shelf, project)
    yield from cite_files(shelf, project)
    if catalogues.opds and project.listed:
        yield from publication_file(shelf, project)
    if with_manifest:
        yield Output(path + MANIFEST, FEEDS, DataFile(lambda: manifest(shelf, project)), project.source)
    if is_whole:
        yield from feed_outputs(
            shelf,
            path,
            shelf.config.feeds.wholes,
            "project",
            oldest(project.id, project.formerly),
            project.title,
            lambda: sorted(
                (other for _, other in shelf.parts_of(key)), key=lambda other: shelf.brief(other).released, reverse=True
            ),
            description=project.summary,
            cover=project.cover,
            whole=project,
        )
    yield from project_redirects(heads, project)


def _item_maker(
    shelf: Shelf,
    heads: Heads,
    project: Project,
    leaf: Leaf,
    trail: tuple[tuple[str, str], ...],
) -> Callable[[], tuple[PageHead, object]]:
    def page() -> tuple[PageHead, object]:
        view = leaf.make()
        address = leaf.address
        full = f"{excerpt(leaf.title, 80)} · {project.title}"
        steps = (*trail, (excerpt(leaf.title, 60), address))
        head = heads.head(
            address,
            "item",
            full,
            trail=steps,
            metas=later(project_metas, shelf, project, address),
            json_ld=later(project_json_ld, shelf, project, steps, of="item"),
            others=leaf.others,
            previous=view.previous.href if view.previous else "",
            following=view.next.href if view.next else "",
            noindex=not project.listed,
        )
        return head, view

    return page

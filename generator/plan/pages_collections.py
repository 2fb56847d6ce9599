"""The outputs of collections: their list, each with its works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.site import INDEXES, Output, TemplatePage
from generator.plan import list_views, urls, words
from generator.plan.credit_views import role_label
from generator.plan.describe import list_json_ld, list_metas
from generator.plan.feeds import feed_outputs, oldest
from generator.plan.heads import feed_anchors, feed_links
from generator.plan.project_views import awards
from generator.plan.views import Anchor, CollectionPage, CollectionsPage, CreditView, RoleGroupView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.model.anthology import Collection, Credit, Project
    from generator.model.config import FeedFormat
    from generator.plan.heads import Heads
    from generator.plan.shelf import Shelf
    from generator.plan.views import PageHead, View

Feeds = tuple[tuple[str, str, str], ...]


def collection_outputs(shelf: Shelf, heads: Heads) -> Iterator[Output]:
    """Everything below /collections/."""
    collections = tuple(shelf.published.collections.values())
    path = "collections/"
    trail = ((shelf.say("Collections"), path),)

    def maker(cut: list_views.Cut) -> Callable[[], tuple[PageHead, View]]:
        def make() -> tuple[PageHead, View]:
            head = heads.head(
                cut.path,
                "collections",
                "Collections",
                trail=trail,
                metas=list_metas(shelf, cut.path, "Collections"),
                json_ld=list_json_ld(shelf, cut.path, "Collections", trail),
            )
            cards = tuple(list_views.collection_card(shelf, collection) for collection in collections[cut.start : cut.stop])
            return head, CollectionsPage(collections=cards, pager=cut.pager, total=len(collections) if cut.number == 0 else None)

        return make

    for cut in list_views.cuts(path, len(collections), shelf.config.pagination.cards):
        yield Output(urls.file(cut.path), INDEXES, TemplatePage("collections.html", maker(cut)), indexed=True)
    for collection in collections:
        yield from _collection(shelf, heads, collection)


def _collection(shelf: Shelf, heads: Heads, collection: Collection) -> Iterator[Output]:
    path = urls.collection(collection.id)
    chosen = tuple(one for one in collection.projects if one.project in shelf.published.projects)
    projects = tuple(shelf.published.projects[one.project] for one in chosen)
    feeds, outputs = list_feeds(
        shelf,
        path,
        shelf.config.feeds.collections,
        "collection",
        oldest(collection.id, collection.formerly),
        collection.title,
        projects,
    )
    trail = ((shelf.say("Collections"), "collections/"), (collection.title, path))
    by_role: dict[str, list[Credit]] = {}
    for credit in collection.credits:
        by_role.setdefault(credit.role.id, []).append(credit)

    def maker(cut: list_views.Cut) -> Callable[[], tuple[PageHead, View]]:
        def make() -> tuple[PageHead, View]:
            first = cut.number == 1
            title = collection.title if first else f"{collection.title}, page {cut.number}"
            head = heads.head(
                cut.path,
                "collection",
                title,
                trail=trail,
                description=collection.summary,
                feeds=feeds,
                metas=list_metas(shelf, cut.path, title, collection=collection),
                json_ld=list_json_ld(shelf, cut.path, title, trail, projects[cut.start : cut.stop], collection=collection),
                previous=cut.pager.newer if cut.pager else "",
                following=cut.pager.older if cut.pager else "",
            )
            view = CollectionPage(
                card=list_views.collection_card(shelf, collection),
                language=words.html_language(collection.language, shelf.language),
                direction=words.direction(collection.language),
                introduction=collection.introduction if first else None,
                projects=tuple(
                    shelf.card(shelf.published.projects[one.project], note=one.note) for one in chosen[cut.start : cut.stop]
                ),
                pager=cut.pager,
                credits=tuple(
                    RoleGroupView(
                        label=role_label(group[0].role, len(group), shelf.language),
                        role=Anchor(label=group[0].role.name, href=""),
                        credits=tuple(
                            CreditView(
                                id=f"credit-{number}",
                                person=shelf.person(credit),
                                written_role=credit.written_role,
                                role=credit.role.name,
                                detail=credit.detail,
                                note=credit.note,
                            )
                            for number, credit in enumerate(group, 1)
                        ),
                    )
                    for group in by_role.values()
                ),
                links=tuple(Anchor(label=link.label, href=link.url) for link in collection.links),
                tags=tuple(Anchor(label=tag.name, href=shelf.list_href(urls.tag(tag.slug))) for tag in collection.tags),
                awards=awards(collection.awards, shelf.language),
                released=words.date(collection.released, shelf.language) if collection.released else None,
                feeds=feed_links(feeds),
            )
            return head, view

        return make

    for cut in list_views.straight_cuts(path, len(chosen), shelf.config.pagination.cards):
        yield Output(urls.file(cut.path), INDEXES, TemplatePage("collection.html", maker(cut)), collection.source, indexed=True)
    yield from outputs


def list_feeds(
    shelf: Shelf, path: str, formats: Sequence[FeedFormat], kind: str, key: str, title: str, projects: Sequence[Project]
) -> tuple[Feeds, Iterator[Output]]:
    """The feeds of one list, as links and as outputs."""
    name = f"{title}: {shelf.config.site.title}"
    return feed_anchors(path, list(formats), name), feed_outputs(shelf, path, formats, kind, key, name, lambda: projects)

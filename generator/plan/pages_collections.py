"""The outputs of collections: their list, each with its works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.later import later
from generator.model.site import INDEXES, Output, TemplatePage
from generator.plan import list_views, urls, words
from generator.plan.credit_views import role_label
from generator.plan.describe import list_json_ld, list_metas
from generator.plan.feeds import feed_outputs, oldest
from generator.plan.heads import feed_anchors, feed_links
from generator.plan.project_views import awards
from generator.plan.redirects import collection_redirects
from generator.plan.views import Anchor, CollectionPage, CollectionsPage, CreditView, RoleGroupView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.anthology import Credit
    from generator.plan.heads import Heads
    from generator.plan.shelf import Shelf
    from generator.plan.views import PageHead, View

Feeds = tuple[tuple[str, str, str], ...]


def collections(shelf: Shelf, heads: Heads, number: str) -> Iterator[Output]:
    """/collections/ or one of its further pages."""
    keys = shelf.collection_ids()
    path = "collections/"
    trail = ((shelf.say("Collections"), path),)
    cut = list_views.cut(path, len(keys), shelf.config.pagination.cards, int(number))

    def make() -> tuple[PageHead, View]:
        head = heads.head(
            cut.path,
            "collections",
            shelf.say("Collections"),
            trail=trail,
            metas=later(list_metas, shelf, cut.path, shelf.say("Collections")),
            json_ld=later(list_json_ld, shelf, cut.path, shelf.say("Collections"), trail),
        )
        cards = tuple(list_views.collection_card(shelf, key) for key in keys[cut.start : cut.stop])
        return head, CollectionsPage(collections=cards, pager=cut.pager, total=len(keys) if cut.number == 0 else None)

    yield Output(urls.file(cut.path), INDEXES, TemplatePage("collections.html", make), indexed=True)


def collection(shelf: Shelf, heads: Heads, key: str) -> Iterator[Output]:
    """Everything below /collections/<id>/, with its old addresses."""
    collection = shelf.published.collections[key]
    path = urls.collection(key)
    chosen = collection.projects
    projects = tuple(one.project for one in chosen)
    formats = shelf.config.feeds.collections
    name = f"{collection.title}: {shelf.config.site.title}"
    feeds = feed_anchors(path, formats, name)
    trail = ((shelf.say("Collections"), "collections/"), (collection.title, path))
    by_role: dict[str, list[Credit]] = {}
    for credit in collection.credits:
        by_role.setdefault(credit.role.id, []).append(credit)

    def maker(cut: list_views.Cut) -> Callable[[], tuple[PageHead, View]]:
        def make() -> tuple[PageHead, View]:
            first = cut.number == 1
            title = collection.title if first else list_views.page_title(shelf, collection.title, cut.number)
            head = heads.head(
                cut.path,
                "collection",
                title,
                trail=trail,
                description=collection.summary,
                feeds=feeds,
                metas=later(list_metas, shelf, cut.path, title, collection=collection),
                json_ld=later(list_json_ld, shelf, cut.path, title, trail, projects[cut.start : cut.stop], collection=collection),
                previous=cut.pager.newer if cut.pager else "",
                following=cut.pager.older if cut.pager else "",
            )
            view = CollectionPage(
                card=list_views.collection_card(shelf, key),
                language=words.html_language(collection.language, shelf.language),
                direction=words.direction(collection.language),
                introduction=collection.introduction if first else None,
                projects=tuple(shelf.card(one.project, note=one.note) for one in chosen[cut.start : cut.stop]),
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
    yield from feed_outputs(
        shelf, path, formats, "collection", oldest(key, collection.formerly), name, lambda: projects, cover=collection.cover
    )
    yield from collection_redirects(heads, collection)

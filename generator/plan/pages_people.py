"""The outputs of contributors: pages, role pages, what they can take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.later import later
from generator.model.site import FEEDS, PAGES, DataFile, Output, TemplatePage
from generator.plan import urls
from generator.plan.citing import contributor_files
from generator.plan.credited import EVERYTHING, credited_page, has_lists, list_path, narrowing_label, narrowings
from generator.plan.data import contributor_data
from generator.plan.describe import contributor_json_ld, contributor_metas, list_json_ld, person_summary
from generator.plan.feeds import feed_outputs, oldest
from generator.plan.heads import feed_anchors, feed_links
from generator.plan.link_kit import badge_page, embed_card
from generator.plan.list_views import numbered_pages
from generator.plan.oembed import contributor_oembed, oembed_files
from generator.plan.people_views import contributor_page
from generator.plan.redirects import contributor_redirects
from generator.plan.views import Anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.plan.heads import Heads
    from generator.plan.shelf import Shelf
    from generator.plan.views import PageHead


def contributor(shelf: Shelf, heads: Heads, key: str) -> Iterator[Output]:
    """Everything below /contributors/<id>/, with their old addresses; of someone with many works, without their further pages."""
    person = shelf.published.contributors[key]
    path = urls.contributor(key)
    works = len(shelf.index(f"by {key}"))
    full = person.page == "full"
    takeaways = shelf.config.takeaways
    files = contributor_files(shelf, key) if full else ()
    yield from contributor_list(shelf, heads, key)
    if not numbered_pages(works, shelf.config.pagination.lines):
        found = narrowings(shelf, key)
        for one in (
            *(found.roles if shelf.makes("contributor-roles") else ()),
            *(found.mediums if has_lists(shelf, found.mediums, works) else ()),
            *(found.years if has_lists(shelf, found.years, works) else ()),
        ):
            yield from contributor_list(shelf, heads, key, one.kind, one.slug)
    if shelf.makes("contributor-data"):
        yield Output(f"{path}contributor.json", FEEDS, DataFile(lambda: contributor_data(shelf, key)), person.source)
    yield from contributor_redirects(heads, person)
    if not full:
        return
    for name, _, make_file in files:
        yield Output(path + name, FEEDS, DataFile(make_file), person.source)
    if takeaways.badge:
        for dark in (False, True):
            yield Output(
                f"{path}badge{'-dark' if dark else ''}.svg",
                FEEDS,
                TemplatePage("badge.svg", _badge(shelf, heads, key, dark=dark)),
                person.source,
            )
    if takeaways.card:

        def card() -> tuple[PageHead, object]:
            head = heads.head(f"{path}card/", "card", person.name, canonical=heads.absolute(path), noindex=True)
            return head, embed_card(shelf, key)

        yield Output(urls.file(f"{path}card/"), PAGES, TemplatePage("embed_card.html", card), person.source)
        if shelf.makes("oembed"):
            yield from oembed_files(path, lambda: contributor_oembed(shelf, key), person.source)
    yield from feed_outputs(
        shelf,
        path,
        shelf.config.feeds.contributors,
        "contributor",
        oldest(key, person.formerly),
        f"{person.name}: {shelf.config.site.title}",
        lambda: shelf.index(f"by {key}"),
        description=person_summary(shelf, key),
        cover=person.portrait,
    )


def contributor_list(
    shelf: Shelf, heads: Heads, key: str, kind: str = EVERYTHING, slug: str = "", number: str = "0"
) -> Iterator[Output]:
    """One page of someone's works, or of those with one role, medium or year."""
    person = shelf.published.contributors[key]
    path = urls.contributor(key)
    address = list_path(key, kind, slug)
    address = address if number == "0" else urls.numbered(address, int(number))
    own = not kind and number == "0"

    def make() -> tuple[PageHead, object]:
        full = person.page == "full"
        listed = credited_page(shelf, key, kind, slug, number)
        only = narrowing_label(shelf, key, kind, slug) if kind else ""
        trail = ((shelf.say("People"), "contributors/"), (person.name, path), *(((only, address),) if only else ()))
        feeds = feed_anchors(path, shelf.config.feeds.contributors, person.name) if full else ()
        pager = listed.cut.pager
        title = f"{person.name}: {only}" if only else person.name
        head = heads.head(
            address,
            "contributor",
            title,
            trail=trail,
            description=person_summary(shelf, key),
            feeds=feeds,
            metas=later(contributor_metas, shelf, key, address),
            json_ld=later(contributor_json_ld, shelf, key, trail)
            if own
            else later(list_json_ld, shelf, address, title, trail, [work for work, _ in listed.works]),
            noindex=not person.indexed,
            previous=pager.newer if pager else "",
            following=pager.older if pager else "",
            oembed=f"{path}oembed" if own and full and shelf.config.takeaways.card else "",
        )
        links = (
            Anchor(label="JSON", href=f"{path}contributor.json"),
            *(
                Anchor(label=label, href=path + name)
                for name, label, _ in (contributor_files(shelf, key) if own and full else ())
            ),
        )
        return head, contributor_page(shelf, key, listed, only=only, feeds=feed_links(feeds), takeaways=links)

    recipe = TemplatePage("contributor.html", make)
    yield Output(urls.file(address), PAGES, recipe, person.source, indexed=person.indexed and own)


def _badge(shelf: Shelf, heads: Heads, key: str, *, dark: bool) -> Callable[[], tuple[PageHead, object]]:
    def make() -> tuple[PageHead, object]:
        view = badge_page(shelf, key, dark=dark)
        return heads.head(f"{urls.contributor(key)}badge.svg", "badge", view.name), view

    return make

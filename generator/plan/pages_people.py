"""The outputs of contributors: pages, role pages, what they can take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.later import later
from generator.model.site import FEEDS, PAGES, DataFile, Output, TemplatePage
from generator.plan import urls
from generator.plan.citing import contributor_files
from generator.plan.data import contributor_data
from generator.plan.describe import contributor_json_ld, contributor_metas, list_json_ld, person_summary
from generator.plan.feeds import feed_outputs, oldest
from generator.plan.heads import feed_anchors, feed_links
from generator.plan.list_views import cuts
from generator.plan.oembed import contributor_oembed, oembed_files
from generator.plan.people_views import badge_page, contributor_page, embed_card, role_anchors
from generator.plan.redirects import contributor_redirects
from generator.plan.views import Anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.plan.heads import Heads
    from generator.plan.list_views import Cut
    from generator.plan.shelf import Shelf
    from generator.plan.views import PageHead


def contributor(shelf: Shelf, heads: Heads, key: str) -> Iterator[Output]:
    """Everything below /contributors/<id>/, with their old addresses."""
    person = shelf.published.contributors[key]
    path = urls.contributor(key)
    works = tuple(shelf.credits_of(key))
    full = person.page == "full"
    takeaways = shelf.config.takeaways
    formats = shelf.config.feeds.contributors
    feeds = feed_anchors(path, formats, person.name) if full else ()
    files = contributor_files(shelf, key) if full else ()
    anchors = feed_links(feeds)
    roles = role_anchors(shelf, key)
    links = (
        Anchor(label="JSON", href=f"{path}contributor.json"),
        *(Anchor(label=label, href=path + name) for name, label, _ in files),
    )

    def maker(address: str, cut: Cut, chosen: tuple[str, ...], role: str) -> Callable[[], tuple[PageHead, object]]:
        def make() -> tuple[PageHead, object]:
            view = contributor_page(shelf, key, chosen, cut, role=role, roles=roles, feeds=anchors, takeaways=links)
            title = f"{person.name}: {role}" if role else person.name
            trail = ((shelf.say("People"), "contributors/"), (person.name, path), *(((role, address),) if role else ()))
            own = not role and cut.number == 0
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
                else later(list_json_ld, shelf, address, title, trail, chosen[cut.start : cut.stop]),
                noindex=not person.indexed,
                previous=cut.pager.newer if cut.pager else "",
                following=cut.pager.older if cut.pager else "",
                oembed=f"{path}oembed" if own and full and takeaways.card else "",
            )
            return head, view

        return make

    lines = shelf.config.pagination.lines
    for cut in cuts(path, len(works), lines):
        recipe = TemplatePage("contributor.html", maker(cut.path, cut, works, ""))
        yield Output(urls.file(cut.path), PAGES, recipe, person.source, indexed=person.indexed and cut.number == 0)
    for anchor in roles if shelf.makes("contributor-roles") else ():
        slug = anchor.href.rstrip("/").rpartition("/")[2]
        chosen = tuple(work for work in works if any(credit.role.slug == slug for credit in shelf.credits_of(key)[work]))
        for cut in cuts(anchor.href, len(chosen), lines):
            yield Output(
                urls.file(cut.path),
                PAGES,
                TemplatePage("contributor.html", maker(cut.path, cut, chosen, anchor.label)),
                person.source,
            )
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
        formats,
        "contributor",
        oldest(key, person.formerly),
        f"{person.name}: {shelf.config.site.title}",
        lambda: works,
        description=person_summary(shelf, key),
        cover=person.portrait,
    )


def _badge(shelf: Shelf, heads: Heads, key: str, *, dark: bool) -> Callable[[], tuple[PageHead, object]]:
    def make() -> tuple[PageHead, object]:
        view = badge_page(shelf, key, dark=dark)
        return heads.head(f"{urls.contributor(key)}badge.svg", "badge", view.name), view

    return make

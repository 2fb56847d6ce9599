"""Old addresses, each a page that leads to the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.site import PAGES, Output, TemplatePage
from generator.plan import urls
from generator.plan.views import PageHead, RedirectPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.plan.heads import Heads
    from generator.plan.shelf import Shelf


def redirect_outputs(shelf: Shelf, heads: Heads) -> Iterator[Output]:
    """A redirect page for every `formerly` of what is published; silent ones are nowhere."""
    published = shelf.published
    for project in (*published.projects.values(), *published.unlisted.values()):
        for former in project.formerly:
            yield _redirect(heads, urls.project(former.id), urls.project(project.id), project.source)
            yield _redirect(heads, urls.credits_page(former.id), urls.credits_page(project.id), project.source)
    for tombstone in published.withdrawn.values():
        for former in tombstone.formerly:
            if not former.silent:
                yield _redirect(heads, urls.project(former.id), urls.project(tombstone.id), "")
    for key in sorted(published.shown):
        person = published.contributors[key]
        for former in person.formerly:
            yield _redirect(heads, urls.contributor(former.id), urls.contributor(key), person.source)
    for collection in published.collections.values():
        for former in collection.formerly:
            yield _redirect(heads, urls.collection(former.id), urls.collection(collection.id), collection.source)
    for page in published.pages.values():
        for former in page.formerly:
            if not former.silent:
                yield _redirect(heads, urls.page(former.id), urls.page(page.id), page.source)


def _redirect(heads: Heads, path: str, target: str, source: str) -> Output:
    return Output(urls.file(path), PAGES, TemplatePage("redirect.html", _maker(heads, path, target)), source)


def _maker(heads: Heads, path: str, target: str) -> Callable[[], tuple[PageHead, RedirectPage]]:
    def make() -> tuple[PageHead, RedirectPage]:
        canonical = heads.absolute(target)
        return heads.head(path, "redirect", "Moved", canonical=canonical, anywhere=True), RedirectPage(target=target)

    return make

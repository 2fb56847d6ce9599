"""Old addresses, each a page that leads to the new one; silent ones are nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.site import PAGES, Output, TemplatePage
from generator.plan import urls
from generator.plan.views import PageHead, RedirectPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import Collection, Contributor, Project, TextPage
    from generator.plan.heads import Heads
    from generator.plan.release import Tombstone


def project_redirects(heads: Heads, project: Project) -> Iterator[Output]:
    """A work's old addresses, its credits' too."""
    for former in project.formerly:
        yield _redirect(heads, urls.project(former.id), urls.project(project.id), project.source)
        yield _redirect(heads, urls.credits_page(former.id), urls.credits_page(project.id), project.source)


def withdrawn_redirects(heads: Heads, tombstone: Tombstone) -> Iterator[Output]:
    """The old addresses of what was withdrawn."""
    for former in tombstone.formerly:
        if not former.silent:
            yield _redirect(heads, urls.project(former.id), urls.project(tombstone.id), "")


def contributor_redirects(heads: Heads, person: Contributor) -> Iterator[Output]:
    """Someone's old addresses."""
    for former in person.formerly:
        yield _redirect(heads, urls.contributor(former.id), urls.contributor(person.id), person.source)


def collection_redirects(heads: Heads, collection: Collection) -> Iterator[Output]:
    """A collection's old addresses."""
    for former in collection.formerly:
        yield _redirect(heads, urls.collection(former.id), urls.collection(collection.id), collection.source)


def page_redirects(heads: Heads, page: TextPage) -> Iterator[Output]:
    """A text's old addresses."""
    for former in page.formerly:
        if not former.silent:
            yield _redirect(heads, urls.page(former.id), urls.page(page.id), page.source)


def _redirect(heads: Heads, path: str, target: str, source: str) -> Output:
    def make() -> tuple[PageHead, RedirectPage]:
        head = heads.head(path, "redirect", heads.say("This page has moved"), canonical=heads.absolute(target), anywhere=True)
        return head, RedirectPage(target=target)

    return Output(urls.file(path), PAGES, TemplatePage("redirect.html", make), source)

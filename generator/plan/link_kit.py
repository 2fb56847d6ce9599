"""What people take away to link here from elsewhere: snippets to copy, badges, cards."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from generator.plan import urls
from generator.plan.badges import text_width_px
from generator.plan.views import Anchor, BadgePage, EmbedCardPage, SnippetView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.anthology import Project
    from generator.plan.shelf import Shelf

_WORKS_ON_CARD = 3


def contributor_snippets(shelf: Shelf, key: str) -> tuple[SnippetView, ...]:
    """Someone's address, links to it, their badge, their card."""
    url = shelf.config.site.url + urls.contributor(key)
    takeaways = shelf.config.takeaways
    text = f"{shelf.published.contributors[key].name} {_in_site(shelf)}"
    name = escape(text)
    found = [
        SnippetView(label=shelf.say("Permanent address"), text=url, id="kit-url"),
        SnippetView(label="HTML", text=f'<a href="{url}">{name}</a>', id="kit-html"),
        SnippetView(label="Markdown", text=f"[{_marked(text)}]({url})", id="kit-markdown"),
    ]
    if takeaways.badge:
        badge = badge_page(shelf, key)
        picture = f'<img src="{url}badge.svg" alt="{name}" width="{badge.width_px}" height="{badge.height_px}">'
        found.append(SnippetView(label=shelf.say("Badge"), text=f'<a href="{url}">{picture}</a>', id="kit-badge"))
        dark = f'<source srcset="{url}badge-dark.svg" media="(prefers-color-scheme: dark)">'
        both = f'<a href="{url}"><picture>{dark}{picture}</picture></a>'
        found.append(SnippetView(label=shelf.say("Badge, light and dark"), text=both, id="kit-badge-dark"))
    if takeaways.card:
        frame = f'<iframe src="{url}card/" title="{name}" width="360" height="200"'
        text = f'{frame} loading="lazy" style="border:0;max-width:100%"></iframe>'
        found.append(SnippetView(label=shelf.say("Card"), text=text, id="kit-card"))
    return tuple(found)


def project_snippets(shelf: Shelf, project: Project) -> tuple[SnippetView, ...]:
    """A work's address, and links to it that name whom it names first, each with their page, and lead to all the others."""
    url = shelf.config.site.url + urls.project(project.id)
    return (
        SnippetView(label=shelf.say("Permanent address"), text=url, id="kit-url"),
        SnippetView(label="HTML", text=" · ".join(_line(shelf, project, _html_link)), id="kit-html"),
        SnippetView(label="Markdown", text=" · ".join(_line(shelf, project, _markdown_link)), id="kit-markdown"),
    )


def _line(shelf: Shelf, project: Project, link: Callable[[str, str], str]) -> Iterator[str]:
    """Title, makers, all credits, the site: each as a link; an empty address makes plain words."""
    site = shelf.config.site
    yield link(project.title, site.url + urls.project(project.id))
    for byline in shelf.bylines(project):
        names = (link(one.name, urls.absolute(site.url, one.href) if one.href else "") for one in byline.people)
        yield f"{link(byline.by, '')} {', '.join(names)}"
    if project.credits:
        count = shelf.count(len(project.credits), "credit", "credits")
        yield link(count, site.url + (urls.credits_page(project.id) if shelf.makes("credits") else urls.project(project.id)))
    yield link(site.title, site.url)


def _html_link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)


def _markdown_link(text: str, url: str) -> str:
    return f"[{_marked(text)}]({url})" if url else _marked(text)


def _marked(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\[]*_`<" else letter for letter in text)


def _in_site(shelf: Shelf) -> str:
    return shelf.say("in %(site)s").replace("%(site)s", shelf.config.site.title)


def badge_page(shelf: Shelf, key: str, *, dark: bool = False) -> BadgePage:
    """/contributors/<id>/badge.svg"""
    card = shelf.contributor_card(key)
    count = shelf.count(card.credits, "credit", "credits")
    return BadgePage(
        name=card.person.name,
        count_text=count,
        site_title=shelf.config.site.title,
        dark=dark,
        left_px=text_width_px(count),
        right_px=text_width_px(_in_site(shelf)),
    )


def badge_width_px(shelf: Shelf, key: str) -> int:
    """How wide someone's badge is."""
    return badge_page(shelf, key).width_px


def embed_card(shelf: Shelf, key: str) -> EmbedCardPage:
    """/contributors/<id>/card/"""
    card = shelf.contributor_card(key)
    works = list(shelf.credits_of(key))[:_WORKS_ON_CARD]
    return EmbedCardPage(
        person=card.person,
        credits=card.credits,
        roles=card.roles,
        works=tuple(Anchor(label=shelf.brief(work).title, href=urls.project(work)) for work in works),
        uid=shelf.config.site.url + urls.contributor(key),
    )

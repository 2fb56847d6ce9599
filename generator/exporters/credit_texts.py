"""Credits as texts that people read: an end roll, a video's description, a block for a README."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from generator.plan import urls
from generator.plan.citing import cite
from generator.plan.credit_views import departments, of_kind
from generator.plan.exports import plain
from generator.plan.postings import lineage
from generator.plan.sizes import duration_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.anthology import MediaItem, Project
    from generator.plan.shelf import Shelf
    from generator.plan.views import CreditView, RoleGroupView

DESCRIPTION_LIMIT: Final = 5000
"""Bytes in a video's description. Source: YouTube Help, "Edit video settings"."""

_GAP: Final = 4
_MARKDOWN: Final = str.maketrans({letter: "\\" + letter for letter in "\\`*_{}[]<>#|!~"})
_ANGLES: Final = str.maketrans("<>", "‹›")


def roll(shelf: Shelf, project: Project) -> str:
    """The text of an end roll in two columns: what, or whom they play, and who."""
    blocks = [project.title.upper()]
    for department in departments(shelf, project)[0]:
        rows = [row for group in department.roles for row in _rows(group)]
        blocks.append(f"{plain(department.name).upper()}\n\n{_columns(rows)}")
    for kind, label in (("influence", "Influences"), ("thanks", "Thanks")):
        if names := [_said(view) for view in of_kind(shelf, project, kind)]:
            blocks.append(f"{shelf.say(label).upper()}\n\n" + "\n".join(names))
    if sources := _sources(shelf, project):
        blocks.append("\n".join(sources))
    rights = [plain(text) for text in (cite(shelf, project).attribution, _notice(project)) if text]
    blocks.append("\n".join([*rights, shelf.config.site.url + urls.credits_page(project.id)]))
    return "\n\n\n".join(blocks) + "\n"


def description(shelf: Shelf, project: Project) -> str:
    """The text for the description field of a video: what it is, chapters, everyone; cut where the field is full.

    YouTube makes chapters of lines that begin with a time where the first is 0:00, and refuses angle brackets.
    """
    site = shelf.config.site.url
    end = f"{shelf.say('All credits')}: {site}{urls.credits_page(project.id)}"
    head = [plain(text) for text in (project.title, project.summary) if text]
    chapters = _chapters(project)
    lines = ["", *chapters] if chapters else []
    for department in departments(shelf, project)[0]:
        lines += ["", plain(department.name).upper()]
        lines += [f"{plain(view.role)}: {_person(shelf, view)}" for group in department.roles for view in group.credits]
    for kind, label in (("influence", "Influences"), ("thanks", "Thanks")):
        if views := of_kind(shelf, project, kind):
            lines += ["", shelf.say(label).upper(), *(_person(shelf, view) for view in views)]
    if sources := _sources(shelf, project):
        lines += ["", *sources]
    rights = [plain(text) for text in (cite(shelf, project).attribution, _notice(project)) if text]
    lines += ["", *rights] if rights else []
    return "\n".join(_fitting(head, lines, ["", end])).translate(_ANGLES) + "\n"


def readme(shelf: Shelf, project: Project) -> str:
    """A block for a README: departments as headings, roles as lists, names that lead to their pages."""
    site = shelf.config.site.url
    lines = [f"## {_marked(shelf.say('Credits'))}", ""]
    for department in departments(shelf, project)[0]:
        lines += [f"### {_marked(department.name)}", ""]
        for group in department.roles:
            lines.append(f"- **{_marked(group.label)}**: " + ", ".join(_linked(site, view) for view in group.credits))
        lines.append("")
    for kind, label in (("influence", "Influences"), ("thanks", "Thanks")):
        if views := of_kind(shelf, project, kind):
            lines += [f"### {_marked(shelf.say(label))}", "", ", ".join(_linked(site, view) for view in views), ""]
    sentence = cite(shelf, project).attribution
    lines += [_marked(sentence), ""] if sentence else []
    address = urls.absolute(site, urls.credits_page(project.id))
    lines.append(f"[{_marked(shelf.say('All credits'))}]({address})")
    return "\n".join(lines) + "\n"


def _rows(group: RoleGroupView) -> list[tuple[str, str]]:
    """Left and right of each line; a role is named once, a character each time."""
    rows = []
    named = False
    for view in group.credits:
        left = plain(view.character) or ("" if named else plain(group.label))
        if view.character and not named:
            rows.append((plain(group.label), ""))
        named = True
        rows.append((left, _said(view, character=False)))
    return rows


def _columns(rows: Iterable[tuple[str, str]]) -> str:
    rows = list(rows)
    width = max((_width(left) for left, right in rows if right), default=0)
    return "\n".join(
        (" " * (width - _width(left)) + left + " " * _GAP + right).rstrip() if right else left for left, right in rows
    )


def _width(text: str) -> int:
    """Columns that a text takes where every letter is as wide as the next."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) != 0 for letter in text)


def _said(view: CreditView, *, character: bool = True) -> str:
    """A name with all that is said of the credit."""
    more = [view.character if character else "", view.detail, view.unit]
    more += [", ".join(member.name for member in view.members)]
    return plain(view.person.name) + (f" ({', '.join(plain(text) for text in more if text)})" if any(more) else "")


def _person(shelf: Shelf, view: CreditView) -> str:
    address = urls.absolute(shelf.config.site.url, view.person.href) if view.person.href else ""
    return " ".join(part for part in (_said(view), address) if part)


def _linked(site: str, view: CreditView) -> str:
    name = _marked(view.person.name)
    told = _said(view)[len(plain(view.person.name)) :].strip()
    linked = f"[{name}]({urls.absolute(site, view.person.href)})" if view.person.href else name
    return f"{linked} {_marked(told)}" if told else linked


def _marked(text: str) -> str:
    """One line of Markdown that says just this."""
    return plain(text).translate(_MARKDOWN)


def _sources(shelf: Shelf, project: Project) -> list[str]:
    """What it was made from, a line each."""
    lines = []
    for source in lineage(project):
        title = shelf.brief(source.project).title if source.project else source.title or source.url
        address = shelf.config.site.url + urls.project(source.project) if source.project else source.url
        by = f", {plain(source.by)}" if source.by else ""
        told = f"{shelf.say(source.relation.made_from)} “{plain(title)}”{by}"
        licence = f" ({plain(source.licence.short or source.licence.name)})" if source.licence is not None else ""
        lines.append(f"{told}{licence}" + (f" {address}" if address and address != title else ""))
    return lines


def _notice(project: Project) -> str:
    return f"© {project.year} {project.rights_holder}".replace("  ", " ") if project.rights_holder else ""


def recording(project: Project) -> MediaItem | None:
    """The first film or recording."""
    return next((item for item in project.media if item.kind in ("video", "audio")), None)


def _chapters(project: Project) -> list[str]:
    item = recording(project)
    chapters = item.chapters if item is not None else ()
    return [f"{duration_text(chapter.start_s)} {plain(chapter.title)}" for chapter in chapters]


def _fitting(head: list[str], lines: list[str], end: list[str]) -> list[str]:
    """Head, end, and as many lines between them as the field has room for."""
    room = DESCRIPTION_LIMIT - sum(len(line.encode()) + 1 for line in (*head, *end))
    kept = []
    for line in lines:
        room -= len(line.translate(_ANGLES).encode()) + 1
        if room < 0:
            break
        kept.append(line)
    return [*head, *kept, *end]

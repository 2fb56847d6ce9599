"""Credits as departments, roles and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec.structs import replace

from generator.plan import urls, words
from generator.plan.sizes import span
from generator.plan.texts import stands_on_work
from generator.plan.views import Anchor, CreditView, DepartmentView, RoleGroupView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import Credit, Project
    from generator.model.registries import Role
    from generator.plan.shelf import Shelf

OTHER = "other"
_JOINED_PEOPLE = 3


def report_address(shelf: Shelf, subject: str, url: str) -> str:
    """Where "something wrong?" leads: a mail to the editor with its subject filled in, or the editor's page."""
    editor = shelf.config.site.editor
    if editor is None:
        return ""
    if editor.email:
        return f"mailto:{editor.email}?subject={quote(subject)}&body={quote(url)}"
    return editor.url or ""


def credit_view(
    shelf: Shelf, project_id: str, credit: Credit, number: int, *, items: dict[str, Anchor] | None = None
) -> CreditView:
    """One line of credits; `number` is its place in the manifest, from 1."""
    at_href = ""
    if credit.at and credit.part:
        at_href = f"{urls.project(project_id)}#t={span(credit.at)[0]:g}&id={credit.part}"
    language = shelf.language
    return CreditView(
        id=f"credit-{number}",
        person=shelf.person(credit),
        written_role=credit.written_role,
        role=credit.role.names.get(language, credit.role.name),
        detail=credit.detail,
        character=credit.character,
        unit=credit.unit,
        note=credit.note,
        at=credit.at,
        at_href=at_href,
        part=(items or {}).get(credit.part),
        members=tuple(shelf.member(member) for member in credit.members if shelf.face(member.contributor) is not None),
    )


def departments(shelf: Shelf, project: Project, *, limit: int = 0) -> tuple[tuple[DepartmentView, ...], bool]:
    """Contributions by department and role, unknown roles last; with a limit, whether lines were left out."""
    lines = [(number, credit) for number, credit in enumerate(project.credits, 1) if credit.kind == "contribution"]
    if project.billing == "alphabetical":
        lines.sort(key=lambda line: _billed(shelf, line[1]))
    items = item_anchors(project)
    by_role: dict[str, list[tuple[int, Credit]]] = {}
    for number, credit in lines:
        by_role.setdefault(credit.role.id, []).append((number, credit))
    order = {department.id: department.order for department in shelf.published.registries.departments}
    names = {department.id: department.name for department in shelf.published.registries.departments}
    roles = sorted(
        (group[0][1].role for group in by_role.values()), key=lambda role: (order.get(role.department, 9_999), role.rank)
    )
    found: dict[str, list[RoleGroupView]] = {}
    shown = 0
    cut = False
    for role in roles:
        group = by_role[role.id]
        if limit and shown + len(group) > limit:
            kept = group[: max(limit - shown, 0)]
            cut = True
        else:
            kept = group
        if not kept:
            continue
        shown += len(kept)
        views = tuple(credit_view(shelf, project.id, credit, number, items=items) for number, credit in kept)
        found.setdefault(role.department, []).append(
            RoleGroupView(label=role_label(role, len(group), shelf.language), role=_anchor(shelf, role), credits=views)
        )
    made = tuple(
        DepartmentView(id=department, name=shelf.say(names.get(department, "Further credits")), roles=tuple(groups))
        for department, groups in found.items()
    )
    return made, cut


def joined(found: tuple[DepartmentView, ...]) -> tuple[DepartmentView, ...]:
    """The departments, with one line for several roles that the same one to three people have and of which no more is said.

    "Producer, arranger: Ana Lima" reads better than two lines; a role with a character or an instrument keeps its own.
    """
    return tuple(replace(department, roles=tuple(_joined(department.roles))) for department in found)


def _joined(groups: tuple[RoleGroupView, ...]) -> Iterator[RoleGroupView]:
    told: dict[object, RoleGroupView] = {}
    for at, group in enumerate(groups):
        key = _bare(group) or at
        first = told.get(key)
        told[key] = group if first is None else replace(first, also=(*first.also, group))
    return iter(told.values())


def _bare(group: RoleGroupView) -> tuple[str, ...]:
    """The people of a role of whom nothing but the name is said; nothing where more is, or where they are many."""
    if len(group.credits) > _JOINED_PEOPLE or any(
        (one.detail, one.character, one.unit, one.note, one.at, one.part, one.members) != ("", "", "", "", "", None, ())
        for one in group.credits
    ):
        return ()
    return tuple(f"{one.person.id}\n{one.person.name}" for one in group.credits if one.person.id)


def of_kind(shelf: Shelf, project: Project, kind: str) -> tuple[CreditView, ...]:
    """Thanks, or influences, as listed."""
    return tuple(
        credit_view(shelf, project.id, credit, number) for number, credit in enumerate(project.credits, 1) if credit.kind == kind
    )


def role_label(role: Role, count: int, language: str) -> str:
    """A role's heading, plural where several people have it; unknown roles as written."""
    if language in role.names:
        return role.names[language]
    return (role.plural or role.name) if count > 1 else role.name


def item_anchors(project: Project) -> dict[str, Anchor]:
    """What a credit's `part` is called, with where it is; what is called as the whole work, or is alone, needs no name."""
    if len(project.media) < 2:
        return {}
    page = urls.project(project.id)
    return {
        item.id: Anchor(
            label=item.title, href=f"{page}#{item.id}" if stands_on_work(project, item) else urls.item(project.id, item.id)
        )
        for item in project.media
        if item.title and item.title != project.title
    }


def _anchor(shelf: Shelf, role: Role) -> Anchor:
    return Anchor(label=role.name, href=shelf.list_href(urls.role(role.slug)))


def _billed(shelf: Shelf, credit: Credit) -> tuple[object, ...]:
    face = shelf.face(credit.contributor) if credit.contributor else None
    return words.script_key((face.sort if face else "") or shelf.name(credit))

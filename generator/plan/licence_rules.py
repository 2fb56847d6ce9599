"""What the licences of sources ask of the works that were made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import Severity
from generator.plan.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.anthology import Anthology, KeyPath, Project, Source
    from generator.model.registries import Licence

_FREE_OF_LICENCES = frozenset({"inspired-by"})
"""Relations that use nothing which a licence could forbid to use."""


def licence_findings(anthology: Anthology) -> Iterator[Finding]:
    """A warning for each source whose licence forbids what was made from it, with the rule and its place in the manifest.

    Nothing is said where someone permitted it, where the makers of both are the same, or where a licence says nothing clear.
    """
    for project in anthology.projects.values():
        if project.status == "withdrawn":
            continue
        for path, source, licences in _uses(project):
            found = _broken(anthology, project, source, licences)
            if found is not None:
                code, message = found
                hint = "ask them, and write what they said: permission: by letter, 3 March 2026; or take another source"
                if code == "share-alike":
                    hint = f"publish it under a licence that they ask for; or {hint}"
                yield Finding(source=project.source, path=path, code=code, message=message, hint=hint, severity=Severity.WARNING)


def _uses(project: Project) -> Iterator[tuple[KeyPath, Source, tuple[Licence, ...]]]:
    """Each source with its place, and the licences of what was made from it."""
    for number, source in enumerate(project.made_from):
        yield ("made_from", number), source, project.licences
    for at, item in enumerate(project.media):
        for number, source in enumerate(item.made_from):
            yield ("media", at, "made_from", number), source, item.licences or project.licences


def _broken(anthology: Anthology, project: Project, source: Source, licences: tuple[Licence, ...]) -> tuple[str, str] | None:
    """Code and message of the first rule that is broken under each licence that could be chosen; nothing where one allows it."""
    other = anthology.projects.get(source.project) if source.project else None
    if source.relation.id in _FREE_OF_LICENCES or source.permission or (other is not None and _own(project, other)):
        return None
    title = other.title if other is not None else source.title or source.url
    offered = other.licences if other is not None else (source.licence,) if source.licence is not None else ()
    broken = [_rule(licence, licences, earns=bool(project.shares)) for licence in offered]
    if not broken or None in broken:
        return None
    code, said = next(one for one in broken if one is not None)
    return code, f'"{title}" is licensed {said}'


def _own(project: Project, other: Project) -> bool:
    """Whether all who made the other work made this one too: nobody needs a licence for what is theirs."""
    makers = [credit for credit in other.credits if credit.kind == "contribution" and credit.consent != "declined"]
    mine = {credit.contributor for credit in project.credits if credit.kind == "contribution"} - {""}
    return bool(makers) and all(credit.contributor in mine for credit in makers)


def _rule(source: Licence, licences: Sequence[Licence], *, earns: bool) -> tuple[str, str] | None:
    """The rule of one licence that is broken: code, and a sentence that begins with its name."""
    name = source.short or source.name
    unclear = source.kind == "statement" or source.id == "custom"
    if not source.allows_derivatives and not unclear:
        said = "which reserves all rights" if source.kind == "none" else "which forbids to share changed versions (ND)"
        return "no-derivatives", f"{name}, {said}, and this was made from it"
    if not source.allows_commercial and (not unclear or source.allows_derivatives):
        forbids = f"{name}, which forbids commercial use (NC)"
        free = [licence.short or licence.name for licence in licences if licence.allows_commercial]
        if free:
            return "no-commercial-use", f"{forbids}, and this is offered under {_or(free)}, which allows it"
        if earns:
            return "no-commercial-use", f"{forbids}, and the shares of this say how what it earns is divided"
    if source.requires_share_alike:
        wanted = f"{name}, which asks that what is made from it be shared alike (SA)"
        if not licences:
            return "share-alike", f"{wanted}, and this has no licence"
        other = [one.short or one.name for one in licences if one.id != source.id and one.id not in source.share_alike_with]
        if other:
            return "share-alike", f"{wanted}, and this is offered under {_or(other)}"
    return None


def _or(names: Sequence[str]) -> str:
    return " or ".join(names)

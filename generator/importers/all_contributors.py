"""The people of a software project, read from `.all-contributorsrc`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from generator.errors import UsageError
from generator.importers.named_people import NamedPeople
from generator.importers.records import Records, import_records
from generator.importers.report import Notes
from generator.importers.rows import Row, as_line, as_list, as_text, clean

if TYPE_CHECKING:
    from pathlib import Path

    from generator.importers.report import ImportReport

FILE: Final = ".all-contributorsrc"
# What each kind of contribution is called. Source: allcontributors.org, emoji key.
_ROLES: Final = {
    "a11y": "Accessibility",
    "audio": "Audio",
    "blog": "Blog posts",
    "bug": "Bug reports",
    "business": "Business development",
    "code": "Programmer",
    "content": "Content",
    "data": "Data",
    "design": "Designer",
    "doc": "Documentation",
    "eventOrganizing": "Event organizer",
    "example": "Examples",
    "financial": "Financial support",
    "fundingFinding": "Funding finder",
    "ideas": "Ideas",
    "infra": "Infrastructure",
    "maintenance": "Maintenance",
    "mentoring": "Mentor",
    "platform": "Packaging",
    "plugin": "Plugins",
    "projectManagement": "Project management",
    "promotion": "Promotion",
    "question": "Answering questions",
    "research": "Researcher",
    "review": "Reviewed pull requests",
    "security": "Security",
    "talk": "Talks",
    "test": "Tester",
    "tool": "Tools",
    "translation": "Translator",
    "tutorial": "Tutorials",
    "userTesting": "User testing",
    "video": "Videos",
}
_HOSTS: Final = {"github": "https://github.com", "gitlab": "https://gitlab.com"}
_PLACED: Final = frozenset({"projectName", "projectOwner", "repoType", "repoHost", "contributors", "types"})
_OF_THE_TOOL: Final = frozenset(
    {"files", "imageSize", "commit", "commitConvention", "contributorsPerLine", "contributorsSortAlphabetically", "badgeTemplate"}
    | {"contributorTemplate", "wrapperTemplate", "linkToUsage", "skipCi", "commitType", "$schema"}
)
"""How the list looks in a README: nothing that a manifest could hold."""


def import_all_contributors(source: Path, site: Path) -> ImportReport:
    """One project with everyone who is named; raises UsageError where the file cannot be read."""
    path = source / FILE if source.is_dir() else source
    notes = Notes()
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("contributors"), list):
        raise UsageError(f'{path} has no list "contributors"; all-contributors writes one')
    data = clean(data, path.name, notes)
    title = as_line(data.get("projectName")) or path.resolve().parent.name
    owner, host = as_line(data.get("projectOwner")), _host(data)
    people = NamedPeople(site, path.name, notes)
    found: list[dict[str, Any]] = []
    for number, one in enumerate(data["contributors"], 1):
        where = f"{path.name}, contributor {number}"
        if isinstance(one, dict):
            found += _credits(one, people, _custom(data), host, where, notes)
        else:
            notes.add(where, "a contributor that is no mapping; left out", one)
    for key, value in data.items():
        if key not in _PLACED | _OF_THE_TOOL and value not in (None, "", [], {}):
            notes.add(path.name, f'"{key}" has no place in a manifest', value)
    values: dict[str, Any] = {"title": title, "medium": "software", "credits": found}
    values["links"] = {"repository": f"{host}/{owner}/{title}"} if owner and host else {}
    records = Records(
        folder=path.parent,
        works=(Row(path.name, f"{owner}/{title}" if owner else title, values, title),),
        people=people.rows,
        origins=(path.name, f"{path.name}, contributors"),
    )
    return import_records(records, site, notes)


def _host(data: dict[str, Any]) -> str:
    return as_text(data.get("repoHost")).rstrip("/") or _HOSTS.get(as_text(data.get("repoType")) or "github", "")


def _custom(data: dict[str, Any]) -> dict[str, str]:
    """The project's own kinds of contributions."""
    given = data.get("types")
    types = given if isinstance(given, dict) else {}
    return {kind: as_line(one.get("description")) for kind, one in types.items() if isinstance(one, dict)}


def _credits(
    one: dict[str, Any], people: NamedPeople, custom: dict[str, str], host: str, where: str, notes: Notes
) -> list[dict[str, Any]]:
    login, name = as_line(one.get("login")), as_line(one.get("name"))
    if not name and not login:
        notes.add(where, "a contributor without a name; left out", one)
        return []
    links = {"github" if "github" in host else "profile": f"{host}/{login}" if host and login else ""}
    profile = as_text(one.get("profile"))
    if profile.rstrip("/").casefold() not in ("", f"{host}/{login}".casefold()):
        links["website"] = profile if "://" in profile else f"https://{profile}"
    who = people.credit(name or login, where, links=links)
    for key in sorted(one.keys() - {"login", "name", "profile", "contributions", "avatar_url"}):
        notes.add(where, f'"{key}" of a contributor has no place in a manifest', one[key])
    if one.get("avatar_url"):
        notes.add(
            where, "pictures of people are not fetched; a portrait is a file beside the manifest", as_text(one["avatar_url"])
        )
    roles = [as_text(kind.get("type") if isinstance(kind, dict) else kind) for kind in as_list(one.get("contributions"))]
    return [who | {"role": custom.get(role) or _ROLES.get(role) or role} for role in roles or [""]]

"""What was added, corrected, renamed and withdrawn; from the sources alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.model.feed import Feed, FeedEntry, FeedPerson
from generator.model.site import FEEDS, INDEXES, DataFile, FeedFile, Output
from generator.plan import urls
from generator.plan.data import VERSION, sparse, to_json
from generator.plan.feeds import NEWEST, NO_DATE, feed_id, feed_licences, feed_people, feed_style, icon, moment, roles_url
from generator.plan.ways import made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.config import FeedFormat
    from generator.plan.shelf import Shelf

Change = dict[str, Any]
CHANGE_FEEDS: dict[FeedFormat, str] = {"rss": "changes.xml", "atom": "changes.atom", "json": "changes.feed.json"}
_WORDS = {"added": "Added", "corrected": "Corrected", "renamed": "Renamed", "withdrawn": "Withdrawn"}


def change_outputs(shelf: Shelf) -> Iterator[Output]:
    """/changes.json with its feeds."""
    yield Output("changes.json", INDEXES, DataFile(lambda: to_json({"version": VERSION, "changes": changes(shelf)})))
    for form in shelf.config.feeds.changes:
        yield Output(CHANGE_FEEDS[form], FEEDS, FeedFile(form, lambda form=form: _feed(shelf, form)))  # type: ignore[misc]


def changes(shelf: Shelf) -> list[Change]:
    """All changes with a date, newest first."""
    found = [
        *(change for key in shelf.index("listed") for change in _project_changes(shelf, key)),
        *(change for key in shelf.people() for change in _person_changes(shelf, key)),
    ]
    for key in shelf.withdrawn():
        one = shelf.published.withdrawn[key]
        if one.date:
            url = shelf.config.site.url + urls.project(key)
            found.append(sparse({"date": one.date, "change": "withdrawn", "project": key, "url": url, "note": one.note}))
    found.sort(key=lambda change: (str(change.get("project") or change.get("contributor")), str(change["change"])))
    found.sort(key=lambda change: str(change["date"]), reverse=True)
    return found


@made("project_changes")
def _project_changes(shelf: Shelf, key: str) -> list[Change]:
    project = shelf.project(key)
    url = shelf.config.site.url + urls.project(key)
    about: Change = {"project": key, "url": url}
    found: list[Change] = []
    if project.released:
        found.append({"date": project.released, "change": "added", **about, "title": project.title})
    found += [{"date": one.date, "change": "corrected", **about, "note": one.note} for one in project.corrections]
    found += [{"date": former.date, "change": "renamed", **about} for former in project.formerly if former.date]
    return found


@made("person_changes")
def _person_changes(shelf: Shelf, key: str) -> list[Change]:
    url = shelf.config.site.url + urls.contributor(key)
    return [
        {"date": former.date, "change": "renamed", "contributor": key, "url": url}
        for former in shelf.published.contributors[key].formerly
        if former.date
    ]


def _feed(shelf: Shelf, form: FeedFormat) -> Feed:
    site = shelf.config.site
    path = CHANGE_FEEDS[form]
    seen: dict[str, int] = {}
    entries: list[FeedEntry] = []
    for change in changes(shelf):
        about = f"{change.get('project') or change['contributor']} {change['change']} {change['date']}"
        number = seen[about] = seen.get(about, 0) + 1
        if len(entries) < NEWEST:
            entries.append(_entry(shelf, change, f"{about} {number}" if number > 1 else about))
    editor = site.editor
    return Feed(
        id=feed_id(shelf, "changes", ""),
        title=f"{shelf.say('Changes')}: {site.title}",
        link=site.url,
        self_url=site.url + path,
        description=shelf.say("What is new, what was corrected, renamed or withdrawn."),
        language=site.language,
        updated=max((entry.updated for entry in entries), default=NO_DATE),
        authors=(FeedPerson(name=editor.name, url=editor.url or ""),) if editor and editor.name else (),
        entries=tuple(entries),
        stylesheet=feed_style(shelf, path),
        podcast=False,
        image=icon(shelf),
        icon=icon(shelf),
        roles_url=roles_url(shelf),
    )


def _entry(shelf: Shelf, change: Change, about: str) -> FeedEntry:
    title = change.get("title") or (shelf.brief(change["project"]).title if change["change"] == "corrected" else "")
    if change["change"] == "renamed":
        project = change.get("project", "")
        face = None if project else shelf.face(change["contributor"])
        title = shelf.brief(project).title if project else face.name if face is not None else ""
    word = shelf.say(_WORDS[change["change"]])
    date = moment(change["date"], shelf.config.site.timezone)
    return FeedEntry(
        id=feed_id(shelf, "change", about),
        title=f"{word}: {title}" if title else word,
        link=change["url"],
        published=date,
        updated=date,
        summary=change.get("note", ""),
        **_work(shelf, change),
    )


def _work(shelf: Shelf, change: Change) -> dict[str, Any]:
    """Who made what was added or corrected, in which language, under which licence."""
    if change["change"] not in ("added", "corrected"):
        return {}
    project = shelf.project(change["project"])
    return {"people": feed_people(shelf, project), "licences": feed_licences(project), "language": project.language}

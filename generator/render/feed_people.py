"""Everyone a feed names, with what they did, in the words of each vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.render.feed_xml import PODCAST, line, put

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.feed import Feed, FeedPerson

NAME_LIMIT: Final = 128
"""Letters of a podcast:person."""

MARC_SCHEME: Final = "http://id.loc.gov/vocabulary/relators"
EBU_SCHEME: Final = "urn:ebu"


def authors(people: Iterable[FeedPerson]) -> tuple[FeedPerson, ...]:
    """The leading people, each once."""
    found: dict[tuple[str, str], FeedPerson] = {}
    for person in people:
        if person.atom == "author" and line(person.name):
            found.setdefault((person.name, person.url), person)
    return tuple(found.values())


def names(people: Iterable[FeedPerson]) -> tuple[str, ...]:
    """Every name once."""
    return tuple(dict.fromkeys(line(person.name) for person in people if line(person.name)))


def who(person: FeedPerson) -> tuple[str, str]:
    """What makes someone the same: two people may share a name."""
    return line(person.name), person.url


def roles(feed: Feed, people: Iterable[FeedPerson]) -> Iterable[tuple[tuple[str, str], str, str]]:
    """Who with role and scheme of each media:credit: EBU, else MARC; the site's own words where those say less."""
    found: dict[tuple[tuple[str, str], str, str], None] = {}
    own = feed.roles_url or feed.link
    for person in people:
        one, role = who(person), line(person.role).lower()
        if not one[0]:
            continue
        word = (person.ebu.lower() or person.marc) if person.kind == "contribution" else ""
        if word:
            found[one, word, EBU_SCHEME if person.ebu else MARC_SCHEME] = None
        if not word or role not in ("", word):
            found[one, role, own if role else ""] = None
    return found


def podcast_people(parent: Any, people: tuple[FeedPerson, ...]) -> None:
    """Those whose role the Podcast Taxonomy knows: without a role, apps would take anyone for the host."""
    seen = set()
    for person in people:
        if person.kind != "contribution":
            continue
        key = (line(person.name), person.url, person.podcast_group, person.podcast_role)
        if key[0] and person.podcast_group and person.podcast_role and key not in seen:
            seen.add(key)
            put(
                parent,
                f"{{{PODCAST}}}person",
                key[0][:NAME_LIMIT],
                group=person.podcast_group,
                role=person.podcast_role,
                href=person.url,
                img=person.image,
            )

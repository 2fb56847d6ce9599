"""The elements of feeds that feedgen lacks or gets wrong, as its own kind of extension.

Source: STANDARDS 3, where each fault of feedgen 1.0.0 is listed.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.feed import Enclosure, Feed, FeedEntry, FeedLicence, FeedPerson

ATOM: Final = "http://www.w3.org/2005/Atom"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
DC: Final = "http://purl.org/dc/elements/1.1/"
MEDIA: Final = "http://search.yahoo.com/mrss/"
ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST: Final = "https://podcastindex.org/namespace/1.0"
XML: Final = "http://www.w3.org/XML/1998/namespace"
MARC_SCHEME: Final = "http://id.loc.gov/vocabulary/relators"
EBU_SCHEME: Final = "urn:ebu"

# Everything XML 1.0 forbids, and the control characters it only discourages.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NAME_LIMIT = 128  # podcast:person
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def clean(text: str) -> str:
    """A text without control characters; line breaks stay."""
    if text.isprintable():
        return text
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """A text on one line, without control characters."""
    return " ".join(clean(text).split())


def authors(people: Iterable[FeedPerson]) -> tuple[FeedPerson, ...]:
    """The leading people, each once."""
    found: dict[tuple[str, str], FeedPerson] = {}
    for person in people:
        if person.atom == "author" and line(person.name):
            found.setdefault((person.name, person.url), person)
    return tuple(found.values())


def is_podcast(feed: Feed) -> bool:
    """Whether the elements of podcasts belong into this feed."""
    if feed.podcast is not None:
        return feed.podcast
    return any(_plays(enclosure) for entry in feed.entries for enclosure in entry.enclosures)


class CreditsFeed:
    """What the head of a feed needs beyond feedgen's core; `feed` is set before it is written."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        """The prefixes in use."""
        spaces = {"dc": DC, "media": MEDIA}
        return spaces | {"itunes": ITUNES, "podcast": PODCAST} if is_podcast(self.feed) else spaces

    def extend_atom(self, root: Any) -> Any:
        """Licences; feedgen writes the rest of the head well."""
        for licence in self.feed.licences:
            if licence.url:
                _put(root, "link", "", rel="license", href=licence.url)
        return root

    def extend_rss(self, root: Any) -> Any:
        """Names, licences, a date that does not depend on the locale, what podcast apps want of a channel."""
        channel, feed = root[0], self.feed
        built = channel.find("lastBuildDate")
        if built is not None:
            built.text = rfc822(feed.updated)
        for name in _names(feed.authors):
            _put(channel, f"{{{DC}}}creator", name)
        for licence in feed.licences:
            if licence.url:
                _put(channel, f"{{{ATOM}}}link", "", rel="license", href=licence.url)
        if is_podcast(feed):
            self._podcast(channel)
        return root

    def _podcast(self, channel: Any) -> None:
        feed = self.feed
        author = ", ".join(_names(feed.authors)) or line(feed.title)
        _put(channel, f"{{{ITUNES}}}author", author)
        _put(channel, f"{{{ITUNES}}}type", "serial" if feed.serial else "episodic")
        _put(channel, f"{{{ITUNES}}}explicit", _truth(feed.explicit))
        _put(channel, f"{{{ITUNES}}}category", "", text=feed.category)
        if feed.image:
            _put(channel, f"{{{ITUNES}}}image", "", href=feed.image)
        if feed.owner_email:
            owner = _put(channel, f"{{{ITUNES}}}owner", "")
            _put(owner, f"{{{ITUNES}}}name", author)
            _put(owner, f"{{{ITUNES}}}email", line(feed.owner_email))
        _put(channel, f"{{{PODCAST}}}guid", feed.podcast_guid or feed.id.removeprefix("urn:uuid:"))
        _put(channel, f"{{{PODCAST}}}medium", feed.podcast_medium)
        _podcast_licence(channel, feed.licences)
        _podcast_people(channel, feed.authors)


class CreditsEntry:
    """What an entry needs beyond feedgen's core; `feed` with `entry` is set before it is written."""

    feed: Feed
    entry: FeedEntry

    def extend_atom(self, element: Any) -> Any:
        """Links with all their attributes, every name with its role, the language where it is another."""
        entry = self.entry
        for broken in element.findall("link"):
            element.remove(broken)
        _put(element, "link", "", rel="alternate", type="text/html", href=entry.link, hreflang=entry.language)
        for enclosure in entry.enclosures:
            self._atom_enclosure(element, enclosure)
        for licence in entry.licences:
            if licence.url:
                _put(element, "link", "", rel="license", href=licence.url, title=line(licence.name))
        if entry.language and entry.language != self.feed.language:
            element.set(f"{{{XML}}}lang", entry.language)
        self._names(element)
        self._picture(element)
        return element

    def extend_rss(self, element: Any) -> Any:
        """Names with roles, a date that does not depend on the locale, further files, licences, what podcast apps want."""
        entry = self.entry
        if entry.published:
            _put(element, "pubDate", rfc822(entry.published))
        if entry.language and entry.language != self.feed.language:
            _put(element, f"{{{DC}}}language", entry.language)
        self._names(element)
        if entry.licences:
            _put(element, f"{{{DC}}}rights", " / ".join(line(licence.name) for licence in entry.licences))
        for licence in entry.licences:
            if licence.url:
                _put(element, f"{{{ATOM}}}link", "", rel="license", href=licence.url)
        for enclosure in entry.enclosures[1:]:
            self._content(element, enclosure)
        self._picture(element)
        if is_podcast(self.feed):
            self._podcast(element)
        return element

    def _names(self, element: Any) -> None:
        """Each person once as creator or contributor, then once for each role."""
        people = [person for person in self.entry.people if line(person.name)]
        leading = {_who(person) for person in people if person.atom == "author"}
        for name, url in dict.fromkeys(_who(person) for person in people):
            _put(element, f"{{{DC}}}{'creator' if (name, url) in leading else 'contributor'}", name)
        for (name, _url), role, scheme in dict.fromkeys((_who(person), *self._credit(person)) for person in people):
            _put(element, f"{{{MEDIA}}}credit", name, role=role, scheme=scheme)

    def _credit(self, person: FeedPerson) -> tuple[str, str]:
        """Role and scheme of a media:credit: EBU, else MARC, else the site's own words."""
        if person.ebu:
            return person.ebu.lower(), EBU_SCHEME
        if person.marc:
            return person.marc, MARC_SCHEME
        role = line(person.role).lower()
        return role, (self.feed.roles_url or self.feed.link) if role else ""

    def _picture(self, element: Any) -> None:
        image = self.entry.image
        if image is not None:
            _put(
                element, f"{{{MEDIA}}}thumbnail", "", url=image.url, width=_count(image.width_px), height=_count(image.height_px)
            )

    def _atom_enclosure(self, element: Any, enclosure: Enclosure) -> None:
        _put(
            element,
            "link",
            "",
            rel="enclosure",
            type=enclosure.mime,
            href=enclosure.url,
            length=str(enclosure.size_bytes),
            hreflang=enclosure.language,
            title=line(enclosure.title),
        )

    def _content(self, element: Any, enclosure: Enclosure) -> None:
        content = _put(
            element,
            f"{{{MEDIA}}}content",
            "",
            url=enclosure.url,
            fileSize=_count(enclosure.size_bytes),
            type=enclosure.mime,
            medium=_medium(enclosure.mime),
            duration=_seconds(enclosure.duration_s),
            width=_count(enclosure.width_px),
            height=_count(enclosure.height_px),
            lang=enclosure.language,
        )
        if line(enclosure.title):
            _put(content, f"{{{MEDIA}}}title", line(enclosure.title), type="plain")

    def _podcast(self, element: Any) -> None:
        entry = self.entry
        first = next((enclosure for enclosure in entry.enclosures[:1] if _plays(enclosure)), None)
        _put(element, f"{{{ITUNES}}}title", line(entry.title) or entry.link)
        if first is not None and _seconds(first.duration_s):
            _put(element, f"{{{ITUNES}}}duration", _seconds(first.duration_s))
        _put(element, f"{{{ITUNES}}}explicit", _truth(entry.explicit))
        leading = ", ".join(_names(authors(entry.people)))
        if leading:
            _put(element, f"{{{ITUNES}}}author", leading)
        if entry.image is not None and entry.image.mime in ("image/jpeg", "image/png"):
            _put(element, f"{{{ITUNES}}}image", "", href=entry.image.url)
        for name, number in (("season", entry.season), ("episode", entry.episode)):
            if _NUMBER.fullmatch(number):
                _put(element, f"{{{ITUNES}}}{name}", number)
                _put(element, f"{{{PODCAST}}}{name}", number)
        for transcript in entry.transcripts:
            rel = "captions" if transcript.captions else ""
            _put(
                element,
                f"{{{PODCAST}}}transcript",
                "",
                url=transcript.url,
                type=transcript.mime,
                language=transcript.language,
                rel=rel,
            )
        if entry.chapters:
            _put(element, f"{{{PODCAST}}}chapters", "", url=entry.chapters, type="application/json+chapters")
        _podcast_licence(element, entry.licences)
        # They replace those of the channel, so all of them are said again.
        _podcast_people(element, entry.people)


def moment(text: str) -> datetime:
    """An ISO date as a moment in UTC; the first day of year 1 stays where it is."""
    read = datetime.fromisoformat(text)
    try:
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except OverflowError:
        return read.replace(tzinfo=UTC)


def rfc822(text: str) -> str:
    """An ISO date as RSS writes it; feedgen's own way changes the locale of the whole process."""
    return format_datetime(moment(text))


def _podcast_licence(parent: Any, licences: tuple[FeedLicence, ...]) -> None:
    """The first licence: the namespace has room for one."""
    for licence in licences[:1]:
        name = licence.slug.lower() or line(licence.name)[:_NAME_LIMIT]
        if name:
            _put(parent, f"{{{PODCAST}}}license", name, url=licence.url)


def _podcast_people(parent: Any, people: tuple[FeedPerson, ...]) -> None:
    """Those whose role the Podcast Taxonomy knows: without a role, apps would take anyone for the host."""
    seen = set()
    for person in people:
        key = (line(person.name), person.url, person.podcast_group, person.podcast_role)
        if key[0] and person.podcast_group and person.podcast_role and key not in seen:
            seen.add(key)
            _put(
                parent,
                f"{{{PODCAST}}}person",
                key[0][:_NAME_LIMIT],
                group=person.podcast_group,
                role=person.podcast_role,
                href=person.url,
                img=person.image,
            )


def _who(person: FeedPerson) -> tuple[str, str]:
    """What makes someone the same: two people may share a name."""
    return line(person.name), person.url


def _names(people: Iterable[FeedPerson]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line(person.name) for person in people if line(person.name)))


def _put(parent: Any, element_name: str, words: str, **attributes: str) -> Any:
    """A new last child; attributes without a value are left out."""
    from lxml import etree

    # Attributes come from outside as well: feedgen cleans nothing.
    given = {key: line(value) for key, value in attributes.items() if value}
    child = etree.SubElement(parent, element_name, given)
    if words:
        child.text = words
    return child


def _plays(enclosure: Enclosure) -> bool:
    return enclosure.mime.startswith(("audio/", "video/"))


def _medium(mime: str) -> str:
    kind = mime.partition("/")[0]
    return kind if kind in ("audio", "video", "image") else "document"


def _seconds(duration_s: float) -> str:
    return str(max(1, round(duration_s))) if math.isfinite(duration_s) and duration_s > 0 else ""


def _count(number: int) -> str:
    return str(number) if number > 0 else ""


def _truth(value: bool) -> str:
    return "true" if value else "false"

"""The elements of feeds that feedgen lacks or gets wrong, as its own kind of extension.

Source: STANDARDS 3, where each fault of feedgen 1.0.0 is listed.
"""

from __future__ import annotations

import math
import re
from base64 import b64encode
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from generator.model.podcasts import podcast_guid
from generator.render.feed_people import NAME_LIMIT, authors, names, podcast_people, roles, who
from generator.render.feed_xml import ATOM, DC, ITUNES, MEDIA, PODCAST, XML, line, put

if TYPE_CHECKING:
    from generator.model.feed import Enclosure, Feed, FeedEntry, FeedLicence

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def is_podcast(feed: Feed) -> bool:
    """Whether the elements of podcasts belong into this feed."""
    if feed.podcast is not None:
        return feed.podcast
    return any(map(_recorded, feed.entries))


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
                put(root, "link", "", rel="license", href=licence.url)
        return root

    def extend_rss(self, root: Any) -> Any:
        """Names, licences, a date that does not depend on the locale, what podcast apps want of a channel."""
        channel, feed = root[0], self.feed
        built = channel.find("lastBuildDate")
        if built is not None:
            built.text = rfc822(feed.updated)
        for name in names(feed.authors):
            put(channel, f"{{{DC}}}creator", name)
        for (name, _url), role, scheme in roles(feed, feed.people):
            put(channel, f"{{{MEDIA}}}credit", name, role=role, scheme=scheme)
        for licence in feed.licences:
            if licence.url:
                put(channel, f"{{{ATOM}}}link", "", rel="license", href=licence.url)
        if is_podcast(feed):
            self._podcast(channel)
        return root

    def _podcast(self, channel: Any) -> None:
        feed = self.feed
        leading = authors(feed.people) or feed.authors
        author = ", ".join(names(leading)) or line(feed.title)
        put(channel, f"{{{ITUNES}}}author", author)
        put(channel, f"{{{ITUNES}}}type", "serial" if feed.serial else "episodic")
        put(channel, f"{{{ITUNES}}}explicit", _truth(feed.explicit))
        self._categories(channel)
        if feed.complete:
            put(channel, f"{{{ITUNES}}}complete", "Yes")
        if feed.moved_to:
            put(channel, f"{{{ITUNES}}}new-feed-url", feed.moved_to)
        picture = feed.artwork or next((entry.artwork for entry in feed.entries if entry.artwork), "")
        if picture:
            put(channel, f"{{{ITUNES}}}image", "", href=picture)
        if feed.owner_email:
            owner = put(channel, f"{{{ITUNES}}}owner", "")
            put(owner, f"{{{ITUNES}}}name", ", ".join(names(feed.authors)) or author)
            put(owner, f"{{{ITUNES}}}email", line(feed.owner_email))
        put(channel, f"{{{PODCAST}}}guid", feed.podcast_guid or podcast_guid(feed.self_url))
        mediums = {entry.podcast_medium for entry in feed.entries if _recorded(entry)}
        put(channel, f"{{{PODCAST}}}medium", feed.podcast_medium or (mediums.pop() if len(mediums) == 1 else "podcast"))
        _podcast_licence(channel, feed.licences)
        podcast_people(channel, feed.people)

    def _categories(self, channel: Any) -> None:
        """Each category once, its subcategories in it."""
        for category in dict.fromkeys(category for category, _ in self.feed.categories):
            element = put(channel, f"{{{ITUNES}}}category", "", text=category)
            for subcategory in (below for above, below in self.feed.categories if above == category and below):
                put(element, f"{{{ITUNES}}}category", "", text=subcategory)


class CreditsEntry:
    """What an entry needs beyond what feedgen would write of it."""

    def __init__(self, feed: Feed, entry: FeedEntry) -> None:
        self.feed = feed
        self.entry = entry

    def extend_atom(self, element: Any) -> Any:
        """Links with all their attributes, every name with its role, the language where it is another."""
        entry = self.entry
        put(element, "link", "", rel="alternate", type="text/html", href=entry.link, hreflang=entry.language)
        for enclosure in entry.enclosures:
            self._atom_enclosure(element, enclosure)
        for licence in entry.licences:
            if licence.url:
                put(element, "link", "", rel="license", href=licence.url, title=line(licence.name))
        if entry.language and entry.language != self.feed.language:
            element.set(f"{{{XML}}}lang", entry.language)
        self._names(element)
        self._picture(element)
        return element

    def extend_rss(self, element: Any) -> Any:
        """Names with roles, further files, licences, what podcast apps want."""
        entry = self.entry
        if entry.language and entry.language != self.feed.language:
            put(element, f"{{{DC}}}language", entry.language)
        self._names(element)
        self._pages(element)
        if entry.licences:
            put(element, f"{{{DC}}}rights", " / ".join(line(licence.name) for licence in entry.licences))
        for licence in entry.licences:
            if licence.url:
                put(element, f"{{{ATOM}}}link", "", rel="license", href=licence.url)
                put(element, f"{{{MEDIA}}}license", line(licence.name), type="text/html", href=licence.url)
        self._contents(element)
        self._told(element)
        self._picture(element)
        if is_podcast(self.feed) and _recorded(self.entry):
            self._podcast(element)
        return element

    def _names(self, element: Any) -> None:
        """Each person once as creator or contributor, then once for each role."""
        people = [person for person in self.entry.people if line(person.name) and person.kind == "contribution"]
        leading = {who(person) for person in people if person.atom == "author"}
        for name, url in dict.fromkeys(who(person) for person in people):
            put(element, f"{{{DC}}}{'creator' if (name, url) in leading else 'contributor'}", name)
        for (name, _url), role, scheme in roles(self.feed, self.entry.people):
            put(element, f"{{{MEDIA}}}credit", name, role=role, scheme=scheme)

    def _pages(self, element: Any) -> None:
        """Everyone who has a page: RSS has no other place for its address."""
        for name, url in dict.fromkeys(who(person) for person in self.entry.people if person.kind == "contribution"):
            if name and url:
                person = put(element, f"{{{ATOM}}}contributor", "")
                put(person, f"{{{ATOM}}}name", name)
                put(person, f"{{{ATOM}}}uri", url)

    def _picture(self, element: Any) -> None:
        image = self.entry.image
        if image is not None:
            put(element, f"{{{MEDIA}}}thumbnail", "", url=image.url, width=_count(image.width_px), height=_count(image.height_px))

    def _atom_enclosure(self, element: Any, enclosure: Enclosure) -> None:
        put(
            element,
            "link",
            "",
            rel="enclosure",
            type=enclosure.mime,
            href=enclosure.url,
            length=_count(enclosure.size_bytes),
            hreflang=enclosure.language,
            title=line(enclosure.title),
        )

    def _contents(self, element: Any) -> None:
        """Every file; those of one item are a group, of which the first is the one to take."""
        items: dict[str, list[Enclosure]] = {}
        for number, enclosure in enumerate(self.entry.enclosures):
            items.setdefault(enclosure.item or str(number), []).append(enclosure)
        for group in items.values():
            if len(group) == 1:
                self._content(element, group[0])
                continue
            parent = put(element, f"{{{MEDIA}}}group", "")
            for enclosure in group:
                self._content(parent, enclosure, default="true" if enclosure is group[0] else "false")
        for transcript in self.entry.transcripts:
            if transcript.captions:
                put(element, f"{{{MEDIA}}}subTitle", "", type=transcript.mime, lang=transcript.language, href=transcript.url)

    def _told(self, element: Any) -> None:
        """What Media RSS says of all files of an entry together."""
        entry = self.entry
        if not entry.enclosures:
            return
        if entry.copyright:
            put(element, f"{{{MEDIA}}}copyright", line(entry.copyright))
        words = ", ".join(dict.fromkeys(line(tag) for tag in entry.tags if line(tag)))
        if words:
            put(element, f"{{{MEDIA}}}keywords", words)
        if entry.explicit:
            put(element, f"{{{MEDIA}}}rating", "adult", scheme="urn:simple")

    def _content(self, element: Any, enclosure: Enclosure, *, default: str = "") -> None:
        content = put(
            element,
            f"{{{MEDIA}}}content",
            "",
            url=enclosure.url,
            fileSize=_count(enclosure.size_bytes),
            type=enclosure.mime,
            medium=_medium(enclosure.mime),
            isDefault=default,
            expression="full",
            bitrate=_kilobits(enclosure),
            duration=_seconds(enclosure.duration_s),
            width=_count(enclosure.width_px),
            height=_count(enclosure.height_px),
            lang=enclosure.language,
        )
        if line(enclosure.title):
            put(content, f"{{{MEDIA}}}title", line(enclosure.title), type="plain")
        if line(enclosure.description):
            put(content, f"{{{MEDIA}}}description", line(enclosure.description), type="plain")
        if enclosure.thumbnail:
            put(content, f"{{{MEDIA}}}thumbnail", "", url=enclosure.thumbnail)

    def _podcast(self, element: Any) -> None:
        entry = self.entry
        first = next((enclosure for enclosure in entry.enclosures[:1] if _plays(enclosure)), None)
        put(element, f"{{{ITUNES}}}title", line(entry.title) or entry.link)
        if first is not None and _seconds(first.duration_s):
            put(element, f"{{{ITUNES}}}duration", _seconds(first.duration_s))
        put(element, f"{{{ITUNES}}}explicit", _truth(entry.explicit))
        leading = ", ".join(names(authors(entry.people)))
        if leading:
            put(element, f"{{{ITUNES}}}author", leading)
        picture = entry.artwork or (entry.image.url if entry.image and entry.image.mime in ("image/jpeg", "image/png") else "")
        if picture:
            put(element, f"{{{ITUNES}}}image", "", href=picture)
        put(element, f"{{{ITUNES}}}episodeType", entry.episode_type)
        for name, number in (("season", entry.season), ("episode", entry.episode)):
            if _NUMBER.fullmatch(number):
                put(element, f"{{{ITUNES}}}{name}", number)
                put(element, f"{{{PODCAST}}}{name}", number)
        for transcript in entry.transcripts:
            if transcript.item != entry.enclosures[0].item:
                continue  # of another file than the one that apps play
            rel = "captions" if transcript.captions else ""
            put(
                element,
                f"{{{PODCAST}}}transcript",
                "",
                url=transcript.url,
                type=transcript.mime,
                language=transcript.language,
                rel=rel,
            )
        if entry.chapters:
            put(element, f"{{{PODCAST}}}chapters", "", url=entry.chapters, type="application/json+chapters")
        for enclosure in entry.enclosures:
            if entry.enclosures[0].item == enclosure.item:
                _alternate(element, enclosure, default=enclosure is entry.enclosures[0])
        _podcast_licence(element, entry.licences)
        # They replace those of the channel, so all of them are said again.
        podcast_people(element, entry.people)


def _alternate(element: Any, enclosure: Enclosure, *, default: bool) -> None:
    """A file of an episode with what tells whether it arrived whole. Source: podcast namespace, W3C Subresource Integrity."""
    seconds = enclosure.duration_s if math.isfinite(enclosure.duration_s) else 0.0
    alternate = put(
        element,
        f"{{{PODCAST}}}alternateEnclosure",
        "",
        type=enclosure.mime,
        length=_count(enclosure.size_bytes),
        bitrate=_count(round(enclosure.size_bytes * 8 / seconds)) if seconds > 0 else "",
        height=_count(enclosure.height_px),
        lang=enclosure.language,
        title=line(enclosure.title),
        default="true" if default else "",
    )
    if enclosure.sha256:
        value = "sha256-" + b64encode(bytes.fromhex(enclosure.sha256)).decode()
        put(alternate, f"{{{PODCAST}}}integrity", "", type="sri", value=value)
    put(alternate, f"{{{PODCAST}}}source", "", uri=enclosure.url)


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
        name = licence.slug.lower() or line(licence.name)[:NAME_LIMIT]
        if name:
            put(parent, f"{{{PODCAST}}}license", name, url=licence.url)


def _plays(enclosure: Enclosure) -> bool:
    return enclosure.mime.startswith(("audio/", "video/"))


def _recorded(entry: FeedEntry) -> bool:
    return any(map(_plays, entry.enclosures))


def _kilobits(enclosure: Enclosure) -> str:
    seconds = enclosure.duration_s
    return _count(round(enclosure.size_bytes * 8 / 1000 / seconds)) if math.isfinite(seconds) and seconds > 0 else ""


def _medium(mime: str) -> str:
    kind = mime.partition("/")[0]
    return kind if kind in ("audio", "video", "image") else "document"


def _seconds(duration_s: float) -> str:
    return str(max(1, round(duration_s))) if math.isfinite(duration_s) and duration_s > 0 else ""


def _count(number: int) -> str:
    return str(number) if number > 0 else ""


def _truth(value: bool) -> str:
    return "true" if value else "false"

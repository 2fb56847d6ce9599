"""Feeds as bytes: RSS 2.0, Atom, JSON Feed 1.1."""

from __future__ import annotations

import html
import json
import math
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.render.feed_elements import CreditsEntry, CreditsFeed, is_podcast, moment, rfc822
from generator.render.feed_people import authors
from generator.render.feed_xml import CONTENT, Element, clean, line, put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.model.feed import Enclosure, Feed, FeedEntry, FeedLicence, FeedPerson

Keep: TypeAlias = "Callable[[FeedEntry, tuple[object, ...], Callable[[], bytes]], bytes]"
"""Returns what the last argument makes of an entry, or made before where all that it shows of its feed was the same."""
_GENERATOR = "Creditroll"
_DECLARATION = re.compile(rb"<\?xml[^>]*\?>\n?")


def render_rss(feed: Feed, keep: Keep | None = None) -> bytes:
    """The feed as RSS 2.0, with the elements of podcasts where it has sound or film.

    Source: RSS 2.0.11, the RSS Advisory Board's profile; Media RSS 1.5.1; Apple's podcast guide; podcast namespace 1.0.
    """
    made = _generator(feed, "application/rss+xml")
    return _styled(_with_entries(made.rss_str, made, feed, _rss_item, 2, keep), feed.stylesheet)


def render_atom(feed: Feed, keep: Keep | None = None) -> bytes:
    """The feed as Atom, every media file a link of its own. Source: RFC 4287, RFC 4946 (license)."""
    made = _generator(feed, "application/atom+xml")
    return _styled(_with_entries(made.atom_str, made, feed, _atom_entry, 1, keep), feed.stylesheet)


def render_json_feed(feed: Feed, _: Keep | None = None) -> bytes:
    """The feed as JSON Feed 1.1; every credit with its role stands in `_credits`. Source: jsonfeed.org/version/1.1."""
    data: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": line(feed.title) or feed.link,
        "home_page_url": feed.link,
        "feed_url": feed.self_url,
        "description": clean(feed.description),
        "icon": feed.artwork or feed.icon or feed.image,
        "favicon": feed.icon,
        "authors": [_json_person(person) for person in _distinct(feed.authors)],
        "language": feed.language,
    }
    items = [_json_item(feed, entry) for entry in feed.entries]
    text = json.dumps(_filled(data) | {"items": items}, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode() + b"\n"


def _generator(feed: Feed, mime: str) -> Any:
    from feedgen.feed import FeedGenerator

    made = FeedGenerator()
    made.register_extension("credits", CreditsFeed)
    made.credits.feed = feed
    made.id(feed.id)
    made.title(line(feed.title) or feed.link)
    # feedgen takes the last link for the channel's own.
    made.link(href=feed.self_url, rel="self", type=mime)
    made.link(href=feed.link, rel="alternate", type="text/html")
    made.description(clean(feed.description) or line(feed.title) or feed.link)
    if feed.language:
        made.language(feed.language)
    made.generator(_GENERATOR)
    made.author(
        [_atom_person(person) for person in _distinct(feed.authors)] or {"name": line(feed.title) or feed.link, "uri": feed.link}
    )
    if feed.image:
        made.logo(feed.image)
    if feed.icon:
        made.icon(feed.icon)
    if feed.copyright:
        made.rights(line(feed.copyright))
    # All three would otherwise be the time of the build.
    made.updated(moment(feed.updated))
    made.lastBuildDate(moment(feed.updated))
    return made


def _rss_item(feed: Feed, entry: FeedEntry) -> Element:
    item = Element("item")
    # Once, although feed readers take it for HTML: plain text is escaped once everywhere (THREATS, Injection).
    said = clean(entry.summary) or line(entry.title) or entry.link
    put(item, "title", line(entry.title) or entry.link)
    put(item, "link", entry.link)
    if entry.published:
        put(item, "pubDate", rfc822(entry.published))
    put(item, "description", said)
    if entry.html:
        put(item, f"{{{CONTENT}}}encoded", clean(entry.html))
    put(item, "guid", entry.id, isPermaLink="false")
    for tag in _tags(entry):
        put(item, "category", tag)
    first = next((one for one in entry.enclosures if one.size_bytes), None)
    if first is not None:
        put(item, "enclosure", "", url=first.url, length=str(first.size_bytes), type=first.mime)
    CreditsEntry(feed, entry).extend_rss(item)
    return item


def _atom_entry(feed: Feed, entry: FeedEntry) -> Element:
    element = Element("entry")
    put(element, "id", entry.id)
    put(element, "title", line(entry.title) or entry.link)
    put(element, "updated", moment(entry.updated or entry.published or feed.updated).isoformat())
    leading = authors(entry.people)
    for person in leading:
        _put_person(element, "author", person)
    if entry.html:
        put(element, "content", clean(entry.html), type="html")
    if entry.summary:
        put(element, "summary", clean(entry.summary))
    for tag in _tags(entry):
        put(element, "category", "", term=tag, label=tag)
    for person in _distinct((person for person in entry.people if person.kind == "contribution"), leading):
        _put_person(element, "contributor", person)
    if entry.published:
        put(element, "published", moment(entry.published).isoformat())
    if entry.licences:
        put(element, "rights", " / ".join(line(licence.name) for licence in entry.licences))
    CreditsEntry(feed, entry).extend_atom(element)
    return element


def _tags(entry: FeedEntry) -> list[str]:
    return [tag for tag in dict.fromkeys(line(tag) for tag in entry.tags) if tag]


def _put_person(parent: Element, name: str, person: FeedPerson) -> None:
    named = put(parent, name, "")
    put(named, "name", line(person.name))
    if person.url:
        put(named, "uri", person.url)


class _Place:
    """Stands in feedgen's feed where the entries are to be."""

    def register_extension(self, *_: object) -> None:
        """It has none."""

    def rss_entry(self) -> Any:
        """A comment, which no text of a feed can look like."""
        from lxml import etree

        return etree.Comment("entries")

    atom_entry = rss_entry


_PLACE = b"<!--entries-->"


def _with_entries(
    write: Callable[..., bytes],
    made: Any,
    feed: Feed,
    make: Callable[[Feed, FeedEntry], Element],
    levels: int,
    keep: Keep | None,
) -> bytes:
    """What feedgen writes for a feed, with its entries; they lie so many levels deep."""
    if not feed.entries:
        return write(pretty=True)
    made.add_entry(_Place())
    before, _, after = write(pretty=True).partition(_PLACE)
    podcast = is_podcast(feed)

    def written(entry: FeedEntry) -> bytes:
        undated = "" if entry.updated or entry.published else feed.updated
        # All that an entry shows of the feed it stands in.
        shown = (levels, podcast, feed.language, feed.roles_url or feed.link, undated)

        def made_now() -> bytes:
            return make(feed, entry).written(levels).encode()

        return keep(entry, shown, made_now) if keep is not None and entry.project else made_now()

    return before + (b"\n" + b"  " * levels).join(map(written, feed.entries)) + after


def _atom_person(person: FeedPerson) -> dict[str, str]:
    return {"name": line(person.name)} | ({"uri": person.url} if person.url else {})


def _distinct(people: Iterable[FeedPerson], without: Iterable[FeedPerson] = ()) -> tuple[FeedPerson, ...]:
    """Everyone once, in the order of their first credit, except those named already."""
    known = {(person.name, person.url) for person in without}
    found: dict[tuple[str, str], FeedPerson] = {}
    for person in people:
        if line(person.name) and (person.name, person.url) not in known:
            found.setdefault((person.name, person.url), person)
    return tuple(found.values())


def _styled(written: bytes, stylesheet: str) -> bytes:
    """The XML with the instruction that shows it in a browser. Source: W3C, Associating Style Sheets with XML documents."""
    declaration = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    body = _DECLARATION.sub(b"", written, count=1)
    if not stylesheet:
        return declaration + body
    mime = "text/css" if stylesheet.partition("?")[0].endswith(".css") else "text/xsl"
    # An instruction ends at the first ?>, wherever it stands.
    address = f'"{html.escape(clean(stylesheet).replace("?>", "?%3E"))}"'
    return declaration + f'<?xml-stylesheet type="{mime}" href={address}?>\n'.encode() + body


def _json_item(feed: Feed, entry: FeedEntry) -> dict[str, Any]:
    people = authors(entry.people) or _distinct(person for person in entry.people if person.kind == "contribution")
    published, updated = entry.published, entry.updated or entry.published
    credited: dict[str, Any] = {
        "about": feed.roles_url or feed.link,
        "people": [_json_credit(person) for person in entry.people if line(person.name)],
        "licences": [_json_licence(licence) for licence in entry.licences],
    }
    return _filled(
        {
            "id": entry.id,
            "url": entry.link,
            "title": line(entry.title),
            "content_html": clean(entry.html),
            "content_text": "" if entry.html else clean(entry.summary) or line(entry.title) or entry.link,
            "summary": clean(entry.summary),
            "image": entry.image.url if entry.image else "",
            "date_published": moment(published).isoformat() if published else "",
            "date_modified": moment(updated).isoformat() if updated else "",
            "authors": [_json_person(person) for person in people],
            "tags": list(dict.fromkeys(line(tag) for tag in entry.tags if line(tag))),
            "language": entry.language or feed.language,
            "attachments": [_json_attachment(enclosure) for enclosure in entry.enclosures],
            "_credits": _filled(credited) if len(_filled(credited)) > 1 else {},
        }
    )


def _json_person(person: FeedPerson) -> dict[str, Any]:
    return _filled({"name": line(person.name), "url": person.url, "avatar": person.image})


def _json_credit(person: FeedPerson) -> dict[str, Any]:
    told = {"name": line(person.name), "url": person.url, "role": line(person.role), "marc": person.marc}
    told |= {"character": line(person.character), "detail": line(person.detail)}
    return _filled(told | {"kind": "" if person.kind == "contribution" else person.kind})


def _json_licence(licence: FeedLicence) -> dict[str, Any]:
    return _filled({"name": line(licence.name), "url": licence.url})


def _json_attachment(enclosure: Enclosure) -> dict[str, Any]:
    seconds = round(enclosure.duration_s) if math.isfinite(enclosure.duration_s) else 0
    return {"url": enclosure.url, "mime_type": enclosure.mime} | _filled(
        {"title": line(enclosure.title), "size_in_bytes": enclosure.size_bytes, "duration_in_seconds": seconds}
    )


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: JSON Feed leaves out what is not known."""
    return {key: value for key, value in data.items() if value not in ("", 0, [], {}, None)}

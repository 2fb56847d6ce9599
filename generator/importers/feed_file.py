"""Works as a feed announces them, RSS or Atom; a feed of recordings is a podcast with its episodes."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from generator.errors import UsageError
from generator.importers.named_people import NamedPeople
from generator.importers.records import Records, import_records
from generator.importers.report import Notes
from generator.importers.rows import Row, as_line, as_text, clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.importers.report import ImportReport

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_ITUNES: Final = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_MEDIA: Final = "{http://search.yahoo.com/mrss/}"
_PODCAST: Final = "{https://podcastindex.org/namespace/1.0}"
_SHORT: Final = (f"{_ATOM}summary", "description", f"{_ATOM}subtitle", f"{_ITUNES}subtitle")
_WHOLE: Final = "the podcast itself"
_SIZE_LIMIT_BYTES: Final = 50_000_000


class _Feed:
    """One feed while it is read."""

    def __init__(self, source: Path, site: Path, notes: Notes) -> None:
        self.source = source
        self.notes = notes
        self.people = NamedPeople(site, f"{source.name}, contributors", notes)

    def works(self, root: Any) -> Iterator[Row]:
        """The podcast, then what the feed announces."""
        channel = root.find("channel") if root.tag == "rss" else root
        items = channel.findall("item") if root.tag == "rss" else root.findall(f"{_ATOM}entry")
        language = as_text(channel.findtext("language")) or channel.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        recorded = bool(items) and all(any(kind.startswith(("audio/", "video/")) for _, kind in _files(item)) for item in items)
        whole = ""
        if recorded:
            whole = _text(channel, f"{_PODCAST}guid", "link", f"{_ATOM}id") or self.source.name
            values = {"id": whole, "medium": "podcast", "language": language, **self._said(channel, self.source.name)}
            values["podcast"] = _podcast(channel)
            yield Row(f"{self.source.name} ({_WHOLE})", whole, _filled(values), as_line(values.get("title")))
        for number, item in enumerate(items, 1):
            where = f"{self.source.name}, item {number}"
            values = {"language": language, **self._said(item, where)}
            values["media"], links = self._files(item, where)
            values["links"] |= links
            values["id"] = _text(item, "guid", f"{_ATOM}id", "link") or as_line(values.get("title")) or where
            values["date"] = self._date(item, where)
            if recorded:
                values |= {"medium": "podcast", "lineage": [_place(item, whole)], "podcast": _episode(item)}
            title = as_line(values.get("title"))
            yield Row(f"{where} ({title})", values["id"], _filled(values), title)

    def _said(self, element: Any, where: str) -> dict[str, Any]:
        """What a feed and its entries both say."""
        about = _text(
            element, _CONTENT, f"{_ATOM}content", "description", f"{_ATOM}summary", f"{_ATOM}subtitle", f"{_ITUNES}summary"
        )
        short = _text(element, f"{_ATOM}summary", "description", f"{_ATOM}subtitle", f"{_ITUNES}subtitle")
        link = _text(element, "link") or next(
            (one.get("href", "") for one in element.findall(f"{_ATOM}link") if one.get("rel", "alternate") == "alternate"), ""
        )
        plain = "<" not in short
        said = {
            "title": _text(element, "title", f"{_ATOM}title", f"{_ITUNES}title"),
            "abstract": short if plain else "",
            "body": about if not plain or about != short else "",
            "links": {"website": [link]} if link else {},
            "license": _text(element, f"{_PODCAST}license"),
            "credits": self._credits(element, where),
            "tags": [as_text(one.text) or one.get("term", "") for one in element.iterchildren("category", f"{_ATOM}category")],
        }
        for name in ("copyright", f"{_DC}rights", f"{_ATOM}rights"):
            if element.findtext(name):
                self.notes.add(
                    where, "who holds the rights, in words; a manifest has rights_holder for it", element.findtext(name)
                )
        cleaned: dict[str, Any] = clean(said, where, self.notes)
        return cleaned

    def _credits(self, element: Any, where: str) -> list[dict[str, Any]]:
        """Whoever Media RSS credits; where it credits nobody, the people of the podcast namespace; else the authors."""
        if any(one.get("img") for one in element.findall(f"{_PODCAST}person")):
            self.notes.add(where, "pictures of people are not fetched; a portrait is a file beside the manifest")
        pages = {
            as_line(one.findtext(f"{_ATOM}name")): as_text(one.findtext(f"{_ATOM}uri"))
            for one in element.iterchildren(f"{_ATOM}author", f"{_ATOM}contributor")
        }
        # A code says less than the words that stand beside it.
        credited = [one for one in element.findall(f"{_MEDIA}credit") if "loc.gov" not in (one.get("scheme") or "")]
        named = [(one.text, one.get("role") or "contributor", "") for one in credited]
        named = named or [
            (one.text, one.get("role") or "host", one.get("href") or "") for one in element.findall(f"{_PODCAST}person")
        ]
        named = named or [
            (one.findtext(f"{_ATOM}name"), one.tag.removeprefix(_ATOM), "")
            for one in element.iterchildren(f"{_ATOM}author", f"{_ATOM}contributor")
        ]
        named = named or [(one.text, "author", "") for one in element.iterchildren(f"{_DC}creator", f"{_ITUNES}author")]
        found = []
        for text, role, url in named:
            name = as_line(text)
            if name:
                who = self.people.credit(name, where, links={"website": url or pages.get(name, "")})
                found.append(who | {"role": role.lower()})
        return found

    def _files(self, item: Any, where: str) -> tuple[list[str], dict[str, list[str]]]:
        """Files that lie beside the feed, then links to those that do not."""
        media: list[str] = []
        links: dict[str, list[str]] = {}
        beside = [(one.get("url") or "", "") for one in item.iter(f"{_PODCAST}transcript", f"{_PODCAST}chapters")]
        for url, kind in [*_files(item), *beside]:
            name = PurePosixPath(unquote(urlsplit(url).path)).name
            if name and any((folder / name).is_file() for folder in (self.source.parent / "media", self.source.parent)):
                media.append(name)
            elif url:
                links.setdefault(f"{kind.partition('/')[0] or 'more'} file", []).append(url)
                self.notes.add(where, "a file that is elsewhere; it became a link. Lay it beside the feed and import again", url)
        return media, links

    def _date(self, item: Any, where: str) -> str:
        text = _text(item, "pubDate", f"{_ATOM}published", f"{_DC}date", f"{_ATOM}updated")
        try:
            return parsedate_to_datetime(text).date().isoformat() if "," in text else text[:10]
        except ValueError:
            self.notes.add(where, "a date that is none; left out", text)
            return ""


def import_feed(source: Path, site: Path) -> ImportReport:
    """A project for each entry; raises UsageError where the file is no feed. Nothing is fetched from anywhere."""
    from lxml import etree

    notes = Notes()
    try:
        if source.stat().st_size > _SIZE_LIMIT_BYTES:
            raise UsageError(f"{source} is larger than a feed may be")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(source.read_bytes(), parser)
    except (OSError, etree.XMLSyntaxError) as error:
        raise UsageError(f"{source} cannot be read as a feed: {error}") from error
    if root.tag not in ("rss", f"{_ATOM}feed") or (root.tag == "rss" and root.find("channel") is None):
        raise UsageError(f"{source} is neither RSS 2.0 nor Atom")
    feed = _Feed(source, site, notes)
    works, seen = [], set()
    for row in feed.works(root):
        if row.key in seen:
            notes.add(row.where, "another entry has this id already; it was left out")
            continue
        seen.add(row.key)
        works.append(row)
    records = Records(
        folder=source.parent,
        works=tuple(works),
        people=feed.people.rows,
        origins=(source.name, f"{source.name}, contributors"),
    )
    return import_records(records, site, notes)


def _files(item: Any) -> list[tuple[str, str]]:
    """Address with MIME type of the file that an entry brings, each once."""
    found = [(one.get("url") or "", one.get("type") or "") for one in item.findall("enclosure")]
    found += [
        (one.get("href") or "", one.get("type") or "") for one in item.findall(f"{_ATOM}link") if one.get("rel") == "enclosure"
    ]
    return list(dict.fromkeys(found))


def _place(item: Any, whole: str) -> dict[str, str]:
    number = _text(item, f"{_ITUNES}episode", f"{_PODCAST}episode")
    season = _text(item, f"{_ITUNES}season", f"{_PODCAST}season")
    return {"relation": "part_of", "work": whole, "number": number, "season": season}


def _podcast(channel: Any) -> dict[str, Any]:
    categories = [
        (one.get("text") or "", [below.get("text") or "" for below in one.findall(f"{_ITUNES}category")])
        for one in channel.findall(f"{_ITUNES}category")
    ]
    return _filled(
        {
            "guid": _text(channel, f"{_PODCAST}guid"),
            "category": [name for above, below in categories for name in (below or [above])],
            "order": {"serial": "serial"}.get(_text(channel, f"{_ITUNES}type"), ""),
            "explicit": _explicit(channel),
            "complete": "true" if _text(channel, f"{_ITUNES}complete").lower() == "yes" else "",
        }
    )


def _episode(item: Any) -> dict[str, Any]:
    kind = _text(item, f"{_ITUNES}episodeType")
    return _filled({"episode": kind if kind in ("trailer", "bonus") else "", "explicit": _explicit(item)})


def _explicit(element: Any) -> str:
    return "true" if _text(element, f"{_ITUNES}explicit").lower() in ("true", "yes", "explicit") else ""


def _text(element: Any, *names: str) -> str:
    return next((text for name in names if (text := as_text(element.findtext(name)))), "")


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [], {}, None)}

"""What is wrong with a built site, as lists that should be empty."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from urllib.parse import urlsplit

from counting import read_people, read_projects
from site_output import TODAY, BuiltSite, css_addresses, loose_references

# Repr of a Python value, or a template that was not rendered.
REPR = re.compile(
    r"^(None|True|False|\[\]|\{\}|\(\)|nan|undefined|null)$|^[\[(]['\"].*['\"][\])]$|\bobject at 0x|PosixPath\(|\bStruct\(|Undefined"
)
# What the configuration itself says may come as a text that looks like one.
MAY_SAY = {"true", "false"}


def dead_in_pages(site: BuiltSite) -> list[tuple[str, str, str, str]]:
    known: dict[tuple[str, str], str] = {}
    dead = []
    for page in site.pages.values():
        for one in page.references:
            key = (page.file.rpartition("/")[0] if one.url[:1] not in ("#", "?", "") else page.file, one.url)
            if key not in known:
                known[key] = site.faults(one)
            if known[key]:
                dead.append((one.file, one.where, one.url, known[key]))
    return dead


def dead_elsewhere(site: BuiltSite) -> list[tuple[str, str, str, str]]:
    known: dict[str, str] = {}
    dead = []
    for one in loose_references(site):
        key = one.url if one.where == "text" else f"{one.file} {one.url}"
        if key not in known:
            known[key] = site.faults(one)
        if known[key]:
            dead.append((*one[:3], known[key]))
    return dead


def foreign_loads(site: BuiltSite) -> list[tuple[str, str]]:
    found = [(page.file, url) for page in site.pages.values() for url in page.loads if re.match(r"(https?:)?//", url)]
    for file in sorted(site.files):
        if file.endswith((".css", ".svg")):
            found += [(file, url) for url in css_addresses(site.text(file)) if re.match(r"(https?:)?//", url)]
    return found


def programs_insides(site: BuiltSite) -> list[tuple[str, str]]:
    found = [(page.file, value) for page in site.pages.values() for value in page.values if REPR.search(value)]
    return [(file, value) for file, value in found if value not in MAY_SAY]


def unsaid(site: BuiltSite) -> list[tuple[str, str]]:
    found = []
    for page in site.pages.values():
        head, special = page.head, page.kind in ("redirect", "card", "not-found", "withdrawn")
        checks = {
            "one h1": len(page.headings) == 1 and bool(page.headings[0]),
            "title": bool(head.get("title")),
            "language": bool(re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", head["lang"])),
            "direction": head["dir"] in ("ltr", "rtl"),
            "description": special or bool(head.get("description")),
            "canonical": page.kind == "not-found" or head.get("canonical", "").startswith(site.url),
            "own canonical": page.kind in ("redirect", "card", "not-found") or head.get("canonical") == site.url + page.path,
            "breadcrumbs": page.kind in ("redirect", "card", "home") or len(page.crumbs) > (page.kind != "not-found"),
            "ids once": not page.repeated_ids,
            "open graph": special or bool(head.get("og:title") and head.get("og:url") and head.get("twitter:card")),
            "viewport": "width=device-width" in head.get("viewport", ""),
        }
        found += [(page.file, what) for what, holds in checks.items() if not holds]
    return found


def pictures_without(site: BuiltSite) -> list[tuple[str, str]]:
    found = []
    for page in site.pages.values():
        for image in page.images:
            lacks = [key for key in ("src", "alt", "width", "height") if key not in image]
            lacks += [key for key in ("width", "height") if not re.fullmatch(r"[1-9]\d*", image.get(key, "1"))]
            if lacks:
                found.append((page.file, f"{image.get('src')}: {lacks}"))
    return found


def feed(site: BuiltSite, file: str):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import feedparser

        return feedparser.parse((site.output / file).read_bytes())


def feed_faults(site: BuiltSite) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for file in sorted(site.files):
        if file.endswith(("feed.xml", "feed.atom")):
            parsed = feed(site, file)
            ids = [entry.get("id") for entry in parsed.entries]
            if parsed.bozo:
                found.append((file, parsed.bozo_exception))
            if not parsed.feed.get("title") or not all(ids) or len(set(ids)) < len(ids):
                found.append((file, ids))
            found += [(file, entry.get("title")) for entry in parsed.entries if not entry.get("link") or not entry.get("title")]
            if re.search(r"""(?:href|src)=(?:"|')(?!https?:|mailto:)""", "".join(_contents(parsed))):
                found.append((file, "a relative address in an entry"))
        elif file.endswith("feed.json"):
            data = site.json(file)
            ids = [item["id"] for item in data["items"]]
            if data["version"] != "https://jsonfeed.org/version/1.1" or len(set(ids)) < len(ids):
                found.append((file, ids))
    return found


def _contents(parsed) -> list[str]:
    return [
        part.get("value", "") for entry in parsed.entries for part in [*entry.get("content", ()), entry.get("summary_detail", {})]
    ]


def redirect_faults(site: BuiltSite) -> list[tuple[str, str]]:
    content = site.source / "content"
    old: dict[str, str] = {}
    for folder, records in (("projects", read_projects(content, TODAY)), ("contributors", read_people(content))):
        for key, manifest in records.items():
            for former in manifest.get("formerly") or ():
                name = former["id"] if isinstance(former, dict) else former
                if not (isinstance(former, dict) and former.get("silent") == "true"):
                    old[f"{folder}/{name}/"] = f"{folder}/{key}/"
    assert old
    found = []
    for path, target in old.items():
        page = site.pages.get(path + "index.html")
        if page is None:
            found.append((path, "no redirect"))
        elif page.kind != "redirect" or page.is_indexed or page.head["canonical"] != site.url + target:
            found.append((path, str(page.head)))
        else:
            moved = [one.url for one in page.references if one.where == "<meta content>"]
            if moved != [urlsplit(site.url).path + target]:
                found.append((path, str(moved)))
    return found


def sitemap(site: BuiltSite) -> set[str]:
    return {
        url
        for file in site.files
        if re.match(r"sitemap.*\.xml$", file)
        for url in re.findall(r"<loc>([^<]+)</loc>", site.text(file))
    }


def assert_paginated(site: BuiltSite, path: str, size: int) -> list[str]:
    """The projects of a list, newest first."""
    numbers = sorted(
        int(file.split("/")[-2]) for file in site.pages if re.fullmatch(rf"{re.escape(path)}page/\d+/index\.html", file)
    )
    assert numbers == list(range(1, len(numbers) + 1))
    own = _cards(site, path)
    assert len(own) < 2 * size
    assert len(own) >= size or not numbers
    found = list(own)
    for number in reversed(numbers):
        cards = _cards(site, f"{path}page/{number}/")
        assert len(cards) == size, number
        found += cards
    assert [key for key, count in Counter(found).items() if count > 1] == []
    manifests = read_projects(site.source / "content", TODAY)
    dates = [manifests[key].get("released") or "" for key in found]
    years = [date[:4] for date in dates]
    assert years == sorted(years, reverse=True)
    return found


def _cards(site: BuiltSite, path: str) -> list[str]:
    found = site.tree(path + "index.html").xpath("//main//a[contains(concat(' ',@class,' '),' u-url ')]/@href")
    keys = [re.search(r"projects/([a-z0-9-]+)/$", url) for url in found]
    return list(dict.fromkeys(key[1] for key in keys if key))


def is_translation(site: BuiltSite, key: str) -> bool:
    return any(one["relation"] == "translation" for one in site.json(f"projects/{key}/project.json").get("made_from", ()))


def is_part(site: BuiltSite, key: str) -> bool:
    return bool(site.json(f"projects/{key}/project.json").get("part_of"))


def assert_same(found: Counter, expected: Counter) -> None:
    assert found.total() == expected.total()
    assert sorted((found - expected).elements())[:10] == []
    assert sorted((expected - found).elements())[:10] == []

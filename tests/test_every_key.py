"""Every key that an editor can write has an effect: each value is found in the output that is meant to show it.

The keys are read from the definitions themselves, so a new key without an expectation here fails. The sites are
tests/every_key: in `rich` each key has a value that is found nowhere else, in `other` the configuration chooses otherwise.
"""

from __future__ import annotations

import io
import re
import types
import typing
import uuid
import zipfile
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Union, get_args, get_origin

import media_bytes as made
import msgspec
import pytest
from sites import CONFIG, SiteTest, png

from generator.model import config, manifest

SITES = Path(__file__).parent / "every_key"
ROOTS = (
    manifest.ProjectManifest,
    manifest.ContributorManifest,
    manifest.CollectionManifest,
    manifest.PageManifest,
    config.Config,
)


def kinds(annotation: object) -> typing.Iterator[object]:
    """The Structs and the lists of words that an annotation is made of."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from kinds(get_args(annotation)[0])
    elif origin is Literal:
        yield annotation
    elif origin in {Union, types.UnionType, list, dict}:
        for argument in get_args(annotation):
            yield from kinds(argument)
    elif isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield annotation


def every_key() -> dict[str, None]:
    """`Struct.key` for all keys that can be written, `Struct.key=word` for each word that can be chosen."""
    found: dict[str, None] = {}
    waiting = list(ROOTS)
    seen: set[object] = set()
    while waiting:
        struct = waiting.pop(0)
        if struct in seen:
            continue
        seen.add(struct)
        hints = typing.get_type_hints(struct, include_extras=True)
        for field in msgspec.structs.fields(struct):
            name = f"{struct.__name__}.{field.encode_name}"
            inner = list(kinds(hints[field.name]))
            words = [word for one in inner if get_origin(one) is Literal for word in get_args(one)]
            found |= dict.fromkeys(f"{name}={word}" for word in words) if words else {name: None}
            waiting += [one for one in inner if isinstance(one, type)]
    return found


class Check(NamedTuple):
    """A text in a file (`*` is any file) of one of the sites; no text: the file itself. `~ ` begins a pattern."""

    path: str
    text: str
    there: bool
    site: str


def has(path: str, *texts: str, of: str = "rich") -> tuple[Check, ...]:
    return tuple(Check(path, text, there=True, site=of) for text in texts or ("",))


def lacks(path: str, *texts: str, of: str = "rich") -> tuple[Check, ...]:
    return tuple(Check(path, text, there=False, site=of) for text in texts or ("",))


def told(*texts: str) -> tuple[Check, ...]:
    """What is said of a site that asks for everything and gives nothing."""
    return tuple(Check("told", text, there=True, site="refused") for text in texts)


P, J, C = "projects/lantern/index.html", "projects/lantern/project.json", "projects/lantern/credits/index.html"
A, AJ = "contributors/ana-lima/index.html", "contributors/ana-lima/contributor.json"
POEM, SECOND = "projects/lamp-poem/index.html", "projects/second-song/index.html"
NIGHT, ABOUT, HOME = "collections/night/index.html", "about/index.html", "index.html"
URL = "https://q-site-url.example/below/"
FEEDS = {
    "site": "",
    "wholes": "projects/night-songs/",
    "contributors": "contributors/ana-lima/",
    "collections": "collections/night/",
    "mediums": "medium/film/",
    "tags": "tags/q-project-tag/",
    "roles": "roles/director/",
    "years": "years/2025/",
}
OTHER_FEEDS = FEEDS | {"wholes": "projects/whole/", "tags": "tags/night/"}
FEED_FILES = {"rss": "feed.xml", "atom": "feed.atom", "json": "feed.json"}

PROJECT = {
    "title": has(P, "Q-project-title</h1>", "<title>Q-project-title"),
    "medium": has(P, '<a class="p-category" href="../../medium/film/">Film</a>')
    + has("medium/film/index.html", "Q-project-title"),
    "released": has(P, 'datetime="2025-11-02"') + has("years/2025/index.html", "Q-project-title"),
    "status=draft": lacks("*", "Q-draft") + lacks("projects/draft/index.html"),
    "status=proof": lacks("*", "Q-proof") + lacks("projects/proof/index.html"),
    "status=released": has("projects/index.html", "Q-project-title"),
    "status=withdrawn": lacks("*", "Q-withdrawn-title") + has("projects/gone/index.html", "Withdrawn"),
    "withdrawn": has("projects/gone/index.html", "Q-withdrawn-note"),
    "listed": has("projects/unlisted/index.html", "Q-unlisted", "noindex")
    + lacks("projects/index.html", "unlisted")
    + lacks("sitemap.xml", "unlisted")
    + lacks(A, "unlisted")
    + lacks("feed.json", "unlisted"),
    "formerly": has("projects/q-former-plain/index.html", "projects/lantern/"),
    "language": has(P, '<h1 class="p-name" lang="pt-BR"') + has(J, '"language": "pt-BR"'),
    "summary": has(P, "Q-project-summary") + has("feed.atom", "Q-project-summary"),
    "description": has(P, "<p>Q-project-<em>description</em></p>"),
    "content_notes": has(P, "Q-content-note") + has(HOME, "Q-content-note"),
    "tags": has(P, "Q-project-tag") + has("tags/q-project-tag/index.html", "Q-project-title"),
    "license": has(P, 'rel="license"', "creativecommons.org/licenses/by-sa/4.0/"),
    "rights_holder": has(P, "<bdi>Q-rights-holder</bdi>"),
    "identifiers": has(J, '"isbn": "9780306406157"'),
    "cover": has(P, 'alt="Q-cover-alt"'),
    "part_of": has(SECOND, "Q-whole-title") + has("projects/night-songs/index.html", "Q-second-song"),
    "media": has(P, "<video"),
    "credits": has(P, "Q-credit-as"),
    "billing=as-listed": has(C, "~ Q-keeper-one(?s:.)*Q-keeper-two") + has(C, "Names as listed"),
    "billing=alphabetical": has(
        "projects/lamp-poem/credits/index.html", "~ Zoë Quist(?s:.)*Q-person-name", "Names in alphabetical order"
    ),
    "made_from": has(P, "Q-poem-title") + has(POEM, "Q-project-title"),
    "shares": has(P, "Q-pool-public"),
    "links": has(P, "Q-link-label"),
    "awards": has(P, "Q-award-name"),
    "corrections": has(P, "Q-correction-note"),
}
PERSON = {
    "name": has(A, "Q-person-name</bdi>") + has("humans.txt", "Q-person-name"),
    "kind=person": has(AJ, '"kind": "person"') + has(A, '"@type":"Person"'),
    "kind=group": has("contributors/the-group/contributor.vcf", "KIND:group"),
    "kind=organisation": has("contributors/the-organisation/contributor.vcf", "KIND:org"),
    "sort": has(AJ, "Zzz-sorted-last") + has("contributors/page/4/index.html", "Q-person-name"),
    "also": has(A, "Q-person-also") + has("search/index.json", "Q-person-also"),
    "names": has(A, 'lang="ja" dir="ltr">Q-person-name-ja'),
    "pronouns": has(A, "Q-pronouns"),
    "formerly": has("contributors/q-person-formerly/index.html", "contributors/ana-lima/"),
    "credit_name=as-credited": has("projects/by-list/index.html", "Q-old-name-of-kofi"),
    "credit_name=everywhere": has("projects/by-list/index.html", "Q-name-everywhere") + lacks("*", "Q-old-name-of-ev"),
    "page=full": has("contributors/ana-lima/badge.svg") + has(A, "Q-person-<em>bio</em>"),
    "page=minimal": has("contributors/mi-minimal/index.html", "Q-by-list")
    + lacks("contributors/mi-minimal/badge.svg")
    + lacks("contributors/mi-minimal/index.html", "feed.xml")
    + lacks("*", "Q-secret-bio-minimal"),
    "page=none": has("projects/by-list/index.html", '<bdi class="p-name">Q-page-none</bdi>')
    + lacks("contributors/bo-none/index.html")
    + lacks("*", "Q-secret-bio-none"),
    "indexed": has("contributors/mi-minimal/index.html", '<meta name="robots" content="noindex"')
    + has("contributors/mi-minimal/roles/editor/index.html", '<meta name="robots" content="noindex"')
    + lacks("sitemap.xml", "mi-minimal")
    + lacks("search/index.json", "mi-minimal"),
    "bio": has(A, "<p>Q-person-<em>bio</em></p>"),
    "portrait": has(A, 'alt="Q-portrait-alt"', "q-portrait-"),
    "links": has(A, 'rel="me">Q-person-link</a>'),
    "identifiers": has(AJ, '"orcid": "0000-0002-1825-0097"'),
    "distinct_from": has(A, "~ Not to be confused with(?s:.)*Zoë Quist"),
    "members": has("contributors/the-group/index.html", "Q-member-as") + has("contributors/zoe-quist/index.html", "Q-group"),
}
COLLECTION = {
    "title": has(NIGHT, "Q-collection-title</h1>") + has("collections/index.html", "Q-collection-title"),
    "summary": has(NIGHT, "Q-collection-summary"),
    "introduction": has(NIGHT, "<p>Q-collection-<em>introduction</em></p>"),
    "credits": has(NIGHT, "Kofi Mensah", "Q-collection-credit"),
    "cover": has(NIGHT, 'alt="Q-collection-cover-alt"'),
    "status=draft": lacks("*", "Q-collection-draft"),
    "status=proof": lacks("*", "Q-collection-proof"),
    "status=released": has("collections/index.html", "Q-collection-title"),
    "status=withdrawn": lacks("*", "Q-collection-withdrawn"),
    "released": has(NIGHT, 'datetime="2026-02-03"'),
    "formerly": has("collections/q-collection-formerly/index.html", "collections/night/"),
    "language": has(NIGHT, '"inLanguage":"cy"', 'lang="cy"'),
    "links": has(NIGHT, '<a href="https://q-collection-link.example/">Q-collection-link</a>'),
    "tags": has(NIGHT, 'href="../../tags/q-project-tag/">Q-project-tag</a>'),
    "awards": has(NIGHT, "Q-collection-award"),
    "projects": has(NIGHT, "~ Q-second-song(?s:.)*Q-project-title"),
    "where": has("collections/filled/index.html", "Q-project-title"),
}
PAGE = {
    "title": has(ABOUT, "<h1>Q-page-title</h1>"),
    "menu": has(HOME, '<a href="./about/">Q-page-title</a>', of="other"),
    "summary": has(ABOUT, '<meta name="description" content="Q-page-summary">'),
    "language": has(ABOUT, '<html lang="sv"'),
    "formerly": has("q-page-formerly/index.html", "about/"),
}
CONFIGURATION = {
    "site": has(HOME, "Q-site-title"),
    "theme": has(HOME, 'data-corners="round"'),
    "menu": has(HOME, '~ class="menu"[^§]*?years/[^§]*?about/[^§]*?</nav>')
    + lacks(HOME, '~ class="menu"[^§]*?projects/[^§]*?</nav>'),
    "featured": has(HOME, "~ _featured(?s:.)*Q-second-song(?s:.)*Q-project-title(?s:.)*>New<"),
    "feeds": has("feeds/index.html", "feed.xml"),
    "takeaways": has(A, "badge.svg"),
    "media": has("*", "webp"),
    "markdown": has(ABOUT, "<table>"),
    "release": told("release-incomplete"),
    "privacy": told("never-print-missing"),
    "roles": has(C, "Q-role-plural"),
    "mediums": has("medium/index.html", "Q-medium-plural"),
    "licences": has(SECOND, "Q-setting-licence-name"),
    "pagination": has("projects/page/1/index.html"),
}
CREDIT = {
    "contributor": has(C, 'href="../../../contributors/ana-lima/"'),
    "name": has(C, '<bdi class="p-name">Q-credit-name</bdi>'),
    "role": has("projects/by-list/index.html", "~ Publisher(?s:.)*Q-organisation"),
    "as": has(C, "<bdi>Q-credit-as</bdi>") + has(A, "Q-credit-as"),
    "detail": has(C, "Q-credit-detail") + has("projects/by-csv/credits/index.html", "Q-csv-detail"),
    "character": has(C, "<i>Q-credit-character</i>"),
    "unit": has(C, "Q-credit-unit"),
    "part": has(C, 'href="../../../projects/lantern/#q-item-id">Q-item-title</a>'),
    "at": has(C, '#t=1&amp;id=q-item-id">0:01-0:02</a>'),
    "note": has(C, "Q-credit-note"),
    "kind=contribution": has(C, "~ >Directors?<(?s:.)*Q-credit-as"),
    "kind=influence": has(C, "~ Influences</h2>(?s:.)*Q-influence-name"),
    "kind=thanks": has(C, "~ Thanks</h2>(?s:.)*Q-thanks-name"),
    "consent=unasked": has(C, "Q-credit-name"),
    "consent=asked": has(C, "Q-credit-character"),
    "consent=granted": has(C, "Q-credit-as"),
    "consent=anonymous": has(C, '<bdi class="p-name">Anonymous</bdi>') + lacks("*", "Q-secret-anonymous"),
    "consent=declined": lacks("*", "Q-secret-declined"),
    "members": has(C, "Q-credit-member-as"),
}
MEDIA = {
    "video": has(P, '<source class="u-video"', "/q-video.mp4"),
    "audio": has(P, '<source class="u-audio"', "/q-audio.wav"),
    "image": has(P, "q-image-60.jpg"),
    "images": has(P, 'id="pages-1"', 'id="pages-2"'),
    "text": has("projects/lamp-poem/one/index.html", "Q-text"),
    "document": has(P, "/q-document.pdf"),
    "embed": has(P, 'data-embed-src="https://player.vimeo.com/video/123456789'),
    "file": has(P, "/q-file.zip"),
    "section": has(P, "Q-section"),
    "id": has(P, 'id="q-item-id"'),
    "title": has(P, 'aria-label="Q-item-title"'),
    "summary": has(P, "Q-item-summary"),
    "alt": has(P, 'alt="Q-image-alt"'),
    "decorative": has("projects/lantern/q-decorative/index.html", 'alt=""'),
    "focus": has(P, "object-position:12.5% 87.5%"),
    "alts": has(P, 'alt="Q-page-alt"'),
    "reading=ltr": has(P, '<ol class="pages pages-ltr" dir="ltr">'),
    "reading=rtl": has(P, '<ol class="pages pages-rtl" dir="rtl">'),
    "reading=scroll": has(P, '<ol class="pages pages-scroll"'),
    "poster": has(P, '~ poster="[^"]*q-poster-60.jpg"'),
    "captions": has(P, "/q-captions.vtt"),
    "transcript": has(P, "Q-transcript"),
    "lyrics": has(P, "Q-lyrics"),
    "chapters": has(P, "Q-vtt-chapter"),
    "download": has(P, '~ <a[^>]*q-video.mp4" download', '~ <a[^>]*q-image.png"[^>]* download')
    + lacks(P, '~ q-audio.wav" download'),
    "language": has(P, '<p class="item-summary" lang="fi"'),
    "license": has(P, "creativecommons.org/licenses/by-nc/4.0/"),
    "identifiers": has(P, "ISAN 0000-0000-3A8D-0000-Z-0000-0000-6"),
    "credits": has(P, "Q-item-credit-as"),
    "made_from": has(P, "Q-item-source-title"),
}
SITE = {
    "id": has("feed.atom", f"urn:uuid:{uuid.uuid5(uuid.UUID('6f1c0c0e-2f4b-4c53-9d4e-0a8f5f1f2d3c'), 'site ')}"),
    "title": has(HOME, "<h1>Q-site-title</h1>") + has("feed.xml", "<title>Q-site-title</title>"),
    "url": has(P, f'<link rel="canonical" href="{URL}projects/lantern/">') + has("404.html", '="/below/'),
    "tagline": has(HOME, "Q-site-tagline"),
    "language": has(HOME, '<html lang="de"', ">Menschen<", of="other"),
    "timezone": has("feed.json", "2025-11-01T10:00:00+00:00"),
    "editor": has(HOME, "Q-editor-name"),
    "logo": has(HOME, '~ <img src="./assets/logo\\.[0-9a-f]+\\.png"'),
}
STRUCTS: dict[str, dict[str, tuple[Check, ...]]] = {
    "ProjectManifest": PROJECT,
    "ContributorManifest": PERSON,
    "CollectionManifest": COLLECTION,
    "PageManifest": PAGE,
    "Config": CONFIGURATION,
    "CreditEntry": CREDIT,
    "MediaEntry": MEDIA,
    "SiteEntry": SITE,
    "WithdrawnEntry": {
        "date": has("projects/gone/index.html", 'datetime="2026-05-01"') + has("changes.json", '"date": "2026-05-01"'),
        "note": has("projects/gone/index.html", "Q-withdrawn-note") + has("changes.json", "Q-withdrawn-note"),
    },
    "FormerId": {
        "id": has("projects/q-former-dated/credits/index.html", "projects/lantern/credits/"),
        "date": has("changes.json", "2025-12-24", "2024-02-03"),
        "silent": lacks("*", "q-former-silent") + lacks("projects/q-former-silent/index.html"),
    },
    "LicenceEntry": {"name": has(P, "Q-licence-name"), "url": has(P, 'href="https://q-licence-url.example/"')},
    "ProjectIdentifiers": {
        "isbn": has(P, "ISBN 9780306406157"),
        "issn": has(P, '<a href="https://portal.issn.org/resource/ISSN/0378-5955">ISSN 0378-5955</a>'),
        "ismn": has(P, "ISMN 9790260000438"),
        "isrc": has(P, "ISRC USRC17607839"),
        "iswc": has(P, "ISWC T-034.524.680-1"),
        "isan": has(P, "ISAN 0000-0001-8947-0000-8-0000-0000-D"),
        "eidr": has(P, "EIDR 10.5240/7791-8534-2C23-9030-8610-5"),
        "doi": has(P, '<a href="https://doi.org/10.1000/182">'),
        "imdb": has(P, "https://www.imdb.com/title/tt0111161"),
        "musicbrainz": has(P, "https://musicbrainz.org/work/9c9f1380-2516-4fc9-a3e6-f9f61941d090"),
        "wikidata": has(P, "https://www.wikidata.org/wiki/Q42"),
    },
    "PersonIdentifiers": {
        "orcid": has(A, "https://orcid.org/0000-0002-1825-0097"),
        "isni": has(A, "https://isni.org/isni/000000012281955X"),
        "viaf": has(A, "https://viaf.org/viaf/75121530"),
        "wikidata": has(A, "https://www.wikidata.org/wiki/Q1339"),
        "musicbrainz": has(A, "https://musicbrainz.org/artist/24f1766e-9635-4d58-a4d4-9413f9f98a4c"),
        "imdb": has(A, "https://www.imdb.com/name/nm0000151"),
    },
    "PictureEntry": {
        "file": has(P, "q-cover-60.jpg"),
        "alt": has(P, 'alt="Q-cover-alt"') + has(J, "Q-cover-alt"),
        "decorative": has(P, '~ <img class="u-photo"[^>]* alt=""', of="other"),
        "focus": has(P, "object-position:25% 75%"),
        "credit": has(P, "Q-cover-credit") + has(A, "Q-portrait-credit"),
    },
    "PartOfEntry": {
        "project": has(SECOND, 'href="../../projects/night-songs/"'),
        "number": has(SECOND, "4711"),
        "season": has("projects/night-songs/index.html", "Q-part-season"),
        "section": has(SECOND, "Q-part-section"),
    },
    "SourceEntry": {
        "project": has(P, 'href="../../projects/lamp-poem/"'),
        "url": has(P, 'href="https://q-source-url.example/"'),
        "title": has(P, "Q-source-title"),
        "by": has(P, "Q-source-by"),
        "relation": has(P, "Adapted from") + has(POEM, "Adapted as"),
        "license": has(P, "publicdomain/zero"),
        "note": has(P, "Q-source-note"),
    },
    "PoolEntry": {
        "pool": has(P, "Q-pool-public"),
        "basis": has(P, "Q-pool-basis"),
        "state=proposed": has(P, "~ Q-pool-public</strong> <span[^>]*>proposed"),
        "state=final": has(P, "<p><strong>Q-pool-totals</strong></p>"),
        "closes": has(P, 'datetime="2031-05-06"'),
        "unit=parts": has(P, "123 / 123"),
        "unit=percent": lacks("*", "87.4"),
        "visibility=hidden": lacks("*", "Q-pool-hidden"),
        "visibility=totals": has(P, "~ Q-pool-totals(?s:.)*2 people"),
        "visibility=public": has(P, "~ Q-pool-public(?s:.)*<dd>123 / 123"),
        "split": has(P, '~ <dl class="shares">(?s:.)*Q-person-name'),
    },
    "ShareEntry": {"parts": has(P, "123 / 123"), "waived": has(P, "waived")},
    "LinkEntry": {
        "label": has(P, ">Q-link-label</a>"),
        "url": has(P, 'href="https://q-link-url.example/"'),
        "me": has(P, 'rel="me">Q-link-label') + has(A, 'rel="me">Q-person-link'),
    },
    "AwardEntry": {
        "name": has(P, "Q-award-name"),
        "by": has(P, "Q-award-by"),
        "date": has(P, 'datetime="2026-03"'),
        "url": has(P, 'href="https://q-award-url.example/"'),
    },
    "CorrectionEntry": {
        "date": has(P, 'datetime="2026-01-12"') + has("changes.json", "2026-01-12"),
        "note": has(C, "Q-correction-note") + has("changes.json", "Q-correction-note"),
    },
    "ExternalPage": {
        "external": has("projects/by-list/index.html", 'href="https://q-external.example/"')
        + lacks("contributors/el-external/index.html")
        + lacks("*", "Q-secret-bio-external")
    },
    "MemberEntry": {
        "contributor": has("contributors/the-group/index.html", 'href="../../contributors/zoe-quist/"'),
        "as": has("contributors/the-group/index.html", "Q-member-as"),
        "detail": has("contributors/the-group/index.html", "Q-member-detail") + has(C, "Q-credit-member-detail"),
        "from": has("contributors/the-group/index.html", "1991–") + has("contributors/zoe-quist/index.html", "1991–"),
        "to": has("contributors/the-group/index.html", "–1997"),
    },
    "CollectionProject": {"project": has(NIGHT, "Q-project-title"), "note": has(NIGHT, "Q-chosen-note")},
    "CollectionFilter": {
        "medium": has("collections/by-medium/index.html", "Q-project-title")
        + lacks("collections/by-medium/index.html", "Q-by-csv"),
        "tag": has("collections/by-tag/index.html", "Q-by-csv") + lacks("collections/by-tag/index.html", "Q-second-song"),
        "year": has("collections/by-year/index.html", "Q-project-title")
        + lacks("collections/by-year/index.html", "Q-poem-title"),
        "contributor": has("collections/by-person/index.html", "Q-by-csv")
        + lacks("collections/by-person/index.html", "Q-first-song", "Q-unlisted"),
    },
    "ThemeEntry": {
        "name": has(HOME, "q-theme.", of="other") + has("*", "Q-theme-css", of="other"),
        "settings": has(HOME, 'data-covers="square"', "--accent-light:#7a1f5c"),
    },
    "FeedsEntry": {
        f"{about}={form}": has(FEEDS[about] + file) + lacks(OTHER_FEEDS[about] + file, of="other")
        for about in FEEDS
        for form, file in FEED_FILES.items()
    },
    "TakeawaysEntry": {
        "badge": has("contributors/ana-lima/badge.svg", "in Q-site-title")
        + lacks("contributors/ana-lima/badge.svg", of="other")
        + lacks(A, "badge.svg", of="other"),
        "card": has("contributors/ana-lima/card/index.html", "Q-person-name")
        + lacks("contributors/ana-lima/card/index.html", of="other"),
        "vcard": has("contributors/ana-lima/contributor.vcf", "FN:Q-person-name")
        + lacks("contributors/ana-lima/contributor.vcf", of="other"),
        "citations": has("contributors/ana-lima/credits.csv", "Q-project-title")
        + lacks("contributors/ana-lima/credits.csv", of="other"),
        "social_pictures=covers": has(P, '~ og:image" content="[^"]*q-cover-60'),
        "social_pictures=drawn": has("projects/lantern/social.jpg", of="other")
        + has(P, '~ og:image" content="[^"]*social.jpg', of="other"),
        "social_pictures=none": has(P, "og:title", of="none") + lacks(P, '"og:image"', of="none"),
    },
    "MediaSettings": {
        "formats=webp": has(P, "q-cover-60.webp") + lacks(P, "webp", of="other"),
        "formats=jpeg": has(P, "q-cover-60.jpg"),
        "formats=avif": has(P, "cover-32.avif", of="other"),
        "workers=local": (),  # the only one there is
    },
    "MarkdownSettings": {
        "extensions=abbr": has(ABOUT, '<abbr title="Q-abbr-meaning">') + lacks(ABOUT, "<abbr", of="other"),
        "extensions=def_list": has(ABOUT, "<dd>Q-definition</dd>") + lacks(ABOUT, "<dd>", of="other"),
        "extensions=fenced_code": has(ABOUT, "~ <pre><code>Q-fenced") + lacks(ABOUT, "<pre", of="other"),
        "extensions=footnotes": has(ABOUT, "footnote-ref") + lacks(ABOUT, "footnote", of="other"),
        "extensions=sane_lists": has(ABOUT, "~ <ol>\\s*<li>Q-list-one") + lacks(ABOUT, "~ <ol>\\s*<li>Q-list-one", of="other"),
        "extensions=smarty": has(ABOUT, "Q-abbr</abbr> – with “quotes”.") + lacks(ABOUT, "“quotes”", of="other"),
        "extensions=tables": has(ABOUT, "<td>Q-cell</td>") + lacks(ABOUT, "<table", of="other"),
        "remote_images=drop": lacks("*", "q-remote.example"),
        "remote_images=allow": has(ABOUT, "https://q-remote.example/picture.png", of="other"),
    },
    "ReleaseRules": {"require_consent": told("consent-missing: nobody has asked ana-lima")}
    | {
        f"require={key}": told(f"release-incomplete: the configuration wants {key} on every")
        for key in ("license", "cover", "summary", "released", "alt", "captions", "transcript")
    }
    | {"require=language": ()},  # a project without one has the site's
    "PrivacyRules": {
        "never_print=optional": has(HOME),
        "never_print=required": told("private/never-print.yaml: never-print-missing") + has(HOME, of="other"),
    },
    "RoleEntry": {
        "name": has("roles/index.html", ">Q-role-name"),
        "plural": has(C, "Q-role-plural</a>"),
        "by": has(SECOND, "Q-role-by"),
        "department": has("roles/index.html", "~ Music(?s:.)*Q-role-name"),
        "aliases": has(C, "~ Q-role-plural(?s:.)*Q-keeper-one"),
        "marc": has(SECOND, "http://id.loc.gov/vocabulary/relators/zzq"),
        "names": has(C, "Q-role-name-de", of="other"),
    },
    "MediumEntry": {
        "name": has(SECOND, ">Q-medium-name</a>"),
        "plural": has("medium/index.html", "Q-medium-plural"),
        "verb": has(HOME, "Q-medium-verb"),
        "schema": has(SECOND, "Sculpture"),
        "layout=watch": has("projects/story/index.html", "work-watch", of="other"),
        "layout=listen": has("projects/comic/index.html", "work-listen", of="other"),
        "layout=read": has(P, "work-read", of="other"),
        "layout=look": has("projects/poem/index.html", "work-look", of="other"),
        "layout=play": has(SECOND, "work-play"),
        "lead_roles": has(SECOND, "~ Q-role-by(?s:.)*Zoë Quist"),
    },
    "LicenceSetting": {
        "name": has(SECOND, "Q-setting-licence-name"),
        "short": has("projects/second-song/index.html", "Q-setting-licence-short"),
        "url": has(SECOND, "https://q-setting-licence-url.example/"),
        "aliases": has(SECOND, "Q-setting-licence-name"),
        "requires_attribution": has(SECOND, "Name the people who made it.")
        + lacks(P, "Name the people who made it.", of="other"),
        "requires_share_alike": has(SECOND, "must share the result alike"),
        "allows_derivatives": has(SECOND, "You may change it") + has(P, "Veränderte Fassungen dürfen Sie nicht teilen", of="other"),
        "allows_commercial": has(SECOND, "but not for money") + has(P, "kopieren und teilen, auch für Geld", of="other"),
    },
    "PaginationEntry": {
        "cards": has("projects/page/1/index.html") + lacks("projects/page/1/index.html", of="other"),
        "lines": has("contributors/page/2/index.html") + lacks("contributors/page/2/index.html", of="other"),
    },
    "IframeEntry": {"iframe": has(P, 'data-embed-src="https://q-iframe.example/frame/"')},
    "TrackEntry": {
        "file": has("*", "Q-vtt-captions"),
        "language": has(P, 'srclang="ga"', 'srclang="mt"'),
        "kind=captions": has(P, '~ <track kind="captions" src="[^"]*q-captions.vtt"'),
        "kind=subtitles": has(P, '~ <track kind="subtitles" src="[^"]*q-subtitles.vtt"'),
        "kind=descriptions": has(P, '~ <track kind="descriptions" src="[^"]*q-descriptions.vtt"'),
        "label": has(P, 'label="Q-track-label"'),
    },
    "ChapterEntry": {"at": has(P, '#t=1"'), "title": has(P, "Q-chapter-title")},
    "EditorEntry": {
        "name": has(HOME, "Q-editor-name") + has("humans.txt", "Q-editor-name"),
        "url": has(HOME, 'href="https://q-editor-url.example/"'),
        "email": has(HOME, 'href="mailto:q-editor@mail.example"') + has(A, "mailto:q-editor@mail.example?subject="),
    },
}
EXPECTED = {f"{struct}.{key}": checks for struct, table in STRUCTS.items() for key, checks in table.items()}


def furnish(site: SiteTest) -> SiteTest:
    """The media that Git need not hold."""
    folder = "content/projects/lantern"
    names = ("q-cover", "q-poster", "q-image", "q-decorative", "pages/1", "pages/2", "strip/1", "plain/1")
    for number, name in enumerate(names):
        site.write(f"{folder}/{name}.png", png(f"#{number:02x}6699", 60, 40))
    site.write("content/contributors/ana-lima/q-portrait.png", png("blue", 40, 40))
    site.write("content/collections/q-collection-cover.png", png("pink", 40, 30))
    site.write("content/logo.png", png("green", 20, 20))
    site.write(f"{folder}/q-video.mp4", made.mp4())
    site.write(f"{folder}/q-audio.wav", made.wav())
    site.write(f"{folder}/q-document.pdf", made.pdf())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "Hello.")
    return site.write(f"{folder}/q-file.zip", packed.getvalue())


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """What each site publishes, by path; of the refused one what was told."""
    rich = furnish(SiteTest.from_folder(SITES / "rich", tmp_path_factory.mktemp("rich"))).build()
    other = SiteTest.from_folder(SITES / "other", tmp_path_factory.mktemp("other"))
    other.write("content/projects/lantern/cover.png", png("red", 60, 40)).build()
    lamp = "title: Lamp\nmedium: film\ncredits: {director: ana-lima}\n"
    small = {"content/projects/lantern/project.yaml": lamp, "content/contributors/ana-lima.yaml": "name: Ana Lima\n"}
    cover = {"content/projects/lantern/cover.png": png(), "content/projects/lantern/film.mp4": made.mp4()}
    pictures = CONFIG + "takeaways: {social_pictures: none}\n"
    covered = {"content/projects/lantern/project.yaml": lamp + "cover: {file: cover.png, alt: A.}\n"}
    none = SiteTest.of(tmp_path_factory.mktemp("none"), small | cover | covered | {"config.yaml": pictures}).build()
    wanted = "[license, cover, summary, released, language, captions, transcript]"
    rules = f"release: {{require_consent: true, require: {wanted}}}\nprivacy: {{never_print: required}}\n"
    bare = {"content/projects/lantern/project.yaml": lamp + "media: [{video: film.mp4}]\n", "config.yaml": CONFIG + rules}
    bare |= {"content/projects/unseen/cover.png": png(), "content/projects/unseen/project.yaml": lamp + "cover: cover.png\n"}
    refused = SiteTest.of(tmp_path_factory.mktemp("refused"), small | cover | bare)
    said = refused.refused()
    said += refused.write("config.yaml", CONFIG + "release: {require: [alt]}\n").refused()
    outputs = {"rich": rich.output(), "other": other.output(), "none": none.output()}
    return outputs | {"refused": {"told": said.encode()}}


def test_every_key_has_an_expectation_and_every_expectation_a_key():
    keys = set(every_key())
    assert keys - set(EXPECTED) == set()
    assert set(EXPECTED) - keys == set()


@pytest.mark.parametrize("key", EXPECTED)
def test_a_key_shows_where_it_should(key, sites):
    for check in EXPECTED[key]:
        output = sites[check.site]
        files = output if check.path == "*" else {check.path: output[check.path]} if check.path in output else {}
        if not check.text:
            assert bool(files) == check.there, f"{check.path} of {check.site}"
            continue
        if check.path != "*":
            assert files, f"{check.path} of {check.site} is not there"
        pattern = check.text[2:] if check.text.startswith("~ ") else re.escape(check.text)
        wanted = re.compile(pattern.encode())
        where = [
            path for path, data in files.items() if wanted.search(data) or (check.path == "*" and wanted.search(path.encode()))
        ]
        assert bool(where) == check.there, f"{check.text} in {check.path} of {check.site}: {where[:5]}"


KINDS = {
    "video": "video: film.mp4",
    "audio": "audio: sound.wav",
    "image": "image: one.png\n    alt: A lamp.",
    "gallery image": "image: one.png\n    alt: A lamp.",
    "images": "images: pages/*.png\n    alts: pages.yaml",
    "text": "text: one.md",
    "chapter": "text: one.md",
    "document": "document: book.pdf",
    "embed": "embed: https://vimeo.com/1",
    "file": "file: stems.zip",
    "section": "section: A heading",
}
FETCHED = {
    "video": "film.mp4",
    "audio": "sound.wav",
    "image": "one.png",
    "gallery image": "one.png",
    "text": "one.md",
    "chapter": "one.md",
}
WITH_ALL = {
    "title": "Q-title",
    "summary": "Q-summary",
    "language": 'lang="fi"',
    "license": "creativecommons.org/licenses/by-nc/4.0/",
    "identifiers": "Q98765",
    "credits": "Q-printed-name",
    "made_from": "Q-source",
}
ITEM = """\
    id: the-item
    title: Q-title
    summary: Q-summary
    language: fi
    license: CC-BY-NC-4.0
    identifiers: {wikidata: Q98765}
    credits: {editor: {contributor: ana-lima, as: Q-printed-name}}
    made_from: [{title: Q-source, url: "https://example.org/source/", relation: sample}]
"""


@pytest.fixture(scope="module")
def items(tmp_path_factory):
    files: dict[str, str | bytes] = {"content/contributors/ana-lima.yaml": "name: Ana Lima\n"}
    for kind, line in KINDS.items():
        folder = f"content/projects/{kind.replace(' ', '-')}"
        second = {"gallery image": "  - {image: two.png, alt: Another.}\n", "chapter": "  - text: two.md\n"}.get(
            kind, "  - section: End\n"
        )
        more = "    download: true\n" if kind in FETCHED else ""
        first = f"title: A work\nmedium: art\ncredits: none\nmedia:\n  - {line}\n{ITEM}{more}{second}"
        files[f"{folder}/project.yaml"] = first
        files |= {f"{folder}/{name}": png() for name in ("one.png", "two.png", "pages/1.png")}
        files |= {f"{folder}/film.mp4": made.mp4(), f"{folder}/sound.wav": made.wav(), f"{folder}/book.pdf": made.pdf()}
        files |= {f"{folder}/one.md": "One.", f"{folder}/two.md": "Two.", f"{folder}/pages.yaml": "1.png: A page."}
        files[f"{folder}/stems.zip"] = b"PK\x05\x06" + bytes(18)
    return SiteTest.of(tmp_path_factory.mktemp("items"), files).build()


@pytest.mark.parametrize("key", WITH_ALL)
@pytest.mark.parametrize("kind", KINDS)
def test_what_every_media_item_may_say_is_shown_with_it(kind, key, items):
    work = f"projects/{kind.replace(' ', '-')}"
    page = items.read(f"{work}/index.html")
    if items.has(f"{work}/the-item/index.html"):
        page += items.read(f"{work}/the-item/index.html")
    assert WITH_ALL[key] in page


@pytest.mark.parametrize("kind", FETCHED)
def test_what_is_offered_for_download_can_be_fetched(kind, items):
    work = f"projects/{kind.replace(' ', '-')}"
    page = items.read(f"{work}/index.html")
    if items.has(f"{work}/the-item/index.html"):
        page += items.read(f"{work}/the-item/index.html")
    found = re.search(rf'href="[./]*(media/[0-9a-f]+/{FETCHED[kind]})"[^>]* download', page)
    assert found is not None
    assert items.has(found[1])

"""Where each key of projects, contributors, collections and pages shows: `rich` has a value for it that is found nowhere else."""

from __future__ import annotations

from expected_checks import ABOUT, AJ, HOME, NIGHT, POEM, RADIO, SECOND, A, C, Check, J, P, has, lacks

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
    "podcast": has(RADIO, "<itunes:complete>Yes"),
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
    "writing=horizontal": has("projects/lamp-poem/one/index.html", '<div class="prose reading'),
    "writing=vertical": has("projects/lamp-poem/two/index.html", " upright"),
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
RECORDS: dict[str, dict[str, tuple[Check, ...]]] = {
    "ProjectManifest": PROJECT,
    "ContributorManifest": PERSON,
    "CollectionManifest": COLLECTION,
    "PageManifest": PAGE,
    "CreditEntry": CREDIT,
    "MediaEntry": MEDIA,
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
    "PodcastEntry": {
        "guid": has(RADIO, "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"),
        "category": has(RADIO, '~ <itunes:category text="Fiction">\\s*<itunes:category text="Science Fiction"/>'),
        "explicit": has(RADIO, "~ serial</itunes:type>\\s*<itunes:explicit>true"),
        "order=episodic": has("feed.xml", "<itunes:type>episodic"),
        "order=serial": has(RADIO, "<itunes:type>serial"),
        "complete": has(RADIO, "<itunes:complete>Yes</itunes:complete>"),
        "moved_to": has(RADIO, "<itunes:new-feed-url>https://q-moved-to.example/feed.xml"),
        "episode=full": has(RADIO, "<itunes:episodeType>full"),
        "episode=trailer": has(RADIO, "<itunes:episodeType>trailer"),
        "episode=bonus": has(RADIO, "<itunes:episodeType>bonus"),
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
        "permission": has(P, "With permission: Q-source-permission"),
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
}

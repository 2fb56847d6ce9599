"""What each key of config.yaml does: `rich` and `other` choose differently, `refused` asks for everything."""

from __future__ import annotations

import uuid

from expected_checks import ABOUT, HOME, POEM, RECORDED, SECOND, A, C, Check, P, has, lacks, told

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
    "catalogues": has("opds.json", "Q-poem-title"),
    "security": has(".well-known/security.txt", "q-contact@"),
    "release": told("release-incomplete"),
    "privacy": told("never-print-missing"),
    "roles": has(C, "Q-role-plural"),
    "mediums": has("medium/index.html", "Q-medium-plural"),
    "licences": has(SECOND, "Q-setting-licence-name"),
    "relations": has(POEM, "Q-relation-led-to"),
    "pagination": has("projects/page/1/index.html"),
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
SETTINGS: dict[str, dict[str, tuple[Check, ...]]] = {
    "Config": CONFIGURATION,
    "SiteEntry": SITE,
    "ThemeEntry": {
        "name": has(HOME, "q-theme.", of="other") + has("*", "Q-theme-css", of="other"),
        "settings": has(HOME, 'data-covers="square"', "--accent-light:#7a1f5c"),
    },
    "FeedsEntry": {
        f"{about}={form}": has(FEEDS[about] + file) + lacks(OTHER_FEEDS[about] + file, of="other")
        for about in FEEDS
        for form, file in FEED_FILES.items()
    }
    | {
        "content=full": has(
            "contributors/ana-lima/feed.xml", "Q-project-summary</description>", "&lt;em&gt;description&lt;/em&gt;"
        ),
        "content=summary": has("contributors/ana-lima/feed.xml", "Q-summary</description>", of="none")
        + has("feed.json", '"content_text": "Q-summary"', of="none")
        + lacks("contributors/ana-lima/feed.xml", "description&lt;", of="none"),
    }
    | {
        f"changes={form}": has(file, "Q-correction-note") + lacks(file, of="other")
        for form, file in {"rss": "changes.xml", "atom": "changes.atom", "json": "changes.feed.json"}.items()
    },
    "CataloguesEntry": {
        "opds": has("opds.json", "Q-poem-title") + lacks("opds.json", of="other"),
        "iiif": has("projects/lantern/manifest.json", "Q-project-title") + lacks("projects/lantern/manifest.json", of="other"),
        "data": has("data.json", "Q-project-title") + has("data.schema.json") + lacks("data.json", of="other"),
        "llms": has("llms.txt", "Q-project-title") + lacks("llms.txt", of="other"),
    },
    "SecurityEntry": {
        "contact": has(".well-known/security.txt", "Contact: mailto:q-contact@mail.example"),
        "expires": has(".well-known/security.txt", "Expires: 2027-03-04T00:00:00Z"),
        "policy": has(".well-known/security.txt", "Policy: https://q-policy.example/"),
        "languages": has(".well-known/security.txt", "Preferred-Languages: cy, eu"),
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
        "citation_styles": has(P, "Modern language association", "Q-project-title [Film]")
        + lacks(P, "Modern language association", of="other"),
        "social_pictures=covers": has(P, '~ og:image" content="[^"]*q-cover-60'),
        "social_pictures=drawn": has("projects/lantern/social.jpg", of="other")
        + has(P, '~ og:image" content="[^"]*social.jpg', of="other"),
        "social_pictures=none": has(P, "og:title", of="none") + lacks(P, '"og:image"', of="none"),
    },
    "MediaSettings": {
        "formats=webp": has(P, "q-cover-60.webp") + lacks(P, ".webp", of="other"),
        "formats=jpeg": has(P, "q-cover-60.jpg"),
        "formats=avif": has(P, "cover-32.avif", of="other"),
        "sound": (),
        "film": (),
        "workers": told("is no place to work"),
    },
    "SoundSettings": {
        "formats=opus": has(RECORDED, "q-sound-128.ogg", of="none"),
        "formats=mp3": has(RECORDED, "q-sound-128.mp3", of="none"),
        "formats=aac": has(RECORDED, "q-sound-64.m4a", of="other"),
        "kbps": has(RECORDED, "q-sound-64.m4a", of="other"),
    },
    "FilmSettings": {
        "formats=av1": has(RECORDED, "av01.0.08M.08", of="other"),
        "formats=vp9": has(RECORDED, "q-film-48.webm", of="none"),
        "formats=h264": has(RECORDED, "q-film-48.mp4", of="none"),
        "heights": has(RECORDED, "q-film-32.webm", of="other"),
    },
    "MarkdownSettings": {
        "engine=python-markdown": has(ABOUT, "Q-abbr</abbr>"),
        "engine=commonmark": has(P, "<li>Q-line</li>", of="none"),
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
        "documents=keep": has("*", "Secret Producer"),
        "documents=clean": has("*", "%PDF", of="other") + lacks("*", "Secret Producer", of="other"),
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
    "RelationEntry": {"made_from": has(SECOND, "Q-relation-made-from"), "led_to": has(POEM, "Q-relation-led-to")},
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
        "allows_derivatives": has(SECOND, "You may change it")
        + has(P, "Veränderte Fassungen dürfen Sie nicht teilen", of="other"),
        "allows_commercial": has(SECOND, "but not for money") + has(P, "kopieren und teilen, auch für Geld", of="other"),
    },
    "PaginationEntry": {
        "cards": has("projects/page/1/index.html") + lacks("projects/page/1/index.html", of="other"),
        "lines": has("contributors/page/2/index.html") + lacks("contributors/page/2/index.html", of="other"),
    },
    "EditorEntry": {
        "name": has(HOME, "Q-editor-name") + has("humans.txt", "Q-editor-name"),
        "url": has(HOME, 'href="https://q-editor-url.example/"'),
        "email": has(HOME, 'href="mailto:q-editor@mail.example"') + has(A, "mailto:q-editor@mail.example?subject="),
    },
}

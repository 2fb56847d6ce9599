"""The small site that every run starts from: one of each thing that can be edited."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import yaml
from media_bytes import wav
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

TODAY = "2026-11-01"

CONFIG: dict[str, Any] = {
    "site": {
        "id": "6f1c0c0e-2f4b-4c53-9d4e-0a8f5f1f2d3c",
        "title": "Night Shift",
        "url": "https://example.org/below/",
        "tagline": "Made after dark",
        "language": "en",
        "timezone": "Europe/Lisbon",
        "editor": {"name": "Ed", "email": "ed@mail.example"},
        "logo": "logo.svg",
    },
    "theme": {"name": "own", "settings": {"accent": "#2f6f6a", "motto": "Dusk"}},
    "menu": ["projects", "contributors", "collections", "about"],
    "featured": ["lantern", "night-songs"],
    "feeds": {"site": ["rss", "atom"], "wholes": ["rss"], "contributors": ["rss"], "collections": ["rss"], "mediums": []},
    "roles": {"lamp keeper": {"name": "Lamp keeper", "plural": "Lamp keepers", "department": "art"}},
    "mediums": {"zine": {"name": "Zine", "plural": "Zines", "layout": "read"}},
    "licences": {"house": {"name": "House terms", "url": "https://terms.example/"}},
    "pagination": {"cards": 3, "lines": 4},
}

PROJECTS: dict[str, dict[str, Any]] = {
    "lamp-poem": {
        "title": "Lamp",
        "medium": "poem",
        "released": "2024-05-01",
        "summary": "A lamp waits.",
        "tags": ["night", "lamps"],
        "license": "CC-BY-4.0",
        "credits": {"author": {"contributor": "ana-lima", "consent": "granted"}},
        "media": [{"text": "lamp.md"}],
    },
    "lampe-gedicht": {
        "title": "Lampe",
        "medium": "poem",
        "released": "2025",
        "language": "de",
        "credits": {"translator": "bo-holm", "author": "ana-lima"},
        "media": [{"text": "lampe.md"}],
        "made_from": [{"project": "lamp-poem", "relation": "translation"}],
    },
    "night-songs": {
        "title": "Night songs",
        "medium": "album",
        "released": "2025-06",
        "language": "en",
        "license": ["CC-BY-SA-4.0", "house"],
        "cover": {"file": "cover.png", "alt": "A window", "focus": "0.3 0.4"},
        "credits": {"producer": "the-crew"},
    },
    "lamp-song": {
        "title": "Lamp song",
        "part_of": {"project": "night-songs", "number": "1", "section": "Side A"},
        "released": "2025-06-02",
        "media": [{"audio": "lamp.wav", "lyrics": "lyrics.md", "download": "true", "credits": {"recordist": "bo-holm"}}],
        "credits": {"composer": [{"contributor": "kofi-mensah", "as": "Kofi"}], "musician": {"contributor": "the-crew"}},
        "made_from": [{"project": "lamp-poem", "relation": "adaptation"}],
        "tags": ["night"],
    },
    "tide-song": {
        "title": "Tide song",
        "part_of": {"project": "night-songs", "number": "2", "section": "Side A"},
        "credits": {"composer": "kofi-mensah", "lamp keeper": "cy-roe"},
        "description": "After [the lamp](/projects/lamp-poem/), *the tide*.",
    },
    "rain-comic": {
        "title": "Rain",
        "medium": "comic",
        "released": "2025-09-10",
        "media": [{"images": "pages/*.png", "alts": "alts.yaml", "reading": "ltr", "title": "Strip"}],
        "credits": "credits.csv",
        "tags": ["rain", "night"],
        "shares": [{"pool": "profit", "visibility": "public", "split": {"ana-lima": "3", "bo-holm": "1"}}],
    },
    "lantern": {
        "title": "The Lantern",
        "medium": "film",
        "released": "2025-11-02",
        "formerly": ["lantern-short"],
        "summary": "It leaves.",
        "cover": {"file": "poster.png", "alt": "A street"},
        "credits": [
            {"contributor": "ana-lima", "role": "director"},
            {"contributor": "kofi-mensah", "role": "musician", "as": "K. M.", "detail": "cello"},
            {"name": "A passer-by", "role": "actor", "character": "Herself"},
            {"contributor": "zoe-quist", "role": "editor", "consent": "anonymous"},
            {"contributor": "cy-roe", "role": "thanks", "consent": "declined"},
        ],
        "media": [{"embed": "https://vimeo.com/76979871", "title": "The film", "poster": {"file": "still.png", "alt": "A lamp"}}],
        "made_from": [{"project": "lamp-song", "relation": "soundtrack"}, {"title": "Gone", "by": "Rosa", "relation": "sample"}],
        "awards": [{"name": "Audience prize", "by": "Anima", "date": "2026"}],
        "corrections": [{"date": "2026-01-12", "note": "Cello added"}],
    },
}

PEOPLE: dict[str, dict[str, Any]] = {
    "ana-lima/contributor": {
        "name": "Ana Lima",
        "sort": "Lima, Ana",
        "portrait": {"file": "ana.png", "alt": "Ana"},
        "bio": "Writes *at night*.",
        "links": [{"label": "Site", "url": "https://ana.example/", "me": "true"}],
        "formerly": ["alima"],
    },
    "kofi-mensah": {"name": "Kofi Mensah", "names": {"pt": "Kofi M."}, "pronouns": "he/him"},
    "the-crew": {"name": "The Crew", "kind": "group", "members": ["kofi-mensah", {"contributor": "zoe-quist", "from": "2024"}]},
    "zoe-quist": {"name": "Zoe Quist", "page": "minimal"},
}

COLLECTIONS: dict[str, dict[str, Any]] = {
    "evening": {
        "title": "Evening",
        "introduction": "For *later*.",
        "released": "2026-01",
        "credits": {"editor": "ana-lima"},
        "projects": ["lantern", {"project": "lamp-poem", "note": "First of all"}],
    },
    "all-night": {"title": "All night", "where": {"tag": "night"}},
}

TEXTS = {
    "content/contributors.yaml": "bo-holm: Bo Holm\ncy-roe: Cy Roe\n",
    "content/pages/about.md": "---\ntitle: About\nmenu: true\n---\nWe make [songs](/projects/night-songs/) at night.\n",
    "content/pages/colophon.md": "---\ntitle: Colophon\n---\n## How\n\nBy hand, with [Kofi](/contributors/kofi-mensah/).\n",
    "content/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>\n',
    "content/projects/lamp-poem/lamp.md": "The lamp\nis out.\n",
    "content/projects/lampe-gedicht/lampe.md": "Die Lampe\nist aus.\n",
    "content/projects/lamp-song/lyrics.md": "La la\nlamp.\n",
    "content/projects/rain-comic/credits.csv": "contributor,role,detail\nana-lima,author,words\nbo-holm,illustrator,\n",
    "content/projects/rain-comic/alts.yaml": "1.png: Rain\n2.png: More rain\n",
    "themes/own/theme.yaml": "name: own\nextends: playbill\nimage_widths: [16, 32]\n"
    "settings:\n  motto: {type: text, default: Night, help: A word in the footer.}\n",
    "themes/own/static/own.css": ".motto{color:inherit}\n",
    "themes/own/templates/parts/pager.html": "",  # filled below
    "private/notes.txt": "nobody reads this\n",
}

PICTURES = {
    "content/projects/night-songs/cover.png": "teal",
    "content/projects/lantern/poster.png": "navy",
    "content/projects/lantern/still.png": "black",
    "content/projects/rain-comic/pages/1.png": "silver",
    "content/projects/rain-comic/pages/2.png": "gray",
    "content/contributors/ana-lima/ana.png": "orange",
}


def write_site(root: Path, playbill: Path) -> None:
    """The whole site; `playbill` is the theme from which its own takes a part."""
    save(root / "config.yaml", CONFIG)
    for name, manifest in PROJECTS.items():
        save(root / f"content/projects/{name}/project.yaml", manifest)
    for name, manifest in PEOPLE.items():
        save(root / f"content/contributors/{name}.yaml", manifest)
    for name, manifest in COLLECTIONS.items():
        save(root / f"content/collections/{name}.yaml", manifest)
    for name, text in TEXTS.items():
        put(root / name, text.encode())
    pager = (playbill / "templates/parts/pager.html").read_bytes()
    put(root / "themes/own/templates/parts/pager.html", b"{# Our own. #}\n" + pager)
    for name, colour in PICTURES.items():
        put(root / name, picture(colour))
    put(root / "content/projects/lamp-song/lamp.wav", wav(seconds=1))


def picture(colour: str, width_px: int = 40, height_px: int = 30) -> bytes:
    """A picture whose size in bytes does not depend on its colour."""
    made = Image.new("RGB", (width_px, height_px), colour)
    ImageDraw.Draw(made).rectangle((4, 4, 9, 12), fill="white")
    held = io.BytesIO()
    made.save(held, "PNG", compress_level=0)
    return held.getvalue()


def save(path: Path, value: Any) -> None:
    """A manifest in its file."""
    put(path, yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000).encode())


def put(path: Path, data: bytes) -> None:
    """A file with these bytes, written in place where it exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)

"""A made-up site with everything in it that real collections have and nobody expects."""

from __future__ import annotations

import io
import zipfile
from itertools import islice, product
from typing import TYPE_CHECKING, Any

import yaml
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://odd.example.org/below/a/path/"
MARKUP = """<script>alert("1")</script> & <b>'quoted'</b> {{ 7*7 }} %20 ]]>"""
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
NAMES = {
    "dev-urandom": "/dev/urandom",
    "m": "m",
    "maha-al-farsi": "مها الفارسي",
    "moriwaki-daisuke": "森脇大輔",
    "olga-petrova": "Ольга Петрова",
    "la-gleki": "la .gleki. .i'e",
    "unbroken": UNBROKEN,
    "markup": MARKUP,
    "quotes": """"Bobby" 'Tables' \\o/ ; -- #1 100%""",
    "emoji": "👩🏽‍🎤 The 🌊",
    "combining": "Z̴a̵l̶g̷o̸ Ẑ́́̂",
    "everywhere": "Everything",
}
LANGUAGES = [
    "ar",
    "fa",
    "he",
    "ur",
    "yi",
    "ja",
    "ko",
    "zh-Hans",
    "zh-Hant",
    "th",
    "hi",
    "bn",
    "ta",
    "ka",
    "hy",
    "el",
    "uk",
    "sr-Latn",
    "tr",
    "vi",
    "de",
    "fr",
    "pt-BR",
    "es-419",
    "nl",
    "cs",
    "fi",
    "eo",
    "jbo",
    "avk",
    "tok",
    "zxx",
]
ROLES = (
    "Additonal textuers",
    "Level design (MAP07)",
    "Music [remix] <b>",
    "programmer / tester",
    "C++",
    "C#",
    "C",
    "音楽",
    "موسيقى",
    "sprites",
    "Sound efects",
    "musician",
    "a role that takes a whole sentence to say, because nobody had a shorter word for it at the time",
)
WORDS = [
    "lamp",
    "rain",
    "tide",
    "rope",
    "salt",
    "fog",
    "gull",
    "quay",
    "mast",
    "bell",
    "oar",
    "net",
    "sand",
    "reed",
    "kelp",
    "drum",
    "stone",
    "wick",
    "tar",
    "glass",
]
MANY_CREDITS = {"freegame-one": 387, "freegame-two": 387, "freegame-three": 474}
MOST_CREDITED = "prolific"


def write_oddities(site: Path) -> None:
    """The whole site: configuration and content."""
    content = site / "content"
    _yaml(
        site / "config.yaml",
        {
            "site": {
                "id": "5e0f3a38-0a5d-4a9f-8f43-0c7d3a1f7b11",
                "title": "Odd & <Ends>",
                "url": URL,
                "tagline": 'What "nobody" expects',
                "editor": {"name": "Ed <Itor>", "email": "ed@odd.example.org"},
            },
            "feeds": {"tags": ["rss", "atom", "json"], "roles": ["rss"], "years": ["rss"]},
            "menu": ["projects", "contributors", "collections", "odd-page"],
            "featured": ["pictures", "markup-title"],
            "licences": {"house": {"name": "House terms"}},
            "mediums": {"zine": {"name": "Zine", "plural": "Zines", "layout": "read"}},
            "pagination": {"cards": 12, "lines": 50},
        },
    )
    _people(content)
    _games(content)
    _whole(content)
    _translations(content)
    _markup(content)
    _pictures(content)
    _playing(content)
    _hidden(content)
    _undated(content)
    _yaml(
        content / "collections" / "odd-ones.yaml",
        {
            "title": f"Odd ones {UNBROKEN}",
            "introduction": "All **odd**: [one](/projects/pictures/), <script>alert(2)</script>.",
            "credits": {"editor": "m"},
            "projects": ["pictures", {"project": "markup-title", "note": "<i>mind</i> the title"}, "poem", "album"],
        },
    )
    _text(
        content / "pages" / "odd-page.md",
        f"---\ntitle: '{UNBROKEN}'\nformerly: [older-page]\n---\n## [Link](/contributors/dev-urandom/) `{'x' * 300}`\n\n"
        "| a | b |\n|---|---|\n"
        f"| {'wide ' * 40} | {'y' * 200} |\n",
    )


def _people(content: Path) -> None:
    pairs = islice(product(WORDS, WORDS), 120)
    short = {f"{a}-{b}": f"{a.title()} {b.title()}" for a, b in pairs}
    short |= {key: name for key, name in NAMES.items() if key not in ("everywhere", "markup")}
    _yaml(content / "contributors.yaml", short)
    people = content / "contributors"
    _yaml(people / f"{MOST_CREDITED}.yaml", {"name": "Prolific Anonymous Coward", "sort": "Coward", "formerly": ["a-coward"]})
    _yaml(people / "markup.yaml", {"name": MARKUP, "bio": f"{MARKUP}\n\n<b onclick=alert(3)>bold</b>", "also": ["<u>M</u>"]})
    _yaml(people / "everywhere.yaml", {"name": NAMES["everywhere"], "credit_name": "everywhere", "names": {"ja": "すべて"}})
    _yaml(people / "elsewhere.yaml", {"name": "Elsa Where", "page": {"external": "https://elsewhere.example.net/elsa?a=1&b=2"}})
    _yaml(people / "unlinked.yaml", {"name": "Una Linked", "page": "none"})
    _yaml(people / "little.yaml", {"name": "Little Said", "page": "minimal", "indexed": False, "bio": "Never shown."})
    _yaml(
        people / "group" / "contributor.yaml",
        {
            "name": "The & Group",
            "kind": "group",
            "members": ["m", {"contributor": "dev-urandom", "from": "2001", "to": "2003"}],
            "portrait": {"file": "por trait.png", "alt": MARKUP},
            "links": [{"label": MARKUP, "url": "https://example.com/?a=1&b=2#c", "me": True}],
        },
    )
    _picture(people / "group" / "por trait.png", 300, 300)


def _games(content: Path) -> None:
    """Three with hundreds of credits in the order of a list, where roles come again."""
    crowd = [f"{a}-{b}" for a, b in islice(product(WORDS, WORDS), 120)]
    odd = [*NAMES, "elsewhere", "unlinked", "little", "group", MOST_CREDITED]
    for number, (key, count) in enumerate(MANY_CREDITS.items()):
        entries: list[dict[str, str]] = []
        for place in range(count):
            who = odd[place // 7 % len(odd)] if place % 7 == 0 else crowd[(place * 7 + number) % len(crowd)]
            credit = {"contributor": who, "role": f"{ROLES[place % len(ROLES)]}"}
            if place % 5 == 0:
                credit["as"] = f"{who} the {place}th"
            credit["detail"] = f"MAP{place:02}" + (" <i>" if place % 50 == 0 else "")
            entries.append(credit)
        _project(
            content,
            key,
            title=f"Freegame {number + 1}",
            medium="game",
            released=f"200{number}-01-0{number + 1}",
            license=[
                "GPL-3.0-or-later",
                "CC-BY-SA-4.0",
                {"name": "Artistic <License>", "url": "https://example.com/a?b&c"},
                "house",
            ],
            tags=["C", "C++", "C#", UNBROKEN, "音楽", MARKUP],
            credits=entries,
        )


def _whole(content: Path) -> None:
    """An album in sixty parts by one who made more than anybody, a third of them without a date."""
    _project(
        content, "album", title="Sixty", medium="album", released="2019", license="CC-BY-4.0", credits={"producer": MOST_CREDITED}
    )
    for number in range(1, 61):
        _project(
            content,
            f"track-{number}",
            title=f"Track {number}",
            part_of=[{"project": "album", "number": str(number), "section": "Side A" if number < 31 else "Side B & more"}],
            **({} if number % 3 else {"released": f"2019-{1 + number % 12:02}"}),
            credits=dict.fromkeys(("composer", "musician", "Sound efects", "mixer"), MOST_CREDITED),
        )


def _translations(content: Path) -> None:
    poem = "Line one\nline two\n\nنص عربي\n\n" + UNBROKEN
    _project(
        content,
        "poem",
        {"poem.md": poem},
        title="Poem",
        medium="poem",
        released="2020-02-29",
        language="en",
        media=[{"text": "poem.md"}],
        credits={"author": "maha-al-farsi"},
    )
    for language in LANGUAGES:
        _project(
            content,
            f"poem-{language.lower()}",
            {"poem.md": poem},
            title={"ar": "قصيدة", "he": "שיר", "ja": "詩", "ka": "ლექსი"}.get(language, f"Poem ({language})"),
            medium="poem",
            released="2021",
            language=language,
            media=[{"text": "poem.md"}],
            credits={"author": "maha-al-farsi", "translator": ["la-gleki", {"name": "Somebody in the street"}]},
            made_from=[{"project": "poem", "relation": "translation"}],
        )


def _markup(content: Path) -> None:
    _project(
        content,
        "markup-title",
        {"credits.csv": 'contributor,role,as\nmarkup,"author, <b>",\nm,editor,"M. & ""M"""\n'},
        title=MARKUP,
        medium="zine",
        released="2022-05",
        summary=MARKUP,
        description=f"{MARKUP}\n\n[bad](javascript:alert(1)) [good](/projects/album/)",
        license={"name": MARKUP},
        rights_holder=MARKUP,
        awards=[{"name": MARKUP, "by": MARKUP, "date": "2023"}],
        corrections=[{"date": "2023-01-02", "note": MARKUP}],
        links=[{"label": UNBROKEN, "url": "https://example.com/" + "a" * 300}],
        formerly=["old-markup", {"id": "older-markup", "date": "2022-06"}],
        credits="credits.csv",
    )
    _project(
        content,
        "unbroken-title",
        title=UNBROKEN,
        medium="story",
        released="2022",
        summary=UNBROKEN * 2,
        credits={"author": "unbroken"},
    )


def _pictures(content: Path) -> None:
    """Pictures whose names need care in an address, of awkward shapes and modes."""
    folder = content / "projects" / "pictures"
    names = ["a b.png", "100% #1.png", "it's (1) & +=,;@.png", "日本 語.png", "x%20y.png"]
    for number, name in enumerate(names):
        _picture(folder / name, 900 if number else 40, 30 if number == 1 else 500, "RGBA" if number == 2 else "RGB")
    for number in (1, 2, 10):
        _picture(folder / "pages" / f"p {number}.png", 200, 300)
    _picture(folder / "co ver.jpg", 800, 400)
    _project(
        content,
        "pictures",
        title="Pictures",
        medium="comic",
        released="2023-06-01",
        cover={"file": "co ver.jpg", "alt": MARKUP, "focus": "0.1 0.9"},
        media=[
            *({"image": name, "alt": f"Number {number} {MARKUP}"} for number, name in enumerate(names)),
            {"section": MARKUP},
            {"images": "pages/*.png", "reading": "rtl", "title": "Strip"},
        ],
        credits=[
            {"contributor": "moriwaki-daisuke", "role": "illustrator", "consent": "granted"},
            {"contributor": "olga-petrova", "role": "illustrator", "consent": "anonymous"},
            {"contributor": "unlinked", "role": "inker", "consent": "declined"},
            {"contributor": "group", "role": "letterer", "members": ["m", "dev-urandom"]},
            {"contributor": "everywhere", "role": "colourist", "as": "Nothing"},
            {"name": "A passer-by <on> foot", "role": "Music [remix] <b>", "kind": "thanks"},
        ],
    )


def _playing(content: Path) -> None:
    """Something to play, to fetch, to read elsewhere, under names that need care in an address."""
    from media_bytes import pdf, wav

    folder = content / "projects" / "playing"
    folder.mkdir(parents=True)
    (folder / "so und #1.wav").write_bytes(wav(seconds=2))
    (folder / "100% paper.pdf").write_bytes(pdf())
    with zipfile.ZipFile(folder / "ste ms.zip", "w") as packed:
        packed.writestr(zipfile.ZipInfo("readme.txt"), "x" * 2000)
    _picture(folder / "pos ter.png", 640, 360)
    _project(
        content,
        "playing",
        {"ly rics.md": "la\nla", "story.md": "# One\n\n" + "Word " * 500},
        title="Playing",
        medium="song",
        released="2023-07-01",
        media=[
            {
                "audio": "so und #1.wav",
                "title": MARKUP,
                "lyrics": "ly rics.md",
                "chapters": [{"at": "0:01", "title": MARKUP}],
                "download": True,
            },
            {"document": "100% paper.pdf"},
            {"file": "ste ms.zip"},
            {"embed": "https://vimeo.com/76979871", "title": MARKUP, "poster": {"file": "pos ter.png", "alt": "A poster"}},
            {"text": "story.md", "credits": {"author": "quotes"}},
        ],
        credits={"musician": [{"contributor": "emoji", "detail": "kazoo", "at": "0:01"}, "combining"], "C#": "quotes"},
        made_from=[{"project": "poem", "relation": "adaptation"}, {"title": "Gone & <lost>", "by": MARKUP, "relation": "sample"}],
    )


def _hidden(content: Path) -> None:
    """What must not be seen, or not everywhere."""
    _project(content, "secret-draft", title="Zq-draft", medium="song", status="draft", credits={"author": "m"})
    _project(content, "secret-proof", title="Zq-proof", medium="song", status="proof", credits={"author": "m"})
    _project(content, "tomorrow", title="Zq-tomorrow", medium="song", released="2999-01-01", credits={"author": "m"})
    _project(content, "unlisted", title="Zq-unlisted", medium="song", listed=False, credits={"author": "m"})
    _project(
        content,
        "gone",
        title="Zq-gone",
        medium="song",
        status="withdrawn",
        withdrawn={"date": "2024-01-01", "note": "At <the> request of all & sundry."},
        credits={"author": "m"},
    )


def _undated(content: Path) -> None:
    for number in range(1, 31):
        _project(content, f"undated-{number}", title=f"Undated {number}", medium="art", credits={"sprites": ["m", "dev-urandom"]})
    _project(content, "nobody", title="Nobody's", medium="art", credits="none")


def _project(content: Path, key: str, files: dict[str, str] | None = None, /, **manifest: Any) -> None:
    folder = content / "projects" / key
    for name, text in (files or {}).items():
        _text(folder / name, text)
    _yaml(folder / "project.yaml", manifest)


def _yaml(path: Path, value: Any) -> None:
    _text(path, yaml.safe_dump(value, allow_unicode=True, sort_keys=False))


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _picture(path: Path, width_px: int, height_px: int, mode: str = "RGB") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Image.new(mode, (width_px, height_px), "#2f6f6a")
    draw = ImageDraw.Draw(made)
    draw.ellipse((width_px // 4, height_px // 4, width_px // 2, height_px // 2), fill="#f0e0c0")
    held = io.BytesIO()
    made.save(held, "JPEG" if path.suffix == ".jpg" else "PNG")
    path.write_bytes(held.getvalue())

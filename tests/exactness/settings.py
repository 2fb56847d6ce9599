"""Edits of the configuration, the theme, the private list, the day and the way of building."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exactness.starting import TODAY, put
from exactness.table import edit, fields

if TYPE_CHECKING:
    from exactness.trial import Trial

PLAYBILL = Path(__file__).resolve().parents[2] / "themes/playbill"
FORMATS = [["rss"], ["rss", "atom", "json"], [], None]

fields(
    "config",
    lambda trial: [trial.root / "config.yaml"],
    {
        "site.title": ["Night Shift", "Night Shirt", "Ωmega", "A & <B>"],
        "site.url": ["https://example.org/below/", "https://example.org/", "http://else.example/a/b/"],
        "site.id": ["6f1c0c0e-2f4b-4c53-9d4e-0a8f5f1f2d3c", "6f1c0c0e-2f4b-4c53-9d4e-0a8f5f1f2d3d", None],
        "site.tagline": ["Made after dark", "Made after dusk", None],
        "site.language": ["en", "de", "pt", "ar", "ja"],
        "site.timezone": ["Europe/Lisbon", "Pacific/Kiritimati", "Pacific/Pago_Pago"],
        "site.editor": [{"name": "Ed"}, {"name": "Id", "url": "https://ed.example/"}, None],
        "site.logo": ["logo.svg", None],
        "theme.settings.accent": ["#7a1f5c", "#2f6f6a", "#ffee00", None],
        "theme.settings.motto": ["Dusk", "Dawn", None],
        "theme.settings.covers": ["square", "natural", None],
        "theme.settings.corners": ["round", "square", None],
        "menu": [["projects"], ["projects", "roles", "tags", "years"], ["about", "feeds", "search"], None],
        "featured": [["lamp-poem"], ["night-songs", "lamp-poem"], ["lamp-poem", "night-songs"], None],
        "feeds.site": FORMATS,
        "feeds.wholes": FORMATS,
        "feeds.contributors": FORMATS,
        "feeds.collections": FORMATS,
        "feeds.mediums": FORMATS,
        "feeds.tags": FORMATS,
        "feeds.roles": FORMATS,
        "feeds.years": FORMATS,
        "feeds.changes": FORMATS,
        "feeds.content": ["summary", "full", None],
        "takeaways.badge": ["false", None],
        "takeaways.card": ["false", None],
        "takeaways.vcard": ["false", None],
        "takeaways.citations": ["false", None],
        "takeaways.citation_styles": [["apa"], ["modern-language-association", "apa"], None],
        "takeaways.social_pictures": ["drawn", "none", "covers", None],
        "media.formats": [["webp"], ["jpeg"], ["webp", "jpeg"], None],
        "media.sound.formats": [["opus"], [], ["mp3"], None],
        "media.sound.kbps": ["64", "96", None],
        "media.film.heights": [["48"], None],
        "markdown.engine": ["commonmark", "python-markdown", None],
        "markdown.extensions": [[], ["smarty"], None],
        "markdown.remote_images": ["allow", None],
        "release.require_consent": ["false", None],
        "roles.lamp keeper": [
            {"name": "Keeper", "plural": "Keepers"},
            {"name": "Lamp keeper", "by": "Kept by", "department": "art"},
            None,
        ],
        "roles.author": [{"name": "Writer", "plural": "Writers"}, {"by": "Words by"}, {"names": {"de": "Wortmensch"}}, None],
        "roles.drummer": [{"name": "Drummer", "department": "music"}, {"name": "Drums"}, None],
        "mediums.zine": [{"name": "Zine", "plural": "Zines"}, {"name": "Fanzine", "plural": "Fanzines", "layout": "look"}],
        "mediums.poem": [
            {"name": "Verse", "plural": "Verses"},
            {"verb": "Recite", "lead_roles": ["translator"]},
            {"layout": "look"},
            None,
        ],
        "relations.adaptation": [{"made_from": "Made out of"}, {"led_to": "Turned into"}, None],
        "licences.house": [{"name": "House terms"}, {"name": "Horse terms", "url": "https://terms.example/2"}],
        "licences.CC-BY-4.0": [{"name": "Attribution"}, {"short": "BY"}, None],
        "catalogues.opds": ["false", None],
        "catalogues.iiif": ["false", None],
        "catalogues.data": ["true", None],
        "catalogues.llms": ["true", None],
        "security": [{"contact": "mailto:a@b.example", "expires": "2027-01-02"}, None],
        "pagination.cards": ["1", "2", "3", "24"],
        "pagination.lines": ["2", "4", "100"],
    },
)


@edit
def template_of_the_site(trial: Trial) -> str | None:
    path = trial.root / "themes/own/templates/parts/pager.html"
    if not path.exists():
        return None
    put(path, path.read_bytes() + trial.sources.rng.choice([b"{# more #}\n", b"\n"]))
    return "pager.html has more at its end"


@edit
def template_of_the_site_prints_something_else(trial: Trial) -> str | None:
    name = trial.sources.rng.choice(
        [
            "parts/byline.html",
            "parts/licence.html",
            "parts/person.html",
            "parts/credits.html",
            "parts/card.html",
            "base.html",
            "badge.svg",
            "contributor.html",
            "redirect.html",
            "embed_card.html",
        ]
    )
    path = trial.root / "themes/own/templates" / name
    data = (path if path.exists() else PLAYBILL / "templates" / name).read_bytes()
    mark, changed = b' class="', b' class="own '
    put(path, data.replace(changed, mark, 1) if changed in data else data.replace(mark, changed, 1))
    return name


@edit
def template_of_the_site_is_gone(trial: Trial) -> str | None:
    path = trial.sources.pick(sorted(path for path in trial.root.glob("themes/*/templates/**/*") if path.is_file()))
    if path is None:
        return None
    path.unlink()
    return str(path.relative_to(trial.root))


@edit
def template_reads_a_setting(trial: Trial) -> str | None:
    path = trial.root / "themes/own/templates/parts/licence.html"
    data = (PLAYBILL / "templates/parts/licence.html").read_bytes()
    put(
        path,
        data.replace(
            b"</section>", b"<p>{{ site.settings.%s }}</p></section>" % trial.sources.rng.choice([b"motto", b"corners"])
        ),
    )
    return "licence.html prints it"


@edit
def style_of_the_site(trial: Trial) -> str | None:
    colour = trial.sources.rng.choice(["red", "tan", "sky"])
    put(trial.root / "themes/own/static/own.css", f".motto{{color:{colour}}}\n".encode())
    return colour


@edit
def static_file_comes_or_goes(trial: Trial) -> str | None:
    path = trial.root / "themes/own/static" / trial.sources.rng.choice(["more.css", "extra.js", "playbill.css", "img/dot.svg"])
    if path.exists():
        path.unlink()
        return f"no {path.name}"
    put(path, b'<svg xmlns="http://www.w3.org/2000/svg"/>' if path.suffix == ".svg" else b"/* own */\n")
    return path.name


@edit
def words_of_the_interface(trial: Trial) -> str | None:
    language = trial.sources.rng.choice(["de", "en", "pt"])
    word = trial.sources.rng.choice(["Werke", "Sachen", "Things"])
    trial.sources.save(trial.root / f"themes/own/strings/{language}.yaml", {"Works": word, "Licence": word, "Collections": word})
    return f"{language}: {word}"


@edit
def a_word_that_is_not_in_the_frame_of_pages(trial: Trial) -> str | None:
    word = trial.sources.rng.choice(["Rechte", "Terms", "Use"])
    for language in ("de", "en", "pt"):
        trial.sources.save(trial.root / f"themes/own/strings/{language}.yaml", {"Licence": word})
    return word


@edit
def theme_switched(trial: Trial) -> str | None:
    config = trial.root / "config.yaml"
    trial.sources.set(config, "theme.settings", [{"accent": "#2f6f6a"}, None])
    return trial.sources.set(config, "theme.name", ["own", "playbill"])


@edit
def theme_of_the_program_amended(trial: Trial) -> str | None:
    path = trial.root / "themes/playbill/templates/parts/lineage.html"
    if path.exists():
        path.unlink()
        path.parent.parent.parent.joinpath("theme.yaml").unlink(missing_ok=True)
        return "no more"
    put(path, (PLAYBILL / "templates/parts/lineage.html").read_bytes().replace(b' class="', b' class="own ', 1))
    return "lineage.html"


@edit
def theme_manifest(trial: Trial) -> str | None:
    key, values = trial.sources.rng.choice(
        [
            ("image_widths", [["16", "32"], ["16", "24"], ["20"]]),
            ("backgrounds", [{"light": "#ffffff", "dark": "#000000"}, {"light": "#fff8f0", "dark": "#101010"}, None]),
            ("settings", [{"motto": {"type": "text", "default": word}} for word in ("Night", "Light")]),
        ]
    )
    return trial.sources.set(trial.root / "themes/own/theme.yaml", key, values)


@edit
def names_never_to_print(trial: Trial) -> str | None:
    path = trial.root / "private/never-print.yaml"
    if path.exists():
        path.unlink()
        return "no list"
    put(path, b"- contributor: kofi-mensah\n  names: [Quentin Nobody]\n")
    return "a list of a name that is nowhere"


@edit
def another_day(trial: Trial) -> str | None:
    trial.epoch = ""
    trial.day = trial.sources.rng.choice(
        [day for day in (TODAY, "2025-07-01", "2026-11-02", "2026-12-31", "2024-01-01") if day != trial.day]
    )
    return trial.day


@edit
def the_day_is_told_by_the_clock(trial: Trial) -> str | None:
    trial.day = ""
    moments = {"2026-11-01 23:30 UTC": "1793575800", "2026-11-02 08:00 UTC": "1793606400"}
    told = trial.sources.rng.choice(sorted(moments))
    trial.epoch = moments[told]
    return told


@edit
def to_be_read_from_a_disk_or_not(trial: Trial) -> str | None:
    trial.portable = not trial.portable
    return "--portable" if trial.portable else "without --portable"

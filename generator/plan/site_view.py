"""The small view of the configuration that every template gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.theme import is_module
from generator.plan import urls, words
from generator.plan.colours import scheme_colours
from generator.plan.views import Anchor, SiteView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.theme import Theme
    from generator.plan.shelf import Shelf

MENU_PATHS = {
    "projects": ("Works", "projects/"),
    "contributors": ("People", "contributors/"),
    "collections": ("Collections", "collections/"),
    "mediums": ("Mediums", "medium/"),
    "roles": ("Roles", "roles/"),
    "tags": ("Tags", "tags/"),
    "years": ("Years", "years/"),
    "search": ("Search", "search/"),
    "feeds": ("Feeds", "feeds/"),
}


def site_view(
    shelf: Shelf, theme: Theme, assets: Mapping[str, str], fonts: tuple[str, ...], logo_px: tuple[int, int]
) -> SiteView:
    """Title, menu, editor, files of the theme; no records."""
    config = shelf.config
    site = config.site
    editor = site.editor
    translate = theme.strings.get
    pages = {key: shelf.published.pages[key] for key in shelf.page_ids()}
    menu = config.menu or ["projects", "contributors", *(["collections"] if shelf.collection_ids() else [])]
    if not config.menu:
        menu = [*menu, *(key for key, page in pages.items() if page.menu)]
    anchors = []
    for word in menu:
        if word in MENU_PATHS:
            label, path = MENU_PATHS[word]
            anchors.append(Anchor(label=translate(label, label), href=path))
        elif word in pages:
            anchors.append(Anchor(label=pages[word].title, href=urls.page(word)))
    footer = [Anchor(label=page.title, href=urls.page(key)) for key, page in pages.items() if key not in menu]
    footer += [
        Anchor(label=translate(MENU_PATHS[word][0], MENU_PATHS[word][0]), href=MENU_PATHS[word][1])
        for word in ("search", "roles", "tags", "feeds")
        if word not in menu
    ]
    logo = next((name for name in assets if name.startswith("logo.")), "")
    report = ""
    if editor is not None:
        report = f"mailto:{editor.email}" if editor.email else editor.url or ""
    scripts = {name: data for name, data in theme.static.items() if name.endswith(".js") and name in assets}
    return SiteView(
        title=site.title,
        url=site.url,
        tagline=site.tagline or "",
        language=site.language,
        direction=words.direction(site.language),
        menu=tuple(anchors),
        footer=tuple(footer),
        editor_name=(editor.name or "") if editor else "",
        editor_url=(editor.url or "") if editor else "",
        report=report,
        logo=assets.get(logo, ""),
        logo_width_px=logo_px[0],
        logo_height_px=logo_px[1],
        styles=tuple(
            assets[name]
            for name in dict.fromkeys(("fonts.css", "playbill.css", f"{theme.name}.css", "site.css"))
            if name in assets
        ),
        scripts=tuple(assets[name] for name in sorted(scripts) if not is_module(scripts[name])),
        modules=tuple(assets[name] for name in sorted(scripts) if is_module(scripts[name])),
        assets=dict(assets),
        settings=theme.chosen,
        colours=scheme_colours(theme)[0],
        fonts=fonts,
        theme_colour_light=theme.backgrounds.light,
        theme_colour_dark=theme.backgrounds.dark,
    )

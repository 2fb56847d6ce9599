"""Everything a site is made with beside its records: configuration, theme, assets, names never to print."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from generator.build.assets import Assets, assets, logo_fault, program_cache
from generator.build.glance import ROOT, WORLD, Noted
from generator.build.never_print import Watch
from generator.files import digest
from generator.model.config import Config
from generator.model.theme import Theme
from generator.model.tracking import value_digest
from generator.plan.colours import scheme_colours
from generator.plan.site_view import site_view
from generator.render.templates import Templates
from generator.sources.finding import ROOTS
from generator.sources.settings import CONFIG, NEVER_PRINT
from generator.sources.short_form import SHORT
from generator.sources.stamps import ABSENT, UNSURE, content_digest, trusted
from generator.sources.theme import read_theme, theme_homes

if TYPE_CHECKING:
    from pathlib import Path

    from generator.build.request import Request
    from generator.errors import Problem
    from generator.memo import Memo
    from generator.model.tracking import Key
    from generator.plan.shelf import Options, Shelf
    from generator.plan.views import SiteView
    from generator.sources.load import Library

_SECTIONS = ("site", "menu", "featured", "feeds", "takeaways", "release", "pagination", "catalogues", "security")
_INK = "#1c1a17"


class World(msgspec.Struct, frozen=True):
    """What all outputs share; as facts, each has a digest."""

    config: Config
    theme: Theme
    assets: Assets
    colours: dict[str, str]
    watch: Watch

    @property
    def palette(self) -> tuple[str, str, str]:
        """Background, ink and accent of drawn pictures."""
        return (self.theme.backgrounds.light, _INK, self.colours["accent-light"])

    def view(self, shelf: Shelf) -> SiteView:
        """The `site` of every template."""
        return site_view(shelf, self.theme, self.assets.names, self.assets.preload, self.assets.logo_px)

    def templates(self, site: SiteView, shelf: Shelf, *, afresh: bool) -> Templates:
        """The theme's templates, ready to be filled."""
        # Jinja computes what is constant when it compiles: the words of the interface are in what it remembers.
        words = value_digest((self.theme.strings, self.config.site.language)).hex()[:12]
        return Templates(
            self.theme,
            site,
            language=self.config.site.language,
            media=shelf.pictures.file,
            bytecode=None if afresh else program_cache() / "templates" / words,
        )

    def facts(self, site: SiteView, templates: Templates, shelf: Shelf, options: Options, memo: Memo) -> dict[Key, bytes]:
        """The digest of each part."""
        found = {f"config {name}": value_digest(getattr(self.config, name)) for name in _SECTIONS}
        theme = msgspec.structs.replace(self.theme, template_folders=(), static={}, strings={})
        found |= {
            "registries": value_digest(shelf.published.registries),
            "theme": value_digest(theme),
            "words": value_digest(self.theme.strings),
            "pictures": value_digest((self.theme.image_widths, self.config.media.formats, self.config.privacy.documents)),
            "site": value_digest(site),
            "options": value_digest((options, self.palette)),
            "never-print": value_digest(self.watch.key),
            "assets": value_digest({path: digest(data) for path, data in self.assets.files.items()}),
        }
        return found | {f"template {name}": summed for name, summed in templates.digests(memo).items()}


def world_stamps(site: Path) -> list[Noted]:
    """Every file and folder of which it matters to a site whether it is there, and what is in it; its records and logo aside."""
    roots = [f"{site}/{name}" for name in (CONFIG, NEVER_PRINT, SHORT, *ROOTS)]
    found = [f"{site}/themes"]
    for home in theme_homes(site):
        for below, folders, names in os.walk(home):
            folders.sort()
            found.append(below)
            found += (f"{below}/{name}" for name in sorted(names))
    return [*(noted_now(path, ROOT) for path in roots), *(noted_now(path, WORLD) for path in found)]


def noted_now(path: str, whose: int) -> Noted:
    """A path as it is before it is read."""
    try:
        status = os.stat(path)  # noqa: PTH116
        stamp = trusted(status)
        return Noted(path, stamp, whose, content_digest(path, status) if stamp == UNSURE else b"")
    except (OSError, ValueError):
        return Noted(path, ABSENT, whose)


def read_world(library: Library, request: Request, memo: Memo, problems: list[Problem]) -> World | None:
    """What goes with a configuration; nothing where its theme cannot be read."""
    config, document = library.config, library.config_document
    if config is None or document is None:
        return None
    theme = read_theme(request.site, config, document, problems)
    if config.site.logo and (fault := logo_fault(request.site, config.site.logo)) is not None:
        problems.append(document.problem(("site", "logo"), *fault))
        config = msgspec.structs.replace(config, site=msgspec.structs.replace(config.site, logo=None))
    if theme is None:
        return None
    colours, found = scheme_colours(theme)
    problems += found
    shared = assets(request.site, config, theme, memo, colours["accent-light"], colours["on-accent-light"])
    return World(config, theme, shared, colours, Watch(library.never_print))

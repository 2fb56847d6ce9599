"""A theme, as data: its settings, its files, its words."""

from __future__ import annotations

import re
from typing import Literal, get_args

import msgspec

Makes = Literal[
    "home",
    "projects",
    "project",
    "credits",
    "item",
    "project-data",
    "oembed",
    "contributors",
    "contributor",
    "contributor-roles",
    "contributor-lists",
    "contributor-data",
    "mediums",
    "medium",
    "roles",
    "role",
    "tags",
    "tag",
    "years",
    "year",
    "collections",
    "collection",
    "pages",
    "search",
    "feeds",
    "changes",
    "not-found",
    "sitemap",
    "robots",
    "humans",
    "webmanifest",
    "icons",
    "fonts",
]
"""Kinds of pages and files that a theme may leave out."""


class Setting(msgspec.Struct, frozen=True):
    """One thing a site may choose."""

    type: Literal["colour", "text", "choice"] = "text"
    default: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()


class Backgrounds(msgspec.Struct, frozen=True):
    """The page's background in both schemes; colours are checked against them."""

    light: str = "#ffffff"
    dark: str = "#000000"


class Theme(msgspec.Struct, frozen=True):
    """A theme with all it extends, the site's own files first."""

    name: str
    settings: dict[str, Setting]
    chosen: dict[str, str]
    """Every setting with the site's value, or its default."""
    image_widths: tuple[int, ...]
    backgrounds: Backgrounds
    template_folders: tuple[str, ...]
    """Absolute paths, the first one wins."""
    static: dict[str, bytes]
    """Files by name, with fingerprints not yet in their names."""
    makes: tuple[str, ...] = get_args(Makes)
    """The kinds of pages and files that are made."""
    strings: dict[str, str] = {}
    """English interface text to the site's language."""


def is_module(script: bytes) -> bool:
    """Whether a script takes something from another, or gives it: only a module can."""
    return re.search(rb"^(?:import\b|export\b(?! \{\};)|await\b)|\bimport\.meta\b", script, re.MULTILINE) is not None

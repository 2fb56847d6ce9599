"""Sites built once for all tests, with what their pages say to whoever reads them."""

from __future__ import annotations

import fcntl
import functools
import html
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html as lxml_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

REPOSITORY = Path(__file__).resolve().parent.parent
ANTHOLOGY_URL = "https://slackwater.example.org/anthology/"
VARIANTS = {
    "anthology": (),
    "anthology-at-a-root": (),
    "anthology-portable": ("--portable",),
    "oddities": (),
    "real": (),
}
TODAY = "2026-11-01"
"""The build day of every site: nothing of it may depend on when the tests run."""

TEXT_SUFFIXES = frozenset(
    ".html .xml .atom .json .txt .css .js .svg .vtt .webmanifest .opml .vcf .csv .bib .ics .md".split()  # noqa: SIM905
)
_LOADING = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "image": ("href",),
    "use": ("href",),
}
_LOADING_LINKS = frozenset(
    {"stylesheet", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "icon", "manifest"}
)
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)|@import\s+["']([^"']+)""")
_JS_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
_META_URL = re.compile(r"\d+;\s*url=(.+)", re.IGNORECASE)


class Reference(NamedTuple):
    """An address in a file, as it is written there."""

    file: str
    where: str
    url: str
    fragment_counts: bool = True


class Page(NamedTuple):
    """What one HTML file says."""

    file: str
    kind: str
    """The last word of the body's class `page-...`; `card` and `redirect` have none."""
    head: dict[str, str]
    """title, description, canonical, robots, lang, dir, refresh."""
    headings: tuple[str, ...]
    """The text of each h1."""
    crumbs: tuple[str, ...]
    ids: frozenset[str]
    repeated_ids: tuple[str, ...]
    images: tuple[dict[str, str], ...]
    loads: tuple[str, ...]
    """What a browser fetches by itself."""
    references: tuple[Reference, ...]
    values: frozenset[str]
    """Every attribute's value, every text between tags, that is short."""

    @property
    def path(self) -> str:
        """The address below the root."""
        return self.file.removesuffix("index.html")

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may list it."""
        return "noindex" not in self.head.get("robots", "")


class BuiltSite:
    """One published site with the folder it was made from."""

    def __init__(self, name: str, source: Path, output: Path, url: str) -> None:
        self.name = name
        self.source = source
        self.output = output
        self.url = url

    @functools.cached_property
    def files(self) -> frozenset[str]:
        """All published files, below the root."""
        return frozenset(
            path.relative_to(self.output).as_posix()
            for path in self.output.rglob("*")
            if path.is_file() and ".creditroll" not in path.relative_to(self.output).parts
        )

    @functools.cached_property
    def pages(self) -> dict[str, Page]:
        """Every HTML file by its name."""
        return {file: read_page(file, self.text(file)) for file in sorted(self.files) if file.endswith(".html")}

    def text(self, file: str) -> str:
        """A published text."""
        return (self.output / file).read_bytes().decode()

    def json(self, file: str):
        """A published data file."""
        return json.loads((self.output / file).read_bytes())

    def tree(self, file: str) -> _Element:
        """A page, parsed."""
        return lxml_html.document_fromstring(self.text(file).encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every published text with its name."""
        for file in sorted(self.files):
            if Path(file).suffix in TEXT_SUFFIXES:
                yield file, self.text(file)

    def full_pages(self) -> Iterator[Page]:
        """Pages of the theme: no redirects, no cards to be embedded."""
        return (page for page in self.pages.values() if page.kind not in ("redirect", "card"))

    def faults(self, reference: Reference) -> str:
        """Why an address leads nowhere; empty where it leads somewhere, or off the site."""
        written = reference.url
        address = urljoin(self.url + reference.file.removesuffix("index.html"), written)
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https"):
            return "" if parts.scheme in ("mailto", "data", "tel") else f"the scheme {parts.scheme}:"
        if not address.startswith(self.url):
            if urlsplit(written).scheme:
                return ""
            return "leads out of the site"
        file = unquote(parts.path)[len(urlsplit(self.url).path) :]
        if not file or file.endswith("/"):
            file += "index.html"
            if (
                self.name.endswith("portable")
                and reference.where != "manifest"
                and not urlsplit(written).scheme
                and urlsplit(written).path
            ):
                return "a folder, in a site to be read from a disk"
        if file not in self.files:
            return "nothing is published there"
        if reference.fragment_counts and parts.fragment and file in self.pages:
            known = self.pages[file].ids
            fragment = re.sub(r"^t=[\d.,]+&id=", "", unquote(parts.fragment))  # a moment in a player, by the player's id
            if fragment not in known and parts.fragment not in known:
                return "no element has this id"
        return ""


def built_site(name: str, shared: Path) -> BuiltSite:
    """One of VARIANTS, built by whichever test process comes first."""
    shared.mkdir(parents=True, exist_ok=True)
    base = name.partition("-")[0]
    source, output = shared / base, shared / f"{name}-output"
    with (shared / f"{base}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not source.is_dir():
            _write_source(base, source)
        url = set_address(source, name)
        if not (shared / f"{name}.built").exists():
            creditroll("build", "--site", source, "--output", output, "--today", TODAY, *VARIANTS[name])
            (shared / f"{name}.built").touch()
    return BuiltSite(name, source, output, url)


def _write_source(base: str, source: Path) -> None:
    unfinished = source.with_name(f"{source.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    if base == "anthology":
        unfinished.mkdir()
        shutil.copytree(REPOSITORY / "content", unfinished / "content")
        shutil.copy(REPOSITORY / "config.yaml", unfinished)
    elif base == "oddities":
        from oddities import write_oddities

        write_oddities(unfinished)
    else:
        creditroll("init", "--empty", unfinished)
        creditroll("import", "jsonl", os.environ["CREDITROLL_SAMPLE"], "--site", unfinished)
    unfinished.rename(source)


def set_address(source: Path, name: str) -> str:
    """The address of the site, written into its configuration where this variant has another."""
    config = source / "config.yaml"
    text = config.read_text("utf-8")
    if name.startswith("anthology"):
        root = urljoin(ANTHOLOGY_URL, "/")
        text = text.replace(ANTHOLOGY_URL, root)
        if name != "anthology-at-a-root":
            text = text.replace(root, ANTHOLOGY_URL)
        config.write_text(text, "utf-8")
    found = re.search(r"^  url: (\S+)$", text, re.MULTILINE)
    assert found, f"{config} has no site.url"
    return found[1]


def creditroll(*arguments: object) -> str:
    """What the command prints; an error with all of it where it fails."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "NO_COLOR": "1"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=900)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr


def read_page(file: str, text: str) -> Page:
    """One HTML file, read once for all that is asked of it."""
    tree = lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    ids: list[str] = []
    images, loads, references, values = [], [], [], set()
    head = {"lang": tree.get("lang", ""), "dir": tree.get("dir", "")}
    headings = []
    for element in tree.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        attributes = dict(element.attrib)
        values.update(value for value in attributes.values() if len(value) < 200)
        for words in (element.text, element.tail):
            if words and not words.isspace() and len(words) < 200 and tag not in ("script", "style"):
                values.add(words.strip())
        if "id" in attributes:
            ids.append(attributes["id"])
        if tag == "h1":
            headings.append(" ".join("".join(element.itertext()).split()))
        elif tag == "title" and "title" not in head:
            head["title"] = (element.text or "").strip()
        elif tag == "meta":
            key = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv", "")
            head.setdefault(key, attributes.get("content", ""))
        elif tag == "img":
            images.append(attributes)
        elif tag == "link" and attributes.get("rel") == "canonical":
            head["canonical"] = attributes.get("href", "")
        references += [Reference(file, f"<{tag} {key}>", url) for key, url in _addresses(tag, attributes)]
        wanted = _LOADING.get(tag, ())
        if tag == "link" and set(attributes.get("rel", "").split()) & _LOADING_LINKS:
            wanted = ("href", "imagesrcset")
        loads += [url for key, url in _addresses(tag, attributes) if key in wanted]
        if tag == "style":
            loads += css_addresses(element.text or "")
    kind = tree.find("body").get("class", "").removeprefix("page-") if tree.find("body") is not None else ""
    if "refresh" in head:
        kind = "redirect"
    elif not kind and file.endswith("/card/index.html"):
        kind = "card"
    crumbs = tree.xpath("//nav[contains(@class,'crumbs')]//li")
    return Page(
        file=file,
        kind=kind,
        head=head,
        headings=tuple(headings),
        crumbs=tuple(" ".join("".join(crumb.itertext()).split()) for crumb in crumbs),
        ids=frozenset(ids),
        repeated_ids=tuple(sorted({one for one in ids if ids.count(one) > 1})) if len(set(ids)) < len(ids) else (),
        images=tuple(images),
        loads=tuple(loads),
        references=tuple(references),
        values=frozenset(values),
    )


def _addresses(tag: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every address in an element's attributes, by attribute."""
    for key, value in attributes.items():
        if key in ("href", "src", "poster", "action", "{http://www.w3.org/1999/xlink}href"):
            yield key, value
        elif key in ("srcset", "imagesrcset"):
            yield from ((key, one.split()[0]) for one in value.split(", ") if one.strip())
        elif key == "style":
            yield from ((key, url) for url in css_addresses(value))
        elif key.startswith("data-") and re.match(r"\.{0,2}/|https?://", value):
            yield from [] if " " in value else [(key, value)]
        elif (tag, key) == ("object", "data") or ((tag, key) == ("data", "value") and re.match(r"https?://", value)):
            yield key, value
        elif tag == "meta" and key == "content":
            moved = _META_URL.fullmatch(value) if attributes.get("http-equiv") == "refresh" else None
            if moved or re.match(r"https?://\S+$", value):
                yield key, moved[1] if moved else value


def css_addresses(text: str) -> list[str]:
    """What a style sheet loads."""
    return [next(filter(None, found), "").strip() for found in _CSS_URL.findall(text)]


def loose_references(site: BuiltSite) -> Iterator[Reference]:
    """Addresses in files that are not pages, and absolute ones anywhere: in feeds, data, snippets to copy, metadata."""
    absolute = re.compile(re.escape(site.url) + r"[^\s\"'<>\\\]}{|`]*")
    for file, text in site.texts():
        plain = html.unescape(html.unescape(text)) if file.endswith((".html", ".xml", ".atom", ".opml", ".svg")) else text
        if file.endswith(".vcf"):
            plain = text.replace("\r\n ", "").replace("\n ", "")
        for url in set(absolute.findall(plain)):
            yield Reference(file, "text", url.rstrip(").,;:!?"), fragment_counts=False)
        suffix = Path(file).suffix
        if suffix == ".css":
            yield from (Reference(file, "url()", url) for url in css_addresses(text))
        elif suffix == ".js":
            yield from (Reference(file, "import", url) for url in _JS_IMPORT.findall(text) if url.startswith((".", "/")))
        elif suffix == ".webmanifest":
            data = json.loads(text)
            shortcuts = [one["url"] for one in data.get("shortcuts", ())]
            for url in [data["start_url"], data["scope"], *(icon["src"] for icon in data["icons"]), *shortcuts]:
                yield Reference(file, "manifest", url)
        elif file == "search/index.json":
            for group in json.loads(text).values():
                yield from (Reference("index.html", "search index", row[1]) for row in group if isinstance(row, list))


@contextmanager
def served(folder: Path, prefix: str = "/") -> Iterator[str]:
    """The address under which a folder is served while the block runs, below a path as on a real host."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        extensions_map = {
            **SimpleHTTPRequestHandler.extensions_map,
            ".webmanifest": "application/manifest+json",
            ".woff2": "font/woff2",
            ".webp": "image/webp",
            ".vtt": "text/vtt",
            ".js": "text/javascript",
        }

        def translate_path(self, path: str) -> str:
            if not path.startswith(prefix):
                return str(folder / "outside the site")
            return super().translate_path("/" + path[len(prefix) :])

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:  # the browser left before it had everything
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def nothing(found: Iterable[object]) -> None:
    """An error that shows each thing on a line of its own, where there is any."""
    lines = [str(one) for one in found]
    assert not lines, f"{len(lines)} found:\n" + "\n".join(lines[:30])


def page_types(site: BuiltSite) -> dict[str, str]:
    """One page of each type, of a work one of each medium: what it is, with its path."""
    chosen: dict[str, str] = {}
    for page in site.pages.values():
        if page.kind in ("project", "credits"):
            continue
        name = page.kind
        if name in ("list", "index"):
            name = f"{name} {page.file.partition('/')[0]}"
        chosen.setdefault(name, page.path if page.kind != "not-found" else page.file)
    for file in sorted(site.files):
        if file.endswith("/project.json"):
            medium = site.json(file)["medium"]
            chosen.setdefault(f"project {medium}", file.removesuffix("project.json"))
    longest = max((file for file in site.pages if file.endswith("/credits/index.html")), key=lambda file: len(site.text(file)))
    chosen["credits"] = longest.removesuffix("index.html")
    chosen["project with many credits"] = longest.removesuffix("credits/index.html")
    people = [page.path for page in site.pages.values() if page.kind == "contributor" and page.path.count("/") == 2]
    chosen["contributor"] = max(people, key=lambda path: len(site.text(path + "index.html")))
    chosen.pop("redirect", None)
    return dict(sorted(chosen.items()))

"""Links to other sites, asked whether they still lead anywhere: the only thing that ever uses the network."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from generator.errors import Place, Problem, Severity, code_frame
from generator.plan.embeds import embed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from http.client import HTTPMessage
    from pathlib import Path

_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>\\`|{}\[\]]+", re.IGNORECASE)
_TEXTS: Final = frozenset({".yaml", ".yml", ".md", ".markdown", ".txt", ".csv"})
_LARGEST_BYTES: Final = 1_000_000
_GONE: Final = frozenset({404, 410, 451})
_NO_HEAD: Final = frozenset({400, 403, 404, 405, 406, 501})
"""What servers answer to HEAD that would have answered GET."""
_HOSTS_AT_ONCE: Final = 8
_WAIT_S: Final = 15
_AGENT: Final = "Mozilla/5.0 (compatible; Creditroll link check)"


class Link(NamedTuple):
    """An address as it stands in a file of the content."""

    url: str
    place: Place
    frame: tuple[str, ...]


class Answer(NamedTuple):
    """What became of asking for an address: `gone` is certain, `unsure` may be better tomorrow."""

    gone: str = ""
    unsure: str = ""


class _PrivateError(OSError):
    """The address lies in a private network."""


def external_links(site: Path, own_url: str) -> list[Link]:
    """Every address of another site in the manifests and texts, in the order of files and lines; comments are none."""
    found = []
    folders = [site / "content", site / "config.yaml"]
    files = [file for folder in folders for file in (sorted(folder.rglob("*")) if folder.is_dir() else [folder])]
    for file in files:
        if file.suffix.lower() not in _TEXTS or not file.is_file() or file.stat().st_size > _LARGEST_BYTES:
            continue
        lines = file.read_text("utf-8", "replace").splitlines()
        for number, line in enumerate(lines, 1):
            if file.suffix in {".yaml", ".yml"} and line.lstrip().startswith("#"):
                continue
            for match in _ADDRESS.finditer(line):
                url = _trimmed(match[0])
                if not url.startswith(own_url) and urlsplit(url).hostname:
                    place = Place(file.relative_to(site).as_posix(), number, match.start() + 1, len(url))
                    found.append(Link(url, place, code_frame(lines, place)))
    return found


def _trimmed(text: str) -> str:
    """An address without the punctuation of the sentence that it ends."""
    while text and (text[-1] in ".,;:!?*_~" or (text[-1] == ")" and text.count(")") > text.count("("))):
        text = text[:-1]
    return text


def dead_external_links(
    links: Iterable[Link], progress: Callable[[str, int, int], None], *, private: bool = False
) -> list[Problem]:
    """A warning for each link that leads nowhere, a hint for each that nobody answered for.

    Several hosts are asked at once, each host one question after the other. Addresses in private networks are not asked,
    unless `private` is true: content may come from strangers, and an editor's network is none of theirs.
    """
    by_url: dict[str, list[Link]] = {}
    for link in links:
        by_url.setdefault(link.url.partition("#")[0], []).append(link)
    hosts = [list(urls) for _, urls in groupby(sorted(by_url, key=_host), key=_host)]
    problems: list[Problem] = []
    done = 0
    with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
        for answers in pool.map(lambda urls: [(url, ask(url, private=private)) for url in urls], hosts):
            for url, answer in answers:
                done += 1
                problems.extend(problem for link in by_url[url] for problem in _problems(link, answer))
            progress("links", done, len(by_url))
    return sorted(problems, key=Problem.sort_key)


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _problems(link: Link, answer: Answer) -> Iterator[Problem]:
    if answer.gone:
        hint = "Write where it is now, or take it out; https://web.archive.org may have kept it."
        yield Problem(
            link.place, "dead-external-link", f"{link.url} leads nowhere: {answer.gone}", hint, Severity.WARNING, link.frame
        )
    elif answer.unsure:
        message = f"nobody knows whether {link.url} still leads anywhere: {answer.unsure}"
        yield Problem(link.place, "unanswered-link", message, "Look at it in a browser.", Severity.HINT, link.frame)


def ask(url: str, *, private: bool = False) -> Answer:
    """Whether an address still leads somewhere; for films of services whose pages never say no, the service is asked."""
    known = embed(url).alive
    try:
        status = _status(known or url, "HEAD", private=private)
        if status in _NO_HEAD:
            status = _status(known or url, "GET", private=private)
    except _PrivateError:
        return Answer(unsure="it lies in a private network, which is not asked")
    except urllib.error.URLError as error:
        if isinstance(error.reason, _PrivateError):
            return Answer(unsure="it lies in a private network, which is not asked")
        if isinstance(error.reason, socket.gaierror):
            return Answer(gone="there is no such host")
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            return Answer(unsure="its certificate is not valid")
        return Answer(unsure=f"no connection ({error.reason})")
    except (OSError, ValueError) as error:
        return Answer(unsure=f"no answer ({error})")
    if status in _GONE:
        return Answer(gone=f"the answer is {status}")
    if status >= 400:
        return Answer(unsure=f"the answer is {status}")
    return Answer()


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to public addresses only."""

    def __init__(self, *, private: bool) -> None:
        self._private = private

    def redirect_request(
        self, req: urllib.request.Request, fp: object, code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """The next request, once its host is known to be public."""
        _public(newurl, private=self._private)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _status(url: str, method: str, *, private: bool) -> int:
    """The status of the last answer, redirects followed; the answer itself is not read."""
    _public(url, private=private)
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode() + (f":{parts.port}" if parts.port else "")
    asked = urlunsplit(
        (
            parts.scheme,
            host,
            quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._"),
            quote(parts.query, safe="%/:@!$&'()*+,;=~-._?"),
            "",
        )
    )
    request = urllib.request.Request(asked, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})  # noqa: S310  http(s) only: _ADDRESS
    try:
        with urllib.request.build_opener(_Redirects(private=private)).open(request, timeout=_WAIT_S) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def _public(url: str, *, private: bool) -> None:
    """Raises _PrivateError for a host in a private network, URLError for one that there is not."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise ValueError(f"a redirect leads to {parts.scheme}:")
    if private:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise urllib.error.URLError(error if isinstance(error, socket.gaierror) else str(error)) from error
    if not all(ipaddress.ip_address(str(address[4][0]).partition("%")[0]).is_global for address in found):
        raise _PrivateError

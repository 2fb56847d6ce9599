"""One connection of a browser to the preview."""

from __future__ import annotations

import contextlib
import os
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote

import msgspec

from generator.files import digest
from generator.serve.answers import Folder, Unsatisfiable, answer, media_type, open_file, part
from generator.serve.live import SCRIPT, live, shown_at, unbuilt

if TYPE_CHECKING:
    from typing import BinaryIO

    from generator.serve.channel import News
    from generator.serve.server import PreviewServer

EVENTS = "/_creditroll/events"
_SCRIPTS = frozenset([SCRIPT, "/_creditroll/overlay.js"])
_BEAT = b": still here\n\n"
_FOR_EVER = re.compile(r"/assets/[^/]+\.[0-9a-f]{10}\.[a-z0-9]+")
"""Named by the digest of their bytes."""


class Connection(BaseHTTPRequestHandler):
    """Answers one request after another, until the browser hangs up or is silent for too long."""

    server: PreviewServer
    server_version = "creditroll"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30

    def do_GET(self) -> None:
        """The answer; for HEAD without its body."""
        self._keep = "no-cache"
        if self.headers.get("Content-Length") or self.headers.get("Transfer-Encoding"):
            self.close_connection = True  # a body that nobody reads must not pass for the next request
        if not self._is_welcome():
            return
        path, _, query = self.path.partition("#")[0].partition("?")
        if path == EVENTS:
            self._events(parse_qs(query).get("page", ["/"])[0])
        elif path in _SCRIPTS:
            script = resources.files("generator.serve").joinpath(path.rpartition("/")[2]).read_bytes()
            self._send(HTTPStatus.OK, media_type(path), script)
        elif not path.startswith("/"):
            self._plain(HTTPStatus.BAD_REQUEST, "A path is needed.")
        else:
            self._site(path, query)

    do_HEAD = do_GET  # noqa: N815 - the names that http.server looks for

    def do_POST(self) -> None:
        """Refused: there is nothing to change here."""
        self.close_connection = True
        self.send_response(HTTPStatus.METHOD_NOT_ALLOWED)
        self.send_header("Allow", "GET, HEAD")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST  # noqa: N815 - as above

    def end_headers(self) -> None:
        """With what every answer says: ask again each time, guess nothing, tell no search engine and no other site."""
        self.send_header("Cache-Control", getattr(self, "_keep", "no-store"))
        self.send_header("X-Robots-Tag", "noindex")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Silent: the terminal is for what was built."""

    def _is_welcome(self) -> bool:
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or not self.server.is_ours(hosts[0].strip()):
            self._plain(HTTPStatus.FORBIDDEN, f"This preview is for {self.server.url} only.")
            return False
        origin = self.headers.get("Origin")
        if origin is not None and not (origin.startswith("http://") and self.server.is_ours(origin.removeprefix("http://"))):
            self._plain(HTTPStatus.FORBIDDEN, "Pages of other sites may not read this preview.")
            return False
        return True

    def _events(self, page: str) -> None:
        """What happens, for one page, as server-sent events (HTML Standard, 9.2)."""
        if self.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
            self._plain(HTTPStatus.FORBIDDEN, "Only pages of this preview may listen here.")
            return
        self._keep = "no-store"
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        with contextlib.suppress(OSError):
            self.wfile.write(b"retry: 500\n\n")
            for news in self.server.channel.listen():
                self.wfile.write(_BEAT if news is None else self._event(page, news))

    def _event(self, page: str, news: News) -> bytes:
        shown = shown_at(self.server.root, page, self.server.prefix)
        told = {
            "page": shown.page,
            "styles": shown.styles,
            "changed": news.changed,
            "prefix": self.server.prefix,
            "troubles": news.troubles,
        }
        return b"data: " + msgspec.json.encode(told) + b"\n\n"

    def _site(self, path: str, query: str) -> None:
        found = answer(self.server.root, path, self.server.prefix)
        if isinstance(found, Folder):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", found.address + ("?" + quote(query, safe="=&%+/:;,@~") if query else ""))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        file = open_file(found) if found is not None else None
        if found is None or file is None:
            self._absent()
            return
        with file:
            if found.endswith(".html"):
                self._page(HTTPStatus.OK, file.read())
                return
            if _FOR_EVER.fullmatch(found.removeprefix(self.server.root)):
                self._keep = "max-age=31536000, immutable"
            self._file(file, media_type(found))

    def _absent(self) -> None:
        page = open_file(f"{self.server.root}/404.html")
        if page is not None:
            with page:
                self._page(HTTPStatus.NOT_FOUND, page.read())
        elif self.server.channel.troubles:
            self._page(HTTPStatus.SERVICE_UNAVAILABLE, unbuilt(self.server.channel.troubles))
        else:
            self._plain(HTTPStatus.NOT_FOUND, "Nothing is here.")

    def _page(self, status: HTTPStatus, page: bytes) -> None:
        body = live(page, status)
        self._send(status, media_type("index.html"), body, f'"{digest(body)[:20]}"' if status == HTTPStatus.OK else "")

    def _file(self, file: BinaryIO, kind: str) -> None:
        stat = os.fstat(file.fileno())
        tag = f'"{stat.st_ino:x}-{stat.st_size:x}-{stat.st_mtime_ns:x}"'
        if self._has(tag):
            return
        wanted = None
        if self.command == "GET" and self.headers.get("If-Range", tag) == tag:
            wanted = part(self.headers.get("Range"), stat.st_size)
        if isinstance(wanted, Unsatisfiable):
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{stat.st_size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        first, last = wanted or (0, stat.st_size - 1)
        self.send_response(HTTPStatus.PARTIAL_CONTENT if wanted else HTTPStatus.OK)
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{stat.st_size}")
        self.send_header("Content-Type", kind)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        left = last - first + 1
        if self.command == "HEAD" or not left:
            return
        if self.connection.sendfile(file, first, left) != left:
            self.close_connection = True  # the file became shorter; a cut answer must not pass for a whole one

    def _has(self, tag: str) -> bool:
        """Whether the browser has the very bytes, in which case it is told so."""
        held = self.headers.get("If-None-Match", "")
        if held.strip() != "*" and tag not in [one.strip().removeprefix("W/") for one in held.split(",")]:
            return False
        self.send_response(HTTPStatus.NOT_MODIFIED)
        self.send_header("ETag", tag)
        self.end_headers()
        return True

    def _plain(self, status: HTTPStatus, text: str) -> None:
        self._keep = "no-store"
        self._send(status, media_type("said.txt"), f"{text}\n".encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes, tag: str = "") -> None:
        if tag and self._has(tag):
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

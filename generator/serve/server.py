"""The preview over HTTP, for browsers of this machine."""

from __future__ import annotations

import contextlib
import errno
import html
import ipaddress
import os
import socket
import socketserver
import sys
import traceback
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from generator.errors import UsageError, printable
from generator.serve.answers import Folder, Unsatisfiable, answer, media_type, open_file, part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

    from generator.serve.channel import Channel

EVENTS = "/_creditroll/events"
SCRIPT = "/_creditroll/reload.js"
PORTS = 21
"""How many ports are tried, the given one included."""

_CHUNK_BYTES = 1 << 18
_TAKEN = frozenset([errno.EADDRINUSE])
_WILD = frozenset(["0.0.0.0", "::"])  # noqa: S104 - compared, not bound to
_FAULTY = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Not built yet</title>
<style>body{{font:16px/1.5 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem}}pre{{white-space:pre-wrap}}</style>
<h1>The site could not be built yet</h1>
<p>This page shows it as soon as the following is mended.</p>
<pre>{}</pre>
</html>
"""


class PreviewServer(ThreadingHTTPServer):
    """Answers from one folder; `prefix` may change while it runs."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, root: str, host: str, port: int, channel: Channel) -> None:
        self.root = root
        self.prefix = "/"
        self.channel = channel
        self.host = host
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.script = resources.files("generator.serve").joinpath("reload.js").read_bytes()
        super().__init__((host, port), _Request)
        self.hosts = _hosts(host, self.server_port)

    def server_bind(self) -> None:
        """Bound without asking the network for this machine's name, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.host, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A fault of ours is printed, unbuffered since builds fork while this runs; browsers that hang up are no fault."""
        del request, client_address
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            os.write(2, traceback.format_exc().encode("utf-8", "replace"))

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://{_bracketed(host)}:{self.server_port}/"

    def is_ours(self, host: str) -> bool:
        """Whether a Host header, or the end of an Origin, names this server: a foreign name that resolves to it does not."""
        if host.lower() in self.hosts:
            return True
        if self.host not in _WILD:
            return False
        name, _, port = host.rpartition(":")
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return False
        return port == str(self.server_port)


def bind(root: str, host: str, port: int, channel: Channel, say: Callable[[str], None]) -> PreviewServer:
    """A server on the port, or on the next free one; raises UsageError where there is none."""
    host = host.strip("[]")
    for number in range(port, min(port + PORTS, 65536)):
        try:
            server = PreviewServer(root, host, number, channel)
        except (socket.gaierror, UnicodeError):
            raise UsageError(f"--host {printable(host)}: no such host; try 127.0.0.1") from None
        except PermissionError:
            raise UsageError(f"--port {number} is only for the administrator; choose one above 1023") from None
        except OSError as error:
            if error.errno not in _TAKEN:
                raise UsageError(f"--host {printable(host)} --port {number}: {error.strerror}") from None
            continue
        if number != port:
            say(f"Port {port} is taken; this is port {number}.")
        return server
    raise UsageError(f"ports {port} to {min(port + PORTS - 1, 65535)} are taken; choose another with --port, or 0 for any")


class _Request(BaseHTTPRequestHandler):
    """One connection of a browser."""

    server: PreviewServer
    server_version = "creditroll"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30

    def do_GET(self) -> None:
        """The answer; for HEAD without its body."""
        if self.headers.get("Content-Length") or self.headers.get("Transfer-Encoding"):
            self.close_connection = True  # a body that nobody reads must not pass for the next request
        if not self._is_welcome():
            return
        path = self.path.partition("?")[0].partition("#")[0]
        if path == EVENTS:
            self._events()
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, "text/javascript; charset=utf-8", self.server.script)
        elif not path.startswith("/"):
            self._plain(HTTPStatus.BAD_REQUEST, "A path is needed.")
        else:
            self._site(path)

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
        """With what every answer says: keep nothing, guess nothing, tell no search engine and no other site."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Robots-Tag", "noindex")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Silent: the terminal is for what was built."""

    def _is_welcome(self) -> bool:
        hosts = self.headers.get_all("Host", [])
        if len(hosts) == 1 and self.server.is_ours(hosts[0].strip()):
            return True
        self._plain(HTTPStatus.FORBIDDEN, f"This preview is for {self.server.url} only.")
        return False

    def _is_from_here(self) -> bool:
        origin = self.headers.get("Origin")
        if origin is not None and not (origin.startswith("http://") and self.server.is_ours(origin.removeprefix("http://"))):
            return False
        return self.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}

    def _events(self) -> None:
        if not self._is_from_here():
            self._plain(HTTPStatus.FORBIDDEN, "Only pages of this preview may listen here.")
            return
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        with contextlib.suppress(OSError):
            for event in self.server.channel.events():
                self.wfile.write(event)

    def _site(self, path: str) -> None:
        build = self.server.channel.build  # before the file is opened: a page may be newer than it says, never older
        found = answer(self.server.root, path, self.server.prefix)
        if isinstance(found, Folder):
            query = self.path.partition("?")[2]
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", found.address + ("?" + quote(query, safe="=&%+/:;,@~") if query else ""))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        file = open_file(found) if found is not None else None
        if found is None or file is None:
            self._absent(build)
            return
        with file:
            kind = media_type(found)
            if found.endswith(".html"):
                self._send(HTTPStatus.OK, kind, self._live(file.read(), build))
            else:
                self._file(file, kind)

    def _absent(self, build: str) -> None:
        page = open_file(f"{self.server.root}/404.html")
        kind = "text/html; charset=utf-8"
        if page is not None:
            with page:
                self._send(HTTPStatus.NOT_FOUND, kind, self._live(page.read(), build))
        elif self.server.channel.problems:
            told = html.escape("\n\n".join(self.server.channel.problems))
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, kind, self._live(_FAULTY.format(told).encode(), build))
        else:
            self._plain(HTTPStatus.NOT_FOUND, "Nothing is here.")

    def _live(self, page: bytes, build: str) -> bytes:
        """A page with the script that keeps it up to date; its file never has it."""
        script = f'<script src="{SCRIPT}" data-build="{build}" async></script>\n'.encode()
        end = page.rfind(b"</body>")
        return page + script if end < 0 else page[:end] + script + page[end:]

    def _file(self, file: BinaryIO, kind: str) -> None:
        size_bytes = os.fstat(file.fileno()).st_size
        wanted = None if self.headers.get("If-Range") else part(self.headers.get("Range"), size_bytes)
        if isinstance(wanted, Unsatisfiable):
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size_bytes}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        first, last = wanted or (0, size_bytes - 1)
        self.send_response(HTTPStatus.PARTIAL_CONTENT if wanted else HTTPStatus.OK)
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size_bytes}")
        self.send_header("Content-Type", kind)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        if self.command == "HEAD":
            return
        file.seek(first)
        left = last - first + 1
        while left and (data := file.read(min(left, _CHUNK_BYTES))):
            self.wfile.write(data)
            left -= len(data)
        if left:
            self.close_connection = True  # the file became shorter; a cut answer must not pass for a whole one

    def _plain(self, status: HTTPStatus, text: str) -> None:
        self._send(status, "text/plain; charset=utf-8", f"{text}\n".encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _hosts(host: str, port: int) -> frozenset[str]:
    names: Iterable[str] = {"127.0.0.1", "localhost", "[::1]", _bracketed(host).lower()}
    return frozenset(f"{name}:{port}" for name in names) | frozenset(names if port == 80 else ())


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host

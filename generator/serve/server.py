"""The preview over HTTP, for browsers of this machine."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import os
import socket
import socketserver
import sys
import threading
import traceback
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from generator.errors import UsageError, printable
from generator.serve.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.serve.channel import Channel

PORTS = 21
"""How many ports are tried, the given one included."""
CONNECTIONS = 400
"""How many browsers' connections are held at once; each has a thread."""

_TAKEN = frozenset([errno.EADDRINUSE])
_WILD = frozenset(["0.0.0.0", "::"])  # noqa: S104 - compared, not bound to
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class PreviewServer(ThreadingHTTPServer):
    """Answers from one folder."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_port = False
    request_queue_size = 128

    def __init__(self, root: str, host: str, port: int, channel: Channel, prefix: Callable[[], str]) -> None:
        self.root = root
        self.channel = channel
        self.host = host
        self._prefix = prefix
        self._free = threading.Semaphore(CONNECTIONS)
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), Connection)
        self.hosts = _hosts(host, self.server_port)

    def server_bind(self) -> None:
        """Bound without asking the network for this machine's name, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.host, self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """On a thread of its own while there are any."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
            return
        with contextlib.suppress(OSError):
            request.settimeout(0.1)
            request.sendall(_FULL)
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Until the browser hangs up."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A fault of ours is printed, unbuffered since builds fork while this runs; browsers that hang up are no fault."""
        del request, client_address
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            os.write(2, traceback.format_exc().encode("utf-8", "replace"))

    @property
    def prefix(self) -> str:
        """The path of the site's own address, below which everything stands a second time."""
        return self._prefix()

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


def bind(
    root: str, host: str, port: int, channel: Channel, say: Callable[[str], None], prefix: Callable[[], str] = lambda: "/"
) -> PreviewServer:
    """A server on the port, or on the next free one; raises UsageError where there is none."""
    host = host.strip("[]")
    for number in range(port, min(port + PORTS, 65536)):
        try:
            server = PreviewServer(root, host, number, channel, prefix)
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


def _hosts(host: str, port: int) -> frozenset[str]:
    names: Iterable[str] = {"127.0.0.1", "localhost", "[::1]", _bracketed(host).lower()}
    return frozenset(f"{name}:{port}" for name in names) | frozenset(names if port == 80 else ())


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host

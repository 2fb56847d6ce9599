"""The site live in the browser, built anew at every save."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, NoReturn

from generator.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from generator.serve.rebuild import Preview
    from generator.serve.watch import Watcher

TICK_S = 1.0
MIDNIGHT_S = 60.0
"""How often the day is looked at."""
GRACE_S = 1.7
"""How long an interrupted build may take to tidy up; what it leaves is mended by the next."""


def serve(site: Path, *, host: str = "127.0.0.1", port: int = 8000, open_browser: bool = False, drafts: bool = False) -> None:
    """The site at an address of this machine, until Ctrl-C (KeyboardInterrupt) or SIGTERM (SystemExit).

    Only this thread builds and prints: builds fork, and a child must not find a lock taken by a thread it does not have.
    Raises UsageError where there is no such host or no free port.
    """
    from generator.serve.channel import Channel
    from generator.serve.rebuild import Preview
    from generator.serve.server import bind
    from generator.serve.watch import Watcher

    _end_soon_on_signals()
    channel = Channel()
    preview = Preview(site, channel, _say, drafts=drafts)
    server = bind(os.path.realpath(preview.folder), host, port, channel, _say)
    serving = threading.Thread(target=server.serve_forever, args=(0.1,), name="preview", daemon=True)
    watcher = None
    try:
        if host.strip("[]") not in ("127.0.0.1", "localhost", "::1"):
            _say(f"With --host {host}, everyone who can reach this machine can read the preview.")
        watcher = Watcher(site, _say)
        preview.first()
        server.prefix = preview.prefix
        serving.start()
        print(f"{server.url} shows {printable(str(site))}; every save is there at once. Ctrl-C ends it.", flush=True)  # noqa: T201
        if open_browser:
            threading.Thread(target=_open, args=(server.url,), name="browser", daemon=True).start()
        for changed in _changes(watcher, preview):
            preview.again(changed)
            server.prefix = preview.prefix
    finally:
        channel.close()
        if serving.is_alive():
            server.shutdown()
        server.server_close()
        if watcher is not None:
            watcher.stop()


def _changes(watcher: Watcher, preview: Preview) -> Iterator[frozenset[str]]:
    """What changed, whenever it does; a new day is a change."""
    looked = time.monotonic()
    while True:
        changed = watcher.wait(TICK_S)
        if changed:
            yield changed
        if time.monotonic() - looked >= MIDNIGHT_S:
            looked = time.monotonic()
            if preview.is_of_yesterday():
                yield frozenset({"A new day"})


def _end_soon_on_signals() -> None:
    """Ctrl-C and SIGTERM end the program in time, also in the middle of a build."""
    process = os.getpid()

    def end(number: int, _: FrameType | None) -> NoReturn:
        code = 128 + number
        if os.getpid() != process:
            os._exit(code)  # a worker of a build: its parent tidies up
        guard = threading.Timer(GRACE_S, os._exit, (code,))
        guard.daemon = True
        guard.start()
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(code)

    signal.signal(signal.SIGTERM, end)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else the shell wants it ignored
        signal.signal(signal.SIGINT, end)


def _open(url: str) -> None:
    import webbrowser

    webbrowser.open(url)


def _say(text: str) -> None:
    for line in text.split("\n"):
        print(printable(line), file=sys.stderr, flush=True)  # noqa: T201

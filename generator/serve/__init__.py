"""The site live in the browser, built anew at every save."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

from generator.errors import UsageError, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

    from generator.build.run import Planner
    from generator.serve.rebuild import Preview, Progress
    from generator.serve.watch import Watcher

TICK_S = 1.0
"""How often the day, and whether everything is still there, is looked at."""
GRACE_S = 1.7
"""How long an interrupted build may take to tidy up; what it leaves is mended by the next."""


@contextlib.contextmanager
def _quietly(_: str) -> Iterator[Callable[[str, int, int], None]]:
    """No progress is shown."""
    yield lambda *_: None


def serve(
    site: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    drafts: bool = False,
    planners: tuple[Planner, ...] = (),
    progress: Progress = _quietly,
) -> None:
    """The site at an address of this machine, until Ctrl-C (KeyboardInterrupt) or SIGTERM (SystemExit).

    Only this thread builds and prints: builds fork, and a child must not find a lock taken by a thread it does not have.
    Raises UsageError where there is no such host, no free port, or another preview of this site.
    """
    from generator.build.run import CACHE
    from generator.serve.alone import LiveAlreadyError, alone
    from generator.serve.channel import Channel
    from generator.serve.rebuild import Preview
    from generator.serve.server import bind
    from generator.serve.watch import Watcher

    _end_soon_on_signals()
    with contextlib.ExitStack() as stack:
        try:
            announce = stack.enter_context(alone(site / CACHE))
        except LiveAlreadyError as other:
            if not open_browser or not other.url:
                raise
            _say(f"This site is live already at {other.url}")
            _open(other.url, site)
            return
        channel = Channel()
        preview = Preview(site, channel, _say, drafts=drafts, planners=planners)
        server = bind(os.path.realpath(preview.folder), host, port, channel, _say, lambda: preview.prefix)
        stack.callback(server.server_close)
        preview.url = server.url
        if host.strip("[]") not in ("127.0.0.1", "localhost", "::1"):
            _say(f"With --host {host}, everyone who can reach this machine can read the preview.")
        watcher = Watcher(site, _say)
        stack.callback(watcher.stop)
        preview.first(progress)
        serving = threading.Thread(target=server.serve_forever, args=(0.1,), name="preview", daemon=True)
        serving.start()
        stack.callback(server.shutdown)
        stack.callback(channel.close)
        announce(server.url)
        print(f"{server.url} shows {printable(str(site))}; every save is there at once. Ctrl-C ends it.", flush=True)  # noqa: T201
        if open_browser:
            threading.Thread(target=_open, args=(server.url, site), name="browser", daemon=True).start()
        for changed in _changes(watcher, preview, site):
            preview.again(changed, watcher.has_more)


def _changes(watcher: Watcher, preview: Preview, site: Path) -> Iterator[frozenset[str]]:
    """What changed, whenever it does; a new day is a change."""
    while True:
        changed = watcher.wait(TICK_S)
        if changed:
            yield changed
        elif not site.is_dir():
            raise UsageError(f"{site} is not there any more")
        elif preview.is_of_yesterday():
            yield frozenset({"A new day"})
        elif preview.is_gone():
            yield frozenset({"The preview's folder was taken away"})


def _end_soon_on_signals() -> None:
    """Ctrl-C, SIGTERM and a closed terminal end the program in time, also in the middle of a build."""
    process = os.getpid()
    ending: list[int] = []

    def end(number: int, _: FrameType | None) -> NoReturn:
        code = 128 + number
        if os.getpid() != process or ending:
            os._exit(code)  # a worker of a build, whose parent tidies up; or someone who cannot wait
        ending.append(code)
        guard = threading.Timer(GRACE_S, os._exit, (code,))
        guard.daemon = True
        guard.start()
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(code)

    signal.signal(signal.SIGTERM, end)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # else someone wants it to outlive the terminal
        signal.signal(signal.SIGHUP, end)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else the shell wants it ignored
        signal.signal(signal.SIGINT, end)


def _open(url: str, site: Path) -> None:
    """The browser at the page of the file that was saved last."""
    import webbrowser

    from generator.build.run import PREVIEW
    from generator.serve.addresses import saved_last, seen_at

    page = url + seen_at(site / PREVIEW, saved_last(site))
    try:
        opened = webbrowser.open(page)
    except webbrowser.Error:
        opened = False
    if not opened:
        os.write(2, f"There is no browser to open; this is the address: {page}\n".encode())


def _say(text: str) -> None:
    for line in text.split("\n"):
        print(printable(line), file=sys.stderr, flush=True)  # noqa: T201

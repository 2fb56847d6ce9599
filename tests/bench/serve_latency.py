"""From a saved file to the reloaded page in a browser, with the servers that editors use."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.bench import contestants as who
from tests.bench.contestants import write_title
from tests.bench.measure import FailedRunError
from tests.bench.rounds import Spread, spread
from tests.tools import chromium

if TYPE_CHECKING:
    from tests.bench.contestants import Contestant
    from tests.bench.rows import Size

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
_READY_S = 900
_LIMIT_S = 120
_REST_S = 2.0
"""Between two changes, so that neither server is still busy with the one before."""

_SEEN = """
window.addEventListener("load", () => {
  window.benchSaw(document.querySelector("h1")?.textContent ?? "", performance.timeOrigin + performance.now());
});
"""


def serve_latency(size: Size, count: int) -> dict[str, list[float]]:
    """Milliseconds from a saved title to the moment that the page which shows it has been loaded; one list for each server.

    Both servers run and both pages are open throughout; files are saved in turn, in alternating order. The first change of each
    is not counted: it warms what later ones find warm. Raises FailedRunError.
    """
    from playwright.sync_api import sync_playwright

    pair = [size.contestants[name] for name in (who.OURS, who.HUGO) if name in size.contestants]
    with contextlib.ExitStack() as stack:
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=chromium(), args=list(_ARGUMENTS))
        stack.callback(browser.close)
        tabs = []
        for one in pair:
            address = stack.enter_context(_serving(one))
            tabs.append(_Tab(browser, f"{address}projects/{size.slug}/", one))
        found: dict[str, list[float]] = {one.name: [] for one in pair}
        for number in range(count + 1):
            for tab in tabs if number % 2 == 0 else reversed(tabs):
                time.sleep(_REST_S)
                sys.stderr.write(f"{size.corpus.projects:,} projects, serve: {tab.one.name}, change {number} of {count}\n")
                taken_ms = tab.change(size.slug, f"Served Title {number}")
                if number:
                    found[tab.one.name].append(taken_ms)
        return found


def latencies(found: dict[str, list[float]]) -> tuple[dict[str, Spread], Spread | None]:
    """Median and range of each server; how many times as long Hugo's took, change by change."""
    times = {name: spread(values) for name, values in found.items()}
    if who.HUGO not in found or who.OURS not in found:
        return times, None
    pairs = zip(found[who.HUGO], found[who.OURS], strict=True)
    return times, spread([theirs / mine for theirs, mine in pairs])


class _Tab:
    """One page in a browser, which says when it has been loaded and what its heading is."""

    def __init__(self, browser: Any, address: str, one: Contestant) -> None:
        self.one = one
        self._seen: list[tuple[str, float]] = []
        self._page = browser.new_context().new_page()
        self._page.expose_binding("benchSaw", lambda _source, heading, at_ms: self._seen.append((heading, at_ms)))
        self._page.add_init_script(_SEEN)
        self._page.goto(address, timeout=_LIMIT_S * 1000)
        self._wait(lambda: bool(self._seen))

    def change(self, slug: str, title: str) -> float:
        """Saves a title; milliseconds until the page has been loaded with it."""
        path = self.one.title_file(slug)
        self._seen.clear()
        saved_ms = time.time() * 1000
        write_title(path, title)
        self._wait(lambda: any(heading == title for heading, _ in self._seen))
        return next(at_ms for heading, at_ms in self._seen if heading == title) - saved_ms

    def _wait(self, condition: Any) -> None:
        until = time.monotonic() + _LIMIT_S
        while not condition():
            if time.monotonic() > until:
                shown = self._page.evaluate("[document.querySelector('h1')?.textContent, document.visibilityState].join(', ')")
                raise FailedRunError(f"the page of {self.one.name} did not reload within {_LIMIT_S} s; it is: {shown}")
            self._page.wait_for_timeout(20)


@contextlib.contextmanager
def _serving(one: Contestant) -> Iterator[str]:
    """The address at which a generator's own server shows its site, built and ready."""
    port = _free_port()
    if one.name == who.HUGO:
        command = [one.command[0], "server", "--port", str(port), "--cacheDir", str(one.folder / "cache")]
    else:
        command = [sys.executable, "-m", "generator", "serve", "--site", str(one.folder), "--port", str(port)]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=one.runs_in or one.folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait_until_ready(address, process, one.name)
            yield address
        except FailedRunError as error:
            said.seek(0)
            raise FailedRunError(f"{error}; its server said: {said.read().decode('utf-8', 'replace')[-400:]}") from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait_until_ready(address: str, process: subprocess.Popen[bytes], name: str) -> None:
    until = time.monotonic() + _READY_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise FailedRunError(f"the server of {name} ended with exit code {process.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=60) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise FailedRunError(f"the server of {name} was not ready within {_READY_S} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

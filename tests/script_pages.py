"""Small pages with one of the theme's scripts each, for a real browser."""

from __future__ import annotations

import functools
import html
import json
import shutil
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

STATIC = Path(__file__).parents[1] / "themes" / "playbill" / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))


class Site:
    """Small pages with one of the theme's scripts each, and what was asked of their server."""

    def __init__(self, folder):
        self.folder = folder
        self.asked = []
        self.url = ""
        (folder / "static").mkdir()
        for script in SCRIPTS:
            shutil.copy(script, folder / "static")

    def write(self, path, script, body, words=None, direction="ltr"):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        meta = f'<meta name="creditroll-strings" content="{html.escape(json.dumps(words))}">' if words else ""
        file.write_text(
            f'<!doctype html><html lang="en" dir="{direction}"><meta charset="utf-8"><title>Test</title>{meta}'
            f'<link rel="icon" href="data:,"><script type="module" src="/static/{script}"></script><body>{body}',
            encoding="utf-8",
        )


@contextmanager
def small_site(folder):
    """A site that is served while the test runs."""
    site = Site(folder)

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *words):
            site.asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site.folder)))
    site.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def faultless_page(browser):
    """A page whose scripts must not fail."""
    context = browser.new_context()
    opened = context.new_page()
    faults = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    yield opened
    context.close()
    assert not faults

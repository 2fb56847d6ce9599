"""A small site, and `creditroll serve` on it in a process of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

CONFIG = """\
site: {id: 3f0e1c52-6a0d-4a7b-9a53-0c2f64c9d111, title: Night Desk, url: "https://example.org/anthology/"}
"""
POEM = """\
title: Lamp
medium: poem
summary: A lamp decides to stay.
credits: {author: ana-lima}
"""
MANIFEST = "content/projects/lamp/project.yaml"
WITHIN_S = 60.0
"""No more than a limit: whatever is waited for comes much sooner."""


def make_site(folder):
    files = {
        "config.yaml": CONFIG,
        "content/contributors.yaml": "ana-lima: Ana Lima\n",
        MANIFEST: POEM,
        "content/pages/about.md": "---\ntitle: About\nmenu: true\n---\nWhy we print.\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def make_like(folder, other):
    """A site that remembers what is slow to make, such as fonts, from another."""
    with contextlib.suppress(FileNotFoundError):
        shutil.copytree(other / ".cache", folder / ".cache", ignore=shutil.ignore_patterns("preview*", "secret*", "serve.lock"))
    return make_site(folder)


def until(happened, told=""):
    """What `happened` returns, as soon as it is true."""
    end = time.monotonic() + WITHIN_S
    while not (found := happened()):
        assert time.monotonic() < end, told() if callable(told) else told
        time.sleep(0.02)
    return found


class Serving:
    """The program; it has built the site and answers."""

    def __init__(self, site, *options, environment=None, before=()):
        self.site = site
        self.lines = []
        self.process = subprocess.Popen(
            [*before, sys.executable, "-u", "-m", "generator", "serve", "--site", site, *(options or ("--port", "0"))],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=os.environ | (environment or {}),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            said = self.wait_for(" shows ")
        except AssertionError:
            self.kill()
            raise
        self.port = int(said.split("/ shows ")[0].rpartition(":")[2])
        self.url = f"http://127.0.0.1:{self.port}"

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def told(self):
        return "\n".join(self.lines)

    def wait_for(self, text, since=0):
        end = time.monotonic() + WITHIN_S
        while time.monotonic() < end:
            for line in self.lines[since:]:
                if text in line:
                    return line
            if self.process.poll() is not None and not self._reader.is_alive():
                break
            time.sleep(0.01)
        raise AssertionError(f"{text!r} was not told, but:\n{self.told}")

    def get(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WITHIN_S)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return SimpleNamespace(status=answer.status, headers=answer.headers, body=answer.read())
        finally:
            connection.close()

    def page(self, path):
        return self.get(path).body.decode()

    def raw(self, request):
        """All that is answered to these bytes until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), WITHIN_S) as connection:
            connection.sendall(request)
            answer = b""
            while more := connection.recv(1 << 16):
                answer += more
            return answer

    @contextlib.contextmanager
    def events(self, page="/projects/lamp/"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WITHIN_S)
        connection.request("GET", f"/_creditroll/events?page={page}", headers={"Sec-Fetch-Site": "same-origin"})
        answer = connection.getresponse()
        assert answer.headers["Content-Type"] == "text/event-stream"
        try:
            yield Events(answer)
        finally:
            answer.close()
            connection.close()

    def write(self, name, text):
        (self.site / name).write_text(text, encoding="utf-8")

    def retitle(self, title):
        self.write(MANIFEST, POEM.replace("Lamp", title))

    def threads(self):
        return sum(1 for _ in Path(f"/proc/{self.process.pid}/task").iterdir())

    def end(self, number=signal.SIGINT):
        started = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(WITHIN_S)
        self._reader.join(5)
        self.process.stdout.close()
        return code, time.monotonic() - started

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join(5)
        self.process.stdout.close()


class Events:
    """What a listening page is told, one after another."""

    def __init__(self, answer):
        self._answer = answer

    def next(self):
        while line := self._answer.fp.readline():
            if line.startswith(b"data: "):
                return SimpleNamespace(**json.loads(line[6:]))
        return None

    def next_good(self, than=""):
        """How things are when all is well, and the page another than it was."""
        while True:
            news = self.next()
            if not news.troubles and news.page != than:
                return news

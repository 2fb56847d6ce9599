"""Links to other sites, asked by `creditroll check --external` and by nothing else."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sites import PEOPLE, SiteTest

from generator.build.external import Answer, ask, dead_external_links, external_links
from generator.errors import Severity

ANSWERS = {"/here": 200, "/gone": 404, "/really-gone": 410, "/angry": 500, "/members": 401, "/only-get": 200, "/moved": 301}
LAMP = """\
title: Lamp
medium: poem
credits: {author: ana-lima}
# https://commented.invalid/out
links:
  - {label: Here, url: "BASE/here"}
  - {label: Gone, url: "BASE/gone#part"}
media:
  - embed: BASE/really-gone
"""


@pytest.fixture
def other():
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.command, self.path))
            status = 405 if self.path == "/only-get" and self.command == "HEAD" else ANSWERS[self.path]
            self.send_response(status)
            if status == 301:
                self.send_header("Location", "/gone")
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_what_is_gone_is_told_from_what_is_only_unwilling(other):
    base, _ = other
    answers = {path: ask(base + path, private=True) for path in ANSWERS}
    assert answers["/here"] == answers["/only-get"] == Answer()
    assert answers["/gone"].gone == answers["/moved"].gone == "the answer is 404"
    assert answers["/really-gone"].gone
    assert answers["/angry"] == Answer(unsure="the answer is 500")
    assert answers["/members"] == Answer(unsure="the answer is 401")
    assert ask("https://lamp.invalid/", private=True).gone or ask("https://lamp.invalid/", private=True).unsure


def test_each_dead_link_is_located_in_the_file_it_stands_in(other, tmp_path):
    base, asked = other
    site = SiteTest.of(tmp_path, {**PEOPLE, "content/projects/lamp/project.yaml": LAMP.replace("BASE", base)})
    site.write("content/projects/lamp/description.md", f"[This]({base}/gone), and ({base}/here). And https://example.org/own/.")
    problems = dead_external_links(external_links(site.root, "https://example.org/"), lambda *_: None, private=True)
    assert [(str(one.place), one.severity) for one in problems] == [
        ("content/projects/lamp/description.md:1:8", Severity.WARNING),
        ("content/projects/lamp/project.yaml:7:25", Severity.WARNING),
        ("content/projects/lamp/project.yaml:9:12", Severity.WARNING),
    ]
    assert all(one.code == "dead-external-link" for one in problems)
    assert "^^^^" in str(problems[0])
    assert sorted(path for method, path in asked if method == "HEAD") == ["/gone", "/here", "/really-gone"]


def test_a_private_network_is_never_asked(other, tmp_path):
    base, asked = other
    site = SiteTest.of(tmp_path, {**PEOPLE, "content/projects/lamp/project.yaml": LAMP.replace("BASE", base)})
    told = json.loads(site.run("check", "--external", "--format", "json").out)
    hints = [one for one in told["problems"] if one["code"] == "unanswered-link"]
    assert len(hints) == 3
    assert all("private network" in one["message"] for one in hints)
    site.run("check", "--format", "json")
    assert asked == []

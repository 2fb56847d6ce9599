"""What machines read is valid by the programs that judge it."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from urllib.parse import unquote, urlsplit

import pytest
from site_output import nothing, page_types
from test_in_the_browser import ODD_PAGES
from tools import java, vnu_jar

KNOWN_NOT_TO_BE_WRONG = r".*“fetchpriority”.*"
"""The HTML Standard has this attribute; the checker learns new ones late."""


def checked(site, files: list[str]) -> dict[str, list[str]]:
    """Errors of the Nu HTML Checker: message to files and lines."""
    command = [java(), "-Xss4m", "-jar", str(vnu_jar()), "--format", "json", "--stdout", "--exit-zero-always", "--errors-only"]
    command += ["--filterpattern", KNOWN_NOT_TO_BE_WRONG, *(str(site.output / file) for file in files)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    found = defaultdict(list)
    for message in json.loads(done.stdout)["messages"]:
        if message["type"] != "info":
            file = unquote(urlsplit(message.get("url", "")).path).removeprefix(f"{site.output}/")
            found[message["message"]].append(f"{file}:{message.get('lastLine')}: {message.get('extract', '')[:120]!r}")
    return {text: places[:3] for text, places in found.items()}


def file(path: str) -> str:
    return path if path.endswith(".html") else path + "index.html"


@pytest.mark.parametrize("site", [pytest.param("anthology", marks=pytest.mark.xdist_group("anthology"))], indirect=True)
def test_every_page_of_the_anthology_is_valid_html(site):
    everything = [one for one in site.pages if "/roles/" not in one]
    assert set(map(file, page_types(site).values())) - set(everything) <= set(site.pages)
    nothing(checked(site, everything).items())


@pytest.mark.parametrize("site", [pytest.param("oddities", marks=pytest.mark.xdist_group("oddities"))], indirect=True)
def test_pages_with_everything_odd_in_them_are_valid_html(site):
    nothing(checked(site, [file(path) for path in ODD_PAGES]).items())


@pytest.mark.parametrize("site", [pytest.param("anthology", marks=pytest.mark.xdist_group("anthology"))], indirect=True)
def test_data_files_are_whole(site):
    for name in sorted(site.files):
        if name.endswith((".json", ".webmanifest")):
            assert site.json(name), name

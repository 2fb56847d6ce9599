"""Pages as the preview sends them, with the script that keeps them up to date."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from generator.files import digest
from generator.serve.answers import answer, open_file

if TYPE_CHECKING:
    from generator.serve.channel import Trouble

SCRIPT = "/_creditroll/reload.js"
_SHEET = re.compile(rb"([\w-]+)\.[0-9a-f]{10}\.css\b")
_UNBUILT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Not built yet</title>
<style>
body {{ font: 1.05rem/1.6 system-ui, sans-serif; margin: 12vh auto 4rem; max-width: 40rem; padding: 0 1.25rem }}
h1 {{ font-size: 1.6rem; line-height: 1.25; text-wrap: balance }}
pre {{ font: .875rem/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }}
</style>
</head>
<body>
<h1>The site could not be built yet</h1>
<p>This page shows it as soon as what is wrong is mended and saved.</p>
<noscript><pre>{}</pre></noscript>
</body>
</html>
"""


class Shown(NamedTuple):
    """What a page in the browser shows, told from what it showed before."""

    page: str
    """Another text where the page itself became another; its style sheets do not count."""
    styles: tuple[str, ...]
    """The names of its style sheets, which can be changed without loading it again."""


def shown(page: bytes, status: int) -> Shown:
    """What this page shows. A style sheet's name changes with every byte in it, a page's digest here does not."""
    styles = dict.fromkeys(match[0].decode() for match in _SHEET.finditer(page))
    plain = _SHEET.sub(rb"\1.css", page)
    return Shown(f"{status}-{digest(plain)[:16]}", tuple(styles))


def shown_at(root: str, path: str, prefix: str) -> Shown:
    """What a page of that address would show now."""
    found = answer(root, path, prefix)
    file = open_file(found) if isinstance(found, str) else None
    status = 200
    if file is None:
        file, status = open_file(f"{root}/404.html"), 404
    if file is None:
        return Shown("503", ())
    with file:
        return shown(file.read(), status)


def live(page: bytes, status: int) -> bytes:
    """A page with the script that keeps it up to date; its file never has it."""
    version = "503" if status == 503 else shown(page, status).page
    script = f'<script src="{SCRIPT}" data-page="{version}" async></script>\n'.encode()
    end = page.rfind(b"</body>")
    return page + script if end < 0 else page[:end] + script + page[end:]


def unbuilt(troubles: tuple[Trouble, ...]) -> bytes:
    """The page where there is no last good state of the site."""
    told = "\n\n".join(f"{one.source}:{one.line}:{one.column}: {one.message} {one.hint}" for one in troubles)
    return _UNBUILT.format(html.escape(told)).encode()

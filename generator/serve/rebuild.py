"""One build after another into the preview folder."""

from __future__ import annotations

import re
import time
import traceback
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.build import PREVIEW, Request, build, today
from generator.errors import ContentError, CreditrollError, Problem, Severity, UsageError, printable
from generator.files import mark_preview
from generator.sources.settings import read_config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from generator.build import Built
    from generator.serve.channel import Channel

_FINGERPRINT = re.compile(r"\.[0-9a-f]{10}\.css$")


class Preview:
    """The site as it is now, built again whenever it is told to; the last good state stays where that fails."""

    def __init__(self, site: Path, channel: Channel, say: Callable[[str], None], *, drafts: bool) -> None:
        self.folder = site / PREVIEW
        self.prefix = "/"
        self._site = site
        self._channel = channel
        self._say = say
        self._request = Request(site=site, output=self.folder, drafts=drafts, preview=True, adopt=True)
        self._timezone = "UTC"
        self._day = ""
        self._told: frozenset[Problem] = frozenset()

    def first(self) -> None:
        """Built for the first time; raises what no change of the content can mend."""
        try:
            built = self._build()
        except ContentError as error:
            self._fail(error.problems)
            return
        self._say(
            f"{built.projects} projects by {built.contributors} contributors: {built.pages} pages, {built.outputs} files"
            f" in {built.seconds:.1f} s"
        )
        self._warn(built.problems)
        self._channel.built(changed=True)

    def again(self, changed: frozenset[str]) -> None:
        """Built because sources changed; raises nothing, whatever is wrong with them."""
        started = time.monotonic()
        try:
            built = self._build()
        except ContentError as error:
            self._say(f"{_named(changed)}:")
            self._fail(error.problems)
        except CreditrollError as error:
            self._say(f"{_named(changed)}: {error}")
            self._channel.failed((printable(str(error)),))
        except Exception as error:  # noqa: BLE001 - a fault of ours, or of a theme, must not end the session
            self._say(f"{_named(changed)}: this is a fault in the program:")
            for line in traceback.format_exc().splitlines():
                self._say(f"    {line}")
            told = f"A fault in the program; the terminal has more. {type(error).__name__}: {error}"
            self._channel.failed((printable(told),))
        else:
            count = len(built.report.written) + len(built.report.deleted)
            files = f"{count} file{'' if count == 1 else 's'}" if count else "nothing new"
            self._say(f"{_named(changed)}: {files} in {time.monotonic() - started:.1f} s")
            self._warn(built.problems)
            self._channel.built(changed=bool(count), styles=_styles(changed, built))

    def is_of_yesterday(self) -> bool:
        """Whether the site's day is another than that of the last build."""
        return self._today() not in ("", self._day)

    def _build(self) -> Built:
        self._read_settings()
        self._day = self._today()
        built = build(self._request, waiting=lambda holder: self._say(f"Waiting for {holder}"))
        mark_preview(self.folder)
        return built

    def _read_settings(self) -> None:
        """Time zone and path of the site's address; as before where the configuration is wrong."""
        try:
            config, _ = read_config(self._site, [])
            if config is not None:
                self._timezone = config.site.timezone
                self.prefix = urlsplit(config.site.url).path or "/"
        except (OSError, ValueError):
            return

    def _today(self) -> str:
        try:
            return today(self._timezone)
        except (UsageError, LookupError, ValueError, OSError):
            return ""

    def _fail(self, problems: tuple[Problem, ...]) -> None:
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        for problem in errors:
            self._say(str(problem))
        count = f"{len(errors)} error{'' if len(errors) == 1 else 's'}"
        self._say(f"{count}; the last good state stays until this is mended.")
        self._channel.failed(tuple(str(problem) for problem in errors))

    def _warn(self, problems: tuple[Problem, ...]) -> None:
        """Warnings that were not told before."""
        warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
        for problem in warnings:
            if problem not in self._told:
                self._say(str(problem))
        self._told = frozenset(warnings)


def _named(changed: frozenset[str]) -> str:
    """What changed, in a few words: files rather than the folders they are in."""
    paths = sorted(path for path in changed if not any(other.startswith(path + "/") for other in changed))
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"


def _styles(changed: frozenset[str], built: Built) -> tuple[str, ...]:
    """The new style sheets where nothing else about the site differs, so that pages need not load again."""
    written = [path for path in built.report.written if not path.endswith(".html")]
    old = {_FINGERPRINT.sub("", path) for path in built.report.deleted}
    sheets = all(path.endswith(".css") for path in (*changed, *written, *built.report.deleted))
    return tuple(written) if sheets and {_FINGERPRINT.sub("", path) for path in written} == old else ()

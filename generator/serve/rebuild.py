"""One build after another into the preview folder."""

from __future__ import annotations

import re
import time
import traceback
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.build.run import CACHE, PREVIEW, Request, Workshop, nothing, publish, today
from generator.errors import ContentError, CreditrollError, Problem, Severity, UsageError, printable
from generator.files import STATE, mark_preview
from generator.memo import Memo
from generator.serve.addresses import seen_at
from generator.serve.channel import News, Trouble, plain, trouble
from generator.sources.settings import CONFIG, read_config

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from generator.build.run import Built, Planner
    from generator.files import Report
    from generator.serve.channel import Channel

    Progress = Callable[[str], AbstractContextManager[Callable[[str, int, int], None]]]

_NAMED_ANEW = re.compile(r"\.html$|^assets/.*\.[0-9a-f]{10}\.[a-z0-9]+$")
"""Pages, whose changes are seen in themselves; what has another name when it changes, so that pages name it anew."""
_LOADING_S = 0.05
"""So long open pages have the program to themselves, to load themselves again, before it remembers what it did."""
_MANY = 1000
"""More changed files than this are not told one by one."""


class Preview:
    """The site as it is now, built again whenever it is told to; the last good state stays where that fails."""

    def __init__(
        self, site: Path, channel: Channel, say: Callable[[str], None], *, drafts: bool, planners: tuple[Planner, ...] = ()
    ) -> None:
        self.folder = site / PREVIEW
        self.prefix = "/"
        self.url = ""
        """Where it is shown; said after each build."""
        self._site = site
        self._channel = channel
        self._say = say
        request = Request(
            site=site, output=self.folder, drafts=drafts, preview=True, adopt=True, planners=planners, media_later=True
        )
        self._workshop = Workshop(request, Memo(site / CACHE))
        self._workshop.published = self._show
        self._timezone = "UTC"
        self._path = "/"
        self._day = ""
        self._stands = False
        self._told: frozenset[Problem] = frozenset()

    def first(self, progress: Progress) -> None:
        """Built for the first time; raises what no change of the content can mend."""
        try:
            with progress("text") as step:
                built = self._build(frozenset(), step)
        except ContentError as error:
            self._fail(error.problems)
            return
        who = f"{_many(built.projects, 'project')} by {_many(built.contributors, 'contributor')}"
        what = f"{_many(built.pages, 'page')}, {_many(built.outputs, 'file')}"
        self._say(f"{who}: {what} in {_seconds(built.seconds)}")
        self._tell(built)

    def again(self, changed: frozenset[str], overtaken: Callable[[], bool] = lambda: False) -> None:
        """Built because sources changed; raises nothing, whatever is wrong with them.

        Where it fails but more has been saved meanwhile, nothing is said: a file may have been read half written.
        """
        started = time.monotonic()
        try:
            built = self._build(changed)
        except ContentError as error:
            if not overtaken():
                self._say(f"{_named(changed)}:")
                self._fail(error.problems)
        except CreditrollError as error:
            self._say(f"{_named(changed)}: {error}")
            self._channel.tell(News((Trouble(printable(str(error))),)))
        except OSError as error:  # a file that went away while it was read; what took it away is a change again
            if overtaken():
                return
            told = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            self._say(f"{_named(changed)}: {told}")
            self._channel.tell(News((Trouble(plain(told)),)))
        except Exception as error:  # noqa: BLE001 - a fault of ours, or of a theme, must not end the session
            self._say(f"{_named(changed)}: this is a fault in the program:")
            for line in traceback.format_exc().splitlines():
                self._say(f"    {line}")
            told = f"A fault in the program; the terminal has more. {type(error).__name__}: {error}"
            self._channel.tell(News((Trouble(plain(told)),)))
        else:
            count = len(built.report.written) + len(built.report.deleted)
            files = _many(count, "file") if count else "nothing new"
            where = f", {self.url}{seen_at(self.folder, min(changed))}" if count and len(_leaves(changed)) == 1 else ""
            self._tell(built)
            self._say(f"{_named(changed)}: {files} in {_seconds(time.monotonic() - started)}{where}")

    def is_of_yesterday(self) -> bool:
        """Whether the site's day is another than that of the last build."""
        return self._today() not in ("", self._day)

    def is_gone(self) -> bool:
        """Whether someone took away what was built."""
        gone = self._stands and not (self.folder / STATE / "preview").exists()
        self._stands = self._stands and not gone  # told once, also where it cannot be built again now
        return gone

    def _build(self, changed: frozenset[str], progress: Callable[[str, int, int], None] | None = None) -> Built:
        """The one place where the preview is built; `changed` are paths below the site's folder, folders included."""
        if not changed or CONFIG in changed:
            self._read_settings()
        self._day = self._today()
        hint = frozenset(changed) if changed and all(path.startswith("content/") for path in changed) else None
        built = publish(self._workshop, progress or nothing, lambda holder: self._say(f"Waiting for {holder}"), hint)
        mark_preview(self.folder)
        return built

    def _read_settings(self) -> None:
        """Time zone and path of the site's address; as before where the configuration is wrong."""
        try:
            config, _ = read_config(self._site, [])
            if config is not None:
                self._timezone = config.site.timezone
                self._path = urlsplit(config.site.url).path or "/"
        except (OSError, ValueError):
            return

    def _today(self) -> str:
        try:
            return today(self._timezone)
        except (UsageError, LookupError, ValueError, OSError):
            return ""

    def _fail(self, problems: tuple[Problem, ...]) -> None:
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        self._channel.tell(News(tuple(map(trouble, errors))))
        for problem in errors:
            self._say(str(problem))
        self._say(f"{_many(len(errors), 'error')}; the last good state stays until this is mended.")

    def _show(self, report: Report, problems: tuple[Problem, ...]) -> None:
        """Open pages are told at once."""
        self.prefix = self._path
        self._stands = True
        files = [path for path in (*report.written, *report.deleted) if not _NAMED_ANEW.search(path)]
        self._channel.tell(News(tuple(map(trouble, _warnings(problems))), tuple(files[:_MANY])))
        if files and self._channel.is_heard:
            time.sleep(_LOADING_S)

    def _tell(self, built: Built) -> None:
        """In the terminal, the warnings that were not told before."""
        warnings = _warnings(built.problems)
        for problem in warnings:
            if problem not in self._told:
                self._say(str(problem))
        self._told = frozenset(warnings)


def _warnings(problems: tuple[Problem, ...]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.WARNING]


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _seconds(duration_s: float) -> str:
    return f"{duration_s:.2f} s" if duration_s < 1 else f"{duration_s:.1f} s"


def _leaves(changed: frozenset[str]) -> list[str]:
    """Files rather than the folders they are in."""
    above = {path.rpartition("/")[0] for path in changed}
    return sorted(path for path in changed if path not in above)


def _named(changed: frozenset[str]) -> str:
    """What changed, in a few words."""
    paths = _leaves(changed)
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1:,} more"

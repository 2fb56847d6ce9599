"""Recordings and films encoded once, by as many workers as there are, here or on a cluster."""

from __future__ import annotations

import contextlib
import os
import tempfile
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, wait
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import msgspec

from generator.build.pool import orphaned
from generator.build.published import COPIES, ENCODED, copy_key, copy_measurer
from generator.errors import Place, Problem, Severity, UsageError
from generator.model.media import Encoder, MediaError
from generator.plan.media_outputs import pictures_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from concurrent.futures import Future

    from generator.build.request import Progress
    from generator.memo import Memo
    from generator.model.site import EncodedFile
    from generator.model.tracking import Key
    from generator.plan.shelf import Shelf

    Said = Callable[[EncodedFile, float], None]

LATER: Final = "later"
"""Why an encoding is not there: it is left to another build."""
_FAILED: Final = "unencodable"
_POLL_S: Final = 0.5
_WEIGHTS: Final = {"measure": 0.3, "sprite": 1.0, "opus": 1.0, "mp3": 1.0, "aac": 1.0}
"""How long a second of the source takes, in that of a second of sound; films are weighed by their pixels."""
_FRAME_WEIGHT: Final = 40.0
_PIXELS: Final = 6000
_UNKNOWN_S: Final = 60.0


NO_EXTRA: Final = Problem(
    Place("config.yaml"),
    "no-media-extra",
    "recordings and films are published as they are, without copies for the web, waveforms, posters",
    "pip install 'creditroll[media]' makes them",
    Severity.HINT,
)


class _Failed(msgspec.Struct, frozen=True):
    code: str = ""
    message: str = ""
    hint: str = ""


_CRASHED: Final = _Failed("not-encoded", "it cannot be encoded: the encoder crashed", "Export it again.")


class Encodings:
    """What is encoded, what is not: the memory of it, and the work that is left."""

    def __init__(self, site: Path, memo: Memo, jobs: int, *, later: bool) -> None:
        from generator.render.av import encoder_version

        self.encoder = Encoder(encoder_version(), measure=copy_measurer(site, memo))
        self._site = site
        self._memo = memo
        self._jobs = jobs
        self._later = later
        self.fresh: list[EncodedFile] = []
        """What was encoded since this was last emptied."""

    def prepare(self, wanted: Iterable[tuple[str, EncodedFile]], workers: str, progress: Progress) -> list[Problem]:
        """Everything encoded that is not remembered; what could not be is `missing`, with a located warning each."""
        missing = self.encoder.missing = {}
        problems: list[Problem] = []
        work: dict[str, EncodedFile] = {}
        for key, one in wanted:
            if key in work or self._memo.holds(ENCODED, key):
                continue
            failed = self._memo.struct(_FAILED, key, _Failed, _Failed)
            if failed.code:
                missing[key] = failed.message
                problems.append(_warning(one, failed))
            elif self._later:
                missing[key] = LATER
            else:
                work[key] = one
        for one, failed, final in self._done(list(work.values()), workers, progress):
            missing[one.key] = failed.message
            problems.append(_warning(one, failed))
            if final:
                self._memo.put(_FAILED, one.key, failed)
        self.fresh += [one for key, one in work.items() if key not in missing]
        return list(dict.fromkeys(problems))

    def leave(self, shelf: Shelf, among: Collection[Key] | None) -> None:
        """Where the rest is left to another build, so are the copies of pictures of which one is not remembered.

        `among` are the facts that may have changed where all other copies are there.
        """
        for source_digest, specs, rights in map(shelf.pictures.wanted, pictures_of(shelf, among) if self._later else ()):
            if not all(self._memo.holds(COPIES, copy_key(source_digest, spec, rights)) for spec in specs):
                self.encoder.missing[f"picture {source_digest}"] = LATER

    @property
    def left(self) -> int:
        """How many encodings, and pictures without copies, are left to another build."""
        return sum(reason == LATER for reason in self.encoder.missing.values())

    def _done(self, work: list[EncodedFile], workers: str, progress: Progress) -> Iterator[tuple[EncodedFile, _Failed, bool]]:
        """Each encoding that failed, with whether it always will; what succeeds is remembered at once."""
        if not work:
            return
        bar = _Bar(work, progress)
        work = sorted(work, key=bar.weight, reverse=True)  # the longest first, so that no core waits for one at the end
        with tempfile.TemporaryDirectory(prefix="creditroll-", ignore_cleanup_errors=True) as folder:
            if workers != "local":
                with _cluster(workers) as executor:
                    yield from self._run(executor, work, bar)
                return
            unsure: list[EncodedFile] = []
            with _processes(min(self._jobs, len(work))) as executor:
                for one, failed, final in self._run(executor, work, bar, folder):
                    if failed.code == "crashed":
                        unsure.append(one)
                    else:
                        yield one, failed, final
            for one in unsure:  # one of them brought the others down: each alone tells which
                with _processes(1) as executor:
                    for _, failed, final in self._run(executor, [one], bar, folder):
                        yield one, _CRASHED if failed.code == "crashed" else failed, final

    def _run(
        self, executor: Executor, work: list[EncodedFile], bar: _Bar, folder: str = ""
    ) -> Iterator[tuple[EncodedFile, _Failed, bool]]:
        """As `_done`, by one executor; without a folder for notes, its workers are elsewhere and are sent the bytes."""
        from generator.render.av import encode_task

        waiting: dict[Future[tuple[str, bytes]], EncodedFile] = {}
        queue = iter(work)
        more = True
        while waiting or more:
            while more and len(waiting) < self._jobs * 2:  # not all at once: bytes that are sent take memory
                one = next(queue, None)
                more = one is not None
                if one is None:
                    break
                path = self._site / one.source
                told = f"{folder}/{one.key}" if folder else ""
                try:
                    given: str | bytes = str(path) if folder else path.read_bytes()
                    waiting[executor.submit(encode_task, given, one.mime, one.spec, told)] = one
                except BrokenExecutor:
                    yield one, _Failed("crashed"), False
                except OSError as error:
                    yield one, _Failed("missing-file", f"cannot be read: {error.strerror}"), False
            done, _ = wait(waiting, timeout=_POLL_S, return_when=FIRST_COMPLETED)
            for future in done:
                one = waiting.pop(future)
                bar.finish(one)
                try:
                    version, data = future.result()
                    if version != self.encoder.version:
                        said = "a worker has another version of PyAV than this machine"
                        yield one, _Failed("not-encoded", said, "Install the same versions everywhere."), False
                        continue
                    self._memo.bytes(ENCODED, one.key, lambda data=data: data)  # type: ignore[misc]
                except MediaError as error:
                    yield one, _Failed(error.code, error.message, error.hint), True
                except BrokenExecutor:
                    yield one, _Failed("crashed"), False
                except Exception as error:  # noqa: BLE001  a cluster has errors of its own
                    yield one, _Failed("not-encoded", f"it cannot be encoded: {type(error).__name__}: {error}"[:300]), False
            bar.look(folder, waiting.values())


def _warning(one: EncodedFile, failed: _Failed) -> Problem:
    code = failed.code if failed.code != "crashed" else "not-encoded"
    return Problem(Place(one.source), code, failed.message, failed.hint, Severity.WARNING)


class _Bar:
    """How much of all the work is done, told with the file at hand."""

    def __init__(self, work: Iterable[EncodedFile], progress: Progress) -> None:
        self._weights = {one.key: self.weight(one) for one in work}
        self._total = sum(self._weights.values()) or 1
        self._shares = dict.fromkeys(self._weights, 0.0)
        self._progress = progress

    @staticmethod
    def weight(one: EncodedFile) -> float:
        """How long it takes, in that of a second of sound, as far as the recipe tells."""
        if one.spec.form == "frame":
            return _FRAME_WEIGHT
        known = _WEIGHTS.get(one.spec.form)
        each = known if known is not None else max(1.0, one.spec.width_px * one.spec.height_px / _PIXELS)
        return each * max(one.duration_s or _UNKNOWN_S, 1.0)

    def finish(self, one: EncodedFile) -> None:
        """One is done, or has failed."""
        self._shares[one.key] = 1.0
        self._say(one)

    def look(self, folder: str, busy: Iterable[EncodedFile]) -> None:
        """The shares that workers have written down."""
        for one in busy:
            with contextlib.suppress(OSError, ValueError):
                self._shares[one.key] = float(Path(folder, one.key).read_text("ascii") or 0)
                self._say(one)

    def _say(self, one: EncodedFile) -> None:
        done = sum(self._weights[key] * share for key, share in self._shares.items())
        self._progress(f"encode {PurePosixPath(one.source).name}", round(1000 * done / self._total), 1000)


@contextlib.contextmanager
def _processes(count: int) -> Iterator[Executor]:
    """Processes of this machine that end with this one; a crash of an encoder is theirs alone."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    executor = ProcessPoolExecutor(max(1, count), get_context("spawn"), orphaned, (os.getpid(),))
    try:
        yield executor
    except BaseException:
        for process in list((executor._processes or {}).values()):  # noqa: SLF001  what is under way is not waited for
            process.terminate()
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    """The workers of a Dask scheduler; what a dead worker had in hand is given to another. Raises UsageError."""
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("media.workers names a cluster: install creditroll[cluster], or write local") from error
    try:
        client = Client(address, timeout="15s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError) as error:
        raise UsageError(f"nobody answers at {address}, which media.workers names; or write local") from error
    with client:
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]

"""Texts with times: captions, subtitles, descriptions, chapters, as WebVTT and SubRip have them."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOMENT: Final = r"(?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_TIMES: Final = re.compile(rf"[ \t]*(?P<start>{_MOMENT})[ \t]*-->[ \t]*(?P<end>{_MOMENT})(?:[ \t].*)?")
_OVERRIDE: Final = re.compile(r"\{\\[^}\n]{0,100}\}")
_TAG: Final = re.compile(r"</?[a-zA-Z0-9:.][^>\n]{0,200}>|<>|</>|\{\\[^}\n]{0,100}\}")
_VOICE: Final = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]{1,80})>")
_KEPT: Final = re.compile(r"&lt;(/?(?:b|i|u))&gt;", re.IGNORECASE)
_LONGEST_LINE: Final = 60
_MOST_LINES: Final = 4
_LINES_OF: Final = 42
"""What subtitlers aim at: two lines of at most 42 characters (BBC Subtitle Guidelines say 37, Netflix 42)."""


class Cue(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, array_like=True):
    """A text that is shown for a while."""

    start_s: float
    end_s: float
    text: str
    voice: str = ""
    """Who speaks, where the captions say so."""


class Fault(NamedTuple):
    """What is wrong in a file of cues, at which line of it."""

    line: int
    code: str
    message: str


def read_cues(text: str) -> tuple[list[Cue], list[Fault]]:
    """The cues of a WebVTT or SubRip text in the order they stand, with what is wrong with their form.

    Source: WebVTT (W3C), 6.1 and 6.3; SubRip has no standard: numbers, times with commas, texts.
    """
    cues: list[Cue] = []
    faults: list[Fault] = []
    for line, written, body in _blocks(text):
        times = _TIMES.fullmatch(written)
        start, end = (seconds(times["start"]), seconds(times["end"])) if times is not None else (None, None)
        if start is None or end is None:
            faults.append(Fault(line, "bad-captions", f"“{written.strip()[:60]}” is no pair of times"))
            continue
        if end <= start:
            faults.append(Fault(line, "bad-captions", f"the text at {time_text(start)} ends before it begins"))
            continue
        voice = _VOICE.search("\n".join(body))
        words = _plain("\n".join(body))
        if words:
            cues.append(Cue(start, end, words, " ".join(html.unescape(voice[1]).split()) if voice else ""))
            faults += _long(line, words)
    return cues, faults


def _blocks(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Each pair of times with the number of its line, from 1, and with the lines below it."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = 0
    while at < len(lines):
        if lines[at].startswith(("NOTE", "STYLE", "REGION")) and "-->" not in lines[at]:
            while at < len(lines) and lines[at].strip():
                at += 1
        elif "-->" not in lines[at]:
            at += 1
        else:
            start = at
            at += 1
            while at < len(lines) and lines[at].strip() and "-->" not in lines[at]:
                at += 1
            body = lines[start + 1 : at]
            if at < len(lines) and "-->" in lines[at] and body and body[-1].strip().isdigit():
                body.pop()  # the number of the next one, without a line between them
            yield start + 1, lines[start], body


def _long(line: int, words: str) -> list[Fault]:
    longest = max(len(one) for one in words.split("\n"))
    if longest > _LONGEST_LINE:
        message = f"a line has {longest} characters; more than {_LINES_OF} are hard to read in time"
        return [Fault(line, "long-captions", message)]
    if words.count("\n") >= _MOST_LINES:
        return [Fault(line, "long-captions", f"a text has {words.count(chr(10)) + 1} lines and hides the film")]
    return []


def timing_faults(cues: Sequence[Cue], duration_s: float | None) -> list[str]:
    """What is wrong with the times: out of order, overlapping, after the end; the first of each kind, with how many more."""
    found: dict[str, list[str]] = {}
    for one, other in pairwise(cues):
        if other.start_s < one.start_s:
            said = f"the text at {time_text(other.start_s)} stands after the one at {time_text(one.start_s)}"
            found.setdefault("order", []).append(said)
        elif other.start_s < one.end_s - 0.05 and (one.start_s, one.end_s) != (other.start_s, other.end_s):
            said = f"the text at {time_text(other.start_s)} begins before the one at {time_text(one.start_s)} has ended"
            found.setdefault("overlap", []).append(said)
    if duration_s:
        found["end"] = [
            f"the text at {time_text(cue.start_s)} comes after the end of the film at {time_text(duration_s)}"
            if cue.start_s >= duration_s
            else f"the text at {time_text(cue.start_s)} lasts longer than the film, which ends at {time_text(duration_s)}"
            for cue in cues
            if cue.end_s > duration_s + 1
        ]
    more = {kind: len(said) - 1 for kind, said in found.items()}
    return [said[0] + (f", and {more[kind]} more like it" if more[kind] else "") for kind, said in found.items() if said]


def _plain(text: str) -> str:
    """The words of a cue, without marks of style; lines stay."""
    lines = (" ".join(html.unescape(_TAG.sub("", line)).split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def seconds(text: str) -> float | None:
    """Seconds of a time such as 01:02.500 or 1:00:02,5; nothing where minutes or seconds are more than 59."""
    *above, last = text.replace(",", ".").split(":")
    numbers = [*map(int, above), float(last)]
    if numbers[-1] >= 60 or (len(numbers) == 3 and numbers[1] >= 60):
        return None
    total = 0.0
    for number in numbers:
        total = total * 60 + number
    return round(total, 3)


def time_text(seconds_: float) -> str:
    """A time as WebVTT has it: 00:01:02.500."""
    whole_ms = max(0, round(seconds_ * 1000))
    minutes, rest_ms = divmod(whole_ms, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest_ms // 1000:02}.{rest_ms % 1000:03}"


def written_vtt(cues: Iterable[Cue]) -> str:
    """Cues as WebVTT."""
    parts = ["WEBVTT"]
    for cue in cues:
        words = cue.text.replace("&", "&amp;").replace("<", "&lt;").replace("-->", "--&gt;")
        parts.append(f"{time_text(cue.start_s)} --> {time_text(cue.end_s)}\n{words}")
    return "\n\n".join(parts) + "\n"


def converted_srt(text: str) -> str:
    """A SubRip text as WebVTT; italic, bold and underlined words stay so, what has no times is left out."""
    parts = ["WEBVTT"]
    for _, written, body in _blocks(text):
        times = _TIMES.fullmatch(written)
        start, end = (seconds(times["start"]), seconds(times["end"])) if times is not None else (None, None)
        if start is None or end is None or end <= start:
            continue
        words = _OVERRIDE.sub("", "\n".join(line.strip() for line in body))
        words = html.escape(html.unescape(re.sub(r"</?font[^>\n]{0,200}>", "", words)), quote=False)
        shown = _KEPT.sub(r"<\1>", words)
        parts.append(f"{time_text(start)} --> {time_text(end)}\n{shown}".rstrip("\n"))
    return "\n\n".join(parts) + "\n"

"""What every problem's code means, in plain words."""

from __future__ import annotations

import functools
from importlib.resources import files

import msgspec


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The meaning of one code."""

    title: str
    """What is wrong, in one line."""
    explanation: str
    """Why it matters."""
    mend: str
    """What to do about it."""
    example: str = ""
    """A few lines of YAML, or of the file concerned, that are right."""


@functools.cache
def codes() -> dict[str, Code]:
    """Every code with its meaning, by name; read once, when it is first asked for."""
    data = files("generator.data").joinpath("problems.json").read_bytes()
    return dict(sorted(msgspec.json.decode(data, type=dict[str, Code]).items()))


def explain(code: str) -> str | None:
    """What a code means, as a person reads it; None where there is no such code."""
    meaning = codes().get(code.strip().lower())
    if meaning is None:
        return None
    paragraphs = [f"{code.strip().lower()}: {meaning.title}", meaning.explanation, f"What to do: {meaning.mend}"]
    if meaning.example:
        paragraphs.append("For example:\n\n" + "\n".join(f"    {line}".rstrip() for line in meaning.example.split("\n")))
    return "\n\n".join(paragraphs)


def __getattr__(name: str) -> dict[str, Code]:
    if name == "CODES":
        return codes()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


CODES: dict[str, Code]
"""Every code with its meaning, read when it is first used."""

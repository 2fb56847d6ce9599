"""Accent colours computed and checked for contrast. Source: WCAG 2.2, relative luminance and contrast ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import Place, Problem, Severity

if TYPE_CHECKING:
    from generator.model.theme import Theme

ENOUGH = 4.5


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, background: str) -> str:
    """The colour, moved towards black or white until text in it can be read on the background."""
    target = 0 if luminance(background) > 0.18 else 255
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for step in range(41):
        mixed = [round(c + (target - c) * step / 40) for c in channels]
        candidate = "#" + "".join(f"{c:02x}" for c in mixed)
        if contrast(candidate, background) >= ENOUGH:
            return candidate
    return "#000000" if target == 0 else "#ffffff"


def scheme_colours(theme: Theme) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The accent for light and dark pages with the text colour on it; a warning where the chosen one had to be moved."""
    colours: dict[str, str] = {}
    problems = []
    chosen = theme.chosen.get("accent", "#2f6f6a")
    for scheme, background in (("light", theme.backgrounds.light), ("dark", theme.backgrounds.dark)):
        accent = readable(chosen, background)
        colours[f"accent-{scheme}"] = accent
        colours[f"on-accent-{scheme}"] = "#ffffff" if contrast("#ffffff", accent) >= contrast("#000000", accent) else "#000000"
        if scheme == "light" and accent != chosen.lower():
            message = f"text in {chosen} cannot be read on {background} ({contrast(chosen, background):.1f}:1); {accent} is used"
            hint = f"choose a colour with a contrast of at least {ENOUGH}:1"
            problems.append(Problem(Place("config.yaml"), "low-contrast", message, hint, Severity.WARNING))
    return colours, tuple(problems)

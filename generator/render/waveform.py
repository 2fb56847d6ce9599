"""A recording's waveform as a drawing."""

from __future__ import annotations


def waveform(peaks: tuple[int, ...]) -> bytes:
    """Bars of these heights, 0 to 100, as SVG that stretches to any size; a line where there are none."""
    heights = [max(4, peak) for peak in peaks] or [4] * 100
    bars = "".join(f"M{number * 4}.5 {50 - height / 2:g}v{height}" for number, height in enumerate(heights))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 0 {len(heights) * 4 + 1} 100" preserveAspectRatio="none">'
        f'<path d="{bars}" stroke="#000" stroke-width="2.4" stroke-linecap="butt"/></svg>\n'
    ).encode()

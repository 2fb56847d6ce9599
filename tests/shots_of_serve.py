"""Screenshots of `creditroll serve` while a manifest and a template are broken and mended: python -m tests.shots_of_serve."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.site_output import REPOSITORY
from tests.tools import chromium

sys.path.insert(0, str(Path(__file__).parent))
from serving import Serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

WORK = "projects/lamp-on-the-pontoon"
MANIFEST = f"content/{WORK}/project.yaml"
SIZES_PX = ((1280, 900), (390, 844))


def main() -> int:
    """Five states in both sizes, light and dark: good, a broken manifest, mended, a broken template, mended."""
    from playwright.sync_api import sync_playwright

    shots = REPOSITORY / "shots"
    shots.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder, "site")
        for name in ("content", "themes"):
            shutil.copytree(REPOSITORY / name, site / name)
        shutil.copy(REPOSITORY / "config.yaml", site)
        serving = Serving(site)
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for width_px, height_px in SIZES_PX:
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width_px, "height": height_px}, color_scheme=scheme, reduced_motion="reduce"
                )
                page = context.new_page()
                with page.expect_response("**/_creditroll/events*"):
                    page.goto(f"{serving.url}/{WORK}/")
                _states(page, site, lambda name, page=page, end=f"{width_px}-{scheme}": _shot(page, shots, f"serve-{name}-{end}"))
                context.close()
        browser.close()
        serving.kill()
    sys.stdout.write(f"20 pictures in {shots}\n")
    return 0


def _shot(page: Page, shots: Path, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=shots / f"{name}.png")


def _states(page: Page, site: Path, shot: Callable[[str], None]) -> None:
    shot("1-good")
    for number, (name, path, good, bad) in enumerate(
        (
            ("manifest", MANIFEST, "\ncredits:", "\ncredtis:"),
            ("template", "themes/playbill/templates/project.html", "view.card", "view.kard"),
        )
    ):
        file = site / path
        text = file.read_text("utf-8")
        assert good in text, f"{path} has no {good.strip()}"
        file.write_text(text.replace(good, bad, 1), "utf-8")
        page.wait_for_function("() => [...document.querySelectorAll('*')].some((one) => one.shadowRoot)", timeout=60_000)
        page.wait_for_timeout(300)
        shot(f"{2 + 2 * number}-broken-{name}")
        file.write_text(text, "utf-8")
        page.wait_for_function("() => ![...document.querySelectorAll('*')].some((one) => one.shadowRoot)", timeout=60_000)
        page.wait_for_timeout(300)
        shot(f"{3 + 2 * number}-mended")


if __name__ == "__main__":
    raise SystemExit(main())

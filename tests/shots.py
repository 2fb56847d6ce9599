"""Screenshots of each type of page of the bundled anthology into shots/: `python -m tests.shots [page ...]`."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tests.site_output import ANTHOLOGY_URL, REPOSITORY, served
from tests.tools import chromium

PAGES = (
    "",
    "projects/",
    "projects/crossing-by-lamplight/",
    "projects/crossing-by-lamplight/credits/",
    "projects/crossing-by-lamplight/pencil-test/",
    "projects/eleven-windows/",
    "projects/proof-sheets/",
    "projects/small-book-of-lamps/",
    "projects/slack-water-songs/",
    "projects/pontoon-lamp-song/",
    "projects/tide-tables/",
    "projects/lamp-on-the-pontoon/",
    "projects/lamp-on-the-pontoon/poem-ja/",
    "projects/misbah-ala-al-marsa/",
    "projects/slack-water-review-1/",
    "projects/what-the-fog-keeps/",
    "contributors/",
    "contributors/amara-okafor/",
    "collections/night-pieces/",
    "roles/",
    "search/?q=lamp",
    "feeds/",
    "about/",
    "404.html",
)
DRAWN = """async () => {
  const there = (one) => one.complete ? null : new Promise((done) => { one.onload = one.onerror = done; });
  for (const one of document.images) Object.assign(one, { loading: "eager", decoding: "sync" });
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo(0, y); // `sizes=auto` measures what is near the window
    await new Promise(requestAnimationFrame);
  }
  await Promise.all([document.fonts.ready, ...[...document.images].map(there)]);
  await Promise.all([...document.images].map((one) => one.decode().catch(() => {})));
  scrollTo(0, 0);
}"""
SIZES_PX = ((1280, 900), (390, 844))


def main() -> int:
    """Every page in both sizes, light and dark."""
    from playwright.sync_api import sync_playwright

    pages = sys.argv[1:] or PAGES
    shots = REPOSITORY / "shots"
    shots.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        command = [sys.executable, "-m", "generator", "build", "--site", str(REPOSITORY), "--output", str(output)]
        subprocess.run(command, check=True)
        with served(output, urlsplit(ANTHOLOGY_URL).path) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
            for width_px, height_px in SIZES_PX:
                for scheme in ("light", "dark"):
                    context = browser.new_context(
                        viewport={"width": width_px, "height": height_px}, color_scheme=scheme, reduced_motion="reduce"
                    )
                    page = context.new_page()
                    for path in pages:
                        page.goto(address + path)
                        page.evaluate(DRAWN)
                        name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"
                        page.screenshot(path=shots / f"{name}-{width_px}-{scheme}.png", full_page=True)
                    context.close()
            browser.close()
    sys.stdout.write(f"{len(pages) * 4} pictures in {shots}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

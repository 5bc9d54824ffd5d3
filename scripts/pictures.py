"""Make the pictures that the README shows, of the seed world: python scripts/pictures.py

Needs chromium and the ``dev`` extra.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from citygraph.lens import Lens
from citygraph.viewer import write_page
from citygraph.world import World

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
SHOWN = {"page.png": "#view=network&path=iznik,osh"}


def main() -> None:
    """Look at the seed world's page, and keep what is seen."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "page.html"
        write_page(World(ROOT / "graph").view, page_file, Lens(), title="Jingdezhen and its ties")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 760}, reduced_motion="reduce")
        for name, address in SHOWN.items():
            page.goto(page_file.as_uri() + address)
            page.wait_for_timeout(500)
            page.screenshot(path=IMAGES / name)
        browser.close()


if __name__ == "__main__":
    main()

"""A real browser, without a network: Debian's chromium, which looks at pages from files."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from conftest import need

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where it is missing the test skips and says so, in CI it fails."""
    need(CHROMIUM, "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def looking(browser: Browser, file: Path, hash: str = "", **context: Any) -> Iterator[Page]:
    """A page in a window of its own. Whatever it complains of, asks a network for or opens, fails the test."""
    wrong: list[str] = []
    window = browser.new_context(**{"viewport": WIDE, "offline": True, "accept_downloads": True, **context})
    page = window.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    window.on("request", lambda request: wrong.append(request.url) if not _is_local(request.url) else None)
    page.goto(file.as_uri() + hash)
    yield page
    window.close()
    assert wrong == []


def _is_local(url: str) -> bool:
    return url.startswith(("file:", "blob:"))

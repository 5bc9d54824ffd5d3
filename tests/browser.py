"""A real browser, without a network: Debian's chromium, which looks at pages from files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


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

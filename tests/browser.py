"""A real browser, without a network: Debian's chromium, which looks at pages from files."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

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


Colour = tuple[int, int, int]


def pixels(page: Page, what: Locator | None = None) -> list[list[Colour]]:
    """What is on the screen, or of an element there, row by row, in pixels of the page."""
    box = what.bounding_box() if what else None
    png = page.screenshot(**({"clip": box} if box else {}))
    wide, packed, at = int.from_bytes(png[16:20]), b"", 8
    assert png[24:26] == b"\x08\x02", "8 bits of red, green and blue"
    while at < len(png):
        size = int.from_bytes(png[at : at + 4])
        packed += png[at + 8 : at + 8 + size] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += size + 12
    plain, above, rows = zlib.decompress(packed), bytes(3 * wide), []
    for start in range(0, len(plain), 3 * wide + 1):
        row = bytearray(plain[start + 1 : start + 1 + 3 * wide])
        for place in range(3 * wide):
            left, up, corner = (row[place - 3], above[place], above[place - 3]) if place > 2 else (0, above[place], 0)
            row[place] = (row[place] + _guess(plain[start], left, up, corner)) % 256
        above = bytes(row)
        rows.append([(row[at], row[at + 1], row[at + 2]) for at in range(0, 3 * wide, 3)])
    return rows


def _guess(filter: int, left: int, up: int, corner: int) -> int:
    """What PNG expects of a byte, from those beside it; the file has the differences."""
    if filter < 4:
        return (0, left, up, (left + up) // 2)[filter]
    return min((left, up, corner), key=lambda value: abs(left + up - corner - value))

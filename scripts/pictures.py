"""Make the pictures that README and docs show, of the seed world, and of the world with a tie of each status.

PYTHONPATH=tests python scripts/pictures.py

Needs chromium and the ``dev`` extra.
"""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import statuses
from citygraph.world import World
from conftest import citygraph

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
PAGE = "#view=network&path=iznik,osh"
COMMANDS = ("citygraph map --path Iznik Osh", "citygraph neighbors Iznik --tree --hops 2 --group agreement")
COLUMNS = 96
DARK = TerminalTheme(
    (24, 28, 34), (222, 226, 230),
    [(24, 28, 34), (224, 108, 97), (126, 186, 121), (222, 180, 96), (97, 164, 224), (206, 122, 196), (86, 192, 192),
     (222, 226, 230)],
    [(120, 128, 138), (240, 128, 117), (146, 206, 141), (240, 200, 116), (117, 184, 244), (226, 142, 216),
     (106, 212, 212), (255, 255, 255)],
)  # fmt: skip


def main() -> None:
    """Draw the picture, and take screenshots of the page and of a terminal."""
    world = World(ROOT / "graph")
    world.draw(IMAGES / "ties.svg", form="network")
    citygraph("draw", IMAGES / "path.svg", "--path", "Iznik", "Osh", "--map")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        world.write_page(file, title="Jingdezhen and its ties")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        look_at_page(browser, file, PAGE, IMAGES / "page.png")
        look_at_terminal(browser, COMMANDS, IMAGES / "terminal.png")
        World(statuses.GRAPH).write_page(file, ego=statuses.HUB, title="A tie of each status (invented)")
        look_at_page(browser, file, "#view=map", IMAGES / "statuses-page.png")
        map = f"citygraph map {statuses.HUB} --kind sister-city"
        graph = f" --graph {statuses.GRAPH}"
        look_at_terminal(browser, [map], IMAGES / "statuses-terminal.png", more=graph, NO_COLOR="1")
        browser.close()


def look_at_page(browser: Browser, file: Path, hash: str, image: Path) -> None:
    """The page as it is at an address."""
    page = browser.new_page(viewport={"width": 1280, "height": 760}, reduced_motion="reduce")
    page.goto(file.as_uri() + hash)
    page.wait_for_timeout(500)
    page.screenshot(path=image)


def look_at_terminal(browser: Browser, commands: Iterable[str], image: Path, more: str = "", **variables: str) -> None:
    """Commands and what they answer in a terminal, in its colours. They are run with ``more`` arguments."""
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"), color_system="truecolor")  # noqa: SIM115
    for command in commands:
        console.print(Text.assemble(("$ ", "green"), (command, "bold")))
        console.print(Text.from_ansi(in_terminal(command + more, **variables)))
        console.print()
    code = console.export_html(theme=DARK, inline_styles=True, code_format="{code}")
    style = "margin: 0; padding: 18px 22px; width: max-content; font: 14px/18px DejaVu Sans Mono;"
    style += "background: rgb(24, 28, 34); color: rgb(222, 226, 230);"
    page = browser.new_page(viewport={"width": 10, "height": 10}, device_scale_factor=1.5)
    page.set_content(f'<body style="margin: 0"><pre style="{style}">{code}</pre>')
    page.locator("pre").screenshot(path=image)


def in_terminal(command: str, **variables: str) -> str:
    """What a command prints to people."""
    leader, follower = pty.openpty()
    environment = {
        **os.environ,
        "COLUMNS": str(COLUMNS),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        **variables,
    }
    arguments = [sys.executable, "-m", *command.split()]
    with subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=follower, stderr=follower):
        os.close(follower)
        seen = b""
        try:
            while chunk := os.read(leader, 65536):
                seen += chunk
        except OSError:  # it has ended
            pass
    os.close(leader)
    return seen.decode().replace("\r\n", "\n").rstrip()


if __name__ == "__main__":
    main()

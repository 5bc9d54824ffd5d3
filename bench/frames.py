"""``python -m bench.frames``: how long a frame of the page takes, beside frames of sigma and of force-graph.

All show the same nodes and ties in the same places, in the same headless chromium, which does not wait for a screen;
all are moved and zoomed a little from frame to frame, and take turns. A frame's time is that from one animation
frame to the next. The others have no map: ours, with its outline of land and its great circles, is set beside the same
frames. Beyond some number of ties our page draws them on a bitmap, which it moves; ``drawn anew`` is a frame in which
it draws them all. Needs chromium, the ``dev`` extra and ``npm install --prefix bench/pages --no-package-lock``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bench import worlds
from citygraph.domain.lens import Lens
from citygraph.outputs.page import write_page
from citygraph.world import World

PAGES = Path(__file__).parent / "pages"
OTHERS = ("sigma", "force-graph")
FLAGS = ["--no-sandbox", "--disable-frame-rate-limit", "--disable-gpu-vsync", "--enable-unsafe-swiftshader"]
LARGE = 100_000
WINDOW: ViewportSize = {"width": 1440, "height": 900}
FRAMES = """async ([frames, most]) => {
    const times = [], begun = performance.now();
    for (let frame = 0; frame < frames && performance.now() - begun < most; frame++) {
        const start = performance.now();
        window.move(Math.sin(frame / 5));
        await new Promise(requestAnimationFrame);
        times.push(performance.now() - start);
    }
    return times.slice(times.length > 8 ? 5 : 1);
}"""
MOST = 6000
"""Milliseconds after which no further frame is measured."""
OURS = """() => {
    PAGE.show("network");
    PAGE.stage.showAtOnce("network");
    PAGE.filters.chosenLeast = 1;
    PAGE.update(true);
    return {
        nodes: NODES.map((node) => [node.id, node.name, ...node.spot, PAGE.stage.radius(node)]),
        ties: TIES.map((tie) => [tie.from.id, tie.to.id, DATA.style.lines[tie.kind.group].light]),
    };
}"""
VIEWS = ("network", "map")
SHOW = """([view, isAnew]) => {
    const { stage, filters } = PAGE;
    PAGE.show(view);
    stage.share = view === "map" ? 1 : 0;
    const start = { ...stage.over(view, filters.nodes) };
    stage.whole[view] = { ...start };
    window.move = (share) => {
        Object.assign(stage.cameras[view], {
            x: start.x + 30 / start.scale * share, scale: start.scale * (1 + 0.3 * Math.abs(share)),
        });
        if (isAnew) stage.arranged++;
        stage.draw();
    };
    window.move(0);
}"""
REST = 2500
"""Milliseconds in which a page of many ties comes to rest."""


def main() -> None:
    """Measure, and print one line for each world and each way to draw it."""
    parser = argparse.ArgumentParser(prog="python -m bench.frames", description=str(__doc__).split("\n\n")[0])
    parser.add_argument("graph", nargs="*", type=Path, help=f"graph folders, beside a world of {LARGE:,} ties")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--frames", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        worlds.write(Path(folder) / "large", LARGE, "csv")
        for graph in (*asked.graph, Path(folder) / "large/graph"):
            compare(browser, Path(folder), graph, asked.rounds, asked.frames)
        browser.close()


def compare(browser: Browser, folder: Path, graph: Path, rounds: int, frames: int) -> None:
    """Print our median frame, in milliseconds and in medians of the others, for each way to draw a world."""
    file = folder / "ours.html"
    summary = write_page(World(graph, cache=False).view, file, Lens(), title="Frames")
    page = _opened(browser, file)
    shown = page.evaluate(OURS)
    others = {name: _opened(browser, page_of(name, folder / f"{name}.html", shown)) for name in OTHERS}
    page.wait_for_timeout(REST)
    ours: dict[str, list[float]] = defaultdict(list)
    theirs: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for name, other in others.items():
            other.bring_to_front()
            theirs[name].append(statistics.median(other.evaluate(FRAMES, [frames, MOST])))
        page.bring_to_front()
        for view in VIEWS:
            for way in ("", ", drawn anew"):
                page.evaluate(SHOW, [view, bool(way)])
                page.wait_for_timeout(REST)
                ours[view + way].append(statistics.median(page.evaluate(FRAMES, [frames, MOST])))
    print(f"{summary.nodes:,} nodes, {summary.ties:,} ties, a page of {summary.bytes / 1e6:.1f} MB", flush=True)
    for name, times in theirs.items():
        print(f"  {name}: {statistics.median(times):.0f} ms here", flush=True)
    for way, times in ours.items():
        ratios = (
            f"{_spread([mine / its for mine, its in zip(times, theirs[name], strict=True)])} of {name}"
            for name in OTHERS
        )
        print(f"  {way}: {statistics.median(times):.0f} ms here, {', '.join(ratios)}", flush=True)
    for opened in (page, *others.values()):
        opened.close()


def _spread(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def _opened(browser: Browser, file: Path) -> Page:
    page = browser.new_page(viewport=WINDOW)
    page.set_default_timeout(120_000)
    page.goto(file.as_uri())
    return page


def page_of(name: str, file: Path, shown: dict[str, Any]) -> Path:
    """A page that shows the same with another library."""
    script = subprocess.run(
        [PAGES / "node_modules/.bin/esbuild", PAGES / f"{name}.js", "--bundle", "--minify", "--format=iife"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    data = json.dumps(shown).replace("<", "\\u003c")
    file.write_text(
        '<!doctype html><meta charset="utf-8"><style>body{margin:0}#stage{width:100vw;height:100vh}</style>'
        f'<div id="stage"></div><script id="data" type="application/json">{data}</script><script>{script}</script>',
        encoding="utf-8",
    )
    return file


if __name__ == "__main__":
    main()

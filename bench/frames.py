"""``python -m bench.frames``: how long a frame of the page takes, beside one of a page made with sigma.js.

Both show the same nodes and ties in the same places, in the same headless chromium, which does not wait for a screen;
both are moved and zoomed a little from frame to frame. They take turns. Sigma has no map: ours, with its outline of
land and its great circles, is set beside the same frame. A frame's time is that from one animation
frame to the next. Needs chromium, the ``dev`` extra and ``npm install --prefix bench/sigma --no-package-lock``.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from citygraph.domain.lens import Lens
from citygraph.outputs.page import write_page
from citygraph.world import World

SIGMA = Path(__file__).parent / "sigma"
FLAGS = ["--no-sandbox", "--disable-frame-rate-limit", "--disable-gpu-vsync", "--enable-unsafe-swiftshader"]
SIZES = (1_000, 20_000)
FRAMES = """async (frames) => {
    const times = [];
    for (let frame = 0; frame < frames; frame++) {
        const start = performance.now();
        window.move(Math.sin(frame / 5));
        await new Promise(requestAnimationFrame);
        times.push(performance.now() - start);
    }
    return times.slice(5);
}"""
OURS = """() => {
    PAGE.filters.chosenLeast = 1;
    PAGE.update(true);
    return {
        nodes: NODES.map((node) => [node.id, node.name, ...node.spot, PAGE.stage.radius(node)]),
        ties: TIES.map((tie) => [tie.from.id, tie.to.id, DATA.style.lines[tie.kind.group].light]),
    };
}"""
VIEWS = ("network", "map")
SHOW = """(view) => {
    const { stage, filters } = PAGE;
    PAGE.show(view);
    stage.share = view === "map" ? 1 : 0;
    const start = { ...stage.over(view, filters.nodes) };
    window.move = (share) => {
        Object.assign(stage.cameras[view], {
            x: start.x + 30 / start.scale * share, scale: start.scale * (1 + 0.3 * Math.abs(share)),
        });
        stage.draw();
    };
}"""


def main() -> None:
    """Measure, and print one line for each size."""
    parser = argparse.ArgumentParser(prog="python -m bench.frames", description=str(__doc__).split("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--frames", type=int, default=45)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for ties in SIZES:
            for view, ratios in compare(browser, Path(folder), ties, asked.rounds, asked.frames).items():
                low, *_, high = sorted(ratios)
                middle = statistics.median(ratios)
                print(f"{ties:,} ties, {view}: {middle:.2f} of sigma's frame ({low:.2f} to {high:.2f})", flush=True)
        browser.close()


def compare(browser: Browser, folder: Path, ties: int, rounds: int, frames: int) -> dict[str, list[float]]:
    """Our median frame in each view, in medians of sigma's, of each round."""
    ours = folder / f"{ties}.html"
    size = write_page(World(made(folder / str(ties), ties), cache=False).view, ours, Lens(), title="Frames").bytes
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(ours.as_uri())
    shown = page.evaluate(OURS)
    page.wait_for_timeout(1500)
    other = browser.new_page(viewport={"width": 1440, "height": 900})
    other.goto(sigma_page(folder / f"{ties}-sigma.html", shown).as_uri())
    other.wait_for_timeout(1500)
    ratios: dict[str, list[float]] = {view: [] for view in VIEWS}
    for _ in range(rounds):
        other.bring_to_front()
        theirs = statistics.median(other.evaluate(FRAMES, frames))
        page.bring_to_front()
        for view in VIEWS:
            page.evaluate(SHOW, view)
            page.wait_for_timeout(1500)  # the change from view to view is over
            ratios[view].append(statistics.median(page.evaluate(FRAMES, frames)) / theirs)
    print(f"{ties:,} ties: a page of {size / 1e6:.2f} MB; sigma's last median {theirs:.1f} ms here")
    page.close()
    other.close()
    return ratios


def made(folder: Path, ties: int) -> Path:
    """A world of so many sister-city ties among half as many cities, some of which have many."""
    chance = random.Random(1)
    folder.mkdir()
    cities = ties // 2
    rows = (
        f"c{at},City {at},CN,{chance.uniform(-50, 65):.2f}; {chance.uniform(-180, 180):.2f}" for at in range(cities)
    )
    (folder / "cities.csv").write_text("id,name,country,coordinates\n" + "\n".join(rows) + "\n", encoding="utf-8")
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < ties:
        one, other = int(cities * chance.random() ** 2), chance.randrange(cities)
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    kinds = ("sister-city", "exchange", "cooperation-agreement")
    lines = (f"{chance.choice(kinds)},c{one},c{other},{chance.randint(1950, 2024)},s" for one, other in sorted(pairs))
    (folder / "ties.csv").write_text("kind,from,to,since,source\n" + "\n".join(lines) + "\n", encoding="utf-8")
    (folder / "sources.csv").write_text("id,title\ns,Made for the bench\n", encoding="utf-8")
    return folder


def sigma_page(file: Path, shown: dict[str, Any]) -> Path:
    """A page that shows the same with sigma."""
    script = subprocess.run(
        [SIGMA / "node_modules/.bin/esbuild", SIGMA / "page.js", "--bundle", "--minify", "--format=iife"],
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

"""A page of so many ties that they are drawn on plates, which move with the camera: what is seen is the same."""

import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser import looking
from citygraph.domain.lens import Lens
from citygraph.outputs.page import write_page
from citygraph.world import World

CITIES, TIES = 700, 5400
AT_ONCE = """() => {
    const { stage } = PAGE, { width, height } = stage.canvas;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    stage.paintNow();
    const names = stage.labels.placed.map(({ text, x, y }) => [text, Math.round(x), Math.round(y)]);
    context.drawImage(stage.canvas, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    stage.paint(new CanvasSurface(context, 1));
    const { data: other } = context.getImageData(0, 0, width, height);
    const ground = (stage.drawn === "map" ? [stage.paper.sea, stage.paper.land] : [stage.paper.ground])
        .map((color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)));
    const isNear = (color, pixels, at) => color.every((part, n) => Math.abs(part - pixels[at + n]) <= 10);
    const isInk = (pixels, at) => !ground.some((color) => isNear(color, pixels, at));
    const cells = new Map();
    let unlike = 0;
    for (let at = 0; at < data.length; at += 4) {
        const [x, y] = [at / 4 % width, Math.floor(at / 4 / width)];
        const cell = Math.floor(x / 24) + 1000 * Math.floor(y / 24);
        const ink = cells.get(cell) || cells.set(cell, [0, 0]).get(cell);
        ink[0] += isInk(data, at);
        ink[1] += isInk(other, at);
        unlike += [0, 1, 2].some((n) => Math.abs(data[at + n] - other[at + n]) > 32);
    }
    return {
        unlike: unlike / (width * height),
        lost: [...cells.values()].filter(([here, there]) => there > 40 && here < 8).length,
        drawn: [...cells.values()].filter(([, there]) => there > 40).length,
        names: [names, stage.labels.placed.map(({ text, x, y }) => [text, Math.round(x), Math.round(y)])],
    };
}"""
"""What the window shows, and what it would show if all were drawn anew: the share of pixels that differ, the number of
places where something ought to be and nothing is, and the names."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance, folder = random.Random(3), tmp_path_factory.mktemp("many")
    places = [(chance.uniform(-40, 65), chance.uniform(-170, 170)) for _ in range(CITIES)]
    rows = (f"c{n},City {n},FR,{north:.2f}; {east:.2f}" for n, (north, east) in enumerate(places))
    (folder / "cities.csv").write_text("id,name,country,coordinates\n" + "\n".join(rows) + "\n", encoding="utf-8")
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < TIES:
        one, other = int(CITIES * chance.random() ** 2), chance.randrange(CITIES)
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    lines = (
        f"{chance.choice(('sister-city', 'exchange'))},c{one}; c{other},{chance.choice(('active', 'ended', ''))}"
        for one, other in sorted(pairs)
    )
    (folder / "ties.csv").write_text("kind,between,status\n" + "\n".join(lines) + "\n", encoding="utf-8")
    write_page(World(folder, cache=False).view, folder / "page.html", Lens(), title="Many")
    return folder / "page.html"


def rest(page: Page) -> None:
    for _ in range(400):
        if page.evaluate("(({ plates }) => plates.sharp && !plates.waiting && !!plates.whole)(PAGE.stage)"):
            return
        page.wait_for_timeout(20)
    pytest.fail("it never comes to rest")


@pytest.mark.parametrize("view", ["network", "map"])
def test_at_rest_the_picture_is_as_if_it_were_drawn_at_once(browser: Browser, many: Path, view: str) -> None:
    with looking(browser, many, f"#view={view}&least=1", reduced_motion="reduce") as page:
        assert page.evaluate("PAGE.filters.ties.length") == TIES
        for act in ("", "stage.zoom(3, 300, 250)", "stage.pan(90, -40)", "PAGE.open(NODE.get('c0'))", "stage.fit()"):
            page.evaluate(f"(({{ stage }}) => {{ {act} }})(PAGE)")
            page.evaluate("PAGE.stage.paintNow()")
            rest(page)
            assert page.evaluate(AT_ONCE)["unlike"] < 0.004, act


@pytest.mark.parametrize("view", ["network", "map"])
def test_while_it_moves_nothing_is_left_out_and_hubs_keep_their_names(browser: Browser, many: Path, view: str) -> None:
    with looking(browser, many, f"#view={view}&least=1", reduced_motion="reduce") as page:
        rest(page)
        for act in ("zoom(2.5, 500, 300)", "pan(-300, 150)", "zoom(0.3, 200, 200)", "zoom(1.7)", "pan(500, 500)"):
            page.evaluate(f"PAGE.stage.{act}")
            seen: dict[str, Any] = page.evaluate(AT_ONCE)
            assert seen["drawn"] > 20
            assert seen["lost"] < 0.01 * seen["drawn"], act
            assert seen["names"][0] == seen["names"][1]
            assert seen["names"][0]
            rest(page)


def test_what_a_filter_hides_is_gone_at_once_even_if_it_moves(browser: Browser, many: Path) -> None:
    red = """() => {
        const { width, height } = PAGE.stage.canvas;
        const canvas = Object.assign(document.createElement("canvas"), { width, height });
        const context = canvas.getContext("2d");
        context.drawImage(PAGE.stage.canvas, 0, 0);
        const { data } = context.getImageData(0, 0, width, height);
        let count = 0;
        for (let at = 0; at < data.length; at += 4) count += data[at] > data[at + 2] + 40;
        return count;
    }"""
    with looking(browser, many, "#view=network&least=1", reduced_motion="reduce") as page:
        rest(page)
        page.evaluate("PAGE.stage.zoom(1.5)")
        page.evaluate("PAGE.stage.paintNow()")
        assert page.evaluate(red) > 1000
        page.evaluate("PAGE.filters.kind.not.add('sister-city'), PAGE.filters.apply(), PAGE.stage.arrange()")
        page.evaluate("PAGE.stage.pan(30, 0), PAGE.stage.paintNow()")
        assert page.evaluate(red) < 20


@pytest.mark.parametrize("view", ["network", "map"])
def test_the_pointer_finds_the_tie_that_is_nearest_of_all(browser: Browser, many: Path, view: str) -> None:
    nearest = """([x, y]) => {
        const { stage } = PAGE;
        const found = stage.find(x, y, 7);
        let tie = null, least = 7;
        for (const one of PAGE.filters.ties) {
            const probe = new Probe(x, y);
            stage.trace(probe, one);
            if (probe.distance < least) [tie, least] = [one, probe.distance];
        }
        return [found && "kind" in found ? found.id : null, found && "spot" in found, tie && tie.id];
    }"""
    chance, ties = random.Random(5), 0
    with looking(browser, many, f"#view={view}&least=1", reduced_motion="reduce") as page:
        page.evaluate("PAGE.stage.zoom(4)")
        for _ in range(60):
            found, is_node, tie = page.evaluate(nearest, [chance.randrange(700), chance.randrange(600)])
            assert is_node or found == tie
            ties += found is not None
        assert ties > 20


def test_many_ties_change_their_view_without_a_movement(browser: Browser, many: Path) -> None:
    with looking(browser, many, "#view=network&least=1") as page:
        page.keyboard.press("2")
        assert page.evaluate("PAGE.stage.share") == 1
        assert page.evaluate(AT_ONCE)["unlike"] < 0.004

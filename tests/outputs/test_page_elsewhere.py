"""The page in Firefox and in WebKit: what its readers do most, and what they see of it."""

import base64
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator

import pytest

from citygraph.outputs.style import PAPER
from citygraph.world import World
from conftest import SEED, citygraph, need
from other_browsers import Elsewhere, firefox, webkit

BROWSERS = {"Firefox": firefox, "WebKit": webkit}


@pytest.fixture(scope="module")
def world() -> World:
    return World(SEED)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the seed world's page."""
    file = tmp_path_factory.mktemp("page") / "seed.html"
    assert citygraph("view", "-o", file, "--title", "Seed").code == 0
    return file.as_uri()


@pytest.fixture(scope="module", params=BROWSERS)
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    with BROWSERS[request.param](tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def page(browser: Elsewhere, seed: str) -> Iterator[Elsewhere]:
    """The page as it opens. Whatever its scripts complain of fails the test."""
    known = len(browser.complaints())
    browser.open(seed)
    browser.run("""
        window.wrong = [];
        addEventListener("error", (event) => window.wrong.push(event.message));
        addEventListener("securitypolicyviolation", (event) => window.wrong.push(event.violatedDirective));
    """)
    yield browser
    assert browser.complaints()[known:] == []
    assert browser.run("return window.wrong") == []


def colours(page: Elsewhere) -> dict[str, int]:
    """How many pixels of a stripe of the picture have each colour, as `#e9eff2`."""
    counts: dict[str, int] = page.run("""
        const canvas = document.querySelector("canvas"), { width, height } = canvas, counts = {};
        const pixels = canvas.getContext("2d").getImageData(0, height / 4, width, height / 4).data;
        for (let at = 0; at < pixels.length; at += 4) {
            const colour = 65536 * pixels[at] + 256 * pixels[at + 1] + pixels[at + 2];
            counts[colour] = (counts[colour] || 0) + 1;
        }
        return counts;
    """)
    return {f"#{int(colour):06x}": count for colour, count in counts.items()}


def test_it_opens_and_says_what_it_shows(page: Elsewhere, world: World) -> None:
    assert page.run("return document.title") == "Seed"
    assert page.text("#counts") == f"26 cities, countries and others · {len(world.ties())} ties"
    assert page.named("image", page.run("return document.querySelector('canvas').getAttribute('aria-label')"))


def test_each_view_is_drawn(page: Elsewhere, world: World) -> None:
    paper = PAPER["light"]
    page.click("button", "Network")
    until(page, lambda: paper.land not in colours(page))
    assert len(colours(page)) > 50  # lines, dots and names, smoothed
    page.click("button", "Map")
    until(page, lambda: min(colours(page).get(paper.sea, 0), colours(page).get(paper.land, 0)) > 1000)
    page.click("button", "Table")
    rows = page.run("return [...document.querySelectorAll('#table tbody tr')].map((row) => row.innerText)")
    assert len(rows) == len(world.ties())
    assert page.run("return location.hash").endswith("view=table")


def test_a_name_is_found_in_any_spelling_and_opens(page: Elsewhere, world: World) -> None:
    page.enter("combobox", "Search names, in any spelling and script", "IZNIK")
    assert page.text("#panel h2") == "Iznik"
    assert f"{len(world.neighbors('Iznik'))} ties with " in page.text("#panel")
    assert "show=iznik" in page.run("return location.hash")
    page.click("button", "Close")
    assert page.run("return document.querySelector('#panel h2')") is None


def test_a_filter_counts_like_the_command_line_and_back_undoes_it(page: Elsewhere, world: World) -> None:
    all_ = len(world.ties())
    page.click("button", "Only Bulgaria")
    some = len(world.ties(country=["BG"]))
    assert 0 < some < all_
    assert f"{some} of {all_} ties" in page.text("#counts")
    page.run("history.back()")
    until(page, lambda: page.text("#counts").endswith(f"· {all_} ties"))


def test_buttons_and_the_wheel_zoom(page: Elsewhere) -> None:
    def zoom() -> float:
        address = page.run("return location.hash")
        return float(re.search(r"zoom=([0-9.]+)", address)[1]) if "zoom=" in address else 1

    page.click("button", "Zoom in")
    until(page, lambda: zoom() > 1)
    once = zoom()
    page.wheel(600, 400, -300)
    until(page, lambda: zoom() > once)


def test_the_address_brings_back_what_was_seen(page: Elsewhere, seed: str) -> None:
    page.open(f"{seed}#view=table&country=CN&show=osh")
    counts, head = page.text("#counts"), page.text("#panel h2")
    assert head == "Osh"
    page.do("Refresh")
    assert (page.text("#counts"), page.text("#panel h2")) == (counts, head)
    page.run("window.wrong = []")


def test_paper_has_picture_table_legend_and_sources(page: Elsewhere, world: World) -> None:
    if page.name != "Firefox":
        pytest.skip("WebKitWebDriver cannot print")
    need(shutil.which("pdftotext"), "pdftotext")
    paper = base64.b64decode(page.do("Print"))
    words = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True
    ).stdout.decode()
    flat = " ".join(words.split())
    for expected in (
        "Seed",
        f"26 cities, countries and others · {len(world.ties())} ties",
        "How to read it",
        "Sources",
        "Printed on",
    ):
        assert expected.casefold() in flat.casefold()
    assert flat.count("Jingdezhen") >= len(world.neighbors("Jingdezhen"))


def until(page: Elsewhere, holds: Callable[[], bool]) -> None:
    """Wait till something holds."""
    for _ in range(100):
        if holds():
            return
        page.run("return new Promise((done) => setTimeout(done, 30))")
    pytest.fail("it never holds")

"""How ties stand is seen on the page: in grey, with forced colours, in the legend, in headings, beside a pick."""

import itertools
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, expect

import statuses
from browser import Colour, looking, pixels
from citygraph.domain.lens import Lens
from citygraph.outputs.page import write_page
from citygraph.outputs.style import PAPER
from citygraph.world import World

LOOKS: list[dict[str, Any]] = [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}]


@pytest.fixture(scope="module")
def every_status(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of Alder's neighborhood, in which a tie of each kind stands in each way."""
    file = tmp_path_factory.mktemp("statuses") / "page.html"
    with time_machine.travel(statuses.NOON, tick=True):
        World(statuses.GRAPH, cache=False).write_page(file, ego=statuses.HUB)
    return file


ALONE_IN_GREY = """(ids) => {
    const { stage, filters } = PAGE, canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [stage.width, stage.height];
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const greys = ids.map((id) => {
        const ends = { from: NODE.get("alder"), to: NODE.get("elm"), beside: 0, of: 1 };
        filters.ties = [Object.assign(Object.create(TIE.get(id)), ends)];
        stage.routes.clear();
        stage.arrange();
        stage.paint(new CanvasSurface(context, 1));
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((_, at) => at % 4 === 1);
    });
    const pairs = greys.flatMap((one, at) => greys.slice(at + 1).map((other) =>
        one.reduce((sum, grey, place) => sum + (Math.abs(grey - other[place]) > 30 ? 1 : 0), 0)));
    return Math.min(...pairs);
}"""
"""The least number of pixels that differ in grey between two of some ties, each drawn alone between the same ends."""


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "forced"])
@pytest.mark.parametrize("view", ["network", "map"])
def test_ties_of_two_statuses_differ_in_grey(browser: Browser, every_status: Path, view: str, look: Any) -> None:
    ids = [id for id in statuses.STAGES if id.startswith("sister-city")]
    with looking(browser, every_status, f"#view={view}", reduced_motion="reduce", **look) as page:
        page.evaluate("PAGE.stage.share === (PAGE.view === 'map' ? 1 : 0) || PAGE.stage.showAtOnce(PAGE.view)")
        assert page.evaluate(ALONE_IN_GREY, ids) > 8


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "forced"])
def test_statuses_differ_in_grey_in_the_legend(browser: Browser, every_status: Path, look: Any) -> None:
    def grey(color: Colour) -> int:
        return (299 * color[0] + 587 * color[1] + 114 * color[2]) // 1000

    with looking(browser, every_status, viewport={"width": 1280, "height": 1400}, **look) as page:
        seen: dict[str, list[int]] = {}
        for entry in page.locator("#panel .legend li:has(.number)").all():
            swatch = pixels(page, entry.locator("svg"))
            seen[entry.inner_text()] = [grey(color) for row in swatch for color in row]
        assert len(seen) == 12
        for (one, first), (other, second) in itertools.combinations(seen.items(), 2):
            differing = sum(abs(a - b) > 30 for a, b in zip(first, second, strict=True))
            assert differing > 4, (one, other)


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "forced"])
def test_what_stands_back_is_grey_and_thin_and_not_faint(browser: Browser, every_status: Path, look: Any) -> None:
    with looking(browser, every_status, "#view=network&show=birch", reduced_motion="reduce", **look) as page:
        lines = page.evaluate("""() => {
            const surface = new SvgSurface(800, 600), { stage } = PAGE;
            const back = stage.batches.filter(({ weight }) => weight === 0);
            for (const batch of back) stage.strokeTies(surface, batch.ties, batch, 1);
            return surface.parts;
        }""")
        assert lines
        back = page.evaluate("PAGE.stage.paper.back")
        assert "forced_colors" in look or back == PAPER["dark" if look else "light"].back
        for line in lines:
            assert f'stroke="{back}"' in line
            assert 'stroke-width="0.8"' in line
            assert "opacity" not in line


def test_the_legend_says_what_active_and_unknown_mean(browser: Browser, tmp_path: Path) -> None:
    text = """\
cities: {a: {name: A, country: FR}, b: {name: B, country: FR}, c: {name: C, country: FR}}
sources: {s: {title: S}}
ties:
  - {kind: sister-city, between: [a, b], status: active, source: s}
  - {kind: sister-city, between: [a, c], source: s}
  - {kind: exchange, between: [a, c], status: active}
"""
    (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
    write_page(World(tmp_path, cache=False).view, tmp_path / "page.html", Lens(), title="A world")
    with looking(browser, tmp_path / "page.html") as page:
        legend = page.locator("#panel .legend li")
        expect(legend.filter(has_text="unknown")).to_have_text("unknown1no source says")
        expect(legend.filter(has_text="active")).to_have_text("active2said to be in force")  # one of them has no source
        page.get_by_role("button", name="Kinds of agreements").click()
        page.get_by_role("button", name="Only sister-city").click()
        expect(legend.filter(has_text="active")).to_have_text("active1a source says it is in force")


def test_the_heading_of_what_has_not_come_about_begins_with_that(browser: Browser, tmp_path: Path) -> None:
    text = """\
cities: {a: {name: دمشق, country: SY}, b: {name: بيروت, country: LB}}
sources: {s: {title: S}}
ties:
  - kind: delegation
    from: a
    to: b
    status: [{is: planned, from: 2020}, {is: cancelled, from: 2021}]
    source: s
  - {kind: sister-city, between: [a, b], status: proposed, source: s}
  - {kind: exchange, between: [a, b], status: active, source: s}
"""
    (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
    write_page(World(tmp_path, cache=False).view, tmp_path / "page.html", Lens(), title="A world")
    for tie, words in {
        "delegation.a.b": "planned, cancelled: دمشق was to send a delegation to بيروت",
        "sister-city.a.b": "proposed: دمشق would be a sister city of بيروت",
        "exchange.a.b": "دمشق has exchanges with بيروت",
    }.items():
        with looking(browser, tmp_path / "page.html", f"#show={tie}") as page:
            assert " ".join(page.locator("#panel h2").inner_text().split()) == words
            for named in page.locator("#panel .ties .link").all():
                one, other = named.locator("bdi").all()
                boxes = one.bounding_box(), other.bounding_box()
                assert all(boxes)
                # Each name is isolated: the words between them stay between them.
                assert (boxes[0]["y"], boxes[0]["x"]) < (boxes[1]["y"], boxes[1]["x"])  # type: ignore[index]


def test_what_is_counted_has_its_names(browser: Browser, tmp_path: Path) -> None:
    text = """\
cities: {a: {name: A, country: FR}, b: {name: B, country: FR}}
events: {e: {name: Fair, on: 2020}}
ties: [{kind: sister-city, between: [a, b], status: active}]
"""
    (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
    write_page(World(tmp_path, cache=False).view, tmp_path / "page.html", Lens(), title="A world")
    with looking(browser, tmp_path / "page.html", "#view=map") as page:
        expect(page.locator("#counts")).to_have_text("3 cities and events · 1 tie")
        expect(page.locator("body")).not_to_contain_text("node")

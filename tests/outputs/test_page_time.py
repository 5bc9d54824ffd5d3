"""The bar of time below the page's picture: what it shows, and how years are chosen with it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser import PHONE, Colour, looking, pixels
from citygraph.domain.lens import Lens
from citygraph.outputs.page import write_page
from citygraph.outputs.style import LINES, PAPER
from citygraph.world import World

DATED = """\
cities:
  a: {name: Aford, country: DE, coordinates: [50, 8]}
  b: {name: Bford, country: FR, coordinates: [48, 2]}
  c: {name: Cford, country: GB, coordinates: [52, -1]}
ties:
  - {kind: sister-city, between: [a, b], since: 2000, until: 2004, status: ended}
  - {kind: exchange, between: [a, b], since: 2000, until: 2004, status: ended}
  - {kind: sister-city, between: [a, c], since: 2010, status: active}
  - {kind: exchange, between: [a, c], since: 2015~, status: active}
  - {kind: cooperation-agreement, between: [b, c], status: active}
  - {kind: exchange, between: [b, c], status: active}
"""


def page_of(text: str, folder: Path) -> Path:
    (folder / "world.yaml").write_text(text, encoding="utf-8")
    write_page(World(folder, cache=False).view, folder / "page.html", Lens(), title="A world")
    return folder / "page.html"


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of ties that began in 2000, 2010, about 2015, and of two without a date."""
    return page_of(DATED, tmp_path_factory.mktemp("dated"))


def chart(page: Page) -> Locator:
    return page.get_by_role("img", name="Ties that began, by year")


def rgb(color: str) -> Colour:
    red, green, blue = bytes.fromhex(color[1:])
    return red, green, blue


def column(page: Page, year: float) -> list[Colour]:
    """The pixels of the chart in the middle of a year, from top to bottom."""
    rows = pixels(page, chart(page))
    first, years = page.evaluate("[PAGE.time.first, PAGE.time.bars * PAGE.time.step]")
    return [row[int((year + 0.5 - first) / years * len(row))] for row in rows]


def place(page: Page, year: float) -> tuple[float, float]:
    """Where a year begins in the chart, on the screen."""
    box = chart(page).bounding_box()
    assert box
    first, years = page.evaluate("[PAGE.time.first, PAGE.time.bars * PAGE.time.step]")
    return box["x"] + (year - first) / years * box["width"], box["y"] + 20


def years(page: Page) -> str:
    return page.locator("#years").inner_text()


AGREEMENT, EXCHANGE = rgb(LINES["agreement"].light), rgb(LINES["exchange"].light)


def test_a_bar_is_stacked_by_groups_and_unsure_years_are_hatched(browser: Browser, dated: Path) -> None:
    with looking(browser, dated, viewport={"width": 1440, "height": 900}) as page:
        box = chart(page).bounding_box()
        assert box
        assert box["width"] > 900
        assert 55 <= box["height"] <= 58
        both, one, vague = column(page, 2000), column(page, 2010), column(page, 2015)
        assert both.count(AGREEMENT) > 20
        assert both.count(EXCHANGE) > 20
        assert both.index(EXCHANGE) < both.index(AGREEMENT)  # the first group stands below
        assert one.count(AGREEMENT) > 20
        assert EXCHANGE not in one
        assert 0 < vague.count(EXCHANGE) < 6  # one tie in eleven years, with stripes of the ground
        page.mouse.move(*place(page, 2000.5))
        expect(page.locator("#time .tip")).to_have_text("2000: 2 ties began · agreements 1, exchanges 1")


def test_what_has_no_date_is_a_bar_that_can_be_switched(browser: Browser, dated: Path) -> None:
    with looking(browser, dated) as page:
        box = page.get_by_role("checkbox", name="2 without a date")
        bar = page.locator("#time label")
        assert {AGREEMENT, EXCHANGE} <= {color for row in pixels(page, bar) for color in row}
        expect(page.locator("#counts")).to_have_text("3 cities · 6 ties")
        page.locator("#time .stack").click()
        expect(box).not_to_be_checked()
        expect(page.locator("#counts")).to_have_text("3 cities · 4 of 6 ties")
        assert AGREEMENT not in {color for row in pixels(page, bar) for color in row}
        page.get_by_role("button", name="Only exchanges").click()
        expect(page.get_by_role("checkbox", name="1 without a date")).to_be_visible()


def test_without_dates_there_is_no_bar(browser: Browser, tmp_path: Path) -> None:
    text = re.sub(r", (since|until): [0-9~]+", "", DATED)
    with looking(browser, page_of(text, tmp_path)) as page:
        expect(page.locator("#counts")).to_have_text("3 cities · 6 ties")
        expect(page.locator("#time")).to_be_hidden()
        expect(page.get_by_role("slider", name="year")).to_have_count(0)


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, PHONE], ids=["wide", "phone"])
def test_handles_are_wide_enough_to_grab_and_never_cover_each_other(
    browser: Browser, dated: Path, viewport: dict[str, int]
) -> None:
    with looking(browser, dated, "#years=2010..2010", viewport=viewport) as page:
        x, y = place(page, 2010)
        page.mouse.move(x - 22, y)  # the far side of the handle
        page.mouse.down()
        page.mouse.move(place(page, 2005)[0] - 22, y, steps=6)
        page.mouse.up()
        first, last = map(int, years(page).split("–"))
        assert (abs(first - 2005) <= 1, last) == (True, 2010)
        x, y = place(page, 2011)
        page.mouse.move(x + 22, y)
        page.mouse.down()
        page.mouse.move(place(page, 2016)[0] + 22, y, steps=6)
        page.mouse.up()
        assert abs(int(years(page).split("–")[1]) - 2015) <= 1


def test_the_years_between_the_handles_are_dragged_as_they_are(browser: Browser, dated: Path) -> None:
    with looking(browser, dated, "#years=2005..2008") as page:
        x, y = place(page, 2007.5)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(place(page, 2012.5)[0], y, steps=5)
        page.mouse.up()
        assert years(page) == "2010–2013"
        page.mouse.move(*place(page, 2011.5))
        page.mouse.down()
        page.mouse.move(5000, y, steps=5)
        page.mouse.up()
        first, last = map(int, years(page).split("–"))
        assert (last, last - first) == (page.evaluate("YEARS[1]"), 3)  # no years fall off the end
        slider = page.get_by_role("slider", name="From year")
        slider.focus()
        page.keyboard.press("Shift+ArrowLeft")
        assert years(page) == f"{first - 1}–{last - 1}"
        page.keyboard.press("ArrowLeft")
        assert years(page) == f"{first - 2}–{last - 1}"
        assert slider.input_value() == str(first - 2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_while_years_are_played_their_number_stands_pale_behind_the_picture(
    browser: Browser, dated: Path, scheme: str
) -> None:
    with looking(browser, dated, "#view=network&years=2000..2000", color_scheme=scheme) as page:
        behind = page.locator("#behind")
        expect(behind).to_be_hidden()
        before = [color for row in pixels(page, page.locator("#canvas")) for color in row]
        page.evaluate("PAGE.time.playing = 1; PAGE.time.show()")  # as it is between two steps
        expect(behind).to_have_text("2000")
        shown = pixels(page, page.locator("#canvas"))
        changed = [
            at for at, row in enumerate(shown) if any(one != before[at * len(row) + x] for x, one in enumerate(row))
        ]
        assert 60 <= changed[-1] - changed[0] + 1 <= 68
        ink = rgb(PAPER[scheme].ink)  # type: ignore[index]
        assert sum(one == ink for row in shown for one in row) == before.count(ink) > 100  # it hides nothing
        page.evaluate("PAGE.time.stop()")
        expect(behind).to_be_hidden()

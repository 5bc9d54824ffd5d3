"""What is long or large on the page stays usable: lists of filters, names; and what is small says what it is."""

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import PHONE, WIDE, looking
from citygraph.domain.lens import Lens
from citygraph.domain.terms import GROUPS
from citygraph.outputs.page import write_page
from citygraph.world import World

KINDS = 5_000


def page_of(text: str, folder: Path) -> Path:
    (folder / "world.yaml").write_text(text, encoding="utf-8")
    write_page(World(folder, cache=False).view, folder / "page.html", Lens(), title="A world")
    return folder / "page.html"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a tie of each of 5,000 kinds, each with a source of its own, and of two more of kind 4,321."""
    cities = "".join(f"  c{at}: {{name: Town {at}, country: DE}}\n" for at in range(60))
    kinds = "".join(
        f"  kind-{at}: {{group: {GROUPS[at % 7]}, nature: standing, label: works on {at} with, between: [city]}}\n"
        for at in range(KINDS)
    )
    sources = "".join(f"  s{at}: {{title: Book {at}}}\n" for at in range(KINDS))
    pairs = [(at, at % 60, (at + 1 + at // 60) % 60) for at in range(KINDS)]
    pairs = [(at, one, other if one != other else (other + 1) % 60) for at, one, other in pairs]
    pairs += [(4_321, 0, 30), (4_321, 0, 31)]
    ties = "".join(
        f"  - {{kind: kind-{at}, between: [c{one}, c{other}], status: active, source: s{at}}}\n"
        for at, one, other in pairs
    )
    text = f"cities:\n{cities}kinds:\n{kinds}sources:\n{sources}ties:\n{ties}"
    return page_of(text, tmp_path_factory.mktemp("many"))


def labels(page: Page, section: str) -> list[str]:
    return page.locator(f'#filters details:has(summary:text-is("{section}"))').locator(".value .name").all_inner_texts()


def test_a_list_of_thousands_begins_with_the_most_frequent_and_can_be_searched(browser: Browser, many: Path) -> None:
    start = time.process_time()
    with looking(browser, many, "#view=network") as page:
        expect(page.locator("#counts")).to_have_text("60 cities · 5,002 ties")
        assert page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart") < 8_000
        assert page.evaluate("document.querySelectorAll('*').length") < 1_500
        page.get_by_role("button", name="Kinds of economy").click()
        shown = [name for name in labels(page, "Ties") if name.startswith("kind-")]
        group = [at for at in range(KINDS) if GROUPS[at % 7] == "economy"]
        expect(page.get_by_role("button", name=f"{len(group) - len(shown)} more")).to_be_visible()
        assert (len(shown), shown[0]) == (12, "kind-4321")
        search = page.get_by_role("searchbox", name="Search 5,000 kinds")
        search.fill("KIND 4321")
        assert labels(page, "Ties") == ["kind-4321"]
        expect(search).to_be_focused()
        page.get_by_role("button", name="Only kind-4321").click()
        expect(page.locator("#counts")).to_have_text("5 of 60 cities · 3 of 5,002 ties")
        search.fill("kind-43")
        assert len(labels(page, "Ties")) == 12
        expect(page.get_by_role("button", name="99 more")).to_be_visible()  # kind-43, kind-430 … and kind-4300 …
        page.get_by_role("button", name="99 more").click()
        assert len(labels(page, "Ties")) == 108
        search.fill("nothing")
        expect(page.locator("#filters")).to_contain_text("No name matches")
        search.fill("")
        assert "agreements" in labels(page, "Ties")
        took = page.evaluate("(() => { const t = performance.now(); PAGE.update(); return performance.now() - t; })()")
        assert took < 1_000
    assert time.process_time() - start < 20


def test_a_short_list_has_no_search_box(browser: Browser, tmp_path: Path) -> None:
    text = (
        "cities: {a: {name: A, country: FR}, b: {name: B, country: FR}}\nties: [{kind: sister-city, between: [a, b]}]\n"
    )
    with looking(browser, page_of(text, tmp_path)) as page:
        expect(page.get_by_role("searchbox")).to_have_count(0)


@pytest.mark.parametrize("viewport", [WIDE, {"width": 1024, "height": 768}, PHONE], ids=["wide", "laptop", "phone"])
def test_a_name_of_ten_thousand_letters_is_cut_till_one_asks_for_all(
    browser: Browser, tmp_path: Path, viewport: dict[str, int]
) -> None:
    name = "x" * 10_000
    text = f"""\
cities:
  a: {{name: {json.dumps(name)}, country: FR, coordinates: [48, 2]}}
  b: {{name: Bford, country: FR, coordinates: [45, 5]}}
ties:
  - {{kind: sister-city, between: [a, b], status: active, source: s}}
sources: {{s: {{title: {json.dumps(name)}}}}}
"""
    file = page_of(text, tmp_path)
    for state in ("show=a", "show=sister-city.a.b", "show=b&view=table", "show=s", "path=a,b"):
        with looking(browser, file, f"#{state}", viewport=viewport) as page:
            heading = page.locator("#panel h2")
            box = heading.bounding_box()
            assert box
            assert box["height"] < 400, state
            for part in ("#panel", "#table", "html"):
                assert page.locator(part).evaluate("(one) => one.scrollWidth <= one.clientWidth + 1"), (state, part)
            if state != "show=a":
                continue
            heading.get_by_role("button", name="show all").click()
            assert name in heading.inner_text()
            assert page.locator("#panel").evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")


def test_words_of_the_table_are_not_broken_by_what_is_long(browser: Browser, tmp_path: Path) -> None:
    text = f"""\
cities: {{a: {{name: {"x" * 300}, country: FR}}, b: {{name: Jingdezhen, country: CN}}}}
ties: [{{kind: sister-city, between: [a, b], status: active}}]
"""
    with looking(browser, page_of(text, tmp_path), "#view=table", viewport={"width": 1024, "height": 768}) as page:
        box = page.get_by_role("cell", name="Jingdezhen", exact=True).bounding_box()
        assert box
        assert box["width"] > 70  # all of the word in a line


@pytest.mark.parametrize("view", ["map", "network"])
def test_an_empty_or_tiny_world_has_no_list_of_what_it_lacks(browser: Browser, tmp_path: Path, view: str) -> None:
    (tmp_path / "none").mkdir()
    with looking(browser, page_of("cities: {}\n", tmp_path / "none"), f"#view={view}") as page:
        expect(page.locator("#empty")).to_contain_text("There are no cities in this folder yet.")
        for said in ("How to read it", "Most ties", "No name matches"):
            expect(page.get_by_text(said)).to_have_count(0)
    (tmp_path / "one").mkdir()
    text = "cities: {a: {name: Aford, country: FR, coordinates: [48, 2]}}\n"
    with looking(browser, page_of(text, tmp_path / "one"), f"#view={view}") as page:
        expect(page.locator("#counts")).to_have_text("1 city · 0 ties")
        expect(page.locator("#panel .legend li")).to_have_text(["cities"])
        for said in ("Most ties", "0 ties with"):
            expect(page.locator("#panel").get_by_text(said)).to_have_count(0)

"""The page, in a real browser: that it says what the command line says, lets nobody in, and can be used by anybody."""

import csv
import io
import itertools
import json
import re
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from playwright.sync_api import Browser, Page, expect

import statuses
from browser import PHONE, WIDE, looking
from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Filter, Lens
from citygraph.domain.names import fold
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import sentence
from citygraph.outputs.page import write_page
from citygraph.questions.path.search import NO_PATH, shortest_paths
from citygraph.questions.ties import listed
from citygraph.render.plain import visible
from citygraph.world import World
from conftest import CONSUMERS, ROOT, SEED, citygraph, examples, need
from odd_characters import NEIGHBOURS, SHAPELESS
from worlds import COUNTRIES, build, lenses, world_texts

Folder = Callable[..., Path]
FEW = examples(20)


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the seed world, as the command line writes it."""
    file = tmp_path_factory.mktemp("page") / "seed page é.html"
    ran = citygraph("view", "-o", file, "--title", "Seed")
    assert (ran.code, ran.out) == (0, "")
    return file


@pytest.fixture(scope="session")
def world() -> World:
    return World(SEED)


def page_of(text: str, folder: Path) -> Path:
    """The page of a world's text."""
    build(text, folder)
    world = World(folder, cache=False)
    file = folder / "page.html"
    write_page(world.view, file, Lens(), title="A world")
    return file


def shown(page: Page) -> list[str]:
    """The ids of the ties that are shown."""
    return page.evaluate("PAGE.filters.ties.map((tie) => tie.id).sort()")


def until(page: Page, holds: str | Callable[[], bool]) -> None:
    """Wait till an expression holds. (The page's policy forbids what Playwright's own waiting does.)"""
    for _ in range(200):
        if page.evaluate(holds) if isinstance(holds, str) else holds():
            return
        page.wait_for_timeout(20)
    pytest.fail(f"never: {holds}")


# ---------------------------------------------------------------- what a tie is can be told everywhere


@pytest.fixture(scope="session")
def every_status(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of Alder's neighborhood, in which a tie of each kind stands in each way."""
    file = tmp_path_factory.mktemp("statuses") / "page.html"
    with time_machine.travel(statuses.NOON, tick=True):
        World(statuses.GRAPH, cache=False).write_page(file, ego=statuses.HUB)
    return file


DRAWN_ALONE = """(id) => {
    const tie = TIE.get(id);
    PAGE.filters.apply();
    const ends = { from: NODE.get("alder"), to: NODE.get("birch"), beside: 0, of: 1 };
    PAGE.filters.ties = [Object.assign(Object.create(tie), ends)];
    PAGE.stage.arrange();
    const surface = new SvgSurface(800, 600);
    PAGE.stage.paint(surface);
    return surface.parts.slice(1);
}"""
"""What the page draws if a tie, between two ends that are the same for all, is all that it shows."""


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
@pytest.mark.parametrize("kind", ["sister-city", "delegation", "holds-post"])
def test_drawings_of_ties_of_two_statuses_differ_without_colour(browser: Browser, kind: str, look: Any) -> None:
    """As SVG, and on the canvas, which gets the same strokes."""
    with time_machine.travel(statuses.NOON, tick=True), tempfile.TemporaryDirectory() as folder:
        World(statuses.GRAPH, cache=False).write_page(Path(folder) / "page.html")
        with looking(browser, Path(folder) / "page.html", "#view=network", reduced_motion="reduce", **look) as page:
            seen: dict[str, str] = {}
            for id, stage in statuses.STAGES.items():
                if id.startswith(kind):
                    parts = page.evaluate(DRAWN_ALONE, id)
                    shapes = "".join(re.sub(r' (fill|stroke|opacity)="[^"]*"', "", part) for part in parts)
                    assert shapes not in seen, (stage.word, seen[shapes])
                    seen[shapes] = stage.word


def test_marks_on_the_canvas_are_seen(browser: Browser, every_status: Path) -> None:
    """Without a mark of its own, the middle of a line looks like any other part of it."""
    with looking(browser, every_status, "#view=network", reduced_motion="reduce") as page:
        seen = set()
        for stage in Stage:
            seen.add(
                page.evaluate(
                    """(stage) => {
                        const canvas = document.createElement("canvas");
                        canvas.width = canvas.height = 24;
                        const surface = new CanvasSurface(canvas.getContext("2d"), 1);
                        markPath(null, surface.pen(), STAGES[stage].mark, 12, 12, 4);
                        surface.stroke({ color: "#000000", width: 1.6, round: true });
                        return canvas.toDataURL() + STAGES[stage].hollow;
                    }""",
                    stage.word,
                )
            )
        assert len(seen) == len(Stage)


def test_the_legend_has_each_status_in_the_picture_with_its_number(browser: Browser, every_status: Path) -> None:
    with looking(browser, every_status) as page:
        entries = page.locator("#panel .legend li").all_inner_texts()
        counts = page.evaluate("Object.fromEntries(stagesOf(PAGE.filters.ties))")
        assert set(counts) == {stage.word for stage in Stage}
        assert {f"{stage}\n{count}" for stage, count in counts.items()} <= {
            "\n".join(entry.split("\n")[:2]) for entry in entries
        }
        label = page.locator("#canvas").get_attribute("aria-label") or ""
        assert f"{counts['unknown']} unknown" in label
        page.get_by_label(re.compile("^unknown( or|$)")).uncheck()
        assert not [entry for entry in page.locator("#panel .legend li").all_inner_texts() if "unknown" in entry]


def test_the_filter_of_statuses_has_the_words_of_the_legend(browser: Browser, every_status: Path) -> None:
    with looking(browser, every_status) as page:
        words = page.evaluate("STATUSES.map((status) => valueName('status', status))")
        assert "ended" not in words
        assert any(word.split(" or ") == ["took place", "ended"] for word in words)
        pairs = page.evaluate("TIES.map((tie) => [valueName('status', tie.status), tie.time.stage])")
        assert all(stage in status.split(" or ") for status, stage in pairs)


def test_whatever_names_a_tie_names_its_status(browser: Browser, every_status: Path) -> None:
    """The panel of a node, of a tie and of a source, the table, and the tip."""
    with time_machine.travel(statuses.NOON, tick=True):
        rows = {row.tie: row for row in World(statuses.GRAPH, cache=False).neighbors(statuses.HUB)}
    with looking(browser, every_status, "#view=table&kind=sister-city") as page:
        for cells in [row.inner_text().split("\t") for row in page.locator("#table tbody tr").all()]:
            tie = rows[f"sister-city.alder.{cells[2].lower()}"]
            assert (cells[1].removesuffix("note").strip(), cells[6]) == (tie.label, tie.stage.word)
        page.evaluate("PAGE.open(NODE.get('alder'))")
        for section in page.locator("#panel section").all():
            heading = section.locator("h4").inner_text().split("\n")[0]
            if "sister" not in heading:
                continue
            for row in section.locator(".row").all_inner_texts():
                other, said, *_ = row.split("\n")
                assert heading == rows[f"sister-city.alder.{other.lower()}"].label
                assert said == statuses.STANDING[other.lower()].word
        told: dict[str, set[str]] = {}
        for source in ("gazette", "register"):
            page.evaluate(f"PAGE.open('{source}')")
            if page.locator("#panel .more").count():
                page.locator("#panel .more").click()
            for words, stage, *_ in (row.split("\n") for row in page.locator("#panel .ties .row").all_inner_texts()):
                told.setdefault(words, set()).add(stage)
        for row in rows.values():
            assert row.stage.word in told[f"Alder {row.label} {row.name}"]
        for id, row in rows.items():
            tip = page.evaluate(f"sentence(TIE.get('{id}'))")
            kind = World(statuses.GRAPH, cache=False).kinds[row.kind]
            assert tip == sentence("Alder", kind, row.name, row.stage)


def test_a_tie_with_notes_has_a_sign_in_lists(browser: Browser, every_status: Path) -> None:
    with looking(browser, every_status, "#view=table") as page:
        noted = page.evaluate("TIES.filter((tie) => tie.more.notes).length")
        assert page.locator("#table .note").count() == noted > 2
        page.evaluate("PAGE.open(NODE.get('alder'))")
        rows = page.locator("#panel .row:has(.note)").all_inner_texts()
        assert {row.split("\n")[0] for row in rows} == {"Gorse"}


def test_where_there_are_too_many_marks_the_page_says_whose_are_missing(browser: Browser, folder: Folder) -> None:
    cities = "".join(f"  c{at}: {{name: City {at}, country: CN}}\n" for at in range(31))
    pairs = list(itertools.combinations(range(31), 2))
    ties = "".join(
        f"  - {{kind: sister-city, between: [c{one}, c{other}], status: {'ended' if at < 3 else 'unknown'}}}\n"
        for at, (one, other) in enumerate(pairs)
    )
    graph = folder(world=f"cities:\n{cities}ties:\n{ties}")
    write_page(World(graph).view, graph / "page.html", Lens(), title="Many")
    with looking(browser, graph / "page.html", "#view=network&least=1") as page:
        said = "Drawn without their marks, because they are too many: 462 unknown. Filters show fewer ties."
        expect(page.locator("#bare")).to_have_text(said)
        marks = page.locator("#panel .legend li:has-text('unknown') path.line")
        assert not any(marks.nth(at).get_attribute("stroke-linecap") for at in range(marks.count()))
        assert page.evaluate("PAGE.stage.marked.length") == 3
        lines = page.evaluate("""() => {
            const surface = new SvgSurface(800, 600);
            PAGE.stage.paint(surface);
            return surface.parts.filter((part) => part.includes(PAGE.stage.colors.agreement)).join();
        }""")
        assert {"0.7", "1.3"} <= set(re.findall(r'stroke-width="([\d.]+)"', lines))  # what is unknown is thinner
        page.evaluate("PAGE.open(NODE.get('c30'))")
        expect(page.locator("#bare")).to_be_hidden()
        until(page, "PAGE.stage.marked.length > 20")


def test_where_the_system_forces_its_colours_the_canvas_has_them(browser: Browser, every_status: Path) -> None:
    with looking(browser, every_status, forced_colors="active", color_scheme="dark") as page:
        paper = page.evaluate("PAGE.stage.paper")
        assert (paper["ink"], paper["ground"]) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
        assert page.evaluate("getComputedStyle(document.body).color") == paper["ink"]
        assert set(page.evaluate("Object.values(PAGE.stage.colors)")) == {paper["ink"]}
        lines = page.locator("#panel .legend .line.agreement")
        assert lines.evaluate("(line) => getComputedStyle(line).stroke") == paper["ink"]


def test_where_the_system_forces_its_colours_what_is_chosen_is_seen(browser: Browser, seed: Path) -> None:
    ground = "(one) => getComputedStyle(one).backgroundColor"
    with looking(browser, seed, "#view=table&show=osh", forced_colors="active") as page:
        chosen, other = (page.get_by_role("button", name=name, exact=True) for name in ("Table", "Map"))
        assert chosen.evaluate(ground) != other.evaluate(ground)
        picked, plain = page.locator("#table tr.picked td").first, page.locator("#table tbody tr:not(.picked) td").first
        assert picked.evaluate(ground) != plain.evaluate(ground)


def test_no_script_knows_a_status_by_its_word() -> None:
    """Scripts get the words, labels and looks as data."""
    told = {stage.word for stage in Stage}
    for script in (ROOT / "src/citygraph/outputs/page/browser").glob("*.js"):
        quoted = set(re.findall(r"[\"'`]([a-z ]+)[\"'`]", script.read_text(encoding="utf-8")))
        assert not quoted & told, script


# ---------------------------------------------------------------- it is one file, and nobody gets in


def test_it_opens_from_a_file_without_a_network_and_shows_everything(
    browser: Browser, seed: Path, world: World
) -> None:
    with looking(browser, seed) as page:
        expect(page).to_have_title("Seed")
        expect(page.locator("#counts")).to_have_text(f"26 cities, countries and others · {len(world.ties())} ties")
        assert shown(page) == sorted(tie.tie for tie in world.ties())


def test_the_browser_lets_it_fetch_nothing_and_run_nothing_else(browser: Browser, seed: Path) -> None:
    window = browser.new_context(viewport=WIDE)
    page = window.new_page()
    page.goto(seed.as_uri())
    blocked = page.evaluate("""async () => {
        const blocked = [];
        addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
        await fetch("http://127.0.0.1:9/").catch(() => {});
        document.body.insertAdjacentHTML("beforeend", '<img src="http://127.0.0.1:9/x.png"><p style="color: red">');
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        await new Promise((resolve) => setTimeout(resolve, 200));
        return [blocked.sort(), window.ran === undefined];
    }""")
    assert blocked == [["connect-src", "img-src", "script-src-elem", "style-src-attr"], True]
    window.close()


HOSTILE = (
    "</script><script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 2'>",
    "\u202egnp.exe</title>\u2066",
    "]]><!--<b>{{data}}",
    "=cmd|' /C calc'!A0",
)


def test_a_hostile_world_runs_nothing_and_hides_nothing(browser: Browser, folder: Folder) -> None:
    cities = "".join(
        f"  c{at}: {{name: {json.dumps(name)}, country: CN, notes: {json.dumps(name)}}}\n"
        for at, name in enumerate(HOSTILE)
    )
    ties = "".join(
        f"  - {{kind: sister-city, between: [c0, c{at}], source: s, quote: {json.dumps(name)}}}\n"
        for at, name in enumerate(HOSTILE)
        if at
    )
    sources = f"  s: {{title: {json.dumps(HOSTILE[1])}, url: 'https://example.org/\"onclick=alert(1)'}}\n"
    graph = folder(cities=f"cities:\n{cities}", ties=f"ties:\n{ties}", sources=f"sources:\n{sources}")
    page_file = graph.parent / "page.html"
    assert citygraph("view", "--graph", graph, "-o", page_file, "--title", HOSTILE[0]).code == 0
    with looking(browser, page_file) as page:
        for at, name in enumerate(HOSTILE):
            page.evaluate("(id) => PAGE.open(NODE.get(id))", f"c{at}")
            text = page.locator("#panel h2").inner_text()
            assert text == "".join(f"\\u{ord(letter):04x}" if letter in "\u202e\u2066" else letter for letter in name)
        page.evaluate("PAGE.open(TIES[0])")
        page.evaluate("PAGE.open('s')")
        page.get_by_role("button", name="Table").click()
        assert page.evaluate("window.ran") is None
        assert page.locator("#panel img, #panel script, #table img, b").count() == 0
        hrefs = page.locator("a").evaluate_all("(links) => links.map((link) => link.protocol)")
        assert hrefs
        assert set(hrefs) == {"https:"}
        rows = list(csv.reader(io.StringIO(page.evaluate("asCsv(TIES)"))))
        assert any(cell.startswith("'=cmd") for row in rows for cell in row)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "HTTPS://x y"])
def test_only_addresses_of_the_web_are_links(browser: Browser, seed: Path, address: str) -> None:
    with looking(browser, seed) as page:
        assert page.evaluate("(address) => link(address).tagName", address) == "SPAN"
        assert page.evaluate("link('https://example.org/').tagName") == "A"


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path, seed: Path) -> None:
    mixed = tmp_path / "graph"
    mixed.mkdir()
    for at, file in enumerate(sorted(SEED.glob("*.yaml"), reverse=True)):
        (mixed / f"{at}-{file.name}").write_bytes(file.read_bytes())
    other = tmp_path / "page.html"
    assert citygraph("view", "--graph", mixed, "-o", other, "--title", "Seed").code == 0
    assert other.read_bytes() == seed.read_bytes()
    assert len(seed.read_bytes()) < 400_000


# ---------------------------------------------------------------- it says what the command line says


@given(text=world_texts(), lens=lenses())
@FEW
def test_its_filters_are_the_lens(browser: Browser, text: str, lens: Lens) -> None:
    lens = lens._replace(groups=Filter(), tags=Filter(), persons=Filter(), at=())  # which the page has no filters for
    parts = {
        "kind": lens.kinds,
        "type": lens.types,
        "status": lens.statuses,
        "country": lens.countries,
        "source": lens.sources,
    }
    hash = "&".join(f"{name}={_written(filter)}" for name, filter in parts.items() if filter != Filter())
    with tempfile.TemporaryDirectory() as folder:
        file = page_of(text, Path(folder))
        expected = sorted(tie.tie for tie in listed(World(folder, cache=False).view, lens))
        with looking(browser, file, f"#view=network&{hash}") as page:
            assert shown(page) == expected
            _counts_follow(page)


def _written(filter: Filter) -> str:
    return ",".join([*sorted(filter.include), *(f"!{value}" for value in sorted(filter.exclude))])


def _counts_follow(page: Page) -> None:
    """Each count beside a value is how many would be shown if that value alone were picked, all other filters as they
    are."""
    wrong = page.evaluate("""() => {
        const wrong = [];
        for (const facet of ["kind", "status", "source"]) {
            const tally = PAGE.filters.tally(facet);
            for (const value of PAGE.sidebar.values[facet]) {
                const filters = new Filters();
                for (const other of FACETS) filters[other].read(String(PAGE.filters[other]));
                filters[facet].clear();
                filters.apply();
                const values = (tie) =>
                    facet === "kind" ? [tie.kind.id] : facet === "status" ? [tie.status] : sourcesOf(tie);
                const number = filters.ties.filter((tie) => values(tie).includes(value)).length;
                if (number !== (tally.get(value) || 0)) wrong.push([facet, value, number, tally.get(value)]);
            }
        }
        return wrong;
    }""")
    assert wrong == []


@given(text=world_texts())
@FEW
def test_its_years_are_those_of_at(browser: Browser, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = page_of(text, Path(folder))
        world = World(folder, cache=False)
        with looking(browser, file) as page:
            for year in page.evaluate("YEARS ? [YEARS[0], YEARS[0] + 1, YEARS[1]] : []"):
                page.evaluate("(year) => { PAGE.filters.years = [year, year]; PAGE.update(); }", year)
                answers = {tie.tie: tie.held for tie in world.ties(at=str(year))}
                seen = page.evaluate(
                    "Object.fromEntries(PAGE.filters.ties.map((tie) => [tie.id, PAGE.filters.held(tie)]))"
                )
                assert seen == answers


@given(text=world_texts(), lens=lenses())
@FEW
def test_its_paths_are_those_of_the_command_line(browser: Browser, text: str, lens: Lens) -> None:
    lens = Lens(kinds=lens.kinds, types=lens.types, statuses=lens.statuses, countries=lens.countries)
    parts = {"kind": lens.kinds, "type": lens.types, "status": lens.statuses, "country": lens.countries}
    hash = "&".join(f"{name}={_written(filter)}" for name, filter in parts.items() if filter != Filter())
    with tempfile.TemporaryDirectory() as folder:
        file = page_of(text, Path(folder))
        world = World(folder, cache=False)
        nodes = sorted(world.graph)
        with looking(browser, file, f"#view=network&{hash}") as page:
            for start, end in [(nodes[0], node) for node in nodes] + [(nodes[-1], nodes[1])]:
                path = next(shortest_paths(world.view, start, end, lens), NO_PATH)
                found = page.evaluate(
                    "([a, b]) => shortestPath(NODE.get(a), NODE.get(b), PAGE.filters)"
                    "?.map((hop) => [hop.tie.id, hop.beside.length])",
                    [start, end],
                )
                if path.length is None:
                    assert found is None
                else:
                    assert [tie for tie, _ in found] == [hop.tie for hop in path.hops]
                    assert sum(beside for _, beside in found) == path.parallel


@given(
    texts=st.lists(
        st.text(alphabet=st.characters(max_codepoint=0x6FF, exclude_categories=("Cs", "Cc")), max_size=12),
        min_size=40,
        max_size=40,
    )
)
@examples(10)
def test_it_folds_names_as_the_command_line_does(browser: Browser, seed: Path, texts: list[str]) -> None:
    with looking(browser, seed) as page:
        assert page.evaluate("(texts) => texts.map(fold)", texts) == [fold(text) for text in texts]


def test_it_shows_control_characters_as_the_command_line_does(browser: Browser, seed: Path) -> None:
    letters = "".join(map(chr, (*range(0x100), *range(0x600, 0x620), *range(0x2000, 0x2070), 0xFEFF)))
    texts = [letters, *(before + sign + after for sign in SHAPELESS for before in NEIGHBOURS for after in NEIGHBOURS)]
    with looking(browser, seed) as page:
        shown = page.evaluate("(texts) => texts.map(visible)", texts)
    assert shown == [visible(text, keep_lines=True) for text in texts]


@pytest.mark.parametrize(
    "text", ["Jingdezhen", "jing", "TÜRKIYE", "Иссык", "mayor", "porcelain", "Jindezhen", "osh", "景德镇", "q34405"]
)
def test_it_finds_what_the_command_line_finds(browser: Browser, seed: Path, world: World, text: str) -> None:
    expected = [(found.id, found.matched) for found in world.find(text, in_="names")]
    with looking(browser, seed) as page:
        found = page.evaluate("(text) => search(text).map(({ id, matched }) => [id, matched])", text)
        assert [tuple(item) for item in found] == expected


# ---------------------------------------------------------------- it can be used


def test_search_opens_what_was_meant(browser: Browser, seed: Path) -> None:
    with looking(browser, seed) as page:
        page.keyboard.press("/")
        page.keyboard.type("türkIYE")
        expect(page.get_by_role("option").first).to_contain_text("Turkiye")
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_have_text("Turkiye")
        assert page.evaluate("location.hash").endswith("show=turkiye")
        page.keyboard.press("/")
        page.keyboard.type("xyzzy")
        expect(page.locator("#found")).to_contain_text("No name matches")


def test_evidence_stands_in_the_panel(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#show=sister-city.iznik.jingdezhen") as page:
        panel = page.locator("#panel")
        for text in (
            "is a sister city of",
            "2021",
            "Iznik and Jingdezhen established sister-city ties in 2021",
            "as Kagan Mehmet Usta says",
        ):
            expect(panel).to_contain_text(text)
        page.get_by_role("button", name="Global mayors foster artistic ceramic bonds").first.click()
        expect(page.locator("#panel h2")).to_have_text("Global mayors foster artistic ceramic bonds")
        page.go_back()
        expect(page.locator("#panel h2")).to_contain_text("Iznik")
        page.locator("#panel").get_by_role("button", name="Jingdezhen").first.click()
        for text in ("visitors", "59,000,000", "more than 60,000,000", "geonames"):
            expect(panel).to_contain_text(text)


def test_the_panel_answers_first_how_the_ties_of_a_node_stand(browser: Browser, seed: Path, world: World) -> None:
    """Before all else; and what is unknown or planned is counted apart from what holds."""
    with looking(browser, seed, "#show=osh") as page:
        texts = page.locator("#panel").inner_text().split("\n")
        said = next(text for text in texts if " with " in text and text.startswith("7 ties"))
        assert said == "7 ties with 4 others in 2 countries: 1 active, 3 unknown, 2 planned, 1 proposed."
        assert texts.index(said) < min(texts.index(word) for word in ("Identifiers", "details"))
        page.get_by_role("button", name="Only planned").click()
        expect(page.locator("#panel")).to_contain_text("2 ties with 2 others in 1 country: 2 planned.")


def test_what_is_to_begin_has_no_since(browser: Browser, folder: Folder) -> None:
    """Neither a plan, nor what begins on a day ahead: in the lists, beside its facts, and in the cards of a phone."""
    graph = folder(
        world="cities:\n  a: {name: A, country: GB}\n  b: {name: B, country: GB}\nties:\n"
        "  - {kind: sister-city, between: [a, b], since: 2090, status: planned}\n"
        "  - {kind: friendship-city, between: [a, b], since: 2091, status: active}\n"
    )
    write_page(World(graph).view, graph / "page.html", Lens(), title="Ahead")
    read = """(root) => [...root.querySelectorAll("*")].filter((one) => !one.children.length)
        .map((one) => getComputedStyle(one, "::before").content.replace("none", "") + one.textContent).join(" ")"""
    for hash in ("#show=a", "#show=sister-city.a.b", "#show=friendship-city.a.b", "#view=table"):
        with looking(browser, graph / "page.html", hash, viewport=PHONE) as page:
            text = page.locator("#table" if "table" in hash else "#panel").evaluate(read).replace('"', "")
            assert re.search(r"[Ff]rom\s+209", text), hash
            assert not re.search(r"[Ss]ince\s+209", text), hash


def test_figures_stand_beside_the_time_that_they_count_for(browser: Browser, folder: Folder) -> None:
    graph = folder(
        world="cities:\n  a:\n    name: A\n    country: GB\n    observations:\n"
        "      - {property: guests, value: 1, period: 2019, during: fair, as_of: 2021, source: s}\n"
        "      - {property: guests, value: 2, during: fair, as_of: 2021, source: s}\n"
        "      - {property: guests, value: 3, as_of: 2018, source: s}\n"
        "      - {property: guests, value: 4, source: s}\n"
        "  b: {name: B, country: GB}\n"
        "events: {fair: {name: The Fair, when: 2020-05}}\nsources: {s: {title: S}, t: {title: A Register}}\n"
        "ties:\n  - {kind: trades-with, between: [a, b], source: s, observations: [{property: trade, value: 5,"
        " unit: EUR, period: 2019, source: t}]}\n"
    )
    file = graph.parent / "page.html"
    assert citygraph("view", "--graph", graph, "-o", file).code == 0
    with looking(browser, file) as page:
        page.evaluate("PAGE.open(NODE.get('a'))")
        rows = [text.split() for text in page.locator(".figures .row").all_inner_texts()]
        assert rows == [["4"], ["2018", "3"], ["2019", "1"], ["The", "Fair", "2"]]
        page.evaluate("PAGE.open(TIE.get('trades-with.a.b'))")
        assert page.locator(".figures .row").all_inner_texts() == ["2019\n5 EUR"]
        expect(page.locator(".figures")).to_contain_text("A Register")


def test_two_nodes_picked_show_how_they_are_connected(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#view=network&show=iznik") as page:
        x, y = page.evaluate("(() => { const { x, y } = PAGE.stage.spot(NODE.get('osh')); return [x, y]; })()")
        box = page.locator("#canvas").bounding_box()
        assert box
        page.keyboard.down("Shift")
        page.mouse.click(box["x"] + x, box["y"] + y)
        page.keyboard.up("Shift")
        expect(page.locator("#panel h2")).to_have_text("From Iznik to Osh")
        expect(page.locator(".path")).to_contain_text("Located at the heart of the ancient Silk Road")
        assert page.evaluate("[...PAGE.stage.pickedTies].map((tie) => tie.id).sort()") == [
            "historical-link.jingdezhen.osh", "sister-city.iznik.jingdezhen",
        ]  # fmt: skip
        assert "path=iznik,osh" in page.evaluate("location.hash")


def test_filters_by_hand(browser: Browser, seed: Path) -> None:
    with looking(browser, seed) as page:
        page.get_by_label("agreements", exact=True).uncheck()
        assert not any(id.startswith("sister-city") for id in shown(page))
        page.get_by_role("button", name="Only planned").focus()
        page.keyboard.press("Enter")
        assert set(page.evaluate("PAGE.filters.ties.map((tie) => tie.status)")) == {"planned"}
        expect(page.get_by_role("button", name="Only planned")).to_be_focused()
        page.get_by_role("button", name="Show all", exact=True).click()
        assert len(shown(page)) == page.evaluate("TIES.length")
        page.evaluate("PAGE.filters.type.read('event'); PAGE.filters.kind.read('sister-city'); PAGE.update()")
        expect(page.locator("#empty")).to_be_visible()
        page.locator("#empty").get_by_role("button", name="Show all").click()
        assert len(shown(page)) == page.evaluate("TIES.length")


@pytest.fixture(scope="session")
def hubs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of 50 German towns that are all tied to each other, and of 12 French ones with a tie each: more ties
    than can be read at once."""
    german = [f"g{at}" for at in range(50)]
    cities = "".join(f"  {id}: {{name: Town {id}, country: DE}}\n" for id in german)
    cities += "".join(f"  f{at}: {{name: Ville {at}, country: FR}}\n" for at in range(12))
    pairs = [*itertools.combinations(german, 2), *((f"f{at}", "g0") for at in range(12))]
    ties = "".join(f"  - {{kind: sister-city, between: [{one}, {other}], status: active}}\n" for one, other in pairs)
    graph = tmp_path_factory.mktemp("hubs")
    (graph / "world.yaml").write_text(f"cities:\n{cities}ties:\n{ties}", encoding="utf-8")
    write_page(World(graph, cache=False).view, graph / "page.html", Lens(), title="Hubs")
    return graph / "page.html"


def test_the_least_number_of_ties_counts_within_the_filters(browser: Browser, hubs: Path) -> None:
    """The page begins with hubs. Whoever asks for France alone sees all of France, whose towns are none."""
    with looking(browser, hubs, viewport={"width": 1024, "height": 768}) as page:
        expect(page.locator("#counts")).to_have_text("50 of 62 cities · 1,225 of 1,237 ties")
        chips = page.get_by_role("group", name="Filters in force")
        expect(chips).to_contain_text("50 of 62 cities: 40 ties or more")
        france = page.locator("#filters .value", has=page.get_by_label("France", exact=True))
        expect(france).to_contain_text("12")
        expect(france).to_contain_text("none with 40 ties")
        page.get_by_role("button", name="Only France").click()
        expect(page.locator("#counts")).to_have_text("13 of 62 cities · 12 of 1,237 ties")
        expect(chips.get_by_role("button")).to_have_text(["France✕"])
        expect(france).not_to_contain_text("none with")
        chips.get_by_role("button", name="Take away: France").click()
        chips.get_by_role("button", name="40 ties or more").click()
        expect(page.locator("#counts")).to_have_text("62 cities · 1,237 ties")
        expect(chips).to_be_hidden()


def test_what_nothing_passes_can_be_taken_away_where_it_is_said(browser: Browser, hubs: Path) -> None:
    with looking(browser, hubs, "#view=network&country=FR&least=20") as page:
        said = page.locator("#empty")
        expect(said).to_contain_text("Take away:")
        said.get_by_role("button", name="20 ties or more").click()
        expect(page.locator("#counts")).to_have_text("13 of 62 cities · 12 of 1,237 ties")


def test_each_filter_is_a_chip_and_a_step_back(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#view=network") as page:
        page.get_by_role("button", name="Only planned").click()
        page.get_by_role("button", name="Only cities").click()
        page.evaluate("PAGE.open(NODE.get('osh'))")
        chips = page.get_by_role("group", name="Filters in force").get_by_role("button")
        expect(chips).to_have_text(["cities✕", "planned✕"])
        page.go_back()
        expect(page.locator("#panel")).to_have_class("idle")
        expect(chips).to_have_text(["cities✕", "planned✕"])
        page.go_back()
        expect(chips).to_have_text(["planned✕"])
        page.go_back()
        expect(chips).to_have_count(0)
        assert len(shown(page)) == page.evaluate("TIES.length")
        page.go_forward()
        expect(chips).to_have_text(["planned✕"])
        chips.first.focus()
        page.keyboard.press("Enter")
        expect(chips).to_have_count(0)
        expect(page.locator("#canvas")).to_be_focused()


def test_a_slider_that_is_dragged_is_one_step_back(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#view=network") as page:
        before = page.evaluate("history.length")
        page.get_by_label("From year").focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        assert page.evaluate("history.length") == before + 1
        page.go_back()
        expect(page.locator("#years")).to_have_text("all years")


def test_a_reload_keeps_the_place_in_the_picture_and_the_order_of_the_table(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#view=map&show=osh", reduced_motion="reduce") as page:
        page.get_by_role("button", name="Zoom in").click()
        page.get_by_role("button", name="Zoom in").click()
        until(page, "PAGE.stage.viewport() && location.hash.endsWith(`zoom=${PAGE.stage.viewport()}`)")
        camera = page.evaluate("PAGE.stage.cameras.map")
        page.reload()
        assert page.evaluate("PAGE.stage.cameras.map") == pytest.approx(camera, rel=1e-3)
        page.get_by_role("button", name="Table", exact=True).click()
        for _ in range(2):
            page.get_by_role("button", name=re.compile("^Since")).click()
        page.reload()
        expect(page.locator("th").nth(3)).to_have_attribute("aria-sort", "descending")
        page.go_back()
        expect(page.locator("#table")).to_be_visible()


def test_the_table_begins_with_what_is_picked(browser: Browser, seed: Path, world: World) -> None:
    with looking(browser, seed, "#view=table&show=osh") as page:
        ties = len(list(world.ties("osh")))
        expect(page.locator("#table")).to_contain_text(f"The {ties} ties of Osh come first.")
        rows = page.locator("#table tbody tr").all_inner_texts()
        assert all("Osh" in row for row in rows[:ties])
        assert page.locator("#table tr[aria-current]").count() == ties


def test_the_focus_goes_to_what_was_opened_and_back(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#view=network") as page:
        page.keyboard.press("/")
        page.keyboard.type("osh")
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_be_focused()
        page.locator("#panel").get_by_role("button", name="Jingdezhen").first.press("Enter")
        expect(page.locator("#panel h2")).to_have_text("Jingdezhen")
        expect(page.locator("#panel h2")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("combobox", name="Search")).to_be_focused()
        page.get_by_role("button", name="Table", exact=True).click()
        row = page.locator("#table").get_by_role("button", name="Iznik is a sister city of Jingdezhen")
        row.press("Enter")
        expect(page.locator("#panel h2")).to_be_focused()
        page.get_by_role("button", name="Close").press("Enter")
        expect(row).to_be_focused()


def test_a_button_of_a_tie_says_its_ends_its_kind_and_its_status(browser: Browser, every_status: Path) -> None:
    with looking(browser, every_status, "#show=alder") as page:
        buttons = page.locator("#panel .ties .dates")
        names = [buttons.nth(at).get_attribute("aria-label") or "" for at in range(buttons.count())]
        assert len(names) > 20
        assert len(set(names)) == len(names)
        sentences = set(page.evaluate("TIES.map(sentence)"))
        assert all(any(name.startswith(said) or f": {said}" in name for said in sentences) for name in names)


def test_the_brush_and_what_has_no_date(browser: Browser, seed: Path, world: World) -> None:
    with looking(browser, seed) as page:
        chart = page.get_by_role("img", name="Ties that began, by year")
        box = chart.bounding_box()
        assert box
        page.mouse.click(box["x"] + 4, box["y"] + 20)
        expect(page.locator("#years")).to_have_text("2021")
        possible = {tie.tie for tie in world.ties(at="2021")}
        assert set(shown(page)) == possible
        page.locator("#undated").uncheck()
        assert shown(page)
        assert set(shown(page)) < possible
        page.get_by_label("To year").focus()
        page.keyboard.press("End")
        page.get_by_label("From year").focus()
        page.keyboard.press("Home")
        expect(page.locator("#years")).to_have_text("all years")
        dated = [tie.tie for tie in world.ties() if not page.evaluate("(id) => TIE.get(id).time.undated", tie.tie)]
        assert shown(page) == sorted(dated)
        page.locator("#play").click()
        until(page, "PAGE.filters.years && PAGE.filters.years[0] > 2021")


def test_an_address_brings_back_what_was_seen(browser: Browser, seed: Path) -> None:
    with looking(browser, seed) as page:
        page.get_by_role("button", name="Map", exact=True).click()
        page.get_by_label("structure", exact=True).uncheck()
        page.get_by_label(re.compile("^unknown( or|$)")).uncheck()
        page.evaluate("PAGE.time.look(2021, 2024)")
        page.keyboard.press("/")
        page.keyboard.type("osh")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Only what is near").click()
        address = page.evaluate("location.hash")
        ties, panel = shown(page), page.locator("#panel").inner_text()
    for part in ("view=map", "status=!unknown", "years=2021..2024", "show=osh", "ego=osh"):
        assert part in address
    with looking(browser, seed, address) as page:
        assert (shown(page), page.locator("#panel").inner_text()) == (ties, panel)
        expect(page.get_by_role("button", name="Map", exact=True)).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    "hash",
    ["#", "#view=nonsense&show=nobody", "#path=osh", "#years=1e9..x&least=-3", "#show=%E0%A4%A", "#kind=%zz&&=&a"],
)
def test_an_address_that_makes_no_sense_does_no_harm(browser: Browser, seed: Path, hash: str) -> None:
    with looking(browser, seed, hash) as page:
        expect(page.locator("#counts")).to_contain_text("26 cities, countries and others")


def test_keys_of_one_character_can_be_switched_off_and_stay_so(browser: Browser, seed: Path) -> None:
    with looking(browser, seed) as page:
        page.keyboard.press("3")
        expect(page.locator("#table")).to_be_visible()
        page.keyboard.press("?")
        page.get_by_label("work everywhere").uncheck()
        page.get_by_role("button", name="Close").click()
        for _ in range(2):
            page.evaluate("document.activeElement.blur()")
            for key in "1/f":
                page.keyboard.press(key)
            expect(page.locator("#table")).to_be_visible()
            expect(page.locator("#query")).not_to_be_focused()
            page.reload()
        page.get_by_role("button", name="Network").click()
        page.locator("#canvas").focus()
        page.keyboard.press("2")
        expect(page.get_by_role("button", name="Map")).to_have_attribute("aria-pressed", "true")


def test_a_walk_with_the_keyboard_alone(browser: Browser, seed: Path) -> None:
    with looking(browser, seed) as page:
        reached: set[str] = set()
        for _ in range(120):
            page.keyboard.press("Tab")
            what, outline = page.evaluate("""(() => {
                const { activeElement } = document;
                const what = activeElement === document.body ? "BODY" : activeElement.id || activeElement.textContent;
                return [what, getComputedStyle(activeElement).outlineStyle];
            })()""")
            reached.add(what)
            if what not in ("BODY", "query") and not re.match("From|To", what):
                assert outline != "none" or page.evaluate("document.activeElement.matches('.track input')"), what
        assert {"query", "Network", "Map", "Table", "Share", "?", "canvas", "play", "undated"} <= reached
        page.locator("#canvas").focus()
        page.keyboard.press("n")
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_have_text("Jingdezhen")
        expect(page.locator("#said")).to_contain_text("Jingdezhen")
        before = page.evaluate("({ ...PAGE.stage.cameras.network })")
        page.locator("#canvas").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("+")
        after = page.evaluate("({ ...PAGE.stage.cameras.network })")
        assert after["x"] > before["x"]
        assert after["scale"] > before["scale"]
        page.keyboard.press("3")
        expect(page.locator("#table")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_have_class("idle")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()


def test_what_an_office_does_needs_no_mouse(browser: Browser, seed: Path) -> None:
    """Find a city, read the source of a tie, filter, see the table, go back, and save: docs/view.md tells the keys."""
    with looking(browser, seed, "#view=network") as page:

        def tab_to(name: str) -> None:
            wanted = page.get_by_role("button", name=name, exact=True).or_(page.locator("summary", has_text=name)).first
            for _ in range(150):
                page.keyboard.press("Tab")
                if wanted.count() and wanted.evaluate("(one) => one === document.activeElement"):
                    return
            raise AssertionError(f"no Tab leads to {name}")

        page.keyboard.press("/")
        page.keyboard.type("osh")
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_have_text("Osh")
        tab_to("details: Jingdezhen may share a historical link with Osh (unknown)")
        page.keyboard.press("Enter")
        expect(page.locator("#panel")).to_contain_text("Osh shares a deep historical connection with Jingdezhen")
        tab_to("Global mayors foster artistic ceramic bonds")
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_have_text("Global mayors foster artistic ceramic bonds")
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_have_class("idle")
        tab_to("Only Kyrgyzstan")
        page.keyboard.press("Enter")
        expect(page.locator("#chips")).to_contain_text("Kyrgyzstan")
        page.keyboard.press("3")
        expect(page.locator("#table")).to_be_visible()
        tab_to("To")
        page.keyboard.press("Enter")
        expect(page.locator("th[aria-sort=ascending]")).to_contain_text("To")
        for _ in range(3):
            page.go_back()
        expect(page.locator("#chips")).not_to_contain_text("Kyrgyzstan")
        tab_to("Share")
        page.keyboard.press("Enter")
        tab_to("Save picture (PNG)")
        with page.expect_download() as saved:
            page.keyboard.press("Enter")
        assert saved.value.suggested_filename.endswith(".png")


def test_the_table_has_the_same_ties(browser: Browser, seed: Path, world: World) -> None:
    with looking(browser, seed, "#view=table&kind=sister-city,holds-post") as page:
        rows = page.locator("#table tbody tr")
        expected = list(world.ties(kind=["sister-city", "holds-post"]))
        assert rows.count() == len(expected)
        page.get_by_role("button", name="To", exact=True).click()
        seen = page.locator("#table tbody tr td:nth-child(3)").all_inner_texts()
        assert seen == sorted(seen)
        expect(page.locator("th").nth(2)).to_have_attribute("aria-sort", "ascending")
        page.get_by_role("button", name="is a sister city of").click()
        expect(page.locator("#panel")).to_contain_text("Evidence")


def corner(page: Page) -> bytes:
    """The colour that a corner of the picture has on the screen: red, green, blue."""
    box = page.locator("#canvas").bounding_box()
    assert box
    png = page.screenshot(clip={"x": box["x"] + 2, "y": box["y"] + 2, "width": 1, "height": 1})
    at = png.index(b"IDAT")
    return zlib.decompressobj().decompress(png[at + 4 :][: int.from_bytes(png[at - 4 : at])])[1:4]


def test_dark_and_light_as_the_system_has_it_or_as_one_wishes(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, color_scheme="dark") as page:
        until(page, lambda: max(corner(page)) < 60)
        page.emulate_media(color_scheme="light")
        until(page, lambda: min(corner(page)) > 200)
        page.get_by_text("Share").click()
        for _ in range(2):
            page.get_by_role("button", name=re.compile("Colours")).click()
        until(page, lambda: max(corner(page)) < 60)


@pytest.mark.parametrize("view", ["network", "map", "table"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(browser: Browser, seed: Path, view: str) -> None:
    with looking(
        browser, seed, f"#view={view}&show=jingdezhen", viewport=PHONE, has_touch=True, is_mobile=True
    ) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert page.evaluate("document.documentElement.scrollHeight") <= PHONE["height"]
        expect(page.locator("#panel h2")).to_be_visible()
        page.get_by_role("button", name="Filters").tap()
        expect(page.get_by_label("cities", exact=True)).to_be_visible()
        page.get_by_label("cities", exact=True).tap()
        page.get_by_role("button", name="Filters").tap()
        page.get_by_role("button", name="Close").tap()
        expect(page.locator("#panel")).to_be_hidden()


def test_on_a_phone_a_sheet_has_details_legend_and_filters_in_three_heights(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as page:

        def room() -> float:
            """The height of what can be seen of the picture."""
            canvas, sheet = page.locator("#canvas").bounding_box(), page.locator("#sheet").bounding_box()
            assert canvas
            assert sheet
            return sheet["y"] - canvas["y"]

        panel, filters = page.locator("#panel"), page.locator("#filters")
        expect(panel).to_be_hidden()
        low = room()
        page.get_by_role("button", name="Legend").tap()
        expect(panel.get_by_text("How to read it")).to_be_visible()
        half = room()
        assert 150 < half < low - 150
        page.get_by_role("button", name="As high as the window").tap()
        assert room() < 5
        page.get_by_role("button", name="Filters").tap()
        expect(filters.get_by_label("cities", exact=True)).to_be_visible()
        expect(panel).to_be_hidden()
        page.get_by_role("button", name="Let it down").tap()
        expect(filters).to_be_hidden()
        assert abs(room() - low) < 2
        page.evaluate("PAGE.open(NODE.get('osh'))")
        expect(panel.get_by_role("heading", name="Osh")).to_be_visible()
        page.get_by_role("button", name="Legend").tap()
        expect(panel.get_by_role("heading", name="Osh")).to_be_hidden()
        expect(panel.get_by_text("How to read it")).to_be_visible()
        page.get_by_role("button", name="Details").tap()
        expect(panel.get_by_role("heading", name="Osh")).to_be_visible()
        box = page.locator("#sheet").bounding_box()
        assert box
        page.mouse.move(300, box["y"] + 20)  # its head is dragged up, and down
        page.mouse.down()
        page.mouse.move(300, 200, steps=6)
        page.mouse.up()
        assert room() < 5
        page.mouse.move(300, page.locator("#sheet").bounding_box()["y"] + 20)  # type: ignore[index]
        page.mouse.down()
        page.mouse.move(300, 830, steps=6)
        page.mouse.up()
        expect(panel).to_be_hidden()


@pytest.mark.parametrize("state", ["view=map", "view=network&show=jingdezhen&country=!FR", "view=table"])
def test_on_a_phone_a_finger_can_hit_each_button(browser: Browser, seed: Path, state: str) -> None:
    with looking(
        browser, seed, f"#{state}", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ) as page:
        for part in ("", "Legend", "Filters"):
            if part:
                page.get_by_role("button", name=part, exact=True).tap()
            small = page.evaluate("""() => [...document.querySelectorAll("button:not(.link), summary, #query")]
                .map((one) => [one.ariaLabel || one.textContent, one.getBoundingClientRect()])
                .filter(([, { width, height }]) => width && (width < 44 || height < 44)).map(([name]) => name)""")
            assert small == []


def test_names_keep_clear_of_what_stands_over_the_picture(browser: Browser, seed: Path) -> None:
    with looking(
        browser, seed, "#view=map", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ) as page:
        for _ in range(3):
            names = page.evaluate(f"{DRAWN}.map(({{ x, y, wide }}) => [x, y, wide])")
            assert names
            canvas = page.locator("#canvas").bounding_box()
            assert canvas
            for over in ("#zoom", "#tray"):
                box = page.locator(over).bounding_box()
                assert box
                left, top = box["x"] - canvas["x"], box["y"] - canvas["y"]
                for x, y, wide in names:
                    assert x > left + box["width"] or x + wide < left or y > top + box["height"] or y < top, over
            page.get_by_role("button", name="Zoom in").tap()
            page.evaluate("PAGE.stage.paintNow()")


def test_no_node_lies_under_the_buttons_at_first(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#view=network", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        under = page.evaluate(
            """PAGE.stage.order.filter((node) => {
                const { x, y } = PAGE.stage.spot(node);
                const { left, top } = document.querySelector("#canvas").getBoundingClientRect();
                return document.elementFromPoint(left + x, top + y)?.closest("#zoom");
            }).map(({ name }) => name)"""
        )
        assert under == []


def test_of_few_nodes_no_name_stands_on_another(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#view=network", viewport={"width": 1440, "height": 900}) as page:
        covered = page.evaluate(
            f"""{DRAWN}.flatMap(({{ x, y, wide, size, node }}) => PAGE.stage.order.filter((other) => {{
                const spot = PAGE.stage.spot(other);
                return other !== node && spot.x > x && spot.x < x + wide && Math.abs(spot.y - y) < size / 2;
            }}).map((other) => [node.name, other.name]))"""
        )
        assert covered == []


def test_fingers_pick_move_and_pinch(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#view=network", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        box = page.locator("#canvas").bounding_box()
        assert box
        x, y = page.evaluate("(() => { const { x, y } = PAGE.stage.spot(NODE.get('jingdezhen')); return [x, y]; })()")
        page.touchscreen.tap(box["x"] + x, box["y"] + y)
        expect(page.locator("#panel h2")).to_have_text("Jingdezhen")
        scale = page.evaluate("PAGE.stage.cameras.network.scale")
        client = page.context.new_cdp_session(page)

        def fingers(type: str, *at: tuple[float, float]) -> None:
            points = [{"x": box["x"] + a, "y": box["y"] + b, "id": number} for number, (a, b) in enumerate(at)]
            client.send("Input.dispatchTouchEvent", {"type": type, "touchPoints": points})

        fingers("touchStart", (100, 100), (140, 100))
        for apart in (60, 80, 100):
            fingers("touchMove", (120 - apart / 2, 100), (120 + apart / 2, 100))
        fingers("touchEnd")
        assert page.evaluate("PAGE.stage.cameras.network.scale") > 1.5 * scale


def test_the_change_between_views_is_seen_unless_one_wants_none(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#view=network") as page:
        page.keyboard.press("2")
        until(page, "PAGE.stage.share > 0.05 && PAGE.stage.share < 0.95")
        until(page, "PAGE.stage.share === 1")
        expect(page.locator("#tray")).to_contain_text("20 have no coordinates")
    with looking(browser, seed, "#view=network", reduced_motion="reduce") as page:
        page.keyboard.press("2")
        assert page.evaluate("PAGE.stage.share") == 1


def test_labels_do_not_meet_and_more_of_them_come_as_one_zooms(browser: Browser, seed: Path) -> None:
    boxes = f"{DRAWN}.map(({{ x, y, wide }}) => [x, y - 7, x + wide, y + 7])"
    with looking(browser, seed, "#view=network") as page:
        page.evaluate("PAGE.stage.zoom(0.4)")
        few = page.evaluate(boxes)
        page.evaluate("PAGE.stage.zoom(3)")
        many = page.evaluate(boxes)
        for found in (few, many):
            for at, (a, b, c, d) in enumerate(found):
                assert not any(a < g and c > e and b < h and d > f for e, f, g, h in found[at + 1 :])
        assert len(few) < page.evaluate("NODES.length")
        assert len(many) > len(few)


# ---------------------------------------------------------------- the map, names on it, and how it moves

DRAWN = "(PAGE.stage.paint(new CanvasSurface(PAGE.stage.context, 1)), PAGE.stage.labels.placed)"
"""The names of the picture as it is now."""


def crowded(folder: Path) -> Path:
    """The page of eight hubs near each other, with forty leaves each around them."""
    hubs = "".join(
        f"  hub{n}: {{name: Hub {n}, country: FR, coordinates: [{46 + n / 9}, {2 + n / 7}]}}\n" for n in range(8)
    )
    leaves = "".join(
        f"  leaf{n}: {{name: Leaf {n}, country: DE, coordinates: [{42 + n * 37 % 90 / 10}, {n * 53 % 140 / 10 - 2}]}}\n"
        for n in range(320)
    )
    ties = "".join(f"  - {{kind: sister-city, between: [hub{n % 8}, leaf{n}]}}\n" for n in range(320 - 8))
    return page_of(f"cities:\n{hubs}{leaves}ties:\n{ties}", folder)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("view", ["map", "network"])
def test_hubs_have_their_names_first_at_every_zoom(browser: Browser, tmp_path: Path, view: str, viewport: Any) -> None:
    """Only what is larger stands in a name's way: no leaf takes the room of a hub in sight."""
    with looking(browser, crowded(tmp_path), f"#view={view}", reduced_motion="reduce", viewport=viewport) as page:
        for _ in range(4):
            named = set(page.evaluate(f"{DRAWN}.map(({{ node }}) => node.name)"))
            hubs = page.evaluate(
                """PAGE.stage.order.filter((node) => PAGE.filters.degree[node.index] > 1).filter((node) => {
                    const { x, y } = PAGE.stage.spot(node);
                    return x > 0 && y > 0 && x < PAGE.stage.width && y < PAGE.stage.height;
                }).map(({ name }) => name)"""
            )
            assert hubs
            assert set(hubs) <= named
            buttons = page.locator("#zoom").bounding_box()
            picture = page.locator("#canvas").bounding_box()
            assert buttons
            assert picture
            left, top = buttons["x"] - picture["x"], buttons["y"] - picture["y"]
            for x, y, wide in page.evaluate("PAGE.stage.labels.placed.map(({ x, y, wide }) => [x, y, wide])"):
                covers = x + wide > left and x < left + buttons["width"] and y > top and y < top + buttons["height"]
                assert not covers
            page.evaluate("(({ x, y }) => PAGE.stage.zoom(1.5, x, y))(PAGE.stage.spot(NODE.get('hub3')))")


def test_the_first_ten_have_large_names_and_equals_have_names_alike(browser: Browser, tmp_path: Path) -> None:
    sizes = f"Object.fromEntries({DRAWN}.map(({{ node, size, bold }}) => [node.id, [size, bold]]))"
    cities = "cities:\n" + "".join(
        f"  c{n}: {{name: City {n}, country: FR, coordinates: [{40 + n // 4 * 3}, {n % 4 * 6 - 6}]}}\n"
        for n in range(16)
    )
    pairs = "".join(f"  - {{kind: sister-city, between: [c{n}, c{n + 1}]}}\n" for n in range(0, 16, 2))
    (tmp_path / "equals").mkdir()
    with looking(browser, page_of(f"{cities}ties:\n{pairs}", tmp_path / "equals"), "#view=map") as page:
        assert {tuple(look) for look in page.evaluate(sizes).values()} == {(12.5, False)}
    star = "".join(f"  - {{kind: sister-city, between: [c0, c{n}]}}\n" for n in range(1, 16))
    (tmp_path / "star").mkdir()
    with looking(browser, page_of(f"{cities}ties:\n{star}", tmp_path / "star"), "#view=map") as page:
        found = page.evaluate(sizes)
        assert found.pop("c0") == [14, True]
        assert {tuple(look) for look in found.values()} == {(12.5, False)}


TWINS = """
cities:
  left: {name: Left Bank, country: DE, coordinates: [52.3471, 14.5306]}
  right: {name: Right Bank, country: PL, coordinates: [52.3500, 14.6000]}
  far: {name: Far, country: JP, coordinates: [35.68, 139.69]}
  west: {name: West, country: US, coordinates: [37.77, -122.42]}
ties:
  - {kind: sister-city, between: [left, right], status: active}
  - {kind: sister-city, between: [left, far], status: active}
  - {kind: sister-city, between: [far, west], status: active}
"""


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_search_flies_to_its_find_which_is_then_told_from_its_neighbor(
    browser: Browser, tmp_path: Path, viewport: Any
) -> None:
    with looking(browser, page_of(TWINS, tmp_path), "#view=map", reduced_motion="reduce", viewport=viewport) as page:
        apart = """(() => {
            const [one, other] = ["left", "right"].map((id) => PAGE.stage.spot(NODE.get(id)));
            const [a, b] = ["left", "right"].map((id) => PAGE.stage.radius(NODE.get(id)));
            return Math.hypot(one.x - other.x, one.y - other.y) - a - b;
        })()"""
        assert page.evaluate(apart) < 0
        page.get_by_role("combobox").fill("Left Bank")
        page.keyboard.press("Enter")
        assert page.evaluate(apart) > 4
        page.keyboard.press("Escape")


def test_zooming_keeps_what_is_picked_where_it_is(browser: Browser, tmp_path: Path) -> None:
    spot = "(({ x, y }) => [Math.round(x), Math.round(y)])(PAGE.stage.spot(NODE.get('far')))"
    with looking(browser, page_of(TWINS, tmp_path), "#view=map&at=far", reduced_motion="reduce") as page:
        page.evaluate("PAGE.open(NODE.get('far'))")
        before = page.evaluate(spot)
        page.get_by_role("button", name="Zoom in").click()
        assert page.evaluate(spot) == before
        page.locator("#canvas").focus()
        for _ in range(6):
            page.keyboard.press("+")
        assert page.evaluate(spot) == before
        page.evaluate("PAGE.open(null)")
        middle = page.evaluate("PAGE.stage.cameras.map.x")
        page.keyboard.press("+")
        assert page.evaluate("PAGE.stage.cameras.map.x") == middle


def test_a_link_to_the_map_opens_as_the_map_and_never_black(browser: Browser, seed: Path) -> None:
    window = browser.new_context(viewport=WIDE, offline=True)
    page = window.new_page()
    # What the canvas is at the first moment at which the browser may show it.
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
            const canvas = document.getElementById("canvas");
            const { data } = canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1);
            window.first = [PAGE.stage.share, ...data];
        });"""
    )
    page.goto(seed.as_uri() + "#view=map")
    share, *color = page.evaluate("window.first")
    assert share == 1
    assert min(color[:3]) > 200
    page.wait_for_timeout(100)
    assert page.evaluate("PAGE.stage.share") == 1
    window.close()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_all_of_a_tie_is_in_the_window(browser: Browser, tmp_path: Path, viewport: Any) -> None:
    """Great circles run far north of their ends, and parallel ties bend."""
    text = """
cities:
  one: {name: One, country: US, coordinates: [45, -110]}
  other: {name: Other, country: CN, coordinates: [45, 100]}
ties:
"""
    text += "".join(
        f"  - {{kind: {kind}, between: [one, other]}}\n" for kind in ("sister-city", "friendship-city", "exchange")
    )
    outside = """PAGE.filters.ties.flatMap((tie) => PAGE.stage.routeOf(tie).flat()).filter((point) => {
        const [x, y] = PAGE.stage.onScreen(point, "map");
        return x < 0 || y < 0 || x > PAGE.stage.width || y > PAGE.stage.height;
    }).length"""
    with looking(browser, page_of(text, tmp_path), "#view=map", viewport=viewport) as page:
        assert page.evaluate(outside) == 0


def test_small_islands_are_land_where_one_zooms_in(browser: Browser, tmp_path: Path) -> None:
    islands = {
        "Valletta": (35.9, 14.51),
        "Singapore": (1.35, 103.82),
        "Tongatapu": (-21.17, -175.2),
        "Mahé": (-4.67, 55.47),
    }
    cities = "".join(
        f"  i{n}: {{name: {name}, country: MT, coordinates: [{latitude}, {longitude}]}}\n"
        for n, (name, (latitude, longitude)) in enumerate(islands.items())
    )
    ground = """(id) => {
        const { stage } = PAGE;
        const [x, y] = stage.mapped[NODE.get(id).index];
        stage.cameras.map = { x, y, scale: 6000 };
        const canvas = Object.assign(document.createElement("canvas"), { width: stage.width, height: stage.height });
        const context = canvas.getContext("2d", { willReadFrequently: true });
        Ground.paint(new CanvasSurface(context, 1), stage);
        const { data } = context.getImageData(stage.width / 2, stage.height / 2, 1, 1);
        return [...data].slice(0, 3).map((part) => part.toString(16).padStart(2, "0")).join("");
    }"""
    with looking(browser, page_of(f"cities:\n{cities}ties: []\n", tmp_path), "#view=map") as page:
        for n in range(len(islands)):
            assert "#" + page.evaluate(ground, f"i{n}") == page.evaluate("PAGE.stage.paper.land")
        page.evaluate("element('help').showModal()")
        expect(page.get_by_text("borders as of 2018, dashed where disputed")).to_be_visible()


def test_many_at_one_place_are_one_dot_with_their_number_which_fans_out(browser: Browser, tmp_path: Path) -> None:
    """By a click, by the keyboard, and if one of them is found; Escape puts them together again."""
    cities = "".join(f"  c{n}: {{name: Quarter {n}, country: FR, coordinates: [48.85, 2.35]}}\n" for n in range(40))
    cities += "  far: {name: Far, country: FR, coordinates: [43.3, 5.4]}\n"
    ties = "ties:\n  - {kind: sister-city, between: [c7, far]}\n"
    spots = """(() => {
        const drawn = NODES.filter(({ id }) => id !== "far").map((node) => PAGE.stage.spot(node));
        return drawn.filter(({ opacity }) => opacity).map(({ x, y }) => [Math.round(x), Math.round(y)]);
    })()"""
    with looking(browser, page_of(f"cities:\n{cities}{ties}", tmp_path), "#view=map", reduced_motion="reduce") as page:
        texts = page.evaluate(
            """(() => {
                const surface = new SvgSurface(PAGE.stage.width, PAGE.stage.height);
                PAGE.stage.paint(surface);
                const texts = surface.parts.join("").matchAll(/<text[^>]*>([^<]*)/g);
                return [...texts].map(([, text]) => text);
            })()"""
        )
        assert {"40", "Quarter 7 +39", "Far"} <= set(texts)
        ((x, y),) = page.evaluate(spots)
        page.locator("#canvas").click(position={"x": x, "y": y})
        assert len({tuple(spot) for spot in page.evaluate(spots)}) == 40
        expect(page.locator("#said")).to_contain_text("40 at one place")
        assert page.evaluate("PAGE.thing") is None
        page.keyboard.press("Escape")
        assert len(page.evaluate(spots)) == 1
        page.locator("#canvas").focus()
        for _ in range(3):
            page.keyboard.press("n")
        assert len(page.evaluate(spots)) == 40
        page.keyboard.press("Enter")
        assert page.evaluate("PAGE.thing.name").startswith("Quarter")
        page.evaluate("PAGE.open(NODE.get('far'))")
        assert len(page.evaluate(spots)) == 1
        page.evaluate("PAGE.open(NODE.get('c3'))")
        assert len(page.evaluate(spots)) == 40


def test_a_name_in_the_script_of_its_country_stands_below_from_the_second_zoom_on(
    browser: Browser, tmp_path: Path
) -> None:
    text = """
cities:
  osaka: {name: Osaka, country: JP, names: {ja: 大阪市, ar: أوساكا}, coordinates: [34.69, 135.5]}
  haifa: {name: חיפה, country: IL, names: {en: Haifa}, coordinates: [32.79, 34.99]}
  koln: {name: Köln, country: DE, names: {el: Κολωνία}, coordinates: [50.94, 6.96]}
"""
    own = f"Object.fromEntries({DRAWN}.map(({{ node, own }}) => [node.id, own]))"
    with looking(browser, page_of(text, tmp_path), "#view=map", reduced_motion="reduce") as page:
        assert set(page.evaluate(own).values()) == {""}
        page.evaluate("PAGE.open(NODE.get('osaka'))")
        page.get_by_role("button", name="Zoom in").click()
        assert page.evaluate(own) == {"osaka": "大阪市"}
        page.evaluate("PAGE.open(null)")
        page.evaluate("PAGE.stage.goTo(NODE.get('haifa'))")
        assert page.evaluate(own)["haifa"] == ""


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_window_shows_no_more_of_what_is_beyond_the_pole_than_it_must(
    browser: Browser, seed: Path, viewport: Any
) -> None:
    with looking(browser, seed, "#view=map", viewport=viewport) as page:
        above, below = page.evaluate(
            """[flat(0, 90), Ground.edge[0][0]].map(([, y], at) => {
                const down = PAGE.stage.onScreen([0, y], "map")[1];
                return at ? PAGE.stage.height - down : down;
            })"""
        )
        assert above <= 25 or below == pytest.approx(above, abs=1)


def test_an_empty_picture_says_why_and_what_to_do(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with looking(browser, page_of("cities: {}\n", tmp_path / "none"), "#view=map") as page:
        expect(page.locator("#empty")).to_have_text(
            "There are no cities in this folder yet. `citygraph init` shows how to begin."
        )
    (tmp_path / "nowhere").mkdir()
    cities = "cities: {a: {name: A, country: FR}, b: {name: B, country: FR}}\n"
    with looking(browser, page_of(cities, tmp_path / "nowhere"), "#view=map") as page:
        expect(page.locator("#empty")).to_contain_text("None of these 2 has coordinates.")
        page.get_by_role("button", name="Show the network").click()
        expect(page.locator("#empty")).to_be_hidden()
        assert page.evaluate("PAGE.view") == "network"


def test_names_from_strangers_stay_in_their_line_of_the_picture(browser: Browser, tmp_path: Path) -> None:
    names = ["x" * 10_000, "Z" + "\u0301" * 100 + "algo", "Zero\u200bwidth", "\u202eback"]
    cities = "".join(
        f"  c{n}: {{name: {json.dumps(name)}, country: FR, coordinates: [{40 + 3 * n}, 2]}}\n"
        for n, name in enumerate(names)
    )
    with looking(browser, page_of(f"cities:\n{cities}", tmp_path), "#view=map") as page:
        found = page.evaluate(f"Object.fromEntries({DRAWN}.map(({{ node, text, wide }}) => [node.id, [text, wide]]))")
        assert set(found) == {"c0", "c1", "c2", "c3"}
        assert all(wide < 400 for _, wide in found.values())
        assert found["c1"][0].count("\u0301") <= 2
        assert "\\u200b" in found["c2"][0]
        assert "\u202e" not in found["c3"][0]


# ---------------------------------------------------------------- it hands on what is seen


def test_downloads_are_what_is_shown(browser: Browser, seed: Path, tmp_path: Path) -> None:
    with looking(browser, seed, "#view=network&country=TR,KG") as page:

        def download(name: str) -> bytes:
            page.get_by_text("Share").click()
            with page.expect_download() as waiting:
                page.get_by_role("button", name=name).click()
            file = tmp_path / waiting.value.suggested_filename
            waiting.value.save_as(file)
            return file.read_bytes()

        listed = citygraph("ties", "--country", "TR", "--country", "KG", "--format", "csv").out
        assert download("Download ties (CSV)").decode() == listed
        data = json.loads(download("Download data shown (JSON)"))
        assert sorted(tie["id"] for tie in data["ties"]) == shown(page)
        assert {tie["from"] for tie in data["ties"]} | {tie["to"] for tie in data["ties"]} <= {
            node["id"] for node in data["nodes"]
        }


def test_a_link_to_what_is_seen_is_copied(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#view=map", permissions=["clipboard-read", "clipboard-write"]) as page:
        page.get_by_text("Share").click()
        page.get_by_role("button", name="Copy link to this view").click()
        expect(page.locator("#hint")).to_contain_text("The link is copied")
        assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_on_paper_it_is_picture_and_table(browser: Browser, seed: Path) -> None:
    with looking(browser, seed) as page:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("#table tbody tr")).to_have_count(page.evaluate("TIES.length"))
        expect(page.locator("#filters")).to_be_hidden()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page.locator("#table")).to_be_hidden()


def test_paper_is_light_and_explains_itself(browser: Browser, hubs: Path) -> None:
    """Whatever the screen is like: the legend, what is filtered, the number of rows, sources and the day."""
    with looking(browser, hubs, "#view=network&country=DE&least=1", color_scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate("document.documentElement.dataset.theme") == "light"
        assert page.evaluate("[...PAGE.stage.context.getImageData(1, 1, 1, 1).data].slice(0, 3).every((c) => c > 200)")
        text = " ".join(page.locator("body").inner_text().split())
        for said in ("1,237 ties", "Germany", "Rows 1–1,000 of 1,237.", "active 1,237", "Printed on"):
            assert said in text, said
        assert "Show 200 more" not in text
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_each_page_of_a_printed_table_has_its_head(browser: Browser, hubs: Path, tmp_path: Path) -> None:
    need(shutil.which("pdftotext"), "pdftotext")
    with looking(browser, hubs, "#view=network&country=DE&least=1") as page:
        page.pdf(path=tmp_path / "printed.pdf", format="A4")
    read = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "printed.pdf", "-"], capture_output=True, encoding="utf-8"
    )
    pages = [text for text in read.stdout.split("\f") if text.count("is a sister city of") > 3]
    assert len(pages) > 5
    for text in pages:
        assert re.search(r"From +Tie +To", text), text[:400]


def test_without_scripts_it_is_a_table_of_ties(browser: Browser, seed: Path, folder: Folder, world: World) -> None:
    with looking(browser, seed, java_script_enabled=False) as page:
        expect(page.get_by_role("heading", name="Seed")).to_be_visible()
        rows = page.locator("tbody tr")
        assert rows.count() == len(list(world.ties()))
        row = rows.filter(has_text="is a sister city of")
        for said in ("Iznik", "Jingdezhen", "since 2021", "active", "established sister-city ties in 2021"):
            expect(row).to_contain_text(said)
        expect(page.locator("#top")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollHeight") > WIDE["height"]  # all of it can be reached
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]
        box = page.get_by_role("cell", name="Jingdezhen", exact=True).first.locator("bdi").bounding_box()
        assert box
        assert box["height"] < 30  # no word is broken
    graph = folder(
        world="cities:\n  a: {name: '<img src=x onerror=alert(1)>', country: GB}\n"
        '  b: {name: "B\\u200b", country: GB}\n'
        "sources: {s: {title: S, url: 'javascript:alert(1)'}}\n"
        "ties:\n  - {kind: sister-city, between: [a, b], since: 2030, status: planned, source: s}\n"
    )
    hostile = graph.parent / "page.html"
    write_page(World(graph).view, hostile, Lens(), title="Hostile")
    with looking(browser, hostile, java_script_enabled=False) as page:
        expect(page.locator("tbody td")).to_have_text(
            ["<img src=x onerror=alert(1)>", "is to be a sister city of", r"B\u200b", "from 2030", "planned", "", "S"]
        )
        expect(page.locator("tbody a")).to_have_count(0)


def test_where_the_page_is_in_a_frame_the_wheel_zooms_after_a_click(browser: Browser, seed: Path) -> None:
    around = seed.with_name("around.html")
    around.write_text(f'<iframe src="{seed.as_uri()}" width="900" height="600"></iframe><p style="height: 4000px">')
    with looking(browser, around) as page:
        frame = page.frames[1]
        frame.locator("#canvas").hover()
        until(page, lambda: bool(frame.evaluate("PAGE.stage.whole.network.scale !== 40")))
        scale = frame.evaluate("PAGE.stage.cameras.network.scale")
        page.mouse.wheel(0, 300)
        until(page, "scrollY > 0")
        assert frame.evaluate("PAGE.stage.cameras.network.scale") == scale
        expect(frame.locator("#hint")).to_have_text("Click to zoom with the wheel")
        page.evaluate("scrollTo(0, 0)")
        frame.locator("#canvas").click(position={"x": 5, "y": 5})
        page.mouse.wheel(0, 300)
        until(page, lambda: bool(frame.evaluate("PAGE.stage.cameras.network.scale") != scale))
        assert page.evaluate("scrollY") == 0


def test_on_a_phone_a_row_of_the_table_is_a_card_whose_words_are_whole(browser: Browser, seed: Path) -> None:
    with looking(browser, seed, "#view=table", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        card = page.locator("#table tbody tr").filter(has_text="is a sister city of")
        assert " ".join(card.inner_text().split()).startswith("Iznik is a sister city of Jingdezhen")
        assert page.evaluate("element('table').scrollWidth <= element('table').clientWidth")
        expect(page.get_by_role("row").filter(has_text="is a sister city of")).to_have_count(1)
        for word in page.locator("#table td").filter(has_text=re.compile("^Jingdezhen$")).all()[:5]:
            box = word.bounding_box()
            assert box
            assert box["height"] < 30


NEAR_TOWNS = """\
cities:
  aford: {name: Aford, country: DE, coordinates: [52.3471, 14.5506]}
  bford: {name: Bford, country: PL, coordinates: [52.3500, 14.6000]}
  farwest: {name: Farwest, country: US, coordinates: [37.77, -122.42]}
  fareast: {name: Fareast, country: JP, coordinates: [35.68, 139.69]}
ties:
  - {kind: cooperation-agreement, between: [aford, bford], status: ended}
  - {kind: sister-city, between: [aford, bford], since: 1975, status: STATUS}
  - {kind: exchange, between: [aford, bford], status: unknown}
  - {kind: sister-city, between: [aford, farwest], status: active}
  - {kind: sister-city, between: [bford, fareast], status: active}
"""


@pytest.mark.parametrize(("status", "holds"), [("active", "1 of 3"), ("planned", "0 of 3")])
def test_ties_of_towns_that_are_one_dot_are_counted_and_what_holds_is_told(
    browser: Browser, folder: Folder, status: str, holds: str
) -> None:
    """At the scale of the world, no line between two neighbors can be seen."""
    graph = folder(world=NEAR_TOWNS.replace("STATUS", status))
    write_page(World(graph).view, graph / "page.html", Lens(), title="Near")
    drawn = "() => { const s = new SvgSurface(800, 600); PAGE.stage.paint(s); return s.toString(); }"
    with looking(browser, graph / "page.html", "#view=map", reduced_motion="reduce") as page:
        texts = etree.fromstring(page.evaluate(drawn).encode()).xpath("//*[local-name()='text']/text()")
        assert holds in texts
        left, top, right, bottom = page.evaluate("PAGE.stage.pairs.plates[0].box")
        box = page.locator("#canvas").bounding_box()
        assert box
        page.mouse.move(box["x"] + (left + right) / 2, box["y"] + (top + bottom) / 2)
        tip = page.locator("#tip")
        for said in ("1975", "Aford", "Bford", "had a cooperation agreement with"):
            expect(tip).to_contain_text(said)
        page.mouse.click(box["x"] + (left + right) / 2, box["y"] + (top + bottom) / 2)
        expect(page.locator("#panel .ties li")).to_have_count(2)
        page.evaluate("PAGE.stage.lookAt(4000, ...PAGE.stage.mapped[NODE.get('aford').index])")
        texts = etree.fromstring(page.evaluate(drawn).encode()).xpath("//*[local-name()='text']/text()")
        assert holds not in texts


def test_what_holds_is_drawn_over_what_does_not(browser: Browser, every_status: Path) -> None:
    with looking(browser, every_status, "#view=network") as page:
        drawn = page.evaluate("PAGE.stage.batches.map(({ state }) => [state.isFact, state.isPlan])")
        facts = [is_fact for is_fact, _ in drawn]
        assert True in facts
        assert facts == sorted(facts)


# ---------------------------------------------------------------- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "state",
    [
        "view=network",
        "view=map&show=jingdezhen",
        "view=table&path=iznik,osh",
        "show=sister-city.iznik.jingdezhen",
        "show=article",
    ],
)
def test_axe_finds_nothing_serious(browser: Browser, seed: Path, scheme: Any, state: str) -> None:
    axe = CONSUMERS / "node_modules/axe-core/axe.min.js"
    need(axe.exists(), "axe-core")
    with looking(browser, seed, f"#{state}", color_scheme=scheme, bypass_csp=True) as page:
        page.evaluate(axe.read_text(encoding="utf-8"))
        found = page.evaluate(
            "axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => [id, impact, nodes[0].html]))"
        )
        assert found == []


def test_the_scripts_are_typed() -> None:
    compiler = CONSUMERS / "node_modules/typescript/bin/tsc"
    need(compiler.exists(), "typescript")
    scripts = sorted((ROOT / "src/citygraph/outputs/page/browser").glob("*.js"))
    options = [
        "--noEmit",
        "--allowJs",
        "--checkJs",
        "--strict",
        "--noUnusedLocals",
        "--target",
        "es2022",
        "--lib",
        "es2023,dom,dom.iterable",
    ]
    ran = subprocess.run(["node", compiler, *options, *scripts], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("", 0)


# ---------------------------------------------------------------- the command


def test_view_shows_what_the_lens_shows(tmp_path: Path) -> None:
    file = tmp_path / "near.html"
    ran = citygraph("view", "-o", file, "--ego", "Iznik", "--type", "!official")
    assert ran.code == 0
    assert re.fullmatch(r"citygraph: .*near\.html: 2 nodes, \d+ ties, \d+ kB\n", ran.err)
    text = file.read_text(encoding="utf-8")
    assert "kagan-mehmet-usta" not in text
    assert "<title>Iznik</title>" in text


def test_what_is_too_much_is_said_with_a_way_out(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cities = "".join(f"  c{at}: {{name: C{at}, country: {COUNTRIES[at % 4]}}}\n" for at in range(8))
    ties = "".join(f"  - {{kind: sister-city, between: [c{at}, c{at + 1}]}}\n" for at in range(7))
    world, file = World(folder(world=f"cities:\n{cities}ties:\n{ties}")), tmp_path / "page.html"
    monkeypatch.setattr("citygraph.outputs.page.data.MOST", 6)
    with pytest.raises(CityGraphError, match=r"can show 6 ties at most, and there are more; --ego NAME .*--country"):
        world.write_page(file)
    with pytest.raises(CityGraphError, match="can show 6 nodes at most"):
        world.write_page(file, type=["city"], kind=["exchange"])
    assert not file.exists()
    world.write_page(file, ego="C3")
    assert file.exists()
    assert citygraph("view", "-o", tmp_path / "no" / "page.html").code == 2


def test_what_is_quoted_is_handed_on_but_not_what_was_kept_to_check_it(seed: Path) -> None:
    assert "passages" not in seed.read_text(encoding="utf-8")

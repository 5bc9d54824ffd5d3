"""A picture that the page saves: whoever opens its file elsewhere reads what it shows, of when, and from which sources.

Others than the browser that made the files read them: typst (resvg) and lxml SVG, typst PNG, poppler PDF.
"""

import itertools
import re
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from lxml import etree
from playwright.sync_api import Browser, Page

from browser import PHONE, looking
from citygraph.domain.lens import Lens
from citygraph.outputs.figure import BLOCKS, LEGEND, SIZES
from citygraph.outputs.page import write_page
from citygraph.outputs.picture.drawing import draw
from citygraph.outputs.style import PAPER
from citygraph.world import World
from conftest import need

HOSTILE = '<b>&amp; "x" ]]> \' -->'
TOWNS = f"""\
sources:
  first: {{title: First list}}
  second: {{title: "Second <list> & more"}}
cities:
  a: {{name: '{HOSTILE.replace("'", "''")}', country: GB, coordinates: [52, -2]}}
  b: {{name: 東京都, country: JP, coordinates: [35, 139]}}
  c: {{name: عمان, country: JO, coordinates: [31, 35]}}
  d: {{name: मुंबई, country: IN, coordinates: [19, 73]}}
  e: {{name: Nowhere, country: FR}}
organizations:
  o: {{name: Office, country: FR, coordinates: [48, 2]}}
ties:
  - {{kind: sister-city, between: [a, b], since: 1990, status: active, source: first}}
  - {{kind: sister-city, between: [a, c], since: 1991, status: ended, source: first}}
  - {{kind: sister-city, between: [a, d], status: unknown, source: second}}
  - {{kind: sister-city, between: [b, d], status: planned, source: first}}
  - {{kind: sister-city, between: [c, d], status: proposed, source: first}}
  - {{kind: sister-city, between: [b, c], status: suspended, source: first}}
  - {{kind: cooperation-agreement, between: [a, o], status: dormant, source: first}}
  - {{kind: sister-city, between: [a, e], status: active, source: first}}
"""
Shape = tuple[int, int, bytes]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    (folder / "world.yaml").write_text(TOWNS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def file(graph: Path) -> Path:
    page = graph.with_name("saved.html")
    write_page(World(graph, cache=False).view, page, Lens(), title="Towns <i>")
    return page


def saved(page: Page, form: str, size: str, folder: Path) -> Path:
    """The file that the page hands over."""
    page.locator(".menu > summary").click()
    page.get_by_label("Picture size").select_option(size)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Save picture ({form})").click()
    found = folder / waiting.value.suggested_filename
    waiting.value.save_as(found)
    return found


def texts(file: Path) -> list[tuple[str, float, float]]:
    """The texts of an SVG from top to bottom, without their halos, each with its place."""
    found: list[tuple[str, float, float]] = []

    def walk(element: etree._Element, right: float, down: float) -> None:
        if element.tag.endswith("}svg") and element.getparent() is not None:
            right, down = right + float(element.get("x")), down + float(element.get("y"))
        if element.tag.endswith("}text") and not element.get("aria-hidden"):
            found.append(("".join(element.itertext()), right + float(element.get("x")), down + float(element.get("y"))))
        for child in element:
            walk(child, right, down)

    walk(etree.parse(file).getroot(), 0, 0)
    return found


def pixels(file: Path) -> Shape:
    """How another program shows a file: its width, its height, and three bytes for each pixel of its own."""
    need(shutil.which("pdftoppm"), "pdftoppm")
    if file.suffix == ".pdf":
        paper, dots = file, 96
    else:
        (source := file.with_suffix(".typ")).write_text(
            f"#set page(width: auto, height: auto, margin: 0pt)\n#image({file.name!r}".replace("'", '"') + ")"
        )
        paper, dots = file.with_suffix(".set.pdf"), 72 if file.suffix == ".png" else 96
        paper.write_bytes(typst.compile(source, format="pdf"))
    ran = subprocess.run(["pdftoppm", "-r", str(dots), paper], capture_output=True, check=True)
    kind, wide, high, most, data = re.split(rb"\s", ran.stdout, maxsplit=4)
    assert (kind, most) == (b"P6", b"255")
    return int(wide), int(high), data


def colour(shape: Shape, x: int, y: int) -> str:
    wide, _, data = shape
    at = 3 * (y * wide + x)
    return "#" + data[at : at + 3].hex()


@pytest.mark.parametrize("form", ["PNG", "SVG", "PDF"])
def test_a_file_of_each_kind_and_size_opens_elsewhere_and_is_light(
    browser: Browser, file: Path, tmp_path: Path, form: str
) -> None:
    with looking(browser, file, "#view=map", color_scheme="dark") as page:
        before = page.evaluate("[location.hash, PAGE.stage.canvas.toDataURL()]")
        made = {size: saved(page, form, size, tmp_path).rename(tmp_path / f"{size}.{form.lower()}") for size in SIZES}
        page.evaluate("PAGE.stage.paintNow()")
        assert page.evaluate("[location.hash, PAGE.stage.canvas.toDataURL()]") == before  # the screen stays as it was
        seen = page.evaluate("PAGE.stage.width")
    for size, asked in SIZES.items():
        wide, high = asked or (seen + 64, None)
        assert measures(made[size])[: 2 if high else 1] == (wide, high)[: 2 if high else 1], size
        across, down, data = shape = pixels(made[size])
        corners = [colour(shape, x, y) for x in (3, across - 4) for y in (3, down - 4)]
        assert all(near(corner, PAPER["light"].ground) for corner in corners), (size, corners)
        assert len({data[at : at + 3] for at in range(0, len(data), 3 * 7)}) > 20  # there is something on it


def measures(file: Path) -> tuple[int, int]:
    """How large a file says that it is, in pixels of 1/96 inch. One for print has more dots than it needs there."""
    if file.suffix == ".png":
        across, down = struct.unpack(">2I", file.read_bytes()[16:24])
        return across // 2, down // 2
    if file.suffix == ".svg":
        svg = etree.parse(file).getroot()
        return int(svg.get("width")), int(svg.get("height"))
    need(shutil.which("pdfimages"), "pdfimages")
    listed = subprocess.run(["pdfimages", "-list", file], capture_output=True, text=True, check=True).stdout
    [image] = [line.split() for line in listed.splitlines()[2:]]
    assert min(int(image[12]), int(image[13])) >= 200  # dots to the inch
    return round(int(image[3]) * 96 / int(image[12])), round(int(image[4]) * 96 / int(image[13]))


def near(one: str, other: str) -> bool:
    """True if nobody sees that two colours differ: who reads a file may round them."""
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= 2 for at in (1, 3, 5))


def test_it_says_what_it_shows_of_how_much_when_and_from_where(
    browser: Browser, file: Path, tmp_path: Path, graph: Path
) -> None:
    with looking(browser, file, "#view=map&country=!JP") as page:
        day = page.evaluate("DATA.day")
        said = texts(saved(page, "SVG", "a4", tmp_path))
        pdf = saved(page, "PDF", "a4", tmp_path)
    words = [text for text, _, _ in said]
    scope = "5 of 6 cities and organizations · 5 of 8 ties; filters: not Japan; as of " + day
    notes = " ".join(words[-3:])
    for part in ("Towns <i>", scope, "agreements 4", "Status", "ended 1", "unknown 1", "organization 1", "Nowhere"):
        assert any(text.startswith(part) for text in words), (part, words)
    for part in (
        "1 tie is not on the map.", "Sources: First list; Second <list> & more.", "Natural Earth", "Drawn by citygraph",
    ):  # fmt: skip
        assert part in notes, part
    for name in (HOSTILE, "عمان", "मुंबई", "Office"):
        assert name in words
    assert "東京都" not in words
    assert "planned 1" not in words  # of Japan alone
    need(shutil.which("pdftotext"), "pdftotext")
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, encoding="utf-8", check=True).stdout
    for part in ("Towns <i>", scope, "मुंबई", HOSTILE, "unknown 1", "First list"):
        assert part in " ".join(text.split()), part
    # poppler takes words from right to left for glyphs in the order of the page, and turns them round
    assert "عمان".encode("utf-16-be").hex().encode() in pdf.read_bytes()


def test_a_saved_picture_and_a_drawn_one_have_the_same_parts_in_the_same_order(
    browser: Browser, file: Path, tmp_path: Path, graph: Path
) -> None:
    with looking(browser, file, "#view=map") as page:
        ours = texts(saved(page, "SVG", "slide", tmp_path))
    draw(World(graph, cache=False).view, tmp_path / "drawn.svg", Lens(), title="Towns <i>", form="map")
    theirs = texts(tmp_path / "drawn.svg")

    def parts(found: list[tuple[str, float, float]]) -> list[str]:
        """What of the declaration is there, as it is read: by rows, from the left."""
        known = {
            **{heading: heading for heading in LEGEND},
            **{text: text for sorts in LEGEND.values() for text in sorts.values() if text},
            **{f"{word} {n}": word for word, n in (("unknown", 1), ("ended", 1), ("planned", 1), ("suspended", 1))},
            "Towns <i>": "title", "Without coordinates": "tray", "Nowhere": "in the tray",
        }  # fmt: skip
        rows = sorted(found, key=lambda text: (round(text[2] / 4), text[1]))
        return [known[text] for text, _, _ in rows if text in known]

    assert parts(ours) == parts(theirs)
    assert len(parts(ours)) > 8
    tops = {text: y for text, _, y in ours}
    order = ["Towns <i>", "Ties", HOSTILE, "Nowhere"]
    assert [tops[text] for text in order] == sorted(tops[text] for text in order)
    assert list(BLOCKS) == ["title", "scope", "legend", "plot", "tray", "notes"]


def test_what_ties_are_looks_different_in_the_legend_of_a_saved_picture(
    browser: Browser, file: Path, tmp_path: Path
) -> None:
    """As another program shows it, without colour: all samples of statuses have the same."""
    with looking(browser, file, "#view=map") as page:
        made = saved(page, "SVG", "a4", tmp_path)
    wide, _, data = pixels(made)
    samples = {}
    for text, x, y in texts(made):
        if re.fullmatch(r"(active|ended|unknown|planned|proposed|suspended|dormant) \d", text):
            left, top = round(x) - 34, round(y) - 14
            rows = (data[3 * (row * wide + left) : 3 * (row * wide + left + 30)] for row in range(top, top + 20))
            samples[text] = b"".join(rows)
    assert len(samples) == 7
    for (one, first), (other, second) in itertools.combinations(samples.items(), 2):
        apart = sum(abs(a - b) > 60 for a, b in zip(first, second, strict=True))
        assert apart > 15, (one, other)


def test_what_is_picked_and_behind_the_table_is_saved_too(browser: Browser, file: Path, tmp_path: Path) -> None:
    with looking(browser, file, "#view=table&show=d") as page:
        words = " ".join(text for text, _, _ in texts(saved(page, "SVG", "seen", tmp_path)))
    assert "Faint: all but \u2068मुंबई\u2069 and what it has ties with." in words
    with looking(browser, file, "#view=map&path=a,d") as page:
        words = " ".join(text for text, _, _ in texts(saved(page, "SVG", "seen", tmp_path)))
    assert f"\u2068{HOSTILE}\u2069 – \u2068मुंबई\u2069, 1 tie: unknown" in words
    assert "Faint: all but the path." in words


def test_what_is_near_is_saved_near(browser: Browser, file: Path, tmp_path: Path) -> None:
    """In each size the middle of what is seen stays there, and what is out of sight stays so."""
    with looking(browser, file, "#view=map&show=c") as page:
        for _ in range(4):
            page.get_by_role("button", name="Zoom in").click()
        page.wait_for_timeout(100)
        names = {text for text, _, _ in texts(saved(page, "SVG", "square", tmp_path))}
    assert "عمان" in names
    assert "東京都" not in names


@pytest.mark.parametrize("text", ["", "cities: {a: {name: A, country: FR}}\n"])
def test_a_world_of_none_or_one_is_saved(
    browser: Browser, folder: Callable[..., Path], tmp_path: Path, text: str
) -> None:
    write_page(World(folder(world=text), cache=False).view, tmp_path / "page.html", Lens(), title="Few")
    with looking(browser, tmp_path / "page.html", viewport=PHONE) as page:
        for size in SIZES:
            said = [text for text, _, _ in texts(saved(page, "SVG", size, tmp_path))]
            assert "Few" in said
            assert "No source is given." in " ".join(said)

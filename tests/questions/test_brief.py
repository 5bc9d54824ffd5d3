"""The brief: laws against a plain look at each record, then what a reader of each format would notice."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from browser import looking
from citygraph.domain.terms import STATUSES
from citygraph.graph.asked import Asked
from citygraph.questions.brief import brief
from citygraph.questions.brief.document import BriefLine, said
from citygraph.questions.brief.facts import Brief
from citygraph.questions.brief.two_pages import MOST
from citygraph.render.brief import FILES
from citygraph.world import World
from conftest import SEED, citygraph, examples, in_terminal, need
from worlds import networkx_graph, yaml_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PARTNERS = "Partners and other ties"
OCCASIONS = "Visits and other occasions"
GROUP = {
    "active": (PARTNERS, ""), "dormant": (PARTNERS, ""),
    "suspended": (PARTNERS, "Over"), "ended": (PARTNERS, "Over"),
    "unknown": (PARTNERS, "Not known how it stands"),
    "planned": ("Promised", "Open"), "proposed": ("Promised", "Open"), "cancelled": ("Promised", "Cancelled"),
}  # fmt: skip
"""Where a tie of each status belongs, as a reader would say."""
OCCURRED = {**GROUP, "ended": (OCCASIONS, ""), "unknown": (OCCASIONS, "Not known how it stands")}
EVIDENCE = st.lists(
    st.fixed_dictionaries(
        {"source": st.sampled_from("st")}, optional={"quote": st.sampled_from(["they are", "it is"])}
    ),
    max_size=2,
)
TIES = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {"kind": st.just("sister-city"), "status": st.sampled_from(STATUSES), "evidence": EVIDENCE},
            optional={"agreement": st.just({"signed": "1987-05-02", "expires": "2031"})},
        ),
        st.fixed_dictionaries(
            {
                "kind": st.just("delegation"),
                "status": st.sampled_from([*OCCURRED.keys() - {"active", "dormant", "suspended"}]),
                "evidence": EVIDENCE,
            }
        ),
    ),
    max_size=8,
)  # fmt: skip


def world_of(folder: Path, ties: list[dict[str, Any]], **more: Any) -> World:
    """A town ``hub``, tied to a town ``t0``, ``t1`` … by each of these ties."""
    towns = {f"t{number}": {"name": f"Town {number}", "country": "GB", "source": "s"} for number in range(len(ties))}
    made = []
    for number, tie in enumerate(ties):
        ends = (
            {"between": ["hub", f"t{number}"]} if tie["kind"] == "sister-city" else {"from": "hub", "to": f"t{number}"}
        )
        made.append({**ends, **{key: value for key, value in tie.items() if value}})
    hub = {"name": "Hub", "country": "FR", "source": "s", **more}
    sources = {"s": {"title": "Minutes"}, "t": {"title": "Chronicle", "published": "2018"}}
    text = yaml_of({"cities": {"hub": hub, **towns}, "ties": made, "sources": sources})
    (folder / "all.yaml").write_text(text, encoding="utf-8")
    world = World(folder, cache=False)
    assert not world.errors
    return world


def places(lines: Iterator[BriefLine] | list[BriefLine], name: str) -> set[tuple[str, str]]:
    """The sections and groups in which a name stands."""
    return {
        (line.section, line.group) for line in lines for item in line.items for run in item.runs if run.text == name
    }


# ------------------------------------------------------------------ laws


@examples(60)
@given(TIES)
def test_each_tie_stands_once_and_only_what_holds_among_what_holds(ties: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = world_of(Path(folder), ties)
        report = world.brief("hub")
        assert brief(Asked(networkx_graph(world.view)), "hub").document == report.document
        records = dict(world.view.graph["ties"].items())
    lines = list(report)
    for number, tie in enumerate(ties):
        where = (GROUP if tie["kind"] == "sister-city" else OCCURRED)[tie["status"]]
        if "agreement" in tie and where[1] == "Open":
            where = (where[0], "Overdue")  # it was to be signed in 1987
        found = places(lines, f"Town {number}") - {("In the next 12 months", "")}
        assert found - {("Agreements", ""), ("Agreements", "Over"), ("Agreements", "Not known how it stands")} == {
            where
        }
        if "agreement" in tie and where[0] != "Promised":
            assert ("Agreements", where[1]) in found
    facts = report.data
    assert isinstance(facts, Brief)
    told = {*facts.card.ties, *facts.agreements, *facts.promises}
    assert {row.tie for row in facts.card.ties} == records.keys()
    for row in told:
        assert (row.status, row.since) == (records[row.tie].data["status"], records[row.tie].data["since"])


@examples(40)
@given(TIES)
def test_sources_are_numbered_in_the_order_in_which_they_are_met(ties: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        document = world_of(Path(folder), ties).brief("hub").document
    cited = [note for line in document.lines for item in line.items for note in item.notes if note != "no source"]
    known = {source.number: source for source in document.sources}
    assert list(known) == [str(number) for number in range(1, len(known) + 1)]
    assert list(dict.fromkeys(note.partition(".")[0] for note in cited)) == list(known)
    passages = [number for source in document.sources for number, _ in source.passages]
    assert {note for note in cited if "." in note} == {*passages}
    unsourced = {
        run.text for line in document.lines for item in line.items if item.notes == ("no source",) for run in item.runs
    }
    for number, tie in enumerate(ties):
        assert (f"Town {number}" in unsourced) == (not tie["evidence"])


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=30) | st.sampled_from(
    ["**", "_a_", "1. a", "- a", "# a #", "a | b", "<b>", "&lt;", "[x]: http://y", "`", "\\", "$x$", "www.a.bc",
     "a@b.cd",
     "#let x = 1", "]", "*/", "دبي", "http://x.yz", "~~a~~", "![i](u)", "x" * 10_000, "{{", "-->", '"', "+ a", "==="]
)  # fmt: skip


@examples(60)
@given(NAMES, NAMES)
@example("**a** _b_ <b> [x](u) # `c` | ~~d~~ &lt; \\", "<i>http://y *www.z.bc* a@b.cd")
@example("1. a", "- a")
@example("+ a", "# a #")
def test_what_a_name_is_never_becomes_markup(name: str, title: str) -> None:
    """The same brief has as many elements, whatever its names are; and a reader sees the names."""
    shapes = []
    for called, source in ((name, title), ("Plain", "Minutes")):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "all.yaml").write_text(_named(called, source), encoding="utf-8")
            world = World(folder, cache=False)
            report = world.brief("hub")
            made = {format: FILES[format](report, world) for format in ("md", "html")}
        shapes.append([_shape(_of_markdown(str(made["md"]))), _shape(str(made["html"]))])
        if report.document.title == said(called):
            for read in (_of_markdown(str(made["md"])), str(made["html"])):
                assert " ".join(said(called).split()) in " ".join(_text(read).split())
    assert shapes[0] == shapes[1]


def _named(name: str, title: str) -> str:
    """A world whose texts are all one name, and its sources' titles another."""
    return json.dumps(
        {
            "cities": {
                "hub": {"name": name, "names": {"ar": name}, "aliases": [name], "country": "GB", "source": "s",
                        "known_for": [name]},
                "other": {"name": "Other", "country": "GB", "source": "s"},
            },
            "officials": {"mayor": {"name": name, "posts": [{"of": "hub", "title": name, "status": "active"}]}},
            "ties": [
                {"kind": "sister-city", "between": ["hub", "other"], "status": "active", "source": "s", "quote": name,
                 "form": name, "agreement": {"document": "s"}},
                {"kind": "interest", "from": "hub", "to": "other", "status": "proposed", "notes": name},
            ],
            "sources": {"s": {"title": title, "publisher": name}},
        },
        ensure_ascii=False,
    )  # fmt: skip


def _of_markdown(text: str) -> str:
    """HTML, as a foreign program makes it of Markdown."""
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def _shape(page: str) -> list[str]:
    return _read(page).tags


def _text(page: str) -> str:
    return "".join(_read(page).texts)


# ------------------------------------------------------------------ what a reader notices


def test_all_that_is_not_known_is_said(tmp_path: Path) -> None:
    world_of(tmp_path, [])
    out = citygraph("brief", "hub", "--graph", str(tmp_path)).out
    for said_of in ("agreement", "person in office", "tie", "open promise", "visit or other occasion", "date to come"):
        assert f"- No {said_of} is written down.\n" in out
    assert "- Names: no name in another language is written down\n" in out
    assert "- Coordinates: no place is written down\n" in out


def test_what_a_filter_leaves_out_is_not_said_to_be_unknown(tmp_path: Path) -> None:
    world_of(tmp_path, [{"kind": "sister-city", "status": "active", "agreement": {"signed": "1987"}}])
    out = citygraph("brief", "hub", "--kind", "delegation", "--graph", str(tmp_path)).out
    assert "No agreement is written down that fits." in out
    assert "Only what fits: kind delegation." in out


def test_an_agreement_says_until_when_it_runs_and_a_promise_when_it_is_due(tmp_path: Path) -> None:
    world_of(
        tmp_path,
        [
            {"kind": "sister-city", "status": "active", "form": "charter", "source": "s",
             "agreement": {"signed": "1987-05-02", "expires": "2037", "document": "t"}},
            {"kind": "sister-city", "status": "active", "source": "s", "agreement": {"signed": "1990"}},
            {"kind": "sister-city", "status": "planned", "since": "2019", "source": "t"},
        ],
    )  # fmt: skip
    out = citygraph("brief", "hub", "--graph", str(tmp_path)).out
    assert (
        "charter: **Hub** is a sister city of **Town 0**: signed 1987-05-02, until 2037, document Chronicle [1, 2]"
        in out
    )
    assert "**Town 1**: signed 1990, its end is not known [1]" in out
    assert "### Overdue\n\n- **Hub** is to be a sister city of **Town 2** (due 2019, said 2018, planned) [2]" in out


def test_what_held_at_a_time_stands_apart_from_what_perhaps_did(tmp_path: Path) -> None:
    world_of(
        tmp_path,
        [
            {"kind": "sister-city", "status": "ended", "since": "1990", "until": "2010"},
            {"kind": "sister-city", "status": "active"},
            {"kind": "sister-city", "status": "planned", "since": "1999"},
        ],
    )
    lines = list(World(tmp_path, cache=False).brief("hub", at="2000"))
    assert places(lines, "Town 0") == {(PARTNERS, "Held then")}
    assert places(lines, "Town 1") == {(PARTNERS, "Possibly held then")}
    assert places(lines, "Town 2") == set()
    apart = list(World(tmp_path, cache=False).brief("hub", at="!2020"))
    assert places(apart, "Town 0") == {(PARTNERS, "Over")}  # it did not hold in 2020
    assert places(apart, "Town 1") == {(PARTNERS, "")}


def test_a_long_list_is_cut_and_says_so(tmp_path: Path) -> None:
    world_of(tmp_path, [{"kind": "sister-city", "status": "active"}] * (MOST + 2))
    assert f"**Town {MOST - 1}**" not in (
        out := citygraph("brief", "hub", "--limit", "1", "--graph", str(tmp_path)).out
    )
    assert f"; and {MOST + 1} more, which “citygraph neighbors hub” lists\n" in out
    assert (
        "; and 2 more, which “citygraph neighbors hub” lists\n"
        in citygraph("brief", "hub", "--graph", str(tmp_path)).out
    )
    data = json.loads(citygraph("brief", "hub", "--format", "json", "--graph", str(tmp_path)).out)
    assert len(data["card"]["ties"]) == MOST + 2


@pytest.mark.parametrize("words", [0, 30])
def test_a_hub_has_two_pages_and_says_what_lists_the_rest(words: int, tmp_path: Path) -> None:
    ties: list[dict[str, Any]] = []
    for number in range(60):
        said = {"source": "s", "quote": f"in session {number} {'we spoke of it ' * words}".strip()}
        paper = {"signed": f"{1950 + number}-05-02", "expires": "2040-12-31"}
        ties.append(
            {"kind": "sister-city", "status": "active", "since": str(1950 + number), "agreement": paper, **said}
        )
        ties.append({"kind": "training", "status": "planned", **said})
        ties.append({"kind": "delegation", "status": "ended", "on": "2019", **said})
    world_of(tmp_path, ties)
    out = citygraph("brief", "hub", "--graph", tmp_path).out
    for question in ("neighbors", "agreements", "promises", "timeline"):
        assert f"more, which “citygraph {question} hub” lists" in out
    need(shutil.which("pdfinfo"), "pdfinfo")
    assert citygraph("brief", "hub", "--graph", tmp_path, "-o", tmp_path / "a.pdf").code == 0
    about = subprocess.run(["pdfinfo", tmp_path / "a.pdf"], capture_output=True, encoding="utf-8", check=True).stdout
    assert re.search(r"Pages: +2\n", about)


def test_a_meeting_has_what_runs_between_the_two_and_what_they_share() -> None:
    out = citygraph("brief", "Jingdezhen", "Osh").out
    assert out.startswith("# Jingdezhen and Osh\n")
    assert "**Jingdezhen** is to provide training to **Osh** (no day is said, planned)" in out
    assert "Organizations: **Belt and Road Initiative**; Jingdezhen: may be supported by (unknown, note)" in out
    assert "Distance: 4,189 km" in out
    assert "Iznik" not in out.partition("## Jingdezhen\n")[0]


def test_a_country_and_an_organization_have_a_brief() -> None:
    assert "carried out activities in" not in citygraph("brief", "China").out
    assert "## In office\n\n- **Nurbaev Niiazbek**, Deputy Speaker" in citygraph("brief", "City Council of Osh").out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ("'Chen Kelong'", 2, "`Chen Kelong` is an official, and a brief is about a city, a country or an organization; "
         "`citygraph show chen-kelong` has all that is known"),
        ("mayors-dialogue-2025", 2, "`2025 Global Mayors Dialogue` is an event"),
        ("Osh Ош", 2, "`Osh` and `Ош` are the same node"),
        ("Nowhere", 1, "nothing here is called `Nowhere`"),
        ("Osh -o osh.doc", 2, "ends in none of: .md, .html, .pdf, .json"),
        ("Osh -o nowhere/osh.md", 2, "nowhere/osh.md: No such file or directory"),
        ("Osh -o .", 2, "ends in none of"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_said(tmp_path: Path, arguments: str, code: int, message: str) -> None:
    import shlex

    ran = citygraph("brief", *shlex.split(arguments), "--graph", str(SEED), cwd=tmp_path)
    assert (ran.code, ran.out) == (code, "")
    assert message in " ".join(ran.err.replace("│", " ").split())
    assert not [*tmp_path.iterdir()]


def test_without_typst_pdf_alone_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "typst.py").write_text("raise ImportError")
    ran = citygraph("brief", "Osh", "-o", tmp_path / "a.pdf", PYTHONPATH=str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "citygraph: .pdf needs one more package, typst: pip install typst; .html needs none\n"
    assert citygraph("brief", "Osh", "-o", tmp_path / "a.html", PYTHONPATH=str(tmp_path)).code == 0


# ------------------------------------------------------------------ the files


def test_a_pdf_has_two_numbered_pages_of_a4_that_a_foreign_reader_understands(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    need(shutil.which("pdftotext"), "pdftotext")
    for name in ("a.pdf", "b.pdf"):
        ran = citygraph("brief", "Jingdezhen", "-o", tmp_path / name)
        assert ran.code == 0, ran.err
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    about = subprocess.run(["pdfinfo", tmp_path / "a.pdf"], capture_output=True, encoding="utf-8", check=True).stdout
    assert re.search(r"Pages: +2\n", about)
    assert "(A4)" in about
    read = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, encoding="utf-8", check=True)
    words = " ".join(read.stdout.split())
    for text in ("is a sister city of: Iznik, Turkiye (since 2021)", "No agreement is written down.",
                 "Troyan would be interested in cooperation with Jingdezhen", "Made for 20"):  # fmt: skip
        assert text in words
    assert re.search(r"\b1 ?/ ?2\b.*\b2 ?/ ?2\b", words)


def test_a_name_on_the_map_is_set_as_in_the_text(tmp_path: Path) -> None:
    """Letters that join or change places: what a reader of the PDF takes for one name is the same in both."""
    pytest.importorskip("typst")
    need(shutil.which("pdftotext"), "pdftotext")
    (tmp_path / "a.yaml").write_text(
        "cities:\n  a: {name: क्षत्रिय, country: IN, coordinates: [25.3, 83]}\n"
        "  b: {name: ភ្នំពេញ, country: KH, coordinates: [11.5, 104.9]}\n"
        "ties:\n  - {kind: sister-city, between: [a, b], status: active}\n",
        encoding="utf-8",
    )
    ran = citygraph("brief", "a", "-o", tmp_path / "a.pdf", "--graph", tmp_path)
    if "no font" in ran.err:
        pytest.skip(f"this machine has no font for these letters: {ran.err}")
    read = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, encoding="utf-8", check=True)
    words = [word.strip(",.") for word in read.stdout.split() if word > "\u0900" and word != "•"]
    on_map_and_in_text = [number for word, number in Counter(words).items() if number > 1]
    assert len(on_map_and_in_text) == 2, words


def test_a_pdf_says_that_this_machine_has_no_font_for_some_letters(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    world_of(tmp_path, [], names={"xx": "\U000102a0\U000102a1"})
    ran = citygraph("brief", "hub", "-o", tmp_path / "a.pdf", "--graph", str(tmp_path))
    assert ran.code == 0
    has_no_font = "\U000102a0" in ran.err
    assert has_no_font == ("boxes in their place" in ran.err)


@pytest.mark.parametrize("what", ["Jingdezhen", "Iznik Osh"])
def test_a_page_opens_in_a_browser_and_asks_for_nothing(tmp_path: Path, browser: Browser, what: str) -> None:
    file = tmp_path / "a.html"
    assert citygraph("brief", *what.split(), "-o", file).code == 0
    with looking(browser, file) as page:
        assert page.locator("h1").inner_text() == what.replace(" ", " and ")
        assert page.evaluate("document.querySelector('figure svg').getBoundingClientRect().width") > 300
        assert page.evaluate("getComputedStyle(document.querySelector('.made')).color") == "rgb(95, 107, 118)"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_names_of_odd_letters_stay_text_in_a_browser(tmp_path: Path, browser: Browser) -> None:
    name = "<img src=x onerror=alert(1)></style><script>alert(2)</script>"
    (tmp_path / "all.yaml").write_text(_named(name, name), encoding="utf-8")
    ran = citygraph("brief", "hub", "-o", tmp_path / "a.html", "--graph", str(tmp_path))
    assert ran.code == 0, ran.err
    with looking(browser, tmp_path / "a.html") as page:
        assert page.locator("h1").inner_text() == f"{name}, GB"  # the mayor has the same name
        assert page.locator("img, script").count() == 0


def test_a_terminal_gets_no_pdf() -> None:
    code, seen = in_terminal("citygraph brief Osh --format pdf", NO_COLOR="1")
    assert code == 2
    assert "a terminal shows text alone" in " ".join(seen.replace("│", " ").split())


def test_a_file_is_replaced_whole_or_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("before")
    assert citygraph("brief", "Nowhere", "-o", file).code == 1
    assert file.read_text() == "before"
    assert citygraph("brief", "Osh", "-o", file).code == 0
    assert file.read_text(encoding="utf-8") == citygraph("brief", "Osh").out == citygraph("brief", "Osh", "-o", "-").out


def test_a_brief_that_a_folder_keeps_is_written_to_the_file_that_is_named(tmp_path: Path) -> None:
    world_of(tmp_path, [])
    (tmp_path / "kept.yaml").write_text("questions: {ours: {sentence: Who are we?, command: brief hub}}")
    assert citygraph("check", "--graph", tmp_path).code == 0
    ran = citygraph("ask", "ours", "-o", tmp_path / "ours.md", "--graph", tmp_path)
    assert ran.code == 0, ran.err
    assert (tmp_path / "ours.md").read_text(encoding="utf-8").startswith("# Hub\n")

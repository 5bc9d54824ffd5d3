"""The store: whatever has happened to a folder and to its snapshot, the answers are those of the files as they are."""

import datetime
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.folder.graph_files import graph_files
from citygraph.graph.interface import ReadGraph, ends
from citygraph.graph.resolve import resolve
from citygraph.questions.find.search import search
from citygraph.questions.measures.centrality import ranking
from citygraph.questions.neighbors import count_neighbors, neighborhood
from citygraph.questions.officials import posts_of
from citygraph.questions.path.search import shortest_paths
from citygraph.questions.show.cards import node_card, source_card, tie_card
from citygraph.questions.sources import all_sources, citations_of
from citygraph.questions.ties import count_ties, counted_by_country, listed
from citygraph.store.build import build
from citygraph.store.cache_folder import cache_folder, place_of
from citygraph.store.checked import Checked, FolderCheck
from citygraph.store.cross_file import declared_kinds
from citygraph.store.doubts import Doubts
from citygraph.store.freshness import digest
from citygraph.store.graph_view import StoreGraph
from citygraph.store.layout import connect
from citygraph.store.snapshot import open_store
from citygraph.world import World
from conftest import citygraph, environment, examples, running
from messy import edit, folders, write
from worlds import lenses, networkx_graph, world_texts

Folder = Callable[..., Path]

SOUGHT = ("osh", "Ош", "zn", "jing", "Q1", "KG", "trade", "-", "'", "a", "tel av", "Ohs", "wikidata:Q1")


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """A new folder, and a cache of its own."""
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITYGRAPH_CACHE", f"{scratch}/cache")
        folder = Path(scratch, "graph")
        folder.mkdir()
        yield folder


def checked(database: sqlite3.Connection) -> Checked:
    """What is wrong in a store's folder."""
    (folder,) = database.execute("SELECT value FROM _meta WHERE key = 'folder'").fetchone()
    return FolderCheck(database, Path(folder)).checked()


def said(database: sqlite3.Connection) -> dict[str, Any]:
    """All that a store says of its files."""
    view = StoreGraph(database)
    graph = view.graph
    return {
        "files": [file for (file,) in database.execute("SELECT file FROM _files ORDER BY file")],
        "problems": checked(database),
        "errors": database.execute("SELECT ifnull(sum(errors), 0) FROM _files").fetchone(),
        "kinds": list(view.kinds.values()),
        **shape(view),
        "order": [list(view.nodes), list(graph["sources"]), list(graph["ties"]), list(graph["countries"])],
        "statements": dict(graph["statements"].items()),
        "counts": {source: found.counts for source, found in graph["citations"].items()},
        "answers": answers(view, Lens()),
        "ranks": ranking(view),
        "by country": counted_by_country(view),
    }


def shape(graph: ReadGraph) -> dict[str, Any]:
    """Nodes, edges, and what lies around them."""
    return {
        "nodes": {id: dict(node) for id, node in graph.nodes.items()},
        "ties": {id: (start, end, dict(data)) for id, (start, end, data) in graph.graph["ties"].items()},
        "names": sorted(graph.graph["names"]),
        "sources": dict(graph.graph["sources"].items()),
        "countries": {code: sorted(there) for code, there in graph.graph["countries"].items()},
        "citations": {source: sorted(found, key=repr) for source, found in graph.graph["citations"].items()},
        "degree": {id: graph.degree[id] for id in graph.nodes},
        "ends": {id: [(*end[:3], dict(end.data)) for end in ends(graph, id)] for id in graph.nodes},
        "adj": {id: _plain(graph.adj[id]) for id in graph.nodes},
        "pred": {id: _plain(graph.pred[id]) for id in graph.nodes},
    }


def _plain(beside: Any) -> dict[str, dict[str, dict[str, Any]]]:
    return {other: {tie: dict(data) for tie, data in several.items()} for other, several in beside.items()}


def answers(graph: ReadGraph, lens: Lens) -> dict[str, Any]:
    """What the questions answer."""
    index = graph.graph["names"]
    nodes = sorted(graph.nodes)
    some = nodes[:5]
    found: dict[str, Any] = {
        "ties": list(listed(graph, lens)),
        "count": count_ties(graph, lens),
        "officials": list(posts_of(graph, None, lens)),
        "sources": list(all_sources(graph, lens)),
        "cards of sources": [source_card(graph, id, lens) for id in sorted(graph.graph["sources"])],
        "cards of ties": [tie_card(graph, id, lens) for id in graph.graph["ties"]],
        "cards": [node_card(graph, id, lens) for id in nodes],
        "cited": [list(citations_of(graph, source, lens)) for source in sorted(graph.graph["sources"])],
        "neighbors": [list(neighborhood(graph, id, lens, hops=2)) for id in nodes],
        "numbers": [count_neighbors(graph, id, lens) for id in nodes],
        "paths": [list(shortest_paths(graph, one, other, lens)) for one in some for other in some],
        "directed": [
            list(shortest_paths(graph, one, other, lens, directed=True, all_ties=True, avoid=some[2:3]))
            for one in some[:2]
            for other in some[:2]
        ],
        "between": [
            list(listed(graph, lens, between=(one, other))) for one in (*some[:2], "KG") for other in some[1:3]
        ],
        "found": [list(search(graph, text, lens)) for text in SOUGHT],
        "near": [index.near(text) for text in SOUGHT],
        "starting": [sorted(set(index.starting(text))) for text in ("", *SOUGHT)],
        "meant": [_meant(graph, text) for text in SOUGHT],
    }
    return found


def _meant(graph: ReadGraph, text: str) -> str:
    try:
        return resolve(graph, text, ("city", "official", "source", "tie"))
    except CityGraphError as error:
        return f"{error}: {getattr(error, 'candidates', ())}"


def snapshots_of(folder: Path) -> list[Path]:
    """Where the snapshots of a folder lie."""
    return sorted(place_of(folder).glob("*.sqlite"))


def same(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Nothing in them differs; a part at a time, so that a failure says where."""
    assert one.keys() == other.keys()
    for key, value in one.items():
        assert value == other[key], key


# ---------------------------------------------------------------- laws


@examples(50)
@given(held=folders(), data=st.data())
def test_a_folder_that_has_changed_answers_as_one_that_is_new(held: dict[str, bytes], data: st.DataObject) -> None:
    with fresh_folder() as folder, pytest.MonkeyPatch.context() as patch:
        write(folder, held)
        World(folder)
        for _ in range(data.draw(st.integers(1, 5), label="edits")):
            kinds = declared_kinds(World(folder)._database)
            note(edit(data, folder))
            new = World(folder, cache=False)._database
            with patch.context() as inner:
                if declared_kinds(new) == kinds:
                    inner.setattr("citygraph.store.build.build", pytest.fail)  # an update is enough
                same(said(World(folder)._database), said(new))


@examples(40)
@given(text=world_texts(), lens=lenses())
def test_the_snapshot_answers_as_the_graph_in_memory(text: str, lens: Lens) -> None:
    with fresh_folder() as folder:
        (folder / "world.yaml").write_text(text, encoding="utf-8")
        built = answers(World(folder).view, lens)
        world = World(folder)
        same(shape(world.view), shape(networkx_graph(world.view)))
        same(answers(world.view, lens), built)
        same(built, answers(networkx_graph(world.view), lens))


@examples(40)
@given(held=folders())
def test_a_folder_with_mistakes_answers_as_its_graph_in_memory(held: dict[str, bytes]) -> None:
    with fresh_folder() as folder:
        write(folder, held)
        world = World(folder)
        same(shape(world.view), shape(networkx_graph(world.view)))
        same(answers(world.view, Lens()), answers(networkx_graph(world.view), Lens()))


@examples(40)
@given(held=folders())
def test_a_second_look_at_every_file_finds_no_more(held: dict[str, bytes]) -> None:
    def everywhere(database: sqlite3.Connection, *_: Any) -> Doubts:
        found = Doubts()
        found.add_all(f for (f,) in database.execute("SELECT f FROM _files"))
        return found

    with fresh_folder() as folder, pytest.MonkeyPatch.context() as patch:
        write(folder, held)
        found = said(World(folder, cache=False)._database)
        patch.setattr("citygraph.store.build.to_look_at", everywhere)
        same(said(World(folder, cache=False)._database), found)


@examples(30)
@given(held=folders())
def test_a_file_taken_in_pieces_says_what_it_says_as_a_whole(held: dict[str, bytes]) -> None:
    with fresh_folder() as folder, pytest.MonkeyPatch.context() as patch:
        write(folder, held)
        found = said(World(folder, cache=False)._database)
        patch.setattr("citygraph.store.read_files._AT_A_TIME", 0)
        same(said(World(folder, cache=False)._database), found)


@settings(max_examples=4, phases=[Phase.generate])
@given(held=folders())
def test_several_processes_read_what_one_reads(held: dict[str, bytes]) -> None:
    with fresh_folder() as folder, pytest.MonkeyPatch.context() as patch:
        write(folder, held)
        found = said(World(folder, cache=False)._database)
        patch.setattr("citygraph.store.read_files._SHARE", 1)
        patch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
        same(said(World(folder, cache=False)._database), found)
        same(said(World(folder)._database), found)
        assert len(snapshots_of(folder)) == 1
        assert len(lying_in(folder.parent / "cache")) <= 3


DAYS = st.sampled_from(
    [datetime.date(*day) for day in ((2018, 1, 1), (2021, 12, 31), (2022, 12, 31), (2026, 11, 24), (2026, 11, 25))]
    + [datetime.date(*day) for day in ((2027, 1, 1), (2030, 1, 1), (2030, 1, 2), (2033, 1, 1))]
)


@examples(40)
@given(held=folders(), days=st.lists(DAYS, min_size=2, max_size=4))
def test_a_snapshot_of_another_day_answers_as_one_of_today(held: dict[str, bytes], days: list[datetime.date]) -> None:
    with fresh_folder() as folder:
        write(folder, held)
        for day in days:
            database = open_store(folder, today=day)
            same(said(database), said(open_store(folder, cache=False, today=day)))
            database.close()


OSH, IZNIK = "cities:\n  osh: {name: Osh, country: KG}\n", "cities:\n  iznik: {name: Iznik, country: TR}\n"
TIE = "ties:\n  - {kind: sister-city, between: [iznik, osh], source: s, quote: Signed}\n"
VISIT = "ties:\n  - {kind: attends, from: osh, to: fair, status: ended, source: s}\n"
SAID = "statements:\n  - {by: osh, source: s, quote: One}\n"
CHANGES: dict[str, tuple[dict[str, str | bytes], dict[str, str | bytes | None]]] = {
    "a line above the first of two": ({"a": OSH, "b": OSH}, {"a": "# Osh\n" + OSH}),
    "a record that others name goes": ({"a": OSH, "b": IZNIK, "c": TIE}, {"a": None}),
    "a record that others name comes": ({"b": IZNIK, "c": TIE}, {"a": OSH}),
    "a record becomes another type": ({"a": OSH, "b": IZNIK, "c": TIE}, {"a": "events:\n  osh: {name: Osh}\n"}),
    "a tie is written twice": ({"a": OSH, "b": IZNIK, "c": TIE}, {"c": TIE + TIE[6:]}),
    "a file can be read again": (
        {"a": "cities:\n  osh: {name: Osh, country: KG, part_of: region}\n", "b": b"\xff"}, {"b": IZNIK}
    ),
    "an end may be in a file again": ({"a": OSH, "c": TIE}, {"b": b"\xff"}),
    "a kind may be in a file no more": (
        {"a": OSH, "b": IZNIK, "c": TIE.replace("sister-city", "river"), "d": b"\xff"},
        {"d": "sources:\n  s: {title: S}\n"},
    ),
    "a kind is declared": (
        {"a": OSH, "b": IZNIK, "c": TIE.replace("sister-city", "river")},
        {"d": "kinds:\n  river: {group: network, nature: standing, label: shares a river with, between: city}\n"},
    ),
    "a passage is kept": ({"a": OSH, "b": IZNIK, "c": TIE, "d": "sources:\n  s: {title: S}\n"},
                          {"d": "sources:\n  s: {title: S, passages: [They signed.]}\n"}),
    "a namesake comes": ({"b": "cities:\n  osh2: {name: Osh, country: KG}\n"}, {"a": OSH}),
    "a namesake is told apart": (
        {"a": OSH, "b": "cities:\n  osh2: {name: Osh, country: KG, identifiers: {wikidata: Q2}}\n"},
        {"a": "cities:\n  osh: {name: Osh, country: KG, identifiers: {wikidata: Q1}}\n"},
    ),
    "a namesake is the same after all": (
        {
            "a": "cities:\n  osh: {name: Osh, country: KG, identifiers: {wikidata: Q1}}\n",
            "b": "cities:\n  osh2: {name: Osh, country: KG, identifiers: {wikidata: Q2}}\n",
        },
        {"a": OSH},
    ),
    "who is named twice is named in a file that comes": (
        {"a": "organizations:\n  s: {name: S}\n", "b": "sources:\n  s: {title: S}\n"}, {"c": SAID + OSH}
    ),
    "a statement before the others": (
        {"a": OSH + SAID}, {"a": OSH + SAID.replace("One", "None") + "  - {by: osh, source: s, quote: One}\n"}
    ),
    "a name is another": ({"a": OSH}, {"a": OSH.replace("Osh", "Uzgen")}),
    "the first of two goes": ({"a": OSH, "b": OSH.replace("KG", "UZ"), "c": IZNIK, "d": TIE}, {"a": None}),
    "a country gets its code": (
        {"a": "cities:\n  osh: {name: Osh, country: kirgizia}\n", "b": "countries:\n  kirgizia: {name: Kirgizia}\n"},
        {"b": "countries:\n  kirgizia: {name: Kirgizia, iso: KG}\n"},
    ),
    "an event is put off": (
        {"a": OSH, "b": "events:\n  fair: {name: The fair, when: 2019}\n", "c": VISIT},
        {"b": "events:\n  fair: {name: The fair, when: 2131}\n"},
    ),
    "of an event is known when it is": (
        {"a": OSH, "b": "events:\n  fair: {name: The fair}\n", "c": VISIT},
        {"b": "events:\n  fair: {name: The fair, when: 2131/..}\n"},
    ),
    "a visit to an event to come": (
        {"a": OSH, "b": "events:\n  fair: {name: The fair, when: 2131-05}\n"}, {"c": VISIT}
    ),
    "a speaker is gone": ({"a": OSH, "b": "statements:\n  - {by: osh, about: iznik, source: s, quote: x}\n" + IZNIK},
                          {"a": "cities:\n  troyan: {name: Troyan, country: BG}\n"}),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_in_one_file_is_seen_in_the_others(change: str) -> None:
    before, after = CHANGES[change]
    with fresh_folder() as folder:
        for files in (before, after, {**dict.fromkeys(after), **before}):
            for name, text in files.items():
                path = folder / f"{name}.yaml"
                if text is None:
                    path.unlink(missing_ok=True)
                else:
                    path.write_bytes(text if isinstance(text, bytes) else text.encode())
            same(said(World(folder)._database), said(World(folder, cache=False)._database))


def test_the_day_brings_back_a_tie_that_was_left_out() -> None:
    with fresh_folder() as folder:
        text = TIE.replace("quote: Signed", "status: active, since: 2027, until: 2029")
        (folder / "a.yaml").write_text(OSH + IZNIK[8:] + text)
        codes = {"2026-12-31": "status-contradicts-dates", "2027-01-01": None, "2029-12-31": None}
        codes |= {"2030-01-01": "until-has-passed", "2026-06-01": "status-contradicts-dates"}
        for day, code in codes.items():
            database = open_store(folder, today=datetime.date.fromisoformat(day))
            found = [one.code for one in checked(database).problems if one.code != "unknown-source"]
            assert found == ([code] if code else []), day
            database.close()


def test_the_day_of_an_event_lets_a_visit_to_it_have_taken_place() -> None:
    """The files of the event and of the visit are two, and neither has changed. Its clock may go back, too."""
    with fresh_folder() as folder:
        (folder / "a.yaml").write_text(OSH + VISIT)
        (folder / "z.yaml").write_text("events:\n  fair: {name: The fair, when: 2031-05}\nsources:\n  s: {title: S}\n")
        for day, is_early in {"2026-12-31": True, "2031-04-30": True, "2031-05-01": False, "2026-06-01": True}.items():
            database = open_store(folder, today=datetime.date.fromisoformat(day))
            assert [one.code for one in checked(database).problems] == ["status-contradicts-event"] * is_early, day
            database.close()


def calls(deed: Callable[[], Any]) -> int:
    """How many functions Python calls in a deed: a cost that is the same on every machine."""
    number = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal number
        number += event == "call"

    sys.setprofile(count)
    try:
        deed()
    finally:
        sys.setprofile(None)
    return number


@pytest.mark.parametrize("name", ["{n}", "A", "A,wikidata:Q{n}"])
@pytest.mark.parametrize("before", [0, 300], ids=["anew", "updated"])
def test_twice_the_cities_cost_at_most_twice_as_much(name: str, before: int) -> None:
    """With names of their own, with one name for all, and with identifiers that tell those apart."""
    costs = []
    for number in (150, 300):
        with fresh_folder() as folder:
            cities = {
                f"c{n}": {"name": shown, "country": "GB"} | ({"identifiers": dict([scheme])} if scheme else {})
                for n in range(before + number)
                for shown, _, told in [name.format(n=n).partition(",")]
                for scheme in [tuple(told.split(":")) if told else ()]
            }
            if before:
                write(folder, {"a.yaml": json.dumps({"cities": dict(list(cities.items())[:before])}).encode()})
                open_store(folder).close()
            write(folder, {"b.yaml": json.dumps({"cities": dict(list(cities.items())[before:])}).encode()})
            costs.append(calls(lambda: open_store(folder).close()))
    assert costs[1] <= 2.2 * costs[0]


def test_twice_the_rows_of_one_id_take_at_most_thrice_the_instructions_of_sqlite() -> None:
    """SQLite calls back after so many of its own steps: a cost that is the same on every machine."""
    costs = []
    for number in (1000, 2000):
        with fresh_folder() as folder:
            rows = "".join(f"c,City {n},GB\n" for n in range(number))
            write(folder, {"cities.csv": f"id,name,country\n{rows}".encode()})
            steps = 0

            def count() -> int:
                nonlocal steps
                steps += 1
                return 0

            with closing(connect("")) as database:
                database.set_progress_handler(count, 100)
                stamps = graph_files(folder)
                build(database, folder, stamps, datetime.date(2026, 1, 1), time.time_ns())
            costs.append(steps)
    assert costs[1] <= 3 * costs[0]


def test_no_record_is_its_own_double_among_many_files() -> None:
    with fresh_folder() as folder:
        (folder / "a.yaml").write_text("ties:\n  - {kind: sister-city, between: [b0, b39], source: s, quote: x}\n")
        for number in range(40):
            about = f"part_of: b{(number + 1) % 40}, source: s{number}, quote: Words"
            city = f"cities:\n  b{number}: {{name: Main, country: KG, identifiers: {{q: {number}}}, {about}}}\n"
            source = f"sources:\n  s{(number + 7) % 40}: {{title: S, passages: [Words]}}\n"
            (folder / f"b{number:02}.yaml").write_text(city + source)
        (folder / "z.yaml").write_text("sources:\n  s: {title: S, passages: [x]}\n")
        assert World(folder).diagnostics == ()


# ---------------------------------------------------------------- beside a writer

_BUSY = """
import itertools, os, sys
for number in itertools.count(2):
    for file, id in (("a", "osh"), ("b", "iznik")):
        with open(f"{sys.argv[1]}/.new", "w") as new:
            new.write(f"cities:\\n  {id}: {{name: City {number}, country: KG}}\\n")
        os.replace(f"{sys.argv[1]}/.new", f"{sys.argv[1]}/{file}.yaml")
"""


def _write_state(folder: Path, number: int) -> None:
    for file, id in (("a", "osh"), ("b", "iznik")):
        (folder / f"{file}.yaml").write_text(f"cities:\n  {id}: {{name: City {number}, country: KG}}\n")


def _state(world: World) -> tuple[int, int]:
    """The numbers in the two files."""
    one, other = (int(str(world.view.nodes[id]["name"]).removeprefix("City ")) for id in ("osh", "iznik"))
    return one, other


@pytest.mark.parametrize("cache", [True, False])
def test_an_answer_beside_a_busy_writer_is_of_one_moment(cache: bool) -> None:
    with fresh_folder() as folder:
        _write_state(folder, 1)
        with running(sys.executable, "-c", _BUSY, folder):
            worlds = [World(folder, cache=cache) for _ in range(8)]
        states = [_state(world) for world in worlds]
        assert {one - other for one, other in states} <= {0, 1}, states  # it writes the first file first
        assert [remark for world in worlds for remark in world.remarks] == []


@contextmanager
def _a_writer(look: Callable[[int], bool], folder: Path, *, before: bool = False) -> Iterator[None]:
    """Another program writes the next state just after or before citygraph takes the digest of a file, if ``look``
    says so of the number of the digest."""
    looks = 0

    def digest_and_write(there: Path, file: str) -> bytes:
        nonlocal looks
        looks += 1
        found = None if before else digest(there, file)
        if look(looks):
            _write_state(folder, looks + 1)
        return found or digest(there, file)

    with pytest.MonkeyPatch.context() as patch:
        for module in ("freshness", "read_files"):
            patch.setattr(f"citygraph.store.{module}.digest", digest_and_write)
        yield


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("there_before", [True, False])
@pytest.mark.parametrize("moment", range(1, 7))
def test_what_changes_while_files_are_read_is_read_again(moment: int, there_before: bool, before: bool) -> None:
    with fresh_folder() as folder:
        _write_state(folder, 1)
        if there_before:
            World(folder)
        with _a_writer(lambda look: look == moment, folder, before=before):
            world = World(folder)
        assert _state(world) in ((1, 1), (moment + 1, moment + 1))
        assert _state(World(folder)) == _state(World(folder, cache=False))


def test_a_folder_that_does_not_come_to_rest_is_read_at_one_moment_or_a_line_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with fresh_folder() as folder:
        _write_state(folder, 1)
        with _a_writer(lambda _: True, folder):
            worlds = [World(folder), World(folder), World(folder, cache=False)]
        assert [world.remarks for world in worlds] == [[], [], []]
        assert [one == other for one, other in map(_state, worlds)] == [True] * 3
        assert [len(list(place_of(folder).iterdir()))] == [2], "a snapshot and the tag"
        assert _state(World(folder)) == _state(World(folder, cache=False))
        monkeypatch.setattr("citygraph.store.snapshot.MOST_COPIED", 0)
        with _a_writer(lambda _: True, folder):
            (remark,) = World(folder).remarks
        assert remark.startswith(f"{folder} keeps changing")


# ---------------------------------------------------------------- whole commands


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache of its own, that is not there yet."""
    return tmp_path / "cache"


@pytest.fixture
def osh(folder: Folder) -> Path:
    """A small sound folder."""
    return folder(
        a="cities:\n  osh: {name: Osh, country: KG}\n  iznik: {name: Iznik, country: TR}\n",
        b="ties:\n  - {kind: sister-city, between: [iznik, osh], status: active, source: s}\n"
        "sources:\n  s: {title: S}\n",
    )


def many_cities(folder: Path, number: int = 900) -> None:
    """A folder that takes a while to be read."""
    for part in range(3):
        ids = range(part * number // 3, (part + 1) * number // 3)
        lines = ["cities:", *(f"  c{i}: {{name: City {i}, country: KG, tags: [x{i}]}}" for i in ids), "ties:"]
        lines += [
            f"  - {{kind: sister-city, between: [c{i}, c{(i + 1) % number}], since: {1900 + i % 99}}}" for i in ids
        ]
        (folder / f"{part}.yaml").write_text("\n".join(lines) + "\n")


def ask(folder: Path, cache: Path, *question: str, **variables: str) -> str:
    """What a command answers; nobody hears of snapshots."""
    ran = citygraph(*question, "--graph", folder, CITYGRAPH_CACHE=str(cache), **variables)
    assert (ran.code, ran.err) == (0, ""), ran
    return ran.out


def count(folder: Path, cache: Path) -> int:
    """How many ties there are."""
    found: int = json.loads(ask(folder, cache, "ties", "--count", "--format", "json"))["count"]
    return found


def lying_in(cache: Path) -> list[Path]:
    """The files in a cache."""
    return sorted(path for path in cache.rglob("*") if not path.is_dir())


def wait_until_seen(cache: Path, pattern: str, size: int, process: subprocess.Popen[str]) -> None:
    """Wait until such a file with so many bytes lies in the cache, or the process has ended."""
    while process.poll() is None:
        with suppress(FileNotFoundError):
            if any(path.stat().st_size >= size for path in cache.rglob(pattern)):
                return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.001)


@pytest.mark.parametrize(
    ("there_before", "pattern", "size"),
    [
        (False, "CACHEDIR.TAG", 0),
        (False, "new.sqlite", 0),
        (False, "new.sqlite", 1),
        (False, "[0-9]*.sqlite", 1),
        (True, "new.sqlite", 0),
        (True, "new.sqlite", 1),
    ],
)
def test_a_builder_that_is_killed_leaves_no_trace(
    there_before: bool, pattern: str, size: int, tmp_path: Path, cache: Path
) -> None:
    folder = tmp_path / "graph"
    folder.mkdir()
    many_cities(folder)
    if there_before:
        assert count(folder, cache) == 900
    command = [sys.executable, "-m", "citygraph", "ties", "--count", "--graph", folder]
    for number in (901, 902):  # the second is killed on top of what the first has left
        many_cities(folder, number)
        with running(*command, CITYGRAPH_CACHE=str(cache)) as process:
            wait_until_seen(cache, pattern, size, process)
    assert count(folder, cache) == 902
    many_cities(folder, 700)
    # A new kind: the snapshot is built anew, and what was left is cleared away.
    kind = "kinds:\n  river: {group: network, nature: standing, label: shares a river with, between: city}\n"
    (folder / "kinds.yaml").write_text(kind)
    assert count(folder, cache) == 700
    assert [path.suffix for path in lying_in(cache)] == [".sqlite", ".TAG"]
    assert [path.parent for path in lying_in(cache)] == [path for path in cache.iterdir() for _ in range(2)]


def test_commands_at_once_answer_the_same(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "graph"
    folder.mkdir()
    for number in (300, 330):
        many_cities(folder, number)
        with ThreadPoolExecutor() as several:
            answers = list(several.map(lambda _: ask(folder, cache, "neighbors", "c0"), range(6)))
        assert len(set(answers)) == 1
        assert f"c{number - 1}\t" in answers[0]
    assert count(folder, cache) == 330
    assert len([path for path in lying_in(cache) if path.suffix == ".sqlite"]) == 1


def test_snapshots_lie_where_the_user_has_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("CITYGRAPH_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert cache_folder().is_relative_to(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg" / "citygraph"
    monkeypatch.setenv("CITYGRAPH_CACHE", str(tmp_path / "mine"))
    assert cache_folder() == tmp_path / "mine"


_IN_A_MINUTE = """
import sys, time, time_machine
from citygraph.cli.app import main
with time_machine.travel(time.time() + 60):
    main()
"""


def ask_in_a_minute(folder: Path, cache: Path, *question: str) -> str:
    """What a command answers in a minute, when what is written now cannot change any more under the same stamp."""
    done = subprocess.run(
        [sys.executable, "-c", _IN_A_MINUTE, *question, "--graph", folder],
        env=environment(CITYGRAPH_CACHE=str(cache)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_who_asks_again_builds_nothing(osh: Path, cache: Path) -> None:
    questions = [
        ("find", "osh"),
        ("neighbors", "osh"),
        ("path", "osh", "iznik"),
        ("show", "osh"),
        ("ties",),
        ("kinds",),
    ]
    first = [ask_in_a_minute(osh, cache, *question) for question in questions]
    before = [(path.name, path.read_bytes(), path.stat()[:7]) for path in lying_in(cache)]
    assert [name for name, *_ in before] == ["1.sqlite", "CACHEDIR.TAG"]
    assert [ask_in_a_minute(osh, cache, *question) for question in questions] == first
    assert [(path.name, path.read_bytes(), path.stat()[:7]) for path in lying_in(cache)] == before


def test_an_open_folder_stays_as_it_was_opened(osh: Path) -> None:
    before = World(osh)
    paths = before.paths("osh", "iznik")
    (osh / "a.yaml").write_text("cities:\n  iznik: {name: Iznik, country: TR}\n  bursa: {name: Bursa, country: TR}\n")
    after = World(osh)
    assert (len(after.ties()), list(after.find("osh")), after.errors) == (0, [], 1)
    assert [path.length for path in paths.data] == [1]
    assert (len(before.ties()), [row.id for row in before.find("osh")], before.errors) == (1, ["osh"], 0)
    assert World(osh).resolve("bursa") == "bursa"


def _overwrite(snapshot: Path, seed: int) -> None:
    places = random.Random(seed)
    held = bytearray(snapshot.read_bytes())
    for _ in range(3):
        length = places.choice((256, 4096))
        start = places.randrange(len(held) - length)
        held[start : start + length] = places.randbytes(length)
    snapshot.write_bytes(held)


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_snapshot_is_built_anew(seed: int, tmp_path: Path) -> None:
    def answers(world: World) -> list[Any]:
        return [
            world.path("c3", "c40").data, len(world.ties()), list(world.ties()),
            list(world.neighbors("City 5", hops=3)), list(world.find("city 1")),
            world.show("c9").data, world.show("sister-city.c7.c8").data, world.diagnostics, world.files,
            world.paths("c3", "c40").data,
            [world.describe(f"c{number}") for number in range(90)], list(world.graph.edges),
        ]  # fmt: skip

    with fresh_folder() as folder:
        many_cities(folder, 90)
        expected = answers(World(folder))
        (snapshot,) = snapshots_of(folder)
        _overwrite(snapshot, seed)
        assert answers(World(folder)) == expected
        _overwrite(max(snapshots_of(folder)), seed + 1000)
        assert answers(World(folder)) == expected


def test_a_fault_of_our_own_is_not_taken_for_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    with fresh_folder() as folder:
        many_cities(folder, 9)
        world = World(folder)
        before = snapshots_of(folder)
        monkeypatch.setattr("citygraph.questions.path.shortest_paths", lambda *_, **__: {}["a key"])
        with pytest.raises(KeyError, match="a key"):
            world.path("c3", "c4")
        assert snapshots_of(folder) == before, "the snapshot was sound, and is kept"


@pytest.mark.parametrize("column", ["_nodes", "_ties"])
def test_json_that_is_none_is_damage_and_the_answer_comes_from_a_new_snapshot(column: str) -> None:
    with fresh_folder() as folder:
        many_cities(folder, 9)
        expected = World(folder).path("c3", "c5").data
        (snapshot,) = snapshots_of(folder)
        with sqlite3.connect(snapshot) as database:
            database.execute(f"UPDATE {column} SET data = '{{no json'")
        database.close()
        world = World(folder)
        assert world.path("c3", "c5").data == expected
        assert list(world.ties()) == list(World(folder, cache=False).ties())
        assert snapshots_of(folder) != [snapshot]


def _emptied(snapshot: Path) -> None:
    snapshot.write_bytes(b"")


def _cut(snapshot: Path) -> None:
    snapshot.write_bytes(snapshot.read_bytes()[: snapshot.stat().st_size // 2])


def _of_another_program(snapshot: Path) -> None:
    with closing(sqlite3.connect(snapshot)) as database, database:
        database.execute("UPDATE _meta SET value = 'other' WHERE key = 'program'")
        database.execute("DELETE FROM _ties")


def _of_another_folder(snapshot: Path) -> None:
    with closing(sqlite3.connect(snapshot)) as database, database:
        database.execute("UPDATE _meta SET value = '/other' WHERE key = 'folder'")
        database.execute("DELETE FROM _ties")


def _without_a_table(snapshot: Path) -> None:
    with closing(sqlite3.connect(snapshot)) as database, database:
        database.execute("DROP TABLE _meta")


def _some_text(snapshot: Path) -> None:
    snapshot.write_text("no database at all\n" * 999)


def _a_folder(snapshot: Path) -> None:
    snapshot.unlink()
    (snapshot / "below").mkdir(parents=True)


def _read_only(snapshot: Path) -> None:
    snapshot.chmod(0o444)


def _closed(snapshot: Path) -> None:
    snapshot.chmod(0)


def _leads_nowhere(snapshot: Path) -> None:
    snapshot.unlink()
    snapshot.symlink_to("nowhere")


SPOILT = [_emptied, _cut, _of_another_program, _of_another_folder, _without_a_table]
SPOILT += [_some_text, _a_folder, _read_only, _closed, _leads_nowhere]


@pytest.mark.parametrize("spoil", SPOILT)
def test_whatever_lies_in_the_snapshots_place_the_answer_is_right(
    spoil: Callable[[Path], None], osh: Path, cache: Path
) -> None:
    first = ask(osh, cache, "neighbors", "osh")
    (snapshot,) = cache.rglob("*.sqlite")
    spoil(snapshot)
    assert ask(osh, cache, "neighbors", "osh") == first
    (osh / "a.yaml").write_text((osh / "a.yaml").read_text().replace("Iznik", "Nicaea"))
    assert ask(osh, cache, "neighbors", "osh") == first.replace("Iznik", "Nicaea")


def test_without_a_place_for_snapshots_the_files_are_read(osh: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("here")
    for cache in (in_the_way, in_the_way / "below", Path("/proc/nowhere"), Path("/dev/null")):
        assert "Iznik" in ask(osh, cache, "neighbors", "osh")
    assert in_the_way.read_text() == "here"


def test_where_the_disk_is_full_the_files_are_read(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "graph"
    folder.mkdir()
    many_cities(folder)
    command = [sys.executable, "-m", "citygraph", "ties", "--count", "--graph", str(folder)]
    for size in (0, 100_000):
        ran = subprocess.run(
            command,
            env=environment(CITYGRAPH_CACHE=str(cache)),
            preexec_fn=lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "900\n", "citygraph: 900 unknown\n")
    assert [path for path in lying_in(cache) if path.suffix == ".sqlite"] == []


def test_folders_share_no_snapshot(tmp_path: Path, cache: Path) -> None:
    for place in ("one", "other"):
        (tmp_path / place / "graph").mkdir(parents=True)
        (tmp_path / place / "graph" / "c.yaml").write_text(f"cities:\n  {place}: {{name: Here, country: KG}}\n")
    for _ in range(2):
        for place in ("one", "other"):
            assert f"{place}\t" in ask(tmp_path / place / "graph", cache, "find", "here")
    assert len(list(cache.rglob("*.sqlite"))) == 2
    os.rename(tmp_path / "one" / "graph", tmp_path / "aside")
    os.rename(tmp_path / "other" / "graph", tmp_path / "one" / "graph")
    assert "other\t" in ask(tmp_path / "one" / "graph", cache, "find", "here")
    (tmp_path / "link").symlink_to(tmp_path / "aside")
    assert "one\t" in ask(tmp_path / "link", cache, "find", "here")
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to(tmp_path / "one" / "graph")
    assert "other\t" in ask(tmp_path / "link", cache, "find", "here")


def test_what_is_changed_between_two_commands_is_seen(osh: Path, cache: Path) -> None:
    assert "Iznik" in ask(osh, cache, "neighbors", "osh")
    path = osh / "a.yaml"
    for name in ("Nicea", "Bursa", "Konya"):
        before = path.stat()
        path.write_text(f"cities:\n  osh: {{name: Osh, country: KG}}\n  iznik: {{name: {name}, country: TR}}\n")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert name in ask(osh, cache, "neighbors", "osh")
    (osh / "sub").mkdir()
    path.rename(osh / "sub" / "c.yml")
    assert "Konya" in ask(osh, cache, "neighbors", "osh")
    (osh / "sub").rename(osh / ".sub")
    assert citygraph("find", "Konya", "--graph", osh, CITYGRAPH_CACHE=str(cache)).code == 1
    (osh / ".sub").rename(osh / "sub")
    assert "Konya" in ask(osh, cache, "find", "Konya")
    (osh / "sub" / "c.yml").unlink()
    assert "dangling-end" in citygraph("check", "--graph", osh, CITYGRAPH_CACHE=str(cache)).out


@pytest.mark.skipif(os.name != "posix", reason="file names are Unicode there")
def test_names_that_are_no_text_are_no_crash(osh: Path, tmp_path: Path, cache: Path) -> None:
    odd = tmp_path / os.fsdecode(b"gr\xe4ph")
    osh.rename(odd)
    for _ in range(2):
        assert "Iznik" in ask(odd, cache, "neighbors", "osh")
    ran = citygraph("find", os.fsdecode(b"\xe4"), "--graph", odd, CITYGRAPH_CACHE=str(cache))
    assert (ran.code, "Traceback" in ran.err) == (1, False)
    (odd / os.fsdecode(b"\xe4.yaml")).write_text("cities:\n  a: {name: A, country: KG}\n")
    ran = citygraph("check", "--graph", odd, CITYGRAPH_CACHE=str(cache))
    assert (ran.code, "unreadable-file" in ran.out) == (1, True)


def test_a_file_from_the_year_2400_is_read(osh: Path) -> None:
    year = 13_569_465_600
    os.utime(osh / "a.yaml", (year, year))
    for _ in range(2):
        assert World(osh).errors == 0


def test_a_file_that_cannot_be_read_is_back_when_it_can(osh: Path) -> None:
    path, away = osh / "a.yaml", osh / "away"
    path.rename(away)
    path.symlink_to("nowhere")
    assert [found.code for found in World(osh).diagnostics] == ["unreadable-file"]
    path.unlink()
    os.mkfifo(path)
    assert [found.code for found in World(osh).diagnostics] == ["unreadable-file"]
    path.unlink()
    away.rename(path)
    assert World(osh).diagnostics == ()
    assert len(World(osh).ties()) == 1

"""The store: whatever has happened to a folder and to its snapshot, the answers are those of the files as they are."""

import datetime
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from citygraph.errors import CityGraphError
from citygraph.graph import ReadGraph, ends
from citygraph.lens import Lens
from citygraph.queries.find import find
from citygraph.queries.neighbors import count_neighbors, neighbors
from citygraph.queries.path import shortest_paths
from citygraph.queries.resolve import resolve
from citygraph.queries.show import show_node, show_source, show_tie
from citygraph.queries.sources import cited, sources
from citygraph.queries.ties import count_ties, officials, ties
from citygraph.store.freshness import problems
from citygraph.store.linking import declared_kinds
from citygraph.store.snapshot import open_store, place_of
from citygraph.store.view import StoreGraph
from citygraph.world import World
from messy import edit, folders, write
from worlds import lenses, world_texts

SOUGHT = ("osh", "Ош", "zn", "jing", "Q1", "KG", "trade", "-", "'", "a", "tel av", "Ohs", "wikidata:Q1")


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """A new folder, and a cache of its own."""
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITYGRAPH_CACHE", f"{scratch}/cache")
        folder = Path(scratch, "graph")
        folder.mkdir()
        yield folder


def said(database: sqlite3.Connection) -> dict[str, Any]:
    """All that a store says of its files."""
    view = StoreGraph(database)
    graph = view.graph
    return {
        "files": [file for (file,) in database.execute("SELECT file FROM files ORDER BY file")],
        "problems": list(problems(database)),
        "errors": database.execute("SELECT ifnull(sum(errors), 0) FROM files").fetchone(),
        "kinds": list(view.kinds.values()),
        **shape(view),
        "order": [list(view.nodes), list(graph["sources"]), list(graph["ties"]), list(graph["countries"])],
        "statements": dict(graph["statements"].items()),
        "counts": {source: found.counts for source, found in graph["citations"].items()},
        "answers": answers(view, Lens()),
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
        "ties": list(ties(graph, lens)),
        "count": count_ties(graph, lens),
        "officials": list(officials(graph, None, lens)),
        "sources": list(sources(graph, lens)),
        "cards of sources": [show_source(graph, id, lens) for id in sorted(graph.graph["sources"])],
        "cards of ties": [show_tie(graph, id, lens) for id in graph.graph["ties"]],
        "cards": [show_node(graph, id, lens) for id in nodes],
        "cited": [list(cited(graph, source, lens)) for source in sorted(graph.graph["sources"])],
        "neighbors": [list(neighbors(graph, id, lens, hops=2)) for id in nodes],
        "numbers": [count_neighbors(graph, id, lens) for id in nodes],
        "paths": [list(shortest_paths(graph, one, other, lens)) for one in some for other in some],
        "directed": [
            list(shortest_paths(graph, one, other, lens, directed=True, all_ties=True, avoid=some[2:3]))
            for one in some[:2]
            for other in some[:2]
        ],
        "between": [list(ties(graph, lens, between=(one, other))) for one in (*some[:2], "KG") for other in some[1:3]],
        "found": [list(find(graph, text, lens)) for text in SOUGHT],
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


@settings(max_examples=100)
@given(held=folders(), data=st.data())
def test_a_folder_that_has_changed_answers_as_one_that_is_new(held: dict[str, bytes], data: st.DataObject) -> None:
    with fresh_folder() as folder:
        write(folder, held)
        World(folder)
        for _ in range(data.draw(st.integers(1, 5), label="edits")):
            kept, kinds = snapshots_of(folder), declared_kinds(World(folder)._database)
            note(edit(data, folder))
            new = World(folder, cache=False)._database
            same(said(World(folder)._database), said(new))
            if declared_kinds(new) == kinds:
                assert snapshots_of(folder) == kept, "it was built anew"


@settings(max_examples=40)
@given(text=world_texts(), lens=lenses())
def test_the_snapshot_answers_as_the_graph_in_memory(text: str, lens: Lens) -> None:
    with fresh_folder() as folder:
        (folder / "world.yaml").write_text(text, encoding="utf-8")
        built = answers(World(folder).view, lens)
        world = World(folder)
        same(shape(world.view), shape(world.graph))
        same(answers(world.view, lens), built)
        same(built, answers(world.graph, lens))


@settings(max_examples=40)
@given(held=folders())
def test_a_folder_with_mistakes_answers_as_its_graph_in_memory(held: dict[str, bytes]) -> None:
    with fresh_folder() as folder:
        write(folder, held)
        world = World(folder)
        same(shape(world.view), shape(world.graph))
        same(answers(world.view, Lens()), answers(world.graph, Lens()))


@settings(max_examples=60)
@given(held=folders())
def test_a_second_look_at_every_file_finds_no_more(held: dict[str, bytes]) -> None:
    def everywhere(database: sqlite3.Connection, files: Any = None) -> set[int]:
        return {f for (f,) in database.execute("SELECT f FROM files")}

    with fresh_folder() as folder, pytest.MonkeyPatch.context() as patch:
        write(folder, held)
        found = said(World(folder, cache=False)._database)
        patch.setattr("citygraph.store.building.to_look_at", everywhere)
        same(said(World(folder, cache=False)._database), found)


DAYS = st.sampled_from(
    [datetime.date(*day) for day in ((2018, 1, 1), (2021, 12, 31), (2022, 12, 31), (2026, 11, 24), (2026, 11, 25))]
    + [datetime.date(*day) for day in ((2027, 1, 1), (2030, 1, 1), (2030, 1, 2), (2033, 1, 1))]
)


@settings(max_examples=60)
@given(held=folders(), days=st.lists(DAYS, min_size=2, max_size=4))
def test_a_snapshot_of_another_day_answers_as_one_of_today(held: dict[str, bytes], days: list[datetime.date]) -> None:
    with fresh_folder() as folder:
        write(folder, held)
        for day in days:
            database = open_store(folder, today=day)
            same(said(database), said(open_store(folder, cache=False, today=day)))
            database.close()

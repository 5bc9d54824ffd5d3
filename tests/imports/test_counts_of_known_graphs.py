"""Graphs that everybody knows, written by other programs: as many nodes and ties are written as those programs read."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import igraph
import networkx as nx
import pytest

from citygraph.world import World
from conftest import CONSUMERS, need
from imported import brought

Pairs = set[frozenset[str]]
GRAPHS = {"karate club": nx.karate_club_graph, "Les Misérables": nx.les_miserables_graph,
          "families of Florence": nx.florentine_families_graph}  # fmt: skip


class Known(NamedTuple):
    """What a foreign program finds in a file: the number of nodes, and the names of the ends of each edge."""

    nodes: int
    pairs: Pairs


def of_networkx(graph: Any) -> Known:
    return Known(len(graph), {frozenset(map(str, edge)) for edge in graph.edges()})


def node_link(graph: Any, file: Path) -> Known:
    file.write_text(json.dumps(nx.node_link_data(graph, edges="links")))
    return of_networkx(nx.node_link_graph(json.loads(file.read_text()), edges="links"))


def node_link_by_places(graph: Any, file: Path) -> Known:
    places = {name: place for place, name in enumerate(graph)}
    links = [{"source": places[one], "target": places[other]} for one, other in graph.edges()]
    file.write_text(json.dumps({"nodes": [{"name": name} for name in graph], "links": links}))
    return of_networkx(graph)


def cytoscape_of_networkx(graph: Any, file: Path) -> Known:
    file.write_text(json.dumps(nx.cytoscape_data(graph)))
    return of_networkx(nx.cytoscape_graph(json.loads(file.read_text())))


def in_node(format: str) -> Callable[[Any, Path], Known]:
    """A program from npm writes the file, and reads it."""

    def node(*words: str, given: str = "") -> str:
        return subprocess.run(["node", *words], cwd=CONSUMERS, input=given, capture_output=True, encoding="utf-8",
                              check=True).stdout  # fmt: skip

    def write(graph: Any, file: Path) -> Known:
        need(shutil.which("node") and (CONSUMERS / "node_modules").exists(), "a program from tests/consumers")
        places = {name: place for place, name in enumerate(graph)}
        ties = [(places[one], places[other], 1990) for one, other in graph.edges()]
        file.write_text(node("write.cjs", format, given=json.dumps({"nodes": list(graph), "ties": ties})))
        read = json.loads(node("read.cjs", format, str(file)))
        names = {one["id"]: one["name"] for one in read["nodes"]}
        return Known(len(names), {frozenset((names[tie["source"]], names[tie["target"]])) for tie in read["ties"]})

    return write


def edges_of_networkx(graph: Any, file: Path) -> Known:
    nx.write_edgelist(graph, file)
    return of_networkx(nx.read_edgelist(file))


def edges_of_igraph(graph: Any, file: Path) -> Known:
    igraph.Graph.TupleList(graph.edges()).write_ncol(str(file), weights=None)
    read = igraph.Graph.Read_Ncol(str(file), directed=False)
    return Known(read.vcount(), {frozenset(read.vs[edge.tuple]["name"]) for edge in read.es})


def edges_with_commas(graph: Any, file: Path) -> Known:
    nx.write_edgelist(graph, file, delimiter=",", data=False)
    return of_networkx(nx.read_edgelist(file, delimiter=","))


TABLES = ("CREATE TABLE cities (id TEXT, name TEXT)", "CREATE TABLE partners (source_id TEXT, target_id TEXT)")


def rows_of(graph: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Two tables: the nodes with ids of their own, and the edges by these."""
    ids = {name: f"n{place}" for place, name in enumerate(graph)}
    return [(id, name) for name, id in ids.items()], [(ids[one], ids[other]) for one, other in graph.edges()]


def in_sqlite(graph: Any, file: Path) -> Known:
    with closing(sqlite3.connect(file)) as connection, connection:
        return _filled(connection, graph)


def in_duckdb(graph: Any, file: Path) -> Known:
    with duckdb.connect(str(file)) as connection:
        return _filled(connection, graph)


def _filled(connection: Any, graph: Any) -> Known:
    for table, rows in zip(TABLES, rows_of(graph), strict=True):
        connection.execute(table)
        connection.executemany(f"INSERT INTO {table.split()[2]} VALUES (?, ?)", rows)
    (number,) = connection.execute("SELECT count(*) FROM cities").fetchone()
    pairs = connection.execute("SELECT a.name, b.name FROM partners JOIN cities a ON a.id = source_id "
                               "JOIN cities b ON b.id = target_id").fetchall()  # fmt: skip
    return Known(number, set(map(frozenset, pairs)))


def in_parquet(graph: Any, file: Path) -> Known:
    with duckdb.connect() as connection:
        known = _filled(connection, graph)
        connection.execute("COPY (SELECT a.name AS source, b.name AS target FROM partners "
                           "JOIN cities a ON a.id = source_id JOIN cities b ON b.id = target_id) "
                           f"TO '{file}' (FORMAT PARQUET)")  # fmt: skip
    return known


def two_tables(graph: Any, file: Path) -> Known:
    """A folder as Gephi's data laboratory exports it."""
    nodes, edges = rows_of(graph)
    file.mkdir()
    (file / "nodes.csv").write_text("Id,Label\n" + "".join(f"{id},{name}\n" for id, name in nodes))
    (file / "edges.csv").write_text("Source,Target\n" + "".join(f"{one},{other}\n" for one, other in edges))
    return of_networkx(graph)


WRITERS: dict[str, tuple[str, Callable[[Any, Path], Known]]] = {
    "node-link": ("json", node_link),
    "node-link by places": ("json", node_link_by_places),
    "Cytoscape, of networkx": ("cyjs", cytoscape_of_networkx),
    "Cytoscape": ("json", in_node("cyjs")),
    "graphology": ("json", in_node("graphology")),
    "edges, of networkx": ("edgelist", edges_of_networkx),
    "edges, of igraph": ("ncol", edges_of_igraph),
    "edges with commas": ("edges", edges_with_commas),
    "SQLite": ("db", in_sqlite),
    "DuckDB": ("duckdb", in_duckdb),
    "Parquet": ("parquet", in_parquet),
    "two tables": ("", two_tables),
}


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("form", WRITERS)
def test_as_many_nodes_and_ties_are_written_as_a_foreign_program_reads(form: str, graph: str, tmp_path: Path) -> None:
    ending, write = WRITERS[form]
    made = nx.relabel_nodes(GRAPHS[graph](), lambda name: name if isinstance(name, str) else f"member-{name}")
    file = tmp_path / (f"graph.{ending}" if ending else "graph")
    known = write(made, file)
    files = sorted(file.iterdir()) if file.is_dir() else [file]
    sheet = {"sheet": "all"} if form in ("SQLite", "DuckDB") else {}
    brought(None, *files, into=tmp_path / "g", kind="contact", **sheet)
    view = World(tmp_path / "g", cache=False).view
    names = {id: view.nodes[id]["name"] for id in view.nodes}
    pairs = [frozenset((names[one], names[other])) for one, other, _ in view.graph["ties"].values()]
    assert (len(names), len(pairs), set(pairs)) == (known.nodes, len(known.pairs), known.pairs)

"""``python -m bench.counts FILE…``: how many nodes and ties our readers and foreign ones find in files, and how many an
import writes. A tie is written once for each pair, and in each direction if the edges have one. A folder has nodes and
edges in two tables. Of a table, and of each table of a database, the rows are counted.

Some foreign readers are no part of the project: ``pip install everypolitician-popolo pyarrow``, ``npm install --prefix
tests/consumers quickstatements-to-wikibase-edit``, and the command ``sqlite3``."""

import argparse
import csv
import io
import json
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import geojson  # type: ignore[import-untyped]
import igraph
import networkx as nx
from rdflib.query import Result

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.bundles import unbundled
from citygraph.imports.detect import reader_of
from citygraph.imports.job import ImportJob, files_to_import
from citygraph.imports.options import options_given
from citygraph.imports.readers import Database, ForeignRow, ReadOptions, importer, one_by_one
from citygraph.imports.readers.json import another_reader
from citygraph.imports.run import run


class Count(NamedTuple):
    """What a reader finds: nodes, ties, and pairs with a tie; if ties have a direction, A–B and B–A are two."""

    nodes: int
    ties: int
    pairs: int

    def __str__(self) -> str:
        return f"{self.nodes:,} nodes, {self.ties:,} ties, {self.pairs:,} pairs"


def counted(nodes: int, ends: Iterable[tuple[Any, Any]], directed: bool) -> Count:
    pairs = [tuple(pair) if directed else frozenset(pair) for pair in ends]
    return Count(nodes, len(pairs), len(set(pairs)))


def by_igraph(read: Callable[[str], Any]) -> Callable[[Path, bool], Count]:
    def count(file: Path, directed: bool) -> Count:
        graph = read(str(file))
        return counted(graph.vcount(), graph.get_edgelist(), directed)

    return count


def by_networkx(read: Callable[[Path], Any]) -> Callable[[Path, bool], Count]:
    def count(file: Path, directed: bool) -> Count:
        graph = read(file)
        return counted(len(graph), (edge[:2] for edge in graph.edges), directed)

    return count


def by_rdflib(file: Path, directed: bool) -> Count:
    form = {".srx": "xml", ".srj": "json", ".tsv": "tsv", ".csv": "csv"}[file.suffix]
    rows = Result.parse(io.BytesIO(file.read_bytes()), format=form).bindings
    return Count(0, len(rows), len(rows))


def by_popolo(file: Path, directed: bool) -> Count:
    read = import_module("popolo_data.importer").Popolo.from_filename(str(file))
    things, members = [*read.persons, *read.organizations], [*read.memberships]
    return counted(len(things), ((one.person_id, one.organization_id) for one in members), directed)


def by_node(format: str) -> Callable[[Path, bool], Count]:
    """A program from npm that reads a graph: ``tests/consumers/read.cjs``."""

    def count(file: Path, directed: bool) -> Count:
        graph = _in_node("read.cjs", format, file)
        return counted(len(graph["nodes"]), ((tie["source"], tie["target"]) for tie in graph["ties"]), directed)

    return count


def by_quickstatements(file: Path, directed: bool) -> Count:
    """Items that lines speak of, and twinnings, memberships and events."""
    found = _in_node("read.cjs", "quickstatements", file)
    items = [*found["creations"], *(item for item in found["edits"] if not item["id"].startswith("-"))]
    claims = [(item.get("id"), property, claim) for item in items for property in TIES
              for claim in item.get("claims", {}).get(property, ())]  # fmt: skip
    ends = ((id, claim["value"] if isinstance(claim, dict) else claim) for id, _, claim in claims)
    return counted(len(items), ends, directed)


def by_yaml(file: Path, directed: bool) -> Count:
    return of_rows(len(_in_node("read.cjs", "yaml", file)))


def _in_node(*words: object) -> Any:
    done = subprocess.run(["node", *map(str, words)], cwd=CONSUMERS, capture_output=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def by_sqlite3(file: Path, directed: bool) -> Count:
    """The rows of all tables together."""
    tables = importer("sqlite")
    assert isinstance(tables, Database)
    ask = "; ".join(f'SELECT count(*) FROM "{table}"' for table in tables.tables(file))
    done = subprocess.run(["sqlite3", file, ask], capture_output=True, encoding="utf-8", check=True)
    return of_rows(sum(map(int, done.stdout.split())))


def by_pyarrow(file: Path, directed: bool) -> Count:
    return of_rows(import_module("pyarrow.parquet").read_table(file).num_rows)


def by_geojson(file: Path, directed: bool) -> Count:
    return of_rows(len(geojson.loads(file.read_text("utf-8")).features))


def of_rows(number: int) -> Count:
    return Count(0, number, number)


def by_csv(folder: Path, directed: bool) -> Count:
    """Two tables: the one with a source and a target in its header has the edges."""
    tables = [[*csv.DictReader(file.read_text("utf-8-sig").splitlines())] for file in sorted(folder.glob("*.csv"))]
    (edges,) = [table for table in tables if {"Source", "Target"} <= table[0].keys()]
    nodes = sum(len(table) for table in tables if table is not edges)
    return counted(nodes, ((edge["Source"], edge["Target"]) for edge in edges), directed)


OF_ROWS = ("sparql", "wikidata", "yaml", "sqlite", "duckdb", "parquet", "geojson", "table")
"""Formats of tables: what becomes of a row is for its columns to say."""
TIES = ("P190", "P463", "P1344")
CONSUMERS = Path(__file__).parent.parent / "tests/consumers"


def _links(file: Path) -> Any:
    graph = json.loads(file.read_bytes())
    by_place = not any("id" in node for node in graph["nodes"])
    nodes = [{"id": place, **node} if by_place else node for place, node in enumerate(graph["nodes"])]
    return nx.node_link_graph({"multigraph": True, **graph, "nodes": nodes}, edges="links")


FOREIGN: dict[str, dict[str, Callable[[Path, bool], Count]]] = {
    "gml": {
        "igraph": by_igraph(igraph.Graph.Read_GML),
        "networkx": by_networkx(lambda file: nx.read_gml(file, label="id")),
    },
    "pajek": {"igraph": by_igraph(igraph.Graph.Read_Pajek)},
    "graphml": {"networkx": by_networkx(nx.read_graphml)},
    "gexf": {"networkx": by_networkx(nx.read_gexf)},
    "sparql": {"rdflib": by_rdflib},
    "wikidata": {"rdflib": by_rdflib},
    "popolo": {"popolo_data": by_popolo},
    "cyjs": {"cytoscape": by_node("cyjs")},
    "graphology": {"graphology": by_node("graphology")},
    "node-link": {"networkx": by_networkx(_links)},
    "edgelist": {
        "networkx": by_networkx(partial(nx.read_edgelist, data=False, create_using=nx.MultiDiGraph)),
        "igraph": by_igraph(partial(igraph.Graph.Read_Ncol, directed=True)),
    },
    "quickstatements": {"maxlath's": by_quickstatements},
    "yaml": {"yaml": by_yaml},
    "sqlite": {"sqlite3": by_sqlite3},
    "parquet": {"pyarrow": by_pyarrow},
    "geojson": {"geojson": by_geojson},
    "folder": {"csv": by_csv},
}


def by_us(file: Path, reader: str) -> tuple[Count, bool]:
    """What our reader finds, and whether a tie has a direction."""
    rows = [*_rows(file, reader)]
    if reader in OF_ROWS:
        return of_rows(len(rows)), False
    ties = [row for row in rows if row.sort == "tie" or row.values.keys() >= _ENDS]
    directed = any(tie.directed for tie in ties)
    ends = [[tie.values.get(end) or tie.values.get(end.title(), "") for end in ("source", "target")] for tie in ties]
    nodes = len(rows) - len(ties) or len({end for pair in ends for end in pair})  # a list of edges has no other nodes
    return counted(nodes, ((one, other) for one, other in ends), directed), directed


_ENDS = {"Source", "Target"}


def _rows(file: Path, reader: str) -> Iterator[ForeignRow]:
    """The rows of a file, of all tables of a database, of all files in a folder."""
    if reader == "folder":
        for inner in sorted(file.glob("*.csv")):
            yield from _rows(inner, "table")
        return
    module = importer(reader)
    sheets = module.tables(file) if reader in ("sqlite", "duckdb") and isinstance(module, Database) else [None]
    for sheet in sheets:
        read = one_by_one(module.read(file, ReadOptions(sheet=sheet)))
        yield from (row for row in read if isinstance(row, ForeignRow))


def written(file: Path, reader: str, directed: bool) -> str:
    """What an import writes, with a kind of the ties that has a direction if they have one."""
    directed_kind = "linked-to:exchange:directed" if directed else None
    kinds = {"new_kind": directed_kind, "kinds": [] if directed else ["contact"]} if reader != "popolo" else {}
    options = options_given(reader=None if reader == "folder" else reader, **kinds)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as scratch, unbundled([file], print) as (files, _):
        report = run(ImportJob(files=files_to_import(files, None, options), folder=Path(scratch, "graph")))
    ties = report.written["tie"] + sum(count for type, count in report.written.items() if type == "post")
    nodes = sum(count for type, count in report.written.items() if type not in ("tie", "source", "post"))
    return f"{nodes:,} nodes, {ties:,} ties"


def _attempt(count: Callable[[], object]) -> str:
    try:
        return str(count())
    except OpenQuestions as error:
        return f"asks: {error.questions[0].what[:70]}"
    except CityGraphError as error:
        return f"refuses: {str(error).rpartition(': ')[2][:70]}"
    except Exception as error:  # whatever a foreign reader raises
        return f"fails: {type(error).__name__}"


def told(file: Path, reader: str) -> Iterator[tuple[str, str]]:
    """Who has read a file, and what each says."""
    directed = False
    try:
        ours, directed = by_us(file, reader)
        yield "ours", str(ours)
    except (CityGraphError, OpenQuestions) as error:
        yield "ours", f"refuses: {str(error)[:100]}"
    for name, count in FOREIGN.get(reader, {}).items():
        yield name, _attempt(partial(count, file, directed))
    if reader not in OF_ROWS:
        yield "written", _attempt(partial(written, file, reader, directed))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.counts", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--from", dest="reader", help="their format, if it is not seen")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    for file in given.files:
        reader = given.reader or ("folder" if file.is_dir() else reader_of(file))
        if reader == "json":
            reader = another_reader(file, json.loads(file.read_bytes())) or reader
        print(f"{file.name} ({reader})")
        for who, what in told(file, reader):
            print(f"  {who:11} {what}")


if __name__ == "__main__":
    main()

"""``python -m bench.counts FILE…``: how many nodes and ties our readers and foreign ones find in files, and how many an
import writes. A tie is written once for each pair, and in each direction if the edges have one."""

import argparse
import io
import json
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import igraph
import networkx as nx
from rdflib.query import Result

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.detect import reader_of
from citygraph.imports.job import ImportJob, files_to_import
from citygraph.imports.options import options_given
from citygraph.imports.readers import ForeignRow, ReadOptions, importer
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


def by_json(file: Path, directed: bool) -> Count:
    """The lists of Popolo."""
    lists = json.loads(file.read_bytes())
    nodes = len(lists["persons"]) + len(lists.get("organizations", []))
    return counted(nodes, ((one.get("person_id"), one["organization_id"]) for one in lists["memberships"]), directed)


FOREIGN: dict[str, dict[str, Callable[[Path, bool], Count]]] = {
    "gml": {
        "igraph": by_igraph(igraph.Graph.Read_GML),
        "networkx": by_networkx(lambda file: nx.read_gml(file, label="id")),
    },
    "pajek": {"igraph": by_igraph(igraph.Graph.Read_Pajek)},
    "graphml": {"networkx": by_networkx(nx.read_graphml)},
    "gexf": {"networkx": by_networkx(nx.read_gexf)},
    "sparql": {"rdflib": by_rdflib},
    "popolo": {"json": by_json},
}


def by_us(file: Path, reader: str) -> tuple[Count, bool]:
    """What our reader finds, and whether a tie has a direction."""
    rows = [row for row in importer(reader).read(file, ReadOptions()) if isinstance(row, ForeignRow)]
    ties = [row for row in rows if row.sort != "node"]
    directed = any(tie.directed for tie in ties)
    ends = ((tie.values.get("source", str(tie.line)), tie.values.get("target", "")) for tie in ties)
    return counted(len(rows) - len(ties), ends, directed), directed


def written(file: Path, reader: str, directed: bool) -> str:
    """What an import writes, with a kind of the ties that has a direction if they have one."""
    directed_kind = "linked-to:exchange:directed" if directed else None
    kinds = {"new_kind": directed_kind, "kinds": [] if directed else ["contact"]} if reader != "popolo" else {}
    options = options_given(reader=reader, **kinds)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as scratch:
        report = run(ImportJob(files=files_to_import([file], None, options), folder=Path(scratch, "graph")))
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
    if reader != "sparql":
        yield "written", _attempt(partial(written, file, reader, directed))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.counts", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--from", dest="reader", help="their format, if it is not seen")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    for file in given.files:
        reader = given.reader or reader_of(file)
        if reader == "json" and "persons" in json.loads(file.read_bytes()):
            reader = "popolo"
        print(f"{file.name} ({reader})")
        for who, what in told(file, reader):
            print(f"  {who:9} {what}")


if __name__ == "__main__":
    main()

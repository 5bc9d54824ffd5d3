"""CSV tables in a graph folder: they say what YAML says, and their mistakes have their cells."""

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph import columns
from citygraph.loader import pieces
from citygraph.world import World
from worlds import world_texts

CITIES = "id,name,country\nosh,Osh,KG\niznik,Iznik,TR\n"


def as_tables(text: str, folder: Path) -> None:
    """Write the tables of a world's YAML."""
    for section, records in yaml.load(text, Loader=yaml.BaseLoader).items():
        rows = records if isinstance(records, list) else [{"id": id, **record} for id, record in records.items()]
        header = list(dict.fromkeys(key for row in rows for key in row))
        with (folder / f"{section}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            for row in rows:
                writer.writerow({key: "; ".join(it) if isinstance(it, list) else it for key, it in row.items()})


def said(world: World) -> object:
    edges = {tie: (start, end, dict(data)) for start, end, tie, data in world.graph.edges(keys=True, data=True)}
    problems = {found.code for found in world.diagnostics}  # what all rows lack is said once of a table
    return dict(world.graph.nodes(data=True)), edges, dict(world.graph.graph["sources"]), problems


@settings(max_examples=60)
@given(text=world_texts())
def test_tables_say_what_yaml_says(text: str) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        (Path(one) / "world.yaml").write_text(text, encoding="utf-8")
        as_tables(text, Path(other))
        assert said(World(one, cache=False)) == said(World(other, cache=False))


@settings(max_examples=300)
@given(data=st.binary(max_size=120) | st.text(alphabet='id,name"\n\r;osh KG\0', max_size=80).map(str.encode))
def test_any_bytes_give_diagnostics_and_never_an_exception(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "cities.csv").write_bytes(data)
        lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for piece in pieces(Path(folder), "cities.csv"):
            for found in piece.diagnostics:
                assert 1 <= found.span.line <= len(lines)
                assert found.span.column >= 1


@given(
    rows=st.lists(st.sampled_from(["osh,Osh,KG", "x,X,XX", '"a","A, B",TR', 'b,"B\nb",TR', "", "short"]), max_size=9)
)
def test_where_a_table_is_cut_changes_nothing(rows: list[str]) -> None:
    text = "id,name,country\n" + "".join(f"{row}\n" for row in rows)

    def read(size: int) -> tuple[list[object], list[object]]:
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            patch.setattr(columns, "_PIECE", size)
            (Path(folder) / "cities.csv").write_text(text, encoding="utf-8", newline="")
            several = list(pieces(Path(folder), "cities.csv"))
        records = [(found.id, found.data, found.span()) for piece in several for found in piece.records]
        return records, [found for piece in several for found in piece.diagnostics]

    assert read(1) == read(2) == read(1000)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_mistake_has_the_line_and_column_of_its_cell(end: str, mark: str, tmp_path: Path) -> None:
    text = f'{mark}id,name,country\nosh,"Osh\nOsh",KG\nx,X,XX\n'.replace("\n", end)
    (tmp_path / "cities.csv").write_bytes(text.encode())
    (found,) = World(tmp_path, cache=False).diagnostics
    assert (found.code, found.span.line, found.span.column) == ("unknown-country", 4, 5)


@pytest.mark.parametrize(
    ("name", "text", "code", "line"),
    [
        ("cities.csv", "id,nmae,country\nosh,Osh,KG\n", "unknown-key", 1),
        ("cities.csv", "id;name;country\nosh;Osh;KG\n", "no-header", 1),
        ("cities.csv", "", "empty-file", 1),
        ("cities.csv", "name,country\nOsh,KG\n", "missing-key", 1),
        ("cities.csv", "id,name,country\nosh,Osh,KG,more\n", "wrong-number-of-cells", 2),
        ("cities.csv", 'id,name,country\nosh,"Osh,KG\n', "table-syntax", 2),
        ("cities.csv", "id,name,country,name\nosh,Osh,KG,Osh\n", "duplicate-key", 1),
        ("citys.csv", CITIES, "unknown-table", 1),
        ("ties.csv", "kind,between,source\nsister-city,osh; iznk,paper\n", "dangling-end", 2),
        ("ties.csv", "kind,between,since,source\nsister-city,osh; iznik,19.10.2019,paper\n", "invalid-date", 2),
    ],
)
def test_each_mistake_has_its_code_and_line(name: str, text: str, code: str, line: int, tmp_path: Path) -> None:
    if name == "ties.csv":
        (tmp_path / "cities-sound.csv").write_text(CITIES, encoding="utf-8")
        (tmp_path / "sources.yaml").write_text("sources:\n  paper: {title: The paper}\n", encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = [problem for problem in World(tmp_path, cache=False).diagnostics if problem.span.file == name]
    assert (code, line) in [(problem.code, problem.span.line) for problem in found]


def test_yaml_and_tables_are_one_folder(folder: Callable[..., Path]) -> None:
    graph = folder(sources="sources:\n  paper: {title: The paper}\ncities:\n  osh: {name: Osh, country: KG}\n")
    (graph / "cities.csv").write_text("id,name,country\niznik,Iznik,TR\nosh,Osch,KG\n", encoding="utf-8")
    (graph / "ties.csv").write_text("kind,between,source\nsister-city,osh; iznik,paper\n", encoding="utf-8")
    world = World(graph)
    assert [found.code for found in world.diagnostics] == ["duplicate-id"]
    assert world.path("Osh", "Iznik").length == 1
    with io.StringIO((graph / "ties.csv").read_text(encoding="utf-8") + "sister-city,osh; nowhere,paper\n") as more:
        (graph / "ties.csv").write_text(more.read(), encoding="utf-8")
    assert sorted(found.code for found in World(graph).diagnostics) == ["dangling-end", "duplicate-id"]

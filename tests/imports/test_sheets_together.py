"""Several sheets of one workbook: together one source, joined by their keys; one by one, two sources."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from citygraph.world import World
from imported import brought, options, put, table
from workbooks import xlsx

Rows = Sequence[Sequence[str | int]]
NODES: Rows = (("Id", "Label", "Country"), ("n1", "Leeds", "GB"), ("n2", "Dortmund", "DE"), ("n3", "Lille", "FR"))
EDGES: Rows = (("Source", "Target", "Since"), ("n1", "n2", 1969), ("n1", "n3", 1968))
LISTE: Rows = (("City", "Partner city", "Since"), ("Leeds", "Dortmund", 1969), ("York", "Dijon", 1953))
ENDED: Rows = (("City", "Partner city", "Until"), ("Leeds", "Louisville", 1999), ("Hull", "Freetown", 2001))


@pytest.mark.parametrize("sheet", ["all", "Nodes,Edges"])
def test_nodes_and_edges_are_joined_by_their_keys(sheet: str, tmp_path: Path) -> None:
    file = put(tmp_path, xlsx({"Nodes": NODES, "Edges": EDGES}), "book.xlsx")
    with pytest.raises(OpenQuestions) as asked:
        brought(None, file, into=tmp_path / "g")
    assert options(asked.value.questions[0]) == ["--sheet Nodes", "--sheet Edges", "--sheet all"]
    brought(None, file, into=tmp_path / "g", sheet=sheet, kind="sister-city")
    graph = World(tmp_path / "g", cache=False).view
    assert {graph.nodes[id]["name"] for id in graph.nodes if graph.nodes[id]["type"] == "city"} == {
        "Leeds", "Dortmund", "Lille"
    }  # fmt: skip
    assert len(graph.graph["ties"]) == 2


def test_another_sheet_of_a_workbook_takes_nothing_away_that_one_has_brought(tmp_path: Path) -> None:
    file = put(tmp_path, xlsx({"Liste": LISTE, "Ended": ENDED}), "book.xlsx")
    brought(None, file, into=tmp_path / "g", source=None, sheet="Liste")
    with pytest.raises(OpenQuestions) as asked:  # Leeds is in both
        brought(None, file, into=tmp_path / "g", source=None, sheet="Ended")
    assert options(asked.value.questions[0]) == [
        "--source book", "--source book-2", "--sheet Liste,Ended --source book"
    ]  # fmt: skip
    brought(None, file, into=tmp_path / "g", source="book-2", sheet="Ended")
    assert len(World(tmp_path / "g", cache=False).view.graph["ties"]) == 4


def test_two_sheets_that_share_towns_may_be_imported_as_one_list(tmp_path: Path) -> None:
    file = put(tmp_path, xlsx({"Liste": LISTE, "Ended": ENDED}), "book.xlsx")
    brought(None, file, into=tmp_path / "g", source=None, sheet="Liste")
    brought(None, file, into=tmp_path / "g", source="book", sheet="Liste,Ended")
    assert len(World(tmp_path / "g", cache=False).view.graph["ties"]) == 4


def test_a_sheet_that_is_not_there_is_told(tmp_path: Path) -> None:
    file = put(tmp_path, xlsx({"Nodes": NODES, "Edges": EDGES}), "book.xlsx")
    with pytest.raises(CityGraphError, match=re.escape("there is no sheet `Nodes,Edgs`")):
        brought(None, file, into=tmp_path / "g", sheet="Nodes,Edgs")


@pytest.mark.parametrize("called", ["Mayors", "Bürgermeister", "Maires", "市长"])
def test_a_sheet_that_is_called_by_a_post_has_its_holders(called: str, tmp_path: Path) -> None:
    partners = table(tmp_path, "City,Sister city,Country\nBusan,Kobe,Japan\nDaegu,Almaty,Kazakhstan\n", "Twins.csv")
    text = "Name,City,From,To\nSadiq Khan,London,09.05.2016,\nAnne Hidalgo,Paris,2014,2026\n"
    mayors = table(tmp_path, text, f"{called}.csv")
    report = brought("table", partners, mayors, into=tmp_path / "g")
    assert [plan.type for plan in report.plans] == ["city", "official"]
    world = World(tmp_path / "g", cache=False)
    held = [edge for edge in world.view.graph["ties"].values() if edge.data["kind"] == "holds-post"]
    assert len(held) == 2


def test_a_sheet_of_names_that_no_post_is_called_by_is_asked_about(tmp_path: Path) -> None:
    partners = table(tmp_path, "City,Sister city,Country\nBusan,Kobe,Japan\nDaegu,Almaty,Kazakhstan\n", "Twins.csv")
    people = table(tmp_path, "Name,City,From,To\nSadiq Khan,London,2016,\nAnne Hidalgo,Paris,2014,2026\n", "Sheet2.csv")
    with pytest.raises(OpenQuestions):
        brought("table", partners, people, into=tmp_path / "g")

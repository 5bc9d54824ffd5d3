"""The ids that a file has for its own records, and the regions that it names by them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from citygraph.cli.app import app
from citygraph.domain.errors import CityGraphError
from citygraph.world import World
from imported import Imported, brought, table

NODES = "Name,Country,Code\nLyon,FR,lyon-1\nGhent,BE,são paulo!\nBonn,DE,lyon-1\nRiga,LV,riga-lv\n"
TIES = (
    "City,Country,Partner,Partner country,Code\nLyon,FR,Turin,IT,lyon\nGhent,BE,Delft,NL,a b!\nBonn,DE,Oxford,GB,x1\n"
    "Bonn,DE,Leeds,GB,x1\nOslo,NO,Riga,LV,ok.1\nOslo,NO,York,GB,sister-city.oslo.riga\nOslo,NO,Bath,GB,register\n"
)


def test_an_id_that_a_city_cannot_have_costs_the_id_alone(tmp_path: Path) -> None:
    found = Imported(tmp_path, NODES, pairs=["id=Code"])
    assert set(found.nodes) == {"lyon-1-fr", "sao-paulo", "lyon-1-de", "riga-lv"}
    assert [(what, why) for _, what, why in found.told("doubtful")] == [
        ("Lyon, FR", "another record has the id `lyon-1`; its id is `lyon-1-fr`"),
        ("Ghent, BE", "`são paulo!` cannot be an id; its id is `sao-paulo`"),
        ("Bonn, DE", "another record has the id `lyon-1`; its id is `lyon-1-de`"),
    ]
    assert found.nodes["sao-paulo"]["record"]["notes"] == "register: id: são paulo!"


def test_an_id_of_a_tie_is_of_no_other_record(tmp_path: Path) -> None:
    found = Imported(tmp_path, TIES, pairs=["id=Code"])  # it passes `check`
    ids = set(found.world.view.graph["ties"])
    assert {"x1", "ok.1", "sister-city.lyon.turin", "sister-city.bonn.leeds", "sister-city.oslo.york"} < ids
    assert len(found.told("doubtful")) == 5
    assert not found.told("refused")
    again = brought("table", tmp_path / "register.csv", into=tmp_path / "g", pairs=["id=Code"])
    assert not again.count("added", "changed", "gone")


@pytest.mark.parametrize("codes", [("a b", "c d"), ("x", "x")])
def test_a_column_without_any_id_is_no_column_of_ids(tmp_path: Path, codes: tuple[str, str]) -> None:
    text = "Name,Country,Code\nLyon,FR,{}\nParis,FR,{}\n".format(*codes)
    with pytest.raises(CityGraphError, match="the column that is mapped to `id` has no ids"):
        brought("table", table(tmp_path, text), into=tmp_path / "g", pairs=["id=Code"])
    assert not (tmp_path / "g/register").exists()


WORLD = """\
cities:
  leeds: {name: Leeds, country: GB, part_of: yorkshire}
  yorkshire: {name: Yorkshire, country: GB, level: county}
  lille: {name: Lille, country: FR, aliases: [Rijsel, Risle]}
ties:
  - {kind: sister-city, between: [leeds, lille], since: 1968, source: s}
sources:
  s: {title: Source}
"""


@pytest.mark.parametrize("name", ["x.json", "x.gexf", "x.graphml", "x.nodes.csv"])
def test_regions_and_lists_come_back_from_exports(tmp_path: Path, name: str) -> None:
    (tmp_path / "w").mkdir()
    table(tmp_path / "w", WORLD, "a.yaml")
    out = name.replace(".nodes", "")
    assert CliRunner().invoke(app, ["export", str(tmp_path / out), "--graph", str(tmp_path / "w")]).exit_code == 0
    brought(None, tmp_path / name, into=tmp_path / "g")
    nodes = World(tmp_path / "g", cache=False).view.nodes
    assert {nodes[id]["name"]: nodes[id]["record"].get("part_of") for id in nodes} == {
        "Leeds": "yorkshire", "Yorkshire": None, "Lille": None,
    }  # fmt: skip
    assert nodes["lille"]["record"]["aliases"] == ["Rijsel", "Risle"]


def test_a_region_that_is_no_key_is_a_name(tmp_path: Path) -> None:
    found = Imported(tmp_path, "key,name,country,part_of\n1,Lyon,FR,Rhône\n2,Paris,FR,1\n", pairs=["part_of=part_of"])
    assert {node["name"] for node in found.nodes.values()} == {"Lyon", "Paris", "Rhône", "1"}

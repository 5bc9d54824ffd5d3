"""What graphs of other programs hold besides nodes and edges: corners of a drawing, directions that a kind lacks; and
files that hold nothing."""

from pathlib import Path

import pytest

from conftest import citygraph
from imported import Imported, put
from workbooks import ods

NODES = "\n".join(f'node [ id {n} label "{name}" labelAnchor "se" ]' for n, name in enumerate(("Lyon", "Ulm", "Graz")))


def gml(edges: str, directed: int) -> str:
    return f"graph [ directed {directed}\n{NODES}\n{edges}\n]\n"


def test_a_corner_of_a_drawing_is_no_country(tmp_path: Path) -> None:
    found = Imported(tmp_path, gml("edge [ source 0 target 1 ]", 0), "g.gml", None)
    assert "labelAnchor" in [what for _, what, _ in found.told("unread")]
    assert "SE" not in found.cities.values()


@pytest.mark.parametrize(("directed", "number"), [(1, [2]), (0, [])])
def test_a_direction_that_the_kind_of_a_graph_lacks_is_told_once(
    tmp_path: Path, directed: int, number: list[int]
) -> None:
    found = Imported(tmp_path, gml("edge [ source 0 target 1 ] edge [ source 2 target 1 ]", directed), "g.gml", None)
    assert [one.number for one in found.report.remarks if one.what == "directed"] == number
    assert len(found.ties) == 2


def test_a_workbook_of_empty_sheets_ends_in_words(tmp_path: Path) -> None:
    file = put(tmp_path, ods(""), "empty.ods")
    done = citygraph("import", file, "--into", tmp_path / "g", "--sheet", "all")
    assert done.code == 2
    assert "no sheet with rows" in done.err
    assert not (tmp_path / "g").exists()

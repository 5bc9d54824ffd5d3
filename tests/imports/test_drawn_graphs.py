"""What graphs of other programs hold besides nodes and edges: corners of a drawing, directions that a kind lacks; and
files that hold nothing."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import citygraph, examples
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


TOWNS = ["Anytown", "Otherville", "Thirdburg", "Fourthham"]
Mixed = list[tuple[int, int, bool]]
"""The numbers of the ends of edges, and whether each has a direction."""


def mixed_gml(edges: Mixed) -> str:
    nodes = [f'node [ id {id} label "{name}" ]' for id, name in enumerate(TOWNS)]
    ties = [f"edge [ source {one} target {other} directed {int(arc)} ]" for one, other, arc in edges]
    return "graph [\n" + "\n".join([*nodes, *ties]) + "\n]\n"


def mixed_graphml(edges: Mixed) -> str:
    key = '<key id="label" for="node" attr.name="label" attr.type="string"/>'
    nodes = [f'<node id="{id}"><data key="label">{name}</data></node>' for id, name in enumerate(TOWNS)]
    ties = [f'<edge source="{one}" target="{other}" directed="{str(arc).lower()}"/>' for one, other, arc in edges]
    return f"<graphml>{key}<graph edgedefault='directed'>{''.join([*nodes, *ties])}</graph></graphml>"


def mixed_gexf(edges: Mixed) -> str:
    nodes = "".join(f'<node id="{id}" label="{name}"/>' for id, name in enumerate(TOWNS))
    ties = "".join(f'<edge source="{one}" target="{other}" type="{"" if arc else "un"}directed"/>'
                   for one, other, arc in edges)  # fmt: skip
    return f"<gexf><graph><nodes>{nodes}</nodes><edges>{ties}</edges></graph></gexf>"


def mixed_pajek(edges: Mixed) -> str:
    vertices = "".join(f'{id} "{name}"\n' for id, name in enumerate(TOWNS, 1))
    arcs, others = (
        "".join(f"{one + 1} {other + 1}\n" for one, other, arc in edges if arc is of) for of in (True, False)
    )
    return f"*Vertices {len(TOWNS)}\n{vertices}*Arcs\n{arcs}*Edges\n{others}"


WRITERS = {"gml": mixed_gml, "graphml": mixed_graphml, "gexf": mixed_gexf, "net": mixed_pajek}
PAIRS = st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()).filter(lambda edge: edge[0] != edge[1])


@pytest.mark.parametrize("form", WRITERS)
@examples(4)
@given(edges=st.lists(PAIRS, max_size=6).map(lambda more: [(0, 1, True), (2, 1, False), *more]))
def test_arcs_keep_their_direction_beside_edges_that_have_none(form: str, edges: Mixed) -> None:
    asked = {"new_kind": "sells-to:economy:directed", "kind": "contact"}
    with TemporaryDirectory() as scratch:
        found = Imported(Path(scratch), WRITERS[form](edges), f"g.{form}", None, **asked)
        kinds = [(tie["kind"], tie["ends"]) for tie in found.ties]
    assert {ends for kind, ends in kinds if kind == "sells-to"} == {
        (TOWNS[one], TOWNS[other]) for one, other, arc in edges if arc
    }
    assert {frozenset(ends) for kind, ends in kinds if kind == "contact"} == {
        frozenset((TOWNS[one], TOWNS[other])) for one, other, arc in edges if not arc
    }
    assert not any("changes nothing" in said for said in found.report.said)


def test_a_kind_for_edges_without_a_direction_says_so_if_there_are_none(tmp_path: Path) -> None:
    asked = {"new_kind": "sells-to:economy:directed", "kind": "contact"}
    found = Imported(tmp_path, mixed_gml([(0, 1, True)]), "g.gml", None, **asked)
    assert "--kind contact changes nothing: --new-kind sells-to is the kind of the ties" in found.report.said


def test_a_workbook_of_empty_sheets_ends_in_words(tmp_path: Path) -> None:
    file = put(tmp_path, ods(""), "empty.ods")
    done = citygraph("import", file, "--into", tmp_path / "g", "--sheet", "all")
    assert done.code == 2
    assert "no sheet with rows" in done.err
    assert not (tmp_path / "g").exists()

"""How far away: against a plain search over all neighbors and the distance by the haversine formula."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import citygraph
from citygraph.domain.distances import apart, in_kilometres
from citygraph.domain.errors import CityGraphError
from citygraph.domain.geo import kilometres
from citygraph.domain.lens import Lens
from citygraph.graph.asked import Asked
from citygraph.questions._data import as_data
from citygraph.questions.neighbors import neighborhood, neighbors
from citygraph.questions.show import show
from conftest import citygraph as run
from worlds import build, placed_worlds

Folder = Callable[..., Path]


@given(text=placed_worlds(), hops=st.integers(1, 3), data=st.data())
def test_what_is_near_is_listed_and_what_lies_nowhere_is_told(text: str, hops: int, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    node, most = data.draw(st.sampled_from(sorted(graph))), data.draw(st.sampled_from([0, 100, 5000, 21000]))
    found = neighbors(Asked(graph), node, hops=hops, within=f"{most}km")
    near, nowhere = [], set()
    for row in neighborhood(graph, node, hops=hops):
        one, other = graph.nodes[node], graph.nodes[row.node]
        if None in (one["lat"], other["lat"]):
            nowhere.add(other["name"])
        elif (km := kilometres((one["lon"], one["lat"]), (other["lon"], other["lat"]))) <= most:
            near.append((row.tie, pytest.approx(km, abs=0.06)))
    assert sorted((row.tie, row.km) for row in found) == sorted(near, key=lambda pair: pair[0])
    assert [row.km for row in found] == sorted(row.km or 0 for row in found)
    assert len(found) == len(near)
    said = "".join(found.remarks)
    if graph.nodes[node]["lat"] is None:
        assert said == f"{graph.nodes[node]['name']} has no coordinates, so no distance to it is known"
    else:
        assert bool(said) == bool(nowhere)
        assert sum(name in said for name in nowhere) >= min(5, len(nowhere))


@given(text=placed_worlds(), data=st.data())
def test_show_has_the_distance_of_each_partner(text: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    node = data.draw(st.sampled_from(sorted(graph)))
    card = show(Asked(graph), node).data
    for row in card.ties:  # type: ignore[union-attr]
        assert row.km == apart(graph.nodes[node], graph.nodes[row.node])
        assert ("km" in as_data(row)) == (row.km is not None)
    assert all(row.km is None for row in neighborhood(graph, node, Lens()))


@pytest.mark.parametrize(
    ("text", "km"), [("500km", 500), ("500 km", 500), ("0.5km", 0.5), ("100mi", 160.9344), (" 7mi ", 11.265408)]
)
def test_a_distance_has_a_number_and_a_unit(text: str, km: float) -> None:
    assert in_kilometres(text) == pytest.approx(km)


@pytest.mark.parametrize("text", ["", "500", "km", "-5km", "5 miles", "1,000km", "١٠km", "5km5km", "nan km", "5KM\n5"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(CityGraphError, match="is not a distance; write a number and its unit: 500km or 300mi"):
        in_kilometres(text)


NEAR = """
cities:
  a: {name: Alfa, country: TR, coordinates: [40, 29]}
  b: {name: Bravo, country: TR, coordinates: [41, 29]}
  c: {name: Charlie, country: KG, coordinates: [40, 72]}
  d: {name: Delta, country: TR}
ties:
  - {kind: sister-city, between: [a, b], status: planned}
  - {kind: sister-city, between: [a, c], status: active}
  - {kind: sister-city, between: [a, d], status: active}
"""


def test_a_plan_that_is_near_is_still_a_plan(folder: Folder) -> None:
    world = citygraph.open(folder(world=NEAR))
    found = world.neighbors("a", within="200km")
    assert [(row.node, row.km, row.label) for row in found] == [("b", 111.2, "is to be a sister city of")]
    assert found.remarks == ["without coordinates, so it is not known how far away: Delta"]


def test_nothing_near_says_so(folder: Folder) -> None:
    world = citygraph.open(folder(world=NEAR))
    assert world.neighbors("a", within="10mi").nothing == "no neighbor of Alfa is known to be within 10mi"
    found = world.neighbors("d", within="10mi")
    assert (len(found), found.remarks) == (0, ["Delta has no coordinates, so no distance to it is known"])


def test_a_wrong_distance_is_bad_use() -> None:
    ran = run("neighbors", "Iznik", "--within", "500")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "citygraph: `500` is not a distance; write a number and its unit: 500km or 300mi\n"

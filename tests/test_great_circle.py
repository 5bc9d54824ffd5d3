"""The lines of GeoJSON, by the haversine formula, which the exporter does not use."""

from itertools import pairwise
from math import asin, cos, pi, radians, sin, sqrt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from citygraph.exporters.geojson import Position, great_circle

ROUNDING = radians(1e-5)
SPECIAL = [-180, -179.999999, -90, 0, 90, 179.999999, 180]
longitudes = st.sampled_from(SPECIAL) | st.floats(-180, 180, allow_subnormal=False)
latitudes = st.sampled_from([-90, -89.999999, 0, 45, 89.999999, 90]) | st.floats(-90, 90, allow_subnormal=False)
places = st.tuples(longitudes, latitudes)


def arc(one: Position, other: Position) -> float:
    """The angle between two places, in radians."""
    (x, y), (u, v) = (tuple(map(radians, place)) for place in (one, other))
    return 2 * asin(min(1, sqrt(sin((v - y) / 2) ** 2 + cos(y) * cos(v) * sin((u - x) / 2) ** 2)))


@given(start=places, end=places)
@example(start=(180, 10), end=(-179, 20))
@example(start=(-179, 20), end=(180, 10))
@example(start=(180, -60), end=(-180, 60))
@example(start=(0, 90), end=(0, -90))
@example(start=(10, 20), end=(-170, -20))
@example(start=(10, 60), end=(-170, 60))
@settings(max_examples=1000)
def test_a_line_is_the_shortest_way_and_never_crosses_the_180th_meridian(start: Position, end: Position) -> None:
    parts = great_circle(start, end)
    whole = arc(start, end)
    vertices = [vertex for part in parts for vertex in part]
    assert arc(vertices[0], start) < 1e-9
    assert arc(vertices[-1], end) < 1e-9
    for longitude, latitude in vertices:
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
    if whole < pi - 1e-6:  # of opposite places every other lies on a way between them
        for vertex in vertices:
            assert arc(start, vertex) + arc(vertex, end) <= whole + 3 * ROUNDING
    pieces = [piece for part in parts for piece in pairwise(part)]
    assert all(abs(other[0] - one[0]) <= 180 for one, other in pieces)
    assert all(arc(*piece) <= radians(2) + 3 * ROUNDING for piece in pieces)
    assert sum(arc(*piece) for piece in pieces) == pytest.approx(whole, abs=3 * ROUNDING * len(pieces) + 1e-6)
    for before, after in pairwise(parts):
        assert abs(before[-1][0]) == 180
        assert after[0] == (-before[-1][0], before[-1][1])
    assert all(len(part) >= 2 for part in parts)


def test_a_line_over_the_pacific_is_cut_once_and_meets_itself() -> None:
    first, second = great_circle((178.44, -18.14), (-157.86, 21.31))  # Suva, Honolulu
    assert (first[0], second[-1]) == ((178.44, -18.14), (-157.86, 21.31))
    assert first[-1][0] == 180
    assert second[0] == (-180, first[-1][1])


def test_a_short_line_is_straight_and_a_long_one_bends_north() -> None:
    assert great_circle((0, 50), (1, 50)) == [[(0, 50), (1, 50)]]
    (line,) = great_circle((-0.13, 51.51), (139.69, 35.69))  # London, Tokyo
    assert len(line) == 44
    assert max(latitude for _, latitude in line) > 70

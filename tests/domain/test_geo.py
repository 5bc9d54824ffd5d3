"""Great circles, by the haversine formula, which `sphere` does not use; and the map."""

import json
from collections import Counter
from itertools import pairwise
from math import asin, cos, dist, pi, radians, sin, sqrt

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from citygraph.domain.geo import Position, great_circle, kilometres, nearest_pairs
from citygraph.outputs.land import CENTRE, SIGNS, Fineness, Point, countries, decoded, edge, outlines, project, route
from conftest import examples

FINENESSES: tuple[Fineness, ...] = ("coarse", "fine")
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
@examples(1000)
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


@given(longitude=longitudes, latitude=latitudes)
def test_the_map_shows_all_parts_of_the_globe_in_true_proportion(longitude: float, latitude: float) -> None:
    """The area of a small field of the map is that of the globe, whichever place it is at."""
    assume(abs(latitude) < 85)
    step = 1e-3
    x, y = project((longitude, latitude))
    across = -CENTRE if longitude == 180 else longitude
    here, east, north = (
        project(at) for at in ((across, latitude), (across + step, latitude), (across, latitude + step))
    )
    assume(abs(east[0] - here[0]) < 1)  # not over the edge
    area = abs((east[0] - here[0]) * (north[1] - here[1]) - (north[0] - here[0]) * (east[1] - here[1]))
    assert area == pytest.approx(radians(step) ** 2 * cos(radians(latitude)), rel=1e-3)
    width, height = max(point[0] for point in edge()), max(point[1] for point in edge())
    assert abs(x) <= width + 1e-9
    assert abs(y) <= height + 1e-9


@pytest.mark.parametrize("fineness", FINENESSES)
def test_the_land_is_where_it_is_known_to_be(fineness: Fineness) -> None:
    known = [(29.7, 40.4), (117.2, 29.3), (72.8, 40.5), (-100, 40), (134, -25), (-172, 66)]
    assert all(on_land(place, fineness) for place in known)
    assert not any(on_land(place, fineness) for place in [(0, 0), (-140, 0), (60, -40), (-30, 40), (180, 0)])


SMALL = {
    "Valletta": (14.51, 35.9), "Singapore": (103.82, 1.35), "Tongatapu": (-175.2, -21.17), "Mahé": (55.47, -4.67),
    "Malé": (73.51, 4.18), "Nauru": (166.93, -0.53), "Barbados": (-59.55, 13.18), "Bermuda": (-64.78, 32.3),
}  # fmt: skip


@pytest.mark.parametrize("name", SMALL)
def test_small_islands_are_land_on_a_map_of_a_part_of_the_world(name: str) -> None:
    assert on_land(SMALL[name], "fine")


@pytest.mark.parametrize("fineness", FINENESSES)
def test_no_outline_leads_across_the_map(fineness: Fineness) -> None:
    lines = outlines(fineness)
    for line in (*([*ring, ring[0]] for ring in lines.land), *lines.borders, *lines.dashed):
        assert all(dist(one, other) < 0.4 for one, other in pairwise(line))


def test_borders_run_on_land_and_end_at_the_coast_or_at_each_other() -> None:
    """A coast is thinned, but not where a border ends: else borders would hang in the sea."""
    lines = outlines("fine")
    coast = {point for ring in lines.land for point in ring}
    ends = [(line[0], line[-1]) for line in (*lines.borders, *lines.dashed) if line[0] != line[-1]]
    met = Counter(end for pair in ends for end in pair)
    inner = {point for line in (*lines.borders, *lines.dashed) for point in line[1:-1]}
    loose = [end for end in met if end not in coast and met[end] < 2 and end not in inner]
    assert len(loose) < 0.05 * len(met), loose


def test_a_border_that_is_disputed_is_no_border_that_holds() -> None:
    lines = outlines("fine")
    for place in [(-8.67, 26.5), (44.0, 8.99), (33.3, 35.1), (35.2, 31.9)]:  # Western Sahara, Somaliland …
        x, y = project(place)
        near = [
            (dist((x, y), point), key)
            for key in ("borders", "dashed")
            for line in getattr(lines, key)
            for point in line
        ]
        assert min(near)[1] == "dashed", place


def test_names_of_countries_stand_on_their_land_and_only_once() -> None:
    places = countries()
    assert len({place.code for place in places}) == len(places) > 230
    assert [place.width for place in places] == sorted((place.width for place in places), reverse=True)
    wide = [place for place in places if place.width > radians(4)]
    assert all(on_land_at(place.at, "fine") for place in wide)


@given(line=st.lists(st.tuples(st.integers(-40_000, 40_000), st.integers(-9000, 9000)), min_size=2, max_size=9))
def test_what_is_written_of_a_line_is_read_again(line: list[tuple[int, int]]) -> None:
    def written(number: int) -> str:
        left = 2 * number if number >= 0 else -2 * number - 1
        text, half = "", len(SIGNS) // 2
        while left >= half:
            text, left = text + SIGNS[half + left % half], left // half
        return text + SIGNS[left]

    text = ""
    for (x, y), (to_x, to_y) in pairwise([(0, 0), *line]):
        text += written(to_x - x) + written(to_y - y)
    assert [(round(x * 100), round(y * 100)) for x, y in decoded(text, 100)] == line
    assert len(json.dumps(text)) == len(text) + 2


def test_a_route_over_the_maps_edge_is_in_two_parts_that_end_on_it() -> None:
    first, second = route((-122.4, 37.8), (139.7, 35.7))  # San Francisco, Tokyo
    assert first[0] == project((-122.4, 37.8))
    assert second[-1] == project((139.7, 35.7))
    assert first[-1][0] == pytest.approx(-second[0][0])
    assert first[-1][1] == pytest.approx(second[0][1])


def on_land(place: Position, fineness: Fineness) -> bool:
    return on_land_at(project(place), fineness)


def on_land_at(point: Point, fineness: Fineness) -> bool:
    """By the even-odd rule, as the outline is filled."""
    x, y = point
    crossed = 0
    for ring in outlines(fineness).land:
        for (a, b), (c, d) in pairwise([*ring, ring[0]]):
            crossed += (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b)
    return crossed % 2 == 1


@given(ones=st.lists(places, max_size=12), others=st.lists(places, max_size=12))
@example(ones=[(29, 40)] * 9, others=[(29, 40)] * 9)
def test_the_nearest_pairs_come_first_and_each_once(ones: list[Position], others: list[Position]) -> None:
    found = list(nearest_pairs(dict(enumerate(ones)), dict(enumerate(others))))
    assert sorted((one, other) for _, one, other in found) == [
        (one, other) for one in range(len(ones)) for other in range(len(others))
    ]
    assert all(km == kilometres(ones[one], others[other]) for km, one, other in found)
    every = [km for km, _, _ in found]
    assert every == pytest.approx(sorted(every), abs=1e-3)

"""Coordinates in foreign forms: the same place, and what can be two places is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.values.places import NOWHERE, degrees, point

LIMITS = {"lat": 90, "lon": 180}
SIDES = {"lat": "NS", "lon": "EW"}
AXES = st.sampled_from(["lat", "lon"])
FORMS = ("{d}°{m}′{s}″{w}", "{d}° {m}' {s}\" {w}", "{d} {m} {s} {w}", "{w} {d}°{m}’{s}”", "{d}º{m}'{s}''{w}",
         "{d}:{m}:{s}{w}", "{d}d{m}m{s}s{w}", "{w}{d}°{m}'{s}\"")  # fmt: skip


def sides(axis: str, seconds: int, form: str) -> str:
    whole = abs(seconds)
    return form.format(d=whole // 3600, m=whole // 60 % 60, s=whole % 60, w=SIDES[axis][seconds < 0])


@given(data=st.data(), axis=AXES, form=st.sampled_from(FORMS))
def test_degrees_minutes_and_seconds_are_that_place(data: st.DataObject, axis: str, form: str) -> None:
    seconds = data.draw(st.integers(-LIMITS[axis] * 3600, LIMITS[axis] * 3600))
    assert degrees(sides(axis, seconds, form), axis) == pytest.approx(seconds / 3600, abs=1e-6)


@given(data=st.data(), axis=AXES, form=st.sampled_from(["{}", "{:.6f}"]), comma=st.booleans())
def test_decimal_degrees_are_that_place(data: st.DataObject, axis: str, form: str, comma: bool) -> None:
    value = round(data.draw(st.floats(-LIMITS[axis], LIMITS[axis])), 6)
    text = f"{value:.6f}".replace(".", "," if comma else ".")
    assert degrees(text, axis) == pytest.approx(value, abs=1e-6)
    side = SIDES[axis][value < 0]
    for form in ("{} {}", "{}°{}"):
        assert degrees(form.format(text.lstrip("-"), side), axis) == pytest.approx(value, abs=1e-6)


@given(
    lat=st.integers(-90 * 3600, 90 * 3600),
    lon=st.integers(-180 * 3600, 180 * 3600),
    cut=st.sampled_from([", ", "; ", " / ", ";"]),
    form=st.sampled_from(FORMS),
    turned=st.booleans(),
)
def test_two_in_one_text_are_that_place(lat: int, lon: int, cut: str, form: str, turned: bool) -> None:
    both = [sides("lat", lat, form), sides("lon", lon, form)]
    found = point(cut.join(both[::-1] if turned else both))
    assert found == pytest.approx((lat / 3600, lon / 3600), abs=1e-6)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("48.1, 2.1", 48.1, 2.1), ("[48.1, 2.1]", 48.1, 2.1), ("(48.1; 2.1)", 48.1, 2.1), ("48,1; 2,1", 48.1, 2.1),
        ("48,1 2,1", 48.1, 2.1), ("48,1, 2,1", 48.1, 2.1), ("48.1 2.1", 48.1, 2.1), ("48.1,2.1", 48.1, 2.1),
        ("Point(2.1 48.1)", 48.1, 2.1), ("4230N 00131E", 42.5, 1.516667), ("2234S 01705E", -22.566667, 17.083333),
        ("48°34′N 7°45′E", 48.566667, 7.75), ("7°45′E 48°34′N", 48.566667, 7.75), ("N 48.08 E 7.36", 48.08, 7.36),
        ("北緯35度41分 東経139度41分", 35.683333, 139.683333), ("geo:48.1,2.1", 48.1, 2.1),
        ("55°45′ с. ш., 37°37′ в. д.", 55.75, 37.616667), ("0, 0", 0, 0), ("0.0,0.0", 0, 0), ("-999, -999", 0, 0),
    ],
)  # fmt: skip
def test_forms_of_points(text: str, lat: float, lon: float) -> None:
    assert point(text) == (lat, lon)
    assert (point(text) == NOWHERE) == (lat == lon == 0)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("48.1", "not coordinates"), ("48,57", "one number or two"), ("-99.52, 16.51", "look swapped"),
        ("48°34′N, 7°45′ O", "east .* or west"), ("48.1, 2.1, 3", "not coordinates"), ("", "not coordinates"),
        ("<http://www.wikidata.org/entity/Q405> Point(1 2)", "not on Earth"), ("9" * 300, "not coordinates"),
        ("48°34′N, 49°34′N", "not coordinates"), ("200, 300", "not coordinates"),
    ],
)  # fmt: skip
def test_what_is_no_point_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        point(text)


@pytest.mark.parametrize(
    ("text", "axis", "why"),
    [
        ("7°45′E", "lat", "longitude, no latitude"), ("7°45' O", "lon", "east"), ("-48 N", "lat", "minus and a side"),
        ("48°74′N", "lat", "no such minutes"), ("48.5 30 N", "lat", "no such minutes"), ("95.1", "lat", "look swapped"),
        ("195", "lon", "beyond 180"), ("48.123.456", "lat", "not a latitude"), ("", "lon", "not a longitude"),
    ],
)  # fmt: skip
def test_what_is_no_place_says_why(text: str, axis: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        degrees(text, axis)


def test_the_south_is_no_second() -> None:
    assert degrees("33 52 10S", "lat") == degrees("33d52m10sS", "lat") == pytest.approx(-33.869444)


def test_longitude_first_only_if_told() -> None:
    assert point("[2.1, 48.1]", longitude_first=True) == (48.1, 2.1)

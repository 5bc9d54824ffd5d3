"""Latitude and longitude turned round: seen by the countries of the rows, and never written as another place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.countries import may_lie_in
from citygraph.imports.columns.coordinates import shown_by
from conftest import examples
from imported import Imported, options, questions

CITIES = {
    "Munich": ("DE", 48.1, 11.5), "Berlin": ("DE", 52.5, 13.4), "Nairobi": ("KE", -1.3, 36.8),
    "Milan": ("IT", 45.5, 9.2), "Warsaw": ("PL", 52.2, 21.0), "Ankara": ("TR", 39.9, 32.9),
    "Kyoto": ("JP", 35.0, 135.8),
}  # fmt: skip


def places(found: Imported) -> dict[str, tuple[float, float] | None]:
    return {node["name"]: tuple(node["record"]["coordinates"]) if node["record"].get("coordinates") else None
            for node in found.nodes.values() if node["type"] == "city"}  # fmt: skip


def rows(turned: dict[str, bool], countries: bool = True) -> str:
    lines = ["City,Country,Coordinates"]
    for name, is_turned in turned.items():
        code, *place = CITIES[name]
        one, other = reversed(place) if is_turned else place
        lines.append(f'{name},{code if countries else ""},"{one}, {other}"')
    return "\n".join(lines) + "\n"


@examples(25)
@given(st.dictionaries(st.sampled_from(list(CITIES)), st.booleans(), min_size=1))
def test_each_place_is_the_right_one_or_left_out_and_told(
    tmp_path_factory: pytest.TempPathFactory, turned: dict[str, bool]
) -> None:
    found = Imported(tmp_path_factory.mktemp("order"), rows(turned))
    lost = 0
    for name, place in places(found).items():
        lost += place is None
        assert place in (None, CITIES[name][1:])
    assert found.report.count("doubtful") == lost
    if len({*turned.values()}) == 1:
        assert not lost


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(["DE", "KE", "JP", ""]))
def test_what_shows_an_order_lies_there_in_that_order_alone(lat: float, lon: float, country: str) -> None:
    order = shown_by(f"{lat:.4f}, {lon:.4f}", country)
    if order == "lat":
        assert may_lie_in(country, lat, lon) is not False
    elif order == "lon":
        assert may_lie_in(country, lon, lat) is not False


def test_a_whole_column_with_the_longitude_first_is_read_so_and_that_is_said(tmp_path: Path) -> None:
    found = Imported(tmp_path, rows({"Munich": True, "Berlin": True}) + 'Metz,,"6.1, 49.1"\n')
    assert places(found) == {"Munich": (48.1, 11.5), "Berlin": (52.5, 13.4), "Metz": (49.1, 6.1)}
    assert any("the longitude comes first, as 11.5, 48.1 shows" in said for said in found.report.said)


def test_one_turned_place_among_many_costs_only_itself(tmp_path: Path) -> None:
    many = "".join(f'Place {n},DE,"50.{n}, 10.{n}"\n' for n in range(20))
    found = Imported(tmp_path, rows({"Munich": True}) + many + 'Open,,"50.5, 10.5"\n')
    assert [name for name, place in places(found).items() if place is None] == ["Munich"]
    ((_, what, why),) = found.told("doubtful")
    assert (what, "only if latitude and longitude are turned round" in why) == ("Munich", True)


def test_a_column_with_both_orders_leaves_open_what_can_be_two_places(tmp_path: Path) -> None:
    found = Imported(tmp_path, rows({"Munich": True, "Berlin": False}) + 'Open,,"50.5, 10.5"\nUlm,,"N48.4 E9.9"\n')
    assert places(found) == {"Munich": None, "Berlin": (52.5, 13.4), "Open": None, "Ulm": (48.4, 9.9)}


def test_two_columns_that_look_swapped_are_asked_about(tmp_path: Path) -> None:
    text = "City,Country,Lat,Lon\nNairobi,KE,36.8,-1.3\nMombasa,KE,39.7,-4.0\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--map lat=Lon --map lon=Lat", "--map lat=Lat --map lon=Lon"]
    swapped = Imported(tmp_path, text, pairs=["lat=Lon", "lon=Lat"])
    assert places(swapped) == {"Nairobi": (-1.3, 36.8), "Mombasa": (-4.0, 39.7)}


@pytest.mark.parametrize(("header", "country"), [("City,Country", ",KE"), ("City,Note", ",x")])
def test_named_columns_write_no_place_that_fits_only_turned_round(header: str, country: str, tmp_path: Path) -> None:
    text = f"{header},Lat,Lon\nNairobi{country},36.82,-1.28\nMombasa{country},-4.05,39.67\n"
    found = Imported(tmp_path, text, pairs=["lat=Lat", "lon=Lon"])
    assert places(found) == {"Nairobi": None, "Mombasa": (-4.05, 39.67)}
    (why,) = [one.why for one in found.report.remarks if one.outcome == "doubtful"]
    assert "only if latitude and longitude are turned round; the text is in the notes" in why


def test_degrees_beyond_the_earth_cost_their_cell(tmp_path: Path) -> None:
    found = Imported(
        tmp_path, "City,Country,Lat,Lon\nNice,FR,91,7\nLille,FR,50,181\nMunich,DE,11.5,48.1\nUlm,DE,48,10\n"
    )
    assert places(found) == {"Nice": None, "Lille": None, "Munich": None, "Ulm": (48, 10)}
    assert found.report.count("doubtful") == 3


@pytest.mark.parametrize(
    ("header", "rows", "lon"),
    [
        ("Ville;Pays;Latitude;Longitude", "Brest;France;48° 23' 27\" N;4° 29' 08\" O", -4.485556),
        ("Stadt;Land;Breite;Länge", "Bregenz;Österreich;47° 30' N;9° 45' O", 9.75),
        ("Ciudad;País;Latitud;Longitud", "Vigo;España;42,24 N;8,72 O", -8.72),
        ("City;Country;Latitude;Longitude", "Vienna;Austria;48.2 N;16.37 O", 16.37),
        ("City;Country;Latitude;Longitude", "Brest;France;48.39 N;4.49 O\nLyon;France;45.76 N;4.83 E", -4.49),
        ("City;Country;Latitude;Longitude", "Brest;France;48.39 N;4.49 O", -4.49),
        ("Town;Coordinates", "Brest;48.39 N 4.49 O", -4.49),
    ],
)
def test_what_the_letter_o_means_is_decided_by_the_column_the_headers_the_country_or_the_name(
    tmp_path: Path, header: str, rows: str, lon: float
) -> None:
    found = Imported(tmp_path, f"{header}\n{rows}\n")
    first = found.nodes[min(found.nodes)]["record"].get("coordinates")
    assert float(str(first).strip("[]").split(",")[1]) == lon
    assert not found.told("doubtful")


@pytest.mark.parametrize("header", ["Town;Latitude;Longitude", "Town;Coordinates"])
def test_a_letter_o_that_nothing_decides_is_asked(tmp_path: Path, header: str) -> None:
    text = f"{header}\nKleinhintermoos;48.39 N{';' if header.count(';') > 1 else ' '}4.49 O\n"
    (question,) = questions(tmp_path, text)
    for option, lon in zip(options(question), (4.49, -4.49), strict=True):
        (tmp_path / option[-1]).mkdir()
        found = Imported(tmp_path / option[-1], text, constants=[option.removeprefix("--set ")])
        assert places(found) == {"Kleinhintermoos": (48.39, lon)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Name,Country,X,Y\nLyon,FR,4.85,45.75\nGraz,AT,15.44,47.07\n", (45.75, 4.85)),
        ("Name;Land;Y_Coord;X_Coord\nLyon;FR;45,75;4,85\nGraz;AT;47,07;15,44\n", (45.75, 4.85)),
        ("Id,Label,X,Y\n1,Lyon,120.5,-33.2\n2,Graz,15.4,7.1\n", None),
        ("Name,Country,X,Y\nLyon,FR,842000.5,6519000.1\nNice,FR,1044000.1,6298000.3\n", None),
    ],
)  # fmt: skip
def test_x_and_y_are_degrees_if_the_towns_lie_there(
    tmp_path: Path, text: str, place: tuple[float, float] | None
) -> None:
    found = Imported(tmp_path, text)
    assert places(found)["Lyon"] == place
    assert len(found.told("unread")) == (0 if place else 2)

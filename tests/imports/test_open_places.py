"""Where a place or its region stays open, nothing is written in silence: offices, borders, Georgias, turned places."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import Imported, options, questions

Places = dict[str, tuple[float, float] | None]


def regions(found: Imported) -> dict[str, str]:
    notes = {node["name"]: node["record"].get("notes", "") for node in found.nodes.values()}
    return {name: text.partition("region: ")[2] for name, text in notes.items() if "region: " in str(text)}


@pytest.mark.parametrize("header", ["Department", "Département", "Departamento", "Dipartimento", "Dept."])
def test_offices_are_no_regions(header: str, tmp_path: Path) -> None:
    rows = f"City;{header};Partner\nGraz;Culture;Pula\nLinz;International Office;Halle\n"
    found = Imported(tmp_path, rows, kind="sister-city")
    assert not regions(found)
    assert any(header in what for _, what, _ in found.told("unread"))


@pytest.mark.parametrize("parts", [("Haut-Rhin", "Bas-Rhin"), ("Boyacá", "Nariño"), ("Bayern", "Ansbach")])
def test_departments_are_regions(parts: tuple[str, str], tmp_path: Path) -> None:
    rows = f"Département;City;Partner\n{parts[0]};Tunja;Pula\n{parts[1]};Kleinort;Halle\n"
    found = Imported(tmp_path, rows, kind="sister-city")
    assert not [what for _, what, _ in found.told("unread")]


@pytest.mark.parametrize("border", ["PL-UA", "DE/FR", "Deutschland–Polen", "Austria-Hungary-Slovenia"])
def test_a_border_is_no_country(border: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"Country,City,Twin city\n{border},Kehl,Halle\nGuinea-Bissau,Bissau,Oulu\n")
    assert (found.cities["Kehl"], found.cities["Bissau"]) == (None, "GW")
    assert [what for _, what, _ in found.told("doubtful")] == [border]


def test_a_town_that_geonames_lacks_is_in_neither_georgia(tmp_path: Path) -> None:
    rows = "City,Country,Sister city,Partner country\nHull,UK,Atlanta,Georgia\nUlm,Germany,Telavi,Georgia\n"
    found = Imported(tmp_path, f"{rows}Kelso,UK,Hiawassee,Georgia\n")
    assert [found.cities[name] for name in ("Atlanta", "Telavi", "Hiawassee")] == ["US", "GE", None]
    assert [what for _, what, _ in found.told("doubtful")] == ["Hiawassee"]


@pytest.mark.parametrize(("country", "known", "code"), [("Georgia", "Batumi", "GE"), ("Luxembourg", "Metz", "LU")])
def test_a_town_that_geonames_lacks_is_where_the_others_are(
    country: str, known: str, code: str, tmp_path: Path
) -> None:
    other = country if country == "Georgia" else "France"
    rows = f"City,Country,Sister city,Partner country\nHull,UK,{known},{other}\nUlm,Germany,Dorfhausen,{country}\n"
    assert Imported(tmp_path, rows).cities["Dorfhausen"] == code


def test_a_country_that_is_not_read_holds_geonames_back(tmp_path: Path) -> None:
    rows = "Town;Twin town;Remarks\nOulu;Vienna;USA\nOulu;Halle;Belgium\nOulu;Riga;Finland\n"
    found = Imported(tmp_path, rows)
    assert (found.cities["Vienna"], found.cities["Riga"], found.cities["Oulu"]) == (None, "LV", "FI")
    assert any("Vienna" in what and "names United States" in why for _, what, why in found.told("unlocated"))


def places(found: Imported) -> Places:
    return {node["name"]: tuple(place) if (place := node["record"].get("coordinates")) else None
            for node in found.nodes.values() if node["type"] == "city"}  # fmt: skip


@pytest.mark.parametrize("header", ["Long/Lat", "Koordinaten"])
def test_geonames_shows_the_order_of_places_without_countries(header: str, tmp_path: Path) -> None:
    rows = f"Name;{header}\nBergen;5.32, 60.39\nTurku;22.27, 60.45\nAarhus;10.21, 56.16\nDorfhausen;10.1, 50.2\n"
    found = Imported(tmp_path, rows)
    assert places(found) == {"Bergen": (60.39, 5.32), "Turku": (60.45, 22.27), "Aarhus": (56.16, 10.21),
                             "Dorfhausen": (50.2, 10.1)}  # fmt: skip


@pytest.mark.parametrize("header", ["Lat;Lon", "Breite;Länge"])
def test_a_turned_place_of_a_known_town_is_told(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"Name;{header}\nBergen;60.39;5.32\nTurku;60.45;22.27\nAarhus;10.21;56.16\n")
    assert places(found) == {"Bergen": (60.39, 5.32), "Turku": (60.45, 22.27), "Aarhus": None}
    assert [what for _, what, _ in found.told("doubtful")] == ["Aarhus"]


def test_two_columns_whose_towns_lie_elsewhere_are_asked_about(tmp_path: Path) -> None:
    rows = "Name;Lat;Lon\nBergen;5.32;60.39\nTurku;22.27;60.45\n"
    (question,) = questions(tmp_path, rows)
    assert "--map lat=Lon --map lon=Lat" in options(question)


@pytest.mark.parametrize("header", ["Partner country", "Land", "País"])
def test_flows_of_one_country_are_asked_about(header: str, tmp_path: Path) -> None:
    rows = f"{header};Exports 2022;Imports 2022\nGermany;12;23\nFrance;45;32\n"
    (question,) = questions(tmp_path, rows)
    first, of_city, second = options(question)
    assert first.startswith("--set from.name=NAME --map to.name=")
    assert of_city.startswith("--set from.name=NAME --set from.type=city --map to.name=")
    assert "--map observations.exports=" in second


def test_other_countries_are_none(tmp_path: Path) -> None:
    rows = "Exporter;Importer;Exports\nPoland;Germany;12\nPoland;Other countries;3\nPoland;Sonstige;1\n"
    found = Imported(tmp_path, rows, type="country", new_kind="exports-to:economy:directed")
    assert {node["name"] for node in found.nodes.values()} == {"Poland", "Germany"}


def test_a_number_in_the_place_of_a_name_is_told(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Population\nUfa,10\n7700000000000,20\nKazan,30\nPerm,40\n")
    assert [what for _, what, _ in found.told("doubtful")] == ["7700000000000"]


@pytest.mark.parametrize("header", ["Estado", "Region", "flag"])
def test_countries_under_a_header_that_may_mean_something_else_are_read(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"Town;Twin town;{header}\nOulu;Alta;Norway\nOulu;Boden;Sweden\nOulu;Halle;Germany\n")
    assert {"Alta": "NO", "Boden": "SE", "Halle": "DE", "Oulu": "FI"}.items() <= found.cities.items()


@pytest.mark.parametrize(
    ("country", "code", "kept"),
    [
        ("Ukraine (Krim)", "UA", "region: Krim"),
        ("Украина (Крым)", "UA", "region: Крым"),
        ("Spanien (Katalonien)", "ES", "region: Katalonien"),
        ("USA [Texas]", "US", "region: Texas"),
        ("Chine – Guangdong", "CN", "region: Guangdong"),
        ("Ukraine（Donbass）", "UA", "country: Ukraine（Donbass）"),
        ("China (RAE)", "CN", "country: China (RAE)"),
        ("США (Техас)", "US", "country: США (Техас)"),
        ("Korea (South)", "KR", ""),
        ("Germany (DE)", "DE", ""),
        ("Denmark (Greenland)", None, "country: Denmark (Greenland)"),
    ],
)
def test_what_stands_beside_a_country_is_kept(country: str, code: str | None, kept: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Country,Twin city,Partner country\nOulu,Finland,Kleinort,{country}\n")
    assert found.cities["Kleinort"] == code
    notes = next(node["record"].get("notes", "") for node in found.nodes.values() if node["name"] == "Kleinort")
    assert notes.partition(": ")[2] == kept
    assert bool(found.told("read") + found.told("doubtful")) == kept.startswith("country")

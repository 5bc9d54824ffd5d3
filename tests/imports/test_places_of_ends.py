"""Coordinates and populations in a table of ties are of the end whose towns GeoNames has so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imported import Imported, options, questions


def _places(found: Imported) -> set[str]:
    return {node["name"] for node in found.nodes.values() if "coordinates" in node["record"]}


@pytest.mark.parametrize(
    ("header", "own", "partners"),
    [
        ("name,country,sister_city,lat,lon", "53.55,10.0 53.08,8.8 54.32,10.13", False),
        ("name,country,sister_city,lat,lon", "43.3,5.38 56.95,24.1 48.39,-4.49", True),
        ("lat,lon,name,country,sister_city", "43.3,5.38 56.95,24.1 48.39,-4.49", True),
    ],
)
def test_coordinates_are_of_the_end_whose_towns_lie_there(
    header: str, own: str, partners: bool, tmp_path: Path
) -> None:
    ends = ["Hamburg,Germany,Marseille", "Bremen,Germany,Riga", "Kiel,Germany,Brest"]
    rows = [
        f"{at},{one}" if header.startswith("lat") else f"{one},{at}" for one, at in zip(ends, own.split(), strict=True)
    ]
    found = Imported(tmp_path, "\n".join([header, *rows]) + "\n")
    assert _places(found) == ({"Marseille", "Riga", "Brest"} if partners else {"Hamburg", "Bremen", "Kiel"})


def test_people_are_those_of_the_end_whose_towns_have_so_many(tmp_path: Path) -> None:
    text = "Stadt,Partnerstadt,Einwohner\nHamburg,Marseille,1841179\nBremen,Riga,569352\nKiel,Brest,246794\n"
    found = Imported(tmp_path, text)
    assert {node["name"] for node in found.nodes.values() if node["record"].get("observations")} == {
        "Hamburg", "Bremen", "Kiel"
    }  # fmt: skip


def test_the_geometry_of_a_feature_is_its_own(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [at, 12.5]},
         "properties": {"nom": name, "jumelage": of}}
        for name, of, at in (("Oberunterdorf", "Niederdorfen", -1.5), ("Oberniederdorf", "Unterdorfen", -8.0))
    ]  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": features})
    found = Imported(tmp_path, text, "places.geojson", reader=None)
    assert _places(found) == {"Oberunterdorf", "Oberniederdorf"}


def test_two_regions_before_both_ends_are_not_one_of_each(tmp_path: Path) -> None:
    text = "Land,Kreis,Gemeinde,Partnergemeinde\nBayern,Ansbach,Dinkelsbühl,Guérande\nHessen,Fulda,Hünfeld,Landerneau\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--map from.region=Land", "--map from.region=Kreis"]


def test_a_province_and_its_region_between_both_ends_are_those_of_one(tmp_path: Path) -> None:
    text = ("Comune,Provincia,Regione,Gemellato con,Stato\nCarpi,Modena,Emilia-Romagna,Lipsia,DE\n"
            "Imola,Bologna,Emilia-Romagna,Linz,AT\nFiesole,Firenze,Toscana,Kyoto,JP\n")  # fmt: skip
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--map from.region=Provincia", "--map from.region=Regione"]


def test_regions_between_both_ends_of_which_none_follows_from_the_other_are_one_of_each(tmp_path: Path) -> None:
    text = ("Town,State,Partner state,Partner\nSeattle,WA,Hyogo,Kobe\nPortland,OR,Hokkaido,Sapporo\n"
            "Salem,OR,Saitama,Kawagoe\nTacoma,WA,Fukuoka,Kitakyushu\nSpokane,WA,Hyogo,Nishinomiya\n"
            "Eugene,OR,Hyogo,Himeji\n")  # fmt: skip
    found = Imported(tmp_path, text)
    targets = {use.column: use.target for use in found.report.plans[0].mapping.uses}
    assert (targets["State"], targets["Partner state"]) == ("from.region", "to.region")

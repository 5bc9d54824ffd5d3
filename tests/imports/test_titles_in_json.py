"""The name of a GeoJSON collection, and the title beside a JSON list, say what the rows are, as a title above a table
does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imported import Imported, answer, options, questions, read

TOWNS = [{"city": "Hannover"}, {"city": "Bordeaux"}, {"city": "Porto"}]


def collection(name: str, rows: list[dict[str, str]]) -> str:
    """GeoJSON with a point for each row."""
    point = {"type": "Point", "coordinates": [10.0, 50.0]}
    features = [{"type": "Feature", "geometry": point, "properties": row} for row in rows]
    return json.dumps({"type": "FeatureCollection", "name": name, "features": features})


def test_the_name_of_a_collection_tells_of_ties(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, collection("Twin towns of Bristol", TOWNS), "list.geojson", reader=None)
    assert "`Twin towns of Bristol` tells of ties" in question.what
    assert options(question)[0].startswith("--set from.name=Bristol ")


def test_consulates_on_a_map_are_asked_about_with_the_country_of_the_title(tmp_path: Path) -> None:
    rows = [
        {"city": "Hamburg", "category": "Consulate General", "remarks": "closed 31 December 2008"},
        {"city": "Munich", "category": "Consulate General", "remarks": ""},
        {"city": "Cologne", "category": "Consulate General", "remarks": "planned"},
        {"city": "Rostock", "category": "Honorary Consulate", "remarks": ""},
    ]
    text = collection("Consulates of Poland in Germany", rows)
    (question,) = questions(tmp_path, text, "consulates.geojson", reader=None)
    assert options(question)[0].startswith("--set from.name=Poland --set from.type=country --map to.name=city ")
    found = Imported(tmp_path, text, "consulates.geojson", None, **answer(options(question)[0]))
    assert {(*tie["ends"], tie["kind"]) for tie in found.ties} == {
        ("Poland", row["city"], "representative-office") for row in rows
    }
    assert found.report.statuses == {"ended": 1, "planned": 1, "unknown": 2}
    assert ("consulates.geojson", "Consulates of Poland in Germany", "the name of the collection") in found.told(
        "left out"
    )


@pytest.mark.parametrize(
    "around",
    [
        {"titre": "Jumelages de la Ville de Tours", "villes": TOWNS},
        {"title": "Twin towns of Tours", "list": TOWNS},
        {"name": "Twin towns of Tours", "generated": {"by": "x"}, "data": {"rows": TOWNS}},
        {"data": {"название": "Города-побратимы Tours", "rows": TOWNS}, "count": 3},
    ],
    ids=["titre", "title", "name", "inner"],
)
def test_the_title_beside_a_list_is_no_question_and_no_column(around: dict[str, object], tmp_path: Path) -> None:
    found = Imported(tmp_path, json.dumps(around), "list.json", reader=None)
    assert found.pairs == {frozenset(("Tours", row["city"])) for row in TOWNS}
    assert [why for _, _, why in found.told("left out")] == ["the title of the list"]


def test_a_name_beside_a_list_may_be_the_town_of_all_rows(tmp_path: Path) -> None:
    text = json.dumps({"name": "Tours", "villes": TOWNS})
    (question,) = questions(tmp_path, text, "list.json", reader=None)
    assert options(question) == ["--at .", "--at villes"]


@pytest.mark.parametrize(
    ("town", "partners", "name"),
    [("ville", "jumelages", "ville"), ("Stadt", "Partnerstädte", "Name"), ("city", "twin_towns", "city")],
)
def test_the_town_beside_a_list_of_its_partners_is_whose_list_it_is(
    town: str, partners: str, name: str, tmp_path: Path
) -> None:
    rows = [{name: "Saarbrücken", "year": 1965}, {name: "Recife", "year": 2003}]
    found = Imported(tmp_path, json.dumps({town: "Nantes", partners: rows}), "list.json", reader=None)
    assert found.pairs == {frozenset(("Nantes", "Saarbrücken")), frozenset(("Nantes", "Recife"))}
    (said,) = read("json", tmp_path / "list.json")[1]
    assert "`Nantes`" in said
    assert "reads the list alone" in said


def test_a_town_beside_a_list_with_both_ends_in_its_rows_is_asked_about(tmp_path: Path) -> None:
    rows = [{"city": "Lyon", "town": "Turin"}, {"city": "Bonn", "town": "Oxford"}]
    (question,) = questions(tmp_path, json.dumps({"city": "Nantes", "twinnings": rows}), "list.json", reader=None)
    assert options(question) == ["--at .", "--at twinnings"]

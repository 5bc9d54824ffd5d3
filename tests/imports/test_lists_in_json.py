"""Lists and objects by name in JSON: the kind beside a partner, networks of a town, and what is not read is named."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from imported import Imported, options, put, questions, read

TIES = {
    "Tallinn": {"Kiel": {"since": 1986, "type": "friendship-city"}, "Turku": {"since": 1996, "type": "sister-city"}},
    "Tartu": {"Uppsala": {"since": 1988, "type": "sister-city"}},
}


def asked(folder: Path, value: Any, **said: Any) -> Any:
    return questions(folder, json.dumps(value), "list.json", reader=None, **said)


def test_the_kind_beside_each_partner_is_offered_and_read(tmp_path: Path) -> None:
    (question,) = asked(tmp_path, TIES)
    assert options(question)[0] == (
        "--map from.name=key --map to.name=values --map since=values.since --map kind=values.type"
    )
    found = Imported(tmp_path, json.dumps(TIES), "list.json", None,
                     pairs=["from.name=key", "to.name=values", "since=values.since", "kind=values.type"])  # fmt: skip
    assert [tie["kind"] for tie in found.ties] == ["friendship-city", "sister-city", "sister-city"]


@pytest.mark.parametrize("value", [
    {"cities": {"Quito": {"iso": "EC", "networks": ["UCLG", "C40"]}, "Rosario": {"iso": "AR", "networks": ["UCLG"]}}},
    [{"name": "Quito", "country": "EC", "networks": ["UCLG", "C40"]}, {"name": "Rosario", "networks": ["UCLG"]}],
    [{"ville": "Quito", "réseaux": ["UCLG", "C40"]}, {"ville": "Rosario", "réseaux": ["UCLG"]}],
])  # fmt: skip
def test_networks_of_towns_are_asked_about(value: Any, tmp_path: Path) -> None:
    (question,) = asked(tmp_path, value)
    pairs = [word for word in shlex.split(options(question)[0]) if ".name=" in word]
    found = Imported(tmp_path, json.dumps(value), "list.json", None, pairs=pairs,
                     constants=["to.type=organization"], kind="member-of")  # fmt: skip
    assert found.pairs == {frozenset(pair) for pair in (("Quito", "UCLG"), ("Quito", "C40"), ("Rosario", "UCLG"))}


def test_lists_in_which_0_stands_beside_each_name_have_no_ties(tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match="0 or nothing stands beside each name in it \\(Lyon – Milan"):
        Imported(tmp_path, '{"Lyon": {"Milan": 0, "Turin": null}, "Bonn": {"Oxford": 0}}', "list.json", None)


def test_what_stands_beside_lists_by_name_is_told(tmp_path: Path) -> None:
    file = put(tmp_path, '{"Ulm": ["Linz"], "notes": "checked", "Kiel": ["Turku"]}', "list.json")
    rows, said = read("json", file, columns=frozenset(("key", "values")))
    assert len(rows) == 2
    assert said == ["list.json: `notes` stands beside the lists, and is not read"]


@pytest.mark.parametrize(
    ("ties", "partner", "name", "country"),
    [
        ("partnerships", "partner", "name", "country"), ("twinnings", "city", "name", "country"),
        ("jumelages", "partenaire", "nom", "pays"), ("hermanamientos", "ciudad", "nombre", "pais"),
    ],
)  # fmt: skip
def test_the_partner_of_each_tie_beside_one_town_is_the_other_end(
    ties: str, partner: str, name: str, country: str, tmp_path: Path
) -> None:
    rows = [{partner: {name: town, country: code}, "since": "1973"} for town, code in (("Kyiv", "UA"), ("Lyon", "FR"))]
    value = {"city": {"name": "Leipzig", "country": "Germany"}, ties: rows}
    (question,) = asked(tmp_path, value)
    assert "--at ." in options(question)
    found = Imported(tmp_path, json.dumps(value), "list.json", None, at=".")
    assert {tie["ends"] for tie in found.ties} == {("Kyiv", "Leipzig"), ("Leipzig", "Lyon")}
    assert {tie["since"] for tie in found.ties} == {"1973"}


def test_the_lists_of_a_file_that_are_imported_one_by_one_take_nothing_from_each_other(tmp_path: Path) -> None:
    lists = {
        "current": [{"partner city": "Porto", "country": "PT"}, {"partner city": "Lorient", "country": "FR"}],
        "others": [{"partner city": "Buenos Aires", "country": "AR"}, {"partner city": "Qingdao", "country": "CN"}],
    }
    (question,) = asked(tmp_path, lists)
    said: dict[str, Any] = {"constants": ["from.name=Vigo", "from.country=ES"], "kinds": ["sister-city"]}
    assert options(question) == ["--at current", "--at others"]
    Imported(tmp_path, json.dumps(lists), "list.json", None, source=None, at="current", **said)
    with pytest.raises(OpenQuestions) as second:
        Imported(tmp_path, json.dumps(lists), "list.json", None, source=None, at="others", **said)
    assert options(second.value.questions[0]) == ["--source list", "--source list-2"]
    imported = Imported(tmp_path, json.dumps(lists), "list.json", None, source="list-2", at="others", **said)
    assert len(imported.ties) == 4
    again = Imported(tmp_path, json.dumps(lists), "list.json", None, source=None, at="current", **said)
    assert not again.told("gone")
    assert len(again.ties) == 4

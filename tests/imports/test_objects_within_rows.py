"""Objects of JSON within a row: what they say is about themselves, and not about the tie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from imported import Imported, answer, options, questions

LYON = {"name": "Lyon", "country": "FR"}
LEEDS = {"name": "Leeds", "country": "GB"}
MAYOR = {"name": "Grégory Doucet", "since": "2020-07-04"}
PAIRS: list[dict[str, Any]] = [
    {"city": "Lyon", "mayor": MAYOR, "partner": "Leeds", "since": "1968"},
    {"city": LYON | {"mayor": MAYOR}, "partner": LEEDS, "since": "1968"},
    {"from": LYON | {"mayor": MAYOR}, "to": LEEDS | {"mayor": MAYOR}, "partnership": {"since": "1968"}},
    {"city": "Lyon", "university": {"name": "École normale", "founded": "1880"}, "sister_city": "Leeds",
     "since": "1968"},
    {"ville": "Lyon", "maire": {"nom": "Grégory Doucet", "depuis": "2020"},
     "jumelage": {"ville": "Leeds", "depuis": "1968"}},
    {"город": "Lyon", "мэр": {"имя": "Grégory Doucet", "с": "2020"}, "побратим": "Leeds", "год": "1968"},
    {"都市": "Lyon", "市長": {"氏名": "Grégory Doucet", "就任": "2020"}, "姉妹都市": "Leeds", "提携年": "1968"},
    {"city": "Lyon", "sister_city": "Leeds", "since": "1968",
     "coordinator": {"name": "Anna Scavuzzo", "until": "2023-12-31"}},
    {"city": "Lyon", "sister_city": "Leeds", "partner_school": {"name": "Lycée Ampère", "since": "1990"},
     "since": "1968"},
]  # fmt: skip


def rows(*items: dict[str, Any]) -> str:
    return json.dumps(items, ensure_ascii=False)


@pytest.mark.parametrize("row", PAIRS)
def test_the_date_of_an_object_is_none_of_the_tie(row: dict[str, Any], tmp_path: Path) -> None:
    (tie,) = Imported(tmp_path, rows(row), "list.json", None).ties
    assert set(tie["ends"]) == {"Lyon", "Leeds"}
    assert (tie["since"], tie.get("until")) == ("1968", None)


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    found = Imported(tmp_path, rows(PAIRS[0]), "list.json", None)
    assert {what for _, what, _ in found.told("unread")} == {"mayor.name", "mayor.since"}


def test_a_school_within_a_row_says_no_kind_of_the_tie(tmp_path: Path) -> None:
    row = {"from": "Lyon", "to": "Leeds", "partner_school": {"name": "Lycée Ampère", "since": "1990"}}
    (question,) = questions(tmp_path, rows(row), "list.json", reader=None)
    assert "--kind sister-city" in options(question)


def test_the_mayors_of_towns_have_their_posts_in_the_towns_around_them(tmp_path: Path) -> None:
    of_leeds = {"name": "Abigail Marshall Katung", "since": ""}
    text = rows(LYON | {"mayor": MAYOR | {"party": "EELV"}}, LEEDS | {"mayor": of_leeds})
    (question,) = questions(tmp_path, text, "list.json", reader=None)
    assert question.what.startswith("`mayor.name` names persons")
    found = Imported(tmp_path, text, "list.json", None, **answer("--type official"))
    assert [(*tie["ends"], tie.get("title"), tie.get("since")) for tie in found.ties] == [
        ("Abigail Marshall Katung", "Leeds", "Mayor", None), ("Grégory Doucet", "Lyon", "Mayor", "2020-07-04"),
    ]  # fmt: skip


@pytest.mark.parametrize("header", ["City founded", "Year the city was founded", "Año de fundación de la ciudad"])
def test_since_when_there_is_a_town_is_not_since_when_it_has_a_partner(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Sister city,{header}\nLyon,Leeds,1207\nDortmund,Lyon,1300\n")
    assert [tie.get("since") for tie in found.ties] == [None, None]


def test_since_when_there_is_a_university_is_asked_about(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "City,Sister city,University founded\nLyon,Leeds,1904\nDortmund,Lyon,1968\n")
    assert "--map notes='University founded'" in options(question)


def test_since_when_there_is_a_tie_may_be_called_so(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Sister city,Founded\nLyon,Leeds,1904\nDortmund,Lyon,1968\n")
    assert [tie.get("since") for tie in found.ties] == ["1968", "1904"]

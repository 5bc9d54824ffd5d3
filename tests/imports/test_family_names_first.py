"""Names of officials with the family name first: turned round if the column as a whole has this form."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import Imported


def names(found: Imported) -> set[str]:
    return {node["name"] for node in found.nodes.values() if node["type"] == "official"}


@pytest.mark.parametrize(
    ("header", "rows", "whole"),
    [("City;Mayor", "Graz;Kahr, Elke\nLyon;Doucet, Grégory\n", {"Elke Kahr", "Grégory Doucet"}),
     ("Stadt;Bürgermeister", "Berlin;Wegner, Dr. Kai\nGraz;Kahr, Elke\n", {"Kai Wegner", "Elke Kahr"}),
     ("Ville;Maire", "Paris;HIDALGO, Anne\nLyon;DOUCET, Grégory\n", {"Anne HIDALGO", "Grégory DOUCET"}),
     ("Город;Мэр", "Москва;Собянин, Сергей\nТбилиси;Каладзе, Каха\n", {"Сергей Собянин", "Каха Каладзе"})],
)  # fmt: skip
def test_a_column_of_family_names_first_is_turned_round(
    header: str, rows: str, whole: set[str], tmp_path: Path
) -> None:
    found = Imported(tmp_path, f"{header}\n{rows}")
    assert names(found) == whole
    assert any("family names stand first" in said for said in found.report.said)


def test_one_such_name_among_others_is_left_and_told(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City;Mayor\nGraz;Kahr, Elke\nLyon;Grégory Doucet\nParis;Anne Hidalgo\n")
    assert names(found) == {"Kahr, Elke", "Grégory Doucet", "Anne Hidalgo"}
    assert any("1 of 3 names" in said for said in found.report.said)


@pytest.mark.parametrize(
    "rows",
    ["Graz;Kahr, Graz\nLyon;Doucet, Lyon\n", "Graz;Elke Kahr, KPÖ\nLyon;Grégory Doucet, LE\n",
     "Graz;Elke Kahr, Mayor\nLyon;Grégory Doucet, Mayor\n"],
)  # fmt: skip
def test_what_else_stands_behind_a_comma_is_no_first_name(rows: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City;Mayor\n{rows}", type="official")
    assert names(found) == {row.partition(";")[2] for row in rows.splitlines()}

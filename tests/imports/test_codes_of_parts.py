"""Codes of states and provinces are no countries, though each of them is also the code of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import Imported, options, questions


@pytest.mark.parametrize("header", ["ST", "X", "State", "St."])
def test_towns_show_that_codes_are_those_of_states(header: str, tmp_path: Path) -> None:
    text = (
        f"City,{header},Twin,Country\nSavannah,GA,Batumi,Georgia\nLong Beach,CA,Yokkaichi,Japan\nGary,IN,Fuxin,China\n"
    )
    found = Imported(tmp_path, text)
    assert {found.cities[name] for name in ("Savannah", "Long Beach", "Gary")} == {"US"}
    assert (found.cities["Batumi"], found.cities["Yokkaichi"]) == ("GE", "JP")
    assert found.nodes["savannah"]["record"]["notes"] == "register: region: GA"


@pytest.mark.parametrize(
    ("rows", "of"),
    [
        ("Erfurt,TH,Essen\nRostock,MV,Riga\nPotsdam,BB,Opole\n", "DE"),
        ("Bern,BE,Nagold\nLuzern,LU,Guildford\nGlarus,GL,Nyons\n", "CH"),
        ("Salvador,BA,Lisboa\nMaceió,AL,Bergamo\nRecife,PE,Porto\n", "BR"),
    ],
)
def test_the_country_of_the_states_is_that_of_the_towns(rows: str, of: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"Town,Q,Twin\n{rows}")
    assert {found.cities[row.split(",")[0]] for row in rows.splitlines()} == {of}


@pytest.mark.parametrize("header", ["PR", "Sigla"])
def test_codes_of_provinces_that_no_table_has_are_asked_about(header: str, tmp_path: Path) -> None:
    text = f"Comune;{header};Gemellata con;Nazione\nSiena;SI;Wetzlar;Germania\nLecco;LC;Mâcon;Francia\n"
    text += "Lucca;LU;Colmar;Francia\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == [
        f"--map from.region={header} --set from.country=IT",
        f"--map from.country={header}",
        f"--map notes={header}",
    ]
    found = Imported(tmp_path, text, pairs=(f"from.region={header}",), constants=("from.country=IT",))
    assert (found.cities["Siena"], found.cities["Wetzlar"]) == ("IT", "DE")


def test_a_header_of_countries_over_codes_of_states_is_asked_about(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "City,Country,Population\nSavannah,GA,147000\nGary,IN,69000\n")
    assert options(question)[0] == "--map region=Country --set country=US"


def test_codes_beside_unknown_villages_are_asked_about(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "Town,X,Twin\nOberunterdorf,GA,Batumi\nNiederunterdorf,CA,Yokkaichi\n")
    assert options(question)[0] == "--map from.region=X --set from.country=US"


@pytest.mark.parametrize("header", ["X", "Country", "ISO"])
def test_codes_of_countries_stay_countries(header: str, tmp_path: Path) -> None:
    text = (
        f"City,{header},Population\nBerlin,DE,3700000\nTirana,AL,500000\nPanama City,PA,400000\nMarrakesh,MA,900000\n"
    )
    assert set(Imported(tmp_path, text).cities.values()) == {"DE", "AL", "PA", "MA"}

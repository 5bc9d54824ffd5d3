"""Partners side by side under the same header, or a numbered one, with what stands beside each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import Imported

TIES = {("Alta", "Oulu"): "1948", ("Leverkusen", "Oulu"): "1968", ("Bergen", "Turku"): "1946"}
LANDS = {"Alta": "NO", "Leverkusen": "DE", "Bergen": "NO"}


@pytest.mark.parametrize("headers", [
    "Partner,Country,Year,Partner,Country,Year", "Gemellata con,Stato,Anno,Gemellata con,Stato,Anno",
    "Partnerstadt,Land,Jahr,Partnerstadt,Land,Jahr", "Partner_1_name,Partner_1_country,Partner_1_year,"
    "Partner_2_name,Partner_2_country,Partner_2_year", "Partner A,Country A,Since A,Partner B,Country B,Since B",
    "1st partner,1st country,Since,2nd partner,2nd country,Since",
    "Twin town 1,Country,Since,Twin town 2,Country,Since",
    "Побратим,Страна,Год,Побратим,Страна,Год",
])  # fmt: skip
def test_each_partner_has_what_stands_beside_it(headers: str, tmp_path: Path) -> None:
    text = f"City,{headers}\nOulu,Alta,NO,1948,Leverkusen,DE,1968\nTurku,Bergen,NO,1946,,,\n"
    found = Imported(tmp_path, text)
    assert {tie["ends"]: tie["since"] for tie in found.ties} == TIES
    assert {name: found.cities[name] for name in LANDS} == LANDS


def test_the_country_of_the_town_itself_stays_its_own(tmp_path: Path) -> None:
    text = "City,Country,Partner,Country,Partner,Country\nOulu,FI,Alta,NO,Leverkusen,DE\nTurku,FI,Bergen,NO,,\n"
    found = Imported(tmp_path, text)
    assert found.cities == {"Oulu": "FI", "Turku": "FI"} | LANDS


def test_what_stands_before_each_partner_is_about_it(tmp_path: Path) -> None:
    text = "City,Since,Partner,Since,Partner\nOulu,1948,Alta,1968,Leverkusen\nTurku,1946,Bergen,,\n"
    found = Imported(tmp_path, text)
    assert {tie["ends"]: tie["since"] for tie in found.ties} == TIES


@pytest.mark.parametrize("headers", [
    "Jumelage;Jumelage;Jumelage", "Partner A;Partner B;Partner C", "1. Partner;2. Partner;3. Partner",
])  # fmt: skip
def test_columns_of_partners_alone_are_a_tie_for_each(headers: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"Ville;{headers}\nReims;Florence;Salzbourg;Brazzaville\nTours;Segovia;Parme;\n")
    assert found.pairs == {frozenset(pair) for pair in (("Reims", "Florence"), ("Reims", "Salzbourg"),
                           ("Reims", "Brazzaville"), ("Tours", "Segovia"), ("Tours", "Parme"))}  # fmt: skip

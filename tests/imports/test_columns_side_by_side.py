"""A third column of parties, and organizations beside their towns: asked about, and what is offered holds."""

import shlex
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.parties import COUNTERPART, by_pair_of_columns
from conftest import examples
from imported import Imported, options, questions

ROWS = """Rotterdam,Jakarta,Semarang,2013
Rotterdam,Shanghai,,1979
Lyon,Milan,Turin,1990
Bonn,,Oxford,1947
"""


def said(option: str, **more: Any) -> dict[str, Any]:
    """What the user says with an option that is pasted."""
    words = shlex.split(option)
    maps = [word for before, word in pairwise(words) if before == "--map"]
    sets = [word for before, word in pairwise(words) if before == "--set"]
    return {"pairs": maps, "constants": sets, "kind": "sister-city", **more}


@examples(60)
@given(texts=st.lists(st.sampled_from(["", "A", "B", "C", "D"]), min_size=3, max_size=5))
def test_each_two_parties_of_a_row_are_tied_once(texts: list[str]) -> None:
    names = [f"Party {number}" for number in range(len(texts))]
    rows = list(by_pair_of_columns({**dict(zip(names, texts, strict=True)), "Since": "1990"}, names))
    filled = [text for text in texts if text]
    pairs = [(row["+".join(names)], row[COUNTERPART]) for row in rows]
    assert pairs == ([*combinations(filled, 2)] or [(filled[0] if filled else "", "")])
    assert all(row["Since"] == "1990" for row in rows)


@pytest.mark.parametrize("header", [
    "City 1,City 2,City 3,Since", "Party A,Party B,Party C,Signed", "Stadt 1,Stadt 2,Stadt 3,Seit",
    "Signatory 1,Signatory 2,Signatory 3,Date signed", "Miasto 1,Miasto 2,Miasto 3,Rok", "都市1,都市2,都市3,締結年",
    "First party,Second party,Third party,Since", "Ciudad,Ciudad hermana,Tercera ciudad,Fecha",
])  # fmt: skip
def test_a_third_column_of_parties_is_asked_about(header: str, tmp_path: Path) -> None:
    text = f"{header}\n{ROWS}Ulm,Nice,Kiel,1991\n"
    (question,) = questions(tmp_path, text)
    found = Imported(tmp_path, text, **said(options(question)[0]))
    assert {frozenset(pair) for pair in combinations(("Rotterdam", "Jakarta", "Semarang"), 2)} < found.pairs
    assert frozenset(("Bonn", "Oxford")) in found.pairs
    assert len(found.ties) == 11


def test_the_first_may_be_tied_to_each_of_the_others(tmp_path: Path) -> None:
    text = f"City 1,City 2,City 3,Since\n{ROWS}"
    (question,) = questions(tmp_path, text)
    found = Imported(tmp_path, text, **said(options(question)[1]))
    assert frozenset(("Milan", "Turin")) not in found.pairs
    assert len(found.ties) == 6


def test_the_countries_beside_three_parties_are_theirs(tmp_path: Path) -> None:
    text = ("City 1,Country 1,City 2,Country 2,City 3,Country 3\nRotterdam,NL,Jakarta,ID,Semarang,ID\n"
            "Rotterdam,NL,Shanghai,CN,,\nLyon,FR,Milan,IT,Turin,IT\n")  # fmt: skip
    (question,) = questions(tmp_path, text)
    found = Imported(tmp_path, text, **said(options(question)[0]))
    assert found.cities == {"Rotterdam": "NL", "Jakarta": "ID", "Semarang": "ID", "Shanghai": "CN", "Lyon": "FR",
                            "Milan": "IT", "Turin": "IT"}  # fmt: skip


def test_partners_of_a_town_side_by_side_are_its_partners_as_before(tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Twin 1,Twin 2,Since\n{ROWS}")
    assert frozenset(("Milan", "Turin")) not in found.pairs
    assert len(found.ties) == 6


@pytest.mark.parametrize("header", [
    "Org 1,City 1,Org 2,City 2", "Universität A,Ort A,Universität B,Ort B", "Museum,City,Partner museum,Partner city",
    "Université,Ville,Université partenaire,Ville partenaire", "大学1,都市1,大学2,都市2",
    "Port 1,City 1,Port 2,City 2",
])  # fmt: skip
def test_organizations_beside_their_towns_are_asked_about(header: str, tmp_path: Path) -> None:
    text = (f"{header}\nChamber,Turin,Chamber,Lyon\nTU Delft,Delft,Universidade do Porto,Porto\n"
            "Museum Ludwig,Cologne,Prado,Madrid\n")  # fmt: skip
    (question,) = questions(tmp_path, text)
    (tmp_path / "a").mkdir()
    of_organizations = Imported(tmp_path / "a", text, **said(options(question)[0], kind="cooperation-agreement"))
    assert not of_organizations.cities
    assert {node["type"] for node in of_organizations.nodes.values()} == {"organization"}
    assert len(of_organizations.nodes) == 6  # the two chambers are two
    of_towns = Imported(tmp_path, text, **said(options(question)[1]))
    assert set(of_towns.cities) == {"Turin", "Lyon", "Delft", "Porto", "Cologne", "Madrid"}

"""Titles above lists of partners and of members: the town, or the network, that they name is offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from citygraph.imports.columns.towns_in_titles import owner_in
from imported import Imported, answer, questions

OF_TOWNS = [
    ("Comune di Milano - Città gemellate", "Milano"), ("Ville de Rennes - Relations internationales", "Rennes"),
    ("Ayuntamiento de Sevilla: ciudades hermanas", "Sevilla"), ("Gemeente Utrecht – stedenbanden", "Utrecht"),
    ("Stadt Nürnberg | Partnerstädte", "Nürnberg"), ("Município de Coimbra – Cidades geminadas", "Coimbra"),
    ("Мэрия города Казань — города-побратимы", "Казань"), ("Kommun Malmö - vänorter", "Malmö"),
    ("Ciudades hermanas de Bogotá, D.C. - América y Asia", "Bogotá"), ("LEEDS – Twin towns", "LEEDS"),
    ("Twin towns of Asia", ""), ("UCCLA - União das Cidades Capitais de Língua Portuguesa", ""),
    ("Europa – Partnerstädte", ""),
]  # fmt: skip
OF_NETWORKS = [
    ("Klima-Bündnis – Mitgliedskommunen (Auszug)", ["Klima-Bündnis"]), ("Eurocities members", ["Eurocities"]),
    ("ICLEI - Member cities in Europe", ["ICLEI"]), ("Villes membres de l'AIMF", ["AIMF"]),
    ("Cidades membros da UCCI", ["UCCI"]), ("Członkowie: Związek Miast Bałtyckich", ["Związek Miast Bałtyckich"]),
    ("会员城市 - 世界城地组织", ["世界城地组织"]), ("Mayors for Peace: member cities", ["Mayors for Peace"]),
    ("UCCLA - União das Cidades Capitais", ["UCCLA", "União das Cidades Capitais"]),
]  # fmt: skip


@pytest.mark.parametrize(("title", "town"), OF_TOWNS)
def test_the_town_of_a_title_is_found(title: str, town: str) -> None:
    assert owner_in(title) == town


@pytest.mark.parametrize(("title", "names"), OF_NETWORKS)
def test_the_network_of_a_title_is_offered(title: str, names: list[str], tmp_path: Path) -> None:
    text = f'"{title}",,\nCity,Country,Member since\nLyon,France,1990\nGraz,Austria,1995\n'
    (question,) = questions(tmp_path, text)
    offered = [reading for reading in question.readings if reading.says.endswith("as in the title")]
    ends = [word.removeprefix("to.name=") for one in offered for word in answer(one.option)["constants"]]
    assert [word for word in ends if "=" not in word] == names
    found = Imported(tmp_path, text, **answer(offered[0].option))
    assert {tie["ends"] for tie in found.ties} == {("Lyon", names[0]), ("Graz", names[0])}
    assert {tie["kind"] for tie in found.ties} == {"member-of"}


def test_the_town_of_an_office_is_the_other_end(tmp_path: Path) -> None:
    text = "Comune di Milano - Città gemellate,,\nCittà,Paese,Data\nLione,Francia,1967\nOsaka,Giappone,1981\n"
    found = Imported(tmp_path, text)
    assert found.pairs == {frozenset({"Milano", "Lione"}), frozenset({"Milano", "Osaka"})}

"""Persons of a council or a committee, in a table without a column of cities: they are no cities."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import Imported, answer, options, questions

NAMES = ["Abigail Marshall Katung", "Burkhard Jung", "Giuseppe Sala", "Femke Halsema"]
IN_JAPANESE = ["武内和久", "北橋健治", "小池百合子", "吉村洋文"]
HEADERS = [
    ("Name", "Funktion", "Ausschuss"), ("Nom", "Fonction", "Commission"), ("Nombre", "Cargo", "Comisión"),
    ("Nome", "Ruolo", "Commissione"), ("Naam", "Functie", "Commissie"), ("Imię i nazwisko", "Funkcja", "Komisja"),
    ("ФИО", "Должность", "Комитет"), ("氏名", "役職", "委員会"), ("姓名", "职务", "委员会"), ("성명", "직책", "위원회"),
    ("Ad Soyad", "Görev", "Komisyon"), ("Jméno", "Funkce", "Výbor"), ("Councillor", "Position", "Committee"),
    ("Member", "Role", "Council"),
]  # fmt: skip


def table_of(header: tuple[str, ...]) -> str:
    names = IN_JAPANESE if header[0] in ("氏名", "姓名", "성명") else NAMES
    rows = (f"{name};{'Chair' if not at else 'Member'};{'Culture' if at % 2 else 'Finance'}"
            for at, name in enumerate(names))  # fmt: skip
    return "\n".join([";".join(header), *rows, ""])


@pytest.mark.parametrize("header", HEADERS)
def test_members_hold_posts_in_their_committee_or_in_one_place(header: tuple[str, ...], tmp_path: Path) -> None:
    (question,) = questions(tmp_path, table_of(header))
    of_body, of_place, _ = options(question)
    found = Imported(tmp_path, table_of(header), **answer(of_body))
    assert {node["type"] for node in found.nodes.values()} == {"official", "organization"}
    assert {(tie["ends"][1], tie["title"]) for tie in found.ties} == {
        ("Finance", "Chair"), ("Finance", "Member"), ("Culture", "Member"),
    }  # fmt: skip
    (other := tmp_path / "other").mkdir()
    found = Imported(other, table_of(header), **answer(of_place.replace("NAME", "Leeds")))
    assert set(found.cities) == {"Leeds"}


def test_members_of_councils_of_several_towns_have_their_towns(tmp_path: Path) -> None:
    text = "Name;Position;Council\n" + "".join(
        f"{name};Leader;{town}\n" for name, town in zip(NAMES, ("Leeds", "Leipzig", "Milan", "Amsterdam"), strict=True)
    )
    (question,) = questions(tmp_path, text)
    assert "where they sit" not in question.what


@pytest.mark.parametrize("header", ["氏名", "姓名", "성명"])
def test_names_of_persons_alone_are_no_cities(header: str, tmp_path: Path) -> None:
    questions(tmp_path, f"{header},備考\n" + "".join(f"{name},x\n" for name in IN_JAPANESE))

"""What is private of persons is not kept, and that is said; nobody is told how to bring it in."""

from pathlib import Path

import pytest

from citygraph.imports.columns.headers import meaning_of
from imported import Imported, said_in

PRIVATE = [
    "E-mail", "Email address", "Phone", "Mobile", "Date of birth", "Gender", "Home address", "Passport no",
    "Telefonnummer", "Geburtsdatum", "Privatadresse", "Reisepassnummer", "Courriel", "Numéro de passeport",
    "Fecha de nacimiento",
    "DNI", "Codice fiscale", "Numer paszportu", "Номер паспорта", "Дата рождения", "身份证号", "手机", "生年月日",
    "旅券番号", "여권번호",
]  # fmt: skip


@pytest.mark.parametrize("header", PRIVATE)
def test_headers_of_private_columns_are_known(header: str) -> None:
    meaning = meaning_of(header)
    assert meaning is not None
    assert meaning.is_private


@pytest.mark.parametrize("header", ["Address", "Website", "Postcode", "City", "Population", "Home town", "Since"])
def test_other_headers_are_not_private(header: str) -> None:
    meaning = meaning_of(header)
    assert meaning is not None
    assert not meaning.is_private


def test_a_private_column_is_left_out_and_that_is_said(tmp_path: Path) -> None:
    text = "Mayor,City,Title,Home address\nAnne Hidalgo,Paris,Mayor,1 Rue A\nGrégory Doucet,Lyon,Mayor,2 Rue B\n"
    found = Imported(tmp_path, text, type="official")
    assert found.told("unread") == [
        ("register.csv", "Home address", "2 values; citygraph keeps no private data of persons")
    ]
    assert "Rue" not in "".join(said_in(path) for path in found.into.rglob("*") if path.is_file())

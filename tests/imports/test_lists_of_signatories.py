"""Lists of those who signed one text: its name is asked for, and signatories are among the readings."""

from pathlib import Path

import pytest

from imported import Imported, options, questions

ROWS = ("Budapest,Hungary,Gergely Karácsony,Mayor,16 December 2019\nPrague,Czechia,Zdeněk Hřib,Mayor,16 December 2019\n"
        "Vienna,Austria,Michael Ludwig,Mayor,September 2021\nIstanbul,Turkey,,,to be confirmed\n")  # fmt: skip
SIGNED = "--set to.name=NAME --set to.type=organization --kind signatory-of"


@pytest.mark.parametrize(
    "head",
    [
        "Pact of Free Cities – signatories\nCity,Country,Signed by,Function,Date",
        "Unterzeichnerstädte der Erklärung\nStadt,Land,Unterzeichnet von,Funktion,Datum",
        "Signataires de la Charte d'Aalborg\nVille,Pays,Signé par,Fonction,Date",
        "Firmatari della Carta di Milano\nCittà,Paese,Firmato da,Funzione,Data",
        "Подписанты Декларации\nГород,Страна,Подписал,Должность,Дата",
        "宣言签署城市\n城市,国家,签署人,职务,日期", "Signatory city,Country,Who,Function,Date of signature",
        "City,Country,Signatory,Function,Date signed",
    ],
)  # fmt: skip
def test_signatories_of_one_text_are_offered_first(head: str, tmp_path: Path) -> None:
    (question,) = questions(tmp_path, f"{head}\n{ROWS}")
    assert options(question)[0].endswith(SIGNED)


def test_they_signed_on_the_day_of_their_row_and_what_is_to_be_confirmed_is_no_signature(tmp_path: Path) -> None:
    text = f"Pact of Free Cities – signatories\nCity,Country,Signed by,Function,Date\n{ROWS}"
    found = Imported(tmp_path, text, kind="signatory-of", pairs=["from.name=City"],
                     constants=["to.name=Pact of Free Cities", "to.type=organization"])  # fmt: skip
    days = {tie["ends"][0]: (tie["on"], tie.get("notes")) for tie in found.ties}
    assert days["Budapest"] == ("2019-12-16", None)
    assert days["Istanbul"] == (None, "register: since: to be confirmed")
    assert [what for _, what, _ in found.told("doubtful")] == ["to be confirmed"]

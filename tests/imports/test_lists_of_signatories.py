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


@pytest.mark.parametrize("left", ["Ausgetreten am", "Résilié le", "Withdrew", "Kündigung", "Until"])
def test_the_day_of_leaving_is_no_day_of_signing(left: str, tmp_path: Path) -> None:
    text = f"City,Country,Signed on,{left}\nGraz,Austria,1996-06-14,\nLucerne,Switzerland,1999-02-03,2012-12-31\n"
    found = Imported(tmp_path, text, kind="signatory-of", pairs=["agreement.signed=Signed on", f"until={left}"],
                     constants=["to.name=Charter", "to.type=event"])  # fmt: skip
    tie = next(tie for tie in found.ties if "Lucerne" in tie["ends"])
    assert (tie["on"], tie["agreement"]["signed"], tie["status"]) == (None, "1999-02-03", "unknown")
    assert "until: 2012-12-31" in tie["notes"]
    assert [what for _, what, _ in found.told("doubtful")] == ["until 2012-12-31"]


def test_a_day_beside_that_of_the_event_is_kept_and_told(tmp_path: Path) -> None:
    text = "City,Country,Date,Left\nLucerne,Switzerland,1999-02-03,2012\nGraz,Austria,1996,\n"
    found = Imported(tmp_path, text, kind="signatory-of", pairs=["on=Date", "until=Left"],
                     constants=["to.name=Charter", "to.type=event"])  # fmt: skip
    tie = next(tie for tie in found.ties if "Lucerne" in tie["ends"])
    assert tie["on"] == "1999-02-03"
    assert "until: 2012" in tie["notes"]
    assert len(found.told("doubtful")) == 1

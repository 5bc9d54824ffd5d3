"""Columns that ask how a tie stands, and rows that contradict themselves: an end never reads like a tie that holds."""

from pathlib import Path

import pytest

from imported import Imported, said_in

PAIRS = ("Leeds;GB;Lille;FR", "Leeds;GB;Brno;CZ", "Ulm;DE;Durban;ZA", "Ulm;DE;Dijon;FR")
HEAD = "Town;Country;Twin town;Twin country;"


def table(header: str, *cells: str) -> str:
    return "\n".join([HEAD + header, *(f"{pair};{cell}" for pair, cell in zip(PAIRS, cells, strict=False))]) + "\n"


def stand(found: Imported) -> list[str]:
    """How the ties stand, in the order of the rows."""
    partners = {pair.split(";")[2]: row for row, pair in enumerate(PAIRS)}
    by_row = {partners[(set(tie["ends"]) & partners.keys()).pop()]: tie["status"] for tie in found.ties}
    return [by_row[row] for row in sorted(by_row)]


@pytest.mark.parametrize(
    ("header", "until", "status"),
    [("bis;Status", "2010", "aktiv"), ("Until;Status", "2011-05", "dormant"), ("Fin;Statut", "1999", "actif"),
     ("Ended;Active", "2015", "x"), ("Status;Until", "active", "2010")],
)  # fmt: skip
def test_a_status_that_holds_beside_a_last_day_that_has_passed_is_open_and_told(
    header: str, until: str, status: str, tmp_path: Path
) -> None:
    found = Imported(tmp_path, table(header, f"{until};{status}", ";", ";"))
    assert stand(found)[0] == "unknown"
    ((_, _, why),) = found.told("doubtful")
    assert "has passed: so `status` is unknown; both are in the notes" in why
    written = "".join(said_in(file) for file in found.into.rglob("ties.*"))
    assert "status: " in written
    assert "until: " in written


@pytest.mark.parametrize(("remark", "status"), [("beendet 2015", "unknown"), ("ruht", "unknown"), ("aktiv", "active")])
def test_a_remark_that_it_ended_is_not_read_as_if_it_held(remark: str, status: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, table("Status;Bemerkung", f"aktiv;{remark}", "aktiv;", "geplant;"))
    assert stand(found) == [status, "active", "planned"]
    assert len(found.told("doubtful")) == (status == "unknown")


@pytest.mark.parametrize(
    "headers",
    ["Active;Ended;Planned", "In corso;Concluso;Previsto", "Aktiv;Beendet;Geplant", "Actif;Terminé;Prévu",
     "Aktywna;Zakończona;Planowana", "有効;終了;計画中"],
)  # fmt: skip
@pytest.mark.parametrize("mark", ["x", "✓", "1"])
def test_crosses_under_statuses_are_these_and_two_contradict(headers: str, mark: str, tmp_path: Path) -> None:
    cells = [f"{mark};;", f";{mark};", f";;{mark}", f"{mark};{mark};"]
    found = Imported(tmp_path, table(headers, *cells))
    assert stand(found) == ["active", "ended", "planned", "unknown"]
    assert [what for _, what, _ in found.told("doubtful")] == ["active / ended"]


@pytest.mark.parametrize(
    ("header", "yes", "no", "status"),
    [("Ended?", "yes", "no", "ended"), ("Beendet", "ja", "nein", "ended"), ("Ruht", "ja", "nein", "dormant"),
     ("Planned (Y/N)", "Y", "N", "planned"), ("Suspendu (oui/non)", "oui", "non", "suspended")],
)  # fmt: skip
def test_a_no_to_another_question_than_for_what_holds_says_nothing_else(
    header: str, yes: str, no: str, status: str, tmp_path: Path
) -> None:
    found = Imported(tmp_path, table(header, no, yes, no))
    assert stand(found) == ["unknown", status, "unknown"]
    assert not found.told("doubtful")
    assert any(f"a yes means `{status}`; a no says nothing else" in said for said in found.report.said)


def test_a_yes_may_stand_among_the_dates_of_ends(tmp_path: Path) -> None:
    found = Imported(tmp_path, table("Ended", "x", "2015", "no"))
    assert stand(found) == ["ended", "ended", "unknown"]
    assert sorted(filter(None, (tie["until"] for tie in found.ties))) == ["2015"]
    assert not found.told("doubtful")

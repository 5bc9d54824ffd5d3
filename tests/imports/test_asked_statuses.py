"""Columns that ask how a tie stands, and rows that contradict themselves: an end never reads like a tie that holds."""

import shlex
from pathlib import Path

import pytest

from citygraph.domain.errors import CityGraphError
from imported import Imported, options, questions, said_in

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


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [("Lebt noch", "ja", "nein"), ("Upadá", "ano", "ne"), ("Nicht mehr gelebt", "ja", "nein"), ("Gildi", "já", "nei"),
     ("Not active", "Y", "N")],
)  # fmt: skip
def test_yes_and_no_under_a_header_that_nobody_knows_are_asked_about(
    header: str, yes: str, no: str, tmp_path: Path
) -> None:
    text = table(header, yes, no, yes, no)
    (question,) = questions(tmp_path, text)
    assert f"--map status={shlex.quote(header)} --set yes=ended" in options(question)
    assert "notes" in options(question)[-1]
    found = Imported(tmp_path, text, pairs=[f"status={header}"], constants=["yes=ended"])
    assert stand(found) == ["ended", "unknown", "ended", "unknown"]


@pytest.mark.parametrize("text", ["gone", "activ"])
def test_what_a_yes_means_is_a_status(text: str, tmp_path: Path) -> None:
    said = {"pairs": ["status=Lebt noch"], "constants": [f"yes={text}"]}
    with pytest.raises(CityGraphError, match="a status is one of"):
        Imported(tmp_path, table("Lebt noch", "ja", "nein"), **said)
    with pytest.raises(CityGraphError, match="no column of a status has yes and no"):
        Imported(tmp_path, table("Bemerkung", "gut", "alt"), constants=["yes=active"])


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Ausprägung", ("Freundschaft", "dunno", "twinning", "twinning")),
     ("Vertrag/Kontakt", ("Vertrag", "Kontakt", "Vertrag", "Kontakt")), ("Lieksa", ("paused", "dunno", "gut", "so"))],
)  # fmt: skip
def test_a_few_words_again_and_again_are_asked_about(header: str, cells: tuple[str, ...], tmp_path: Path) -> None:
    (question,) = questions(tmp_path, table(header, *cells))
    assert [option.split("=")[0] for option in options(question)] == ["--map status", "--map kind", "--map notes"]


@pytest.mark.parametrize(
    "cells", [("Ort", "Ort", "Stadt", "Stadt"), ("NW", "BW", "NW", "BW"), ("a1", "b2", "c3", "d4")]
)
def test_what_towns_have_and_codes_are_no_words_of_ties(cells: tuple[str, ...], tmp_path: Path) -> None:
    assert Imported(tmp_path, table("Sorte", *cells)).told("unread")


@pytest.mark.parametrize("header", ["סטטוס", "Stanje", "Staatus", "Lage", "Būsena"])
def test_a_status_under_a_header_for_states_or_places_is_one(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, table(header, "aktiv", "ruht", "beendet", "aktiv"))
    assert stand(found) == ["active", "dormant", "ended", "active"]


def test_years_of_a_table_without_a_header_are_asked_about(tmp_path: Path) -> None:
    text = "Leeds;GB;Lille;FR;1968\nUlm;DE;Dijon;FR;1970\nUlm;DE;Brno;CZ;1988\n"
    said = {"pairs": ["from.name=1", "to.name=3", "from.country=2", "to.country=4"], "kind": "sister-city"}
    (question,) = questions(tmp_path, text, no_header=True, **said)
    assert options(question)[0] == "--map since=5"


@pytest.mark.parametrize("text", ["heden", "dosud", "na dobu neurčitou", "unbefristet", "present", "至今"])
def test_an_end_that_is_none_is_open(text: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, table("Until", text, "2010"))
    assert sorted((tie["until"], tie["status"]) for tie in found.ties) == [("..", "unknown"), ("2010", "ended")]
    assert not found.told("doubtful")


@pytest.mark.parametrize(
    "title",
    ["Cidades-irmãs de Curitiba (PR) — Assessoria de Relações Internacionais", "Twin cities of Curitiba",
     "Curitiba: twin towns and international links of the city, updated by its office in 2024",
     "Sister Cities Program Curitiba, Mayor's Office of Trade and International Affairs"],
)  # fmt: skip
def test_a_title_says_whose_list_it_is_by_the_town_in_it_and_no_piece_of_a_name(title: str, tmp_path: Path) -> None:
    text = f"{title};;\nCity;Country;Year\nHimeji;Japan;1984\nKraków;Poland;1993\n"
    found = Imported(tmp_path, text, kind="sister-city")
    assert found.pairs == {frozenset({"Curitiba", "Himeji"}), frozenset({"Curitiba", "Kraków"})}
    assert found.cities["Curitiba"] == "BR"
    assert any("the title says whose partners these are: Curitiba, BR" in said for said in found.report.said)

"""The last day of a tie and that of its agreement count alike; stretches are a beginning and an end."""

from pathlib import Path

import pytest

from imported import Imported

PAIRS = ("Telč;CZ;Waidhofen;AT", "Telč;CZ;Rothenburg;DE", "Jihlava;CZ;Purmerend;NL")


def table(header: str, *cells: str) -> str:
    head = f"City;Country;Partner town;Partner country;{header}"
    return "\n".join([head, *(f"{pair};{cell}" for pair, cell in zip(PAIRS, cells, strict=False))]) + "\n"


@pytest.mark.parametrize(
    "header",
    ["Smlouva do", "Einde", "Gültig bis", "Valid until", "Scadenza", "Ważna do", "有効期限", "Geldig tot"],
)
@pytest.mark.parametrize(("status", "is_now"), [("", "ended"), ("active", "unknown"), ("ended", "ended")])
def test_a_last_day_that_has_passed_is_an_end_by_one_rule(
    header: str, status: str, is_now: str, tmp_path: Path
) -> None:
    found = Imported(tmp_path, table(f"{header};Status", f"2009;{status}", "2040;active", ";"))
    by_town = {town: tie["status"] for tie in found.ties for town in tie["ends"]}
    assert (by_town["Waidhofen"], by_town["Rothenburg"], by_town["Purmerend"]) == (is_now, "active", "unknown")
    assert len(found.told("doubtful")) == (status == "active")


@pytest.mark.parametrize(
    "header", ["Okres", "Vigencia", "Laufzeit", "Period", "Durée de validité", "Срок действия", "有効期間", "Durata"]
)
def test_a_column_of_stretches_is_the_beginning_and_the_end(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, table(header, "1985–2012", "1990-2003", "1994–2040"))
    stretches = {("1985", "2012"), ("1990", "2003"), ("1994", "2040")}
    assert {(tie["since"], tie["until"]) for tie in found.ties} == stretches


def test_districts_under_a_word_for_a_period_are_no_times(tmp_path: Path) -> None:
    found = Imported(tmp_path, table("Okres;Smlouva od", "Jihlava;1995", "Jihlava;1994", "Třebíč;1993"))
    assert sorted(tie["since"] for tie in found.ties) == ["1993", "1994", "1995"]


@pytest.mark.parametrize("header", ["Durata", "Laufzeit"])
def test_how_many_years_is_no_beginning(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, table(header, "5", "10", "5"))
    assert not any(tie.get("since") for tie in found.ties)
    assert [what for _, what, _ in found.told("unread")] == [header]


@pytest.mark.parametrize("header", ["R.br.", "Lp.", "№", "Nr", "Č.", "No.", "Zz."])
def test_a_column_that_counts_its_rows_is_asked_about_in_no_way(header: str, tmp_path: Path) -> None:
    years = zip(PAIRS, (1967, 1971, 1980), strict=True)
    rows = "\n".join(f"{row};{pair};{year}" for row, (pair, year) in enumerate(years, 1))
    found = Imported(tmp_path, f"{header};City;Country;Partner town;Partner country;Year\n{rows}\n")
    assert sorted(tie["since"] for tie in found.ties) == ["1967", "1971", "1980"]
    assert not any(tie.get("observations") for tie in found.ties)


def test_a_status_that_nobody_understands_does_not_end_with_the_last_day(tmp_path: Path) -> None:
    text = "City,Partner,Since,Until,Status\nGraz,Pécs,1990,2001,qwertig\nGraz,Lyon,1990,2001,\n"
    found = Imported(tmp_path, text)
    assert [(sorted(tie["ends"])[-1], tie["status"]) for tie in found.ties] == [("Lyon", "ended"), ("Pécs", "unknown")]
    assert any(what == "qwertig" for _, what, _ in found.told("doubtful"))

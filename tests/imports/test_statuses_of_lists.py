"""A title above a table, its sheet or its file's name may say how all ties of the list stand: an end, or a plan, never
reads like a tie that may hold; what the words leave open is told, and gives nothing."""

from pathlib import Path

import pytest

from citygraph.imports.columns.status_of_list import status_in
from imported import Imported

ROWS = "Town;Country;Since;Status;Until\nBrno;Czechia;1991;;\nUlaanbaatar;Mongolia;2003;;\n"


def told(found: Imported) -> str:
    """What the import says of a status that is none of a cell."""
    return next((text for text in found.report.said if "`ended`" in text or "the ties are ended" in text), "")


def statuses(found: Imported) -> list[str]:
    return [tie.get("status", "unknown") for tie in found.ties]


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Former twin towns of Leeds", "ended"),
        ("Leeds: former twin towns", "ended"),
        ("Twin towns of Leeds (former)", "ended"),
        ("Geplante Städtepartnerschaften der Stadt Bonn", "planned"),
        ("Ruhende Städtepartnerschaften", "dormant"),
        ("Liste ehemaliger Partnerstädte von Freiburg im Breisgau", "ended"),
        ("Jumelages rompus de Lyon", "ended"),
        ("Antiguos hermanamientos de Zaragoza", "ended"),
        ("Gemellaggi cessati di Bologna", "ended"),
        ("Byłe miasta partnerskie Gdyni", "ended"),
        ("Бывшие города-побратимы Казани", "ended"),
        ("旧姉妹都市一覧", "ended"),
        ("Ehemalige", "ended"),
        ("Active twin towns of Leeds", "active"),
    ],
)
def test_a_word_for_a_status_beside_one_for_ties_is_about_all_of_them(title: str, status: str) -> None:
    found = status_in(title, "the title")
    assert found is not None
    assert (found.status, found.is_certain) == (status, True)


@pytest.mark.parametrize(
    "title",
    ["New partners since 2020", "Active ageing", "Active ageing partners", "Stara Zagora", "Twin towns of Stara Zagora",
     "Побратимени градове на Стара Загора", "Altstadt", "Partnerstädte der Altstadt", "Former Yugoslavia",
     "Twin towns of Leeds", "Planned parenthood"],
)  # fmt: skip
def test_other_words_and_names_are_no_statuses(title: str) -> None:
    assert status_in(title, "the title") is None


@pytest.mark.parametrize(
    "title",
    ["Current and former twin towns", "Twin towns and former partners", "Twin towns in former Yugoslavia",
     "Twin towns: former Yugoslavia", "Former twin towns in italics", "Ehemalige Partnerstädte in Kursivschrift",
     "Former twin towns are not listed", "Twin towns, excluding former partners", "Former Soviet partner cities",
     "Annulled twinnings"],
)  # fmt: skip
def test_a_title_that_may_say_it_of_some_or_of_none_is_open(title: str) -> None:
    found = status_in(title, "the title")
    assert found is not None
    assert not found.is_certain


@pytest.mark.parametrize("text", ["current-partners", "active_twinnings_2024", "previous", "former"])
def test_the_name_of_a_file_may_be_about_the_file(text: str) -> None:
    assert status_in(text, "the name") is None


def test_the_title_gives_its_status_to_the_rows_whose_cells_say_none(tmp_path: Path) -> None:
    rows = ROWS + "Durban;South Africa;1998;active;\nDijon;France;1956;;2001\nLille;France;1968;;2090\n"
    found = Imported(tmp_path, f"Former twin towns of Leeds;;;;\n{rows}Ulm;Germany;1990;odd;\n")
    stand = {next(end for end in tie["ends"] if end != "Leeds"): tie.get("status", "unknown") for tie in found.ties}
    assert stand == {"Brno": "ended", "Ulaanbaatar": "ended", "Durban": "active", "Dijon": "ended", "Lille": "unknown",
                     "Ulm": "unknown"}  # fmt: skip
    assert "--set status=unknown" in told(found)
    assert any("its last day is not there yet" in why for _, _, why in found.told("doubtful"))


def test_a_remark_beside_a_name_outvotes_the_title(tmp_path: Path) -> None:
    text = "Former twin towns of Leeds;;\nTown;Country;Since\nBrno;Czechia;1991\nDurban (suspended);South Africa;1998\n"
    assert statuses(Imported(tmp_path, text)) == ["ended", "suspended"]


@pytest.mark.parametrize(("status", "is_told"), [("active", True), ("unknown", False), ("ended", False)])
def test_the_word_of_the_user_counts_and_what_contradicts_it_is_told(
    status: str, is_told: bool, tmp_path: Path
) -> None:
    found = Imported(tmp_path, f"Former twin towns of Leeds;;;;\n{ROWS}", constants=[f"status={status}"])
    assert statuses(found) == [status, status]
    assert ("--set status=active counts" in told(found)) == is_told


def test_a_title_of_two_parts_gives_nothing_and_is_told(tmp_path: Path) -> None:
    found = Imported(tmp_path, f"Current and former twin towns of Leeds;;;;\n{ROWS}")
    assert statuses(found) == ["unknown", "unknown"]
    assert any("`former`" in text and "--set status=ended" in text for text in found.report.said)


def test_headings_and_names_of_files_count_as_titles_do(tmp_path: Path) -> None:
    cells = [line.split(";")[:3] for line in ROWS.splitlines()]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    markdown = "\n".join(["# Former twin towns of Leeds", "", lines[0], "|---|---|---|", *lines[1:]])
    html = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    plain = "Ville;Ville jumelée;Pays;Depuis\nLyon;Minsk;Biélorussie;1976\nLyon;Yokohama;Japon;1959\n"
    for name, text in (
        ("a.md", markdown),
        ("b.html", f"<html><body><h2>Former twin towns of Leeds</h2><table>{html}</table></body></html>"),
        ("anciens-jumelages.csv", plain),
    ):
        folder = tmp_path / name.partition(".")[0]
        folder.mkdir()
        found = Imported(folder, text, name, reader=None)
        assert statuses(found) == ["ended", "ended"], name
        assert told(found)


def test_the_name_of_a_list_in_json_counts_as_a_sheet_does(tmp_path: Path) -> None:
    row = '{"town": "Lille", "country": "France", "partner": "Leeds"}'
    text = f'{{"active": [], "former": [{row}], "others": [{row}]}}'
    found = Imported(tmp_path, text, "lists.json", reader="json", at="former", kind="sister-city")
    assert statuses(found) == ["ended"]
    assert "the list `former`" in told(found)


def test_a_cancelled_list_is_no_list_of_ties_that_began(tmp_path: Path) -> None:
    rows = "Partnerstadt;Land;Seit\nCape Coast;Ghana;\nLinz;Österreich;1990\n"
    found = Imported(tmp_path, f"Abgesagte Städtepartnerschaften der Stadt Bonn;;\n{rows}")
    assert statuses(found) == ["cancelled", "unknown"]


def test_a_title_of_officials_tells_who_is_no_longer_in_office(tmp_path: Path) -> None:
    rows = "Ann Ode;Mayor;Leeds;United Kingdom\nBo Ek;Mayor;York;United Kingdom\n"
    found = Imported(tmp_path, f"Former mayors;;;\nName;Post;City;Country\n{rows}", type="official")
    assert statuses(found) == ["ended", "ended"]

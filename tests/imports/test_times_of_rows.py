"""Years side by side, stretches of time in a cell, a spreadsheet's numbers of days, and terms of office."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.tie_rules import contradict
from conftest import examples
from imported import Imported, options, questions

PAIRS = "City,Country,Partner city,Partner country,{}\nAnytown,GB,Thirdburg,DE,{}\nAnytown,GB,Otherville,FR,{}\n"


def figures(imported: Imported) -> set[tuple[str, float, str]]:
    return {
        (node["name"], figure["value"], figure["as_of"])
        for node in imported.nodes.values()
        for figure in node["record"].get("observations", ())
    }


def dates(imported: Imported) -> list[tuple[str | None, str | None, str]]:
    return [(tie["since"], tie["until"], tie["status"]) for tie in imported.ties]


def test_years_side_by_side_ask_what_they_count_and_each_cell_is_a_figure_of_its_year(tmp_path: Path) -> None:
    text = "City,Country,2010,2015,2020\nAnytown,GB,1000,1100,1200\nOtherville,FR,500,,N/A\n"
    (question,) = questions(tmp_path, text)
    assert "`2010`, `2015`, `2020`" in question.what
    assert options(question) == ["--set years=population", "--set years=NAME"]
    found = Imported(tmp_path, text, constants=["years=visitors"])
    assert figures(found) == {
        ("Anytown", 1000, "2010"), ("Anytown", 1100, "2015"), ("Anytown", 1200, "2020"), ("Otherville", 500, "2010"),
    }  # fmt: skip


def test_headers_that_name_the_figure_ask_nothing(tmp_path: Path) -> None:
    text = "City,Country,Population 2010,Population 2020\nAnytown,GB,1000,1200\nOtherville,FR,500,\n"
    found = Imported(tmp_path, text)
    assert figures(found) == {("Anytown", 1000, "2010"), ("Anytown", 1200, "2020"), ("Otherville", 500, "2010")}


def test_flows_by_year_are_figures_of_one_tie(tmp_path: Path) -> None:
    text = "Origin,Destination,2019,2020\nAnytown,Otherville,1000,1200\n"
    (tie,) = Imported(tmp_path, text, kind="contact", constants=["years=freight"]).ties
    assert [(one["property"], one["value"], one["period"]) for one in tie["observations"]] == [
        ("freight", 1000, "2019"), ("freight", 1200, "2020"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "since", "until", "status"),
    [("1987–1995", "1987", "1995", "ended"), ("10/2001 - 12/2003", "2001-10", "2003-12", "ended"),
     ("seit 1999", "1999", None, "unknown"), ("1987 - present", "1987", "..", "unknown")],
)  # fmt: skip
def test_a_stretch_of_time_gives_both_ends(tmp_path: Path, cell: str, since: str, until: str, status: str) -> None:
    found = Imported(tmp_path, PAIRS.format("Since", cell, "1990"))
    assert (since, until, status) in dates(found)
    assert not found.report.count("doubtful")


DAYS = {"12–15 May 1990": "1990-05-12/1990-05-15", "May–June 2010": "2010-05/2010-06",
        "12.05.1990 - 15.05.1990": "1990-05-12/1990-05-15", "du 3 au 5 mai 1990": "1990-05-03/1990-05-05"}  # fmt: skip


@pytest.mark.parametrize("cell", DAYS)
def test_days_of_one_signing_are_no_beginning_and_end(tmp_path: Path, cell: str) -> None:
    found = Imported(tmp_path, PAIRS.format("Since", cell, "1990"))
    assert sorted(map(str, dates(found))) == ["('1990', None, 'unknown')", "(None, None, 'unknown')"]
    assert [what for _, what, _ in found.told("doubtful")] != []
    assert any(cell in (tie.get("notes") or "") for tie in found.ties)


@pytest.mark.parametrize("cell", DAYS)
def test_days_of_a_visit_are_when_it_took_place(tmp_path: Path, cell: str) -> None:
    found = Imported(tmp_path, PAIRS.format("Date", cell, "1990"), kind="delegation")
    assert {tie["on"] for tie in found.ties} == {DAYS[cell], "1990"}
    assert not found.told("doubtful")


def test_a_column_of_periods_without_a_figure_is_when_the_tie_stood(tmp_path: Path) -> None:
    assert ("1987", "1995", "ended") in dates(Imported(tmp_path, PAIRS.format("Period", "1987–1995", "1990-2001")))


def test_numbers_of_days_are_asked_about_and_never_guessed(tmp_path: Path) -> None:
    text = PAIRS.format("Since", "32874", "35000.0")
    (question,) = questions(tmp_path, text)
    assert [(one.option, one.samples) for one in question.readings] == [
        ("--date-order serial", ("1990-01-01", "1995-10-28")), ("--map notes=Since", ("32874", "35000.0")),
    ]  # fmt: skip
    assert {tie["since"] for tie in Imported(tmp_path, text, date_order="serial").ties} == {"1990-01-01", "1995-10-28"}


@examples(15)
@given(begins=st.lists(st.integers(1950, 2015), min_size=1, max_size=4, unique=True))
def test_terms_of_one_person_are_as_many_as_their_beginnings(
    tmp_path_factory: pytest.TempPathFactory, begins: list[int]
) -> None:
    rows = "".join(f"A. Example,Mayor,Anytown,GB,{year}\n" for year in begins)
    found = Imported(tmp_path_factory.mktemp("terms"), "Name,Title,City,Country,Since\n" + rows, type="official")
    assert sorted(tie["since"] for tie in found.ties) == sorted(map(str, begins))


def test_two_terms_without_a_title_are_two_posts_of_a_sound_folder(tmp_path: Path) -> None:
    rows = "".join(f"A. Example,Lisboa,{years}\n" for years in ("2002,2004", "2005,2005", "2009,2010"))
    text = f"Name,City,Since,Until\n{rows}"
    found = Imported(tmp_path, text, type="official")
    assert sorted(tie["since"] for tie in found.ties) == ["2002", "2005", "2009"]
    assert not found.world.errors


def test_persons_with_terms_keep_their_posts_when_they_are_imported_again(tmp_path: Path) -> None:
    text = "Town,Country,Mayor,From,To\nAnytown,GB,A. Example,2010,2014\nOtherville,FR,B. Sample,2012,\n"
    for type in (None, "official", None):  # the rows show it
        found = Imported(tmp_path, text, type=type)
        assert [tie["since"] for tie in found.ties] == ["2010", "2012"]
    assert not found.report.count("linked", "changed", "kept")


STATUSES_OF_ROWS = st.sampled_from(["", "active", "dormant", "ended", "suspended", "planned", "cancelled"])


@examples(30)
@given(one=STATUSES_OF_ROWS, other=STATUSES_OF_ROWS)
def test_no_row_makes_a_tie_hold_that_another_row_denies(
    tmp_path_factory: pytest.TempPathFactory, one: str, other: str
) -> None:
    found = []
    for first, second in ((one, other), (other, one)):
        text = f"City,Country,Partner,Partner country,Status\nLeeds,UK,Dortmund,Germany,{first}\n"
        folder = tmp_path_factory.mktemp("rows")
        (tie,) = Imported(folder, text + f"Dortmund,Germany,Leeds,UK,{second}\n").ties
        found.append(tie["status"])
        if contradict(one, other):
            assert tie["status"] == "unknown"
            assert {f"status: {one}", f"status: {other}"} <= set(tie["notes"].removeprefix("register: ").split("; "))
    assert (one and other and not contradict(one, other)) or found[0] == found[1]


@pytest.mark.parametrize("turned", [False, True])
def test_an_end_in_one_of_two_rows_never_reads_like_a_tie_that_holds(tmp_path: Path, turned: bool) -> None:
    rows = ["Leeds,UK,Dortmund,Germany,1969,,Active\n", "Dortmund,Germany,Leeds,UK,1969,2020,Ended\n"]
    text = "City,Country,Partner,Partner country,Since,Until,Status\n" + "".join(reversed(rows) if turned else rows)
    found = Imported(tmp_path, text)
    assert dates(found) == [("1969", None, "unknown")]
    assert {"status: active", "status: ended", "until: 2020"} <= set(
        found.ties[0]["notes"].removeprefix("register: ").split("; ")
    )
    (row,) = found.told("doubtful")
    assert "`status` is ended and `until` is 2020" in row[2]
    assert "so `status` is unknown; both are in the notes" in row[2]


def test_a_rest_of_one_row_is_told_with_its_date(tmp_path: Path) -> None:
    text = "City,Country,Partner,Partner country,Status\nLeeds,UK,Omsk,Russia,suspended 2022\n"
    found = Imported(tmp_path, text + "Omsk,Russia,Leeds,UK,active\n")
    assert [tie["status"] for tie in found.ties] == ["unknown"]
    assert "unknown, suspended from 2022" in found.ties[0]["notes"]


def test_a_beginning_that_only_one_of_two_rows_has_is_kept_though_their_statuses_differ(tmp_path: Path) -> None:
    text = "City,Country,Partner,Partner country,Since,Until,Status\nLyon,FR,Milan,IT,,2010,Ended\n"
    found = Imported(tmp_path, text + "Lyon,FR,Milan,IT,1967,,Active\n")
    assert dates(found) == [("1967", None, "unknown")]
    assert [why for _, _, why in found.told("doubtful")] == [
        "`status` is active here, but `status` is ended and `until` is 2010 before: "
        "so `status` is unknown; both are in the notes"
    ]


def test_years_side_by_side_offer_what_their_header_says(tmp_path: Path) -> None:
    text = "City,Country,Passengers 2019,Passengers 2020\nFrankfurt,DE,70556072,18770998\nMunich,DE,47941348,11112773\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--set years=passengers", "--set years=NAME"]
    assert question.readings[0].says == "Passengers"
    assert ("Munich", 11112773, "2020") in figures(Imported(tmp_path, text, constants=["years=passengers"]))


def test_near_years_in_a_column_of_stretches_are_a_beginning_and_an_end(tmp_path: Path) -> None:
    found = Imported(tmp_path, PAIRS.format("Since", "1990-1991", "1967-1999"))
    assert {(since, until) for since, until, _ in dates(found)} == {("1990", "1991"), ("1967", "1999")}


@pytest.mark.parametrize(
    "header",
    ["Stadt;Land;Einwohner;Stand", "Stadt;Land;Einwohner;Stand 31.12.", "City;Country;Population;As of",
     "City;Country;Population;Date", "Ville;Pays;Population;Au 1er janvier", "Miasto;Kraj;Ludność;Stan na",
     "Ciudad;País;Población;Fecha", "Città;Paese;Popolazione;Anno di riferimento", "Город;Страна;Население;На дату",
     "Město;Země;Počet obyvatel;Stav k", "城市;国家;人口;统计年份"],
)  # fmt: skip
@pytest.mark.parametrize("times", [("2021", "2020"), ("31.12.2021", "30.06.2020")])
def test_the_date_beside_a_figure_is_its_own(tmp_path: Path, header: str, times: tuple[str, str]) -> None:
    found = Imported(tmp_path, f"{header}\nGraz;AT;291.072;{times[0]}\nPécs;HU;139.647;{times[1]}\n")
    days = [time if len(time) == 4 else "-".join(reversed(time.split("."))) for time in times]
    assert figures(found) == {("Graz", 291072, days[0]), ("Pécs", 139647, days[1])}


def test_a_word_for_a_status_is_one_over_words(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Stadt;Partnerstadt;Stand\nGraz;Pécs;aktiv\nGraz;Coventry;beendet\n")
    assert {tie["status"] for tie in found.ties} == {"active", "ended"}

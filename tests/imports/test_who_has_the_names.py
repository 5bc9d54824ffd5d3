"""Which column has the names, if no header says it; and whose year a column of years is."""

from pathlib import Path

import pytest

from citygraph.imports.asking import OpenQuestions
from imported import Imported, brought, options, questions, table


def test_towns_without_a_header_may_be_both_ends_of_ties(tmp_path: Path) -> None:
    text = "Lyon,Milan,1967\nParis,Rome,1956\nLeipzig,Kyoto,1988\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[-1] == "--no-header --map from.name=1 --map to.name=2"
    assert question.readings[-1].samples[0] == "Lyon → Milan"


def test_columns_of_words_under_unknown_headers_are_offered_as_names_and_as_ends(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "Zorp,Blax,Population\nLyon,Near,522000\nParis,Far,2102000\n")
    assert options(question) == [
        "--map name=Zorp", "--map name=Blax", "--map from.name=Zorp --map to.name=Blax",
    ]  # fmt: skip


def test_countries_are_what_rows_are_about_if_nothing_else_has_names(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Country,Population\nFrance,68000000\nItaly,59000000\n")
    assert {node["type"]: node["name"] for node in found.nodes.values()}.keys() == {"country"}
    assert any("`Country` has the only names" in sentence for sentence in found.report.said)


def test_keys_are_no_names_while_another_column_has_words(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "code,Blax,Note\n1,Lyon,near\n2,Paris,far\n")
    assert options(question) == ["--map name=Blax", "--map key=code"]


def test_what_is_asked_of_dates_is_asked_with_who_has_the_names(tmp_path: Path) -> None:
    both = questions(tmp_path, "Zorp,Partner city,Since\nLyon,Milan,03/04/1990\nParis,Rome,05/06/1991\n")
    assert [options(question)[0] for question in both] == ["--map from.name=Zorp", "--date-order dmy"]


def test_a_year_beside_a_figure_that_nothing_reads_is_asked_about(tmp_path: Path) -> None:
    text = "City,Partner city,Jahr,Gäste\nLyon,Milan,2020,522\nParis,Rome,2021,2100\n"
    (question,) = questions(tmp_path, text)
    of_the_figure, of_the_tie = question.readings
    pairs = [word for word in of_the_figure.option.replace("'", "").split() if word != "--map"]
    found = Imported(tmp_path, text, pairs=pairs)
    assert [tie["observations"][0]["period"] for tie in found.ties] == ["2020", "2021"]
    assert of_the_tie.option == "--map since=Jahr"


def test_a_year_beside_a_figure_that_is_read_is_its_time(tmp_path: Path) -> None:
    text = "City,Partner city,Year,Guests\nLyon,Milan,2020,522\nParis,Rome,2021,2100\n"
    found = Imported(tmp_path, text, pairs=["observations.guests=Guests"])
    assert [(tie["observations"][0]["period"], tie.get("since")) for tie in found.ties] == [
        ("2020", None),
        ("2021", None),
    ]


@pytest.mark.parametrize("header", ["from,to,Since", "source,target,Since", "id,from,to"])
def test_ids_under_from_and_to_are_ends_and_no_times(header: str, tmp_path: Path) -> None:
    rows = ["7,8,3", "8,9,4", "7,11,5"] if header == "id,from,to" else ["1,2,1990", "2,3,1991", "1,5,1999"]
    found = Imported(tmp_path, "\n".join((header, *rows)), kind="sister-city")
    expected = {"8 3", "9 4", "11 5"} if header == "id,from,to" else {"1 2", "2 3", "1 5"}
    assert {frozenset(pair.split()) for pair in expected} == found.pairs


def test_from_and_to_with_years_stay_times(tmp_path: Path) -> None:
    (tie,) = Imported(tmp_path, "City,Partner city,From,To\nLyon,Milan,1990,2001\n").ties
    assert (tie["since"], tie["until"]) == ("1990", "2001")


def test_the_questions_of_all_files_stand_in_one_stop(tmp_path: Path) -> None:
    files = [
        table(tmp_path, "City,Partner city,Since\nLyon,Milan,03/04/1990\n", "ties.csv"),
        table(tmp_path, "City,Country,Land\nLyon,France,Italy\n", "cities.csv"),
    ]
    with pytest.raises(OpenQuestions) as found:
        brought("table", *files, into=tmp_path / "g")
    assert [question.where for question in found.value.questions] == ["ties.csv", "cities.csv"]
    assert not (tmp_path / "g").exists()
    brought("table", *files, into=tmp_path / "g", date_order="dmy", pairs=["country=Country"])
    assert (tmp_path / "g/register/cities.csv").exists()


def test_names_of_two_words_in_a_list_of_edges_are_no_pair(tmp_path: Path) -> None:
    file = table(tmp_path, "Lyon Milan\nNew York Turin\nLos Angeles Nagoya\n", "edges.txt")
    with pytest.raises(OpenQuestions) as found:
        brought("edgelist", file, into=tmp_path / "g")
    (question,) = found.value.questions
    assert "2 of 3 lines have words behind the pair, as in `New York Turin`" in question.what
    assert options(question) == ["--map notes=3"]
    weights = table(tmp_path, "Lyon Milan 3\nParis Rome 0.5\n", "weights.txt")
    assert brought("edgelist", weights, into=tmp_path / "g").written["tie"] == 2


def test_mayors_with_a_since_behind_them_have_posts(tmp_path: Path) -> None:
    text = "City,Mayor,Since\nLyon,Grégory Doucet,2020\nParis,Anne Hidalgo,2014\n"
    found = Imported(tmp_path, text)
    assert {node["name"] for node in found.nodes.values() if node["type"] == "official"} == {
        "Grégory Doucet", "Anne Hidalgo",
    }  # fmt: skip


def test_organizations_beside_cities_with_a_date_may_be_an_end(tmp_path: Path) -> None:
    text = "Organization,City,Joined\nEurocities,Lyon,2004\nEurocities,Milan,2005\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0].endswith("--map to.name=Organization --set to.type=organization --kind member-of")
    found = Imported(
        tmp_path, text, pairs=["from.name=City", "to.name=Organization"], constants=["to.type=organization"],
        kind="member-of",
    )  # fmt: skip
    assert found.pairs == {frozenset({"Lyon", "Eurocities"}), frozenset({"Milan", "Eurocities"})}


def test_countries_and_their_partners_are_both_ends(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Country,Partner country\nFrance,Japan\nItaly,Chile\nPeru,Norway\n", kind="contact")
    assert frozenset({"France", "Japan"}) in found.pairs
    assert {node["type"] for node in found.nodes.values()} == {"country"}


def test_one_answer_about_dates_is_asked_for_once(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "City,Partner city,Since,Until\nLyon,Milan,03/04/1990,05/06/1991\n")
    assert options(question) == ["--date-order dmy", "--date-order mdy"]


def test_an_id_of_two_towns_is_asked_about_in_a_table_of_ties_too(tmp_path: Path) -> None:
    text = "ID,City,Country,Partner city\n1,Lyon,France,Milan\n1,Paris,France,Rome\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--map notes=ID", "--map from=ID"]
    assert Imported(tmp_path, text, pairs=["notes=ID"]).cities.keys() == {"Lyon", "Paris", "Milan", "Rome"}


def test_the_seat_of_an_organization_is_not_its_name(tmp_path: Path) -> None:
    text = "Name,City,Country\nEurocities,Brussels,Belgium\nUCLG,Barcelona,Spain\n"
    found = Imported(tmp_path, text, type="organization")
    assert {node["name"] for node in found.nodes.values() if node["type"] == "organization"} == {"Eurocities", "UCLG"}

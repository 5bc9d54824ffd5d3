"""Which column has the names, if no header says it; and whose year a column of years is."""

from pathlib import Path

from imported import Imported, options, questions


def test_towns_without_a_header_may_be_both_ends_of_ties(tmp_path: Path) -> None:
    text = "Lyon,Milan,1967\nParis,Rome,1956\nLeipzig,Kyoto,1988\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[-1] == "--no-header --map from.name=1 --map to.name=2"
    assert question.readings[-1].samples[0] == "Lyon → Milan"


def test_columns_of_words_under_unknown_headers_are_offered_as_names_and_as_ends(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "Zorp,Blax,Population\nLyon,near,522000\nParis,far,2102000\n")
    assert options(question) == [
        "--map name=Zorp", "--map name=Blax", "--map from.name=Zorp --map to.name=Blax",
    ]  # fmt: skip


def test_countries_are_what_rows_are_about_if_nothing_else_has_names(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Country,Population\nFrance,68000000\nItaly,59000000\n")
    assert {node["type"]: node["name"] for node in found.nodes.values()}.keys() == {"country"}
    assert any("`Country` has the only names" in sentence for sentence in found.report.said)


def test_keys_are_no_names_while_another_column_has_words(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "code,Blax,Region\n1,Lyon,near\n2,Paris,far\n")
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

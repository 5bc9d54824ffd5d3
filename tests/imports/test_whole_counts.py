"""Counts of what comes whole need no question about thousands; ids and people have no part behind a point."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.values.numbers import whole
from conftest import examples
from imported import Imported, options, questions


def people(found: Imported) -> set[object]:
    return {one["value"] for node in found.nodes.values() for one in node["record"].get("observations", ())}


@given(number=st.integers(1_000, 999_999), sign=st.sampled_from(".,"))
@examples(20)
def test_groups_of_three_digits_of_people_are_thousands(
    tmp_path_factory: pytest.TempPathFactory, number: int, sign: str
) -> None:
    text = f"City;Country;Population\nLyon;FR;{f'{number:,}'.replace(',', sign)}\nMilan;IT;\n"
    found = Imported(tmp_path_factory.mktemp("whole"), text)
    assert people(found) == {number}
    assert any("comes whole" in said for said in found.report.said)


def test_millions_of_people_with_three_digits_stay_open(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "City;Country;Population\nLyon;FR;1,234 million\nMilan;IT;1,371 million\n")
    assert options(question) == ["--decimal '.'", "--decimal ','"]


def test_thousands_in_the_header_and_other_figures_are_asked_about(tmp_path: Path) -> None:
    for header in ("Population (thousands)", "Area"):
        pairs = ["observations.area=Area"] if header == "Area" else []
        (question,) = questions(tmp_path, f"City;Country;{header}\nLyon;FR;52.259\nMilan;IT;61.301\n", pairs=pairs)
        assert "thousands or fractions" in question.what


def test_people_stored_as_fractions_are_whole_and_figures_with_words_are_no_names(tmp_path: Path) -> None:
    text = "Ciudad;País;Población\nLyon;FR;7,4 millones\nMilan;IT;1.763.275\nOulu;FI;164096.0\nBari;IT;757 184\n"
    assert people(Imported(tmp_path, text)) >= {7400000, 1763275, 757184}
    assert people(Imported(tmp_path, "City,Country,Population\nLyon,FR,164096.0\n")) == {164096}


@given(number=st.integers(1, 10**9), form=st.sampled_from(("{}", "{}.0", "{},0", "{}.000")))
def test_what_a_spreadsheet_puts_behind_an_id_is_taken_off(number: int, form: str) -> None:
    assert whole(form.format(number)) == str(number)


@pytest.mark.parametrize("text", ["DE-1.0", "12.5", "1.25E1", "2.7459E6", "12,000", "1E5"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert whole(text) == text


TONNES = "from;to;Tonnes;Value\nSantos;Shanghai;8,450;{}\nHouston;Rotterdam;1,220;610.0\nOdesa;Istanbul;5,870;..\n"


def test_a_figure_with_both_signs_decides_for_the_other_columns(tmp_path: Path) -> None:
    found = Imported(tmp_path, TONNES.format("4,310.5"), kind="trades-with", pairs=["observations.value=Tonnes"])
    assert {one["value"] for tie in found.ties for one in tie["observations"]} == {8450, 1220, 5870}
    assert "`Tonnes`: 8,450 is 8450, as 4,310.5 in another column shows" in found.report.said


def test_a_fraction_alone_decides_for_its_own_column(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, TONNES.format("4.5"), kind="trades-with", pairs=["observations.value=Tonnes"])
    assert options(question) == ["--decimal '.'", "--decimal ','"]

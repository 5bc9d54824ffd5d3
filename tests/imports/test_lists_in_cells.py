"""Several names in one cell: asked about and cut, whatever stands between them; a country behind a name is no list."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.columns.lists import LINE, names_in
from conftest import examples
from imported import Imported, options, questions


@examples(100)
@given(
    names=st.lists(st.text("abcdé 'x", min_size=1).filter(str.strip), min_size=1),
    sign=st.sampled_from([";", ",", "|", "/", "、", LINE]),
)
def test_a_cell_is_cut_into_the_names_that_were_joined(names: list[str], sign: str) -> None:
    assert names_in(("\n" if sign == LINE else sign).join(names), sign) == [name.strip() for name in names]


def test_an_empty_place_stays_but_not_at_the_end() -> None:
    assert names_in("Milan;;Rome;", ";") == ["Milan", "", "Rome"]
    assert names_in("", ";") == [""]


@pytest.mark.parametrize(("sign", "option"), [
    (", ", "--split Partners=,"), ("; ", "--split 'Partners=;'"), (" | ", "--split 'Partners=|'"),
    ("\n", "--split Partners=line"),
])  # fmt: skip
def test_lists_are_asked_about_and_cut_as_offered(sign: str, option: str, tmp_path: Path) -> None:
    cells = [sign.join(("Milan", "Turin", "Nice")), sign.join(("Rome", "Jena"))]
    text = f'City,Partners\nLyon,"{cells[0]}"\nParis,"{cells[1]}"\n'
    (question,) = questions(tmp_path, text)
    assert options(question) == [option, "--split Partners=none"]
    assert question.readings[0].samples[0] == "Milan | Turin | Nice"
    found = Imported(tmp_path, text, splits=[f"Partners={LINE if sign == chr(10) else sign.strip()}"])
    assert found.pairs == {
        frozenset(pair) for pair in (("Lyon", "Milan"), ("Lyon", "Turin"), ("Lyon", "Nice"), ("Paris", "Rome"),
                                     ("Paris", "Jena"))
    }  # fmt: skip


@pytest.mark.parametrize("partners", [("Portland, OR", "Springfield, IL"), ("Lyon, France", "Turin, Italy")])
def test_a_country_or_a_state_behind_a_name_is_no_list(partners: tuple[str, str], tmp_path: Path) -> None:
    found = Imported(tmp_path, f'City,Partner\nJena,"{partners[0]}"\nLeeds,"{partners[1]}"\n')
    assert {name.partition(",")[0] for name in partners} < found.cities.keys()


def test_a_comma_in_the_name_of_a_person_is_no_list(tmp_path: Path) -> None:
    text = 'Name,City,Title\n"Hidalgo, Anne",Paris,Mayor\n"Doucet, Grégory",Lyon,Mayor\n'
    assert not Imported(tmp_path, text, type="official").told("refused")


def test_lists_in_columns_side_by_side_are_asked_about(tmp_path: Path) -> None:
    text = "City,Partner 1,Partner 2\nLyon,Milan; Rome,Oslo; Bern\nParis,Jena; Leeds,Turin; Nice\n"
    assert [options(question)[0] for question in questions(tmp_path, text)] == [
        "--split 'Partner 1=;'", "--split 'Partner 2=;'",
    ]  # fmt: skip
    assert len(Imported(tmp_path, text, splits=["Partner 1=;", "Partner 2=;"]).ties) == 8


def test_single_cells_with_names_of_several_cities_are_doubtful_unless_the_user_says_that_they_are_one(
    tmp_path: Path,
) -> None:
    text = (
        'City,Partner\nHull,Cologne and Coventry\nLinz,"Lorient, Seattle and Chicago"\nKassel,Arnhem\nUlm,Metz\n'
        "Lille,Brighton and Hove\nTrier,Castilla y León\nGera,Kiel\nJena,Pisa\nHagen,Bruck\n"
    )
    told = [what for _, what, _ in Imported(tmp_path, text).told("doubtful")]
    assert told == ["Cologne and Coventry", "Lorient, Seattle and Chicago"]
    (other := tmp_path / "other").mkdir()
    assert not Imported(other, text, splits=["Partner=none"]).told("doubtful")

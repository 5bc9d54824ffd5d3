"""One set of footnote marks for names, countries, dates and figures; and HTML in the same cells."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.model import DateText, Number
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.cells import in_form
from citygraph.imports.values.names import tidied
from imported import Imported

MARKS = (
    "*", "**", "[1]", "¹", " ²", "†", "[a]", " [12]", "¹,²", " (1)", "[1][2]", "[1, 2]", "¹⁾", " 1)", "*)", " a)", "※1",
    " [Anm. 3]", " (see note)", " (note 3)", " (siehe unten)", " [nota 2]", "（注1）", " (прим. 2)", "[A 1]", "[N1]",
    "[note 2]", "[lower-alpha 3]", " [citation needed]", "[réf. nécessaire]", "[pozn. 1]", "①", "[注 2]",
)  # fmt: skip
TAKEN_OFF = "a footnote mark was taken off"


@given(st.sampled_from(MARKS))
def test_a_mark_is_one_behind_names_countries_dates_and_figures(mark: str) -> None:
    for name in ("Opole", "Nižni Novgorod", "Polen", "Côte d'Ivoire", "臺灣"):
        assert tidied(name + mark) == (name, TAKEN_OFF)
    for held, text in ((DateText(), "1947"), (Number(), "42000")):
        found = in_form(text + mark, held, CellForms(), "since")
        assert (found.text, found.remark) == (text, TAKEN_OFF)


@pytest.mark.parametrize("text", ["Lyon [F]", "Fredericton (NB)", "Halle (Saale 1)", "Praha 2", "Teile [km 2]", "K 2"])
def test_what_may_be_a_code_or_a_unit_is_no_mark(text: str) -> None:
    assert tidied(text) == (text, "")


@pytest.mark.parametrize("text", ["10^6", "5*10", "19871)", "12 [m 2]"])
def test_a_figure_that_may_be_another_is_no_figure_with_a_mark(text: str) -> None:
    with pytest.raises(ValueError):
        in_form(text, Number(), CellForms(), "since")


def test_marks_on_countries_and_regions_are_taken_off_and_said(tmp_path: Path) -> None:
    rows = {"Niš": "Serbien¹", "Verona": "Italien*", "Lublin": "Polen[2]", "Priština": "Kosovo* [Anm. 1]",
            "Tainan": "Taiwan[A 1]", "Hargeysa": "Somaliland²", "Berbera": "Somaliland"}  # fmt: skip
    text = "Stadt;Partnerstadt;Land\n" + "".join(f"Jena;{town};{country}\n" for town, country in rows.items())
    found = Imported(tmp_path, text)
    assert [found.cities[town] for town in rows] == ["RS", "IT", "PL", "XK", "TW", "somaliland", "somaliland"]
    assert [node["name"] for node in found.nodes.values() if node["type"] == "country"] == ["Somaliland"]
    told = [what for _, what, why in found.told("read") if why == TAKEN_OFF]
    assert told == [f"{text} → {text.rstrip('*¹²').partition('[')[0].rstrip('* ')}" for text in list(rows.values())[:6]]
    assert not any(why for _, what, why in found.told("doubtful") if what in rows.values())


def test_html_in_countries_dates_and_names_is_text(tmp_path: Path) -> None:
    text = ("Ville,Pays,Ville jumelle,Pays jumeau,Depuis\nBesan&ccedil;on,France,Neuch&#226;tel,Suisse,1975&nbsp;\n"
            "Nantes,France,Grand-Bassam,C&ocirc;te d&#39;Ivoire,1990<sup>2</sup>\n"
            "Nantes,France,Tr&eacute;vise,Italie,12&nbsp;mai 1987\n")  # fmt: skip
    found = Imported(tmp_path, text)
    assert {"Besançon": "FR", "Neuchâtel": "CH", "Grand-Bassam": "CI", "Trévise": "IT"}.items() <= found.cities.items()
    assert sorted(tie["since"] for tie in found.ties) == ["1975", "1987-05-12", "1990"]
    assert [why for *_, why in found.told("read")].count("HTML was read as text") > 3


def test_the_semicolon_of_an_entity_cuts_no_list(tmp_path: Path) -> None:
    text = "Ville,Ville jumelle\nParis,K&ouml;ln; Neuch&acirc;tel; L&uuml;beck\nLyon,Saint-L&ocirc;\n"
    found = Imported(tmp_path, text, splits=["Ville jumelle=;"])
    assert found.cities.keys() == {"Paris", "Köln", "Neuchâtel", "Lübeck", "Lyon", "Saint-Lô"}


@pytest.mark.parametrize("mark", [" (a)", " (b)", "(d)", "a", "b"])
def test_a_letter_behind_a_year_is_a_mark_that_finds_its_note(mark: str, tmp_path: Path) -> None:
    text = (f"City,Twin town,Country,Since\nNancy,Karlsruhe,Germany,1955{mark}\nNancy,Padua,Italy,1964\n\n"
            f"({mark.strip(' ()')}) suspended in 2022\n")  # fmt: skip
    found = Imported(tmp_path, text)
    assert {tie["ends"][0]: (tie["since"], tie["status"]) for tie in found.ties if "Karlsruhe" in tie["ends"]} == {
        "Karlsruhe": ("1955", "suspended")
    }


@pytest.mark.parametrize("text", ["1955 (p)", "1955 (e)", "1955 (r)", "1955p", "1955x"])
def test_a_flag_of_statistics_is_no_mark(text: str) -> None:
    with pytest.raises(ValueError):
        in_form(text, DateText(), CellForms(), "since")

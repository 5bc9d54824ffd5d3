"""What the columns of a table of ties are, as their headers and cells say it together."""

from pathlib import Path

import pytest

from citygraph.domain.errors import CityGraphError
from imported import Imported, options, questions


@pytest.mark.parametrize(("text", "pairs"), [
    ("City,Partner (Country)\nVaasa,Kiel (Germany)\nPori,Riga (Latvia)\n", {("Vaasa", "Kiel"), ("Pori", "Riga")}),
    ("City,Twin 1 (country),Twin 2 (country)\nVaasa,Kiel (Germany),Riga (Latvia)\n",
     {("Vaasa", "Kiel"), ("Vaasa", "Riga")}),
    ("City (Country),Sister city (Country),Year\nOulu (Finland),Bursa (Turkey),1978\n", {("Oulu", "Bursa")}),
    ("City,Partner city/Country\nVaasa,Kiel (Germany)\nPori,Riga (Latvia)\n", {("Vaasa", "Kiel"), ("Pori", "Riga")}),
])  # fmt: skip
def test_a_country_in_the_brackets_of_a_header_is_behind_the_names(
    text: str, pairs: set[tuple[str, str]], tmp_path: Path
) -> None:
    found = Imported(tmp_path, text)
    assert found.pairs == {frozenset(pair) for pair in pairs}
    countries = {"Kiel": "DE", "Riga": "LV", "Oulu": "FI", "Bursa": "TR"}
    assert {found.cities[name] == countries[name] for _, name in pairs} == {True}


def test_a_header_with_country_in_brackets_may_hold_countries(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Partner city,Partner (Country)\nVaasa,Kiel,Germany\nPori,Riga,Latvia\n")
    assert (found.cities["Kiel"], found.cities["Riga"]) == ("DE", "LV")


def test_what_begins_with_the_header_of_a_partner_is_of_that_partner(tmp_path: Path) -> None:
    text = "City,Twin 1,Twin 1 year,Twin 2,Twin 2 year\nLyon,Milan,1967,Turin,1970\nParis,Rome,1956,Kyoto,1958\n"
    since = {tie["ends"]: tie["since"] for tie in Imported(tmp_path, text).ties}
    assert {tuple(sorted(ends)): year for ends, year in since.items()} == {
        ("Lyon", "Milan"): "1967", ("Lyon", "Turin"): "1970", ("Paris", "Rome"): "1956", ("Kyoto", "Paris"): "1958",
    }  # fmt: skip


def test_a_figure_that_may_be_a_town_is_a_figure_where_years_stand_side_by_side(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Ciudad,Población 2011,Población 2021\nBilbao,350000,346000\nJaén,116000,112000\n")
    (bilbao,) = [node for node in found.nodes.values() if node["name"] == "Bilbao"]
    figures = [(one["property"], one["value"], one["as_of"]) for one in bilbao["record"]["observations"]]
    assert sorted(figures) == [("population", 346000, "2021"), ("population", 350000, "2011")]


def test_where_both_ends_would_do_the_neighbour_decides(tmp_path: Path) -> None:
    text = "City,Sister city,Country\nDenver,Cheyenne,US\nDenver,Boise,US\nDenver,Reno,US\n"
    found = Imported(tmp_path, text)
    assert found.cities == {"Denver": "US", "Cheyenne": "US", "Boise": "US", "Reno": "US"}
    assert any("--map from.country=Country gives it to `City`" in said for said in found.report.said)


def test_a_code_alone_is_that_of_a_country_and_others_show_states(tmp_path: Path) -> None:
    assert Imported(tmp_path, "Name;Land\nHamburg;DE\nKiel;DE\n").cities == {"Hamburg": "DE", "Kiel": "DE"}
    other = tmp_path / "other"
    other.mkdir()
    (question,) = questions(other, "Name;Land\nHamburg;DE\nBillings;MT\n")
    assert options(question) == ["--map country=Land", "--map region=Land --set country=US"]


@pytest.mark.parametrize("text", [
    "UNLOCODE_from,UNLOCODE_to,TEU\nCNSHA,USLAX,100000\nNLRTM,SGSIN,5000\n",
    "From city,To city,Amount\nLyon,Paris,1000\nNice,Lyon,500\n", "Von,Nach,Menge\nLyon,Paris,1000\nNice,Lyon,500\n",
])  # fmt: skip
def test_ends_called_from_and_to_with_amounts_are_asked_for_their_kind(text: str, tmp_path: Path) -> None:
    (question,) = questions(tmp_path, text)
    assert "--new-kind exports-to:economy:directed" in options(question)


def test_ends_called_from_and_to_without_amounts_are_partners(tmp_path: Path) -> None:
    found = Imported(tmp_path, "from_name,to_name,since\nLyon,Milan,1967\nNice,Turin,1950\n")
    assert {tie["kind"] for tie in found.ties} == {"sister-city"}


def test_a_header_that_names_whose_partners_they_are_is_offered_so(tmp_path: Path) -> None:
    text = "Sister city of Graz;Country;Since\nCoventry;United Kingdom;1957\nGroningen;Netherlands;1964\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--set from.name=Graz --map to.name='Sister city of Graz'"
    found = Imported(tmp_path, text, constants=["from.name=Graz"], pairs=["to.name=Sister city of Graz"])
    assert found.pairs == {frozenset(("Graz", "Coventry")), frozenset(("Graz", "Groningen"))}


def test_two_countries_in_a_cell_are_no_name(tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match=r"two countries.*columns of their own"):
        Imported(tmp_path, "Rank,Country pair,Value\n1,Germany – France,208\n2,China – Japan,100\n")


def flows(found: Imported) -> set[tuple[tuple[str, ...], float]]:
    return {(tie["ends"], figure["value"]) for tie in found.ties for figure in tie["observations"]}


@pytest.mark.parametrize(("header", "words"), [
    ("Flow", ("Import", "Export", "Re-export")), ("Type", ("Imports (CIF)", "Exports (FOB)", "Transit")),
    ("Einfuhr/Ausfuhr", ("Einfuhr", "Ausfuhr", "Durchfuhr")), ("流向", ("进口", "出口", "再出口")),
    ("Flux", ("Importations", "Exportations", "Réexportations")),
])  # fmt: skip
def test_rows_of_imports_are_turned_round(header: str, words: tuple[str, str, str], tmp_path: Path) -> None:
    text = f"Reporter,Partner,{header},Year,Value\n"
    for word, partner, value in zip(words, ("Germany", "Germany", "Italy"), (98, 70, 7), strict=True):
        text += f"France,{partner},{word},2021,{value}\n"
    (question,) = questions(tmp_path, text)
    assert "--new-kind exports-to:economy:directed" in options(question)
    found = Imported(tmp_path, text, new_kind="exports-to:economy:directed")
    assert flows(found) == {(("Germany", "France"), 98), (("France", "Germany"), 70)}
    ((_, _, why),) = found.told("refused")
    assert f"`{words[2]}` is neither an import nor an export" in why


def test_a_kind_of_imports_turns_exports_round(tmp_path: Path) -> None:
    text = "Reporter,Partner,Flow,Year,Value\nFrance,Germany,Import,2021,98\nFrance,Germany,Export,2021,70\n"
    found = Imported(tmp_path, text, new_kind="imports-from:economy:directed")
    assert flows(found) == {(("France", "Germany"), 98), (("Germany", "France"), 70)}


def test_a_direction_without_a_kind_that_has_one_is_asked_about(tmp_path: Path) -> None:
    text = "Reporter,Partner,Flow,Year,Value\nFrance,Germany,Import,2021,98\nFrance,Germany,Export,2021,70\n"
    (question,) = questions(tmp_path, text, kind="trades-with")
    assert options(question) == ["--new-kind exports-to:economy:directed", "--map notes=Flow"]


FIGURES_BESIDE_PARTNERS = [
    "City,Country,Containers 2020,Containers 2021,Partner city\nGraz,AT,10,11,Lyon\nLinz,AT,12,13,\n",
    "City,Country,Partner city,Guests 2020,Guests 2021\nGraz,AT,Lyon,10,11\nGraz,AT,Bonn,10,11\nLinz,AT,Turin,12,13\n",
    "City,Country,Nights 2020,Nights 2021,Partner city\nGraz,AT,10,11,Lyon\nLinz,AT,12,13,Bonn\n",
]


@pytest.mark.parametrize("text", FIGURES_BESIDE_PARTNERS)
def test_figures_of_years_that_do_not_depend_on_the_partner_are_those_of_the_place(text: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, text, constants=["years=units"], kind="sister-city")
    figures = {name: [(one["value"], one["as_of"]) for one in found.nodes[name]["record"]["observations"]]
               for name in ("graz", "linz")}  # fmt: skip
    assert figures == {"graz": [(10, "2020"), (11, "2021")], "linz": [(12, "2020"), (13, "2021")]}
    assert not any(tie.get("observations") for tie in found.ties)
    assert any("not of the ties" in sentence for sentence in found.report.said)


def test_figures_that_differ_from_partner_to_partner_are_those_of_the_ties(tmp_path: Path) -> None:
    text = "City,Partner city,Guests 2020,Guests 2021\nGraz,Lyon,10,11\nGraz,Bonn,12,13\n"
    found = Imported(tmp_path, text, constants=["years=guests"], kind="sister-city")
    assert all(tie["observations"] for tie in found.ties)


@pytest.mark.parametrize("header", ["Aard", "Form", "Nature du lien", "Forma"])
def test_a_column_of_nothing_but_words_for_kinds_has_the_kinds(header: str, tmp_path: Path) -> None:
    rows = "Ulm;Sibiu;RO;stedenband\nUlm;Graz;AT;Städtefreundschaft\nUlm;Brno;CZ;jumelage\n"
    found = Imported(tmp_path, f"Stadt;Partnerstadt;Land;{header}\n{rows}")
    assert {(tie["ends"][0], tie["kind"]) for tie in found.ties} == {
        ("Sibiu", "sister-city"), ("Graz", "friendship-city"), ("Brno", "sister-city"),
    }  # fmt: skip


def test_words_of_other_kinds_alone_are_asked_about(tmp_path: Path) -> None:
    rows = "Ulm;Sibiu;RO;Kontakt\nUlm;Graz;AT;Austausch\nUlm;Brno;CZ;Kontakt\nUlm;Riga;LV;Kontakt\n"
    assert questions(tmp_path, f"Stadt;Partnerstadt;Land;Aard\n{rows}")


@pytest.mark.parametrize("title", ["Pécs testvérvárosai", "Pécs testvérvárosainak listája"])
def test_a_title_with_a_word_for_partners_in_another_form_tells_of_ties(title: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"{title},\nVáros,Ország\nLahti,Finnország\nGraz,Ausztria\n")
    assert found.pairs == {frozenset({"Pécs", "Lahti"}), frozenset({"Pécs", "Graz"})}


def test_a_piece_of_a_longer_name_is_no_town_whose_list_it_is(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Градови побратими Новог Сада,\nГрад,Земља\nЛион,Француска\nНорич,Енглеска\n")
    assert sorted(found.cities) == ["Лион", "Нови Сад", "Норич"]


def test_lettered_notes_below_the_rows_are_no_titles(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        "City,Country,Twin town,Date\nUlm,DE,Kiel[a],1947\nUlm,DE,Caen,1957\na. Twinning suspended in March 2022.,,,\n"
        "2. Year uncertain; some sources give 1963.,,,\n",
    )
    assert (len(found.told("refused")), len(found.told("left out"))) == (0, 2)

"""Partners by the ids of other rows, lists and dictionaries of partners in JSON, and lists of edges with a header."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from conftest import examples
from imported import Imported, options, questions

TOWNS = ["Lyon", "Milan", "Leipzig", "Kyoto", "Odesa"]


def of_json(folder: Path, value: Any, **asked: Any) -> Imported:
    return Imported(folder, json.dumps(value), "list.json", "json", **asked)


def answered(folder: Path, text: str, option: str, name: str = "register.csv", reader: str = "table") -> Imported:
    """A file, imported with an option that a question offers."""
    words = shlex.split(option)
    said: dict[str, list[str]] = {}
    for word, text_of_it in zip(words[::2], words[1::2], strict=True):
        said.setdefault(word, []).append(text_of_it)
    kinds = said.get("--kind", [None])
    return Imported(folder, text, name, reader, pairs=said.get("--map", ()), constants=said.get("--set", ()),
                    splits=said.get("--split", ()), kind=kinds[0])  # fmt: skip


# ------------------------------------------------------------------ ids of other rows


@examples(10)
@given(
    st.permutations(TOWNS), st.sampled_from(["; ", ";", ", ", " / ", "|"]),
    st.sampled_from([("ID", "Partner-ID"), ("Nr.", "partner_nr"), ("Key", "Twinned with (keys)")]),
    st.sampled_from(["", "T"]),
)  # fmt: skip
def test_ids_of_other_rows_are_these_rows(
    tmp_path_factory: pytest.TempPathFactory, towns: list[str], sign: str, headers: tuple[str, str], letter: str
) -> None:
    first, *others = (f"{letter}{number + 100}" for number in range(len(towns)))
    rows = [(first, towns[0], sign.join(others)), *((id, town, "") for id, town in zip(others, towns[1:], strict=True))]
    text = "".join("\t".join(cells) + "\n" for cells in ((headers[0], "name", headers[1]), *rows))
    found = Imported(tmp_path_factory.mktemp("ids"), text, "register.tsv")
    assert found.pairs == {frozenset((towns[0], town)) for town in towns[1:]}
    assert set(found.cities) == set(towns)


def test_small_numbers_under_partners_may_count_them(tmp_path: Path) -> None:
    text = "id,town,partners\n1,Lyon,2\n2,Milan,3\n3,Leipzig,1\n"
    (question,) = questions(tmp_path, text)
    assert "ids of other rows" in question.what
    one, other = options(question)
    assert answered(tmp_path / "..", text, one).pairs == {frozenset(("Lyon", "Milan")), frozenset(("Milan", "Leipzig")),
                                                          frozenset(("Lyon", "Leipzig"))}  # fmt: skip
    assert not answered(tmp_path, text, f"{other} --map name=town --map key=id").ties


def test_an_id_without_a_row_is_told_and_several_columns_of_ids_are_several_partners(tmp_path: Path) -> None:
    text = "Nr.,town,Partner 1 nr,Partner 2 nr\n11,Lyon,12,13\n12,Milan,11,\n13,Kyoto,11,99\n14,Odesa,12,13\n"
    found = Imported(tmp_path, text)
    assert [what for _, what, why in found.told("doubtful") if "no node with this id" in why] == ["99"]
    assert found.pairs == {
        frozenset(("Lyon", "Milan")), frozenset(("Lyon", "Kyoto")), frozenset(("Kyoto", "99")),
        frozenset(("Odesa", "Milan")), frozenset(("Odesa", "Kyoto")),
    }  # fmt: skip


def test_ids_of_edges_are_no_ids_of_towns(tmp_path: Path) -> None:
    text = "Source,Target,Id\n0,1,0\n1,2,1\n2,0,2\n"
    found = Imported(tmp_path, text, kind="sister-city")
    assert found.pairs == {frozenset("01"), frozenset("12"), frozenset("02")}


# ------------------------------------------------------------------ lists and dictionaries of JSON


@examples(10)
@given(st.lists(st.lists(st.sampled_from(TOWNS), unique=True, max_size=4), min_size=1, max_size=3))
def test_a_list_of_partners_is_a_tie_for_each(tmp_path_factory: pytest.TempPathFactory, lists: list[list[str]]) -> None:
    items = [{"name": f"Town {number}", "partners": names} for number, names in enumerate(lists)]
    found = of_json(tmp_path_factory.mktemp("lists"), [*items, {"name": "Graz", "partners": ["Oslo", "Bern"]}])
    pairs = {frozenset((f"Town {number}", one)) for number, names in enumerate(lists) for one in names}
    assert found.pairs == pairs | {frozenset(("Graz", "Oslo")), frozenset(("Graz", "Bern"))}


def test_years_beside_partners_belong_to_them_one_by_one_if_they_are_as_many(tmp_path: Path) -> None:
    rows = [{"town": "Lyon", "partners": ["Milan", "Kyoto"], "since": [1967, 1981], "tags": ["a", "b", "c"]},
            {"town": "Graz", "partners": ["Oslo"], "since": [1990]}]  # fmt: skip
    found = of_json(tmp_path, rows)
    assert {tie["ends"]: tie["since"] for tie in found.ties} == {
        ("Lyon", "Milan"): "1967", ("Kyoto", "Lyon"): "1981", ("Graz", "Oslo"): "1990",
    }  # fmt: skip


def test_a_comma_or_a_semicolon_within_a_name_of_a_list_stays(tmp_path: Path) -> None:
    found = of_json(tmp_path, [{"town": "Lyon", "partners": ["Springfield; old town", "Kyoto"]}])
    assert frozenset(("Lyon", "Springfield; old town")) in found.pairs


@pytest.mark.parametrize("twins", [{"Mulhouse": 1965, "Västerås": 1972}, {"Mulhouse": {"year": 1965}, "Västerås": {}}])
def test_partners_by_name_are_partners(twins: dict[str, Any], tmp_path: Path) -> None:
    found = of_json(tmp_path, {"Kassel": {"country": "Germany", "twins": twins},
                               "Fulda": {"country": "Germany", "twins": {"Arles": 1964}}})  # fmt: skip
    assert found.pairs == {frozenset(("Kassel", "Mulhouse")), frozenset(("Kassel", "Västerås")),
                           frozenset(("Fulda", "Arles"))}  # fmt: skip
    assert [tie["since"] for tie in found.ties if "Mulhouse" in tie["ends"]] == ["1965"]


BY_NAME = '{"Lyon": ["Milan", "Leipzig"], "Kyoto": ["Paris", "Boston"], "Odesa": []}'


def test_lists_by_name_are_asked_about(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, BY_NAME, "list.json", reader="json")
    found = answered(tmp_path, BY_NAME, options(question)[0], "list.json", "json")
    assert found.pairs == {frozenset(pair) for pair in (("Lyon", "Milan"), ("Lyon", "Leipzig"), ("Kyoto", "Paris"),
                                                        ("Kyoto", "Boston"))}  # fmt: skip


def test_lists_of_countries_may_be_their_cities(tmp_path: Path) -> None:
    text = '{"Germany": ["Leipzig", "Kiel"], "France": ["Lyon", "Brest"]}'
    (question,) = questions(tmp_path, text, "list.json", reader="json")
    found = answered(tmp_path, text, options(question)[0], "list.json", "json")
    assert found.cities == {"Leipzig": "DE", "Kiel": "DE", "Lyon": "FR", "Brest": "FR"}
    assert not found.ties


def test_lists_under_names_of_columns_stay_columns(tmp_path: Path) -> None:
    found = of_json(tmp_path, {"miasto": ["Kielce", "Gdynia"], "partner": ["Gotha", "Kiel"]})
    assert found.pairs == {frozenset(("Kielce", "Gotha")), frozenset(("Gdynia", "Kiel"))}


@pytest.mark.parametrize("value", [
    {"Lyon": {"Milan": 1967, "Leipzig": 1981}, "Odesa": {"Liverpool": 1957}},
    {"Lyon": [["Milan", 1967], ["Leipzig", 1981]], "Odesa": [["Liverpool", 1957]]},
    {"Lyon": [{"name": "Milan", "since": 1967}, {"city": "Leipzig", "since": 1981}],
     "Odesa": [{"name": "Liverpool", "since": 1957}]},
    {"Lyon": {"Milan": {"since": 1967}, "Leipzig": {"since": 1981}}, "Odesa": {"Liverpool": {"since": 1957}}},
    {"meta": {"updated": "2024-01-05"}, "data": {"Lyon": {"Milan": 1967, "Leipzig": 1981},
                                                 "Odesa": {"Liverpool": 1957}}},
    {"stand": "2024", "cities": {"France": {"Lyon": {"Milan": 1967, "Leipzig": 1981}},
                                 "Ukraine": {"Odesa": {"Liverpool": 1957}}}},
])  # fmt: skip
def test_entries_by_name_are_asked_about_with_what_stands_beside_them(value: Any, tmp_path: Path) -> None:
    text = json.dumps(value)
    (question,) = questions(tmp_path, text, "list.json", reader="json")
    found = answered(tmp_path, text, options(question)[0], "list.json", "json")
    assert {tie["ends"]: tie["since"] for tie in found.ties} == {
        ("Lyon", "Milan"): "1967", ("Leipzig", "Lyon"): "1981", ("Liverpool", "Odesa"): "1957",
    }  # fmt: skip


@pytest.mark.parametrize("value", [
    [{"Lyon": ["Milan"]}, {"Odesa": ["Liverpool"]}], [["Lyon", ["Milan"]], ["Odesa", ["Liverpool"]]],
    {"Lyon": "Milan", "Odesa": "Liverpool"}, {"updated": "2024", "Lyon": ["Milan"], "Odesa": ["Liverpool"]},
])  # fmt: skip
def test_names_of_lists_are_found_in_other_forms(value: Any, tmp_path: Path) -> None:
    text = json.dumps(value)
    (question,) = questions(tmp_path, text, "list.json", reader="json")
    found = answered(tmp_path, text, options(question)[0], "list.json", "json")
    assert found.pairs == {frozenset(("Lyon", "Milan")), frozenset(("Odesa", "Liverpool"))}


def test_networks_with_their_members_and_towns_with_their_networks_are_asked_about(tmp_path: Path) -> None:
    for value, place in (({"Eurocities": ["Lyon", "Milan"], "ICLEI": ["Oslo", "Turku"]}, 0),
                         ({"Lyon": ["Eurocities", "ICLEI"], "Turku": ["ICLEI"]}, 1)):  # fmt: skip
        (question,) = questions(tmp_path, json.dumps(value), "list.json", reader="json")
        assert options(question)[place].endswith("--kind member-of")


def test_lists_by_country_are_one_list_with_their_countries(tmp_path: Path) -> None:
    found = of_json(tmp_path, {"Germany": [{"town": "Ulm", "partner": "Sibiu"}],
                               "France": [{"town": "Lyon", "partner": "Milan"}]})  # fmt: skip
    assert found.pairs == {frozenset(("Ulm", "Sibiu")), frozenset(("Lyon", "Milan"))}
    assert {name: found.cities[name] for name in ("Ulm", "Lyon")} == {"Ulm": "DE", "Lyon": "FR"}


def test_partners_in_lists_of_their_own_bring_their_countries_and_years(tmp_path: Path) -> None:
    found = of_json(tmp_path, {"Ulm": {"twins": [["Sibiu", "RO", 1990], ["Jinotega", "NI"]]},
                               "Kiel": {"twins": [["Brest", "FR", 1964]]}})  # fmt: skip
    assert {tie["ends"]: tie["since"] for tie in found.ties} == {
        ("Sibiu", "Ulm"): "1990", ("Jinotega", "Ulm"): None, ("Brest", "Kiel"): "1964",
    }  # fmt: skip
    assert found.cities["Brest"] == "FR"


def test_towns_in_objects_by_year_are_no_years(tmp_path: Path) -> None:
    value = {"2019": {"Ulm": 120000, "Kiel": 246000}, "2020": {"Ulm": 121000, "Kiel": 247000}}
    (question,) = questions(tmp_path, json.dumps(value), "list.json", reader="json")
    assert "--set years=population" in options(question)


# ------------------------------------------------------------------ edges


def test_a_header_of_both_ends_shows_that_spaces_stand_between_cells(tmp_path: Path) -> None:
    text = "miasto1 miasto2 rok\nToruń Göttingen 1978\nToruń Leiden 1988\n"
    found = Imported(tmp_path, text, "edges.txt", kind="sister-city")
    assert [(tie["ends"], tie["since"]) for tie in found.ties] == [
        (("Göttingen", "Toruń"), "1978"), (("Leiden", "Toruń"), "1988"),
    ]  # fmt: skip
    with pytest.raises(CityGraphError, match="4 words, not 3"):
        Imported(tmp_path / "..", text + "New York Leiden 1990\n", "more.txt", kind="sister-city")


def test_attributes_of_networkx_are_columns(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Lyon Milan {'since': 1990}\nMilan Kyoto {}\n", "edges.edgelist", "edgelist")
    assert [(tie["ends"], tie.get("since")) for tie in found.ties] == [
        (("Kyoto", "Milan"), None), (("Lyon", "Milan"), "1990"),
    ]  # fmt: skip


# ------------------------------------------------------------------ whose partners


def test_the_only_other_column_of_cities_before_the_partners_has_their_towns(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Zorp,Partner city,Country\nLyon,Milan,Italy\nLyon,Leipzig,Germany\n")
    assert found.pairs == {frozenset(("Lyon", "Milan")), frozenset(("Lyon", "Leipzig"))}
    assert any("`Zorp` has names of cities" in said for said in found.report.said)


def test_a_header_with_a_town_offers_that_town(tmp_path: Path) -> None:
    text = "Land;Partnerstadt von Kiel;Jahr\nFrankreich;Brest;1964\nFinnland;Vaasa;1967\nPolen;Gdynia;1985\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--set from.name=Kiel --map to.name='Partnerstadt von Kiel'"
    assert len(answered(tmp_path, text, options(question)[0]).ties) == 3


def test_a_town_that_stands_in_many_rows_is_offered_as_an_end(tmp_path: Path) -> None:
    text = "Zorp;Zirp;Zarp\nReus;Astorga;Espanya\nReus;Gandia;Espanya\nGirona;Albi;França\nGirona;Lleida;Espanya\n"
    (question,) = questions(tmp_path, text, header_row=1)
    assert "--map from.name=Zorp --map to.name=Zirp" in options(question)


def test_edges_of_programs_may_be_sister_cities(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "Source,Target,Type,Weight\nOulu,Alta,Undirected,1\nOulu,Boden,Undirected,2\n")
    assert options(question)[0] == "--kind sister-city"


def test_words_of_people_for_twinning_are_known(tmp_path: Path) -> None:
    text = "source,target,type\nLyon,Milan,Twinned\nLyon,Kyoto,Friendship\nLyon,Leipzig,Städtepartnerschaft\n"
    kinds = {tie["ends"]: tie["kind"] for tie in Imported(tmp_path, text).ties}
    assert kinds == {("Lyon", "Milan"): "sister-city", ("Kyoto", "Lyon"): "friendship-city",
                     ("Leipzig", "Lyon"): "sister-city"}  # fmt: skip


@pytest.mark.parametrize("header", [
    "Grad,Država,Prijateljski grad,Država partnera", "Општина,Земља,Побратим,Земља побратима",
    "Mesto,Država,Pobrateno mesto,Država",
    "Град,Държава,Побратимен град,Държава", "Població,País,Ciutat agermanada,País",
    "Miestas,Šalis,Miestas partneris,Šalis", "Linn,Riik,Sõpruslinn,Riik", "עיר,מדינה,עיר תאומה,מדינה",
])  # fmt: skip
def test_headers_of_more_languages_are_read(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"{header}\nReus,Spain,Albi,France\nReus,Spain,Trani,Italy\n")
    assert found.cities == {"Reus": "ES", "Albi": "FR", "Trani": "IT"}
    assert found.pairs == {frozenset(("Reus", "Albi")), frozenset(("Reus", "Trani"))}


# ------------------------------------------------------------------ several names in a cell


@examples(15)
@given(st.lists(st.sampled_from(["Riga (Latvia)", "Tulln (Austria, 1986)", "Győr (Hungary)", "Nice (France, 1971)"]),
                min_size=2, max_size=4, unique=True))  # fmt: skip
def test_a_comma_within_brackets_parts_no_names(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    (question,) = questions(tmp_path_factory.mktemp("several"), f'City,Partner cities\nGraz,"{", ".join(names)}"\n')
    assert question.readings[0].samples == (" | ".join(names),)


@pytest.mark.parametrize("cell", ["Iserlohn / San Marino", "Linz - Novi Sad - Londrina", "Saint-Nazaire & Leipzig"])
def test_a_sign_between_two_cities_is_told(cell: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Partner city\nGraz,{cell}\nGraz,Osijek\nGraz,Trondheim\nGraz,Pécs\n")
    assert [what for _, what, _ in found.told("doubtful")] == [cell]


@pytest.mark.parametrize("cell", ["Bolzano / Bozen", "Chemnitz / Karl-Marx-Stadt", "Halle (Saale)"])
def test_two_names_of_one_city_are_no_two_cities(cell: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Partner city\nGraz,{cell}\nGraz,Osijek\nGraz,Trondheim\nGraz,Pécs\n")
    assert not found.told("doubtful")


def test_addresses_name_no_partner_and_no_kind(tmp_path: Path) -> None:
    text = "Ville jumelle,Pays,Lien\nBath,Angleterre,[site](https://x.example)\nPerugia,Italie,https://y.example z\n"
    found = Imported(tmp_path, text, constants=["from.name=Aix"])
    assert len(found.ties) == 2


def test_a_matrix_of_marks_and_years_has_the_years(tmp_path: Path) -> None:
    text = "Stadt,Kassel,Arnheim,Florenz\nKassel,,x,x\nArnheim,x,,\nFlorenz,1952,,\n"
    found = Imported(tmp_path, text)
    assert {tie["ends"]: tie.get("since") for tie in found.ties} == {
        ("Arnheim", "Kassel"): None, ("Florenz", "Kassel"): "1952",
    }  # fmt: skip


def test_two_columns_of_items_may_be_ties(tmp_path: Path) -> None:
    text = "Q64\tQ90\nQ90\tQ220\nQ220\tQ64\n"
    (question,) = questions(tmp_path, text, "relations.tsv", no_header=True)
    option = options(question)[0]
    assert option == "--map from.identifiers.wikidata=1 --map to.identifiers.wikidata=2"


def test_names_of_countries_are_offered_as_names(tmp_path: Path) -> None:
    text = "CountryCode,CountryName\nAD,Andorra\nAF,Afghanistan\nFR,France\n"
    (question,) = questions(tmp_path, text)
    found = answered(tmp_path, text, options(question)[0])
    assert {node["type"] for node in found.nodes.values()} == {"country"}


def test_an_entry_with_nought_beside_it_is_no_tie_and_is_told(tmp_path: Path) -> None:
    text = '{"Lyon": {"Addis Ababa": 0, "Turin": 4}, "Nantes": {"Durban": null, "Cardiff": 2}, "Nice": {"Cuneo": 3}}'
    (question,) = questions(tmp_path, text, "a.json", reader="json")
    assert "(0 or nothing stands beside Lyon – Addis Ababa, Nantes – Durban: no tie)" in question.what
    found = Imported(
        tmp_path, text, "a.json", reader="json", pairs=["from.name=key", "to.name=values"], kind="sister-city"
    )
    assert found.pairs == {frozenset(pair) for pair in (("Lyon", "Turin"), ("Nantes", "Cardiff"), ("Nice", "Cuneo"))}

"""Several names in one cell: asked about and cut, whatever stands between them; a country behind a name is no list."""

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.values.cell_lists import LINE, texts_in
from citygraph.imports.values.joined_names import towns_in
from conftest import examples
from imported import Imported, options, questions


@examples(100)
@given(
    names=st.lists(st.text("abcdé 'x", min_size=1).filter(str.strip), min_size=1),
    sign=st.sampled_from([";", ",", "|", "/", "、", LINE]),
)
def test_a_cell_is_cut_into_the_names_that_were_joined(names: list[str], sign: str) -> None:
    assert texts_in(("\n" if sign == LINE else sign).join(names), sign) == [name.strip() for name in names]


def test_an_empty_place_stays_but_not_at_the_end() -> None:
    assert texts_in("Milan;;Rome;", ";") == ["Milan", "", "Rome"]
    assert texts_in("", ";") == [""]


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
    region = "Castilla y León"
    told = [what for _, what, _ in Imported(tmp_path, text).told("doubtful")]
    assert told == ["Cologne and Coventry", "Lorient, Seattle and Chicago", region]
    (other := tmp_path / "other").mkdir()
    assert [what for _, what, _ in Imported(other, text, splits=["Partner=none"]).told("doubtful")] == [region]


@pytest.mark.parametrize("cell", [
    "Xyzburg + Foodorf", "Grenzach-Wyhlen e Écaussinnes", "Salisbury & Foodorf", "Lyon plus Foodorf", "Lyon/Turin",
    "Praha a Foodov", "Kaunas ir Foodai", "Rwamagana, Huye", "Shanghai, Los Angeles",
])  # fmt: skip
def test_a_sign_or_a_word_between_two_names_is_doubtful_also_for_villages(cell: str, tmp_path: Path) -> None:
    rows = "Kassel,Arnhem\nUlm,Metz\nGera,Kiel\nJena,Pisa\nHagen,Bruck\n"
    found = Imported(tmp_path, f'City,Partner\nTrier,"{cell}"\n{rows}')
    assert [what for _, what, _ in found.told("doubtful")] == [cell]


@pytest.mark.parametrize("name", [
    "Biel/Bienne", "Brighton & Hove", "Tarn & Garonne", "Bolzano / Bozen", "Bø i Telemark", "Lyon (Rhône et Loire)",
    "Armagh, Banbridge and Craigavon", "Frankfurt/Main",
])  # fmt: skip
def test_a_name_that_has_such_a_word_of_its_own_is_one(name: str) -> None:
    assert not towns_in(name)


@pytest.mark.parametrize(("cells", "sign"), [
    (("Munich, Germany; Nice, France; Florence, Italy", "Nuremberg, Germany; Turin, Italy"), ";"),
    (("Munich (Germany), Nice (France), Florence (Italy)", "Nuremberg (Germany), Turin (Italy)"), ","),
    (("Munich, Germany (1954); Nice, France (1958); Florence, Italy (1964)",
      "Nuremberg, Germany (1985); Turin, Italy (2003)"), ";"),
])  # fmt: skip
def test_names_with_their_countries_are_lists_too(cells: tuple[str, str], sign: str, tmp_path: Path) -> None:
    text = f'City,Twins\nEdinburgh,"{cells[0]}"\nGlasgow,"{cells[1]}"\n'
    (question,) = questions(tmp_path, text)
    assert options(question)[0] in (f"--split Twins={sign}", f"--split 'Twins={sign}'")
    found = Imported(tmp_path, text, splits=[f"Twins={sign}"])
    countries = {"Munich": "DE", "Nice": "FR", "Florence": "IT", "Nuremberg": "DE", "Turin": "IT"}
    assert {name: found.cities[name] for name in countries} == countries
    assert len(found.ties) == 5


def test_a_single_list_of_places_is_refused_unless_the_user_calls_it_one_name(tmp_path: Path) -> None:
    partners = ("Warsaw, Poland", "Baku, Azerbaijan; Nice, France", "Brno, Czech Republic", "Kiel, Germany")
    towns = ("Leeds", "York", "Bath", "Derby")
    text = "City,Twin\n" + "".join(f'{town},"{partner}"\n' for town, partner in zip(towns, partners, strict=True))
    found = Imported(tmp_path, text)
    ((_, _, why),) = found.told("refused")
    assert "several names in one cell; --split" in why
    assert len(found.ties) == 3
    assert not Imported(tmp_path, text, splits=["Twin=none"]).told("refused")


def test_a_year_behind_a_name_goes_to_the_notes_of_the_tie(tmp_path: Path) -> None:
    text = 'City,Twins\nReading,"Düsseldorf, Germany (1947)"\nBath,"Alkmaar, Netherlands"\n'
    found = Imported(tmp_path, text)
    assert (found.cities["Düsseldorf"], found.cities["Alkmaar"]) == ("DE", "NL")
    assert [tie.get("notes") for tie in found.ties] == [None, "register: Twins: 1947"]
    assert not any(tie.get("since") for tie in found.ties)
    assert any("goes to the notes of the tie" in said for said in found.report.said)


@pytest.mark.parametrize("cell", ["Munich, Germany, Nice, France", "Munich, Germany (1954), Nice, France (1958)"])
def test_lists_that_no_sign_cuts_are_refused(cell: str, tmp_path: Path) -> None:
    text = f'City,Twins\nReading,"Kiel, Germany"\nBath,"{cell}"\nYork,"Athens, Georgia, USA"\nDerby,"Brno, Czechia"\n'
    found = Imported(tmp_path, text)
    ((where, _, why),) = found.told("refused")
    assert where.endswith(":3")
    assert "write a semicolon between the names" in why
    assert len(found.ties) == 3


@pytest.mark.parametrize(
    "header",
    ["Sister cities (year)", "Partnerstädte (seit)", "Villes jumelées (année)", "Ciudades hermanas (desde)",
     "Partner cities [since]", "姉妹都市（年）"],
)  # fmt: skip
def test_a_header_says_that_the_year_behind_each_name_is_that_of_the_tie(header: str, tmp_path: Path) -> None:
    text = f'City,{header}\nLyon,"Milan (1967), Leipzig (1981), Kyoto (1959)"\nParis,"Rome (1956), Oslo"\n'
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == f"--split {shlex.quote(f'{header}=,')}"
    found = Imported(tmp_path, text, splits=[f"{header}=,"])
    assert {frozenset(tie["ends"]): tie.get("since") for tie in found.ties} == {
        frozenset({"Lyon", "Milan"}): "1967", frozenset({"Lyon", "Leipzig"}): "1981",
        frozenset({"Lyon", "Kyoto"}): "1959", frozenset({"Paris", "Rome"}): "1956",
        frozenset({"Paris", "Oslo"}): None,
    }  # fmt: skip


def test_beside_a_column_of_its_own_the_year_behind_a_name_goes_to_the_notes(tmp_path: Path) -> None:
    text = "City,Partner (year),Since\nLyon,Milan (1967),1968\nParis,Rome (1956),1957\n"
    found = Imported(tmp_path, text)
    assert [tie["since"] for tie in found.ties] == ["1968", "1957"]
    assert all("Partner (year)" in tie["notes"] for tie in found.ties)


def test_words_for_others_behind_a_name_are_no_part_of_it(tmp_path: Path) -> None:
    rows = "Ulm;Graz u. a.;Österreich\nUlm;Brno etc.;Tschechien\nUlm;Lyon und andere;Frankreich\nUlm;Sibiu;Rumänien\n"
    found = Imported(tmp_path, f"Stadt;Partnerstadt;Land\n{rows}")
    assert set(found.cities) == {"Ulm", "Graz", "Brno", "Lyon", "Sibiu"}
    assert [what for _, what, _ in found.told("doubtful")] == ["Graz u. a.", "Brno etc.", "Lyon und andere"]


@pytest.mark.parametrize(("cell", "country"), [
    ("Kolozsvár és Arad", "Romania"), ("Jönköping/Karlstad", "Sweden"), ("Leipzig – Dresden", "Germany"),
    ("Brno a Plzeň", ""), ("大阪和京都", "Japan"), ("上海・大連", "China"), ("دمشق وبغداد", ""),
    ("Lyon/Turin", "France/Italy"),
])  # fmt: skip
def test_no_city_is_made_of_two_towns_in_one_cell(cell: str, country: str, tmp_path: Path) -> None:
    rows = f"Parma,Zagreb,Croatia\nParma,{cell},{country}\nUlm,Oxford,United Kingdom\nUlm,Bern,Switzerland\n"
    found = Imported(tmp_path, f"City,Partner town,Country\n{rows}")
    assert set(found.cities) == {"Parma", "Zagreb", "Ulm", "Oxford", "Bern"}
    assert cell in [what for _, what, _ in found.told("doubtful")]


@pytest.mark.parametrize("name", ["Biel/Bienne", "Rostock – Warnemünde", "Frankfurt/Oder", "Bolzano / Bozen"])
def test_a_name_in_two_languages_or_with_its_part_stays_a_city(name: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Partner town\nParma,Zagreb\nParma,{name}\nUlm,Oxford\nUlm,Bern\n")
    assert name in found.cities


@pytest.mark.parametrize(("cells", "sign"), [
    (("Jönköping/Karlstad", "Oslo/Bergen"), "/"), (("Leipzig – Dresden", "Bonn – Ulm"), " – "),
    (("بغداد، القاهرة", "باريس، روما"), "،"), (("Graz (1990) - Aix-en-Provence (1991)", "Bonn - Ulm"), " - "),
    (("Kotor – Cambridge", "Graz – Lyon"), " – "), (("パリ・ボストン", "北京・天津"), "and"),
    (("Brno a Plzeň", "Praha a Ostrava"), "and"), (("上海・大連", "北京・天津"), "and"),
])  # fmt: skip
def test_a_column_of_two_towns_in_its_cells_is_asked_about(cells: tuple[str, str], sign: str, tmp_path: Path) -> None:
    text = f"City,Partner town\nParma,{cells[0]}\nMetz,{cells[1]}\nNice,Turku\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == f"--split 'Partner town={sign}'"
    found = Imported(tmp_path, text, splits=[f"Partner town={sign}"])
    assert len(found.ties) == 5
    assert not found.told("doubtful")


MIXED = [
    ("Città (anno)", "Lione (1958), Chambéry (1957); Lilla (1960)", ";,"),
    ("Villes jumelées", "Lyon (1958); Metz (1957), Lille (1960)", ";,"),
    ("Partner", "Lyon (1958) | Metz (1957); Lille (1960)", "|;"),
    ("Partnerstädte", "Lyon; Metz, Lille", ";,"),
]


@pytest.mark.parametrize(("header", "cell", "signs"), MIXED)
def test_several_signs_between_names_are_offered_together(header: str, cell: str, signs: str, tmp_path: Path) -> None:
    text = f'Town;{header}\nUlm;"{cell}"\nBonn;"Oulu; Graz"\n'
    question = questions(tmp_path, text, kind="sister-city", pairs=["from.name=Town", f"to.name={header}"])[0]
    first = options(question)[0]
    assert {*first.rpartition("=")[2].strip("'")} == {*signs}
    said = {"kind": "sister-city", "pairs": ["from.name=Town", f"to.name={header}"]}
    found = Imported(tmp_path, text, splits=[f"{header}={signs}"], **said)
    assert len(found.ties) == 5
    apart = [f"{header}={sign}" for sign in signs]
    (other := tmp_path / "other").mkdir()
    assert Imported(other, text, splits=apart, **said).pairs == found.pairs


def test_commas_lines_and_a_word_for_and_are_cut_by_one_option(tmp_path: Path) -> None:
    text = 'Município;Cidades geminadas\nPorto;"Bordéus, Bristol e Nagasaki"\nBraga;Puteaux<br>Astorga\nFaro;Tânger\n'
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--split 'Cidades geminadas=and'"
    found = Imported(tmp_path, text, splits=["Cidades geminadas=and"])
    partners = {"Porto": {"Bordéus", "Bristol", "Nagasaki"}, "Braga": {"Puteaux", "Astorga"}, "Faro": {"Tânger"}}
    assert found.pairs == {frozenset((one, other)) for one, others in partners.items() for other in others}


def test_the_year_before_a_status_in_brackets_is_that_of_the_tie(tmp_path: Path) -> None:
    text = 'Town|Partner (year)\nUlm|"Gaza (1999; suspended), Lyon (1958); Metz (1957, beendet)"\n'
    said = {"kind": "sister-city", "pairs": ["from.name=Town", "to.name=Partner (year)"]}
    found = Imported(tmp_path, text, splits=["Partner (year)=,;"], **said)
    shown = {tie["ends"]: (tie["since"], tie["status"]) for tie in found.ties}
    assert shown == {
        ("Gaza", "Ulm"): ("1999", "suspended"),
        ("Lyon", "Ulm"): ("1958", "unknown"),
        ("Metz", "Ulm"): ("1957", "ended"),
    }

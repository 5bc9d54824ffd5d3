"""What stands in a column of countries and is none: the cell stays empty, its text is kept, and the report says why."""

from pathlib import Path

import pytest

from citygraph.imports.countries import CountryNames
from imported import Imported, options, questions

READ = CountryNames({"EU": "BE"}).read


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("FR/DE", "several countries"), ("France or Belgium", "several"), ("France & Germany", "several"),
        ("Frankreich und Deutschland", "several"), ("法国和德国", "several"), ("France; Germany", "several"),
        ("probably France", "doubts"), ("France (probably)", "doubts"), ("?France", "doubts"), ("France?", "doubts"),
        ("vermutlich Polen", "doubts"), ("вероятно Франция", "doubts"), ("可能法国", "doubts"),
        ("n/a (France)", "names one"), ("Europe", "part of the world"), ("Westeuropa", "part of the world"),
        ("西非", "part of the world"), ("Southern Africa", "part of the world"), ("ASEAN", "group of countries"),
        ("31", "no name of a country"), ("Congo", "can be"),
    ],
)  # fmt: skip
def test_no_country_is_written_for_what_is_none_or_several(text: str, why: str) -> None:
    found = READ(text, None)
    assert (found.code, found.is_ambiguous) == ("", True)
    assert why in found.remark


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Trinidad and Tobago", "TT"), ("Bosnia & Herzegovina", "BA"), ("São Tomé e Príncipe", "ST"),
        ("FR/France", "FR"),
        ("South Africa", "ZA"), ("Südafrika", "ZA"), ("Central African Republic", "CF"), ("Deutschland/Germany", "DE"),
        ("Bonaire, Sint Eustatius and Saba", "BQ"), ("Korea (South)", "KR"), ("EU", "BE"),
    ],
)  # fmt: skip
def test_names_that_only_look_like_several_are_their_country(text: str, code: str) -> None:
    assert READ(text, None)[:3] == (code, text, False)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("FR", "Französische Republik;République française;Franse Republiek;フランス共和国;프랑스 공화국"),
        ("FR", "法兰西共和国;Fransız Cumhuriyeti"),
        ("IT", "Italienische Republik;Repubblica Italiana;Republika Włoska;Итальянская Республика;イタリア共和国"),
        ("NL", "Königreich der Niederlande;Koninkrijk der Nederlanden;Regno dei Paesi Bassi;Королівство Нідерланди"),
        ("TR", "Republik Türkei;Türkiye Cumhuriyeti;トルコ共和国;República de Turquía;Турецкая Республика"),
        ("BR", "ブラジル連邦共和国;Föderative Republik Brasilien;브라질 연방 공화국"),
        ("VN", "ベトナム社会主義共和国;Sozialistische Republik Vietnam"),
        ("IR", "イラン・イスラム共和国;İran İslam Cumhuriyeti"),
        ("RU", "Российская Федерация;Russische Föderation;Російська Федерація"), ("LU", "Großherzogtum Luxemburg"),
        ("AR", "República Argentina;Argentinische Republik"), ("DE", "Bundesrepublik Deutschland;ドイツ連邦共和国"),
    ],
)  # fmt: skip
def test_official_names_are_their_countries(code: str, names: str) -> None:
    assert {name: READ(name, None).code for name in names.split(";")} == dict.fromkeys(names.split(";"), code)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Republica Angola", "did you mean `AO`"), ("Republik Vietnam", "did you mean `VN`"),
        ("Olasz Királyság", "--country NAME=CODE gives one"), ("Βασίλειο του Λεσότο", "--country NAME=CODE"),
    ],
)  # fmt: skip
def test_an_official_name_that_nobody_knows_is_doubtful_and_no_new_country_in_silence(text: str, hint: str) -> None:
    found = READ(text, None)
    assert (found.code, found.is_doubtful) == ("", True)
    assert hint in found.remark


def test_a_former_state_still_gets_its_record() -> None:
    assert not READ("Serbia and Montenegro", None).is_ambiguous


def test_the_text_is_kept_and_told(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country\nLyon,Europe\nLille,FR/BE\nMetz,FR\n")
    assert found.cities == {"Lyon": None, "Lille": None, "Metz": "FR"}
    assert {node["type"] for node in found.nodes.values()} == {"city"}
    assert [what for _, what, _ in found.told("doubtful")] == ["Europe", "FR/BE"]
    notes = [str(node["record"].get("notes")) for node in found.nodes.values()]
    assert ["country: Europe" in note or "country: FR/BE" in note for note in notes] == [True, True, False]


def test_numbers_without_their_zeros_are_those_of_m49_if_the_header_says_so_else_asked(tmp_path: Path) -> None:
    rows = "Kabul,4\nTirana,8\nBuenos Aires,32\n"
    assert Imported(tmp_path, f"City,M49\n{rows}").cities == {"Kabul": "AF", "Tirana": "AL", "Buenos Aires": "AR"}
    (other := tmp_path / "other").mkdir()
    (question,) = questions(other, f"City,Country\n{rows}")
    assert options(question) == ["--country 4=AF --country 8=AL --country 32=AR", "--map notes=Country"]
    mapping = tmp_path / "said.yaml"
    mapping.write_text("countries: {4: AF, 8: AL, 32: AR}\n")
    found = Imported(other, f"City,Country\n{rows}", mapping=mapping)
    assert found.cities == {"Kabul": "AF", "Tirana": "AL", "Buenos Aires": "AR"}


def test_bare_ids_of_wikidata_are_read_under_its_name(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,QID,Rank\nLyon,FR,456,1\nMetz,FR,Q0,2\nLille,FR,648,3\n")
    ids = {node["name"]: node["record"].get("identifiers") for node in found.nodes.values()}
    assert ids == {"Lyon": {"wikidata": "Q456"}, "Metz": None, "Lille": {"wikidata": "Q648"}}
    assert [why for *_, why in found.told("doubtful")] == ["'Q0' is no id of Wikidata, as Q490 is; it is in the notes"]


def test_a_country_behind_a_single_name_of_a_column_is_that_of_its_city_and_said(tmp_path: Path) -> None:
    text = (
        "City,Partner\nHeilbronn,Frankfurt (Oder)\nLinz,Halle (Germany)\nKassel,Västerås (Sweden)\n"
        'Gera,"Turku, Finland"\nJena,Halle (Saale)\nBonn,"Batumi, Georgia"\nHagen,Wien\nUlm,Metz\nTrier,Lille\n'
    )
    found = Imported(tmp_path, text)
    cities = found.cities
    assert (cities["Halle"], cities["Västerås"], cities["Turku"]) == ("DE", "SE", "FI")
    assert {"Frankfurt (Oder)", "Halle (Saale)", "Batumi, Georgia"} <= cities.keys()
    assert [what for _, what, _ in found.told("read")] == [
        "Halle (Germany) → Halle | DE", "Västerås (Sweden) → Västerås | SE", "Turku, Finland → Turku | FI",
    ]  # fmt: skip
    assert [what for _, what, _ in found.told("doubtful")] == ["Batumi, Georgia"]


def test_a_flag_beside_a_name_is_its_country_and_no_part_of_it(tmp_path: Path) -> None:
    scotland = "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbsct") + "\U000e007f"
    text = f"City,Country,Partner\nLyon,FR,🇬🇧 Birmingham\n🇮🇹 Torino,IT,{scotland} Glasgow\n🇮🇹 Brest,FR,Kiel\n"
    found = Imported(tmp_path, text)
    assert found.cities == {
        "Lyon": "FR",
        "Birmingham": "GB",
        "Torino": "IT",
        "Glasgow": "GB",
        "Brest": "FR",
        "Kiel": "DE",
    }
    assert [(what, "the row says FR" in why) for _, what, why in found.told("doubtful")] == [("🇮🇹 Brest", True)]


def test_a_country_far_from_its_coordinates_is_told_and_left_out_if_its_name_is_also_that_of_a_part(
    tmp_path: Path,
) -> None:
    text = (
        "City,Country,Lat,Lon\nSmallham,Georgia,33.75,-84.39\nTbilisi,Georgia,41.72,44.79\nKielce,Poland,-12.5,-60.1\n"
    )
    found = Imported(tmp_path, text)
    assert found.cities == {"Smallham": None, "Tbilisi": "GE", "Kielce": "PL"}
    told = {what: why for _, what, why in found.told("doubtful")}
    assert told.keys() == {"Smallham", "Kielce"}
    assert "far from Georgia; Georgia can be a part of another country" in told["Smallham"]
    assert "far from Poland" in told["Kielce"]
    notes = {node["name"]: str(node["record"].get("notes")) for node in found.nodes.values()}
    assert "country: Georgia" in notes["Smallham"]


def test_the_country_of_the_row_decides_what_a_code_behind_a_name_is(tmp_path: Path) -> None:
    text = 'City,Partner,Country\nLeeds,"Gary, IN",USA\nYork,"Nancy, FR",France\nHull,"Augusta, GA",USA\n'
    found = Imported(tmp_path, text)
    assert found.cities == {"Leeds": "GB", "York": None, "Hull": None, "Gary": "US", "Nancy": "FR", "Augusta": "US"}
    notes = {node["name"]: str(node["record"].get("notes")) for node in found.nodes.values()}
    assert ("Indiana" in notes["Gary"], notes["Nancy"]) == (True, "None")
    (other := tmp_path / "other").mkdir()
    (question,) = questions(other, text.replace('Augusta, GA",USA', 'Augusta, GA",'))
    assert "behind a name a country, or a part of one" in question.what


@pytest.mark.parametrize(
    ("text", "code"),
    [("США, шт. Огайо", "US"), ("США (штат Огайо)", "US"),
     ("USA - state of Ohio", "US"), ("Egyesült Államok, WA", "US"),
     ("美国，俄亥俄州", "US"), ("미국（오하이오주）", "US"),
     ("Italia, prov. Lecco", "IT"), ("Polska, woj. śląskie", "PL"),
     ("САЩ, щат Охайо", "US"), ("Spain, Provincia de Lugo", "ES"), ("Türkiye, Bursa ili", "TR")],
)  # fmt: skip
def test_a_country_beside_a_word_for_its_part_is_that_country(text: str, code: str) -> None:
    found = READ(text, None)
    assert (found.code, bool(found.part)) == (code, True)


def test_what_stands_beside_a_country_and_is_no_known_part_makes_no_country(tmp_path: Path) -> None:
    found = Imported(tmp_path, 'City,Country\nCincinnati,"США, шт. Огайо"\nMacau,China (RAE)\nLyon,France\n')
    assert {node["type"] for node in found.nodes.values()} == {"city"}
    assert (found.cities["Cincinnati"], found.cities["Macau"]) == ("US", "CN")
    notes = {node["name"]: str(node["record"].get("notes")) for node in found.nodes.values()}
    assert "шт. Огайо" in notes["Cincinnati"]
    assert "China (RAE)" in notes["Macau"]
    assert [told[1] for told in found.told("read")] == ["China (RAE)"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("Sudan, South", "SS"), ("Guinea, Equatorial", "GQ"), ("Velika Britanija", "GB"), ("Велика Британија", "GB"),
     ("დიდი ბრიტანეთი", "GB"), ("Inggris", "GB"), ("LB Nga", "RU"), ("Ν. Κορέα", "KR"), ("Β. Κορέα", "KP")],
)  # fmt: skip
def test_names_of_countries_in_use(text: str, code: str) -> None:
    assert READ(text, None).code == code

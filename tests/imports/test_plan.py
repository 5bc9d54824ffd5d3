"""What each column of a table becomes: decided by the file, or asked; never guessed in silence."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.mapping_file import read
from citygraph.imports.options import options_given, said_of
from conftest import citygraph, examples
from imported import Imported, brought, options, questions, table
from worlds import load

CITIES = {"Lyon": "France", "Milan": "Italy", "Leipzig": "Germany", "Porto": "Portugal", "Kyoto": "Japan"}
CODES = {"Lyon": "FR", "Milan": "IT", "Leipzig": "DE", "Porto": "PT", "Kyoto": "JP"}

# ---------------------------------------------------------------- whose column it is


@examples(25)
@given(
    pairs=st.lists(
        st.tuples(st.sampled_from(list(CITIES)), st.sampled_from(list(CITIES))).filter(lambda pair: pair[0] != pair[1]),
        min_size=1, max_size=8, unique=True,
    ),
    side=st.sampled_from([0, 1]),
    order=st.permutations(["City", "Country", "Partner city"]),
)  # fmt: skip
def test_a_bare_column_goes_to_its_owner_or_is_asked_about(
    pairs: list[tuple[str, str]], side: int, order: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Wherever the column of the countries of one end stands: no city ever has a country that is not its own, unless
    the file says nothing against it."""
    rows = [{"City": one, "Partner city": other, "Country": CITIES[(one, other)[side]]} for one, other in pairs]
    text = "\n".join(",".join(row) for row in (order, *([row[name] for name in order] for row in rows)))
    owner = [pair[side] for pair in pairs]
    other = [pair[1 - side] for pair in pairs]
    tells = {name: {CITIES[one] for one, beside in zip(owner, other, strict=True) if beside == name} for name in other}
    folder = tmp_path_factory.mktemp("whose")
    try:
        found = Imported(folder, text).cities
    except OpenQuestions as error:
        (question,) = error.questions
    else:
        question = None
    if question is not None:
        assert options(question) == ["--map from.country=Country", "--map to.country=Country"]
        return
    if any(len(countries) > 1 for countries in tells.values()):  # the other end cannot be the owner
        assert all(found[name] in (CODES[name], None) for name in found)


def test_one_city_with_many_countries_means_that_they_are_the_partners(tmp_path: Path) -> None:
    for number, header in enumerate(("City,Partner city,Country", "City,Country,Partner city")):
        (folder := tmp_path / str(number)).mkdir()
        rows = [("Lyon", "Milan", "Italy"), ("Lyon", "Kyoto", "Japan"), ("Lyon", "Leipzig", "Germany")]
        cells = [(row[0], row[2], row[1]) for row in rows] if number else rows
        text = "\n".join([header, *(",".join(row) for row in cells)])
        assert Imported(folder, text).cities == {"Lyon": "FR", "Milan": "IT", "Kyoto": "JP", "Leipzig": "DE"}


def test_where_geonames_knows_no_name_contents_against_the_place_are_asked_about(tmp_path: Path) -> None:
    text = "City,Country,Partner city\nXaville,Italy,Xbville\nXaville,Japan,Xcville\nXaville,Germany,Xdville\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--map from.country=Country", "--map to.country=Country"]


def test_one_partner_of_many_countries_means_that_they_are_the_cities(tmp_path: Path) -> None:
    text = "Country,City,Partner city\nSpain,Bilbao,Bordeaux\nPortugal,Porto,Bordeaux\nGermany,Munich,Bordeaux\n"
    assert Imported(tmp_path, text).cities == {"Bilbao": "ES", "Porto": "PT", "Munich": "DE", "Bordeaux": "FR"}


def test_a_column_that_depends_on_neither_end_is_asked_about(tmp_path: Path) -> None:
    text = "City,Country,Partner city\nLyon,France,Milan\nLyon,Italy,Rome\nParis,Japan,Rome\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--map from.country=Country", "--map to.country=Country"]
    assert "`Lyon` has France and Italy" in question.what
    assert question.readings[0].samples == ("Lyon: France", "Lyon: Italy", "Paris: Japan")


def test_two_spellings_of_a_country_and_a_place_are_no_contradiction(tmp_path: Path) -> None:
    text = "City,Country,Lat,Lon,Partner city\nLyon,FR,45.76,4.83,Milan\nLyon,France,45.8,4.8,Rome\n"
    found = Imported(tmp_path, text)
    assert found.cities == {"Lyon": "FR", "Milan": "IT", "Rome": "IT"}
    assert found.nodes["lyon"]["lat"] == 45.76


def test_two_sets_of_the_same_columns_belong_to_both_ends(tmp_path: Path) -> None:
    text = (
        "City,State,Country,Partner city,State,Country\nPortland,Oregon,United States,Sapporo,Hokkaido,Japan\n"
        "Springfield,Illinois,United States,Ashikaga,Tochigi,Japan\n"
    )
    found = Imported(tmp_path, text)
    assert found.cities == {"Portland": "US", "Sapporo": "JP", "Springfield": "US", "Ashikaga": "JP"}
    assert found.nodes["sapporo"]["record"]["notes"] == "register: region: Hokkaido"
    assert not found.told("unread")


def test_a_header_that_stands_twice_as_a_whole_is_that_of_two_ends(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,City,Country\nLyon,France,Milan,Italy\nParis,France,Rome,Italy\n",
                     kind="sister-city")  # fmt: skip
    assert found.cities == {"Lyon": "FR", "Milan": "IT", "Paris": "FR", "Rome": "IT"}
    assert found.pairs == {frozenset({"Lyon", "Milan"}), frozenset({"Paris", "Rome"})}


# ---------------------------------------------------------------- two columns, one target; contents outvote headers


def test_two_columns_for_one_target_are_asked_about_if_they_differ(tmp_path: Path) -> None:
    text = "City,Country,Land\nLyon,France,Italy\n"
    (question,) = questions(tmp_path, text)
    assert set(options(question)) == {"--map country=Country", "--map country=Land"}
    (same := tmp_path / "same").mkdir()
    assert Imported(same, text.replace("Italy", "FR")).cities == {"Lyon": "FR"}


def test_from_and_to_may_be_years(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Partner city,From,To\nLyon,Milan,1966,\nLyon,Kyoto,1951,1990\n")
    assert [(tie["since"], tie.get("until"), tie["status"]) for tie in found.ties] == [
        ("1951", "1990", "ended"), ("1966", None, "unknown"),
    ]  # fmt: skip
    assert found.told("read")[0][1:] == ("status", "no status is given, and the last day has passed: it is ended")


def test_codes_areas_and_addresses_make_no_table_of_ties(tmp_path: Path) -> None:
    found = Imported(tmp_path, "name,iso2,area_km2,Address 2\nLyon,FR,47.87,Place A\nParis,FR,105.4,Rue B\n")
    assert (found.cities, found.ties) == ({"Lyon": "FR", "Paris": "FR"}, [])
    assert [what for _, what, _ in found.told("unread")] == ["area_km2", "Address 2"]


def test_short_capitals_are_names_where_the_header_says_so(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City name,Country,Partner name\nLYON,FR,ROMA\nPARIS,FR,MILAN\n")
    assert found.cities == {"LYON": "FR", "ROMA": "IT", "PARIS": "FR", "MILAN": "IT"}
    assert all("iata" not in str(node["record"]) for node in found.nodes.values())


# ---------------------------------------------------------------- wide tables, lists, and one end for all rows


def test_partners_side_by_side_are_a_tie_each(tmp_path: Path) -> None:
    found = Imported(
        tmp_path, "City,Country,Partner 1,Partner 2,Partner 3\nLyon,France,Milan,Kyoto,\nParis,France,Rome,,\n"
    )
    assert found.pairs == {frozenset(pair) for pair in (("Lyon", "Milan"), ("Lyon", "Kyoto"), ("Paris", "Rome"))}
    assert {one.outcome for one in found.report.remarks} == {"located"}  # empty room is nothing to tell


def test_what_stands_beside_a_partner_is_of_that_partner(tmp_path: Path) -> None:
    text = (
        "City,Country,Partner 1,Country 1,Since 1,Partner 2,Partner 2 country,Since 2,Status\n"
        "Lyon,France,Milan,Italy,03/04/1967,Birmingham,UK,13/02/1951,active\nPorto,Portugal,Bristol,UK,1984,,,,\n"
    )
    found = Imported(tmp_path, text)
    assert found.cities == {"Lyon": "FR", "Milan": "IT", "Birmingham": "GB", "Porto": "PT", "Bristol": "GB"}
    assert [(tie["ends"], tie["since"], tie["status"]) for tie in found.ties] == [
        (("Birmingham", "Lyon"), "1951-02-13", "active"), (("Bristol", "Porto"), "1984", "unknown"),
        (("Lyon", "Milan"), "1967-04-03", "active"),
    ]  # fmt: skip
    assert not found.told("unread")


def test_a_cell_with_several_names_is_asked_about_and_split(tmp_path: Path) -> None:
    text = "City,Country,Partners\nLyon,France,Milan; Kyoto; Leipzig\nParis,France,Rome; Oslo\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--split 'Partners=;'", "--split Partners=none"]
    assert len(Imported(tmp_path, text, splits=["Partners=;"]).ties) == 5
    (whole := tmp_path / "whole").mkdir()
    assert "Rome; Oslo" in Imported(whole, text, splits=["Partners=none"]).cities
    (narbonne := tmp_path / "narbonne").mkdir()  # `none` is no delimiter
    text = "City,Partners\nLyon,Carnone/Sud/Est\nParis,Rome/Oslo/Bern\n"
    assert "Carnone/Sud/Est" in Imported(narbonne, text, splits=["Partners=none"]).cities


LIST = "Town,Land,Since\nMilan,Italy,1967\nKyoto,Japan,1951\n"


def test_a_towns_own_list_has_that_town_at_one_end(tmp_path: Path) -> None:
    found = Imported(tmp_path, LIST, kind="sister-city", constants=["from.name=Lyon", "from.country=FR"])
    assert found.cities == {"Lyon": "FR", "Milan": "IT", "Kyoto": "JP"}
    assert found.pairs == {frozenset({"Lyon", "Milan"}), frozenset({"Lyon", "Kyoto"})}


def test_the_members_of_a_network_are_its_ends(tmp_path: Path) -> None:
    found = Imported(tmp_path, LIST, kind="member-of", constants=["to.name=C40 Cities", "to.type=organization"])
    assert found.nodes["c40-cities"]["type"] == "organization"
    assert [(tie["kind"], *tie["ends"]) for tie in found.ties] == [
        ("member-of", "Kyoto", "C40 Cities"), ("member-of", "Milan", "C40 Cities"),
    ]  # fmt: skip


# ---------------------------------------------------------------- dates and numbers


def test_another_column_decides_the_order_of_day_and_month(tmp_path: Path) -> None:
    text = "City,Partner city,Signed,Ended\nLyon,Milan,03/04/1990,\nLyon,Kyoto,05/06/1991,13/02/2001\n"
    found = Imported(tmp_path, text)
    assert [tie["agreement"]["signed"] for tie in found.ties] == ["1991-06-05", "1990-04-03"]
    assert any("`Signed`: the day comes first, as 13/02/2001" in sentence for sentence in found.report.said)
    (question,) = questions_anew(tmp_path, text.replace("13/02/2001", ""))
    assert options(question) == ["--date-order dmy", "--date-order mdy"]
    assert [reading.samples[0] for reading in question.readings] == ["1990-04-03", "1990-03-04"]
    (american := tmp_path / "american").mkdir()
    found = Imported(american, text.replace("13/02/2001", ""), date_order="mdy")
    assert [tie["agreement"]["signed"] for tie in found.ties] == ["1991-05-06", "1990-03-04"]


def questions_anew(folder: Path, text: str) -> tuple[object, ...]:
    (anew := folder / "anew").mkdir()
    return questions(anew, text)


def test_a_column_of_both_orders_leaves_its_open_dates_open(tmp_path: Path) -> None:
    text = "City,Partner city,Since\nLyon,Milan,13/02/1990\nLyon,Kyoto,02/13/1990\nLyon,Porto,03/04/1990\n"
    found = Imported(tmp_path, text)
    assert {tie["ends"]: tie.get("since") for tie in found.ties} == {
        ("Kyoto", "Lyon"): "1990-02-13", ("Lyon", "Milan"): "1990-02-13", ("Lyon", "Porto"): None,
    }  # fmt: skip
    assert len(found.told("doubtful")) == 1


def test_a_column_of_numbers_decides_what_its_points_are(tmp_path: Path) -> None:
    found = Imported(tmp_path, "name,country,Population\nLyon,FR,1.513.000\nBonn,DE,330.579\n")
    values = {id: node["record"]["observations"][0]["value"] for id, node in found.nodes.items()}
    assert values == {"lyon": 1513000, "bonn": 330579}


@pytest.mark.parametrize(
    ("codes", "countries"),
    [
        (("FRA", "DEU", "CHE"), ("FR", "DE", "CH")),
        (("FRA", "GER", "SUI"), ("FR", "DE", "CH")),
        (("250", "276", "756"), ("FR", "DE", "CH")),
        (("Frankreich", "DEU", "Suisse"), ("FR", "DE", "CH")),
    ],
)
def test_the_codes_of_a_column_are_of_one_sort(
    tmp_path: Path, codes: tuple[str, ...], countries: tuple[str, ...]
) -> None:
    rows = "".join(f"{name},{code}\n" for name, code in zip(("Lyon", "Bonn", "Bern"), codes, strict=True))
    found = Imported(tmp_path, f"City,Country\n{rows}")
    assert tuple(found.cities[name] for name in ("Lyon", "Bonn", "Bern")) == countries


# ---------------------------------------------------------------- what stands beside a name


def test_a_country_behind_a_name_is_told_apart(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Partner city\nLyon (France),Milan (Italy)\nLyon (France),Kyoto (Japan)\n")
    assert found.cities == {"Lyon": "FR", "Milan": "IT", "Kyoto": "JP"}
    assert any("Lyon (France) → Lyon | France" in sentence for sentence in found.report.said)


def test_states_behind_names_are_no_countries(tmp_path: Path) -> None:
    """CA is California beside OR, which is no country's code."""
    text = 'City,Partner city\n"Los Angeles, CA","Nagoya, Japan"\n"Portland, OR","Sapporo, Japan"\n'
    found = Imported(tmp_path, text)
    assert found.cities == {"Los Angeles": "US", "Nagoya": "JP", "Portland": "US", "Sapporo": "JP"}
    assert found.nodes["los-angeles"]["record"]["notes"] == "register: region: California"


@pytest.mark.parametrize(("behind", "country"), [("CA", "CA"), ("Georgia", "GE")])
def test_a_state_that_may_be_a_country_is_asked_about(tmp_path: Path, behind: str, country: str) -> None:
    text = f'City,Partner city\n"Athens, {behind}",Nagoya\n'
    (question,) = questions(tmp_path, text)
    assert options(question) == [
        f"--country {behind}={country}", f"--country {behind}=US", "--split City=none",
    ]  # fmt: skip
    for code in (country, "US"):
        (folder := tmp_path / code).mkdir()
        mapping = table(folder, f"countries: {{{behind}: {code}}}\n", "m.yaml")
        assert Imported(folder, text, mapping=mapping).cities["Athens"] == code


def test_namesakes_of_two_states_are_two(tmp_path: Path) -> None:
    found = Imported(tmp_path, 'City,Partner city\n"Springfield, IL",Ashikaga\n"Springfield, OH",Pitesti\n')
    assert len([node for node in found.nodes.values() if node["name"] == "Springfield"]) == 2


def test_footnotes_and_titles_are_no_part_of_a_name(tmp_path: Path) -> None:
    text = "City,Country,Partner city,Since\nLyon*,France,Milan[1],1966\nLyon¹,France,Kyoto†,1951\n"
    found = Imported(tmp_path, text)
    assert set(found.cities) == {"Lyon", "Milan", "Kyoto"}
    assert ("register.csv:2", "Lyon* → Lyon", "a footnote mark was taken off") in found.told("read")
    (titles := tmp_path / "titles").mkdir()
    found = Imported(titles, "City,Partner\nCity of Lyon,City of Milan\nCity of Porto,City of Kyoto\n")
    assert set(found.cities) == {"Lyon", "Milan", "Porto", "Kyoto"}
    assert any("City of Lyon → Lyon" in sentence for sentence in found.report.said)
    (some := tmp_path / "some").mkdir()
    assert "City of London" in Imported(some, "City,Partner\nCity of London,Milan\nPorto,Kyoto\n").cities


def test_a_name_that_has_lost_a_letter_is_told(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Partner city\nLyon,K?ln\nLyon,M\ufffdnchen\nLyon,Why?\n")
    assert [(where, what) for where, what, _ in found.told("doubtful")] == [
        ("register.csv:2", "K?ln"), ("register.csv:3", "M\ufffdnchen"), ("register.csv:4", "Why?"),
    ]  # fmt: skip
    *lost, doubted = (why for _, _, why in found.told("doubtful"))
    assert all("letter" in why for why in lost)
    assert "doubts this name" in doubted


def test_words_for_nothing_are_no_values_and_the_user_may_add_some(tmp_path: Path) -> None:
    text = "City,Country,Partner city,Since\nLyon,France,Milan,n/a\nLyon,France,unknown,1951\nLyon,k.A.,Porto,xx\n"
    mapping = table(tmp_path, "missing: [xx]\n", "m.yaml")
    found = Imported(tmp_path, text, mapping=mapping)
    assert found.cities == {"Lyon": "FR", "Milan": "IT", "Porto": None}
    assert [tie.get("since") for tie in found.ties] == [None, None]
    assert not found.told("doubtful")


# ---------------------------------------------------------------- coordinates


def test_zero_zero_is_no_place(tmp_path: Path) -> None:
    found = Imported(tmp_path, "name,country,lat,lon\nBonn,DE,50.73,7.1\nKiel,DE,0,0\n")
    assert found.nodes["kiel"]["lat"] is None
    assert found.told("doubtful")[0][:2] == ("register.csv:3", "Kiel")


def test_latitude_and_longitude_that_are_swapped_are_asked_about(tmp_path: Path) -> None:
    text = "name,country,lat,lon\nBonn,DE,7.1,50.73\nKiel,DE,10.13,54.32\nTrier,DE,6.64,49.75\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--map lat=lon --map lon=lat", "--map lat=lat --map lon=lon"]
    found = Imported(tmp_path, text, pairs=["lat=lon", "lon=lat"])
    assert (found.nodes["bonn"]["lat"], found.nodes["bonn"]["lon"]) == (50.73, 7.1)
    (one := tmp_path / "one").mkdir()  # a single row is no question
    text = "name,country,lat,lon\nBonn,DE,50.73,7.1\nKiel,DE,54.32,10.13\nAcapulco,MX,-99.52,16.51\n"
    found = Imported(one, text)
    assert found.nodes["acapulco"]["lat"] is None
    assert [what for _, what, _ in found.told("doubtful")] == ["Acapulco"]


# ---------------------------------------------------------------- statuses and kinds


def test_words_for_statuses_are_known_in_other_languages(tmp_path: Path) -> None:
    text = (
        "City,Partner city,Status\nLyon,Milan,actif\nLyon,Leipzig,beendet\nLyon,Turin,en sommeil\nLyon,Rome,wobbly\n"
        "Lyon,Oslo,wobbly\n"
    )
    found = Imported(tmp_path, text)
    statuses = {(tie["ends"][0] if tie["ends"][1] == "Lyon" else tie["ends"][1]): tie for tie in found.ties}
    assert {name: tie["status"] for name, tie in statuses.items()} == {
        "Milan": "active", "Leipzig": "ended", "Turin": "dormant", "Rome": "unknown", "Oslo": "unknown",
    }  # fmt: skip
    assert statuses["Rome"]["notes"] == "register: status: wobbly"
    (remark,) = (one for one in found.report.remarks if one.outcome == "doubtful")
    assert (remark.what, remark.number) == ("wobbly", 2)
    (said := tmp_path / "said").mkdir()
    found = Imported(said, text, mapping=table(said, "statuses: {wobbly: dormant}\n", "m.yaml"))
    assert not found.told("doubtful")


def test_an_unknown_kind_names_the_way_out_and_may_be_made(tmp_path: Path) -> None:
    text = "Country,Partner country,Since\nFrance,Germany,1990\nGermany,Poland,1991\n"
    file = table(tmp_path, text)
    words = ("import", file, "--into", tmp_path / "g", "--type", "country", "--map", "from.name=Country",
             "--map", "to.name=Partner country")  # fmt: skip
    ran = citygraph(*words, "--kind", "borders")
    assert (ran.code, (tmp_path / "g").exists()) == (2, False)
    assert "there is no kind `borders`" in ran.err
    assert "--new-kind borders:FAMILY" in ran.err
    assert citygraph(*words, "--new-kind", "borders:somewhere").code == 2
    assert citygraph(*words, "--new-kind", "borders:structure").code == 0
    assert citygraph("check", "--graph", tmp_path / "g").code == 0
    assert "    between: [country]\n" in (tmp_path / "g/register/kinds.yaml").read_text()
    ties = (tmp_path / "g/register/ties.csv").read_text().splitlines()
    assert ties[1:] == ["borders,france; germany,1990,register", "borders,germany; poland,1991,register"]


def test_a_word_for_a_kind_is_kept_and_one_for_nothing_is_no_kind(tmp_path: Path) -> None:
    rows = "".join(f"Lyon,Town {number},twinning\n" for number in range(40))
    found = Imported(
        tmp_path, f"City,Partner city,Kind\nLyon,Milan,Freundschaft\nLyon,Kyoto,n/a\nLyon,Porto,pact\n{rows}"
    )
    assert {(tie["kind"], tie.get("called")) for tie in found.ties} == {
        ("sister-city", "twinning"), ("friendship-city", "Freundschaft"),
    }  # fmt: skip
    assert [where for where, _, why in found.told("doubtful") if "kind" in why] == ["register.csv:3"]
    assert [where for where, _, _ in found.told("refused")] == ["register.csv:4"]


TRADE = "origin,destination,year,amount,unit\nDE,FR,2020,100,t\nFR,DE,2020,80,t\nDE,FR,2021,110,t\n"


def test_amounts_from_one_to_another_are_asked_for_their_kind_and_their_direction(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, TRADE, type="country")
    directed = [f"--new-kind {kind}:directed" for kind in (
        "exports-to:economy", "connected-to:exchange", "migration-to:exchange",
    )]  # fmt: skip
    assert options(question) == ["--kind trades-with", *directed, "--kind supports"]
    (question,) = questions(tmp_path, TRADE, type="country", kind="trades-with")
    assert options(question) == directed
    found = Imported(tmp_path, TRADE, type="country", kind="exports-to", new_kind="exports-to:economy:directed")
    figures = {
        tie["ends"]: [(one["value"], one["unit"], one["period"]) for one in tie["observations"]] for tie in found.ties
    }
    assert figures == {
        ("Germany", "France"): [(100, "t", "2020"), (110, "t", "2021")], ("France", "Germany"): [(80, "t", "2020")],
    }  # fmt: skip
    assert {node["record"]["iso"] for node in found.nodes.values()} == {"DE", "FR"}


# ---------------------------------------------------------------- the mapping file, and the command


def test_a_mapping_that_is_saved_reads_the_same(tmp_path: Path) -> None:
    text = "City,Country,Partner city,Partner country,Since,Colour\nLyon,FR,Milan,IT,1966,red\n"
    file = table(tmp_path, text)
    saved = tmp_path / "saved.yaml"
    assert citygraph("import", file, "--save-mapping", saved, "--set", "status=active").code == 0
    assert '#  TARGET: "Colour"  # red' in saved.read_text()
    assert citygraph("import", file, "--into", tmp_path / "a", "--mapping", saved).code == 0
    assert citygraph("import", file, "--into", tmp_path / "b", "--set", "status=active").code == 0
    read = [(tmp_path / name / "register/ties.csv").read_text() for name in ("a", "b")]
    assert read[0] == read[1]
    again = citygraph("import", file, "--save-mapping", saved)
    assert (again.code, "is there already" in again.err) == (2, True)


def test_several_files_have_each_their_own_mapping(tmp_path: Path) -> None:
    files = [
        table(tmp_path, "code,name,country\nP1,Lyon,FR\nP2,Milan,IT\n", "places.csv"),
        table(tmp_path, "pid,name\nX1,A. Example\nX2,B. Sample\n", "people.csv"),
        table(tmp_path, "person,place,title,begin\nX1,P1,Mayor,2001\nX2,P2,Mayor,2004\n", "mandates.csv"),
    ]
    table(tmp_path, "map: {key: code}\n", "places.import.yaml")
    table(tmp_path, "map: {key: pid}\nset: {type: official}\n", "people.import.yaml")
    table(tmp_path, "map: {key: person, of: place, since: begin}\nset: {type: official}\n", "mandates.import.yaml")
    report = brought("table", *files, into=tmp_path / "g")
    assert not report.count("refused", "doubtful", "unread")
    ran = citygraph("officials", "--graph", tmp_path / "g", "--format", "csv", "Lyon")
    assert "A. Example" in ran.out
    assert "Mayor" in ran.out
    assert "B. Sample" not in ran.out


def test_a_mapping_is_for_the_files_that_have_none_of_their_own(tmp_path: Path) -> None:
    files = [
        table(tmp_path, "Zorp,country\nLyon,FR\n", "places.csv"),
        table(tmp_path, "Blax,country\nMilan,IT\n", "b.csv"),
    ]
    table(tmp_path, "map: {name: Zorp}\n", "places.import.yaml")
    others = table(tmp_path, "map: {name: Blax}\ncountries: {FR: BE}\n", "others.yaml")
    brought("table", *files, into=tmp_path / "g", mapping=others)
    ran = citygraph("find", "Lyon", "--graph", tmp_path / "g", "--format", "csv")
    assert "BE" in ran.out
    assert "Milan" in citygraph("find", "Milan", "--graph", tmp_path / "g", "--format", "csv").out
    one = table(tmp_path, "map: {name: Zorp, notes: country}\n", "one.yaml")
    brought("table", files[0], into=tmp_path / "h", mapping=one)
    assert "country: FR" in (tmp_path / "h" / "register" / "cities.csv").read_text()


def test_a_mapping_for_no_file_is_refused(tmp_path: Path) -> None:
    files = [table(tmp_path, "Zorp\nLyon\n", "a.csv"), table(tmp_path, "Zorp\nMilan\n", "b.csv")]
    for name in ("a.import.yaml", "b.import.yaml", "others.yaml"):
        table(tmp_path, "map: {name: Zorp}\n", name)
    with pytest.raises(CityGraphError, match="each file has a mapping file of its own"):
        brought("table", *files, into=tmp_path / "g", mapping=tmp_path / "others.yaml")
    assert brought("table", *files, into=tmp_path / "g", mapping=tmp_path / "b.import.yaml").written["city"] == 2


def test_a_key_may_be_of_two_columns_that_say_something_themselves(tmp_path: Path) -> None:
    places = table(tmp_path, "Country,Code,Name\nFR,1,Lyon\nDE,1,Bonn\n", "places.csv")
    table(tmp_path, "map: {key: Country+Code}\n", "places.import.yaml")
    flows = table(tmp_path, "c1,n1,c2,n2\nFR,1,DE,1\n", "flows.csv")
    table(tmp_path, "map: {from: c1+n1, to: c2+n2}\nset: {kind: trades-with}\n", "flows.import.yaml")
    report = brought("table", places, flows, into=tmp_path / "g")
    assert not report.count("refused", "doubtful")
    cities = csv.DictReader((tmp_path / "g/register/cities.csv").read_text().splitlines())
    keys = {(row["id"], row["identifiers.register"], row["country"]) for row in cities}
    assert keys == {("lyon", "FR 1", "FR"), ("bonn", "DE 1", "DE")}
    assert "trades-with,bonn; lyon" in (tmp_path / "g/register/ties.csv").read_text()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("City,Partner city,Since\nLyon,Milan,1966\n", 0),
        ("City,Partner city,Since\nLyon,Milan,soon\n", 1),
        ("City,Partner city,Since\nLyon,Milan,03/04/1990\n", 2),
    ],
)
def test_the_exit_code_tells_if_something_is_open(tmp_path: Path, text: str, code: int) -> None:
    ran = citygraph("import", table(tmp_path, text), "--into", tmp_path / "g")
    assert ran.code == code
    assert (tmp_path / "g").exists() == (code < 2)
    assert ("nothing is written" in ran.err) == (code == 2)


def test_after_a_question_a_folder_is_as_it_was(tmp_path: Path) -> None:
    file = table(tmp_path, "City,Partner city,Since\nLyon,Milan,1966\n")
    brought("table", file, into=tmp_path / "g")
    before = {path: path.read_bytes() for path in (tmp_path / "g").rglob("*") if path.is_file()}
    table(tmp_path, "City,Partner city,Since\nLyon,Milan,03/04/1990\n")
    assert citygraph("import", file, "--into", tmp_path / "g", "--source", "register").code == 2
    assert {path: path.read_bytes() for path in (tmp_path / "g").rglob("*") if path.is_file()} == before


def test_a_mistyped_name_of_a_format_is_told_from_a_missing_file(tmp_path: Path) -> None:
    file = table(tmp_path, "City,Country\nLyon,FR\n")
    ran = citygraph("import", "tabel", file, "--into", tmp_path / "g")
    assert (ran.code, "no file and no format `tabel`; did you mean `table`" in ran.err) == (2, True)


def test_what_is_said_of_one_file_is_not_said_of_another(tmp_path: Path) -> None:
    table(tmp_path, "set: {country: FR}\n", "one.import.yaml")
    one, other = said_of([tmp_path / "one.csv", tmp_path / "other.csv"], None, options_given(["name=N"]), read)
    assert (one.set, other.set) == ({"country": "FR"}, {})
    assert one.map == other.map == {"name": ["N"]}


def test_a_number_of_rows_is_no_id_of_the_town(tmp_path: Path) -> None:
    text = "id,City,Country,Partner,Partner country\n1,Lyon,FR,Leeds,GB\n2,Lyon,FR,York,GB\n3,Lyon,FR,Bath,GB\n"
    assert Imported(tmp_path, text).cities == {"Lyon": "FR", "Leeds": "GB", "York": "GB", "Bath": "GB"}


def test_names_and_countries_of_one_cell_belong_together_one_by_one(tmp_path: Path) -> None:
    text = 'City,Country,Partner,Partner country\nLyon,FR,"Leeds; Turin","GB; IT"\nBonn,DE,Oxford,GB\n'
    found = Imported(tmp_path, text, splits=["Partner=;", "Partner country=;"])
    assert found.cities == {"Lyon": "FR", "Leeds": "GB", "Turin": "IT", "Bonn": "DE", "Oxford": "GB"}


def test_what_the_file_doubts_is_not_sure(tmp_path: Path) -> None:
    text = "City,Country,Partner,Partner country,Since,Status\nBonn,DE,Leeds,GB?,2005/06,active?\n"
    found = Imported(tmp_path, text)
    assert found.cities == {"Bonn": "DE", "Leeds": None}
    assert [(tie["since"], tie["status"]) for tie in found.ties] == [(None, "unknown")]
    assert {what for _, what, _ in found.told("doubtful")} >= {"GB?", "active?"}


def test_a_mapping_file_that_is_a_list_is_no_mapping_file(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("- a\n")
    with pytest.raises(CityGraphError, match=r"m.yaml: a mapping file has sections"):
        Imported(tmp_path, "City,Country\nBonn,DE\n", mapping=tmp_path / "m.yaml")


def test_the_figures_of_years_are_those_of_the_place_before_them(tmp_path: Path) -> None:
    """People live in a place, not in a tie; an estimate stays one, and one row tells of one tie."""
    found = Imported(
        tmp_path,
        "City,Country,Population 2011 census,Population 2021 estimate,Partner,Partner country\n"
        "Leeds,GB,751485,812000,Lille,FR\nYork,GB,198051,202800,Dijon,FR\n",
    )
    shown = {
        node["name"]: [(one["as_of"], one.get("bound")) for one in node.get("observations", ())]
        for node in (record.data for record in load(found.into).records if record.type == "city")
    }
    years = [("2011", None), ("2021", "about")]
    assert shown == {"Leeds": years, "York": years, "Lille": [], "Dijon": []}
    assert not found.report.remarks


def test_a_second_column_of_one_target_is_told_where_the_first_has_something_else(tmp_path: Path) -> None:
    text = "City,One,Other\nKiel,Brest,Brest\nBremen,Riga,Riga-Stadt\nUlm,Bath,\nBonn,,Oxford\nTrier,Metz,Gloucester\n"
    pairs = ["from.name=City", "to.name=One", "to.name=Other"]
    found = Imported(tmp_path, text, pairs=pairs, kind="sister-city")
    (told,) = [one for one in found.report.remarks if one.outcome == "doubtful"]
    assert told.what == "Other"
    assert told.why == (
        "2 rows have something else under `One`, which counts: Riga, not Riga-Stadt; --map notes=Other keeps both"
    )
    (other := tmp_path / "other").mkdir()
    kept = Imported(other, text, pairs=[*pairs, "notes=Other"], kind="sister-city")
    assert not kept.report.count("doubtful")
    assert any("Riga-Stadt" in str(tie) for tie in kept.ties)


def test_several_columns_of_other_names_all_add_to_them(tmp_path: Path) -> None:
    text = "City,Country,Alias,Other names\nKiel,DE,Kilo,Chilonium\nUlm,DE,,Ulma\nBonn,DE,Bonna,Bonna\n"
    found = Imported(tmp_path, text)
    names = {node["name"]: node["record"].get("aliases", []) for node in found.nodes.values()}
    assert names == {"Kiel": ["Kilo", "Chilonium"], "Ulm": ["Ulma"], "Bonn": ["Bonna"]}

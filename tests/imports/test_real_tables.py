"""Tables of ties as towns, networks and offices keep them: each goes in right, or the one question that it leaves open
has an option, and with that option it goes in right."""

import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.report import ImportReport
from conftest import examples
from imported import brought, said_in
from worlds import load

Tie = tuple[str, ...]


def imported(file: Path, into: Path, options: str = "", reader: str = "table") -> ImportReport:
    """Import a file with options as a person pastes them."""
    given: dict[str, list[str]] = {}
    words = shlex.split(options)
    for name, value in zip(words[::2], words[1::2], strict=True):
        given.setdefault(name, []).append(value)
    return brought(
        reader, file, into=into, pairs=given.get("--map", ()), constants=given.get("--set", ()),
        splits=given.get("--split", ()), kinds=given.get("--kind", ()), no_header="--no-header" in options or None,
        new_kind=given.get("--new-kind", [None])[0], decimal=given.get("--decimal", [None])[0],
    )  # fmt: skip


def table(folder: Path, text: str, name: str = "register.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def names(folder: Path) -> dict[str, str]:
    """The names and countries of all nodes, by id."""
    shown = {}
    for record in load(folder).records:
        if record.type in ("city", "country", "organization"):
            place = record.data.get("country") or record.data.get("iso") or ""
            shown[record.id] = f"{record.data['name']} {place}".strip()
    return shown


def ties(folder: Path) -> set[Tie]:
    """The ties: both ends with their countries, and what is asked of each. Ends without a direction are in order."""
    shown, found = names(folder), set()
    for record in load(folder).records:
        if record.type == "tie":
            data = record.data
            ends = (
                sorted(shown[id] for id in data["between"])
                if "between" in data
                else [shown[data["from"]], shown[data["to"]]]
            )
            found.add((*ends, data["kind"], str(data.get("since") or "")))
    return found


def asked(file: Path, into: Path, options: str = "") -> list[str]:
    """The options of all readings of the one question that a file leaves open."""
    with pytest.raises(OpenQuestions) as stopped:
        imported(file, into, options)
    assert not into.exists()
    (question,) = stopped.value.questions
    return [reading.option for reading in question.readings]


SISTER = "sister-city"

RIGHT: dict[str, tuple[str, Sequence[Tie]]] = {
    "a date that nobody names is the first day of a partnership": (
        "País;Ciudad;Ciudad hermana;Fecha\nEspaña;Zaragoza;Pau;1960\nEspaña;Zaragoza;Biarritz;1977\n"
        "Colombia;Medellín;Zaragoza;2005\n",
        [("Pau", "Zaragoza ES", SISTER, "1960"), ("Biarritz FR", "Zaragoza ES", SISTER, "1977"),
         ("Medellín CO", "Zaragoza ES", SISTER, "2005")],
    ),
    "a city and its country in one column, as the header says": (
        'City/Country,Twin city/Country,Since\n"Coventry, United Kingdom","Dresden, Germany",1959\n'
        '"Cork, Ireland","Cologne, Germany",1988\n',
        [("Coventry GB", "Dresden DE", SISTER, "1959"), ("Cologne DE", "Cork IE", SISTER, "1988")],
    ),
    "columns of one name that stand twice": (
        "Twin towns,,,\nCity,Country,City,Country\nLyon,France,Milan,Italy\nLyon,France,Frankfurt,Germany\n",
        [("Lyon FR", "Milan IT", SISTER, ""), ("Frankfurt DE", "Lyon FR", SISTER, "")],
    ),
    "a year beside the date itself": (
        "City,Country,Partner city,Partner country,Since,Year\nLeeds,GB,Dortmund,DE,1969-11-03,1969\n",
        [("Dortmund DE", "Leeds GB", SISTER, "1969-11-03")],
    ),
    "our side and theirs, in Chinese": (
        "中方城市,外方城市,国家,结好时间\n上海市,横滨市,日本,1973-11-30\n杭州市,岐阜市,日本,1979-02-21\n",
        [("横滨市 JP", "上海市 CN", SISTER, "1973-11-30"), ("杭州市 CN", "岐阜市 JP", SISTER, "1979-02-21")],
    ),
    "a partnership in each of several columns": (
        "Município,Distrito,Geminação 1,Geminação 2\nBraga,Braga,Rennes,Santa Fé\nFaro,Faro,Hayward,\n",
        [("Braga PT", "Rennes FR", SISTER, ""), ("Braga PT", "Santa Fé", SISTER, ""),
         ("Faro PT", "Hayward US", SISTER, "")],
    ),
    "a state is of the city before it": (
        "U.S. City,State,Sister City,Country\nPortland,Oregon,Sapporo,Japan\nPortland,Maine,Shinagawa,Japan\n"
        "Portland,Oregon,Guadalajara,Mexico\n",
        [("Portland US", "Sapporo JP", SISTER, ""), ("Portland US", "Shinagawa JP", SISTER, ""),
         ("Guadalajara MX", "Portland US", SISTER, "")],
    ),
    "headers without spaces, and the places of both": (
        "origincityLabel,origincountry,originlat,originlong,sistercityLabel,destination_countryLabel,destinationlat,"
        "destinationlong\nAgros,Cyprus,34.9,33.0,Niederanven,Luxembourg,49.6,6.2\n",
        [("Agros CY", "Niederanven LU", SISTER, "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", RIGHT)
def test_it_goes_in_right(tmp_path: Path, what: str) -> None:
    text, expected = RIGHT[what]
    imported(table(tmp_path, text), tmp_path / "g")
    assert ties(tmp_path / "g") == set(expected)


def test_the_places_of_both_ends_are_read(tmp_path: Path) -> None:
    imported(table(tmp_path, RIGHT["headers without spaces, and the places of both"][0]), tmp_path / "g")
    places = {record.data["name"]: record.data["coordinates"] for record in load(tmp_path / "g").records
              if record.type == "city"}  # fmt: skip
    assert places == {"Agros": [34.9, 33.0], "Niederanven": [49.6, 6.2]}


FRIENDS = "Comune,Città gemellata,Nazione,Tipo\nPadova,Nancy,Francia,Gemellaggio\nPadova,Boston,Stati Uniti,{}\n"


def test_a_word_for_a_kind_that_nobody_knows_is_asked_once(tmp_path: Path) -> None:
    file = table(tmp_path, FRIENDS.format("Patto di quartiere"))
    options = asked(file, tmp_path / "g")
    assert options[1] == "--kind 'Patto di quartiere=friendship-city'"
    imported(file, tmp_path / "g", options[1])
    assert {tie[2:] for tie in ties(tmp_path / "g")} == {(SISTER, ""), ("friendship-city", "")}


@examples(12)
@given(st.permutations(["Gemellaggio", "Partnerschaft", "klimaatband", "twinning"]), st.integers(0, 2))
def test_each_option_of_a_question_on_kinds_answers_it(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], which: int
) -> None:
    scratch = tmp_path_factory.mktemp("kinds")
    rows = "".join(f"Padova,City {number},{word}\n" for number, word in enumerate(words))
    file = table(scratch, f"City,Partner city,Kind\n{rows}")
    imported(file, scratch / "g", asked(file, scratch / "g")[which])
    assert len(ties(scratch / "g")) == len(words)


def test_what_is_no_kind_and_no_type_is_a_note_of_the_tie(tmp_path: Path) -> None:
    rows = "".join(f"Jena,Town {number},word {number}\n" for number in range(9))
    imported(table(tmp_path, f"City,Partner city,Category\n{rows}"), tmp_path / "g")
    notes = {record.data.get("notes") for record in load(tmp_path / "g").records if record.type == "tie"}
    assert notes == {f"register: Category: word {number}" for number in range(9)}


def test_a_country_that_can_be_of_both_ends_is_of_the_one_beside_it(tmp_path: Path) -> None:
    file = table(tmp_path, "City,Sister city,Country\nPortland,Sapporo,Japan\nPortland,Kobe,Japan\n")
    imported(file, tmp_path / "g")
    assert set(names(tmp_path / "g").values()) == {"Portland", "Sapporo JP", "Kobe JP"}


def test_a_country_is_of_the_end_on_which_it_depends(tmp_path: Path) -> None:
    towns = [("Leeds", "United Kingdom"), ("Lille", "France"), ("Graz", "Austria")]
    rows = "".join(f"{town},Town {number}{town},{country}\n" for town, country in towns for number in range(2))
    imported(table(tmp_path, f"City,Sister city,Country\n{rows}"), tmp_path / "g")
    assert {"Leeds GB", "Lille FR", "Graz AT", "Town 0Leeds"} <= set(names(tmp_path / "g").values())


def test_countries_are_no_cities(tmp_path: Path) -> None:
    trade = table(tmp_path, "Reporter,Partner,Trade value\nGermany,France,104\nGermany,Poland,74\nFrance,Germany,66\n")
    options = asked(trade, tmp_path / "g")
    imported(trade, tmp_path / "g", next(option for option in options if "exports" in option))
    assert {tie[:2] for tie in ties(tmp_path / "g")} == {
        ("Germany DE", "France FR"), ("Germany DE", "Poland PL"), ("France FR", "Germany DE"),
    }  # fmt: skip
    assert {record.type for record in load(tmp_path / "g").records} == {"country", "tie", "source"}


def test_a_list_of_countries_is_one(tmp_path: Path) -> None:
    report = imported(table(tmp_path, "iso3,name\nAUT,Austria\nBEL,Belgium\nMLT,Malta\n"), tmp_path / "g")
    assert report.written["country"] == 3
    assert any("--set type=city" in sentence for sentence in report.said)


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("City,Country\nSingapore,Singapore\nLuxembourg,Luxembourg\nMonaco,Monaco\n", "city"),
        ("name,country\nMexico,Mexico\nPanama,Panama\nGeorgia,United States\n", "city"),
    ],
)
def test_a_city_can_be_called_like_a_country(tmp_path: Path, text: str, type: str) -> None:
    report = imported(table(tmp_path, text), tmp_path / "g")
    assert report.written[type] == 3


def test_few_names_of_countries_are_asked(tmp_path: Path) -> None:
    file = table(tmp_path, "name,population\nSingapore,5\nMonaco,3\n")
    assert asked(file, tmp_path / "g") == ["--set type=country", "--set type=city"]
    assert imported(file, tmp_path / "g", "--set type=city").written["city"] == 2


def test_a_country_that_sends_is_an_end(tmp_path: Path) -> None:
    file = table(tmp_path, "Sending country,Host city,Host country,Since\nFrance,Munich,Germany,1949\n"
                           "Japan,Krakow,Poland,2004\n")  # fmt: skip
    options = asked(file, tmp_path / "g")
    assert "--kind representative-office" in options
    imported(file, tmp_path / "g", "--kind representative-office")
    assert {tie[:3] for tie in ties(tmp_path / "g")} == {
        ("France FR", "Munich DE", "representative-office"), ("Japan JP", "Krakow PL", "representative-office"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "header",
    ["airport1,airport2,cnt", "origin,destination,count", "Port of loading,Port of discharge,TEU",
     "Source airport,Destination airport,Passengers"],
)  # fmt: skip
def test_what_goes_from_place_to_place_is_no_twinning(tmp_path: Path, header: str) -> None:
    file = table(tmp_path, f"{header}\nDFW,ABQ,444\nORD,AUS,166\nABQ,ORD,3\n")
    options = asked(file, tmp_path / "g")
    imported(file, tmp_path / "g", options[-1])
    assert {tie[:2] for tie in ties(tmp_path / "g")} == {("DFW", "ABQ"), ("ORD", "AUS"), ("ABQ", "ORD")}


def test_of_a_code_and_an_id_the_code_is_the_name(tmp_path: Path) -> None:
    file = table(tmp_path, "Source airport,Source airport ID,Destination airport,Destination airport ID\n"
                           "AER,2965,KZN,2990\nASF,2966,KZN,2990\n")  # fmt: skip
    imported(file, tmp_path / "g", "--kind trades-with")
    assert set(names(tmp_path / "g").values()) == {"AER", "ASF", "KZN"}


def test_a_town_that_lists_its_partners_is_told_how_to_say_who_it_is(tmp_path: Path) -> None:
    file = table(tmp_path, "Partnerstadt;Land;seit;Einwohner\nWinchester;Großbritannien;1969;45.184\n"
                           "Waterloo;USA;1981;67.314\n")  # fmt: skip
    with pytest.raises(CityGraphError, match=r"… → Winchester, … → Waterloo: --set from\.name=NAME"):
        imported(file, tmp_path / "g")
    imported(file, tmp_path / "g", "--set from.name=Gießen --decimal ,")
    assert ties(tmp_path / "g") == {
        ("Gießen DE", "Winchester GB", SISTER, "1969"), ("Gießen DE", "Waterloo US", SISTER, "1981"),
    }  # fmt: skip
    figures = [
        figure["value"] for record in load(tmp_path / "g").records for figure in record.data.get("observations", ())
    ]
    assert sorted(figures) == [45184, 67314]


def test_a_network_that_lists_its_members(tmp_path: Path) -> None:
    file = table(tmp_path, "Member city,Country,Region,Joined,Contact person,E-mail\n"
                           "Oslo,Norway,Europe,2006,A. Example,a@example.org\n"
                           "Lagos,Nigeria,Africa,2005,,\n")  # fmt: skip
    option = asked(file, tmp_path / "g")[0]
    imported(file, tmp_path / "g", option.replace("NAME", "'A Network'"))
    assert ties(tmp_path / "g") == {
        ("Oslo NO", "A Network", "member-of", "2006"), ("Lagos NG", "A Network", "member-of", "2005"),
    }  # fmt: skip
    written = "".join(said_in(path) for path in (tmp_path / "g").rglob("*") if path.is_file())
    assert not [word for word in ("example.org", "A. Example") if word in written]
    assert "Europe" not in written  # a continent tells no namesakes apart


def test_ids_are_not_taken_for_names_if_a_column_has_names(tmp_path: Path) -> None:
    members = table(tmp_path, "name_on_website,wikidata_id\nKarlsruhe,Q1040\nKiel,Q1707\n")
    imported(members, tmp_path / "one")
    assert set(names(tmp_path / "one").values()) == {"Karlsruhe", "Kiel"}
    two = table(tmp_path, "name_on_website,wikidata_id,wikidata_name\nIzmir,Q35997,İzmir\nKadikoy,Q932886,Kadıköy\n")
    options = asked(two, tmp_path / "g")
    assert options == ["--map name=name_on_website", "--map name=wikidata_name"]
    imported(two, tmp_path / "g", options[1])
    assert set(names(tmp_path / "g").values()) == {"İzmir", "Kadıköy"}


def test_an_id_beside_a_name_is_no_second_name(tmp_path: Path) -> None:
    twins = '{"cities": [{"id": "sofia", "name": "Sofia", "twins": [{"name": "Ankara", "country": "Turkey"}]}]}'
    imported(table(tmp_path, twins, "twins.json"), tmp_path / "g", reader="json")
    assert ties(tmp_path / "g") == {("Ankara TR", "Sofia BG", SISTER, "")}


SEVERAL = "City,Country,Twin town\nBristol,GB,Hanover; Porto\nYork,GB,Dijon; Münster\n"


@pytest.mark.parametrize(("which", "number"), [(0, 4), (1, 2)])
def test_both_answers_to_several_names_in_a_cell(tmp_path: Path, which: int, number: int) -> None:
    file = table(tmp_path, SEVERAL)
    options = asked(file, tmp_path / "g")
    assert options == ["--split 'Twin town=;'", "--split 'Twin town=none'"]
    imported(file, tmp_path / "g", options[which])
    assert len(ties(tmp_path / "g")) == number


def test_it_is_said_that_rows_are_taken_for_cities(tmp_path: Path) -> None:
    report = imported(table(tmp_path, "name,era\nA. Example,1990\nB. Sample,1995\n"), tmp_path / "g")
    assert any("they are cities; --type" in sentence for sentence in report.said)
    report = imported(table(tmp_path, "city,era\nLyon,1990\nNice,1995\n"), tmp_path / "other")
    assert not any("they are cities" in sentence for sentence in report.said)

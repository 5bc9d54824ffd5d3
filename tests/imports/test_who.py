"""Who is who in the rows of a file: names with and without countries, namesakes, periods, spellings."""

from pathlib import Path

import pytest

from imported import Imported, brought, table

# ---------------------------------------------------------------- a name without a country


def test_a_name_without_a_country_is_the_one_city_of_that_name(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,Partner city,Partner country\nLyon,FR,Milan,IT\nMilan,,Rome,IT\n")
    assert found.cities == {"Lyon": "FR", "Milan": "IT", "Rome": "IT"}
    assert found.told("joined") == [
        ("register.csv:3", "Milan", "it has no country here; it is taken for Milan, IT, the only one")
    ]


SEVERAL = "City,Country,Partner city,Partner country\nParis,FR,Cairo,EG\nParis,US,Cairo,EG\nRome,IT,Paris,\n"


def test_a_name_that_may_be_two_cities_is_for_the_user_to_judge(tmp_path: Path) -> None:
    found = Imported(tmp_path, SEVERAL)
    assert {id for id in found.nodes if id.startswith("paris")} == {"paris", "paris-fr", "paris-us"}
    ((where, what, why),) = found.told("unsure")
    assert (where, what) == ("register.csv:4", "Paris")
    assert "Paris, FR or Paris, US" in why
    file = found.into / "register/judgements.txt"
    assert "--link" not in file.read_text()
    file.write_text(file.read_text().replace("unsure    paris paris,fr", "same      paris paris,fr"))
    again = Imported(tmp_path, SEVERAL)
    assert {id for id in again.nodes if id.startswith("paris")} == {"paris-fr", "paris-us"}
    assert frozenset({"Rome", "Paris"}) in again.pairs
    assert not again.told("unsure")
    assert "same      paris paris,fr" in file.read_text()


def test_a_name_that_no_other_row_has_stays_as_it_is(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,Partner city,Partner country\nOslo,NO,Otherville,\n")
    assert found.cities == {"Oslo": "NO", "Otherville": None}
    assert not found.report.remarks


# ---------------------------------------------------------------- namesakes and spellings


def test_namesakes_of_two_states_stay_two_and_one_without_a_state_is_open(tmp_path: Path) -> None:
    text = "City,State,Country,Partner\nSpringfield,Illinois,US,Ashikaga\nSpringfield,Ohio,US,Pitesti\n"
    found = Imported(tmp_path, text)
    assert sum(node["name"] == "Springfield" for node in found.nodes.values()) == 2
    (third := tmp_path / "third").mkdir()
    found = Imported(third, text + "Springfield,,US,Oslo\n")
    assert sum(node["name"] == "Springfield" for node in found.nodes.values()) == 3
    assert "no region here, and can be Springfield, Illinois, US or Springfield, Ohio, US" in found.told("unsure")[0][2]


NEAR = (
    "City,Country,Partner city,Partner country\nMuenchen,DE,Verona,IT\nMünchen,DE,Bordeaux,FR\nKharkiv,UA,Lille,FR\n"
    "Kharkov,UA,Bologna,IT\n"
)


def test_near_names_are_judged_by_the_user(tmp_path: Path) -> None:
    found = Imported(tmp_path, NEAR)
    assert [(what, why) for _, what, why in found.told("unsure")] == [
        ("München, DE", "it may be Muenchen, DE: a city has both names, in two languages; both stay records"),
        ("Kharkov, UA", "it may be Kharkiv, UA: a city has both names, in two languages; both stay records"),
    ]
    file = found.into / "register/judgements.txt"
    file.write_text(
        file.read_text().replace("unsure    khark", "same khark").replace("unsure    muen", "different muen")
    )
    again = Imported(tmp_path, NEAR)
    assert not again.told("unsure")
    assert again.nodes["kharkiv"]["record"]["aliases"] == ["Kharkov"]
    assert frozenset({"Kharkiv", "Bologna"}) in again.pairs
    assert {"muenchen", "munchen"} <= again.nodes.keys()
    assert "kharkov" not in again.nodes


# ---------------------------------------------------------------- several rows of one pair


def test_two_periods_are_two_ties_and_repeated_rows_are_one(tmp_path: Path) -> None:
    text = (
        "City,Country,Partner city,Partner country,Since,Until\nLyon,FR,Milan,IT,1951,1990\nLyon,FR,Milan,IT,2004,\n"
        "Lyon,FR,Leipzig,DE,1981,\nLeipzig,DE,Lyon,FR,1981,\nLyon,FR,Leipzig,DE,1981,\n"
    )
    found = Imported(tmp_path, text)
    assert [(tie["ends"], tie["since"], tie.get("until")) for tie in found.ties] == [
        (("Leipzig", "Lyon"), "1981", None), (("Lyon", "Milan"), "1951", "1990"), (("Lyon", "Milan"), "2004", None),
    ]  # fmt: skip
    assert "sister-city.lyon.milan.2004" in found.world.view.graph["ties"]
    assert [(where, why) for where, _, why in found.told("repeated")] == [
        ("register.csv:5", "it tells of the same tie as register.csv:4 the other way round: one tie is written"),
        ("register.csv:6", "it tells of the same tie as register.csv:4: one tie is written"),
    ]
    assert not found.told("doubtful")


def test_rows_that_contradict_each_other_are_told_once(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Partner city,Since\nLyon,Milan,1966\nLyon,Milan,1967\n")
    assert [tie["since"] for tie in found.ties] == ["1966"]
    assert [where for where, *_ in found.told("doubtful")] == ["register.csv:3"]


def test_a_second_term_is_a_second_post(tmp_path: Path) -> None:
    text = (
        "Name,Post,City,Country,Since,Until\nA. Example,Mayor,Lyon,FR,2001,2008\nA. Example,Mayor,Lyon,FR,2014,2020\n"
        "B. Sample,,Porto,PT,2004,\n"
    )
    found = Imported(tmp_path, text, type="official")
    posts = found.world.officials("Lyon")
    assert not found.told("doubtful")
    assert sorted((post.since, post.until) for post in posts) == [("2001", "2008"), ("2014", "2020")]
    assert [(post.name, post.title) for post in found.world.officials("Porto")] == [("B. Sample", None)]


@pytest.mark.parametrize("place", ["", "City,"])
def test_a_title_may_name_the_place_of_its_post(tmp_path: Path, place: str) -> None:
    cell = place and ","
    text = f"Name,Function,{place}Country\nA. Example,Mayor of Lyon,{cell}FR\nB. Sample,Mayor of Milan,{cell}IT\n"
    found = Imported(tmp_path, text, type="official")
    assert found.cities == {"Lyon": "FR", "Milan": "IT"}
    assert [(post.name, post.title) for post in found.world.officials("Lyon")] == [("A. Example", "Mayor")]
    assert found.told("read")[0][1:] == ("Mayor of Lyon", "the title names the place of the post: Lyon")


def test_an_official_of_a_country_has_the_post_there(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Name,Function,Country\nA. Example,President,France\n", type="official")
    assert [(post.name, post.title) for post in found.world.officials("France")] == [("A. Example", "President")]
    assert found.cities == {}


def test_a_row_without_a_partner_brings_its_town(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,Partner city\nLyon,FR,Milan\nPorto,PT,\n")
    assert found.cities == {"Lyon": "FR", "Milan": "IT", "Porto": "PT"}
    assert [where for where, _, _ in found.told("read")] == ["register.csv:3"]


@pytest.mark.parametrize("spellings", [("Coímbra", "Coimbra"), ("Coimbra", "Coímbra")])
def test_the_row_with_the_country_of_a_town_spells_its_name(spellings: tuple[str, str], tmp_path: Path) -> None:
    bare, described = spellings
    text = f"Ciudad,País,Hermanada con\nSalamanca,España,{bare}\n{described},Portugal,Poitiers\nPoitiers,Francia,Sens\n"
    assert Imported(tmp_path, text, kind="sister-city").cities[described] == "PT"


# ---------------------------------------------------------------- ids


def test_a_country_that_is_an_end_has_its_code(tmp_path: Path) -> None:
    text = "from.name,to.name,to.type\nLyon,Frankreich,country\nMilan,Italy,country\n"
    found = Imported(tmp_path, text, kind="activity-in")
    codes = {node["name"]: node["record"]["iso"] for node in found.nodes.values() if node["type"] == "country"}
    assert codes == {"Frankreich": "FR", "Italy": "IT"}


def countries(found: Imported) -> dict[str, str | None]:
    return {node["name"]: node["record"].get("iso") for node in found.nodes.values() if node["type"] == "country"}


def test_a_part_of_a_country_is_not_the_country_and_a_former_name_is_said(tmp_path: Path) -> None:
    text = (
        "from.name,to.name\nEngland,France\nScotland,Germany\nUnited Kingdom,Italy\nZaire,Mali\nUSSR,Mali\nKorea,Mali\n"
    )
    found = Imported(tmp_path, text, type="country", kind="trades-with")
    assert countries(found) == {
        "England": None, "Scotland": None, "United Kingdom": "GB", "France": "FR", "Germany": "DE", "Italy": "IT",
        "Zaire": "CD", "Mali": "ML", "USSR": None, "Korea": None,
    }  # fmt: skip
    assert [what for _, what, _ in found.told("read")] == ["England", "Scotland", "Zaire", "USSR"]
    assert [what for _, what, _ in found.told("doubtful")] == ["Korea"]


@pytest.mark.parametrize("names", ["GER,SUI NED,DEN FRA,ITA", "276,756 528,208 250,380", "DEU,CHE NLD,DNK FRA,ITA"])
def test_countries_that_stand_as_codes_have_their_names_and_codes(tmp_path: Path, names: str) -> None:
    text = "from.name,to.name\n" + "\n".join(names.split()) + "\n"
    found = Imported(tmp_path, text, type="country", kind="trades-with")
    assert countries(found) == {
        "Germany": "DE", "Switzerland": "CH", "Netherlands": "NL", "Denmark": "DK", "France": "FR", "Italy": "IT",
    }  # fmt: skip


def test_a_part_of_a_country_tells_towns_of_one_name_apart_and_is_kept(tmp_path: Path) -> None:
    text = "City,Country\nNewport,Wales\nNewport,England\nLeeds,England\nLeeds,UK\n"
    found = Imported(tmp_path, text)
    notes = {id: node["record"].get("notes") for id, node in found.nodes.items()}
    assert notes == {
        "newport-gb-wales": "register: region: Wales", "newport-gb-england": "register: region: England",
        "leeds": "register: region: England",
    }  # fmt: skip


def test_a_region_of_england_is_no_other_place_than_england(tmp_path: Path) -> None:
    text = "City,State,Country\nDover,Kent,UK\nDover,,England\nHull,Ontario,Canada\nHull,,Quebec\n"
    found = Imported(tmp_path, text)
    assert [node["name"] for node in found.nodes.values()].count("Dover") == 1
    assert [node["name"] for node in found.nodes.values()].count("Hull") == 2


@pytest.mark.parametrize(
    ("one", "other", "number", "unsure"),
    [
        ("Wales", "Isle of Wight", 2, 0), ("Wales", "Gwynedd", 1, 0), ("Scotland", "County Down", 2, 0),
        ("England", "Fife", 2, 0), ("England", "Isle of Wight", 1, 0), ("Gwynedd", "Wales", 1, 0),
    ],
)  # fmt: skip
def test_a_part_of_the_united_kingdom_has_its_own_counties(
    tmp_path: Path, one: str, other: str, number: int, unsure: int
) -> None:
    found = Imported(tmp_path, f"Town,Country,Region\nNewport,UK,{one}\nNewport,UK,{other}\n")
    assert len(found.cities) == 1
    assert (len(found.nodes), found.report.count("unsure")) == (number, unsure)


def test_what_lies_in_a_part_of_another_country_is_asked(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Town,Country,Region\nSant Joan,Spain,Catalonia\nSant Joan,Spain,Mallorca\n")
    assert (len(found.nodes), found.report.count("unsure")) == (2, 1)


def test_a_file_may_be_called_like_one_of_its_cities(tmp_path: Path) -> None:
    file = table(tmp_path, "City,Country,Partner city\nLyon,FR,Milan\n", "lyon.csv")
    brought("table", file, into=tmp_path / "g", source="lyon")
    cities = (tmp_path / "g/lyon/cities.csv").read_text()
    assert "lyon-fr,Lyon,FR" in cities
    before = {path.name: path.read_bytes() for path in (tmp_path / "g/lyon").iterdir()}
    brought("table", file, into=tmp_path / "g", source="lyon")
    assert {path.name: path.read_bytes() for path in (tmp_path / "g/lyon").iterdir()} == before


def test_ids_of_wikidata_are_kept_in_one_form(tmp_path: Path) -> None:
    text = "City,Country,QID\nMilan,IT,Q490\nRome,IT,wd:Q220\nLyon,FR,https://www.wikidata.org/wiki/Q456\n"
    found = Imported(tmp_path, text)
    ids = {node["name"]: node["record"]["identifiers"]["wikidata"] for node in found.nodes.values()}
    assert ids == {"Milan": "Q490", "Rome": "Q220", "Lyon": "Q456"}

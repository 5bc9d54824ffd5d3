"""Partners without a country: what the gazetteer says of them, what stays open, and what stays at the next import."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.world import World
from conftest import citygraph, examples
from imported import Imported, brought, table

CLEAR = {"Angers": "FR", "Haarlem": "NL", "Tver": "RU", "景德镇": "CN", "Изник": "TR"}
SEVERAL = ("Bath", "Derby", "Springfield")
NOWHERE = ("Anytown", "Otherville")
NAMES = (*CLEAR, *SEVERAL, *NOWHERE)


def of_geonames(found: Imported) -> set[str]:
    """The names of the cities that name GeoNames as a source."""
    return {node["name"] for node in found.nodes.values() if "geonames" in sources(node["record"])}


def sources(record: dict[str, Any]) -> list[str]:
    """The ids of the sources of a record."""
    return [item["source"] for item in record["evidence"]]


def lines(found: Imported) -> list[str]:
    """The lines of the judgements."""
    file = found.into / "register/judgements.txt"
    text = file.read_text() if file.exists() else ""
    return [line for line in text.splitlines() if not line.startswith("#")]


# ---------------------------------------------------------------- laws


@examples(10)
@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(("", "", "DE", "US"))), min_size=1, max_size=6,
             unique_by=lambda pair: pair[0]),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_a_country_of_the_file_stays_and_the_order_of_rows_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, partners: list[tuple[str, str]], random: Random
) -> None:
    both = []
    for _ in range(2):
        rows = [f"Othertown,BE,{name},{country}\n" for name, country in partners]
        text = "City,Country,Partner city,Partner country\n" + "".join(rows)
        found = Imported(tmp_path_factory.mktemp("order"), text, pairs=["to.country=Partner country"])
        both.append((found.cities, of_geonames(found), lines(found)))
        random.shuffle(partners)
    assert both[0] == both[1]
    cities, located, _ = both[0]
    for name, country in partners:
        assert cities[name] == (country or CLEAR.get(name))
        assert (name in located) == (not country and name in CLEAR)


@examples(5)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
def test_the_same_list_again_changes_nothing(tmp_path_factory: pytest.TempPathFactory, partners: list[str]) -> None:
    scratch = tmp_path_factory.mktemp("again")
    text = "City,Partner\n" + "".join(f"Thirdburg,{name}\n" for name in partners)
    first = Imported(scratch, text)
    before = {file.name: file.read_bytes() for file in (first.into / "register").iterdir()}
    again = Imported(scratch, text)
    assert {file.name: file.read_bytes() for file in (first.into / "register").iterdir()} == before
    assert not again.told("changed")


# ---------------------------------------------------------------- a list without countries


LIST = "City,Partner,Since\nThirdburg,Angers,1964\nThirdburg,Bath,1961\nThirdburg,Otherville,1976\n"


def test_a_list_without_any_country_goes_in_and_says_what_it_took(tmp_path: Path) -> None:
    found = Imported(tmp_path, LIST)
    assert found.cities == {"Thirdburg": None, "Angers": "FR", "Bath": None, "Otherville": None}
    assert [one[1] for one in found.told("located")] == ["Angers → FR"]
    ((_, what, why),) = found.told("unlocated")
    assert (what, "8 places" in why, "Bath, ENG, GB (101,557 people)" in why) == ("Bath", True, True)
    assert any("the country of 1 city, which no row gives, is that of GeoNames" in said for said in found.report.said)
    assert any("3 of 4 cities have no country" in said for said in found.report.said)
    assert not found.report.count("refused", "doubtful", "unsure")
    angers = next(node for node in found.nodes.values() if node["name"] == "Angers")["record"]
    assert sources(angers) == ["register", "geonames"]
    assert angers["identifiers"]["geonames"] == "3037656"
    assert "coordinates" not in angers  # no row gives them, and no tie needs them: `locate` adds them
    assert found.world.view.graph["sources"]["geonames"]["licence"] == "CC BY 4.0"


def test_a_word_in_the_judgements_takes_a_place_and_another_refuses_one(tmp_path: Path) -> None:
    found = Imported(tmp_path, LIST)
    assert len(lines(found)) == 5
    file = found.into / "register/judgements.txt"
    file.write_text(file.read_text().replace("unsure    bath geonames:2656173", "same bath geonames:2656173")
                    + "different angers geonames:3037656\n")  # fmt: skip
    again = Imported(tmp_path, LIST)
    assert again.cities == {"Thirdburg": None, "Angers": "FR", "Bath": "GB", "Otherville": None}
    assert again.nodes["bath"]["record"]["identifiers"]["geonames"] == "2656173"  # and it keeps its id
    assert not again.told("doubtful")
    assert not again.told("unlocated")
    fresh = tmp_path / "fresh"
    (fresh / "g/register").mkdir(parents=True)
    (fresh / "g/register/judgements.txt").write_text(file.read_text())
    assert Imported(fresh, LIST).cities["Angers"] is None


def test_what_the_file_or_the_folder_has_goes_first(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,Partner\nAngers,US,Haarlem\nThirdburg,BE,Angers\n")
    assert found.cities == {"Angers": "US", "Haarlem": "NL", "Thirdburg": "BE"}
    (other := tmp_path / "other" / "g").mkdir(parents=True)
    (other / "own.yaml").write_text("cities:\n  ours: {name: Angers, country: US}\n")
    again = Imported(other.parent, LIST, link=True)
    assert {tie["ends"] for tie in again.ties} >= {("Angers", "Thirdburg")}
    assert [node["country"] for node in again.nodes.values() if node["name"] == "Angers"] == ["US"]
    assert not again.told("located")


# ---------------------------------------------------------------- what speaks against it


@pytest.mark.parametrize("cell", ["FR?", "FR/DE", "probably France", "Europe"])
def test_a_country_that_a_row_does_not_say_for_sure_stays_open(tmp_path: Path, cell: str) -> None:
    found = Imported(tmp_path, f"City,Country,Partner,Partner country\nBonn,DE,Angers,{cell}\nBonn,DE,Graz,AT\n")
    assert found.cities["Angers"] is None
    assert not found.told("located")


def test_a_place_or_a_region_elsewhere_is_no_country(tmp_path: Path) -> None:
    head = "City,Country,Partner,to.lat,to.lon\n"
    far = Imported(tmp_path, head + "Bonn,DE,Angers,40.0,-75.0\nBonn,DE,Haarlem,52.38,4.64\n")
    assert (far.cities["Angers"], far.cities["Haarlem"]) == (None, "NL")
    assert "50 km" in far.told("unlocated")[0][2]
    (other := tmp_path / "other").mkdir()
    text = "City,Country,Partner,to.region\nBonn,DE,Angers,Texas\nBonn,DE,Haarlem,Noord-Holland\nBonn,DE,Tver,Tver\n"
    regions = Imported(other, text)
    assert (regions.cities["Angers"], regions.cities["Haarlem"]) == (None, "NL")
    assert "within Texas" in regions.told("unlocated")[0][2]


def test_what_most_of_a_column_says_is_heard(tmp_path: Path) -> None:
    towns = ("Minneapolis", "Albuquerque", "Tulsa", "Paris")
    found = Imported(tmp_path, "City,Partner,Partner country\n" + "".join(f"{name},Kyoto,JP\n" for name in towns))
    assert found.cities == {**dict.fromkeys(towns[:3], "US"), "Paris": None, "Kyoto": "JP"}
    assert "most names of its column are in US" in found.told("unlocated")[0][2]
    (other := tmp_path / "other").mkdir()
    partners = ("Paris", "Angers", "Haarlem", "Tver", "Hefei")
    mixed = Imported(other, "City,Country,Partner\n" + "".join(f"Bonn,DE,{name}\n" for name in partners))
    assert mixed.cities["Paris"] == "FR"


def test_two_names_of_one_place_are_asked_about(tmp_path: Path) -> None:
    text = "City,Country,Partner\nBonn,DE,Kharkov\nBonn,DE,Харків\n"
    found = Imported(tmp_path, text)
    assert found.cities["Kharkov"] is None
    assert [line.split()[:3] for line in lines(found)] == [["unsure", "kharkiv", "kharkov"]]
    assert found.report.count("unsure") == 2


def test_towns_of_a_register_are_not_looked_up_one_by_one(tmp_path: Path) -> None:
    assert not Imported(tmp_path, "Name,Population\nParis,500\nAngers,700\n", type="city").told("located")


# ---------------------------------------------------------------- what people add stays


def test_what_somebody_adds_to_a_record_stays_where_the_rows_do_not_say_it(tmp_path: Path) -> None:
    text = "City,Country,Partner,Partner country\nThirdburg,BE,Otherville,\nThirdburg,BE,Fourthham,FR\n"
    found = Imported(tmp_path, text)
    file = found.into / "register/cities.csv"
    (found.into / "register/cities.yaml").write_text(
        "cities:\n  otherville:\n    name: Otherville\n    country: LU\n    coordinates: [49.6, 6.1]\n"
        "    identifiers: {wikidata: Q1}\n    evidence: [{source: register}, {source: letter}]\n"
    )
    (found.into / "own.yaml").write_text("sources:\n  letter: {title: A letter}\n")
    rows = [row for row in file.read_text().splitlines(True) if not row.startswith("otherville")]
    file.write_text("".join(rows))
    again = Imported(tmp_path, text + "Thirdburg,BE,Angers,\n")
    kept = again.nodes["otherville"]["record"]
    assert (again.cities["Otherville"], kept["coordinates"], kept["identifiers"]) == (
        "LU",
        [49.6, 6.1],
        {"wikidata": "Q1"},
    )
    assert sources(kept) == ["register", "letter"]


def test_what_locate_adds_to_an_imported_folder_stays(tmp_path: Path) -> None:
    text = "City,Country,Partner,Partner country\nThirdburg,BE,Angers,FR\nThirdburg,BE,Tver,\n"
    found = Imported(tmp_path, text)
    assert citygraph("locate", "--graph", found.into).code == 1  # it does not have Thirdburg
    located = World(found.into, cache=False).view.nodes
    again = Imported(tmp_path, text).nodes
    for name in ("angers", "tver"):
        assert again[name]["record"] == located[name]["record"]
        assert again[name]["lat"] is not None
        assert sources(again[name]["record"]) == ["register", "geonames"]


def test_what_was_looked_up_goes_with_its_row(tmp_path: Path) -> None:
    Imported(tmp_path, LIST)
    newer = Imported(tmp_path, LIST.replace("Thirdburg,Angers,1964\n", ""))
    assert "Angers" not in newer.cities
    assert not newer.told("kept")


def test_a_country_that_somebody_corrected_is_not_looked_up_again(tmp_path: Path) -> None:
    found = Imported(tmp_path, LIST)
    file = found.into / "register/cities.yaml"
    text = file.read_text().replace("country: FR", "country: US")
    file.write_text(text)
    again = Imported(tmp_path, LIST)
    assert again.cities["Angers"] == "US"


def test_one_source_of_geonames_serves_all_imports(tmp_path: Path) -> None:
    (into := tmp_path / "g").mkdir()
    (into / "own.yaml").write_text("sources:\n  places: {title: Places, url: 'https://www.geonames.org/about.html'}\n")
    found = Imported(tmp_path, LIST)
    angers = next(node for node in found.nodes.values() if node["name"] == "Angers")["record"]
    assert sources(angers) == ["register", "places"]
    assert "geonames" not in found.world.view.graph["sources"]


def test_a_list_that_is_called_like_the_gazetteer_is_another_source(tmp_path: Path) -> None:
    report = brought("table", table(tmp_path, LIST, "geonames.csv"), into=tmp_path / "g", source="geonames")
    assert report.count("located") == 1
    assert "source: geonames-gazetteer" in (tmp_path / "g/geonames/cities.yaml").read_text()


def test_kinds_of_a_folder_without_any_city_are_known(tmp_path: Path) -> None:
    (into := tmp_path / "g").mkdir()
    kind = "kinds:\n  borders: {group: exchange, nature: standing, label: borders, between: [city]}\n"
    (into / "own.yaml").write_text(kind)
    assert {tie["kind"] for tie in Imported(tmp_path, LIST, kind="borders").ties} == {"borders"}

"""The gazetteer: each place is found by each of its names, the largest first, and only one that is clear is meant."""

from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain import gazetteer
from citygraph.domain.countries import is_code, may_lie_in
from citygraph.domain.gazetteer import (
    CLEAR,
    CLEAR_BY_NAME,
    LARGE,
    PopulatedPlace,
    clear_one,
    name_key,
    place_of,
    places_called,
)
from conftest import ROOT, examples

ARCHIVE = ROOT / "src/citygraph/domain/gazetteer.zip"
_OPENED = ZipFile(ARCHIVE)


def lines(what: str) -> list[list[str]]:
    """All lines of the archive of one sort, in cells."""
    members = [member for member in _OPENED.namelist() if member.startswith(f"{what}/")]
    return [line.split("\t") for member in members for line in _OPENED.read(member).decode().splitlines()]


PLACES, NAMES = lines("places"), lines("names")
LATIN = [key for key, _ in NAMES if " " not in key]


def test_the_archive_is_small_enough_for_the_wheel() -> None:
    assert ARCHIVE.stat().st_size <= 2_500_000


def test_the_archive_is_in_order_and_complete() -> None:
    ids, keys = [int(place[0]) for place in PLACES], [key for key, _ in NAMES]
    assert ids == sorted(set(ids))
    assert keys == sorted(set(keys))
    named = {int(number) for _, numbers in NAMES for number in numbers.split()}
    assert named == set(range(len(PLACES))), "each place has a name, and each name a place"
    assert all(name and is_code(country) for _, name, country, *_ in PLACES)
    assert sum(int(population or 0) >= LARGE for *_, population in PLACES) > 33_000
    far = [place for place in PLACES if may_lie_in(place[2], float(place[4]), float(place[5])) is False]
    assert len(far) < 20, far


@examples(50)
@given(st.sampled_from(PLACES))
def test_a_place_is_found_by_its_own_name_in_each_spelling(place: list[str]) -> None:
    id, name, country, region, *_ = place
    for spelled in (name, name.replace(" ", "-"), name.upper(), name.lower(), f" {name_key(name)} "):
        if name_key(spelled) == name_key(name):  # capitals of a letter may be two letters
            for narrowed in ({}, {"country": country}, {"country": country, "region": region}):
                assert id in [found.geonames for found in places_called(spelled, **narrowed)]
    there = place_of(id)
    assert there is not None
    assert (there.geonames, there.name) == (id, name)


@given(st.sampled_from(NAMES))
def test_a_name_leads_to_all_its_places_and_to_no_other(line: list[str]) -> None:
    key, numbers = line
    assert gazetteer._numbers(key) == [int(number) for number in numbers.split()]


def test_names_that_begin_alike_are_found_over_the_ends_of_blocks() -> None:
    inside = ["\t".join(line) for line in NAMES if line[0].startswith("cjk ")]
    assert len(inside) > gazetteer.BLOCK
    assert list(gazetteer._lines("cjk ")) == inside


@examples(50)
@given(st.sampled_from(LATIN))
def test_the_largest_place_comes_first_and_a_country_narrows(key: str) -> None:
    places = places_called(key)
    people = [place.population or 0 for place in places]
    assert people == sorted(people, reverse=True)
    for country in {place.country for place in places} | {"AQ"}:
        inside = [place for place in places if place.country == country]
        assert places_called(key, country) == inside
        for region in {place.region for place in inside}:
            assert places_called(key, country, region) == [place for place in inside if place.region == region]


@examples(50)
@given(st.text(max_size=12))
def test_any_text_may_be_looked_up(text: str) -> None:
    assert all(isinstance(place, PopulatedPlace) for place in places_called(text))
    place_of(text)


@pytest.mark.parametrize(
    ("names", "geonames"),
    [
        ("İznik IZNIK iznik Изник Íznik イズニク", "745026"),
        ("Jingdezhen 景德镇 景德鎮 Цзиндэчжэнь", "1805680"),
        ("Dubai دبي 두바이 迪拜 ドバイ Дубай", "292223"),
        ("Istanbul İstanbul Constantinople Стамбул إسطنبول 伊斯坦布尔 Κωνσταντινούπολη", "745044"),
        ("München Munich MUENCHEN Monaco-di-Baviera Мюнхен", "2867714"),
    ],
)
def test_a_city_has_one_id_in_every_language_and_script(names: str, geonames: str) -> None:
    for name in names.split():
        found = clear_one(places_called(name))
        assert found is not None, name
        assert found.geonames == geonames, name


def test_what_sounds_alike_in_another_script_is_another_name() -> None:
    assert places_called("巴黎")[0].name == "Paris"
    assert "FR" not in {place.country for place in places_called("Bali")}
    assert places_called("巴里")[0].name == "Bari"


def test_nobody_calls_a_city_by_the_code_of_its_airport() -> None:
    assert "FR" not in {place.country for place in places_called("PAR")}


def test_smaller_namesakes_are_there_so_that_a_name_is_not_taken_for_clear() -> None:
    found = places_called("Beaumont")
    assert {"US", "FR"} <= {place.country for place in found}
    assert min(place.population for place in found if place.population) < LARGE
    assert clear_one(found) is None


def place(population: int | None) -> PopulatedPlace:
    return PopulatedPlace("1", "Here", "TR", "", 40.0, 29.0, population)


@given(st.integers(1, 10**7), st.integers(0, 10**6))
def test_one_is_clear_if_it_is_twenty_times_as_large_as_the_next(first: int, next: int) -> None:
    places = sorted([place(first), place(next)], key=lambda one: -(one.population or 0))
    large, small = places[0].population, places[1].population
    assert large is not None
    assert small is not None
    assert clear_one(places) == (places[0] if large >= CLEAR * small else None)
    assert clear_one(places[:1]) == places[0]
    assert clear_one([]) is None


@given(st.integers(1, 10**7), st.integers(0, 10**6), st.booleans(), st.booleans())
def test_a_usual_name_counts_more_than_another_one(first: int, next: int, is_usual: bool, is_of_both: bool) -> None:
    one = place(first)._replace(name="Here" if is_usual else "There")
    other = place(min(next, first))._replace(name="Here" if is_of_both else "Elsewhere")
    times = CLEAR_BY_NAME if is_usual and not is_of_both else CLEAR
    assert clear_one([one, other], "HERE") == (one if first >= times * min(next, first) else None)
    assert clear_one([one, other]) == (one if first >= CLEAR * min(next, first) else None)


@pytest.mark.parametrize(
    ("name", "country"), [("Shanghai", "CN"), ("Kiel", "DE"), ("Gera", None), ("Cologne", "DE"), ("Marburg", None)]
)
def test_odd_other_names_cost_no_country_and_give_none(name: str, country: str | None) -> None:
    found = clear_one(places_called(name), name)
    assert (found.country if found else None) == country


def test_a_place_of_unknown_population_may_be_a_town() -> None:
    assert clear_one([place(CLEAR * LARGE - 1), place(None)]) is None
    assert clear_one([place(CLEAR * LARGE), place(None)]) is not None
    assert clear_one([place(None), place(None)]) is None

"""Where cities are: what is clear is written, what a record says already stays, and what is open is asked."""

import csv
import io
import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.gazetteer import clear_one, places_called
from citygraph.editing.draft import drafting
from citygraph.editing.location import note_places
from citygraph.graph.located import Located, lacking, locate
from conftest import Ran, citygraph, examples, in_terminal
from worlds import Loaded

NAMES = ("İznik", "Osh", "Bath", "Paris", "巴黎", "Springfield", "Nowhereville", "Троян", "Jingdezhen")
FACTS: dict[str, list[object]] = {
    "country": ["TR", "GB", "US"],
    "coordinates": [[51.38, -2.36], [40.4, 29.7]],
    "identifiers": [{"wikidata": "Q1"}, {"geonames": "745026"}],
    "level": ["province", "district"],
    "notes": ["as it is"],
    "source": ["atlas"],
}
CITIES = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(NAMES)}, optional={key: st.sampled_from(values) for key, values in FACTS.items()}
    ),
    min_size=1,
    max_size=6,
)
ATLAS = "sources:\n  atlas: {title: Atlas}\n"


def world(folder: Path, cities: str, **files: str) -> Path:
    graph = folder / "graph"
    graph.mkdir(exist_ok=True)
    for name, text in {"cities.yaml": cities, **{f"{name}.yaml": text for name, text in files.items()}}.items():
        (graph / name).write_text(text, encoding="utf-8", newline="")
    return graph


def cities_of(graph: Path) -> dict[str, dict[str, object]]:
    return yaml.load((graph / "cities.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["cities"]


def run(graph: Path, *words: str) -> Ran:
    return citygraph("locate", *words, "--graph", graph)


def noted(graph: Path, *cities: str) -> list[Located]:
    """What the command finds and writes, without a process."""
    with drafting(graph, cache=False) as draft:
        found = locate(draft.world.view, cities or lacking(draft.world.view), {})
        note_places(draft, found)
        draft.write()
    return found


@examples(40)
@given(CITIES, st.booleans())
def test_only_what_a_clear_place_adds_changes(tmp_path_factory, records, in_lines):
    ids = [f"c{number}" for number in range(len(records))]
    records = [deepcopy(record) for record in records]  # or yaml would write an anchor for what is the same
    data = {"cities": dict(zip(ids, records, strict=True))}
    text = "# ours\n" + yaml.dump(data, allow_unicode=True, default_flow_style=None if in_lines else False)
    graph = world(tmp_path_factory.mktemp("world"), text, sources=ATLAS)
    with drafting(graph, cache=False) as draft:
        found = locate(draft.world.view, lacking(draft.world.view), {})
        changed = note_places(draft, found).changed
        draft.write()
    before = yaml.load(text, yaml.BaseLoader)["cities"]
    after = cities_of(graph)
    places = {one.city: one.place for one in found if one.place}
    assert set(changed) <= set(places)
    for id, record in before.items():
        new = dict(after[id])
        if id not in changed:
            assert new == record
            continue
        place = places[id]
        assert new["identifiers"] == {**record.get("identifiers", {}), "geonames": place.geonames}
        assert new["country"] == record.get("country", place.country)
        here = [str(place.latitude), str(place.longitude)]
        assert new["coordinates"] == record.get("coordinates", here)
        sources = [new.get("source"), *(item["source"] for item in new.get("evidence", ()))]
        assert "geonames" in sources
        assert record.get("source", "geonames") in sources
        for key in record.keys() - {"identifiers"}:
            assert new[key] == record[key]
        meant = [one for one in places_called(record["name"]) if one.country == record.get("country", one.country)]
        assert place in meant or record.get("identifiers", {}).get("geonames") == place.geonames
    if not in_lines:  # each line that was there is there, in its order
        lines = iter((graph / "cities.yaml").read_text(encoding="utf-8").splitlines())
        assert all(line in lines for line in text.splitlines())
    assert ((graph / "sources.yaml").read_text() == ATLAS) == (not changed)
    written = (graph / "cities.yaml").read_bytes()
    noted(graph)
    assert (graph / "cities.yaml").read_bytes() == written


PARTNERS = """\
# Our partners.\r
cities:\r
  iznik: {name: "Iznik"}   # since 2021\r
  paris:\r
    name: Paris\r
  bath: {name: Bath}\r
  village: {name: Nowhereville, country: FR}\r
"""


@pytest.fixture
def partners(tmp_path: Path) -> Path:
    return world(tmp_path, PARTNERS)


def test_what_is_clear_is_written_with_its_source_and_the_rest_is_listed(partners: Path) -> None:
    done = run(partners)
    assert done.code == 1
    text = (partners / "cities.yaml").read_bytes().decode()
    written = "country: TR, coordinates: [40.42861, 29.72111], identifiers: {geonames: 745026}"
    assert f'  iznik: {{name: "Iznik", {written}' in text
    assert "source: geonames}   # since 2021\r\n" in text
    assert text.count("\r\n") == text.count("\n")
    assert "  bath: {name: Bath}\r\n  village: {name: Nowhereville, country: FR}\r\n" in text
    rows = list(csv.DictReader(io.StringIO(done.out), delimiter="\t"))
    bath = [row for row in rows if row["city"] == "bath"]
    assert bath[0]["command"] == "citygraph locate --geonames bath=2656173"
    assert "formula" not in done.err
    assert [int(row["population"]) for row in bath] == sorted((int(row["population"]) for row in bath), reverse=True)
    assert {row["outcome"] for row in bath} == {"open"}
    assert [row["outcome"] for row in rows if row["city"] == "village"] == ["not found"]
    assert "2 clear, 1 open, 1 not found" in done.err
    checked = citygraph("check", "--graph", partners)
    assert checked.code == 0
    assert [line for line in checked.out.splitlines() if "warning" in line] == [
        next(line for line in checked.out.splitlines() if "`bath` has no `country`" in line)
    ]
    assert "GeoNames" in citygraph("show", "iznik", "--graph", partners).out


def test_the_pasted_option_chooses_a_place(partners: Path) -> None:
    done = run(partners, "--geonames", "bath=2656173")
    assert done.code == 0
    assert [id for id, city in cities_of(partners).items() if "country" in city] == ["bath", "village"]
    assert "1 clear: cities.yaml, sources.yaml" in done.err
    assert "there is nothing to add" in run(partners, "Bath").err


def test_a_dry_run_shows_a_diff_and_writes_nothing(partners: Path) -> None:
    done = run(partners, "Iznik", "--dry-run")
    assert done.code == 0
    assert '+  iznik: {name: "Iznik", country: TR, coordinates: [40.42861, 29.72111], identifiers: {geo' in done.out
    assert "+    licence: CC BY 4.0" in done.out
    assert (partners / "cities.yaml").read_bytes().decode() == PARTNERS
    assert [path.name for path in partners.iterdir()] == ["cities.yaml"]
    assert run(partners, "--dry-run", "--format", "json").code == 2


def test_json_has_numbers_and_a_table_fits_a_terminal(partners: Path) -> None:
    rows = json.loads(run(partners, "bath", "--format", "json").out)
    assert (rows[0]["population"], rows[0]["latitude"]) == (101557, 51.3751)
    code, seen = in_terminal(f"citygraph locate --graph {partners} --dry-run", NO_COLOR="1")
    assert code == 1
    assert "--geonames bath=2656173\n" in seen.replace(" \n", "\n")
    assert max(len(line) for line in seen.partition("--- a/")[0].splitlines() if "citygraph:" not in line) <= 80


def test_many_places_of_one_name_are_listed_whole_only_for_programs(tmp_path: Path) -> None:
    graph = world(tmp_path, "cities:\n  s: {name: Springfield, country: US}\n")
    table = run(graph, "--format", "table")
    assert table.out.count("--geonames s=") == 10
    assert "12 more are not listed" in table.err
    assert run(graph).out.count("--geonames s=") == 22
    assert run(graph, "--format", "json").out.count("--geonames s=") == 22


def test_a_place_that_another_record_has_is_not_taken_twice(tmp_path: Path) -> None:
    graph = world(tmp_path, "cities:\n  a: {name: München}\n  b: {name: Munich}\n  c: {name: Monaco di Baviera}\n")
    done = run(graph)
    assert done.code == 1
    assert "`a` is this place; are they one?" in done.out
    assert [id for id, city in cities_of(graph).items() if "country" in city] == ["a"]
    assert "`a` is this place" in run(graph, "c").out


def test_a_city_that_would_get_a_namesake_is_left_and_the_others_are_done(tmp_path: Path) -> None:
    graph = world(
        tmp_path, "cities:\n  a: {name: Jingdezhen, country: CN}\n  b: {name: jingdezhen}\n  c: {name: Bar-le-Duc}\n"
    )
    done = run(graph, "b", "c")
    assert done.code == 1
    assert "`a` has this name in this country; are they one?" in done.out
    assert cities_of(graph)["c"]["country"] == "FR"
    assert "country" not in cities_of(graph)["b"]


@pytest.mark.parametrize(
    ("city", "why"),
    [
        ("name: Hong Kong, country: CN", "no place of this name is in China"),
        ("name: Paris, coordinates: [33.66, -95.55], country: FR", "within 50 km of its coordinates"),
        ("name: Québec, level: province", "its level is province; the gazetteer has cities"),
        ("name: Anytown, identifiers: {geonames: 1}", "GeoNames 1 is not in the gazetteer"),
        ("name: Paris, country: nowhere", "the gazetteer does not know nowhere"),
    ],
)
def test_what_a_record_says_is_never_doubted(tmp_path: Path, city: str, why: str) -> None:
    text = f"cities:\n  c: {{{city}}}\ncountries:\n  nowhere: {{name: Nowhere}}\n"
    graph = world(tmp_path, text)
    (found,) = noted(graph, "c")
    assert found.place is None
    assert why in found.open
    assert (graph / "cities.yaml").read_text() == text


def test_a_region_of_others_is_asked_about(tmp_path: Path) -> None:
    text = "cities:\n  iznik: {name: Iznik}\n  part: {name: Nowhereville, country: TR, part_of: iznik}\n"
    (found,) = noted(world(tmp_path, text), "iznik")
    assert "others are part of it" in found.open


def test_coordinates_choose_among_namesakes(tmp_path: Path) -> None:
    graph = world(tmp_path, "cities:\n  paris: {name: Paris, coordinates: [33.66, -95.55]}\n")
    noted(graph)
    assert cities_of(graph)["paris"]["country"] == "US"
    assert cities_of(graph)["paris"]["coordinates"] == ["33.66", "-95.55"]


def test_an_id_of_geonames_gives_the_rest(tmp_path: Path) -> None:
    graph = world(tmp_path, "cities:\n  bath: {name: Bath, identifiers: {geonames: 4957570}}\n")
    noted(graph)
    assert cities_of(graph)["bath"]["country"] == "US"


def test_a_folder_with_a_source_of_geonames_gets_no_second_one(tmp_path: Path) -> None:
    sources = "sources:\n  gn: {title: GeoNames dump, url: 'https://download.geonames.org/export'}\n"
    graph = world(tmp_path, "cities:\n  iznik: {name: Iznik}\n", sources=sources)
    noted(graph)
    assert cities_of(graph)["iznik"]["source"] == "gn"
    assert (graph / "sources.yaml").read_text() == sources


def test_rows_of_a_table_are_filled_if_it_has_the_columns(tmp_path: Path) -> None:
    graph = world(tmp_path, "countries:\n  CN: {name: China}\n")
    table = graph / "cities.csv"
    table.write_text(
        'id,name,country,coordinates,identifiers.geonames,source\niznik,"Iznik",,,,\nbath,Bath,,,,\nparis,Paris,FR,,,\n'
    )
    noted(graph)
    assert table.read_text().splitlines()[1:] == [
        'iznik,"Iznik",TR,40.42861; 29.72111,745026,geonames', "bath,Bath,,,,",
        "paris,Paris,FR,48.85341; 2.3488,2988507,geonames",
    ]  # fmt: skip


def test_several_rows_move_to_yaml_if_the_table_has_no_cell_for_all(tmp_path: Path) -> None:
    graph = world(tmp_path, "countries:\n  CN: {name: China}\n")
    (graph / "twins").mkdir()
    imported = f"{ATLAS}  twins: {{title: Twins, files: {{twins.csv: 'sha256:0'}}}}\n"
    (graph / "twins/sources.yaml").write_text(imported)
    table = graph / "twins/cities.csv"
    table.write_text("id,name,country,source\niznik,Iznik,TR,atlas\nbath,Bath,,atlas\nparis,Paris,,atlas\n")
    noted(graph)
    assert table.read_text() == "id,name,country,source\nbath,Bath,,atlas\n"
    moved = yaml.load((graph / "twins/cities.yaml").read_text(), yaml.BaseLoader)["cities"]
    assert list(moved) == ["iznik", "paris"]
    assert "geonames" in yaml.load((graph / "sources.yaml").read_text(), yaml.BaseLoader)["sources"]
    assert (graph / "twins/sources.yaml").read_text() == imported, "an import of this source may write it anew"
    assert citygraph("check", "--graph", graph).code == 0


def test_a_place_that_the_user_says_changes_no_country(tmp_path: Path) -> None:
    graph = world(tmp_path, "cities:\n  hongkong: {name: Hong Kong, country: CN}\n")
    done = run(graph, "--geonames", "hongkong=1819729")
    assert done.code == 0
    assert "`hongkong` is in China, and GeoNames has the place in Hong Kong SAR China; is it the right one?" in done.err
    assert cities_of(graph)["hongkong"]["country"] == "CN"
    assert "coordinates" in cities_of(graph)["hongkong"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("Iznix",), 1, "did you mean"),
        (("--geonames", "iznik"), 2, "it is a city and its GeoNames id, as iznik=745026"),
        (("--geonames", "iznik=x"), 2, "it is a city and its GeoNames id"),
        (("--geonames", "iznik=1"), 2, "the gazetteer has no place with the GeoNames id 1"),
        (("--geonames", "iznik=745026", "--geonames", "iznik=745027"), 2, "another option says 745026"),
        (("--geonames", "nobody=745026"), 1, "nothing here is called `nobody`"),
    ],
)
def test_words_that_mean_nothing_write_nothing(partners: Path, words: tuple[str, ...], code: int, says: str) -> None:
    done = run(partners, *words)
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert (partners / "cities.yaml").read_bytes().decode() == PARTNERS


def test_a_key_that_cannot_be_read_stays(folder: Callable[..., Path]) -> None:
    graph = folder(cities="cities:\n  iznik: {name: Iznik, coordinates: [here, there]}\n")
    noted(graph)
    assert cities_of(graph)["iznik"]["coordinates"] == ["here", "there"]
    assert cities_of(graph)["iznik"]["country"] == "TR"


def test_a_folder_in_which_nothing_is_lacking_says_so(tmp_path: Path) -> None:
    done = run(world(tmp_path, "cities:\n  hunan: {name: Hunan, country: CN, level: province}\n"))
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert "no city lacks its country, coordinates or GeoNames id" in done.err


def test_the_example_of_the_rule_is_the_rule() -> None:
    meant = clear_one(places_called("Paris"))
    assert meant is not None
    assert meant.country == "FR"


def test_a_city_that_is_an_alias_is_left_and_the_others_are_done(tmp_path):
    text = "cities:\n  a: &o {name: Jingdezhen}\n  b: *o\n  c: {name: Bar-le-Duc}\n"
    graph = world(tmp_path, text)
    ran = run(graph)
    assert ran.code == 1
    assert "`a` stays as it is" in ran.err
    after = (graph / "cities.yaml").read_text()
    assert after.startswith("cities:\n  a: &o {name: Jingdezhen}\n  b: *o\n  c: {name: Bar-le-Duc, country: FR")


def test_what_an_import_brought_is_located_and_the_next_import_keeps_it(tmp_path: Path) -> None:
    sheet, folder = tmp_path / "twin-towns.csv", tmp_path / "graph"
    sheet.write_text("Town;Country;Since\nLimerick;Ireland;1980\n")
    again = ["import", sheet, "--into", folder, "--set", "from.name=Quimper", "--set", "from.country=FR"]
    assert citygraph(*again).code == 0
    assert citygraph("locate", "--graph", folder).code == 0
    assert not (folder / "twin-towns/cities.csv").exists()  # a table goes with its last row
    assert citygraph("check", "--strict", "--graph", folder).code == 0
    before = {one.id: one.data for one in Loaded(folder).records if one.type == "city"}
    assert all(city["coordinates"] and city["identifiers"]["geonames"] for city in before.values())
    sheet.write_text("Town;Country;Since\nLimerick;Ireland;1980\nRemscheid;Germany;1971\n")
    assert citygraph(*again).code == 0
    after = {one.id: one.data for one in Loaded(folder).records if one.type == "city"}
    for id, city in before.items():
        assert (after[id]["coordinates"], after[id]["identifiers"]) == (city["coordinates"], city["identifiers"])

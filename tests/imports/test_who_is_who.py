"""Who is who: what is one thing and what is two, whatever the order of the rows; and the user has the last word."""

import csv
import io
import tempfile
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

import imported
from citygraph.domain.names import fold
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.near_names import near_names, spellings
from citygraph.imports.report import ImportReport
from citygraph.world import World
from conftest import examples
from imported import table


def brought(folder: Path, text: str, *, source: str = "register", **asked: Any) -> ImportReport:
    return imported.brought("table", table(folder, text, f"{source}.csv"), into=folder / "g", source=source, **asked)


def told(report: ImportReport, *outcomes: str) -> list[tuple[str, str]]:
    return [(one.what, one.why) for one in report.remarks if one.outcome in outcomes]


def cities(folder: Path) -> dict[str, tuple[str, str | None]]:
    nodes = World(folder / "g", cache=False).view.nodes
    return {id: (nodes[id]["name"], nodes[id]["country"]) for id in nodes if nodes[id]["type"] == "city"}


def judgements(folder: Path, source: str = "register") -> Path:
    return folder / "g" / source / "judgements.txt"


def test_a_country_without_a_code_is_one_wherever_its_rows_stand(tmp_path: Path) -> None:
    rows = "San José,Somaliland,Köln,Germany\nSan José,Germany,Köln,Somaliland\nSan José,CN,San José,Germany\n"
    text = f"from.name,from.country,to.name,to.country\nSan José,Germany,San José,Germany\n{rows}"
    report = brought(tmp_path, f"{text}San José,USA,San José,Germany\n")
    found = [country or "" for name, country in cities(tmp_path).values() if name == "Köln"]
    assert sorted(found) == ["DE", "somaliland"]
    assert any("no column says the kind of the ties" in text for text in report.said)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((folder / "g").rglob("*")) if path.is_file()}


# ---------------------------------------------------------------- laws

PLACES = {
    "Padova": ["45.4,11.9", "45.5,11.9"], "Padua": ["45.4,11.9"], "Springfield": ["39.8,-89.6", "39.9,-83.8"],
    "Kiev": ["50.4,30.5"], "Kyiv": [""],
}  # fmt: skip
ROWS = st.lists(
    st.tuples(
        st.sampled_from(sorted(PLACES)), st.sampled_from(["", "IT", "US"]),
        st.sampled_from(["", "Illinois", "Ohio", "IL"]), st.sampled_from(["", "k1", "k2"]),
        st.sampled_from(["", "Q1", "Q2"]), st.sampled_from(["", *(place for of in PLACES.values() for place in of)]),
        st.sampled_from(["", "5000", "5100", "800000"]), st.sampled_from(["", "", "town", "Town", "county"]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip
COLUMNS = [
    "name", "country", "region", "key", "identifiers.wikidata", "coordinates", "observations.population",
 "level", "notes",
]  # fmt: skip


OF_THE_CITIES = ["country=country"]
"""So that nothing is asked if no city of a few rows lies in its country."""


def as_table(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, *((*row, "x") for row in rows)])  # one cell alone may be a title
    return out.getvalue()


def sound(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows without those that tell of a key or of a Wikidata id again."""
    taken = set[str]()
    return [row for row in rows if not ({row[3], row[4]} - {""} & taken or taken.update({row[3], row[4]} - {""}))]


def things(folder: Path) -> Counter[tuple[object, ...]]:
    view = World(folder / "g", cache=False).view
    found = Counter[tuple[object, ...]]()
    for id in view.nodes:
        record = view.nodes[id]["record"]
        ids = tuple(sorted(record.get("identifiers", {}).items()))
        names = frozenset(map(fold, (record["name"], *record.get("aliases", ()))))
        of_it = tuple(sorted(str(each["value"]) for each in record.get("observations", ())))
        found[view.nodes[id]["type"], names, view.nodes[id]["country"], ids, of_it] += 1
    return found


@examples(25)
@given(data=st.data(), rows=ROWS)
def test_the_order_of_rows_does_not_change_which_things_there_are(data: st.DataObject, rows: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        rows = sound(rows)
        brought(Path(one), as_table(rows), pairs=OF_THE_CITIES)
        before = files(Path(one))
        brought(Path(one), as_table(rows), pairs=OF_THE_CITIES)
        assert files(Path(one)) == before
        brought(Path(other), as_table(data.draw(st.permutations(rows))), pairs=OF_THE_CITIES)
        assert things(Path(one)) == things(Path(other))


@examples(25)
@given(rows=ROWS, verdict=st.sampled_from(["same", "different"]))
def test_what_a_register_tells_apart_is_never_one_and_what_is_called_different_neither(
    rows: list[Any], verdict: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        rows = sound(rows)
        brought(path, as_table(rows), pairs=OF_THE_CITIES)
        number = len(World(path / "g", cache=False).view.nodes)
        if judgements(path).exists():
            text = judgements(path).read_text()
            judgements(path).write_text(text.replace("unsure ", f"{verdict} "))
            brought(path, as_table(rows), pairs=OF_THE_CITIES)
        view = World(path / "g", cache=False).view
        if verdict == "different":
            assert len(view.nodes) == number
        for scheme, at in (("register", 3), ("wikidata", 4)):
            given = {row[at] for row in rows} - {""}
            if scheme == "register" and len(given) and all(key.startswith("Q") for key in given):
                continue
            kept = [view.nodes[id]["record"].get("identifiers", {}).get(scheme) for id in view.nodes]
            assert given <= set(kept)


# ---------------------------------------------------------------- one thing, or two

RING = "City,Country,Partner city\nOsnabrück,Germany,Angers\nAngers,France,Osnabrück\nAngers,France,Pisa\n"


def test_a_name_without_a_country_is_the_only_city_of_that_name_and_it_is_said(tmp_path: Path) -> None:
    report = brought(tmp_path, RING)
    assert sorted(cities(tmp_path).values()) == [("Angers", "FR"), ("Osnabrück", "DE"), ("Pisa", None)]
    assert ("Angers", "it has no country here; it is taken for Angers, FR, the only one") in told(report, "joined")


@pytest.mark.parametrize(
    ("partner", "is_one"),
    [("Paris,,", True), ("Paris,Texas,", False), ("Paris,,33.66 -95.55", False), ("Paris,Île-de-France,", True)],
)
def test_evidence_against_it_keeps_a_namesake_apart(tmp_path: Path, partner: str, is_one: bool) -> None:
    name, region, place = partner.split(",")
    brought(
        tmp_path,
        "from.name,from.country,from.coordinates,to.name,to.region,to.coordinates\n"
        f"Paris,France,48.85 2.35,Rome,,\nOslo,Norway,,{name},{region},{place}\n",
    )
    assert (sum(name == "Paris" for name, _ in cities(tmp_path).values()) == 1) == is_one


def test_a_tie_between_two_namesakes_says_that_they_are_two(tmp_path: Path) -> None:
    brought(tmp_path, "City,Country,Partner city\nParis,France,Paris\n")
    assert len(cities(tmp_path)) == 2


def test_a_name_that_several_cities_have_is_asked_about_and_the_answer_counts(tmp_path: Path) -> None:
    text = "from.name,from.country,to.name\nParis,France,Rome\nParis,US,Rome\nOslo,Norway,Paris\n"
    report = brought(tmp_path, text)
    assert told(report, "unsure") == [
        ("Paris", "it has no country here, and can be Paris, FR or Paris, US; it stays a record of its own")
    ]
    lines = [line.split("  #")[0] for line in judgements(tmp_path).read_text().splitlines() if line[0] != "#"]
    assert lines == ["unsure    paris paris,fr", "unsure    paris paris,us"]
    judgements(tmp_path).write_text("different paris paris,fr\n")
    brought(tmp_path, text)
    assert sorted(cities(tmp_path).values()) == [("Oslo", "NO"), ("Paris", "FR"), ("Paris", "US"), ("Rome", "IT")]
    assert [line.split()[0] for line in judgements(tmp_path).read_text().splitlines() if line[0] != "#"] == [
        "different"
    ]


def test_a_country_is_one_by_its_code_and_the_folders_own_record_is_used(tmp_path: Path) -> None:
    (tmp_path / "g").mkdir()
    (tmp_path / "g/own.yaml").write_text("countries:\n  middle-kingdom: {name: Middle Kingdom, iso: CN}\n")
    brought(tmp_path, "from.name,to.name\nChina,France\nPRC,Germany\nCHN,Italy\n", type="country", kind="trades-with")
    view = World(tmp_path / "g", cache=False).view
    assert [id for id in view.nodes if view.nodes[id]["country"] == "CN"] == ["middle-kingdom"]


# ---------------------------------------------------------------- nearly the same name

PAIRS = [
    ("Padova", "Padua", "IT"), ("Muenchen", "München", "DE"), ("Kiev", "Kyiv", "UA"), ("Köln", "Cologne", "DE"),
    ("Saint Petersburg", "Sankt-Peterburg", "RU"), ("St. Gallen", "Sankt Gallen", "CH"), ("Praha", "Prague", "CZ"),
    ("Den Haag", "The Hague", "NL"), ("Frankfurt", "Frankfurt am Main", "DE"), ("Kharkiv", "Kharkov", "UA"),
    ("Newcastle", "Newcastle upon Tyne", "GB"), ("Nizhny Novgorod", "Nizhniy Novgorod", "RU"),
    ("Göttingen", "Goettingen", "DE"),
    ("Kobe", "Kobe-shi", "JP"), ("City of Leeds", "Leeds", "GB"), ("Yelets", "Elets", "RU"), ("Москва", "Moscow", "RU"),
]  # fmt: skip
NO_PAIRS = [
    ("Au", "Aue", "DE"), ("Frankfurt am Main", "Frankfurt (Oder)", "DE"), ("Hangzhou", "Yangzhou", "CN"),
    ("Lyon", "Lille", "FR"), ("Linz am Rhein", "Linz an der Donau", "DE"),
    ("Prague 1", "Prague 15", "CZ"), ("Budapest District XV", "Budapest District XVI", "HU"),
    ("Ostrava 1", "Ostrava 2", "CZ"), ("Zürich (Kreis 2)", "Zürich (Kreis 12)", "CH"),
    ("Salem city", "Salem town", "US"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "country"), PAIRS)
def test_two_spellings_of_a_name_are_asked_about(one: str, other: str, country: str) -> None:
    found = near_names([one, "Quux", other], country, lambda *_: False)
    assert [{pair.one, pair.other} for pair in found.pairs] == [{0, 2}]


@pytest.mark.parametrize(("one", "other", "country"), NO_PAIRS)
def test_two_names_are_not(one: str, other: str, country: str) -> None:
    assert not near_names([one, other], country, lambda *_: False).pairs


def test_where_a_likeness_is_usual_it_is_no_sign_and_that_is_said(tmp_path: Path) -> None:
    names = [
        f"{stem}{of}"
        for stem in ("Bergdorf", "Talheim", "Seeburg", "Waldau", "Moorhof", "Feldkirch")
        for of in ("", " am See")
    ]
    report = brought(tmp_path, "name,country\n" + "".join(f"{name},DE\n" for name in names))
    assert not told(report, "unsure")
    assert any(said.startswith("6 pairs of names in DE are alike") for said in report.said)


def test_things_with_keys_raise_no_alarm(tmp_path: Path) -> None:
    report = brought(tmp_path, "key,name,country\n1,Padova,IT\n2,Padua,IT\n")
    assert not told(report, "unsure")
    assert not judgements(tmp_path).exists()


TWO = "City,Country,Partner city,Partner country\nPadova,IT,Oslo,NO\nPadua,IT,Bergen,NO\n"


def test_the_verdict_same_makes_one_record_with_an_alias_and_it_keeps_its_id(tmp_path: Path) -> None:
    brought(tmp_path, TWO)
    judgements(tmp_path).write_text(judgements(tmp_path).read_text().replace("unsure ", "same "))
    report = brought(tmp_path, TWO)
    assert told(report, "joined") == [("Padua, IT", "judgements.txt says that it is Padova, IT")]
    assert sorted(cities(tmp_path)) == ["bergen", "oslo", "padova"]
    node = World(tmp_path / "g", cache=False).view.nodes["padova"]
    assert node["record"]["aliases"] == ["Padua"]
    header, *rows = TWO.splitlines(keepends=True)
    brought(tmp_path, header + "".join(reversed(rows)))
    assert sorted(cities(tmp_path)) == ["bergen", "oslo", "padova"]


def test_a_decided_line_stays_an_open_one_goes_and_a_wrong_name_is_told(tmp_path: Path) -> None:
    brought(tmp_path, TWO)
    judgements(tmp_path).write_text(
        "different padova,it padua,it\nsame oslo,no kristiania,no\nsame Bergen,no padua,it\n"
    )
    report = brought(tmp_path, TWO)
    assert told(report, "doubtful") == [("Bergen,no", "the files have nothing of this name; did you mean `bergen,no`?")]
    assert not told(report, "unsure")
    text = judgements(tmp_path).read_text()
    assert "same oslo,no kristiania,no\n" in text
    assert any(
        "1 line is about things that the files do not have now (kristiania,no); kept" in one for one in report.said
    )
    brought(tmp_path, "City,Country,Partner city,Partner country\nPraha,CZ,Prague,CZ\n")
    assert "unsure    prague,cz praha,cz" in judgements(tmp_path).read_text()
    brought(tmp_path, TWO)
    assert "unsure" not in [line.split()[0] for line in judgements(tmp_path).read_text().splitlines()]


def test_remarks_of_a_person_stay_in_the_file_of_judgements(tmp_path: Path) -> None:
    brought(tmp_path, TWO)
    asked = judgements(tmp_path).read_text().splitlines()[-1]
    assert asked.startswith("unsure    padova,it padua,it  # ")
    mine = (
        f"# Asked at the town hall in May.\n{asked} They will answer.\n\n# Sure:\ndifferent oslo,no bergen,no # far\n"
    )
    judgements(tmp_path).write_text(mine)
    for _ in range(2):
        brought(tmp_path, TWO + "Kiel,DE,Roma,IT\nKiel,DE,Rome,IT\n")
        text = judgements(tmp_path).read_text()
        assert mine in text
        assert text.count("unsure    roma,it rome,it") == 1
        assert text.count("# Are they the same thing?") == 1


# ---------------------------------------------------------------- records of the folder

OWN = """
cities:
  padova: {name: Padova, country: IT}
  lima: {name: Lima, country: PE}
  york: {name: York, country: GB}
  york-us: {name: York, country: US}
"""


def test_linking_asks_about_another_spelling_and_takes_the_only_namesake(tmp_path: Path) -> None:
    (tmp_path / "g").mkdir()
    (tmp_path / "g/own.yaml").write_text(OWN)
    text = "City,Country,Partner city\nPadua,IT,Lima\nOslo,NO,York\n"
    report = brought(tmp_path, text, link=True)
    assert told(report, "linked") == [("Lima", "lima: same name; no country is given, and no other record has it")]
    assert {what for what, _ in told(report, "unsure")} == {"Padua, IT", "York"}
    lines = judgements(tmp_path).read_text()
    judgements(tmp_path).write_text(lines.replace("unsure    padua,it", "same padua,it"))
    brought(tmp_path, text, link=True)
    assert "padua" not in cities(tmp_path)
    assert [row.node for row in World(tmp_path / "g", cache=False).neighbors("padova")] == ["lima"]


def test_a_name_without_a_country_may_be_a_city_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "g").mkdir()
    (tmp_path / "g/own.yaml").write_text(OWN)
    text = "City,Country,Partner city\nYork,GB,Oslo\nLima,PE,York\n"
    report = brought(tmp_path, text)
    why = "it has no country here, and can be York, GB or York, US, which the folder has; it stays a record of its own"
    assert told(report, "unsure") == [("York", why)]
    judgements(tmp_path).write_text(judgements(tmp_path).read_text().replace("unsure ", "same   "))
    brought(tmp_path, text)
    assert sorted(name for name, _ in cities(tmp_path).values()).count("York") == 3  # two of them are the folder's


def test_without_linking_it_is_said_that_the_folder_has_some_already(tmp_path: Path) -> None:
    brought(tmp_path, "City,Country,Partner city,Partner country\nRennes,FR,Cork,IE\n", source="one")
    report = brought(tmp_path, "City,Country,Partner city,Partner country\nCork,IE,Cologne,DE\n", source="two")
    assert "the folder has Cork (`cork`) already; --link uses its records and makes no second ones" in report.said


def test_without_linking_a_city_of_the_folder_is_said_under_its_name_in_another_language(tmp_path: Path) -> None:
    brought(tmp_path, "City,Country,Partner city,Partner country\nRennes,FR,Cologne,DE\n", source="one")
    text = "City,Country,Partner city,Partner country\nKöln,DE,Lille,FR\nKattowitz,PL,Köln,DE\n"
    report = brought(tmp_path, text, source="two")
    said = "the folder may have Köln (`cologne`) already, under a name in another language; --link asks"
    assert said in report.said
    report = brought(tmp_path, text, source="three")
    assert not any("may have" in sentence for sentence in report.said)  # now it has Köln, too


def test_spellings_are_keys_of_names_and_never_the_names_own() -> None:
    for one, other in combinations(["Padova", "Padua", "Padoue"], 2):
        assert fold(other) in spellings(one, "IT")
        assert fold(one) not in spellings(one, "IT")


# ---------------------------------------------------------------- ids

SPRINGFIELDS = "name,region,country\nSpringfield,Illinois,US\nSpringfield,Ohio,US\n"


def test_regions_are_in_ids_and_a_namesake_that_comes_later_takes_no_id(tmp_path: Path) -> None:
    brought(tmp_path, SPRINGFIELDS)
    assert sorted(cities(tmp_path)) == ["springfield-us-illinois", "springfield-us-ohio"]
    other = tmp_path / "later"
    other.mkdir()
    brought(other, SPRINGFIELDS.replace("Springfield,Ohio,US\n", ""))
    brought(other, "name,region,country\nSpringfield,Ohio,US\nSpringfield,Illinois,US\n")
    nodes = World(other / "g", cache=False).view.nodes
    assert "Illinois" in nodes["springfield"]["record"]["notes"]
    assert len(nodes) == 2


def test_a_file_called_like_its_city_comes_in_and_again_it_changes_nothing(tmp_path: Path) -> None:
    text = "City,Country,Partner city,Partner country\nLille,FR,Leeds,GB\n"
    brought(tmp_path, text, source="lille")
    before = files(tmp_path)
    assert sorted(cities(tmp_path)) == ["leeds", "lille-fr"]
    brought(tmp_path, text, source="lille")
    assert files(tmp_path) == before


# ---------------------------------------------------------------- one name with facts that contradict each other

MIDTOWNS = "City,Country,Population\nMidtown,US,{}\nLyon,FR,500000\nMidtown,US,{}\n"


@pytest.mark.parametrize(
    ("first", "second", "number"), [("5000", "800000", 2), ("5000", "5000", 1), ("5000", "5100", 1), ("5000", "", 1)]
)
def test_namesakes_of_very_different_sizes_are_two_until_the_user_says_otherwise(
    tmp_path: Path, first: str, second: str, number: int
) -> None:
    report = brought(tmp_path, MIDTOWNS.format(first, second))
    assert [name for name, _ in cities(tmp_path).values()].count("Midtown") == number
    assert bool(told(report, "unsure")) == (number == 2)
    assert bool(told(report, "doubtful")) == (second == "5100")  # two figures of one place


def test_the_answer_about_contradicting_rows_counts_and_their_ids_do_not_follow_the_rows(tmp_path: Path) -> None:
    text = MIDTOWNS.format(5000, 800000)
    brought(tmp_path, text)
    before = files(tmp_path)
    brought(tmp_path, text)
    assert files(tmp_path) == before
    header, *rows = text.splitlines(keepends=True)
    report = brought(tmp_path, header + "".join(reversed(rows)))
    assert not told(report, "changed")
    path = judgements(tmp_path)
    assert "unsure    midtown,us,population=5000 midtown,us,population=800000" in path.read_text()
    path.write_text(path.read_text().replace("unsure ", "same   "))
    brought(tmp_path, text)
    assert [name for name, _ in cities(tmp_path).values()].count("Midtown") == 1


def test_a_town_and_a_county_of_one_name_are_asked_about(tmp_path: Path) -> None:
    text = "name,country,level\nMidtown,US,town\nMidtown,US,county\nMidtown,US,Town\nMidtown,US,\n"
    report = brought(tmp_path, text)
    whys = [why for _, why in told(report, "unsure")]
    assert whys == [
        "can be Midtown, US (town) or Midtown, US (county); it stays a record of its own",
        "the name stands at register.csv:2, too, but with town and county: both stay records",
    ]
    assert len(cities(tmp_path)) == 3


POSTS = "name,title,city,country\nA. Example,Mayor,Lille,FR\n"


def persons(folder: Path) -> dict[str, set[str]]:
    """The places of the posts of each person."""
    view = World(folder / "g", cache=False).view
    found: dict[str, set[str]] = {id: set() for id in view.nodes if view.nodes[id]["type"] == "official"}
    for tie in view.graph["ties"].values():
        found[tie.start].add(tie.end)
    return found


def test_officials_of_one_name_in_two_towns_are_two_persons_until_the_user_says_otherwise(tmp_path: Path) -> None:
    text = f"{POSTS}A. Example,Mayor,Leeds,GB\nA. Example,Deputy,LILLE,\n"
    report = brought(tmp_path, text, type="official")
    why = "the name stands at register.csv:2, too, but with posts in Lille and Leeds: both stay records"
    assert told(report, "unsure") == [("A. Example", why)]
    assert persons(tmp_path) == {"a-example-lille": {"lille"}, "a-example-leeds": {"leeds"}}
    judgements(tmp_path).write_text(judgements(tmp_path).read_text().replace("unsure ", "same   "))
    brought(tmp_path, text, type="official")
    assert list(persons(tmp_path).values()) == [{"lille", "leeds"}]


@examples(8)
@given(
    data=st.data(),
    rows=st.lists(
        st.tuples(st.sampled_from(["Mayor", "Deputy", ""]), st.sampled_from(["Lyon,FR", "Lille,FR", "LYON,", ","])),
        min_size=2, max_size=5,
    ),
)  # fmt: skip
def test_the_order_of_rows_does_not_change_which_officials_there_are(data: st.DataObject, rows: list[Any]) -> None:
    def as_posts(rows: list[Any]) -> str:
        return "name,title,city,country,notes\n" + "".join(f"A. Example,{title},{of},x\n" for title, of in rows)

    def bring(folder: str, rows: list[Any]) -> None:
        try:
            brought(Path(folder), as_posts(rows), type="official")
        except OpenQuestions:  # empty cells below a name may mean the one above
            reject()

    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        bring(one, rows)
        before = files(Path(one))
        bring(one, rows)
        assert files(Path(one)) == before
        bring(other, data.draw(st.permutations(rows)))
        assert things(Path(one)) == things(Path(other))
        assert Counter(map(frozenset, persons(Path(one)).values())) == Counter(
            map(frozenset, persons(Path(other)).values())
        )


def test_an_official_with_an_id_is_one_person_wherever_the_posts_are(tmp_path: Path) -> None:
    text = "id,name,title,city,country\n1,A. Example,Mayor,Lille,FR\n1,A. Example,Deputy,Leeds,GB\n"
    report = brought(tmp_path, f"{text}2,A. Example,Mayor,Porto,PT\n", type="official")
    assert sorted(map(sorted, persons(tmp_path).values())) == [["leeds", "lille"], ["porto"]]
    assert not told(report, "unsure")


def test_a_row_without_a_place_is_the_only_official_of_that_name_and_brings_no_post(tmp_path: Path) -> None:
    text = POSTS.replace("\n", "\nB. Sample,Mayor,,\n", 1)
    report = brought(tmp_path, f"{text}A. Example,Senator,,\n", type="official")
    assert persons(tmp_path) == {"a-example": {"lille"}, "b-sample": set()}
    assert ("of", "these rows do not say where the post is held: they bring no post") in told(report, "read")
    why = "it has no post here; it is taken for A. Example, the only one"
    assert told(report, "joined") == [("A. Example", why)]

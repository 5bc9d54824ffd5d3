"""An import that links: what the folder's own records lack is filled in or said, what differs is said, and nothing that
stands changes."""

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from citygraph.cli.app import app
from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import CityRecord, TieRecord
from citygraph.folder import journal
from citygraph.imports import new_files
from citygraph.imports.change_words import in_words
from citygraph.imports.comparing import compared_nodes, compared_ties, together
from conftest import examples
from imported import brought, table
from linked_folders import CELLS, HEAD, KEPT, OFFICIALS, OWN, PAIR, PLACE, Filled, contents, row_of

TODAY = datetime.date(2026, 11, 30)

# ---------------------------------------------------------------- laws

WORDS = st.sampled_from(["harbour", "fair", "Old Town", "lace", "cider"])
DATES = st.sampled_from(["1968", "1968-05", "1968-05-12", "1970", "1999-12-31", "2031", "1969~"])
FIGURES = st.fixed_dictionaries(
    {"property": st.sampled_from(["population", "area"]), "value": st.sampled_from([5, 7.5, 120000])},
    optional={"as_of": st.sampled_from(["2020", "2021"]), "unit": st.just("km2")},
)
NODES = st.fixed_dictionaries(
    {"name": WORDS},
    optional={
        "aliases": st.lists(WORDS, min_size=1, max_size=3, unique=True), "country": st.sampled_from(["FR", "GB"]),
        "names": st.dictionaries(st.sampled_from(["de", "zh"]), WORDS, min_size=1), "level": WORDS,
        "identifiers": st.dictionaries(st.sampled_from(["wikidata", "unlocode"]), WORDS, min_size=1),
        "coordinates": st.sampled_from([[50.6, 3.0], [50.7, 3.1], [1.5, 2.5]]),
        "known_for": st.lists(WORDS, min_size=1, max_size=2, unique=True),
        "observations": st.lists(FIGURES, min_size=1, max_size=2, unique_by=json.dumps),
    },
)  # fmt: skip
TIMES: dict[str, Any] = {
    "since": DATES, "until": st.one_of(st.just(".."), DATES), "seen": DATES, "end_reason": WORDS,
    "status": st.sampled_from(["active", "planned", "ended", "unknown"]),
}  # fmt: skip
TIES = st.fixed_dictionaries(
    {},
    optional={
        **TIMES, "called": WORDS, "title": WORDS, "subject": st.lists(WORDS, min_size=1, max_size=2, unique=True),
        "agreement": st.fixed_dictionaries({}, optional={"signed": DATES, "expires": DATES}).filter(bool),
        "observations": st.lists(FIGURES, min_size=1, max_size=2, unique_by=json.dumps),
    },
)  # fmt: skip


def compared(type: str, there: dict[str, Any], here: dict[str, Any]) -> Any:
    if type == "node":
        return compared_nodes(CityRecord, there, here)
    return compared_ties(TieRecord, {"nature": "standing", "status": "unknown", **there}, here, TODAY)


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key != "property":
                yield from leaves(inner)
    elif isinstance(value, list) and not all(isinstance(one, float) for one in value):
        for inner in value:
            yield from leaves(inner)
    else:
        yield in_words(value)


BOTH = st.one_of(st.tuples(st.just("node"), NODES, NODES), st.tuples(st.just("tie"), TIES, TIES))


@given(case=BOTH)
@examples(300)
def test_nothing_that_stands_changes_and_what_is_filled_in_lacks_no_more(case: Any) -> None:
    type, there, here = case
    found = compared(type, there, here)
    after = {**there, **together(there, found.lacks)}
    for key, value in there.items():
        if isinstance(value, list):
            assert after[key][: len(value)] == value
        elif isinstance(value, dict):
            assert value.items() <= after[key].items()
        else:
            assert after[key] == value or (key, value) == ("status", "unknown")
    again = compared(type, after, here)
    assert not again.lacks
    assert [one for one in again.differs if one.there] == [one for one in found.differs if one.there]


@given(case=BOTH)
@examples(300)
def test_all_that_rows_say_stands_in_the_record_or_is_told(case: Any) -> None:
    type, there, here = case
    found = compared(type, there, here)
    after = {**there, **together(there, found.lacks)}
    told = " ".join(f"{one.key} {one.here}" for one in (*found.differs, *found.fits))
    for leaf in leaves({key: value for key, value in here.items() if value != "unknown"}):
        assert leaf in [*leaves(after)] or leaf in told


@given(there=TIES, here=TIES)
@examples(300)
def test_times_of_two_sources_are_never_mixed(there: dict[str, Any], here: dict[str, Any]) -> None:
    found = compared("tie", there, here)
    differ = {one.key for one in found.differs if one.there}
    if "since" in differ:
        assert not found.lacks.keys() & {"until", "status", "end_reason"}
    if differ & {"until", "status"}:
        assert not found.lacks.keys() & {"until", "status", "end_reason"}
    if there.get("status") == "planned" and here.get("status", "unknown") == "unknown":
        assert not found.lacks.keys() & set(TIMES) - {"seen"}
    assert found.attests or not found.lacks.keys() - {"observations"}


@given(cells=CELLS, kept=KEPT, place=PLACE)
@examples(12)
def test_every_cell_of_a_linked_row_is_in_the_world_or_told(
    cells: dict[str, str], kept: dict[str, str], place: str
) -> None:
    own, text, pairs = row_of(cells, kept, place)
    with TemporaryDirectory() as scratch:
        found = Filled(Path(scratch), own, text, pairs=pairs)
        if found.told("refused"):
            return
        said = " ".join(f"{one.what} {one.why}" for one in found.report.remarks)
        files = contents(found.into)
        world = b" ".join(held for name, held in files.items() if not name.endswith(".gz")).decode()
        for text in cells.values():
            assert all(part in world or part in said for part in text.split("; ")), (text, said, world)
        for key, value in kept.items():
            assert value.strip("[]") in in_words(found.tie()[key])
        found.again()
        assert contents(found.into) == files


# ---------------------------------------------------------------- what is lacking


def test_a_record_gets_what_it_lacks_and_all_other_bytes_stay(tmp_path: Path) -> None:
    text = "name,country,lat,lon,wikidata,population\nLille,France,50.6292,3.0573,Q648,236234\n"
    found = Filled(tmp_path, OWN, text + "Leeds,United Kingdom,53.7975,-1.5436,Q39121,516298\n", type="city", kind=None)
    assert not found.told("differs", "lacking")
    leeds = found.node("leeds")
    assert leeds["coordinates"] == [53.7975, -1.5436]
    assert leeds["identifiers"] == {"wikidata": "Q39121"}
    assert [(one["value"], one["evidence"][0]["source"]) for one in leeds["observations"]] == [(516298, "list")]
    assert [one["source"] for one in leeds["evidence"]] == ["minutes", "list"]
    lines = found.own.splitlines()
    assert [line for line in OWN.splitlines() if line not in lines] == [OWN.splitlines()[2]]  # that of Lille got keys
    files = contents(found.into)
    assert not found.again().count("filled", "differs", "lacking")
    assert contents(found.into) == files


def test_without_fill_what_is_lacking_is_told_with_its_values_and_no_byte_changes(tmp_path: Path) -> None:
    text = "name,country,lat,lon,population\nLille,France,50.6292,3.0573,236234\n"
    found = Filled(tmp_path, OWN, text, type="city", kind=None, fill=None)
    (why,) = found.told("lacking")
    assert "`lille` lacks coordinates: 50.6292, 3.0573" in why
    assert "population: 236234" in why
    assert "1 record of the folder lacks what rows say; --fill fills it in, with its source" in found.report.said
    assert found.own == OWN


def test_a_second_source_is_a_second_evidence_of_the_same_tie(tmp_path: Path) -> None:
    text = f"{HEAD},Source,Quote{PAIR}1968,https://example.org/a,twins since 1968\n"
    found = Filled(tmp_path, OWN, text)
    (own, other) = found.tie()["evidence"]
    assert (own["source"], other["quote"]) == ("minutes", "twins since 1968")
    assert found.world.view.graph["sources"][other["source"]]["url"] == "https://example.org/a"
    assert len(found.world.view.graph["ties"]) == 1


def test_what_others_name_stays_when_the_file_has_it_no_longer(tmp_path: Path) -> None:
    text = f"{HEAD},Region,Source{PAIR}1968,Nord,https://example.org/a\n"
    found = Filled(tmp_path, OWN, text, pairs=["from.part_of=Region"])
    assert found.node("lille")["part_of"] == "nord"
    table(tmp_path, f"{HEAD},Region,Source\nOslo,Norway,Leeds,GB,1990,,\n", "list.csv")
    found.again()
    assert found.node("nord")["name"] == "Nord"
    assert found.sources()[1] in found.world.view.graph["sources"]


def test_what_a_tie_lacks_is_filled_in(tmp_path: Path) -> None:
    text = f"{HEAD},Status,Topics,Signed,Trade,Remarks{PAIR}1968,active,culture; sports,1968-05-12,7,by rail\n"
    pairs = ["subject=Topics", "agreement.signed=Signed", "observations.trade=Trade"]
    tie = Filled(tmp_path, OWN, text, pairs=pairs).tie()
    assert (tie["status"], tie["subject"]) == ("active", ["culture", "sports"])
    assert (tie["agreement"], tie["notes"]) == ({"signed": "1968-05-12"}, "list: Remarks: by rail")
    assert [figure["value"] for figure in tie["observations"]] == [7]


def test_another_name_becomes_an_alias_and_names_go_by_language(tmp_path: Path) -> None:
    own = OWN.replace("{name: Lille,", "{name: Lille, identifiers: {wikidata: Q648}, names: {nl: Rijsel},")
    text = "name,country,wikidata,nl,zh\nRyssel,France,Q648,Ryssel,里尔\n"
    found = Filled(tmp_path, own, text, type="city", kind=None, pairs=["names.nl=nl", "names.zh=zh"])
    lille = found.node("lille")
    assert lille["names"] == {"nl": "Rijsel", "zh": "里尔"}
    assert found.told("differs") == [
        "`names.nl` is Ryssel here, and Rijsel in `lille`, where that stays; its notes keep what is here"
    ]
    assert lille["name"] == "Lille"


def test_rows_of_tables_stay_there_if_they_fit(tmp_path: Path) -> None:
    own = {
        "cities.csv": "id,name,country\nlille,Lille,FR\nleeds,Leeds,GB\nbrno,Brno,CZ\n",
        "ties.csv": "kind,between,since,source\nsister-city,lille; leeds,1968,minutes\nsister-city,brno; leeds,,\n",
        "sources.yaml": "sources:\n  minutes: {title: Council minutes}\n",
    }
    found = Filled(tmp_path, own, f"{HEAD}{PAIR}1968\nBrno,CZ,Leeds,GB,1999\n")
    assert (found.into / "cities.csv").read_text() == own["cities.csv"]
    assert (found.into / "ties.csv").read_text() == "kind,between,since,source\nsister-city,brno; leeds,1999,list\n"
    assert found.sources() == ["minutes", "list"]


def test_records_that_cannot_be_edited_are_told_and_stay_as_they_are(tmp_path: Path) -> None:
    own = OWN.replace("{name: Lille,", "{name: Lille, notes: &words ours,").replace(
        "   # in York", "\n    notes: *words #"
    )
    text = "name,country,remarks\nLille,France,by rail\nLeeds,United Kingdom,by air\n"
    found = Filled(tmp_path, own + "# end\n", text + "Oslo,Norway,by sea\n", type="city", kind=None)
    assert [why.partition(", but ")[0] for why in found.told("doubtful")] == [
        "`lille` lacks source: list; notes: remarks: by rail", "`leeds` lacks source: list; notes: remarks: by air",
    ]  # fmt: skip
    assert all("edit it by hand" in why for why in found.told("doubtful"))
    assert found.own == own + "# end\n"
    assert found.node("oslo")["notes"] == "list: remarks: by sea"


def test_a_record_without_a_country_is_the_city_that_its_name_clearly_means_or_it_is_asked(tmp_path: Path) -> None:
    own = "cities:\n  lyon: {name: Lyon}\n  paris: {name: Paris}\n  san-jose: {name: San José}\n"
    own += "  hamburg: {name: Hamburg, coordinates: [42.7, -78.8]}\n  york: {name: York}\n  york-2: {name: York}\n"
    text = "name,country\nLyon,FR\nParis,US\nSan José,US\nHamburg,DE\nYork,GB\n"
    found = Filled(tmp_path, own, text, type="city", kind=None)
    others = ["paris", "san-jose", "hamburg", "york", "york-2"]
    assert found.node("lyon")["country"] == "FR"
    assert not any(found.node(id).get("country") for id in others)
    assert sorted(why.partition(":")[0] for why in found.told("unsure")) == sorted(others)
    assert "lyon: same name; it has no country, and the place that the name clearly means is there" in found.told(
        "linked"
    )


# ---------------------------------------------------------------- what differs


@pytest.mark.parametrize("fill", [None, True])
def test_a_year_that_differs_is_told_and_that_of_the_folder_stays(tmp_path: Path, fill: bool | None) -> None:
    found = Filled(tmp_path, OWN, f"{HEAD},Until,Status{PAIR}1970,1999,ended\n", fill=fill)
    tie = found.tie()
    assert (tie["since"], tie["until"], tie["status"]) == ("1968", None, "unknown")
    assert [why.partition(",")[0] for why in found.told("differs")] == [
        "`since` is 1970 here", "`until` is 1999 here", "`status` is ended here",
    ]  # fmt: skip
    assert found.tie().get("notes") == ("list: since: 1970; until: 1999; status: ended" if fill else None)
    assert found.sources() == (["minutes", "list"] if fill else ["minutes"])
    if fill:
        assert not found.again().count("differs")


def test_a_source_that_gives_another_status_is_no_evidence(tmp_path: Path) -> None:
    own = OWN.replace("    source: minutes\nsources", "    status: active\n    source: minutes\nsources")
    found = Filled(
        tmp_path, own, f"{HEAD},Status,Topics,Quote{PAIR}1968,ended,culture,no more\n", pairs=["subject=Topics"]
    )
    tie = found.tie()
    assert (tie["status"], tie.get("subject"), found.sources()) == ("active", None, ["minutes"])
    assert tie["notes"] == "list: status: ended; quote: no more; subject: culture"
    assert found.told("read") == ["`list` gives another status, so it is no evidence for `sister-city.leeds.lille`"]


def test_a_plan_does_not_begin_because_a_list_has_it(tmp_path: Path) -> None:
    own = OWN.replace("since: 1968   # signed in May", "status: planned")
    found = Filled(tmp_path, own, f"{HEAD}{PAIR}1968\n")
    assert (found.tie()["status"], found.tie()["since"], found.sources()) == ("planned", None, ["minutes"])
    assert found.told("differs") == [
        "`since` is 1968 here, and planned in `sister-city.leeds.lille`, where that stays; its notes keep what is here"
    ]


def test_a_fill_that_would_be_an_error_is_told(tmp_path: Path) -> None:
    own = OWN.replace("since: 1968   # signed in May", "status: active")
    found = Filled(tmp_path, own, f"{HEAD}{PAIR}2099\n")
    assert (found.tie()["since"], found.tie()["status"]) == (None, "active")
    assert any("2099" in why for why in found.told("differs"))


def test_finer_dates_and_near_places_fit(tmp_path: Path) -> None:
    own = OWN.replace("{name: Lille,", "{name: Lille, coordinates: [50.63, 3.06],")
    text = f"{HEAD},Lat,Lon{PAIR}1968-05-12,50.6292,3.0573\n"
    found = Filled(tmp_path, own, text, pairs=["from.lat=Lat", "from.lon=Lon"])
    assert not found.told("differs")
    assert sorted(found.told("read")) == [
        "`coordinates` is 50.6292, 3.0573 here, and 50.63, 3.06 in `lille`; that fits, and stays",
        "`since` is 1968-05-12 here, and 1968 in `sister-city.leeds.lille`; that fits, and stays",
    ]


def test_a_place_far_away_of_one_register_id_differs(tmp_path: Path) -> None:
    own = OWN.replace("{name: Lille,", "{name: Lille, coordinates: [50.63, 3.06], identifiers: {wikidata: Q648},")
    found = Filled(tmp_path, own, "name,country,lat,lon,wikidata\nLille,FR,48.6,3.06,Q648\n", type="city", kind=None)
    assert found.node("lille")["coordinates"] == [50.63, 3.06]
    assert [why.partition(" here")[0] for why in found.told("differs")] == ["`coordinates` is 48.6, 3.06"]


def test_another_figure_for_the_same_time_differs_and_one_of_another_time_is_new(tmp_path: Path) -> None:
    figures = "observations: [{property: population, value: 5, as_of: 2021, source: minutes}],"
    text = "name,country,population,year\nLille,FR,7,2021\nLille,FR,8,2022\nLille,FR,5,\n"
    found = Filled(tmp_path, OWN.replace("{name: Lille,", "{name: Lille, " + figures), text, type="city", kind=None)
    known = [(one["value"], one.get("as_of")) for one in found.node("lille")["observations"]]
    assert known == [(5, "2021"), (8, "2022")]
    assert [why.partition(",")[0] for why in found.told("differs")] == ["`population of 2021` is 7 here"]


# ---------------------------------------------------------------- which tie it is


def test_a_time_after_the_end_is_another_tie(tmp_path: Path) -> None:
    own = OWN.replace("since: 1968", "until: 1990\n    since: 1968")
    found = Filled(tmp_path, own, f"{HEAD},Status{PAIR}2004,active\n")
    assert found.own == own
    assert found.tie("sister-city.leeds.lille.2004")["status"] == "active"
    files = contents(found.into)
    found.again()
    assert contents(found.into) == files


def test_posts_of_linked_officials_get_their_terms_and_new_ones_are_ties(tmp_path: Path) -> None:
    text = "name,title,city,country,since,until\nEric Adams,Mayor,New York,US,2022,2025\n"
    text += "Eric Adams,Borough President,New York,US,2014,2021\n"
    found = Filled(tmp_path, OFFICIALS, text, type="official", kind=None)
    post = found.tie("holds-post.mayor.new-york")
    assert (post["since"], post["until"]) == ("2022", "2025")
    assert found.sources("holds-post.mayor.new-york") == ["paper", "list"]
    assert found.tie("holds-post.mayor.new-york.2014")["title"] == "Borough President"
    assert "# the first" in found.own
    files = contents(found.into)
    found.again()
    assert contents(found.into) == files


def test_a_post_of_another_title_is_another_post(tmp_path: Path) -> None:
    text = "name,title,city,country\nEric Adams,Borough President,New York,US\n"
    found = Filled(tmp_path, OFFICIALS, text, type="official", kind=None)
    assert found.own == OFFICIALS
    assert found.tie("holds-post.mayor.new-york.2")["title"] == "Borough President"


# ---------------------------------------------------------------- how it is written


def test_the_files_of_the_import_and_those_of_others_change_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed: list[set[str]] = []

    def replace_together(folder: Path, files: Mapping[str, journal.Content | None]) -> None:
        changed.append({f"{folder.name}/{name}" for name in files})
        journal.replace_together(folder, files)

    monkeypatch.setattr(new_files, "replace_together", replace_together)
    Filled(tmp_path, OWN, f"{HEAD}{PAIR}1968\n")
    assert changed == [{"g/own.yaml", "g/list/sources.yaml", "g/list/judgements.txt", "g/list/imported.json.gz"}]


def test_a_change_that_is_decided_is_finished_before_the_next_import_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any) -> None:
        raise OSError("the machine stops")

    text = f"{HEAD}{PAIR}1968\nLille,France,Oslo,Norway,1990\n"
    whole = Filled(tmp_path / "whole", OWN, text)
    with monkeypatch.context() as patched:
        patched.setattr(journal, "_make_decided", dies)
        with pytest.raises(CityGraphError, match="the machine stops"):
            Filled(tmp_path / "cut", OWN, text)
    assert (tmp_path / "cut/g/own.yaml").read_text() == OWN
    again = brought("table", whole.file, into=tmp_path / "cut/g", **whole.asked)
    assert not again.count("filled", "added", "changed", "gone")
    assert contents(tmp_path / "cut/g") == contents(whole.into)


def test_a_dry_run_says_what_records_would_get_and_writes_nothing(tmp_path: Path) -> None:
    found = Filled(tmp_path, OWN, f"{HEAD}{PAIR}1968\n", dry_run=True)
    assert found.told("filled") == ["`sister-city.leeds.lille` gets source: list"]
    assert contents(found.into) == {"own.yaml": OWN.encode()}


def test_fill_without_link_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match="add --link"):
        Filled(tmp_path, OWN, f"{HEAD}{PAIR}1968\n", link=None)


def test_the_command_and_its_mapping_file_fill_alike(tmp_path: Path) -> None:
    for folder, options in (("a", ["--link", "--fill"]), ("b", [])):
        into = tmp_path / folder
        into.mkdir()
        (into / "own.yaml").write_text(OWN)
        if not options:
            table(tmp_path, "link: true\nfill: true\n", "list.import.yaml")
        words = ["import", str(table(tmp_path, f"{HEAD}{PAIR}1970\n", "list.csv")), "--into", str(into)]
        done = CliRunner().invoke(app, [*words, "--kind", "sister-city", *options])
        assert done.exit_code == 1  # a year differs
        assert "1 of them got what they lacked" in done.output
    assert contents(tmp_path / "a") == contents(tmp_path / "b")

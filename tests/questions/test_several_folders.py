"""``--graph A --graph B``: two folders asked as one."""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.graph.asked import Asked
from citygraph.graph.joined import Judged, joined
from citygraph.questions.ties import ties
from citygraph.world import World
from conftest import citygraph
from worlds import world_texts

OWN = """
cities:
  leeds: {name: Leeds, country: GB, identifiers: {wikidata: Q39121}}
  lille: {name: Lille, country: FR}
  dortmund: {name: Dortmund, country: DE, part_of: ruhr, coordinates: [51.51, 7.47]}
  ruhr: {name: Ruhr, country: DE, level: region}
ties:
  - {kind: sister-city, between: [leeds, lille], since: 1968, status: active, source: list, quote: Leeds and Lille}
  - {kind: sister-city, between: [leeds, dortmund], since: 1969, status: active, source: list}
sources:
  list: {title: A list of Leeds, published: 2020}
"""
COLLEAGUE = """
cities:
  leeds: {name: Leeds, country: US}
  leeds-uk: {name: Leeds, country: GB, names: {zh: 利兹}, identifiers: {wikidata: Q39121}}
  lille: {name: Lille, country: FR}
  siegen: {name: Siegen, country: DE}
officials:
  li: {name: Li, posts: [{title: mayor, of: siegen, source: list}]}
ties:
  - {kind: sister-city, between: [leeds-uk, siegen], since: 1966, status: active, source: list, quote: with Siegen}
  - {kind: sister-city, between: [leeds, siegen], status: planned, source: list}
statements:
  - {by: li, about: [siegen, leeds-uk], source: list, quote: we like it}
sources:
  list: {title: The colleague's list, published: 2023}
"""


@pytest.fixture
def two(folder: Callable[..., Path], tmp_path: Path) -> tuple[Path, Path]:
    own, colleague = tmp_path / "own", tmp_path / "colleague"
    for place, text in ((own, OWN), (colleague, COLLEAGUE)):
        place.mkdir()
        (place / "world.yaml").write_text(text, encoding="utf-8")
    return own, colleague


def asked(two: tuple[Path, Path], *words: str) -> Any:
    ran = citygraph(*words, "--graph", two[0], "--graph", two[1], "--format", "json")
    return json.loads(ran.out)


def test_a_path_leads_from_one_register_into_the_other(two: tuple[Path, Path]) -> None:
    hops = asked(two, "path", "dortmund", "siegen")["hops"]
    assert [hop["to"] for hop in hops] == ["leeds", "siegen"]


def test_what_has_an_identifier_in_common_is_one_and_keeps_all_that_both_say(two: tuple[Path, Path]) -> None:
    card = asked(two, "show", "leeds")
    assert card["names"] == {"zh": "利兹"}
    assert {tie["node"] for tie in card["ties"]} == {"lille", "dortmund", "siegen"}
    assert [said["by"] for said in card["statements"]] == ["li"]


def test_an_id_that_clashes_is_told_with_its_folder(two: tuple[Path, Path]) -> None:
    ran = citygraph("ties", "--graph", two[0], "--graph", two[1], "--format", "table")
    assert "the one of colleague is `colleague:leeds` here" in " ".join(ran.err.split())
    assert re.search(r"Leeds, US +is to be a", ran.out)
    of_us = asked(two, "neighbors", "colleague:leeds")
    assert [(row["node"], row["status"], row["sources"]) for row in of_us] == [
        ("siegen", "planned", ["colleague:list"])
    ]
    assert asked(two, "sources", "colleague:list")
    by_name = {row["node"]: row["name"] for row in asked(two, "neighbors", "leeds", "--hops", "1")}
    assert by_name["lille"] == "Lille"
    assert asked(two, "find", "lille")[0]["name"] == "Lille (colleague)"


def test_evidence_stays_with_its_own_source(two: tuple[Path, Path]) -> None:
    rows = {row["tie"]: row for row in asked(two, "ties")}
    assert rows["sister-city.leeds.siegen"]["sources"] == ["colleague:list"]
    assert rows["sister-city.leeds.lille"]["sources"] == ["list"]


def test_a_tie_that_both_tell_alike_has_both_sources_and_another_stands_beside_it(two: tuple[Path, Path]) -> None:
    more = COLLEAGUE.replace("statements:", "\n".join((
        "  - {kind: sister-city, between: [leeds-uk, l2], since: 1968, status: active, source: list}",
        "  - {kind: sister-city, between: [leeds-uk, d2], status: ended, until: 2022, source: list}",
        "statements:",
    )))  # fmt: skip
    more = more.replace("cities:\n", "cities:\n  l2: {name: Lille, country: FR, identifiers: {wikidata: Q648}}\n"
                        "  d2: {name: Dortmund, country: DE, identifiers: {wikidata: Q1295}}\n")  # fmt: skip
    (two[1] / "world.yaml").write_text(more, encoding="utf-8")
    own = OWN.replace("country: FR", "country: FR, identifiers: {wikidata: Q648}")
    (two[0] / "world.yaml").write_text(
        own.replace("name: Dortmund,", "name: Dortmund, identifiers: {wikidata: Q1295},"), encoding="utf-8"
    )
    rows = asked(two, "ties", "--between", "leeds", "lille")
    assert [(row["status"], row["sources"]) for row in rows] == [("active", ["list", "colleague:list"])]
    told = {(row["tie"], row["status"]) for row in asked(two, "ties", "--between", "leeds", "dortmund")}
    usual = "sister-city.dortmund.leeds"
    assert told == {(usual, "disputed"), (f"colleague:{usual}", "disputed")}  # neither reads as if it held
    ran = citygraph("ties", "--count", "--graph", two[0], "--graph", two[1])
    assert "a tie that an earlier folder tells otherwise" in " ".join(ran.err.split())


def test_every_question_answers(two: tuple[Path, Path]) -> None:
    for words in (
        "path leeds siegen", "neighbors leeds --hops 2", "show lille", "show colleague:lille", "find le",
        "ties --by country", "ties --count", "ties --at 1990", "officials", "agreements", "promises", "partners leeds",
        "sources", "compare leeds siegen", "common lille dortmund", "map", "stats", "rank", "communities",
        "suggest leeds", "timeline", "review", "ties --between ruhr GB",
    ):  # fmt: skip
        ran = citygraph(*words.split(), "--graph", two[0], "--graph", two[1])
        assert ran.code in (0, 1), (words, ran.err)
        assert "Traceback" not in ran.err
        assert "fault" not in ran.err


def test_bad_input_is_refused_in_words(two: tuple[Path, Path], folder: Callable[..., Path]) -> None:
    own, colleague = two
    twice = citygraph("ties", "--graph", own, "--graph", f"{own}/")
    assert (twice.code, twice.out) == (2, "")
    assert "twice" in twice.err
    none = citygraph("ties", "--graph", own, "--graph", own / "nothing")
    assert none.code == 2
    kind = (
        "kinds:\n  sings: {{label: sings with, inverse: sings with, group: exchange, from: city, to: city,"
        " nature: {}}}\n"
    )
    (own / "kinds.yaml").write_text(kind.format("standing"), encoding="utf-8")
    (colleague / "kinds.yaml").write_text(kind.format("occurrence"), encoding="utf-8")
    both = citygraph("ties", "--graph", own, "--graph", colleague)
    assert both.code == 2
    assert "`sings` means one thing in own and another in colleague" in " ".join(both.err.split())
    assert "no such option" not in citygraph("log", "leeds", "--graph", own, "--graph", colleague).err.lower()


def test_folders_of_one_name_are_called_by_what_tells_them_apart(tmp_path: Path) -> None:
    places = [tmp_path / who / "graph" for who in ("mine", "yours")]
    for place in places:
        place.mkdir(parents=True)
        (place / "world.yaml").write_text(COLLEAGUE, encoding="utf-8")
    ran = citygraph("ties", "--graph", places[0], "--graph", places[1])
    assert "mine and yours are asked as one" in ran.err
    assert "yours:" in ran.out


def written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "world.yaml").write_text(text, encoding="utf-8")
    return folder


def both(one: Path, other: Path, *words: str) -> Any:
    return asked((one, other), *words)


def town(id: str, name: str, q: str = "", country: str = "GB") -> str:
    return f"  {id}: {{name: {name}, country: {country}{f', identifiers: {{wikidata: {q}}}' if q else ''}}}\n"


TIE = "  - {{kind: sister-city, {}between: [{}, {}], status: {}}}\n"


def test_no_tie_is_lost_whatever_it_is_called(tmp_path: Path) -> None:
    one = written(tmp_path / "n1", "cities:\n" + town("x", "Ex", "Q1") + town("y", "Wy", "Q2") + "ties:\n"
                  + TIE.format("", "x", "y", "active"))  # fmt: skip
    other = written(tmp_path / "n2", "cities:\n" + town("p", "Ex", "Q1") + town("q", "Wy", "Q2") + town("r", "Ar")
                    + "ties:\n" + TIE.format("", "p", "q", "ended")
                    + TIE.format("id: sister-city.x.y, ", "p", "r", "active"))  # fmt: skip
    rows = [({row["from"], row["to"]}, row["status"]) for row in both(one, other, "ties")]
    assert len(rows) == 3
    assert ({"x", "y"}, "active") not in rows  # the other folder says that it has ended
    assert rows.count(({"x", "y"}, "disputed")) == 2
    assert ({"r", "x"}, "active") in rows


def test_what_several_nodes_have_makes_none_of_them_one_in_either_order(tmp_path: Path) -> None:
    two_of_them = town("new1", "Neustadt Nord", "Q9") + town("new2", "Neustadt Sued", "Q9")
    one = written(tmp_path / "one", "cities:\n" + two_of_them)
    other = written(tmp_path / "other", "cities:\n" + town("sued", "Neustadt Sued", "Q9"))
    for pair in ((one, other), (other, one)):
        ran = citygraph("find", "Neustadt", "--graph", pair[0], "--graph", pair[1], "--format", "json")
        assert len(json.loads(ran.out)) == 3
        assert "fits several nodes" in " ".join(ran.err.split())


E = """
countries:
  france: {name: France, iso: FR}
organizations:
  GB: {name: Great Bodies}
"""
F = f"""
countries:
  FR: {{name: Frankreich, iso: FR}}
organizations:
  GB: {{name: Gross Bau}}
cities:
{town("paris", "Paris", "", "FR")}{town("rome", "Rome", "", "IT")}{town("bath", "Bath")}
ties:
{TIE.format("", "paris", "rome", "active")}{TIE.format("", "bath", "rome", "active")}
"""


@pytest.mark.parametrize("turned", [False, True])
def test_a_country_is_one_whatever_its_id(turned: bool, tmp_path: Path) -> None:
    one, other = written(tmp_path / "e", E), written(tmp_path / "f", F)
    pair = (other, one) if turned else (one, other)
    assert [row["node"] for row in both(*pair, "neighbors", "rome", "--country", "FR")] == ["paris"]
    assert [row["node"] for row in both(*pair, "neighbors", "rome", "--country", "GB")] == ["bath"]


def test_two_sources_of_one_title_are_two_unless_more_says_that_they_are_one(tmp_path: Path) -> None:
    text = "sources:\n  minutes: {{title: Minutes{}}}\n"
    for more, same in ((", publisher: Town M", False), ("", False), (", url: 'https://example.org/m'", True)):
        one = written(tmp_path / "one", text.format(more))
        other = written(tmp_path / "other", text.format(more.replace("Town M", "Town N")))
        assert len(both(one, other, "sources")) == (1 if same else 2)


def test_former_names_and_ids_still_find_what_they_named(tmp_path: Path) -> None:
    text = "cities:\n  {}: {{name: {}, country: GB, names: {{zh: {}}}, identifiers: {{wikidata: Q1}}}}\n"
    one = written(tmp_path / "one", text.format("a", "Atown", "甲"))
    other = written(tmp_path / "other", text.format("at", "At", "乙"))
    for name in ("乙", "At", "at", "甲"):
        assert both(one, other, "show", name)["id"] == "a"


def test_two_towns_that_only_look_alike_are_told_apart(tmp_path: Path) -> None:
    one = written(tmp_path / "one", "cities:\n" + town("london", "London"))
    other = written(tmp_path / "other", "cities:\n" + town("londra", "London"))
    ran = citygraph("find", "london", "--graph", one, "--graph", other, "--format", "json")
    assert {row["name"] for row in json.loads(ran.out)} == {"London", "London (other)"}
    assert "only name and country in common" in " ".join(ran.err.split())


def test_visits_on_two_days_are_two_visits(tmp_path: Path) -> None:
    towns = "cities:\n" + town("x", "Ex", "Q1") + town("y", "Wy", "Q2")
    one, other = (
        written(tmp_path / year, f"{towns}ties:\n  - {{kind: delegation, from: x, to: y, on: {year}}}\n")
        for year in ("2019", "2023")
    )
    ran = citygraph("ties", "--count", "--graph", one, "--graph", other)
    assert ran.out == "2\n"
    assert "otherwise" not in ran.err


def test_other_words_for_a_kind_are_no_other_meaning(tmp_path: Path) -> None:
    towns = "cities:\n" + town("x", "Ex", "Q1")
    one = written(tmp_path / "one", towns)
    other = written(tmp_path / "other", towns + "kinds:\n  sister-city: {terms: {de: [Bruderstadt]}}\n")
    assert citygraph("ties", "--kind", "Bruderstadt", "--graph", one, "--graph", other).code == 0


def test_three_folders_of_any_names_have_names(tmp_path: Path) -> None:
    towns = "cities:\n" + town("x", "Ex", "Q1")
    folders = [written(tmp_path / name, towns) for name in ("a/graph", "b/graph", "a/other")]
    ran = citygraph("show", "x", *(word for folder in folders for word in ("--graph", str(folder))))
    assert ran.code == 0
    assert "1 node is in more than one" in ran.err


# ------------------------------------------------------------------ laws


def answers(view: Any) -> dict[str, Any]:
    return {row.tie: row for row in ties(Asked(view))}


def is_contradicted(tie: Any, others: Iterable[Any]) -> bool:
    """True if another tie of one kind and between the same nodes has another status."""
    return any(
        (one.kind, one.from_, one.to) == (tie.kind, tie.from_, tie.to) and one.status != tie.status for one in others
    )


def identified(text: str) -> str:
    """A world in which each node has an identifier, and each source a publisher."""
    text = re.sub(r"(\w+): \{name: (\w+ \w+)", r"\1: {name: \2, identifiers: {own: \1}", text)
    return re.sub(r"\{title: (\w)\}", r"{title: \1, publisher: P}", text)


def _tie(line: str) -> int | None:
    """The number of the tie in a line of a world."""
    found = re.match(r"  - \{id: t(\d+),", line)
    return int(found[1]) if found else None


@given(text=world_texts(), chosen=st.sets(st.integers(0, 15)))
def test_a_world_cut_in_two_answers_as_the_whole(
    text: str, chosen: set[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = re.sub(r"\{id: (t\d+),", r"{id: \1, notes: \1,", identified(text))  # so that no two ties say the same
    lines = text.splitlines()
    own = [line for line in lines if (number := _tie(line)) is None or number in chosen]
    other = [line for line in lines if (number := _tie(line)) is None or number not in chosen]
    worlds = []
    for part in (lines, own, other):
        place = tmp_path_factory.mktemp("part")
        (place / "w.yaml").write_text("\n".join(part).removesuffix("ties:"), encoding="utf-8")
        worlds.append(World(place, cache=False))
    whole, *parts = (world.view for world in worlds)
    both = joined([("own", parts[0]), ("other", parts[1])])
    found, expected = answers(both), answers(whole)
    assert found.keys() == expected.keys()
    for id, row in found.items():
        assert row == expected[id] or (row.status == "disputed" and is_contradicted(expected[id], expected.values()))
    assert dict(both.graph["countries"]) == dict(whole.graph["countries"].items())
    assert not both.apart
    assert {id: list(cited) for id, cited in both.graph["citations"].items()} == {
        id: sorted(cited, key=lambda one: (one.is_in_tie, one.id)) for id, cited in whole.graph["citations"].items()
    }


def test_a_judgement_makes_two_records_one(two: tuple[Path, Path]) -> None:
    before = citygraph("ties", "--between", "lille", "FR", "--graph", two[0], "--graph", two[1])
    assert f"if the two are one, write `same colleague:lille lille` into {two[0]}/judgements.txt" in " ".join(
        before.err.split()
    )
    (two[0] / "judgements.txt").write_text("same colleague:lille lille  # as we know\nunsure colleague:siegen leeds\n")
    ran = citygraph("find", "lille", "--in", "names", "--graph", two[0], "--graph", two[1], "--format", "json")
    assert [row["id"] for row in json.loads(ran.out)] == ["lille"]
    assert "2 nodes are in more than one, by judgements or identifiers" in ran.err


@pytest.mark.parametrize("turned", [False, True])
def test_the_judgements_of_an_import_say_which_record_has_an_identifier(turned: bool, two: tuple[Path, Path]) -> None:
    own, colleague = two
    (own / "list").mkdir()
    (own / "list/judgements.txt").write_text("same wikidata:Q648 lille\ndifferent lille,fr leeds\n")
    text = COLLEAGUE.replace(
        "  lille: {name: Lille, country: FR}", "  ryssel: {name: Rijsel, country: FR, identifiers: {wikidata: Q648}}"
    )
    (colleague / "world.yaml").write_text(text)
    rows = asked(two[::-1] if turned else two, "find", "rijsel", "--in", "names")
    assert [row["id"] for row in rows] == ["ryssel" if turned else "lille"]


def test_a_judgement_and_an_identifier_that_mean_two_records_make_none_of_them_one(two: tuple[Path, Path]) -> None:
    (two[0] / "judgements.txt").write_text("same colleague:leeds-uk lille\n")  # but it has the identifier of leeds
    ran = citygraph("find", "leeds", "--in", "names", "--graph", two[0], "--graph", two[1], "--format", "json")
    assert {"leeds", "leeds-uk"} <= {row["id"] for row in json.loads(ran.out)}
    assert "`leeds-uk`: an identifier or a judgement that fits several nodes, so they stay apart" in " ".join(
        ran.err.split()
    )


def test_a_judgement_keeps_two_apart_that_share_an_identifier(two: tuple[Path, Path]) -> None:
    (two[1] / "judgements.txt").write_text("different own:leeds leeds-uk\n")
    assert {row["node"] for row in asked(two, "neighbors", "leeds")} == {"lille", "dortmund"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("same colleague:lile lille", "there is no such record"),
        ("same colleague:li lille", "one is of another type"),
        ("same colleague:leeds-uk dortmund", "their identifiers differ"),
        ("perhaps colleague:lille lille", "judgements.txt:1: a judgement is `same`, `different` or `unsure`"),
    ],
)
def test_a_judgement_that_cannot_be_followed_is_told(line: str, why: str, two: tuple[Path, Path]) -> None:
    own = OWN.replace("country: DE, part_of", "country: DE, identifiers: {wikidata: Q1295}, part_of")
    (two[0] / "world.yaml").write_text(own)
    (two[0] / "judgements.txt").write_text(f"{line}\n")
    ran = citygraph("ties", "--graph", two[0], "--graph", two[1])
    assert why in " ".join(ran.err.split())
    assert ran.code == (2 if line.startswith("perhaps") else 0)


def test_what_is_missing_or_doubtful_has_its_place_in_its_own_folder(two: tuple[Path, Path]) -> None:
    rows = {(row["id"], row["field"]): row for row in asked(two, "coverage", "--missing")}
    row = rows["colleague:leeds", "coordinates"]
    assert (row["file"], row["line"]) == (f"{two[1]}/world.yaml", 3)
    assert row["command"] == f"citygraph locate leeds --graph {two[1]}"
    of_both = rows["leeds", "coordinates"]
    assert (of_both["file"], of_both["command"]) == (f"{two[0]}/world.yaml", f"citygraph locate leeds --graph {two[0]}")
    found = [finding for reason in asked(two, "review") for finding in reason["findings"]]
    assert {finding["file"] for finding in found} == {f"{place}/world.yaml" for place in two}
    assert all(finding["line"] for finding in found)


@given(text=world_texts())
def test_what_a_person_says_counts_as_an_identifier_does(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    views = []
    for one in (text.replace("{title: S}", "{title: S, publisher: P}"), identified(text)):
        place = tmp_path_factory.mktemp("world")
        (place / "w.yaml").write_text(one)
        views.append(World(place, cache=False).view)
    plain, with_identifiers = views
    judged = [Judged("own", True, f"other:{id}", id) for id in plain.nodes]
    both = joined([("own", plain), ("other", plain)], judged)
    assert both.same == both.judged == {*plain.nodes}
    assert answers(both).keys() >= answers(with_identifiers).keys()
    assert {*both.nodes} == {*with_identifiers.nodes}
    turned = joined([("other", plain), ("own", plain)], judged)
    assert {*turned.nodes} == {*both.nodes}
    different = [Judged("own", False, f"other:{id}", id) for id in plain.nodes]
    assert len(joined([("own", with_identifiers), ("other", with_identifiers)], different).nodes) == 2 * len(
        plain.nodes
    )


@given(text=world_texts())
def test_a_world_beside_itself_says_what_it_says(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("world")
    (place / "w.yaml").write_text(identified(text))
    view = World(place, cache=False).view
    both = joined([("one", view), ("other", view)])
    assert answers(both) == answers(view)
    assert not both.otherwise


@given(text=world_texts())
def test_without_identifiers_no_two_nodes_are_one(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("world")
    (place / "w.yaml").write_text(text)
    view = World(place, cache=False).view
    both = joined([("one", view), ("other", view)])
    assert len(both.nodes) == 2 * len(view.nodes)
    assert len(answers(both)) == 2 * len(answers(view))

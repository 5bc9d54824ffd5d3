"""The lens options about what the record of a tie says: its tags, its sources, and who tells of it or signed it."""

from __future__ import annotations

import io
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.graph.asked import LensWords
from citygraph.graph.interface import tags_of_ties
from citygraph.world import World
from conftest import citygraph, citygraph_from_its_start, examples
from worlds import networkx_graph, yaml_of

Folder = Callable[..., Path]
CITIES = ("a", "b", "c", "d")
PERSONS = ("mayor", "deputy")
TAGS = ("port", "Old Town", "Ärger")
evidence = st.lists(
    st.fixed_dictionaries({"source": st.sampled_from(["s", "t"])}, optional={"by": st.sampled_from(PERSONS)}),
    min_size=1,
    max_size=2,
)
TIES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["sister-city", "exchange"]),
            "between": st.lists(st.sampled_from(CITIES), min_size=2, max_size=2, unique=True),
            "evidence": evidence,
        },
        optional={
            "tags": st.lists(st.sampled_from(TAGS), min_size=1, max_size=2, unique=True),
            "agreement": st.just({"signed": "2020", "signed_by": ["deputy"]}),
            "status": st.sampled_from(["active", "ended", "planned"])
            | st.just([{"is": "active", "evidence": [{"source": "t", "by": "mayor"}]}]),
        },
    ),
    max_size=9,
)  # fmt: skip
WORDS = st.fixed_dictionaries(
    {},
    optional={
        "tag": st.lists(st.sampled_from(["port", "old town", "!ärger", "!port"]), min_size=1, max_size=2),
        "by_person": st.lists(st.sampled_from(["Mayor of A", "deputy", "!mayor"]), min_size=1, max_size=2),
        "source": st.lists(st.sampled_from(["s", "Register T", "!t"]), min_size=1, max_size=1),
        "kind": st.just(["sister-city"]),
    },
)
CALLED = {"old town": "Old Town", "ärger": "Ärger", "Mayor of A": "mayor", "Register T": "t"}


def world_of(folder: str | Path, ties: Iterable[dict[str, Any]]) -> World:
    # the first tie has each tag, so that none is unknown
    every = [{"kind": "exchange", "between": ["a", "b"], "tags": list(TAGS), "source": "s", "by": "mayor"}, *ties]
    records = {
        "cities": {id: {"name": f"City {id}", "country": "GB" if id < "c" else "FR"} for id in CITIES},
        "officials": {"mayor": {"name": "Mayor of A"}, "deputy": {"name": "Deputy of B"}},
        "sources": {"s": {"title": "Gazette S"}, "t": {"title": "Register T"}},
        "ties": [{"id": f"t{number}", **tie} for number, tie in enumerate(every)],
    }
    (Path(folder) / "all.yaml").write_text(yaml_of(records), encoding="utf-8")
    world = World(folder, cache=False)
    assert not world.errors, world.diagnostics
    return world


def fits(asked: Iterable[str], has: Iterable[str | None]) -> bool:
    """A plain reading of the words of one option."""
    wanted = {CALLED.get(word, word) for word in asked if not word.startswith("!")}
    unwanted = {CALLED.get(word[1:], word[1:]) for word in asked if word.startswith("!")}
    return (not wanted or bool(wanted & {*has})) and not unwanted & {*has}


def told(tie: dict[str, Any]) -> list[dict[str, Any]]:
    return [*tie["evidence"], *(item for entry in tie.get("history", ()) for item in entry.get("evidence", ()))]


def is_shown(tie: dict[str, Any], words: dict[str, list[str]]) -> bool:
    persons = [item.get("by") for item in told(tie)] + list(tie.get("agreement", {}).get("signed_by", ()))
    return (
        fits(words.get("tag", ()), tie.get("tags", ()))
        and fits(words.get("by_person", ()), persons)
        and fits(words.get("source", ()), [item["source"] for item in told(tie)])
        and fits(words.get("kind", ()), [tie["kind"]])
    )


@examples(80)
@given(ties=TIES, words=WORDS)
def test_all_questions_see_the_ties_that_a_plain_filter_keeps(
    ties: list[dict[str, Any]], words: dict[str, list[str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = world_of(folder, ties)
        lens: LensWords = words  # type: ignore[assignment]  # drawn
        every = {id: (edge.start, edge.end, {**edge.data}) for id, edge in world.view.graph["ties"].items()}
        shown = {id: tie for id, tie in every.items() if is_shown(tie[2], words)}
        listed = world.ties(**lens)
        assert {row.tie for row in listed} == set(shown)
        assert listed.total == len(shown)
        assert listed.standings is not None
        assert Counter(status for status, _ in listed.standings().elements()) == Counter(
            data["status"] for *_, data in shown.values()
        )
        countries = Counter(
            tuple(sorted("GB" if end < "c" else "FR" for end in (start, end))) for start, end, _ in shown.values()
        )
        counted = {(row.country, row.other): row.ties for row in world.ties_by_country(**lens)}
        assert counted == dict(countries)
        assert {row.tie for row in world.neighbors("City a", **lens)} == {
            id for id, (start, end, _) in shown.items() if "a" in (start, end)
        }
        plain = nx.Graph((start, end) for start, end, _ in shown.values())
        way = (
            nx.shortest_path_length(plain, "a", "d")
            if {"a", "d"} <= {*plain} and nx.has_path(plain, "a", "d")
            else None
        )
        assert world.path("a", "d", **lens).data.length == way
        held = [tie for tie in shown.values() if tie[2]["status"] not in ("planned", "ended")]
        assert world.stats(**lens).data.ties == len(held)
        file = io.BytesIO()
        world.export(file, format="json", **lens)
        assert {tie["key"] for tie in json.loads(file.getvalue())["edges"]} == set(shown)


@examples(20)
@given(ties=TIES)
def test_the_tags_of_a_store_are_those_of_its_ties(ties: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = world_of(folder, ties)
        assert set(tags_of_ties(world.view)) == set(tags_of_ties(networkx_graph(world.view))) == set(TAGS)


def test_tags_of_tables_are_known_and_go_when_their_ties_go(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    folder.mkdir()
    (folder / "cities.csv").write_text("id,name,country\na,A,GB\nb,B,FR\nc,C,FR\n")
    table = "kind,between,tags\nsister-city,a; b,\nsister-city,a; c,port; old town\nexchange,a; b,port\n"
    (folder / "ties.csv").write_text(table)
    world = World(folder)
    assert list(tags_of_ties(world.view)) == ["old town", "port"]
    assert world.ties(tag="Port").total == 2
    (folder / "ties.csv").write_text(table.replace("port; old town", "harbour"))
    again = World(folder)
    assert list(tags_of_ties(again.view)) == ["harbour", "port"]
    assert [row.tie for row in again.ties(tag="harbour")] == ["sister-city.a.c"]


TOLD = """\
cities:
  a: {name: Alpha, country: GB, tags: [quiet]}
  b: {name: Beta, country: FR}
  c: {name: Gamma, country: FR}
officials:
  mayor: {name: Mary Mayor}
organizations:
  union: {name: Union of Towns}
sources:
  s: {title: Gazette}
ties:
  - {kind: sister-city, between: [a, b], status: active, tags: [Ports, 港口, "[bold]"], source: s, by: union}
  - {kind: sister-city, between: [a, c], status: planned, source: s, agreement: {signed: 2031, signed_by: [mayor]}}
"""


@pytest.mark.parametrize(
    ("arguments", "ties"),
    [
        (("--tag", "ports"), ["sister-city.a.b"]),
        (("--tag", "港口"), ["sister-city.a.b"]),
        (("--tag", "[bold]"), ["sister-city.a.b"]),
        (("--tag", "!ports"), ["sister-city.a.c"]),
        (("--by-person", "Union of Towns"), ["sister-city.a.b"]),
        (("--by-person", "mary mayor"), ["sister-city.a.c"]),
        (("--by-person", "mayor", "--by-person", "union"), ["sister-city.a.b", "sister-city.a.c"]),
        (("--by-person", "!mayor"), ["sister-city.a.b"]),
        (("--source", "gazette", "--tag", "ports"), ["sister-city.a.b"]),
    ],
)
def test_words_of_a_person_choose_ties(arguments: tuple[str, ...], ties: list[str], folder: Folder) -> None:
    done = citygraph("ties", *arguments, "--graph", folder(world=TOLD), "--format", "json")
    assert (done.code, [tie["tie"] for tie in json.loads(done.out)]) == (0, ties)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--tag", "port"), "citygraph: no tie has the tag `port`; did you mean `Ports`?\n"),
        (("--tag", "Quiet"), "citygraph: no tie has the tag `Quiet`; 1 node has it: citygraph find Quiet\n"),
        (("--tag", "zzzz"), "citygraph: no tie has the tag `zzzz`; a tie has its tags under `tags:`\n"),
        (("--tag", ""), "citygraph: no tie has the tag ``; a tie has its tags under `tags:`\n"),
        (("--by-person", "Mary Major"), "citygraph: there is no person or body `Mary Major`; did you mean `mayor`?\n"),
        (("--source", "gazete"), "citygraph: there is no source `gazete`"),
    ],
)
@pytest.mark.parametrize("command", [("ties",), ("neighbors", "Alpha"), ("export", "-", "--format", "json")])
def test_unknown_words_are_told_with_the_nearest(
    command: tuple[str, ...], arguments: tuple[str, ...], message: str, folder: Folder
) -> None:
    done = citygraph(*command, *arguments, "--graph", folder(world=TOLD))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(message)


@pytest.mark.parametrize(("word", "offered"), [("Po", "Ports"), ("港", "港口")])
def test_tags_are_completed(word: str, offered: str, folder: Folder) -> None:
    line = f"citygraph ties --graph {folder(world=TOLD)} --tag {word}"
    done = citygraph_from_its_start(
        _CITYGRAPH_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(line.split()) - 1)
    )
    assert offered in done.out.split()


def test_a_picture_says_who_told(folder: Folder, tmp_path: Path) -> None:
    done = citygraph("draw", tmp_path / "out.svg", "--by-person", "Mary Mayor", "--graph", folder(world=TOLD))
    assert done.code == 0, done.err
    assert "told or signed by mayor" in (tmp_path / "out.svg").read_text(encoding="utf-8")

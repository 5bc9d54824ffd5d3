"""What is known and what is missing: a law against plain counts, then what people would notice."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shlex
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain import expected
from citygraph.domain.lens import Filter, Lens
from citygraph.domain.model import SECTIONS, keys_of
from citygraph.domain.terms import NODE_TYPES, STATUSES
from citygraph.graph.interface import ReadGraph
from citygraph.questions.coverage.counts import coverage_of, missing_in
from citygraph.questions.ties import is_listed, stands_for
from citygraph.world import World
from conftest import SEED, citygraph, examples, in_terminal
from worlds import lenses, networkx_graph, told_worlds, world_texts, yaml_of

Texts = dict[str, Any]
TODAY = datetime.date(2026, 11, 30)
STANDS = ("proposed", "planned", "cancelled")


@st.composite
def worlds(draw: st.DrawFn) -> Texts:
    """A world in which each record says some of what it could."""

    def some(**keys: Any) -> Texts:
        return {key: value for key, value in keys.items() if draw(st.booleans())}

    evidence = [{"source": "s"}, {"source": "t", "quote": "so it is"}]
    history = [{"is": "active", "from": "2001"}, {"is": "unknown", "from": draw(st.sampled_from(["2020", "2040"]))}]
    figure = {"property": draw(st.sampled_from(["population", "trade"]))}
    cities = {
        f"c{at}": {
            "name": f"City {at}",
            **some(country=draw(st.sampled_from(["GB", "TR"])), coordinates=[1.5, 2], names={"tr": "Ş"},
                   identifiers={"wikidata": "Q1"}, source="s", observations=[{**figure, "as_of": "2020", "value": 3}]),
        }
        for at in range(3)
    }  # fmt: skip
    ties = []
    kinds = st.sampled_from(["sister-city", "contact", "exchange", "delegation", "attends", "supports", "part-of"])
    for at in range(draw(st.integers(0, 6))):
        kind, (one, other) = draw(kinds), draw(st.permutations(list(cities)))[:2]
        tie: Texts = {"id": f"t{at}", "kind": kind}
        tie |= (
            {"between": [one, other]} if kind in ("sister-city", "contact", "exchange") else {"from": one, "to": other}
        )
        if kind == "attends":
            tie["to"] = draw(st.sampled_from(["fair", "talk"]))
        tie |= some(evidence=draw(st.sampled_from([evidence, evidence[:1]])), notes={"source": "t", "since": "1999"})
        if kind in ("delegation", "attends"):
            tie |= some(on="2020", status=draw(st.sampled_from(["ended", "planned", "unknown"])))
        elif kind != "part-of":
            tie |= some(since="1999", form="mou", agreement={"signed": "2001"}, title="Friends",
                        status=draw(st.sampled_from([*STATUSES, history])))  # fmt: skip
        ties.append(tie)
    post = {"of": "c0", **some(title="Mayor", since="2020", status="active", source="s")}
    return {
        "cities": cities,
        "countries": {"turkiye": {"name": "Turkiye", **some(iso="TR", names={"tr": "Türkiye"})}},
        "officials": {"o": {"name": "O", **some(posts=[post], source="t")}},
        "organizations": {"club": {"name": "Club", **some(type="network", source="s")}},
        "events": {"fair": {"name": "Fair", "when": "2020"}, "talk": {"name": "Talk", **some(type="dialogue")}},
        "ties": ties,
        "sources": {
            "s": {"title": "S", **some(published="2020", url="https://example.org/s")},
            "t": {"title": "T", **some(retrieved="2020", url="https://example.org/t")},
        },
    }


def opened(folder: str, texts: Texts) -> World:
    (Path(folder) / "all.yaml").write_text(
        yaml_of({key: some for key, some in texts.items() if some}), encoding="utf-8"
    )
    return World(folder, cache=False)


# ------------------------------------------------------------------ the law


def of_a_node(node: Any, has_post: bool) -> Texts:
    record, type = node["record"], node["type"]
    sourced = bool(record.get("evidence"))
    if type == "city":
        figures = [figure["property"] for figure in record.get("observations", [])]
        said = {
            "country": node["country"],
            "coordinates": node["lat"] is not None,
            "identifiers": record.get("identifiers"),
            "population": "population" in figures,
            "source": sourced,
        }
        return said if node["country"] == "GB" else {**said, "names": record.get("names")}
    return {
        "country": {"iso": record.get("iso")},
        "official": {"post": has_post},
        "organization": {"type": record.get("type"), "source": sourced},
        "event": {"type": record.get("type"), "when": record.get("when"), "source": sourced},
    }[type]  # fmt: skip


def of_a_tie(data: Any, event: Any) -> Texts:
    evidence = [
        *data.get("evidence", []),
        *(one for entry in data.get("history", []) for one in entry.get("evidence", [])),
    ]
    said = {"source": bool(evidence)}
    if data["kind"] == "part-of":
        return said
    said["status"] = data["status"] != "unknown"
    if data["kind"] == "holds-post":
        return {**said, "title": data.get("title"), "since": data["since"]}
    said["quote"] = any(one["quote"] for one in evidence)
    if data["status"] in STANDS:
        return said
    if data["nature"] == "occurrence":
        return {**said, "date": data["on"] or (event and event["record"].get("when"))}
    if data["kind"] == "sister-city":
        said["agreement"] = data.get("agreement") or data.get("form")
    return {**said, "since": data["since"]}


def plain(view: ReadGraph, node: str | None, lens: Lens) -> dict[tuple[str, str], list[int]]:
    """Known, of how many, said to be unknown: of each field, record by record."""
    edges, nodes, sources = view.graph["ties"], view.nodes, view.graph["sources"]
    here = {*nodes} if node is None else stands_for(view, node)
    posts = [edge for edge in edges.values() if edge.data["kind"] == "holds-post"]
    with_officials = here | {post.start for post in posts if post.end in here}
    found: dict[tuple[str, str], list[int]] = {}
    cited = set()

    def add(of: str, said: Texts, evidence: Any, *, unknown: bool = False) -> None:
        cited.update(item["source"] for item in evidence)
        for field, value in said.items():
            row = found.setdefault((of, field), [0, 0, 0])
            row[0] += bool(value)
            row[1] += 1
            row[2] += unknown and field == "status"

    if not (lens.kinds or lens.groups or lens.statuses or lens.at):
        for id in with_officials:
            record = nodes[id]["record"]
            named = [item["source"] for item in record.get("evidence", [])]
            if id == node or (lens.admits_node(nodes[id]) and (not lens.sources or lens.sources.admits(*named))):
                add(
                    nodes[id]["type"],
                    of_a_node(nodes[id], id in {post.start for post in posts}),
                    record.get("evidence", []),
                )
    for start, end, data in edges.values():
        if {start, end} & here and lens.admits_tie(data) and is_listed(view, lens, start, end):
            of = "post" if data["kind"] == "holds-post" else "tie"
            history = data.get("history", [])
            unknown = data["status"] == "unknown" and any(
                entry["is"] == "unknown" and entry.get("from", "2020") == "2020" for entry in history
            )
            own = [*data.get("evidence", []), *(one for entry in history for one in entry.get("evidence", []))]
            add(of, of_a_tie(data, nodes[end] if nodes[end]["type"] == "event" else None), own, unknown=unknown)
    every = node is None and lens == Lens(today=TODAY)
    for id in [*sources] if every else [*cited]:
        add("source", {"published": sources[id].get("published"), "url": sources[id].get("url")}, [])
    return found


WHO = st.sampled_from([None, "c0", "o", "turkiye", "TR", "fair"])


@examples(60)
@given(worlds(), WHO, st.none() | lenses())
def test_the_numbers_are_those_of_plain_counts(texts: Texts, node: str | None, lens: Lens | None) -> None:
    lens = (lens or Lens())._replace(
        today=TODAY, types=Filter(lens.types.include - {"organization"}) if lens else Filter()
    )
    with tempfile.TemporaryDirectory() as folder:
        view = opened(folder, texts).view
        found = coverage_of(view, node, lens)
        assert coverage_of(networkx_graph(view), node, lens) == found
        listed = Counter((fact.of, fact.field.field, fact.is_said_unknown) for fact in missing_in(view, node, lens))
        expected_rows = plain(view, node, lens)
    assert {(row.of, row.field): [row.known, row.total, row.said_unknown] for row in found} == expected_rows
    for row in found:
        of = row.of, row.field
        assert row.missing == row.total - row.known == listed[*of, False] + listed[*of, True]
        assert row.said_unknown == listed[*of, True]
        assert row.share == row.known / row.total


@examples(40)
@given(world_texts() | told_worlds(), lenses())
def test_of_any_world_the_list_has_what_the_numbers_say(text: str, lens: Lens) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "all.yaml").write_text(text, encoding="utf-8")
        view = World(folder, cache=False).view
        for seen in (lens, Lens()):
            found = coverage_of(view, lens=seen)
            assert coverage_of(networkx_graph(view), lens=seen) == found
            listed = Counter((fact.of, fact.field.field) for fact in missing_in(view, lens=seen))
            assert listed == Counter({(row.of, row.field): row.missing for row in found if row.missing})


def test_what_is_expected_is_a_key_of_the_record() -> None:
    """So that a place to write it exists; a post is a tie, and its keys are those of a tie."""
    keys = {section.type: keys_of(section.record).all for section in SECTIONS}
    for type in (*NODE_TYPES, "source"):
        for field in expected.of_node(type, {}):
            assert field.key in keys[type], (type, field.field)
            assert field.field in expected.FIELDS
    for kind, group, nature in (("sister-city", "agreement", "standing"), ("delegation", "exchange", "occurrence"),
                                ("holds-post", "structure", "standing")):  # fmt: skip
        tie = {"kind": kind, "group": group, "nature": nature, "status": "unknown"}
        for field in expected.of_tie(tie, TODAY):
            assert field.key in keys["tie"], field.field
            assert field.field in expected.FIELDS


# ------------------------------------------------------------------ as people notice it


def test_each_command_works_as_it_stands(tmp_path: Path) -> None:
    said = json.loads(citygraph("coverage", "--missing", "--graph", str(SEED), "--format", "json").out)
    assert said
    one_each = {(row["of"], row["field"]): row for row in said}
    for row in one_each.values():
        words = shlex.split(row["command"])
        assert words[0] == "citygraph"
        dry = ["--dry-run"] if words[1] == "locate" else []
        ran = citygraph(*words[1:], *dry, EDITOR="true")
        assert ran.code in ((0, 1) if dry else (0,)), (row, ran)
        assert not dry or row["id"] in ran.out or "nothing" in ran.err or ran.out, row


def test_what_is_written_is_no_longer_missing(tmp_path: Path) -> None:
    texts: Texts = {
        "cities": {"a": {"name": "A town", "country": "TR"}, "b": {"name": "B town", "country": "TR"}},
        "ties": [{"kind": "sister-city", "between": ["a", "b"]}],
    }
    opened(str(tmp_path), texts)
    asked = ("coverage", "--missing", "--kind", "sister-city", "--graph", str(tmp_path), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(citygraph(*asked).out)))
    assert [row["field"] for row in rows] == ["since", "status", "source", "quote", "agreement"]
    assert {(row["file"], row["line"]) for row in rows} == {("all.yaml", "9")}
    texts["ties"][0] |= {"since": "1999", "status": "active"}
    opened(str(tmp_path), texts)
    rows = list(csv.DictReader(io.StringIO(citygraph(*asked).out)))
    assert [row["field"] for row in rows] == ["source", "quote", "agreement"]


@pytest.mark.parametrize(
    ("status", "known", "said_unknown"),
    [
        ("active", 1, 0),
        ("unknown", 0, 0),
        ([{"is": "active", "from": "2001"}, {"is": "unknown", "from": "2020"}], 0, 1),
        ([{"is": "active", "from": "2001"}, {"is": "unknown", "from": "2040"}], 1, 0),
    ],
)
def test_an_unknown_status_is_missing_also_if_somebody_says_so(
    status: Any, known: int, said_unknown: int, tmp_path: Path
) -> None:
    cities = {id: {"name": f"Town {id}", "country": "TR"} for id in "ab"}
    tie = {"kind": "sister-city", "between": ["a", "b"], "status": status}
    view = opened(str(tmp_path), {"cities": cities, "ties": [tie]}).view
    (row,) = (row for row in coverage_of(view, lens=Lens(today=TODAY)) if (row.of, row.field) == ("tie", "status"))
    assert (row.known, row.total, row.said_unknown) == (known, 1, said_unknown)


def test_a_table_has_shares_and_bars_and_never_rounds_to_all_or_nothing(tmp_path: Path) -> None:
    cities = {f"c{at}": {"name": f"Town {at}", "country": "TR", "coordinates": [at / 10, 1]} for at in range(300)}
    del cities["c7"]["coordinates"]
    opened(str(tmp_path), {"cities": cities})
    _, seen = in_terminal(f"citygraph coverage --graph {tmp_path}", columns=80, NO_COLOR="1")
    lines = [" ".join(line.split()) for line in seen.splitlines()]
    assert "city country 300 300 100 % ████████████████████" in lines
    assert "city coordinates 299 300 99 % ███████████████████░" in lines
    assert "city source 0 300 0 % ░░░░░░░░░░░░░░░░░░░░" in lines


def test_a_plan_lacks_neither_a_beginning_nor_a_paper(tmp_path: Path) -> None:
    cities = {id: {"name": f"Town {id}", "country": "TR"} for id in "ab"}
    tie = {"kind": "sister-city", "between": ["a", "b"], "status": "planned"}
    view = opened(str(tmp_path), {"cities": cities, "ties": [tie]}).view
    assert [fact.field.field for fact in missing_in(view) if fact.of == "tie"] == ["source", "quote"]
    seen = citygraph("coverage", "Town a", "--missing", "--graph", str(tmp_path), "--format", "tsv").out
    assert "Town a is to be a sister city of Town b, planned" in seen


def test_nothing_missing_is_good_and_no_record_is_a_no(tmp_path: Path) -> None:
    city = {"name": "Town", "country": "GB", "coordinates": [1, 2], "identifiers": {"wikidata": "Q1"}, "source": "s",
            "observations": [{"property": "population", "as_of": "2020", "value": 3, "source": "s"}]}  # fmt: skip
    source = {"title": "S", "published": "2020", "url": "https://example.org"}
    opened(str(tmp_path), {"cities": {"c": city}, "sources": {"s": source}})
    ran = citygraph("coverage", "--missing", "--graph", str(tmp_path))
    assert (ran.code, ran.err) == (0, "citygraph: nothing is missing\n")
    none = citygraph("coverage", "--kind", "sister-city", "--graph", str(tmp_path))
    assert (none.code, none.err) == (1, "citygraph: there is no such record\n")


def test_wrong_words_are_told() -> None:
    unknown = citygraph("coverage", "Jingdezen", "--graph", str(SEED))
    assert unknown.code == 1
    assert "Jingdezhen" in unknown.err
    assert citygraph("coverage", "--limit", "3", "--graph", str(SEED)).code == 2  # it goes with --missing

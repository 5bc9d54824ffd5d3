"""The ties in columns: they say what the rows say, whatever has changed, and what is damaged in them is found."""

import random
import sqlite3
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from test_changed_tables import edited, registers, small_blocks
from test_store import fresh_folder, snapshots_of

from citygraph.domain.tie_rules import all_evidence, since
from citygraph.graph.interface import sources_of
from citygraph.questions.coverage.counts import coverage_of
from citygraph.questions.measures.centrality import ranking
from citygraph.questions.ties import counted_by_country
from citygraph.store import tie_columns
from citygraph.store.cache_folder import write_checksum
from citygraph.store.graph_view import StoreGraph
from citygraph.store.snapshot import open_store
from citygraph.world import World
from conftest import examples
from messy import edit, folders, write
from worlds import told_worlds


def in_columns(database: sqlite3.Connection) -> list[tuple[Any, ...]]:
    alike, likenesses = tie_columns.likenesses(database)
    nodes = [n for (n,) in database.execute("SELECT n FROM _nodes")]
    starts, ends = ([nodes[place] for place in column] for column in tie_columns.ends(database, nodes))
    told, tellings = tie_columns.tellings(database)
    likeness, telling = [likenesses[place] for place in alike], [tellings[place] for place in told]
    return list(zip(starts, ends, likeness, telling, strict=True))


def in_rows(database: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return database.execute(f"SELECT a, b, {tie_columns.LIKENESS}, told FROM _ties ORDER BY t").fetchall()


def told_by_each(graph: StoreGraph, *, in_full: bool) -> list[tuple[Any, ...]]:
    """What the record of each tie says, read one by one."""
    return [
        (
            sources_of(all_evidence(tie)),
            bool(tie.get("since") or since(tie.get("history") or ())),
            *(bool(tie.get(key)) for key in ("on", "title", "form", "agreement")),
            any(item.get("quote") for item in all_evidence(tie)),
            *((tie.get("agreement"), tie.get("observations")) if in_full else ()),
        )
        for _, edge in graph.numbered.all_edges()
        for tie in [edge.data]
    ]


def told_in_columns(graph: StoreGraph, *, in_full: bool) -> list[tuple[Any, ...]]:
    found = graph.numbered.told(in_full=in_full)
    return [
        (
            sources_of(tie["evidence"]),
            *(bool(tie.get(key)) for key in ("since", "on", "title", "form", "agreement")),
            any(item["quote"] for item in tie["evidence"]),
            *((tie.get("agreement"), tie.get("observations")) if in_full else ()),
        )
        for tie in map(found.common.__getitem__, found.places)
    ]


@contextmanager
def blocks_of_few_ties(bits: int) -> Iterator[None]:
    """As if a block had few numbers, and few likenesses had room in a byte."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tie_columns, "_BITS", bits)
        patch.setattr(tie_columns, "_most", lambda column: {"B": 2, "H": 1 << 16}.get(column.typecode, 1 << 32))
        yield


@examples(40)
@given(held=registers(), seed=st.integers(0, 1 << 32), edits=st.integers(1, 4))
def test_columns_of_tables_say_what_the_rows_say_after_any_changes(
    held: dict[str, bytes], seed: int, edits: int
) -> None:
    by = random.Random(seed)
    with fresh_folder() as folder, small_blocks(by), blocks_of_few_ties(by.choice([0, 3, 14])):
        write(folder, held)
        for _ in range(edits):
            database = open_store(folder)
            assert in_columns(database) == in_rows(database)
            database.close()
            name = by.choice(["cities.csv", "ties.csv", "ties.csv"])
            what, data = edited(by, (folder / name).read_bytes())
            (folder / name).write_bytes(data)
            note(f"{name}: {what}")
        database = open_store(folder)
        assert in_columns(database) == in_rows(database)
        for in_full in (False, True):
            graph = StoreGraph(database)
            assert told_in_columns(graph, in_full=in_full) == told_by_each(graph, in_full=in_full)
        database.close()


@given(text=told_worlds())
@examples(60)
def test_columns_tell_what_the_record_of_each_tie_says(text: str) -> None:
    with fresh_folder() as folder:
        write(folder, {"a.yaml": text.encode()})
        graph = World(folder, cache=False).view
        for in_full in (False, True):
            assert told_in_columns(graph, in_full=in_full) == told_by_each(graph, in_full=in_full)


@examples(40)
@given(held=folders(), data=st.data())
def test_questions_about_all_ties_answer_after_changes_as_from_a_new_store(
    held: dict[str, bytes], data: st.DataObject
) -> None:
    with fresh_folder() as folder, blocks_of_few_ties(1):
        write(folder, held)
        World(folder)
        for _ in range(3):
            note(edit(data, folder))
            world, new = World(folder), World(folder, cache=False)
            assert in_columns(world._database) == in_rows(world._database)
            assert ranking(world.view) == ranking(new.view)
            assert counted_by_country(world.view) == counted_by_country(new.view)
            assert told_in_columns(world.view, in_full=True) == told_by_each(world.view, in_full=True)
            assert coverage_of(world.view) == coverage_of(new.view)


def _of_another_length(database: sqlite3.Connection) -> None:
    database.execute("UPDATE _columns SET ends = substr(ends, 1, length(ends) - 4)")


def _of_no_length(database: sqlite3.Connection) -> None:
    database.execute("UPDATE _columns SET starts = starts || x'00', ends = ends || x'00'")


def _of_no_likeness(database: sqlite3.Connection) -> None:
    database.execute("UPDATE _columns SET common = '[]'")


def _without_json(database: sqlite3.Connection) -> None:
    database.execute("UPDATE _columns SET common = '{'")


def _gone(database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM _columns")


def _empty(database: sqlite3.Connection) -> None:
    database.execute("UPDATE _columns SET alike = NULL")


def _to_no_node(database: sqlite3.Connection) -> None:
    (size,) = database.execute("SELECT length(starts) FROM _columns").fetchone()
    far = array("i", [1 << 20] * (size // 4)).tobytes()
    database.execute("UPDATE _columns SET starts = ?", (far,))


def _telling_words(database: sqlite3.Connection) -> None:
    database.execute("UPDATE _columns SET tellings = replace(tellings, ']', ', \"all\"]')")


def _resting_on_nothing(database: sqlite3.Connection) -> None:
    database.execute("UPDATE _columns SET tellings = replace(tellings, '[', '[' || (1 << 40) || ', ')")


def _telling_nothing(database: sqlite3.Connection) -> None:
    database.execute("UPDATE _columns SET told = NULL")


@pytest.mark.parametrize("spoil", [_telling_words, _resting_on_nothing, _telling_nothing, _gone])
@pytest.mark.parametrize("is_signed", [False, True])
def test_what_is_damaged_of_what_ties_tell_is_found(
    spoil: Callable[[sqlite3.Connection], None], is_signed: bool
) -> None:
    with fresh_folder() as folder:
        write(folder, {"a.yaml": TWO_TIES})
        expected = list(World(folder).coverage())
        (snapshot,) = snapshots_of(folder)
        with sqlite3.connect(snapshot) as database:
            spoil(database)
        database.close()
        if is_signed:
            write_checksum(snapshot)
        assert list(World(folder).coverage()) == expected
        assert snapshots_of(folder) != [snapshot]


SPOILT = [_of_another_length, _of_no_length, _of_no_likeness, _without_json, _gone, _empty, _to_no_node]


@pytest.mark.parametrize("spoil", SPOILT)
@pytest.mark.parametrize("is_signed", [False, True])
def test_damaged_columns_are_found_and_the_answer_comes_from_a_new_snapshot(
    spoil: Callable[[sqlite3.Connection], None], is_signed: bool
) -> None:
    with fresh_folder() as folder:
        write(folder, {"a.yaml": TWO_TIES})
        expected = list(World(folder).rank())
        (snapshot,) = snapshots_of(folder)
        with sqlite3.connect(snapshot) as database:
            spoil(database)
        database.close()
        if is_signed:  # then the checksum does not tell
            write_checksum(snapshot)
        assert list(World(folder).rank()) == expected
        assert snapshots_of(folder) != [snapshot]


TWO_TIES = b"""cities:
  osh: {name: Osh, country: KG, source: s}
  iznik: {name: Iznik, country: TR, source: s}
sources:
  s: {title: The paper}
ties:
  - {kind: sister-city, between: [osh, iznik], since: 2000, source: s}
  - {kind: exchange, between: [osh, iznik], since: 2010, source: s}
"""

"""Second looks at tables: rows are read again, not files, and nothing is told otherwise than after a look at all."""

import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from test_row_sets import ROWS, TODAY, folders
from test_store import checked, fresh_folder, same

from citygraph.folder.graph_files import graph_files
from citygraph.store import cross_file
from citygraph.store.build import build
from citygraph.store.cross_file import CrossFileChecks, declared_kinds
from citygraph.store.doubts import Doubts
from citygraph.store.layout import BITS, connect
from citygraph.store.snapshot import open_store
from citygraph.world import World
from conftest import examples
from messy import edit, write

_FILE = "JOIN _files USING (f)"
_RECORD = f"JOIN _files ON _files.f = {{}} >> {BITS}"
SAYS = {
    "files": "SELECT file, errors FROM _files ORDER BY 1",
    "declared": f"SELECT file, place, id, type, name, detail FROM _declared {_FILE} JOIN _ids USING (n)"
    " WHERE type <> 256 ORDER BY 1, 2",
    "unread": f"SELECT DISTINCT file, id FROM _declared {_FILE} JOIN _ids USING (n) WHERE type = 256 ORDER BY 1, 2",
    "nodes": f"SELECT file, id, type, name, country, lat, lon, data FROM _nodes JOIN _ids USING (n)"
    f" {_RECORD.format('r')} ORDER BY file, r",
    "sources": f"SELECT file, id, data FROM _sources JOIN _ids USING (n) {_RECORD.format('r')} ORDER BY file, r",
    "statements": f"SELECT file, data FROM _statements {_RECORD.format('r')} ORDER BY file, r",
    "ties": "SELECT file, one.id, other.id, kind, it.id, since, until, status, standing, life, data FROM _ties AS it"
    f" JOIN _ids AS one ON one.n = a JOIN _ids AS other ON other.n = b {_RECORD.format('t')} ORDER BY file, t",
    "names": "SELECT key, id, how, text, searched FROM _names JOIN _ids USING (n) ORDER BY 1, 2, 3, 4, 5",
    "spoken": "SELECT count(*) FROM _spoken",
    "citations": f"SELECT file, id, cited, ties FROM _citations {_FILE} JOIN _ids USING (n) ORDER BY 1, 2",
    "standings": f"SELECT file, standing, ties FROM _standings {_FILE} ORDER BY 1, 2",
    "ties of kinds": "SELECT id, ties FROM _kinds ORDER BY 1",
}
"""What a store says, in the order of the files, whatever numbers these have."""


def all_of(database: sqlite3.Connection) -> dict[str, Any]:
    """All that a store says, and what is wrong in its folder."""
    found = {name: database.execute(question).fetchall() for name, question in SAYS.items()}
    return found | {"problems": checked(database)}


def everywhere(database: sqlite3.Connection, *_: Any) -> Doubts:
    """All records are in doubt."""
    found = Doubts()
    found.add_all(f for (f,) in database.execute("SELECT f FROM _files"))
    return found


@examples(15)
@given(held=folders(), in_sets=st.booleans())
def test_a_second_look_at_every_row_finds_no_more(held: dict[str, bytes], in_sets: bool) -> None:
    found = []
    for look in (None, everywhere):
        with fresh_folder() as folder, pytest.MonkeyPatch.context() as patch:
            write(folder, held)
            patch.setattr(cross_file, "_LARGE_TABLE", -1 if in_sets else 1 << 60)
            if look:
                patch.setattr("citygraph.store.build.to_look_at", look)
            database = connect("")
            stamps = graph_files(folder)
            build(database, folder, stamps, TODAY, 0, alone=True)
            assert [file for (file,) in database.execute("SELECT file FROM _files ORDER BY f")] == list(stamps)
            found.append({table: database.execute(question).fetchall() for table, question in ROWS.items()})
    for table in ROWS.keys() - {"doubts"}:
        assert found[0][table] == found[1][table], table


@examples(15)
@given(held=folders(), data=st.data())
def test_tables_that_have_changed_say_what_new_ones_say(held: dict[str, bytes], data: st.DataObject) -> None:
    with fresh_folder() as folder, pytest.MonkeyPatch.context() as patch:
        write(folder, held)
        World(folder)
        for _ in range(data.draw(st.integers(1, 4), label="edits")):
            note(edit(data, folder))
            kinds = declared_kinds(World(folder)._database)
            new = World(folder, cache=False)._database
            with patch.context() as inner:
                if declared_kinds(new) == kinds:
                    inner.setattr("citygraph.store.build.build", pytest.fail)  # an update is enough
                changed = all_of(World(folder)._database)
            # A record of YAML that has changed has a new number, so it may come behind those that have not.
            assert {name: sorted(rows, key=repr) for name, rows in changed.items()} == {
                name: sorted(rows, key=repr) for name, rows in all_of(new).items()
            }


DAYS = st.dates(datetime.date(1990, 12, 1), datetime.date(2027, 3, 1)) | st.sampled_from(
    [datetime.date(2026, 11, 29), datetime.date(2026, 12, 1), datetime.date(2027, 1, 1), datetime.date(2027, 2, 1)]
)


@examples(10)
@given(held=folders(), days=st.lists(DAYS, min_size=2, max_size=4))
def test_tables_of_another_day_say_what_those_of_today_say(held: dict[str, bytes], days: list[datetime.date]) -> None:
    with fresh_folder() as folder:
        write(folder, held)
        for day in days:
            database = open_store(folder, today=day)
            assert all_of(database) == all_of(open_store(folder, cache=False, today=day))
            database.close()


# ---------------------------------------------------------------- what a look costs

CITIES = [f"c{number}" for number in range(300)]
MANY = {
    "cities.csv": "id,name,country\n" + "".join(f"{id},City {id},KG\n" for id in CITIES),
    "sources.csv": "id,title\ns,The paper\nt,R\n",
    "ties.csv": "kind,between,since,until,status,source\n"
    + "".join(
        f"exchange,{one}; {other},19{90 + number % 9},,active,s\n"
        for number, (one, other) in enumerate(pairwise(CITIES))
    ),
}
CHANGES = {
    "an end that is nowhere": ("ties.csv", "c7; c8", "c7; c8x"),
    "a source that is nowhere": ("ties.csv", "c7; c8,1997,,active,s", "c7; c8,1997,,active,z"),
    "a tie that is there twice": ("ties.csv", "exchange,c7; c8", "exchange,c7; c8,,,,s\nexchange,c7; c8"),
    "two dates that contradict each other": ("ties.csv", "c7; c8,1997,", "c7; c8,1997,1980"),
    "a city that is there twice": ("cities.csv", "c7,", "c7,Another,KG\nc7,"),
    "a namesake": ("cities.csv", "c7,City c7", "c7,City c9"),
    "a city with another id": ("cities.csv", "c7,", "c7x,"),
    "a country that is nowhere": ("cities.csv", "c7,City c7,KG", "c7,City c7,kirgizia"),
    "passages of a source": ("sources.csv", "title\ns,The paper\nt,R", "title,passages\ns,The paper,Signed\nt,R,"),
    "another name": ("cities.csv", "c7,City c7", "c7,Town c7"),
    "another date": ("ties.csv", "c7; c8,1997", "c7; c8,1996"),
    "a row more": ("ties.csv", "status,source\n", "status,source\nexchange,c7; c9,,,,s\n"),
}
_MOST = 5
"""The most records that one of them concerns."""


@contextmanager
def rows_looked_at() -> Iterator[list[str]]:
    """The ids of the records that are looked at again."""
    looked: list[str] = []
    verdict = CrossFileChecks.verdict

    def noted(self: CrossFileChecks, record: Any, is_clean: bool) -> Any:
        looked.append(record.id)
        return verdict(self, record, is_clean)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CrossFileChecks, "verdict", noted)
        yield looked


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("is_there_before", [False, True], ids=["anew", "updated"])
def test_a_change_in_a_table_costs_the_rows_that_it_concerns(change: str, is_there_before: bool) -> None:
    file, before, after = CHANGES[change]
    with fresh_folder() as folder:
        write(folder, {name: text.encode() for name, text in MANY.items()})
        if is_there_before:
            open_store(folder).close()
        (folder / file).write_text(MANY[file].replace(before, after, 1))
        with rows_looked_at() as looked:
            found = open_store(folder)
        assert len(looked) <= _MOST, looked
        same(all_of(found), all_of(open_store(folder, cache=False)))


@pytest.mark.parametrize("many", [1, 3000], ids=["row by row", "in sets"])
def test_rows_of_visits_to_an_event_to_come_are_told(many: int) -> None:
    visits = "".join(f"attends,c{number},fair,ended,s\n" for number in range(many))
    tables = {
        "cities.csv": "id,name,country\n" + "".join(f"c{number},City {number},DE\n" for number in range(many)),
        "events.csv": "id,name,when\nold,Old,2019\nfair,The fair,2131\n"
        + "".join(f"e{n},E {n},2019\n" for n in range(many)),
        "sources.csv": "id,title\ns,A list\n",
        "ties.csv": "kind,from,to,status,source\n" + visits + "attends,c0,old,ended,s\n",
    }
    with fresh_folder() as graph:
        for name, text in tables.items():
            (graph / name).write_text(text)
        world = World(graph, cache=False)
        assert {one.code for one in world.diagnostics} == {"status-contradicts-event"}
        assert world.errors == many
        assert {tie.to for tie in world.ties() if tie.status == "ended"} == {"old"}


def test_the_first_look_at_tables_finds_an_end_of_a_wrong_type() -> None:
    tables = {
        "cities.csv": b"id,name,country,source\nulm,Ulm,DE,list\n",
        "organizations.csv": b"id,name,source\nicc,ICC,list\n",
        "sources.csv": b"id,title,published\nlist,A list,2020\n",
        "ties.csv": b"kind,between,source\nsister-city,ulm; icc,list\n",
    }
    with fresh_folder() as graph:
        for name, text in tables.items():
            (graph / name).write_bytes(text)
        world = World(graph, cache=False)
        assert [(one.severity.value, one.span.file) for one in world.diagnostics] == [("error", "ties.csv")]

"""Tables that have changed: only blocks that have changed are read again, and the store says what a new one says."""

import random
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from test_row_sets import BESIDE, CELLS, IDS, folders
from test_second_looks import MANY
from test_store import checked, fresh_folder, same

from citygraph.folder import csv_blocks, csv_records, diagnostics
from citygraph.folder.csv_blocks import BlockReader
from citygraph.store import cross_file
from citygraph.store.layout import file_of, row_of
from citygraph.store.snapshot import open_store
from conftest import examples
from messy import write

# ---------------------------------------------------------------- what a store says, whatever numbers its rows have

ROWS = {
    "files": "SELECT file, problems, found, errors FROM _files ORDER BY 1",
    "blocks": "SELECT file, line, rows, offset, _blocks.size, _blocks.digest FROM _blocks JOIN _files USING (f)"
    " ORDER BY file, line, offset",
    "nodes": "SELECT r, id, type, name, country, lat, lon, data FROM _nodes JOIN _ids USING (n)",
    "sources": "SELECT r, id, data FROM _sources JOIN _ids USING (n)",
    "statements": "SELECT r, data FROM _statements",
    "ties": "SELECT t, one.id, other.id, kind, it.id, since, until, status, standing, life, data FROM _ties AS it"
    " JOIN _ids AS one ON one.n = a JOIN _ids AS other ON other.n = b",
    "names": "SELECT r, key, id, how, text, searched FROM _names JOIN _ids USING (n)",
    "spoken": "SELECT r, id FROM _spoken JOIN _ids USING (n)",
    "declared": "SELECT (f << 28) + (place >> 1), place & 1, id, type, name, detail FROM _declared JOIN _ids USING (n)"
    " WHERE place >= 0",
    "unread": "SELECT DISTINCT file, id FROM _declared JOIN _files USING (f) JOIN _ids USING (n) WHERE place < 0"
    " ORDER BY 1, 2",
    "doubts": "SELECT (f << 28) + row FROM _doubts",
    "citations": "SELECT file, id, cited, ties FROM _citations JOIN _files USING (f) JOIN _ids USING (n) ORDER BY 1, 2",
    "standings": "SELECT file, standing, ties FROM _standings JOIN _files USING (f) ORDER BY 1, 2",
    "kinds": "SELECT * FROM _kinds ORDER BY 1",
}
_NUMBERED = {"nodes", "sources", "statements", "ties", "names", "spoken", "declared", "doubts"}


def all_rows(database: sqlite3.Connection) -> dict[str, Any]:
    """All rows. In place of the number of a record of a table stand its file, the line of its block, and how many rows
    of the block are before it."""
    names = dict(database.execute("SELECT f, file FROM _files"))
    blocks: dict[int, list[tuple[int, int]]] = {}
    for f, first, line in database.execute("SELECT f, first, line FROM _blocks ORDER BY f, first"):
        blocks.setdefault(f, []).append((first, line))

    def place(number: int) -> tuple[str, int, int]:
        f, row = file_of(number), row_of(number)
        several = blocks.get(f, [(0, 0)])
        first, line = several[bisect_right(several, (row, 1 << 60)) - 1]
        return names[f], line, row - first

    found: dict[str, Any] = {}
    for table, question in ROWS.items():
        rows = database.execute(question).fetchall()
        found[table] = sorted([(place(row[0]), *row[1:]) for row in rows], key=repr) if table in _NUMBERED else rows
    return found | {"problems": checked(database)}


def asked(database: sqlite3.Connection) -> set[tuple[Any, ...]]:
    """What files refer to. A tie that was left out before may have asked for more."""
    return set(
        database.execute("SELECT file, id, types FROM _asks JOIN _files USING (f) JOIN _ids USING (n)").fetchall()
    )


# ---------------------------------------------------------------- the law

ODD = ('x"y,z', '"open,', ",", "", " ", "a,b", "<<<<<<< HEAD", "x" * 300, '"two\nlines",b', "\x07,x", "ä;b,é")
"""Lines that are no rows, or rows in part."""


@st.composite
def registers(draw: st.DrawFn) -> dict[str, bytes]:
    """A folder of tables with some hundred rows, of which few are odd."""
    by = random.Random(draw(st.integers(0, 1 << 32)))
    ids = [f"n{number}" for number in range(by.choice([5, 60, 150]))]
    cities = [f"{id},{by.choice(['Osh', f'City {id}', 'Ош'])},{by.choice(['KG', 'KG', 'TR', 'XX'])}," for id in ids]
    ties = [
        f"exchange,{by.choice([*ids, *IDS])}; {by.choice(ids)},{by.choice(['1990', '2001-05', '1.2.2020', '2027'])},"
        f"{by.choice(['s', 's', 't', 'zz'])},{by.choice(['', 'They signed.', 'nowhere'])}"
        for _ in range(by.choice([0, 30, 250]))
    ]
    statements = [f'{by.choice(ids)},19{number % 90 + 10},s,"What, {number}"' for number in range(by.choice([0, 40]))]
    for rows in (cities, ties):
        for _ in range(by.choice([0, 1, 5]) if rows else 0):
            rows.insert(by.randrange(len(rows)), by.choice(ODD))
    end = by.choice(["\n", "\n", "\r\n", "\r"])
    held = {
        "cities.csv": ["id,name,country,aliases", *cities],
        "ties.csv": ["kind,between,since,source,quote", *ties],
        "statements.csv": ["by,on,source,quote", *statements],
    }
    mark = by.choice(["", "", "\ufeff"])
    found = {name: (mark + end.join(rows) + end * by.randint(0, 1)).encode() for name, rows in held.items()}
    return {"beside.yaml": BESIDE.encode()} | found


def edited(by: random.Random, data: bytes) -> tuple[str, bytes]:
    """A table as a person leaves it who has worked at it."""
    lines = data.split(b"\n") if b"\n" in data else data.split(b"\r")
    end = b"\n" if b"\n" in data else b"\r"
    at, other = sorted(by.randrange(len(lines) + 1) for _ in range(2))
    what = by.choice(["cell", "cell", "insert", "delete", "move", "odd", "header", "append", "twice", "quote", "mark"])
    if what == "cell":
        for _ in range(by.choice([1, 1, 5])):
            row = by.randrange(len(lines))
            cells = lines[row].split(b",")
            some = [text for texts in (*CELLS.values(), IDS) for text in texts if "\n" not in text and "," not in text]
            cells[by.randrange(len(cells))] = by.choice(some).encode()
            lines[row] = b",".join(cells)
    elif what == "insert":
        lines[at:at] = by.choices(lines, k=by.choice([1, 3, 40]))
    elif what == "delete":
        del lines[at : by.choice([at + 1, at + 1, other])]
    elif what == "move":
        some = lines[at:other]
        del lines[at:other]
        to = by.randrange(len(lines) + 1)
        lines[to:to] = some
    elif what == "odd":
        lines.insert(at, by.choice(ODD).encode())
    elif what == "header":
        lines[0] = by.choice([lines[0] + b",notes", lines[0].replace(b"source", b"note"), b"\n" + lines[0], b""])
    elif what == "append":
        lines += by.choices(lines, k=3)
    elif what == "twice":
        lines += lines[1:]
    elif what == "mark":
        return what, data.removeprefix("\ufeff".encode()) if by.random() < 0.5 else b"\xef\xbb\xbf" + data
    elif at < len(lines):
        lines[at] = by.choice([b'"', b""]) + lines[at].replace(b'"', b"", 1)
    return f"{what} {at} {other}", end.join(lines)


@contextmanager
def small_blocks(by: random.Random) -> Iterator[None]:
    """As if a block had few rows, and of a mistake only few were listed."""
    with pytest.MonkeyPatch.context() as patch:
        least = by.choice([1, 40, 150])
        patch.setattr(csv_blocks, "_LEAST", least)
        patch.setattr(csv_blocks, "_MOST", least + by.choice([0, 30, 200]))
        patch.setattr(csv_blocks, "_EVERY", by.choice([1, 2, 4]))
        patch.setattr(csv_records, "SPARE", by.choice([0, 1, 8]))
        patch.setattr(diagnostics, "MOST_LISTED", by.choice([2, 5, 1000]))
        patch.setattr(cross_file, "_LARGE_TABLE", by.choice([-1, 1 << 60]))
        yield


@examples(40)
@given(held=registers() | folders(), seed=st.integers(0, 1 << 32), edits=st.integers(1, 5))
def test_a_table_that_has_changed_says_what_a_new_one_says(held: dict[str, bytes], seed: int, edits: int) -> None:
    by = random.Random(seed)
    with fresh_folder() as folder, small_blocks(by), pytest.MonkeyPatch.context() as patch:
        write(folder, held)
        open_store(folder).close()
        for _ in range(edits):
            for _ in range(by.choice([1, 1, 2])):
                name = by.choice([name for name in held if name.endswith(".csv")])
                what, data = edited(by, (folder / name).read_bytes())
                (folder / name).write_bytes(data)
                note(f"{name}: {what}")
            new = open_store(folder, cache=False)
            with patch.context() as inner:
                inner.setattr("citygraph.store.build.build", pytest.fail)  # an update is enough
                updated = open_store(folder)
            same(all_rows(updated), all_rows(new))
            assert asked(new) <= asked(updated)
            updated.close()
            new.close()


# ---------------------------------------------------------------- what a change costs

HEADER, *TIES = MANY["ties.csv"].splitlines(keepends=True)
CHANGED = {
    "a cell": [*TIES[:150], TIES[150].replace("active", "ended"), *TIES[151:]],
    "a row more": [*TIES[:150], "exchange,c7; c90,,,,s\n", *TIES[150:]],
    "a row more at the top": ["exchange,c7; c90,,,,s\n", *TIES],
    "a row more at the end": [*TIES, "exchange,c7; c90,,,,s\n"],
    "a row less": [*TIES[:150], *TIES[151:]],
    "rows that have moved": [*TIES[:150], *TIES[250:252], *TIES[150:250], *TIES[252:]],
}


@contextmanager
def blocks_of_some_rows() -> Iterator[None]:
    """As if a block had a dozen rows."""
    with pytest.MonkeyPatch.context() as patch:
        for name, size in {"_LEAST": 400, "_MOST": 800, "_EVERY": 4}.items():
            patch.setattr(csv_blocks, name, size)
        yield


@pytest.mark.parametrize("change", CHANGED)
def test_a_changed_row_costs_its_block(change: str) -> None:
    with fresh_folder() as folder, blocks_of_some_rows():
        write(folder, {name: text.encode() for name, text in MANY.items()})
        open_store(folder).close()
        (folder / "ties.csv").write_text(HEADER + "".join(CHANGED[change]))
        with pytest.MonkeyPatch.context() as patch:
            read: list[int] = []
            block = BlockReader.block
            patch.setattr(BlockReader, "block", lambda self, data: read.append(len(data)) or block(self, data))
            updated = open_store(folder)
        assert sum(read) < (folder / "ties.csv").stat().st_size / 3
        same(all_rows(updated), all_rows(open_store(folder, cache=False)))

"""The ties in columns, beside their rows: what questions about all ties ask of each of them.

To read a row of SQLite takes Python longer than to count it. So for each block of numbers of ties, the table
``_columns`` has arrays of their ends, of what they have in common with others, and of what they tell: 11 bytes for each
tie. A build writes them when all rows are there. In an update, triggers note in which blocks ties change, and these
are written anew. So they always say what the rows say.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain, count
from typing import Any, TypeVar

from citygraph.graph.columns import TieValues
from citygraph.store import Damaged
from citygraph.store.layout import STANDINGS, decoded, only

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

LIKENESS = f"iif(typeof(standing) = 'integer', kind * {len(STANDINGS)} + standing, kind || ' ' || standing)"
"""SQL: ties for which it is the same are of one kind and stand alike."""
_BITS = 14
"""A block has so many bits of numbers: a change of one tie has 16,384 ties read again, in 10 ms."""
_NODES = "i"
_FEW, _MANY = "B", "H"
_OTHER_TIES = "the columns of ties are not those of their rows"


def likenesses(database: sqlite3.Connection) -> tuple[array[int], list[int | str]]:
    """Of each tie, in order of their numbers, the place of its likeness in a list of all.

    Raises:
        Damaged: if the columns of a block do not fit each other, or are not as many as the ties.
    """
    return _in_common(database, "alike, common")


def tellings(database: sqlite3.Connection) -> tuple[array[int], list[int]]:
    """The same of what each tie tells, as :mod:`citygraph.store.told` has it in one number."""
    told, numbers = _in_common(database, "told, tellings")
    if not all(isinstance(number, int) for number in numbers):
        raise Damaged("what a tie tells is no number")
    return told, [int(number) for number in numbers]


def _in_common(database: sqlite3.Connection, columns: str) -> tuple[array[int], list[int | str]]:
    """Of each tie the place of what it shares with others in a list of all. ``columns`` are those of its places in a
    block, and of the list of the block."""
    found, places = array(_FEW), dict[int | str, int]()
    blocks = database.execute(f"SELECT {columns}, length(starts), length(ends) FROM _columns ORDER BY block")
    for codes, common, *sizes in blocks:
        try:
            here = [places.setdefault(shared, len(places)) for shared in decoded(common)]
            column = array(_typecode(len(here)), codes)
            if len(places) > _most(found):
                found = array(_NODES, found)
            found.extend(array(found.typecode, map(here.__getitem__, column)))
        except (IndexError, TypeError, ValueError) as error:
            raise Damaged("a column of ties cannot be read") from error
        if {len(column) * array(_NODES).itemsize} != {*sizes}:
            raise Damaged("the columns of ties differ in length")
    if len(found) != _number_of_ties(database):
        raise Damaged(_OTHER_TIES)
    return found, list(places)


def with_lives(alike: array[int], lives: Iterable[str]) -> tuple[array[int], list[tuple[int, str]]]:
    """Of each tie the place in a list of all that have one likeness and one life.

    Raises:
        Damaged: if there are more or fewer lives.
    """
    places: defaultdict[tuple[int, str], int] = defaultdict(count().__next__)
    try:
        return array(_NODES, map(places.__getitem__, zip(alike, lives, strict=True))), list(places)
    except ValueError as error:
        raise Damaged(_OTHER_TIES) from error


def texts(database: sqlite3.Connection, what: str) -> Iterator[str]:
    """A text of each tie, in order of their numbers: ``what`` is its SQL, and gives no line end. So the texts of a
    block leave SQLite as one, which takes half the time.

    Raises:
        Damaged: if there are more or fewer texts than ties.
    """
    return chain.from_iterable(_blocks_of_texts(database, what))


def _blocks_of_texts(database: sqlite3.Connection, what: str) -> Iterator[list[str]]:
    number = 0
    for (block,) in database.execute("SELECT block FROM _columns ORDER BY block").fetchall():
        (text,) = only(
            database.execute(
                f"SELECT group_concat({what}, char(10)) FROM _ties WHERE t BETWEEN ? AND ?",
                (block << _BITS, ((block + 1) << _BITS) - 1),
            )
        )
        found = str(text).split("\n")
        number += len(found)
        yield found
    if number != _number_of_ties(database):
        raise Damaged(_OTHER_TIES)


def _number_of_ties(database: sqlite3.Connection) -> int:
    (number,) = only(database.execute("SELECT ifnull(sum(ties), 0) FROM _kinds"))
    return int(number)


def values_of(keys: Iterable[Key], of: Callable[[Key], Value]) -> TieValues[Value]:
    """What ``of`` says of the key of each tie; it is asked once for each different key.

    Raises:
        Damaged: if a key is none.
    """
    places: defaultdict[Key, int] = defaultdict(count().__next__)
    column = array(_NODES, map(places.__getitem__, keys))
    try:
        return TieValues(column, list(map(of, places)))
    except (AttributeError, TypeError, ValueError) as error:
        raise Damaged("a tie has lived in no known way") from error


def ends(database: sqlite3.Connection, nodes: Sequence[int]) -> tuple[array[int], array[int]]:
    """Where each tie starts and ends, in the same order, as places in ``nodes``, which has all their numbers.

    Raises:
        Damaged: if a tie leads to no node.
    """
    starts, ends = array(_NODES), array(_NODES)
    place: list[Any] = [None] * (max(nodes, default=0) + 1)
    for at, n in enumerate(nodes):
        place[n] = at
    try:
        for start, end in database.execute("SELECT starts, ends FROM _columns ORDER BY block"):
            for column, numbers in ((starts, start), (ends, end)):
                column.extend(array(_NODES, map(place.__getitem__, array(_NODES, numbers))))
    except (IndexError, TypeError, ValueError) as error:
        raise Damaged("a tie leads to no node") from error
    return starts, ends


def write(database: sqlite3.Connection) -> None:
    """Write the columns of all ties."""
    block = -1
    while True:
        (first,) = only(database.execute("SELECT min(t) FROM _ties WHERE t >= ?", ((block + 1) << _BITS,)))
        if first is None:
            return
        block = first >> _BITS
        _write_block(database, block)


def kind_of(likeness: int | str) -> tuple[int, int | str]:
    """The kind of ties of one likeness, and how they stand, as their rows have it."""
    if isinstance(likeness, int):
        return divmod(likeness, len(STANDINGS))
    kind, _, text = likeness.partition(" ")
    return int(kind), text


@contextlib.contextmanager
def kept_up(database: sqlite3.Connection) -> Iterator[None]:
    """The columns say what the rows of ties say after the block, whatever changes in it."""
    database.execute("CREATE TEMP TABLE changed_columns(block INTEGER PRIMARY KEY)")
    note = f"INSERT OR IGNORE INTO changed_columns VALUES ({{row}}.t >> {_BITS})"
    triggers = {
        "INSERT": note.format(row="new"),
        "DELETE": note.format(row="old"),
        "UPDATE": f"{note.format(row='old')}; {note.format(row='new')}",
    }
    for change, noted in triggers.items():
        database.execute(f"CREATE TEMP TRIGGER columns_{change} AFTER {change} ON main._ties BEGIN {noted}; END")
    try:
        yield
        for (block,) in database.execute("SELECT block FROM changed_columns").fetchall():
            _write_block(database, block)
    finally:
        for change in triggers:
            database.execute(f"DROP TRIGGER temp.columns_{change}")
        database.execute("DROP TABLE temp.changed_columns")


def _write_block(database: sqlite3.Connection, block: int) -> None:
    """Write the columns of the ties with certain numbers."""
    # As JSON, four columns leave SQLite in half the time that their rows take.
    rows = database.execute(
        f"SELECT json_group_array(a), json_group_array(b), json_group_array({LIKENESS}), json_group_array(told)"
        " FROM _ties WHERE t BETWEEN ? AND ?",
        (block << _BITS, ((block + 1) << _BITS) - 1),
    )
    starts, ends, *shared = map(json.loads, only(rows))
    database.execute("DELETE FROM _columns WHERE block = ?", (block,))
    if starts:
        values = [block, array(_NODES, starts).tobytes(), array(_NODES, ends).tobytes()]
        for column in shared:
            places = {one: place for place, one in enumerate(dict.fromkeys(column))}
            codes = array(_typecode(len(places)), map(places.__getitem__, column))
            values += [codes.tobytes(), json.dumps(list(places))]
        database.execute("INSERT INTO _columns VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def _typecode(number: int) -> str:
    """The type of an array that tells so many things apart."""
    return _FEW if number <= _most(array(_FEW)) else _MANY


def _most(column: array[int]) -> int:
    return 1 << (8 * column.itemsize)

"""The second look: the records in doubt are checked with all files at hand, and what they say is replaced."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from citygraph.folder.csv_rows import TableRows
from citygraph.graph.interface import names_of
from citygraph.store.cross_file import CrossFileChecks, StoredDeclarations
from citygraph.store.doubts import Doubt, Doubts
from citygraph.store.layout import Range, declared_place, decoded, only, stretch, unread_place
from citygraph.store.layout import number as number_of
from citygraph.store.read_files import FileReading, Writer
from citygraph.store.rows import FileRows, Row, RowWriter, enter, spoken_of


class SecondLooks(Writer):
    """Writes what is known of records when all files are read."""

    def __init__(self, database: sqlite3.Connection, reading: FileReading) -> None:
        super().__init__(database, reading)
        self.lookup = StoredDeclarations(database, reading.folder, self.alone)

    def look_again(self, doubts: Doubts) -> None:
        """Run all checks on the records that are in doubt, and write their sound parts."""
        for (f,) in self.ask("SELECT DISTINCT f FROM _doubts"):
            doubts[f].rows.update(row for (row,) in self.ask("SELECT row FROM _doubts WHERE f = ?", (f,)))
        files = dict(self.ask("SELECT f, file FROM _files"))
        for f in sorted(doubts, key=files.__getitem__):
            table = self.lookup.table(files[f])
            if table is None:
                self.look_at_file(f, files[f])
            else:
                self.look_at_rows(f, table, doubts[f])

    def look_at_file(self, f: int, file: str) -> None:
        """Look again at all records of a file."""
        contents = self.lookup.look_at(file)
        look = CrossFileChecks(self.lookup, contents)
        entries = enter(contents, f, self.alone, self.ids, look.verdict)
        entries.doubts |= look.doubts
        self.replace(entries)
        self.settle(entries)
        self.settle_found(f, look.problems)

    def look_at_rows(self, f: int, table: TableRows, doubt: Doubt) -> None:
        """Look again at some rows of a table."""
        rows = doubt.rows | table.mentioning(doubt.texts)
        if doubt.all:
            rows |= set(table.all())
        look = CrossFileChecks(self.lookup)
        self.ask("DELETE FROM _doubts WHERE f = ?", (f,))
        for first, taken, contents in table.pieces(rows):
            entries = enter(contents, f, self.alone, self.ids, look.verdict, first)
            entries.doubts |= look.doubts
            look.doubts.clear()
            self.replace_rows(entries, list(_runs(taken)))
            if entries.turns:
                day = str(entries.turns)
                self.ask("UPDATE _files SET turns = ? WHERE f = ? AND ifnull(turns > ?, true)", (day, f, day))
        self.settle_found(f, look.problems)

    def replace_rows(self, entries: FileRows, rows: Sequence[Range]) -> None:
        """Replace what some rows of a table say: those from one number to another. Equal rows stay."""
        f = entries.f
        numbers = [(number_of(f, first), number_of(f, last)) for first, last in rows]
        rows_by_file = dict(entries.rows_by_file())
        new = {row[1]: row for row in rows_by_file["declared"]}
        declared = "_declared WHERE f = ? AND place BETWEEN ? AND ?"
        places = ((f, declared_place(first, beside=False), declared_place(last, beside=True)) for first, last in rows)
        old = {row[1]: row for place in places for row in self.ask(f"SELECT * FROM {declared}", place)}
        gone = [(f, place, place) for place, row in old.items() if row != new.get(place)]
        self.database.executemany(f"DELETE FROM {declared}", gone)
        self.insert((table, rows_by_file[table]) for table in ("declared", "doubts", "asks"))
        before = RowWriter(f, self.alone, self.ids)
        for table, key in _NUMBERED.items():
            new = {row[0]: row for row in getattr(entries, table)}
            asked = (self.ask(f"SELECT * FROM _{table} WHERE {key} BETWEEN ? AND ?", few) for few in numbers)
            old = {row[0]: row for found in asked for row in found}
            gone = [row for n, row in old.items() if row != new.get(n)]
            fresh = {n: row for n, row in new.items() if row != old.get(n)}
            for row in old.values():
                before.cite_all(row[2] if table == "nodes" else _TYPES[table], decoded(row[-1]))
                if table == "ties":
                    before.entries.standings[row[-3]] += 1
            self.database.executemany(f"DELETE FROM _{table} WHERE {key} = ?", [row[:1] for row in gone])
            self.insert([(table, list(fresh.values()))])
            if table == "ties":
                self.count_ties(fresh.values(), gone)
                continue
            for row in gone:
                self._forget(table, row)
            self.insert(
                [
                    ("names", [row for row in entries.names if row[4] in fresh]),
                    ("spoken", [row for row in entries.spoken if row[1] in fresh]),
                ]
            )
        self.insert([("days", entries.days())])
        self.count(entries, before.entries)

    def replace_block(self, entries: FileRows, first: int, last: int) -> None:
        """Replace what a table says from one row to another: new blocks, or none."""
        f = entries.f
        unread = (f, unread_place(last), unread_place(first))
        self.ask("DELETE FROM _declared WHERE f = ? AND place BETWEEN ? AND ?", unread)
        for table, row in (("doubts", "row"), ("asks", "block"), ("blocks", "first")):
            self.ask(f"DELETE FROM _{table} WHERE f = ? AND {row} BETWEEN ? AND ?", (f, first, last))
        self.insert([("blocks", dict(entries.rows_by_file())["blocks"])])
        self.replace_rows(entries, [(first, last)])

    def count(self, more: FileRows, less: FileRows) -> None:
        """Correct how often a file cites each source, and how many of its ties have each standing."""
        cited: dict[int, list[int]] = {n: list(counts) for n, counts in more.citations.items()}
        for n, counts in less.citations.items():
            cited[n] = [one - other for one, other in zip(cited.get(n, (0, 0)), counts, strict=True)]
        self.database.executemany(
            "INSERT INTO _citations VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET cited = cited + excluded.cited, ties = ties + excluded.ties",
            [(more.f, n, *counts) for n, counts in cited.items() if any(counts)],
        )
        standings = more.standings.copy()
        standings.subtract(less.standings)
        self.database.executemany(
            "INSERT INTO _standings VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET ties = ties + excluded.ties",
            [(more.f, standing, number) for standing, number in standings.items() if number],
        )
        self.ask("DELETE FROM _citations WHERE f = ? AND NOT cited", (more.f,))
        self.ask("DELETE FROM _standings WHERE f = ? AND NOT ties", (more.f,))

    def count_ties(self, more: Iterable[Row], less: Iterable[Row]) -> None:
        """Correct how many ties of each kind there are."""
        kinds = Counter(tie[3] for tie in more)
        kinds.subtract(tie[3] for tie in less)
        self.count_kinds(kinds)

    def clear(self, f: int) -> None:
        """Take out what a table says."""
        within = stretch(f)
        self.count_kinds(dict(self.ask("SELECT kind, -count(*) FROM _ties WHERE t BETWEEN ? AND ? GROUP BY 1", within)))
        for table, _ in FileRows(f).rows_by_file():
            self.ask(f"DELETE FROM _{table} WHERE f = ?", (f,))
        for table, key in {**_NUMBERED, "names": "r", "spoken": "r"}.items():
            self.ask(f"DELETE FROM _{table} WHERE {key} BETWEEN ? AND ?", within)

    def replace(self, entries: FileRows) -> None:
        """Replace the rows of a file. Equal rows stay."""
        within = stretch(entries.f)
        numbers = self._free_numbers(within)
        for table, rows in entries.rows_by_file():
            self.ask(f"DELETE FROM _{table} WHERE f = ?", (entries.f,))
            self.insert([(table, rows)])

        _, new, gone = self._replace("ties", "t", within, entries.ties, numbers)
        self.count_ties(new, gone)

        kept: dict[int, int] = {}
        fresh: set[int] = set()
        for table in ("nodes", "sources", "statements"):
            in_order = table == "statements"  # statements are read in the order of the file
            rows = getattr(entries, table)
            numbered, new, gone = self._replace(table, "r", within, rows, numbers, in_order=in_order)
            kept |= numbered
            fresh |= {row[0] for row in new}
            for row in gone:
                self._forget(table, row)
        names = [(*name[:4], kept[name[4]], name[5]) for name in entries.names]
        spoken = [(n, kept[r]) for n, r in entries.spoken]
        self.insert(
            [
                ("names", [row for row in names if row[4] in fresh]),
                ("spoken", [row for row in spoken if row[1] in fresh]),
                ("days", entries.days()),
            ]
        )

    def _free_numbers(self, within: tuple[int, int]) -> Iterator[int]:
        """The free numbers of a file."""
        columns = (("r", "nodes"), ("r", "sources"), ("r", "statements"), ("t", "ties"))
        highest = (
            self.ask(f"SELECT max({key}) FROM _{table} WHERE {key} BETWEEN ? AND ?", within) for key, table in columns
        )
        return iter(range(max(found.fetchone()[0] or within[0] for found in highest) + 1, within[1]))

    def _replace(
        self,
        table: str,
        key: str,
        within: tuple[int, int],
        rows: Iterable[Row],
        numbers: Iterator[int],
        *,
        in_order: bool = False,
    ) -> tuple[dict[int, int], list[Row], list[Row]]:
        """Replace a file's rows in one table. Returns the number of each row by its number in ``rows``, the new rows,
        and the removed ones. With ``in_order``, the numbers must have the order of the rows."""
        old: dict[Row, list[int]] = defaultdict(list)
        for number, *row in self.ask(f"SELECT * FROM _{table} WHERE {key} BETWEEN ? AND ? ORDER BY {key} DESC", within):
            old[tuple(row)].append(number)
        numbered = {}
        new: list[Row] = []
        last = 0
        for number, *row in rows:
            known = old.get(tuple(row))
            if known and (known[-1] > last or not in_order) and not (new and in_order):
                numbered[number] = last = known.pop()
            else:
                numbered[number] = next(numbers)
                new.append((numbered[number], *row))
        gone = [(number, *row) for row, left in old.items() for number in left]
        self.database.executemany(f"DELETE FROM _{table} WHERE {key} = ?", [(row[0],) for row in gone])
        self.insert([(table, new)])
        return numbered, new, gone

    def _forget(self, table: str, row: Row) -> None:
        """Delete the rows of other tables that belong to a removed record."""
        r, data = row[0], decoded(row[-1])
        if table == "statements":
            spoken = [(self.ids[id], r) for id in spoken_of(data)]
            self.database.executemany("DELETE FROM _spoken WHERE n = ? AND r = ?", spoken)
            return
        type = row[2] if table == "nodes" else "source"
        (id,) = only(self.ask("SELECT id FROM _ids WHERE n = ?", (row[1],)))
        # The whole key, since many records may share a part of it: those with one id.
        names = [(name.key, self.ids[name.id], name.how, name.text, r) for name in names_of(type, id, data)]
        self.database.executemany(
            "DELETE FROM _names WHERE key = ? AND n = ? AND how = ? AND text = ? AND r = ?", names
        )


def _runs(rows: Iterable[int]) -> Iterator[Range]:
    """The first and the last of each run of rows that follow each other."""
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        several = [row for _, row in run]
        yield several[0], several[-1]


_NUMBERED = {"ties": "t", "nodes": "r", "sources": "r", "statements": "r"}
"""The tables whose rows have the numbers of records, and their columns with these."""
_TYPES = {"ties": "tie", "sources": "source", "statements": "statement"}

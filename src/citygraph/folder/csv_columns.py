"""The plain rows of a table as columns: what each cell says, and what that makes of each row.

A step is one pass over a column, not over a row, and each distinct text of a column goes once through the reader of its
key. :mod:`citygraph.folder.csv_sets` knows which rows are plain.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, repeat
from json.encoder import encode_basestring as quoted
from typing import Any

from citygraph.domain.dates import OPEN
from citygraph.domain.model import Coordinates, CountryCode, DateText, Holds, ListOf, Ref, Text, keys_of
from citygraph.domain.odd_characters import is_plain
from citygraph.folder.csv_header import ColumnMeaning, TableHeader
from citygraph.folder.csv_records import CsvTable
from citygraph.folder.csv_text import LONGEST_CELL, Sheet
from citygraph.folder.likeness import ENDS, passed
from citygraph.folder.parser import BAD, FileContents
from citygraph.folder.records import encode
from citygraph.folder.values import plain_coordinates, plain_pairs

_MOST_REMEMBERED = 1 << 17
_LONGEST_REMEMBERED = 1 << 10
_STRETCH = LONGEST_CELL // 2
_NO_ENDS = bytes(set(range(256)).difference(b",\n"))
_SHORT = ("source", "quote", "by")
"""The keys that are short for an item of ``evidence``, in its order."""


def split(sheet: Sheet, width: int) -> list[list[str]] | None:
    """The columns of a sheet in which each row has ``width`` cells, and no cell needs quotes; None of any other."""
    text = sheet.text
    if '"' in text or any(_is_one_cell(text, at) for at in range(0, len(text) - _STRETCH, _STRETCH)):
        return None
    data = sheet.encoded()
    if b"\r" in data:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        data = text.encode()
    ends = data.translate(None, _NO_ENDS)
    if not text.endswith("\n"):
        text, ends = text + "\n", ends + b"\n"
    if ends != (b"," * (width - 1) + b"\n") * (len(ends) // width):
        return None
    flat = text.replace("\n", ",").split(",")
    return [flat[index:-1:width] for index in range(width)]


def _is_one_cell(text: str, at: int) -> bool:
    """True if no cell ends in a stretch of half the longest cell, so that it may lie in one that is too long."""
    return not any(text.find(end, at, at + _STRETCH) >= 0 for end in ",\r\n")


class _Parts(dict[str, str | None]):
    """What each text of a column says, as a part of its record's JSON, such as ``"since":"1988",``; empty for an empty
    cell, None for one that is not right. ``has_wrong`` is True if there was such a one."""

    def __init__(self, meaning: ColumnMeaning) -> None:
        super().__init__()
        self.meaning = meaning
        self.key = encode(meaning.key.value)
        self.holds = meaning.holds
        self.meant: dict[str, Any] = {}
        self.has_wrong = False

    def __missing__(self, text: str) -> str | None:
        said: str | None
        if isinstance(self.holds, Text) and _are_as_they_stand(text, self.holds):
            said = f"{self.key}:{quoted(words)}," if (words := text.strip()) else ""
        elif isinstance(self.holds, Coordinates) and (plain := plain_coordinates(text)):
            said = f"{self.key}:[{plain[0]!r},{plain[1]!r}],"
        else:
            known = self.meaning[text]
            said = "" if known is None else None if known[1] is BAD else f"{self.key}:{encode(known[1])},"
        if said is None:
            self.has_wrong = True
            return None
        if len(text) <= _LONGEST_REMEMBERED:
            self[text] = said
        return said

    def forget(self) -> None:
        """Make room."""
        self.clear()

    def value(self, text: str) -> Any:
        """What a text says; None if it is empty."""
        if text not in self.meant:
            if len(self.meant) >= _MOST_REMEMBERED:
                self.meant.clear()
            said = self[text]
            self.meant[text] = json.loads(said[len(self.key) + 1 : -1]) if said else None
        return self.meant[text]

    def of(self, texts: list[str]) -> list[str | None]:
        """What the cells of a column say. What is noted of them stays until the next call."""
        if len(self) >= _MOST_REMEMBERED:
            self.forget()
        self.has_wrong = False
        if not isinstance(self.holds, Text):
            return list(map(self.__getitem__, texts))
        key = self.key
        if _are_as_they_stand("".join(texts), self.holds):
            return [f"{key}:{quoted(words)}," if (words := text.strip()) else "" for text in texts]
        return [self[text] if text else "" for text in texts]

    def meant_by(self, said: Sequence[str | None]) -> list[Any]:
        """The values of what cells say; None of empty ones, and of those that are not right."""
        if not any(said):
            return [None] * len(said)
        start = len(self.key) + 1
        found: list[Any] = json.loads(f"[{','.join([one[start:-1] or 'null' if one else 'null' for one in said])}]")
        return found


class _CoordinateParts(_Parts):
    """The same of a column of coordinates, of which each row has others."""

    def of(self, texts: list[str]) -> list[str | None]:
        pairs = plain_pairs(texts)
        return super().of(texts) if pairs is None else [f"{self.key}:[{one!r},{other!r}]," for one, other in pairs]


class _DateParts(_Parts):
    """The same of a column of dates, of which there are many. So what else is asked of a date is noted when its text is
    first seen: ``apart`` has the texts that the checks tell from dates that have passed, ``spelled`` those that are not
    written as they are meant, and ``new`` the dates that no plain row is known to have."""

    def __init__(self, meaning: ColumnMeaning, today: datetime.date) -> None:
        super().__init__(meaning)
        self.today = today
        self.apart: dict[str, object] = {}
        self.spelled: dict[str, str] = {}
        self.new: set[str] = set()

    def __missing__(self, text: str) -> str | None:
        said = super().__missing__(text)
        if said is not None and text:
            date = said[len(self.key) + 2 : -2]
            if not date or passed(date, self.today) is None:
                self.apart[text] = date
            if date != text:
                self.spelled[text] = date
            if date and date != OPEN:
                self.new.add(date)
        return said

    def forget(self) -> None:
        super().forget()
        self.apart.clear()
        self.spelled.clear()

    def classes(self, texts: list[str]) -> list[object]:
        """What the checks can tell of each date, if no other is in its row: nothing of one that has passed."""
        return list(map(self.apart.get, texts, map(bool, texts)))

    def dates(self, texts: list[str]) -> list[str]:
        """The dates that texts mean."""
        return list(map(self.spelled.get, texts, texts)) if self.spelled else texts

    def first_seen(self, texts: list[str]) -> set[str]:
        """Those of these dates that were not in a plain row before."""
        if not self.new:
            return self.new
        found = self.new.intersection(self.dates(texts))
        self.new -= found
        return found


def _are_as_they_stand(texts: str, holds: Text) -> bool:
    """True for texts of which the reader of their key finds nothing to say, and which mean themselves."""
    return (holds.prose or texts.isascii() or is_plain(texts)) and "\r" not in texts


class TableColumns:
    """How the columns of a table are read. ``places`` are the numbers of the columns of keys that are no keys within
    keys."""

    def __init__(self, header: TableHeader, today: datetime.date) -> None:
        self.header = header
        self.id = header.id
        self.width = header.width
        self.places = {meaning.key.value: index for index, meaning in header.columns}
        self.within: dict[str, list[ColumnMeaning]] = {key: group.columns for key, group in header.groups.items()}
        read = [meaning for _, meaning in header.columns if meaning.key.value not in ENDS]
        read += [column for columns in self.within.values() for column in columns]
        self._parts: dict[int, _Parts] = {}
        self._dates: dict[int, _DateParts] = {}
        for column in read:
            if isinstance(column.holds, DateText):
                self._parts[column.index] = self._dates[column.index] = _DateParts(column, today)
            else:
                of = _CoordinateParts if isinstance(column.holds, Coordinates) else _Parts
                self._parts[column.index] = of(column)
        self.dated = [index for index in self._dates if index in self.places.values()]
        self.referring = [part.meaning for part in self._parts.values() if may_refer(part.meaning.holds)]

    def parts(self, texts: list[list[str]]) -> dict[int, list[str | None]]:
        """What the cells of each column say, by its number; the columns of ends, and of the ids of nodes, apart."""
        return {index: parts.of(texts[index]) for index, parts in self._parts.items()}

    @property
    def wrong(self) -> list[int]:
        """The numbers of the columns with cells that are not right, of those that were read last."""
        return [index for index, parts in self._parts.items() if parts.has_wrong]

    def value(self, index: int, text: str) -> Any:
        """What a text says in a column; None if it is empty."""
        return self._parts[index].value(text)

    def values(self, index: int, said: Sequence[str | None]) -> list[Any]:
        """The values of what the cells of a column say; None of empty ones."""
        return self._parts[index].meant_by(said)

    def asked(self, keys: Collection[str]) -> tuple[list[int], list[int], list[int]]:
        """The numbers of the columns with dates under these keys, of all other columns under these keys, and of the
        rest."""
        dates: list[int] = []
        words: list[int] = []
        rest: list[int] = []
        outer = {column.index: key for key, columns in self.within.items() for column in columns}
        for index, parts in self._parts.items():
            is_asked = outer.get(index, parts.meaning.key.value) in keys
            (dates if is_asked and index in self._dates else words if is_asked else rest).append(index)
        return dates, words, rest

    def classes(self, index: int, texts: list[str]) -> list[object]:
        """What the checks can tell of each date in a column, if no other is in its row."""
        return self._dates[index].classes(texts)

    def dates(self, index: int, texts: list[str]) -> list[str]:
        """The dates in a column."""
        return self._dates[index].dates(texts)

    def all_dates(self, texts: list[list[str]]) -> set[str]:
        """The dates of rows, under keys that are no keys within keys."""
        return {date for index in self.dated for date in self.dates(index, texts[index])}.difference(("", OPEN))

    def first_seen(self, texts: list[list[str]]) -> set[str]:
        """Those that no plain row before had."""
        return {date for index in self.dated for date in self._dates[index].first_seen(texts[index])}


def may_refer(holds: Holds) -> bool:
    return isinstance(holds, Ref | CountryCode) or (isinstance(holds, ListOf) and may_refer(holds.item))


@dataclass(slots=True)
class RowSet:
    """Plain rows of a table, as columns: reading them one by one finds no mistake.

    ``numbers`` are those of the rows in their sheet; ``texts`` the cells of each column; ``parts`` what they say, by
    column. ``ids`` are the ids of nodes, ``starts`` and ``leads`` the ends of ties, those of symmetric ones in order.
    Rows of one shape have equal numbers in ``shapes``. ``new_dates`` are the dates that no plain row before had, if
    that is known. ``meant`` are the values of columns of which somebody has asked.
    """

    table: CsvTable
    columns: TableColumns
    sheet: Sheet
    numbers: Sequence[int]
    texts: list[list[str]]
    parts: dict[int, list[str]]
    ids: list[str]
    starts: list[str]
    leads: list[str]
    shapes: list[int]
    new_dates: Collection[str] | None = None
    meant: dict[int, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    def part(self, start: int, end: int) -> RowSet:
        """The rows from the number ``start`` to before ``end``."""
        return self if (start, end) == (0, len(self)) else self._cut(lambda column: column[start:end])

    def only(self, these: Sequence[object]) -> RowSet:
        """The rows at which ``these`` are true."""
        return self._cut(lambda column: list(compress(column, these)))

    def _cut(self, cut: Callable[[Sequence[Any]], Any]) -> RowSet:
        return replace(
            self,
            numbers=cut(self.numbers),
            texts=list(map(cut, self.texts)),
            parts={index: cut(column) for index, column in self.parts.items()},
            ids=cut(self.ids),
            starts=cut(self.starts),
            leads=cut(self.leads),
            shapes=cut(self.shapes),
            new_dates=None,
            meant={index: cut(values) for index, values in self.meant.items()},
        )

    def contents(self) -> FileContents:
        """The same rows, read one by one."""
        for number, cells in zip(self.numbers, zip(*self.texts, strict=True), strict=True):
            self.table.row(self.sheet, number, list(cells))
        return self.table.piece()

    def column(self, key: str) -> list[str]:
        """The cells of the column of a key; of a column that is not there, empty ones."""
        place = self.columns.places.get(key)
        return [""] * len(self) if place is None else self.texts[place]

    def dates(self, key: str) -> list[str]:
        """The dates under a key; empty texts where there is none."""
        place = self.columns.places.get(key)
        return [""] * len(self) if place is None else self.columns.dates(place, self.texts[place])

    def dates_to_note(self) -> Collection[str]:
        """All dates in the rows, or those that no plain row before had."""
        return self.columns.all_dates(self.texts) if self.new_dates is None else self.new_dates

    def said(self, key: str) -> list[str]:
        """What the cells of the column of a key say; empty if there is no such column."""
        place = self.columns.places.get(key)
        return [] if place is None else self.parts[place]

    def said_within(self, key: str) -> list[str]:
        """What each row says in the columns of keys within a key, as JSON."""
        parts = [self.parts[column.index] for column in self.columns.within.get(key, ())]
        if not parts:
            return [_NO_KEYS] * len(self)
        return [f"{{{said[:-1]}}}" for said in map("".join, zip(*parts, strict=True))]

    def value(self, key: str, text: str) -> Any:
        """What a text says in the column of a key; None if it is empty."""
        return self.columns.value(self.columns.places[key], text) if text else None

    def values(self, key: str) -> list[Any]:
        """What each row has under a key; None where there is nothing."""
        place = self.columns.places.get(key)
        return [None] * len(self) if place is None else self._meant(place)

    def values_within(self, key: str) -> Iterator[tuple[str, list[Any]]]:
        """The same for each key within a key."""
        for column in self.columns.within.get(key, ()):
            yield column.key.value, self._meant(column.index)

    def _meant(self, index: int) -> list[Any]:
        if index not in self.meant:
            self.meant[index] = self.columns.values(index, self.parts[index])
        return self.meant[index]

    def referring(self) -> Iterator[tuple[ColumnMeaning, Iterable[str]]]:
        """The columns in which rows refer to others, the ends of ties apart, and the different texts in each."""
        return ((column, dict.fromkeys(self.texts[column.index])) for column in self.columns.referring)

    def data(self, without: Collection[str] = ()) -> list[str]:
        """What each row says, as JSON: the data of its record, without these keys and the ends."""
        said = {
            meaning.key.value: self.parts[index]
            for index, meaning in self.columns.header.columns
            if meaning.key.value not in (*without, *ENDS, *_SHORT)
        }
        for key in self.columns.within:
            before = f"{encode(key)}:"
            said[key] = [f"{before}{texts}," if texts != _NO_KEYS else "" for texts in self.said_within(key)]
        declared = list(keys_of(self.columns.header.section.record).all)  # as the parser puts them
        in_order = sorted(said, key=declared.index)
        at = sum(declared.index(key) < declared.index("evidence") for key in in_order)
        behind = [[f",{text[:-1]}" if text else "" for text in said[key]] for key in in_order[at:]]
        columns = [*map(said.__getitem__, in_order[:at]), self._evidence(), *behind]
        return list(map("".join, zip(repeat("{"), *columns, repeat("}"), strict=False)))

    def _evidence(self) -> list[str]:
        """The evidence of each row, of one item or none."""
        places, none = self.columns.places, [""] * len(self)
        source, quote, by = (self.parts[places[key]] if key in places else none for key in _SHORT)
        alone = {one: _item(one, "", "") for one in set(source)}  # most rows have a source and nothing beside it
        return [
            _item(one, words, speaker) if words or speaker else alone[one]
            for one, words, speaker in zip(source, quote, by, strict=True)
        ]


def _item(source: str, quote: str, by: str) -> str:
    """The evidence of a row, from what its cells say."""
    if not source:
        return _NO_EVIDENCE
    return f'"evidence":[{{{source}{quote or _NO_QUOTE}{by[:-1] or _NOBODY}}}]'


_NO_KEYS = "{}"
_NO_EVIDENCE = '"evidence":[]'
_NO_QUOTE = '"quote":null,'
_NOBODY = '"by":null'

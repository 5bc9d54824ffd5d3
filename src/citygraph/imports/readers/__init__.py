"""Readers of foreign files: one module for each format. This folder is the list of formats.

A module has the name of its format (``edgelist``; ``node-link`` is ``node_link``), a docstring, and a function
``read(file, how)``, which yields the rows of a file as they stand. :mod:`citygraph.imports` gives the rows of all
formats their meaning. Only the module in use is imported.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, runtime_checkable

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean

Sort = Literal["node", "tie", "table"]


class ForeignRow(NamedTuple):
    """One row of a foreign file as it stands: the text of each column, empty if the row has none.

    ``line`` is the row's first line, from 1; in formats without lines it counts items. ``sort`` is what the format says
    about the row: a node, a tie between two nodes, or a row of a table, which can be either. The column ``id`` has the
    key of a node; ``source`` and ``target`` have the keys of a tie's ends. ``directed`` is None if the format does not
    say whether the edge has a direction.
    """

    line: int
    sort: Sort
    values: dict[str, str]
    directed: bool | None = None


class RowBlock:
    """Rows of a table that follow one another, and of which there is nothing to say: the ``names`` of their columns,
    and for each row its line and the texts of all its columns."""

    sort: Sort = "table"

    def __init__(self, names: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        self.names = names
        self.rows = rows

    def each(self) -> Iterator[ForeignRow]:
        """The rows, one by one."""
        return map(self.row, range(len(self.rows)))

    def row(self, index: int) -> ForeignRow:
        """One of the rows."""
        line, cells = self.rows[index]
        return ForeignRow(line, self.sort, dict(zip(self.names, cells, strict=True)))

    @cached_property
    def by_name(self) -> dict[str, tuple[str, ...]]:
        """The texts of each column."""
        return dict(zip(self.names, zip(*[cells for _, cells in self.rows], strict=True), strict=True))


class UnreadableRow(NamedTuple):
    """A row that cannot be read, with the reason. ``what`` is its text, if there is any to show."""

    line: int
    why: str
    what: str = ""


class LeftOut(NamedTuple):
    """A row that is left out on purpose: a title, a total, a note, the header again. ``what`` is its text. A title
    ``is_above`` the table: it may say what the rows are about. ``line`` is 0 for the title of a whole file."""

    line: int
    what: str
    why: str
    is_above: bool = False


TITLE_OF_ROWS = "title of the rows"
"""The name of the column of such titles, if the table has none of that name."""


class RowTitle(NamedTuple):
    """A text that stands alone in its row. It may be the title of the rows below, which have it in a column of its own,
    ``column``."""

    line: int
    what: str
    column: str


class Said(NamedTuple):
    """What a reader has seen in a file and the user should know, such as the line of the header."""

    line: int
    text: str


Item = ForeignRow | UnreadableRow | LeftOut | RowTitle | Said
"""A row, or what is to be said of one."""
Read = Item | RowBlock
"""What a reader yields: most rows of a table come in blocks."""


def one_by_one(items: Iterable[Read]) -> Iterator[Item]:
    """What a reader yields, row by row."""
    for item in items:
        if isinstance(item, RowBlock):
            yield from item.each()
        else:
            yield item


class ReadOptions(NamedTuple):
    """How to read a file: its ``encoding`` (None: detect it), whether a table has a ``header``, which ``sheet`` of a
    workbook (its name, or its number from 1), and ``at`` which list of a JSON file (``data.items``) the rows are.

    ``header_row`` is the line (in a workbook the row) of the header, ``delimiter`` the character between cells; None:
    the reader looks for them. ``columns`` are names of columns that the user has told of: the row that has one of them
    is the header. ``has_kind`` is True if the user says which kind the ties are. The reader calls ``has_read`` with the
    number of bytes or characters read since the last call, and ``says`` with a sentence about what it has seen and
    decided.
    """

    encoding: str | None = None
    header: bool = True
    has_read: Callable[[int], None] = lambda _: None
    says: Callable[[str], None] = lambda _: None
    sheet: str | None = None
    at: str | None = None
    header_row: int | None = None
    delimiter: str | None = None
    columns: frozenset[str] = frozenset()
    has_kind: bool = False


class Importer(Protocol):
    """A module of this folder. ``UNIT`` is what ``Row.line`` counts, and ``TAKES`` are the options about how files are
    written that it heeds."""

    UNIT: str
    TAKES: frozenset[str]

    @staticmethod
    def read(file: Path, how: ReadOptions) -> Iterator[Read]:
        """The rows of a file, and what is said of it. A file can be read several times.

        Raises:
            CityGraphError: if the file is not in this format at all.
        """


@runtime_checkable
class Database(Protocol):
    """A module of this folder whose files may have several tables, or several sheets."""

    @staticmethod
    def tables(file: Path) -> list[str]:
        """The names of the tables."""


def sources() -> list[str]:
    """The names of all formats, sorted."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))


def importer(name: str) -> Importer:
    """The module that reads a format.

    Raises:
        CityGraphError: if there is none with that name.
    """
    if name not in sources():
        hint = did_you_mean(name, sources()) or "one of: " + ", ".join(sources())
        raise CityGraphError(f"there is no format `{name}`; {hint}")
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")  # type: ignore[return-value]

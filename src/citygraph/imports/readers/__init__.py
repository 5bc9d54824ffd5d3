"""Readers of foreign files: one module for each format. This folder is the list of formats.

A module has the name of its format (``edgelist``; ``node-link`` is ``node_link``), a docstring, and a function
``read(file, how)``, which yields the rows of a file as they stand. :mod:`citygraph.imports` gives the rows of all
formats their meaning. Only the module in use is imported.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

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


class UnreadableRow(NamedTuple):
    """A row that cannot be read, with the reason."""

    line: int
    why: str


class ReadOptions(NamedTuple):
    """How to read a file: its ``encoding`` (None: detect it), and whether a table has a ``header``. The reader calls
    ``has_read`` with the number of bytes read since the last call."""

    encoding: str | None = None
    header: bool = True
    has_read: Callable[[int], None] = lambda _: None


class Importer(Protocol):
    """A module of this folder. ``UNIT`` is what ``Row.line`` counts."""

    UNIT: str

    @staticmethod
    def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
        """The rows of a file.

        Raises:
            CityGraphError: if the file is not in this format at all.
        """


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
        raise CityGraphError(f"there is no source `{name}`; {hint}")
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")  # type: ignore[return-value]

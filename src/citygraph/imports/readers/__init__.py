"""What people already have: one file for each sort of source, and this folder is the list of them.

A source is a module called as people ask for it (``edgelist``; ``node-link`` is ``node_link``), with a docstring (its
help) and a ``read(file, how)``, which gives the file's rows as they stand. What the rows mean, :mod:`citygraph.imports`
says for all of them alike. Only the one that is used is imported.
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


class Row(NamedTuple):
    """One row of a foreign file, as it stands: the text of each column, empty where there is none.

    ``line`` is where it begins, from 1; in formats without lines it counts items. ``sort`` is what the format says that
    it is: a node, a tie between two, or a row of a table, which can be either. A node's own key in the file is in the
    column ``id``; those of a tie's ends are in ``source`` and ``target``, and ``directed`` says which kind of edge it
    is where a format does.
    """

    line: int
    sort: Sort
    values: dict[str, str]
    directed: bool | None = None


class Broken(NamedTuple):
    """A row that cannot be read, and why."""

    line: int
    why: str


class How(NamedTuple):
    """How a file is to be read: its ``encoding`` (guessed if None), whether a table has a ``header``, and who is told
    of how many bytes more the work is done."""

    encoding: str | None = None
    header: bool = True
    has_read: Callable[[int], None] = lambda _: None


class Importer(Protocol):
    """A module of this folder. ``UNIT`` is what ``Row.line`` counts."""

    UNIT: str

    @staticmethod
    def read(file: Path, how: How) -> Iterator[Row | Broken]:
        """The rows of a file.

        Raises:
            CityGraphError: it is no such file at all.
        """


def sources() -> list[str]:
    """The names of all sources."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))


def importer(name: str) -> Importer:
    """The importer of a source.

    Raises:
        CityGraphError: there is none of that name.
    """
    if name not in sources():
        hint = did_you_mean(name, sources()) or "one of: " + ", ".join(sources())
        raise CityGraphError(f"there is no source `{name}`; {hint}")
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")  # type: ignore[return-value]

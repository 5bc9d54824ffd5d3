"""CSV, for DuckDB, pandas, R, Gephi, Neo4j, spreadsheets.

There are two tables, one of nodes and one of ties, which refer to nodes by their ids: ``cities.csv`` becomes
``cities.nodes.csv`` and ``cities.ties.csv``. Cells are quoted by RFC 4180. An empty cell is an unknown value.

Values are written unchanged, even if a spreadsheet would read them as a formula: see
:func:`citygraph.domain.names.is_formula`.
A warning counts such values.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from citygraph.domain.names import FORMULAS, is_formula
from citygraph.outputs.attributes import NODES, TIES, Attribute, Facts, Format, as_text
from citygraph.outputs.part import Part

FORMAT = Format("CSV", NODES, TIES, warns=(FORMULAS,), files=("nodes", "ties"), weights=True)


def write(part: Part, nodes: BinaryIO, ties: BinaryIO) -> None:
    """Write a part of a graph."""
    _table(part, nodes, ("id",), FORMAT.nodes, (((id,), facts) for id, facts in part.nodes()))
    _table(
        part, ties, ("id", "source", "target"), part.format.ties, (((*ends,), facts) for *ends, facts in part.ties())
    )


def _table(
    part: Part,
    out: BinaryIO,
    ids: tuple[str, ...],
    declared: tuple[Attribute, ...],
    rows: Iterable[tuple[tuple[str, ...], Facts]],
) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*ids, *(attribute.name for attribute in declared)])

    def cell(attribute: Attribute, facts: Facts) -> str:
        value = attribute.plain(facts)
        if isinstance(value, str) and is_formula(value):
            part.warn(FORMULAS)
        return "" if value is None else as_text(value)

    for first, facts in rows:
        writer.writerow([*first, *(cell(attribute, facts) for attribute in declared)])
    text.detach()

"""What is known, and what is missing? :mod:`citygraph.domain.expected` says what each record is expected to say."""

import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Unpack

from citygraph.domain.tie_words import label
from citygraph.folder.diagnostics import Where
from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import LIMIT, OF_NODE, Answer, Column, Parameter
from citygraph.questions.coverage.counts import Coverage, UnsaidFact, coverage_of, missing_in

PANEL = "Look after the data"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFact:
    """A ``field`` that a record does not say: its type (``of``), its ``id``, and how it is called; of a tie, how it
    reads. It ``said_unknown`` if its history says that the status is not known. ``command`` opens the record in an
    editor, or looks a city up in the gazetteer. ``file``, ``line`` and ``column`` (from 1) are its place."""

    of: str
    id: str
    name: str
    field: str
    said_unknown: bool
    command: str
    file: str | None
    line: int | None
    column: int | None


def coverage(asked: Asked, node: Annotated[str | None, OF_NODE] = None, **lens: Unpack[LensWords]) -> Answer[Coverage]:
    """What is known, and what is missing?

    For each type of record the fields that it should have: how many records say them, of how many. A status that is
    unknown is missing. `--missing` lists what is missing, with its place and the command to write it.

    [dim]citygraph coverage Jingdezhen[/dim]

    [dim]citygraph coverage --country Türkiye --missing --limit 20[/dim]
    """
    seen = asked.lens(**lens)
    here = None if node is None else asked.end_or_country(node)
    found = coverage_of(asked.view, here, seen)
    return Answer(found, COLUMNS, nothing="there is no such record", is_no=True)


def missing(
    asked: Asked,
    node: Annotated[str | None, OF_NODE] = None,
    *,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[MissingFact]:
    """What is missing: a row for each field that a record should have and does not say."""
    seen = asked.lens(**lens)
    here = None if node is None else asked.end_or_country(node)
    return Answer(
        lambda: _placed(asked, islice(missing_in(asked.view, here, seen), limit)),
        _missing_columns(asked.folder),
        limit=limit,
        count=lambda: sum(row.missing for row in coverage_of(asked.view, here, seen)),
        nothing="nothing is missing",
    )


INSTEAD = {
    Parameter("List what is missing, each with its place and the command to write it.", flag="--missing"): missing
}

_AT_ONCE = 1 << 10
"""How many places are looked up together."""


def _placed(asked: Asked, facts: Iterator[UnsaidFact]) -> Iterator[MissingFact]:
    """The rows, with their places in the files."""
    while some := list(islice(facts, _AT_ONCE)):
        wheres = [Where("tie" if fact.of == "post" else fact.of, fact.id) for fact in some]
        spans = asked.places(set(wheres))
        for fact, where in zip(some, wheres, strict=True):
            span = spans.get(where)
            yield MissingFact(
                of=fact.of,
                id=fact.id,
                name=_name(asked, fact),
                field=fact.field.field,
                said_unknown=fact.is_said_unknown,
                command=_command(fact, *asked.home("tie" if fact.of == "post" else fact.of, fact.id)),
                file=span and span.file,
                line=span and span.line,
                column=span and span.column,
            )


def _name(asked: Asked, fact: UnsaidFact) -> str:
    if fact.edge is None or fact.stage is None:
        return asked.name(fact.id)
    start, end, data = fact.edge
    reads = label(asked.kinds[data["kind"]], "out", fact.stage)
    return f"{asked.name(start)} {reads} {asked.name(end)}, {fact.stage.word}"


def _command(fact: UnsaidFact, folder: Path | None, id: str) -> str:
    """The command that writes a fact of a record that has this id in a folder. It needs no value, so that it works as
    it is."""
    does = "locate" if fact.field.is_in_gazetteer and fact.of == "city" else "edit"
    words = ["citygraph", does, id]
    if folder is not None and (folder != Path("graph") or "CITYGRAPH_GRAPH" in os.environ):
        words += ["--graph", str(folder)]
    return shlex.join(words)


# ------------------------------------------------------------------ words

_BAR = 20
"""Cells."""


def _share(row: Coverage) -> str:
    """In percent; all and nothing only if it is all or nothing."""
    percent = round(100 * row.share)
    if percent in (0, 100) and row.known not in (0, row.total):
        percent = 1 if percent == 0 else 99
    return f"{percent} %"


def _bar(row: Coverage) -> str:
    cells = int(_BAR * row.share)
    return "█" * cells + "░" * (_BAR - cells)


COLUMNS = (
    Column("of", lambda row: row.of, style="bold"),
    Column("field", lambda row: row.field),
    Column("known", lambda row: f"{row.known:,}", place="table"),
    Column("of all", lambda row: f"{row.total:,}", place="table"),
    Column("share", _share, place="table"),
    Column("", _bar, style="dim", place="table"),
    Column("unknown", lambda row: f"{row.said_unknown:,}" if row.said_unknown else "", place="table"),
    Column("known", lambda row: str(row.known), place="data"),
    Column("total", lambda row: str(row.total), place="data"),
    Column("missing", lambda row: str(row.missing), place="data"),
    Column("said unknown", lambda row: str(row.said_unknown), place="data"),
    Column("share", lambda row: f"{row.share:.4f}", place="data"),
)


def _missing_columns(folder: Path | None) -> tuple[Column, ...]:
    def place(row: MissingFact) -> str:
        return f"{(folder or Path()) / row.file}:{row.line}" if row.file else ""

    return (
        Column("record", lambda row: row.name, style="bold", place="table"),
        Column("missing", _missing, place="table"),
        # In a column of its own a place would be broken, and its line with it.
        Column("place", place, style="dim", place="below"),
        Column("", lambda row: row.command, place="below"),
        *_OF_MISSING,
    )


_OF_MISSING = (
    Column("of", lambda row: row.of, place="data"),
    Column("id", lambda row: row.id, place="data"),
    Column("name", lambda row: row.name, place="data"),
    Column("field", lambda row: row.field, place="data"),
    Column("said unknown", lambda row: "yes" if row.said_unknown else "", place="data"),
    Column("file", lambda row: row.file or "", place="data"),
    Column("line", lambda row: "" if row.line is None else str(row.line), place="data"),
    Column("command", lambda row: row.command, place="data"),
)


def _missing(row: MissingFact) -> str:
    return f"{row.field} (said to be unknown)" if row.said_unknown else row.field

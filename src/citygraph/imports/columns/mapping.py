"""How the rows of a file are read: the columns of each target, and how their cells are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat, takewhile
from typing import NamedTuple

from citygraph.domain.tie_rules import by_status
from citygraph.imports.columns.targets import ENDS, Shape, split
from citygraph.imports.readers import RowBlock
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.flow_directions import FlowDirection
from citygraph.imports.values.footnote_marks import marks_behind
from citygraph.imports.values.names import year_beside
from citygraph.imports.values.numbers import whole
from citygraph.imports.values.status_phrases import remarked, remarked_country
from citygraph.imports.values.yes_or_no import answer_or_digit

JOINED = "+"
"""Between the names of columns whose texts together are one value: ``--map key=Country+Code``."""
_BETWEEN_NOTES = "; "
_BETWEEN_STATUSES = " / "
"""So that two statuses of one row are none."""
ADDED_TO = frozenset({"notes", "aliases", "subject"})
"""Targets to which each of several columns adds; of others the first with a value counts."""
BESIDE_NAMES = "beside names"
"""In the place of a target: what stands beside the names of a row and says how its tie stands."""
_FIRST_AND_LAST = 2


class ColumnUse(NamedTuple):
    """One column of a file in the plan: its target (empty: it is not read), why, and its first values."""

    column: str
    target: str
    why: str
    samples: tuple[str, ...] = ()


class FlowColumn(NamedTuple):
    """The column that says in which direction a flow goes, and the direction whose rows are turned round."""

    column: str
    turned: FlowDirection


class PartOfRow:
    """What a row says about one of its nodes, about its tie or post (``facts``), or about its source (``row``). The
    names in ``dated`` columns may have a year behind them, which goes to the notes; in ``since`` columns it says since
    when the tie stands. The names in ``remarked_in`` columns may have words beside them that say how the tie stands."""

    def __init__(
        self, columns: Mapping[str, tuple[str, ...]], constants: Mapping[str, str], forms: CellForms,
        dated: tuple[str, ...] = (), since: tuple[str, ...] = (), remarked_in: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        if dated:
            columns = {**columns, "notes": columns.get("notes", ())}
        if since:
            columns = {**columns, "since": since}
        if remarked_in:
            columns = {**columns, BESIDE_NAMES: remarked_in}
        if asked := [column for column in columns.get("until", ()) if column in forms.asked_among_dates]:
            columns = {**columns, "status": (*columns.get("status", ()), *asked)}
        self.targets = (*columns, *(target for target in constants if target not in columns))
        self._readers = [
            _reader(target, columns.get(target, ()), constants.get(target, ""), forms, dated, since)
            for target in self.targets
        ]
        self._plain = [columns[target][0] for target in columns] if all(
            len(names) == 1 and JOINED not in names[0] and target not in constants and not _is_notes(target)
            for target, names in columns.items()
        ) and not (since or remarked_in or forms.asked) else None  # fmt: skip
        self._constants = tuple(constants[target] for target in self.targets if target not in columns)

    def texts(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The text of each target in a row."""
        get = values.get
        if self._plain is not None:
            return (*[get(column, "") for column in self._plain], *self._constants)
        return tuple([read(get) for read in self._readers])

    def texts_of_all(self, block: RowBlock) -> Iterable[tuple[str, ...]]:
        """The text of each target in each row of a block."""
        if self._plain is None:
            return (self.texts(row.values) for row in block.each())
        if not self.targets:
            return repeat((), len(block.rows))
        columns, number = block.by_name, len(block.rows)
        constants = (repeat(text, number) for text in self._constants)
        return zip(*[columns.get(name, repeat("", number)) for name in self._plain], *constants, strict=True)


Get = Callable[[str, str], str]


def _is_notes(target: str) -> bool:
    return target.rpartition(".")[2] == "notes"


_EAST_ASIAN = re.compile("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]*")


def between_parts(parts: Sequence[str]) -> str:
    """What stands between the parts of a name: nothing in Chinese, Japanese and Korean, else a space."""
    return "" if all(map(_EAST_ASIAN.fullmatch, parts)) else " "


def _reader(
    target: str,
    columns: tuple[str, ...],
    constant: str,
    forms: CellForms,
    dated: tuple[str, ...],
    since: tuple[str, ...],
) -> Callable[[Get], str]:
    def joined(get: Get, spec: str) -> str:
        if not (text := get(spec, "")) and JOINED in spec:
            parts = [get(name.strip(), "") for name in spec.split(JOINED)]
            if target == "key":  # codes of smaller and smaller places: a province has no number of a town
                return " ".join(filter(None, parts)) if parts[0] else ""
            parts = [forms.value(part) for part in parts]
            if target in forms.date_order:  # a year, a month and a day: what is not known is empty, or 0
                return "-".join(takewhile(lambda part: part.strip("0"), map(whole, parts)))
            between = between_parts(parts) if target == "name" else " "
            if target == "name" and len(parts) > _FIRST_AND_LAST:  # not all have a second first name, or family name
                return between.join(filter(None, parts)) if parts[0] and any(parts[1:]) else ""
            return between.join(parts) if all(parts) else ""
        return text

    if target == BESIDE_NAMES:
        notes = {mark: note for (_, mark), note in forms.footnotes.items()}
        return lambda get: _BETWEEN_NOTES.join(
            phrase for column in columns
            for phrase in _beside(get(column, ""), notes, column in forms.remarked_countries)
        )  # fmt: skip
    if target == "since" and since:
        return lambda get: (
            next((found[1] for column in since if (found := year_beside(get(column, "")))), "") or constant
        )
    if _is_notes(target):  # in notes, each text follows the name of its column
        return lambda get: (
            _BETWEEN_NOTES.join([
                *(f"{column}: {text}" for column in columns if (text := forms.value(get(column, "")))),
                *(f"{column}: {found[1]}" for column in dated if (found := year_beside(get(column, "")))),
            ]) or constant
        )  # fmt: skip
    if target == "status" and forms.asked:
        asked, dated_too = forms.asked, forms.asked_among_dates
        return lambda get: _BETWEEN_STATUSES.join(dict.fromkeys(
            status for column in columns
            if (status := _status_said(get(column, ""), asked.get(column), forms, column in dated_too))
        )) or constant  # fmt: skip
    if target == "until" and forms.asked_among_dates:
        return lambda get: next(
            (text for column in columns if (text := joined(get, column)) and forms.value(text)
             and (column not in forms.asked_among_dates or answer_or_digit(text) is None)), "") or constant  # fmt: skip
    if target in ADDED_TO and len(columns) > 1:
        return lambda get: (
            _BETWEEN_NOTES.join(dict.fromkeys(text for column in columns if (text := forms.value(joined(get, column)))))
            or constant
        )
    if len(columns) == 1 and not constant:
        only = columns[0]
        return lambda get: joined(get, only)
    return lambda get: (
        next((text for column in columns if (text := joined(get, column)) and forms.value(text)), "") or constant
    )


def _status_said(text: str, asked: str | None, forms: CellForms, has_dates: bool) -> str:
    """What the cell of a column says of the status: under a header that is one itself, a *yes* means that. There a *no*
    says only of a tie that holds that it is open how it stands."""
    if asked is None:
        return forms.value(text, "status")
    said = answer_or_digit(text)
    if said is None:
        return "" if has_dates else forms.value(text, "status")
    return asked if said else text if by_status(asked).is_plain else ""


def _beside(text: str, notes: Mapping[str, str], is_country: bool) -> tuple[str, ...]:
    """What stands beside a name, or in the note to which its mark leads, and says how the tie stands."""
    found = remarked_country(text) if is_country else remarked(text)
    led = tuple(notes[mark] for mark in marks_behind(text) if mark in notes) if notes else ()
    return (*(found.phrases if found else ()), *led)


@dataclass(frozen=True)
class ColumnMapping:
    """How to read rows of one shape: the columns of each target, of which the first with a value counts; constants for
    targets without a value; how the cells are written; the plan, column by column; and what was decided, in words. It
    ``may_be_empty`` if it is for a further partner of a row that has room for several. ``flow`` is the column that says
    in which direction a row goes. ``cut`` are the columns whose cells are lists, each with the sign between its texts:
    a row stands for one with each of them. ``unread_statuses`` are the words for statuses, by the column that is not
    read and has them among other texts. ``status_of_list`` is what a title says of all ties whose cells say nothing."""

    shape: Shape
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    forms: CellForms = field(default_factory=CellForms)
    uses: tuple[ColumnUse, ...] = ()
    said: tuple[str, ...] = ()
    may_be_empty: bool = False
    flow: FlowColumn | None = None
    cut: Mapping[str, str] = field(default_factory=dict)
    unread_statuses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    status_of_list: str = ""

    def reads(self, column: str) -> bool:
        """Whether a column has a target."""
        return any(use.column == column and use.target for use in self.uses)

    def is_kept(self, column: str) -> bool:
        """Whether a column goes to notes, where each text stays."""
        return any(column in names for target, names in self.columns.items() if _is_notes(target))

    @cached_property
    def parts(self) -> dict[str, PartOfRow]:
        """What a row says, by what it is about: the prefixes of the nodes, ``facts`` and ``row``."""
        found: dict[str, tuple[dict[str, tuple[str, ...]], dict[str, str]]] = {
            about: ({}, {}) for about in (*ENDS[self.shape], "facts", "row")
        }
        for target, columns in self.columns.items():
            about, inner = split(target, self.shape)
            found[about][0][inner] = columns
        for target, text in self.constants.items():
            about, inner = split(target, self.shape)
            found[about][1][inner] = text
        beside = [
            tuple(column for target in sorted(targets) for column in self.columns.get(target, ()))
            for targets in (
                self.forms.dated - self.forms.since,
                self.forms.since,
                self.forms.remarked | {target for target, _ in self.forms.footnotes},
            )
        ]
        return {
            about: PartOfRow(*both, self.forms, *(beside if about == "facts" else ())) for about, both in found.items()
        }

    @property
    def taken(self) -> set[str]:
        """The columns that are read."""
        specs = {column for columns in self.columns.values() for column in columns}
        return specs | {name.strip() for spec in specs for name in spec.split(JOINED)}

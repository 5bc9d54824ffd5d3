"""The plan of a file in the making: what the user has said of its columns, what is found for each target, and what is
still open. The rooms of a plan fill it in, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.imports.asking import Question
from citygraph.imports.columns.claims import Claim
from citygraph.imports.columns.coordinates import LETTER_O
from citygraph.imports.columns.mapping import JOINED, ColumnUse
from citygraph.imports.columns.survey import Survey
from citygraph.imports.columns.targets import ENDS, FIGURES, Shape, split
from citygraph.imports.columns.years import YEARS
from citygraph.imports.options import FileOptions
from citygraph.imports.readers import Sort
from citygraph.imports.values import names
from citygraph.imports.values.calendars import Calendar
from citygraph.imports.values.dates import First
from citygraph.imports.values.numbers import DecimalSign
from citygraph.imports.values.yes_or_no import YES_MEANS
from citygraph.imports.year_columns import YearColumn

Rows = Callable[[], Iterable[Mapping[str, str]]]
"""Reads the rows of the file again."""
LOOKED_AT = 100_000
"""How many rows are looked at to see on what a column depends."""
SHOWN = 3
"""How many rows a question shows."""
_OF_NAMES = (*ENDS["tie"], "name", "key", "id", "type")
"""What the user says something of who says which columns name the things in a row."""


@dataclass(slots=True)
class PlanJob:
    """What the plan of a file is made from. ``where`` is the file's name in messages; ``sort`` is what its format says
    about the rows; ``type`` is that of its nodes, ``has_type`` and ``has_kind`` are True if the user has named it, or
    the kind of its ties, and ``kinds`` is the vocabulary."""

    where: str
    survey: Survey
    sort: Sort
    said: FileOptions
    type: str
    has_type: bool
    has_kind: bool
    kinds: Vocabulary
    rows: Rows
    date_order: First | None
    decimal: DecimalSign | None
    calendar: Calendar = ""
    is_alone: bool = True
    """True if no other file is imported with this one."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """The columns whose values are ids of another file, and the name of that file."""
    persons_of: str = ""
    """The name of another file that has ids of this one under the name of persons."""
    called: Sequence[str] = ()
    """What the file, its sheet and its folder are called, and the title that the user gives the source."""

    def type_option(self, type: str) -> str:
        """What the user says to give the nodes of this file a type. An option would hold for all files."""
        return f"--type {type}" if self.is_alone else f"in {Path(self.where).stem}.import.yaml, type: {type}"

    def set_option(self, target: str, text: str) -> str:
        """What the user says to give all rows of this file a value."""
        if self.is_alone:
            return f"--set {target}={text}"
        return f"in {Path(self.where).stem}.import.yaml, set: {{{target}: {text}}}"


class OpenCodes(NamedTuple):
    """A column of codes that may be those of parts of a country ``of``, in which the towns of a column lie; ``why``
    says what speaks against countries."""

    column: str
    towns: str
    of: str
    why: str


class Draft:
    """A plan in the making. ``found`` has the columns of each target, ``uses`` what becomes of each column, ``says``
    what was decided, in words, and ``questions`` what stays open. ``claims`` are what the other columns seem to be."""

    def __init__(self, job: PlanJob) -> None:
        self.job = job
        self.columns = job.survey.columns
        self.questions: list[Question] = []
        self.uses: dict[str, ColumnUse] = {}
        self.found: dict[str, list[str]] = {}
        self.spread: list[str] = []
        """The columns of several partners, or of several officials, side by side."""
        self.by_header: dict[str, dict[str, str]] = {}
        """By the column of an official, where several stand side by side: what its header says of the post."""
        self.beside: dict[str, list[Claim]] = {}
        """By the number of a partner: the columns about it, or about the tie with it."""
        self.of_partner: dict[str, dict[str, tuple[str, ...]]] = {}
        """By the column of a partner: the targets of the columns about it."""
        self.shared: set[str] = set()
        """Columns that are a part of a key, and may be something else, too."""
        self.says: list[str] = []
        self.years: list[YearColumn] = []
        """The columns of years that stand side by side, with ``property``, what their figures are of."""
        self.property = job.said.set.get(YEARS, "")
        self.dates_in_parts: dict[str, list[str]] = {}
        """By the column of a year: the columns of the month and the day that are of the same date."""
        of_targets = {
            target: text for target, text in job.said.set.items() if target not in (YEARS, LETTER_O, YES_MEANS)
        }
        self.said = replace(job.said, set=of_targets)
        self.constants = dict(self.said.set)
        self.claims: list[Claim] = []
        self.open_codes: list[OpenCodes] = []
        """Columns of codes that may be those of countries, or of parts of one."""
        self.cut: dict[str, str] = {}
        """The columns whose cells are lists, as the file itself shows, each with the sign between its texts."""
        self.references: set[str] = set()
        """The columns whose values are ids of other rows of the file."""
        self.shape: Shape = "node"
        self.strange_types: frozenset[str] = frozenset()
        """The words in a column of types that are not understood, beside names of no town that GeoNames knows."""
        self.flow = ""
        """The column that says in which direction a flow goes."""

    @property
    def targets(self) -> set[str]:
        """The targets that have a column, or a value for all rows."""
        return {*self.found, *self.said.set}

    @property
    def are_rows_said(self) -> bool:
        """True if the user says what each row is: the type of things, the kind of ties, or what names them."""
        return self.job.has_type or self.job.has_kind or not self.said.things_said.isdisjoint(_OF_NAMES)

    @property
    def spread_target(self) -> str:
        """The target of the columns that stand side by side."""
        if self.shape != "tie":
            return "name"
        return "to" if self.references.issuperset(self.spread) else "to.name"

    @property
    def type(self) -> str:
        """The type of nodes of which nothing else is said."""
        return self.said.set.get("type", self.job.type)

    @property
    def kind(self) -> Kind | None:
        """The kind of all ties that the user names; None if there is none of that name."""
        said = self.said.set.get("kind") or self.said.kind_of_ties
        ids = self.job.kinds.called(said) if said else ()
        return self.job.kinds[ids[0]] if len(ids) == 1 else None

    def is_there(self, spec: str) -> bool:
        """True if the file has the column, or all columns, that the user maps."""
        return spec in self.columns or (JOINED in spec and all(name in self.columns for name in self.names_in(spec)))

    def names_in(self, spec: str) -> list[str]:
        """The columns of which the user maps one, or several together."""
        return [spec] if spec in self.columns else [name.strip() for name in spec.split(JOINED)]

    def use(self, name: str, target: str, why: str) -> None:
        """Note what becomes of a column."""
        self.uses[name] = ColumnUse(name, target, why, self.columns[name].first())

    def take(self, claim: Claim, target: str) -> None:
        """Give a column to a target. Notes may come from further columns than those that the user names."""
        if target in self.said.map and target.rpartition(".")[2] != "notes":
            return
        self.found.setdefault(target, []).append(claim.column)
        if claim.column in self.shared:
            target = f"{self.uses[claim.column].target}, {target}"
        self.use(claim.column, target, claim.why)

    def column_of(self, side: str) -> str:
        """The column that names an end; empty if none does."""
        if side == "to" and self.spread:
            return self.spread[0]
        for target in (f"{side}.name", side, *(t for t in self.found if t.startswith(f"{side}.identifiers."))):
            if names := self.found.get(target):
                return names[0] if names[0] in self.columns else ""
        return ""

    def is_of_an_end(self, name: str) -> bool:
        """True if a column tells of one of the ends of a tie."""
        return any(name in names and split(target, "tie")[0] in ENDS["tie"] for target, names in self.found.items())

    @property
    def has_value(self) -> bool:
        """True if rows have figures of ties."""
        return any(target.startswith(f"{FIGURES}.") for target in self.targets) or any(
            claim.inner == "observations.value" for claim in self.claims
        )

    @property
    def titles_name_places(self) -> bool:
        """True if titles are like ``Mayor of Lyon``."""
        named = {claim.column for claim in self.claims if claim.inner == "title"}
        named |= {name for name in self.said.map.get("title", ()) if name in self.columns}
        return any(self.columns[name].share(names.title_and_place) >= 0.5 for name in named)

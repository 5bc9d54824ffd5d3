"""Questions, one file each; this folder is the list of them.

A question is a module with a ``PANEL`` (its panel in ``--help``) and a function of the module's name. The function's
first parameter is the :class:`~citygraph.graph.asked.Asked` graph. Each other parameter is annotated with a
:class:`Parameter`. If a lens may narrow the question, the function takes ``**lens``. Its docstring is the help. It
returns an :class:`Answer`, or a :class:`Report` if the answer is more than its rows. It never prints and never loads.

The function gives the command, the method of :class:`~citygraph.world.World`, the JSON Schema of the answer and the
options in ``docs/cli.md``. A module may also have

- ``INSTEAD``: other functions that the same command calls, each by the parameter that chooses it;
- ``FLAGS``: options of the command alone, each with its help. They change how an answer is shown: ``count`` (only how
  many rows), ``exit_code`` (1 if there is a row), or a layout that ``render/<question>.py`` draws;
- ``STATES``: the arguments of a command that compares two states of the graph; the function takes the state ``before``;
- ``FORMATS``: the formats of the answer, if they are not the usual ones;
- ``FILE``: the option of a file that a whole answer is written to, which ``FILES`` of ``render/<question>.py`` makes.
  The suffix of the file says which of ``FORMATS``.

If columns are not enough for a table, ``render/<question>.py`` draws it.

A question's algorithm is a plain function beside it: of a graph, a lens and ids. Other modules call that function,
never the question. Modules that are no questions (``measures``, and names that begin with ``_``) have no ``PANEL``.

The command reads the annotations when it is made, so these modules have no ``from __future__ import annotations``.
A field whose name ends in an underscore (``from_``) loses it in JSON and tables.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from citygraph.domain.tie_rules import Standing

Row = TypeVar("Row", covariant=True)
Data = TypeVar("Data", covariant=True)
Naming = Callable[[str], str]
"""From the id of a record to its name for people."""


class Column(NamedTuple):
    """One column: its title, and the text of a row in it. A table shows it in a rich ``style``.

    ``place`` is where the column appears: everywhere; only in ``data`` (tsv, csv); only in a ``table``; or only in a
    table, on lines of its own ``below`` the row, for long texts. An ``optional`` column is left out if it is empty in
    all rows. ``lit`` gives the parts of a text, by where they start and end, that a table lights up.
    """

    title: str
    cell: Callable[[Any], str]
    style: str = ""
    place: Literal["both", "data", "table", "below"] = "both"
    optional: bool = False
    lit: Callable[[Any], Iterable[tuple[int, int]]] | None = None


class Parameter:
    """How the command line shows a parameter of a question.

    ``flag`` is its option, if that is not the name in Python. ``names`` says which names completion offers for it;
    ``choices`` are the words that it may be. If a parameter is true or false and has a ``word``, that word after its
    flag sets it: ``--by country``. ``least`` is the smallest number allowed. ``shown_default`` is the default that the
    help shows. If a text ``has_words``, a user may type these as several arguments.
    """

    __slots__ = ("choices", "flag", "has_words", "help", "least", "metavar", "names", "shown_default", "word")

    def __init__(
        self,
        help: str,
        metavar: str | None = None,
        *,
        flag: str | None = None,
        names: Literal["node", "source", "any", "reason", "country", "section"] | None = None,
        choices: tuple[str, ...] = (),
        word: str | None = None,
        least: int | None = None,
        shown_default: str | None = None,
        has_words: bool = False,
    ) -> None:
        self.help, self.metavar, self.flag, self.names = help, metavar, flag, names
        self.choices, self.word, self.least, self.shown_default = choices, word, least, shown_default
        self.has_words = has_words

    @property
    def spelled(self) -> str:
        """The parameter as a user types it: ``--all``, ``--by country``, ``SOURCE``."""
        return " ".join(filter(None, (self.flag or self.metavar, self.word)))


Formats = tuple[tuple[str, ...], str]
"""The formats of an answer, the first one for people; and the help for them."""
TABULAR = ("table", "tsv", "csv", "json")
FORMATS: Formats = (TABULAR, "table, tsv, csv or json; by default a table in a terminal, tsv in a pipe.")
BY_COUNTRY = Parameter(
    "Countries in place of the nodes in them, with the ties between them.", "country", flag="--by", word="country"
)
LIMIT = Parameter("At most N of them.", "N", least=0)
OF_NODE = Parameter(
    "Only those of this node; a country stands for all that lies in it, a region for its parts.", "NAME", names="node"
)
NODE = Parameter("An id, name, alias or identifier, in any spelling.", "NAME", names="node")


class WrongOption(Exception):
    """Parameters that do not go together. ``option`` is the one to leave out or to add, as on the command line."""

    def __init__(self, option: str, why: str) -> None:
        super().__init__(f"{option}: {why}")
        self.option, self.why = option, why


class Answer(Generic[Row]):
    """Rows, and the remarks that a reader needs beside them.

    ``rows`` is a sequence, or a function that finds the rows anew each time the answer is read. The answer gives at
    most ``limit`` of them; all if it is None. ``count`` gives the number of rows without a limit, if that costs less
    than reading them. If the rows are ties, ``standings`` gives the number of rows by how these stand. ``columns`` lay
    the rows out. ``remarks`` are sentences for people. ``nothing`` is the sentence if there are no rows; that is a *no*
    if ``is_no``. The answer ``is_partial`` if something could not be read: then no rows do not mean that there is
    nothing. ``hint_if_slow`` is a remark for an answer that took long.
    """

    def __init__(
        self,
        rows: Sequence[Row] | Callable[[], Iterable[Row]],
        columns: Sequence[Column],
        *,
        limit: int | None = None,
        count: Callable[[], int] | None = None,
        standings: "Callable[[], Mapping[Standing, int]] | None" = None,
        nothing: str = "",
        is_no: bool = False,
        is_partial: bool = False,
        remarks: Sequence[str] = (),
        hint_if_slow: str = "",
    ) -> None:
        self.rows, self.columns, self.limit, self.count, self.standings = rows, columns, limit, count, standings
        self.nothing, self.is_no, self.remarks, self.hint_if_slow = nothing, is_no, remarks, hint_if_slow
        self.is_partial = is_partial

    def __iter__(self) -> Iterator[Row]:
        return islice(self.rows() if callable(self.rows) else self.rows, self.limit)

    def __len__(self) -> int:
        return self.total if self.limit is None else min(self.total, self.limit)

    def __getitem__(self, index: int) -> Row:
        return list(self)[index]

    @property
    def total(self) -> int:
        """The number of rows without a limit."""
        if self.count is not None:
            return self.count()
        return sum(1 for _ in self.rows()) if callable(self.rows) else len(self.rows)


class Report(Answer[Row], Generic[Row, Data]):
    """An answer that is more than its rows: ``data`` is the whole answer, and what JSON shows."""

    def __init__(
        self,
        data: Data,
        rows: Sequence[Row] | Callable[[], Iterable[Row]],
        columns: Sequence[Column],
        **more: Any,
    ) -> None:
        super().__init__(rows, columns, **more)
        self.data = data


if not TYPE_CHECKING:  # so that a type checker still knows each name

    def __getattr__(name: str) -> Any:
        """The module of a question, imported when it is asked for."""
        from importlib import import_module

        if name.startswith("__"):
            raise AttributeError(name)
        return import_module(f"{__name__}.{name}")

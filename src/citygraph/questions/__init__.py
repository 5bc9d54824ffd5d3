"""Questions, one file each; this folder is the list of them.

A question is a module with a ``PANEL`` (the panel of ``--help`` that it stands in) and a function of the module's name.
The function's first parameter is the :class:`~citygraph.graph.asked.Asked` graph; each other parameter is annotated
with a :class:`Parameter`; ``**lens`` is there where a lens may narrow the question. The docstring is the help. The
function gives an :class:`Answer`, or a :class:`Report` if the answer is more than its rows. It never prints and never
loads.

From that come the command, the method of :class:`~citygraph.world.World`, the JSON Schema of the answer and the
options in ``docs/cli.md``. A module may also have

- ``INSTEAD``: other functions that the same command asks, each by the parameter that chooses it;
- ``FLAGS``: options of the command alone, each with its help. They change how an answer is shown: ``count`` (only how
  many rows), ``exit_code`` (1 if there is a row), or a layout that ``render/<question>.py`` draws;
- ``STATES``: the arguments of a command that compares two states of the graph; the function takes the one ``before``;
- ``FORMATS``: the formats of the answer, where they are not the usual ones.

Where columns are not enough for a table, ``render/<question>.py`` draws it.

A question's algorithm is a plain function beside it: of a graph, a lens and ids. Other modules call that, never the
question. Those other than questions (``measures``, and what begins with ``_``) have no ``PANEL``.

The annotations are read when the command is made, so these modules do without ``from __future__ import annotations``.
A field that ends in an underscore (``from_``) is called without it where it leaves Python.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

Row = TypeVar("Row", covariant=True)
Data = TypeVar("Data", covariant=True)
Naming = Callable[[str], str]
"""From the id of a record to what people call it."""


class Column(NamedTuple):
    """One column: its title, and a row's text in it. In a table it is drawn in a rich ``style``.

    ``place`` is where it appears: everywhere; only in ``data`` (tsv, csv); only in a ``table``; or only in a table, on
    lines of its own ``below`` the row, for what is long. An ``optional`` one goes where no row has anything in it.
    """

    title: str
    cell: Callable[[Any], str]
    style: str = ""
    place: Literal["both", "data", "table", "below"] = "both"
    optional: bool = False


class Parameter:
    """What people are told of a parameter of a question.

    ``flag`` is its option, if that is not called as in Python. ``names`` says what a name typed there may mean, for
    completion; ``choices`` the words that it may be. A parameter that is true or false and has a ``word`` is set by
    that word after its flag: ``--by country``. ``least`` is the smallest number allowed; ``shown_default`` what the
    help says it is if it is left out.
    """

    __slots__ = ("choices", "flag", "help", "least", "metavar", "names", "shown_default", "word")

    def __init__(
        self,
        help: str,
        metavar: str | None = None,
        *,
        flag: str | None = None,
        names: Literal["node", "source", "any", "reason"] | None = None,
        choices: tuple[str, ...] = (),
        word: str | None = None,
        least: int | None = None,
        shown_default: str | None = None,
    ) -> None:
        self.help, self.metavar, self.flag, self.names = help, metavar, flag, names
        self.choices, self.word, self.least, self.shown_default = choices, word, least, shown_default

    @property
    def spelled(self) -> str:
        """How a person gives a parameter that chooses another question: ``--all``, ``--by country``, ``SOURCE``."""
        return " ".join(filter(None, (self.flag or self.metavar, self.word)))


Formats = tuple[tuple[str, ...], str]
"""The formats that an answer can be written in, the first one for people; and what the help says of them."""
TABULAR = ("table", "tsv", "csv", "json")
FORMATS: Formats = (TABULAR, "table, tsv, csv or json; else a table in a terminal, tsv in a pipe.")
BY_COUNTRY = Parameter(
    "Countries in place of what lies in them, with the ties between them.", "country", flag="--by", word="country"
)
LIMIT = Parameter("At most N of them.", "N", least=0)
NODE = Parameter("An id, name, alias or identifier, in any spelling.", "NAME", names="node")


class WrongOption(Exception):
    """Parameters that do not go together. ``option`` is the one to leave out or to add, as the command line has it."""

    def __init__(self, option: str, why: str) -> None:
        super().__init__(f"{option}: {why}")
        self.option, self.why = option, why


class Answer(Generic[Row]):
    """Rows, and what a person must know beside them.

    ``rows`` are there already, or a function finds them anew each time that the answer is read. At most ``limit`` of
    them are given, all if it is None; ``count`` tells how many there are without a limit, where that costs less than
    to read them. ``columns`` lay them out. ``remarks`` are for people, and so is ``nothing``: what it means that there
    are no rows, which is a *no* if ``is_no``. ``hint_if_slow`` is for those who had to wait.
    """

    def __init__(
        self,
        rows: Sequence[Row] | Callable[[], Iterable[Row]],
        columns: Sequence[Column],
        *,
        limit: int | None = None,
        count: Callable[[], int] | None = None,
        nothing: str = "",
        is_no: bool = False,
        remarks: Sequence[str] = (),
        hint_if_slow: str = "",
    ) -> None:
        self.rows, self.columns, self.limit, self.count = rows, columns, limit, count
        self.nothing, self.is_no, self.remarks, self.hint_if_slow = nothing, is_no, remarks, hint_if_slow

    def __iter__(self) -> Iterator[Row]:
        return islice(self.rows() if callable(self.rows) else self.rows, self.limit)

    def __len__(self) -> int:
        return self.total if self.limit is None else min(self.total, self.limit)

    def __getitem__(self, index: int) -> Row:
        return list(self)[index]

    @property
    def total(self) -> int:
        """How many rows there are without a limit."""
        if self.count is not None:
            return self.count()
        return sum(1 for _ in self.rows()) if callable(self.rows) else len(self.rows)


class Report(Answer[Row], Generic[Row, Data]):
    """An answer that is more than its rows: ``data`` is all of it, and what JSON has."""

    def __init__(
        self,
        data: Data,
        rows: Sequence[Row] | Callable[[], Iterable[Row]],
        columns: Sequence[Column],
        **more: Any,
    ) -> None:
        super().__init__(rows, columns, **more)
        self.data = data


if not TYPE_CHECKING:  # a type checker shall know each name

    def __getattr__(name: str) -> Any:
        """The module of a question, imported when it is asked for."""
        from importlib import import_module

        if name.startswith("__"):
            raise AttributeError(name)
        return import_module(f"{__name__}.{name}")

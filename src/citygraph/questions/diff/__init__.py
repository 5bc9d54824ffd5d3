"""What has become known, or is known otherwise? :mod:`citygraph.questions.diff.changes` says what a change is."""

from typing import Unpack

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import FORMATS as USUAL
from citygraph.questions import Formats, Naming, Parameter, Report
from citygraph.questions.diff.changes import Change, changes_between
from citygraph.questions.diff.words import FieldRow, by_field, data_columns, summary

PANEL = "Change"
FLAGS = {"exit_code": "Exit with 1 if something has changed."}
FORMATS: Formats = (
    (*USUAL[0], "markdown"),
    "table, tsv, csv, json, or markdown for a pull request; else a table in a terminal, tsv in a pipe.",
)
STATES = (
    Parameter("A git revision or a folder; HEAD if left out.", "A"),
    Parameter("The same; the graph folder as it is if left out.", "B"),
)
"""The arguments of the command, which opens a world for each: the one ``before``, and the one that is asked."""


class Diff(Report[FieldRow, list[Change]]):
    """What has changed: ``data`` by change, the rows by field; ``naming`` knows the names of both sides."""

    naming: Naming


def diff(asked: Asked, before: Asked, **lens: Unpack[LensWords]) -> Diff:
    """What has become known, or is known otherwise, from A to B?

    Ties added, ended, suspended; who took or left a post; new sources; field by field. Where a record stands in which
    file is no change. Alone: what would I commit?

    [dim]citygraph diff HEAD~1[/dim]

    [dim]citygraph diff main...HEAD --format markdown[/dim]
    """

    def naming(id: str) -> str:
        return next((name for name in (asked.name(id), before.name(id)) if name != id), id)

    changes = changes_between(before.view, asked.view, _lens(asked, before, lens))
    what = f"{before.folder} → {asked.folder}: {summary(changes) or 'nothing has changed'}"
    answer = Diff(changes, list(by_field(changes)), data_columns(naming), remarks=[what])
    answer.naming = naming
    return answer


def _lens(asked: Asked, before: Asked, words: LensWords) -> Lens:
    """What the lens names may be there only before."""
    try:
        return asked.lens(**words)
    except CityGraphError as error:
        try:
            return before.lens(**words)
        except CityGraphError:
            raise error from None

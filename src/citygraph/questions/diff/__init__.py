"""What has changed from one state of the graph to another? :mod:`citygraph.questions.diff.changes` defines a change."""

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
    "table, tsv, csv, json, or markdown for a pull request; by default a table in a terminal, tsv in a pipe.",
)
STATES = (
    Parameter("A git revision or a folder; HEAD if left out.", "A"),
    Parameter("The same; the graph folder as it is if left out.", "B"),
)
"""The arguments of the command. It opens a world for each: the one ``before``, and the one that answers."""


class Diff(Report[FieldRow, list[Change]]):
    """The changes: in ``data`` one by one, in the rows field by field. ``naming`` knows the names of both sides."""

    naming: Naming


def diff(asked: Asked, before: Asked, **lens: Unpack[LensWords]) -> Diff:
    """What has changed in the graph from A to B?

    Ties that were added, ended or suspended; posts taken and left; new sources; field by field. A record that only
    moves to another file has not changed. Without A and B: what would I commit?

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
    """The lens. A name in it may be known only to the state before."""
    try:
        return asked.lens(**words)
    except CityGraphError as error:
        try:
            return before.lens(**words)
        except CityGraphError:
            raise error from None

"""What has changed from one state of the graph to another? :mod:`citygraph.questions.diff.changes` defines a change."""

from collections.abc import Iterator
from typing import Unpack

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.completed import Completed
from citygraph.questions import FORMATS as USUAL
from citygraph.questions import Formats, Naming, Parameter, Report
from citygraph.questions.diff.changes import Change, changes_between
from citygraph.questions.diff.words import FieldRow, by_field, data_columns, summary

PANEL = "Change"
FLAGS = {"exit_code": "Exit with 1 if something has changed, or if a file cannot be read."}
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
    """The changes: in ``data`` one by one, in the rows field by field. ``naming`` knows the names of both sides.
    ``unread`` says which files cannot be read, a sentence for each side that has any."""

    naming: Naming
    unread: tuple[str, ...]


def diff(asked: Asked, before: Asked, **lens: Unpack[LensWords]) -> Diff:
    """What has changed in the graph from A to B?

    Ties that were added, ended or suspended; posts taken and left; new sources; field by field. A record that only
    moves to another file has not changed. Without A and B: what would I commit?

    [dim]citygraph diff HEAD~1[/dim]

    [dim]citygraph diff main...HEAD --format markdown[/dim]
    """
    completed = asked.completed_by(before)
    completed_before = before.completed_by(asked, (*completed.stand, *completed.unknown))
    new, old = completed.state, completed_before.state

    def naming(id: str) -> str:
        return next((name for name in (new.name(id), old.name(id)) if name != id), id)

    changes = changes_between(old.view, new.view, _lens(new, old, lens))
    unread = (*_unread(asked, before, completed), *_unread(before, asked, completed_before))
    nothing = "nothing has changed in what can be read" if unread else "nothing has changed"
    what = f"{before.folder} → {asked.folder}: {summary(changes) or nothing}"
    answer = Diff(
        changes, list(by_field(changes)), data_columns(naming), remarks=[what, *unread], is_partial=bool(unread)
    )
    answer.naming, answer.unread = naming, unread
    return answer


def _unread(asked: Asked, other: Asked, completed: Completed) -> Iterator[str]:
    here, there = asked.folder, other.folder
    if files := completed.stand:
        it = "it" if len(files) == 1 else "them"
        yield f"{_names(files)} cannot be read in {here}; what {there} says in {it} stands for {it}"
    if files := completed.unknown:
        it = "it" if len(files) == 1 else "them"
        yield f"{_names(files)} can be read neither in {here} nor in {there}: what has changed in {it} is not known"


def _names(files: tuple[str, ...]) -> str:
    return ", ".join(files[:3]) + (f" and {len(files) - 3} more" if len(files) > 3 else "")


def _lens(asked: Asked, before: Asked, words: LensWords) -> Lens:
    """The lens. A name in it may be known only to the state before."""
    try:
        return asked.lens(**words)
    except CityGraphError as error:
        try:
            return before.lens(**words)
        except CityGraphError:
            raise error from None

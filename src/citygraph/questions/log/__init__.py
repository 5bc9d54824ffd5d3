"""Which commits changed what the graph says of a thing? Answered from the git repository of the graph folder."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Unpack

from citygraph.domain.errors import CityGraphError
from citygraph.domain.terms import NODE_TYPES
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.resolve import UnknownName
from citygraph.questions import LIMIT, Column, Parameter, Report
from citygraph.questions.diff.changes import Change
from citygraph.questions.diff.words import FieldRow, by_field, data_columns

if TYPE_CHECKING:
    from citygraph.questions.log.commits import Log


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A commit that changed what the files say of the subject, and its changes. ``date`` is that of the author. Date
    and author are None if git cannot tell them from the commit."""

    commit: str
    date: str | None
    author: str | None
    subject: str
    changes: tuple[Change, ...]


PANEL = "Change"
LogRow = tuple[LogEntry, FieldRow]
"""A commit, and one field that it changed."""


def log(
    asked: Asked,
    what: Annotated[str, Parameter("A node or a source by any of its names, or a tie by its id.", "NAME", names="any")],
    *,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Report[LogRow, tuple[LogEntry, ...]]:
    """Which commits changed what the graph says of it?

    The newest commit comes first, each with its date, its author and its changes.

    [dim]citygraph log Jingdezhen[/dim]

    [dim]citygraph log sister-city.iznik.jingdezhen[/dim]
    """
    from citygraph.folder.revisions import Repository
    from citygraph.questions.log.commits import Subject, log_of

    seen, unknown = asked.lens(**lens), None
    try:
        id = asked.resolve(what, (*NODE_TYPES, "source", "tie"))
    except UnknownName as error:  # a record that is in no file any more goes by its id
        id, unknown = what, error
    _, *ends = id.split(".")
    if asked.folder is None:
        raise CityGraphError("only a graph from the files of one folder has a log; name one --graph")
    with Repository(asked.folder) as repository:
        found = log_of(repository, Subject(id, tuple(ends)), asked.view, seen, language=asked.language)
    if unknown and not found.entries:
        raise unknown
    entries = found.entries[:limit]
    return Report(
        entries,
        [(entry, row) for entry in entries for row in by_field(entry.changes)],
        [*(_of_entry(name) for name in ("commit", "date", "author", "subject")), *_of_change(asked)],
        remarks=tuple(_remarks(found, len(entries), through_a_lens=not seen.is_empty)),
    )


def _remarks(found: "Log", shown: int, *, through_a_lens: bool) -> Iterator[str]:
    if shown < len(found.entries):
        yield f"{shown} of {len(found.entries)} shown"
    if found.unread:
        commits = ", ".join(commit.id[:10] for commit in found.unread[:3])
        more = f" and {len(found.unread) - 3} more" if len(found.unread) > 3 else ""
        yield f"{commits}{more}: a file cannot be read there; the log uses its version before"
    if found.cut_off:
        first = (found.cut_off.date or found.cut_off.id)[:10]
        yield f"this clone has no commits before {first}; `git fetch --unshallow` brings them"
    if not found.entries and not found.cut_off:
        through = " through this lens" if through_a_lens else ""
        yield f"no commit mentions it{through}; `citygraph diff` shows what is not committed yet"


def _of_entry(name: str) -> Column:
    return Column(name, lambda row: getattr(row[0], name) or "")


def _of_change(asked: Asked) -> Iterator[Column]:
    for column in data_columns(asked.name):
        yield column._replace(cell=_of_second(column))


def _of_second(column: Column) -> Callable[[LogRow], str]:
    return lambda row: column.cell(row[1])

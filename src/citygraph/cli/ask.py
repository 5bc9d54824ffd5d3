"""``ask``: the questions that a folder keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citygraph.cli.completion import complete_question, if_asked
from citygraph.cli.messages import NO, fail, warn, warn_of_formulas
from citygraph.cli.options import Format, Graph, NoCache, format_of
from citygraph.cli.pager import paged
from citygraph.cli.plain_numbers import PlainNumbers
from citygraph.cli.worlds import ReadAlready, read_world, warn_if_broken
from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean
from citygraph.questions import Column

if TYPE_CHECKING:
    from citygraph.store.saved_questions import SavedQuestion
    from citygraph.world import World

PANEL = "Ask"


class _ThenAnother(PlainNumbers):
    """A command whose own options stand before its argument. What stands behind it is for the question."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.context_settings = {**self.context_settings, "allow_interspersed_args": False}


COMMAND_CLASS = _ThenAnother


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question that the folder keeps, and the place of its name."""

    name: str
    sentence: str
    command: str
    file: str
    line: int


def ask(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME [OPTION …]]",
            help="The name of a question, and more options for it. Without a name, the questions are listed.",
            autocompletion=if_asked(complete_question),
            show_default=False,
        ),
    ] = None,
    graph: Graph = None,
    format: Format = None,
    no_cache: NoCache = False,
) -> None:
    """Ask a question that the graph folder keeps, by its name.

    Questions that come back stand under `questions` in a file of the folder, each with a name, a sentence and a command
    line. docs/format.md shows how to write them, and `check` looks at them.

    [dim]citygraph ask[/dim]

    [dim]citygraph ask sister-cities-of-jingdezhen[/dim]

    [dim]citygraph ask sister-cities-of-jingdezhen --format json[/dim]
    """
    name, *more = words or [""]
    before = [*(["--graph", str(graph)] if graph else []), *(["--format", format] if format else [])]
    more = [*before, *(["--no-cache"] if no_cache else []), *more]
    folder, is_cached = _folder_in(more), "--no-cache" not in more
    try:
        world = read_world(folder, cache=is_cached)
    except CityGraphError as error:
        raise fail(str(error)) from None
    if not name:
        _list(world, format_of(format))
        return
    question = _called(world, name)
    command, *arguments = _words(world, question)
    group: Any = context.parent
    asks = group.command.get_command(group, command)
    end = arguments.index("--") if "--" in arguments else len(arguments)  # behind it nothing is an option
    line, read = [*arguments[:end], *more, *arguments[end:]], ReadAlready(folder, is_cached, world)
    with asks.make_context(command, line, parent=group, obj=read) as inner:
        asks.invoke(inner)


def _folder_in(options: Sequence[str]) -> Path | None:
    """The graph folder that options name; of several that are asked as one, the first keeps the question."""
    for option, value in pairwise([*options, ""]):
        if option == "--graph" and value:
            return Path(value)
        if option.startswith("--graph="):
            return Path(option.removeprefix("--graph="))
    return None


def _called(world: "World", name: str) -> "SavedQuestion":
    """The question of a name."""
    kept = {question.id: question for question in reversed(world.saved_questions())}
    if name not in kept:
        hint = did_you_mean(name, kept) or ("`citygraph ask` lists the questions" if kept else _HOW)
        warn_if_broken(world, _BROKEN)
        raise fail(f"{world.folder} keeps no question `{name}`; {hint}", code=NO)
    return kept[name]


def _words(world: "World", question: "SavedQuestion") -> list[str]:
    """The words of the command line of a question."""
    from citygraph.questions._command_line import NotUnderstood, understood, words_of

    try:
        understood(question.command)
        return words_of(question.command)
    except NotUnderstood as error:
        at = question.at_command
        where = f"{world.folder / at.file}:{at.line}: `{question.id}`"
        raise fail(f"{where}: {error}", *([f"  {error.hint}"] if error.hint else [])) from None


_BROKEN = "; `citygraph check` shows them"
_HOW = "docs/format.md, Questions, shows how to write one"


def _list(world: "World", format: str) -> None:
    """List the questions of a folder."""
    from citygraph.render.tables import write_rows

    rows: dict[str, KeptQuestion] = {}
    for one in world.saved_questions():
        rows.setdefault(one.id, KeptQuestion(one.id, one.sentence, one.command, one.at_id.file, one.at_id.line))
    with paged():
        warn_of_formulas(write_rows(rows.values(), _COLUMNS, format))
    if not rows:
        warn_if_broken(world, _BROKEN)
        warn(f"{world.folder} keeps no questions; {_HOW}")
        raise typer.Exit(NO)


_COLUMNS = [
    Column("name", lambda row: row.name, style="bold"),
    Column("what it answers", lambda row: " ".join(row.sentence.split()), place="table"),
    Column("sentence", lambda row: row.sentence, place="data"),
    Column("command", lambda row: f"citygraph {' '.join(row.command.split())}", style="dim", place="below"),
    Column("command", lambda row: row.command, place="data"),
    Column("file", lambda row: row.file, place="data"),
    Column("line", lambda row: str(row.line), place="data"),
]

"""The command `add`, with a subcommand for each type of record. Its options are made from what a record can hold."""

import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citygraph.cli.completion import complete_country, complete_from, complete_kind, complete_node, complete_source
from citygraph.cli.messages import error_exit
from citygraph.cli.options import GRAPH, option
from citygraph.cli.worlds import open_world
from citygraph.cli.write import AnywayOption, DryRunOption, write_draft
from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import CountryCode, Ref, Status
from citygraph.domain.terms import STATED
from citygraph.editing.fields import ADDED, OF_A_NEW_SOURCE, RecordField, fields_of

if TYPE_CHECKING:
    from citygraph.editing.draft import FolderDraft
    from citygraph.editing.given import Given
    from citygraph.world import World

PANEL = "Write"
COMMANDS = ("add",)

_SOURCE = "Its source"
_RECORD = "The record"


def add() -> None:
    """Add a record: a tie, a city, an official, an event, an organization, a country or a source.

    Each has options of its own: `citygraph add tie --help`. In a terminal you are asked for what is missing.

    What is there already is not added once more: its record gets what is new, above all the evidence.

    [dim]citygraph add city Kütahya --country TR --source article[/dim]

    [dim]citygraph add tie --kind sister-city --between Iznik Jingdezhen --since 2021 --source article[/dim]
    """


_HELP = {
    "tie": """Add a tie between two nodes, or evidence to the one that is there.

    Its ends are names or ids. Its kind is an id or a term of a register: `citygraph kinds` lists them.

    [dim]citygraph add tie --kind sister-city --between Iznik Jingdezhen --since 2021 --source article[/dim]

    [dim]citygraph add tie --kind delegation --from Iznik --to Osh --on 2026-05 --source
    https://example.org/news --title "A visit to Osh" --quote "…"[/dim]
    """,
    "city": """Add a city, or a district, county or province that signs in its own name.

    [dim]citygraph add city Kütahya --country Türkiye --name tr=Kütahya --source article[/dim]
    """,
    "country": """Add a country or territory, as a source names it. A city needs none: `--country` takes its code.

    [dim]citygraph add country Bulgaria --iso BG[/dim]
    """,
    "official": """Add an official, with a public post.

    If the official is there already, --id says so, and the post is added.

    [dim]citygraph add official "Chen Kelong" --post Mayor --of Jingdezhen --seen 2025 --source article[/dim]
    """,
    "organization": """Add a council, company, brand, network, project or initiative.

    [dim]citygraph add organization "Town Council of Iznik" --type council --country TR[/dim]
    """,
    "event": """Add a dialogue, expo, fair or holiday, or a series of them.

    [dim]citygraph add event "Iznik Tile Fair 2026" --type fair --when 2026-09 --country TR[/dim]
    """,
    "source": """Add a source: an article, a register, a report.

    WHAT is its title, its web address or a file. Nothing is fetched; the digest of a file is noted.

    [dim]citygraph add source https://example.org/news --title "A visit to Osh" --published 2026-05-02[/dim]
    """,
}


def _command(type: str) -> Callable[..., None]:
    """The subcommand for a type of record: a function with the signature that typer reads."""
    fields = fields_of(type)

    def run(**words: Any) -> None:
        graph, dry_run, anyway = words.pop("graph"), words.pop("dry_run"), words.pop("anyway")
        from citygraph.editing.adding import add_record

        given = _given(type, fields, words)
        agreed, despite = _shown, None
        if sys.stdin.isatty() and sys.stdout.isatty():
            from citygraph.cli.asking import agree, ask, is_incomplete

            world = _world(graph)
            if is_incomplete(world, given, anyway=anyway):
                given = ask(world, given)

                def agreed(draft: "FolderDraft") -> bool:
                    return _shown(draft) and agree("write it?")

                def despite() -> bool:
                    return agree("write it anyway?", default=False)

        write_draft(graph, lambda draft: add_record(draft, given), dry_run, anyway, agreed, despite)

    shown = [
        *([] if type == "tie" else [_name_argument(type)]),
        *map(_option, sorted(fields.values(), key=_place)),
        *([] if type == "source" else _of_the_source()),
        *_of_the_record(type),
        option("dry_run", DryRunOption, False),
        option("anyway", AnywayOption, False),
        GRAPH,
    ]
    run.__doc__ = _HELP[type]
    run.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]  # what typer reads
    run.__annotations__ = {one.name: one.annotation for one in shown}
    return run


_FIRST = ("kind", "between", "from", "to", "title", "post", "of")


def _place(field: RecordField) -> int:
    """Where an option stands in the help: what names the record first."""
    return _FIRST.index(field.option) if field.option in _FIRST else len(_FIRST)


def _given(type: str, fields: Any, words: dict[str, Any]) -> "Given":
    from citygraph.editing.given import Given

    texts = {one: words.get(_parameter(one)) for one in fields}
    values = {
        one: [text] if isinstance(text, str) else list(text)
        for one, text in texts.items()
        if text not in (None, (), [])
    }
    of_source = {} if type == "source" else {key: words[key] for key in OF_A_NEW_SOURCE if words[key] is not None}
    rest = {key: words.get(key) or "" for key in ("name_", "id", "file", "source", "quote", "by")}
    name = rest.pop("name_")
    untagged = [text for text in values.get("name", ()) if "=" not in text]
    if not name and len(untagged) == 1:  # `--name Lille` can mean nothing else
        name = untagged[0]
        values["name"] = [text for text in values["name"] if text != name]
    return Given(type, name, values, of_source=of_source, **rest)


def _world(graph: Path | None) -> "World":
    try:
        return open_world(graph)
    except CityGraphError as error:
        raise error_exit(error, None) from None


def _shown(draft: "FolderDraft") -> bool:
    """Show in a terminal what is to be written."""
    if sys.stdout.isatty():
        for file, lines in draft.new_lines().items():
            typer.echo("\n".join([f"{file}:", *lines]))
    return True


# ------------------------------------------------------------------ what typer is shown


def _parameter(option: str) -> str:
    """The name of a parameter: the words of Python are none."""
    return option.replace("-", "_") + ("_" if option == "from" else "")


def _option(field: RecordField) -> inspect.Parameter:
    is_pair = field.option == "between"
    shown = typer.Option(
        f"--{field.option}",
        metavar="A B" if is_pair else field.metavar,
        help=field.help,
        autocompletion=_completion(field),
        show_default=False,
    )
    type: Any = tuple[str, str] if is_pair else list[str] if field.several else str
    return option(_parameter(field.option), Annotated[type | None, shown])


def _completion(field: RecordField) -> Callable[[str], Any] | None:
    match field.holds:
        case Ref(types) if types == ("source",):
            return complete_source
        case Ref():
            return complete_node
        case CountryCode():
            return complete_country
        case Status():
            return complete_from(STATED)
    return complete_kind if field.option == "kind" else None


def _name_argument(type: str) -> inspect.Parameter:
    what = "Its title, its web address or a file." if type == "source" else "Its usual English name."
    metavar = "[WHAT]" if type == "source" else "[NAME]"
    return option("name_", Annotated[str | None, typer.Argument(metavar=metavar, help=what, show_default=False)])


def _text(flag: str, metavar: str, help: str, panel: str, complete: Callable[[str], Any] | None = None) -> Any:
    shown = typer.Option(
        f"--{flag}", metavar=metavar, help=help, rich_help_panel=panel, autocompletion=complete, show_default=False
    )
    return option(flag, Annotated[str | None, shown])


def _of_the_source() -> list[inspect.Parameter]:
    """What can be given of the source of a record."""
    which = "The source that says so: its id or title; or a web address or a file, which becomes a new source."
    fields = fields_of("source")
    return [
        _text("source", "SOURCE", which, _SOURCE, complete_source),
        _text("quote", "TEXT", "Its words.", _SOURCE),
        _text("by", "WHO", "Who says so in the source.", _SOURCE, complete_node),
        *(_text(key, fields[key].metavar, f"Of a new source: {_lower(fields[key].help)}", _SOURCE)
          for key in OF_A_NEW_SOURCE),
    ]  # fmt: skip


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _of_the_record(type: str) -> list[inspect.Parameter]:
    made = "made of its kind and ends" if type == "tie" else "made of its title" if type == "source" else "of its name"
    return [
        _text("id", "ID", f"The id of the record, if not the one {made}; or that of the record to add to.", _RECORD),
        _text("file", "FILE", "Where it is written, if not where the like stands.", _RECORD),
    ]


SUBCOMMANDS = {"add": {type: _command(type) for type in ADDED}}

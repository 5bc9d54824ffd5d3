"""Write into docs/cli.md what the commands declare: the options of a lens, and the arguments and options of each.

python scripts/cli_options.py
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from citygraph.cli._index import INDEX
from citygraph.cli.app import app

PAGE = Path(__file__).parents[1] / "docs/cli.md"
_BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- /table -->)", re.DOTALL)
_EVERYWHERE = {"--graph", "--no-cache", "--lang", "--help"}
_LENS = "Lens: which part to look at"
_USUAL_FORMATS = "table, tsv, csv or json; by default"


def _commands() -> Iterator[tuple[str, Any]]:
    commands: Any = get_command(app)
    for name in INDEX:
        yield name, commands.commands[name]


def _lens() -> str:
    rows = ["| option | looks at |", "| --- | --- |"]
    path = next(command for name, command in _commands() if name == "path")
    return "\n".join(rows + [f"| {_flag(one)} | {_help(one)} |" for one in path.params if _is_of_lens(one)])


def _all() -> str:
    rows = ["| command | what it answers or does | arguments and options |", "| --- | --- | --- |"]
    for name, command in _each():
        usage = " ".join([name, *(one.make_metavar(None).strip("{}") for one in _arguments(command))])
        lens = "" if any(map(_is_of_lens, command.params)) else "No lens. "
        own = "<br>".join(f"{_flag(one)} {_help(one)}" for one in command.params if _is_told(one))
        rows.append(f"| `{_cell(usage)}` | {_first_line(name, command)} | {lens}{own} |")
    return "\n".join(rows)


def _each() -> Iterator[tuple[str, Any]]:
    """All commands, and those that stand in a group."""
    for name, command in _commands():
        if not hasattr(command, "commands"):
            yield name, command
        for word, one in getattr(command, "commands", {}).items():
            yield f"{name} {word}", one


def _first_line(name: str, command: Any) -> str:
    return INDEX[name][2] if name in INDEX else command.help.split("\n\n")[0]


def _arguments(command: Any) -> list[Any]:
    return [one for one in command.params if one.param_type_name == "argument"]


def _is_of_lens(parameter: Any) -> bool:
    return getattr(parameter, "rich_help_panel", None) == _LENS


def _is_told(parameter: Any) -> bool:
    """True for what is a command's own: not the lens, not what all commands have."""
    usual = "--format" in parameter.opts and _USUAL_FORMATS in parameter.help
    return not (_is_of_lens(parameter) or usual or _EVERYWHERE & set(parameter.opts))


def _flag(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{_cell(_bare(parameter.make_metavar(None)))}`"
    metavar = "" if parameter.is_flag else f" {parameter.metavar or ''}"
    return f"`{_cell(', '.join(sorted(parameter.opts, key=len)))}{_cell(metavar.rstrip())}`"


def _bare(metavar: str) -> str:
    """The name of an argument, without the signs around one that may be left out."""
    metavar = metavar.strip("{}")
    return metavar[1:-1] if metavar.startswith("[") and metavar.endswith("]") else metavar


def _help(parameter: Any) -> str:
    default = parameter.show_default if isinstance(parameter.show_default, str) else ""
    if parameter.show_default is True and parameter.default not in (None, False, ()):
        default = str(parameter.default)
    return _cell(parameter.help + (f" ({default} if not given.)" if default else ""))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


_TABLES = {"lens": _lens, "commands": _all}


def page(text: str) -> str:
    """The page with the tables as they are now."""
    return _BLOCK.sub(lambda block: f"{block[1]}{_TABLES[block[2]]()}\n{block[3]}", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

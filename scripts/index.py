"""Write src/citygraph/cli/_index.py: each command's module, its panel of ``--help`` and the first line of its help.

Questions are found in ``questions/``, other commands in ``cli/``. A command keeps its place in the list, which is that
in ``--help``; a new one comes last in its panel, and may be moved by hand.

python scripts/index.py
"""

import importlib
import inspect
import keyword
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import citygraph.cli
import citygraph.questions
from citygraph.cli._index import INDEX

TARGET = Path(citygraph.cli.__file__).with_name("_index.py")
Entry = tuple[str, str, str]


def found() -> dict[str, Entry]:
    """All commands, by name."""
    entries = {}
    for package in (citygraph.questions, citygraph.cli):
        for one in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(one.name)
            if hasattr(module, "PANEL"):
                for name, function in _commands(module):
                    line = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
                    entries[name] = (module.__name__, module.PANEL, line)
    return entries


def _commands(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The commands of a module: the function of a question; those that another module lists as its own."""
    names = getattr(module, "COMMANDS", (module.__name__.rpartition(".")[2],))
    for name in names:
        yield name, getattr(module, f"{name}_" if keyword.iskeyword(name) else name)


def index() -> str:
    """The text of the index."""
    entries = found()
    names = [name for name in INDEX if name in entries]
    for name in sorted(entries.keys() - INDEX.keys()):
        panel = [position for position, other in enumerate(names) if entries[other][1] == entries[name][1]]
        names.insert(panel[-1] + 1 if panel else len(names), name)
    lines = []
    for name in names:
        fields = "".join(f"        {_quoted(field)},\n" for field in entries[name])
        lines.append(f"    {_quoted(name)}: (\n{fields}    ),\n")
    return (
        '"""All commands: module, panel and first line of the help, in the order of ``--help``. '
        'Written by scripts/index.py.\n\nSo that the list costs no import of any of them."""\n\n'
        f"INDEX = {{\n{''.join(lines)}}}\n"
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


if __name__ == "__main__":
    TARGET.write_text(index(), encoding="utf-8")

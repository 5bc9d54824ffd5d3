"""What ``citygraph init`` writes: one of the commented folders of ``starters/``, or the example world."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.folder.files import clear_away
from citygraph.folder.journal import finish, replace_together
from citygraph.folder.locks import only_writer
from citygraph.folder.parser import builtin_vocabulary
from citygraph.folder.schema import schema_text


def start(folder: Path, starter: str) -> list[str]:
    """Write a folder to start from, all of it or nothing, and return the names of its files. It changes no file that
    exists. ``starter`` is the name of a folder in ``starters/``, or ``example``.

    Raises:
        CityGraphError: if the folder exists and is not empty, or if it cannot be written.
    """
    with only_writer(folder):
        finish(folder)
        clear_away(folder)
        refuse_if_in_use(folder)
        files = _files(starter)
        files["schema.json"] = schema_text(builtin_vocabulary().values())
        replace_together(folder, {name: text.encode() for name, text in files.items()})
    return list(files)


def refuse_if_in_use(folder: Path) -> None:
    """See that a folder is empty, or does not exist.

    Raises:
        CityGraphError: if it is not empty, or cannot be read.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise CityGraphError(f"{folder} exists and is not empty; nothing was written")
    except OSError as error:
        raise CityGraphError(f"{folder}: {error.strerror}") from None


def _files(starter: str) -> dict[str, str]:
    """The texts of the files of a starter, by name. The example world lies in the package in a wheel, and at the
    repository's top in a checkout."""
    package = resources.files("citygraph")
    folder: Traversable = package / "folder/starters" / starter
    if starter == "example":
        folder = package / "example"
        if not folder.is_dir():
            folder = Path(__file__).parents[3] / "graph"
    files = sorted((file for file in folder.iterdir() if file.name != "schema.json"), key=lambda file: file.name)
    return {file.name: file.read_text(encoding="utf-8") for file in files}

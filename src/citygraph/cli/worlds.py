"""Opens the graph folder that a command is about."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.messages import warn
from citygraph.domain.languages import language_of_locale, name_in

if TYPE_CHECKING:
    from citygraph.world import World


_kept: dict[tuple[Path | None, bool], "World"] = {}


def keep_for_next(world: "World", folder: Path | None, *, cache: bool) -> None:
    """Keep a world that is read already for the command that is run next, about the same folder."""
    _kept[folder, cache] = world


def read_world(folder: Path | None, *, cache: bool) -> "World":
    """The world of a graph folder. A progress bar shows if reading it takes long.

    Raises:
        CityGraphError: if there is no such folder.
    """
    if (folder, cache) in _kept:
        return _kept.pop((folder, cache))
    from citygraph.render.progress import Bar
    from citygraph.world import World, find_folder

    with Bar() as bar:
        world = World(find_folder(folder), cache=cache, report=bar)
    for remark in world.remarks:
        warn(remark)
    return world


def open_world(folder: Path | None, *, cache: bool = True) -> "World":
    """Open the graph folder, and warn in a line if it has errors.

    Raises:
        CityGraphError: if there is no such folder.
    """
    world = read_world(folder, cache=cache)
    warn_if_broken(world, "; `citygraph check` shows them")
    return world


def speak(world: "World", language: str | None, *, for_people: bool) -> None:
    """Let the answers of a world name nodes in a language. If none is asked for, answers for people in a terminal are
    in the language of the locale."""
    if language is None:
        if for_people and sys.stdout.isatty():
            world.language = language_of_locale(os.environ)
        return
    world.language = language
    if not language:
        return
    languages = world.languages()
    if name_in(language, dict.fromkeys(languages, language)) is None:
        others = ", ".join(languages)
        warn(
            f"no record has a name in `{language}`, so these are the names that the records have first"
            + (f"; there are names in {others}" if others else "")
        )


def warn_if_broken(world: "World", hint: str = "") -> None:
    """Warn in a line if a world has errors."""
    if world.errors:
        errors = "an error" if world.errors == 1 else f"{world.errors} errors"
        rest = "this answers from the rest" if world.files else "and no file of it was read, so nothing is known of it"
        warn(f"{world.folder} has {errors}, {rest}{hint}")

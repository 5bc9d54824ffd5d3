"""Opens the graph folder that a command is about."""

from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.messages import warn

if TYPE_CHECKING:
    from citygraph.world import World


def read_world(folder: Path | None, *, cache: bool) -> "World":
    """The world of a graph folder. A progress bar shows if reading it takes long.

    Raises:
        CityGraphError: if there is no such folder.
    """
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


def warn_if_broken(world: "World", hint: str = "") -> None:
    """Warn in a line if a world has errors."""
    if world.errors:
        errors = "an error" if world.errors == 1 else f"{world.errors} errors"
        rest = "this answers from the rest" if world.files else "and no file of it was read, so nothing is known of it"
        warn(f"{world.folder} has {errors}, {rest}{hint}")

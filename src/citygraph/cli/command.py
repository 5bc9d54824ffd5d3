"""Commands that read a graph folder and are no questions.

Such a command is a function of ``world``; of ``lens`` (words), if a lens may narrow it; and of ``format``, if it writes
rows. :func:`about_a_world` gives typer the options for these, and turns errors of the library into exit codes.
"""

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from citygraph.cli.messages import error_exit
from citygraph.cli.options import GRAPH, LENS, NO_CACHE, format_of, format_option
from citygraph.cli.worlds import open_world
from citygraph.domain.errors import CityGraphError

if TYPE_CHECKING:
    from citygraph.world import World


def about_a_world(function: Callable[..., None]) -> Callable[..., None]:
    """Make a command of a function of ``world``, and perhaps of ``lens`` and ``format``: see the module."""
    own = inspect.signature(function).parameters
    lens = LENS if "lens" in own else ()
    formats = (format_option(),) if "format" in own else ()

    @functools.wraps(function)
    def command(**given: Any) -> None:
        folder, no_cache = given.pop("graph"), given.pop("no_cache")
        if lens:
            given["lens"] = {one.name: value for one in lens if (value := given.pop(one.name))}
        if formats:
            given["format"] = format_of(given["format"])
        world: World | None = None
        try:
            world = open_world(folder, cache=not no_cache)
            function(world=world, **given)
        except CityGraphError as error:
            raise error_exit(error, world) from None

    shown = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in own.items()
        if name not in ("world", "lens", "format")
    ]
    shown += [*lens, GRAPH, *formats, NO_CACHE]
    command.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]  # what typer reads
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in shown}
    return command

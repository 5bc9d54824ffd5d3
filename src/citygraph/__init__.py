"""Plain-text knowledge for city diplomacy: ties between cities, each with its source, as YAML in a git repository.

>>> import citygraph
>>> world = citygraph.open("graph")
>>> world.path("Iznik", "Osh").data.length
2
>>> world.graph
<networkx.classes.multidigraph.MultiDiGraph object at ...>
>>> world.diagnostics
()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.domain.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.world import World

__all__ = ["__version__", "open"]


def open(folder: str | Path | None = None) -> World:
    """Open a graph folder: the given one, else the one that the command line would find.

    Raises:
        citygraph.domain.errors.CityGraphError: if there is no such folder. Mistakes *in* the folder are in the world's
            ``diagnostics``.
    """
    from citygraph.world import World, find_folder

    return World(find_folder(folder))

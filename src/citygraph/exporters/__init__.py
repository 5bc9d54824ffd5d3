"""Formats that other programs read: one file each, and this folder is the list of them.

A format is a module called as its files end (``graphml``), with a docstring (its help) and a
``write(graph, nodes, ties, out)``. Only the one that is used is imported.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from citygraph.errors import CityGraphError
from citygraph.graph import ReadGraph
from citygraph.lens import Lens


def formats() -> list[str]:
    """The names of all formats, which are those of their modules."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def exporter(path: Path) -> ModuleType:
    """The format of a file, by its suffix.

    Raises:
        CityGraphError: no format has that suffix.
    """
    name = path.suffix.removeprefix(".").lower()
    if name not in formats():
        known = ", ".join(f".{known}" for known in formats())
        raise CityGraphError(f"{path.name}: no format has this suffix; there is {known}")
    return importlib.import_module(f"{__name__}.{name}")


def export(graph: ReadGraph, path: Path, lens: Lens) -> tuple[int, int]:
    """Write what the lens shows to a file, whole or not at all: how many nodes and ties.

    Nodes are those that the lens admits, ties those whose both ends it does. The same graph gives the same bytes.

    Raises:
        CityGraphError: no format has the file's suffix, or it cannot be written.
    """
    write = exporter(path).write
    nodes = sorted(node for node, data in graph.nodes.items() if lens.admits_node(data))
    admitted = set(nodes)
    ties = sorted(tie for tie in _ties(graph, lens) if tie[1] in admitted and tie[2] in admitted)
    try:
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CityGraphError(f"{path}: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as out:
            write(graph, nodes, ties, out)
        os.chmod(scratch, 0o666 & ~_umask())
        os.replace(scratch, path)
    except BaseException as error:
        os.unlink(scratch)
        if isinstance(error, OSError):
            raise CityGraphError(f"{path}: {error.strerror}") from None
        raise
    return len(nodes), len(ties)


def _ties(graph: ReadGraph, lens: Lens) -> Iterator[tuple[str, str, str]]:
    for start in graph.nodes:
        for end, parallel in graph.adj[start].items():
            for tie, data in parallel.items():
                if lens.admits_tie(data):
                    yield tie, start, end


def _umask() -> int:
    """The process's mask for new files, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
